"""The XML syntax of RELAX NG, read into nodes. Annotations are left out (section 4.1)."""

from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from teikit.relaxng.errors import SchemaError
from teikit.relaxng.names import SEPARATOR, XML
from teikit.relaxng.node import Node

RELAXNG = "http://relaxng.org/ns/structure/1.0"
MAX_DEPTH = 200  # of nested patterns; no schema that people write comes near it

_WITH_TEXT = frozenset(("name", "param", "value"))
_SPACE = " \t\r\n"


def parse(data: bytes, path: str, base: str | None = None) -> Node:
    """The schema in `data`, which came from `path`; `base` is what its references are relative to.

    Raises `SchemaError` when it is not well-formed, or its root is not of RELAX NG.
    """
    reader = _Reader(path, path if base is None else base)
    return reader.read(data)


class _Reader:
    def __init__(self, path: str, base: str) -> None:
        self.path = path
        self.root: Node | None = None
        self.open: list[Node] = []
        self.foreign = 0  # how deep in an annotation
        self.text: list[str] = []
        self.bases = [base]
        self.namespaces: list[MappingProxyType[str, str]] = [MappingProxyType({"xml": XML})]
        self.declared: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartNamespaceDeclHandler = self.declare
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text.append
        self.parser.ExternalEntityRefHandler = self.external
        self.parser.SkippedEntityHandler = self.skipped

    def read(self, data: bytes) -> Node:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            reason = f"the schema is not well-formed XML: {expat.ErrorString(error.code)}"
            raise SchemaError(reason, self.path, error.lineno, error.offset + 1) from None
        assert self.root is not None  # or expat would have said that there is no element
        return self.root

    def fail(self, reason: str) -> SchemaError:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        return SchemaError(reason, self.path, line, column + 1)

    def external(self, *_: Any) -> int:
        raise self.fail("an entity stands in another file, which is not opened; write it out here")

    def skipped(self, name: str, _: bool) -> None:
        raise self.fail(f"the entity &{name}; is not declared in this file")

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespaces = self.namespaces[-1]
        if self.declared:
            namespaces = MappingProxyType({**namespaces, **self.declared})
            self.declared = {}
        namespace, _, local = name.rpartition(SEPARATOR)
        if self.foreign or namespace != RELAXNG:
            self.annotation(name)
            return
        if self.open and self.open[-1].name in _WITH_TEXT:
            raise self.fail(f"<{local}> stands in <{self.open[-1].name}>, which takes text only")
        if len(self.open) >= MAX_DEPTH:
            raise self.fail("the schema is nested too deeply")
        base = self.bases[-1]
        own: dict[str, str] = {}
        for key, value in attributes.items():
            if SEPARATOR not in key:
                own[key] = value
            elif key == f"{XML}{SEPARATOR}base":
                base = urljoin(base, value)
            elif key.startswith(f"{RELAXNG}{SEPARATOR}"):
                raise self.fail(f"attributes of <{local}> are written without a prefix")
        parser = self.parser
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        node = Node(local, own, namespaces, base, self.path, line, column)
        self.add(node)
        self.open.append(node)
        self.bases.append(base)
        self.namespaces.append(namespaces)

    def annotation(self, name: str) -> None:
        """An element that is none of RELAX NG: skipped, with all that is in it."""
        namespace, _, local = name.rpartition(SEPARATOR)
        if not self.open:
            raise self.fail(
                f"<{local}> of the namespace '{namespace}' is no RELAX NG; "
                f'a schema begins with xmlns="{RELAXNG}"'
            )
        if not self.foreign and self.open[-1].name in _WITH_TEXT:
            raise self.fail(f"<{local}> stands in <{self.open[-1].name}>, which takes text only")
        if not self.foreign:
            self.take_text()
        self.foreign += 1

    def add(self, node: Node) -> None:
        if self.open:
            self.take_text()
            self.open[-1].children.append(node)
        else:
            self.root = node

    def end(self, _: str) -> None:
        if self.foreign:
            self.foreign -= 1
            self.text.clear()
            return
        self.take_text()
        self.open.pop()
        self.bases.pop()
        self.namespaces.pop()

    def take_text(self) -> None:
        """The text since the last tag goes to the open element; only some may have any."""
        text = "".join(self.text)
        self.text.clear()
        node = self.open[-1]
        if node.name in _WITH_TEXT:
            node.text += text
        elif text.strip(_SPACE):
            raise self.fail(f"text stands in <{node.name}>, which takes none: '{_clip(text)}'")


def _clip(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
