"""Schemas that were compiled before, kept in a folder between runs."""

import json
from collections.abc import Mapping
from os import environ
from pathlib import Path

from teikit.relaxng.compile.table import Row
from teikit.relaxng.errors import SchemaError
from teikit.xml.cache import Cache, Locate, Read, Sources
from teikit.xml.references import in_place

_CACHE = Cache("teikit.relaxng", Path(__file__).parents[1])


def user_folder(environment: Mapping[str, str] = environ) -> Path | None:
    """The place for this in the user's folder of what can be made again; None without such one."""
    return _CACHE.user_folder(environment)


def recall(
    folder: Path, address: str, read: Read | None = None, locate: Locate | None = None
) -> list[Row] | None:
    """The table of the schema at an address; None where it is not kept, or out of date.

    `read` gives the bytes of its files by their addresses, and `locate` the addresses, as when it
    was compiled.
    """
    # Only here are schemas read again without being compiled.
    from teikit.relaxng.compile.loading import read_file  # noqa: PLC0415

    try:
        body = _CACHE.recall(folder, address, read or read_file, locate or in_place)
        rows: list[Row] | None = None if body is None else json.loads(body)
    except (ValueError, SchemaError):
        return None
    return rows


def keep(folder: Path, address: str, sources: Sources, rows: list[Row]) -> None:
    """Keep the table of the schema at an address."""
    _CACHE.keep(folder, address, sources, json.dumps(rows, separators=(",", ":")).encode())
