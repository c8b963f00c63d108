"""What a run takes from what was found before, and what it keeps for the next.

What is kept is sealed with the user's key (`keeping.rows`), so that nothing is unpickled that
others have made.
"""

import hashlib
import marshal
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from teikit.diagnostic import Details, Diagnostic
from teikit.validating.engine.report import FileReport, Ignoring
from teikit.validating.index.inclusions import Inclusions
from teikit.validating.index.spill import SpillFile
from teikit.validating.index.together import DiskQuestion
from teikit.validating.keeping.results import ResultParts, Results, opened
from teikit.validating.keeping.rows import Rows, UnusableRows
from teikit.validating.keeping.states import States, digest_of
from teikit.validating.schemas.inclusion import mentions, reads_as_including
from teikit.validating.schemas.journal import UNSETTLED, SchemaQuestion
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.settings import Settings

_MANY = 200_000
"""Files from which on what is found across them is not kept."""

Made = TypeVar("Made")


class NewResult(NamedTuple):
    """What is to be kept of a file: the digest of what it held, and, if it is settled, the rest."""

    digest: bytes
    questions: tuple[SchemaQuestion, ...] = ()
    parts: ResultParts | None = None


def new_result(
    report: FileReport, made: object, details: Details, purpose: str
) -> NewResult | None:
    """What is to be kept of a report, and of what was made of it for a purpose."""
    if not report.data:
        return None
    digest = digest_of(report.data)
    if not report.settled or UNSETTLED in report.asked:
        return NewResult(digest)
    notes = (report.ignoring, report.unused, report.for_archives)
    parts = ResultParts(
        (details.excerpts, details.paths, details.edits),
        purpose,
        report.summary,
        pickle.dumps(made) if purpose else b"",
        pickle.dumps(notes),
        pickle.dumps((report.findings, dict(report.held), report.unheld)),
    )
    return NewResult(digest, report.asked, parts)


class KeptRun:
    """What is kept between runs, for one of them.

    Attributes:
        trouble: why nothing is kept, in words; empty where it is.
    """

    def __init__(
        self, folder: Path, settings: Settings, folders: Collection[Path], details: Details
    ) -> None:
        """`folder` is that of the project; the others are those of the run."""
        self._settings = settings
        self._folders = folders
        self._details = details
        self._rows: Rows | None = None
        self._states: States | None = None
        self._results: Results | None = None
        self._sums = hashlib.sha256()
        self._digests: dict[str, bytes] = {}
        self._is_known = True
        self._trouble = ""
        if settings.for_:
            self._trouble = "what archives ask may stand in other files, which are read each time"
            return
        try:
            self._rows = opened(folder)
            self._states = States(self._rows, mentions)
        except UnusableRows as error:
            self._trouble = str(error)

    @property
    def trouble(self) -> str:
        """Why nothing is kept, in words; empty where it is."""
        return self._trouble or (self._rows.trouble if self._rows else "")

    @property
    def others(self) -> frozenset[str]:
        """The files beside those of the run on which its results depend."""
        return frozenset(self._results.others if self._results else ())

    def may_include(self, name: str) -> bool:
        """Whether a file may include others."""
        content = self._states.of(name) if self._states else None
        return content.may_include if content else reads_as_including(name)

    def recalled(
        self, names: Sequence[str], resolver: Resolver, inclusions: Inclusions, purpose: str
    ) -> "RecalledFiles | None":
        """What is known of files before they are checked; None where nothing is kept.

        `resolver` is for this alone: it finds schemas as that of the run does.
        """
        if self._rows is None or self._states is None:
            return None
        self._results = Results(
            self._rows,
            self._states,
            self._settings,
            self._folders,
            resolver,
            inclusions,
            self._details,
        )
        recalled = RecalledFiles(names, self._results, purpose, self._digests)
        self._rows.flush()
        self._rows.release()  # processes are going to start
        return recalled

    def take(
        self,
        name: str,
        summary: bytes | None,
        ignoring: Sequence[Ignoring],
        new: NewResult | None,
    ) -> None:
        """Take note of what came of the next file, and keep it if it is `new`."""
        if self._results is None:
            return
        if new:
            self._digests[name] = new.digest
            if new.parts:
                self._results.keep(name, new.digest, new.questions, new.parts)
        digest = self._digests.get(name, b"")
        if len(self._digests) > _MANY or (summary and not digest):
            self._is_known = False
        record = (name, summary or b"", repr(ignoring), digest)
        self._sums.update(marshal.dumps(record, 2))

    def across(self) -> list[Diagnostic] | None:
        """What was found across these files before; None where that is not known."""
        if self._results is None or not self._is_known:
            return None
        found = self._results.across(self._sums.digest())
        return None if found is None else list(pickle.loads(found))

    def keep_across(self, found: Sequence[Diagnostic], questions: Collection[DiskQuestion]) -> None:
        """Keep what was found across these files, if they are still what they were."""
        if self._results is None or self._states is None or not self._is_known:
            return
        paths = {each.location.path for each in found}
        paths |= {edit.path for each in found for edit in each.edits}
        for path in paths:
            content = self._states.now(path)
            if content is None or content.digest != self._digests.get(path):
                return
        self._results.keep_across(self._sums.digest(), questions, pickle.dumps(list(found)))

    def close(self) -> None:
        """Write what is to be kept."""
        if self._results:
            self._results.close()
        elif self._rows:
            self._rows.close()


class RecalledFiles:
    """What is known of the files of a run before they are checked.

    Attributes:
        missing: the files that must be checked, in their order.
    """

    def __init__(
        self, names: Sequence[str], results: Results, purpose: str, digests: dict[str, bytes]
    ) -> None:
        """`digests` takes those of the files that need not be checked."""
        self._names = names
        self._results = results
        self._purpose = purpose
        self._bodies = SpillFile()
        self.missing: list[str] = []
        self._are_there = bytearray(len(names))
        for at, name in enumerate(names):
            found = results.of(name)
            if found is None:
                self.missing.append(name)
                continue
            digests[name] = found.digest
            self._are_there[at] = True
            self._bodies.add(marshal.dumps((found.digest, found.asked, *found.parts)))

    def merged(
        self, checked: Iterable[Any], make: Callable[[FileReport], Made]
    ) -> Iterator[tuple[Any, ...]]:
        """The results of all files in their order; `checked` has those that were missing."""
        rest = iter(checked)
        bodies = iter(self._bodies)
        for name, is_there in zip(self._names, self._are_there, strict=True):
            yield self._result(name, next(bodies), make) if is_there else next(rest)
        self._bodies.close()

    def _result(
        self, name: str, body: bytes, make: Callable[[FileReport], Made]
    ) -> tuple[Any, ...]:
        digest, asked, *fields = marshal.loads(body)
        parts = ResultParts(*fields)
        ignoring, unused, for_archives = pickle.loads(parts.notes)
        if self._purpose and parts.purpose == self._purpose:
            made = pickle.loads(parts.made)
        else:
            findings, held, unheld = pickle.loads(parts.report)
            made = make(
                FileReport(
                    Path(name),
                    findings,
                    parts.summary,
                    held,
                    unheld,
                    unused,
                    ignoring,
                    for_archives=for_archives,
                )
            )
            if self._purpose:
                parts = parts._replace(purpose=self._purpose, made=pickle.dumps(made))
                self._results.renew(name, digest, asked, parts)
        return made, name, parts.summary, ignoring, unused, for_archives, None
