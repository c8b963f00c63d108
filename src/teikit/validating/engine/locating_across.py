"""Diagnostics across files with their locations, for which the files are opened again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Edit, Location, Rule
from teikit.validating.engine.locating import edit, located
from teikit.validating.finding import Finding, Fix, NodeNumber, Range
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import numbered
from teikit.xml.files import parsed, read
from teikit.xml.names import Element
from teikit.xml.positions import Positions


@dataclass(slots=True)
class Asked:
    """What is asked of a file: where it is what was found in it, and what fixes it.

    `data` is what it holds, if it is not to be read.
    """

    path: Path
    data: bytes | None = None
    findings: list[tuple[Rule, Finding[NodeNumber]]] = field(default_factory=list)
    fixes: list[Fix[NodeNumber]] = field(default_factory=list)


Answers = tuple[Sequence[Diagnostic | None], Sequence[Edit | None]]
"""None for what is not there any more: the file was changed while we looked at others."""
Each = Callable[[Callable[[Asked], Answers], Iterable[Asked]], Iterable[Answers]]
"""How files are opened one by one: `map`, or what does the same with several processes."""


def located_across(
    findings: Sequence[tuple[Rule, Finding[NodeNumber]]],
    given: Mapping[Path, bytes],
    each: Each = map,
    details: Details = IN_FULL,
) -> Iterator[Diagnostic]:
    """The diagnostics of findings of rules across files, with these details, in the same order.

    Each file is opened once, but for those whose contents are `given`.
    """
    asked: dict[Path, Asked] = {}

    def of(path: Path) -> Asked:
        return asked.setdefault(path, Asked(path, given.get(path)))

    for rule, finding in findings:
        of(finding.range.node.path).findings.append((rule, finding))
        for fix in finding.fixes if details.edits else ():
            of(fix.range.node.path).fixes.append(fix)
    diagnostics: dict[Path, Iterator[Diagnostic | None]] = {}
    edits: dict[Path, Iterator[Edit | None]] = {}
    answer = partial(_answers, details)
    for path, answers in zip(asked, each(answer, asked.values()), strict=True):
        diagnostics[path], edits[path] = iter(answers[0]), iter(answers[1])
    for rule, finding in findings:
        diagnostic = next(diagnostics[finding.range.node.path])
        fixes = finding.fixes if details.edits else ()
        found = [next(edits[fix.range.node.path]) for fix in fixes]
        if diagnostic is None:
            yield Diagnostic(rule, Location(str(finding.range.node.path)), finding.message)
        elif None in found:  # what is to be changed is not there any more, or not in the file
            yield diagnostic
        else:
            known = tuple(filter(None, found))
            safe = all(fix.safe for fix in finding.fixes)
            yield diagnostic._replace(edits=known, fixable=bool(finding.fixes), safe=safe)


class _Reopened(CheckedDocument):
    """A document in which some nodes are looked up only, so that no facts are gathered."""

    @cached_property
    def positions(self) -> Positions:
        return Positions(self.data, self.markup, numbered(self.tree.getroot()))


def _answers(details: Details, asked: Asked) -> Answers:
    path = asked.path
    try:
        data = read(path) if asked.data is None else asked.data
        document = _Reopened(path, data, parsed(data, path))
    except Exception:  # it is told where that file is checked
        return [None] * len(asked.findings), [None] * len(asked.fixes)
    return (
        [_located(document, rule, finding, details) for rule, finding in asked.findings],
        [_edit(document, fix) for fix in asked.fixes],
    )


def _located(
    document: CheckedDocument, rule: Rule, finding: Finding[NodeNumber], details: Details
) -> Diagnostic | None:
    try:
        here = Finding(_range(document, finding.range), finding.message)
        return located(rule, here, document, details)
    except (IndexError, KeyError):
        return None


def _edit(document: CheckedDocument, fix: Fix[NodeNumber]) -> Edit | None:
    try:
        return edit(Fix(_range(document, fix.range), fix.text), document)
    except (IndexError, KeyError):
        return None


def _range(document: CheckedDocument, numbered: Range[NodeNumber]) -> Range[Element]:
    return Range(document.positions.node(numbered.node.number), numbered.attribute)
