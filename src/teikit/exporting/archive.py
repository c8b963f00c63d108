"""What the exports for archives have in common: settings, authority files, what is missing."""

from abc import ABC
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from teikit.errors import TeikitError
from teikit.exporting.exporter import ExportContext, Notice, Part, PartwiseExporter, option
from teikit.exporting.records import Record
from teikit.profiles.publication import Publication, settled
from teikit.tei.documents import Document
from teikit.tei.entries import Entries, authority_files


@dataclass(frozen=True, slots=True)
class ArchiveExporter(PartwiseExporter[Part], ABC):
    """A format for archives: `[publication]` of the settings says what no letter can."""

    config: str | None = option(
        None, "Take [publication] from this file, not from the settings of the project."
    )
    authority: str | None = option(
        None, "A file or folder of persons, places and bodies with their identifiers."
    )

    needed: ClassVar[Mapping[str, str]] = {}
    """The settings without which there is none, and what each is."""

    def context(self) -> ExportContext:
        """The settings and the authority files. Raises `TeikitError` where a setting is missing."""
        return ExportContext(self.publication(self.needed), self.entries())

    def entries(self) -> Entries:
        """The entries that names lead to, with those of the authority files that were named."""
        if self.authority is None:
            return Entries()
        path = Path(self.authority)
        found = authority_files(path) if path.is_dir() else (path,) if path.is_file() else ()
        if not found:
            raise TeikitError(f"{path}: there is no such file, nor a folder with files of XML")
        return Entries(found)

    def publication(self, needed: Mapping[str, str]) -> Publication:
        """The settings; `needed` says of each key that must be there what it is for.

        Raises `TeikitError` where one is missing: nothing of it is ever invented.
        """
        publication = settled(self.config)
        if missing := [key for key in needed if not getattr(publication, key)]:
            raise TeikitError(missing_settings(missing, needed))
        return publication


def unreadable(entries: Entries) -> Iterator[Notice]:
    """Which authority files could not be read, and why."""
    return (Notice(f"{error}; names are not looked up in it") for error in entries.unreadable)


def counted(letters: Sequence[str]) -> str:
    """How many letters have something: "1 letter has", "6 letters have"."""
    return "1 letter has" if len(letters) == 1 else f"{len(letters)} letters have"


def missing_settings(missing: Iterable[str], needed: Mapping[str, str]) -> str:
    """What to do where settings are missing, in one sentence."""
    keys = ", ".join(f"{key} ({needed[key]})" for key in missing)
    return f"these settings are missing: {keys}; write them into teikit.toml under [publication]"


class NoCorrespondence(Notice):
    """A document that no header calls a letter."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            f"{document.path}: {document.id!r} has no correspDesc that tells who wrote to whom: "
            "it is left out"
        )


@dataclass(slots=True)
class Shortfall:
    """Letters that lack something, counted, so that it is told once."""

    letters: int = 0
    nameless: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    without_address: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    """For each correspondent its name, or nothing where a public identifier is known."""

    def add(self, letter: Record) -> None:
        """Take a letter into account."""
        self.letters += 1
        if not letter.address:
            self.without_address.append(letter.id)
        if letter.sent.date is None:
            self.undated.append(letter.id)
        for each in (*letter.sent.agents, *letter.received.agents):
            if each.name in {each.key, each.address}:
                self.nameless.append(each.name)
            self.people[each.address or each.key or each.name] = "" if each.address else each.name

    def notices(self) -> Iterator[Notice]:
        """What is missing, each in one sentence with the first letter of which it is true."""
        if first := self.without_address[:1]:
            yield Notice(
                f"{len(self.without_address)} of {self.letters} letters have no address on the web,"
                f" the first is {first[0]!r}: set publication.address"
            )
        if first := self.undated[:1]:
            yield Notice(
                f"{len(self.undated)} of {self.letters} letters have no date of sending that can be"
                f" read, the first is {first[0]!r}: give a day, month or year in @when, @from, @to,"
                " @notBefore or @notAfter"
            )
        if self.nameless:
            yield Notice(
                f"no name is known of {len(set(self.nameless))} correspondents, the first is"
                f" {self.nameless[0]!r}: name the files that tell it with --authority"
            )
        if unknown := [name for name in self.people.values() if name]:
            yield Notice(
                f"{len(unknown)} of {len(self.people)} correspondents have no public identifier,"
                f" the first is {unknown[0]!r}: write their GND, VIAF or other number into the"
                " authority file (idno), and name it with --authority where it lies elsewhere"
            )
