"""Stars that stress words, and are no marks of notes: before a word, or around a paragraph."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice

from teikit.converting.reading.labels import Label
from teikit.converting.reading.rows import RawRow
from teikit.converting.source import Source, Span

_AT_WORD = re.compile(r"(?<=[^\s*][ \t])\*{1,2}(?=[^\W\d_])")
_OFTEN = 2
"""Stars at words from which on others stress words, too."""
_AROUND = re.compile(
    r"(?P<stars>\*{1,2})(?=[^\s*])[^*]*(?<=[^\s*])(?P<close>(?P=stars))[.,;:!?\"”»’]*"
)


@dataclass(frozen=True)
class Stars:
    """The stars of a page, whose rows are given."""

    source: Source
    rows: Sequence[RawRow]

    @cached_property
    def around(self) -> Mapping[int, int]:
        """Where stars open that have a paragraph between them, and where they close."""
        found = {}
        for _, rows in groupby(self.rows, key=lambda row: row.block):
            first, last = _ends(rows)
            if self.source.text[first.span.start] != "*":
                continue
            text = self.source[Span(first.span.start, last.span.end)]
            pair = _AROUND.fullmatch(text)
            if pair and text.count("*") == 2 * len(pair["stars"]):
                found[first.span.start] = first.span.start + pair.start("close")
        return found

    def stress(self, label: Label) -> bool:
        """Whether what looks like a label begins what is stressed, as other stars here do."""
        if label.span.start in self.around:
            return True
        behind = self.source.text[label.span.end : label.span.end + 1]
        glued = label.shape == "sign" and bool(behind.strip())
        return glued and label.value[0] == "*" and self._stress_words

    @cached_property
    def _stress_words(self) -> bool:
        """Whether stars stand before words, in the middle of lines."""
        return len(list(islice(_AT_WORD.finditer(self.source.text), _OFTEN))) == _OFTEN


def _ends(rows: Iterator[RawRow]) -> tuple[RawRow, RawRow]:
    """The first and the last of some rows."""
    first = last = next(rows)
    for last in rows:  # noqa: B007
        pass
    return first, last
