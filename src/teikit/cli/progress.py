"""A progress bar, where someone is there to see it."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

WORTH_A_BAR = 50


def tracked(items: Iterable[Item], label: str, total: int) -> Iterator[Item]:
    """The same items, with a bar on standard error when that is a terminal and they are many."""
    if total < WORTH_A_BAR or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 (slow, and seldom needed)
    from rich.progress import Progress  # noqa: PLC0415

    # Rich would send a redirected standard output to its own console: only a terminal is shared.
    shared = sys.stdout.isatty()
    console = Console(stderr=True)
    with Progress(console=console, transient=True, redirect_stdout=shared) as progress:
        yield from progress.track(items, total=total, description=label)
