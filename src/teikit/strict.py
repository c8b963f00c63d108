"""TOML read strictly into dataclasses.

A table of the file is a dataclass, a key is a field of it; where the key is a word of Python, the
field has `_` behind its name. A key that is no field, is missing or
has the wrong kind is refused by its full name, so that a spelling mistake never goes unnoticed.
"""

import copyreg
import dataclasses
import functools
import re
import tomllib
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from teikit.errors import TeikitError

LARGEST_FILE = 1024 * 1024
"""Bytes: far more than an edition can need."""

_DEEP = re.compile(r"(?:[\w-]{1,80}[ \t]{0,9}\.[ \t]{0,9}){100}")
"""A key of a hundred parts, for which the time is squared; a profile has three."""

Table = TypeVar("Table")
Readers = Mapping[type, Callable[[str], Any]]
"""How values of further types are made of a text; they raise `ValueError` with what is wrong."""
NO_READERS: Readers = types.MappingProxyType({})


def _read_only(table: dict[Any, Any]) -> types.MappingProxyType[Any, Any]:
    return types.MappingProxyType(table)


# What is read goes to other processes, and Python does not pickle these by itself.
copyreg.pickle(types.MappingProxyType, lambda table: (_read_only, (dict(table),)))


def read(path: Path) -> str:
    """The text of a TOML file.

    Raises:
        TeikitError: it is missing, too large, or not UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise TeikitError(f"{path}: this is not an ordinary file; name a TOML file")
        if path.stat().st_size > LARGEST_FILE:
            raise TeikitError(f"{path}: more than {LARGEST_FILE // 1024} kB are too many for TOML")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise TeikitError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TeikitError(f"{path}: is not UTF-8; save it as UTF-8") from None


def parse(table: type[Table], text: str, path: str, readers: Readers = NO_READERS) -> Table:
    """Make a dataclass of TOML text; `path` names it in errors.

    Raises:
        TeikitError: it is not TOML, or a key in it is unknown, missing or of the wrong kind.
    """
    return build(table, loads(text, path), path, readers)


def loads(text: str, path: str) -> dict[str, Any]:
    """The tables of TOML text as they stand; `path` names it in errors.

    Raises:
        TeikitError: it is not TOML.
    """
    if _DEEP.search(text):
        raise TeikitError(f"{path}: is not TOML that can be read: a key has too many parts")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TeikitError(f"{path}: is not TOML: {error or 'nested too deeply'}") from None


def build(table: type[Table], found: object, path: str, readers: Readers = NO_READERS) -> Table:
    """Make a dataclass of a table of TOML; `path` names it in errors.

    Raises:
        TeikitError: a key in it is unknown, missing or of the wrong kind.
    """
    try:
        return typing.cast("Table", _build(table, found, "", readers))
    except _Invalid as wrong:
        raise TeikitError(f"{path}: {wrong}") from None


_KINDS = {int: "a number", str: "a text", bool: "true or false"}


class _Invalid(Exception):  # noqa: N818  (it never leaves this module)
    """A key is wrong; the message names it."""


_hints = functools.cache(typing.get_type_hints)


def _build(cls: Any, table: object, key: str, readers: Readers) -> Any:
    if not isinstance(table, dict):
        raise _Invalid(f"{key or 'the file'} must be a table")
    fields = {field.name.rstrip("_"): field for field in dataclasses.fields(cls)}
    hints = _hints(cls)
    for name in table:
        if name not in fields:
            raise _Invalid(f"unknown key {_join(key, name)}; known are {', '.join(fields)}")
    for name, field in fields.items():
        needed = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        if needed and name not in table:
            raise _Invalid(f"key {_join(key, name)} is missing")
    values = {
        fields[name].name: _value(hints[fields[name].name], value, _join(key, name), readers)
        for name, value in table.items()
    }
    return cls(**values)


def _value(hint: Any, value: object, key: str, readers: Readers) -> Any:
    if dataclasses.is_dataclass(hint) and hint not in readers:
        return _build(hint, value, key, readers)
    origin = typing.get_origin(hint) or hint
    if origin in readers:
        try:
            return readers[origin](_value(str, value, key, readers))
        except ValueError as error:
            raise _Invalid(f"{key}: {error}") from None
    if origin is tuple:
        if not isinstance(value, list):
            raise _Invalid(f"{key} must be a list")
        (item, _) = typing.get_args(hint)
        if "" in value:
            raise _Invalid(f"{key} holds an empty text")
        return tuple(_value(item, each, f"{key}[{i}]", readers) for i, each in enumerate(value, 1))
    if origin is Mapping:
        if not isinstance(value, dict):
            raise _Invalid(f"{key} must be a table")
        _, item = typing.get_args(hint)
        return types.MappingProxyType(
            {name: _value(item, each, _join(key, name), readers) for name, each in value.items()}
        )
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise _Invalid(f"{key} must be {_KINDS[hint]}")
    return value


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
