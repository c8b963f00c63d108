"""The folder in which compiled schemas are kept between runs."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The user's folder for what can be made again; None where there is none."""
    try:
        if "XDG_CACHE_HOME" in environment:
            base = Path(environment["XDG_CACHE_HOME"])
        elif sys.platform == "win32":
            base = Path(environment["LOCALAPPDATA"])
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path.home() / ".cache"
    except (KeyError, RuntimeError):
        return None
    return base / "teikit" / "schemas" if base.is_absolute() else None
