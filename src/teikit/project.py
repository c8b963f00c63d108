"""The settings of a project: the file that holds them, and its tables.

They stand in `teikit.toml`, or in the table `[tool.teikit]` of `pyproject.toml`; of the folders
above the one where teikit is run, the nearest that has one counts.
"""

from pathlib import Path
from typing import Any, NamedTuple

from teikit import strict


class ProjectTables(NamedTuple):
    """What a file of settings holds: its tables, its folder, and its name in messages."""

    tables: dict[str, Any]
    folder: Path
    name: str


def load(file: Path | None = None, start: Path | None = None) -> ProjectTables | None:
    """The settings in a file, or in the nearest above the folder `start` (the present one).

    None where no file was named and there is none. Raises `TeikitError` where it is not TOML.
    """
    found = file or _nearest((start or Path()).absolute())
    if found is None:
        return None
    name = str(found) if file else found.name
    tables = strict.loads(strict.read(found), name)
    if found.name == "pyproject.toml":
        tables = tables.get("tool", {}).get("teikit", {})
        name = f"{name}: [tool.teikit]"
    return ProjectTables(tables, found.parent, name)


def file(named: Path | None = None, start: Path | None = None) -> Path | None:
    """The file of the settings that `load` reads; None where there is none."""
    return named or _nearest((start or Path()).absolute())


def _nearest(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        file = place / "teikit.toml"
        if file.is_file():
            return file
        file = place / "pyproject.toml"
        if file.is_file() and "[tool.teikit" in strict.read(file):
            return file
    return None
