"""What the engine says of a document, in the words of someone who edits it."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from lxml import etree

from teikit.tei.names import TEI
from teikit.validating.wording import clipped, in_wrong_namespace, misplaced, tag
from teikit.xml.names import XML, is_element
from teikit.xml.spelling import nearest_namespace


class Explained(NamedTuple):
    """The element at fault, perhaps a child of the one that the engine names, and the words."""

    element: etree._Element
    message: str


def explained(root: etree._Element, error: Any, names: Iterable[str]) -> Explained:
    """What an error of the engine is about, in the document with this root.

    `names` are those of all elements of the schema.
    """
    element = root if error.elem is None else error.elem
    reason = error.reason or ""
    lost = _LOST_REFERENCE.match(reason)
    if lost:
        return _lost(root, lost[1])
    test = _TEST.search(reason)
    if test:
        path = clipped(str(getattr(error.validator, "path", "")), 100)
        begin = f"{reason[: test.start()]}" if test[0].startswith("value") else ""
        return Explained(element, f"{tag(element)}: {_plain(begin)}the schema asks for {path}")
    if not hasattr(error, "expected"):
        if element is root and (meant := _meant_namespace(element, names)):
            return Explained(element, in_wrong_namespace(element, meant))
        return Explained(element, f"{tag(element)}: {_plain(reason)}")
    wanted = _names(error.expected or ())
    child = error.invalid_child
    if child is None or not is_element(child):
        words = f"{tag(element)} is not complete: {wanted or 'an element'} is missing"
        return Explained(element, words)
    if meant := _meant_namespace(child, names):
        return Explained(child, in_wrong_namespace(child, meant))
    return Explained(child, f"{misplaced(child)}{f'; {wanted} is expected' if wanted else ''}")


def _meant_namespace(element: etree._Element, names: Iterable[str]) -> str:
    """The namespace in which an element would be one of `names`, if its own is a slip."""
    known = [etree.QName(name) for name in names]
    own = etree.QName(element)
    found = [name.namespace or "" for name in known if name.localname == own.localname]
    if (own.namespace or "") in found:
        return ""
    if own.namespace:
        return nearest_namespace(own.namespace, found)
    return found[0] if found else ""


_LOST_REFERENCE = re.compile(r"IDREF '(.*)' not found in XML document$", re.DOTALL)
_TEST = re.compile(r"assertion test is false|value is not true with test path.*", re.DOTALL)


def _lost(root: etree._Element, identifier: str) -> Explained:
    """A reference without its aim: the engine does not say where it stands."""
    for element in root.iter("*"):
        for name, value in element.attrib.items():
            if identifier in str(value).split():
                words = f"{_plain(str(name))} points to '{identifier}', and no element has this id"
                return Explained(element, f"{tag(element)}: {clipped(words)}")
        if identifier in (element.text or "").split():
            words = f"it names '{identifier}', and no element has this id"
            return Explained(element, f"{tag(element)}: {clipped(words)}")
    return Explained(root, clipped(f"{tag(root)}: no element has the id '{identifier}'"))


def _names(particles: Iterable[Any]) -> str:
    """`<head>, <p> or <note>`: what may stand at a place."""
    names = sorted(
        {f"<{particle.local_name}>" for particle in particles if getattr(particle, "name", None)}
    )
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


_PLAIN = (
    (re.escape(f"{{{XML}}}"), "xml:"),
    (re.escape(f"{{{TEI}}}"), ""),
    (r"^'(\S+)' attribute not allowed for element", r"the attribute \1 is not allowed"),
    (r"^missing required attribute '(\S+)'", r"the attribute \1 is missing"),
    (r"^character data between child elements not allowed", "text stands between its elements"),
    (
        r"^(?:'\S+'|<Element \S+ at \w+>) is not an element of the schema",
        "a document cannot begin with this element",
    ),
    (
        r"value doesn't match any pattern of .*",
        "the value does not have the form that is asked for",
    ),
    (
        r"^\"global component '(\S+)' not found\"$",
        r"the schema has no type \1, which xsi:type names",
    ),
    (r"duplicated xs:ID value (.*)", r"the id \1 is used twice"),
)


def _plain(reason: str) -> str:
    for pattern, words in _PLAIN:
        reason = re.sub(pattern, words, reason)
    return clipped(reason)
