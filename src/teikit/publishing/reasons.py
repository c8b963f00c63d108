"""Why what is known of a letter is uncertain, and what it rests on: in words of a site."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from teikit.publishing.labels import Labels
from teikit.tei.apparatus import Apparatus
from teikit.tei.correspondence import written
from teikit.tei.documents import Document
from teikit.tei.elements import XML_ID, name_of, words_of
from teikit.tei.header import elements, key_of
from teikit.tei.identifiers import is_address
from teikit.tei.text.layers import BARE
from teikit.tei.text.plain import plain
from teikit.tei.volume import elements_by_id

if TYPE_CHECKING:
    from lxml import etree

_LONGEST = 120
"""Characters of a source in words; the source itself is in the TEI."""
_DOUBTS = frozenset({"low", "medium", "unknown"})
_EVIDENCE = frozenset({"internal", "external", "conjecture"})
_INHERITED = frozenset({"correspAction", "creation", "origin", "persName", "orgName", "placeName"})
"""What is said to be uncertain there is so in what stands in it."""


class Reason(NamedTuple):
    """A reason in words, and the address of what it rests on, if that can be looked at."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Reasons:
    """Tells why, for the elements of one document.

    `anchors` are those of the notes on the page, by their elements.
    """

    document: Document
    labels: Labels
    anchors: "Mapping[etree._Element, str]" = field(default_factory=dict)

    def of(self, element: "etree._Element") -> tuple[Reason, ...]:
        """How sure an element is, and why; empty where nothing is said to be doubtful."""
        return tuple(dict.fromkeys(reason for reason in self._of(element) if reason.text))

    def _of(self, element: "etree._Element") -> Iterator[Reason]:
        certainty = _inherited(element, "cert").strip()
        doubtful = certainty not in ("", "high")
        evidence = element.get("evidence", "").split()
        if doubtful:
            yield Reason(self._certainty(certainty))
        sources = [*self._sources(element)]
        for kind in evidence:
            counts = kind == "conjecture" or (doubtful and not (kind == "external" and sources))
            if counts:
                known = self.labels[f"evidence_{kind}"] if kind in _EVIDENCE else kind
                yield Reason(known)
        yield from sources
        if doubtful or "conjecture" in evidence:
            yield from self._by_whom(element, evidence)
        yield from self._explained(element)

    def _certainty(self, certainty: str) -> str:
        if certainty in _DOUBTS:
            return self.labels[f"cert_{certainty}"]
        return self.labels["cert_other"].format(certainty=certainty)

    # --- what it rests on ---

    def _sources(self, element: "etree._Element") -> Iterator[Reason]:
        pointers = element.get("source", "").split()
        if not pointers:
            about = element.get("corresp", "").split()
            pointers = [each for each in about if name_of(self.target(each)) == "note"]
        for pointer in pointers:
            text, address = self._named(pointer)
            if text:
                yield Reason(self.labels["from_source"].format(source=text), address)

    def _named(self, pointer: str) -> tuple[str, str]:
        """What a pointer leads to, in words, and its address on the page or the web."""
        if pointer not in self._sources_named:
            self._sources_named[pointer] = self._named_anew(pointer)
        return self._sources_named[pointer]

    @cached_property
    def _sources_named(self) -> dict[str, tuple[str, str]]:
        return {}

    @cached_property
    def _notes(self) -> Apparatus:
        return self.document.notes()

    def _named_anew(self, pointer: str) -> tuple[str, str]:
        element = self.target(pointer)
        if element is None:
            return (pointer, pointer) if is_address(pointer) else (key_of(pointer), "")
        note = self._notes.of_element.get(element)
        if note is not None:
            words = self.labels["basis_note"].format(number=note.number)
            anchor = self.anchors.get(element, "")
            return words, f"#{anchor}" if anchor else ""
        around = (element, *element.iterancestors())
        if any(name_of(each) == "div" and each.get("type") == "source" for each in around):
            return self.labels["basis_line"], ""
        return shortened(plain(element, BARE) or element.get(XML_ID, "")), ""

    # --- who says so ---

    def _by_whom(self, element: "etree._Element", evidence: Sequence[str]) -> Iterator[Reason]:
        for pointer in _inherited(element, "resp").split():
            name = self.person(pointer)
            if not name:
                continue
            if name.casefold() not in self._programs:
                yield Reason(self.labels["by_whom"].format(name=name))
            elif not evidence:
                yield Reason(self.labels["by_program"])

    def person(self, pointer: str) -> str:
        """The name of whom a pointer leads to, in the document; empty where that is not known."""
        if pointer not in self._people:
            self._people[pointer] = self._person(pointer)
        return self._people[pointer]

    @cached_property
    def _people(self) -> dict[str, str]:
        return {}

    def _person(self, pointer: str) -> str:
        element = self.target(pointer)
        if element is None:
            return "" if "#" in pointer or ":" in pointer else pointer
        inner = (found for name in ("persName", "orgName", "name") for found in _in(element, name))
        return shortened(next(filter(None, map(written, inner)), "") or plain(element, BARE))

    def hand(self, pointer: str) -> str:
        """Whose hand a pointer leads to; empty where that is not known."""
        if pointer not in self._hands:
            self._hands[pointer] = self._hand(pointer)
        return self._hands[pointer]

    @cached_property
    def _hands(self) -> dict[str, str]:
        return {}

    def _hand(self, pointer: str) -> str:
        element = self.target(pointer)
        if element is None:
            return "" if "#" in pointer or ":" in pointer else pointer
        scribe = element.get("scribe", "") or key_of(element.get("scribeRef", ""))
        names = (found for name in ("persName", "name") for found in _in(element, name))
        return next(filter(None, map(written, names)), "") or scribe or shortened(plain(element))

    @cached_property
    def _programs(self) -> frozenset[str]:
        found = elements(self.document.root, "teiHeader/encodingDesc/appInfo/application")
        return frozenset(program.get("ident", "").casefold() for program in found)

    # --- what is said of it elsewhere ---

    def _explained(self, element: "etree._Element") -> Iterator[Reason]:
        about = [*_in(element, "certainty"), *_in(element, "precision")]
        identity = element.get(XML_ID, "")
        about += self._certainties.get(identity, ()) if identity else ()
        for each in about:
            certainty = each.get("cert", "")
            if certainty in _DOUBTS:
                yield Reason(self._certainty(certainty))
            yield Reason(shortened(" ".join(words_of(each).split())))

    @cached_property
    def _certainties(self) -> "Mapping[str, list[etree._Element]]":
        """The elements that say how sure others are, by the ids of these."""
        found: dict[str, list[etree._Element]] = {}
        for each in elements(self.document.root, ".//certainty[@target]"):
            for pointer in each.get("target", "").split():
                found.setdefault(pointer.removeprefix("#"), []).append(each)
        return found

    @cached_property
    def _ids(self) -> "Mapping[str, etree._Element]":
        volume = self.document.volume
        return elements_by_id(self.document.root) if volume is None else volume.ids

    def target(self, pointer: str) -> "etree._Element | None":
        """The element of this document that a pointer leads to."""
        return self._ids.get(pointer[1:]) if pointer.startswith("#") else None


def _in(element: "etree._Element", name: str) -> "Iterator[etree._Element]":
    return elements(element, f".//{name}")


def _inherited(element: "etree._Element", attribute: str) -> str:
    """The value of an attribute, from the element itself or from what it is a part of."""
    found = element.get(attribute)
    around = element.getparent()
    while not found and around is not None and name_of(around) in _INHERITED:
        found = around.get(attribute)
        around = around.getparent()
    return found or ""


def shortened(text: str) -> str:
    """A text of any length, with its beginning alone where it is long."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
