"""In which folder a project keeps what came of its files."""

import os
from collections.abc import Sequence
from pathlib import Path

from teikit import project
from teikit.errors import TeikitError
from teikit.xml.files import exists, real


def folder_of(paths: Sequence[Path], config: Path | None = None) -> Path | None:
    """The folder of the project: that of the settings, if there are any.

    Without them it is that of the files; there is none for a single file.
    """
    if found := project.file(config):
        return found.parent
    there = [path for path in paths if exists(path)]
    # A file that is a link is in the folder of the link.
    places = {(real(path if path.is_dir() else path.parent), path.name) for path in there}
    if not there or (len(places) == 1 and not any(path.is_dir() for path in there)):
        return None
    try:
        return Path(os.path.commonpath([folder for folder, _ in places]))
    except ValueError:  # on two drives of Windows
        return None


def folder_if_wanted(paths: Sequence[Path]) -> Path | None:
    """The same; none where the settings say that nothing is to be kept, or cannot be read."""
    try:
        settings = project.load()
    except TeikitError:
        return None
    return None if settings and settings.tables.get("cache") is False else folder_of(paths)
