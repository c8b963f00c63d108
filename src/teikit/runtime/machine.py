"""What is made of the machine: its cores, and the time that Python's search for garbage takes.

That search takes a fifth of the time where many files are gone through.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


def cores() -> int:
    """The processor's cores that are ours to use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


def collect_seldom() -> None:
    """Search seldom for garbage from here on, and never among what is there already.

    What a file needs goes away by itself when it is done, nearly all of it.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """The same until the block ends."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
