"""What a line looks like to somebody who only looks for the borders of letters.

A place and date, the words to the receiver, a closing formula, a signature: each is judged by its
form alone. It need not be right for each line; several such signs together show where a letter
begins.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from teikit.converting import dates
from teikit.converting.forms import run_in
from teikit.converting.forms.prose import any_of, words
from teikit.converting.source import collapse
from teikit.profiles.profile import Profile, Words

_LONGEST_DATELINE = 18
_LONGEST_SALUTE = 9
_LONGEST_SIGNATURE = 7
_LONGEST_HEAD = 120
"""Characters of a salutation that text follows in the same paragraph."""
_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)")
_SALUTE_END = re.compile(r"[,:!.;—–-]+[\"'”’)\]]*$")
_RUN_IN = re.compile(r"(?:--|[—–])\s?[^\W_]")
"""A dash behind which the text begins."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,4}")
_SENTENCE_END = re.compile(r"[a-zа-яё]{3,}[.?!]\s+[^\W\d_]")


@dataclass(frozen=True)
class LineSigns:
    """Judges lines for one profile."""

    profile: Profile

    @cached_property
    def _years(self) -> dates.Years:
        edition = self.profile.edition
        return dates.Years(edition.first_year, edition.last_year, edition.first_year)

    @cached_property
    def _month(self) -> re.Pattern[str]:
        names = [name for month in self.profile.dates.months for name in month]
        return re.compile(rf"(?<![^\W\d_])(?:{any_of(names)})(?![^\W\d_])", re.I)

    @cached_property
    def _small(self) -> frozenset[str]:
        """Words in small letters that may stand in a dateline."""
        of = self.profile.dates
        letter = self.profile.letter
        found = (*of.around, *of.ordinal, *of.of, *of.range, *of.after, *of.before, *of.hour)
        found = (*found, *of.early, *of.middle, *of.late, *of.year, *of.alternative)
        return frozenset(
            word.casefold() for phrase in (*found, *letter.address) for word in phrase.split()
        )

    def dateline(self, text: str) -> str:
        """`year` for a place and date with a year, `date` for one without, or nothing."""
        if text not in self._datelines:
            self._datelines[text] = self._dateline(plain(text))
        return self._datelines[text]

    @cached_property
    def _datelines(self) -> dict[str, str]:
        """What was found of lines: each is asked for several times."""
        return {}

    def _dateline(self, text: str) -> str:
        count = len(text.split())
        if not 1 <= count <= _LONGEST_DATELINE or _SENTENCE_END.search(text):
            return ""
        found = list(dates.find(text, self.profile.dates, self._years))
        month = self._month.search(text)
        year = _YEAR.search(text)
        if not found and not (month and (year or any(map(str.isdigit, text)))):
            return ""
        rest = text
        for date in reversed(found):
            rest = f"{rest[: date.span.start]} {rest[date.span.end :]}"
        left = words(self._month.sub(" ", rest))
        small = [
            word for word in left if word[:1].islower() and word.rstrip(".") not in self._small
        ]
        if sum(len(word) > 2 for word in small) > (1 if len(left) > 2 else 0):
            return ""
        return "year" if year or any(date.year_printed for date in found) else "date"

    def run_in_dateline(self, text: str) -> int:
        """Where place and date end that a paragraph begins with: "Ghent, May 5.—I write".

        0 where none do.
        """
        for end in run_in.heads(text):
            head = run_in.plain_head(text[:end])
            dated = self.dateline(head)
            if dated == "year" or (
                run_in.dash_end(text, end) > end and (dated or self._is_dated_by_editors(head))
            ):
                return end
        return 0

    def _is_dated_by_editors(self, head: str) -> bool:
        """Whether a head is the editors' year, in brackets, with a day of the week behind it."""
        if not run_in.has_year_first(head) or len(head.split()) > _LONGEST_DATELINE:
            return False
        return self._weekday.search(head) is not None

    @cached_property
    def _weekday(self) -> re.Pattern[str]:
        names = [name for day in self.profile.dates.weekdays for name in day]
        return re.compile(rf"(?<![^\W\d_])(?:{any_of(names)})(?![^\W\d_])")

    def salutation(self, text: str) -> bool:
        """Whether a line is, or begins with, the words to a receiver."""
        text = plain(text)
        length = _begins(text, self.profile.letter.salutation)
        if not length and text[-1:] in {"!", ":"}:
            length = _begins(text, self.profile.letter.titles)
        if not length:
            return False
        short = text if len(text.split()) <= _LONGEST_SALUTE else ""
        if short:
            return bool(_SALUTE_END.search(short)) or len(short.split()) <= 4
        end = re.search(r"[,:!.;]?\s?(?:--|—|–)|[,:!]", text[length : length + 60])
        if end is None:
            return False
        head = text[: length + end.start()]
        return len(head.split()) <= _LONGEST_SALUTE and not _goes_on_small(head)

    def run_in_salutation(self, text: str) -> bool:
        """Whether a paragraph begins with a salutation and a dash: "Sir,--I will tell"."""
        head = _RUN_IN.split(plain(text)[:_LONGEST_HEAD], maxsplit=1)
        return len(head) > 1 and len(head[0].split()) <= _LONGEST_SALUTE and self.salutation(text)

    def short_salutation(self, text: str) -> bool:
        """Whether a line is a salutation and nothing else."""
        short = len(text.split()) <= _LONGEST_SALUTE and not _RUN_IN.search(text)
        return short and self.salutation(text)

    def closing(self, text: str) -> bool:
        """Whether a line is a closing formula or a signature."""
        text = plain(text)
        if len(text.split()) > 2 * _LONGEST_SIGNATURE:
            return False
        return bool(_begins(text, self.profile.letter.greeting)) or self.signature(text)

    def signature(self, text: str) -> bool:
        """Whether a line is a name or initials."""
        text = plain(text).strip("()[] ")
        found = text.split()
        if not found or len(found) > _LONGEST_SIGNATURE or any(map(str.isdigit, text)):
            return False
        if text[-1] in "!?:;" or (self.short_salutation(text) and text[-1] == ","):
            return False
        if _INITIALS.fullmatch(text):
            return True
        small = {word.casefold() for word in self.profile.letter.office}
        return all(
            word[:1].isupper() or word.casefold().rstrip(".,") in small for word in found
        ) and any(word[:1].isupper() for word in found)

    def postscript(self, text: str) -> bool:
        """Whether a line begins with the word for a postscript."""
        marks = tuple(each.casefold() for each in self.profile.letter.postscript)
        return text.casefold().startswith(marks)

    def ends_with_signature(self, text: str) -> bool:
        """Whether a paragraph ends with a name in capitals or initials."""
        last = plain(text)[-40:].split()[-1:]
        return any(len(word) > 1 and word.isupper() and word[0].isalpha() for word in last)


def plain(text: str) -> str:
    """The text without signs of italics, and white space collapsed."""
    return collapse(text.replace("_", ""))


def _begins(text: str, phrases: Words) -> int:
    """How many characters at the start are one of the phrases."""
    text, beginnings = text.casefold(), _folded(phrases)
    if not text.startswith(beginnings):
        return 0
    return max(
        (
            len(phrase)
            for beginning, phrase in zip(beginnings, phrases, strict=True)
            if text.startswith(beginning) and not text[len(phrase) :][:1].isalnum()
        ),
        default=0,
    )


@cache
def _folded(phrases: Words) -> Words:
    return tuple(phrase.casefold() for phrase in phrases)


def _goes_on_small(head: str) -> bool:
    """Whether a would-be salutation is the start of a sentence: "Sir Robert went home"."""
    found = words(head)[1:]
    return sum(word[:1].islower() for word in found) > 2
