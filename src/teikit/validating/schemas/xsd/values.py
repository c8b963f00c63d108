"""The simple types of XSD as patterns of RELAX NG that allow no more.

Both engines have types of the same names. Where one is known to allow a text that the other does
not, as a year of twenty digits, a pattern asks for what both allow. What is not known is not
allowed: types of names with a prefix, of entities or octets, restrictions of unions, and facets but
for those of lengths and numbers, patterns, and lists of words.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from lxml import etree
from xmlschema.validators import XsdAtomicRestriction, XsdList, XsdUnion

from teikit.relaxng import DatatypeError, Regex
from teikit.xml.names import Element

_XS = "{http://www.w3.org/2001/XMLSchema}"
_RNG = "{http://relaxng.org/ns/structure/1.0}"

_IDENTIFIERS = frozenset(("ID", "IDREF", "IDREFS"))
_STRINGS = frozenset(
    ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
)
_WHOLE = frozenset(
    (
        *("integer", "nonPositiveInteger", "negativeInteger", "nonNegativeInteger"),
        *("positiveInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt"),
        *("unsignedShort", "unsignedByte"),
    )
)
_ORDINARY = "[^\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*"
"""Text without the spaces that are none to XML, and of which the engines think otherwise."""
_NUMBER = r"[+\-]?[0-9.]{1,30}"
_YEAR = "(0[1-9]|[12][0-9])[0-9]{2}"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_ZONE = r"(Z|[+\-](0[0-9]|1[0-3]):[0-5][0-9])?"
_NARROWED = {
    "decimal": _NUMBER,
    "float": rf"{_NUMBER}([eE][+\-]?[0-9])?",
    "double": rf"{_NUMBER}([eE][+\-]?[0-9])?",
    "date": f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}",
    "dateTime": f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}T{_TIME}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-[0-9]{{2}}{_ZONE}",
    "gMonthDay": f"--[0-9]{{2}}-[0-9]{{2}}{_ZONE}",
    "gMonth": f"--[0-9]{{2}}{_ZONE}",
    "gDay": f"---[0-9]{{2}}{_ZONE}",
    "duration": r"-?P[0-9YMDTH]{0,20}([0-9]{1,6}(\.[0-9]{1,6})?S)?",
    "anyURI": _ORDINARY,
    **dict.fromkeys(_WHOLE, r"[+\-]?[0-9]{1,30}"),
}
"""What the texts of a type are to look like, more narrowly than the type says."""
KNOWN = frozenset((*_STRINGS, *_NARROWED, *_IDENTIFIERS, "boolean", "NMTOKENS"))
_FREE = frozenset((*KNOWN, "anySimpleType")) - _IDENTIFIERS
_LENGTHS = ("length", "minLength", "maxLength")
_LIMITS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
_NUMBERS = frozenset((*_WHOLE, "decimal", "float", "double"))
_MOST_ITEMS = 20

_Facets = Sequence[tuple[str, Any]]
"""Names of facets, and what the engine makes of them."""


Put = Callable[[Element, Any], None]
"""Lets a value of a simple type stand somewhere."""


class _Unlike(Exception):  # noqa: N818
    """A type of which the engines may think otherwise."""


def add(parent: Element, pattern: str, text: str = "", /, **attributes: str) -> Element:
    """A new element of a grammar."""
    made = etree.SubElement(parent, f"{_RNG}{pattern}", attributes)
    made.text = text or None
    return made


def put_fixed(parent: Element, text: str) -> None:
    """Let a text stand there, written in just this way."""
    add(parent, "value", text, type="string")


def put_unlike(parent: Element, kind: Any, texts: Collection[str]) -> None:
    """Let a value of a simple type stand there that is not written as one of some texts."""
    if _own_name(kind) == "string":
        others = add(add(parent, "data", type="string"), "except")
        for text in sorted(texts):
            put_fixed(others, text)
        return
    choice = add(parent, "choice")
    add(choice, "notAllowed")
    for text in kind.enumeration or () if is_text(kind) else ():
        if text not in texts:
            put_fixed(choice, text)


def put_value(parent: Element, kind: Any, put_part: Put) -> None:
    """Let a value of a simple type stand there; `put_part` is for the types that it is made of."""
    place = len(parent)
    try:
        _put(parent, kind, put_part)
    except _Unlike:
        del parent[place:]
        add(parent, "notAllowed")


def has_identifiers(kind: Any) -> bool:
    """Whether values of a type are identifiers or references to them, or have some in them."""
    return not _IDENTIFIERS.isdisjoint(_parts(kind))


def is_text(kind: Any) -> bool:
    """Whether a type has nothing but texts as values, identifiers among them."""
    return (_STRINGS | {"ID"}).issuperset(_parts(kind)) and not isinstance(kind, XsdList | XsdUnion)


def is_free(kind: Any) -> bool:
    """Whether what the values of a type mean has to do with nothing else in a document."""
    return _FREE.issuperset(_parts(kind))


def _parts(kind: Any) -> Iterator[str]:
    """The names of the types of XSD itself that a type is made of; empty for what has none."""
    name = _own_name(kind)
    if name in KNOWN:
        yield name
    elif isinstance(kind, XsdUnion):
        for member in kind.member_types:
            yield from _parts(member)
    elif isinstance(kind, XsdList):
        yield from _parts(kind.item_type)
    elif isinstance(kind, XsdAtomicRestriction) and kind.base_type is not None:
        yield from _parts(kind.base_type)
    else:
        yield name


def _put(parent: Element, kind: Any, put_part: Put) -> None:
    """The pattern of a type. Raises `_Unlike`."""
    name = _own_name(kind)
    if name == "anySimpleType":
        add(parent, "data", type="string")
    elif name in KNOWN:
        _put_data(parent, name, ())
    elif isinstance(kind, XsdUnion):
        choice = add(parent, "choice")
        add(choice, "notAllowed")
        for member in kind.member_types:
            if not has_identifiers(member):
                put_part(choice, member)
    elif isinstance(kind, XsdList):
        _put_list(parent, kind, (), put_part)
    elif isinstance(kind, XsdAtomicRestriction):
        _put_restriction(parent, kind, put_part)
    else:
        raise _Unlike


def _put_restriction(parent: Element, kind: Any, put_part: Put) -> None:
    base, facets = _narrowed(kind)
    name = _own_name(base)
    if not facets:
        _put(parent, base, put_part)
    elif isinstance(base, XsdList):
        _put_list(parent, base, facets, put_part)
    elif name not in KNOWN:
        raise _Unlike
    elif [each for each, _ in facets] == ["enumeration"]:
        _put_words(parent, name, facets[0][1])
    else:
        _put_data(parent, name, facets)


def _narrowed(kind: Any) -> tuple[Any, _Facets]:
    """What a type is a restriction of in the end, and the facets of each step."""
    found: list[tuple[str, Any]] = []
    while isinstance(kind, XsdAtomicRestriction) and _own_name(kind) not in KNOWN:
        found += [(etree.QName(name).localname, facet) for name, facet in kind.facets.items()]
        kind = kind.base_type
    return kind, found


def _put_words(parent: Element, name: str, words: Any) -> None:
    """One of some values."""
    if name not in _STRINGS and name not in _WHOLE:
        raise _Unlike
    choice = add(parent, "choice")
    for word in words:
        add(choice, "value", word.get("value"), type=name)


def _put_data(parent: Element, name: str, facets: _Facets) -> None:
    """A value of a type that has a name, narrowed by facets."""
    params = [_param(name, facet, about) for facet, about in facets if facet != "pattern"]
    if narrower := _NARROWED.get(name, _ORDINARY if name in _STRINGS and facets else ""):
        params.append(("pattern", narrower))
    either: list[str] = []
    for patterns in [[*map(_pattern, about)] for facet, about in facets if facet == "pattern"]:
        if len(patterns) == 1:
            params.append(("pattern", patterns[0]))
        elif either or name in _IDENTIFIERS:
            raise _Unlike
        else:
            either = patterns
    several = [[("pattern", pattern)] for pattern in either]
    place = add(parent, "choice") if several else parent
    for more in several or [[]]:
        data = add(place, "data", type=name)
        for param, value in [*params, *more]:
            add(data, "param", value, name=param)


def _param(name: str, facet: str, about: Any) -> tuple[str, str]:
    """A facet of a type as it is in a grammar."""
    if name in _STRINGS and facet in _LENGTHS:
        return facet, str(about.value)
    if name in _NUMBERS and facet in _LIMITS:
        return facet, about.elem.get("value").strip()
    raise _Unlike


def _pattern(facet: Any) -> str:
    """A pattern, if both engines match it in the same way."""
    written: str = facet.get("value")
    try:
        Regex(written)
    except DatatypeError:
        raise _Unlike from None
    return written


def _put_list(parent: Element, kind: Any, facets: _Facets, put_part: Put) -> None:
    """A list of so many items."""
    least, most = 0, _MOST_ITEMS
    is_endless = True
    for facet, about in facets:
        if facet not in _LENGTHS:
            raise _Unlike
        if facet != "maxLength":
            least = max(least, about.value)
        if facet != "minLength":
            most, is_endless = min(most, about.value), False
    if has_identifiers(kind) or least > most:
        raise _Unlike
    items = add(parent, "list")
    add(items, "empty")
    for _ in range(least):
        put_part(items, kind.item_type)
    if is_endless:
        put_part(add(items, "zeroOrMore"), kind.item_type)
        return
    for _ in range(most - least):
        items = add(add(items, "optional"), "group")
        put_part(items, kind.item_type)


def _own_name(kind: Any) -> str:
    """The name of a type of XSD itself, without its namespace; empty for any other type."""
    name = kind.name or ""
    return name.removeprefix(_XS) if name.startswith(_XS) else ""
