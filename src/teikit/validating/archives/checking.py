"""What of the requirements of archives a document does not meet: the reader of their tables."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from lxml import etree

from teikit.profiles.publication import Publication
from teikit.tei.documents import of_tei
from teikit.tei.elements import TEI, XML_ID, name_of, words_of
from teikit.tei.entries import Entries
from teikit.tei.header import elements
from teikit.validating.archives.letters import LetterReading
from teikit.validating.archives.requirement import (
    Archive,
    Asked,
    Elements,
    FileName,
    LetterFact,
    Licences,
    Orcids,
    PlainUtf8,
    Presence,
    Refused,
    Requirement,
    Setting,
    SettingForm,
    Unless,
    Values,
)
from teikit.validating.finding import Finding, Range, at, grouped
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.registers import is_register
from teikit.validating.wording import clipped, tag
from teikit.xml.encoding import mark_and_encoding
from teikit.xml.names import LANG, Element

_LONGEST = 60
_SAYING = ("target", "ref", "key", "when", "from", "to", "notBefore", "notAfter", "ident", "scheme")
"""Attributes by which an element says something without words."""
_NAMESPACES = {"t": TEI[1:-1]}
_ORCID = re.compile(r"(?:https?://)?(?:www\.)?orcid\.org/(.*)", re.IGNORECASE)
_ORCID_FORM = re.compile(r"(?:\d{4}-){3}\d{3}[\dX]")


@dataclass(frozen=True, slots=True)
class ArchiveFinding:
    """What was found; `counts` if the number of files in which it is found says something."""

    requirement: Requirement
    finding: Finding[Element]
    counts: bool
    subject: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveFindings:
    """What was found in a document; `known` are subjects of which it knows the identifier."""

    findings: Sequence[ArchiveFinding] = ()
    known: frozenset[str] = frozenset()


@dataclass(slots=True)
class ArchiveChecks:
    """Holds documents against what some archives ask."""

    archives: Sequence[Archive]
    publication: Publication
    entries: Entries = field(default_factory=Entries)

    def findings(self, document: CheckedDocument, requirements: Iterable[str]) -> ArchiveFindings:
        """What a document does not meet of the requirements with these codes.

        A register of persons or places is no document of an edition: nothing is asked of it.
        """
        if is_register(document.facts):
            return ArchiveFindings()
        codes = {*requirements}
        wanted = [
            (archive, requirement)
            for archive in self.archives
            for requirement in archive.requirements
            if requirement.code in codes
        ]
        held = [_HeldTei(document, root, self) for root in document.facts.all("TEI")]
        found: list[ArchiveFinding] = []
        known: set[str] = set()
        for archive, requirement in wanted:
            unmet = [each for tei in held for each in tei.against(requirement, archive)]
            known.update(each for tei in held for each in tei.known(requirement, archive))
            subjects = {finding.message: subject for finding, subject in reversed(unmet)}
            counts = not isinstance(requirement.letters, Setting | SettingForm)
            gathered = grouped if requirement.each else _each_message
            for finding in gathered(finding for finding, _ in unmet):
                subject = subjects.get(finding.message, "")
                found.append(ArchiveFinding(requirement, finding, counts, subject))
        return ArchiveFindings(found, frozenset(known))


def _each_message(found: Iterable[Finding[Element]]) -> Iterator[Finding[Element]]:
    """The first of those that say the same; how many files say it is counted elsewhere."""
    seen: set[str] = set()
    for finding in found:
        if finding.message not in seen:
            seen.add(finding.message)
            yield finding


Unmet = tuple[Finding[Element], str]
"""What was found, and of which person or place, if of any."""


class _HeldTei:
    """A `TEI` element that is held against tables."""

    def __init__(self, document: CheckedDocument, root: Element, checks: ArchiveChecks) -> None:
        self._document = document
        self._root = root
        self._checks = checks
        name = root.get(XML_ID) or document.path.stem
        self._letters = [
            LetterReading(each, checks.publication, checks.entries)
            for each in of_tei(document.path, root, name)
        ]

    @cached_property
    def _is_list(self) -> bool:
        """Whether it is a list of letters, as CMIF is: `correspDesc` and no words in the text."""
        if next(elements(self._root, "teiHeader/profileDesc/correspDesc"), None) is None:
            return False
        text = self._root.find(f"{TEI}text")
        return text is None or not words_of(text)

    def against(self, row: Requirement, archive: Archive) -> Iterator[Unmet]:
        """What it does not meet of a requirement."""
        asked = self._asked(row, archive)
        if isinstance(asked, LetterFact):
            for letter in self._letters:
                for each in letter.missing(asked):
                    yield at(each.element, row.words(each.words)), each.subject
        elif asked is not None:
            for finding in _READERS[type(asked)](self, row, asked):
                yield finding, ""

    def known(self, row: Requirement, archive: Archive) -> Iterator[str]:
        """The subjects of which it tells what a requirement asks for."""
        asked = self._asked(row, archive)
        if isinstance(asked, LetterFact):
            for letter in self._letters:
                yield from filter(None, letter.known(asked))

    def _asked(self, row: Requirement, archive: Archive) -> Asked | None:
        return row.lists if archive.reads_lists and self._is_list else row.letters

    def missing(self, row: Requirement, asked: Presence) -> Iterator[Finding[Element]]:
        """That nothing is said where a header must say something."""
        if not self._is_said(asked):
            yield at(self._nearest(asked.paths[0]), row.words())

    def not_set(self, row: Requirement, asked: Setting) -> Iterator[Finding[Element]]:
        """That the settings lack a key."""
        if not any(self._settings(*asked.keys)):
            yield at(self._root, row.words())

    def set_wrong(self, row: Requirement, asked: SettingForm) -> Iterator[Finding[Element]]:
        """That what the settings have has not the form that is asked."""
        values = [*self._settings(asked.key)]
        if values and not any(re.fullmatch(asked.pattern, value) for value in values):
            yield at(self._root, row.words(clipped(values[0], _LONGEST)))

    def wrong(self, row: Requirement, asked: Unless) -> Iterator[Finding[Element]]:
        """Elements of which a condition is not true."""
        for element in _found(self._root, f"({asked.path})[not({asked.condition})]"):
            yield at(element, row.words(f"'{clipped(words_of(element), _LONGEST)}'"))

    def misnamed(self, row: Requirement, asked: FileName) -> Iterator[Finding[Element]]:
        """That the name of the file has not the form that is asked."""
        name = self._document.path.name
        if not re.fullmatch(asked.pattern, name):
            yield at(self._root, row.words(clipped(name, _LONGEST)))

    def encoded(self, row: Requirement, _: PlainUtf8) -> Iterator[Finding[Element]]:
        """That the file is in another encoding, or has a mark before it."""
        if mark_and_encoding(self._document.data) != (b"", "utf-8"):
            yield at(self._root, row.words())

    # --- what a header says, or the settings in its place ---

    def _settings(self, *keys: str) -> Iterator[str]:
        for key in keys:
            value = getattr(self._checks.publication, key)
            yield from filter(None, (value,) if isinstance(value, str) else value)

    def _is_said(self, asked: Presence) -> bool:
        if any(re.fullmatch(asked.pattern, value) for value in self._settings(*asked.keys)):
            return True
        return any(_says(header, path) for header in self._headers for path in asked.paths)

    @cached_property
    def _headers(self) -> Sequence[Element]:
        """The header, and those of the corpora that the document is a part of."""
        relatives = self._document.relatives
        above = () if relatives is None else relatives.around()
        corpora = [root for each in above if (root := each.tree.getroot()).tag == f"{TEI}teiCorpus"]
        around = (self._root, *self._root.iterancestors(), *corpora)
        return [header for each in around for header in each.iterchildren(f"{TEI}teiHeader")]

    def _nearest(self, path: str) -> Element:
        """The innermost element on a path that is there."""
        place = next(self._root.iterchildren(f"{TEI}teiHeader"), self._root)
        for step in path.split("/"):
            inner = next(elements(place, step), None) if step[:1].isalpha() else None
            if inner is None:
                break
            place = inner
        return place

    # --- what is there, and wrong ---

    def wrong_values(self, row: Requirement, asked: Values) -> Iterator[Finding[Element]]:
        """Values that are none of those that are asked."""
        for element in _found(self._root, asked.path):
            for attribute in asked.attributes or ("",):
                value = element.get(attribute) if attribute else words_of(element)
                if value is None and asked.needed:
                    what = etree.QName(attribute).localname
                    yield at(element, f"{tag(element)} has no attribute '{what}'")
                elif value is not None and not _is_right(value, asked):
                    words = row.words(clipped(value, _LONGEST))
                    yield Finding(Range(element, attribute), words)

    def other_licences(self, row: Requirement, asked: Licences) -> Iterator[Finding[Element]]:
        """A licence that is none of those that are asked."""
        path = "teiHeader/fileDesc/publicationStmt/availability/licence[@target]"
        named = [(each, each.get("target") or "") for each in elements(self._root, path)]
        named = named or [(self._root, value) for value in self._settings("licence")]
        plain = [re.sub(r"^https?://(www\.)?", "", address) for _, address in named]
        if named and not any(address.startswith(asked.beginnings) for address in plain):
            element, address = named[0]
            yield at(element, row.words(clipped(address, _LONGEST)))

    @cached_property
    def _named(self) -> Mapping[str, Sequence[Element]]:
        """Its elements of TEI by their names."""
        named: dict[str, list[Element]] = {}
        for element in self._root.iter(f"{TEI}*"):
            named.setdefault(name_of(element), []).append(element)
        return named

    def other_elements(self, row: Requirement, asked: Elements) -> Iterator[Finding[Element]]:
        """The first of each kind of elements that are none of those that are known."""
        for name in sorted(self._named.keys() - asked.known):
            remedy = f": {asked.instead[name]}" if name in asked.instead else ""
            for element in self._named[name]:
                # What is in an element that is not known goes with it.
                if name_of(element.getparent()) in asked.known:
                    yield at(element, row.words(f"<{clipped(name, _LONGEST)}>{remedy}"))
                    break

    def refused(self, row: Requirement, asked: Refused) -> Iterator[Finding[Element]]:
        """The first of each kind of elements that may not stand where they are."""
        for name in sorted(self._named.keys() & asked.names):
            for element in self._named[name]:
                if any(name_of(around) == asked.within for around in element.iterancestors()):
                    yield at(element, row.words(tag(element)))
                    break

    def wrong_orcids(self, row: Requirement, _: Orcids) -> Iterator[Finding[Element]]:
        """What is given as an ORCID and is none."""
        for element in _found(self._root, "t:teiHeader//*[@ref or self::t:idno]"):
            given = (element.get("ref") or "").split()
            values = [match[1] for each in given if (match := _ORCID.fullmatch(each))]
            if name_of(element) == "idno" and (element.get("type") or "").upper() == "ORCID":
                words = words_of(element)
                match = _ORCID.fullmatch(words)
                values.append(match[1] if match else words)
            for value in values:
                if not is_orcid(value.strip("/")):
                    yield at(element, row.words(clipped(value, _LONGEST)))


_READERS: Mapping[type, Callable[[_HeldTei, Requirement, Any], Iterator[Finding[Element]]]] = {
    Presence: _HeldTei.missing,
    Setting: _HeldTei.not_set,
    SettingForm: _HeldTei.set_wrong,
    Unless: _HeldTei.wrong,
    Values: _HeldTei.wrong_values,
    Licences: _HeldTei.other_licences,
    Elements: _HeldTei.other_elements,
    Refused: _HeldTei.refused,
    Orcids: _HeldTei.wrong_orcids,
    FileName: _HeldTei.misnamed,
    PlainUtf8: _HeldTei.encoded,
}
"""What reads each form of a requirement."""


def _is_right(value: str, asked: Values) -> bool:
    if value in asked.allowed:
        return True
    return bool(asked.pattern) and re.fullmatch(asked.pattern, value) is not None


def _says(header: Element, path: str) -> bool:
    """Whether something is said at a path in a header, by words or by an attribute."""
    steps, _, attribute = path.partition("/@")
    place: Element | None = header
    if steps.startswith(".."):
        place, steps = header.getparent(), steps[2:].lstrip("/")
    if place is None:
        return False
    name = LANG if attribute == "xml:lang" else attribute
    for element in elements(place, steps) if steps else (place,):
        said_by = (name,) if name else _SAYING
        if any((element.get(each) or "").strip() for each in said_by):
            return True
        if not name and (words_of(element) or _has_target(element)):
            return True
    return False


def _has_target(element: Element) -> bool:
    return any(inner.get("target") or inner.get("ref") for inner in element.iterdescendants("*"))


def is_orcid(text: str) -> bool:
    """Whether a text is an ORCID: its form, and its check digit (ISO 7064, mod 11-2)."""
    if not _ORCID_FORM.fullmatch(text):
        return False
    digits = text.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


@lru_cache(maxsize=256)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=_NAMESPACES)


def _found(root: Element, path: str) -> Sequence[Element]:
    """The elements that an XPath leads to from a `TEI` element."""
    found: Any = _compiled(path)(root)
    return [element for element in found if isinstance(element, etree._Element)]
