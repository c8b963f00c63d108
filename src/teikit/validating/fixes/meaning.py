"""What edits that make and unmake nodes are to make of a document.

It is told from the tree of the old document and from the edits, part by part, and never by reading
the new document: that is what it is compared with.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from teikit.diagnostic import Edit
from teikit.validating.index.facts import numbered
from teikit.validating.writing import in_value
from teikit.xml.markup import unescape_text, unescape_value
from teikit.xml.names import XML, Element
from teikit.xml.positions import Positions
from teikit.xml.spans import FileSpan, SpanMap

_ATTRIBUTE = re.compile(r"""\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class _UnclearError(Exception):
    """An edit does not do what edits may do. It has the node at which that is."""

    def __init__(self, node: Element) -> None:
        super().__init__()
        self.node = node


class _Slot(NamedTuple):
    """A text: that of a node, or that behind it. The node is of the copy."""

    node: Element
    tail: bool


def unlike(
    source: Positions, old: etree._ElementTree, new: etree._ElementTree, edits: Sequence[Edit]
) -> Element | None:
    """The first node of `old` that is not in `new` what the edits were to make of it, if any.

    `source` is that of `old`. Edits are in the order of their places.
    """
    meant = _Meant(source, old)
    try:
        meant.make(edits)
    except _UnclearError as error:
        return error.node
    near = old.getroot()
    nodes, nodes_new = (list(numbered(tree.getroot())) for tree in (meant.tree, new))
    for node, after in zip(nodes, nodes_new, strict=False):
        near = meant.originals.get(node, near)
        if not _is_alike(node, after) or (node in meant.originals and node.prefix != after.prefix):
            return near
    return near if len(nodes) != len(nodes_new) else None


def _is_alike(node: Element, after: Element) -> bool:
    return (
        node.tag == after.tag
        and len(node) == len(after)
        and getattr(node, "target", "") == getattr(after, "target", "")
        and (node.text or "") == (after.text or "")
        and (node.tail or "") == (after.tail or "")
        and (not isinstance(node.tag, str) or node.attrib == after.attrib)
    )


class _Meant:
    """A copy of a document, of which edits are made.

    Attributes:
        tree: the copy.
        originals: the nodes of the document, by those of the copy.
    """

    def __init__(self, source: Positions, old: etree._ElementTree) -> None:
        self._source = source
        self.tree = deepcopy(old)
        nodes = [*numbered(old.getroot())]
        self._copies = [*numbered(self.tree.getroot())]
        self.originals = dict(zip(self._copies, nodes, strict=True))
        self._tags = [source.tag(node) for node in nodes]
        self._starts = [tag.start for tag in self._tags]
        slots = [(source.end(node), number, True) for number, node in enumerate(nodes)]
        slots += [
            (tag.end, number, False)
            for number, (node, tag) in enumerate(zip(nodes, self._tags, strict=True))
            if isinstance(node.tag, str) and not source.text.startswith("/>", tag.end - 2)
        ]
        self._slots = sorted(slots)
        self._slot_starts = [start for start, _, _ in self._slots]
        self._cuts: dict[_Slot, int] = {}
        self._ends: dict[_Slot, list[str]] = defaultdict(list)
        """What each text has behind its cut, from the last part to the first."""

    def make(self, edits: Sequence[Edit]) -> None:
        """Make all edits, the last first. Raises `_UnclearError`."""
        in_tags: dict[int, list[Edit]] = defaultdict(list)
        for edit in reversed(edits):
            number = self._within(edit.start)
            if number is None:
                self._in_content(edit)
            elif not isinstance(self._copies[number].tag, str):
                slot = _Slot(self._copies[number], False)
                first, last = (self._index(slot, at) for at in (edit.start, edit.end))
                self._replace_text(slot, first, last, edit.text)
            else:
                in_tags[number].append(edit)
        for number, inner in in_tags.items():
            self._in_tag(number, inner[::-1])
        for slot in {**self._cuts}:
            text = self._taken(slot, 0)
            if slot.tail:
                slot.node.tail = text or None
            else:
                slot.node.text = text or None

    def _within(self, at: int) -> int | None:
        """The number of the node in whose tag a position is, behind its beginning."""
        number = bisect_right(self._starts, at) - 1
        if number < 0 or not self._tags[number].start < at < self._tags[number].end:
            return None
        return number

    # Texts

    def _slot(self, at: int) -> _Slot:
        """The text in which a position is."""
        found = bisect_right(self._slot_starts, at) - 1
        if found < 0:
            raise _UnclearError(self.originals[self._copies[0]])
        _, number, tail = self._slots[found]
        return _Slot(self._copies[number], tail)

    def _index(self, slot: _Slot, at: int) -> int:
        """The number of characters of a text before a position, which must be between two."""
        node = self.originals[slot.node]
        pieces = self._source.text_pieces(node, tail=slot.tail)
        index = pieces.index(at)
        borders = [pieces.start, pieces.span(index, index).start]
        if index:
            borders.append(pieces.span(index - 1, index).end)
        if at not in borders:
            raise _UnclearError(node)
        return index

    def _original(self, slot: _Slot) -> str:
        node = self.originals[slot.node]
        return (node.tail if slot.tail else node.text) or ""

    def _taken(self, slot: _Slot, start: int) -> str:
        """What a text has from an index on; it ends there now."""
        text = self._original(slot)
        cut = self._cuts.get(slot, len(text))
        taken = text[start:cut] + "".join(reversed(self._ends.pop(slot, [])))
        self._cuts[slot] = start
        return taken

    def _replace_text(self, slot: _Slot, first: int, last: int, text: str) -> None:
        original = self._original(slot)
        self._ends[slot] += [original[last : self._cuts.get(slot, len(original))], text]
        self._cuts[slot] = first

    # Content

    def _in_content(self, edit: Edit) -> None:
        begin, end = self._slot(edit.start), self._slot(edit.end)
        first, last = self._index(begin, edit.start), self._index(end, edit.end)
        parent = begin.node.getparent() if begin.tail else begin.node
        around = end.node.getparent() if end.tail else end.node
        if parent is None or parent is not around or (begin != end and not end.tail):
            raise _UnclearError(self.originals[begin.node])
        text, made = self._made(edit, parent)
        if begin == end and not made:
            self._replace_text(begin, first, last, text)
            return
        behind = self._taken(end, last)
        if begin != end:
            for node in _between(parent, begin, end.node):
                parent.remove(node)
        self._cuts[begin] = first
        if made:
            made[-1].tail = (made[-1].tail or "") + behind or None
            self._ends[begin].append(text)
            _put(begin, made)
        else:
            self._ends[begin] += [behind, text]

    def _made(self, edit: Edit, parent: Element) -> tuple[str, list[Element]]:
        """The text and the nodes that an edit puts into an element."""
        if "<" not in edit.text:
            return unescape_text(edit.text), []
        declared = "".join(
            f' xmlns{":" if prefix else ""}{prefix or ""}="{in_value(uri or "")}"'
            for prefix, uri in parent.nsmap.items()
            if prefix != "xml"
        )
        try:
            holder = etree.fromstring(f"<x{declared}>{edit.text}</x>", _PARSER)
        except etree.XMLSyntaxError:
            raise _UnclearError(self.originals.get(parent, self.tree.getroot())) from None
        return holder.text or "", [*holder]

    # Tags

    def _in_tag(self, number: int, edits: Sequence[Edit]) -> None:
        """Make the edits in a start tag."""
        copy = self._copies[number]
        node, source = self.originals[copy], self._source
        values = source.attributes(node)
        prefixes = {prefix: uri for prefix, uri in node.nsmap.items() if prefix} | {"xml": XML}
        added: list[tuple[str, str]] = []
        for edit in edits:
            if edit.text.startswith(">"):
                self._open(copy, edit)
                continue
            inside = (name for name, value in values.items() if _is_in(edit, value))
            if name := next(inside, ""):
                value = meant(str(node.get(name)), source.value_pieces(node, name), edits)
                if value is None or name not in node.attrib:
                    raise _UnclearError(node)
                copy.set(name, value)
                continue
            gone = source.text[edit.start : edit.end]
            for name, _ in _written(gone):
                copy.attrib.pop(_full(name, prefixes, node), "")
            added += _written(edit.text)
        for name, value in added:
            if name.startswith("xmlns:"):
                prefixes[name.removeprefix("xmlns:")] = value
        for name, value in added:
            if not name.startswith("xmlns:"):
                copy.set(_full(name, prefixes, node), value)

    def _open(self, copy: Element, edit: Edit) -> None:
        """Put content into an element that was written without an end tag."""
        content, _, _ = edit.text.removeprefix(">").rpartition("</")
        text, made = self._made(edit._replace(text=content), copy)
        copy.text = text or None
        copy.extend(made)


def meant(value: str, pieces: SpanMap, edits: Sequence[Edit]) -> str | None:
    """What edits were to make of a text; None where one cuts in two what stands for a character."""
    made = []
    last = 0
    for edit in within(edits, pieces.start, pieces.end):
        start, end = pieces.index(edit.start), pieces.index(edit.end)
        if pieces.span(start, end) != (edit.start, edit.end):
            return None
        made += [value[last:start], unescape_text(edit.text)]
        last = end
    return "".join([*made, value[last:]])


def within(edits: Sequence[Edit], start: int, end: int) -> Sequence[Edit]:
    """Those edits that begin from `start` up to `end`, both included."""
    first = bisect_left(edits, start, key=lambda edit: edit.start)
    return edits[first : bisect_right(edits, end, key=lambda edit: edit.start)]


def _is_in(edit: Edit, span: FileSpan) -> bool:
    return span.start <= edit.start and edit.end <= span.end


def _written(markup: str) -> list[tuple[str, str]]:
    """The attributes in a part of a tag, with their values."""
    return [
        (found[1], unescape_value(found[3] if found[2] is None else found[2]))
        for found in _ATTRIBUTE.finditer(markup)
    ]


def _full(written: str, prefixes: Mapping[str, str], node: Element) -> str:
    """The name of an attribute as lxml has it."""
    prefix, colon, name = written.partition(":")
    if not colon:
        return written
    if prefix not in prefixes:
        raise _UnclearError(node)
    return f"{{{prefixes[prefix]}}}{name}"


def _between(parent: Element, begin: _Slot, last: Element) -> list[Element]:
    """The nodes behind a text up to the last, which is one of them."""
    found: list[Element] = []
    nodes = begin.node.itersiblings() if begin.tail else parent.iterchildren()
    for node in nodes:
        found.append(node)
        if node is last:
            break
    return found


def _put(place: _Slot, nodes: Sequence[Element]) -> None:
    """Put nodes where a text ends, which is set later."""
    if place.tail:
        place.node.tail = None
    else:
        place.node.text = None
    for node in reversed(nodes):
        if place.tail:
            place.node.addnext(node)
        else:
            place.node.insert(0, node)
