"""RELAX NG: the faults that the engine finds, as findings."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.relaxng import Include, Included, Kind, PartPlace, Schema, SchemaError, ValidationError
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.inclusions import File, Standing, includes
from teikit.validating.schemas.resolving import Resolver
from teikit.xml.names import local

RELAXNG = Rule(
    "S001",
    "relax-ng",
    Severity.ERROR,
    "The document breaks the RELAX NG schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)


PART = Rule(
    "S010",
    "part-alone",
    Severity.INFO,
    "The file is only a part of a document by its schema, and was checked as such a part.",
    "Name the file that includes it as well, so that it is checked in its place.",
)

_AT_HAND = 64
"""Files of which is kept where the files stand that they include."""
_DEEP = 32
"""Files that include each other in a row; what is still further in is judged as what it is."""


def relaxng(schema: Path, resolver: Resolver) -> Callable[[CheckedDocument], Iterator[Diagnostic]]:
    """A check against the RELAX NG schema in the file `schema`, in either of its syntaxes."""
    try:
        engine = Schema.from_file(schema, read=resolver.read, locate=resolver.located)
    except SchemaError as error:
        raise TeikitError(f"the schema cannot be used: {error}") from None
    places = _Places(engine)

    def check(document: CheckedDocument) -> Iterator[Diagnostic]:
        if _is_judged_alone(engine, document):
            root = document.tree.getroot()
            words = f"a document cannot begin with <{local(root)}>: it was checked as a part of one"
            line, column = document.markup.line_and_column(document.positions.name(root).start)
            yield Diagnostic(PART, Location(document.name, line, column), words)
        for error in dict.fromkeys(_errors(engine, places, document)):
            place = Location(document.name, error.line, error.column, error.path)
            yield Diagnostic(RELAXNG, place, error.message)

    return check


def _is_judged_alone(engine: Schema, document: CheckedDocument) -> bool:
    """Whether it is held against the schema as a part of nobody knows what."""
    is_part = document.relatives is not None and document.relatives.is_part
    return not is_part and engine.place(str(document.tree.getroot().tag)) is not None


def _errors(
    engine: Schema, places: "_Places", document: CheckedDocument
) -> Iterator[ValidationError]:
    """What is wrong with a document, in each of the places where it stands in others."""
    relatives, include = document.relatives, _include(document)
    plain = document.markup.is_plain and not include
    for place in places.of(document):
        for error in engine.iter_errors(
            document.markup if plain else document.data, place=place, include=include
        ):
            if error.kind is Kind.ID_MISSING:
                # What a part refers to may be in another.
                if relatives is None and (place or include):
                    continue
                if relatives and not (relatives.are_known and relatives.missing([error.found])):
                    continue
            yield error


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
        return [*found] or [self._engine.place(name, is_part=is_part)]

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
            for _ in self._engine.iter_errors(
                document.data, check_ids=False, place=start, include=include
            ):
                pass  # that is told when it is the turn of the document
        return {file: [*places] for file, places in found.items()}


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
