"""Citations: archival ones with their parts, and printed works.

Citations are numbered through the document: `x1` … in the source line, `c1` … in the notes. An
"Ibid." takes what it lacks from the citation before it, which `@prev` names.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from teikit.converting.forms import citations
from teikit.converting.letter import CONVERTER, Block, Letter
from teikit.converting.raw_rules import CITATION_INCOMPLETE, CITATION_VARIANT
from teikit.converting.recognise.context import NOTE_KINDS, Context, finding, offset
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic

_LONGEST_WORK = 30
_GROUP = re.compile(r"\((?P<inside>(?:[^()]|\([^()]{0,12}\)){3,400})\)")


@dataclass(frozen=True, slots=True)
class CitedUnit:
    """One citation of a document: `archival` holds its parts as printed, where it has any.

    `archive` and `values` are complete: an "Ibid." has taken over what it lacks. `prev` is the id
    of the citation that it took this from. A printed work has no values; those of others are
    ordered from the largest level to the smallest.
    """

    id: str
    span: Span
    archival: citations.Citation | None
    start: int
    archive: str = ""
    values: Mapping[str, str] | None = None
    prev: str = ""

    @property
    def normal(self) -> str:
        """The normal form: archive and parts with slashes between; a slash in a part is `%2F`."""
        parts = (self.archive, *(self.values or {}).values())
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts if part)


@lru_cache(maxsize=1)  # they are marked, and the header names the first
def items(letter: Letter, context: Context) -> Sequence[CitedUnit]:
    """The citations of a document, in order."""
    found: list[CitedUnit] = []
    counts = {"x": 0, "c": 0}
    for block in letter.blocks:
        if block.kind not in NOTE_KINDS | {"source"}:
            continue
        prefix = "x" if block.kind == "source" else "c"
        for span, citation in _in_block(letter, block, context):
            counts[prefix] += 1
            item = CitedUnit(f"{prefix}{counts[prefix]}", span, citation, block.span.start)
            found.append(_complete(item, letter.source[span], found, context))
    return found


def _in_block(
    letter: Letter, block: Block, context: Context
) -> list[tuple[Span, citations.Citation | None]]:
    text = letter.text(block)
    words, numerals = context.profile.archive, context.profile.notes.numerals
    archival = list(citations.find(text, words, numerals, context.authority))
    found: list[tuple[Span, citations.Citation | None]] = [
        (offset(each.span, block.span.start), each) for each in archival
    ]
    if block.kind != "source" or not archival:
        label = block.marks[0].span.end - block.span.start if block.marks else 0
        for span in _works(text, label, words.volume + words.page, words.ibid, words.see):
            if not any(span.overlaps(each.span) for each in archival):
                found.append((offset(span, block.span.start), None))
    return sorted(found, key=lambda pair: pair[0])


def _works(
    text: str, start: int, locators: tuple[str, ...], ibid: tuple[str, ...], see: tuple[str, ...]
) -> Iterator[Span]:
    """Printed works: what stands in parentheses, or makes up a whole note, and names a page."""
    locator, again = citations.locator(locators), _again(ibid, see)
    groups = [match.span("inside") for match in _GROUP.finditer(text)]
    if not groups and len(text[start:].split()) <= _LONGEST_WORK:
        groups = [(start, len(text.rstrip(" .")))]
    for group_start, group_end in groups:
        position = group_start
        for piece in text[group_start:group_end].split(";"):
            stripped = piece.strip()
            if locator.search(piece) or again.fullmatch(stripped):
                begin = position + len(piece) - len(piece.lstrip())
                if lead := again.match(stripped):
                    begin += len(lead["see"] or "")
                yield Span(begin, position + len(piece.rstrip()))
            position += len(piece) + 1


@cache
def _again(ibid: tuple[str, ...], see: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<see>(?:{'|'.join(map(re.escape, see))})\s+)?(?:{'|'.join(map(re.escape, ibid))})\.?",
        re.I,
    )


def _complete(
    item: CitedUnit, text: str, before: Sequence[CitedUnit], context: Context
) -> CitedUnit:
    """The item with all parts: an "Ibid." takes what it lacks from the items before it."""
    citation = item.archival
    if citation is None:
        words = context.profile.archive
        if not (before and _again(words.ibid, words.see).match(text)):
            return item
        # "Ibid." alone, or with a page: the same as the citation right before, of whichever kind.
        last = before[-1]
        return replace(item, archive=last.archive, values=last.values, prev=last.id)
    if citation.archive:
        entries = context.authority.find(citation.archive, "org")
        name = entries[0].name if len(entries) == 1 else citation.archive
        return replace(item, archive=name, values=citation.values)
    previous = next((each for each in reversed(before) if each.values), None)
    if previous is None:
        return replace(item, values=citation.values)
    levels = [level.name for level in context.profile.archive.levels]
    above = levels[: min(map(levels.index, citation.values))]
    taken = {name: value for name, value in (previous.values or {}).items() if name in above}
    values = {**taken, **citation.values}
    return replace(item, archive=previous.archive, values=values, prev=previous.id)


def bibliography(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark every citation, and report the unusual and the incomplete."""
    for item in items(letter, context):
        attributes = {"type": "archival" if item.values else "print", "id": item.id}
        if item.values:
            attributes["n"] = item.normal
        if item.prev:
            attributes |= {"prev": f"#{item.prev}", "resp": CONVERTER}
        elif item.id == "x1" and item.values:
            attributes["corresp"] = "#w1"
        yield Mark(item.span, "bibl", attributes)
        if item.archival:
            yield from _archival(letter, item, item.archival, context)


def _archival(
    letter: Letter, item: CitedUnit, citation: citations.Citation, context: Context
) -> Iterator[Mark | Diagnostic]:
    if citation.archive:
        entries = context.authority.find(citation.archive, "org")
        ref = {"ref": context.authority.ref(entries[0])} if len(entries) == 1 else {}
        yield Mark(offset(citation.archive_span, item.start), "archive", ref)
    yield Mark(offset(shelfmark(letter, item, citation), item.start), "idno", {"type": "archival"})
    for part, span in citation.parts.items():
        yield Mark(offset(span, item.start), "idno", {"type": part})
    values = item.values or {}
    above_the_last = [level.name for level in context.profile.archive.levels[:-1]]
    lacking = [name for name in above_the_last if name not in values]
    if lacking or not item.archive:
        missing = ", ".join(([] if item.archive else ["archive"]) + lacking)
        yield finding(
            letter, CITATION_INCOMPLETE, item.span, f"“{letter.source[item.span]}” lacks {missing}"
        )
    if citation.variants:
        printed = letter.source[item.span]
        yield finding(
            letter, CITATION_VARIANT, item.span, f"“{printed}” has {', '.join(citation.variants)}"
        )


def shelfmark(letter: Letter, item: CitedUnit, citation: citations.Citation) -> Span:
    """From the first word of the first part ("F.") to the end, counted from the block's start."""
    text = letter.source.text
    start = item.start + citation.archive_span.end
    while not text[start].isalpha():
        start += 1
    return Span(start - item.start, citation.span.end)
