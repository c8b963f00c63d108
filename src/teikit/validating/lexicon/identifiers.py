"""Identifiers that are known everywhere: how they are written, and what their check digits are."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType


def _weighted(digits: str) -> int:
    """The digits times 1, 2, 3 … from the right; X is 10, and can only stand last."""
    return sum(weight * _value(digit) for weight, digit in enumerate(reversed(digits), 1))


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


def _isbn(number: str) -> bool:
    digits = re.sub("[- ]", "", number)
    if len(digits) == 13:
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    # The numbers of nine digits that were given before ISBN are such numbers without a zero.
    return _weighted(digits) % 11 == 0


def _issn(number: str) -> bool:
    return _weighted(number.replace("-", "")) % 11 == 0


def _iso7064(number: str) -> bool:
    """ISO 7064, mod 11-2, as of ISNI and ORCID."""
    digits = re.sub("[- ]", "", number)
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return (12 - total % 11) % 11 == _value(digits[-1])


def _gnd(number: str) -> bool:
    body, hyphen, last = number.rpartition("-")
    if not hyphen:
        # Numbers of persons and those of today; of older ones the rule is not known for certain.
        return number[0] != "1" or len(number) > 10 or _weighted(number) % 11 == 0
    return len(body) > 7 or _weighted(f"{body}0") % 11 == _value(last)


_BETANUMERIC = "0123456789bcdfghjkmnpqrstvwxz"


def _bnf(number: str) -> bool:
    """The check character of NOID, of all from "cb" on; older numbers of the BnF have none."""
    if not number.upper().startswith("CB"):
        return True
    signs = number.casefold()
    total = sum(place * max(_BETANUMERIC.find(sign), 0) for place, sign in enumerate(signs[:-1], 1))
    return _BETANUMERIC[total % len(_BETANUMERIC)] == signs[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A kind of identifiers.

    Attributes:
        phrase: what one is called.
        form: how it is written.
        example: one that there is.
        site: what stands before it in an address.
        fits: whether the check digit of one that is written so is right.
    """

    phrase: str
    form: re.Pattern[str]
    example: str
    site: re.Pattern[str]
    fits: Callable[[str], bool] = lambda _: True


def _scheme(
    phrase: str, form: str, example: str, site: str, fits: Callable[[str], bool] = lambda _: True
) -> Scheme:
    address = re.compile(rf"(?:https?://)?(?:{site})", re.IGNORECASE)
    return Scheme(phrase, re.compile(form), example, address, fits)


_ISBN = _scheme(
    "an ISBN",
    r"97[89](?:[- ]?\d){10}|(?:\d[- ]?){8,9}[\dX]",
    "978-3-16-148410-0",
    "urn:isbn:",
    _isbn,
)
_ISSN = _scheme(
    "an ISSN",
    r"\d{4}-?\d{3}[\dX]",
    "0378-5955",
    r"urn:issn:|portal\.issn\.org/resource/issn/",
    _issn,
)
_DOI = _scheme("a DOI", r"10\.\d{4,9}(?:\.\d+)*/.+", "10.1000/182", r"(?:dx\.|www\.)?doi\.org/")
_HANDLE = _scheme("a handle", r"[^/]+/.+", "20.1000/100", r"hdl\.handle\.net/")
_ORCID = _scheme(
    "an ORCID",
    r"(?:\d{4}-?){3}\d{3}[\dX]",
    "0000-0002-1825-0097",
    r"(?:www\.)?orcid\.org/",
    _iso7064,
)
_ISNI = _scheme(
    "an ISNI",
    r"(?:\d{4}[- ]?){3}\d{3}[\dX]",
    "0000 0001 2281 955X",
    r"(?:www\.)?isni\.org/(?:isni/|page/)?",
    _iso7064,
)
_GND = _scheme(
    "a GND number",
    r"\d{8,10}[\dX]|\d{1,8}-[\dX]",
    "118540238",
    r"(?:www\.)?d-nb\.info/gnd/",
    _gnd,
)
_VIAF = _scheme(
    "a VIAF number",
    r"[1-9]\d{0,9}|[1-9]\d{18,21}",
    "24602065",
    r"(?:www\.)?viaf\.org/(?:\w\w/)?viaf/(?!sourceID|search)",
)
_GEONAMES = _scheme(
    "a GeoNames number", r"[1-9]\d{0,9}", "2761369", r"(?:www\.|sws\.)?geonames\.org/"
)
_WIKIDATA = _scheme(
    "a Wikidata item",
    r"[QqPpLl][1-9]\d*",
    "Q5879",
    r"(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:\w+/|Property:|Lexeme:)?",
)
_BNF = _scheme(
    "an ARK of the BnF",
    r"CB\d{8}[0-9B-DF-HJKMNP-TV-XZ]|(?:FRBNF)?\d{8,9}X?",
    "cb11907966z",
    r"(?:(?:catalogue|data)\.bnf\.fr|n2t\.net)?/?ark:/?12148/(?=cb)",
    _bnf,
)
_LCCN = _scheme(
    "a number of the Library of Congress",
    r"(?:[A-Z]{1,3} ?)?(?:\d{8}|\d{10}|\d{2}-\d{1,6}|\d{4}-\d{1,6})",
    "n79021164",
    r"lccn\.loc\.gov/|id\.loc\.gov/authorities/(?:names|subjects)/|info:lccn/",
)
_REGISTRIES = MappingProxyType(
    {
        "GND": _GND,
        "VIAF": _VIAF,
        "GeoNames": _GEONAMES,
        "Wikidata": _WIKIDATA,
        "ORCID": _ORCID,
        "ISNI": _ISNI,
        "BnF": _BNF,
        "Library of Congress": _LCCN,
    }
)
"""Those of persons, bodies and places, by what they are called."""
_KNOWN = tuple(_REGISTRIES.items())
_SITES = re.compile("|".join(f"({kind.site.pattern})" for _, kind in _KNOWN), re.IGNORECASE)
"""Their sites, each in a group, in the order of the registries."""

_SCHEMES = MappingProxyType(
    {
        "isbn": _ISBN,
        "isbn10": _ISBN,
        "isbn13": _ISBN,
        "issn": _ISSN,
        "eissn": _ISSN,
        "doi": _DOI,
        "handle": _HANDLE,
        "hdl": _HANDLE,
        "orcid": _ORCID,
        "isni": _ISNI,
        "gnd": _GND,
        "gndid": _GND,
        "pnd": _GND,
        "gkd": _GND,
        "swd": _GND,
        "dnb": _GND,
        "viaf": _VIAF,
        "viafid": _VIAF,
        "geonames": _GEONAMES,
        "geonamesid": _GEONAMES,
        "bnf": _BNF,
        "arkbnf": _BNF,
        "lccn": _LCCN,
        "lcnaf": _LCCN,
        "wikidata": _WIKIDATA,
        "wikidataid": _WIKIDATA,
    }
)
"""Kinds of identifiers by the types that people give them, without hyphens and the like."""
_PREFIXES = MappingProxyType(
    {
        "gnd": _GND,
        "viaf": _VIAF,
        "geonames": _GEONAMES,
        "wikidata": _WIKIDATA,
        "wd": _WIKIDATA,
        "orcid": _ORCID,
        "isni": _ISNI,
    }
)
"""Prefixes of pointers that mean a registry everywhere."""
_ADDRESSES = frozenset(("url", "uri"))
"""Types of which the subtype says what the address leads to."""
_WHOLE = frozenset((_DOI, _HANDLE))
"""Those in which "/" and the like can stand."""
_PREFIX = re.compile(
    r"(?:isbn(?:-1[03])?|issn|doi|hdl|handle|orcid|isni|gnd|viaf)\b[: ]\s*|\(DE-588\)", re.I
)
_DASHES = str.maketrans("‐‑‒–", "----")
_NUMBERS = re.compile(r"[\dXx -]+")
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)
_FILE_ENDING = re.compile(r"\.[A-Za-z]\w*$")
"""What asks for one form of an entry: `Q5879.json`."""


@lru_cache(maxsize=256)
def scheme(kind: str, subtype: str = "") -> Scheme | None:
    """The kind of identifiers that an `idno` of these types holds; None if none that is known."""
    name = subtype if kind.lower() in _ADDRESSES else kind
    return _SCHEMES.get(re.sub(r"[\W_]", "", name).lower())


def registry(address: str) -> tuple[str, Scheme] | None:
    """The registry of persons, bodies and places that an address is of, and what it is called."""
    found = _SITES.match(address.strip()) if _WEB.match(address) else None
    return _KNOWN[found.lastindex - 1] if found and found.lastindex else None


def registry_name(kind: Scheme) -> str:
    """What a registry is called; empty for identifiers of other things."""
    return next((name for name, each in _REGISTRIES.items() if each is kind), "")


def prefixed(pointer: str) -> tuple[Scheme, str] | None:
    """The registry that the prefix of a pointer means (`gnd:118540238`), and what is behind it."""
    prefix, _, value = pointer.partition(":")
    kind = _PREFIXES.get(prefix.lower())
    return (kind, value) if kind and value and not value.startswith("//") else None


def fault(kind: Scheme, value: str) -> str:
    """Why a value is certainly no identifier of a kind, in words; empty if it may be one."""
    value = " ".join(value.split())
    found = kind.site.match(value)
    if found:
        value = value[found.end() :]
        if kind not in _WHOLE:
            value = _FILE_ENDING.sub("", re.split("[/?#]", value)[0])
    elif "://" in value:
        return ""
    else:
        value = _PREFIX.sub("", value, count=1).translate(_DASHES)
        # Words beside it are a remark, and a handle can also be a name that somebody goes by.
        remark = " " in value and not _NUMBERS.fullmatch(value)
        if remark or (kind is _HANDLE and not value[:1].isdigit()):
            return ""
    if not re.search(r"\d", value):
        return ""
    number = value.upper()
    if not kind.form.fullmatch(value if kind in _WHOLE else number):
        return f"it is no {kind.phrase.partition(' ')[2]}; one is written as {kind.example}"
    return "" if kind.fits(number) else "its check digit does not fit: a digit is wrong or missing"
