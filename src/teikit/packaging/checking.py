"""Whether a bag is as it was made: checksums, numbers, files that are missing or that are too many.

Bags of others are checked, too. Nothing is unpacked: files are read in pieces, as far as the limits
go, and a name that leads out of the bag is only ever looked at.
"""

import hashlib
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from teikit.errors import TeikitError
from teikit.packaging.bag import DECLARATION, INFO, PAYLOAD, decoded_name
from teikit.xml.files import opened

LARGEST_LIST = 512 * 1024 * 1024
"""Bytes of a list of checksums: those of a million files."""
LARGEST_RATIO = 300
"""Bytes unpacked for each byte of a zip file; what is packed by honest means has fewer."""
_PIECE = 1 << 20
_KNOWN = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
_LIST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_OXUM = re.compile(r"^Payload-Oxum[ \t]*:[ \t]*(\d+)\.(\d+)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_VERSION = re.compile(
    r"BagIt-Version: (\d+\.\d+)\r?\n?Tag-File-Character-Encoding: UTF-8\s*", re.IGNORECASE
)


class BagFault(NamedTuple):
    """What is wrong with a file of a bag, in words; `file` is empty where it is the bag."""

    file: str
    words: str

    def __str__(self) -> str:
        """Both in one line; names are shown so that no terminal obeys them."""
        shown = self.file if self.file.isprintable() else ascii(self.file)
        return f"{shown}: {self.words}" if self.file else self.words


def check(path: Path) -> Iterator[BagFault]:
    """All that is wrong with the bag in a folder or a zip file.

    Raises `TeikitError` where there is no such file or folder, or the file is no zip file.
    """
    with _opened(path) as (files, faults):
        yield from faults
        yield from _Check(files).faults()


class _BagFiles(ABC):
    """The files of a bag, with their sizes, by their names."""

    sizes: Mapping[str, int]

    @abstractmethod
    def open(self, name: str) -> IO[bytes]:
        """A stream of a file's bytes."""

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file. Raises what `_UNREADABLE` lists."""
        with self.open(name) as stream:
            while piece := stream.read(_PIECE):
                yield piece


_UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[_BagFiles, list[BagFault]]]:
    if path.is_dir():
        yield _in_folder(path)
        return
    try:
        with opened(path) as stream, zipfile.ZipFile(stream) as archive:
            yield _in_archive(archive, path.stat().st_size)
    except FileNotFoundError:
        raise TeikitError(f"no such file or folder: {path}; check the path") from None
    except zipfile.BadZipFile:
        raise TeikitError(f"{path}: is no zip file, or a damaged one; get it anew") from None
    except (OSError, ValueError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TeikitError(f"{path}: cannot be read: {reason}") from None


# --- a folder ---


@dataclass(frozen=True, slots=True)
class _Folder(_BagFiles):
    root: Path
    sizes: Mapping[str, int]

    def open(self, name: str) -> IO[bytes]:
        path = self.root / name
        if not path.is_file() or path.is_symlink():
            raise ValueError("this is not a file")
        return path.open("rb")


def _in_folder(root: Path) -> tuple[_BagFiles, list[BagFault]]:
    sizes: dict[str, int] = {}
    faults: list[BagFault] = []

    def closed(error: OSError) -> None:
        folder = os.path.relpath(error.filename, root)
        faults.append(BagFault(folder, f"cannot be read: {error.strerror}"))

    for folder, subfolders, files in os.walk(root, onerror=closed):
        subfolders.sort()
        for name in (*files, *subfolders):
            path = Path(folder, name)
            state = path.lstat()
            relative = path.relative_to(root).as_posix()
            if stat.S_ISREG(state.st_mode):
                sizes[relative] = state.st_size
            elif not stat.S_ISDIR(state.st_mode):
                faults.append(BagFault(relative, "is a link or a device, which no bag holds"))
    return _Folder(root, sizes), faults


# --- a zip file ---


@dataclass(frozen=True, slots=True)
class _Archive(_BagFiles):
    archive: zipfile.ZipFile
    infos: Mapping[str, zipfile.ZipInfo]
    sizes: Mapping[str, int]

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.infos[name])


def _in_archive(archive: zipfile.ZipFile, size: int) -> tuple[_BagFiles, list[BagFault]]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if sum(info.file_size for info in infos) > LARGEST_RATIO * size:
        raise TeikitError(
            f"{archive.filename or 'the zip file'}: says that it unpacks to more than"
            f" {LARGEST_RATIO} times its size; it is not read"
        )
    faults: list[BagFault] = []
    tops = {info.filename.partition("/")[0] for info in infos if "/" in info.filename}
    root = f"{min(tops)}/" if len(tops) == 1 and f"{min(tops)}/" != PAYLOAD else ""
    if not root:
        faults.append(BagFault("", "a zip file should hold one folder, the bag, and nothing else"))
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename
        kind = stat.S_IFMT(info.external_attr >> 16)
        if _leads_out(name):
            faults.append(BagFault(name, "has a name that leads out of the bag; do not unpack it"))
        elif kind not in (0, stat.S_IFREG):
            faults.append(BagFault(name, "is a link or a device, which no bag holds"))
        elif not name.startswith(root):
            faults.append(BagFault(name, "lies beside the bag in the zip file"))
        elif name.removeprefix(root) in found:
            faults.append(BagFault(name.removeprefix(root), "is twice in the zip file"))
        else:
            found[name.removeprefix(root)] = info
    sizes = {name: info.file_size for name, info in found.items()}
    return _Archive(archive, found, sizes), faults


def _leads_out(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return ".." in parts or not parts[0] or ":" in parts[0] or "\\" in name


# --- what both have in common ---


@dataclass(slots=True)
class _Check:
    files: _BagFiles
    _names: Mapping[str, str] = field(init=False)
    """The names of files, by their composed forms: some systems change the form."""

    def __post_init__(self) -> None:
        self._names = {_composed(name): name for name in self.files.sizes}

    def faults(self) -> Iterator[BagFault]:
        if DECLARATION not in self.files.sizes:
            yield BagFault("", f"this is no bag (BagIt): {DECLARATION} is missing")
            return
        yield from self._declared()
        lists = {name: found for name in self.files.sizes if (found := _LIST.fullmatch(name))}
        if not any(found[1] is None for found in lists.values()):
            yield BagFault("", "there is no list of checksums (manifest-….txt)")
        yield from self._oxum()
        wanted: dict[str, dict[str, str]] = {}  # by file, by algorithm
        payload = {name for name in self.files.sizes if name.startswith(PAYLOAD)}
        listed: Counter[str] = Counter()
        for name, found in sorted(lists.items()):
            if found[2] not in _KNOWN:
                yield BagFault(name, f"checksums of the kind {found[2]} are not known here")
                continue
            entries: dict[str, str] = {}
            yield from self._entries(name, entries, payload=found[1] is None)
            for file, checksum in entries.items():
                wanted.setdefault(file, {})[found[2]] = checksum
            if found[1] is None:
                listed.update(entries.keys())
                for file in sorted(payload - entries.keys()):
                    yield BagFault(file, f"is not in {name}: it was added, or its name was changed")
        for file in sorted(wanted):
            yield from self._sums(file, wanted[file])

    def _declared(self) -> Iterator[BagFault]:
        text, fault = self._text(DECLARATION)
        if fault:
            yield fault
        elif not (found := _VERSION.fullmatch(text)):
            yield BagFault(DECLARATION, "does not say which version of BagIt this is, in UTF-8")
        elif found[1] not in {"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"}:
            yield BagFault(DECLARATION, f"version {found[1]} of BagIt is not known here")

    def _oxum(self) -> Iterator[BagFault]:
        if INFO not in self.files.sizes:
            return
        text, fault = self._text(INFO)
        if fault:
            yield fault
        elif found := _OXUM.search(text):
            sizes = [size for name, size in self.files.sizes.items() if name.startswith(PAYLOAD)]
            there = (sum(sizes), len(sizes))
            if (int(found[1][:30]), int(found[2][:30])) != there:
                yield BagFault(
                    INFO,
                    f"says that {found[2]} files of {found[1]} bytes are in {PAYLOAD};"
                    f" there are {there[1]} of {there[0]} bytes",
                )

    def _entries(self, list_: str, entries: dict[str, str], *, payload: bool) -> Iterator[BagFault]:
        """Take the lines of a list into `entries`, with the names that files have here."""
        text, fault = self._text(list_)
        if fault:
            yield fault
        for number, line in enumerate(re.split("\r\n|\n|\r", text), 1):
            found = _LINE.fullmatch(line)
            if not found:
                if line.strip():
                    words = f"line {number} is not a checksum and a name"
                    yield BagFault(list_, words)
                continue
            written = found[2].removeprefix("./")
            if _leads_out(written) or written.startswith("~"):
                yield BagFault(list_, f"line {number} names a file outside of the bag")
                continue
            name = self._named(written)
            if payload and not name.startswith(PAYLOAD):
                yield BagFault(list_, f"line {number} names a file that is not in {PAYLOAD}")
            elif name in entries:
                yield BagFault(name, f"is twice in {list_}")
            elif name not in self.files.sizes:
                yield BagFault(name, f"is missing; {list_} names it")
            else:
                entries[name] = found[1].lower()

    def _named(self, written: str) -> str:
        """The file that a list means; older lists do not escape percent signs."""
        for name in (decoded_name(written), written):
            if found := self._names.get(_composed(name)):
                return found
        return decoded_name(written)

    def _sums(self, name: str, wanted: Mapping[str, str]) -> Iterator[BagFault]:
        sums = {algorithm: hashlib.new(algorithm) for algorithm in wanted}
        size = 0
        try:
            for piece in self.files.pieces(name):
                size += len(piece)
                if size > self.files.sizes[name]:
                    yield BagFault(name, "is larger than the zip file says; it is not read on")
                    return
                for each in sums.values():
                    each.update(piece)
        except _UNREADABLE as error:
            yield BagFault(name, f"cannot be read: {_reason(error)}")
            return
        wrong = [
            algorithm for algorithm, each in sums.items() if each.hexdigest() != wanted[algorithm]
        ]
        if wrong:
            yield BagFault(name, f"was changed: its checksum ({', '.join(wrong)}) is another")

    def _text(self, name: str) -> tuple[str, BagFault | None]:
        if self.files.sizes[name] > LARGEST_LIST:
            return "", BagFault(name, "is too large to be read")
        try:
            data = b"".join(_limited(self.files.pieces(name), LARGEST_LIST))
            return data.decode().removeprefix("\N{BYTE ORDER MARK}"), None
        except UnicodeDecodeError:
            return "", BagFault(name, "is not UTF-8")
        except _UNREADABLE as error:
            return "", BagFault(name, f"cannot be read: {_reason(error)}")


def _limited(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise ValueError("it is too large")
        yield piece


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or " ".join(str(error).split()) or "it is damaged"


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
