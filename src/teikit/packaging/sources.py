"""Which files go into a package, under which names, and what is not taken."""

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.errors import TeikitError
from teikit.tei.elements import name_of
from teikit.tei.entries import AUTHORITY, Entries, authority_files
from teikit.tei.inclusion import folders_of, is_inside, is_text, target
from teikit.validating.engine.left_out import sentences
from teikit.xml.files import Unreadable, is_file, load, real
from teikit.xml.folders import LeftOut, Search, find
from teikit.xml.names import XI

if TYPE_CHECKING:
    from lxml import etree

TEI_FOLDER = "tei"
"""The folder of the TEI in that of a project."""
OWN_NAMES = frozenset({"cmif.xml", "metadata", "schema", "tables", "tei", "text"})
"""What else stands in the payload of a package."""

_ENTRIES = ("person", "personGrp", "place", "org", "nym")
_POINTER = re.compile(r"[^\s#]+\.(?:xml|tei)(?=#|\s|$)", re.IGNORECASE)


class LeftOutFile(TeikitError):  # noqa: N818 (named for what the user meets)
    """A file that the package ought to hold, and does not."""


@dataclass(slots=True)
class PackedFiles:
    """What goes into a package.

    Attributes:
        tei: the files of TEI by their names in the payload.
        texts: those that they include as mere text, likewise.
        authority: the files of persons, places and bodies, likewise.
        folders: those that were asked for, without links.
        beside: what stands beside the TEI, and is not taken.
        failures: files that are left out, and why.
        remarks: what else is not taken, in sentences.
    """

    tei: dict[str, Path] = field(default_factory=dict)
    texts: dict[str, Path] = field(default_factory=dict)
    authority: dict[str, Path] = field(default_factory=dict)
    folders: frozenset[Path] = frozenset()
    beside: list[str] = field(default_factory=list)
    failures: list[TeikitError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def packed_files(paths: Sequence[Path], authority: Path | None, output: Path) -> PackedFiles:
    """The files that `paths` stand for: the folder of a project, or files and folders of TEI.

    Raises `TeikitError` where there is no such path, or `output` would lie among them.
    """
    project = paths[0] if len(paths) == 1 and (paths[0] / TEI_FOLDER).is_dir() else None
    asked = [project / TEI_FOLDER] if project else [*paths]
    found = PackedFiles(folders=folders_of(asked))
    _refuse_inside(output, [path for path in asked if path.is_dir()])
    left_out = LeftOut()
    files = find(asked, Search(left_out=left_out))
    found.remarks.extend(sentences(replace(left_out, endings=Counter()), ()))
    if project:
        found.beside.extend(_beside(project, output))
    chosen = _without_strangers(files, asked, found)
    graph = _References(found)
    files = graph.follow(chosen)
    left_out.endings -= Counter(path.suffix.lower() for path in graph.texts)
    for ending, number in sorted(left_out.endings.items()):
        found.beside.append(f"{TEI_FOLDER}/*{ending} ({number})")
    base = _base(asked, [*files, *graph.texts])
    for named, group in ((found.tei, files), (found.texts, sorted(graph.texts))):
        for file in group:
            named[f"{TEI_FOLDER}/{_relative(file, base)}"] = file
    known = {real(file) for file in files}
    near = [*_authority(files, authority, project), *sorted(graph.entries)]
    for file in sorted({each for each in map(real, near) if each not in known}):
        found.authority[_authority_name(file, base)] = file
    return found


def _authority(files: Iterable[Path], named: Path | None, project: Path | None) -> Iterator[Path]:
    """The authority files of the project, those that were named, and those beside files of TEI."""
    if named is not None:
        inside = authority_files(named) if named.is_dir() else (named,) if named.is_file() else ()
        if not inside:
            raise TeikitError(f"{named}: there is no such file, nor a folder with files of XML")
        yield from inside
    if project:
        yield from authority_files(project / AUTHORITY)
    entries = Entries()
    for folder in {file.parent: file for file in files}.values():
        yield from entries.files_for(folder)


def _authority_name(file: Path, base: Path) -> str:
    """The name of an authority file: one that pointers in the TEI lead to, where that can be."""
    name = _relative(file, real(base))
    top, *steps = name.split("/")
    if top == ".." and len(steps) > 1 and steps[0] not in {"..", *OWN_NAMES}:
        return "/".join(steps)
    return f"{AUTHORITY}/{file.name}"


def _refuse_inside(output: Path, folders: Iterable[Path]) -> None:
    for folder in folders:
        if is_inside(real(output) / "-", {real(folder)}):
            raise TeikitError(
                f"{output}: lies in {folder}, whose files go into the package; name another place"
            )


def _beside(project: Path, output: Path) -> Iterator[str]:
    """What is in the folder of a project and does not go into the package."""
    own = {real(output), real(project / TEI_FOLDER), real(project / AUTHORITY)}
    for path in sorted(project.iterdir(), key=lambda path: path.name):
        if not path.name.startswith(".") and real(path) not in own:
            yield f"{path.name}/" if path.is_dir() else path.name


def _without_strangers(
    files: Iterable[Path], asked: Collection[Path], found: PackedFiles
) -> list[Path]:
    """The files without links that lead out of the folders; those that were named are taken."""
    taken = []
    for file in files:
        if file in asked or not file.is_symlink() or is_inside(real(file), found.folders):
            taken.append(file)
        else:
            found.failures.append(
                LeftOutFile(
                    f"{file}: is a link out of the folder: it is left out; put the file there"
                )
            )
    return taken


class _References:
    """Follows what files include, and notes which files their pointers lead to."""

    def __init__(self, found: PackedFiles) -> None:
        self._found = found
        self._entries = Entries()
        self._seen: dict[tuple[Path, str], Path | None] = {}
        self.texts: set[Path] = set()
        """Files that are included as mere text."""
        self.entries: set[Path] = set()
        """Files with entries that pointers lead to."""
        self._others: set[str] = set()

    def follow(self, files: Iterable[Path]) -> list[Path]:
        """The files and those that they include, within the folders, sorted."""
        taken = {real(file): file for file in files}
        waiting = [*taken.values()]
        while waiting:
            path = waiting.pop()
            try:
                root = load(path).getroot()
            except Unreadable:  # that is told where it is checked
                continue
            for include in root.iter(f"{{{XI}}}include"):
                there = target(include, path)
                if there is None or not is_file(there):
                    continue
                place = real(there)
                if not is_inside(place, self._found.folders):
                    words = f"{path}: includes {include.get('href')}, outside of the folders that"
                    self._found.failures.append(
                        LeftOutFile(f"{words} were named: that is left out")
                    )
                elif is_text(include):
                    self.texts.add(place)
                elif place not in taken:
                    taken[place] = there
                    waiting.append(there)
            self._note(root, path)
        self.texts -= taken.keys()
        others = sorted(self._others - {str(each) for each in (*taken, *self.entries)})
        if others:
            self._found.remarks.append(
                f"{len(others)} files that pointers in the TEI lead to are not taken, the first is"
                f" {others[0]}"
            )
        return sorted(taken.values(), key=str)

    def _note(self, root: "etree._Element", path: Path) -> None:
        for element in root.iter("*"):
            for value in element.attrib.values():
                if ".xml" in value or ".tei" in value or ".XML" in value:
                    for file in _POINTER.findall(str(value)):
                        self._lead(path, file)

    def _lead(self, path: Path, file: str) -> None:
        asked = path.parent, file
        if asked not in self._seen:
            self._seen[asked] = there = self._entries.pointed_file(path, file)
            if there is None or there in self.entries or str(there) in self._others:
                return
            if _has_entries(there):
                self.entries.add(there)
            else:
                self._others.add(str(there))


def _has_entries(path: Path) -> bool:
    try:
        root = load(path).getroot()
    except Unreadable:
        return False
    return any(name_of(element) in _ENTRIES for element in root.iter("*"))


def _base(asked: Iterable[Path], files: Iterable[Path]) -> Path:
    """The folder to which names are relative: the next that holds all that was asked for."""
    tops = [path if path.is_dir() else path.parent for path in asked]
    inside = [file.parent for file in files]
    return Path(os.path.commonpath([*(path.absolute() for path in (*tops, *inside))]))


def _relative(file: Path, base: Path) -> str:
    return Path(os.path.relpath(file.absolute(), base)).as_posix()
