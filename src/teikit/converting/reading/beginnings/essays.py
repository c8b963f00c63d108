"""Texts of the editors between letters: the profile knows their titles, and prose stands behind."""

from bisect import bisect_right

from teikit.converting.reading.beginnings.start import Start, in_order
from teikit.converting.reading.lined_page import PROSE, LinedPage
from teikit.profiles.template import match


def with_essays(page: LinedPage, starts: list[Start]) -> list[Start]:
    """The beginnings, with the section titles that prose follows, each before a letter or none.

    A title with no prose behind it is furniture.
    """
    templates = page.profile.page.essay
    titles = [i for i, text in enumerate(page.texts) if templates and match(templates, text)]
    if not titles:
        return starts
    prose = [i for i, text in enumerate(page.texts) if len(text.split()) > PROSE]
    lines = [start.line for start in starts]
    taken = {index for start in starts for index in (start.line, *start.titles)}
    essays: list[Start] = []
    last = -1
    for index in titles:
        following = bisect_right(lines, index)
        end = lines[following] if following < len(lines) else len(page.lines)
        behind = bisect_right(prose, index)
        if following == last or index in taken or behind == len(prose) or prose[behind] >= end:
            continue
        essays.append(Start(index, is_essay=True))
        last = following
    return in_order(starts, essays)
