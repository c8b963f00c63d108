"""Raw pages as TEI in memory: what `teikit.converting.convert` then writes.

All pages are surveyed before the first is encoded, so that each document knows its neighbours. Both
can be done by several processes; what they found comes in the order of the pages, and what is kept
of a page in between lies on the disk. So memory does not grow with the number of pages. What came
of pages in runs before is taken from there, as far as it still holds (`results`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from teikit.converting import edition, readers, reading
from teikit.converting.authority import Authority
from teikit.converting.correspondence import Correspondence
from teikit.converting.description import Description, OpenQuestion, manuscript, title
from teikit.converting.letter import CorrespAction, Letter, RelatedLetter
from teikit.converting.outcome import Outcome
from teikit.converting.overrides import Overrides
from teikit.converting.raw_rules import (
    CALENDAR_UNKNOWN,
    DECISION_WITHOUT_DOCUMENT,
    MARKS_CROSS,
    NUMBER_TWICE,
    PAGE_REFUSED,
)
from teikit.converting.readers import omissions
from teikit.converting.readers.beside import Beside, same_before
from teikit.converting.recognise.context import Context, finding
from teikit.converting.recognise.recognisers import RECOGNISERS
from teikit.converting.source import Mark, Span
from teikit.converting.waiting import WaitingPages, packed, unpacked
from teikit.converting.writing.nesting import Nested, nest_letter
from teikit.diagnostic import Diagnostic, Location, Severity, in_order
from teikit.errors import TeikitError
from teikit.keeping.dependency import Dependency
from teikit.profiles.profile import DEFAULT, Profile, load
from teikit.runtime.machine import cores
from teikit.runtime.watching import Watch, unwatched

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from teikit.converting.results import KeptPage, KnownPage, PageResults

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """A TEI file that the conversion makes. The file of the whole edition has no letter, nor notes.

    `notes` is the number of them. A file that is `settled` is left as it is: it comes of a page
    that has not changed since a run before, and neither its data nor its letter are known.
    """

    name: str
    data: bytes
    letter: Letter | None = field(default=None, compare=False)
    description: Description | None = field(default=None, compare=False)
    notes: int | None = field(default=None, compare=False)
    settled: Outcome | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EncodedPage:
    """What became of a page: its files, in order, and what was noticed.

    `unsure` are the dates of its letters, as printed, of which nobody knows by which calendar they
    are; `asked` is what its documents asked of the edition, where that is wanted.
    """

    path: str
    files: tuple[EncodedFile, ...]
    findings: tuple[Diagnostic, ...]
    unsure: tuple[tuple[Location, str], ...] = field(default=(), compare=False)
    asked: tuple[Dependency, ...] = field(default=(), compare=False)


def encode_pages(  # noqa: PLR0913  (a run has so many choices)
    pages: Iterable[Path | str],
    *,
    profile: Profile | str = DEFAULT,
    authority: Authority | None = None,
    overrides: Overrides | None = None,
    encoding: str = "",
    jobs: int = 1,
    executor: "Executor | None" = None,
    watch: Watch = unwatched,
    keep: "PageResults | None" = None,
) -> Iterator[EncodedPage]:
    """Encode raw pages as TEI, page by page; last comes the file of the whole edition.

    Nothing is written. The pages are taken in the order of their names, so that the result does not
    depend on the order in which they are given. A page that cannot be read gives a finding in place
    of files.

    Args:
        pages: the paths of the raw pages.
        profile: the edition's profile, or its name, or the path of its `.toml` file.
        authority: the persons, places and bodies that are known (see
            `teikit.converting.writing.authorities.load_authority`).
        overrides: what an editor decided (see `teikit.converting.overrides.load`).
        encoding: that of pages which are not in UTF-8 and do not say what they are in.
        jobs: processes that share the pages; the result is the same with any number. 0 stands for
            one on each core, where the pages are many.
        executor: encodes the pages, if there is one; they are read here and sent to its workers.
        watch: sees each page when it is surveyed: all are, before the first is encoded.
        keep: what came of pages in runs before: where it holds, their files are `settled`.

    Raises:
        TeikitError: the profile is wrong, or no process can be started.
    """
    used = profile if isinstance(profile, Profile) else load(profile)
    known, decisions = authority or Authority(), overrides or Overrides()
    paths = sorted(
        {str(page): Path(page) for page in pages}.values(), key=lambda path: (path.name, str(path))
    )
    beside = Beside.pages(paths, used)
    if executor:
        jobs = 1  # its threads would not survive that processes are started beside them
    run = _Pages(paths, keep)
    # Who encodes pages elsewhere does not see their files: all are read here.
    run.recall(used, encoding, beside, all_are_read=executor is not None)
    count = _processes(jobs, len(run.unread))
    is_packed = count > 1 or executor is not None
    survey = partial(_packed_survey if is_packed else _survey, used, encoding, beside)
    read = _each(survey, run.unread, count, _not_surveyed)
    surveyed = edition.survey(run.entries(read, watch), used)
    context = Context(used, known, surveyed.numbered)
    unsure = _Unsure()
    lost: set[str] = set()
    encode = partial(_encoded, surveyed, context, decisions, beside, encoding, keep is not None)
    count = _processes(jobs, run.recall_encoded(surveyed, decisions, known))
    results = _each(encode, run.waiting(), count, _not_encoded, executor)
    with closing(run), closing(results) as encoded:
        for page in run.encoded(encoded, encode):
            if not page.files:
                lost.add(page.path)
            unsure.add(page)
            yield page
    if unsure.number:
        yield unsure.page()
    if missing := list(_without_document(decisions, surveyed)):
        yield EncodedPage(decisions.path, (), tuple(missing))
    letters = [(each.page, each.number, each.id) for each in surveyed.entries if not each.is_essay]
    if found := [*beside.missing(paths), *beside.findings(letters)]:
        yield EncodedPage(used.page.metadata, (), tuple(in_order(found)))
    if surveyed.entries:
        from teikit.converting.writing.document import corpus  # noqa: PLC0415

        included = [f"{entry.id}.xml" for entry in surveyed.entries if entry.page not in lost]
        name = f"{used.edition.id}.xml"
        yield EncodedPage(name, (EncodedFile(name, corpus(included, used)),), ())


_FEW = 8
"""Pages that one process converts before others would have started."""


def _processes(jobs: int, pages: int) -> int:
    return min(jobs or (cores() if pages > _FEW else 1), pages)


class _Pages:
    """The pages of a run on their way: recalled, or surveyed, waiting and encoded."""

    def __init__(self, paths: Sequence[Path], keep: "PageResults | None") -> None:
        self._paths = paths
        self._keep = keep
        self._entries: list[Sequence[edition.EditionEntry] | None] = [None] * len(paths)
        self._digests: list[bytes | None] = [None] * len(paths)
        self._known: list[KnownPage | None] = [None] * len(paths)
        self._waiting = WaitingPages()
        self._refused: dict[Path, TeikitError] = {}

    def recall(
        self, profile: Profile, encoding: str, beside: Beside, *, all_are_read: bool
    ) -> None:
        """Take what the survey keeps of pages from runs before."""
        if self._keep:
            found = [*self._keep.surveyed(self._paths, profile, encoding, beside)]
            self._entries = self._entries if all_are_read else found
            self._digests = [*map(self._keep.digest, range(len(self._paths)))]
            self._keep.release()

    @property
    def unread(self) -> list[Path]:
        """The pages that must be read to be surveyed."""
        each = zip(self._paths, self._entries, strict=True)
        return [path for path, entries in each if entries is None]

    def entries(
        self, surveyed: "Iterator[_Surveyed | TeikitError]", watch: Watch
    ) -> Iterator[edition.EditionEntry]:
        """The documents of all pages. Those that were read wait from here on, or are refused."""
        for place, path in enumerate(watch(iter(self._paths), len(self._paths))):
            entries = self._entries[place]
            if entries is None:
                page = next(surveyed)
                if isinstance(page, TeikitError):
                    self._refused[path] = page
                    continue
                entries = page.entries
                self._digests[place] = page.digest
                self._waiting.add(path, page.page)
                if self._keep:
                    self._keep.keep_survey(path, page.digest, entries)
            self._entries[place] = ()
            yield from entries

    def recall_encoded(
        self, surveyed: edition.Survey, decisions: Overrides, authority: Authority
    ) -> int:
        """Take what came of pages in runs before; gives the number of those to be encoded."""
        if self._keep:
            from teikit.converting.results import EditionQuestions  # noqa: PLC0415  (databases)

            questions = EditionQuestions(surveyed, decisions)
            self._known = [*self._keep.known(self._paths, self._digests, questions, authority)]
            self._keep.release()
        return self._known.count(None) - len(self._refused)

    def waiting(self) -> "Iterator[_Waiting]":
        """The pages to be encoded."""
        for path, known, digest in zip(self._paths, self._known, self._digests, strict=True):
            if not known and path not in self._refused:
                page = self._waiting.taken(path) if path in self._waiting else None
                yield _Waiting(path, page, digest)

    def encoded(
        self, found: Iterator[EncodedPage], encode: "Callable[[_Waiting], EncodedPage]"
    ) -> Iterator[EncodedPage]:
        """All pages: those that were `found` when they were encoded, recalled, and refused ones."""
        recalled: Iterator[KeptPage | None] = iter(())
        if self._keep:
            recalled = self._keep.pages([known for known in self._known if known])
        for path, known, digest in zip(self._paths, self._known, self._digests, strict=True):
            if path in self._refused:
                yield _refused(path, self._refused[path])
                continue
            if known and (before := next(recalled)):
                yield _recalled(path, before, known.outcomes)
                continue
            page = encode(_Waiting(path, None, digest)) if known else next(found)
            if self._keep and digest and page.files:
                self._keep.keep_page(path, digest, page.asked, _to_keep(page))
            yield page

    def close(self) -> None:
        """Write what is to be kept for other runs."""
        if self._keep:
            self._keep.close()


def _to_keep(page: EncodedPage) -> "KeptPage":
    from teikit.converting.results import KeptFile, KeptPage  # noqa: PLC0415 (as above)

    files = (
        KeptFile(file.name, sha256(file.data).digest(), file.notes or 0) for file in page.files
    )
    return KeptPage(tuple(files), page.findings, page.unsure)


def _recalled(path: Path, page: "KeptPage", outcomes: Iterable[Outcome]) -> EncodedPage:
    files = tuple(
        EncodedFile(file.name, b"", notes=file.notes, settled=outcome)
        for file, outcome in zip(page.files, outcomes, strict=True)
    )
    return EncodedPage(str(path), files, page.findings, page.unsure)


def _each(
    action: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int,
    lost: Callable[[Item, str], Result],
    executor: "Executor | None" = None,
) -> Generator[Result, None, None]:
    """What an action makes of each of many items, in their order: here, or in other processes."""
    if executor:
        from teikit.runtime.executors import results  # noqa: PLC0415  (seldom needed)

        yield from results(executor, action, items, lost, batch=1)
        return
    if jobs < 2:
        yield from map(action, items)
        return
    from teikit.runtime.workers import Workers  # noqa: PLC0415  (it takes a while)

    workers = Workers(action, items, jobs, lost, batch=1)
    try:
        yield from workers.results()
    finally:
        workers.end()


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What the survey keeps of the documents of a page, the page itself, and a digest of it."""

    entries: tuple[edition.EditionEntry, ...]
    page: reading.CutPage | bytes
    digest: bytes


def _survey(profile: Profile, encoding: str, beside: Beside, path: Path) -> _Surveyed | TeikitError:
    """A page, surveyed, or why it is refused: it cannot be read, or holds no document."""
    try:
        page, digest = _cut(path, encoding, profile)
        return _Surveyed(tuple(edition.entries(page, profile, beside)), page, digest)
    except TeikitError as error:
        return error


def _packed_survey(
    profile: Profile, encoding: str, beside: Beside, path: Path
) -> _Surveyed | TeikitError:
    """The same for another process."""
    found = _survey(profile, encoding, beside, path)
    if isinstance(found, _Surveyed) and isinstance(found.page, reading.CutPage):
        return replace(found, page=packed(found.page))
    return found


def _cut(path: Path, encoding: str, profile: Profile) -> tuple[reading.CutPage, bytes]:
    """A page, cut into its documents, and a digest of what was read. Raises `TeikitError`."""
    parts: list[tuple[str, bytes]] = []
    source = readers.read(
        path, encoding, lambda name, data: parts.append((name, sha256(data).digest()))
    )
    return reading.cut(source, profile), readers.page_digest(parts)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page that waits to be encoded: as it is, packed, or still to be cut, with its digest."""

    path: Path
    page: reading.CutPage | bytes | None
    digest: bytes | None


def _encoded(  # noqa: PLR0913, PLR0917  (what is the same for all pages)
    surveyed: edition.Survey,
    context: Context,
    decisions: Overrides,
    beside: Beside,
    encoding: str,
    is_noted: bool,
    waiting: _Waiting,
) -> EncodedPage:
    if waiting.page is not None:
        page = unpacked(waiting.page)
    else:
        try:
            page, digest = _cut(waiting.path, encoding, context.profile)
            if digest != waiting.digest:
                words = "was changed while it was being converted; convert again"
                raise TeikitError(f"{waiting.path}: {words}")
        except TeikitError as error:
            return _refused(waiting.path, error)
    if not is_noted:
        return _page(page, surveyed, context, decisions, beside)
    from teikit.converting.results import EditionQuestions, NotedNumbers  # noqa: PLC0415 (as above)

    questions = EditionQuestions(surveyed, decisions)
    noting = replace(context, numbered=NotedNumbers(context.numbered, questions))
    found = _page(page, surveyed, noting, decisions, beside)
    for place, file in enumerate(found.files):
        questions.note("entry", found.path, str(place))
        if file.letter:
            questions.note("decision", file.letter.number, file.letter.id)
    return replace(found, asked=tuple(questions.asked))


def _not_surveyed(path: Path, ended: str) -> TeikitError:
    """Why a page is refused over which a process died."""
    return TeikitError(
        f"{path}: the process that converts this page ended {ended}, perhaps for want of memory;"
        " the page is not converted"
    )


def _not_encoded(waiting: _Waiting, ended: str) -> EncodedPage:
    return _refused(waiting.path, _not_surveyed(waiting.path, ended))


def _refused(path: Path, error: TeikitError) -> EncodedPage:
    finding = Diagnostic(PAGE_REFUSED, Location(str(path)), str(error))
    return EncodedPage(str(path), (), (finding,))


class _Unsure:
    """The letters of the edition whose date may be by either calendar: the first, and how many."""

    def __init__(self) -> None:
        self.number = 0
        self._first: tuple[Location, str] | None = None

    def add(self, page: EncodedPage) -> None:
        """Those of another page."""
        self.number += len(page.unsure)
        self._first = self._first or next(iter(page.unsure), None)

    def page(self) -> EncodedPage:
        """The finding for all of them."""
        assert self._first
        place, printed = self._first
        many = f"{self.number} letters are" if self.number > 1 else "a letter is"
        message = (
            f"{many} dated by the Julian or the Gregorian calendar, and nothing says by which, such"
            f" as “{printed}”: the day stands as it is printed, and is less certain for that"
        )
        return EncodedPage(place.path, (), (Diagnostic(CALENDAR_UNKNOWN, place, message),))


def _of_unknown_calendar(files: Iterable[EncodedFile]) -> Iterator[tuple[Location, str]]:
    """Where letters begin whose date may be by either calendar, with that date."""
    for file in files:
        for action in file.description.actions[:1] if file.description else ():
            dated = next((each for each in action.dates if each.of_unknown_calendar), None)
            if (letter := file.letter) and dated:
                position = letter.source.position(letter.span.start)
                yield Location(letter.source.path, *position), dated.printed


def _without_document(decisions: Overrides, surveyed: edition.Survey) -> Iterator[Diagnostic]:
    names = {entry.number for entry in surveyed.entries} | {entry.id for entry in surveyed.entries}
    for name in decisions.documents:
        if name not in names:
            message = f"documents.{name}: there is no such document among these pages"
            yield Diagnostic(DECISION_WITHOUT_DOCUMENT, Location(decisions.path), message)


def _page(
    cut: reading.CutPage,
    surveyed: edition.Survey,
    context: Context,
    decisions: Overrides,
    beside: Beside,
) -> EncodedPage:
    path = cut.source.path
    letters, noticed = reading.documents(cut, context.profile, context.authority)
    noticed += omissions.findings(cut.source)
    findings = [*noticed]
    by_offset = sorted(
        ((_offset(letters[0], each).start, each) for each in noticed if letters),
        key=lambda pair: pair[0],
    )
    offsets = [offset for offset, _ in by_offset]
    files = []
    alone = sum(not letter.is_essay for letter in letters) == 1
    same = same_before(letter.number for letter in letters)
    for place, read in enumerate(letters):
        letter = read if read.is_essay else _with_given(read, beside, same[place], alone=alone)
        entry = surveyed.entry(path, place)
        span = Span(0 if place == 0 else letter.span.start, letter.span.end)
        inside = slice(bisect_left(offsets, span.start), bisect_right(offsets, span.end))
        own = [each for _, each in by_offset[inside]]
        if entry.namesake:
            message = f"the number stands also on {entry.namesake}"
            own.append(finding(letter, NUMBER_TWICE, letter.span, message))
            findings.append(own[-1])
        decision = decisions.decision(letter.number, entry.id)
        decided = replace(context, decision=decision)
        references = surveyed.references(entry)
        editor = decisions.editor if decision else ""
        file, found = _document(replace(letter, id=entry.id), own, references, decided, editor)
        files.append(file)
        findings += found
    unsure = tuple(_of_unknown_calendar(files))
    return EncodedPage(path, tuple(files), tuple(in_order(findings)), unsure)


def _with_given(letter: Letter, beside: Beside, place: int, *, alone: bool) -> Letter:
    """The letter with what its file's name and the table say of it.

    `place` counts the documents of the page with its number.
    """
    given = beside.of(letter.source.path, letter.number, place, alone=alone)
    return replace(letter, given=given, number=letter.number or given.get("number", ""))


def _document(
    letter: Letter,
    noticed: Sequence[Diagnostic],
    references: Sequence[RelatedLetter],
    context: Context,
    editor: str,
) -> tuple[EncodedFile, list[Diagnostic]]:
    """The file of a document and what was found in it, besides what reading it noticed."""
    from teikit.converting.writing.document import document  # noqa: PLC0415  (lxml is slow to load)

    found = [each for recognise in RECOGNISERS for each in recognise(letter, context)]
    marks = [each for each in found if isinstance(each, Mark)]
    nested = nest_letter(letter, marks)
    findings = [each for each in found if isinstance(each, Diagnostic)]
    findings += _left_out(letter, nested)
    correspondence = Correspondence(letter, context)
    actions: tuple[CorrespAction, ...] = ()
    if not letter.is_essay:
        actions = correspondence.actions
        findings += correspondence.findings()
    description = Description(
        title=title(letter),
        actions=actions,
        references=(*references, *correspondence.reply_to()),
        manuscript=manuscript(letter, actions, context),
        questions=_questions(letter, [*noticed, *findings]),
        decided_by=editor,
    )
    data = document(letter, description, marks, nested, context.profile)
    notes = len(letter.of_kind("note"))
    return EncodedFile(f"{letter.id}.xml", data, letter, description, notes), findings


def _left_out(letter: Letter, nested: Nested) -> Iterator[Diagnostic]:
    for lost, other in nested.left_out:
        verb = "may not stand in" if lost.span in other.span else "crosses"
        message = (
            f"{lost.kind} “{_words(letter, lost)}” {verb} {other.kind} “{_words(letter, other)}”"
        )
        yield finding(letter, MARKS_CROSS, lost.span, message)


def _questions(letter: Letter, findings: Iterable[Diagnostic]) -> tuple[OpenQuestion, ...]:
    """The findings that an editor should settle: the file itself says what is open in it."""
    return tuple(
        OpenQuestion(
            each.rule.code,
            each.message.removeprefix(f"No. {letter.number}: "),
            _offset(letter, each).start,
        )
        for each in in_order(findings)
        if each.rule.severity is not Severity.INFO
    )


def _offset(letter: Letter, each: Diagnostic) -> Span:
    """The place of a finding in the letter's page."""
    start = letter.source.offset(each.location.line, each.location.column)
    return Span(start, start)


def _words(letter: Letter, mark: Mark) -> str:
    words = letter.source[mark.span].split()
    return " ".join(words if len(words) < 9 else [*words[:4], "…", *words[-3:]])
