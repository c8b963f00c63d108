"""`teikit.package`: a package of an edition for deposit, from files of TEI to a bag."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import IO, Any

from teikit.diagnostic import Diagnostic, Severity, Summary
from teikit.errors import TeikitError
from teikit.exporting import Exported, Notice, export
from teikit.exporting.archive import missing_settings
from teikit.exporting.datacite import DataciteExporter, EditionInNumbers
from teikit.exporting.records import Record, record
from teikit.exporting.tables import TABLES
from teikit.packaging.bag import PAYLOAD, BagWriter
from teikit.packaging.citation import citation_file, licence_file
from teikit.packaging.names import BagNames
from teikit.packaging.readme import PackageContents, readme
from teikit.packaging.schemas import PackedSchemas, packed_schemas
from teikit.packaging.sources import TEI_FOLDER, PackedFiles, packed_files
from teikit.packaging.targets import bag_target, is_zip
from teikit.profiles.publication import Publication, named_editor, settled
from teikit.runtime.watching import Watch, Watching, nobody, watched
from teikit.tei.collecting import parts
from teikit.tei.documents import Document
from teikit.tei.documents import Report as ReportOfDocuments
from teikit.tei.entries import Entries, authority_files
from teikit.validating import Settings, Validation
from teikit.validating.settings import load, no_rule
from teikit.xml.files import opened

NEEDED: Mapping[str, str] = {
    "title": "the title of the edition",
    "editors": "who answers for it, with e-mail: Ann Roe <roe@example.org>",
    "publisher": "who publishes it",
    "licence": "the address of its licence",
}
"""The settings without which there is no package, and what each is."""

SETTINGS = "teikit.toml"
_PIECE = 1 << 20
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Report = Callable[[TeikitError], object]


class NotSound(TeikitError):  # noqa: N818 (named for what the user meets)
    """Files have errors, so that no package was made; `findings` are the first of them."""

    def __init__(self, findings: Sequence[Diagnostic], errors: int, files: int) -> None:
        super().__init__(
            f"no package was made: {_some(errors, 'error')} in {_some(files, 'file')}; correct them"
            " (`teikit validate` shows all), or pack the files as they are with --even-if-invalid"
        )
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Packaged:
    """What came of a package: how many files it holds, and whether something is missing in it.

    `complete` is False where a document could not be exported, or a file was left out.
    """

    path: Path
    files: int
    complete: bool


def package(  # noqa: PLR0913  # the options of the command
    paths: Iterable[Path | str],
    output: Path | str,
    *,
    config: Path | str | None = None,
    authority: Path | str | None = None,
    even_if_invalid: bool = False,
    jobs: int = 1,
    report: Report | None = None,
    watching: Watching = nobody,
) -> Packaged:
    """Write a package for deposit, as the command does: a zip file, or a folder.

        package(["corpus"], "deposit.zip")

    Args:
        paths: the folder of a project, with folders `tei` and `authority`; or files and folders of
            TEI.
        output: a file that ends in `.zip`, or a folder.
        config: the settings; without it, those in the folder of the project, or else the nearest.
        authority: a file or folder of persons, places and bodies, besides those that are found.
        even_if_invalid: pack files that have errors, too.
        jobs: processes that check and read the files; 0 for one on each core.
        report: is told what could not be made, and what is good to know (`Notice`).
        watching: of each step, in a word or two, makes what sees each file when it is done.

    Raises:
        TeikitError: a setting or a path is missing, or the package cannot be written. Nothing is
            written then, and what was there before is as it was.
        NotSound: files have errors.
    """
    sources = [Path(path) for path in paths]
    if not sources:
        raise TeikitError("name the folder of a project, or files of TEI")
    output = Path(output)
    is_zip(output)
    settings_file = _settings_file(sources, config)
    publication = settled(settings_file)
    if missing := [key for key in NEEDED if not getattr(publication, key)]:
        raise TeikitError(missing_settings(missing, NEEDED))
    found = packed_files(sources, Path(authority) if authority else None, output)
    settings = load(settings_file)
    report = report or _ignore
    checked = _checked(
        found, settings, jobs, report if even_if_invalid else None, watching("Checking")
    )
    packing = _Packing(found, publication, settings_file, authority, report, jobs, watching)
    with bag_target(output) as target:
        packing.write(BagWriter(target), settings, checked)
    return Packaged(output, packing.files, complete=not packing.failed)


def _settings_file(sources: Sequence[Path], config: Path | str | None) -> Path | None:
    if config:
        return Path(config)
    own = sources[0] / SETTINGS
    return own if len(sources) == 1 and own.is_file() else None


# --- whether the files are sound ---

_FIRST = 20
"""Findings that are shown; `teikit validate` shows all."""


def _checked(
    found: PackedFiles, settings: Settings, jobs: int, report: Report | None, watch: Watch
) -> list[str]:
    """What came of the check, in sentences; `report` is told of errors. Without it, raises them."""
    errors: list[Diagnostic] = []
    number, faulty = 0, set()
    files = [*found.tei.values(), *found.authority.values()]
    with Validation(files, settings, jobs=jobs) as validation:
        checks = watched(validation.each(list), files, watch)
        for finding in chain.from_iterable(checks):
            if finding.rule.severity is Severity.ERROR:
                number += 1
                faulty.add(finding.location.path)
                if len(errors) < _FIRST:
                    errors.append(finding)
        summary = validation.summary
    if validation.unknown:
        raise TeikitError(no_rule(validation.unknown[0]))
    if errors and report is None:
        raise NotSound(errors, number, len(faulty))
    if errors and report is not None:
        words = f"packed with {_some(number, 'error')} in {_some(len(faulty), 'file')}"
        more = "`teikit validate` shows all, and README.md in the package tells it"
        report(Notice(f"{words}; {more}"))
    return [*_in_sentences(summary)]


def _in_sentences(summary: Summary) -> Iterator[str]:
    against = ", ".join(f"{name} ({number})" for name, number in sorted(summary.held.items()))
    held = f", against their schemas: {against}" if against else ", against no schema"
    files = _some(len(summary.files), "file")
    yield f"TEI and authority files were checked before they were packed ({files}){held}."
    severities = summary.severities
    counts = [_some(severities[each], _NOUNS[each]) for each in Severity]
    yield f"What was found in them: {', '.join(counts)}."
    grave = [rule for rule in summary.counts if rule.severity is Severity.ERROR]
    for rule in sorted(grave, key=lambda rule: rule.code):
        number = summary.counts[rule]
        yield f"Errors that were not corrected, {number} of {rule.code}: {rule.summary}"


_NOUNS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "remark",
}


# --- the package ---


@dataclass(slots=True)
class _Packing:
    """The making of one package."""

    found: PackedFiles
    publication: Publication
    config: Path | None
    authority: Path | str | None
    report: Report
    jobs: int = 1
    watching: Watching = nobody
    failed: bool = False
    files: int = 0
    _names: BagNames = field(default_factory=BagNames)
    _missing: list[str] = field(default_factory=list)
    _reported: set[str] = field(default_factory=set)
    _folders: tuple[str, ...] = ()
    """What stands on this machine before the names of files of TEI, the longest first."""

    def __post_init__(self) -> None:
        names = (
            (name.removeprefix(f"{TEI_FOLDER}/"), path) for name, path in self.found.tei.items()
        )
        folders = {str(path).removesuffix(str(Path(name))) for name, path in names}
        self._folders = tuple(sorted(filter(None, folders), key=len, reverse=True))

    def write(self, bag: BagWriter, settings: Settings, checked: Sequence[str]) -> None:
        """Write the payload and all that tells of it."""
        named = {**self.found.tei, **self.found.authority}
        schemas = packed_schemas(named, self.found.folders, settings)
        for failure in self.found.failures:
            self._tell(failure)
        for remark in self.found.remarks:
            self._tell(Notice(remark))
        self._copy(bag, self.found.authority)
        self._export(bag, "cmif", "", "cmif.xml")
        edition = self._in_numbers()
        self._datacite(bag, edition)
        self._export(bag, "dublin-core", "metadata/dublin-core/", "metadata/dublin-core")
        self._add_schemas(bag, schemas)
        self._tables(bag)
        self._copy(bag, {**self.found.tei, **self.found.texts})
        self._export(bag, "text", "text/", "text")
        self._finish(bag, edition, schemas, checked)

    def _finish(
        self,
        bag: BagWriter,
        edition: EditionInNumbers,
        schemas: PackedSchemas,
        checked: Sequence[str],
    ) -> None:
        counts: dict[str, int] = {}
        for name in bag.payload:
            top = name.removeprefix(PAYLOAD).partition("/")[0]
            counts[top] = counts.get(top, 0) + 1
        number = version("teikit")
        if self.found.beside:
            names = ", ".join(self.found.beside)
            self._tell(Notice(f"not taken, as it is neither TEI nor authority: {names}"))
        contents = PackageContents(
            self.publication,
            edition,
            counts,
            schemas.rows,
            checked,
            self._missing,
            self.found.beside,
            dict(self._names.changed),
            number,
        )
        for old, new in self._names.changed.items():
            self._tell(
                Notice(
                    f"{old!r} is called {new!r} in the package: not all systems could hold"
                    " the name beside the others"
                )
            )
        tags = {
            "CITATION.cff": citation_file(self.publication, edition.in_words),
            "LICENSE": licence_file(self.publication),
            "README.md": readme(contents),
        }
        bag.finish(_info(self.publication, edition, number), tags)
        self.files = bag.count

    def _add(self, bag: BagWriter, name: str, pieces: Iterable[bytes], size: int) -> None:
        bag.add(PAYLOAD + self._names.give(name), pieces, size)

    def _copy(self, bag: BagWriter, files: Mapping[str, Path]) -> None:
        for name, path in sorted(files.items()):
            try:
                with opened(path) as stream:
                    size = stream.seek(0, 2)
                    stream.seek(0)
                    self._add(bag, name, _read(stream, path), size)
            except ValueError as error:
                raise TeikitError(f"{path}: cannot be read: {error}") from None

    def _add_schemas(self, bag: BagWriter, schemas: PackedSchemas) -> None:
        for words in schemas.missing:
            self._missing.append(words)
            self._tell(Notice(words))
        for name, data in sorted(schemas.files.items()):
            self._add(bag, name, [data], len(data))

    def _tables(self, bag: BagWriter) -> None:
        """The tables, whose rows come document by document, by way of files without a name."""
        with ExitStack() as stack:
            files = {
                f"{name}.csv": stack.enter_context(tempfile.TemporaryFile()) for name in TABLES
            }
            for piece in self._pieces("csv"):
                files[piece.file].write(piece.text.encode(errors="replace"))
            for name, file in sorted(files.items()):
                size = file.tell()
                file.seek(0)
                self._add(bag, f"tables/{name}", _read(file, Path(name)), size)

    def _export(self, bag: BagWriter, format: str, folder: str, what: str) -> None:
        """The files of a format, if it can be made."""
        if format == "cmif" and not self.publication.cmif:
            self._not_made(
                what, "the setting publication.cmif, the address of this file, is missing"
            )
            return
        try:
            for piece in self._pieces(format):
                data = piece.text.encode(errors="replace")  # names of files need not be UTF-8
                self._add(bag, f"{folder}{piece.file}", [data], len(data))
        except _NotMadeError as error:
            self._not_made(what, str(error))

    def _datacite(self, bag: BagWriter, edition: EditionInNumbers) -> None:
        """The metadata of the whole, from what was counted already."""
        exporter = DataciteExporter(config=str(self.config) if self.config else None)
        try:
            piece = exporter.described(edition)
        except TeikitError as error:
            self._not_made("metadata/datacite.json", str(error))
        else:
            data = piece.text.encode(errors="replace")
            self._add(bag, f"metadata/{piece.file}", [data], len(data))

    def _not_made(self, what: str, reason: str) -> None:
        words = f"data/{what} is not made: {reason}"
        self._missing.append(words)
        self._tell(Notice(words))

    def _pieces(self, format: str) -> Iterator[Exported]:
        options: dict[str, Any] = {}
        if format != "text" and self.authority:
            options["authority"] = str(self.authority)
        if format not in {"csv", "text"} and self.config:
            options["config"] = str(self.config)
        files = self.found.tei.values()
        watch = self.watching(f"Making {format}")
        pieces = export(files, format, report=self._tell, jobs=self.jobs, watch=watch, **options)
        while True:
            try:
                piece = next(pieces, None)
            except TeikitError as error:
                raise _NotMadeError(str(error)) from None
            if piece is None:
                return
            yield piece

    def _in_numbers(self) -> EditionInNumbers:
        edition = EditionInNumbers()
        path = Path(self.authority) if self.authority else None
        named = (authority_files(path) or (path,)) if path else ()
        asking = partial(_Recording, self.publication, named)
        files, watch = self.found.tei.values(), self.watching("Counting")
        for found in parts(files, asking, self._tell, jobs=self.jobs, watch=watch):
            edition.add(found)
        return edition

    def _tell(self, error: TeikitError) -> None:
        """Pass on what is to be said, once."""
        words = str(error)
        if words in self._reported:
            return
        self._reported.add(words)
        if not isinstance(error, Notice):
            self.failed = True
            self._missing.append(self._in_package(words))
        self.report(error)

    def _in_package(self, words: str) -> str:
        """Words with the names that files have in the package, not on this machine."""
        for folder in self._folders:
            words = words.replace(folder, f"{PAYLOAD}{TEI_FOLDER}/")
        return words


class _Recording:
    """Makes the record of each document; there is one in each process."""

    def __init__(self, publication: Publication, authority: Sequence[Path]) -> None:
        self._publication = publication
        self._entries = Entries(authority)

    def __call__(self, document: Document, _: ReportOfDocuments) -> Record:
        return record(document, self._publication, self._entries)


class _NotMadeError(Exception):
    """A format cannot be made; the words say why."""


def _read(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    try:
        while piece := stream.read(_PIECE):
            yield piece
    except OSError as error:  # the target would be blamed for it
        raise TeikitError(f"{path}: cannot be read: {error.strerror}") from None


def _info(
    publication: Publication, edition: EditionInNumbers, number: str
) -> Iterator[tuple[str, str]]:
    """What `bag-info.txt` says, but for numbers of the payload."""
    yield "Source-Organization", publication.publisher
    for editor in publication.editors:
        name, e_mail = named_editor(editor)
        yield "Contact-Name", name
        if e_mail:
            yield "Contact-Email", e_mail
    yield "External-Description", f"{publication.title}. {edition.in_words}"
    if publication.doi:
        yield "External-Identifier", publication.doi_address
    if _DAY.fullmatch(publication.date):
        yield "Bagging-Date", publication.date
    yield "Bag-Software-Agent", f"teikit {number}"


def _ignore(_: TeikitError) -> None:
    pass


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
