"""`teikit validate --watch`: files are checked again when they change, until it is interrupted."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.reporting.visible import visible
from teikit.validating import Validation

_PAUSE = 0.3
"""Seconds between two looks at the disk, at least ..."""
_SHARE = 20
"""... and this many times what a look takes."""

FileStates = dict[str, tuple[int, ...]]
"""What the disk tells of files, by their names; nothing of a file that is not there."""


def watch(
    begin: Callable[[Path], Validation],
    look: Callable[[], Iterable[str]],
    show: Callable[[Sequence[Diagnostic], Validation], None],
    keep: Path | None,
) -> None:
    """Check files, and again whenever one of them changes, or what they are held against.

    `begin` makes a run that keeps its results in a folder: in `keep`, or for the time being. `look`
    gives the names of the files of a run, and of the settings. `show` gets the findings of files
    that have changed, and those that are new in others. It ends by an interruption.
    """
    before: frozenset[Diagnostic] | None = None
    states: FileStates = {}
    others: frozenset[str] = frozenset()
    with _folder(keep) as folder:
        while True:
            start = time.time_ns()
            now = _states({*_names(look), *others})
            changed = {name for name, state in now.items() if states.get(name) != state}
            try:
                with begin(folder) as validation:
                    found = [
                        finding for each in validation.each(tuple, "watch") for finding in each
                    ]
                    others = validation.others
                    show([each for each in found if _is_news(each, before, changed)], validation)
                before = frozenset(found)
            except TeikitError as error:
                click.echo(f"teikit: {visible(str(error))}", err=True)
            # What changed while files were checked is to be checked again. What it was before of a
            # schema that is met for the first time is not known, but whether it has changed since.
            met = _states(others - now.keys())
            states = now | {name: each for name, each in met.items() if max(each[:2]) < start}
            _wait(look, others, states)


def _is_news(finding: Diagnostic, before: frozenset[Diagnostic] | None, changed: set[str]) -> bool:
    return before is None or finding.location.path in changed or finding not in before


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        yield keep
        return
    with TemporaryDirectory(prefix="teikit-") as folder:
        yield Path(folder)


def _names(look: Callable[[], Iterable[str]]) -> Sequence[str]:
    """The files; none where there are none at the moment, which the run tells."""
    try:
        return [*look()]
    except TeikitError:
        return []


def _states(names: Iterable[str]) -> FileStates:
    found: FileStates = {}
    for name in names:
        try:
            state = os.stat(name)  # noqa: PTH116  # a path takes longer than the rest
        except (OSError, ValueError):
            continue
        found[name] = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
    return found


def _wait(look: Callable[[], Iterable[str]], others: Iterable[str], states: FileStates) -> None:
    """Wait until something is not as it was."""
    pause = _PAUSE
    while True:
        time.sleep(pause)
        start = time.process_time()
        if _states({*_names(look), *others}) != states:
            return
        pause = max(_PAUSE, _SHARE * (time.process_time() - start))
