"""Who sent a letter to whom, where and when, as its header tells: the actions of `correspDesc`.

What is missing there is not made up, but for the date of sending, which is then that of the
dateline (`dates_of_sending`); `completed` takes all that the header leaves out from the letter
itself, and says so. Certainty and evidence stand on the elements that an `Action` names.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from teikit.tei.apparatus import NO_APPARATUS, Apparatus
from teikit.tei.dates import edtf
from teikit.tei.documents import Document
from teikit.tei.elements import TEI, name_of, words_of
from teikit.tei.header import attributes, descriptions, elements
from teikit.tei.text.layers import BARE
from teikit.tei.text.plain import plain
from teikit.tei.volume import is_enclosed

if TYPE_CHECKING:
    from lxml import etree

SENT = "sent"
RECEIVED = "received"
TRANSMITTED = "transmitted"

HEADER = "header"
"""The source of what the header tells; other sources are parts of the letter by their names."""

STAGES: Mapping[str, frozenset[str]] = {
    SENT: frozenset({SENT, "sender", "sending", "created", "written", "composed"}),
    RECEIVED: frozenset({RECEIVED, "receiver", "receiving", "recipient", "addressed", "addressee"}),
    TRANSMITTED: frozenset({TRANSMITTED, "redirected", "forwarded", "delivered", "returned"}),
}
"""The values of `correspAction/@type`, old ones among them. Others may mean anything."""

_KINDS = {"persName": "person", "orgName": "org", "name": "", "rs": ""}
_NAME_TYPES = {"person": "person", "org": "org"}
_PLACES = frozenset({"country", "district", "geogName", "placeName", "region", "settlement"})
_ENTITIES = frozenset(_KINDS) | _PLACES | {"date", "note", "stamp"}
_DATE = frozenset({"date"})


@dataclass(frozen=True, slots=True)
class Action:
    """One `correspAction`: who did what, where, and when. Each element may be missing.

    `kind` is what the encoding calls it: `sent`, `received`, `transmitted` and so on; `subtype` is
    `to`, `copy`, `decipherment` …; `words` is what is said of it in a paragraph instead of in names
    and dates. `sources` are where it is told: `header`, or the part of the letter.
    """

    kind: str
    names: "tuple[etree._Element, ...]" = ()
    places: "tuple[etree._Element, ...]" = ()
    dates: "tuple[etree._Element, ...]" = ()
    subtype: str = ""
    words: str = ""
    sources: tuple[str, ...] = (HEADER,)

    @property
    def stage(self) -> str:
        """The same in one word (`STAGES`), whatever the encoding calls it."""
        return stage(self.kind)


class Events(NamedTuple):
    """What happened to a letter: all actions in their order, and of these sending and receipt."""

    all: list[Action]
    sent: list[Action]
    received: list[Action]


def events(document: Document) -> Events:
    """The events in the life of a letter, as its header tells them."""
    return document.once(_in_header)


def _in_header(document: Document) -> Events:
    return _events(actions(document))


def _events(done: list[Action]) -> Events:
    sent, received = (_of_stage(done, name, _kind_of_action) for name in (SENT, RECEIVED))
    return Events(done, sent, received)


def _kind_of_action(action: Action) -> str:
    return action.kind


def actions(document: Document) -> list[Action]:
    """Each `correspAction` of the header, or the persons of its `particDesc` by their roles.

    Where one action has sender and receiver, told apart by `@type` or `@role`, it is two.
    """
    described = [*descriptions(document)]
    found = [
        action
        for description in described
        for element in elements(description, ".//correspAction")
        for action in _parted(_action(element))
    ]
    found = found or [
        action for description in described for action in _before_actions(description)
    ]
    return found or list(_by_roles(document))


def _before_actions(description: "etree._Element") -> Iterator[Action]:
    """The actions of a `correspDesc` from before there were any: `sender`, `dateSender` …."""

    def parts(name: str, wanted: "_Finder") -> "tuple[etree._Element, ...]":
        return tuple(found for part in elements(description, name) for found in wanted(part))

    for kind, who in _BEFORE_ACTIONS.items():
        names = parts(who.lower(), _people)
        places, found_dates = parts(f"place{who}", _places), parts(f"date{who}", dates)
        if names or places or found_dates:
            yield Action(kind, names, places, found_dates)


_BEFORE_ACTIONS = {SENT: "Sender", RECEIVED: "Addressee"}


_Finder = Callable[["etree._Element"], "Iterator[etree._Element]"]


def _people(element: "etree._Element") -> "Iterator[etree._Element]":
    """The names of persons and bodies in an element; `name type="place"` is none."""
    found = outermost(element, frozenset(_KINDS))
    return (name for name in found if name.get("type") not in _OF_PLACES)


def _places(element: "etree._Element") -> "Iterator[etree._Element]":
    found = outermost(element, _PLACES | {"name", "rs"})
    return (name for name in found if name_of(name) in _PLACES or name.get("type") in _OF_PLACES)


def _action(element: "etree._Element") -> Action:
    names = tuple(_people(element))
    places = tuple(_places(element))
    found_dates = tuple(dates(element))
    return Action(
        element.get("type", ""),
        names,
        places,
        found_dates,
        element.get("subtype", ""),
        "" if names or places or found_dates else plain(element),
    )


def _parted(action: Action) -> Iterator[Action]:
    """The action, or that of the sender and that of the receiver."""
    own, other = action.stage, {SENT: RECEIVED, RECEIVED: SENT}.get(action.stage, "")
    others = tuple(name for name in action.names if other and _part_in(name) == other)
    if not others:
        yield action
        return
    names = tuple(name for name in action.names if name not in others)
    parted = [replace(action, names=names), Action(other, others)]
    yield from parted if own == SENT else reversed(parted)


def _part_in(name: "etree._Element") -> str:
    """`sent` or `received`, where a name says which of the two its bearer did."""
    words = (name.get("type", ""), name.get("role", ""))
    return next((stage(word) for word in words if stage(word) in {SENT, RECEIVED}), "")


def _by_roles(document: Document) -> Iterator[Action]:
    if document.letter is not None:
        return
    for kind in (SENT, RECEIVED):
        names = tuple(
            name
            for person in elements(document.root, "teiHeader/profileDesc/particDesc//person")
            if stage(person.get("role", "")) == kind
            for name in list(elements(person, "persName"))[:1]
        )
        if names:
            yield Action(kind, names, sources=("particDesc",))


# --- what the letter itself tells ---

_PEOPLE = tuple(TEI + name for name in _KINDS)
_OF_PLACES = frozenset({"city", "place", "settlement"})
_FROM_TO = {"from": SENT, "to": RECEIVED}
_TO = frozenset({"address", "salute"})
_DIVIDED = ("ab", "div", "div1", "div2", "p", "seg")
"""Elements that are parts of a letter by their type: `div type="dateline"`."""


def completed(document: Document) -> Events:
    """The events as the header tells them; what it leaves out is taken from the letter itself.

    The date and place of sending from its `creation` in the header, its dateline, opener, closer or
    heading, the sender from what is signed, the receiver from its address or salute, or from names
    in the heading whose type is `from` or `to`. What an enclosure or a quotation has is not that of
    the letter. Where nothing tells of a sender, it is the `author` of a file whose header has no
    `correspDesc`.
    """
    return document.once(_completed)


def _completed(document: Document) -> Events:
    found = events(document)
    sent = _filled(document, found.sent, SENT)
    received = _filled(document, found.received, RECEIVED)
    if not any(action.names for action in sent):
        sent = _by_author(document, sent, received)
    if sent is found.sent and received is found.received:
        return found
    others = [each for each in found.all if each not in found.sent and each not in found.received]
    return Events([*sent, *received, *others], sent, received)


def _by_author(document: Document, sent: list[Action], received: list[Action]) -> list[Action]:
    """The sending by the `author` of the file, unless that is who received the letter."""
    if document.letter is not None or [*descriptions(document)]:
        return sent
    names = tuple(
        name
        for author in elements(document.root, "teiHeader/fileDesc/titleStmt/author")
        for name in (_somebody_in(author) or (author,))
        if words_of(name) or name.get("ref") or name.get("key")
    )
    receivers = {_identity(name) for action in received for name in action.names}
    if not names or any(_identity(name) in receivers for name in names):
        return sent
    first, *others = sent or [Action(SENT, sources=())]
    sources = (*first.sources, _part_of_letter(names[0]))
    return [replace(first, names=names, sources=tuple(dict.fromkeys(sources))), *others]


def _identity(name: "etree._Element") -> str:
    return name.get("ref") or name.get("key") or written(name)


def _filled(document: Document, listed: list[Action], kind: str) -> list[Action]:
    """Actions of a kind, the first of them with what none of them has."""
    names, places, days = (
        () if any(getattr(action, field) for action in listed) else find(document, kind)
        for field, find in (
            ("names", _names_in_letter),
            ("places", _places_in_letter),
            ("dates", _dates_of_kind),
        )
    )
    if not (names or places or days):
        return listed
    first, *others = listed or [Action(kind, sources=())]
    parts = (_part_of_letter(element) for element in (*names, *places, *days))
    completed_first = replace(
        first,
        names=first.names or names,
        places=first.places or places,
        dates=first.dates or days,
        sources=tuple(dict.fromkeys((*first.sources, *parts))),
    )
    return [completed_first, *others]


def _names_in_letter(document: Document, kind: str) -> "tuple[etree._Element, ...]":
    """Who sent or received a letter, by names in its heading, at its beginning or its end."""
    in_creation = tuple(
        name
        for creation in _creation(document)
        for name in outermost(creation, frozenset(_KINDS))
        if _part_in(name) == kind
    )
    in_headings = in_creation or tuple(
        name
        for head in _parts(document, "head")
        for name in head.iter(*_PEOPLE, f"{TEI}gloss")
        if _FROM_TO.get(name.get("type", "")) == kind
    )
    if in_headings:
        return in_headings
    if kind == SENT:
        return tuple(
            name
            for part in _parts(document, "signed", "signature")
            if words_of(part)
            for name in (_somebody_in(part) or (part,))
        )
    parts = (part for part in _parts(document, "address", "salute") if not _is_at_end(part))
    return tuple(name for part in parts for name in _somebody_in(part))[:1]


def _somebody_in(part: "etree._Element") -> "tuple[etree._Element, ...]":
    return tuple(name for name in outermost(part, frozenset(_KINDS)) if kind_of(name))


def _dates_of_kind(document: Document, kind: str) -> "tuple[etree._Element, ...]":
    return _dates_in_letter(document)[:1] if kind == SENT else ()


def _dates_in_letter(document: Document) -> "tuple[etree._Element, ...]":
    parts = (
        part
        for names in (("dateline",), ("opener",), ("closer",), ("head",))
        for part in _parts(document, *names)
    )
    made = (
        found
        for creation in _creation(document)
        for found in creation.iter(f"{TEI}date", f"{TEI}origDate")
        if edtf(attributes(found))
    )
    printed = (
        found
        for part in parts
        for found in outermost(part, _DATE)
        if words_of(found) or found.attrib
    )
    return (*made, *printed)


def _places_in_letter(document: Document, kind: str) -> "tuple[etree._Element, ...]":
    if kind != SENT:
        return ()
    parts = (part for names in (("dateline",), ("opener",)) for part in _parts(document, *names))
    return tuple(
        place
        for part in (*_creation(document), *parts)
        for place in _places(part)
        if not any(name_of(around) in _TO for around in place.iterancestors())
    )[:1]


def _creation(document: Document) -> "Iterator[etree._Element]":
    """What a header says of the making of a letter; of several letters it says nothing."""
    if document.letter is None:
        yield from elements(document.root, "teiHeader/profileDesc/creation")


def _parts(document: Document, *names: str) -> "Iterator[etree._Element]":
    """The parts of a letter so named, as elements or as divisions, but for those of enclosures."""
    for element in document.text.iter(*(TEI + name for name in (*names, *_DIVIDED))):
        if (name_of(element) in names or element.get("type") in names) and not (
            is_enclosed(element, document.text) or _is_in_back(element)
        ):
            yield element


def _is_in_back(element: "etree._Element") -> bool:
    return any(name_of(around) in {"back", "app"} for around in element.iterancestors())


def _is_at_end(element: "etree._Element") -> bool:
    around = (element, *element.iterancestors())
    return any(name_of(each) == "closer" or each.get("type") == "closer" for each in around)


def _part_of_letter(element: "etree._Element") -> str:
    """The part of a letter that an element stands in, by its name: `dateline`, `signed`, `head`."""
    for around in (element, *element.iterancestors()):
        for name in (name_of(around), around.get("type", "")):
            if name in _PARTS:
                return name
    return "text"


_AUTHORS = "titleStmt"
_PARTS = frozenset(
    {
        *("address", "closer", "creation", "dateline", "head", "opener", "salute", "signature"),
        *("signed", _AUTHORS),
    }
)


def dates(action: "etree._Element") -> "Iterator[etree._Element]":
    """The dates of one `correspAction`, wherever they stand in it."""
    return outermost(action, _DATE)


def stage(kind: str) -> str:
    """`sent`, `received` or `transmitted` for a `correspAction/@type`; unknown ones stay."""
    return next((name for name, words in STAGES.items() if kind in words), kind)


def sendings(done: "Iterable[etree._Element]") -> "list[etree._Element]":
    """Of `correspAction` elements those of sending."""
    return _of_stage(done, SENT, _type_of)


def receipts(done: "Iterable[etree._Element]") -> "list[etree._Element]":
    """Of `correspAction` elements those of receipt, copies among them."""
    return _of_stage(done, RECEIVED, _type_of)


def _type_of(action: "etree._Element") -> str:
    return action.get("type", "")


Done = TypeVar("Done")


def _of_stage(done: "Iterable[Done]", name: str, kind_of: "Callable[[Done], str]") -> "list[Done]":
    """Those of the very type, and where there are none, those of other words for it."""
    all_done = list(done)
    exact = [action for action in all_done if kind_of(action) == name]
    return exact or [action for action in all_done if kind_of(action) in STAGES[name]]


def is_by_author(action: Action) -> bool:
    """Whether the sender is only known as the author of the file, which an essay has, too."""
    return _AUTHORS in action.sources


def is_copy(action: Action) -> bool:
    """Whether somebody was only to have a copy."""
    return action.subtype == "copy"


def dates_of_sending(document: Document, sent: Sequence[Action]) -> "tuple[etree._Element, ...]":
    """The dates of the first sending that has any, or the first in a dateline or opener.

    That of an enclosure is no date of the letter. Several dates of one sending are all given, as
    they stand: of an envelope, or by two editors.
    """
    found = next((action.dates for action in sent if action.dates), ())
    return found or _dates_in_letter(document)[:1]


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
    return _KINDS.get(name_of(name)) or _NAME_TYPES.get(name.get("type", ""), "")


def written(name: "etree._Element", notes: Apparatus = NO_APPARATUS) -> str:
    """A name as it stands, or `Surname, Forename` where it is encoded in parts without commas.

    A part of the surname that stands before it (`nameLink`: "von") follows the forenames, as in
    lists, and so do a title or an addition (`roleName`, `genName`, `addName`), behind a comma. A
    name without words may be its `@key`, where that is one.
    """
    if len(name) == 0:
        return plain(name) or _name_in(name.get("key", ""))
    parts: dict[str, list[str]] = {}
    for part in name:
        parts.setdefault(name_of(part), []).append(plain(part, BARE, notes))
    has_words = any((part.tail or "").strip() for part in name) or (name.text or "").strip()
    if has_words or not (parts.keys() & {"surname", "forename"}):
        return plain(name, BARE, notes) or _name_in(name.get("key", ""))
    surnames, forenames = ([*filter(None, parts.get(n, []))] for n in ("surname", "forename"))
    links, additions = (
        [*filter(None, (word for n in names for word in parts.get(n, [])))]
        for names in (("nameLink",), ("roleName", "genName", "addName"))
    )
    if not surnames:
        return ", ".join([" ".join([*forenames, *links]), *additions])
    given = " ".join([*forenames, *links])
    return ", ".join(filter(None, [" ".join(surnames), given, *additions]))


def _name_in(key: str) -> str:
    """The key where it is a name, as `Roe, Ann` is, and no number of one."""
    return key if _NAME_AS_KEY.fullmatch(key.strip()) else ""


_NAME_AS_KEY = re.compile(r"[^\W\d_][^\d_:/#]*[,\s][^\d_:/#]*")
