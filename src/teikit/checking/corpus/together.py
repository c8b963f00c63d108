"""All files of a run together, and what their pointers lead to."""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from teikit.checking.corpus.records import Entry, Id, Letter, Link, Summary
from teikit.checking.corpus.summary import summarise
from teikit.checking.document import load_document
from teikit.checking.settings import Options
from teikit.tei.files import Unreadable

_OUTSIDE = 200
"""Files that are not in the run, but are read because something in it points to them."""


class Target(NamedTuple):
    """What an address leads to: a file by its whole path, and an identifier in it, or none."""

    file: str
    id: str


class Corpus:
    """All files of a run that could be read.

    Attributes:
        summaries: in the order of the files.
        by_path: the same by the whole paths of the files.
    """

    def __init__(self, summaries: Sequence[Summary]) -> None:
        self.summaries = summaries
        self.by_path = {whole(one.path): one for one in summaries}
        self._room = _OUTSIDE
        # Each of these is asked again and again for the same few files.
        self._target = cache(_target)
        self.leads = cache(self._leads)
        self.summary = cache(self._summary)
        self.exists = cache(self._exists)
        self.ids = cache(self._ids)
        self.entries = cache(self._entries)

    def target(self, path: Path, address: str) -> Target:
        """What an address in the file at `path` leads to."""
        return self._target(str(path.parent), address)

    def targets(self, summary: Summary) -> Iterator[tuple[Link, Target]]:
        """The pointers of a file into others, and what each leads to."""
        folder = str(summary.path.parent)
        for link in summary.links:
            yield link, self._target(folder, link.address)

    def _leads(self, target: Target) -> bool:
        """Whether a target is there, as far as that is known."""
        ids = self.ids(target.file)
        if not target.id or ids is None:
            return self.exists(target.file)
        summary = self.summary(target.file)
        return target.id in ids or (
            summary is not None
            and any(
                target.id in (self.ids(self.target(summary.path, one.address).file) or ())
                for one in summary.includes
            )
        )

    def _summary(self, file: str) -> Summary | None:
        """The summary of a file, also of one that is not in the run but can be read."""
        # Unlike those of Path, these questions have an answer for names that no disk can hold.
        if file in self.by_path or not self._room or not os.path.isfile(file):  # noqa: PTH113
            return self.by_path.get(file)
        self._room -= 1
        try:
            return summarise(load_document(Path(file)), Options())
        except Unreadable:
            return None

    def _exists(self, file: str) -> bool:
        """Whether there is such a file."""
        return file in self.by_path or os.path.exists(file)  # noqa: PTH110

    def _ids(self, file: str) -> Mapping[str, Id] | None:
        """The identifiers in a file; None where they are not known."""
        one = self.summary(file)
        return {each.id: each for each in one.ids} if one else None

    def _entries(self, file: str) -> Mapping[str, Entry] | None:
        """The entries of an authority file; None for other files."""
        one = self.summary(file)
        return {each.id: each for each in one.entries} if one and one.authority else None

    @cached_property
    def letters(self) -> Sequence[Letter]:
        """All documents, in the order of the files."""
        return [letter for one in self.summaries for letter in one.letters]

    def letter(self, path: Path, address: str) -> Letter | None:
        """The letter of the run that is meant: by its file, its identifier, or its bare name."""
        name = address.removeprefix("#")
        if "#" not in name and "/" not in name and not name.lower().endswith(".xml"):
            return self._by_name.get(name)
        file, fragment = self.target(path, address)
        letters = self.by_path[file].letters if file in self.by_path else ()
        alone = letters[0] if len(letters) == 1 else None
        return next((one for one in letters if one.id == fragment), alone)

    @cached_property
    def _by_name(self) -> Mapping[str, Letter]:
        stems = {one.path.stem: one for one in self.letters}
        return {**stems, **{one.id: one for one in self.letters if one.id}}


def whole(path: Path) -> str:
    """A path from the root of the disk, without detours."""
    return os.path.abspath(path)  # noqa: PTH100  # links of the disk are not followed


def _target(folder: str, address: str) -> Target:
    written, _, fragment = address.removeprefix("file://").partition("#")
    file = os.path.abspath(os.path.join(folder, unquote(written)))  # noqa: PTH100, PTH118
    return Target(file, unquote(fragment))
