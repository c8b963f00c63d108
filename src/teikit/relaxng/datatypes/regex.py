"""Regular expressions of XML Schema, matched in one pass however they are written.

Patterns come with schemas from anywhere, so that a pattern must not be able to stop the program:
what the time grows with is the length of the text. Patterns that would still need too much of it
are refused when the schema is read.
"""

from teikit.relaxng.datatypes.interface import DatatypeError
from teikit.relaxng.datatypes.regex_syntax import parse
from teikit.relaxng.datatypes.regex_terms import NOTHING, Term, Terms
from teikit.relaxng.datatypes.regex_width import width
from teikit.relaxng.datatypes.text import clip

_WIDEST = 10_000
"""How many terms a pattern may need at the same time."""
_CHARACTERS = 10_000
"""How many characters are remembered before they are forgotten and met anew."""


class Regex:
    """A pattern that a whole string has to match."""

    def __init__(self, pattern: str) -> None:
        self._terms = Terms()
        self._start, self._sets = parse(pattern, self._terms)
        if width(self._start) > _WIDEST:
            raise DatatypeError(f"the pattern '{clip(pattern)}' is too complex")
        self._classes: dict[str, int] = {}
        self._steps: dict[tuple[Term, str], Term] = {}

    def matches(self, text: str) -> bool:
        """Whether all of a string matches the pattern."""
        term = self._start
        steps = self._steps
        for character in text:
            after = steps.get((term, character))
            if after is None:
                after = self._step(term, character)
            if after is NOTHING:
                return False
            term = after
        return term.nullable

    def _step(self, term: Term, character: str) -> Term:
        """What is left of a term behind a character."""
        found = self._classes.get(character)
        if found is None:
            found = self._classify(character)
        after = self._terms.derivative(term, found)
        if len(self._steps) > _CHARACTERS:
            self._steps.clear()
        self._steps[term, character] = after
        return after

    def _classify(self, character: str) -> int:
        """In which of the sets of the pattern a character is, a bit for each."""
        if len(self._classes) > _CHARACTERS:
            self._classes.clear()
        bits = sum(1 << number for number, chars in enumerate(self._sets) if chars(character))
        self._classes[character] = bits
        return bits
