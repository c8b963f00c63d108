"""Records as bytes, and from bytes; nothing but records comes from these, whatever they hold."""

import pickle
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

_PLAIN = (date, type(Path()))
"""Classes of simple values, besides those that pickles know without their names."""


def dumped(value: object) -> bytes:
    """A value as bytes: a record of teikit, or one of Python's own simple values, or of these."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def loaded(data: bytes) -> Any:
    """The value that was made bytes. Raises `UnpicklingError` where it is more than records."""
    return _Records(BytesIO(data)).load()


class _Records(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A class of records."""
        return _record(module, name)


@cache
def _record(module: str, name: str) -> Any:
    for plain in _PLAIN:
        if (module, name) == (plain.__module__, plain.__qualname__):
            return plain
    if not module.startswith("teikit.") or "." in name:
        raise pickle.UnpicklingError(f"{module}.{name} is no record of teikit")
    found = getattr(__import__(module, fromlist=[name]), name)
    is_record = isinstance(found, type) and (issubclass(found, tuple | Enum) or is_dataclass(found))
    if not is_record or found.__module__ != module:
        raise pickle.UnpicklingError(f"{module}.{name} is no record of teikit")
    return found
