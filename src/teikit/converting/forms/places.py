"""The place in a line that gives a date: the words before it, or behind it.

Read by their form alone: capitals, house numbers, small words such as "of" and "sur". Weekdays,
times and "den" do not belong to it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice

from teikit.converting.forms.persons import folded
from teikit.converting.source import Span
from teikit.profiles.profile import Profile, Words

_TOKEN = re.compile(r"(?:[^\W_]|['’&./-])+")
_HOUSE = re.compile(r"\d{1,4}[a-z]?(?:/\d{1,3})?|\d{1,3}(?:st|nd|rd|th)", re.I)
_YEAR_BEFORE = re.compile(r"(?:1\d{3}|20\d\d)\s?[.,;]")
"""A year that a stop parts from the place: "1853. Ghent"; a house number stands at its street."""
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th|d|ten|te|er)?\.?", re.I)
_MOST_TOKENS = 14
_MOST_LETTERS = 5
"""In an abbreviation inside a place: "Mass.", "Tenn."."""


def find(text: str, dates: Sequence[Span], profile: Profile) -> Span | None:
    """The place in a dateline, as a span of it; its dates are given by their spans."""
    before = Span(0, dates[0].start if dates else len(text))
    behind = Span(dates[-1].end if dates else len(text), len(text))
    for span in (before, behind):
        place = _trimmed(text, span, profile)
        if place and _has_form(text[place.start : place.end], profile):
            return place
    return None


def rest(text: str, dates: Sequence[Span], profile: Profile) -> list[str]:
    """The words of a line that are neither its dates nor usual beside them."""
    ends = [0, *chain.from_iterable((date.start, date.end) for date in dates), len(text)]
    pieces = [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    return [match.group() for piece in pieces for match in _words(piece, profile)]


def is_place(text: str, profile: Profile) -> bool:
    """Whether a text has the form of a place's name, and of nothing else."""
    own = (each for each in _words(text, profile) if not _ORDINAL.fullmatch(each.group()))
    if next(islice(own, _MOST_TOKENS, None), None):
        return False  # no need to read on: it is a paragraph
    place = _trimmed(text, Span(0, len(text)), profile)
    return bool(place) and _has_form(text[place.start : place.end], profile)  # type: ignore[union-attr]


def tells_weekday(text: str, profile: Profile) -> bool:
    """Whether a text names a day of the week behind a comma: "Courtavenel, mercredi."."""
    weekdays = {word.casefold() for names in profile.dates.weekdays for word in names}
    _, comma, day = text.rpartition(",")
    return bool(comma) and any(
        match.group().casefold().strip(".'’-") in weekdays for match in _TOKEN.finditer(day)
    )


def _words(text: str, profile: Profile) -> Iterator[re.Match[str]]:
    beside = _beside(profile)
    for match in _TOKEN.finditer(text):
        bare = match.group().lower().strip(".'’-")
        is_initial = len(bare) == 1 and match.group()[0].isupper() and match.group().endswith(".")
        if bare and (is_initial or bare not in beside):
            yield match


def _beside(profile: Profile) -> frozenset[str]:
    return folded(profile.letter.dateline) | folded(profile.dates.around)


@cache
def _names_of(months: tuple[Words, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(folded, months))


def _trimmed(text: str, span: Span, profile: Profile) -> Span | None:
    """The span from its first word to its last that may belong to a place."""
    piece = text[span.start : span.end]
    found = list(_words(piece, profile))
    while found and _ORDINAL.fullmatch(found[-1].group()):
        found.pop()
    hour = len(found) > 1 and found[0].group().isdecimal()
    if hour and any(map(str.isalpha, piece[found[0].end() : found[1].start()])):
        found.pop(0)  # "7 o'clock, Ghent"
    if not found:
        return None
    last = found[-1].group()
    alone = len(found) == 1 and not piece[found[0].end() :].strip(" \t.,;:_*()[]—–-")
    long = len(last) > _MOST_LETTERS + 1 and "." not in last[:-1]
    end = found[-1].end() - (last.endswith(".") and (alone or long))
    return Span(span.start + found[0].start(), span.start + end)


def _has_form(text: str, profile: Profile) -> bool:
    found = list(_TOKEN.finditer(text))
    tokens = [match.group() for match in found]
    if not 1 <= len(tokens) <= _MOST_TOKENS or any(sign in text for sign in '!?;:“”"'):
        return False
    particles = folded(profile.letter.particles) | folded(profile.letter.abbreviations)
    beside = _beside(profile)
    unnamed = beside | _names_of(profile.dates.months)
    named = False
    for index, (token, match) in enumerate(zip(tokens, found, strict=True)):
        bare = token.lower().strip(".'’-")
        if token[0].isdigit():
            bare = token.rstrip(".")
            if not _HOUSE.fullmatch(bare) or _YEAR_BEFORE.match(text, match.start()):
                return False
        elif token[0].isupper():
            named = named or (bare not in unnamed and len(bare) > 1)
            ends = token.endswith(".") and index + 1 < len(tokens)
            if ends and len(bare) > _MOST_LETTERS and bare not in particles:
                return False
        elif bare not in particles and bare not in beside and "'" not in token and "’" not in token:
            return False
    receiver = {word.lower() for word in profile.heading.receiver}
    return named and tokens[0].lower() not in receiver - beside
