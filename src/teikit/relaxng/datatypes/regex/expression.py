"""Regular expressions of XML Schema, matched in one pass however they are written.

Patterns come with schemas from anywhere, so that a pattern must not be able to stop the program:
what the time grows with is the length of the text. Patterns that would still need too much of it
are refused when the schema is read.
"""

from teikit.relaxng.datatypes.interface import DatatypeError
from teikit.relaxng.datatypes.regex.syntax import parse
from teikit.relaxng.datatypes.regex.terms import NOTHING, Term, TermBuilder
from teikit.relaxng.datatypes.regex.width import width
from teikit.relaxng.datatypes.text import clip

_WIDEST = 10_000
"""How many terms a pattern may need at the same time."""
_CHARACTERS = 10_000
"""How many characters are remembered before they are forgotten and met anew."""


class Regex:
    """A pattern that a whole string has to match."""

    def __init__(self, pattern: str) -> None:
        self._terms = TermBuilder()
        start, self._sets = parse(pattern, self._terms)
        if width(start) > _WIDEST:
            raise DatatypeError(f"the pattern '{clip(pattern)}' is too complex")
        self._classes: dict[str, int] = {}
        self._states: dict[Term, _State] = {}
        self._steps = 0
        self._start = self._state(start)

    def matches(self, text: str) -> bool:
        """Whether all of a string matches the pattern."""
        state = self._start
        for character in text:
            state = state[character]
            if state.term is NOTHING:
                return False
        return state.term.nullable

    def after(self, term: Term, character: str) -> "_State":
        """The state behind a character."""
        found = self._classes.get(character)
        if found is None:
            found = self._classify(character)
        self._steps += 1
        if self._steps > _CHARACTERS:
            self._forget()
        return self._state(self._terms.derivative(term, found))

    def _state(self, term: Term) -> "_State":
        state = self._states.get(term)
        if state is None:
            state = self._states.setdefault(term, _State(self, term))
        return state

    def _forget(self) -> None:
        """Keep no steps; a string that is being matched goes on with the states that it has."""
        self._steps = 0
        for state in list(self._states.values()):
            state.clear()
        self._states = {self._start.term: self._start}

    def _classify(self, character: str) -> int:
        """In which of the sets of the pattern a character is, a bit for each."""
        if len(self._classes) > _CHARACTERS:
            self._classes.clear()
        bits = sum(1 << number for number, chars in enumerate(self._sets) if chars(character))
        self._classes[character] = bits
        return bits


class _State(dict[str, "_State"]):
    """What a pattern still wants, and the states behind the characters that came there so far."""

    __slots__ = ("_regex", "term")

    def __init__(self, regex: Regex, term: Term) -> None:
        self._regex = regex
        self.term = term

    def __missing__(self, character: str) -> "_State":
        state = self._regex.after(self.term, character)
        self[character] = state
        return state
