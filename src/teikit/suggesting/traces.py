"""What a unit looks like at first sight: a dateline, a salutation, the end of a letter, a note."""

import re
from collections.abc import Sequence
from enum import StrEnum

from teikit.suggesting.units import Unit
from teikit.suggesting.vocabulary import Vocabulary, begins_with, folded

_NUMERIC = re.compile(
    r"(?<![\d.])\d{1,2}\s?[./-]\s?(?:\d{1,2}|[ivx]{1,4})\s?[./-]\s?(?:1[5-9]|20)?\d\d(?!\d)"
)
_DAY_OR_YEAR = re.compile(r"(?<!\d)(?:\d{1,2}|1[4-9]\d\d|20\d\d|[ivx]{1,6})(?![\d])")
YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20[012]\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_DATELINE = 18
_LONGEST_SALUTE = 9
_LONGEST_SIGNATURE = 8
_LABEL = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\{\w{1,4}\}|\*{1,3}(?!\s?\d+\.))\s*\S")
_NO_WORDS = re.compile(r"[\W_]+$")
_LONGEST_STARRED = 60
"""Words of a note with an asterisk: longer paragraphs have it for something else."""
_RUN_IN = 70
"""Characters within which a salutation ends that stands at the start of a paragraph."""


class Appearance(StrEnum):
    """What a unit looks like."""

    DATELINE = "dateline"
    SALUTE = "salutation"
    RUN_IN = "salutation at the start of a paragraph"
    CLOSE = "closing formula"
    NAME = "capitalised words alone, as in a signature"
    LABEL = "note"
    NOTES = "title of notes"
    RULE = "rule"
    PROSE = "prose"
    LINE = "line"


def traces(units: Sequence[Unit], words: Vocabulary) -> list[Appearance]:
    """What each unit looks like, in view of the next one."""
    followed = [*units[1:], None]
    return [_trace(unit, after, words) for unit, after in zip(units, followed, strict=True)]


def _trace(unit: Unit, after: Unit | None, words: Vocabulary) -> Appearance:
    text = folded(unit.text)
    bare = text.strip("[]().:—–- ")
    greets = begins_with(bare, words.salutation)
    if _NO_WORDS.match(text):
        trace = Appearance.RULE
    elif bare in words.notes:
        trace = Appearance.NOTES
    elif _is_label(text, words) and not (text[0] == "*" and unit.words > _LONGEST_STARRED):
        trace = Appearance.LABEL
    elif unit.is_short and is_dateline(unit.text, words):
        trace = Appearance.DATELINE
    elif greets and (not unit.is_short or unit.words > _LONGEST_SALUTE):
        ends = re.search(r"[,!:;—–]|--|\.-", text[len(greets) : _RUN_IN])
        trace = Appearance.RUN_IN if ends else Appearance.PROSE
    elif unit.is_short and unit.words <= _LONGEST_SALUTE:
        trace = _short_trace(unit, after, words, greets)
    elif unit.is_short:
        trace = Appearance.CLOSE if begins_with(bare, words.greeting) else Appearance.LINE
    else:
        trace = Appearance.PROSE
    return trace


def _short_trace(unit: Unit, after: Unit | None, words: Vocabulary, greets: str) -> Appearance:
    """What a line of a few words looks like, that is neither a dateline nor a note."""
    stops = unit.text.endswith((",", "!", ":", "—", "--"))
    prose_behind = after is not None and after.words > unit.words + 4
    closes = begins_with(folded(unit.text).strip("[]().:—–- "), words.greeting)
    if len(greets) > len(closes) and (stops or prose_behind):
        return Appearance.SALUTE
    if closes:
        return Appearance.CLOSE
    if stops and prose_behind and unit.text[-1] != ":" and unit.text[:1].isupper():
        return Appearance.SALUTE
    return Appearance.NAME if is_signature(unit.text) else Appearance.LINE


def _is_label(text: str, words: Vocabulary) -> bool:
    inner = begins_with(text.lstrip("[("), words.note)
    if inner and re.match(r"\s*[\d*†a-z]{1,6}[\s:.)\]]", text.lstrip("[(")[len(inner) :]):
        return True
    return _LABEL.match(text) is not None


def is_dateline(text: str, words: Vocabulary) -> bool:
    """Whether a line is a date, with a place and little else."""
    low = folded(text)
    if low.count(" ") >= _LONGEST_DATELINE:
        return False
    numeric = _NUMERIC.search(low)
    month = words.months.search(low)
    if numeric:
        rest = text[: numeric.start()] + text[numeric.end() :]
    elif month and _DAY_OR_YEAR.search(low):
        rest = text[: month.start()] + text[month.end() :]
    else:
        return False
    found: list[str] = [word for word in _WORD.findall(rest) if len(word) > 2]
    small = sum(word[0].islower() for word in found)
    return small <= 3 and small * 2 <= len(found) + 2


def is_signature(text: str) -> bool:
    """Whether a line is capitalised words alone, as a name below a letter."""
    bare = text.rstrip(" .,")
    found = bare.split()
    return (
        0 < len(found) <= _LONGEST_SIGNATURE
        and not any(character.isdigit() for character in bare)
        and text[-1] not in "!?:;"
        and all(word[:1].isupper() or len(word) <= 3 for word in found)
        and found[0][:1].isupper()
    )
