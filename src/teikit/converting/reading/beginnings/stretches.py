"""Stretches of text between rules, each of which is a letter."""

from teikit.converting.reading.lined_page import CENTRED, LinedPage


def behind_rules(page: LinedPage) -> list[int]:
    """The first line of each stretch between rules that holds prose.

    Before the first of all, the titles of the page are passed by.
    """
    found: list[int] = []
    first: int | None = None
    for index, text in enumerate(page.texts):
        if not any(map(str.isalnum, text)) or page.lines[index].is_in("rule"):
            first = None
        elif _begins(page, index, first):
            first = index
        titled = not found and page.is_title(index) and not page.signs.dateline(text)
        if first is not None and not titled and first not in found[-1:]:
            found.append(index if not found else first)
            first = found[-1]
    return found


def _begins(page: LinedPage, index: int, first: int | None) -> bool:
    """Whether a stretch begins at a line; `first` is where the last one began, up to a rule."""
    if first is None:
        return not page.is_furniture(index)
    return _is_far_below_signature(page, index)


def _is_far_below_signature(page: LinedPage, index: int) -> bool:
    """Whether a line stands further than usual below a signature at the right, with no rule."""
    line, before = page.lines[index], page.lines[index - 1]
    return (
        line.gap > page.usual_gap
        and before.indent >= CENTRED
        and before.indent > line.indent
        and page.signs.signature(page.texts[index - 1])
        and not page.signs.postscript(page.texts[index])
    )
