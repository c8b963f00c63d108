"""The XML syntax of RELAX NG, read into nodes. Annotations are left out (section 4.1)."""

from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from teikit.relaxng.compile.node import SchemaNode, hold_to_limits
from teikit.relaxng.errors import SchemaError
from teikit.relaxng.patterns.names import SEPARATOR, SPACE, XML

RELAXNG = "http://relaxng.org/ns/structure/1.0"
MAX_DEPTH = 200  # of nested elements; no schema that people write comes near it

_OURS = f"{RELAXNG}{SEPARATOR}"
_BASE = f"{XML}{SEPARATOR}base"
_WITH_TEXT = frozenset(("name", "param", "value"))


def parse(data: bytes, path: str, base: str | None = None) -> SchemaNode:
    """The schema in `data`, which came from `path`; `base` is what its references are relative to.

    Raises `SchemaError` when it is not well-formed, or its root is not of RELAX NG.
    """
    return _Reader(path, path if base is None else base).read(data)


class _Reader:
    def __init__(self, path: str, base: str) -> None:
        self.path = path
        self.base = base
        self.root: SchemaNode | None = None
        self.open: list[SchemaNode] = []
        self.count = 0
        self.foreign = 0  # how deep in an annotation
        self.namespaces: MappingProxyType[str, str] = MappingProxyType({"xml": XML})
        self.declared: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartNamespaceDeclHandler = self.declare
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.ExternalEntityRefHandler = self.external
        self.parser.SkippedEntityHandler = self.skipped

    def read(self, data: bytes) -> SchemaNode:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            reason = f"the schema is not well-formed XML: {expat.ErrorString(error.code)}"
            raise SchemaError(reason, self.path, error.lineno, error.offset + 1) from None
        except (LookupError, ValueError) as error:
            if self.root is not None:
                raise
            # Before the first tag it is the encoding: unknown, or one that expat cannot use.
            reason = f"the encoding cannot be read: {_clip(str(error))}"
            raise SchemaError(reason, self.path, 1, 1) from None
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
        if self.foreign:
            self.foreign += 1
            return
        above = self.open[-1] if self.open else None
        if above is not None and above.name in _WITH_TEXT:
            local = name.rpartition(SEPARATOR)[2]
            raise self.fail(f"<{local}> stands in <{above.name}>, which takes text only")
        if not name.startswith(_OURS):
            self.annotation(name)
            return
        if len(self.open) >= MAX_DEPTH:
            raise self.fail("the schema is nested too deeply")
        namespaces, base = (
            (self.namespaces, self.base) if above is None else (above.namespaces, above.base)
        )
        if self.declared:
            # The default namespace is RELAX NG's own; for names, `ns` takes its place.
            self.declared.pop("", None)
            namespaces = MappingProxyType({**namespaces, **self.declared})
            self.declared = {}
        local = name[len(_OURS) :]
        if SEPARATOR in "".join(attributes):
            attributes, base = self.own(local, attributes, base)
        parser = self.parser
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        self.count += 1
        hold_to_limits(self.count, namespaces, self.path, line, column)
        node = SchemaNode(local, attributes, namespaces, base, self.path, line, column)
        if above is None:
            self.root = node
        else:
            above.children.append(node)
        self.open.append(node)

    def own(self, local: str, attributes: dict[str, str], base: str) -> tuple[dict[str, str], str]:
        """The attributes that are no annotations, and the base that they may set."""
        if any(key.startswith(_OURS) for key in attributes):
            raise self.fail(f"attributes of <{local}> are written without a prefix")
        try:
            base = urljoin(base, attributes.get(_BASE, ""))
        except ValueError:
            raise self.fail(f"xml:base of <{local}> is no address") from None
        return {key: value for key, value in attributes.items() if SEPARATOR not in key}, base

    def annotation(self, name: str) -> None:
        """The beginning of an element that is none of RELAX NG: skipped, with all that is in it."""
        namespace, _, local = name.rpartition(SEPARATOR)
        if not self.open:
            raise self.fail(
                f"<{local}> of the namespace '{namespace}' is no RELAX NG; "
                f'a schema begins with xmlns="{RELAXNG}"'
            )
        self.declared = {}
        self.foreign = 1

    def end(self, _: str) -> None:
        if self.foreign:
            self.foreign -= 1
            self.declared = {}
        else:
            self.open.pop()

    def text(self, text: str) -> None:
        """Only some elements may have any."""
        if self.foreign or not self.open:
            return
        node = self.open[-1]
        if node.name in _WITH_TEXT:
            node.text += text
        elif text.strip(SPACE):
            raise self.fail(f"text stands in <{node.name}>, which takes none: '{_clip(text)}'")


def _clip(text: str) -> str:
    words = " ".join(text[:200].split())
    return words if len(words) <= 40 else f"{words[:39]}…"
