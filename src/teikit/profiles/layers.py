"""Profiles over each other: what stands above wins, and `"..."` stands for what lies below."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

BELOW = "..."
"""An element of a list that stands for the elements of the list below."""
_WIDTH = 100
"""Characters of a line of TOML."""


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables over tables, key by key; a list replaces the list below, unless it takes it in.

    A `"..."` for which nothing lies below stays, for a layer further down.
    """
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            merged[key] = over(under, value)
        elif isinstance(under, list) and isinstance(value, list):
            merged[key] = _taken_in(under, value)
        else:
            merged[key] = value
    return merged


def _taken_in(below: Sequence[Any], above: Sequence[Any]) -> list[Any]:
    """A list with that below in place of its `"..."`; lists in it (months) by their order."""
    found: list[Any] = []
    for place, each in enumerate(above):
        if each == BELOW:
            found += [other for other in below if other == BELOW or other not in above]
        elif isinstance(each, list) and len(above) == len(below):
            under = below[place]
            found.append(_taken_in(under, each) if isinstance(under, list) else each)
        else:
            found.append(each)
    return found


def open_lists(tables: Mapping[str, Any], before: str = "") -> list[str]:
    """The keys of lists with a `"..."` for which nothing lies below."""
    found: list[str] = []
    for key, value in tables.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            found += open_lists(value, f"{name}.")
        elif isinstance(value, list) and _is_open(value):
            found.append(name)
    return found


def _is_open(values: Sequence[Any]) -> bool:
    return any(each == BELOW or (isinstance(each, list) and _is_open(each)) for each in values)


def toml(tables: Mapping[str, Any], before: str = "") -> str:
    """Tables as a file of TOML: values first, then the tables in them."""
    plain = {key: value for key, value in tables.items() if not isinstance(value, dict)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    needed = bool(lines) or not tables
    blocks = ["\n".join([f"[{before}]", *lines] if before else lines)] if needed else []
    for key, value in tables.items():
        if isinstance(value, dict):
            name = f"{before}.{_key(key)}" if before else _key(key)
            blocks.append(toml(value, name).rstrip("\n"))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _text(key)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
        )
    if not isinstance(value, list):
        return _text(value) if isinstance(value, str) else json.dumps(value)
    pieces = [_value(each) for each in value]
    line = f"[{', '.join(pieces)}]"
    if len(line) <= _WIDTH:
        return line
    rows: list[str] = []
    for piece in pieces:
        if rows and len(rows[-1]) + len(piece) + 3 <= _WIDTH:
            rows[-1] += f" {piece},"
        else:
            rows.append(f"  {piece},")
    return "\n".join(["[", *rows, "]"])


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
