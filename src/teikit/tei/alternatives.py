"""Names of which only one is right: "Ann or Beth" sent it.

TEI has several ways to say so, all of which are read: `alt`, unless it is inclusive; `@exclude`; a
`choice` around the names; the word "or" between them; and several names of one action that are all
less than certain.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from teikit.tei.dates import is_doubtful
from teikit.tei.elements import TEI, XML_ID, name_of

if TYPE_CHECKING:
    from lxml import etree

_OR = frozenset(
    {"aut", "bzw", "eller", "lub", "o", "oder", "or", "ou", "vel", "или", "либо", "nebo"}
)


def alternatives(names: "Sequence[etree._Element]") -> "Mapping[etree._Element, int]":
    """The names of one action that exclude each other, with the number of their group from 1."""
    groups: list[list[etree._Element]] = []
    if len(names) > 1:
        for group in _groups(names):
            joined = [other for other in groups if not set(other).isdisjoint(group)]
            groups = [other for other in groups if other not in joined]
            groups.append([*dict.fromkeys(name for part in (*joined, group) for name in part)])
    return {name: number for number, group in enumerate(groups, 1) for name in group}


def _groups(names: "Sequence[etree._Element]") -> "Iterator[list[etree._Element]]":
    """Each group of names that the encoding says to be alternatives; they may overlap."""
    for first, second in pairwise(names):
        if _is_or_between(first, second):
            yield [first, second]
    by_id = {identity: name for name in names if (identity := name.get(XML_ID))}
    if by_id:
        for name in names:
            if others := _named(name.get("exclude", ""), by_id):
                yield [name, *others]
        for alt in names[0].getroottree().iter(f"{TEI}alt"):
            named = _named(alt.get("target", ""), by_id)
            if len(named) > 1 and alt.get("mode") != "incl":
                yield named
    if all(is_doubtful({"cert": name.get("cert", "")}) for name in names):
        yield [*names]


def _is_or_between(first: "etree._Element", second: "etree._Element") -> bool:
    if first.getnext() is not second:
        return False
    if name_of(first.getparent()) == "choice":
        return True
    return (first.tail or "").strip(" \n\r\t,.;:()[]/").casefold() in _OR


def _named(pointers: str, by_id: "Mapping[str, etree._Element]") -> "list[etree._Element]":
    ids = (pointer.removeprefix("#") for pointer in pointers.split())
    return [by_id[identity] for identity in ids if identity in by_id]
