"""An edition described as data.

A profile is a TOML file whose tables are the dataclasses below. Keys that are not fields here are
refused by name, so that a spelling mistake never goes unnoticed. All words of a language and all
habits of an edition stand in the profile; the code knows neither "Telegram" nor "Notes:".

A profile is read over two others: the words of its language (`languages/en.toml`), and the profile
that it `extends`. It says only what is different; a list that it gives replaces the list below, or
takes it in with `"..."`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from teikit import strict
from teikit.errors import TeikitError
from teikit.profiles.label import LabelTemplate
from teikit.profiles.layers import BELOW, open_lists, over
from teikit.profiles.publication import Publication, fault_of
from teikit.profiles.template import (
    FileNameTemplate,
    PieceTemplate,
    TemplateError,
    compile_template,
)

DEFAULT = "bolshevik-leadership"

Words = tuple[str, ...]
Templates = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The printed edition and its text."""

    id: str
    title: str
    number: str
    """What stands before a document's number when it is named: "No."."""
    language: str
    language_name: str
    published: str
    editors: str
    first_year: int
    last_year: int
    translation: str = ""
    original_language: str = ""
    """The language of the manuscripts, as a code, where the text is a translation."""
    sender: str = ""
    """Who wrote all letters, where it is one person whom perhaps only the title names."""
    receiver: str = ""
    """To whom all were written, likewise."""


@dataclass(frozen=True, slots=True)
class SchemaAddresses:
    """Where the `xml-model` instructions point, seen from the folder of the TEI files."""

    relaxng: str
    xsd: str


class Beginning(StrEnum):
    """With what a letter begins on a page."""

    HEADING = "heading"
    """A number or a heading."""
    DATELINE = "dateline"
    """Place and date: the letters have no headings."""
    SALUTATION = "salutation"
    """The words to the receiver: there is neither heading nor dateline."""
    RULE = "rule"
    """A rule between the letters, such as "* * *", stands before all but the first."""
    FILE = "file"
    """Each file is one letter."""


class Wrapping(StrEnum):
    """Whether the lines of a text are broken at a width."""

    AUTO = "auto"
    """As the page itself shows."""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class PageTemplates:
    """Lines that divide a page. All are templates (see `teikit.profiles.template`)."""

    furniture: Templates
    number: Templates
    """Without any, every heading begins a document."""
    essay: Templates
    notes: Templates
    """Without any, the notes begin with the first line that has a note's number."""
    dated: bool = True
    """Whether the editors put a date under the heading."""
    sourced: bool = True
    """Whether each document should have a line that names its source."""
    headings: tuple[PieceTemplate, ...] = ()
    """Lines that head a letter: `To {receiver}.`, `{number}. {sender} to {receiver}`."""
    begins: Beginning = Beginning.HEADING
    wrapped: Wrapping = Wrapping.AUTO
    summary: Templates = ()
    """The editors' summary under the heading: `[*]`."""
    file_name: tuple[FileNameTemplate, ...] = ()
    """Names of files, without their ending, that tell of the letter: `{date}_{receiver}`."""
    metadata: str = ""
    """The name of a table beside the pages that tells of each file or number."""
    columns: Mapping[str, Words] = field(default_factory=dict)
    """For each column of the table (`file`, `number`, `sender` …) its titles, also those of other
    languages: an editor's table is in the editor's language."""


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """The words of a heading. `genres` gives each TEI `div/@type` the words that begin it."""

    genres: Mapping[str, Words]
    sender: Words
    receiver: Words
    dash: Words
    conjunction: Words
    default_genre: str = "letter"
    full_names: bool = False
    """Whether names are written out ("Anna Roe") and not with initials ("A. B. Roe")."""
    same: Words = ()
    """What stands for the receiver of the letter before: "the same"."""

    def __hash__(self) -> int:
        """Of little, and so fast: caches ask for it line by line, and compare what is equal."""
        return hash((self.receiver[:1], len(self.genres), self.default_genre))


class Calendar(StrEnum):
    """By which calendar the dates of an edition are, where a date does not tell it itself."""

    AUTO = "auto"
    """As the date shows; what may be either is a finding."""
    JULIAN = "julian"
    """Until `dates.julian_until` by the Julian."""
    GREGORIAN = "gregorian"


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast whose day is sure: `day` is `12-25`, or days from Easter: `easter+49`."""

    day: str
    words: Words


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of dates. Each month's first word is its name; the year has twelve months."""

    months: tuple[Words, ...]
    after: Words
    before: Words
    early: Words
    middle: Words
    late: Words
    range: Words
    alternative: Words
    ordinal: Words
    hour: Words
    minute: Words
    of: Words
    around: Words
    """Words that may stand in a dateline beside date and place."""
    year: Words = ()
    """The word for "year" behind its figures."""
    in_text: bool = True
    """Whether dates in running text and notes are marked."""
    languages: Words = ()
    """Further languages whose names of months and days occur: `["fr", "la"]`."""
    days: tuple[Words, ...] = ()
    """The days of a month in words, from the first: "twenty-first"."""
    also: Words = ()
    """Words between the last two days of several: "and"."""
    before_christ: Words = ()
    """What stands before or behind a year before Christ."""
    weekdays: tuple[Words, ...] = ()
    """The seven days of the week, from Monday."""
    seasons: tuple[Words, ...] = ()
    """Spring, summer, autumn, winter."""
    feasts: tuple[Feast, ...] = ()
    circa: Words = ()
    """Words before a date that is not exact: "about"."""
    article: Words = ()
    """Words without a meaning of their own before a day: "the", "le", "den"."""
    before_noon: Words = ()
    after_noon: Words = ()
    """What stands behind an hour to say in which half of the day it is."""
    old_style: Words = ()
    new_style: Words = ()
    """What stands behind a date to say by which calendar it is."""
    calendar: Calendar = Calendar.AUTO
    julian_until: str = "1582-10-14"
    """The last day that was counted by the Julian calendar where the language is spoken."""
    undated: Words = ()
    """Words by which the editors say that there is no date."""
    postmark: Words = ()
    received: Words = ()
    """Words before a date that is not the one of writing."""
    kalends: tuple[Words, ...] = ()
    """The Roman Kalends, Nones and Ides."""
    eve: Words = ()
    """The word for the day before one of these."""
    republican: tuple[Words, ...] = ()
    """The twelve months of the French Republic, from Vendémiaire, and its last days."""
    republican_year: Words = ()
    """The word before a year of it."""

    def __hash__(self) -> int:
        """Of little, and so fast: caches ask for it line by line, and compare what is equal."""
        return hash((self.julian_until, len(self.around)))


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The words by which the lines around a letter's text are known."""

    classification: Templates
    transmission: Templates
    endorsement: Mapping[str, Words]
    """For each `note/@subtype` the words that begin such an endorsement."""
    salutation: Words
    greeting: Words
    copy: Words
    titles: Words
    address: Words
    postscript: Words
    abbreviations: Words
    office: Words
    back: Words = ()
    """With what the title begins of what a volume has behind its letters: "Index", "The End"."""
    answering: Words = ()
    """The first words of a letter that answers another: "In response to your"."""
    titled: Words = ()
    """Words behind which a quoted name is a title: the decision "On Afghanistan"."""
    relation: Words = ()
    """What somebody is to another, and how: "brother", "obedient". None of them is a name."""
    kin: Words = ()
    """Those of them that a salutation may have in place of a name: "father"."""
    particles: Words = ()
    """Small words inside names and places: "von", "of", "sur"."""
    enclitic: Words = ()
    """Words that a hyphen ties to a verb: the "moi" of "Répondez-moi", which is no name."""
    street: Words = ()
    """Words of an address: the "Inn" of "Barnards Inn, Holborn"."""
    dateline: Words = ()
    """Words of a dateline that are neither date nor place: weekdays, "den", "half past"."""
    written: Words = ()
    """What stands before the place in the last sentence: "Written at"."""
    envelope: Words = ()
    """Words before the address on the outside: "Addressed:"."""
    enclosure: Words = ()
    """Lines before a letter that is enclosed."""

    def __hash__(self) -> int:
        """Of little, and so fast: caches ask for it line by line, and compare what is equal."""
        return hash((len(self.salutation), len(self.greeting), len(self.titles)))


@dataclass(frozen=True, slots=True)
class ManuscriptWords:
    """What a printed description says of the manuscript."""

    typewritten: Words
    autograph: Words
    signature: Words
    last_paragraph: Words
    unknown: Words
    from_words: Words
    """What stands before the quoted words with which another hand begins."""
    genres: Mapping[str, Words] = field(default_factory=dict)
    """For a genre the words of a description that show it, where the heading names none."""


class NotePlace(StrEnum):
    """Where the notes stand."""

    LETTER = "letter"
    """Behind their letter."""
    PAGE = "page"
    """At the foot of a printed page, in the middle of a letter."""
    BOOK = "book"
    """Together behind all letters."""
    TEXT = "text"
    """In the running text, in brackets."""


class NumberForm(StrEnum):
    """How a level of an archive is numbered."""

    NUMBER = "number"
    """"314", "314a"."""
    DIVIDED = "divided"
    """The same, or with letters behind a slash: "2/S"."""
    SHEETS = "sheets"
    """One or several: "1, 3-5ob"."""


@dataclass(frozen=True, slots=True)
class ArchiveLevel:
    """One level by which an archive orders what it holds: a fond, a series, a file, a sheet.

    `name` is what TEI calls it, in `idno/@type`. `words` stand before its number in a citation;
    the first is the usual one.
    """

    name: str
    words: Words
    form: NumberForm = NumberForm.NUMBER


@dataclass(frozen=True, slots=True)
class ArchiveWords:
    """The words of an archival citation, and the archives' country and town."""

    levels: tuple[ArchiveLevel, ...]
    """From the largest unit to the smallest, as a citation names them behind the archive."""
    ibid: Words
    see: Words
    volume: Words
    page: Words
    country: str
    settlement: str
    verso: Words = ()
    """What stands behind the number of a sheet for its other side, where it is not one letter."""

    def __hash__(self) -> int:
        """Of little, and so fast: caches ask for it line by line, and compare what is equal."""
        return hash((self.country, self.settlement, len(self.levels)))


@dataclass(frozen=True, slots=True)
class NoteWords:
    """What notes say of the manuscript, and the numerals that stand for their numbers."""

    numerals: Mapping[str, int]
    bracketed: bool = field(default=False, kw_only=True)
    """Whether the numbers of notes stand in square brackets: "[1]"."""
    place: NotePlace = field(default=NotePlace.LETTER, kw_only=True)
    labels: tuple[LabelTemplate, ...] = field(default=(), kw_only=True)
    """What stands before a note: `[Footnote {number}: *]`, `{number}.`, `*`."""
    marks: tuple[LabelTemplate, ...] = field(default=(), kw_only=True)
    """What stands in the text for it: `[{number}]`, `*`."""
    footnote: Words = field(default=(), kw_only=True)
    """Words that begin a label: "Footnote 12:"."""
    titles: Words = field(default=(), kw_only=True)
    """Titles above notes: "Footnotes"."""
    textual: Words
    deletion: Words
    underlining: Words
    addition: Words
    missing_end: Words
    articles: Words
    sent: Words
    sent_from: Words
    sent_to: Words
    reply: Words
    perhaps: Words
    events: Mapping[str, Words]
    """For each kind of endorsement the words by which a note tells of it."""
    counting: Words
    """Words before a number that counts something: "about 3", "from 8 to 9"."""
    counted: Words
    """Words after it: "3 rifle divisions"."""
    note: Words
    document: Words
    to: str
    number: Words


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the converter knows of an edition."""

    edition: Edition
    publication: Publication
    schemas: SchemaAddresses
    page: PageTemplates
    heading: HeadingWords
    dates: DateWords
    letter: LetterWords
    archive: ArchiveWords
    manuscript: ManuscriptWords
    notes: NoteWords

    def __hash__(self) -> int:
        """Of little, and so fast: caches ask for it line by line, and compare what is equal."""
        return hash((self.edition.id, self.edition.language))


def load(name: str = DEFAULT) -> Profile:
    """The profile of that name, or in the file of that path (anything that ends in `.toml`).

    Raises:
        TeikitError: there is no such profile, it is not TOML, or a key in it is wrong.
    """
    return parse(source(name), name) if name.endswith(".toml") else _own(name)


@cache
def _own(name: str) -> Profile:
    """A profile that comes with teikit; to read one takes as long as to convert a short letter."""
    return parse(shipped(name), f"{name}.toml")


def names() -> list[str]:
    """The names of the profiles that come with teikit, sorted."""
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in resources.files("teikit.profiles").iterdir()
        if entry.name.endswith(".toml")
    )


def languages() -> list[str]:
    """The languages whose words come with teikit, sorted."""
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in resources.files("teikit.profiles").joinpath("languages").iterdir()
        if entry.name.endswith(".toml")
    )


def shipped(name: str) -> str:
    """The text of a profile that comes with teikit.

    Raises:
        TeikitError: there is no such profile.
    """
    if name not in names():
        raise TeikitError(
            f"no profile is called {name!r}; known are {', '.join(names())},"
            " or give the path of a .toml file"
        )
    return resources.files("teikit.profiles").joinpath(f"{name}.toml").read_text(encoding="utf-8")


def source(name: str) -> str:
    """The text of a profile: of a file (anything that ends in `.toml`), or one of teikit's own.

    Raises:
        TeikitError: there is no such profile, or it cannot be read.
    """
    return strict.read(Path(name)) if name.endswith(".toml") else shipped(name)


def layered(text: str, path: str) -> dict[str, Any]:
    """What a profile amounts to: its tables over all that it extends and its language's words.

    Raises:
        TeikitError: it is not TOML, extends what is not there, or takes in a list that is not.
    """
    tables = _with_words(_extended(strict.loads(text, path), path))
    for key in open_lists(tables):
        raise TeikitError(
            f'{path}: {key}: "{BELOW}" stands for the words below, and there are none: neither the'
            " profile that is extended nor the language has this list; take it out"
        )
    return tables


def parse(text: str, path: str) -> Profile:
    """Make a profile of TOML text; `path` names it in errors.

    Raises:
        TeikitError: it is not TOML, or a key in it is unknown, missing or of the wrong kind.
    """
    tables = layered(text, path)
    choices: dict[type, Callable[[str], StrEnum]] = {
        kind: _choice(kind) for kind in (Beginning, Wrapping, NotePlace, NumberForm, Calendar)
    }
    templates: dict[type, Callable[[str], object]] = {
        re.Pattern: _template,
        PieceTemplate: _pieces(PieceTemplate),
        FileNameTemplate: _pieces(FileNameTemplate),
        LabelTemplate: _label,
    }
    profile = strict.build(Profile, tables, path, templates | choices)
    if wrong := _wrong_dates(profile.dates) or _wrong_calendar(profile):
        raise TeikitError(f"{path}: {wrong}")
    page = profile.page
    if page.metadata:  # to read the words of all languages takes a while
        page = replace(page, columns=_with_titles(page.columns))
    profile = replace(profile, page=page, dates=_with_languages(profile.dates, path))
    for place, template in enumerate(profile.page.number, 1):
        if not {"number", "roman"} & set(template.groupindex):
            raise TeikitError(f"{path}: page.number[{place}]: it needs {{number}} or {{roman}}")
    if wrong := _wrong_levels(profile.archive.levels):
        raise TeikitError(f"{path}: archive.levels: {wrong}")
    for key, value, pattern, form in _forms_of(profile):
        if value and not re.fullmatch(pattern, value):
            raise TeikitError(f"{path}: {key}: {value!r} is not {form}")
    for key in ("publisher", "availability"):
        if not getattr(profile.publication, key):
            raise TeikitError(f"{path}: key publication.{key} is missing")
    if reason := fault_of(profile.publication):
        raise TeikitError(f"{path}: {reason}")
    return profile


_DEEPEST = 8
"""Profiles that extend each other."""


def _extended(tables: dict[str, Any], path: str, extending: tuple[str, ...] = ()) -> dict[str, Any]:
    """The tables over those of the profiles that they extend."""
    name = tables.pop("extends", None)
    if name is None:
        return tables
    if not isinstance(name, str) or len(extending) > _DEEPEST:
        raise TeikitError(f"{path}: extends must be the name of another profile, or its path")
    if name.endswith(".toml"):
        name = str(Path(path).parent / name)
    below = source(name)
    path = name if name.endswith(".toml") else f"{name}.toml"
    return over(_extended(strict.loads(below, path), path, (*extending, name)), tables)


@lru_cache
def language_tables(language: str) -> Mapping[str, Any]:
    """The words of a language as the tables of a profile; none where teikit has none."""
    if (language := language.partition("-")[0]) not in languages():
        return {}
    return strict.loads(language_words(language), f"{language}.toml")


def language_words(language: str) -> str:
    """The words of a language as a text of TOML.

    Raises:
        TeikitError: teikit has none.
    """
    if language not in languages():
        known = ", ".join(languages())
        raise TeikitError(f"no words of the language {language!r}; known are {known}")
    words = resources.files("teikit.profiles").joinpath("languages", f"{language}.toml")
    return words.read_text(encoding="utf-8")


def _with_words(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables over the words of their language, where teikit knows these."""
    edition = tables.get("edition")
    language = edition.get("language") if isinstance(edition, dict) else None
    return over(language_tables(language), tables) if isinstance(language, str) else tables


def _with_titles(columns: Mapping[str, Words]) -> Mapping[str, Words]:
    """The titles of columns with those of all languages."""
    tables = [language_tables(code).get("page", {}).get("columns", {}) for code in languages()]
    keys = dict.fromkeys(key for table in (columns, *tables) for key in table)
    return MappingProxyType(
        {
            key: tuple(
                dict.fromkeys(title for table in (columns, *tables) for title in table.get(key, ()))
            )
            for key in keys
        }
    )


def _with_languages(words: DateWords, path: str) -> DateWords:
    """The words of dates with the names of months and days of its further languages."""
    for code in words.languages:
        if code not in languages():
            known = ", ".join(languages())
            raise TeikitError(f"{path}: dates.languages: no words of {code!r}; known are {known}")
        other = language_tables(code)["dates"]
        words = replace(
            words,
            months=_together(words.months, other["months"]),
            weekdays=_together(words.weekdays, other.get("weekdays", [])),
        )
    return words


@lru_cache(maxsize=8)
def with_all_languages(words: DateWords) -> DateWords:
    """The words of dates with those of all languages for days, months and what is between them."""
    for code in languages():
        other = language_tables(code)["dates"]
        words = replace(
            words,
            months=_together(words.months, other["months"]),
            days=_together(words.days, other.get("days", [])),
            weekdays=_together(words.weekdays, other.get("weekdays", [])),
            of=tuple(dict.fromkeys((*words.of, *other["of"]))),
            article=tuple(dict.fromkeys((*words.article, *other.get("article", [])))),
            ordinal=tuple(dict.fromkeys((*words.ordinal, *other["ordinal"]))),
        )
    return words


def _together(own: tuple[Words, ...], other: Sequence[Sequence[str]]) -> tuple[Words, ...]:
    """Lists of words of the same order, each with the words of the other."""
    pairs = zip_longest(own, other, fillvalue=())
    return tuple(tuple(dict.fromkeys((*first, *second))) for first, second in pairs)


def _forms_of(profile: Profile) -> Iterator[tuple[str, str, str, str]]:
    """Values that TEI asks a form of: the key, the value, a pattern, and what that is in words."""
    edition = profile.edition
    yield "edition.id", edition.id, r"[A-Za-z_][\w.-]{0,60}", "a name that can begin an xml:id"
    language, tag = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", "a language tag, such as en or ru-Latn"
    yield "edition.language", edition.language, language, tag
    yield "edition.original_language", edition.original_language, language, tag
    years = r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\d{4}/\d{4})?"
    yield "edition.published", edition.published, years, "a year, a date, or two years with a slash"
    for genre in (*profile.heading.genres, profile.heading.default_genre):
        words = "a word in small letters, with hyphens"
        yield "heading.genres", genre, r"[a-z]+(?:-[a-z]+)*", words
    for key, pointers in (
        ("schemas.relaxng", profile.schemas.relaxng),
        ("schemas.xsd", profile.schemas.xsd),
    ):
        yield key, pointers, r"[^\s\"<>&]+", "an address: it may not hold spaces, quotes, < or &"


_FEAST = re.compile(r"\d\d-\d\d|easter(?:[+-]\d{1,3})?")


def _wrong_dates(words: DateWords) -> str:
    """What is wrong with the words of dates, in words; empty if nothing is."""
    if len(words.months) != 12:
        return f"dates.months has {len(words.months)} entries, not 12"
    for key, count in (
        ("days", 31),
        ("weekdays", 7),
        ("seasons", 4),
        ("kalends", 3),
        ("republican", 13),
    ):
        if (given := len(getattr(words, key))) not in (0, count):
            return f"dates.{key} has {given} entries, not {count}"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", words.julian_until):
        return f"dates.julian_until: {words.julian_until!r} is no day: write 1582-10-14"
    for feast in words.feasts:
        if not _FEAST.fullmatch(feast.day):
            return f"dates.feasts: {feast.day!r} is no day: write 12-25, or easter+49"
    return ""


def _wrong_calendar(profile: Profile) -> str:
    """What is wrong where the dates of an edition are said to be Julian; empty if nothing is."""
    words, first = profile.dates, profile.edition.first_year
    if words.calendar is not Calendar.JULIAN or first <= int(words.julian_until[:4]):
        return ""
    return (
        f'dates.calendar is "julian", and dates.julian_until, {words.julian_until}, is before'
        f" edition.first_year, {first}: say until when, as in Russia"
        ' julian_until = "1918-02-13"'
    )


_TAKEN = ("archive", "archival")
"""Names that TEI files and tables give to something else beside the levels."""


def _wrong_levels(levels: Sequence[ArchiveLevel]) -> str:
    """What is wrong with the levels of archives, in words; empty if nothing is."""
    names = [level.name for level in levels]
    if not names:
        return "at least one level is needed"
    for place, level in enumerate(levels):
        if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", level.name):
            return f"{level.name!r} is not a word in small letters, with hyphens"
        if level.name in _TAKEN or level.name in names[:place]:
            return f"the name {level.name!r} is taken"
        if not level.words:
            return f"{level.name!r} needs the words that stand before its number"
    return ""


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(kind: type[_Choice]) -> Callable[[str], _Choice]:
    """Reads one of the values of an enumeration."""

    def read(text: str) -> _Choice:
        if text not in set(kind):
            raise ValueError(f"{text!r} is not one of {', '.join(kind)}")
        return kind(text)

    return read


def _label(text: str) -> LabelTemplate:
    try:
        return LabelTemplate.parse(text)
    except TemplateError as error:
        raise TemplateError(f"the pattern {text!r} {error}") from None


def _pieces(kind: type[PieceTemplate]) -> Callable[[str], PieceTemplate]:
    """Reads templates whose pieces are handed on."""

    def read(text: str) -> PieceTemplate:
        try:
            return kind.parse(text)
        except TemplateError as error:
            raise TemplateError(f"the pattern {text!r} {error}") from None

    return read


def _template(text: str) -> re.Pattern[str]:
    try:
        return compile_template(text)
    except TemplateError as error:
        raise TemplateError(f"the pattern {text!r} {error}") from None
