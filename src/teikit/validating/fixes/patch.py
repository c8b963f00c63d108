"""Edits of a file as a patch, in the form that `git apply` and `patch -p1` take.

What changes is known. So nothing has to be compared, and a large file takes no longer than
to read it.
"""

import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

_AROUND = 3
"""Lines that are shown before and behind those that edit."""
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_ESCAPED = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\t"): "\\t"}


class ByteEdit(NamedTuple):
    """The bytes of a file from `start` up to `end` become `data`."""

    start: int
    end: int
    data: bytes


class _Lines(NamedTuple):
    """The lines from number `start`, counted from 0, up to `end` become `new`."""

    start: int
    end: int
    new: Sequence[bytes]


def edited(old: bytes, edits: Sequence[ByteEdit]) -> bytes:
    """What edits make of a file; they are in order, and do not overlap."""
    parts = []
    last = 0
    for start, end, data in edits:
        parts += [old[last:start], data]
        last = end
    return b"".join([*parts, old[last:]])


def patch(path: Path, old: bytes, edits: Sequence[ByteEdit]) -> Iterator[bytes]:
    """The lines of a unified diff, each with its end; the path is told from the current folder.

    They are bytes, as a file that is not in UTF-8 needs a patch that is not.
    """
    lines = _LINE.findall(old)
    regions = _regions(lines, old, edits)
    if regions:
        name = _name(path)
        yield b"--- " + _label(f"a/{name}")
        yield b"+++ " + _label(f"b/{name}")
    grown = 0
    for hunk in _hunks(regions):
        first = max(hunk[0].start - _AROUND, 0)
        last = min(hunk[-1].end + _AROUND, len(lines))
        more = sum(len(region.new) - (region.end - region.start) for region in hunk)
        before = _range(first, last - first)
        after = _range(first + grown, last - first + more)
        yield f"@@ -{before} +{after} @@\n".encode()
        grown += more
        at = first
        for region in hunk:
            yield from _marked(b" ", lines[at : region.start])
            yield from _marked(b"-", lines[region.start : region.end])
            yield from _marked(b"+", region.new)
            at = region.end
        yield from _marked(b" ", lines[at:last])


def _regions(lines: Sequence[bytes], old: bytes, edits: Sequence[ByteEdit]) -> list[_Lines]:
    """The lines that edit."""
    starts = [0, *accumulate(map(len, lines))]
    regions = []
    for first, last, group in _by_line(starts, edits):
        start, end = starts[first], starts[last]
        inner = [ByteEdit(edit.start - start, edit.end - start, edit.data) for edit in group]
        new = _LINE.findall(edited(old[start:end], inner))
        region = _narrowed(_Lines(first, last, new), lines[first:last])
        if region.new or region.start < region.end:
            regions.append(region)
    return regions


def _by_line(
    starts: Sequence[int], edits: Sequence[ByteEdit]
) -> Iterator[tuple[int, int, list[ByteEdit]]]:
    """Edits that have a line in common, with the lines from the first up to the last of them."""
    group: list[ByteEdit] = []
    first = last = 0
    for edit in edits:
        begin = min(bisect_right(starts, edit.start), len(starts) - 1) - 1
        if group and begin >= last:
            yield first, last, group
            group = []
        if not group:
            first = begin
        group.append(edit)
        last = min(bisect_right(starts, edit.end), len(starts) - 1)
    if group:
        yield first, last, group


def _narrowed(region: _Lines, old: Sequence[bytes]) -> _Lines:
    """A region without the lines, first or last, that stay what they are."""
    start, end, new = region
    before = _alike(old, new)
    after = _alike(old[before:][::-1], new[before:][::-1])
    return _Lines(start + before, end - after, new[before : len(new) - after])


def _alike(some: Sequence[bytes], others: Sequence[bytes]) -> int:
    """How many lines at the beginning are the same."""
    different = (n for n, pair in enumerate(zip(some, others, strict=False)) if pair[0] != pair[1])
    return next(different, min(len(some), len(others)))


def _hunks(regions: Sequence[_Lines]) -> Iterator[list[_Lines]]:
    """Regions so near to each other that the lines around them meet."""
    hunk: list[_Lines] = []
    for region in regions:
        if hunk and region.start - hunk[-1].end > 2 * _AROUND:
            yield hunk
            hunk = []
        hunk.append(region)
    if hunk:
        yield hunk


def _range(start: int, length: int) -> str:
    """The number of the first line and how many they are; of none, the number of that before."""
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _marked(mark: bytes, lines: Sequence[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line.endswith(b"\n"):
            yield mark + line
        else:
            yield mark + line + b"\n"
            yield b"\\ No newline at end of file\n"


def _name(path: Path) -> str:
    """The file that a path leads to, from the current folder; from the root where it is not in it.

    Patches have no names that begin with `/` or with `..`.
    """
    target = path.resolve()
    here = Path.cwd().resolve()
    if target.is_relative_to(here):
        return target.relative_to(here).as_posix()
    return target.relative_to(target.anchor).as_posix()


def _label(name: str) -> bytes:
    """A name as git writes it: in quotes where it is not plain; a tab is its end behind spaces."""
    data = os.fsencode(name)
    if re.search(rb'[^ -~]|["\\]', data):
        return f'"{"".join(map(_escaped, data))}"\n'.encode()
    return data + (b"\t\n" if b" " in data else b"\n")


def _escaped(byte: int) -> str:
    return _ESCAPED.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}")
