"""A progress bar, where someone is there to see it: how many are done, how fast, how long yet."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")

WORTH_A_BAR = 50
"""Of so many there is a bar at once."""
_PATIENCE = 1
"""Seconds after which there is one of few, too."""


def tracked(items: Iterable[Item], label: str, total: int) -> Iterator[Item]:
    """The same items, with a bar on standard error when that is a terminal and they take long."""
    if not sys.stderr.isatty():
        yield from items
        return
    begun = monotonic()
    with ExitStack() as stack:
        bar = task = None
        for number, item in enumerate(items):
            if bar is not None and task is not None:
                bar.update(task, completed=number)
            elif total >= WORTH_A_BAR or monotonic() - begun > _PATIENCE:
                bar = stack.enter_context(_bar())
                task = bar.add_task(label, total=total, completed=number)
            yield item


def _bar() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 (slow, and seldom needed)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        """How many are done in a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "", "progress.data.speed")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        # Rich would send a redirected standard output to its own console: only a terminal is
        # shared.
        redirect_stdout=sys.stdout.isatty(),
    )


def watching(label: str) -> Callable[[Iterator[Item], int], Iterable[Item]]:
    """What watches items as `tracked` does, for functions that know how many there are."""
    return lambda items, total: tracked(items, label, total)
