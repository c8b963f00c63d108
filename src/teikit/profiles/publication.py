"""Who publishes an edition and on which terms: the table `[publication]`.

It stands in the settings of a project, for all that writes TEI or exports it, and in a profile, for
what converts with it. Nothing in it is ever invented: it comes from there or not at all.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from teikit import project, strict
from teikit.errors import TeikitError

PLACE = "{id}"
"""In an address, what stands for the id of a document."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What headers and exports say of publication; empty where nothing was said.

    `editors` are those of the electronic edition, each a name that may have an address of e-mail
    behind it: `Ann Roe <roe@example.org>`. In `address`, `identifier` and `tei_address` the id of
    a document stands for `{id}`; in `person_address` that of a person, or `{gnd}` for their GND.
    """

    publisher: str = ""
    availability: str = ""
    licence: str = ""
    address: str = ""
    date: str = ""
    title: str = ""
    home: str = ""
    publisher_home: str = ""
    editors: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    original_language: str = ""
    identifier: str = ""
    tei_address: str = ""
    cmif: str = ""
    person_address: str = ""
    doi: str = ""
    oai: str = ""

    @property
    def doi_address(self) -> str:
        """The address that its DOI is resolved by; empty without one."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    def over(self, below: "Publication") -> "Publication":
        """This, with what it does not say taken from another."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(below, **{name: value for name, value in own.items() if value})


def address_of(pattern: str, name: str) -> str:
    """The address of a document: its id in place of `{id}`, or behind a pattern without it."""
    name = quote(name, safe="")
    return pattern.replace(PLACE, name) if PLACE in pattern else f"{pattern}{name}"


_EDITOR = re.compile(r"([^<>]*[^<>\s])\s*(?:<([^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)>)?")


def named_editor(text: str) -> tuple[str, str]:
    """The name of an editor and the address of e-mail, which may be empty."""
    found = _EDITOR.fullmatch(text.strip())
    return (found[1], found[2] or "") if found else (text, "")


def fault_of(publication: Publication) -> str:
    """What is wrong with the first value that is, with its key; empty if nothing is."""
    for key, value, pattern, form in _forms_of(publication):
        if value and not re.fullmatch(pattern, value):
            return f"publication.{key}: {value!r} is not {form}"
    return ""


def _forms_of(publication: Publication) -> Iterator[tuple[str, str, str, str]]:
    """Values that TEI asks a form of: the key, the value, a pattern, and what that is in words."""
    yield "date", publication.date, r"\d{4}(?:-\d\d(?:-\d\d)?)?", "a year or a date"
    language, tag = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", "a language tag, such as en or ru-Latn"
    yield "original_language", publication.original_language, language, tag
    for key in ("licence", "address", "identifier", "tei_address", "person_address"):
        words = "an address: it may not hold spaces, quotes, < or >"
        yield key, getattr(publication, key), r"[^\s\"<>]+", words
    for key in ("home", "publisher_home", "cmif", "oai"):
        words = "an address that begins with https:// or http://"
        yield key, getattr(publication, key), r"https?://[^\s\"<>]+", words
    yield "doi", publication.doi, r"10\.\d{4,9}/\S+", "a DOI, such as 10.5281/zenodo.1234"
    for place, editor in enumerate(publication.editors, 1):
        words = "a name, or a name and an address: Ann Roe <roe@example.org>"
        yield f"editors[{place}]", editor, _EDITOR.pattern, words


def settled(config: Path | str | None = None) -> Publication:
    """What the settings say: those in the file `config`, or else in the nearest of the project.

    A file may be one of settings or a profile. What it does not say comes from the profile that it
    names by its file. Raises `TeikitError` where a key or a value is wrong.
    """
    found = project.load(Path(config) if config else None)
    if found is None:
        return Publication()
    own = _of(found.tables, found.name)
    profile = _profile_file(found)
    if profile is None:
        return own
    return own.over(_of(strict.loads(strict.read(profile), str(profile)), str(profile)))


def _profile_file(found: project.ProjectTables) -> Path | None:
    """The file of the profile that settings name by its file."""
    used = found.tables.get("profile")
    return found.folder / used if isinstance(used, str) and used.endswith(".toml") else None


def settled_by(config: Path | None = None) -> Iterator[Path]:
    """The files that `settled` reads; it is not asked whether they say anything."""
    file = project.file(config)
    if file is None:
        return
    yield file
    with suppress(TeikitError):
        found = project.load(config)
        profile = found and _profile_file(found)
        if profile:
            yield profile


def _of(tables: dict[str, Any], name: str) -> Publication:
    if "publication" not in tables:
        return Publication()
    table = {"publication": tables["publication"]}
    publication = strict.build(_PublicationTable, table, name).publication
    if reason := fault_of(publication):
        raise TeikitError(f"{name}: {reason}")
    return publication


@dataclass(frozen=True, slots=True)
class _PublicationTable:
    """So that keys in messages have their full names."""

    publication: Publication
