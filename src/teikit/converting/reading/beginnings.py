"""Where the documents of a page begin, as the profile says.

With a number, a heading, a dateline or a salutation, or with the file. A number alone in its line
must fit the row of the others; a heading that names somebody in small letters, a dateline and a
salutation must be confirmed by what stands around them.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting import dates
from teikit.converting.forms.prose import words
from teikit.converting.letter import Heading
from teikit.converting.reading import heading, numbers
from teikit.converting.reading.commentary import comment_before
from teikit.converting.reading.layout import Line, PageLayout
from teikit.converting.reading.lines import is_enclosure
from teikit.converting.reading.signs import LineSigns, plain
from teikit.converting.source import Source, Span, collapse
from teikit.profiles.profile import Beginning, Profile
from teikit.profiles.template import match

PROSE = 40
"""Words: a paragraph of more is no title, no furniture."""
_MOST_ROWS = 3
"""Lines that a heading may take."""
_TITLES = 6
"""Lines of titles that may stand before the first letter of a page."""
_LONG_TITLE = 30
"""Characters: a title of more may go on in the next line."""
_LONGEST_SUMMARY = 200
"""Words between a number and the heading that belongs to it."""
_MOST_TITLE_ROWS = 5
"""Lines that it may take where the format, or a line with "to" alone, joins them."""
_LIFE_ROWS = 2
_SHORT_TITLE = 12
_LONGEST_NUMBER = 40
"""Characters of a line with a number alone and the mark of a note."""
_CENTRED = 8
"""Spaces before a line that is set in the middle."""
_NO_LEVEL = 99
_ROW, _FAR = 8, 2
"""Numbers that make a row, and how many times its length another may be from its middle."""
_LONGEST_CAPITALS = 4
"""Words in capitals that may be a signature."""
_DASHES = re.compile(r"--|[–—]")
_SHORTEST_NAME = 3
"""Characters of a name by which a salutation confirms it."""
_LONGEST_GREETING = 60
"""Characters of a salutation, which may begin a paragraph."""
_LETTER_WORDS = 1
"""Words besides the name in a heading of a single letter."""
_PIECES = re.compile(r"\{[^{}]*\}")
_STRONG = 4
"""How much must speak for a beginning of a letter that has no heading."""
RULE = re.compile(r"[-–—_*=~•.·\s]{3,}|[*\s]+")
"""A line of dashes or stars."""


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a document: the lines of its number and heading, and what they say."""

    line: int
    number_line: int | None = None
    number: str = ""
    titles: tuple[int, ...] = ()
    heading: Heading | None = None
    behind_number: int = 0
    """Where the heading begins in the number's own line: how many words stand before it."""
    is_essay: bool = False
    above: tuple[int, ...] = ()
    """The lines of a title that heads this document and others behind it."""
    between: tuple[int, ...] = ()
    """The lines between the number and the heading further down: the editors' summary."""
    supposed: str = ""
    """By what signs it was found, where the profile does not say so."""

    @property
    def end(self) -> int:
        """The index behind its last line."""
        taken = [self.number_line, *self.titles, *self.between]
        return max((each + 1 for each in taken if each is not None), default=self.line)


@dataclass(frozen=True)
class LetterStarts:
    """Finds the beginnings in the lines of a page."""

    source: Source
    profile: Profile
    layout: PageLayout

    @cached_property
    def signs(self) -> LineSigns:
        """What judges lines."""
        return LineSigns(self.profile)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the page without furniture."""
        return tuple(line for line in self.layout.lines if not line.furniture)

    @cached_property
    def texts(self) -> list[str]:
        """The words of each line."""
        return [collapse(self.source[line.span]) for line in self.lines]

    def is_furniture(self, index: int) -> bool:
        """Whether a line belongs to no document: the profile knows it, or it is a mere rule."""
        page = self.profile.page
        text = self.texts[index]
        known = match(page.furniture, text) or match(page.essay, text)
        return bool(known) or bool(RULE.fullmatch(text)) or self.lines[index].is_in("rule")

    def starts(self) -> list[Start]:
        """The beginnings of documents as the profile says, in order."""
        match self.profile.page.begins:
            case Beginning.FILE:
                first = next((i for i in range(len(self.lines)) if not self.is_furniture(i)), None)
                return [] if first is None else [self._file_start(first)]
            case Beginning.DATELINE:
                return self._with_headings(self._openings(by_salutation=False))
            case Beginning.RULE:
                return self._with_headings(self._behind_rules())
            case Beginning.SALUTATION:
                return self._with_headings(self._openings(by_salutation=True))
            case _:
                return self._by_heading()

    def _with_headings(self, openings: Sequence[int]) -> list[Start]:
        """The beginnings at these lines, and at the headings that the profile describes.

        A heading with nothing but titles between it and an opening is one beginning with it.
        """
        bare = [self._bare(index) for index in openings if not self._is_known(index)]
        if not self.profile.page.headings:
            return self._with_essays(bare)
        headed = self._headings({})
        opened: list[Start] = []
        place = 0
        for start in headed:
            while place < len(bare) and bare[place].line < start.line:
                opened.append(bare[place])
                place += 1
            full = start
            if opened and self._only_titles(opened[-1].line, start.line):
                above = tuple(range(opened.pop().line, start.line))
                full = replace(start, line=above[0], above=above)
            while place < len(bare) and (
                bare[place].line < start.end or self._only_titles(start.end, bare[place].line)
            ):
                place += 1
            opened.append(full)
        return self._with_essays(self._under_groups([*opened, *bare[place:]]))

    def _is_known(self, index: int) -> bool:
        """Whether the profile says that a line is furniture."""
        return bool(match(self.profile.page.furniture, self.texts[index]))

    def _only_titles(self, first: int, end: int) -> bool:
        """Whether few lines, and none of a letter's text, stand before a heading or opening."""
        return end - first <= _MOST_ROWS and all(
            self._is_title(index)
            and not self.signs.dateline(self.texts[index])
            and not self.lines[index].is_in("rule")
            and not RULE.fullmatch(self.texts[index])
            for index in range(first, end)
        )

    def _bare(self, index: int) -> Start:
        """A beginning without number and heading; what the editors say before it belongs to it."""
        first = comment_before(self.texts, index)
        if first < index and self.lines[first].gap >= self.lines[index].gap:
            return Start(first, between=tuple(range(first, index)))
        return Start(index)

    def _file_start(self, first: int) -> Start:
        """The beginning of a file's letter; a running title may stand above its heading."""
        for index in range(first, min(len(self.lines), first + _MOST_ROWS + 1)):
            if found := self._number_at(index) or self._heading_at(index):
                above = tuple(range(first, index))
                return replace(found, line=first, above=above) if above else found
            if not self._is_title(index) or self.signs.dateline(self.texts[index]):
                break
        return self._bare(first)

    def _by_heading(self) -> list[Start]:
        starts = self._headings(self._plausible_numbers())
        starts = self._numbers_with_headings(self._under_groups(self._with_titles(starts)))
        starts = [start for start in starts if not self._is_enclosed(start)]
        starts = self._with_essays(self._with_arguments(starts))
        return starts or [each for each in self._headed_starts() if not self._is_enclosed(each)]

    def _headings(self, numbered: Mapping[int, Start]) -> list[Start]:
        """The beginnings at numbers, and at headings by the profile's templates."""
        page = self.profile.page
        starts: list[Start] = []
        index = 0
        while index < len(self.lines):
            start = numbered.get(index)
            if start is None and page.headings and not self.lines[index].is_in("note", "notes"):
                start = self._heading_at(index)
                start = self._with_number_behind(start, numbered) if start else None
            if start is None:
                index += 1
                continue
            starts.append(start)
            index = max(start.end, index + 1)
        return starts

    def _is_enclosed(self, start: Start) -> bool:
        """Whether the line before a heading says that what follows is enclosed in a letter."""
        return not start.number and self.behind_enclosure(start.line)

    def behind_enclosure(self, index: int) -> bool:
        """Whether one of the two lines before says that what follows is enclosed."""
        before = self.texts[max(0, index - 2) : index]
        return any(is_enclosure(text, self.profile) for text in before)

    def _numbers_with_headings(self, starts: list[Start]) -> list[Start]:
        """Numbers joined with the heading further down, where only a summary stands between."""
        joined: list[Start] = []
        for start in starts:
            last = joined[-1] if joined else None
            if (
                last
                and last.number_line is not None
                and last.heading is None
                and not start.number
                and start.heading is not None
                and self._is_summary(last.end, start.line)
            ):
                between = tuple(range(last.end, start.line))
                joined[-1] = replace(
                    last, titles=start.titles, heading=start.heading, between=between
                )
            else:
                joined.append(start)
        return joined

    def _with_arguments(self, starts: list[Start]) -> list[Start]:
        """The beginnings, with what the editors put above most headings.

        "THE KING'S SPEECH--A WEDDING" is no signature below the letter before: each is another
        one, and many are longer than names. A place and date may stand there, too.
        """
        enough = max(_MOST_ROWS, len(starts) * 2 // 3)
        argued = [start for start in starts if self._is_argument(start)]
        texts = [self.texts[start.line - 1] for start in argued]
        long = sum(
            len(text.split()) > _LONGEST_CAPITALS or bool(_DASHES.search(text)) for text in texts
        )
        if long * 3 < len(texts) or len(set(texts)) * 4 < len(texts) * 3:
            argued = []
        dated = [start for start in starts if self._is_dated_above(start)]
        above = {start.line for each in (argued, dated) if len(each) >= enough for start in each}
        return [self._with_line_above(start) if start.line in above else start for start in starts]

    def _with_line_above(self, start: Start) -> Start:
        """A beginning with the line above it, and the date that stands there."""
        above = start.line - 1
        head = start.heading
        if head is not None and head.date is None and self.signs.dateline(self.texts[above]):
            head = replace(head, date=self.lines[above].span)
        return replace(start, line=above, between=(above, *start.between), heading=head)

    def _is_argument(self, start: Start) -> bool:
        """Whether a line in capitals stands alone above a heading."""
        if start.is_essay or not start.line:
            return False
        text = plain(self.texts[start.line - 1])
        alone = self.lines[start.line].gap and (self.lines[start.line - 1].gap or start.line == 1)
        return bool(alone) and text.isupper() and not self.is_furniture(start.line - 1)

    def _is_dated_above(self, start: Start) -> bool:
        """Whether a dateline stands nearer to a heading below it than to the letter before."""
        if start.is_essay or not start.line:
            return False
        above = self.lines[start.line - 1]
        near = above.gap > self.lines[start.line].gap or start.line == 1
        return near and bool(self.signs.dateline(self.texts[start.line - 1]))

    def _is_summary(self, first: int, end: int) -> bool:
        """Whether the lines are few, and neither open nor close a letter."""
        words = sum(len(text.split()) for text in self.texts[first:end])
        return words <= _LONGEST_SUMMARY and not any(
            map(self.signs.salutation, self.texts[first:end])
        )

    # Titles that hold for several letters

    def _under_groups(self, starts: list[Start]) -> list[Start]:
        """The beginnings with the side that the title above them names for several letters.

        A title heads a group where another heading, or a letter without any, stands directly
        behind it, or where it is of a higher level than the headings of letters. Where many
        letters have no heading, those that have one name somebody for those below.
        """
        usual = self._usual_level(starts)
        bare = sum(start.heading is None and not start.is_essay for start in starts)
        headed = sum(start.heading is not None for start in starts)
        result: list[Start] = []
        group: Heading | None = None
        holding: Heading | None = None
        level = 0
        before: tuple[int, ...] = ()
        for place, start in enumerate(starts):
            following = starts[place + 1] if place + 1 < len(starts) else None
            if level and place and self._other_title(starts[place - 1].end, start.line, level):
                group, holding, level = None, None, 0
            if self._heads_group(start, following, usual) and start.heading is not None:
                outer = group if before and group else None
                group = _both(outer, start.heading) or start.heading
                holding = None
                level = self.lines[start.titles[0]].level
                before = (*before, *range(start.line, start.end))
                if following is None or not self._adjoin(start, following):
                    result.append(Start(before[0], is_essay=True))
                    before = ()
                continue
            full = start
            if not start.is_essay:
                if start.heading:
                    holding = self._holding(start, bare, headed)
                    level = self.lines[start.titles[0]].level if holding else level
                own, above = start.heading or _inherited(holding), _inherited(group)
                named = (_both(above, own) or own) if own else above
                full = replace(start, heading=named)
            if before:
                full = replace(full, line=before[0], above=(*before, *full.above))
            result.append(full)
            before = ()
        return result

    def _other_title(self, first: int, end: int, level: int) -> bool:
        """Whether a title of some level or a higher one stands between two beginnings."""
        return any(
            0 < self.lines[index].level <= level
            and not any(map(str.isdigit, self.texts[index]))
            and not self.is_furniture(index)
            for index in range(first, end)
        )

    def _holding(self, start: Start, bare: int, headed: int) -> Heading | None:
        """The heading of a letter, where it names one side for the letters without any below."""
        head = start.heading
        if head is None or len(_sides(head)) != 1:
            return None
        # "Briefe an Roe" says more than "An Roe", which may head a single letter.
        titled = len(words(_PIECES.sub(" ", head.template))) > _LETTER_WORDS
        edition = self.profile.edition
        given = {"sender": edition.sender, "receiver": edition.receiver}
        if not titled and (start.number or any(map(given.get, _sides(head)))):
            return None  # it is this number's own, or the profile says who it is in the others
        return head if bare >= headed * (1 if titled else 3) else None

    def _heads_group(self, start: Start, following: Start | None, usual: int) -> bool:
        """Whether a heading is the title of several letters."""
        if start.heading is None or start.number or len(_sides(start.heading)) != 1:
            return False
        if 0 < self.lines[start.titles[0]].level < usual:
            return True
        if following is None or not self._adjoin(start, following):
            return False
        return following.heading is None or not (_sides(start.heading) & _sides(following.heading))

    def _adjoin(self, start: Start, following: Start) -> bool:
        """Whether nothing stands between two beginnings but rules and what is furniture."""
        return all(map(self.is_furniture, range(start.end, following.line)))

    def _usual_level(self, starts: Sequence[Start]) -> int:
        """The level of most headings of letters, by the format; beyond all where they have none."""
        levels = Counter(self.lines[start.line].level for start in starts if not start.is_essay)
        return levels.most_common(1)[0][0] or _NO_LEVEL if levels else 0

    def _with_titles(self, starts: list[Start]) -> list[Start]:
        """The beginnings, with the titles of a higher level that name one side by their words."""
        usual = self._usual_level(starts)
        taken = {index for start in starts for index in range(start.line, start.end)}
        found: list[Start] = []
        index = 0
        while index < len(self.lines):
            if index in taken or not 0 < self.lines[index].level < usual:
                index += 1
                continue
            end = index + 1
            while end < len(self.lines) and self._same_heading(end - 1) and end not in taken:
                end += 1
            words = " ".join(
                heading.plain_words(self.source, line.span) for line in self.lines[index:end]
            )
            if head := heading.of_several(words, self.profile):
                found.append(Start(index, titles=tuple(range(index, end)), heading=head))
            index = end
        return sorted([*starts, *found], key=lambda start: start.line) if found else starts

    def _plausible_numbers(self) -> Mapping[int, Start]:
        """The number lines, without lone years and what breaks the row of the others."""
        found = {
            index: start
            for index in range(len(self.lines))
            if (start := self._number_at(index)) is not None
        }
        bare = [i for i, start in found.items() if self._is_bare_number(i, start)]
        values = {i: numbers.value(found[i].number) for i in bare}
        edition = self.profile.edition
        strays = _strays([values[index] for index in bare])
        for place, index in enumerate(bare):
            before = values[bare[place - 1]] if place else None
            behind = values[bare[place + 1]] if place + 1 < len(bare) else None
            value = values[index]
            near = any(
                other is not None and abs(other - value) <= 3 and other != value
                for other in (before, behind)
            )
            year = edition.first_year - 2 <= value <= edition.last_year + 2 and value > 999
            jumps = (
                before is not None
                and behind is not None
                and before < behind <= before + 3
                and not before <= value <= behind
            )
            if (year and not near) or jumps or (value in strays and not near):
                del found[index]
        return found

    def _is_bare_number(self, index: int, start: Start) -> bool:
        """Whether a number stands without any word."""
        return not start.titles and not re.search(
            r"[^\W\d_]", self.texts[index].replace(start.number, "", 1)
        )

    def _number_at(self, index: int) -> Start | None:
        """The number that a line is, alone or with the heading behind it."""
        if self.lines[index].is_in("note", "notes"):
            return None
        text = self.texts[index]
        found = match(self.profile.page.number, text)
        if found is None and len(text) <= _LONGEST_NUMBER:
            text = heading.plain_words(self.source, self.lines[index].span)
            found = match(self.profile.page.number, text)
        if found is None:
            return None
        groups = found.groupdict()
        number = groups.get("number") or groups.get("roman") or ""
        if "roman" in groups and not heading.is_roman(groups["roman"]):
            return None
        if behind := groups.get("heading"):
            head = heading.of_line(behind, self.profile) or heading.read(
                behind, self.profile.heading
            )
            words = len(text[: found.start("heading")].split())
            return Start(index, index, number, (), head, words) if head else None
        start = Start(index, index, number)
        return self._with_heading_behind(start)

    def _with_heading_behind(self, start: Start) -> Start:
        """A number with the heading that stands on the next lines."""
        index = start.line + 1
        if index < len(self.lines) and (head := self._title_at(index)):
            return replace(start, titles=head.titles, heading=head.heading)
        return start

    def _title_at(self, index: int) -> Start | None:
        """The heading that begins at a line behind a number: by templates, or by words."""
        if self.profile.page.headings and (found := self._heading_at(index, behind_number=True)):
            return found
        titles, head = _title(
            self.source, [line.span for line in self.lines[index : index + 3]], self.profile
        )
        if head is None:
            return None
        return Start(index, titles=tuple(range(index, index + len(titles))), heading=head)

    def _with_number_behind(self, start: Start, numbered: Mapping[int, Start]) -> Start:
        """A heading whose number stands on a line below it."""
        behind = numbered.get(start.end)
        if behind is None or start.number or behind.titles or behind.behind_number:
            return start
        return replace(start, number_line=start.end, number=behind.number)

    def _heading_at(self, index: int, *, behind_number: bool = False) -> Start | None:
        """The heading by a template of the profile that begins at a line."""
        if self.is_furniture(index):
            return None
        for rows in range(1, _MOST_TITLE_ROWS + 1):
            lines = self.lines[index : index + rows]
            if len(lines) < rows or (rows > 1 and not self._goes_on(index, rows)):
                return None
            found = self._found(index, rows, name_alone=rows == 1 and self._may_name(index))
            if found is None or not found.heading.template:
                if rows == 1 and not self._same_heading(index) and self._heads_alone(index + 1):
                    return None  # this line is a signature above a heading
                continue
            # A signature with the address below it reads as "A to B" over two lines.
            title = self.lines[index].level > 0 or any(
                self._leads(i) for i in range(index, index + rows)
            )
            sure = found.sure and (rows == 1 or title)
            if not sure and not behind_number and not self._opens_behind(index + rows):
                return None
            if rows == 1 and (longer := self._longer_heading(index, found)):
                return longer
            return self._headed(index, rows, found)
        return None

    def _goes_on(self, index: int, rows: int) -> bool:
        """Whether the last of some lines may be of one heading with those before it."""
        last = index + rows - 1
        if self._same_heading(last - 1) or self._leads(last) or self._leads(last - 1):
            return len(self.texts[last].split()) < _SHORT_TITLE
        if rows > _MOST_ROWS:
            return False
        # Below a name may stand the years of a life, apart from it; other lines may not.
        dated = rows == _LIFE_ROWS and any(map(str.isdigit, self.texts[last]))
        return self.lines[last].gap <= dated

    def _leads(self, index: int) -> bool:
        """Whether a line is nothing but the word before a name: "an", "TO"."""
        text = plain(self.texts[index]).strip("=~ ").casefold()
        of = self.profile.heading
        return any(text == word.casefold() for word in (*of.receiver, *of.sender))

    def _may_name(self, index: int) -> bool:
        """Whether a line may be a name alone that heads a letter: set apart, and opened behind."""
        if not any(template.is_name for template in self.profile.page.headings):
            return False
        line, text = self.lines[index], plain(self.texts[index])
        alone = line.alone or (not index and line.last_gap)
        if not alone or self.signs.dateline(text) or self.signs.salutation(text):
            return False
        centred = any(region.kind in {"center", "heading"} for region in line.regions)
        set_apart = text.isupper() or centred or line.indent >= _CENTRED
        behind = index + 1 < len(self.lines) and not self.is_furniture(index + 1)
        if not behind:
            return False
        if self._is_greeted_behind(index):
            return self._opens_behind(index + 1)
        return set_apart and self._opens_behind(index + 1, rows=1)

    def _is_greeted_behind(self, index: int) -> bool:
        """Whether a salutation in the next lines has the name of a line; or it is "the same"."""
        text = plain(self.texts[index]).strip(" .:[]").casefold()
        if text in {each.casefold() for each in self.profile.heading.same}:
            return True
        titles = {each.casefold().rstrip(".") for each in self.profile.letter.titles}
        named = {each.rstrip(".") for each in words(text)} - titles
        return len(text) <= _LONGEST_NUMBER and any(
            self.signs.salutation(greeting)
            and any(
                len(each) >= _SHORTEST_NAME and each.rstrip(".") in named
                for each in words(greeting[:_LONGEST_GREETING].casefold())
            )
            for greeting in self.texts[index + 1 : index + 1 + _MOST_ROWS]
        )

    def _heads_alone(self, index: int) -> bool:
        """Whether a line is a heading by a template of the profile."""
        found = self._found(index, 1, name_alone=False) if index < len(self.lines) else None
        return bool(found and found.heading.template)

    def _found(self, index: int, rows: int, *, name_alone: bool) -> heading.HeadingLine | None:
        """The heading that some lines are together: each is asked for several times."""
        key = (index, rows, name_alone)
        if key not in self._read_before:
            spans = [line.span for line in self.lines[index : index + rows]]
            self._read_before[key] = heading.find(
                self.source, spans, self.profile, name_alone=name_alone
            )
        return self._read_before[key]

    @cached_property
    def _read_before(self) -> dict[tuple[int, int, bool], heading.HeadingLine | None]:
        """What was found of lines."""
        return {}

    def _longer_heading(self, index: int, found: heading.HeadingLine) -> Start | None:
        """The heading with its second line, where the first one breaks off."""
        lines = self.lines[index : index + 2]
        if len(lines) < 2 or lines[1].gap:
            return None
        first, second = self.texts[index], self.texts[index + 1]
        last = first.rstrip("_").split()[-1].casefold()
        letter = self.profile.letter
        small = {word.casefold() for word in (*letter.address, *letter.titles)}
        capitals = first.isupper() and second.isupper()
        breaks_off = (
            last[-1] in {",", "-", "–", "—", "&"}
            or plain(second)[:1].islower()
            or (last in small and first.isupper() == second.isupper())
            or (capitals and len(first) >= _LONG_TITLE)
            or self._same_heading(index)
        )
        if not breaks_off or self.signs.dateline(second) or self.signs.salutation(second):
            return None
        both = self._found(index, 2, name_alone=False)
        return self._headed(index, 2, both) if both and both.heading.template else None

    def _same_heading(self, index: int) -> bool:
        """Whether a line and the next one are a heading of the file's format, both together."""
        if index + 1 >= len(self.lines):
            return False
        first, second = self.lines[index].regions, self.lines[index + 1].regions
        return any(region.kind == "heading" and region in first for region in second)

    def _headed(self, index: int, rows: int, found: heading.HeadingLine) -> Start:
        titles = tuple(range(index, index + rows))
        return Start(index, None, found.number, titles, found.heading)

    def _opens_behind(self, index: int, rows: int = 3) -> bool:
        """Whether a dateline or a salutation stands in the next lines."""
        for text in self.texts[index : index + rows]:
            if match(self.profile.page.number, text):
                return False  # the next letter begins before this one does
            if self.signs.dateline(text) or self.signs.salutation(text):
                return True
        return False

    def _with_essays(self, starts: list[Start]) -> list[Start]:
        """The beginnings, with the section titles that prose follows, each before a letter or none.

        A title with no prose behind it is furniture.
        """
        templates = self.profile.page.essay
        titles = [i for i, text in enumerate(self.texts) if templates and match(templates, text)]
        if not titles:
            return starts
        prose = [i for i, text in enumerate(self.texts) if len(text.split()) > PROSE]
        lines = [start.line for start in starts]
        taken = {index for start in starts for index in (start.line, *start.titles)}
        essays: list[Start] = []
        last = -1
        for index in titles:
            following = bisect_right(lines, index)
            end = lines[following] if following < len(lines) else len(self.lines)
            behind = bisect_right(prose, index)
            if following == last or index in taken or behind == len(prose) or prose[behind] >= end:
                continue
            essays.append(Start(index, is_essay=True))
            last = following
        return sorted([*starts, *essays], key=lambda start: start.line)

    def _headed_starts(self) -> list[Start]:
        """The lines that read as headings: the first alone, where documents should have numbers."""
        starts = []
        for index, text in enumerate(self.texts):
            if match(self.profile.page.furniture, text) or self.lines[index].is_in("note", "notes"):
                continue
            if heading.of_line(self.source[self.lines[index].span], self.profile) is None:
                continue
            titles, head = _title(
                self.source, [line.span for line in self.lines[index : index + 3]], self.profile
            )
            rows = tuple(range(index, index + len(titles)))
            starts.append(Start(index, titles=rows, heading=head))
            if self.profile.page.number:
                break
        return starts

    # Letters that begin with their first words

    def _behind_rules(self) -> list[int]:
        """The first line of each stretch between rules that holds prose."""
        found: list[int] = []
        first: int | None = None
        for index, text in enumerate(self.texts):
            if not any(map(str.isalnum, text)) or self.lines[index].is_in("rule"):
                first = None
            elif (first is not None and self._is_wide_below_signature(index)) or (
                first is None and not self.is_furniture(index)
            ):
                first = index
            titled = not found and self._is_title(index) and not self.signs.dateline(text)
            if first is not None and not titled and first not in found[-1:]:
                found.append(index if not found else first)
                first = found[-1]
        return found

    def _begins_stretch(self, index: int, first: int | None) -> bool:
        """Whether text begins at a line: behind a rule, or far below a signature."""
        if first is None:
            return not self.is_furniture(index)
        return self._is_wide_below_signature(index)

    def _is_wide_below_signature(self, index: int) -> bool:
        """Whether a line stands further than usual below a signature at the right, with no rule."""
        line, before = self.lines[index], self.lines[index - 1]
        return (
            line.gap > self._usual_gap
            and before.indent >= _CENTRED
            and before.indent > line.indent
            and self.signs.signature(self.texts[index - 1])
            and not self.signs.postscript(self.texts[index])
        )

    def _openings(self, *, by_salutation: bool) -> list[int]:
        """The lines with which letters begin that have no headings."""
        return [
            index
            for index in range(len(self.lines))
            if self._opening_score(index, by_salutation=by_salutation) >= _STRONG
        ]

    def _opening_score(self, index: int, *, by_salutation: bool) -> int:
        """How much speaks for the beginning of a letter at a line."""
        line = self.lines[index]
        apart = line.gap or line.regions or (index and self._closes(index - 1))
        if not apart or line.is_in("note", "notes"):
            return 0
        text = self.texts[index]
        first = index <= _TITLES and all(
            self.is_furniture(i) or self._is_title(i) for i in range(index)
        )
        if by_salutation:
            salutes = self.signs.salutation(text) and not self._follows_dateline(index)
            dated = bool(self.signs.dateline(text)) and self._salutes(index + 1)
            dated = dated and not self._ends_letter(index)
            if not salutes and not dated:
                return 0
            run_in = self.signs.run_in_salutation(text)
            score = 2 if dated or run_in or self.signs.short_salutation(text) else 1
        else:
            if not self._is_dateline(index):
                return 0
            run_in = self.signs.run_in_dateline(text)
            behind = (
                "" if run_in else self.signs.dateline("".join(self.texts[index + 1 : index + 2]))
            )
            kind = self.signs.dateline(text) or behind
            score = _STRONG if run_in else 2 if kind == "year" else 1
            if self._salutes(index + 1) or self._salutes(index + 2):
                score += 2
            elif self._ends_letter(index):
                score -= 2
        if first:
            score += 3
        elif self._closes(before := self._text_before(index)) or self._ends_letter(before):
            score += 2
        elif line.gap > 1 and line.gap > self._usual_gap:
            score += 2 if by_salutation else 1
        return score

    def _text_before(self, index: int) -> int:
        """The line before one, without a rule and furniture between."""
        before = index - 1
        while before > max(0, index - _MOST_ROWS) and self.is_furniture(before):
            before -= 1
        return before

    def _is_title(self, index: int) -> bool:
        return len(self.texts[index].split()) < 12 and not self.signs.salutation(self.texts[index])

    @cached_property
    def _usual_gap(self) -> int:
        """The number of empty lines between most lines."""
        gaps = sorted(line.gap for line in self.lines[1:] if line.gap)
        return gaps[len(gaps) // 2] if gaps else 1

    def _is_dateline(self, index: int) -> bool:
        """Whether a dateline begins at a line: in it, or on the next one after a place."""
        text = self.texts[index]
        if self.signs.run_in_dateline(text):
            return True
        if self.signs.dateline(text):
            return not (index and not self.lines[index].gap and self._may_be_place(index - 1))
        return (
            self._may_be_place(index)
            and index + 1 < len(self.lines)
            and (not self.lines[index + 1].gap and bool(self.signs.dateline(self.texts[index + 1])))
        )

    def _may_be_place(self, index: int) -> bool:
        text = plain(self.texts[index])
        if self._closes(index) and not text.endswith(","):
            return False
        return text.endswith(",") and heading.is_place(text.rstrip(","))

    def _follows_dateline(self, index: int) -> bool:
        if not index or self._ends_letter(index - 1):
            return False
        return bool(self.signs.dateline(self.texts[index - 1]))

    def _salutes(self, index: int) -> bool:
        return index < len(self.texts) and self.signs.salutation(self.texts[index])

    def _closes(self, index: int) -> bool:
        """Whether a line closes a letter: a formula, a signature, a paragraph with a name last."""
        text = self.texts[index]
        return self.signs.closing(text) or self.signs.ends_with_signature(text)

    def _ends_letter(self, index: int) -> bool:
        """Whether a dateline stands below a signature, nearer to it than to what follows."""
        if not 0 < index < len(self.lines) - 1 or not self._closes(index - 1):
            return False
        if not self.signs.dateline(self.texts[index]):
            return False
        return self.lines[index].gap < self.lines[index + 1].gap


def _strays(values: Sequence[int]) -> set[int]:
    """The numbers far from all others, where most stand in a row: "DI" is no number 501."""
    row = sorted(set(values))
    if len(row) < _ROW:
        return set()
    middle = row[len(row) // 2]
    return {value for value in row if abs(value - middle) > _FAR * len(row)}


def _sides(head: Heading) -> set[str]:
    """The sides of a heading that a template names."""
    return {group.side for group in head.groups if group.side}


def _inherited(title: Heading | None) -> Heading | None:
    """What a title says of the letters below it: it does not name them one by one."""
    if title is None:
        return None
    groups = tuple(replace(group, inherited=True) for group in title.groups)
    return replace(title, groups=groups)


def _both(outer: Heading | None, inner: Heading) -> Heading | None:
    """A heading with the side that the title above it names; nothing where they name the same."""
    if outer is None or _sides(outer) & _sides(inner):
        return None
    groups = (*outer.groups, *inner.groups)
    return replace(inner, groups=tuple(sorted(groups, key=lambda each: each.side != "sender")))


def _title(
    source: Source, lines: list[Span], profile: Profile
) -> tuple[tuple[Span, ...], Heading | None]:
    """The heading: its first line, and a second one where the date line only comes after it."""
    if not lines:
        return (), None
    first = heading.of_line(source[lines[0]], profile)
    if first is None:
        return (), None
    # A second line belongs to the heading when it goes on in small letters before the date.
    if len(lines) > 2 and _is_date(source, lines[2], profile) and source[lines[1]][:1].islower():
        both = heading.of_line(f"{source[lines[0]]} {source[lines[1]]}", profile)
        if both and len(both.groups) >= len(first.groups):
            return (lines[0], lines[1]), both
    return (lines[0],), first


def _is_date(source: Source, line: Span, profile: Profile) -> bool:
    text = source[line]
    years = dates.Years(
        profile.edition.first_year, profile.edition.last_year, profile.edition.first_year
    )
    found = next(dates.find(text, profile.dates, years), None)
    return bool(found and len(text) - (found.span.end - found.span.start) < 8)
