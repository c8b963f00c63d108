"""A table brought back: only what changed in it changes in the authority files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from teikit.converting.authority import FILES
from teikit.diagnostic import Diagnostic, Location, Rule, in_order
from teikit.errors import TeikitError
from teikit.suggesting.authorities.editing import EntryEditor, attributes_of
from teikit.suggesting.authorities.entries import (
    COLUMNS,
    DATES,
    KINDS,
    NUMBERS,
    AuthorityFile,
    CellItem,
    NumberHabit,
    TableEntry,
    load_files,
)
from teikit.suggesting.authorities.rules import (
    BAD_NUMBER,
    BAD_ROW,
    CHANGED,
    COLUMN,
    ENTRY_GONE,
    NOT_TAKEN,
    ROW_GONE,
)
from teikit.suggesting.authorities.table import NOT_XML, EntryRow, EntryTable, read_table, shortened
from teikit.tei.identifiers import Registry, public, registered
from teikit.validating.lexicon.identifiers import fault, scheme
from teikit.xml.files import write_atomically
from teikit.xml.names import Element

_DATE = re.compile(r"-?\d{4,}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_ALIKE = 0.6
"""From which on a spelling is another one corrected, and not a new one."""
_COMPARED = 200
"""Characters by which spellings are compared."""
_MANY = 20
"""Entries without a row from which on they are counted only."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file with what the table brings, not yet written; `changes` are how many cells and rows."""

    path: Path
    data: bytes
    changes: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What a table brings: the files that change, and the findings."""

    files: Sequence[ChangedFile]
    findings: Sequence[Diagnostic]

    def write(self) -> None:
        """Write the files, each whole or not at all. Raises `TeikitError`."""
        for file in self.files:
            write_atomically(file.path, file.data)


def merge(path: Path, folder: Path) -> Merged:
    """What a table of CSV changes in the authority files of a folder; nothing is written.

    Raises:
        TeikitError: the table or a file cannot be read, or a change does not fit a file.
    """
    table = read_table(path, ("id",))
    return Merger(table, load_files(folder)).merged(table.rows)


@dataclass
class Merger:
    """A table and the files that it is brought into, with what is found on the way."""

    table: EntryTable
    files: Sequence[AuthorityFile]
    findings: list[Diagnostic] = field(default_factory=list)
    editors: dict[str, EntryEditor] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    expected: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    added: dict[str, set[str]] = field(default_factory=dict)

    def merged(self, rows: Sequence[EntryRow], *, complete: bool = True) -> Merged:
        """What the rows change; `complete` where each entry should have one."""
        for column in self.table.columns:
            if column not in COLUMNS:
                self.tell(COLUMN, 1, f"the column '{shortened(column)}' is not read")
        for line in self.table.ragged:
            self.tell(BAD_ROW, line, "the row has not one cell for each column")
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            self._row(row, seen)
        if complete:
            self._without_row(set(seen))
        changed = [self._changed(file) for file in self.files if self.editors.get(file.name)]
        return Merged(changed, in_order(self.findings))

    def tell(self, rule: Rule, line: int, message: str) -> None:
        """Find something in a line of the table."""
        location = Location(str(self.table.path), line, 1)
        self.findings.append(Diagnostic(rule, location, message))

    # Rows

    def _row(self, row: EntryRow, seen: dict[tuple[str, str], int]) -> None:
        id_ = row["id"]
        if not id_:
            self.tell(BAD_ROW, row.line, "the row has no id")
            return
        found = [entry for entry in self.by_id.get(id_, ()) if row["file"] in ("", _file(entry))]
        if len(found) > 1:
            names = " and ".join(_file(entry) for entry in found)
            self.tell(
                BAD_ROW, row.line, f"'{shortened(id_)}' is an entry of {names}; name the file"
            )
            return
        key = (_file(found[0]) if found else "", id_)
        if key in seen:
            self.tell(
                BAD_ROW, row.line, f"'{shortened(id_)}' has a row already, in line {seen[key]}"
            )
            return
        seen[key] = row.line
        if bad := next((name for name in row.cells if NOT_XML.search(row.cells[name])), ""):
            message = f"the cell '{shortened(bad)}' of '{shortened(id_)}' has a control character"
            self.tell(BAD_ROW, row.line, message)
        elif found:
            self._known(row, found[0])
        elif row["version"]:
            self.tell(ENTRY_GONE, row.line, f"there is no entry '{shortened(id_)}' any more")
        else:
            self._new(row)

    @cached_property
    def by_id(self) -> Mapping[str, Sequence[TableEntry]]:
        """The entries by their ids, which several files may have."""
        found: dict[str, list[TableEntry]] = {}
        for file in self.files:
            for entry in file.entries:
                found.setdefault(entry.id, []).append(entry)
        return found

    def _without_row(self, seen: set[tuple[str, str]]) -> None:
        missing = [
            entry
            for file in self.files
            for entry in file.entries
            if (file.name, entry.id) not in seen
        ]
        if len(missing) > _MANY:
            self.tell(ROW_GONE, 1, f"{len(missing)} entries have no row in the table; they stay")
            return
        for entry in missing:
            message = f"'{shortened(entry.id)}' of {_file(entry)} has no row in the table; it stays"
            self.tell(ROW_GONE, 1, message)

    def _known(self, row: EntryRow, entry: TableEntry) -> None:
        if row["kind"] not in ("", entry.kind):
            message = f"'{shortened(entry.id)}' is a {entry.kind}, and no {shortened(row['kind'])}"
            self.tell(BAD_ROW, row.line, message)
            return
        columns = [
            column
            for column in ("type", "name", "spellings", *DATES, "note", *NUMBERS)
            if column in row.cells and set(row.items(column)) != set(entry.texts(column))
        ]
        if columns and row["version"] not in ("", entry.version):
            message = (
                f"'{shortened(entry.id)}' was changed in {_file(entry)} since the table was made"
            )
            self.tell(CHANGED, row.line, message)
            return
        for column in columns:
            self._cell(row, entry, column)

    def _cell(self, row: EntryRow, entry: TableEntry, column: str) -> None:
        new = row.items(column)
        if column in NUMBERS:
            new = tuple(self._numbers(row, column, entry.texts(column)))
            if set(new) == set(entry.texts(column)):
                return
        editor = self.editors.setdefault(_file(entry), EntryEditor(entry.file))
        old = entry.cells.get(column, ())
        if column in (*NUMBERS, "spellings"):
            refusal = self._list(editor, entry, column, old, new)
        else:
            refusal = self._single(editor, entry, column, old, next(iter(new), ""))
        if refusal:
            message = f"'{shortened(entry.id)}', {column}: {refusal}"
            self.tell(NOT_TAKEN, row.line, message)
        else:
            self._count(_file(entry))
            self.expected[_file(entry), entry.id, column] = frozenset(new)

    def _count(self, file: str) -> None:
        self.changes[file] = self.changes.get(file, 0) + 1

    # Cells of one item

    def _single(
        self, editor: EntryEditor, entry: TableEntry, column: str, old: Sequence[CellItem], new: str
    ) -> str:
        """Change a cell, or say why it cannot be."""
        item = next(iter(old), None)
        if column in DATES:
            if entry.kind != "person" and not item:
                return f"a {entry.kind} has none"
            if new and (item is None or item.attribute) and not _DATE.fullmatch(new):
                return f"'{shortened(new)}' is no date; write it as 1881, 1881-05 or 1881-05-31"
        if column == "type" and " " in new:
            return "a type is one word, with '-' or '_' in place of spaces"
        if item is None:
            self._insert(editor, entry, column, new)
            return ""
        element = item.element
        assert element is not None, "only numbers come from pointers"
        if new:
            if not item.plain:
                return "it has further markup, which a table does not show"
            editor.rewrite(element, new, item.attribute)
            return ""
        return self._emptied(editor, entry, column, item, element)

    def _emptied(
        self, editor: EntryEditor, entry: TableEntry, column: str, item: CellItem, element: Element
    ) -> str:
        """Take away what a cell no longer says, or say why it stays."""
        if column in ("name", "type"):
            return "the cell is empty, and nothing takes the place of what the entry has"
        if element.getparent() is not entry.element:
            return "it stands within another element, and is not taken away"
        words = item.attribute and (element.text or "").strip()
        if len(element) or words or set(element.attrib) - {item.attribute}:
            return "it has further markup, and is not taken away"
        editor.remove(element)
        return ""

    def _insert(self, editor: EntryEditor, entry: TableEntry, column: str, new: str) -> None:
        if column == "type":
            editor.add_attribute(entry.element, "type", new)
        elif column in DATES:
            editor.insert(entry.element, column, "", when=new)
        elif column == "name":
            editor.insert(entry.element, KINDS[entry.kind], new)
        else:
            editor.insert(entry.element, column, new)

    # Cells of several items

    def _list(
        self,
        editor: EntryEditor,
        entry: TableEntry,
        column: str,
        old: Sequence[CellItem],
        new: Sequence[str],
    ) -> str:
        """Change a cell of several items, or say why it cannot be; its order means nothing."""
        gone = [item for item in old if item.text not in new]
        come = [text for text in new if all(item.text != text for item in old)]
        pairs = list(_pairs(gone, come, always=column in NUMBERS))
        paired = [item for item, _ in pairs]
        for item in gone:
            if item.element is None:
                return f"'{shortened(item.text)}' is named by a pointer, and is not taken away"
            extra = set(item.element.attrib) - {"type", "subtype"}
            if not item.plain or (extra and item not in paired):
                return f"'{shortened(item.text)}' has further markup, and is not taken away"
        for item, text in pairs:
            assert item.element is not None, "those of pointers have been refused"
            editor.rewrite(item.element, self._written(item.element, column, text))
        for item in gone:
            if item not in paired and item.element is not None:
                editor.remove(item.element)
        for text in come:
            if text not in [new_text for _, new_text in pairs]:
                name, words, attributes = self._part(entry.file, entry.kind, column, text)
                editor.insert(entry.element, name, words, **attributes)
        return ""

    def _written(self, element: Element, column: str, text: str) -> str:
        """What stands in an element for an item: a number is an address where it was one."""
        if column not in NUMBERS:
            return text
        return NUMBERS[column].of(text) if "://" in (element.text or "") else text

    def _part(
        self, file: AuthorityFile, kind: str, column: str, text: str
    ) -> tuple[str, str, dict[str, str]]:
        """A new element: its name, its words, its attributes."""
        if column == "spellings":
            return KINDS[kind], text, {"type": "variant"}
        registry = NUMBERS[column]
        habit = next(
            (other.habits[column] for other in (file, *self.files) if column in other.habits),
            NumberHabit({"type": registry.name}),
        )
        words = registry.of(text) if habit.is_address else text
        return "idno", words, dict(habit.attributes)

    def _numbers(self, row: EntryRow, column: str, known: Sequence[str]) -> Iterator[str]:
        """The numbers of a cell, as they are; those that are wrong are told of and left out."""
        registry = NUMBERS[column]
        for text in row.items(column):
            if text in known:
                yield text
                continue
            number, why = number_or_fault(registry, text)
            if why:
                message = f"'{shortened(row['id'])}', {column}: '{shortened(text)}': {why}"
                self.tell(BAD_NUMBER, row.line, message)
            else:
                yield number
        wrong = any(number_or_fault(registry, text)[1] for text in row.items(column))
        if wrong:
            # What was there before is better than nothing.
            yield from (text for text in known if text not in row.items(column))

    # New entries

    def _new(self, row: EntryRow) -> None:
        kind, id_, name = row["kind"], row["id"], row["name"]
        if why := self._not_new(kind, id_, name, row["type"]):
            self.tell(BAD_ROW, row.line, f"'{shortened(id_)}' cannot become an entry: {why}")
            return
        file = self._file_for(kind, row["file"])
        if file is None:
            where = shortened(row["file"]) or FILES[kind]
            message = (
                f"there is no file {where} with entries of this kind to which it could be added"
            )
            self.tell(BAD_ROW, row.line, f"'{id_}' cannot become an entry: {message}")
            return
        if id_ in file.ids:
            message = f"{file.name} uses this id already"
            self.tell(BAD_ROW, row.line, f"'{id_}' cannot become an entry: {message}")
            return
        last = next(entry for entry in reversed(file.entries) if entry.kind == kind).element
        editor = self.editors.setdefault(file.name, EntryEditor(file))
        expected = {"name": frozenset([name])}
        parts = [editor.element(last, KINDS[kind], name)]
        for column in ("spellings", *DATES, *NUMBERS, "note"):
            items = self._numbers(row, column, ()) if column in NUMBERS else row.items(column)
            taken = []
            for text in dict.fromkeys(items):
                if column in DATES and (kind != "person" or not _DATE.fullmatch(text)):
                    message = (
                        f"'{shortened(id_)}', {column}: '{shortened(text)}' is no date of a person"
                    )
                    self.tell(NOT_TAKEN, row.line, message)
                    continue
                taken.append(text)
                part = self._new_part(file, kind, column, text)
                parts.append(editor.element(last, part[0], part[1], **part[2]))
            expected[column] = frozenset(taken)
        prefix = f"{last.prefix}:" if last.prefix else ""
        tag = f"{prefix}{kind}"
        given = attributes_of((("xml:id", id_), ("type", row["type"])))
        editor.append(last, [f"<{tag}{given}>", *parts, f"</{tag}>"])
        self.added.setdefault(file.name, set()).add(id_)
        self._count(file.name)
        for column, texts in expected.items():
            self.expected[file.name, id_, column] = texts

    def _new_part(
        self, file: AuthorityFile, kind: str, column: str, text: str
    ) -> tuple[str, str, dict[str, str]]:
        if column in DATES:
            return column, "", {"when": text}
        if column == "note":
            return column, text, {}
        return self._part(file, kind, column, text)

    def _not_new(self, kind: str, id_: str, name: str, type_: str) -> str:
        if kind not in KINDS:
            return f"its kind is '{shortened(kind)}', and may be {', '.join(KINDS)}"
        if not _NAME.fullmatch(id_):
            return "an id begins with a letter, and has letters, figures, '.', '-' and '_' only"
        if not name:
            return "it has no name"
        if " " in type_:
            return "its type is one word, with '-' or '_' in place of spaces"
        return ""

    def _file_for(self, kind: str, name: str) -> AuthorityFile | None:
        """Where a new entry goes to: the file that is named, the usual one, any of its kind."""
        able = [file for file in self.files if any(each.kind == kind for each in file.entries)]
        wanted = [name] if name else [FILES[kind], *(file.name for file in able)]
        return next((file for word in wanted for file in able if file.name == word), None)

    # Files

    def _changed(self, file: AuthorityFile) -> ChangedFile:
        """A file with its edits, which are proved by reading it again.

        Raises:
            TeikitError: it would not say what the table says.
        """
        data = self.editors[file.name].new_data()
        new = AuthorityFile(file.path, file.name, data)
        after = {entry.id: entry for entry in new.entries}
        before = {entry.id: entry for entry in file.entries}
        fine = after.keys() == before.keys() | self.added.get(file.name, set())
        for id_, entry in after.items() if fine else ():
            for column in ("type", "name", "spellings", *DATES, "note", *NUMBERS):
                there = frozenset(entry.texts(column))
                old = frozenset(before[id_].texts(column)) if id_ in before else there
                fine = fine and there == self.expected.get((file.name, id_, column), old)
        if not fine:
            raise TeikitError(
                f"{file.path}: the changes of the table would change more than they should;"
                " nothing was written; make them by hand"
            )
        return ChangedFile(file.path, data, self.changes.get(file.name, 0))


def number_or_fault(registry: Registry, text: str) -> tuple[str, str]:
    """The number that a cell means in a registry, and why it means none; one of both is empty."""
    found, number = registered(public(text, registry.key))
    if "://" in text and found is not registry:
        return "", f"this is no address of {registry.name}"
    kind = scheme(registry.key)
    why = fault(kind, text) if kind else ""
    if not why and found is not registry:
        why = f"it has not the form of a number of {registry.name}"
    return ("", why) if why else (number, "")


def _pairs(
    gone: Sequence[CellItem], come: Iterable[str], *, always: bool
) -> Iterator[tuple[CellItem, str]]:
    """What was corrected: for an item that is gone the one that took its place."""
    left = [item for item in gone if item.plain and item.element is not None]
    for text in come:
        likely = [(_likeness(item.text, text), item) for item in left[:_MANY]]
        share, item = max(likely, key=lambda pair: pair[0], default=(0.0, None))
        if item is not None and (always or share >= _ALIKE):
            left.remove(item)
            yield item, text


def _likeness(text: str, other: str) -> float:
    return SequenceMatcher(None, text[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()


def _file(entry: TableEntry) -> str:
    return entry.file.name
