"""The documents that files hold: each `TEI` element, in a file of its own or in a `teiCorpus`.

A `TEI` that holds several letters is as many documents (`tei.volume`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teikit.errors import TeikitError, Unfinished
from teikit.runtime.watching import Watch, unwatched
from teikit.tei.apparatus import NO_APPARATUS, Apparatus, apparatus
from teikit.tei.elements import TEI, XML_ID
from teikit.tei.once import Once
from teikit.tei.volume import Volume, VolumeLetter, letters

if TYPE_CHECKING:
    from lxml import etree


_INCLUDE = "{http://www.w3.org/2001/XInclude}include"

_NO_NAME = re.compile(r"[^\w.-]|^\.")

_LONGEST_NAME = 200
"""Bytes; disks take 255 with what is put behind them."""


Report = Callable[[TeikitError], None]
"""Is told of each document that cannot be exported; it may raise what it is told."""


def raise_error(error: TeikitError) -> None:
    """A `Report` for which the first such document ends the work."""
    raise error


class DuplicateDocument(TeikitError):  # noqa: N818 (named for what the user meets)
    """Two documents of one export have the same name: the second is left out."""

    def __init__(self, name: str, first: Path, second: Path) -> None:
        super().__init__(
            f"{second}: a document named {name!r} was already exported from {first}; "
            "give each document its own xml:id"
        )


@dataclass(frozen=True, slots=True)
class Document(Once):
    """One TEI document.

    `id` is its `xml:id`, or made from the file's name where it has none; `root` its `TEI` element,
    `text` the `text` element in it. A letter of several in one `TEI` has these in common with the
    others but for its `text`, which is its own division; it is the `letter` of its `volume`.
    """

    path: Path
    id: str
    root: "etree._Element"
    text: "etree._Element"
    volume: Volume | None = None
    letter: VolumeLetter | None = None
    _answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The id as the name of a file: letters, digits, `.`, `-`, `_`, and no dot at its start.

        One that is longer than disks take is cut, and ends with what tells it from others.
        """
        name = _NO_NAME.sub("_", self.id)
        written = name.encode()
        if len(written) <= _LONGEST_NAME:
            return name
        digest = sha256(written).hexdigest()[:12]
        return f"{written[: _LONGEST_NAME - 13].decode(errors='ignore')}-{digest}"

    @property
    def has_text(self) -> bool:
        """Whether its text is here: not of letters that are only listed in a header."""
        return self.letter is None or self.letter.division is not None

    @property
    def is_first(self) -> bool:
        """Whether it stands first in its `TEI`: what a header tells once, is told with it."""
        return self.volume is None or self.volume.letters[0] is self.letter

    def notes(self) -> Apparatus:
        """Its notes, which are looked for once."""
        return self.once(_notes_of)


def _notes_of(document: Document) -> Apparatus:
    if document.volume is None:
        return apparatus(document.text)
    return document.volume.notes.get(document.text, NO_APPARATUS)


@dataclass(slots=True)
class FileReading:
    """What was read for the documents of a file: the digest of its bytes; empty if there are none.

    `is_alone` says whether it names no other file that belongs to it.
    """

    digest: bytes = b""
    is_alone: bool = True


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """Files whose documents are asked for.

    `files` are in order, `known` the same without links in their paths, and `folders` those within
    which includes are followed.
    """

    files: tuple[Path, ...]
    known: frozenset[Path]
    folders: frozenset[Path]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "DocumentFiles":
        """The files in files and folders. Raises `TeikitError` where there are none."""
        from teikit.tei.inclusion import folders_of  # noqa: PLC0415 (it brings lxml with it)
        from teikit.xml.files import real  # noqa: PLC0415
        from teikit.xml.folders import find  # noqa: PLC0415

        asked = [*paths]
        files = tuple(find(asked))
        return cls(files, frozenset(map(real, files)), folders_of(asked))

    def documents(
        self,
        file: Path,
        included: set[Path],
        report: Report,
        reading: FileReading | None = None,
    ) -> Iterator[Document]:
        """The documents of one of the files, and of those that it includes.

        Those that are `included` already are left out; the others are added there. What was read is
        noted in `reading`.
        """
        unnamed = count(1)
        waiting = _root(file, report, reading)
        while waiting:
            path, element = waiting.pop()
            if element.tag == f"{TEI}TEI":
                stem = in_unicode(path.stem)
                name = element.get(XML_ID) or (
                    stem if element.getparent() is None else f"{stem}-{next(unnamed)}"
                )
                yield from of_tei(path, element, name)
            elif element.tag == f"{TEI}teiCorpus":
                waiting.extend((path, child) for child in reversed(element))
            elif element.tag == _INCLUDE:
                if reading:
                    reading.is_alone = False
                waiting.extend(self._included(path, element, included, report))

    def _included(
        self, path: Path, include: "etree._Element", included: set[Path], report: Report
    ) -> "list[tuple[Path, etree._Element]]":
        from teikit.tei.inclusion import fallback, is_inside  # noqa: PLC0415 (lxml)
        from teikit.tei.inclusion import included as included_file  # noqa: PLC0415
        from teikit.xml.files import Unreadable, is_file, real  # noqa: PLC0415

        if include.get("parse") == "text":
            return []
        target = included_file(include, path)
        if target is None or not is_inside(real(target), self.folders):
            href = include.get("href", "")
            reason = f"includes {href!r}, outside of the folders that were named: it is left out"
            report(Unreadable(path, _line(include), 0, reason))
            return []
        if real(target) in self.known or real(target) in included:
            return []
        if not is_file(target) and (children := fallback(include)):
            return [(path, child) for child in reversed(children)]
        included.add(real(target))
        return _root(target, report)


def documents(
    paths: Iterable[Path], report: Report, watch: Watch = unwatched
) -> Iterator[Document]:
    """The documents in files and folders, one in memory at a time, in the order of file names.

    A corpus file that names others by `xi:include` stands for these, in its own order, unless
    they are among `paths` themselves; those outside of the folders of `paths` are left out
    (`tei.inclusion`). What a missing one has as its fallback stands for it. A `TEI`
    without `text` (a list of persons, say) is none.
    Raises `TeikitError` where a path does not exist or a folder holds no XML.
    """
    files = DocumentFiles.of(paths)
    included: set[Path] = set()
    first: dict[str, Path] = {}
    for file in watch(iter(files.files), len(files.files)):
        try:
            for document in files.documents(file, included, report):
                if document.name in first:
                    report(DuplicateDocument(document.name, first[document.name], document.path))
                else:
                    first[document.name] = document.path
                    yield document
        except TeikitError:
            raise
        except Exception as error:  # the next file has nothing to do with it
            report(Unfinished(file, error))


def in_unicode(name: str) -> str:
    r"""The name of a file, as text that can be written: what is no UTF-8 in it, as `\udce9`."""
    return name.encode(errors="backslashreplace").decode()


def of_tei(path: Path, element: "etree._Element", name: str) -> Iterator[Document]:
    """The documents that a `TEI` element of a file is: one, several, or none without `text`."""
    if found := letters(element, name):
        yield from _in_volume(path, Volume(element, found))
    elif (text := element.find(f"{TEI}text")) is not None:
        yield Document(path, name, element, text)


def _in_volume(path: Path, volume: Volume) -> Iterator[Document]:
    from lxml import etree  # noqa: PLC0415 (slow to load)

    for letter in volume.letters:
        text = letter.division
        if text is None:
            text = etree.Element(f"{TEI}text")
        yield Document(path, letter.id, volume.root, text, volume, letter)


def _root(
    path: Path, report: Report, reading: FileReading | None = None
) -> "list[tuple[Path, etree._Element]]":
    from teikit.xml.files import (  # noqa: PLC0415 (it brings lxml with it)
        Unreadable,
        missing_content,
        parsed,
        read,
    )

    try:
        data = read(path)
        if reading:
            reading.digest = sha256(data).digest()
        root = parsed(data, path).getroot()
        if root.tag not in {f"{TEI}TEI", f"{TEI}teiCorpus"}:
            reason = f"this is not a TEI P5 document: its outermost element is <{root.tag}>"
            raise Unreadable(path, _line(root), 0, reason)
        for missing in missing_content(data, path):
            report(missing)
    except Unreadable as error:
        report(error)
        return []
    return [(path, root)]


def _line(element: "etree._Element") -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 0
