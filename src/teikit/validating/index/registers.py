"""Authority files: registers of persons, places, bodies and the like, and their entries."""

import re
from collections.abc import Iterator, Mapping
from zlib import crc32

from teikit.tei.identifiers import public, registered
from teikit.tei.names import tei
from teikit.validating.index.facts import Facts
from teikit.validating.index.records import Entry
from teikit.validating.index.texts import content
from teikit.xml.names import ID, Element, local

KINDS: Mapping[str, str] = {
    "person": "person",
    "personGrp": "person",
    "persona": "person",
    "place": "place",
    "org": "organisation",
    "bibl": "work",
    "biblStruct": "work",
    "object": "object",
    "event": "event",
    "nym": "name",
}
"""The elements of entries, and what each is an entry of."""
_LISTS = frozenset(
    ("listBibl", "listEvent", "listNym", "listObject", "listOrg", "listPerson", "listPlace")
)
_OF_LETTERS = frozenset(
    ("closer", "correspDesc", "dateline", "opener", "pb", "salute", "signed", "teiCorpus")
)
_PREFACE = 3
"""Paragraphs that a register may have of its own ..."""
_MOSTLY = 4
"""... and how many entries for each of them."""
_FORMS = frozenset(("persName", "placeName", "orgName", "settlement", "geogName", "name"))
_SUBORDINATE = frozenset(
    ("abbr", "alias", "alt", "alternative", "alternate", "alternative-name", "former", "variant")
)
_REGISTERS = re.compile(
    r"(?:https?://)?(?:www\.|sws\.)?"
    r"((?:d-nb\.info/gnd|viaf\.org/viaf|wikidata\.org|geonames\.org|isni\.org|orcid\.org"
    r"|id\.loc\.gov|data\.bnf\.fr|vocab\.getty\.edu)/.+?)/?(?:about/?)?"
)
_DIGIT = re.compile(r"\d")
"""What has none is a remark: "no number"."""
_ATTRIBUTES = ("type", "subtype", "role", "sex")
# fmt: off
_REGISTER_NAMES = frozenset((
    "bnf", "geonames", "gnd", "isni", "lccn", "orcid", "pnd", "tgn", "ulan", "viaf", "wikidata",
))
# fmt: on


def is_register(facts: Facts) -> bool:
    """Whether a file is mainly a list of entries; a letter with a list at its end is not."""
    if _OF_LETTERS & facts.named.keys() or not _LISTS & facts.named.keys():
        return False
    found = sum(1 for _ in entry_elements(facts))
    prose = sum(1 for block in facts.all("p", "ab", "l") if _is_prose(block))
    return prose <= _PREFACE and found > _MOSTLY * prose


def _is_prose(element: Element) -> bool:
    around = {local(ancestor) for ancestor in element.iterancestors()}
    return "teiHeader" not in around and not around & _LISTS


def entry_elements(facts: Facts) -> Iterator[Element]:
    """The elements of a file that are entries which can be pointed to."""
    is_listed: dict[Element | None, bool] = {}  # most stand in the same lists
    for element in facts.all(*KINDS):
        if element.get(ID):
            parent = element.getparent()
            known = is_listed.get(parent)
            if known is None:
                around = {local(ancestor) for ancestor in element.iterancestors()}
                known = bool(around & _LISTS) and "teiHeader" not in around
                is_listed[parent] = known
            if known:
                yield element


def entries(facts: Facts, numbers: Mapping[Element, int]) -> Iterator[Entry]:
    """The entries of a register that can be pointed to."""
    for element in entry_elements(facts):
        name, *inner = (id_ for id_ in map(_id, element.iter("*")) if id_)
        yield Entry(
            name,
            tuple(inner),
            element.tag.partition("}")[2],
            numbers[element],
            _form(element),
            tuple(filter(None, map(_text, element.iterchildren(tei("idno"))))),
            tuple(dict.fromkeys(_identifiers(element))),
            tuple(_aspects(element)),
        )


def inner(facts: Facts) -> Iterator[str]:
    """The identifiers that a register points to in itself."""
    return iter({address[1:] for _, _, address in facts.pointers if address[0] == "#"})


def _id(element: Element) -> str:
    return element.get(ID) or ""


def _text(element: Element) -> str:
    return content(element).strip()


def _plain(element: Element) -> str:
    return " ".join(re.findall(r"\w+", " ".join(map(str, element.itertext())).casefold()))


def _form(element: Element) -> str:
    """The first form of a name, without case and signs; parts of it in the order of a list."""
    for form in element.iterchildren("*"):
        if local(form) in _FORMS and (form.get("type") or "").casefold() not in _SUBORDINATE:
            parts = {
                name: " ".join(_plain(part) for part in form.iterchildren(tei(name)))
                for name in ("surname", "forename")
            }
            return " ".join(parts.values()) if all(parts.values()) else _plain(form)
    return ""


def _identifiers(element: Element) -> Iterator[str]:
    for idno in element.iterchildren(tei("idno")):
        value = _text(idno)
        kinds = [(idno.get(attribute) or "").casefold() for attribute in ("type", "subtype")]
        # However they are written, by address or by number, they are the same.
        lasting = next(filter(None, (public(value, kind) for kind in kinds)), "")
        if registered(lasting)[0]:
            yield lasting.removeprefix("https://")
        elif match := _REGISTERS.fullmatch(value):
            yield re.sub(r"/entity/", "/wiki/", match[1])
        else:
            known = [kind for kind in kinds if kind in _REGISTER_NAMES]
            yield from (f"{kind} {value}" for kind in known if _DIGIT.search(value))


def _aspects(element: Element) -> Iterator[tuple[str, int]]:
    """What is said of an entry but for its names: of two with one name, this tells them apart."""
    aspects = {name: [value] for name in _ATTRIBUTES if (value := element.get(name))}
    for child in element.iterchildren("*"):
        if local(child) not in _FORMS:
            words = [_plain(child), *map(str, child.attrib.values())]
            aspects.setdefault(local(child), []).extend(filter(None, words))
    for name, words in aspects.items():
        yield name, crc32(" ".join(words).encode())
