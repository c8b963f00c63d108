"""What rules look at, gathered in one walk over a document."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, NamedTuple

from lxml import etree

from teikit.tei.names import ID, TEI, Element

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


class Pointer(NamedTuple):
    """One address in the value of an attribute, which may hold several."""

    element: Element
    attribute: str
    address: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A document, sorted by what rules ask for. Elements stand in the order of the document.

    Attributes:
        root: the outermost element.
        named: the elements of TEI, by their local names.
        ids: the elements that have an `xml:id`, by that.
        pointers: every address that an attribute of TEI points to.
        dated: the elements that have an attribute of `DATING`.
        others: the elements that are not of TEI, those of the same name together.
        instructions: the processing instructions, wherever they stand.
        numbers: for every node its number in the document, comments before the root included.
    """

    root: Element
    named: Mapping[str, Sequence[Element]]
    ids: Mapping[str, Sequence[Element]]
    pointers: Sequence[Pointer]
    dated: Sequence[Element]
    others: Sequence[Element]
    instructions: Sequence[Element]
    numbers: Mapping[Element, int]

    def all(self, *names: str) -> list[Element]:
        """The elements of these names: name by name, each in the order of the document."""
        return [element for name in names for element in self.named.get(name, ())]


def gather(root: Element) -> Facts:
    """The facts of the document with this root."""
    by_tag: dict[Any, list[Element]] = defaultdict(list)
    ids: dict[str, list[Element]] = defaultdict(list)
    pointers: list[Pointer] = []
    dated: dict[Element, None] = {}
    for element in root.iter("*"):
        by_tag[element.tag].append(element)
        items: Any = element.items()
        for name, value in items:
            if name in POINTERS:
                pointers.extend([Pointer(element, name, one) for one in value.split()])
            elif name == ID:
                ids[value].append(element)
            elif name in DATING:
                dated[element] = None
    named, others = {}, []
    for tag, found in by_tag.items():
        if tag.startswith(_HOME):
            named[tag.removeprefix(_HOME)] = found
        else:
            others += found
    instructions = [
        *reversed([*root.itersiblings(etree.PI, preceding=True)]),
        *root.iter(etree.PI),
        *root.itersiblings(etree.PI),
    ]
    if others:  # examples of markup, formulas: what is in them does not speak for the document
        pointers = [one for one in pointers if str(one.element.tag).startswith(_HOME)]
    numbers = numbered(root)
    return Facts(root, named, dict(ids), pointers, list(dated), others, instructions, numbers)


def numbered(root: Element) -> Mapping[Element, int]:
    """All nodes of a document in their order, with their numbers: comments and the like, too."""
    before = [*root.itersiblings(preceding=True)]
    # The keys also keep lxml's objects alive, so that nodes stay the same objects.
    return dict(
        zip(chain(reversed(before), root.iter(), root.itersiblings()), count(), strict=False)
    )
