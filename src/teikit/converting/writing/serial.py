"""Writing a tree as bytes: the same tree, the same bytes.

Elements that hold only elements are indented; where text stands, nothing is added.
"""

from collections.abc import Iterable

from lxml import etree

from teikit.xml.names import Element

INDENT = "  "


def serialise(root: Element, instructions: Iterable[tuple[str, str]] = ()) -> bytes:
    """The document as UTF-8, with processing instructions (target, text) before the root."""
    _indent(root, "\n")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += [f"<?{target} {text}?>" for target, text in instructions]
    lines.append(etree.tostring(root, encoding="unicode"))
    return ("\n".join(lines) + "\n").encode()


def _indent(root: Element, newline: str) -> None:
    """Indent the children of an element, and theirs; without recursion, since text is deep."""
    todo = [(root, newline)]
    while todo:
        element, before = todo.pop()
        if not len(element) or not _is_element_only(element):
            continue
        inside = before + INDENT
        element.text = inside
        for child in element:
            child.tail = inside
            todo.append((child, inside))
        element[-1].tail = before


def _is_element_only(element: Element) -> bool:
    if element.text and element.text.strip():
        return False
    if etree.QName(element).localname in _MIXED:
        return False
    return not any(child.tail and child.tail.strip() for child in element)


_MIXED = frozenset(
    {
        "p",
        "l",
        "head",
        "note",
        "bibl",
        "idno",
        "seg",
        "quote",
        "salute",
        "signed",
        "dateline",
        "addrLine",
        "date",
        "ref",
        "del",
        "add",
        "hi",
        "surplus",
        "supplied",
        "expan",
        "foreign",
        "label",
        "choice",
        "ellipsis",
        "persName",
        "placeName",
        "orgName",
        "fw",
        "desc",
        "title",
        "change",
        "licence",
        "support",
        "condition",
        "handNote",
        "correction",
        "quotation",
        "interpretation",
        "application",
        "language",
    }
)
"""Elements that may hold text: white space in them is text, and never added or changed."""
