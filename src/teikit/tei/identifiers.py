"""Public identifiers of persons, bodies and places: whose they are, and their lasting addresses.

An address is written in many ways (`http://d-nb.info/gnd/1`, `https://www.viaf.org/viaf/2/`), and
an authority file may have the number alone, with the name of its registry as a type. Here each is
brought to the one form that others compare by. What has not the form of its registry is none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry of identifiers.

    `name` is what it is called, `names` are what `idno/@type` and prefixes call it, in small
    letters; `number` is the form of its identifiers, `site` what its addresses begin with behind
    `https://`, and `address` the lasting one.
    """

    key: str
    name: str
    names: frozenset[str]
    number: re.Pattern[str]
    site: str
    address: str

    def of(self, number: str) -> str:
        """The lasting address of an identifier; empty where it has not the form of one."""
        number = number.strip()
        if self.key == "gnd":
            number = number.upper()
        return self.address.format(number) if self.number.fullmatch(number) else ""


def _registry(key: str, name: str, names: str, number: str, site: str, address: str) -> Registry:
    return Registry(key, name, frozenset({key, *names.split()}), re.compile(number), site, address)


REGISTRIES: Sequence[Registry] = (
    _registry(
        "gnd",
        "GND",
        "pnd gkd swd dnb d-nb",
        r"[1-9][0-9]{0,9}(?:-?[0-9Xx])",
        r"(?:www\.)?d-nb\.info/gnd/",
        "https://d-nb.info/gnd/{}",
    ),
    _registry(
        "viaf",
        "VIAF",
        "",
        r"[1-9][0-9]{0,21}",
        r"(?:www\.)?viaf\.org/viaf/",
        "https://viaf.org/viaf/{}",
    ),
    _registry(
        "bnf",
        "BnF",
        "ark-bnf",
        r"cb[0-9]{8}[0-9a-z]",
        r"(?:catalogue|data)\.bnf\.fr/ark:/12148/",
        "https://catalogue.bnf.fr/ark:/12148/{}",
    ),
    _registry(
        "lccn",
        "LCCN",
        "lc lcnaf loc naf",
        r"[a-z]{1,3}[0-9]{8,10}",
        r"(?:lccn\.loc\.gov/|id\.loc\.gov/authorities/(?:names/|subjects/)?)",
        "https://lccn.loc.gov/{}",
    ),
    _registry(
        "ndl",
        "NDL",
        "ndlna",
        r"[0-9]{8,9}",
        r"id\.ndl\.go\.jp/auth/(?:ndlna|entity)/",
        "https://id.ndl.go.jp/auth/ndlna/{}",
    ),
    _registry(
        "geonames",
        "GeoNames",
        "geo gn geoname",
        r"[1-9][0-9]{0,9}",
        r"(?:(?:www|sws)\.)?geonames\.org/",
        "https://www.geonames.org/{}",
    ),
    _registry(
        "wikidata",
        "Wikidata",
        "wd",
        r"Q[1-9][0-9]{0,11}",
        r"(?:www\.)?wikidata\.org/(?:entity|wiki)/",
        "https://www.wikidata.org/entity/{}",
    ),
    _registry(
        "isni",
        "ISNI",
        "",
        r"[0-9]{15}[0-9X]",
        r"(?:www\.)?isni\.org/(?:isni/)?",
        "https://isni.org/isni/{}",
    ),
    _registry(
        "orcid",
        "ORCID",
        "",
        r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]",
        r"(?:www\.)?orcid\.org/",
        "https://orcid.org/{}",
    ),
)
"""Those that are known; of several identifiers of a person the first of these is preferred."""

_NUMBERS = "|".join(f"{registry.site}({registry.number.pattern})" for registry in REGISTRIES)
_ADDRESS_OF_REGISTRY = re.compile(rf"https?://(?:{_NUMBERS})(?:[/.?#].*)?")
"""The number of each is in a group, in the order of the registries."""

PERSONS = ("gnd", "viaf", "bnf", "lccn", "ndl")
"""The keys of registries that the catalogues of letters ask of persons and bodies."""

PLACES = ("geonames",)
"""Those that they ask of places."""

_ADDRESS = re.compile(r"https?://[^\s/\"<>{}|\\^`]+(?:/[^\s\"<>{}|\\^`]*)?", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text is an address of the web."""
    return _ADDRESS.fullmatch(text) is not None


@lru_cache(maxsize=4096)  # the same persons stand in many letters
def public(text: str, kind: str = "") -> str:
    """The lasting address of an identifier, or of an address in any form; empty for anything else.

    `kind` is what calls the registry, such as `idno/@type` or a prefix. Addresses of no registry
    that is known are as they were.
    """
    text = text.strip()
    if is_address(text):
        registry, number = registered(text)
        return registry.of(number) if registry else text
    kind = kind.strip().casefold()
    found = next((registry for registry in REGISTRIES if kind in registry.names), None)
    return found.of(text) if found else ""


@lru_cache(maxsize=4096)
def registered(address: str) -> tuple[Registry | None, str]:
    """The registry that an address is of, and the identifier in it."""
    found = _ADDRESS_OF_REGISTRY.fullmatch(address)
    if not found or not found.lastindex:
        return None, ""
    registry, number = REGISTRIES[found.lastindex - 1], found[found.lastindex]
    return registry, number.upper() if registry.key == "gnd" else number


def number_in(addresses: Iterable[str], key: str) -> str:
    """The identifier in a registry that is among these addresses; empty where none is."""
    for address in addresses:
        registry, number = registered(address)
        if registry and registry.key == key:
            return number
    return ""


def preferred(addresses: Iterable[str], keys: Sequence[str]) -> str:
    """Of several addresses the one in the first of these registries, else in the first known."""
    order = [*keys, *(registry.key for registry in REGISTRIES if registry.key not in keys)]

    def rank(address: str) -> int:
        registry, _ = registered(address)
        return order.index(registry.key) if registry else len(order)

    return min(addresses, key=rank, default="")
