"""What is asked of any element, whatever it means. Nothing here loads lxml."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def name_of(element: "etree._Element | None") -> str:
    """The name of a TEI element; empty for anything else."""
    return "" if element is None else name_of_tag(element.tag)


@lru_cache(maxsize=1024)
def name_of_tag(tag: object) -> str:
    """The name of a TEI element by its tag, which says that it is one; empty for any other."""
    return tag[len(TEI) :] if isinstance(tag, str) and tag.startswith(TEI) else ""


def words_of(element: "etree._Element") -> str:
    """All text in an element, whatever it is, without space around it."""
    if len(element) == 0 and isinstance(element.tag, str):
        return (element.text or "").strip()
    return "".join(map(str, element.itertext())).strip()


def last_text(element: "etree._Element") -> str:
    """The text that stands last in an element, in whatever it ends with; empty if that is empty."""
    while len(element):
        element = element[-1]
        if element.tail:
            return str(element.tail)
    return element.text or ""


def first_text(element: "etree._Element") -> str:
    """The text that stands first in an element, in whatever it begins with."""
    while not element.text and len(element):
        element = element[0]
    return element.text or ""


def is_empty(element: "etree._Element") -> bool:
    """Whether there are neither words nor elements in it."""
    return len(element) == 0 and not (element.text or "").strip()
