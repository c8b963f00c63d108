"""Which schemas a document names: read from its prolog, nothing is opened.

In the order of the document, from `xml-model` (W3C, Associating Schemas with XML documents), from
oXygen's own instruction, from the DOCTYPE, and from the attributes that XML Schema has for it.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from teikit.xml.markup import unescape_value
from teikit.xml.prolog import Doctype, Instruction, Prolog

XSI = "http://www.w3.org/2001/XMLSchema-instance"


class SchemaLanguage(StrEnum):
    """A language of schemas, as it is called in messages."""

    RELAXNG = "RELAX NG"
    XSD = "XML Schema"
    SCHEMATRON = "Schematron"
    NVDL = "NVDL"
    ODD = "an ODD"
    DTD = "a DTD"
    UNKNOWN = "of an unknown language"


class Named(NamedTuple):
    """A schema that a document names.

    Attributes:
        address: as it is written, without spaces around it; empty where `fault` says why.
        language: what the document says of it, or else what the address ends with.
        line: where it is named, from 1.
        column: likewise.
        attribute: the local name of the attribute of the root that names it; else empty.
        fault: what is wrong with how it is named, in words, if it cannot be used for that.
        phase: the phase of a Schematron that is asked for; else empty.
    """

    address: str
    language: SchemaLanguage
    line: int
    column: int
    attribute: str = ""
    fault: str = ""
    phase: str = ""


NAMESPACES: Mapping[str, SchemaLanguage] = {
    "relaxng.org/ns/structure/1.0": SchemaLanguage.RELAXNG,
    "relaxng.org/ns/structure/0.9": SchemaLanguage.RELAXNG,
    "www.w3.org/2001/xmlschema": SchemaLanguage.XSD,
    "purl.oclc.org/dsdl/schematron": SchemaLanguage.SCHEMATRON,
    "www.ascc.net/xml/schematron": SchemaLanguage.SCHEMATRON,
    "purl.oclc.org/dsdl/nvdl/ns/structure/1.0": SchemaLanguage.NVDL,
    "www.tei-c.org/ns/1.0": SchemaLanguage.ODD,
}
"""The languages of namespaces, without their protocol, in small letters."""

_TYPES: Mapping[str, SchemaLanguage] = {
    "application/relax-ng-compact-syntax": SchemaLanguage.RELAXNG,
    "application/relax-ng+xml": SchemaLanguage.RELAXNG,
    "application/xml-dtd": SchemaLanguage.DTD,
    "application/xsd+xml": SchemaLanguage.XSD,
    "application/schematron+xml": SchemaLanguage.SCHEMATRON,
    "application/nvdl+xml": SchemaLanguage.NVDL,
    "application/tei+xml": SchemaLanguage.ODD,
}
_ENDINGS: Mapping[str, SchemaLanguage] = {
    ".rng": SchemaLanguage.RELAXNG,
    ".rnc": SchemaLanguage.RELAXNG,
    ".xsd": SchemaLanguage.XSD,
    ".sch": SchemaLanguage.SCHEMATRON,
    ".schematron": SchemaLanguage.SCHEMATRON,
    ".isosch": SchemaLanguage.SCHEMATRON,
    ".nvdl": SchemaLanguage.NVDL,
    ".odd": SchemaLanguage.ODD,
    ".dtd": SchemaLanguage.DTD,
}
_OXYGEN: Mapping[str, SchemaLanguage] = {
    "RNGSchema": SchemaLanguage.RELAXNG,
    "SCHSchema": SchemaLanguage.SCHEMATRON,
    "NVDLSchema": SchemaLanguage.NVDL,
    "XSDSchema": SchemaLanguage.XSD,
    "DTDSchema": SchemaLanguage.DTD,
}
_PSEUDO_ATTRIBUTE = re.compile(r"""\s*+([^\s=<>"']++)\s*+=\s*+("[^"]*+"|'[^']*+')""")


def named(prolog: Prolog) -> Iterator[Named]:
    """The schemas that a document names, in the order of the document."""
    before: list[Instruction] = []
    after: list[Instruction] = []
    doctype = prolog.doctype
    for instruction in prolog.instructions:
        here = (instruction.line, instruction.column)
        later = doctype and here > (doctype.line, doctype.column)
        (after if later else before).append(instruction)
    for instruction in before:
        yield from _in_instruction(instruction)
    if doctype:
        yield from _in_doctype(doctype)
    for instruction in after:
        yield from _in_instruction(instruction)
    yield from _in_attributes(prolog)


def by_ending(address: str) -> SchemaLanguage:
    """The language that an address ends with, whatever stands behind `?` or `#`."""
    path = unquote(re.split("[?#]", address, maxsplit=1)[0])
    return _ENDINGS.get(PurePosixPath(path).suffix.lower(), SchemaLanguage.UNKNOWN)


def by_namespace(namespace: str) -> SchemaLanguage:
    """The language that has this namespace; `https` and a slash at its end are forgiven."""
    plain = re.sub("^https?://", "", namespace.strip().lower()).rstrip("/")
    return NAMESPACES.get(plain, SchemaLanguage.UNKNOWN)


def _in_instruction(instruction: Instruction) -> Iterator[Named]:
    place = (instruction.line, instruction.column)
    if instruction.target == "xml-model":
        found = _pseudo_attributes(instruction.text)
        address = found.get("href", "").strip()
        languages = (
            by_namespace(found.get("schematypens", "")),
            _TYPES.get(
                found.get("type", "").partition(";")[0].strip().lower(), SchemaLanguage.UNKNOWN
            ),
            by_ending(address),
        )
        known = [language for language in languages if language != SchemaLanguage.UNKNOWN]
        fault = "" if address else 'it names no schema; write it as href="ADDRESS"'
        language = known[0] if known else SchemaLanguage.UNKNOWN
        phase = found.get("phase", "").strip()
        yield Named(address, language, *place, fault=fault, phase=phase)
    elif instruction.target == "oxygen":
        found = _pseudo_attributes(instruction.text)
        for name, language in _OXYGEN.items():
            if address := found.get(name, "").strip():
                yield Named(address, language, *place)


def _pseudo_attributes(text: str) -> dict[str, str]:
    """The values in an instruction, up to the first thing that is none; of two, the first."""
    found: dict[str, str] = {}
    at = 0
    while match := _PSEUDO_ATTRIBUTE.match(text, at):
        found.setdefault(match[1], _unescaped(match[2][1:-1]))
        at = match.end()
    return found


def _unescaped(value: str) -> str:
    try:
        return unescape_value(value)
    except (ValueError, OverflowError):  # a number that is no character's
        return value


def _in_doctype(doctype: Doctype) -> Iterator[Named]:
    address = doctype.system.strip() or doctype.public.strip()
    if address:
        yield Named(address, SchemaLanguage.DTD, doctype.line, doctype.column)


def _in_attributes(prolog: Prolog) -> Iterator[Named]:
    attributes = prolog.attributes or {}
    place = (prolog.line, prolog.column)
    name = "schemaLocation"
    words = attributes.get(f"{{{XSI}}}{name}", "").split()
    for namespace, address in zip(words[::2], words[1::2], strict=False):
        fault = ""
        if namespace != prolog.namespace:
            fault = f"it is for the namespace {namespace}, which is not that of the first element"
        yield Named(address, SchemaLanguage.XSD, *place, name, fault)
    if len(words) % 2:
        fault = "xsi:schemaLocation holds pairs, a namespace and the address of its schema; this"
        fault += " word has no partner"
        yield Named(words[-1], SchemaLanguage.XSD, *place, name, fault)
    name = "noNamespaceSchemaLocation"
    if address := attributes.get(f"{{{XSI}}}{name}", "").strip():
        yield Named(address, SchemaLanguage.XSD, *place, name)
