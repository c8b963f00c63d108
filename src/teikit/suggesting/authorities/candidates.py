"""Candidates for the entries that have no number of a registry yet, and those that are accepted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from teikit.errors import TeikitError
from teikit.spreadsheet import line
from teikit.suggesting.authorities.entries import (
    DATES,
    KINDS,
    NUMBERS,
    AuthorityFile,
    TableEntry,
    load_files,
    words_of_cell,
)
from teikit.suggesting.authorities.merging import Merged, Merger, number_or_fault
from teikit.suggesting.authorities.rules import BAD_NUMBER, BAD_ROW
from teikit.suggesting.authorities.service import Manifest, OfferedName, Service
from teikit.suggesting.authorities.table import EntryRow, EntryTable, joined, read_table, shortened
from teikit.tei.identifiers import Registry, registered

CANDIDATE_COLUMNS = (
    "accept", "file", "kind", "id", "entry", *DATES, "registry", "number", "candidate",
    "description", "types", "score", "match", "address",
)  # fmt: skip
YES = frozenset(("x", "y", "yes", "true", "1", "ja", "oui", "да"))
"""What in the column `accept` accepts a candidate, in capitals or small."""
NO = frozenset(("", "-", "n", "no", "false", "0", "nein", "non", "нет"))
_PROPERTIES = ("birth", "death", "type", "note")


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """An entry without a number, and what the service is asked for it."""

    entry: TableEntry
    query: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked, and how.

    Attributes:
        kinds: of which kinds of entries; all where there are none.
        types: for a kind the type of the service that its candidates must have.
        properties: for a column of the table the property of the service that means the same.
        limit: how many candidates of each entry.
    """

    kinds: Sequence[str] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    limit: int = 5


def registry_of(manifest: Manifest, named: str, address: str) -> Registry:
    """The registry whose numbers a service gives: the one named, else as it says of itself.

    Raises:
        TeikitError: it says of none that is known, or the one named is not known.
    """
    if named:
        found = next((each for each in NUMBERS.values() if named.casefold() in each.names), None)
        if found is None:
            raise TeikitError(f"no registry is called {named!r}; there are {', '.join(NUMBERS)}")
        return found
    for registry in NUMBERS.values():
        # The form of a number is known, so that any of it shows whose address this is.
        number = _SAMPLES.get(registry.key, "")
        for sample in (manifest.identifiers + number, manifest.address(number)):
            if number and registered(sample)[0] is registry:
                return registry
    raise TeikitError(
        f"{address}: it does not say whose numbers it gives; name the registry:"
        f" --registry {' or '.join(list(NUMBERS)[:3])}"
    )


_SAMPLES: Mapping[str, str] = {
    "gnd": "118540238",
    "viaf": "24602065",
    "bnf": "cb11907966z",
    "lccn": "n79021164",
    "ndl": "00314298",
    "geonames": "2761369",
    "wikidata": "Q5879",
    "isni": "000000012281955X",
    "orcid": "0000-0002-1825-0097",
}


def questions(files: Sequence[AuthorityFile], registry: Registry, wish: Wish) -> list[AskedEntry]:
    """The entries that have a name and no number of the registry, in their order."""
    found = []
    for file in files:
        for entry in file.entries:
            wanted = not wish.kinds or entry.kind in wish.kinds
            if wanted and entry.name and not entry.texts(registry.name):
                found.append(AskedEntry(entry, _query(entry, wish)))
    return found


def _query(entry: TableEntry, wish: Wish) -> Mapping[str, Any]:
    query: dict[str, Any] = {"query": entry.name, "limit": wish.limit}
    if type_ := wish.types.get(entry.kind):
        query["type"] = type_
    properties = [
        {"pid": pid, "v": text}
        for column, pid in wish.properties.items()
        for text in entry.texts(column)[:1]
    ]
    return {**query, "properties": properties} if properties else query


def pairs_of(words: Sequence[str], names: Sequence[str], option: str) -> dict[str, str]:
    """`person=Q5` as a pair. Raises `TeikitError`."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if name not in names or not equals or not value:
            raise TeikitError(f"{option} {word}: write {names[0]}=…; there are {', '.join(names)}")
        found[name] = value
    return found


def types_of(words: Sequence[str]) -> dict[str, str]:
    """The types that `--type` names, by kinds of entries. Raises `TeikitError`."""
    return pairs_of(words, tuple(KINDS), "--type")


def properties_of(words: Sequence[str]) -> dict[str, str]:
    """The properties that `--property` names, by columns. Raises `TeikitError`."""
    return pairs_of(words, _PROPERTIES, "--property")


@dataclass(slots=True)
class Counts:
    """How many entries have candidates or none, were not answered; candidates left out."""

    found: int = 0
    nobody: int = 0
    unanswered: int = 0
    left_out: int = 0


Marks = Mapping[tuple[str, str, str, str], str]
"""What an editor has written into `accept`, by file, id, registry and number."""


def marks_in(path: Path) -> Marks:
    """The marks in a table of candidates that is to be written anew; none where there is none.

    Raises:
        TeikitError: the file is another one, which is not written over.
    """
    if not path.exists():
        return {}
    try:
        table = read_table(path, CANDIDATE_COLUMNS)
    except TeikitError as error:
        raise TeikitError(f"{error}; it is not written over: name another file") from None
    columns = ("file", "id", "registry", "number")
    found = {tuple(row[name] for name in columns): row["accept"] for row in table.rows}
    return {(file, id_, name, number): word for (file, id_, name, number), word in found.items()}


def candidates_table(
    asked: Sequence[AskedEntry],
    service: Service,
    manifest: Manifest,
    registry: Registry,
    marks: Marks,
    counts: Counts,
) -> Iterator[str]:
    """The lines of the table of candidates, which an editor accepts or not; `marks` stay."""
    yield line(CANDIDATE_COLUMNS)
    for question in asked:
        candidates = service.candidates(question.query)
        if candidates is None:
            counts.unanswered += 1
            continue
        fitting = [
            (each, number)
            for each in candidates
            for number, why in [number_or_fault(registry, each.id)]
            if not why
        ]
        counts.left_out += len(candidates) - len(fitting)
        counts.found += bool(fitting)
        counts.nobody += not fitting
        for candidate, number in fitting:
            row = _row(question.entry, candidate, registry, number, manifest)
            key = (question.entry.file.name, question.entry.id, registry.name, number)
            yield line([marks.get(key, ""), *row])


def _row(
    entry: TableEntry, candidate: OfferedName, registry: Registry, number: str, manifest: Manifest
) -> list[str]:
    return [
        entry.file.name,
        entry.kind,
        entry.id,
        entry.name,
        *(next(iter(entry.texts(column)), "") for column in DATES),
        registry.name,
        number,
        candidate.name,
        candidate.description,
        "; ".join(candidate.types),
        f"{candidate.score:g}",
        "yes" if candidate.match else "",
        manifest.address(candidate.id) or registry.of(number),
    ]


def accept(path: Path, folder: Path) -> Merged:
    """What the accepted rows of a table of candidates add to the authority files of a folder.

    Raises:
        TeikitError: the table or a file cannot be read, or a change does not fit a file.
    """
    table = read_table(path, ("accept", "id", "registry", "number"))
    files = load_files(folder)
    merger = Merger(EntryTable(path, ("file", "id", *NUMBERS), (), ()), files)
    for number in table.ragged:
        merger.tell(BAD_ROW, number, "the row has not one cell for each column")
    rows: dict[tuple[str, str], EntryRow] = {}
    taken: dict[tuple[str, str, str], EntryRow] = {}
    for row in table.rows:
        word = words_of_cell(row["accept"]).casefold()
        if word not in YES:
            if word not in NO:
                message = f"'{shortened(word)}' in the column accept is neither yes nor no"
                merger.tell(BAD_ROW, row.line, message)
            continue
        registry = NUMBERS.get(row["registry"])
        if registry is None:
            message = f"no registry is called '{shortened(row['registry'])}'"
            merger.tell(BAD_NUMBER, row.line, message)
            continue
        key = (row["file"], row["id"], registry.name)
        if key in taken:
            message = (
                f"'{shortened(row['id'])}' is given two numbers of {registry.name}; the first is"
                f" in line {taken[key].line}"
            )
            merger.tell(BAD_NUMBER, row.line, message)
            continue
        taken[key] = row
        if (new := _accepted(row, registry, merger)) is not None:
            before = rows.get(key[:2])
            cells = {**before.cells, **new.cells} if before else new.cells
            rows[key[:2]] = EntryRow(row.line, cells)
    return merger.merged([*rows.values()], complete=False)


def _accepted(row: EntryRow, registry: Registry, merger: Merger) -> EntryRow | None:
    """The row that gives an entry its number; none where it has one already."""
    entries = [
        entry for entry in merger.by_id.get(row["id"], ()) if row["file"] in ("", entry.file.name)
    ]
    if not entries:
        merger.tell(BAD_ROW, row.line, f"there is no entry '{shortened(row['id'])}'")
        return None
    there = entries[0].texts(registry.name)
    if there:
        if row["number"] not in there:
            message = (
                f"'{shortened(row['id'])}' has a number of {registry.name} already:"
                f" {shortened(there[0])}"
            )
            merger.tell(BAD_NUMBER, row.line, message)
        return None
    cells = {
        "file": row["file"],
        "id": row["id"],
        registry.name: joined(registry.name, [row["number"]]),
    }
    return EntryRow(row.line, cells)
