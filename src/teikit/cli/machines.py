"""Which machines do the work: this one, or those of a cluster (`--on`)."""

from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext


def executor_on(scheduler: str | None) -> AbstractContextManager[Executor | None]:
    """What does the work of the processes, if the user names the address of a scheduler."""
    if not scheduler:
        return nullcontext()
    from teikit.cluster import connected  # noqa: PLC0415  # seldom needed

    return connected(scheduler)
