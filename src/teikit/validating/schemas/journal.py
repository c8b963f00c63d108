"""What was asked of the disk for schemas and authority files, and what was answered.

A result that was kept holds as long as the same questions have the same answers. Schemas are read
once for many documents; so what was asked for one is noted, and repeated for each of the others.
"""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from teikit.keeping.dependency import Dependency
from teikit.tei.entries import EntryQuestion, answer

UNSETTLED = Dependency("unsettled", "", "", "")
"""Stands for what may be answered in another way when it is asked again."""


def day() -> Dependency:
    """What day it is, here and in UTC, for what is the same for a day."""
    now = datetime.now(UTC)
    return Dependency("day", "", "", f"{now.astimezone().date()} {now.date()}")


Notes = Mapping[Dependency, None]


class Journal:
    """Questions and answers, in their order, by what they were asked for."""

    def __init__(self) -> None:
        self._open: list[dict[Dependency, None]] = []
        self._entries: dict[EntryQuestion, str] = {}
        self._by_purpose: dict[Hashable, Notes] = {}

    def note(self, question: Dependency) -> None:
        """Add a question to all blocks that are open."""
        for notes in self._open:
            notes[question] = None

    def note_entry(self, question: EntryQuestion) -> None:
        """Add what is asked about entries of authority files, which are read once in a run."""
        if question not in self._entries:
            self._entries[question] = answer(question)
        self.note(Dependency(*question, self._entries[question]))

    @contextmanager
    def noting(self) -> Iterator[Notes]:
        """What is asked in the block."""
        notes: dict[Dependency, None] = {}
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
