"""What a conversion works on: raw pages, and what stands beside them."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from teikit.converting.authority import Authority
from teikit.converting.overrides import Overrides
from teikit.converting.overrides import load as load_overrides
from teikit.converting.writing.authorities import load_authority
from teikit.errors import TeikitError


def raw_pages(paths: Iterable[Path | str]) -> list[Path]:
    """The pages that the paths stand for: a folder for the `*.txt` in it.

    Raises:
        TeikitError: a folder holds no page.
    """
    pages: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(path.glob("*.txt"))
            if not found:
                raise TeikitError(f"{path}: no *.txt in this folder; name the raw pages")
            pages += found
        else:
            pages.append(path)
    return pages


def find_authority(folder: Path | str | None, pages: Sequence[Path], output: Path) -> Authority:
    """The authority files in `folder`, or in the folder `authority` where it usually stands.

    Raises:
        TeikitError: the folder does not exist, or a file in it cannot be read.
    """
    if folder is not None and not Path(folder).is_dir():
        raise TeikitError(f"{folder}: there is no such folder of authority files")
    found = Path(folder) if folder is not None else _beside("authority", pages, output)
    if found is None:
        return Authority()
    base = os.path.relpath(found, output).replace(os.sep, "/")
    return load_authority(found, f"{base}/")


def find_overrides(file: Path | str | None, pages: Sequence[Path], output: Path) -> Overrides:
    """The editor's decisions in `file`, or in `overrides.toml` where it usually stands.

    Raises:
        TeikitError: the file cannot be read, or a decision in it is wrong.
    """
    found = Path(file) if file is not None else _beside("overrides.toml", pages, output)
    return load_overrides(found) if found else Overrides()


def _beside(name: str, pages: Sequence[Path], output: Path) -> Path | None:
    """What has this name beside the output folder, or beside the folder of the raw pages."""
    paths = [output.parent / name, *(page.parent.parent / name for page in pages[:1])]
    return next((path for path in paths if path.exists()), None)
