"""What a line is, by its form: a date and a place, an address, a signature, a phrase."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.authority import PERSON, Authority
from teikit.converting.dates import FoundDate, Years
from teikit.converting.dates import find as find_dates
from teikit.converting.letter import Heading
from teikit.converting.prose import without_marks, words
from teikit.converting.source import Source, Span, collapse
from teikit.profiles.profile import Profile
from teikit.profiles.template import match

_PARTY = re.compile(r"\(\w{1,3}\)")
"""The "(b)" of "RCP (b)"."""
_LONGEST_DATELINE = 14
_LONGEST_ADDRESS = 24
_LONGEST_SIGNATURE = 16
_LONGEST_SALUTE = 6
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,4}[,!]?")


@dataclass(frozen=True)
class LineJudge:
    """Judges the lines of one document."""

    source: Source
    profile: Profile
    authority: Authority
    heading: Heading | None
    years: Years

    def opening_kind(self, span: Span, following: Span | None) -> str | None:
        """What kind of opening a line is, in view of the next one; nothing for a paragraph."""
        text = collapse(self.source[span])
        bare = without_marks(text).strip("()[] ")
        letter = self.profile.letter
        if match(letter.classification, bare):
            return "classification"
        if match(letter.transmission, bare):
            return "transmission"
        if self._is_endorsement(text):
            return "endorsement"
        if self._is_salute(bare):
            return "salute"
        if self._is_dateline(span):
            return "dateline"
        if self._is_address(bare):
            return "address"
        if self._is_place(text):
            return "place"
        if following and self._may_be_place(text) and self._shows_place(following):
            return "place"
        return None

    def closing_kind(self, line: Span, *, last: bool) -> str | None:
        """What kind of closing a line is; nothing for a paragraph."""
        text = collapse(self.source[line])
        bare = without_marks(text).strip("()[] ")
        if self._is_endorsement(text):
            return "endorsement"
        if self._is_dateline(line) or self._is_place(text):
            return "dateline"
        if self._is_signature(bare, last=last):
            return "signed"
        if (length := self.greeting(bare)) and self._goes_on_as_greeting(bare[length:]):
            return "salute"
        return None

    def salute_before_comma(self, sentence: Span) -> Span | None:
        """The salutation of "Dear Vladimir Ilyich, I write", where a text follows it."""
        text = self.source[sentence]
        comma = text.find(",") + 1
        start, rest = text[:comma], text[comma:].strip()
        if not start or not rest or not text[comma].isspace() or not rest[0].isupper():
            return None
        if self._is_salute(collapse(text)):
            return None
        salutes = self._starts_with(start, self.profile.letter.salutation)
        if len(start.split()) <= _LONGEST_SALUTE and (_INITIALS.fullmatch(start) or salutes):
            return Span(sentence.start, sentence.start + comma)
        return None

    def greeting(self, text: str) -> int:
        """How many characters at the start are a closing formula of the profile."""
        folded = text.casefold()
        return max(
            (
                len(phrase)
                for phrase in self.profile.letter.greeting
                if folded.startswith(phrase) and not folded[len(phrase) :][:1].isalpha()
            ),
            default=0,
        )

    def _goes_on_as_greeting(self, rest: str) -> bool:
        """Whether nothing follows a closing formula but more of it: "I shake hands, your"."""
        letter = self.profile.letter
        known = {word.casefold() for word in letter.office}
        known |= {word for phrase in letter.greeting for word in phrase.split()}
        return all(word.casefold().rstrip(".") in known for word in words(rest))

    def is_prose(self, line: Span) -> bool:
        """Whether a line has words that neither an address nor a signature has."""
        return any(
            word[:1].islower() and word.rstrip(".") not in self._small_words
            for word in words(self.source[line])
        )

    def dates(self, span: Span) -> Iterator[FoundDate]:
        """The dates in a line."""
        text = self.source[span]
        line = len(text.split()) <= _LONGEST_DATELINE
        return find_dates(text, self.profile.dates, self.years, line=line)

    def _is_endorsement(self, text: str) -> bool:
        phrases = tuple(
            each for group in self.profile.letter.endorsement.values() for each in group
        )
        return (
            text.startswith(phrases)
            and len(text.split()) <= _LONGEST_DATELINE
            and any(character.isdigit() for character in text)
        )

    def _is_salute(self, text: str) -> bool:
        count = len(text.split())
        if count > 8 or not text:
            return False
        if _INITIALS.fullmatch(text):
            return True
        starts = self._starts_with(text, self.profile.letter.salutation)
        titled = self._starts_with(text, self.profile.letter.titles)
        return (
            (text.endswith("!") and count <= 6)
            or (starts and text[-1] in "!,")
            or (titled and text.endswith("!"))
        )

    def _starts_with(self, text: str, phrases: Iterable[str]) -> bool:
        folded = text.casefold()
        return any(
            folded.startswith(phrase.casefold()) and not folded[len(phrase) :][:1].isalnum()
            for phrase in phrases
        )

    def _is_dateline(self, span: Span) -> bool:
        """Whether a line is a date, with its place or a word or two around it."""
        text = self.source[span]
        found = list(self.dates(span)) if len(text.split()) <= _LONGEST_DATELINE else []
        if not found:
            return False
        for date in reversed(found):
            text = f"{text[: date.span.start]} {text[date.span.end :]}"
        left = self._without_places(text)
        return len(left) <= 2 and all(word[:1].isupper() for word in left)

    def _is_place(self, text: str) -> bool:
        """Whether a line names places that the authority files know, and nothing else."""
        bare = without_marks(text)
        return (
            len(text.split()) <= _LONGEST_DATELINE
            and bool(self.authority.places.search(text))
            and not self._without_places(text)
            and not any(character.isdigit() for character in bare)
        )

    def _without_places(self, text: str) -> list[str]:
        """The words of a line that are neither a known place nor usual around a date."""
        text = self.authority.places.without(text)
        around = {word.casefold() for word in self.profile.dates.around}
        found = words(without_marks(text))
        return [word for word in found if word.casefold().rstrip(".") not in around]

    def _may_be_place(self, text: str) -> bool:
        """Whether a line has the form of a place's name, as "Rostov n/D"."""
        letters = words(text)
        return (
            1 <= len(letters) <= 4
            and text[:1].isupper()
            and all(word[:1].isupper() or len(word) < 3 for word in letters)
        )

    def _shows_place(self, span: Span) -> bool:
        """Whether the line behind tells what such a line is: a date, or an address."""
        bare = without_marks(collapse(self.source[span])).strip("()[] ")
        return self._is_only_date(span) or self._is_address(bare)

    def _is_only_date(self, span: Span) -> bool:
        found = next(iter(self.dates(span)), None)
        return bool(found) and not words(
            self.source[span][: found.span.start] + self.source[span][found.span.end :]  # type: ignore[union-attr]
        )

    @cached_property
    def _cues(self) -> frozenset[str]:
        """Words of which one must be in an address: the names of the heading, titles, "copy"."""
        names = [
            name for group in (self.heading.groups if self.heading else ()) for name in group.names
        ]
        named = {word.casefold() for name in names for word in words(name) if len(word) > 4}
        letter = self.profile.letter
        return frozenset(named | {word.casefold() for word in (*letter.titles, *letter.copy)})

    @cached_property
    def _small_words(self) -> frozenset[str]:
        letter = self.profile.letter
        phrases = (*letter.address, *letter.titles, *letter.copy, *self.profile.heading.conjunction)
        return frozenset(word.casefold() for phrase in phrases for word in phrase.split())

    def _is_address(self, text: str) -> bool:
        found = words(_PARTY.sub("", text))
        if not found or len(text.split()) > _LONGEST_ADDRESS or text[-1] in "!?":
            return False
        if any(word[:1].islower() and word.rstrip(".") not in self._small_words for word in found):
            return False
        if any(character.isdigit() for character in text):
            return False
        folded = {word.casefold().rstrip(".") for word in found}
        return bool(
            folded & self._cues
            or folded & {word.casefold() for word in self.profile.heading.receiver}
            or self.authority.persons.search(text)
            or self.authority.bodies.search(text)
        )

    def _is_signature(self, text: str, *, last: bool) -> bool:
        if (
            not text
            or len(text.split()) > _LONGEST_SIGNATURE
            or text[-1] in "?!"
            or ". " in _no_initials(text)
        ):
            return False
        if _INITIALS.fullmatch(text):
            return True
        rest = text[self.greeting(text) :].strip(" ,.")
        if not rest:
            return False
        if ":" in rest:
            listed = [each.strip(" .") for each in rest.split(":", 1)[1].split(",")]
            return any(self._is_name(each) for each in listed) and all(
                self._is_name(each) or _is_word_capitalised(each) for each in listed
            )
        if all(self._is_name(each) for each in re.split(r",|\band\b", rest)):
            return True
        found = words(rest)
        if set(self.profile.heading.receiver) & {word.casefold() for word in found[:-1]}:
            return False  # "Give Moscow to Stalin": names the receiver
        if rest != text.strip(" ,.") and len(found) <= 3 and all(map(_is_word_capitalised, found)):
            return True  # a closing formula, and a name behind it
        named = self._ends_with_name(rest) or self._is_name(rest.split(",")[0])
        small = {word for word in found if word[:1].islower()}
        office = {word.casefold() for word in self.profile.letter.office} | self._small_words
        if named and all(word.casefold().rstrip(".") in office for word in small):
            return True
        return last and len(found) <= 3 and all(word[:1].isupper() for word in found)

    def _is_name(self, text: str) -> bool:
        text = text.strip(" .")
        return bool(PERSON.fullmatch(text) or self._known_person(text))

    def _ends_with_name(self, text: str) -> bool:
        text = text.rstrip(" .")
        last = text.split()[-1] if text.split() else ""
        return bool(
            self._known_person(last) or any(m.end() == len(text) for m in PERSON.finditer(text))
        )

    def _known_person(self, name: str) -> bool:
        if name.casefold() in self._senders:
            return True
        return bool(self.authority.find(name, "person"))

    @cached_property
    def _senders(self) -> frozenset[str]:
        """The surnames in the heading, of whichever side."""
        names = [
            name for group in (self.heading.groups if self.heading else ()) for name in group.names
        ]
        return frozenset(
            match["surname"].casefold() for name in names if (match := PERSON.search(name))
        )

    def names_correspondent(self, line: Span) -> bool:
        """Whether a line names somebody of the heading or of the authority files."""
        found = {word.casefold().rstrip(".") for word in words(self.source[line])}
        if found & self._senders:
            return True
        return any(self.authority.find(word, "person") for word in found)


def _is_word_capitalised(text: str) -> bool:
    return len(text.split()) == 1 and text[:1].isupper()


def _no_initials(text: str) -> str:
    """The text without initials and their full stops."""
    return re.sub(r"\b[^\W\d_]{1,3}\.\s?", "", text)
