"""What recognisers may know besides the letter itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from teikit.converting import dates
from teikit.converting.authority import Authority
from teikit.converting.letter import Letter
from teikit.converting.overrides import NOTHING, Decision
from teikit.converting.source import Span, collapse
from teikit.diagnostic import Diagnostic, Location, Rule
from teikit.profiles.profile import DateWords, Edition, Profile

TEXT_KINDS = frozenset(
    {
        "heading",
        "edition-date",
        "dateline",
        "address",
        "transmission",
        "classification",
        "endorsement",
        "salute",
        "p",
        "verse",
        "closing-salute",
        "closing-dateline",
        "closing-address",
        "unread",
        "signed",
        "postscript",
    }
)
"""The blocks of the document itself; the others are the editors' and the web page's."""

NOTE_KINDS = frozenset({"note", "note-more"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """What other documents may refer to: the id of a numbered document and its notes."""

    id: str
    notes: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """The edition around a letter.

    Two are equal if they are the same, so that what is found in a letter can be held for those who
    ask for it again.
    """

    profile: Profile
    authority: Authority
    numbered: Mapping[str, Numbered] = field(default_factory=dict)
    """The documents among these pages, by their printed number."""
    decision: Decision = NOTHING
    """What the editor decided of the document at hand."""

    def years(self, letter: Letter) -> dates.Years:
        """What a date in this letter may be: the year and month of its heading are expected."""
        return _years(letter, self.profile.edition, self.profile.dates)

    def some_year(self, letter: Letter) -> dates.Years:
        """The same with a year in any case: to tell what is a date, which one does not matter."""
        years = self.years(letter)
        return years if years.given else replace(years, given=years.first)


@lru_cache(maxsize=4)
def _years(letter: Letter, edition: Edition, words: DateWords) -> dates.Years:
    near = next((dates.year_of(day) for day in (*letter.before, *letter.behind)), None)
    years = dates.Years(edition.first_year, edition.last_year, near=near)
    for text in headed_texts(letter):
        found = next(iter(dates.find(text, words, years, line=True)), None)
        if found and found.year:
            return replace(years, given=found.year, month=found.month)
    return replace(years, given=letter.year)


def headed_texts(letter: Letter) -> list[str]:
    """What editors say of the letter's date: under the heading, in it, in a table or file name."""
    headed = [letter.text(block) for block in letter.of_kind("edition-date")]
    if letter.heading and letter.heading.date:
        headed.append(letter.source[letter.heading.date])
    if given := letter.given.get("date"):
        headed.append(given)
    if not headed:
        headed = [letter.text(block) for block in letter.of_kind("heading")]
    return headed


def finding(letter: Letter, rule: Rule, span: Span, message: str) -> Diagnostic:
    """A finding at a place of the raw page; the message says in which document."""
    name = f"No. {letter.number}: " if letter.number else ""
    place = Location(letter.source.path, *letter.source.position(span.start))
    return Diagnostic(rule, place, collapse(f"{name}{message}"))


def offset(span: Span, start: int) -> Span:
    """A span that counts from `start`, as one that counts from the start of the page."""
    return Span(span.start + start, span.end + start)
