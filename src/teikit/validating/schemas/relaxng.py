"""RELAX NG: the faults that the engine finds, as findings."""

from collections.abc import Callable, Iterator
from pathlib import Path

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.relaxng import Kind, Schema, SchemaError, ValidationError
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.schemas.resolving import Resolver
from teikit.xml.names import XI

RELAXNG = Rule(
    "S001",
    "relax-ng",
    Severity.ERROR,
    "The document breaks the RELAX NG schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)


_INCLUSION = f"{{{XI}}}"
_INCOMPLETE = (Kind.CONTENT_INCOMPLETE, Kind.ELEMENT_MISSING)


def _including(document: CheckedDocument) -> frozenset[str]:
    """The paths of the elements into which something is included by XInclude."""
    parents = {
        element.getparent()
        for element in document.facts.others
        if str(element.tag).startswith(_INCLUSION)
    }
    return frozenset(document.paths.of(parent) for parent in parents if parent is not None)


def _by_inclusion(error: ValidationError, including: frozenset[str]) -> bool:
    """Whether an error is there only because nothing has been included yet."""
    if _INCLUSION in error.path:
        return True
    return error.kind in _INCOMPLETE and (
        error.path in including or error.path.rpartition("/")[0] in including
    )


def _errors(engine: Schema, document: CheckedDocument | LargeDocument) -> Iterator[ValidationError]:
    if isinstance(document, LargeDocument):
        yield from engine.iter_errors_of_pieces(document.pieces())
        return
    markup = document.markup
    if markup.is_plain:
        yield from engine.iter_errors(markup)
    elif markup.file is markup:
        yield from engine.iter_errors(document.data)
    else:
        for error in engine.iter_errors(markup.text.encode()):
            line, column = markup.line_and_column(markup.position(error.line, error.column))
            yield error._replace(line=line, column=column)


def relaxng(
    schema: Path, resolver: Resolver
) -> Callable[[CheckedDocument | LargeDocument], Iterator[Diagnostic]]:
    """A check against the RELAX NG schema in the file `schema`, in either of its syntaxes."""
    try:
        engine = Schema.from_file(schema, read=resolver.read, locate=resolver.located)
    except SchemaError as error:
        raise TeikitError(f"the schema cannot be used: {error}") from None

    def check(document: CheckedDocument | LargeDocument) -> Iterator[Diagnostic]:
        # Of a large document it is not known which elements include something.
        including = _including(document) if isinstance(document, CheckedDocument) else None
        for error in _errors(engine, document):
            if including != frozenset() and _by_inclusion(error, including or frozenset()):
                continue
            place = Location(document.name, error.line, error.column, error.path)
            yield Diagnostic(RELAXNG, place, error.message)

    return check
