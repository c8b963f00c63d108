"""Raw pages as TEI in memory: what `teikit.converting.convert` then writes.

All pages are surveyed before the first is encoded, so that each document knows its neighbours. Both
can be done by several processes; what they found comes in the order of the pages, and what is kept
of a page in between lies on the disk. So memory does not grow with the number of pages.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from teikit.converting import edition, readers, reading
from teikit.converting.authority import Authority
from teikit.converting.correspondence import Correspondence
from teikit.converting.description import Description, OpenQuestion, manuscript, title
from teikit.converting.letter import CorrespAction, Dating, Letter, RelatedLetter
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
from teikit.profiles.profile import DEFAULT, Profile, load
from teikit.runtime.watching import Watch, unwatched

if TYPE_CHECKING:
    from concurrent.futures import Executor

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """A TEI file that the conversion makes. The file of the whole edition has no letter."""

    name: str
    data: bytes
    letter: Letter | None = field(default=None, compare=False)
    description: Description | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EncodedPage:
    """What became of a page: its files, in order, and what was noticed."""

    path: str
    files: tuple[EncodedFile, ...]
    findings: tuple[Diagnostic, ...]


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
        jobs: processes that share the pages; the result is the same with any number.
        executor: encodes the pages, if there is one; they are read here and sent to its workers.
        watch: sees each page when it is surveyed: all are, before the first is encoded.

    Raises:
        TeikitError: the profile is wrong, or no process can be started.
    """
    used = profile if isinstance(profile, Profile) else load(profile)
    known, decisions = authority or Authority(), overrides or Overrides()
    paths = sorted(
        {str(page): Path(page) for page in pages}.values(), key=lambda path: (path.name, str(path))
    )
    refused: dict[Path, TeikitError] = {}
    waiting = WaitingPages()
    beside = Beside.pages(paths, used)
    if executor:
        jobs = 1  # its threads would not survive that processes are started beside them
    is_packed = jobs > 1 or executor is not None
    survey = partial(_packed_survey if is_packed else _survey, used, encoding, beside)
    read = _each(survey, paths, jobs, _not_surveyed)
    each = zip(watch(iter(paths), len(paths)), read, strict=True)
    surveyed = edition.survey(_entries(each, waiting, refused), used)
    context = Context(used, known, surveyed.numbered)
    unsure = _Unsure()
    lost: set[str] = set()
    encode = partial(_encoded, surveyed, context, decisions, beside)
    rest = (_Waiting(path, waiting.taken(path)) for path in paths if path not in refused)
    with closing(_each(encode, rest, jobs, _not_encoded, executor)) as encoded:
        for path in paths:
            page = _refused(path, refused[path]) if path in refused else next(encoded)
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


_Surveyed = tuple[Sequence[edition.EditionEntry], reading.CutPage | bytes]
"""What the survey keeps of the documents of a page, and the page itself."""


def _survey(profile: Profile, encoding: str, beside: Beside, path: Path) -> _Surveyed | TeikitError:
    """A page, surveyed, or why it is refused: it cannot be read, or holds no document."""
    try:
        page = reading.cut(readers.read(path, encoding), profile)
        return list(edition.entries(page, profile, beside)), page
    except TeikitError as error:
        return error


def _packed_survey(
    profile: Profile, encoding: str, beside: Beside, path: Path
) -> _Surveyed | TeikitError:
    """The same for another process."""
    found = _survey(profile, encoding, beside, path)
    if isinstance(found, tuple) and isinstance(found[1], reading.CutPage):
        return found[0], packed(found[1])
    return found


def _entries(
    found: Iterable[tuple[Path, _Surveyed | TeikitError]],
    waiting: WaitingPages,
    refused: dict[Path, TeikitError],
) -> Iterator[edition.EditionEntry]:
    """The documents of all pages, which wait from here on, or are refused."""
    for path, page in found:
        if isinstance(page, TeikitError):
            refused[path] = page
        else:
            waiting.add(path, page[1])
            yield from page[0]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page that waits to be encoded, as it is or packed."""

    path: Path
    page: reading.CutPage | bytes


def _encoded(
    surveyed: edition.Survey,
    context: Context,
    decisions: Overrides,
    beside: Beside,
    waiting: _Waiting,
) -> EncodedPage:
    return _page(unpacked(waiting.page), surveyed, context, decisions, beside)


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
        for letter, dated in _of_unknown_calendar(page):
            self.number += 1
            if self._first is None:
                position = letter.source.position(letter.span.start)
                self._first = (Location(letter.source.path, *position), dated.printed)

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


def _of_unknown_calendar(page: EncodedPage) -> Iterator[tuple[Letter, Dating]]:
    """The letters of a page whose date may be by either calendar, with that date."""
    for file in page.files:
        for action in file.description.actions[:1] if file.description else ():
            dated = next((each for each in action.dates if each.of_unknown_calendar), None)
            if file.letter and dated:
                yield file.letter, dated


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
    return EncodedPage(path, tuple(files), tuple(in_order(findings)))


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
    return EncodedFile(f"{letter.id}.xml", data, letter, description), findings


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
