"""The heading of a document: genre, and the names in it.

A heading such as "Telegram of L. D. Trotsky to I. V. Stalin" is read into groups of names, each
with the word that leads it in. In a translated heading these words are weak evidence ("Telegram to
A B" stands for "telegram of A to B"), so what a group means is decided later, with the rest of the
evidence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from teikit.converting import dates
from teikit.converting.authority import PERSON
from teikit.converting.forms.prose import any_of
from teikit.converting.letter import Heading, NameGroup
from teikit.converting.reading import names as names_of
from teikit.converting.reading.names import NOTE_MARK, Names, note_marks
from teikit.converting.source import Source, Span, collapse
from teikit.profiles.profile import HeadingWords, Profile
from teikit.profiles.template import LONGEST_LINE, Pieces, PieceTemplate, fitting

_LONGEST_NAME = 5
LONGEST_HEADING = 40
"""Words. A longer line is prose."""


def read(line: str, words: HeadingWords) -> Heading | None:
    """The heading that a line is, or nothing.

    A line counts as a heading when it begins with a word for a genre and holds a name, or when it
    joins two groups of names, the first of them a person's or a body's.
    """
    line = collapse(line).rstrip(".:")
    if len(line.split()) > LONGEST_HEADING:
        return None
    genre, rest = _genre(line, words)
    groups = _groups(rest, words)
    if any(name[:1].islower() and not PERSON.match(name) for g in groups for name in g.names):
        return None  # prose: "Order the commander to attack"
    if genre and groups:
        return Heading(genre, groups)
    names = [name for group in groups for name in group.names]
    if len(groups) == 2 and (any(map(PERSON.search, names)) or _written_out(names, words)):
        return Heading("", groups)
    return None


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading found on a page."""

    heading: Heading
    number: str = ""
    """The number that it tells, as printed."""
    sure: bool = True
    """Whether it is a heading by itself; else what stands behind it must confirm it."""


def find(
    source: Source, spans: Sequence[Span], profile: Profile, *, name_alone: bool = False
) -> HeadingLine | None:
    """The heading that the lines are together: by the profile's templates, or by its words.

    Templates that are a name and nothing else count only where lines may be a `name_alone`.
    """
    if sum(span.end - span.start for span in spans) > 2 * LONGEST_LINE:
        return None
    text = _PlainText.of(source, spans)
    if found := _by_template(text, profile, name_alone=name_alone):
        return found
    heading = of_line(text.text, profile)
    return HeadingLine(heading) if heading else None


def of_line(line: str, profile: Profile) -> Heading | None:
    """The heading that a line is by its words."""
    words = profile.heading
    if words.full_names and (found := _written_out_sides(line, profile)):
        return found
    return read(line, words)


def of_several(line: str, profile: Profile) -> Heading | None:
    """The heading that a title of several letters is: "Goethes Briefe an Breitkopf".

    It names one side behind the word for it, alone or behind a word for letters.
    """
    words = profile.heading
    line = collapse(line).rstrip(".:")
    if len(line.split()) > _LONGEST_TITLE:
        return None
    for side, leads in (("receiver", words.receiver), ("sender", words.sender)):
        found = _last_lead(leads).search(f" {line}") if leads else None
        if found is None:
            continue
        before, name = found["before"], found["name"]
        named = names_of.read(name, words, profile.letter)
        if named is None or not named.sure or not all(each[:1].isupper() for each in named.names):
            continue
        kinds = [phrase.casefold() for phrases in words.genres.values() for phrase in phrases]
        if not before.strip() or any(kind in before.casefold() for kind in kinds):
            group = NameGroup(found["lead"].casefold(), named.names, side, named.doubtful)
            return Heading(words.default_genre, (group,), template=line)
    return None


@cache
def _last_lead(leads: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?P<before>.*)\s(?P<lead>{any_of(leads)})\s+(?P<name>\S.*)", re.I)


def _written_out_sides(line: str, profile: Profile) -> Heading | None:
    """The heading "Anna Roe to George and Thomas Doe", with or without a genre before it."""
    words = profile.heading
    line = collapse(NOTE_MARK.sub("", collapse(line))).rstrip(".:")
    if len(line.split()) > LONGEST_HEADING:
        return None
    genre, rest = _genre(line, words)
    sender = _sender_lead(words.sender).match(rest) if words.sender else None
    rest = rest[sender.end() :] if sender else rest
    for found in _side_border(words).finditer(rest):
        sides = [
            names_of.read(side, words, profile.letter)
            for side in (rest[: found.start()], rest[found.end() :])
        ]
        if not all(side and side.sure for side in sides):
            continue
        first, second = (side for side in sides if side)
        if genre or all(len(name.split()) > 1 for name in (*first.names, *second.names)):
            lead = (found["lead"] or found["dash"]).casefold()
            before = sender.group().strip().casefold() if sender else ""
            return Heading(
                genre or words.default_genre,
                (
                    NameGroup(before, first.names, doubtful=first.doubtful),
                    NameGroup(lead, second.names, doubtful=second.doubtful),
                ),
            )
    return None


@cache
def _sender_lead(sender: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(sender)})\s+", re.I)


@lru_cache(maxsize=8)
def _side_border(words: HeadingWords) -> re.Pattern[str]:
    """What stands between the two sides of a heading that is written out."""
    dashes = "|".join(map(re.escape, words.dash))
    return re.compile(rf"\s+(?:(?P<lead>{any_of(words.receiver)})|(?P<dash>{dashes}))\s+", re.I)


# By a template


@dataclass(frozen=True, slots=True)
class _PlainText:
    """The words of lines without note marks and signs of italics; `places` are in the page."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, source: Source, spans: Sequence[Span]) -> "_PlainText":
        characters: list[str] = []
        places: list[int] = []
        for span in spans:
            words = source[span]
            left_out = _left_out(source, span)
            if not left_out and _is_bare(words):
                characters += words  # as most lines are
                places += range(span.start, span.end)
                if words:
                    characters.append(" ")
                    places.append(span.end)
                continue
            hidden = {at for each in left_out for at in range(each.start, each.end)}
            for at in range(span.start, span.end):
                character = source.text[at]
                if at in hidden or (character in "_=~" and _is_emphasis(source.text, at)):
                    continue
                if character.isspace():
                    if not characters or characters[-1] == " ":
                        continue
                    character = " "
                characters.append(character)
                places.append(at)
            if characters and characters[-1] != " ":
                characters.append(" ")
                places.append(span.end)
        return cls("".join(characters).rstrip(), tuple(places))

    def span(self, start: int, end: int) -> Span:
        """Where the page has these characters."""
        return Span(self.places[start], self.places[end - 1] + 1)


_EMPHASIS = re.compile("[_=~]")


def _left_out(source: Source, span: Span) -> list[Span]:
    """The note marks of a line, by their form and by the file's format."""
    found = (each.span() for each in note_marks(source[span]))
    by_form = [Span(start + span.start, end + span.start) for start, end in found]
    return by_form + source.note_marks_in(span)


def _is_bare(words: str) -> bool:
    """Whether words have no signs of emphasis, and one space between them."""
    return not _EMPHASIS.search(words) and words == collapse(words)


def _is_emphasis(text: str, at: int) -> bool:
    """Whether a sign of bold or spaced letters stands at a word: `=To Anna=`, not "a = b"."""
    return text[at] == "_" or not (text[at - 1 : at].isspace() and text[at + 1 : at + 2].isspace())


def plain_words(source: Source, span: Span) -> str:
    """The words of a line without note marks and signs of emphasis."""
    words = source[span]
    if _is_bare(words) and not _left_out(source, span):
        return words
    return _PlainText.of(source, [span]).text


def _by_template(text: _PlainText, profile: Profile, *, name_alone: bool) -> HeadingLine | None:
    line = text.text
    candidates = [line]
    if line.startswith("[") and line.rstrip(".").endswith("]"):
        candidates.append(f" {line.rstrip('.')[1:-1]}")
    if starred := _STAR.match(line):
        candidates.append(f"{' ' * starred.end()}{line[starred.end() :]}")
    for candidate in candidates:
        bare = candidate.lstrip()
        shift = len(candidate) - len(bare)
        weak: HeadingLine | None = None
        for template, pieces in fitting(profile.page.headings, bare):
            if template.is_name and not name_alone:
                continue
            if found := _judged(text, bare, shift, template, pieces, profile):
                if found.sure:
                    return found
                weak = weak or found
        if weak:
            return weak
    return None


def _judged(
    text: _PlainText,
    line: str,
    shift: int,
    template: PieceTemplate,
    pieces: Pieces,
    profile: Profile,
) -> HeadingLine | None:
    """The heading that a cut makes, if each piece is what it should be."""
    if _INTRODUCES.search(line):
        return None
    words = {
        name: f"{_title_before(line[:start], profile)}{line[start:end].strip()}"
        if name in {"sender", "receiver"}
        else line[start:end].strip()
        for name, (start, end) in pieces.items()
    }
    if "receiver" in words and _names_genre(words.get("sender", ""), profile.heading):
        owner = _OWNER.match(words["sender"])
        words["sender"] = owner["name"] if owner else ""
    sides: dict[str, Names] = {}
    for name in ("sender", "receiver"):
        if words.get(name):
            side = names_of.read(words[name], profile.heading, profile.letter)
            end = pieces[name][1] + 1
            if side is None or (end < len(line) and _BREAKS_OFF.search(line[:end])):
                return None
            sides[name] = side
    if len(sides) > 1 and not any(side.sure for side in sides.values()):
        return None  # "I have the honour to be"
    if "date" in words and not is_date(words["date"], profile):
        return None
    if "place" in words and not is_place(words["place"]):
        return None
    if _cuts_capitals(words):
        return None
    genre = _genre_of(words["genre"], profile.heading) if "genre" in words else ""
    if genre is None or ("roman" in words and not is_roman(words["roman"])):
        return None
    places = {
        name: text.span(pieces[name][0] + shift, pieces[name][1] + shift)
        for name in ("place", "date")
        if name in words
    }
    heading = Heading(
        genre or _leading_genre(template, profile.heading),
        tuple(
            NameGroup("", side.names, name, side.doubtful)
            for name, side in sorted(sides.items(), key=lambda item: item[0] != "sender")
        ),
        template=template.text,
        **places,
    )
    sure = all(side.sure for side in sides.values())
    return HeadingLine(heading, words.get("number") or words.get("roman", ""), sure)


def _cuts_capitals(words: Mapping[str, str]) -> bool:
    """Whether a name in capitals is cut in two: "TO ANNA ROE Paris, May 5"."""
    name, place = words.get("receiver") or words.get("sender", ""), words.get("place", "")
    first = place.split()[0] if place else ""
    return name.isupper() and len(first) > 1 and first.isupper() and not place.isupper()


def _names_genre(text: str, words: HeadingWords) -> bool:
    """Whether what stands before "to" says what is sent: "Fragment of a letter"."""
    genres = {phrase.casefold() for phrases in words.genres.values() for phrase in phrases}
    found = re.findall(r"\w+", text.casefold())
    return len(found) <= _LONGEST_SENT and any(word in genres for word in found)


def _title_before(text: str, profile: Profile) -> str:
    """The title that a template has before a name: "Mrs. " of `To Mrs. {receiver}`."""
    last = text.split()[-1:] if text.endswith(" ") else []
    titles = names_of.titles(profile.letter)
    return "".join(f"{word} " for word in last if word.casefold().rstrip(".") in titles)


def _genre_of(phrase: str, words: HeadingWords) -> str | None:
    """The genre that a phrase names."""
    folded = phrase.casefold()
    return next(
        (
            genre
            for genre, phrases in words.genres.items()
            if folded in {each.casefold() for each in phrases}
        ),
        None,
    )


def _leading_genre(template: PieceTemplate, words: HeadingWords) -> str:
    """The genre with which a template begins: "TELEGRAM TO {receiver}"."""
    return _genre(template.text.replace("_", ""), words)[0] or words.default_genre


def is_date(text: str, profile: Profile) -> bool:
    """Whether a text of a heading is a date."""
    if len(text.split()) > _LONGEST_DATE:
        return False
    years = dates.Years(
        profile.edition.first_year, profile.edition.last_year, profile.edition.first_year
    )
    found = next(dates.find(text, profile.dates, years), None)
    if found:
        return len(text) - (found.span.end - found.span.start) < _BESIDES_DATE
    return bool(_YEAR.search(text)) and len(text.split()) < _FEW_WORDS


def is_place(text: str) -> bool:
    """Whether a text of a heading may be a place: words with capitals, and no figures."""
    words = text.split()
    capitals = [word for word in words if word.strip("[(")[:1].isupper()]
    small = [word for word in words if word[:1].islower()]
    figures = any(map(str.isdigit, text)) or bool(_SENTENCES.search(text))
    return bool(capitals) and len(words) <= _LONGEST_PLACE and not figures and len(small) <= 3


_LONGEST_TITLE = 20
_LONGEST_DATE = 12
_BESIDES_DATE = 24
_FEW_WORDS = 5
_LONGEST_SENT = 8
_OWNER = re.compile(r"(?P<name>.+?)['’]s\s")
"""Whose letter it is: "Anna Roe's letter"."""
_STAR = re.compile(r"\*{1,3}\s?(?=\d)")
"""Before the number of a letter that is printed for the first time."""
_BREAKS_OFF = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")
"""An initial: the name goes on behind it."""
_INTRODUCES = re.compile(r":\s*(?:--|[–—])\s*$")
"""What is told, and then quoted: "To this he replied:—"."""
_SENTENCES = re.compile(r"[^\W\d_]{4}\.\s+\S|\.\w*\s+[^\W\d_]+\.\s")
_LONGEST_PLACE = 8
_YEAR = re.compile(r"(?<!\d)1\d{3}(?!\d)|(?<!\d)20\d\d(?!\d)")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})", re.I)


def is_roman(text: str) -> bool:
    """Whether letters are a Roman numeral, in capitals or in small letters."""
    same = text.isupper() or text.islower()
    return bool(text) and same and bool(_ROMAN.fullmatch(text))


# By words


def _written_out(names: Sequence[str], words: HeadingWords) -> bool:
    """Whether the edition writes names out, and these are such: capitalised words alone."""
    return words.full_names and all(
        1 < len(name.split()) <= _LONGEST_NAME and all(word[:1].isupper() for word in name.split())
        for name in names
    )


def _genre(line: str, words: HeadingWords) -> tuple[str, str]:
    """The genre that a line begins with, and the rest of it."""
    folded = line.casefold()
    found = [
        (phrase, genre)
        for beginning, phrase, genre in _genre_phrases(words)
        if folded.startswith(beginning) and not line[len(phrase) :][:1].isalnum()
    ]
    if not found:
        return "", line
    phrase, genre = max(found, key=lambda pair: len(pair[0]))
    return genre, line[len(phrase) :].strip()


@lru_cache(maxsize=8)
def _genre_phrases(words: HeadingWords) -> tuple[tuple[str, str, str], ...]:
    """The phrases for genres: folded, as the profile has them, and which genre."""
    return tuple(
        (phrase.casefold(), phrase, genre)
        for genre, phrases in words.genres.items()
        for phrase in phrases
    )


@cache
def _lead(sender: tuple[str, ...], receiver: tuple[str, ...]) -> re.Pattern[str]:
    leads = "|".join(map(re.escape, sender + receiver))
    return re.compile(rf"(?:{leads})(?!\w)", re.IGNORECASE)


def _groups(text: str, words: HeadingWords) -> tuple[NameGroup, ...]:
    """The groups of names in what follows the genre."""
    first_lead = ""
    if match := _lead(words.sender, words.receiver).match(text):
        first_lead = match.group().casefold()
        text = text[match.end() :].strip()
    groups: list[NameGroup] = []
    for lead, piece in _divide(text, words):
        if names := tuple(_names(piece, words)):
            groups.append(NameGroup(lead or ("" if groups else first_lead), names))
    return tuple(groups)


class _Borders(NamedTuple):
    """What stands between the parts of a heading, in the words of a profile."""

    sides: re.Pattern[str]
    sender: re.Pattern[str]
    joined: re.Pattern[str]
    names: re.Pattern[str]


@lru_cache(maxsize=8)
def _borders(words: HeadingWords) -> _Borders:
    dashes = "|".join(map(re.escape, words.dash))
    receivers = "|".join(map(re.escape, words.receiver))
    conjunctions = "|".join(map(re.escape, words.conjunction))
    dashed = rf"\s+(?P<dash>{dashes})\s+(?:(?:{receivers})\s+)?"
    listed = rf"\s*,\s*(?:(?:{conjunctions})\s+)?"
    return _Borders(
        re.compile(rf"{dashed}|\s+(?P<lead>{receivers})\s+", re.I),
        re.compile("|".join(map(re.escape, words.sender)), re.I),
        re.compile(rf"\s*(?:,|\b(?:{conjunctions})\b)\s*", re.I),
        re.compile(rf"{listed}|\s+(?:{conjunctions})\s+", re.I),
    )


def _divide(text: str, words: HeadingWords) -> list[tuple[str, str]]:
    """Pieces between dashes, words for the receiver, and names that follow without a comma."""
    borders = _borders(words)
    pieces: list[tuple[str, str]] = []
    start, lead = 0, ""
    for match in borders.sides.finditer(text):
        pieces.append((lead, text[start : match.start()]))
        start, lead = match.end(), (match["lead"] or match["dash"]).casefold()
    pieces.append((lead, text[start:]))
    if len(pieces) > 1:
        return pieces
    # "A. B. Name C. D. Name": the border is where one name follows another without a comma.
    persons = list(PERSON.finditer(text))
    for first, second in pairwise(persons):
        between = text[first.end() : second.start()].strip()
        if not between:
            return [("", text[: first.end()]), ("", text[second.start() :])]
        if borders.sender.fullmatch(between):
            return [("", text[: first.end()]), (between.casefold(), text[second.start() :])]
    rest = text[persons[-1].end() :].strip() if persons else ""
    if rest and not borders.joined.match(rest):
        return [("", text[: persons[-1].end()]), ("", rest)]
    return pieces


def _names(piece: str, words: HeadingWords) -> list[str]:
    """The names of a piece: persons with initials, and bodies, which may hold an "and"."""
    names: list[str] = []
    for part in _borders(words).names.split(piece):
        name = part.strip(" ,;").removeprefix("the ")
        if not name:
            continue
        # "Council of Labor and Defense" is one body: only a person ends a name at an "and".
        if names and not PERSON.match(name) and not PERSON.match(names[-1]) and "," not in piece:
            names[-1] = f"{names[-1]} {words.conjunction[0]} {name}"
        else:
            names.append(name)
    return names
