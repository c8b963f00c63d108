"""Which machines do the work: this one, or those of a cluster (`--on`)."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor


def jobs(where: str = "") -> dict[str, Any]:
    """How `--jobs` is declared; `where` says when there is one process for each core."""
    words = f"Use so many processes. [default: one for each core{where}]"
    return {"type": click.IntRange(min=0), "default": 0, "metavar": "N", "help": words}


def executor_on(scheduler: str | None) -> "AbstractContextManager[Executor | None]":
    """What does the work of the processes, if the user names the address of a scheduler."""
    if not scheduler:
        return nullcontext()
    from teikit.cluster import connected  # noqa: PLC0415  # seldom needed

    return connected(scheduler)
