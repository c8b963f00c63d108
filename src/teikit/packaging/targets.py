"""Where a bag is written: a zip file or a folder, whole or not at all.

In a zip file all bags of the same contents have the same bytes. So nothing in it is packed closer:
what zlib makes of the same bytes differs from version to version. Times and permissions are fixed.
"""

import errno
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from teikit.errors import TeikitError
from teikit.packaging.bag import INFO, BagTarget
from teikit.packaging.checking import check
from teikit.packaging.names import BagNames
from teikit.xml import temporary as temporaries
from teikit.xml.files import atomic_stream, write_trouble

ZIP = ".zip"
AGENT = "Bag-Software-Agent: teikit"

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that zip knows
_UNIX, _ORDINARY = 3, 0o100644
_OTHER_ENDINGS = frozenset({".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xml", ".xz", ".zst"})


def is_zip(output: Path) -> bool:
    """Whether a path stands for a zip file; any other stands for a folder.

    Raises `TeikitError` where it has the ending of another kind of file.
    """
    ending = output.suffix.lower()
    if ending in _OTHER_ENDINGS:
        raise TeikitError(f"{output}: name a file that ends in .zip, or a folder")
    return ending == ZIP


@contextmanager
def bag_target(output: Path) -> Iterator[BagTarget]:
    """A target that becomes the zip file or the folder `output` when the block ends without error.

    Until then, and after an error, what stood there is as it was. Raises `TeikitError` where it
    cannot be written, or holds what nobody would want to lose.
    """
    if is_zip(output):
        with atomic_stream(output) as stream, zipfile.ZipFile(stream, "w") as archive:
            yield _ZipTarget(archive, BagNames().give(output.stem))
    else:
        with _folder(output) as folder:
            yield _FolderTarget(folder)


@dataclass(frozen=True, slots=True)
class _ZipTarget:
    archive: zipfile.ZipFile
    root: str

    def write(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        info = zipfile.ZipInfo(f"{self.root}/{name}", _TIME)
        info.create_system = _UNIX
        info.external_attr = _ORDINARY << 16
        info.file_size = size
        with self.archive.open(info, "w") as file:
            for piece in pieces:
                file.write(piece)


@dataclass(frozen=True, slots=True)
class _FolderTarget:
    root: Path

    def write(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for piece in pieces:
                file.write(piece)


@contextmanager
def _folder(output: Path) -> Iterator[Path]:
    """A folder that takes the place of `output` when the block ends without an error."""
    made: Path | None = None
    old: Path | None = None
    try:
        place = output.resolve() if output.is_symlink() else output
        replaced = _replaceable(place, output)
        place.parent.mkdir(parents=True, exist_ok=True)
        made = temporaries.name_beside(place)
        made.mkdir()
        yield made
        if replaced:
            old = temporaries.name_beside(place)
            place.replace(old)
        made.replace(place)
    except OSError as error:
        raise TeikitError(f"cannot write {output}: {write_trouble(error)}") from None
    finally:
        if old and not place.exists():
            with suppress(OSError):
                old.replace(place)
        for folder in filter(None, (made, old)):
            shutil.rmtree(folder, ignore_errors=True)


def _replaceable(place: Path, output: Path) -> bool:
    """Whether there is a folder to be replaced. Raises `TeikitError` where it is not to be."""
    if not place.exists():
        return False
    if not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "", str(output))
    if any(place.iterdir()):
        info = place / INFO
        ours = info.is_file() and AGENT in info.read_text(encoding="utf-8", errors="replace")
        if not ours or [*check(place)]:
            raise TeikitError(
                f"cannot write {output}: the folder holds other files, or a package that was"
                " changed; name another, or remove it"
            )
    return True
