"""Where a fault was met, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from teikit.relaxng.automaton.automaton import Arrival, Automaton
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.messages.sentences import clip, sentence, tag
from teikit.relaxng.patterns.names import local_of, namespace_of, shown


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fault was met.

    `around` are the names and arrivals of the innermost open elements, two at most; a start tag
    whose attributes are at fault is the last. `before` are the names of the elements that stand
    before the place in the same parent, each once, and `last` is the closest. `value` is the text
    or the value at fault. `prefix` is what the document writes before the name at fault, where that
    has a namespace of its own. Of a scene that is `brief`, no suggestions are made, which take
    time.
    """

    automaton: Automaton
    around: tuple[tuple[str, Arrival], ...]
    before: tuple[str, ...]
    last: str
    value: str
    namespaces: Namespaces
    prefix: str
    brief: bool

    @property
    def name(self) -> str:
        """The name of the innermost open element; empty outside the root."""
        return self.around[-1][0] if self.around else ""

    @property
    def home(self) -> str:
        """The namespace whose names are told without it."""
        return namespace_of(self.name)

    @property
    def tag(self) -> str:
        """The innermost open element."""
        return tag(self.name, self.home)

    def written(self, name: str) -> str:
        """The name at fault, as the document has it."""
        if self.prefix:
            return clip(f"{self.prefix}:{local_of(name)}", 50)
        return clip(shown(name, self.home or namespace_of(name)), 50)

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
