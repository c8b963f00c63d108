"""Somebody who watches how far the work has come."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

Watch = Callable[[Iterator[Path], int], Iterable[Path]]
"""Sees each file when it is done, and is told how many there are."""

Watching = Callable[[str], Watch]
"""Makes what sees each file of a step, whose name is a word or two."""


def unwatched(files: Iterator[Path], _: int) -> Iterable[Path]:
    """Where nobody watches."""
    return files


def nobody(_: str) -> Watch:
    """Where nobody watches any step."""
    return unwatched


def watched(items: Iterable[Item], files: Sequence[Path], watch: Watch) -> Iterator[Item]:
    """The same items, of which the first come of one file each; what is behind them is of all."""
    coming = iter(items)
    for _, item in zip(watch(iter(files), len(files)), coming, strict=False):
        yield item
    yield from coming
