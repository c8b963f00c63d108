"""Who and what is named in a letter and in the notes on it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from teikit.tei.apparatus import Apparatus, Note
from teikit.tei.correspondence import kind_of
from teikit.tei.documents import Document
from teikit.tei.elements import name_of, words_of
from teikit.tei.text.events import Opened
from teikit.tei.text.layers import READING
from teikit.tei.text.walker import openings

if TYPE_CHECKING:
    from lxml import etree


class Mention(NamedTuple):
    """A name: its element, what kind of thing it names, and where it stands.

    `where` is `note`, `text`, or the name of a part of the letter; `deleted` says that the reading
    layer leaves it out.
    """

    element: "etree._Element"
    kind: str
    where: str
    note: Note | None
    deleted: bool


_KINDS = {
    "persName": "person",
    "orgName": "org",
    "placeName": "place",
    "geogName": "place",
    "country": "place",
    "district": "place",
    "region": "place",
    "settlement": "place",
    "name": "",
    "rs": "",
    "objectName": "object",
    "eventName": "event",
}
NAMES = frozenset(_KINDS)
"""The elements that are names."""
_PLACES = frozenset({"place", "city", "country", "settlement", "region", "ort"})
_PARTS = frozenset({"address", "dateline", "head", "salute", "signed"})


def mentions(document: Document, notes: Apparatus) -> Iterator[Mention]:
    """The names in a document, in its order, but for those that are parts of a name themselves.

    Those in alternatives that the reading layer does not write, in page furniture and in lists of
    persons are left out: they would be counted twice.
    """
    of_element = notes.of_element
    for opened in openings(document.text, READING, notes, NAMES, behind=notes.outside):
        name = opened[-1]
        if not _is_all_of_a_name(name.element):
            around = opened[-2::-1]
            note = next((of_element[x.element] for x in around if x.element in of_element), None)
            where = "note" if note else next(filter(None, map(_part, around)), "text")
            kind = _kind(name.element, name.name)
            yield Mention(name.element, kind, where, note, name.hidden)


def pointing(name: "etree._Element") -> "etree._Element":
    """The element that says who or what a name means.

    That is the name itself, or what it has around its words, or the entry that has the name.
    """
    if name.get("ref") or name.get("key"):
        return name
    for element in name.iterdescendants("*"):
        if (element.get("ref") or element.get("key")) and words_of(element) == words_of(name):
            return element
    around = name.getparent()
    if around is not None and name_of(around) in _ENTRIES and _leads(around):
        return around
    return name


_ENTRIES = frozenset({"org", "person", "place"})
"""In a list that is a note, these lead to the entries of the same persons and places elsewhere."""


def _leads(entry: "etree._Element") -> bool:
    return any(entry.get(name) for name in ("ref", "key", "sameAs", "corresp"))


def _is_all_of_a_name(element: "etree._Element") -> bool:
    """Whether an element only repeats the name around it, as `<orgName><rs>` does."""
    around = element.getparent()
    return (
        around is not None
        and name_of(around) in _KINDS
        and words_of(around) == words_of(element) != ""
    )


def _part(opened: Opened) -> str:
    if opened.name in _PARTS:
        return opened.name
    kind = opened.element.get("type", "") if opened.name == "div" else ""
    return "source line" if kind == "source" else kind if kind in _PARTS else ""


def kind_of_mention(element: "etree._Element") -> str:
    """What kind of thing a name is about; empty where an element is no name, or does not say."""
    name = name_of(element)
    return _kind(element, name) if name in _KINDS else ""


def _kind(element: "etree._Element", name: str) -> str:
    kind = kind_of(element) or _KINDS[name]
    given = element.get("type", "")
    return kind or ("place" if given in _PLACES else given)
