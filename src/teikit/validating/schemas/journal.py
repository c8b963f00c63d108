"""What was asked of the disk for schemas and authority files, and what was answered.

A result that was kept holds as long as the same questions have the same answers. Schemas are read
once for many documents; so what was asked for one is noted, and repeated for each of the others.
"""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from teikit.tei.entries import EntryQuestion, answer


class SchemaQuestion(NamedTuple):
    """What was asked: of which kind, about which address, from which file; and the answer."""

    kind: str
    address: str
    base: str
    answer: str


UNSETTLED = SchemaQuestion("unsettled", "", "", "")
"""Stands for what may be answered in another way when it is asked again."""


def day() -> SchemaQuestion:
    """What day it is, here and in UTC, for what is the same for a day."""
    now = datetime.now(UTC)
    return SchemaQuestion("day", "", "", f"{now.astimezone().date()} {now.date()}")


Notes = Mapping[SchemaQuestion, None]


class Journal:
    """Questions and answers, in their order, by what they were asked for."""

    def __init__(self) -> None:
        self._open: list[dict[SchemaQuestion, None]] = []
        self._entries: dict[EntryQuestion, str] = {}
        self._by_purpose: dict[Hashable, Notes] = {}

    def note(self, question: SchemaQuestion) -> None:
        """Add a question to all blocks that are open."""
        for notes in self._open:
            notes[question] = None

    def note_entry(self, question: EntryQuestion) -> None:
        """Add what is asked about entries of authority files, which are read once in a run."""
        if question not in self._entries:
            self._entries[question] = answer(question)
        self.note(SchemaQuestion(*question, self._entries[question]))

    @contextmanager
    def noting(self) -> Iterator[Notes]:
        """What is asked in the block."""
        notes: dict[SchemaQuestion, None] = {}
        self._open.append(notes)
        try:
            yield notes
        finally:
            self._open.pop()

    @contextmanager
    def noting_for(self, purpose: Hashable) -> Iterator[None]:
        """The same, so that it can be repeated."""
        with self.noting() as notes:
            try:
                yield
            finally:
                self._by_purpose[purpose] = notes

    def repeat(self, purpose: Hashable) -> None:
        """Note what was asked for a purpose before."""
        known = self._by_purpose.get(purpose, {})
        for notes in self._open:
            notes.update(known)
