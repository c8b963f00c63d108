"""The rows of a page: its lines as the file has them, before it is known what they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.converting.source import Source, Span

_RULE = re.compile(r"(?:[-–—_=~]\s?){3,}|\*{5,}")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line of the file without white space at its ends; `gap` empty lines stand before it."""

    span: Span
    gap: int
    indent: int
    rule: bool
    block: int
    """The number of the block that it is in: rows between empty lines, or one row."""


def rows_of(source: Source) -> list[RawRow]:
    """The rows that hold more than white space."""
    rows: list[tuple[Span, int, int, bool]] = []
    gap = 1
    for found in re.finditer(r"[^\n]*\n|[^\n]+", source.text):
        span = source.trim(Span(*found.span()))
        if not span:
            gap += 1
            continue
        before = source.text[found.start() : span.start].expandtabs(8)
        rule = span.end - span.start < 100 and bool(_RULE.fullmatch(source[span]))
        rows.append((span, gap, len(before), rule))
        gap = 0
    wrapped = _is_wrapped(rows)
    result: list[RawRow] = []
    block = -1
    for span, gap, indent, rule in rows:
        apart = gap or not wrapped or rule or (result and result[-1].rule)
        block += bool(apart)
        result.append(RawRow(span, gap, indent, rule, block))
    return result


def _is_wrapped(rows: Sequence[tuple[Span, int, int, bool]]) -> bool:
    """Whether rows without an empty line between them go on with each other."""
    pairs = [
        (before, behind)
        for before, behind in pairwise(rows)
        if not behind[1] and not before[3] and not behind[3]
    ]
    if not pairs:
        return False
    lengths = sorted(row[0].end - row[0].start for row, _ in pairs)
    width = lengths[int(len(lengths) * 0.97)]
    gaps = sum(1 for row in rows if row[1])
    full = sum(1 for row, _ in pairs if row[0].end - row[0].start >= 0.75 * width)
    return 28 <= width <= 160 and gaps > 1 and full >= 0.35 * len(pairs)
