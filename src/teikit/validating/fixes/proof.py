"""Whether a fixed document is the old one but for what its fixes were to change."""

import re
from collections.abc import Sequence

from lxml import etree

from teikit.diagnostic import Edit
from teikit.validating.fixes.meaning import meant, unlike, within
from teikit.validating.index.facts import numbered
from teikit.xml.markup import unescape_text
from teikit.xml.names import XML, Element
from teikit.xml.positions import Positions

_ADDED = re.compile(r' ([^\s=]+)="([^"]*)"')


def unproved(
    source: Positions, old: etree._ElementTree, new: etree._ElementTree, edits: Sequence[Edit]
) -> Element | None:
    """The first node of `old` that is not in `new` what the edits were to make of it, if any.

    `source` is that of `old`. Edits are in the order of their places. What they were to make of a
    text or a value is told from the old one, not from how the new one is written.
    """
    if any(edit.has_nodes for edit in edits):
        return unlike(source, old, new, edits)
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
    return (new or "") == meant(old or "", source.text_pieces(before, tail=tail), edits)


def _attributes_as_meant(
    source: Positions, before: Element, after: Element, edits: Sequence[Edit]
) -> bool:
    if before.attrib == after.attrib:
        return True
    wanted: dict[str, str | None] = {
        name: meant(str(before.get(name)), source.value_pieces(before, name), edits)
        for name in source.attributes(before)
        if name in before.attrib
    }
    for edit in within(edits, *source.tag(before)):
        if edit.start == edit.end and (added := _ADDED.fullmatch(edit.text)):
            wanted[added[1].replace("xml:", f"{{{XML}}}")] = unescape_text(added[2])
    return {name: after.get(name) for name in after.keys()} == wanted  # noqa: SIM118
