"""Whether a fixed document is the old one but for what its fixes were to change."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from lxml import etree

from teikit.diagnostic import Edit
from teikit.validating.index.facts import numbered
from teikit.xml.markup import unescape_text
from teikit.xml.names import XML, Element
from teikit.xml.positions import Positions
from teikit.xml.spans import SpanMap

_ADDED = re.compile(r' ([^\s=]+)="([^"]*)"')


def unproved(
    source: Positions, old: etree._ElementTree, new: etree._ElementTree, edits: Sequence[Edit]
) -> Element | None:
    """The first node of `old` that is not in `new` what the edits were to make of it, if any.

    `source` is that of `old`. Edits are in the order of their places. What they were to make of a
    text or a value is told from the old one, not from how the new one is written.
    """
    nodes_old, nodes_new = (list(numbered(tree.getroot())) for tree in (old, new))
    for before, after in zip(nodes_old, nodes_new, strict=False):
        if not (
            _same_kind(before, after)
            and _as_meant(source, before, after, edits, tail=False)
            and _as_meant(source, before, after, edits, tail=True)
            and _attributes_as_meant(source, before, after, edits)
        ):
            return before
    return old.getroot() if len(nodes_old) != len(nodes_new) else None


def _same_kind(before: Element, after: Element) -> bool:
    # In the order of a document, the numbers of children tell its whole structure.
    return (
        before.tag == after.tag
        and before.prefix == after.prefix
        and len(before) == len(after)
        and getattr(before, "target", "") == getattr(after, "target", "")
    )


def _as_meant(
    source: Positions, before: Element, after: Element, edits: Sequence[Edit], *, tail: bool
) -> bool:
    old, new = (before.tail, after.tail) if tail else (before.text, after.text)
    if old == new:
        return True
    return (new or "") == _meant(old or "", source.text_pieces(before, tail=tail), edits)


def _attributes_as_meant(
    source: Positions, before: Element, after: Element, edits: Sequence[Edit]
) -> bool:
    if before.attrib == after.attrib:
        return True
    meant: dict[str, str | None] = {
        name: _meant(str(before.get(name)), source.value_pieces(before, name), edits)
        for name in source.attributes(before)
        if name in before.attrib
    }
    for edit in _within(edits, *source.tag(before)):
        if edit.start == edit.end and (added := _ADDED.fullmatch(edit.text)):
            meant[added[1].replace("xml:", f"{{{XML}}}")] = unescape_text(added[2])
    return {name: after.get(name) for name in after.keys()} == meant  # noqa: SIM118


def _meant(value: str, pieces: SpanMap, edits: Sequence[Edit]) -> str | None:
    """What edits were to make of a text; None where one cuts in two what stands for a character."""
    made = []
    last = 0
    for edit in _within(edits, pieces.start, pieces.end):
        start, end = pieces.index(edit.start), pieces.index(edit.end)
        if pieces.span(start, end) != (edit.start, edit.end):
            return None
        made += [value[last:start], unescape_text(edit.text)]
        last = end
    return "".join([*made, value[last:]])


def _within(edits: Sequence[Edit], start: int, end: int) -> Sequence[Edit]:
    first = bisect_left(edits, start, key=lambda edit: edit.start)
    return edits[first : bisect_right(edits, end, key=lambda edit: edit.start)]
