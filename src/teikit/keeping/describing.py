"""Any record in words: the same words for equal records, in every process, and for no others."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePath

_SIMPLE = (bool, bytes, float, int, str, type(None))


def described(value: object) -> str:
    """A record, or a simple value, or several of these. Raises `TypeError` for anything else."""
    return "".join(_pieces(value))


def _pieces(value: object) -> Iterator[str]:
    if type(value) in _SIMPLE:
        yield repr(value)
        return
    kind = type(value)
    yield f"{kind.__module__}.{kind.__qualname__}("
    match value:
        case Enum():
            yield value.name
        case re.Pattern():
            yield f"{value.pattern!r},{value.flags}"
        case PurePath():
            yield repr(str(value))
        case Mapping():
            for key, item in value.items():
                yield from _pieces(key)
                yield ":"
                yield from _pieces(item)
                yield ","
        case Set():
            yield ",".join(sorted(map(described, value)))
        case tuple() | list():
            for item in value:
                yield from _pieces(item)
                yield ","
        case _ if is_dataclass(value):
            for field in fields(value):
                yield f"{field.name}="
                yield from _pieces(getattr(value, field.name))
                yield ","
        case _:
            raise TypeError(f"{kind.__qualname__} is no record")
    yield ")"
