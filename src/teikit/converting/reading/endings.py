"""What closes a letter in the last line of its prose: "… to live. Yours ever, A. Roe. 12 March".

Formula, signature and date at the end of a paragraph become blocks of their own, as a salutation
at its beginning does. They are taken out of prose, so they need more than a line that stands alone:
the end of a sentence, or a formula, before a name, and a name that fits who may have signed. What
is less sure, or has no space before it, is marked where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from teikit.converting.dates import find as find_dates
from teikit.converting.forms import formulas, persons, places
from teikit.converting.forms.prose import is_abbreviated, words
from teikit.converting.letter import Block
from teikit.converting.reading.lines import LineJudge
from teikit.converting.source import NOWHERE, Mark, Source, Span
from teikit.profiles.profile import Profile

_LONGEST = 240
"""Characters of all that closes a letter."""
_GAP = 100
"""Characters of a place before a date, more than it has."""
_MOST_BESIDE = 6
_LONGEST_CAPITALS = 4
"""Words of a name in capitals."""
_SHORTEST_CAPITALS = 4
"""Characters of a name in capitals that stands alone."""
_BORDER = re.compile(r"(?:[.!?;:,][”\"»)]?(?:\s*[–—-]+)?|[”\"»]|\s[–—-]+|--|—)\s*|(?<=\d)\s+")
_STOP = re.compile(r"[.!?][”\"»)]?\s+(?:[–—-]+\s*)?")
_MARK = re.compile(r"\s*(?:\{\d+[a-z]?\}|\[\d+\]|\*+|[†‡]|(?<!\d)\d{1,2})[\s.]*$")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_SALUTE, _SIGNED, _DATELINE = "closing-salute", "signed", "closing-dateline"
_TEXT = frozenset({"p", "postscript"})


@dataclass(frozen=True, slots=True)
class _Signature:
    """A signature that ends a text: its formula and its names, with what stands beside them."""

    formula: Span
    names: tuple[Span, ...]
    parts: tuple[Span, ...]
    """One for each signer, where the names are told apart."""
    sure: bool


@dataclass
class _Ending:
    """The parts that close a text, in order; `start` is where the first begins."""

    start: int
    parts: list[tuple[str, Span]] = field(default_factory=list)
    marks: list[tuple[str, Span]] = field(default_factory=list)
    """Parts that cannot be divided off, with the type of `seg` that says what they are."""

    def has(self, kind: str) -> bool:
        """Whether a part of a kind is among them."""
        return any(each == kind for each, _ in self.parts)

    def put_before(self, kind: str, span: Span) -> None:
        """Add a part before those that are known."""
        self.parts.insert(0, (kind, span))
        self.start = span.start


@dataclass(frozen=True)
class Endings:
    """Divides what closes a letter from the prose before it."""

    source: Source
    profile: Profile
    lines: LineJudge

    def divided(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks of a letter, each paragraph before its closing or its postscript in parts."""
        found: list[Block] = []
        for index, block in enumerate(blocks):
            behind = _until_text(blocks[index + 1 :])
            is_last = index + len(behind) + 1 == len(blocks)
            if block.kind not in _TEXT or (
                not behind and not is_last and blocks[index + 1].kind == block.kind
            ):
                found.append(block)
            else:
                found += self._pieces(block, blocks, behind, is_last=is_last)
        return found

    def _pieces(
        self, block: Block, blocks: Sequence[Block], behind: Sequence[Block], *, is_last: bool
    ) -> list[Block]:
        """A paragraph, and what is divided from its end."""
        text = self.source[block.span]
        kinds = {each.kind for each in behind}
        ending = self._ending(text, kinds, self._called(blocks))
        is_signed = _SIGNED in kinds or ending.has(_SIGNED)
        if not is_signed and ending.has(_DATELINE) and (not is_last or self._dated(blocks)):
            ending = _Ending(len(text), marks=ending.marks)
        if not _closes(text, min((ending.start, *(span.start for _, span in ending.marks)))):
            ending = _Ending(len(text))
        if any(each.kind in {_SIGNED, "postscript"} for each in blocks):
            ending.marks = [each for each in ending.marks if each[0] != "signature"]
        start = block.span.start
        marks = tuple(
            Mark(Span(start + span.start, start + span.end), "seg", {"type": kind})
            for kind, span in ending.marks
        )
        prose = self.source.trim(Span(start, start + ending.start))
        pieces = [replace(block, span=prose, marks=(*block.marks, *marks))]
        for kind, span in ending.parts:
            part = self.source.trim(Span(start + span.start, start + span.end))
            pieces.append(Block(kind, part))
        return pieces

    def _ending(self, text: str, behind: set[str], called: Sequence[str]) -> _Ending:
        """The parts that close a text, each once at most; `behind` are kinds in later lines."""
        ending = _Ending(len(text))
        while True:
            end = ending.start
            has_date = ending.has(_DATELINE) or _DATELINE in behind
            is_signed = ending.has(_SIGNED) or _SIGNED in behind
            if not has_date and (date := self._date(text, end)):
                ending.put_before(_DATELINE, date)
            elif not is_signed and (
                signature := self._signature(text, end, called, dated=ending.has(_DATELINE))
            ):
                if not self._put_signature(text, ending, signature):
                    return ending
            elif is_signed and not ending.has(_SALUTE) and (formula := self._formula(text, end)):
                ending.put_before(_SALUTE, formula)
            else:
                return ending

    def _put_signature(self, text: str, ending: _Ending, signature: _Signature) -> bool:
        """Add a signature before what is known, or mark it where it is unsure or has no space."""
        formula = signature.formula
        if not signature.sure or not text[signature.parts[0].start - 1].isspace():
            ending.marks += [("signature", name) for name in signature.names]
            return False
        for part in reversed(signature.parts):
            ending.put_before(_SIGNED, part)
        if formula and text[formula.start - 1].isspace():
            ending.put_before(_SALUTE, formula)
        elif formula:
            ending.marks.append(("salute", formula))
            return False
        return True

    # Dates

    def _date(self, text: str, end: int) -> Span | None:
        """A date, with its place, that is the last sentence up to a place in the text."""
        start = max(0, end - _LONGEST)
        dates = list(find_dates(text[start:end], self.profile.dates, self.lines.years))
        found = dates[-1] if dates else None
        if found is None or found.kind or any(map(str.isalpha, text[start + found.span.end : end])):
            return None
        date = start + found.span.start
        article: Span | None = None
        for stop in reversed(list(_STOP.finditer(text, max(0, date - _GAP), date))):
            before = text[stop.end() : date]
            if self._is_abbreviated(text, stop.start()) or not self._begins(text, stop.end()):
                continue
            place = places.find(before, (), self.profile)
            if not place and (article or not self._is_beside(before)):
                return article
            if article or not text[stop.end()].islower():
                return Span(stop.end(), end)
            article = Span(stop.end(), end)  # "Weimar. d. 3. Mai": a place may stand before it
        return article

    def _begins(self, text: str, start: int) -> bool:
        """Whether a dateline may begin at a place: not in small letters, but for "d. 3. Mai"."""
        word = text[start : start + _GAP].split(maxsplit=1)[0]
        small = word[0].islower() and not word.endswith(".")
        return word[0] != "(" and (not small or word in self.profile.dates.article)

    def _is_beside(self, text: str) -> bool:
        """Whether a few words can be the place beside a date, and what is usual there."""
        usual = {word.casefold() for word in self.profile.dates.around}
        beside = words(text)
        return len(beside) <= _MOST_BESIDE and all(
            word[:1].isupper() or word.casefold().rstrip(".") in usual for word in beside
        )

    def _dated(self, blocks: Sequence[Block]) -> bool:
        """Whether the letter has its date, with a year, at its beginning."""
        return any(
            date.year_printed
            for block in blocks
            if block.kind == "dateline"
            for date in self.lines.dates(block.span)
        )

    # Signatures

    def _signature(
        self, text: str, end: int, called: Sequence[str], *, dated: bool
    ) -> _Signature | None:
        """A signature, with the formula before it, that ends the text up to a place.

        `dated` says that a date stands behind it.
        """
        mark = _MARK.search(text, max(0, end - _GAP), end)
        limit = mark.start() if mark else end
        for border, is_stop in self._borders(text, limit):
            found = formulas.closing(text[border.end() : limit], self.profile)
            if found is None or not found.names or self._goes_on(text[border.end() : limit], found):
                continue
            names = tuple(Span(n.start + border.end(), n.end + border.end()) for n in found.names)
            greeting = border.end() + found.greeting
            if not found.greeting and not self._may_stand_alone(text, border, names, is_stop):
                continue
            start = self._signed_start(text, greeting, names[0].start)
            formal = found.greeting > 0
            formula = Span(border.end(), border.end() + len(text[border.end() : start].rstrip()))
            printed = [text[name.start : name.end] for name in names]
            before = text[border.end() : names[0].start].casefold().split()[-1:]
            sure = not self._is_called(printed, called) and (
                all(map(self._is_known, printed))
                or (formal and (dated or self._date(text, start) is not None))
                or (formal and self._has_form(printed, before, is_stop=is_stop))
            )
            if sure or not dated:
                parts = _parts(text, start, names, end)
                return _Signature(formula if formal else NOWHERE, names, parts, sure)
        return None

    def _goes_on(self, text: str, found: formulas.Closing) -> bool:
        """Whether the sentence goes on behind the names: "Your friend, Mrs. Poe, is in town"."""
        letter = self.profile.letter
        beside = persons.folded(letter.office) | persons.folded(letter.relation)
        return any(
            word[0].islower() and word.lower().rstrip(".") not in beside
            for word in words(text[found.names[-1].end :])
        )

    def _borders(self, text: str, end: int) -> Iterator[tuple[re.Match[str], bool]]:
        """Where a closing may begin, and whether a sentence ends there."""
        for border in _BORDER.finditer(text, max(0, end - _LONGEST), end):
            if border.end() < end:
                sign = border.group().strip()[:1]
                abbreviated = sign == "." and self._is_abbreviated(text, border.start())
                yield border, sign not in {",", ";", ":", ""} and not abbreviated

    def _is_abbreviated(self, text: str, stop: int) -> bool:
        """Whether the full stop at a place is that of an initial, a title or an abbreviation."""
        letter = self.profile.letter
        before = text[max(0, stop - _GAP) : stop].split()
        last = before[-1].lower().rstrip(".").strip("([“«\"'_") if before else ""
        titles = persons.folded(letter.titles)
        return last in titles or is_abbreviated(text, stop, letter.abbreviations)

    def _signed_start(self, text: str, start: int, name: int) -> int:
        """Where the signature begins: with the office before the name, and signs around it."""
        office = persons.folded(self.profile.letter.office)
        while name > start and not text[name - 1].isspace() and text[name - 1] not in ",.;:-–—":
            name -= 1
        while before := text[start:name].split():
            if before[-1].lower().strip(".,") not in office:
                break
            name = text.rindex(before[-1], start, name)
        return name

    def _may_stand_alone(
        self, text: str, border: re.Match[str], names: Sequence[Span], is_stop: bool
    ) -> bool:
        """Whether names without a formula may sign, behind a sentence or a date.

        They are of those who may have signed, or in capitals.
        """
        printed = [text[name.start : name.end] for name in names]
        if not all(
            self._is_known(name) or (len(name) >= _SHORTEST_CAPITALS and _is_in_capitals(name))
            for name in printed
        ):
            return False
        if self._date(text, border.end()):
            return True
        before = text[max(0, border.start() - _GAP) : border.start()].split()[-1:]
        # "HOR. WALPOLE": the full stop is that of a forename
        is_forename = persons.is_name(". ".join([*before, printed[0]]), self.profile.letter)
        return is_stop and not is_forename

    def _is_called(self, names: Sequence[str], called: Sequence[str]) -> bool:
        """Whether a name is that of one to whom the letter is written, as in "Farewell, Roe"."""
        letter = self.profile.letter
        return any(persons.same(name, other, letter) for name in names for other in called)

    def _has_form(self, names: Sequence[str], before: Sequence[str], *, is_stop: bool) -> bool:
        """Whether names that nobody knows sign behind a formula: in capitals, or more than a word.

        `before` is the word before them: not the "and" of a list.
        """
        if self._signers and not is_stop:
            return False
        joined = {each.casefold() for each in self.profile.heading.conjunction}
        return not joined & set(before) and all(
            len(name.split()) > 1 or _is_in_capitals(name) for name in names
        )

    def _is_known(self, name: str) -> bool:
        """Whether a name may be that of one who may have signed, also in another spelling."""
        letter = self.profile.letter
        return any(
            persons.same(name, other, letter)
            or persons.abbreviates(name, other, letter)
            or (_is_in_capitals(name) and persons.abbreviates(name, other.split()[0], letter))
            for other in self._signers
        )

    @cached_property
    def _signers(self) -> tuple[str, ...]:
        return persons.signers(self.lines.heading, self.profile.edition)

    def _called(self, blocks: Sequence[Block]) -> list[str]:
        """Whom the letter is written to, by its heading and its salutation."""
        groups = self.lines.heading.groups if self.lines.heading else ()
        names = [name for group in groups if group.side == "receiver" for name in group.names]
        for block in blocks:
            found = self.lines.salutation(block.span) if block.kind == "salute" else None
            if found and found.name:
                names.append(self.source[block.span][found.name.start : found.name.end])
        return names

    def _formula(self, text: str, end: int) -> Span | None:
        """A formula that ends the text up to a place, behind a sentence."""
        for border, is_stop in self._borders(text, end):
            start = border.end()
            greeting = formulas.greeting_end(text[start:end], self.profile.letter)
            if is_stop and greeting and greeting >= len(text[start:end].rstrip(" ,.:;—–-_\n")):
                return Span(start, end) if text[start - 1].isspace() else None
        return None


def _parts(text: str, start: int, names: Sequence[Span], end: int) -> tuple[Span, ...]:
    """A signature from its start to its end, cut before each full name of a list."""
    listed = all(len(text[name.start : name.end].split()) > 1 for name in names)
    places = [each.start for each in names[1:] if text[: each.start].rstrip()[-1:] == ","]
    borders = [start, *(places if listed else ()), end]
    return tuple(Span(*each) for each in pairwise(borders))


def _is_in_capitals(name: str) -> bool:
    letters = [each for each in name if each.isalpha()]
    return name.upper() == name and len(letters) > 1 and len(name.split()) <= _LONGEST_CAPITALS


def _until_text(blocks: Sequence[Block]) -> list[Block]:
    """The blocks before the next one with prose."""
    end = next((i for i, block in enumerate(blocks) if block.kind in _TEXT), len(blocks))
    return list(blocks[:end])


def _closes(text: str, start: int) -> bool:
    """Whether a text can be divided at a place: words before it, no bracket or quotation across."""
    behind = text[start:]
    if not any(map(str.isalnum, text[:start])) or behind.count('"') % 2:
        return False
    return all(behind.count(opening) >= behind.count(closing) for opening, closing in _PAIRS)
