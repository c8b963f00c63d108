"""Citations of archives, and identifiers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from teikit.diagnostic import Severity
from teikit.relaxng import Regex
from teikit.tei.names import tei
from teikit.validating.finding import Finding, Range, at
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import Facts
from teikit.validating.index.idnos import idnos
from teikit.validating.index.texts import words
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import Element

_TYPES = MappingProxyType(
    {
        "fond": "f fond fonds ф фонд",
        "fonds": "f fond fonds ф фонд",
        "opis": "op on o opis inv inventory list оп опись о",
        "inventory": "op on o opis inv inventory list оп опись о",
        "delo": "d delo file dossier khr д дело хр",
        "file": "d delo file f dossier khr д дело хр",
        "list": "l ll list lists sheet sheets fol folio folios ff f bl blatt л лл лист листы",
        "folio": "l ll fol folio folios ff f fo bl blatt leaf leaves sheet л лл лист листы",
        "box": "box boxes b k kart karton kasten schachtel carton",
        "folder": "folder folders f fol m mappe map",
    }
)
"""For types of the parts of a signature the labels that are printed before them."""
_KNOWN = frozenset(label for labels in _TYPES.values() for label in labels.split())
_LABEL = re.compile(r"(\w+)[\s.,:]*$")
_DASHES = str.maketrans("‐‑‒–—", "-----")
_IBID = ("ibid", "ibidem", "ebd", "ebenda", "там же", "tamże")
_SIGNATURES = frozenset(("", "archival", "shelfmark", "signature", "signatur", "callnumber"))


class CitationPart(NamedTuple):
    """A part of a signature: the element that holds it, its type, and what it says."""

    element: Element
    type: str
    text: str


@rule("T030", "citation-parts", Severity.WARNING)
def citation_parts(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """The parts of a citation disagree with its normal form, or with the labels before them.

    The normal form in `@n` ("RGASPI/17/3/96/2") is what programs find and compare citations by, the
    parts are what they print. A citation that points with `@prev` to the one before it takes from
    there what it leaves out, as "Ibid." does. Only parts that are known levels of archives are
    compared, such as `fond`, `opis`, `delo`, `list`; other identifiers are not.

    Remedy: Compare both with the print, and correct the one that is wrong.

    Bad:
        <bibl type="archival" n="RGASPI/17/3/96/2">RGASPI. <idno type="archival">F. <idno
         type="fond">17</idno>. Op. <idno type="opis">3</idno>. D. <idno type="delo">69</idno>. L.
         <idno type="list">2</idno></idno></bibl>

    Good:
        <bibl type="archival" n="RGASPI/17/3/96/2">RGASPI. <idno type="archival">F. <idno
         type="fond">17</idno>. Op. <idno type="opis">3</idno>. D. <idno type="delo">96</idno>. L.
         <idno type="list">2</idno></idno></bibl>
    """
    facts = document.facts
    parts = [part for element in facts.idnos if (part := _part(element, facts))]
    if not parts:
        return
    for part in parts:
        label = _label(part.element)
        if label in _KNOWN and label not in _TYPES[part.type].split():
            shown, kind = clipped(label, 20), clipped(part.type, 20)
            yield at(
                part.element,
                f"the label '{shown}' is not that of an idno of type '{kind}'",
                attribute="type",
            )
    citations = _citations(parts)
    for element, own in citations.items():
        yield from _against_normal(element, own, citations, facts.ids)
    for element in facts.all("bibl"):
        # "Ibid." alone is the same place.
        if element.get("n") and not len(element):
            for earlier in _earlier(element, facts.ids):
                if (element.text or "").strip(" .\n").lower() in _IBID and earlier.get("n"):
                    same = _normal(earlier.get("n") or "")
                    yield from _against_earlier(element, _normal(element.get("n") or ""), same)


def _part(element: Element, facts: Facts) -> CitationPart | None:
    """An `idno` as a part of a signature, if it is one."""
    kind, _, text = facts.idnos.get(element, ("", "", ""))
    return CitationPart(element, kind.lower(), text) if kind.lower() in _TYPES else None


def _label(element: Element) -> str:
    """The last word before an element, within its parent."""
    before = element.getprevious()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    found = _LABEL.search(text or "")
    return found[1].lower() if found else ""


def _citations(parts: Sequence[CitationPart]) -> dict[Element, list[CitationPart]]:
    """The parts by the nearest element above them that has a normal form of several parts."""
    citations: dict[Element, list[CitationPart]] = {}
    for part in parts:
        for above in part.element.iterancestors(tei("idno"), tei("bibl")):
            if "/" in (above.get("n") or ""):
                citations.setdefault(above, []).append(part)
                break
    return citations


def _against_normal(
    element: Element,
    own: Sequence[CitationPart],
    citations: Mapping[Element, Sequence[CitationPart]],
    ids: Mapping[str, Sequence[Element]],
) -> Iterator[Finding[Element]]:
    """What is wrong between the parts of a citation and its normal form."""
    normal = element.get("n") or ""
    lead = _lead(normal, own)
    if lead is None:
        written = clipped("/".join(" ".join(part.text.split()) for part in own), 50)
        message = f"@n is '{clipped(normal, 60)}', but the parts are '{written}'"
        yield at(element, message, attribute="n")
        return
    for earlier in _earlier(element, ids):
        parts = citations.get(earlier, ())
        types = [part.type for part in parts]
        known = _lead(earlier.get("n") or "", parts)
        if known is not None and own[0].type in types:
            above = parts[: types.index(own[0].type)]
            expected = "/".join([known, *(_normal(part.text) for part in above)])
            yield from _against_earlier(element, lead, expected)


def _earlier(element: Element, ids: Mapping[str, Sequence[Element]]) -> Sequence[Element]:
    """The citation from which one takes what it leaves out, if it is in the same file."""
    if not element.get("prev") or not words(element).lower().startswith(_IBID):
        return ()
    return ids.get((element.get("prev") or "").removeprefix("#"), ())


def _against_earlier(element: Element, taken: str, expected: str) -> Iterator[Finding[Element]]:
    """What is wrong between what a citation takes from an earlier one and what that has."""
    if taken != expected:
        known, there = clipped(element.get("n") or "", 50), clipped(expected.upper(), 50)
        message = f"@n is '{known}', but the citation that @prev names has '{there}'"
        yield at(element, message, attribute="n")


def _lead(normal: str, parts: Sequence[CitationPart]) -> str | None:
    """What stands in a normal form before its parts; None if it does not end with them.

    Instead of a part without digits ("eight") anything may stand.
    """
    ending = "/".join(
        re.escape(text) if re.search(r"\d", text) else "[^/]+"
        for text in (_normal(part.text) for part in parts)
    )
    found = re.fullmatch(f"(.*)/{ending}" if ending else "(.*)", _normal(normal))
    return found[1] if found else None


def _normal(text: str) -> str:
    """A part, or a normal form, without spaces, with plain hyphens, and `%2F` as a slash."""
    return "".join(unquote(text).split()).translate(_DASHES).rstrip(".,;").lower()


@rule("T031", "idno-pattern", Severity.WARNING)
def idno_pattern(document: CheckedDocument, options: RuleOptions) -> Iterator[Finding[Element]]:
    """An identifier is not written as such identifiers are, or its check digit is wrong.

    Nobody finds anything by it, or finds something else. Known are ISBN, ISSN, DOI, handles, ORCID,
    ISNI, GND, VIAF, GeoNames, Wikidata, BnF and Library of Congress, each by its `@type` (or by the
    `@subtype` of an `idno` of type `URL`), alone or at the end of an address of its site; and the
    archives that the settings name in `archives`, each with a pattern for its signatures.

    Remedy: Look the identifier up, and correct it.

    Options: archives = { RGASPI = "[0-9]+/[0-9]+/[0-9]+/[0-9]+(-[0-9]+)?" }

    Bad:
        <bibl><title>Collected letters</title>, <idno type="ISBN">978-3-16-148410-1</idno></bibl>
        <bibl type="archival" n="RGASPI/17/3/96">RGASPI. F. 17. Op. 3. D. 96</bibl>

    Good:
        <bibl><title>Collected letters</title>, <idno type="ISBN">978-3-16-148410-0</idno></bibl>
        <bibl type="archival" n="RGASPI/17/3/96/2">RGASPI. F. 17. Op. 3. D. 96. L. 2</bibl>
    """
    for element, idno in document.once(idnos).items():
        if idno.fault and idno.is_typed:
            yield Finding(_all(element), f"'{clipped(idno.text, 60)}': {idno.fault}")
    if options.archives:
        for archive, signature, spot in _signatures(document):
            pattern = options.archives.get(archive)
            if pattern and not _regex(pattern).matches(signature):
                message = f"'{clipped(signature, 60)}' is no signature of {clipped(archive, 60)}"
                yield Finding(spot, message)


def _signatures(document: CheckedDocument) -> Iterator[tuple[str, str, Range[Element]]]:
    """The signatures in a document: of which archive each is, what it says, and where it stands."""
    facts = document.facts
    for element in facts.all("bibl", "idno"):
        archive, slash, rest = (element.get("n") or "").partition("/")
        if slash:
            yield archive, unquote(rest), Range(element, "n")
    for element in facts.all("msIdentifier", "altIdentifier", "bibl"):
        names = [
            words(archive)
            for archive in element.iterchildren(
                tei("repository"), tei("institution"), tei("orgName")
            )
        ]
        for idno in element.iterchildren(tei("idno")) if names and not element.get("n") else ():
            if not idno.get("n") and (idno.get("type") or "").lower() in _SIGNATURES:
                signature = _signature(idno, facts)
                for name in names if signature else ():
                    yield name, signature.removeprefix(name).lstrip(" .,:;"), Range(idno)


def _signature(element: Element, facts: Facts) -> str:
    """What an `idno` says: its parts in the normal form, if it has some, else its words."""
    parts = [part for child in element.iterchildren(tei("idno")) if (part := _part(child, facts))]
    if parts:
        return "/".join(" ".join(part.text.split()) for part in parts)
    return words(element)


def _all(element: Element) -> Range[Element]:
    """The text of an element, without the spaces around it."""
    text = element.text or ""
    start = len(text) - len(text.lstrip())
    return Range(element, "", "text", start, len(text.rstrip()))


@lru_cache(maxsize=128)
def _regex(pattern: str) -> Regex:
    return Regex(pattern)
