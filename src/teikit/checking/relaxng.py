"""RELAX NG: the faults that the engine finds, as findings."""

from collections.abc import Callable, Iterator
from pathlib import Path

from teikit.checking.document import Document
from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.relaxng import Schema, SchemaError

RELAXNG = Rule(
    "S001",
    "relax-ng",
    Severity.ERROR,
    "The document breaks the RELAX NG schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)


def relaxng(schema: Path) -> Callable[[Document], Iterator[Diagnostic]]:
    """A check against the RELAX NG schema in the file `schema`, in either of its syntaxes."""
    try:
        engine = Schema.from_file(schema)
    except SchemaError as error:
        raise TeikitError(f"the schema cannot be used: {error}") from None

    def check(document: Document) -> Iterator[Diagnostic]:
        for error in engine.iter_errors(document.data):
            place = Location(str(document.path), error.line, error.column, error.path)
            yield Diagnostic(RELAXNG, place, error.message)

    return check
