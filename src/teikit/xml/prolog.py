"""What stands before the content of a document: instructions, the DOCTYPE, the first tag.

It is read without the rest, so that it is known of a document that is too large for a tree.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

_SEPARATOR = "\x01"
_FIRST = 2048
"""Characters that are read at first; then more and more, as a comment is read anew each time."""
_BEFORE_DOCTYPE = re.compile(r"(?:\s++|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)


class Instruction(NamedTuple):
    """A processing instruction; line and column count from 1."""

    target: str
    text: str
    line: int
    column: int


class Doctype(NamedTuple):
    """A DOCTYPE, with the identifiers of the DTD that it names, or empty ones."""

    name: str
    public: str
    system: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Prolog:
    """The beginning of a document.

    Attributes:
        instructions: those before the first element, in order.
        doctype: the DOCTYPE, if there is one.
        namespace: that of the first element; empty where it is in none.
        name: its local name.
        attributes: the values of its attributes; names with a namespace as `{namespace}name`.
        line: the line of its tag, from 1.
        column: the column of its tag, from 1.
    """

    instructions: tuple[Instruction, ...] = ()
    doctype: Doctype | None = None
    namespace: str = ""
    name: str = ""
    attributes: Mapping[str, str] | None = None
    line: int = 0
    column: int = 0


class _Begun(Exception):  # noqa: N818 (no error)
    """The first element is there."""


class _Reader:
    def __init__(self) -> None:
        parser = expat.ParserCreate("utf-8", namespace_separator=_SEPARATOR)
        parser.StartElementHandler = self._element
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._declaration
        parser.ordered_attributes = False
        self._parser = parser
        self.instructions: list[Instruction] = []
        self.doctype: Doctype | None = None
        self.root = Prolog()

    def read(self, text: str) -> None:
        try:
            start, end = 0, _FIRST
            while start < len(text):
                self._parser.Parse(text[start:end].encode("utf-8", "replace"), end >= len(text))
                start, end = end, 4 * end
        except (_Begun, expat.ExpatError):
            return

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _instruction(self, target: str, text: str) -> None:
        self.instructions.append(Instruction(target, text, *self._place()))

    def _declaration(self, name: str, system: str | None, public: str | None, _: object) -> None:
        self.doctype = Doctype(name, public or "", system or "", *self._place())

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(_SEPARATOR)
        expanded = {_expanded(key): value for key, value in attributes.items()}
        self.root = Prolog((), None, namespace, local, expanded, *self._place())
        raise _Begun


def _expanded(name: str) -> str:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return f"{{{namespace}}}{local}" if namespace else local


def prolog(text: str) -> Prolog:
    """The prolog of a document; of one that is broken, what stands before the fault."""
    reader = _Reader()
    reader.read(text)
    root = reader.root
    return Prolog(
        tuple(reader.instructions),
        reader.doctype and _at_its_beginning(reader.doctype, text),
        root.namespace,
        root.name,
        root.attributes,
        root.line,
        root.column,
    )


def _at_its_beginning(doctype: Doctype, text: str) -> Doctype:
    """A DOCTYPE with the place where it begins; the parser tells that of its identifiers."""
    found = _BEFORE_DOCTYPE.match(text)
    before = found[0] if found else ""
    line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
    column = len(before) - max(before.rfind("\n"), before.rfind("\r"))
    return doctype._replace(line=line, column=column)
