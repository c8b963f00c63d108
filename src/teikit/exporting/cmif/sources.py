"""The publications in which the letters of a CMIF file stand.

They are one, the edition itself, unless letters come from lists that name theirs: then each is
what it was there. Their ids are made from names, so that they are the same in every run.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from teikit.exporting.records import Record
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.header import descriptions, elements
from teikit.tei.identifiers import is_address
from teikit.tei.volume import elements_by_id

if TYPE_CHECKING:
    from lxml import etree


@dataclass(slots=True)
class LetterEdition:
    """A publication in which letters stand: its `bibl`."""

    id: str
    words: str = ""
    home: str = ""
    type: str = ""
    online: bool = False
    printed: bool = False

    @property
    def kind(self) -> str:
        """`online`, `print`, or `hybrid`: as it was, else by whether letters have addresses."""
        if self.type:
            return self.type
        if self.online and self.printed:
            return "hybrid"
        return "online" if self.online else "print"


_TYPES = frozenset({"hybrid", "online", "print"})


class CitedEdition(NamedTuple):
    """A publication that a letter cites: the id, words, address and type of its `bibl`."""

    id: str
    words: str
    reference: str
    kind: str


class LetterEditions:
    """The publications of all letters: the edition, or those that a list of letters names."""

    def __init__(self, url: str) -> None:
        self._url = url  # that of the CMIF file
        self._taken: dict[tuple[str, ...], LetterEdition] = {}

    def of(self, letter: Record, cited: CitedEdition | None) -> str:
        """The id of the publication that a letter stands in: the one that it cites, if any."""
        if cited is None:
            source = self._taken.setdefault((), LetterEdition(_uuid(self._url)))
        else:
            source = self._of_list(cited)
        source.online |= bool(letter.address)
        source.printed |= not letter.address
        return source.id

    def _of_list(self, cited: CitedEdition) -> LetterEdition:
        given, words, reference, kind = cited
        key = (words, reference)
        if key not in self._taken:
            is_free = all(source.id != given for source in self._taken.values())
            identity = given if _UUID.fullmatch(given) and is_free else ""
            self._taken[key] = LetterEdition(
                identity or _uuid(f"{self._url}#{words}#{reference}"),
                words,
                reference if is_address(reference) else "",
                kind if kind in _TYPES else "",
            )
        return self._taken[key]

    def __iter__(self) -> Iterator[LetterEdition]:
        return iter(self._taken.values())


def cited_edition(document: Document) -> CitedEdition | None:
    """The publication that the `correspDesc` of a document names as its source."""
    found = (_cited(description, document) for description in descriptions(document))
    cited = next(filter(None, found), None)
    if cited is None:
        return None
    given, bibl = cited
    reference = next((x.get("target", "") for x in elements(bibl, ".//ref[@target]")), "")
    words = " ".join("".join(_words_outside_references(bibl)).split()).rstrip(" ,;:")
    return CitedEdition(given, words, reference, bibl.get("type", ""))


def _cited(
    description: "etree._Element", document: Document
) -> "tuple[str, etree._Element] | None":
    """The id and the `bibl` that a `correspDesc` names as its source."""
    ids: Mapping[str, etree._Element] | None = None
    for pointer in description.get("source", "").split():
        if pointer.startswith("#"):
            if ids is None:
                ids = document.volume.ids if document.volume else elements_by_id(document.root)
            found = ids.get(pointer[1:])
            if name_of(found) == "bibl" and found is not None:
                return pointer[1:], found
    return None


def _words_outside_references(bibl: "etree._Element") -> Iterator[str]:
    for part in bibl.iter():
        if name_of(part) not in {"", "ref"} and not _in_reference(part, bibl):
            yield part.text or ""
        if part is not bibl and not _in_reference(part, bibl):
            yield part.tail or ""


def _in_reference(part: "etree._Element", bibl: "etree._Element") -> bool:
    return any(name_of(above) == "ref" for above in part.iterancestors() if above is not bibl)


_UUID = re.compile(r"[a-f][0-9a-f]{7}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _uuid(name: str) -> str:
    """The same UUID for the same name, everywhere; it begins with a letter, as `xml:id` must."""
    found = (str(uuid5(NAMESPACE_URL, f"{name}#{place}")) for place in count(1))
    return next(each for each in found if each[0].isalpha())
