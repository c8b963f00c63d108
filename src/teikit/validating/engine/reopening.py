"""Findings across files with their places, for which the files are opened again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Edit, Location, Rule
from teikit.validating.engine.telling import edit, told
from teikit.validating.finding import Finding, Fix, NodeNumber, Range
from teikit.validating.index.document import Document
from teikit.validating.index.facts import numbered
from teikit.xml.files import Unreadable, parsed, read
from teikit.xml.names import Element
from teikit.xml.positions import Source


@dataclass(slots=True)
class Asked:
    """What is asked of a file: where it is what was found in it, and what fixes it.

    `data` is what it holds, if it is not to be read.
    """

    path: Path
    data: bytes | None = None
    found: list[tuple[Rule, Finding[NodeNumber]]] = field(default_factory=list)
    fixes: list[Fix[NodeNumber]] = field(default_factory=list)


Answers = tuple[Sequence[Diagnostic | None], Sequence[Edit | None]]
"""None for what is not there any more: the file was changed while we looked at others."""
Each = Callable[[Callable[[Asked], Answers], Iterable[Asked]], Iterable[Answers]]
"""How files are opened one by one: `map`, or what does the same with several processes."""


def with_places(
    found: Sequence[tuple[Rule, Finding[NodeNumber]]],
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
        of(one.range.node.path).found.append((rule, one))
        for fix in one.fixes if details.edits else ():
            of(fix.range.node.path).fixes.append(fix)
    findings: dict[Path, Iterator[Diagnostic | None]] = {}
    edits: dict[Path, Iterator[Edit | None]] = {}
    answer = partial(_answers, details)
    for path, answers in zip(asked, each(answer, asked.values()), strict=True):
        findings[path], edits[path] = iter(answers[0]), iter(answers[1])
    for rule, one in found:
        finding = next(findings[one.range.node.path])
        fixes = one.fixes if details.edits else ()
        edited_ = [next(edits[fix.range.node.path]) for fix in fixes]
        if finding is None or None in edited_:
            yield Diagnostic(rule, Location(str(one.range.node.path)), one.message)
        else:
            edited = tuple(filter(None, edited_))
            yield finding._replace(edits=edited, repairable=bool(one.fixes))


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
        return [None] * len(asked.found), [None] * len(asked.fixes)
    return (
        [_told(document, rule, one, details) for rule, one in asked.found],
        [_edit(document, fix) for fix in asked.fixes],
    )


def _told(
    document: Document, rule: Rule, one: Finding[NodeNumber], details: Details
) -> Diagnostic | None:
    try:
        return told(rule, Finding(_spot(document, one.range), one.message), document, details)
    except (IndexError, KeyError):
        return None


def _edit(document: Document, fix: Fix[NodeNumber]) -> Edit | None:
    try:
        return edit(Fix(_spot(document, fix.range), fix.text), document)
    except (IndexError, KeyError):
        return None


def _spot(document: Document, numbered: Range[NodeNumber]) -> Range[Element]:
    return Range(document.source.node(numbered.node.number), numbered.attribute)
