"""What a run takes from what was found before, and what it keeps for the next.

What is kept is sealed with the user's key (`teikit.keeping.rows`), so that nothing is looked at
that others have made; and nothing but records is made of it (`teikit.keeping.values`).
"""

import hashlib
import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from teikit.diagnostic import Details, Diagnostic
from teikit.keeping.dependency import Dependency
from teikit.keeping.opening import opened
from teikit.keeping.rows import Rows, UnusableRows
from teikit.keeping.states import States, digest_of, key_of
from teikit.keeping.values import dumped, loaded
from teikit.validating.archives.once import NO_NEWS, ArchiveReport
from teikit.validating.engine.report import FileReport, Ignoring, UnusedSchema
from teikit.validating.index.document import STREAMED
from teikit.validating.index.inclusions import Inclusions
from teikit.validating.index.spill import SpillFile
from teikit.validating.index.together import DiskQuestion
from teikit.validating.results import KnownResult, ResultParts, Results
from teikit.validating.schemas.inclusion import mentions, reads_as_including
from teikit.validating.schemas.journal import UNSETTLED
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.settings import Settings

_MANY = 200_000
"""Files from which on what is found across them is not kept."""
_TOGETHER = 500
"""Files of which what is not always needed is asked for together."""
_Notes = tuple[tuple[Ignoring, ...], tuple[UnusedSchema, ...], ArchiveReport]
_NO_NOTES: _Notes = ((), (), NO_NEWS)
_NO_SUM = b""
"""Of a file of which nothing counts across files."""

Made = TypeVar("Made")


class NewResult(NamedTuple):
    """What is to be kept of a file.

    Attributes:
        digest: of what it held.
        sum: a digest of what counts across files.
        questions: what schemas were looked for.
        parts: the rest, if it is settled and new; and with it ...
        report: ... the findings and what belongs to them.
    """

    digest: bytes
    sum: bytes
    questions: tuple[Dependency, ...] = ()
    parts: ResultParts | None = None
    report: bytes = b""


def new_result(
    report: FileReport, made: object, details: Details, purpose: str
) -> NewResult | None:
    """What is to be kept of a report, and of what was made of it for a purpose."""
    if not report.data:
        return None
    digest, sum_ = digest_of(report.data), _sum(report.summary, report.ignoring)
    if not report.settled or UNSETTLED in report.asked:
        return NewResult(digest, sum_)
    notes = (report.ignoring, report.unused, report.for_archives)
    parts = ResultParts(
        (details.excerpts, details.paths, details.edits),
        purpose,
        sum_,
        dumped(made) if purpose else b"",
        b"" if notes == _NO_NOTES else dumped(notes),
    )
    rest = (report.findings, dict(report.held), report.unheld, report.summary is None)
    return NewResult(digest, sum_, report.asked, parts, dumped(rest))


def _sum(summary: bytes | None, ignoring: Sequence[Ignoring]) -> bytes:
    """A digest of what counts of a file across files."""
    return key_of("sum", summary or b"", repr(ignoring).encode(errors="surrogateescape"))


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
        self._across: bytes | None = None
        self._trouble = ""
        try:
            self._rows = opened(folder)
            self._states = States(self._rows, mentions, STREAMED)
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

    def load(self, names: Sequence[str]) -> None:
        """Find out what files hold, as far as that is known without reading them."""
        if self._states:
            self._states.load(names)

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
        recalled = RecalledFiles(names, self._results, purpose)
        if not recalled.missing and len(names) <= _MANY:
            self._across = self._results.across(recalled.sums())
            recalled.has_summaries = self._across is None
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
        sum_ = _sum(summary, ignoring) if summary or ignoring else _NO_SUM
        if new:
            sum_ = new.sum
            self._digests[name] = new.digest
            if new.parts:
                self._results.keep(
                    name, new.digest, new.questions, new.parts, summary=summary, report=new.report
                )
        elif summary:
            self._is_known = False
        self._is_known &= len(self._digests) <= _MANY
        self._sums.update(_record(name, new.digest if new else b"", sum_))

    def across(self) -> list[Diagnostic] | None:
        """What was found across these files before; None where that is not known."""
        found = self._across
        if found is None and self._results and self._is_known:
            found = self._results.across(self._sums.digest())
        return None if found is None else list(loaded(found))

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
        self._results.keep_across(self._sums.digest(), questions, dumped(list(found)))

    def close(self) -> None:
        """Write what is to be kept."""
        if self._results:
            self._results.close()
        elif self._rows:
            self._rows.close()


def _record(name: str, digest: bytes, sum_: bytes) -> bytes:
    return marshal.dumps((name, digest, sum_), 2)


class RecalledFiles:
    """What is known of the files of a run before they are checked.

    Attributes:
        missing: the files that must be checked, in their order.
        has_summaries: whether results come with summaries.
    """

    def __init__(self, names: Sequence[str], results: Results, purpose: str) -> None:
        """The results are asked for what is known of each file."""
        self._names = names
        self._results = results
        self._purpose = purpose
        self._known = SpillFile()
        self.missing: list[str] = []
        self.has_summaries = True
        self._are_there = bytearray(len(names))
        for at, (name, found) in enumerate(zip(names, results.each(names), strict=True)):
            if found is None:
                self.missing.append(name)
                continue
            self._are_there[at] = True
            self._known.add(marshal.dumps((*found[:-1], *found.parts)))

    def sums(self) -> bytes:
        """The sums of all files, of which none is missing."""
        sums = hashlib.sha256()
        for name, found in zip(self._names, self._each(), strict=True):
            sums.update(_record(name, found.digest, found.parts.sum))
        return sums.digest()

    def merged(
        self,
        checked: Iterable[Any],
        make: Callable[[FileReport], Made],
        check: Callable[[str], Any],
    ) -> Iterator[tuple[Any, ...]]:
        """The results of all files in their order; `checked` has those that were missing.

        Others that are not there any more are checked, too.
        """
        rest = iter(checked)
        known = self._with_summaries()
        for name, is_there in zip(self._names, self._are_there, strict=True):
            if not is_there:
                yield next(rest)
            elif (result := self._result(name, *next(known), make)) is not None:
                yield result
            else:
                yield check(name)
        self._known.close()

    def _each(self) -> Iterator[KnownResult]:
        for record in self._known:
            key, digest, asked, *fields = marshal.loads(record)
            yield KnownResult(key, digest, asked, ResultParts(*fields))

    def _with_summaries(self) -> Iterator[tuple[KnownResult, bytes | None]]:
        """What is known of each file, and its summary; None where that is not there any more."""
        each = self._each()
        while some := [*islice(each, _TOGETHER)]:
            summaries: Iterable[bytes | None] = repeat(b"")
            if self.has_summaries:
                summaries = [*self._results.summaries([known.key for known in some])]
            yield from zip(some, summaries, strict=False)

    def _result(
        self,
        name: str,
        known: KnownResult,
        summary: bytes | None,
        make: Callable[[FileReport], Made],
    ) -> tuple[Any, ...] | None:
        if summary is None:
            return None
        parts = known.parts
        notes: _Notes = loaded(parts.notes) if parts.notes else _NO_NOTES
        ignoring, unused, for_archives = notes
        if self._purpose and parts.purpose == self._purpose:
            made = loaded(parts.made)
        else:
            report = self._results.report(known.key)
            if report is None:
                return None
            findings, held, unheld, is_unread = loaded(report)
            made = make(
                FileReport(
                    Path(name),
                    findings,
                    None if is_unread else summary,
                    held,
                    unheld,
                    unused,
                    ignoring,
                    for_archives=for_archives,
                )
            )
            if self._purpose:
                parts = parts._replace(purpose=self._purpose, made=dumped(made))
                self._results.renew(known, parts)
        new = NewResult(known.digest, parts.sum)
        return made, name, summary, ignoring, unused, for_archives, new
