"""Public identifiers of persons, bodies and places, and the entries that have them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from teikit.diagnostic import Severity
from teikit.tei.entries import entry_of
from teikit.tei.identifiers import PLACES, Registry, public, registered
from teikit.tei.names import tags
from teikit.validating.finding import Finding, Fix, Range, at, grouped
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.registers import entry_elements, is_register
from teikit.validating.lexicon.identifiers import (
    fault,
    prefixed,
    registry,
    registry_name,
    scheme,
)
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import ID, Element, local

_NAMING = frozenset(("ref", "sameAs", "corresp", "target"))
"""The attributes that may name a person, a body or a place by its public identifier."""
_NAMED = ("person", "place", "org")
_NAMES = tags("persName", "orgName", "placeName", "settlement", "geogName", "name")
_WITHDRAWN = re.compile(r"deprecat|obsolet|old|former|redirect|withdrawn|alt", re.IGNORECASE)
_ELSEWHERE = ("sameAs", "copyOf", "corresp")
_PLAIN = "http://"
_WIKIPEDIA = re.compile(r"https?://[\w.-]+\.wikipedia\.org/", re.IGNORECASE)


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
        if attribute not in _NAMING:
            continue
        why, prefix = _address_fault(address)
        if why and prefix not in declared:
            yield at(element, f"'{clipped(address, 60)}': {why}", attribute=attribute)
    for element in facts.all("idno"):
        text = element.text or ""
        if len(element) or scheme(element.get("type", ""), element.get("subtype", "")):
            continue
        if (found := registry(text)) and (why := fault(found[1], text)):
            yield Finding(_words(element), f"'{clipped(text, 60)}': {why}")


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
    for element in document.facts.all("idno"):
        text = (element.text or "").strip()
        kind = scheme(element.get("type", ""), element.get("subtype", ""))
        wanted = registry_name(kind) if kind and not len(element) else ""
        if not wanted:
            continue
        found = registry(text)
        name = "Wikipedia" if _WIKIPEDIA.match(text) else found[0] if found else wanted
        if name != wanted:
            message = f"the type says {wanted}, but the address is of {name}: '{clipped(text, 60)}'"
            yield Finding(_words(element), message)


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
    for element in entry_elements(document.facts):
        by_registry: dict[str, dict[str, Registry]] = {}
        for address in _own_addresses(element):
            found, number = registered(address)
            if found:
                by_registry.setdefault(found.key, {})[number] = found
        for key, numbers in by_registry.items():
            if len(numbers) > 1 and key not in PLACES:
                found = next(iter(numbers.values()))
                words = " and ".join(clipped(number, 30) for number in list(numbers)[:2])
                more = f" (and {len(numbers) - 2} more)" if len(numbers) > 2 else ""
                name = clipped(element.get(ID) or "", 30)
                message = f"'{name}' has two numbers of {found.name}: {words}{more}"
                yield at(element, message, attribute=ID)


def _own_addresses(entry: Element) -> Iterator[str]:
    """The lasting addresses of the public identifiers that are those of the entry itself."""
    yield from _pointed(entry, "sameAs")
    for child in entry.iterchildren("*"):
        is_name = child.tag in _NAMES
        if not is_name and local(child) != "idno":
            continue
        kind, subtype = child.get("type", ""), child.get("subtype", "")
        if _is_withdrawn(kind, subtype):
            continue
        if is_name:
            yield from _pointed(child, "ref")
        elif not len(child):
            text = (child.text or "").strip()
            yield public(text, kind) or public(text, subtype)


@lru_cache(maxsize=256)
def _is_withdrawn(kind: str, subtype: str) -> bool:
    """Whether one of these types calls an identifier an old one."""
    return bool(_WITHDRAWN.search(kind) or _WITHDRAWN.search(subtype))


def _pointed(element: Element, attribute: str) -> Iterator[str]:
    for pointer in (element.get(attribute) or "").split():
        prefix, _, rest = pointer.partition(":")
        yield public(pointer) or public(rest, prefix)


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
        if attribute in _NAMING and (name := _secure(address)):
            value = element.get(attribute) or ""
            edits = tuple(
                Fix(Range(element, attribute, "", start, start + len(_PLAIN)), "https://")
                for start in _starts(value, address)
            )
            yield at(element, _advice(name), attribute=attribute, fixes=edits)
    for element in facts.all("idno"):
        text = element.text or ""
        if not len(element) and (name := _secure(text.strip())):
            start = len(text) - len(text.lstrip())
            place = Range(element, "", "text", start, start + len(_PLAIN))
            yield Finding(place, _advice(name), (Fix(place, "https://", safe=False),))


def _secure(address: str) -> str:
    """What the registry of an address is called, where it begins with http and should not."""
    found = registry(address) if address.startswith(_PLAIN) else None
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
