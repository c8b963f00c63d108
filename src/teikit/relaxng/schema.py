"""Schemas, ready to validate documents."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from teikit.relaxng.automaton.automaton import Automaton
from teikit.relaxng.compile.cache import keep, recall, user_folder
from teikit.relaxng.compile.table import PatternTable, Row, table
from teikit.relaxng.documents import markup, stream
from teikit.relaxng.documents.inclusion import (
    Include,
    InclusionReader,
    PartPlace,
    place_of,
    plain_name,
)
from teikit.relaxng.documents.sources import Document, in_tree, is_tree, markup_of, pieces
from teikit.relaxng.documents.tags import KnownTags
from teikit.relaxng.errors import ValidationError
from teikit.xml.cache import Sources
from teikit.xml.markup import Markup


class Schema:
    """A correct RELAX NG schema.

    It may be used by several threads at once, and pickled: then it is a table of some hundred
    kilobytes, of which as much is read as a document needs.
    """

    def __init__(self, rows: list[Row]) -> None:
        """The schema of a table; schemas are made by `from_file` and `from_string`."""
        self._rows = rows
        self._automaton = Automaton(PatternTable(rows))
        self._known_tags = KnownTags(self._automaton)

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        *,
        cache: Path | bool = True,
        read: Callable[[str], bytes] | None = None,
        locate: Callable[[str, str], str] | None = None,
    ) -> "Schema":
        """The schema in a file, in the XML or the compact syntax.

        What was compiled is kept in the user's cache folder, or in the folder `cache`, or nowhere
        (False), and is taken from there until one of the files of the schema changes. `locate`
        says where what a schema includes really is, as a catalog does: from an address as it is
        written, and that of the file in which it is, to the address of a copy. `read` is as for
        `from_string`. Raises `SchemaError` when the file, or one that it includes, is missing or
        not correct.
        """
        address = Path(path).as_posix()
        folder = user_folder() if cache is True else cache or None
        rows = recall(folder, address, read, locate) if folder else None
        return cls(_compiled(address, {}, read, folder, locate) if rows is None else rows)

    @classmethod
    def from_string(
        cls,
        text: str | bytes,
        path: str = "schema",
        read: Callable[[str], bytes] | None = None,
        locate: Callable[[str, str], str] | None = None,
    ) -> "Schema":
        """The schema in `text`; `path` is its name in errors, and where relative names start.

        `read` gives the bytes of the files that it includes, by their addresses, if they are not to
        be read as files; what it raises of `OSError`, `LookupError` and `SchemaError` makes the
        schema incorrect. `locate` is as for `from_file`.
        """
        data = _encoded(text) if isinstance(text, str) else text
        return cls(_compiled(path, {path: data}, read, None, locate))

    def __reduce__(self) -> tuple[type["Schema"], tuple[list[Row]]]:
        return Schema, (self._rows,)

    def validate(
        self, document: Document | Markup, *, check_ids: bool = True
    ) -> list[ValidationError]:
        """All that is wrong with a document, in the order of its lines; empty when it is valid.

        A document is a path, the bytes of a file, a file open for bytes, or a tree or element of
        lxml. It need not be well-formed: that is an error like others, and the last. The `Markup`
        of a document that is known to be well-formed, and plain, takes the least time. With
        `check_ids`, identifiers (ID) are unique and references to them (IDREF) resolve, as DTDs had
        it. Raises `OSError` when a file cannot be read.
        """
        found = list(self.iter_errors(document, check_ids=check_ids))
        return sorted(found, key=lambda error: (error.line, error.column))

    def is_valid(self, document: Document | Markup, *, check_ids: bool = True) -> bool:
        """Whether nothing is wrong with a document; it is read up to the first error."""
        return next(self.iter_errors(document, check_ids=check_ids), None) is None

    def iter_errors(
        self,
        document: Document | Markup,
        *,
        check_ids: bool = True,
        place: PartPlace | None = None,
        include: Include | None = None,
    ) -> Iterator[ValidationError]:
        """As `validate`, but each error as it is found, while the document is read.

        With a `place`, the document is a part that stands there in others. With `include`, which
        says what stands for the elements `xi:include`, it is read as if that stood in it; what is
        in that is read by itself, from its own place. Then the document is no `Markup`.
        """
        start = place.state if place else None
        if include:
            reading = InclusionReader(self._automaton, include, ids=check_ids, start=start)
            return stream.errors(reading, pieces(document))
        known = document if isinstance(document, Markup) else markup_of(document)
        if known:
            return markup.errors(
                self._automaton, self._known_tags, known, ids=check_ids, start=start
            )
        found = stream.errors(
            stream.StreamReader(self._automaton, ids=check_ids, start=start), pieces(document)
        )
        return in_tree(found, document) if is_tree(document) else found

    def iter_errors_of_pieces(
        self,
        pieces: Iterator[bytes],
        *,
        check_ids: bool = True,
        include: Include | None = None,
    ) -> Iterator[ValidationError]:
        """As `iter_errors`, of a document that comes in pieces, as the bytes of a file."""
        reading = (
            InclusionReader(self._automaton, include, ids=check_ids)
            if include
            else stream.StreamReader(self._automaton, ids=check_ids)
        )
        return stream.errors(reading, pieces)

    def place(self, name: str) -> PartPlace | None:
        """Where a part of documents stands of which nothing is known but its outermost element.

        The namespace of its name stands before it, in braces. None where a document may begin with
        it.
        """
        known, automaton = plain_name(name), self._automaton
        if automaton.start[known].fault is None:
            return None
        anywhere = automaton.state(())
        return place_of(automaton, anywhere, known) or PartPlace(anywhere)


def _encoded(text: str) -> bytes:
    """A string has no encoding any more, whatever it declares; places stay where they are."""
    return re.sub(
        r"""\A(<\?xml\b[^>]*?)(\sencoding\s*=\s*["'][^"'>]*["'])""",
        lambda declaration: declaration[1] + " " * len(declaration[2]),
        text,
        count=1,
    ).encode()


def _compiled(
    address: str,
    files: dict[str, bytes],
    read: Callable[[str], bytes] | None,
    cache: Path | None,
    locate: Callable[[str, str], str] | None = None,
) -> list[Row]:
    """The table of the schema at an address; `files` are those that have been read already."""
    # A schema that was pickled or kept needs none of this.
    from teikit.relaxng.compile import restrictions  # noqa: PLC0415
    from teikit.relaxng.compile.loading import Library, read_file  # noqa: PLC0415
    from teikit.relaxng.compile.simplification import Simplifier  # noqa: PLC0415

    library = Library(read or read_file, files, locate)
    root = library.load(address)
    simplifier = Simplifier()
    start = simplifier.start(root)
    restrictions.check(start, simplifier.origin, root)
    simplifier.all_definitions()
    rows = table(start, {prefix: uri for prefix, uri in library.prefixes.items() if prefix})
    if cache:
        keep(cache, address, Sources(library.files, library.references), rows)
    return rows
