"""Notes of a page that are tied to their marks by links, and links that only help to move about.

A mark is a short link (`1`, `[2]`, `*`) to a place further down; there the note begins. The note
ends where the next begins, or the element that holds it ends. WebLinks back to the marks, and lines
that are nothing but links, are no part of the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from teikit.converting.readers.assembly import Extent
from teikit.converting.source import Span

_LABEL = re.compile(
    r"[\[({]?\s*(?:(?P<number>\d{1,4}[a-z]?)|(?P<letter>[^\W\d_])|(?P<sign>[*†‡§¶#+]{1,4})"
    r"|(?P<roman>[ivxlc]{1,6})|(?P<comment>[^\W\d_]{1,4}\d{1,3}))\s*[\])}]?[.:]?",
    re.IGNORECASE,
)
_NOTE_NAME = re.compile(
    r"(?:foot|end)-?note|ftn|fn|edn|note-?ref|cite_note|cite-note|doc-noteref|note|com(?:ment)?\b",
    re.IGNORECASE,
)
_LONGEST_LEAD = 14
"""Characters before an anchor, in its line, that may be the label of its note."""
_OFTEN = 3


def is_note_name(name: str) -> bool:
    """Whether the name of a class, or of a place in a page, speaks of notes."""
    return bool(_NOTE_NAME.search(name))


@dataclass(slots=True, eq=False)
class BlockNode:
    """An element that is a block, and the one around it."""

    stretch: Extent
    parent: "BlockNode | None"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that links lead to."""

    stretch: Extent
    node: BlockNode
    in_heading: bool

    @property
    def start(self) -> int:
        """Where it stands in the text."""
        return self.stretch.start


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link, and what of its looks makes it a mark."""

    stretch: Extent
    href: str
    raised: bool
    called_note: bool
    in_heading: bool

    @property
    def span(self) -> Span:
        """Its words."""
        return self.stretch.span

    @property
    def target(self) -> str:
        """The name of the place in the page that it leads to, if it leads to one."""
        return self.href.rpartition("#")[2] if "#" in self.href else ""


@dataclass(slots=True)
class WebLinks:
    """The links and anchors of a page, as they are found."""

    anchors: dict[str, Anchor] = field(default_factory=dict)
    links: list[WebLink] = field(default_factory=list)

    def resolve(self, text: str, regions: Sequence[Extent]) -> tuple[list[Extent], list[Extent]]:
        """Note marks; and regions: notes, furniture."""
        links = [link for link in self.links if link.span]
        marks = _marks(text, links, self.anchors)
        notes = _notes(text, marks, self.anchors, regions)
        ids = {name: f"note{place}" for place, name in enumerate(notes, 1)}
        refs = [
            Extent(
                "ref",
                {"type": "noteMark", "target": ids[link.target]},
                link.stretch.start,
                link.stretch.end,
            )
            for link in marks
            if link.target in ids
        ]
        headings = [each.span for each in regions if each.kind == "heading"]
        furniture = [
            *_lines_of_links(text, links, set(map(id, marks)), headings, self.anchors),
            *_back_links(text, links, notes, self.anchors),
        ]
        bodies = [
            Extent("note", {"id": ids[name]}, *_without_furniture(text, span, furniture))
            for name, span in notes.items()
        ]
        return refs, [*bodies, *(Extent("furniture", {}, s.start, s.end) for s in furniture)]


def _marks(text: str, links: Iterable[WebLink], anchors: Mapping[str, Anchor]) -> list[WebLink]:
    """The links that are marks of notes."""
    back = {link.target for link in links}
    found: list[WebLink] = []
    for link in links:
        anchor = anchors.get(link.target)
        words = text[link.span.start : link.span.end].strip()
        label = _LABEL.fullmatch(words)
        if anchor is None or label is None or anchor.start < link.span.end or anchor.in_heading:
            continue
        core = words.strip("[](){}.: ")
        lead = text[anchor.start : anchor.start + 40].lstrip("[]({^ \t↑*")
        labelled = (
            bool(core)
            and core.isalnum()
            and re.match(rf"(?:[^\W\d_]+\s+)?{re.escape(core)}(?!\w)", lead)
        )
        if (
            link.raised
            or link.called_note
            or words[:1] in "[({"
            or label["sign"]
            or is_note_name(link.target)
            or (labelled and back)
        ):
            found.append(link)
    return found


def _notes(
    text: str, marks: Sequence[WebLink], anchors: Mapping[str, Anchor], regions: Sequence[Extent]
) -> dict[str, Span]:
    """For each place that marks lead to, in their order, where its note stands."""
    names: dict[int, str] = {}
    for link in marks:
        names.setdefault(anchors[link.target].start, link.target)
    starts = sorted(names)
    borders = sorted(each.span.start for each in regions if each.kind in {"heading", "rule"})
    mark_starts = sorted(link.span.start for link in marks)
    found: dict[str, Span] = {}
    begins = [_beginning(text, start) for start in starts]
    for place, start in enumerate(starts):
        anchor = anchors[names[start]]
        begin = begins[place]
        following = begins[place + 1] if place + 1 < len(starts) else len(text)
        node = _container(anchor, begin, starts, mark_starts)
        border = (
            borders[bisect_right(borders, start)]
            if bisect_right(borders, start) < len(borders)
            else len(text)
        )
        end = min(node.stretch.end if node.stretch.end >= 0 else len(text), following)
        if node.parent is None or node.stretch.start < begin:
            end = min(end, border)
        elif (
            place + 1 < len(starts)
            and border >= following
            and bisect_left(mark_starts, end) == bisect_left(mark_starts, following)
        ):
            end = following  # further paragraphs of the same note
        found[names[start]] = _trimmed(text, begin, max(begin, end))
    return {name: span for name, span in found.items() if span}


def _beginning(text: str, start: int) -> int:
    """Where a note begins: at the beginning of its line, if but a label stands before."""
    line = text.rfind("\n", max(0, start - _LONGEST_LEAD), start) + 1
    if not line and start > _LONGEST_LEAD:
        return start
    lead = text[line:start].strip()
    return line if not lead or _LABEL.fullmatch(lead) else start


def _container(
    anchor: Anchor, begin: int, starts: Sequence[int], marks: Sequence[int]
) -> BlockNode:
    """The largest element that begins with the note and holds no other, nor a mark before it."""
    node = anchor.node
    while (
        node.parent is not None
        and node.parent.parent is not None
        and node.parent.stretch.start == node.stretch.start >= begin
        and _count(starts, node.parent.stretch.span) <= 1
    ):
        node = node.parent
    return node


def _count(starts: Sequence[int], span: Span) -> int:
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _without_furniture(text: str, span: Span, furniture: Sequence[Span]) -> tuple[int, int]:
    """A note without the links that end it."""
    ends = {each.end: each.start for each in furniture}
    end = span.end
    while end in ends and ends[end] > span.start:
        end = _trimmed(text, span.start, ends[end]).end
    return span.start, end


def _lines_of_links(
    text: str,
    links: Sequence[WebLink],
    marks: set[int],
    headings: Sequence[Span],
    anchors: Mapping[str, Anchor],
) -> list[Span]:
    """Lines that are nothing but links, and lead about the page or to others."""
    lines = list(_only_links(text, links, marks))
    heads = sorted(headings)
    starts = [head.start for head in heads]
    often = Counter(link.href for _, own in lines for link in own)
    found: list[Span] = []
    contents: list[Span] = []

    def settle() -> None:
        if len(contents) >= _OFTEN:
            found.extend(contents)
        contents.clear()

    for line, own in lines:
        place = bisect_right(starts, line.start) - 1
        if place >= 0 and line in heads[place]:
            settle()
            continue
        if contents and text[contents[-1].end : line.start].strip():
            settle()
        back = any(
            link.target and (link.target not in anchors or anchors[link.target].start < line.start)
            for link in own
        )
        if back or len(own) > 1 or any(often[link.href] >= _OFTEN for link in own):
            settle()
            found.append(line)
        elif own[0].target:
            contents.append(line)
    settle()
    return found


def _only_links(
    text: str, links: Sequence[WebLink], marks: set[int]
) -> Iterator[tuple[Span, list[WebLink]]]:
    """The lines whose letters all stand in links, with these; marks of notes are none."""
    position = 0
    while position < len(links):
        start = text.rfind("\n", 0, links[position].span.start) + 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        own: list[WebLink] = []
        reached, only = start, True
        while position < len(links) and links[position].span.start < end:
            link = links[position]
            only = only and not re.search(r"[^\W_]", text[reached : link.span.start])
            only = only and id(link) not in marks and link.span.end <= end
            reached = max(reached, min(end, link.span.end))
            own.append(link)
            position += 1
        if only and not re.search(r"[^\W_]", text[reached:end]):
            span = _trimmed(text, start, end)
            if re.search(r"[^\W\d_]", text[span.start : span.end]):
                yield span, own


def _back_links(
    text: str, links: Sequence[WebLink], notes: Mapping[str, Span], anchors: Mapping[str, Anchor]
) -> Iterator[Span]:
    """Signs in notes that lead back to their marks: an arrow, and letters behind it."""
    starts = [link.span.start for link in links]
    for span in notes.values():
        inside = links[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        arrow = text[span.start : span.start + 1] in "↑^"
        end = span.start + 1 if arrow else -1
        for link in inside:
            anchor = anchors.get(link.target)
            if anchor is None or anchor.start >= span.start:
                continue
            words = text[link.span.start : link.span.end]
            if not any(sign.isalnum() for sign in words):
                if link.span.start > span.start:
                    yield link.span
            elif arrow and not text[end : link.span.start].strip():
                end = link.span.end
        if arrow and inside:
            yield Span(span.start, end)
