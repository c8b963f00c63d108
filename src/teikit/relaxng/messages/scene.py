"""Where a fault was met, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from teikit.relaxng.automaton.automaton import Arrival, Automaton
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.messages.naming import Declared, Naming
from teikit.relaxng.messages.sentences import sentence
from teikit.relaxng.patterns.names import namespace_of


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fault was met.

    `around` are the names and arrivals of the innermost open elements, two at most; a start tag
    whose attributes are at fault is the last. `before` are the names of the elements that stand
    before the place in the same parent, each once, and `last` is the closest. `value` is the text
    or the value at fault. `declared` are the prefixes in scope. Of a scene that is `brief`, no
    suggestions are made, which take time.
    """

    automaton: Automaton
    around: tuple[tuple[str, Arrival], ...]
    before: tuple[str, ...]
    last: str
    value: str
    namespaces: Namespaces
    declared: Declared
    brief: bool

    @property
    def name(self) -> str:
        """The name of the innermost open element; empty outside the root."""
        return self.around[-1][0] if self.around else ""

    @property
    def names(self) -> Naming:
        """How names are written here."""
        home = namespace_of(self.name) if self.around else None
        return Naming(home, self.declared, self.automaton.prefixes)

    @property
    def tag(self) -> str:
        """The innermost open element."""
        return self.names.tag(self.name)

    def say(self, start: str, *hints: Callable[[], str]) -> str:
        """A message."""
        return sentence(start) if self.brief else sentence(start, *hints)


@dataclass(frozen=True, slots=True)
class Wording:
    """What was found, all that was expected, and the message.

    `meant` are names of what was meant to stand here, as far as that can be guessed.
    """

    found: str
    expected: tuple[str, ...]
    message: str
    meant: frozenset[str] = frozenset()
