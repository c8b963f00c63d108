"""What rules look at, gathered in one walk over a document."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from typing import Any, NamedTuple

from lxml import etree

from teikit.tei.names import TEI
from teikit.xml.markup import Markup
from teikit.xml.names import ID, LANG, Element
from teikit.xml.tag_names import NamedElements, TagNames, tag_names

# fmt: off
POINTERS = frozenset((
    "active", "ana", "calendar", "change", "children", "code", "copyOf", "corresp", "datcat",
    "datingMethod", "datingPoint", "decls", "domains", "edRef", "end", "exclude", "fVal", "facs",
    "feats", "follow", "given", "hand", "inst", "lemmaRef", "mutual", "new", "next", "nymRef",
    "origin", "parent", "parts", "passive", "perf", "period", "prev", "ref", "rendition",
    "replyTo", "resp", "sameAs", "scheme", "scribeRef", "scriptRef", "select", "since", "source",
    "spanTo", "start", "synch", "target", "targetDatcat", "targetEnd", "toWhom", "unitRef",
    "valueDatcat", "where", "who", "wit",
))
# fmt: on
"""The attributes whose values TEI P5 4.9 defines as pointers (`teidata.pointer`)."""

DATING = frozenset(
    name + kind for name in ("when", "notBefore", "notAfter", "from", "to") for kind in ("", "-iso")
)
"""The attributes that give a date, though some elements use `from` and `to` for other things."""

_HOME = f"{{{TEI}}}"
_PLAIN_ID = "id"
_ASKED = POINTERS | DATING | {ID, LANG, _PLAIN_ID}
"""The attributes that rules ask for."""
_NO_ELEMENTS = (etree.Comment, etree.PI, etree.Entity)
_LONGEST = 1024
"""Characters of a tag that is kept."""
_MOST = 16384
"""Tags of which it is known what they say, before one more document."""


Pointer = tuple[Element, str, str]
"""An element, an attribute of it, and one address in the value of that, which may hold several."""

Dates = tuple[tuple[str, str], ...]
"""The attributes that date an element, and their values."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A document, sorted by what rules ask for. Elements stand in the order of the document.

    Attributes:
        root: the outermost element.
        elements: all elements, with the names in their start tags.
        named: the elements of TEI, by their local names.
        ids: the elements that have an `xml:id`, by that.
        pointers: every address that an attribute of TEI points to.
        dated: the attributes that date elements (`DATING`), by these: their names and values.
        languages: the values of `xml:lang`, by the elements that have one.
        plain_ids: the values of `id`, which older TEI had for `xml:id`.
        others: the elements that are not of TEI, those of the same name together.
        instructions: the processing instructions, wherever they stand.
        numbers: for every node its number in the document, comments before the root included.
    """

    root: Element
    elements: NamedElements
    named: Mapping[str, Sequence[Element]]
    ids: Mapping[str, Sequence[Element]]
    pointers: Sequence[Pointer]
    dated: Mapping[Element, Dates]
    languages: Mapping[Element, str]
    plain_ids: Set[str]
    others: Sequence[Element]
    instructions: Sequence[Element]
    numbers: Mapping[Element, int]

    def all(self, *names: str) -> list[Element]:
        """The elements of these names: name by name, each in the order of the document."""
        return [element for name in names for element in self.named.get(name, ())]


class _TagFacts(NamedTuple):
    """What a start tag says that rules ask for; of most, the name."""

    names: TagNames
    name: str  # the local name, where it is TEI's; else the name as lxml has it, in braces
    more: "_More | None"


class _More(NamedTuple):
    id: str | None
    addresses: tuple[tuple[str, str], ...]  # with the attributes in which they stand
    dates: Dates
    rest: tuple[tuple[str, str], ...]  # `xml:lang` and `id`


def gather(root: Element, markup: Markup | None = None) -> Facts:
    """The facts of the document with this root, and with this markup, if it is at hand."""
    by_name: dict[str, list[Element]] = defaultdict(list)
    ids: dict[str, list[Element]] = defaultdict(list)
    pointers: list[Pointer] = []
    dated: dict[Element, Dates] = {}
    rest: list[tuple[Element, str, str]] = []
    elements = [*root.iter("*")]
    names: list[TagNames] = []
    facts = _facts_of_tags(root, elements, markup)
    for element, (found, name, more) in zip(elements, facts, strict=True):
        names.append(found)
        by_name[name].append(element)
        if more:
            id_, addresses, dates, remaining = more
            for attribute, address in addresses:
                pointers.append((element, attribute, address))
            if id_ is not None:
                ids[id_].append(element)
            if dates:
                dated[element] = dates
            if remaining:
                rest += [(element, attribute, value) for attribute, value in remaining]
    foreign = [element for name in by_name if name[0] == "{" for element in by_name[name]]
    named = {name: found for name, found in by_name.items() if name[0] != "{"}
    languages = {element: value for element, name, value in rest if name == LANG}
    plain_ids = {value for element, name, value in rest if name == _PLAIN_ID and _is_tei(element)}
    not_elements = [*root.iter(*_NO_ELEMENTS)]
    instructions = [
        *reversed([*root.itersiblings(etree.PI, preceding=True)]),
        *[node for node in not_elements if isinstance(node, etree._ProcessingInstruction)],
        *root.itersiblings(etree.PI),
    ]
    if foreign:  # examples of markup, formulas: what is in them does not speak for the document
        pointers = [pointer for pointer in pointers if _is_tei(pointer[0])]
    numbers = _numbered(root, root.iter() if not_elements else elements)
    return Facts(
        root,
        NamedElements(elements, names, numbers),
        named,
        dict(ids),
        pointers,
        dated,
        languages,
        plain_ids,
        foreign,
        instructions,
        numbers,
    )


def _is_tei(element: Element) -> bool:
    return str(element.tag).startswith(_HOME)


def _facts_of_tags(
    root: Element, elements: Sequence[Element], markup: Markup | None
) -> Iterable[_TagFacts]:
    """What the tags of all elements say.

    Most tags stand in many documents, letter for letter. As long as no names change their meaning,
    such a tag says the same everywhere.
    """
    if markup is None or not markup.is_plain or not markup.is_in_one_scope:
        return map(_tag_facts, elements)
    return _cache(frozenset(root.nsmap.items())).facts(elements, markup.start_tags)


class _TagCache:
    """What start tags say, by their letters, where the same namespaces are in scope.

    It lasts as long as the process, and holds at most `_MOST` tags and those of one document, each
    of at most `_LONGEST` characters. What it gives is immutable, and the same as without it.
    """

    def __init__(self) -> None:
        self._known: dict[str, _TagFacts] = {}

    def facts(self, elements: Sequence[Element], tags: Sequence[str]) -> Iterable[_TagFacts]:
        """What the tags of these elements say."""
        known = self._known
        if len(known) > _MOST:
            known.clear()
        facts = [*map(known.get, tags)]
        for at in [at for at, found in enumerate(facts) if found is None]:
            facts[at] = new = _tag_facts(elements[at])
            if len(tags[at]) <= _LONGEST:
                known[tags[at]] = new
        return filter(None, facts)


@lru_cache(8)
def _cache(_: Set[tuple[str | None, str]]) -> _TagCache:
    """The cache for documents whose roots have these namespaces in scope."""
    return _TagCache()


def _tag_facts(element: Element) -> _TagFacts:
    tag = str(element.tag)
    name = _name(tag)
    items: Any = element.items()
    names = tag_names(tag, tuple([attribute for attribute, _ in items]))
    found = [item for item in items if item[0] in _ASKED]
    if not found:
        return _TagFacts(names, name, None)
    id_ = None
    addresses: list[tuple[str, str]] = []
    dates: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for item in found:
        attribute, value = item
        if attribute in POINTERS:
            addresses += [(attribute, address) for address in value.split()]
        elif attribute == ID:
            id_ = value
        elif attribute in DATING:
            dates.append(item)
        else:
            rest.append(item)
    says_more = id_ is not None or addresses or dates or rest
    more = _More(id_, tuple(addresses), tuple(dates), tuple(rest)) if says_more else None
    return _TagFacts(names, name, more)


@lru_cache(1024)
def _name(tag: str) -> str:
    if tag.startswith(_HOME):
        return tag.removeprefix(_HOME)
    return tag if tag[0] == "{" else f"{{}}{tag}"


def numbered(root: Element) -> Mapping[Element, int]:
    """All nodes of a document in their order, with their numbers: comments and the like, too."""
    return _numbered(root, root.iter())


def _numbered(root: Element, inside: Iterable[Element]) -> Mapping[Element, int]:
    """The same, where the nodes from the root on are at hand."""
    before = [*root.itersiblings(preceding=True)]
    # The keys also keep lxml's objects alive, so that nodes stay the same objects.
    return dict(zip(chain(reversed(before), inside, root.itersiblings()), count(), strict=False))
