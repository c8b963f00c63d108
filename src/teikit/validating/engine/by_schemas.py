"""What the schemas of a document say of it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from time import perf_counter

from teikit.diagnostic import Diagnostic, Location
from teikit.validating.engine.locating import Locate
from teikit.validating.engine.report import UnusedSchema
from teikit.validating.finding import Finding
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.schemas import Held, SchemaChoice
from teikit.validating.schemas.bounds import LIMIT
from teikit.validating.schemas.naming import SchemaLanguage
from teikit.validating.schemas.older import refuses_root
from teikit.validating.schemas.schematron import NotEvaluated
from teikit.validating.schemas.unused import NOT_EVALUATED
from teikit.validating.schemas.voices import MORE
from teikit.validating.schemas.wellformed import DTD


def not_repeated(findings: Iterable[Diagnostic], choice: SchemaChoice) -> Iterator[Diagnostic]:
    """Findings but for those of a DTD, where that it is not used is told as of any schema."""
    is_told = any(each.named.language == SchemaLanguage.DTD for each in choice.unused)
    return (finding for finding in findings if not (is_told and finding.rule == DTD))


def by_grammars(
    choice: SchemaChoice, document: CheckedDocument | LargeDocument, held: dict[Held, float]
) -> Iterator[Iterator[Diagnostic]]:
    """What each grammar finds in a document; how many seconds it takes, is noted in `held`."""
    for schema, check in choice.checks:
        start = perf_counter()
        found = [*check(document)]
        held[schema] = perf_counter() - start
        yield iter(found)


def by_schematrons(
    choice: SchemaChoice,
    document: CheckedDocument,
    locate: Locate,
    held: dict[Held, float],
    *,
    has_edits: bool,
) -> tuple[list[Diagnostic], list[UnusedSchema]]:
    """What a document breaks of Schematrons, and which of their rules cannot be evaluated.

    How many seconds each takes, is noted in `held`.
    """
    place = Location(document.name)
    found: list[Diagnostic] = []
    unevaluated: list[UnusedSchema] = []
    for schema, check in choice.schematrons:
        start = perf_counter()
        for number, each in enumerate(check(document)):
            if isinstance(each, NotEvaluated):
                if each.range is None:
                    unfinished = Diagnostic(NOT_EVALUATED, place, each.message)
                else:
                    unfinished = locate(NOT_EVALUATED, Finding(each.range, each.message))
                unevaluated.append((each.target, unfinished))
            elif isinstance(each, Diagnostic):
                found.append(each)
            elif number < LIMIT:
                diagnostic = locate(each.rule, each.finding)
                if each.edits:
                    edits = each.edits if has_edits else ()
                    diagnostic = diagnostic._replace(edits=edits, fixable=True, safe=False)
                found.append(diagnostic)
            else:
                words = f"only the first {LIMIT} findings by {schema.name} are shown"
                found.append(Diagnostic(MORE, place, words))
        held[schema] = perf_counter() - start
    return found, unevaluated


def unheld(choice: SchemaChoice) -> str:
    """Why a document is held against no schema; empty where it is held against one."""
    if choice.held:
        return ""
    if choice.too_large:
        return "the file is too large for its schema"
    return choice.none or next((each.message for each in choice.unused), "")


def is_known(document: CheckedDocument, choice: SchemaChoice) -> bool:
    """Whether a schema that a document is held against knows its root."""
    return not all(
        any(map(refuses_root, islice(check(document), LIMIT))) for _, check in choice.checks
    )
