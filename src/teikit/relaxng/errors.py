"""What is wrong with a schema, which is raised, and with a document, which is returned."""

from enum import StrEnum
from typing import NamedTuple


def printable(text: str) -> str:
    """`text` on one line, with the numbers of characters that cannot be shown."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(
        character if character.isprintable() else f"U+{ord(character):04X}" for character in line
    )


class SchemaError(Exception):
    """A schema that is not correct RELAX NG, or cannot be read; `str` of it is one line.

    `path` is the file as it was named (or what stands for one), `line` and `column` count from 1,
    and are 0 where the whole file is meant. `reason` is the sentence alone.
    """

    def __init__(self, reason: str, path: str = "", line: int = 0, column: int = 0) -> None:
        self.reason = printable(reason)
        self.path = path
        self.line = line
        self.column = column
        super().__init__(reason, path, line, column)

    def __str__(self) -> str:
        numbers = (str(number) for number in (self.line, self.column) if number)
        location = ":".join((printable(self.path), *numbers))
        return f"{location}: {self.reason}" if location else self.reason


class Kind(StrEnum):
    """What is wrong with a document at one place."""

    ELEMENT_UNKNOWN = "unknown element"
    ELEMENT_NOT_ALLOWED = "element not allowed here"
    ELEMENT_MISSING = "required element missing before this one"
    CONTENT_INCOMPLETE = "content incomplete"
    TEXT_NOT_ALLOWED = "text not allowed"
    VALUE_INVALID = "value invalid"
    ATTRIBUTE_NOT_ALLOWED = "attribute not allowed"
    ATTRIBUTE_INVALID = "attribute value invalid"
    ATTRIBUTE_MISSING = "required attribute missing"
    ID_REPEATED = "identifier not unique"
    ID_MISSING = "reference without target"
    NOT_WELL_FORMED = "not well-formed"


class ValidationError(NamedTuple):
    """One fault of a document.

    `path` leads to the element at fault (`/TEI/text[1]/body[1]/p[2]`); a name that is not of the
    root's namespace has its own before it, in braces; of more than a hundred steps, the last stands
    after an ellipsis. `line` and
    `column`, from 1 and in characters, are where the tag, the attribute or the text begins that is
    at fault; for incomplete content, where the end tag does. The column is 0 where it is not known,
    the line too where a tree was never in a file. `parent` is the element that it happened in,
    `found` what was there: the name of an element or attribute, a text or a value. `expected` is
    all that could have stood there: names of elements in angle brackets, of attributes with an @,
    `text`, `end tag`, values in quotes, and datatypes in words. `message` says it in at most 160
    characters.
    """

    kind: Kind
    path: str
    line: int
    column: int
    parent: str
    found: str
    expected: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}"
