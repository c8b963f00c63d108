"""A place among the tokens of a schema, and the small things that are read in many places."""

from collections.abc import Container

from teikit.relaxng.compile.compact.text import SchemaText
from teikit.relaxng.compile.compact.tokens import (
    DOCUMENTATION,
    END,
    IDENTIFIER,
    KEYWORDS,
    LITERAL,
    tokenize,
)
from teikit.relaxng.errors import SchemaError

IDENTIFIER_OR_KEYWORD = KEYWORDS | {IDENTIFIER}

_LONGEST_SHOWN = 40
"""Characters of a token that a message repeats."""


class Cursor:
    """The next token, and how to go on from it."""

    __slots__ = ("_offsets", "at", "kinds", "text", "values")

    def __init__(self, text: SchemaText) -> None:
        self.text = text
        self.kinds, self.values, self._offsets = tokenize(text)
        self.at = 0

    @property
    def kind(self) -> str:
        """The kind of the next token."""
        return self.kinds[self.at]

    @property
    def following(self) -> str:
        """The kind of the token after the next one; at the end of the file, that is the end."""
        return self.kinds[min(self.at + 1, len(self.kinds) - 1)]

    def location(self, token: int) -> tuple[int, int]:
        """The line and column where a token begins."""
        return self.text.location(self._offsets[token])

    def fault(self, reason: str, token: int | None = None) -> SchemaError:
        """An error that is at a token, or else at the next one."""
        return self.text.fault(reason, self._offsets[self.at if token is None else token])

    def shown(self) -> str:
        """The next token, as messages name it."""
        if self.kind == END:
            return "the end of the file"
        if self.kind in (LITERAL, DOCUMENTATION):
            return "a literal" if self.kind == LITERAL else "'##'"
        value = self.values[self.at]
        return f"'{value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + '…'}'"

    def take(self, kinds: Container[str], reason: str) -> str:
        """The value of the next token, which must be of one of these kinds; goes past it."""
        if self.kind not in kinds:
            raise self.fault(reason)
        self.at += 1
        return self.values[self.at - 1]

    def sign(self, sign: str, after: str) -> None:
        """Goes past a sign, which must stand after something."""
        if self.kinds[self.at] != sign:
            raise self.fault(f"'{sign}' is missing after {after}, before {self.shown()}")
        self.at += 1

    def literal(self, after: str) -> str:
        """A literal, of several pieces perhaps, which must stand after something."""
        reason = f"a literal in quotation marks is missing after {after}"
        pieces = [self.take((LITERAL,), reason)]
        while self.kind == "~":
            self.at += 1
            pieces.append(self.take((LITERAL,), "a literal is missing after '~'"))
        return "".join(pieces)
