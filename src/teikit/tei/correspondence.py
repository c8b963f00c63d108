"""Who sent a letter to whom, where and when, as its header tells: the actions of `correspDesc`.

What is missing there is not made up, but for the date of sending, which is then that of the
dateline (`dates_of_sending`). Certainty and evidence stand on the elements that an `Action` names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.header import descriptions, elements
from teikit.tei.text.plain import plain
from teikit.tei.volume import is_enclosed

if TYPE_CHECKING:
    from lxml import etree

SENT = "sent"
RECEIVED = "received"
TRANSMITTED = "transmitted"

STAGES: Mapping[str, frozenset[str]] = {
    SENT: frozenset({SENT, "sender", "sending", "created", "written", "composed"}),
    RECEIVED: frozenset({RECEIVED, "receiver", "receiving", "recipient", "addressed", "addressee"}),
    TRANSMITTED: frozenset({TRANSMITTED, "redirected", "forwarded", "delivered", "returned"}),
}
"""The values of `correspAction/@type`, old ones among them. Others may mean anything."""

_KINDS = {"persName": "person", "orgName": "org", "name": "", "rs": ""}
_NAME_TYPES = {"person": "person", "org": "org"}
_PLACES = frozenset({"country", "district", "geogName", "placeName", "region", "settlement"})
_ENTITIES = frozenset(_KINDS) | _PLACES | {"date", "note"}
_DATE = frozenset({"date"})


@dataclass(frozen=True, slots=True)
class Action:
    """One `correspAction`: who did what, where, and when. Each element may be missing."""

    element: "etree._Element"
    names: "tuple[etree._Element, ...]"
    places: "tuple[etree._Element, ...]"
    dates: "tuple[etree._Element, ...]"

    @property
    def kind(self) -> str:
        """What the encoding calls it: `sent`, `received`, `transmitted` and so on."""
        return self.element.get("type", "")

    @property
    def stage(self) -> str:
        """The same in one word (`STAGES`), whatever the encoding calls it."""
        return stage(self.kind)

    @property
    def subtype(self) -> str:
        """`to`, `copy`, `decipherment` and so on."""
        return self.element.get("subtype", "")


class Events(NamedTuple):
    """What happened to a letter: all actions in their order, and of these sending and receipt."""

    all: list[Action]
    sent: list[Action]
    received: list[Action]


def events(document: Document) -> Events:
    """The events in the life of a letter, as its header tells them."""
    done = actions(document)
    around = [action.element for action in done]
    sent, received = sendings(around), receipts(around)
    return Events(
        done,
        [action for action in done if action.element in sent],
        [action for action in done if action.element in received],
    )


def actions(document: Document) -> list[Action]:
    """Each `correspAction` of the header."""
    found = [
        action
        for description in descriptions(document)
        for action in elements(description, ".//correspAction")
    ]
    return [
        Action(
            element=element,
            names=tuple(outermost(element, frozenset(_KINDS))),
            places=tuple(outermost(element, _PLACES)),
            dates=tuple(dates(element)),
        )
        for element in found
    ]


def dates(action: "etree._Element") -> "Iterator[etree._Element]":
    """The dates of one `correspAction`, wherever they stand in it."""
    return outermost(action, _DATE)


def stage(kind: str) -> str:
    """`sent`, `received` or `transmitted` for a `correspAction/@type`; unknown ones stay."""
    return next((name for name, words in STAGES.items() if kind in words), kind)


def sendings(done: "Iterable[etree._Element]") -> "list[etree._Element]":
    """Of `correspAction` elements those of sending."""
    return _of_stage(done, SENT)


def receipts(done: "Iterable[etree._Element]") -> "list[etree._Element]":
    """Of `correspAction` elements those of receipt, copies among them."""
    return _of_stage(done, RECEIVED)


def _of_stage(done: "Iterable[etree._Element]", name: str) -> "list[etree._Element]":
    """Those of the very type, and where there are none, those of other words for it."""
    elements = list(done)
    exact = [action for action in elements if action.get("type") == name]
    return exact or [action for action in elements if action.get("type") in STAGES[name]]


def is_copy(action: Action) -> bool:
    """Whether somebody was only to have a copy."""
    return action.subtype == "copy"


def dates_of_sending(document: Document, sent: Sequence[Action]) -> "tuple[etree._Element, ...]":
    """The dates of the first sending that has any, or the first date in a dateline of the letter.

    That of an enclosure is no date of the letter. Several dates of one sending are all given, as
    they stand: of an envelope, or by two editors.
    """
    found = next((action.dates for action in sent if action.dates), ())
    path = "body//dateline//date" if name_of(document.text) == "text" else ".//dateline//date"
    printed = elements(document.text, path)
    return found or tuple(date for date in printed if not is_enclosed(date, document.text))[:1]


def outermost(element: "etree._Element", names: frozenset[str]) -> "Iterator[etree._Element]":
    """The elements so named that are not part of another name, place, date, or of a note."""
    waiting = list(element.iterchildren("*", reversed=True))
    while waiting:
        found = waiting.pop()
        name = name_of(found)
        if name in names:
            yield found
        elif name not in _ENTITIES:
            waiting.extend(found.iterchildren("*", reversed=True))


def kind_of(name: "etree._Element") -> str:
    """`person` or `org`; empty where the encoding does not say."""
    return _KINDS[name_of(name)] or _NAME_TYPES.get(name.get("type", ""), "")


def written(name: "etree._Element") -> str:
    """A name as it stands, or `Surname, Forename` where it is encoded in parts without commas."""
    surnames = [plain(part) for part in elements(name, "surname")]
    forenames = [plain(part) for part in elements(name, "forename")]
    has_words = any((part.tail or "").strip() for part in name) or (name.text or "").strip()
    if has_words or not (surnames or forenames):
        return plain(name)
    return ", ".join(filter(None, [" ".join(surnames), " ".join(forenames)]))
