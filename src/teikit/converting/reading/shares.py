"""Which letter each of the notes of a page belongs to, and the blocks that they become in it."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from teikit.converting.forms.prose import is_textual
from teikit.converting.letter import CONVERTER, EDITORS, FAR, Block
from teikit.converting.raw_rules import (
    MARK_DOUBTFUL,
    NOTE_HOLDS_LETTER,
    NOTE_SHARED,
    NOTE_UNCLAIMED,
)
from teikit.converting.reading.findings import finding
from teikit.converting.reading.taken import NoteRun, TakenNote, TakenNotes
from teikit.converting.source import Mark, Source, Span
from teikit.diagnostic import Diagnostic

_KEY = re.compile(r"[^\W_][\w.]*")
_YEAR = re.compile(r"(?<!\d)1[0-9]{3}(?!\d)")
_SHORT_LINE = 60
"""Characters: a date line or a signature has no more."""
_FEWEST_LINES = 4
_NO_TEXT = frozenset(
    {"header", "footer", "source", "commentary", "notes", "note", "note-more", "furniture"}
)


@dataclass(slots=True)
class Share:
    """What of the notes of a page belongs to one letter.

    `near` stand in it or right behind it, `far` behind all letters, under its heading (`heads`)
    or among others. `titles` and `rules` are those
    of the near ones; `behind` are those of far ones, which stand behind this letter.
    """

    near: list[TakenNote] = field(default_factory=list)
    far: list[TakenNote] = field(default_factory=list)
    heads: list[Span] = field(default_factory=list)
    titles: list[Span] = field(default_factory=list)
    rules: list[Span] = field(default_factory=list)
    behind: list[Span] = field(default_factory=list)

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its notes, as far as they are numbers."""
        values = (note.value for note in (*self.near, *self.far))
        return frozenset(int(value) for value in values if value.isdecimal())


def shares(
    source: Source, taken: TakenNotes, starts: Sequence[int]
) -> tuple[list[Share], list[Diagnostic]]:
    """The share of each letter; `starts` are the offsets where the letters begin, in order.

    A note belongs to the letter that has its mark. One without a mark stays where it stands; in a
    row of notes that belong to other letters it goes with those around it, if they agree.
    """
    result = [Share() for _ in starts]
    findings: list[Diagnostic] = []

    def owner(offset: int) -> int:
        return _owner(offset, starts)

    for run in taken.runs:
        home, owners = owners_of(run, starts)
        if run.grouped:
            own_share = result[home if run.letter is None else owner(run.letter.start)]
            own_share.far += run.notes
            own_share.heads += filter(None, (run.title,))
            result[home].behind += run.rules
            for note in run.notes:
                findings += _findings(source, note)
            continue
        is_far = any(own not in {None, home} for own in owners)
        settled = _settled(owners)
        for note, own, to in zip(run.notes, owners, settled, strict=True):
            place = to if to is not None else home
            if is_far and own is None and to is None:
                words = " ".join(source[note.span].split()[:6])
                message = f"no letter has the mark of the note “{words} …” behind them"
                findings.append(finding(source, NOTE_UNCLAIMED, note.span, message))
            marks = tuple(mark for mark in note.link.marks if owner(mark.start) == place)
            for mark in note.link.marks:
                if mark not in marks:
                    message = f"“{source[mark]}” leads to a note that another letter's mark has"
                    findings.append(finding(source, NOTE_SHARED, mark, message))
            own_note = replace(note, link=replace(note.link, marks=marks))
            (result[place].far if is_far else result[place].near).append(own_note)
            findings += _findings(source, own_note)
        around = [*run.rules, *filter(None, (run.title,))]
        if is_far:
            result[home].behind += around
        else:
            result[home].rules += run.rules
            result[home].titles += filter(None, (run.title,))
    return result, findings


def owners_of(run: NoteRun, starts: Sequence[int]) -> tuple[int, list[int | None]]:
    """The letter that notes stand in, and for each the letter that has its mark."""
    owners = [
        _owner(note.link.marks[0].start, starts) if note.link.marks and not note.inline else None
        for note in run.notes
    ]
    return _owner(run.start, starts), owners


def _owner(offset: int, starts: Sequence[int]) -> int:
    """The letter that an offset is in."""
    return max(0, bisect_right(starts, offset) - 1)


def _settled(owners: Sequence[int | None]) -> list[int | None]:
    """The owners, those that are not known by the owners around them where these agree."""
    before: list[int | None] = []
    last: int | None = None
    for own in owners:
        last = own if own is not None else last
        before.append(last)
    behind: list[int | None] = []
    last = None
    for own in reversed(owners):
        last = own if own is not None else last
        behind.append(last)
    behind.reverse()
    return [
        own if own is not None else (a if a == b else None)
        for own, a, b in zip(owners, before, behind, strict=True)
    ]


def _findings(source: Source, note: TakenNote) -> Iterator[Diagnostic]:
    if note.link.doubtful and note.link.marks:
        mark = note.link.marks[0]
        message = f"“{source[mark]}” may be the mark of note {note.value}, and others may be"
        yield finding(source, MARK_DOUBTFUL, mark, message)
    if _holds_letter(source, note):
        words = " ".join(source[note.span].split()[:6])
        message = f"the note “{words} …” holds a date line and a signature"
        yield finding(source, NOTE_HOLDS_LETTER, note.span, message)


def _holds_letter(source: Source, note: TakenNote) -> bool:
    """Whether a note has a short line with a year, and a last line that is short as a name."""
    lines = [source[line] for piece in note.pieces for line in source.lines(piece)]
    if len(lines) < _FEWEST_LINES or len(note.pieces) == 1:
        return False
    dated = any(
        len(line) < _SHORT_LINE and _YEAR.search(line) and len(line.split()) <= 8
        for line in lines[1:-1]
    )
    words = re.findall(r"[^\W\d_]+", lines[-1])
    return dated and 0 < len(words) <= 5 and all(word[0].isupper() for word in words)


# Blocks


def with_notes(
    source: Source, blocks: Sequence[Block], share: Share, textual: Sequence[str]
) -> tuple[list[Block], tuple[Mark, ...]]:
    """The blocks of a letter with its notes among and behind them, and the marks of these."""
    if not (share.near or share.far or share.behind or share.heads):
        return list(blocks), ()
    keys = _keys([*share.near, *share.far])
    near, far = keys[: len(share.near)], keys[len(share.near) :]
    text_end = max((b.span.end for b in blocks if b.kind not in _NO_TEXT), default=0)
    within = _Holders(blocks)
    inside = [
        (note, key) for note, key in zip(share.near, near, strict=True) if within.of(note.span) >= 0
    ]
    found = _with_inline(source, blocks, inside, textual)
    around = [span for span in (*share.titles, *share.rules) if within.of(span) >= 0]
    found = _with_furniture(found, around, within)
    set_apart = {note.span for note, _ in inside}.union(around)
    has_notes = any(block.kind in {"notes", "note"} for block in blocks)
    for title in share.titles:
        if title in set_apart:
            continue
        head = title.start > text_end and not has_notes
        found.append(Block("notes" if head else "furniture", title))
        has_notes = has_notes or head
    found += [Block("furniture", rule) for rule in share.rules if rule not in set_apart]
    for note, key in zip(share.near, near, strict=True):
        if not note.inline and note.span not in set_apart:
            place = "bottom" if note.span.start < text_end else "end"
            found += _blocks(note, key, place)
    found.sort(key=lambda block: block.span.start)
    behind = [Block("notes", head, {"place": FAR}) for head in share.heads]
    for note, key in zip(share.far, far, strict=True):
        behind += _blocks(note, key, FAR)
    found += sorted(behind, key=lambda block: block.span.start) if share.heads else behind
    found += [Block("footer", span) for span in sorted(share.behind)]
    notes = [*share.near, *share.far]
    return found, tuple(
        mark for note, key in zip(notes, keys, strict=True) for mark in _links(note, key)
    )


class _Holders:
    """Finds the block that holds a place of the page."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.order = sorted(range(len(blocks)), key=lambda index: blocks[index].span.start)
        self.spans = [blocks[index].span for index in self.order]
        self.starts = [span.start for span in self.spans]

    def of(self, span: Span) -> int:
        """The index of the block that a span is within; -1 where there is none."""
        place = bisect_right(self.starts, span.start) - 1
        return self.order[place] if place >= 0 and span in self.spans[place] else -1


def _with_furniture(
    blocks: Sequence[Block], spans: Sequence[Span], within: _Holders
) -> list[Block]:
    """The blocks, with rules and titles within one as marks in it."""
    inside: dict[int, list[Mark]] = defaultdict(list)
    for span in spans:
        inside[within.of(span)].append(Mark(span, "fw", {"type": "header"}))
    return [
        replace(block, marks=(*block.marks, *inside[place])) if place in inside else block
        for place, block in enumerate(blocks)
    ]


def _keys(notes: Sequence[TakenNote]) -> list[str]:
    """For each note what tells it from the others: its number, or its place in their row."""
    keys: list[str] = []
    taken: set[str] = set()
    following: dict[str, int] = {}
    for place, note in enumerate(notes, 1):
        key = note.value if _KEY.fullmatch(note.value) else f"s{place}"
        name = key
        while name in taken:
            following[key] = following.get(key, 1) + 1
            name = f"{key}-{following[key]}"
        taken.add(name)
        keys.append(name)
    return keys


def _blocks(note: TakenNote, key: str, place: str) -> Iterator[Block]:
    for index, piece in enumerate(note.pieces):
        if index:
            yield Block("note-more", piece, {"place": place})
            continue
        label = (Mark(note.label.span, "label"),) if note.label and note.label.span else ()
        yield Block("note", piece, {"n": note.value, "key": key, "place": place}, label)


def _with_inline(
    source: Source,
    blocks: Sequence[Block],
    notes: Sequence[tuple[TakenNote, str]],
    textual: Sequence[str],
) -> list[Block]:
    """The blocks, notes that stand within one as marks in it."""
    inside: dict[int, list[Mark]] = defaultdict(list)
    within = _Holders(blocks)
    for note, key in notes:
        place = within.of(note.span)
        kind = "textConst" if is_textual(source[note.span], textual) else "commentary"
        attributes = {
            "n": note.value,
            "type": kind,
            "place": "inline" if note.inline else "bottom",
            "target": f"#r{key}" if note.link.marks else "",
            "resp": EDITORS,
            "id": f"n{key}",
        }
        inside[place].append(Mark(note.span, "note", attributes))
        if note.label and note.label.span:
            inside[place].append(Mark(note.label.span, "label"))
    return [
        replace(block, marks=(*block.marks, *inside[place])) if place in inside else block
        for place, block in enumerate(blocks)
    ]


def _links(note: TakenNote, key: str) -> Iterator[Mark]:
    for place, mark in enumerate(note.link.marks, 1):
        id_ = f"r{key}" if place == 1 else f"r{key}-again{place}"
        attributes = {"type": "noteMark", "id": id_, "target": f"#n{key}"}
        if note.link.doubtful or place > 1:
            attributes |= {"resp": CONVERTER, "cert": "medium"}
        yield Mark(mark, "ref", attributes)
