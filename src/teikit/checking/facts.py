"""What rules look at, gathered in one walk over a document."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
        others: the elements that are not of TEI.
        instructions: the processing instructions, wherever they stand.
    """

    root: Element
    named: Mapping[str, Sequence[Element]]
    ids: Mapping[str, Sequence[Element]]
    pointers: Sequence[Pointer]
    others: Sequence[Element]
    instructions: Sequence[Element]

    def all(self, *names: str) -> list[Element]:
        """The elements of these names: name by name, each in the order of the document."""
        return [element for name in names for element in self.named.get(name, ())]


def gather(root: Element) -> Facts:
    """The facts of the document with this root."""
    named: dict[str, list[Element]] = defaultdict(list)
    ids: dict[str, list[Element]] = defaultdict(list)
    pointers: list[Pointer] = []
    others: list[Element] = []
    instructions = [*root.itersiblings(etree.PI, preceding=True)][::-1]
    home = len(_HOME)
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            if isinstance(element, etree._ProcessingInstruction):
                instructions.append(element)
            continue
        if tag.startswith(_HOME):
            named[tag[home:]].append(element)
        else:
            others.append(element)
        items: Any = element.items()
        for name, value in items:
            if name in POINTERS:
                pointers.extend([Pointer(element, name, one) for one in value.split()])
            elif name == ID:
                ids[value].append(element)
    instructions.extend(root.itersiblings(etree.PI))
    return Facts(root, dict(named), dict(ids), pointers, others, instructions)
