"""What rules look at, gathered in one walk over a document."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from typing import Any

from lxml import etree

from teikit.tei.names import TEI
from teikit.xml.markup import Markup, unescape_text
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
_REST = frozenset((ID, LANG, "id", "key"))
"""The other attributes that rules ask for."""
_NO_ELEMENTS = (etree.Comment, etree.PI, etree.Entity)
_LONGEST = 1024
"""Characters of a tag that is kept."""
_MOST = 16384
"""Tags of which it is known what they say, before one more document."""


Pointer = tuple[Element, str, str]
"""An element, an attribute of it, and one address in the value of that, which may hold several."""

Link = tuple[str, str, str]
"""The local name of an element, an attribute of it, and one address in the value of that."""

Dates = tuple[tuple[str, str], ...]
"""The attributes that date an element, and their values."""


WrittenIdno = tuple[str, str, str]
"""The type of an `idno`, its subtype, and its text."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A document, sorted by what rules ask for. Elements stand in the order of the document.

    Attributes:
        root: the outermost element.
        elements: all elements, with the names in their start tags.
        named: the elements of TEI, by their local names.
        ids: the elements that have an `xml:id`, by that.
        pointers: every address that an attribute of TEI points to.
        links: those that do not begin with `#`, by the names of the elements and the attributes.
        dated: the attributes that date elements (`DATING`), by these: their names and values.
        languages: the values of `xml:lang`, by the elements that have one.
        keys: the values of `key`, by the elements that have one.
        plain_ids: the values of `id`, which older TEI had for `xml:id`.
        idnos: what each `idno` says in which there is nothing but text.
        others: the elements that are not of TEI, those of the same name together.
        instructions: the processing instructions, wherever they stand.
        numbers: for every node its number in the document, comments before the root included.
    """

    root: Element
    elements: NamedElements
    named: Mapping[str, Sequence[Element]]
    ids: Mapping[str, Sequence[Element]]
    pointers: Sequence[Pointer]
    links: Mapping[Link, Sequence[Element]]
    dated: Mapping[Element, Dates]
    languages: Mapping[Element, str]
    keys: Mapping[Element, str]
    plain_ids: Set[str]
    idnos: Mapping[Element, WrittenIdno]
    others: Sequence[Element]
    instructions: Sequence[Element]
    numbers: Mapping[Element, int]

    def all(self, *names: str) -> list[Element]:
        """The elements of these names: name by name, each in the order of the document."""
        return [element for name in names for element in self.named.get(name, ())]


_Types = tuple[str, str, bool]
"""The type and the subtype of an `idno`, and whether its tag closes it, as far as that is known."""
_More = tuple[tuple[Link, ...], Dates, tuple[tuple[str, str], ...], _Types | None]
"""Addresses, also such as begin with `#`; dates; the other attributes; types."""
_TagFacts = tuple[TagNames, str, _More | None]
"""What a start tag says that rules ask for: the names in it, and of most tags no more.

The second is the local name, where it is TEI's; else the name as lxml has it, in braces.
"""


def gather(root: Element, markup: Markup | None = None) -> Facts:
    """The facts of the document with this root, and with this markup, if it is at hand."""
    by_name: dict[str, list[Element]] = defaultdict(list)
    ids: dict[str, list[Element]] = defaultdict(list)
    pointers: list[Pointer] = []
    links: dict[Link, list[Element]] = defaultdict(list)
    dated: dict[Element, Dates] = {}
    languages: dict[Element, str] = {}
    keys: dict[Element, str] = {}
    plain_ids: set[str] = set()
    idnos: dict[Element, WrittenIdno] = {}
    elements = [*root.iter("*")]
    names: list[TagNames] = []
    facts, texts = _facts_and_texts(root, elements, markup)
    for element, (found, name, more), text in zip(elements, facts, texts, strict=True):
        names.append(found)
        by_name[name].append(element)
        if more:
            addresses, dates, rest, types = more
            for link in addresses:
                _, attribute, address = link
                pointers.append((element, attribute, address))
                if address[0] != "#":
                    links[link].append(element)
            if dates:
                dated[element] = dates
            for attribute, value in rest:
                if attribute == ID:
                    ids[value].append(element)
                elif attribute == LANG:
                    languages[element] = value
                elif attribute == "key":
                    keys[element] = value
                elif name[0] != "{":
                    plain_ids.add(value)
            if types and not len(element):
                kind, subtype, is_closed = types
                content = element.text or "" if text is None else unescape_text(text)
                idnos[element] = (kind, subtype, "" if is_closed else content)
    foreign = [element for name in by_name if name[0] == "{" for element in by_name[name]]
    named = {name: found for name, found in by_name.items() if name[0] != "{"}
    not_elements = [*root.iter(*_NO_ELEMENTS)]
    instructions = [
        *reversed([*root.itersiblings(etree.PI, preceding=True)]),
        *[node for node in not_elements if isinstance(node, etree._ProcessingInstruction)],
        *root.itersiblings(etree.PI),
    ]
    if foreign:  # examples of markup, formulas: what is in them does not speak for the document
        pointers = [pointer for pointer in pointers if _is_tei(pointer[0])]
        links = {link: found for link, found in links.items() if link[0][0] != "{"}
    numbers = _numbered(root, root.iter() if not_elements else elements)
    return Facts(
        root,
        NamedElements(elements, names, numbers),
        named,
        dict(ids),
        pointers,
        dict(links),
        dated,
        languages,
        keys,
        plain_ids,
        idnos,
        foreign,
        instructions,
        numbers,
    )


def _is_tei(element: Element) -> bool:
    return str(element.tag).startswith(_HOME)


def _facts_and_texts(
    root: Element, elements: Sequence[Element], markup: Markup | None
) -> tuple[Iterable[_TagFacts], Sequence[str | None]]:
    """What the tags of all elements say, and the texts behind them, where these are at hand.

    Most tags stand in many documents, letter for letter. As long as no names change their meaning,
    such a tag says the same everywhere.
    """
    if markup is None or not markup.is_plain or not markup.is_in_one_scope:
        return map(_tag_facts, elements), [None] * len(elements)
    tags = markup.start_tags
    return _cache(frozenset(root.nsmap.items())).facts(elements, tags), markup.start_texts


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
            facts[at] = new = _tag_facts(elements[at], is_closed=tags[at][-2] == "/")
            if len(tags[at]) <= _LONGEST:
                known[tags[at]] = new
        return filter(None, facts)


@lru_cache(8)
def _cache(_: Set[tuple[str | None, str]]) -> _TagCache:
    """The cache for documents whose roots have these namespaces in scope."""
    return _TagCache()


def _tag_facts(element: Element, *, is_closed: bool = False) -> _TagFacts:
    tag = str(element.tag)
    name = _name(tag)
    addresses: list[Link] = []
    dates: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    items: Any = element.items()
    names = tag_names(tag, tuple([attribute for attribute, _ in items]))
    for item in items:
        attribute, value = item
        if attribute in POINTERS:
            addresses += [(name, attribute, address) for address in value.split()]
        elif attribute in DATING:
            dates.append(item)
        elif attribute in _REST:
            rest.append(item)
    types = None
    if name == "idno":
        types = (element.get("type", ""), element.get("subtype", ""), is_closed)
    says_more = addresses or dates or rest or types
    more = (tuple(addresses), tuple(dates), tuple(rest), types) if says_more else None
    return names, name, more


@lru_cache(1024)
def _name(tag: str) -> str:
    """The name of an element as `Facts` know it."""
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
