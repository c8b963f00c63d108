"""The page for the editors of an edition: what is encoded, what is open, what `validate` finds.

It is made only where it is asked for, as it is not meant for readers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from teikit.diagnostic import IN_BRIEF, Diagnostic, Rule
from teikit.errors import TeikitError
from teikit.publishing.edition import SiteEdition, SiteLetter
from teikit.publishing.labels import Labels
from teikit.reviewing import Row, review
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.mentions import mentions
from teikit.validating import Validation, load
from teikit.xml.files import real

_MOST_ROWS = 2000
"""So many open questions are on the page; `teikit review` has all."""
_MOST_OF_RULE = 50
"""So many findings of a rule are on the page; `teikit validate` has all."""


class Covered(NamedTuple):
    """How much of something is encoded: of `total`, `having` have it."""

    label: str
    having: int
    total: int

    @property
    def percent(self) -> int:
        """In a hundred; not all of them as long as any is missing."""
        return self.having * 100 // self.total if self.total else 0


class ElementUse(NamedTuple):
    """How often an element is used, and in how many letters."""

    name: str
    letters: int
    times: int


class FindingPlace(NamedTuple):
    """Something to look at: the letter, if it is in one, where in the file, and what it is."""

    title: str
    address: str
    where: str
    words: str


class OfRule(NamedTuple):
    """What was found by one rule, and how many more than are shown."""

    rule: Rule
    times: int
    places: tuple[FindingPlace, ...]
    more: int


class Encoded(NamedTuple):
    """What is encoded in a letter.

    `elements` are those of its text with how often they come, `known` what the header tells,
    `names` the number of names in the text and `keyed` that of those with a key.
    """

    elements: Mapping[str, int]
    known: frozenset[str]
    names: int
    keyed: int


def encoded(document: Document, each: SiteLetter) -> Encoded:
    """What is encoded in a letter."""
    record = each.record
    date = record.sent.date
    known = {
        "title": record.title,
        "sender": record.sent.agents,
        "receiver": record.received.agents,
        "date": date,
        "exact_date": date is not None and len(date.values.get("when", "")) > len("1900-01"),
        "place": record.sent.places,
        "kept": record.shelfmarks,
        "genre": record.genre,
        "language": record.languages,
    }
    names = [mention.element for mention in mentions(document, document.notes())]
    return Encoded(
        dict(Counter(filter(None, map(name_of, document.text.iter("{*}*"))))),
        frozenset(name for name, value in known.items() if value),
        len(names),
        sum(bool(name.get("ref") or name.get("key")) for name in names),
    )


def _covered(
    letters: Sequence[Encoded], texts: Sequence[Encoded], labels: Labels
) -> Iterator[Covered]:
    """How many letters have what a header can tell, and how many names in all texts have a key."""
    for name in _KNOWN:
        having = sum(name in each.known for each in letters)
        yield Covered(labels[f"encoded_{name}"], having, len(letters))
    keyed = sum(each.keyed for each in texts)
    yield Covered(labels["encoded_names"], keyed, sum(each.names for each in texts))


def _elements(letters: Sequence[Encoded]) -> Iterator[ElementUse]:
    """The elements in the text of letters, the most frequent first."""
    times: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for each in letters:
        times.update(each.elements)
        having.update(each.elements.keys())
    for name, count in sorted(times.items(), key=lambda each: (-each[1], each[0])):
        yield ElementUse(name, having[name], count)


_KNOWN = (
    *("title", "sender", "receiver", "date", "exact_date", "place"),
    *("kept", "genre", "language"),
)


def editors_page(
    paths: Sequence[Path],
    config: Path | None,
    edition: SiteEdition,
    letters: Sequence[tuple[Path, SiteLetter, Encoded | None]],
    labels: Labels,
    report: Callable[[TeikitError], None],
) -> Mapping[str, Any]:
    """What is on the page. What cannot be reviewed or checked is told to `report`."""
    reported: set[str] = set()

    def once(error: TeikitError) -> None:
        if str(error) not in reported:
            reported.add(str(error))
            report(error)

    rows = [*_reviewed(paths, once)]
    findings = [*_validated(paths, config, once)]
    places: dict[Path, list[SiteLetter]] = {}
    for path, each, _ in letters:
        places.setdefault(real(path), []).append(each)
    found = [each for _, _, each in letters if each is not None]
    sent = [each for _, known, each in letters if each is not None and known.record.is_letter]
    return {
        "coverage": [*_covered(sent, found, labels)],
        "elements": [*_elements(found)],
        "open": [*_questions(rows[:_MOST_ROWS], edition)],
        "open_count": len(rows),
        "more_open": max(len(rows) - _MOST_ROWS, 0),
        "rules": [*_by_rule(findings, places)],
    }


def _reviewed(paths: Sequence[Path], report: Callable[[TeikitError], None]) -> Iterator[Row]:
    try:
        yield from review(paths, report=report)
    except TeikitError as error:
        report(error)


def _validated(
    paths: Sequence[Path], config: Path | None, report: Callable[[TeikitError], None]
) -> Iterator[Diagnostic]:
    try:
        with Validation(paths, load(config), jobs=1, details=IN_BRIEF) as validation:
            yield from validation
    except TeikitError as error:
        report(error)


def _questions(rows: Iterable[Row], edition: SiteEdition) -> Iterator[Mapping[str, Any]]:
    """The rows of each letter."""
    for document, found in groupby(rows, key=lambda row: row.document):
        each = edition.by_id.get(document)
        yield {
            "title": document if each is None else each.record.title or document,
            "address": "" if each is None else f"letters/{each.name}.html",
            "rows": [*found],
        }


def _by_rule(
    findings: Iterable[Diagnostic], letters: Mapping[Path, Sequence[SiteLetter]]
) -> Iterator[OfRule]:
    """The findings by their rules, the gravest first."""
    rules: dict[Rule, list[Diagnostic]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    for rule, found in sorted(rules.items(), key=lambda each: _rank(each[0], len(each[1]))):
        shown = tuple(_place(finding, letters) for finding in found[:_MOST_OF_RULE])
        yield OfRule(rule, len(found), shown, len(found) - len(shown))


def _rank(rule: Rule, count: int) -> tuple[int, int, str]:
    return ("error", "warning", "info").index(rule.severity.value), -count, rule.code


def _place(finding: Diagnostic, letters: Mapping[Path, Sequence[SiteLetter]]) -> FindingPlace:
    location = finding.location
    here = letters.get(real(Path(location.path)), ()) if location.path else ()
    each = here[0] if len(here) == 1 else None
    where = f"{Path(location.path).name}:{location.line}" if location.line else location.path
    return FindingPlace(
        "" if each is None else each.record.title or each.record.id,
        "" if each is None else f"letters/{each.name}.html",
        where,
        finding.message,
    )
