"""References to other documents of the edition and to their notes."""

import re
from collections.abc import Iterator
from functools import cache

from teikit.converting.letter import Letter
from teikit.converting.raw_rules import REFERENCE_UNRESOLVED
from teikit.converting.recognise.context import NOTE_KINDS, Context, finding
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic
from teikit.profiles.profile import Words

_ITEM = re.compile(r"(?P<first>\d{1,4})(?:\s?[-–]\s?(?P<last>\d{1,4}))?")
_LONGEST_RANGE = 50


def references(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark "note 4 to document No. 78", "Document No. 71", "(No. 68-71, 74)"."""
    words = context.profile.notes
    grammar = _grammar(words.note, words.document, words.number, words.to)
    for block in letter.blocks:
        if block.kind not in NOTE_KINDS and not (letter.is_essay and block.kind == "p"):
            continue
        for match in grammar.finditer(letter.text(block)):
            start = block.span.start
            if match["note"]:
                span = Span(start + match.start(), start + match.end("items"))
                yield from _note(letter, context, span, match["note"], match["items"])
                continue
            pieces = list(_ITEM.finditer(match["items"]))
            for index, item in enumerate(pieces):
                begin = match.start() if index == 0 else match.start("items") + item.start()
                span = Span(start + begin, start + match.start("items") + item.end())
                yield from _document(letter, context, span, item)


@cache
def _grammar(notes: Words, documents: Words, numbers: Words, to: str) -> re.Pattern[str]:
    note = "|".join(map(re.escape, notes))
    document = "|".join(map(re.escape, documents))
    number = "|".join(map(re.escape, numbers))
    item = r"\d{1,4}(?:\s?[-–]\s?\d{1,4})?"
    return re.compile(
        rf"(?:(?:{note})\s+(?P<note>\d{{1,2}})\s+{re.escape(to)}\s+)?"
        rf"(?:(?:{document})\s+|(?<=\())(?:{number})\s?(?P<items>{item}"
        rf"(?:,\s?{item})*)(?!\w)",
        re.IGNORECASE,
    )


def _note(
    letter: Letter, context: Context, span: Span, note: str, document: str
) -> Iterator[Mark | Diagnostic]:
    attributes = {"type": "document", "n": document}
    known = context.numbered.get(document)
    if known and int(note) in known.notes:
        attributes["target"] = f"{known.id}.xml#{known.id}-n{note}"
    elif known:
        attributes["target"] = f"{known.id}.xml"
    yield Mark(span, "ref", attributes)
    if not known or int(note) not in known.notes:
        yield finding(
            letter,
            REFERENCE_UNRESOLVED,
            span,
            f"note {note} to document No. {document} is not among these pages",
        )


def _document(
    letter: Letter, context: Context, span: Span, item: re.Match[str]
) -> Iterator[Mark | Diagnostic]:
    first, last = int(item["first"]), int(item["last"] or item["first"])
    numbers = [str(number) for number in range(first, min(last, first + _LONGEST_RANGE) + 1)]
    known = [context.numbered[number] for number in numbers if number in context.numbered]
    attributes = {"type": "document", "n": f"{first}-{last}" if item["last"] else str(first)}
    if known:
        attributes["target"] = " ".join(f"{document.id}.xml" for document in known)
    yield Mark(span, "ref", attributes)
    if len(known) < len(numbers):
        yield finding(
            letter,
            REFERENCE_UNRESOLVED,
            span,
            f"document No. {attributes['n']} is not among these pages",
        )
