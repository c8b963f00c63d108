"""Public identifiers of persons, bodies and places, and the entries that have them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from teikit.diagnostic import Severity
from teikit.tei.entries import entry_of
from teikit.tei.identifiers import PLACES, public, registered
from teikit.tei.names import tags
from teikit.validating.finding import Finding, Fix, Range, at, grouped
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.idnos import idnos, is_withdrawn
from teikit.validating.index.registers import entry_elements, is_register
from teikit.validating.lexicon.identifiers import fault, prefixed, registry
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import ID, Element, local

_NAMING = frozenset(("ref", "sameAs", "corresp", "target"))
"""The attributes that may name a person, a body or a place by its public identifier."""
_NAMED = ("person", "place", "org")
_NAMES = tags("persName", "orgName", "placeName", "settlement", "geogName", "name")
_ELSEWHERE = ("sameAs", "copyOf", "corresp")
_PLAIN = "http://"


@rule("I001", "identifier-form", Severity.WARNING)
def identifier_form(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A pointer names a public identifier that is not written as such are, or is mistyped.

    It leads to nobody, or to somebody else, and no catalogue brings the letters of one person
    together by it. Looked at are the addresses of GND, VIAF, Wikidata, GeoNames, ORCID, ISNI, BnF
    and Library of Congress in `@ref`, `@sameAs`, `@corresp` and `@target`, prefixes such as `gnd:`
    that the header does not declare, and each `idno` whose type names no registry; check digits
    where there are some. An `idno` with such a type is looked at by T031.

    Remedy: Look the identifier up, and correct it.

    Bad:
        <p>I saw <persName ref="https://d-nb.info/gnd/118540283">Goethe</persName> today.</p>

    Good:
        <p>I saw <persName ref="https://d-nb.info/gnd/118540238">Goethe</persName> today.</p>
    """
    yield from grouped(_ill_formed(document))


def _ill_formed(document: CheckedDocument) -> Iterator[Finding[Element]]:
    facts = document.facts
    declared = {each.get("ident", "") for each in facts.named.get("prefixDef", ())}
    for element, attribute, address in facts.pointers:
        if attribute in _NAMING and ":" in address:
            why, prefix = _address_fault(address)
            if why and prefix not in declared:
                yield at(element, f"'{clipped(address, 60)}': {why}", attribute=attribute)
    for element, idno in document.once(idnos).items():
        if idno.fault and not idno.is_typed:
            yield Finding(_words(element), f"'{clipped(idno.text, 60)}': {idno.fault}")


@lru_cache(maxsize=8192)  # the same persons stand in many letters
def _address_fault(address: str) -> tuple[str, str | None]:
    """Why an address names nobody, if that is so, and its prefix, if it has one of a registry."""
    if found := registry(address):
        return fault(found[1], address), None
    if meant := prefixed(address):
        return fault(*meant), address.partition(":")[0]
    return "", None


@rule("I002", "identifier-of-another-registry", Severity.WARNING)
def identifier_of_another_registry(
    document: CheckedDocument, _: RuleOptions
) -> Iterator[Finding[Element]]:
    """The type of an `idno` names one registry, and its address is of another.

    Programs go by the type: they ask GND for what is a number of VIAF, and find somebody else or
    nobody.

    Remedy: Correct the type or the address, whichever is wrong.

    Bad:
        <standOff><listPerson><person xml:id="goethe"><persName>Goethe</persName>
          <idno type="GND">https://viaf.org/viaf/24602065</idno></person></listPerson></standOff>

    Good:
        <standOff><listPerson><person xml:id="goethe"><persName>Goethe</persName>
          <idno type="VIAF">https://viaf.org/viaf/24602065</idno></person></listPerson></standOff>
    """
    for element, idno in document.once(idnos).items():
        if idno.meant and idno.leads and idno.leads != idno.meant:
            both = f"the type says {idno.meant}, but the address is of {idno.leads}"
            yield Finding(_words(element), f"{both}: '{clipped(idno.text.strip(), 60)}'")


@rule("I003", "two-identifiers", Severity.WARNING)
def two_identifiers(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """An entry has two different identifiers of one registry.

    A registry has one number for a person, a body or a place, so that one of the two is likely to
    be that of somebody else, or was given up. Numbers are those of the entry itself: its `idno`,
    what its names refer to, and `@sameAs`. One whose type or subtype says that it is an old one
    (`deprecated`, `former`, `old`) is left out; so is GeoNames, which has a town and its district.

    Remedy: Look both up; take out the wrong one, or mark the old one with subtype="deprecated".

    Bad:
        <standOff><listPerson><person xml:id="goethe"><persName>Goethe</persName>
          <idno type="GND">118540238</idno>
          <idno type="GND">118607626</idno></person></listPerson></standOff>

    Good:
        <standOff><listPerson><person xml:id="goethe"><persName>Goethe</persName>
          <idno type="GND">118540238</idno>
          <idno type="VIAF">24602065</idno></person></listPerson></standOff>
    """
    own: dict[Element, dict[str, dict[str, None]]] = {}
    for _place, entry, name, number in sorted(_numbers(document), key=itemgetter(0)):
        own.setdefault(entry, {}).setdefault(name, {})[number] = None
    doubtful = {
        entry: [(name, [*numbers]) for name, numbers in by_registry.items() if len(numbers) > 1]
        for entry, by_registry in own.items()
    }
    for entry in entry_elements(document.facts) if any(doubtful.values()) else ():
        for name, numbers in doubtful.get(entry, ()):
            words = " and ".join(clipped(number, 30) for number in numbers[:2])
            more = f" (and {len(numbers) - 2} more)" if len(numbers) > 2 else ""
            message = f"'{clipped(entry.get(ID) or '', 30)}' has two numbers of {name}"
            yield at(entry, f"{message}: {words}{more}", attribute=ID)


def _numbers(document: CheckedDocument) -> Iterator[tuple[int, Element, str, str]]:
    """The public identifiers in a document, but for those of places.

    Where each stands, the element that is its entry, if that is one, and the name of its registry.
    """
    facts = document.facts
    places = facts.numbers
    for element, idno in document.once(idnos).items():
        if idno.registry and idno.registry.key not in PLACES:
            entry = element.getparent()
            if entry is not None:
                yield places[element], entry, idno.registry.name, idno.number
    for (_, attribute, address), elements in facts.links.items():
        if attribute in ("ref", "sameAs") and ":" in address:
            prefix, _, rest = address.partition(":")
            found, number = registered(public(address) or public(rest, prefix))
            if found and found.key not in PLACES:
                for element in elements:
                    entry = element if attribute == "sameAs" else _named_by(element)
                    if entry is not None:
                        yield places[element], entry, found.name, number


def _named_by(name: Element) -> Element | None:
    """The element around a name, unless it is an old one."""
    is_old = is_withdrawn(name.get("type", ""), name.get("subtype", ""))
    return name.getparent() if name.tag in _NAMES and not is_old else None


@rule("I004", "entry-without-name", Severity.WARNING)
def entry_without_name(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """An entry of an authority file has no name.

    A register shows an empty line for it, and nobody finds it by a search. Looked at are `person`,
    `place` and `org` in files that are mainly lists of such; an entry in prose, or one that is a
    copy of another (`@sameAs`, `@copyOf`, `@corresp`), needs no name.

    Remedy: Write the name as persName, placeName or orgName into the entry.

    Bad:
        <standOff><listPerson>
          <person xml:id="roe"><persName>Ann Roe</persName></person>
          <person xml:id="doe"><idno type="GND">118540238</idno></person></listPerson></standOff>

    Good:
        <standOff><listPerson>
          <person xml:id="roe"><persName>Ann Roe</persName></person>
          <person xml:id="doe"><persName>J. Doe</persName></person></listPerson></standOff>
    """
    if is_register(document.facts):
        for element in entry_elements(document.facts):
            if (
                local(element) in _NAMED
                and not any(element.get(attribute) for attribute in _ELSEWHERE)
                and not _has_name(element)
            ):
                name = clipped(element.get(ID) or "", 60)
                yield at(element, f"the entry '{name}' has no name", attribute=ID)


def _has_name(entry: Element) -> bool:
    if entry_of(entry).name:
        return True
    return any(
        local(part) in ("p", "ab", "persName", "placeName", "orgName")
        and "".join(map(str, part.itertext())).strip()
        for part in entry.iterchildren("*")
    )


@rule("I005", "address-not-lasting", Severity.INFO)
def address_not_lasting(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """The address of a public identifier begins with http, and the registry's own with https.

    Both lead to the same, but programs compare addresses letter by letter: of one person the
    letters with the one and the letters with the other stay apart. Registries that have https in
    their lasting address are GND, VIAF, GeoNames, ORCID, ISNI, BnF and Library of Congress; for
    Wikidata http is the one that names the thing, and is left as it is.

    Remedy: Write https.

    Fix: safe; one in the text of an `idno` is unsafe.

    Bad:
        <p>I saw <persName ref="http://d-nb.info/gnd/118540238">Goethe</persName> today.</p>

    Good:
        <p>I saw <persName ref="https://d-nb.info/gnd/118540238">Goethe</persName> today.</p>
    """
    yield from grouped(_without_encryption(document))


def _without_encryption(document: CheckedDocument) -> Iterator[Finding[Element]]:
    facts = document.facts
    for element, attribute, address in facts.pointers:
        if attribute in _NAMING and address.startswith(_PLAIN) and (name := _secure(address)):
            value = element.get(attribute) or ""
            edits = tuple(
                Fix(Range(element, attribute, "", start, start + len(_PLAIN)), "https://")
                for start in _starts(value, address)
            )
            yield at(element, _advice(name), attribute=attribute, fixes=edits)
    for element, (_, _, text) in facts.idnos.items():
        if text.lstrip().startswith(_PLAIN) and (name := _secure(text)):
            start = len(text) - len(text.lstrip())
            place = Range(element, "", "text", start, start + len(_PLAIN))
            yield Finding(place, _advice(name), (Fix(place, "https://", safe=False),))


def _secure(address: str) -> str:
    """What the registry of an address with http is called, where it has https; else empty."""
    found = registry(address)
    return found[0] if found and found[0] != "Wikidata" else ""


def _advice(name: str) -> str:
    return f"an address of {name} begins with http; its lasting address begins with https"


def _starts(value: str, address: str) -> Iterator[int]:
    """Where in a value an address stands as one of those in it."""
    return (found.start() for found in re.finditer(r"\S+", value) if found[0] == address)


def _words(element: Element) -> Range[Element]:
    """The text of an element, without the spaces around it."""
    text = element.text or ""
    start = len(text) - len(text.lstrip())
    return Range(element, "", "text", start, len(text.rstrip()))
