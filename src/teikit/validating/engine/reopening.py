"""Findings across files with their places, for which the files are opened again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Edit, Location, Rule
from teikit.validating.engine.telling import edit, told
from teikit.validating.found import Found, Repair, Spot
from teikit.validating.index import CorpusFound, Mend, Place
from teikit.validating.index.document import Document
from teikit.validating.index.facts import numbered
from teikit.xml.files import Unreadable, parsed, read
from teikit.xml.positions import Source


@dataclass(slots=True)
class Asked:
    """What is asked of a file: where it is what was found in it, and what mends it.

    `data` is what it holds, if it is not to be read.
    """

    path: Path
    data: bytes | None = None
    found: list[tuple[Rule, CorpusFound]] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)


Answers = tuple[Sequence[Diagnostic | None], Sequence[Edit | None]]
"""None for what is not there any more: the file was changed while we looked at others."""
Each = Callable[[Callable[[Asked], Answers], Iterable[Asked]], Iterable[Answers]]
"""How files are opened one by one: `map`, or what does the same with several processes."""


def with_places(
    found: Sequence[tuple[Rule, CorpusFound]],
    given: Mapping[Path, bytes],
    each: Each = map,
    details: Details = IN_FULL,
) -> Iterator[Diagnostic]:
    """Findings of rules across files with their places and `details`, in the same order.

    Each file is opened once, but for those whose contents are `given`.
    """
    asked: dict[Path, Asked] = {}

    def of(path: Path) -> Asked:
        return asked.setdefault(path, Asked(path, given.get(path)))

    for rule, one in found:
        of(one.place.path).found.append((rule, one))
        for mend in one.mends if details.edits else ():
            of(mend.place.path).mends.append(mend)
    findings: dict[Path, Iterator[Diagnostic | None]] = {}
    edits: dict[Path, Iterator[Edit | None]] = {}
    answer = partial(_answers, details)
    for path, answers in zip(asked, each(answer, asked.values()), strict=True):
        findings[path], edits[path] = iter(answers[0]), iter(answers[1])
    for rule, one in found:
        finding = next(findings[one.place.path])
        mends = one.mends if details.edits else ()
        mended = [next(edits[mend.place.path]) for mend in mends]
        if finding is None or None in mended:
            yield Diagnostic(rule, Location(str(one.place.path)), one.message)
        else:
            edited = tuple(filter(None, mended))
            yield finding._replace(edits=edited, repairable=bool(one.mends))


class _Reopened(Document):
    """A document in which some nodes are looked up only, so that no facts are gathered."""

    @cached_property
    def source(self) -> Source:
        return Source(self.data, self.markup, numbered(self.tree.getroot()))


def _answers(details: Details, asked: Asked) -> Answers:
    path = asked.path
    try:
        data = read(path) if asked.data is None else asked.data
        document = _Reopened(path, data, parsed(data, path))
    except Unreadable:
        return [None] * len(asked.found), [None] * len(asked.mends)
    return (
        [_told(document, rule, one, details) for rule, one in asked.found],
        [_edit(document, mend) for mend in asked.mends],
    )


def _told(document: Document, rule: Rule, one: CorpusFound, details: Details) -> Diagnostic | None:
    try:
        return told(rule, Found(_spot(document, one.place), one.message), document, details)
    except (IndexError, KeyError):
        return None


def _edit(document: Document, mend: Mend) -> Edit | None:
    try:
        return edit(Repair(_spot(document, mend.place), mend.text), document)
    except (IndexError, KeyError):
        return None


def _spot(document: Document, place: Place) -> Spot:
    return Spot(document.source.node(place.number), place.attribute)
