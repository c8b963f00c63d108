"""Quotations: what stands between curved quotation marks, with the marks."""

import re
from collections.abc import Iterator

from teikit.converting.letter import Letter
from teikit.converting.recognise.context import NOTE_KINDS, Context
from teikit.converting.source import Mark, Span

_PAIR = re.compile(
    r"“[^“”]*”|«[^«»]*»|„[^„“]*“"
    # Opened by a curved mark and closed by a straight one, as keyboards do.
    r"|“[^“”\"]*\"(?!\w)"
)


def quotations(letter: Letter, context: Context) -> Iterator[Mark]:
    """Mark quotations that begin and end in one paragraph, and those that run over several."""
    open_at: Span | None = None
    pieces = 0
    for block in letter.blocks:
        if block.kind not in NOTE_KINDS | {"p"}:
            continue
        text = letter.text(block)
        start = block.span.start
        if block.kind == "note":
            open_at = None
        pairs = [Span(*match.span()) for match in _PAIR.finditer(text)]
        loose_open = [m.start() for m in re.finditer("“", text) if not _inside(m.start(), pairs)]
        loose_close = [m.start() for m in re.finditer("”", text) if not _inside(m.start(), pairs)]
        if (
            open_at
            and loose_close
            and loose_close[0] < min([p.start for p in pairs], default=len(text))
        ):
            pieces += 1
            yield Mark(open_at, "quote", {"id": f"q{pieces}a", "next": f"#q{pieces}b"})
            closing = Span(start, start + loose_close[0] + 1)
            yield Mark(closing, "quote", {"id": f"q{pieces}b", "prev": f"#q{pieces}a"})
        open_at = None
        for pair in pairs:
            yield Mark(Span(start + pair.start, start + pair.end), "quote")
        if loose_open and loose_open[-1] > max([p.end for p in pairs], default=-1):
            open_at = Span(start + loose_open[-1], block.span.end)


def _inside(position: int, spans: list[Span]) -> bool:
    return any(span.start <= position < span.end for span in spans)
