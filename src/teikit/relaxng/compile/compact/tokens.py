"""Cuts a compact schema into tokens: names, literals, signs and documentation.

A token is its kind, its value and its offset. The kind of a keyword or a sign is what it looks
like; the other kinds are the constants of this module. Comments and white space are dropped.
"""

import re
from typing import NamedTuple

from teikit.relaxng.compile.compact.text import ESCAPED_NEWLINE, SchemaText

IDENTIFIER = "identifier"
PREFIXED = "prefixed name"
NAMESPACE = "prefix:*"
LITERAL = "literal"
DOCUMENTATION = "##"
END = "end"

# fmt: off
KEYWORDS = frozenset((
    "attribute", "default", "datatypes", "div", "element", "empty", "external", "grammar",
    "include", "inherit", "list", "mixed", "namespace", "notAllowed", "parent", "start", "string",
    "text", "token",
))
# fmt: on

# The letters of the fifth edition of XML 1.0: those of the earlier editions, and more
_NAME_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = f"[{_NAME_START}][{_NAME_START}\\-.0-9\xb7\u0300-\u036f\u203f\u2040]*"
_SPACE = "[ \t\n\0]*"
_LINE = "[^\n\0]*"

# No alternative can begin where another one failed but for quotation marks, and three of these that
# are never closed occur at one place only: the time is linear.
_TOKEN = re.compile(
    f"{_SPACE}(?:#(?!#){_LINE}{_SPACE})*(?:"
    f"(?P<name>{_NAME}(?::(?:{_NAME}|\\*))?)"
    r"|(?P<sign>\|=|&=|>>|[][{}()=,|&?*+~-])"
    '|(?P<literal>"""[^"]*(?:"(?!"")[^"]*)*"""'
    "|'''[^']*(?:'(?!'')[^']*)*'''"
    "|\"[^\"\n]*\"|'[^'\n]*')"
    f"|(?P<documentation>##{_LINE})"
    f"|(?P<quoted>\\\\{_NAME})"
    r"|(?P<end>\Z)"
    "|(?P<wrong>.))",
    re.DOTALL,
)

_UNCLOSED = (
    "this literal is not closed; end it on its line, or write three quotation marks at both ends"
)
_WRONG = {
    '"': _UNCLOSED,
    "'": _UNCLOSED,
    ":": "':' must stand between a prefix and a name, without spaces",
    "\\": "'\\' must stand before a name, as in \\start, or a code, as in \\x{E9}",
}


class Tokens(NamedTuple):
    """The tokens of a schema, in three lists of one length; the last token is `END`."""

    kinds: list[str]
    values: list[str]
    offsets: list[int]


def tokenize(text: SchemaText) -> Tokens:
    """The tokens of a schema.

    Raises:
        SchemaError: if something is no token.
    """
    kinds: list[str] = []
    values: list[str] = []
    offsets: list[int] = []
    known = {keyword: keyword for keyword in KEYWORDS}
    for match in _TOKEN.finditer(text.characters):
        group = match.lastgroup or ""
        value = match[group]
        if group == "name":
            kind = known.get(value) or known.setdefault(value, _kind_of_name(value))
        elif group == "sign":
            kind = value
        elif group == "literal":
            kind, value = LITERAL, _content(value)
        elif group == "documentation":
            kind = DOCUMENTATION
        elif group == "quoted":
            kind, value = IDENTIFIER, value[1:]
        elif group == "end":
            kind = END
        else:
            raise text.fault(_why_wrong(value), match.start(group))
        kinds.append(kind)
        values.append(value)
        offsets.append(match.start(group))
        if kind is END:
            break
    return Tokens(kinds, values, offsets)


def _kind_of_name(name: str) -> str:
    if ":" not in name:
        return IDENTIFIER
    return NAMESPACE if name.endswith(":*") else PREFIXED


def _why_wrong(character: str) -> str:
    shown = f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"
    return _WRONG.get(character, f"the character {shown} cannot stand here")


def _content(literal: str) -> str:
    """What a literal says, without its quotation marks."""
    marks = 3 if literal.startswith(('"""', "'''")) else 1
    return literal[marks:-marks].replace(ESCAPED_NEWLINE, "\n")
