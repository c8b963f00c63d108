"""A date and place that run into the first paragraph: "(1775,) Oct. 11, at home.--I went there".

Only the form is read here: where such a head would end. Whether it is a date is for its reader to
say.
"""

import re

_LONGEST = 120
"""Characters of a head."""
_DASH = re.compile(
    r"(?<!\d)(?:-{2,3}|[—–])|(?:-{2,3}|[—–])(?!\s?\d)|(?<=[.,:)\]])\s?-(?=\s?[^\W\d_])"
)
"""A dash behind which the text begins; that of "1775–76" is none."""
_ANY_DASH = re.compile("[-—–]")
_BRACKETED = re.compile(r"[(\[][^()\[\]]{6,60}[)\]]")
_NOTE_MARK = re.compile(r"\s*(?:[(\[{]\d{1,3}[a-z]?[)\]}]|\*{1,3}|[†‡])\s*$")
_WITHIN = re.compile(r"(?<=[^\W\d_])[(\[]([^\W\d_]+)[)\]]|[(\[]([^\W\d_]+)[)\]](?=[^\W\d_])")
_YEAR_FIRST = re.compile(r"[(\[]\s?(1[4-9]\d\d|20\d\d)\??,?\s?\??[)\]]")
_TEXT = re.compile(r"[^\W_]")


def heads(text: str) -> tuple[int, ...]:
    """Where the head of a paragraph may end: before its first dash, or behind its first bracket.

    Nothing where no text follows.
    """
    start = len(text) - len(text.lstrip())
    found: list[int] = []
    has_dash = _ANY_DASH.search(text, start, start + _LONGEST)
    if has_dash and (dash := _DASH.search(text, start, start + _LONGEST)):
        found.append(dash.start())
    bracketed = _BRACKETED.match(text, start)
    if bracketed and (not found or bracketed.end() < found[0]):
        found.append(bracketed.end())
    return tuple(end for end in found if start < end and _TEXT.search(text, end, end + _LONGEST))


def dash_end(text: str, end: int) -> int:
    """Where the dash ends that stands behind a head; where the head ends, if there is none."""
    dash = _DASH.match(text, end)
    return dash.end() if dash else end


def bare_end(text: str, end: int) -> int:
    """Where a head ends without the note mark and the full stop at its end."""
    mark = _NOTE_MARK.search(text, 0, end)
    return len(text[: mark.start() if mark else end].rstrip(" ."))


def plain_head(text: str) -> str:
    """A head without note marks at its end, and without what editors completed in its words."""
    return _WITHIN.sub("", _NOTE_MARK.sub("", text)).strip()


def has_year_first(text: str) -> bool:
    """Whether a head begins with a year in brackets, as editors put it."""
    return _YEAR_FIRST.match(text.lstrip()) is not None
