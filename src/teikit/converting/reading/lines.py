"""What a line is, by its form: a date and a place, an address, a signature, a phrase."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.authority import PERSON, Authority
from teikit.converting.dates import FoundDate, Years
from teikit.converting.dates import find as find_dates
from teikit.converting.forms import formulas, persons, places
from teikit.converting.forms.prose import WORD, without_marks, words
from teikit.converting.letter import Heading
from teikit.converting.source import Source, Span, collapse
from teikit.profiles.profile import Profile
from teikit.profiles.template import match

_PARTY = re.compile(r"\(\w{1,3}\)")
"""The "(b)" of "RCP (b)"."""
_LONGEST_DATELINE = 14
_LONGEST_ADDRESS = 24
_LONGEST_SIGNATURE = 16
_LONGEST_SALUTE = 6
_LONGEST_WEEKDAY = 6
_LONGEST_FORMULA = 60
_SENTENCE = re.compile(r"(?:[.!?;,]|\s[–—-]+)\s+|--|—")
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
        text, bare = self._words(span)
        letter = self.profile.letter
        if match(letter.classification, bare):
            return "classification"
        if match(letter.transmission, bare):
            return "transmission"
        if self._is_endorsement(text):
            return "endorsement"
        if self._is_salute(self._without_numeral(bare)) or (
            (found := self.salutation(span)) and found.alone
        ):
            return "salute"
        if self._is_dateline(span) or self._is_place_and_weekday(span):
            return "dateline"
        if self._is_address(bare):
            return "address"
        if self._is_place(text):
            return "place"
        return self._kind_before(span, following) if following else None

    def _words(self, span: Span) -> tuple[str, str]:
        """The words of a line, and these without note marks and brackets around them."""
        if span not in self._words_before:
            text = collapse(self.source[span])
            self._words_before[span] = text, without_marks(text).strip("()[] ")
        return self._words_before[span]

    @cached_property
    def _words_before(self) -> dict[Span, tuple[str, str]]:
        """What was read of lines: each is judged several times."""
        return {}

    def _kind_before(self, span: Span, following: Span) -> str | None:
        """What kind of opening a line is by the next one alone."""
        if self._may_be_place(collapse(self.source[span])) and self._shows_place(following):
            return "place"
        return "dateline" if self._is_place_before(span, following) else None

    def closing_kind(self, line: Span, *, last: bool) -> str | None:
        """What kind of closing a line is; nothing for a paragraph.

        `last` says that a signature is expected: nothing follows, or a formula stands before it.
        """
        text, bare = self._words(line)
        if self._is_endorsement(text):
            return "endorsement"
        if self.is_envelope(line):
            return "address"
        if self._is_dateline(line) or self._is_place(text) or self._is_street(text):
            return "dateline"
        if (last and self._is_relation(bare)) or self._calls(line):
            return "salute"
        if self._is_signature(bare, last=last):
            return "signed"
        if (length := self.greeting(bare)) and self._goes_on_as_greeting(bare[length:]):
            return "salute"
        if closing := formulas.closing(self.source[line], self.profile):
            if not closing.names:
                return "salute"
            if closing.greeting or last or self.names_correspondent(line):
                return "signed"
        return None

    def _calls(self, line: Span) -> bool:
        """Whether a line is a salutation, as in a formula over several lines: never a signature."""
        found = self.salutation(line)
        text = self.source[line]
        called = found is not None and found.alone
        return called and not self.greeting(text)  # "Hello L. Trotsky." closes a letter

    def _is_relation(self, text: str) -> bool:
        """Whether a line says what somebody is, and no name: "Schwester"."""
        relation = persons.folded(self.profile.letter.relation)
        found = words(text)
        return bool(found) and all(word.lower().rstrip(".") in relation for word in found)

    def salutation(self, line: Span) -> formulas.Salutation | None:
        """The words to the receiver at the start of a line; spans count from its start."""
        return formulas.salutation(self.source[line], self.profile.letter)

    def address_before_colon(self, line: Span) -> Span | None:
        """The address of "HON. U. F. LINDER, Chicago, Ill.: Your son", where a text follows it."""
        text = self.source[line]
        colon = text.find(":", 0, _LONGEST_ADDRESS * 8) + 1
        start, rest = text[:colon], text[colon:].strip()
        if not start or not rest or not text[colon].isspace() or not rest[0].isupper():
            return None
        return Span(line.start, line.start + colon) if self._is_address(start) else None

    def is_envelope(self, line: Span) -> bool:
        """Whether a line begins as the address on the outside of a letter does."""
        text = self.source[line]
        start = len(text) - len(text.lstrip("[(_ "))
        end = formulas.phrase_end(text, start, self.profile.letter.envelope)
        return bool(end) and text[end : end + 1] in {":", ".", "]", ")", ""}

    def is_enclosure(self, line: Span) -> bool:
        """Whether a line says that what follows is enclosed: "[Enclosure]"."""
        return is_enclosure(self.source[line], self.profile)

    def is_address_behind(self, line: Span) -> bool:
        """Whether a line behind the signature is an address: it begins with a title, or "to"."""
        text = collapse(self.source[line])
        begins = "," in text or self.begins_with_title(line)
        return begins and self._is_address(text.strip("()[] "))

    def begins_with_title(self, line: Span) -> bool:
        """Whether a line begins as an address does: with a title, or with "to"."""
        first, _, _ = collapse(self.source[line]).lstrip("[(_ ").partition(" ")
        first = first.lower().rstrip(".,:")
        titles = persons.folded(self.profile.letter.titles)
        return first in titles | {word.lower() for word in self.profile.heading.receiver}

    def is_formula(self, line: Span) -> bool:
        """Whether a line is, or ends with, a formula behind which a signature comes."""
        text = self.source[line]
        closing = formulas.closing(text, self.profile)
        if closing and not closing.names:
            return True
        tail = max(0, len(text) - _LONGEST_FORMULA)
        return any(
            formulas.greeting_end(text, self.profile.letter, tail + match.end())
            >= len(text.rstrip(" ,.:;—–-_"))
            for match in _SENTENCE.finditer(text[tail:])
        )

    def formula(self, line: Span) -> int:
        """How many characters of a line are the formula before a name."""
        closing = formulas.closing(self.source[line], self.profile)
        return closing.greeting if closing and closing.names else 0

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
        if not folded.startswith(self.profile.letter.greeting):
            return 0
        return max(
            (
                len(phrase)
                for phrase in self.profile.letter.greeting
                if folded.startswith(phrase.casefold()) and not folded[len(phrase) :][:1].isalpha()
            ),
            default=0,
        )

    def _goes_on_as_greeting(self, rest: str) -> bool:
        """Whether nothing follows a closing formula but more of it: "I shake hands, your"."""
        letter = self.profile.letter
        known = {word.casefold() for word in letter.office}
        known |= {word.casefold() for phrase in letter.greeting for word in phrase.split()}
        return all(word.casefold().rstrip(".") in known for word in words(rest))

    def is_prose(self, line: Span) -> bool:
        """Whether a line has words that neither an address nor a signature has."""
        found = (match[0] for match in WORD.finditer(self.source[line]))
        return any(
            word[0].islower() and word.rstrip(".") not in self._small_words for word in found
        )

    def dates(self, span: Span) -> Iterator[FoundDate]:
        """The dates in a line."""
        text = self.source[span]
        line = len(text.split()) <= _LONGEST_DATELINE
        return find_dates(text, self.profile.dates, self.years, line=line)

    def _is_endorsement(self, text: str) -> bool:
        return (
            text.lstrip("[(").startswith(self._endorsements)
            and len(text.split()) <= _LONGEST_DATELINE
            and any(character.isdigit() for character in text)
        )

    @cached_property
    def _endorsements(self) -> tuple[str, ...]:
        kinds = self.profile.letter.endorsement
        return tuple(phrase for phrases in kinds.values() for phrase in phrases)

    def _is_salute(self, text: str) -> bool:
        count = len(text.split())
        if count > 8 or not text:
            return False
        if _INITIALS.fullmatch(text):
            return True
        starts = self._starts_with(text, self.profile.letter.salutation)
        titled = self._starts_with(text, self.profile.letter.titles)
        return (
            (text.endswith("!") and count <= 6 and (starts or titled or not self._is_said(text)))
            or (starts and text[-1] in "!,")
            or (titled and text.endswith("!"))
        )

    def _is_said(self, text: str) -> bool:
        """Whether a line has the small words of a sentence: "What a loss for you, Sir!"."""
        letter = self.profile.letter
        own = persons.folded(letter.relation) | persons.folded(letter.particles)
        own |= persons.folded(letter.titles)
        return sum(word[:1].islower() and word.rstrip(".") not in own for word in words(text)) > 1

    def _starts_with(self, text: str, phrases: Iterable[str]) -> bool:
        folded = text.casefold()
        return any(
            folded.startswith(phrase.casefold()) and not folded[len(phrase) :][:1].isalnum()
            for phrase in phrases
        )

    def _is_dateline(self, span: Span) -> bool:
        """Whether a line is a date, with its place or a word or two around it."""
        text = self.source[span]
        if len(text.split()) > _LONGEST_DATELINE:
            return False
        found = [date.span for date in self.dates(span)]
        if not found:
            return self._is_only_weekday(text)
        left = self._without_dates(text, found)
        if len(left) <= 2 and all(word[:1].isupper() for word in left):
            return True
        if not places.rest(text, found, self.profile):
            return True  # "A dì 20 di dicembre 1550"
        place = places.find(text, found, self.profile)
        around = places.rest(text, found, self.profile)
        inside = text[place.start : place.end] if place else ""
        return bool(place) and len(around) <= len(places.rest(inside, (), self.profile))

    def _without_dates(self, text: str, dates: list[Span]) -> list[str]:
        """The words of a line that are neither date nor known place."""
        for date in reversed(dates):
            text = f"{text[: date.start]} {text[date.end :]}"
        return self._without_places(text)

    def _is_only_weekday(self, text: str) -> bool:
        """Whether a line tells a day or a time, and no date: "MONDAY.", "Tuesday evening"."""
        return (
            text[:1].isalpha()
            and len(text.split()) <= _LONGEST_WEEKDAY
            and text[:1].isupper()
            and not places.rest(text, (), self.profile)
        )

    def _is_place_and_weekday(self, span: Span) -> bool:
        """Whether a line is a place and a day of the week: "Courtavenel, mercredi."."""
        text = self.source[span]
        if len(text.split()) > _LONGEST_WEEKDAY or not places.tells_weekday(text, self.profile):
            return False
        place, _, day = text.rpartition(",")
        return self._is_only_weekday(day.strip().capitalize()) and places.is_place(
            place, self.profile
        )

    def _is_place_before(self, span: Span, following: Span) -> bool:
        """Whether a line is a place and the next one the date that belongs to it."""
        if not places.is_place(self.source[span], self.profile):
            return False
        text = self.source[following]
        found = [date.span for date in self.dates(following)]
        return bool(found) and not places.rest(text, found, self.profile)

    def _is_place(self, text: str) -> bool:
        """Whether a line names places that the authority files know, and nothing else."""
        return (
            len(text.split()) <= _LONGEST_DATELINE
            and bool(self.authority.places.search(text))
            and not self._without_places(text)
            and not any(character.isdigit() for character in without_marks(text))
        )

    def _is_street(self, text: str) -> bool:
        """Whether a line is the writer's address: "Barnards Inn, Holborn."."""
        if "," not in text or len(text.split()) > _LONGEST_DATELINE:
            return False
        streets = persons.folded(self.profile.letter.street)
        parts = [words(part) for part in text.split(",")]
        return any(
            len(part) > 1
            and not any(len(word.rstrip(".")) == 1 for word in part)
            and any(word.lower().rstrip(".") in streets for word in part)
            for part in parts
        ) and places.is_place(text, self.profile)

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
        _, bare = self._words(span)
        return self._is_only_date(span) or self._is_address(bare)

    def _is_only_date(self, span: Span) -> bool:
        found = next(iter(self.dates(span)), None)
        return bool(found) and not words(
            self.source[span][: found.span.start] + self.source[span][found.span.end :]  # type: ignore[union-attr]
        )

    def _without_numeral(self, text: str) -> str:
        """The text without a word at its end that stands for a note's number: "Ilyich! one"."""
        before, _, last = text.rpartition(" ")
        return before if before and last in self.profile.notes.numerals else text

    def _begins_dateline(self, word: str) -> bool:
        return word.lower().rstrip(".") in persons.folded(self.profile.letter.dateline)

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
            or (text[-1] == ":" and len(found) > 1 and not self._begins_dateline(found[0]))
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
            or any(
                formulas.is_imperative(word.lower().rstrip("."), self.profile.letter)
                for word in words(text)
            )
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

    def signatures(self, line: Span) -> list[Span]:
        """The parts of a signature, one for each signer: "We agree: A. Roe, B. Doe"."""
        starts = [line.start, *self._further_signers(line)]
        ends = [*starts[1:], line.end]
        return [self.source.trim(Span(*each)) for each in zip(starts, ends, strict=True)]

    def _further_signers(self, line: Span) -> list[int]:
        """Where further names begin in a line that lists them."""
        text = self.source[line]
        names = re.split(r"(?<=,)\s+", text[text.find(":") + 1 :].lstrip())
        if len(names) < 2 or not all(self._is_name(name.rstrip(" ,.")) for name in names):
            return []
        position, starts = line.end, []
        for name in reversed(names[1:]):
            position = line.start + text.rindex(name, 0, position - line.start)
            starts.append(position)
        return starts[::-1]

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
            name
            for group in (self.heading.groups if self.heading else ())
            for name in group.names
            if group.side != "receiver"
        ]
        return frozenset(
            match["surname"].casefold() for name in names if (match := PERSON.search(name))
        )

    def names_correspondent(self, line: Span) -> bool:
        """Whether a line names somebody of the heading or of the authority files."""
        found = {word.casefold().rstrip(".") for word in words(self.source[line])}
        if found & self._senders:
            return True
        if any(self.authority.find(word, "person") for word in found):
            return True
        text = self.source[line]
        closing = formulas.closing(text, self.profile)
        names = [text[name.start : name.end] for name in closing.names] if closing else []
        letter = self.profile.letter
        known = persons.signers(self.heading, self.profile.edition)
        return any(persons.same(name, other, letter) for name in names for other in known)


def is_enclosure(text: str, profile: Profile) -> bool:
    """Whether a line says that what follows is enclosed, and nothing else."""
    bare = collapse(text).strip("[]()_ ").rstrip(".:").casefold()
    return bare in {phrase.casefold() for phrase in profile.letter.enclosure}


def _is_word_capitalised(text: str) -> bool:
    return len(text.split()) == 1 and text[:1].isupper()


def _no_initials(text: str) -> str:
    """The text without initials and their full stops."""
    return re.sub(r"\b[^\W\d_]{1,3}\.\s?", "", text)
