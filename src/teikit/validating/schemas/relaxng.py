"""RELAX NG: the faults that the engine finds, as findings."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.relaxng import Include, Included, Kind, PartPlace, Schema, SchemaError, ValidationError
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.index.inclusions import File, Standing, includes
from teikit.validating.schemas.resolving import Resolver

RELAXNG = Rule(
    "S001",
    "relax-ng",
    Severity.ERROR,
    "The document breaks the RELAX NG schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)


_AT_HAND = 64
"""Files of which is kept where the files stand that they include."""
_DEEP = 32
"""Files that include each other in a row; what is still further in is judged as what it is."""


def relaxng(
    schema: Path, resolver: Resolver
) -> Callable[[CheckedDocument | LargeDocument], Iterator[Diagnostic]]:
    """A check against the RELAX NG schema in the file `schema`, in either of its syntaxes."""
    try:
        engine = Schema.from_file(schema, read=resolver.read, locate=resolver.located)
    except SchemaError as error:
        raise TeikitError(f"the schema cannot be used: {error}") from None
    places = _Places(engine)

    def check(document: CheckedDocument | LargeDocument) -> Iterator[Diagnostic]:
        found = (
            engine.iter_errors_of_pieces(document.pieces(), include=_unknown)
            if isinstance(document, LargeDocument)
            else dict.fromkeys(_errors(engine, places, document))
        )
        for error in found:
            place = Location(document.name, error.line, error.column, error.path)
            yield Diagnostic(RELAXNG, place, error.message)

    return check


def _errors(
    engine: Schema, places: "_Places", document: CheckedDocument
) -> Iterator[ValidationError]:
    """What is wrong with a document, in each of the places where it stands in others."""
    relatives, include = document.relatives, _include(document)
    for place in places.of(document):
        for error in _read(engine, document, place, include):
            if error.kind is Kind.ID_MISSING:
                # What a part refers to may be in another.
                if relatives is None and (place or include):
                    continue
                if relatives and not (relatives.are_known and relatives.missing([error.found])):
                    continue
            yield error


def _read(
    engine: Schema, document: CheckedDocument, place: PartPlace | None, include: Include | None
) -> Iterator[ValidationError]:
    """What is wrong with a document that stands in one place, with locations in its file."""
    markup = document.markup
    if markup.is_plain and not include:
        yield from engine.iter_errors(markup, place=place)
    elif markup.file is markup:
        yield from engine.iter_errors(document.data, place=place, include=include)
    else:
        for error in engine.iter_errors(markup.text.encode(), place=place, include=include):
            line, column = markup.line_and_column(markup.position(error.line, error.column))
            yield error._replace(line=line, column=column)


class _Places:
    """Where the parts of documents stand by a schema."""

    def __init__(self, engine: Schema) -> None:
        self._engine = engine
        self._known: dict[File, Mapping[File, Sequence[PartPlace]]] = {}

    def of(
        self, document: CheckedDocument, inside: frozenset[File] = frozenset()
    ) -> Sequence[PartPlace | None]:
        """The places where a document stands: None is where documents begin.

        `inside` are files that are being asked already, where files include each other.
        """
        found: dict[PartPlace | None, None] = {}
        relatives, is_part = document.relatives, False
        for including in relatives.including() if relatives else ():
            assert relatives
            is_part = True
            around = including.relatives
            if around and around.file not in inside and len(inside) < _DEEP:
                known = self._known.get(around.file)
                if known is None:
                    known = self._included(including, inside | {relatives.file})
                    if len(self._known) >= _AT_HAND:
                        self._known.clear()
                    self._known[around.file] = known
                found.update(dict.fromkeys(known.get(relatives.file, ())))
        name = str(document.tree.getroot().tag)
        return [*found] or [self._engine.place(name) if is_part else None]

    def _included(
        self, document: CheckedDocument, inside: frozenset[File]
    ) -> Mapping[File, Sequence[PartPlace]]:
        """Where the files stand that a document includes."""
        found: dict[File, dict[PartPlace, None]] = defaultdict(dict)

        def note(standing: Standing, place: PartPlace | None) -> None:
            if standing.file and place:
                found[standing.file][place] = None

        include = _include(document, note)
        for start in self.of(document, inside) if include else ():
            for _ in _read(self._engine, document, start, include):
                pass  # that is told when it is the turn of the document
        return {file: [*places] for file, places in found.items()}


def _unknown(_number: int, _place: object) -> Included:
    """What stands for the includes of a large document: that is not looked for."""
    return Included()


def _include(
    document: CheckedDocument, note: Callable[[Standing, PartPlace | None], None] | None = None
) -> Include | None:
    """What stands for the includes of a document; each is told to `note`, and where it stands.

    None where the document has no includes.
    """
    relatives, elements = document.relatives, includes(document)
    if not elements:
        return None

    def include(number: int, place: Callable[[str], PartPlace | None]) -> Included:
        if relatives is None or number >= len(elements):
            return Included()
        standing = relatives.standing(elements[number], document.path)
        if note and standing.element:
            note(standing, place(standing.element))
        return Included(standing.element, standing.text, standing.fallback)

    return include
