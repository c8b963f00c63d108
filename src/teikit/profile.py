"""An edition described as data.

A profile is a TOML file whose tables are the dataclasses below. Keys that are not fields here are
refused by name, so that a spelling mistake never goes unnoticed. All words of a language and all
habits of an edition stand in the profile; the code knows neither "Telegram" nor "Notes:".
"""

import dataclasses
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from teikit.errors import TeikitError
from teikit.template import TemplateError, compile_template

DEFAULT = "bolshevik-leadership"
_LARGEST_PROFILE = 1024 * 1024

Words = tuple[str, ...]
Templates = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The printed edition and its text."""

    id: str
    title: str
    language: str
    language_name: str
    published: str
    editors: str
    first_year: int
    last_year: int
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """What the header says of publication. Never invented: it comes from here or not at all."""

    publisher: str
    availability: str
    licence: str = ""
    address: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Schemas:
    """Where the `xml-model` instructions point, seen from the folder of the TEI files."""

    relaxng: str
    xsd: str


@dataclass(frozen=True, slots=True)
class Page:
    """Lines that divide a page. All are templates (see `teikit.template`)."""

    furniture: Templates
    number: Templates
    essay: Templates
    notes: Templates


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """The words of a heading. `genres` gives each TEI `div/@type` the words that begin it."""

    genres: Mapping[str, Words]
    sender: Words
    receiver: Words
    dash: Words
    conjunction: Words
    default_genre: str = "letter"


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


@dataclass(frozen=True, slots=True)
class ManuscriptWords:
    """What a printed description says of the manuscript."""

    typewritten: Words
    autograph: Words
    signature: Words


@dataclass(frozen=True, slots=True)
class ArchiveWords:
    """The letters of an archival citation, and the archives' country and town."""

    fond: Words
    opis: Words
    delo: Words
    list: Words
    ibid: Words
    see: Words
    volume: Words
    page: Words
    country: str
    settlement: str


@dataclass(frozen=True, slots=True)
class NoteWords:
    """What notes say of the manuscript, and the numerals that stand for their numbers."""

    numerals: Mapping[str, int]
    textual: Words
    deletion: Words
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
    schemas: Schemas
    page: Page
    heading: HeadingWords
    dates: DateWords
    letter: LetterWords
    archive: ArchiveWords
    manuscript: ManuscriptWords
    notes: NoteWords


def load(name: str = DEFAULT) -> Profile:
    """The profile of that name, or in the file of that path (anything that ends in `.toml`).

    Raises:
        TeikitError: there is no such profile, it is not TOML, or a key in it is wrong.
    """
    if name.endswith(".toml"):
        path = Path(name)
        try:
            if path.stat().st_size > _LARGEST_PROFILE:
                raise TeikitError(f"{path}: is too large for a profile")
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise TeikitError(f"{path}: cannot read the profile: {error.strerror}") from None
        except UnicodeDecodeError:
            raise TeikitError(f"{path}: the profile is not UTF-8; save it as UTF-8") from None
        return parse(text, str(path))
    known = sorted(
        entry.name.removesuffix(".toml")
        for entry in resources.files("teikit.profiles").iterdir()
        if entry.name.endswith(".toml")
    )
    if name not in known:
        raise TeikitError(
            f"no profile is called {name!r}; known are {', '.join(known)},"
            " or give the path of a .toml file"
        )
    text = resources.files("teikit.profiles").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return parse(text, f"{name}.toml")


def parse(text: str, path: str) -> Profile:
    """Make a profile of TOML text; `path` names it in errors.

    Raises:
        TeikitError: it is not TOML, or a key in it is unknown, missing or of the wrong kind.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TeikitError(f"{path}: is not TOML: {error or 'nested too deeply'}") from None
    try:
        profile: Profile = _build(Profile, table, "")
    except _Wrong as wrong:
        raise TeikitError(f"{path}: {wrong}") from None
    if len(profile.dates.months) != 12:
        raise TeikitError(f"{path}: dates.months has {len(profile.dates.months)} entries, not 12")
    return profile


class _Wrong(Exception):  # noqa: N818  (it never leaves this module)
    """A key is wrong; the message names it."""


def _build(cls: Any, table: object, key: str) -> Any:
    if not isinstance(table, dict):
        raise _Wrong(f"{key or 'the profile'} must be a table")
    fields = {field.name: field for field in dataclasses.fields(cls)}
    hints = typing.get_type_hints(cls)
    for name in table:
        if name not in fields:
            raise _Wrong(f"unknown key {_join(key, name)}; known are {', '.join(fields)}")
    for name, field in fields.items():
        if name not in table and field.default is dataclasses.MISSING:
            raise _Wrong(f"key {_join(key, name)} is missing")
    values = {name: _value(hints[name], value, _join(key, name)) for name, value in table.items()}
    return cls(**values)


def _value(hint: Any, value: object, key: str) -> Any:
    if dataclasses.is_dataclass(hint):
        return _build(hint, value, key)
    if hint is re.Pattern[str] or typing.get_origin(hint) is re.Pattern:
        try:
            return compile_template(_value(str, value, key))
        except TemplateError as error:
            raise _Wrong(f"{key}: the pattern {value!r} {error}") from None
    origin = typing.get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise _Wrong(f"{key} must be a list")
        (item, _) = typing.get_args(hint)
        return tuple(_value(item, each, f"{key}[{i}]") for i, each in enumerate(value, 1))
    if origin is Mapping:
        if not isinstance(value, dict):
            raise _Wrong(f"{key} must be a table")
        _, item = typing.get_args(hint)
        return types.MappingProxyType(
            {name: _value(item, each, _join(key, name)) for name, each in value.items()}
        )
    if not isinstance(value, hint) or isinstance(value, bool):
        raise _Wrong(f"{key} must be {'a number' if hint is int else 'a text'}")
    return value


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
