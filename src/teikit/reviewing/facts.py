"""What an encoding says that is less than certain, in plain words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikit.tei.apparatus import NO_APPARATUS, Apparatus
from teikit.tei.correspondence import stage
from teikit.tei.documents import Document
from teikit.tei.elements import XML_ID, name_of
from teikit.tei.header import attributes, key_of
from teikit.tei.text.layers import SOURCE
from teikit.tei.text.plain import plain
from teikit.tei.volume import elements_by_id

if TYPE_CHECKING:
    from lxml import etree


@dataclass(frozen=True, slots=True)
class Ids:
    """The elements of a document by their `xml:id`, and names for what pointers lead to."""

    elements: "Mapping[str, etree._Element]"
    notes: Apparatus = NO_APPARATUS

    @classmethod
    def of(cls, document: Document) -> "Ids":
        """All ids of a document; of an id used twice, the first."""
        volume = document.volume
        found = elements_by_id(document.root) if volume is None else volume.ids
        return cls(found, document.notes())

    def number(self, element: "etree._Element | None") -> str:
        """The number of a note, as exports print it; empty for what is no note."""
        note = None if element is None else self.notes.of_element.get(element)
        return note.number if note else ""

    def target(self, pointer: str) -> "etree._Element | None":
        """The element of this document that a pointer leads to."""
        return self.elements.get(pointer[1:]) if pointer.startswith("#") else None

    def named(self, pointers: str) -> str:
        """`note 3`, `source line`, `lenin`: what each pointer leads to, or the pointer itself."""
        return ", ".join(self._named(pointer) for pointer in pointers.split())

    def _named(self, pointer: str) -> str:
        element = self.target(pointer)
        if element is None:
            return key_of(pointer) if "#" in pointer else pointer
        name = name_of(element)
        if number := self.number(element):
            return f"note {number}"
        if name == "handNote" and element.get("scribeRef"):
            return key_of(element.get("scribeRef", ""))
        if any(
            name_of(around) == "div" and around.get("type") == "source"
            for around in element.iterancestors()
        ):
            return "source line"
        return pointer.removeprefix("#")


# --- where: what the element is, for an editor ---

_ROLES = {
    ("sent", ""): "sender",
    ("received", ""): "receiver",
    ("received", "to"): "receiver",
    ("received", "copy"): "copy",
}
_EVENTS = {
    ("sent", ""): "sending",
    ("received", ""): "receipt",
    ("received", "to"): "receipt",
    ("received", "copy"): "receipt of the copy",
    ("transmitted", ""): "transmission",
}
_CIRCUMSTANCES = {"date": "date", "placeName": "place", "settlement": "place", "country": "country"}
_AGENTS = frozenset({"name", "orgName", "persName", "rs"})
_CONTEXTS = {
    "duplicateOf": "duplicate",
    "isReplyTo": "answer to",
    "next": "next document",
    "prev": "document before",
}
_REFERENCES = {
    "document": "reference to a document",
    "note": "reference to a note",
}
_NAMES = {
    "add": "addition",
    "address": "address",
    "addrLine": "address line",
    "author": "author",
    "bibl": "citation",
    "choice": "correction",
    "closer": "closing",
    "corr": "correction",
    "date": "date",
    "dateline": "date line",
    "del": "deletion",
    "div": "division",
    "editor": "editor",
    "ex": "filled-up abbreviation",
    "expan": "filled-up abbreviation",
    "gap": "gap",
    "handNote": "hand",
    "handShift": "change of hand",
    "head": "heading",
    "hi": "emphasis",
    "idno": "shelfmark",
    "label": "label",
    "language": "language",
    "metamark": "sign in the manuscript",
    "msIdentifier": "shelfmark",
    "name": "name",
    "num": "number",
    "opener": "opening",
    "orgName": "body",
    "origDate": "date of origin",
    "origPlace": "place of origin",
    "p": "paragraph",
    "persName": "person",
    "placeName": "place",
    "postscript": "postscript",
    "quote": "quotation",
    "repository": "archive",
    "rs": "name",
    "salute": "salutation",
    "seg": "passage",
    "sic": "error",
    "signed": "signature",
    "supplied": "supplied words",
    "surplus": "repetition",
    "title": "title",
    "unclear": "unclear words",
}


def where(element: "etree._Element", ids: Ids) -> str:
    """`sender`, `note mark 3`, `person in note 5`: in the words of an editor."""
    name = name_of(element)
    for ancestor in element.iterancestors():
        if name_of(ancestor) == "correspAction":
            return _in_action(name, ancestor)
        if name_of(ancestor) == "correspContext" and name == "ref":
            return _CONTEXTS.get(element.get("type", ""), "related document")
    if element in ids.notes.of_mark:
        return f"note mark {_mark_number(element, ids)}".rstrip()
    note = next((found for found in element.iterancestors() if name_of(found) == "note"), None)
    number = ids.number(note)
    if number and in_label(element):
        return f"number of note {number}"
    if name == "note":
        what = f"note {ids.number(element) or element.get('n', '')}".rstrip()
    elif name == "ref":
        what = _REFERENCES.get(element.get("type", ""), "reference")
    else:
        what = _NAMES.get(name, name or "element of another vocabulary")
    return f"{what} in note {number}" if number else what


def in_label(element: "etree._Element") -> bool:
    """Whether the element is the printed number of a note, or part of it."""
    return any(name_of(part) == "label" for part in (element, *element.iterancestors()))


def _in_action(name: str, action: "etree._Element") -> str:
    kind, subtype = stage(action.get("type", "")), action.get("subtype", "")
    event = (
        _EVENTS.get((kind, subtype)) or subtype or _EVENTS.get((kind, "")) or kind or "this event"
    )
    if name in _AGENTS:
        return _ROLES.get((kind, subtype)) or _ROLES.get((kind, "")) or f"{event}, by whom"
    return f"{_CIRCUMSTANCES.get(name, _NAMES.get(name, name))} of {event}"


def _mark_number(mark: "etree._Element", ids: Ids) -> str:
    numbers = ", ".join(note.number for note in ids.notes.of_mark[mark])
    return numbers or mark.get("n") or plain(mark, SOURCE)


# --- decided: what the encoding says ---

# They say how sure the decision is and who took it, not what it is.
_ASIDE = frozenset({"cert", "evidence", "resp", "source", XML_ID})
_WHEN = tuple(
    name + kind for name in ("when", "from", "to", "notBefore", "notAfter") for kind in ("", "-iso")
)


def decided(element: "etree._Element", ids: Ids) -> str:
    """`when=1920-03-21`, `→ note 3`, `M. Grushin (grushin)`: what the encoding says."""
    found = _DECISIONS.get(name_of(element), _by_attributes)(element, ids)
    return found or _by_attributes(element, ids) or f"encoded as {name_of(element)}"


def _date(element: "etree._Element", ids: Ids) -> str:
    return " ".join(f"{name}={element.get(name)}" for name in _WHEN if element.get(name))


def _name(element: "etree._Element", ids: Ids) -> str:
    key = element.get("ref") or element.get("key") or ""
    return f"{plain(element)} ({key_of(key) if key else 'no reference'})"


def _reference(element: "etree._Element", ids: Ids) -> str:
    target = element.get("target", "")
    return f"→ {ids.named(target)}" if target else "no target"


def _text(element: "etree._Element", ids: Ids) -> str:
    return plain(element)


def _choice(element: "etree._Element", ids: Ids) -> str:
    return f"{plain(element, SOURCE)} → {plain(element)}"


def _citation(element: "etree._Element", ids: Ids) -> str:
    return element.get("n", "")


def _by_attributes(element: "etree._Element", ids: Ids) -> str:
    """What the attributes say."""
    given = {name: value for name, value in attributes(element).items() if name not in _ASIDE}
    if name_of(ids.target(given.get("corresp", ""))) == "note":
        del given["corresp"]  # that is the evidence
    return ", ".join(
        f"{name}={ids.named(value) if '#' in value else value}" for name, value in given.items()
    )


_DECISIONS: "Mapping[str, Callable[[etree._Element, Ids], str]]" = {
    "bibl": _citation,
    "choice": _choice,
    "corr": _text,
    "date": _date,
    "ex": _text,
    "name": _name,
    "orgName": _name,
    "origDate": _date,
    "persName": _name,
    "placeName": _name,
    "ptr": _reference,
    "ref": _reference,
    "rs": _name,
    "supplied": _text,
}


# --- why: what the decision rests on ---

_REASONS = {
    "internal": "inferred from the document itself",
    "external": "inferred from what the editors say",
    "conjecture": "a conjecture, not said in the document itself",
}


def evidence(element: "etree._Element", ids: Ids) -> str:
    """`external, note 6`: the kind of evidence, and what it stands in."""
    return ", ".join(filter(None, [element.get("evidence"), _basis(element, ids)]))


def reason(element: "etree._Element", ids: Ids) -> str:
    """A sentence made of the evidence, for what no question of the converter explains."""
    basis = _basis(element, ids)
    kind = _REASONS.get(element.get("evidence", ""), "")
    if element.get("evidence") == "conjecture" and "[" in plain(element, SOURCE):
        kind = "a conjecture of the editors, who print it in brackets"
    if kind:
        return f"{kind}, from {basis}" if basis else kind
    return f"rests on {basis}" if basis else "the encoding does not say why"


def _basis(element: "etree._Element", ids: Ids) -> str:
    """What `@source` names, or else the note that the element corresponds to."""
    if source := element.get("source"):
        return ids.named(source)
    about = ids.target(element.get("corresp", ""))
    return ids.named(element.get("corresp", "")) if name_of(about) == "note" else ""
