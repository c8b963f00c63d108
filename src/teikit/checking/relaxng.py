"""RELAX NG by libxml2: fast, and it names the element at fault, but in words for programmers."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from teikit.checking.places import XML, attribute, clipped, location, misplaced, tag
from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.tei.files import load

RELAXNG = Rule(
    "S001",
    "relax-ng",
    Severity.ERROR,
    "The document breaks the RELAX NG schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)


def relaxng(schema: Path) -> Callable[[etree._ElementTree, Path], Iterator[Diagnostic]]:
    """A check against the RELAX NG schema (XML syntax) in the file `schema`."""
    try:
        validator: Any = etree.RelaxNG(load(schema))
    except etree.RelaxNGParseError as error:
        raise TeikitError(f"the schema {schema} is broken: {clipped(str(error))}") from None

    def check(tree: etree._ElementTree, path: Path) -> Iterator[Diagnostic]:
        if not validator.validate(tree):
            for place, message in _faults(tree, path, list(validator.error_log)):
                yield Diagnostic(RELAXNG, place, message)

    return check


# What libxml2 adds about an element of which it has said what is wrong already.
_ECHOES = {
    "RELAXNG_ERR_ATTRVALID",
    "RELAXNG_ERR_ELEMNAME",
    "RELAXNG_ERR_EXTRACONTENT",
    "RELAXNG_ERR_INTEREXTRA",
}


def _faults(
    tree: etree._ElementTree, path: Path, entries: list[Any]
) -> Iterator[tuple[Location, str]]:
    told: set[str] = set()
    said: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.path in told and entry.type_name in _ECHOES:
            continue
        element = _element(tree, entry.path)
        message = _message(entry, element)
        if (entry.path, message) not in said:
            told.add(entry.path)
            said.add((entry.path, message))
            yield location(path, element), message
    if not entries:
        yield location(path, tree.getroot()), "the document is not valid; no cause is given"


def _element(tree: etree._ElementTree, path: str | None) -> etree._Element:
    root = tree.getroot()
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found: Any = tree.xpath(path or "/*", namespaces=prefixes)
    except etree.XPathError:
        return root
    return found[0] if found else root


def _message(entry: Any, element: etree._Element) -> str:
    words = _WORDS.get(entry.type_name)
    return words(element, entry.message) if words else clipped(entry.message)


def _misplaced(element: etree._Element, message: str) -> str:
    return misplaced(element)


def _bad_attribute(element: etree._Element, message: str) -> str:
    named = re.match(r"Invalid attribute (\S+) for element", message)
    local = named[1] if named else ""
    for name in (local, f"{{{XML}}}{local}"):
        if name in element.attrib:
            return f"{attribute(element, name)}: the attribute or its value is not allowed here"
    return _bad_attributes(element, message)


def _bad_attributes(element: etree._Element, message: str) -> str:
    return f"an attribute of {tag(element)} is missing, not allowed, or has a wrong value"


def _wrong_value(element: etree._Element, message: str) -> str:
    named = re.match(r"Type (\S+) doesn't allow value '(.*)'", message, re.DOTALL)
    if not named:
        return _bad_attributes(element, message)
    return f"{tag(element)}: {clipped(named[2], 60)!r} is not a value of the type {named[1]}"


def _text(element: etree._Element, message: str) -> str:
    return f"text stands directly in {tag(element)}, where only elements may stand"


def _too_short(element: etree._Element, message: str) -> str:
    named = re.match(r"Expecting an element (\S+) ?, got nothing", message)
    missing = f"<{named[1]}>" if named else "an element"
    return f"{tag(element)} is not complete: {missing} is missing"


def _wrong_name(element: etree._Element, message: str) -> str:
    named = re.match(r"Expecting element (\S+), got", message)
    wanted = f"; <{named[1]}> is expected" if named else ""
    return f"{misplaced(element)}{wanted}"


_WORDS: Mapping[str, Callable[[etree._Element, str], str]] = {
    "RELAXNG_ERR_ATTRVALID": _bad_attributes,
    "RELAXNG_ERR_ELEMNAME": _wrong_name,
    "RELAXNG_ERR_ELEMNONS": _misplaced,
    "RELAXNG_ERR_ELEMWRONG": _misplaced,
    "RELAXNG_ERR_ELEMWRONGNS": _misplaced,
    "RELAXNG_ERR_EXTRACONTENT": _misplaced,
    "RELAXNG_ERR_INVALIDATTR": _bad_attribute,
    "RELAXNG_ERR_NOELEM": _too_short,
    "RELAXNG_ERR_TEXTWRONG": _text,
    "RELAXNG_ERR_TYPEVAL": _wrong_value,
}
