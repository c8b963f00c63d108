"""The parts of a letter: what opens it, its paragraphs, what closes it.

Opening lines are read from the top as long as each is one, closing lines from the bottom. A line is
judged by its form alone: a date and a place, a name with "to" or "comrade", a phrase of the
profile. What is not clearly one of these is a paragraph.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from teikit import dates
from teikit.authority import PERSON, Authority
from teikit.letter import Block, Heading
from teikit.profile import Profile
from teikit.prose import sentences, without_marks, words
from teikit.source import Source, Span, collapse
from teikit.template import match

_PARTY = re.compile(r"\(\w{1,3}\)")
"""The "(b)" of "RCP (b)"."""
_LONGEST_DATELINE = 14
_LONGEST_ADDRESS = 24
_LONGEST_SIGNATURE = 16
_LONGEST_SALUTE = 6
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,4}[,!]?")
_RUN_IN = frozenset({"dateline", "salute"})
_NOT_TEXT = frozenset({"address", "transmission", "place"})


@dataclass(frozen=True)
class Zones:
    """Divides the text of one document into blocks."""

    source: Source
    profile: Profile
    authority: Authority
    heading: Heading | None
    years: dates.Years

    def blocks(self, lines: Sequence[Span]) -> list[Block]:
        """The blocks of the lines between heading and source line."""
        # The signature of a telegram of one line may look like an address: it opens nothing.
        signed = len(lines) > 1 and self._closing_kind(lines[-1], last=True) == "signed"
        opening_end, opening = self._opening(lines[:-1] if signed else lines)
        rest = list(lines[opening_end:])
        has_text = any(block.kind == "p" for block in opening)
        closing_start, closing = self._closing(rest, text_before=has_text)
        paragraphs = [Block("p", line) for line in rest[:closing_start]]
        if not paragraphs and not has_text:
            # A letter that is all opening or closing still has a text: what comes nearest to it.
            if opening and opening[-1].kind in _NOT_TEXT:
                opening = [*opening[:-1], Block("p", opening[-1].span)]
            elif closing:
                paragraphs = [Block("p", rest[closing_start])]
                closing = [block for block in closing if block.span not in rest[closing_start]]
        return [*self._places_settled(opening), *paragraphs, *closing]

    def is_signature(self, line: Span) -> bool:
        """Whether a line is a signature and nothing else."""
        return self._closing_kind(line, last=False) == "signed"

    # Opening

    def _opening(self, lines: Sequence[Span]) -> tuple[int, list[Block]]:
        blocks: list[Block] = []
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            pieces = self._opening_pieces(line, following)
            if not pieces:
                return index, blocks
            blocks.extend(pieces)
            if pieces[-1].kind == "p":
                return index + 1, blocks
        return len(lines), blocks

    def _opening_pieces(self, line: Span, following: Span | None) -> list[Block]:
        """The opening parts of a line; the last may be a paragraph that runs on in it."""
        blocks: list[Block] = []
        for piece in self._pieces(line):
            kind = self._opening_kind(piece, None)
            if kind is None:
                break
            blocks.append(Block(kind, piece))
        else:
            if len(blocks) > 1:
                return blocks
        if kind := self._opening_kind(line, following):
            return [Block(kind, line)]
        while blocks and blocks[-1].kind not in _RUN_IN:
            blocks.pop()
        if not blocks:
            return []
        rest = self.source.trim(Span(blocks[-1].span.end, line.end))
        return [*blocks, Block("p", rest)] if rest else blocks

    def _pieces(self, line: Span) -> Iterator[Span]:
        """The sentences of a line; a date that leads into the first one stands alone."""
        pieces = sentences(self.source, line, self.profile.letter.abbreviations)
        first = next(pieces)
        found = next(self._dates(first), None)
        if found and found.span.start == 0:
            date = Span(first.start, first.start + found.span.end)
            rest = self.source.trim(Span(date.end, first.end))
            apart = rest.start > date.end and self.source[rest][:1].isupper()
            if apart and self._opening_kind(rest, None):
                yield date
                first = rest
        if salute := self._salute_before_comma(first):
            yield salute
            first = self.source.trim(Span(salute.end, first.end))
        yield first
        yield from pieces

    def _salute_before_comma(self, sentence: Span) -> Span | None:
        """The salutation of "Dear Vladimir Ilyich, I write", where a text follows it."""
        text = self.source[sentence]
        comma = text.find(",") + 1
        start, rest = text[:comma], text[comma:].strip()
        if not start or not rest or not text[comma].isspace() or not rest[0].isupper():
            return None
        salutes = self._starts_with(start, self.profile.letter.salutation)
        if len(start.split()) <= _LONGEST_SALUTE and (_INITIALS.fullmatch(start) or salutes):
            return Span(sentence.start, sentence.start + comma)
        return None

    def _opening_kind(self, span: Span, following: Span | None) -> str | None:
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

    def _places_settled(self, opening: Sequence[Block]) -> list[Block]:
        """A place alone belongs to the address that stands next to it, else it is a dateline."""
        settled: list[Block] = []
        for index, block in enumerate(opening):
            if block.kind != "place":
                settled.append(block)
                continue
            behind = opening[index + 1].kind if index + 1 < len(opening) else ""
            settled.append(
                Block("address" if behind in {"address", "place"} else "dateline", block.span)
            )
        return settled

    # Closing

    def _closing(self, lines: Sequence[Span], *, text_before: bool) -> tuple[int, list[Block]]:
        """The index of the first closing line, and the closing blocks."""
        first = 0 if text_before else 1
        postscript = self._postscript_start(lines, len(lines))
        kinds = [
            self._closing_kind(line, last=index in {len(lines) - 1, postscript - 1})
            for index, line in enumerate(lines)
        ]
        start = postscript
        while start and kinds[start - 1] and (start > first or kinds[0] == "signed"):
            start -= 1
        # A signature further up, with text behind it: a postscript, or a second signer's words.
        prose = next((i for i, line in enumerate(lines) if self._is_prose(line)), len(lines))
        names = [
            i
            for i in range(prose, len(lines))
            if kinds[i] == "signed" and self._is_senders(lines[i])
        ]
        if names:
            start = min(start, names[0])
            while start > first and kinds[start - 1]:
                start -= 1
        if start < first < len(lines) and kinds[0] != "signed":
            start = 1
        blocks: list[Block] = []
        for index in range(start, len(lines)):
            kind = kinds[index]
            if kind is None or (index >= postscript and kind == "salute"):
                blocks.append(Block("postscript", lines[index]))
            else:
                blocks.extend(self._closing_pieces(lines[index], kind))
        return start, blocks

    def _is_prose(self, line: Span) -> bool:
        """Whether a line has words that neither an address nor a signature has."""
        return any(
            word[:1].islower() and word.rstrip(".") not in self._small_words
            for word in words(self.source[line])
        )

    def _postscript_start(self, lines: Sequence[Span], default: int) -> int:
        marks = tuple(each.casefold() for each in self.profile.letter.postscript)
        for index, line in enumerate(lines):
            if self.source[line].casefold().startswith(marks):
                return index
        return default

    def _closing_kind(self, line: Span, *, last: bool) -> str | None:
        text = collapse(self.source[line])
        bare = without_marks(text).strip("()[] ")
        if self._is_endorsement(text):
            return "endorsement"
        if self._is_dateline(line) or self._is_place(text):
            return "dateline"
        if self._is_signature(bare, last=last):
            return "signed"
        if (length := self._greeting(bare)) and self._goes_on_as_greeting(bare[length:]):
            return "salute"
        return None

    def _goes_on_as_greeting(self, rest: str) -> bool:
        """Whether nothing follows a closing formula, or an office: "Your affectionate brother"."""
        office = {word.casefold() for word in self.profile.letter.office}
        return all(word.casefold().rstrip(".") in office for word in words(rest))

    def _closing_pieces(self, line: Span, kind: str) -> list[Block]:
        """A greeting and a signature in one line are two blocks."""
        if kind != "signed":
            return [Block(f"closing-{kind}" if kind != "endorsement" else kind, line)]
        text = self.source[line]
        length = self._greeting(text)
        while length and text[length : length + 1] in {",", ".", "!"}:
            length += 1
        salute = Span(line.start, line.start + length)
        rest = self.source.trim(Span(salute.end, line.end))
        if not salute or not rest or rest.start == salute.end:
            return [Block("signed", line)]  # the parts of a line are divided where it has a space
        return [Block("closing-salute", salute), Block("signed", rest)]

    def _greeting(self, text: str) -> int:
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

    # What a line is

    def _dates(self, span: Span) -> Iterator[dates.FoundDate]:
        return dates.find(self.source[span], self.profile.dates, self.years)

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
        found = list(self._dates(span)) if len(text.split()) <= _LONGEST_DATELINE else []
        for date in reversed(found):
            text = f"{text[: date.span.start]} {text[date.span.end :]}"
        left = self._without_places(text)
        return bool(found) and len(left) <= 2 and all(word[:1].isupper() for word in left)

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
        found = next(iter(self._dates(span)), None)
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
        rest = text[self._greeting(text) :].strip(" ,.")
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

    def _is_senders(self, line: Span) -> bool:
        found = {word.casefold().rstrip(".") for word in words(self.source[line])}
        if found & self._senders:
            return True
        return any(self.authority.find(word, "person") for word in found)


def _is_word_capitalised(text: str) -> bool:
    return len(text.split()) == 1 and text[:1].isupper()


def _no_initials(text: str) -> str:
    """The text without initials and their full stops."""
    return re.sub(r"\b[^\W\d_]{1,3}\.\s?", "", text)
