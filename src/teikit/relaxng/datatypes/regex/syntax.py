"""Reads regular expressions as XML Schema defines them: appendix F of its part 2.

There are no anchors: a pattern is about the whole string, and `^` and `$` are characters like
others outside of brackets.
"""

import re

from teikit.relaxng.datatypes.interface import DatatypeError
from teikit.relaxng.datatypes.regex.blocks import blocks
from teikit.relaxng.datatypes.regex.charsets import (
    DOT,
    ESCAPES,
    CharSet,
    categories,
    complement,
    difference,
    ranges,
    single,
    union,
)
from teikit.relaxng.datatypes.regex.terms import EMPTY, Term, TermBuilder
from teikit.relaxng.datatypes.text import clip

_DEEPEST = 50
"""How deep groups may be nested in each other."""
_SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\|.?*+(){}-[]^"}}
_QUANTIFIERS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_SPECIAL = "?*+{}()|[]\\."
_CATEGORY = re.compile("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")
_COUNT_DIGITS = 9
"""Counts of more digits are more than any text has characters."""


def parse(pattern: str, terms: TermBuilder) -> tuple[Term, list[CharSet]]:
    """The term of a pattern, and the sets of characters that it numbers.

    Raises:
        DatatypeError: The pattern is not correct.
    """
    return _PatternReader(pattern, terms).read()


class _PatternReader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str, terms: TermBuilder) -> None:
        self._pattern = pattern
        self._terms = terms
        self._at = 0
        self._depth = 0
        self._numbers: dict[str, int] = {}
        self._sets: list[CharSet] = []

    def read(self) -> tuple[Term, list[CharSet]]:
        """The term of all of the pattern, and its sets of characters."""
        term = self._choice()
        if self._at < len(self._pattern):
            raise self._wrong(f"{self._next()} has to be written \\{self._next()} there")
        return term, self._sets

    def _choice(self) -> Term:
        """Branches with `|` between them."""
        branches = [self._branch()]
        while self._skip("|"):
            branches.append(self._branch())
        return self._terms.choice(branches)

    def _branch(self) -> Term:
        pieces = []
        while self._next() not in ("", "|", ")"):
            pieces.append(self._piece())
        term = EMPTY
        for piece in reversed(pieces):
            term = self._terms.sequence(piece, term)
        return term

    def _piece(self) -> Term:
        """An atom and how often it stands there."""
        atom = self._atom()
        quantifier = self._next()
        if quantifier in _QUANTIFIERS:
            self._at += 1
            return self._terms.repeat(atom, *_QUANTIFIERS[quantifier])
        if not self._skip("{"):
            return atom
        least = self._count()
        most: int | None = least
        if self._skip(","):
            most = None if self._next() == "}" else self._count()
        if most is not None and most < least:
            raise self._wrong(f"{{{least},{most}}} counts backwards")
        self._expect("}")
        return self._terms.repeat(atom, least, most)

    def _count(self) -> int:
        begin = self._at
        while self._next() in tuple("0123456789"):
            self._at += 1
        digits = self._pattern[begin : self._at].lstrip("0")
        if begin == self._at:
            raise self._wrong("a number is missing")
        return int(digits or 0) if len(digits) <= _COUNT_DIGITS else 10**_COUNT_DIGITS

    def _atom(self) -> Term:
        """A character, a set of characters or a group."""
        character = self._next()
        if self._skip("("):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise DatatypeError(f"the pattern '{clip(self._pattern)}' is too complex")
            term = self._choice()
            self._expect(")")
            self._depth -= 1
            return term
        begin = self._at
        if character == "[":
            return self._chars(begin, self._brackets())
        if character == "\\":
            return self._chars(begin, self._as_set(self._escape()))
        if character == ".":
            self._at += 1
            return self._chars(begin, DOT)
        if character in _QUANTIFIERS:
            raise self._wrong(f"there is nothing before {character} to repeat")
        if character in _SPECIAL:
            raise self._wrong(f"{character} has to be written \\{character} there")
        self._at += 1
        return self._chars(begin, single(character))

    def _chars(self, begin: int, chars: CharSet) -> Term:
        """A character of a set; what is written in the same way is the same set."""
        number = self._numbers.setdefault(self._pattern[begin : self._at], len(self._sets))
        if number == len(self._sets):
            self._sets.append(chars)
        return self._terms.chars(number)

    def _as_set(self, member: str | CharSet) -> CharSet:
        return single(member) if isinstance(member, str) else member

    def _escape(self) -> str | CharSet:
        """The character or the set that a backslash and what follows it stand for."""
        self._expect("\\")
        letter = self._next()
        self._at += 1
        if letter in _SINGLE:
            return _SINGLE[letter]
        if letter in ESCAPES:
            return ESCAPES[letter]
        if letter not in ("p", "P"):
            raise self._wrong(f"there is no escape \\{letter}", -1)
        self._expect("{")
        begin = self._at
        while self._next() not in ("}", ""):
            self._at += 1
        name = self._pattern[begin : self._at]
        self._expect("}")
        chars = self._property(name)
        return chars if letter == "p" else complement(chars)

    def _property(self, name: str) -> CharSet:
        """The characters of a category or a block."""
        if _CATEGORY.fullmatch(name):
            return categories(name)
        found = blocks().get(name[2:]) if name.startswith("Is") else None
        if found is None:
            kind = "block" if name.startswith("Is") else "category"
            raise self._wrong(f"there is no {kind} of characters '{clip(name)}'", -1)
        return ranges((chr(first), chr(last)) for first, last in found)

    def _brackets(self) -> CharSet:
        """What stands between brackets."""
        self._expect("[")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise DatatypeError(f"the pattern '{clip(self._pattern)}' is too complex")
        inverted = self._skip("^")
        items = [self._item(first=True)]
        while self._next() != "]" and not self._subtracts():
            items.append(self._item(first=False))
        plain = ranges(item for item in items if isinstance(item, tuple))
        chars = union((plain, *(item for item in items if not isinstance(item, tuple))))
        chars = complement(chars) if inverted else chars
        if self._skip("-"):
            chars = difference(chars, self._brackets())
        self._expect("]")
        self._depth -= 1
        return chars

    def _subtracts(self) -> bool:
        """Whether a set comes that is to be taken away."""
        return self._pattern.startswith("-[", self._at)

    def _item(self, first: bool) -> tuple[str, str] | CharSet:
        """The ends of a range of characters, or another set, between brackets."""
        if self._next() == "-":
            return self._hyphen(first)
        low = self._member()
        if not self._goes_on():
            return (low, low) if isinstance(low, str) else low
        self._at += 1
        if self._next() == "-":
            raise self._wrong("- has to be written \\- there")
        high = self._member()
        if not (isinstance(low, str) and isinstance(high, str)):
            raise self._wrong("a range is between single characters", -1)
        if low > high:
            raise self._wrong(f"{low}-{high} is a range backwards", -1)
        return low, high

    def _goes_on(self) -> bool:
        """Whether a hyphen comes that makes a range, and does not stand for itself."""
        behind = self._pattern[self._at + 1 : self._at + 3]
        return self._next() == "-" and behind[:1] not in ("[", "]") and behind != "-["

    def _hyphen(self, first: bool) -> tuple[str, str]:
        """A hyphen that stands for itself: it may at the beginning and at the end."""
        behind = self._pattern[self._at + 1 : self._at + 3]
        if not (first or behind[:1] == "]" or behind == "-["):
            raise self._wrong("- has to be written \\- there")
        self._at += 1
        return "-", "-"

    def _member(self) -> str | CharSet:
        """A character or an escape between brackets."""
        character = self._next()
        if character == "\\":
            return self._escape()
        if character == "":
            raise self._wrong("a ] is missing")
        if character in "[]":
            raise self._wrong(f"{character} has to be written \\{character} there")
        self._at += 1
        return character

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _skip(self, character: str) -> bool:
        """Go on behind a character if it is the next one."""
        found = self._next() == character
        self._at += found
        return found

    def _expect(self, character: str) -> None:
        if not self._skip(character):
            raise self._wrong(f"a {character} is missing")

    def _wrong(self, reason: str, shift: int = 0) -> DatatypeError:
        index = min(self._at + shift, len(self._pattern))
        where = f"at character {index + 1}" if index < len(self._pattern) else "at its end"
        return DatatypeError(f"the pattern '{clip(self._pattern)}' is wrong {where}: {reason}")
