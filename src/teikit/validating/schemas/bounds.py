"""What a schema may cost: how long it takes to read it, and to hold a document against it.

Schemas come from anywhere. Whatever the engines know of those that would never end, this ends the
others: such a schema cannot be used, and of such a document it is told that its check was stopped.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.limits import OutOfTime, memory_limit, time_limit
from teikit.validating.wording import clipped

STOPPED = Rule(
    "S009",
    "stopped",
    Severity.ERROR,
    "The check of the document was stopped, as it took too long or failed.",
    "Split the file into smaller ones, or simplify what takes so long in the schema.",
)

LIMIT = 200
"""Findings of one engine on one document that are shown."""
READING = 30
"""Seconds of the processor for reading a schema; that of all TEI takes about three."""
CHECKING = 10
"""Seconds of the processor for a document, and as many again for each MB of it: more than ten times
what the engines take for the slowest."""
ROOM = 256 * 1024**2
"""Bytes that reading a schema may take."""

SchemaCheck = Callable[[CheckedDocument | LargeDocument], Iterator[Diagnostic]]

Subject = TypeVar("Subject", CheckedDocument, CheckedDocument | LargeDocument)
Found = TypeVar("Found")
Made = TypeVar("Made")


class UnreadSchema(TeikitError):  # noqa: N818 (named for what it tells)
    """A schema that was not read to the end; another time, or elsewhere, it may be."""


def seconds(size: int) -> int:
    """How long the check of a document of so many bytes may take."""
    return round(CHECKING * (1 + size / 1024**2))


def in_bounds(schema: Path, read: Callable[[], Made]) -> Made:
    """What `read` makes of a schema. Raises `TeikitError` where that does not end, or fails."""
    try:
        with time_limit(READING), memory_limit(ROOM):
            return read()
    except TeikitError:
        raise
    except OutOfTime:
        words = f"reading it took more than {READING} seconds; simplify it"
        raise UnreadSchema(f"the schema {schema} cannot be used: {words}") from None
    except MemoryError:
        words = f"reading it took more than {ROOM // 1024**2} MB of memory; simplify it"
        raise UnreadSchema(f"the schema {schema} cannot be used: {words}") from None
    except Exception as error:
        words = f"the engine fails on it ({_named(error)})"
        raise UnreadSchema(f"the schema {schema} cannot be used: {words}") from None


def bounded(schema: Path, read: Callable[[], SchemaCheck]) -> SchemaCheck:
    """The check that `read` makes of a schema, which comes to an end whatever the schema says.

    Raises `TeikitError` where reading it does not.
    """
    check = in_bounds(schema, read)
    return partial(to_an_end, check, schema.name)


def to_an_end(
    check: Callable[[Subject], Iterator[Found]], schema: str, document: Subject, room: int = 0
) -> Iterator[Found | Diagnostic]:
    """What a check against a schema finds; that it was stopped or failed is a finding, too.

    It may take `room` bytes of memory, if that is not 0.
    """
    found: list[Found] = []
    most = seconds(document.size)
    reason = ""
    try:
        with time_limit(most), memory_limit(room) if room else nullcontext():
            found += islice(check(document), LIMIT + 1)
    except OutOfTime:
        reason = f"was stopped after {most} second{'s'[: most != 1]}"
    except MemoryError:
        reason = "was stopped, as it took too much memory"
    except Exception as error:
        reason = f"failed ({_named(error)})"
    if reason:
        words = f"the check against {schema} {reason}; not all of it was checked"
        yield Diagnostic(STOPPED, Location(document.name), words)
    yield from found


def _named(error: Exception) -> str:
    """What went wrong inside an engine: `KeyError: 'a'`."""
    return clipped(f"{type(error).__name__}: {error}".rstrip(": "), 100)
