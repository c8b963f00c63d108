"""Checking file after file, on as many cores as there are, and then all of them together."""

import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Location, in_order
from teikit.runtime.machine import cores
from teikit.tei.inclusion import folders_of
from teikit.validating.archives.once import OncePerRun
from teikit.validating.engine.across import across
from teikit.validating.engine.checker import Checker
from teikit.validating.engine.report import FileReport
from teikit.validating.engine.result import Made, Result, lost, result_of, unchanged
from teikit.validating.index import SpillFile
from teikit.validating.patterns import PathPatterns
from teikit.validating.schemas.inclusion import with_included
from teikit.validating.schemas.unused import UnusedSchemas
from teikit.validating.schemas.wellformed import UNREADABLE
from teikit.validating.settings import Settings
from teikit.xml.files import real
from teikit.xml.folders import LeftOut, Search, names

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from teikit.runtime.workers import Workers
    from teikit.validating.engine.executing import Executing
    from teikit.validating.engine.recalling import KeptRun


FEW = 24
"""Files that one process checks before others would have started."""


class Run:
    """A check of many files. Its reports come first; then what is to be said of all together.

    With several processes it is to be used in a `with` block, at whose end they end.
    """

    def __init__(  # noqa: PLR0913  # all that users can ask for
        self,
        settings: Settings,
        paths: Iterable[Path],
        jobs: int = 0,
        given: Mapping[Path, bytes] | None = None,
        details: Details = IN_FULL,
        executor: "Executor | None" = None,
        *,
        with_grammars: bool = True,
        keep: Path | None = None,
    ) -> None:
        """Find the files of `paths`, and those that they include within the folders of `paths`.

        `jobs` are processes; 0 stands for one on each core, where the files are many. Where there
        is an `executor`, it does their work (`teikit.validating.engine.executing`). `given` are
        the contents of files that are being edited, which count in place of what is on the disk.
        Findings have `details`; those of grammars are there `with_grammars` only. What folders hold
        beside the files is in `left_out`. With `keep`, what was found before is taken from there,
        the folder of a project, and kept for other runs. Raises `TeikitError` where a path is
        missing, or a folder has no XML.
        """
        paths = [*paths]
        self.given = given or {}
        self._closed: list[FileReport] = []
        folders = folders_of((*paths, *self.given))
        edited = {real(path) for path in self.given}
        excluded = PathPatterns(settings.exclude)
        self.left_out = LeftOut()
        search = Search(
            settings.endings,
            excluded.match if settings.exclude else None,
            self._close,
            self.left_out,
        )
        asked = names(paths, search)
        self.keeping = None
        if keep and not given:
            self.keeping = _kept_run(keep, settings, folders, details)
        may_include = None
        if self.keeping:
            may_include = self.keeping.may_include
            self.keeping.load(asked)
        found, inclusions = with_included(asked, folders, self.given, may_include)
        if settings.exclude:
            found = self._without_excluded(found, {*asked}, excluded)
        self._names = (
            [name for name in found if real(Path(name)) not in edited] if edited else found
        )
        self._settings = settings
        self._executing = executor and _executing(executor, settings, folders, details, inclusions)
        resolver = self._executing.resolver if self._executing else None
        self.checker = Checker(
            settings, folders, details, inclusions, resolver, with_grammars=with_grammars
        )
        self._summaries = SpillFile()
        self._ignoring = SpillFile()
        self._unused = UnusedSchemas()
        self._for_archives = OncePerRun()
        self._jobs = jobs
        self._workers: Workers[str, Any] | None = None

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, whether they are done or not, and forget what is kept of files."""
        if self._workers:
            self._workers.end()
        self._summaries.close()
        self._ignoring.close()
        if self.keeping:
            self.keeping.close()

    def __len__(self) -> int:
        return len(self._names) + len(self.given)

    @property
    def unmatched(self) -> list[str]:
        """The patterns of `schemas` in the settings that mean none of the files."""
        every = [*self._names, *map(str, self.given)]
        return [
            pattern
            for entry in self._settings.schemas
            for pattern in entry.files
            if not any(map(PathPatterns([pattern]).match, every))
        ]

    @property
    def files(self) -> list[Path]:
        """The files that are read, in their order."""
        return [*map(Path, self._names)]

    def reports(self) -> Iterator[FileReport]:
        """What is to be said of each file, in the order of the files."""
        return self.each(unchanged)

    def each(self, make: Callable[[FileReport], Made], purpose: str = "") -> Iterator[Made]:
        """What `make` makes of the report of each file, in the order of the files.

        It is made where the file is checked, so that no more of a report than is wanted goes from
        process to process; `make` can be sent to other processes. What was made before for the
        same `purpose` is not made again.
        """
        names, recalled = self._names, None
        if self.keeping:
            recalled = self.keeping.recalled(
                names, self.checker.new_resolver(), self.checker.inclusions, purpose
            )
            names = recalled.missing if recalled else names
        wanted = purpose if recalled else None
        check = partial(_checked, self.checker, make, wanted)
        found: Iterable[Result[Made]] = map(check, names)
        jobs = min(self._jobs or (cores() if len(names) > FEW else 1), len(names))
        if self._executing:
            found = self._executing.results(names, make, wanted, check, partial(lost, make))
        elif jobs > 1:
            from teikit.runtime.workers import Workers  # noqa: PLC0415  # it takes a while

            self._workers = Workers(check, names, jobs, partial(lost, make))
            found = self._workers.results()
        if recalled:
            found = recalled.merged(found, make, check)
        edited = (self.checker.data(path, data) for path, data in self.given.items())
        result = partial(result_of, make)
        return self._taken(chain(map(result, self._closed), found, map(result, edited)))

    def across(self) -> list[Diagnostic]:
        """What is to be said of all files together, once all reports have been taken.

        Where there is a `with` block, that is to be asked for in it.
        """
        found = self.keeping.across() if self.keeping else None
        if found is None:
            found, asked = across(
                self.checker, self._summaries, self._ignoring, self.given, self._workers
            )
            if self.keeping:
                self.keeping.keep_across(found, asked)
        return in_order([*self._unused, *self._for_archives, *found])

    def _taken(self, results: Iterable[Result[Made]]) -> Iterator[Made]:
        for made, name, summary, ignoring, unused, for_archives, new in results:
            if self.keeping:
                self.keeping.take(name, summary, ignoring, new)
            if summary:
                self._summaries.add(summary)
            if ignoring:
                self._ignoring.add(pickle.dumps((name, ignoring)))
            for target, finding in unused:
                self._unused.add(target, finding)
            self._for_archives.add(for_archives)
            yield made

    def _without_excluded(
        self, found: Iterable[str], asked: Collection[str], excluded: PathPatterns
    ) -> list[str]:
        """The files but for those that are there only because others include them."""
        chosen = []
        for name in found:
            if name not in asked and excluded.match(name):
                self.left_out.add("excluded", name)
            else:
                chosen.append(name)
        return chosen

    def _close(self, folder: Path, reason: str) -> None:
        words = f"the folder cannot be read: {reason}"
        finding = Diagnostic(UNREADABLE, Location(str(folder)), words)
        self._closed.append(FileReport(folder, (finding,)))


def _executing(executor: "Executor", *arguments: Any) -> "Executing":
    from teikit.validating.engine.executing import Executing  # noqa: PLC0415  # seldom needed

    return Executing(executor, *arguments)


def _kept_run(keep: Path, *arguments: Any) -> "KeptRun":
    from teikit.validating.engine.recalling import KeptRun  # noqa: PLC0415  # it takes a while

    return KeptRun(keep, *arguments)


def _checked(
    checker: Checker, make: Callable[[FileReport], Made], purpose: str | None, name: str
) -> Result[Made]:
    return result_of(make, checker.file(Path(name)), checker.details, purpose)
