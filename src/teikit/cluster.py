"""Clusters of machines that an existing engine holds together: that of Dask."""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from teikit.errors import TeikitError

_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://\S+:\d+")
_PATIENCE = 10
"""Seconds in which a scheduler must answer, and in which a worker must be there."""


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """What takes work for the workers of the scheduler at an address: `tcp://scheduler:8786`.

    Raises `TeikitError` where it cannot be reached, or has no workers.
    """
    if not _ADDRESS.fullmatch(address):
        words = f"{address!r} is not the address of a scheduler"
        raise TeikitError(f"{words}; write it as the scheduler does: tcp://scheduler:8786")
    distributed = _distributed()
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)  # what goes wrong is said in words of our own
    try:
        with _client(distributed, address) as client:
            yield client.get_executor(pure=False)
    finally:
        logger.setLevel(before)


@contextmanager
def _client(distributed: Any, address: str) -> Iterator[Any]:
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        words = f"the scheduler {address} cannot be reached: {_reason(error)}"
        raise TeikitError(
            f"{words}; look whether it runs, and whether this is its address"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except OSError:
            words = f"the scheduler {address} has no workers; start some"
            raise TeikitError(f"{words}: dask worker {address}") from None
        yield client


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"nothing answers there in {_PATIENCE} seconds"
    return " ".join(str(error).split()) or type(error).__name__


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        words = "work on several machines needs Dask, which is not installed"
        raise TeikitError(f"{words}: pip install 'teikit[cluster]'") from None
