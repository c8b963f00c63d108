"""What a file is that is to be kept as a schema, what it names, and which version it says it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from teikit.errors import TeikitError
from teikit.validating.schemas.addresses import joined
from teikit.validating.schemas.contents import NoSchema, no_schema

_SEPARATOR = "\x01"
_RNG = "http://relaxng.org/ns/structure/1.0"
_XSD = "http://www.w3.org/2001/XMLSchema"
_SCHEMATRON = ("http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron")
_XML = "http://www.w3.org/XML/1998/namespace"
_BASE = f"{_XML}{_SEPARATOR}base"
_IMPORT = f"{_XSD}{_SEPARATOR}import"

_CONSTRAINT = f"http://www.tei-c.org/ns/1.0{_SEPARATOR}constraintSpec"
"""Where an ODD has Schematron."""

_NAMING: Mapping[str, str] = {
    **{
        f"{_XSD}{_SEPARATOR}{name}": "schemaLocation"
        for name in ("include", "import", "redefine", "override")
    },
    **{
        f"{namespace}{_SEPARATOR}{name}": "href"
        for namespace in _SCHEMATRON
        for name in ("include", "extends")
    },
}
"""The elements that name further files, and the attribute in which they do."""

_TEI = re.compile(r"TEI\s+Edition:\s*(?:TEI\s+)?(?:P5\s+)?Version\s+(\d[\w.]*\w)")
_VERSION = re.compile(r"\bversion\b[\s:=]*[\"']?v?(\d+(?:\.\w+)*)", re.IGNORECASE)
_OTHERS = re.compile(r"licen[cs]e|GPL|GNU|Unicode|XML|RELAX", re.IGNORECASE)
"""What stands before a version that is not that of the schema."""
_REMARKS = re.compile(
    r"<!--(.*?)-->|<\?(?!xml\s)(.*?)\?>|documentation[^>]*>([^<]*)<|^\s*#+([^\n]*)",
    re.DOTALL | re.MULTILINE,
)
_PAGE = "is a page of HTML, not a schema; look there for the file itself"
_SEARCHED = 1 << 16
"""Characters in which a schema says its version."""


class NamedFile(NamedTuple):
    """A further file that a schema names.

    Attributes:
        address: as it is written.
        base: what it is relative to.
        known: whether the engine has it, too, so that it may be missing.
    """

    address: str
    base: str
    known: bool = False


class SchemaContent(NamedTuple):
    """What is in the file of a schema.

    Attributes:
        ending: `.rng`, `.rnc`, `.xsd`, `.sch` or `.odd`.
        names: further files; none for RELAX NG, whose engine asks for them by itself.
    """

    ending: str
    names: Sequence[NamedFile] = ()


def content(data: bytes, base: str, media_type: str = "") -> SchemaContent:
    """What the bytes are that come from `base`. Raises `TeikitError` where they are no schema."""
    instead = no_schema(data)
    if instead is NoSchema.LFS_POINTER:
        raise TeikitError(
            f"{base} is no schema, but a pointer of Git LFS; get the file with `git lfs pull`"
        )
    if instead is NoSchema.WEB_PAGE or media_type in ("text/html", "application/xhtml+xml"):
        raise TeikitError(f"{base} {_PAGE}")
    if instead is NoSchema.EMPTY:
        raise TeikitError(f"{base} is empty; it is no schema")
    if not data[:2048].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<"):
        return SchemaContent(".rnc")
    reader = _Reader(base)
    try:
        reader.read(data)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise TeikitError(f"{base} is no schema: it is not well-formed: {error}") from None
    namespace, _, name = reader.root.rpartition(_SEPARATOR)
    if name.lower() == "html":
        raise TeikitError(f"{base} {_PAGE}")
    if namespace == _RNG:
        return SchemaContent(".rng")
    if namespace == _XSD and name == "schema":
        return SchemaContent(".xsd", reader.names)
    if namespace in _SCHEMATRON:
        return SchemaContent(".sch", reader.names)
    if reader.has_rules:
        return SchemaContent(".odd", reader.names)
    raise TeikitError(
        f"{base} is no schema: it begins with <{name}>, and is neither RELAX NG nor XML Schema"
        " nor Schematron"
    )


class _Reader:
    """Reads what a schema names; it opens nothing."""

    def __init__(self, base: str) -> None:
        self.root = ""
        self.has_rules = False
        self.names: list[NamedFile] = []
        self._bases = [base]

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(data, True)

    def _end(self, _: str) -> None:
        self._bases.pop()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.root = self.root or name
        self.has_rules = self.has_rules or name == _CONSTRAINT
        base = self._bases[-1]
        if _BASE in attributes:
            base = joined(base, attributes[_BASE])
        self._bases.append(base)
        address = attributes.get(_NAMING.get(name, ""), "").strip()
        if address:
            known = name == _IMPORT and attributes.get("namespace") == _XML
            self.names.append(NamedFile(address, base, known))


def version(data: bytes) -> str:
    """The version that a schema says it is, as `TEI P5 4.9.0`; empty where it says none."""
    text = data.decode("utf-8", "replace")
    if tei := _TEI.search(text):
        return f"TEI P5 {tei[1]}"
    root = re.search(r"<(?:[\w.\-]+:)?schema\b([^>]*)>", text[:_SEARCHED])
    if root and (attribute := re.search(r"\sversion\s*=\s*[\"']([^\"']{1,80})[\"']", root[1])):
        return attribute[1].strip()
    for remark in _remarks(text[:_SEARCHED]):
        for found in _VERSION.finditer(remark):
            if not _OTHERS.search(remark[max(found.start() - 40, 0) : found.start()]):
                return found[1]
    return ""


def _remarks(text: str) -> Iterator[str]:
    for remark in _REMARKS.finditer(text):
        yield next(filter(None, remark.groups()), "")
