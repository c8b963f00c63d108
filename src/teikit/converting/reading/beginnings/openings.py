"""Lines with which letters open that have no heading: a dateline, or the words to the receiver.

Either may stand elsewhere, too: a dateline below a signature, "Sir" in the middle of a letter. So
what stands around a line must speak for it: the end of the letter before, a wide gap, a salutation
below the dateline.
"""

from collections.abc import Callable

from teikit.converting.reading import heading
from teikit.converting.reading.lined_page import LinedPage
from teikit.converting.reading.signs import plain

_ENOUGH = 4
"""How much must speak for a line."""
_MOST_TITLES = 6
"""Lines of titles that may stand before the first letter of a page."""
_MOST_BETWEEN = 2
"""Lines of furniture between two letters."""


def datelines(page: LinedPage) -> list[int]:
    """The lines of a page at which letters begin with place and date."""
    return _openings(page, _dateline_score, wide=1)


def salutations(page: LinedPage) -> list[int]:
    """The lines of a page at which letters begin that greet their receiver first."""
    return _openings(page, _salutation_score, wide=2)


def _openings(
    page: LinedPage, score_of: Callable[[LinedPage, int], int | None], wide: int
) -> list[int]:
    """The lines for which enough speaks: by their words, and by where they stand."""
    return [
        index
        for index in _set_apart(page)
        if (score := score_of(page, index)) is not None
        and score + _score_of_place(page, index, wide) >= _ENOUGH
    ]


def _set_apart(page: LinedPage) -> list[int]:
    """The lines that something sets apart from the one before, notes left out."""
    return [
        index
        for index, line in enumerate(page.lines)
        if (line.gap or line.regions or (index and _closes(page, index - 1)))
        and not page.is_in_notes(index)
    ]


def _dateline_score(page: LinedPage, index: int) -> int | None:
    """How much its words, and those behind it, speak for a dateline; nothing where it is none."""
    if not _is_dateline(page, index):
        return None
    text = page.texts[index]
    if page.signs.run_in_dateline(text):
        score = _ENOUGH
    else:
        behind = page.signs.dateline("".join(page.texts[index + 1 : index + 2]))
        score = 2 if (page.signs.dateline(text) or behind) == "year" else 1
    if _salutes(page, index + 1) or _salutes(page, index + 2):
        return score + 2
    return score - 2 if _is_below_signature(page, index) else score


def _salutation_score(page: LinedPage, index: int) -> int | None:
    """How much its words speak for a salutation, or for a dateline with one right behind it."""
    text, signs = page.texts[index], page.signs
    salutes = signs.salutation(text) and not _follows_dateline(page, index)
    dated = bool(signs.dateline(text)) and _salutes(page, index + 1)
    dated = dated and not _is_below_signature(page, index)
    if not salutes and not dated:
        return None
    return 2 if dated or signs.run_in_salutation(text) or signs.short_salutation(text) else 1


def _score_of_place(page: LinedPage, index: int, wide: int) -> int:
    """How much speaks for a line by where it stands; `wide` is what a wide gap counts for."""
    if index <= _MOST_TITLES and all(_is_before_letters(page, i) for i in range(index)):
        return 3
    before = _text_before(page, index)
    if _closes(page, before) or _is_below_signature(page, before):
        return 2
    gap = page.lines[index].gap
    return wide if gap > 1 and gap > page.usual_gap else 0


def _is_before_letters(page: LinedPage, index: int) -> bool:
    """Whether a line at the top of a page may belong to no letter."""
    return page.is_furniture(index) or page.is_title(index)


def _text_before(page: LinedPage, index: int) -> int:
    """The line before another, without a rule and furniture between."""
    first = max(0, index - 1 - _MOST_BETWEEN)
    before = index - 1
    while before > first and page.is_furniture(before):
        before -= 1
    return before


def _is_dateline(page: LinedPage, index: int) -> bool:
    """Whether a dateline begins at a line: in it, or on the next one after a place."""
    text, signs = page.texts[index], page.signs
    if signs.run_in_dateline(text):
        return True
    if signs.dateline(text):
        return not (index and not page.lines[index].gap and _may_be_place(page, index - 1))
    return (
        _may_be_place(page, index)
        and index + 1 < len(page.lines)
        and (not page.lines[index + 1].gap and bool(signs.dateline(page.texts[index + 1])))
    )


def _may_be_place(page: LinedPage, index: int) -> bool:
    """Whether a line may be the place of a dateline that goes on in the next one."""
    text = plain(page.texts[index])
    return text.endswith(",") and heading.is_place(text.rstrip(","))


def _follows_dateline(page: LinedPage, index: int) -> bool:
    """Whether the dateline of the same letter stands right before a line."""
    if not index or _is_below_signature(page, index - 1):
        return False
    return bool(page.signs.dateline(page.texts[index - 1]))


def _salutes(page: LinedPage, index: int) -> bool:
    return index < len(page.texts) and page.signs.salutation(page.texts[index])


def _closes(page: LinedPage, index: int) -> bool:
    """Whether a line closes a letter: a formula, a signature, a paragraph with a name last."""
    text = page.texts[index]
    return page.signs.closing(text) or page.signs.ends_with_signature(text)


def _is_below_signature(page: LinedPage, index: int) -> bool:
    """Whether a dateline ends a letter: below a signature, nearer to it than to what follows."""
    if not 0 < index < len(page.lines) - 1 or not _closes(page, index - 1):
        return False
    if not page.signs.dateline(page.texts[index]):
        return False
    return page.lines[index].gap < page.lines[index + 1].gap
