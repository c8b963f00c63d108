"""Schemas, ready to validate documents."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from teikit.relaxng import restrictions
from teikit.relaxng.automaton import Automaton
from teikit.relaxng.document import errors
from teikit.relaxng.errors import ValidationError
from teikit.relaxng.loading import Library, Read, read_file
from teikit.relaxng.simplification import Simplifier
from teikit.relaxng.sources import Document, in_tree, is_tree, pieces


class Schema:
    """A correct RELAX NG schema.

    It may be used by several threads at once, and pickled: what is pickled are its files, not what
    was learnt from documents, so that it is small, and ready again in a moment.
    """

    def __init__(self, address: str, library: Library, *, known: bool = False) -> None:
        """The schema at an address; one that is `known` to be correct is not checked again."""
        self._address = address
        self._library = library
        root = library.load(address)
        simplifier = Simplifier()
        start = simplifier.start(root)
        self._automaton = Automaton(simplifier.patterns, start)
        if not known:
            restrictions.check(start, simplifier.origin, root)
            simplifier.all_definitions()

    @classmethod
    def from_file(cls, path: str | Path) -> "Schema":
        """The schema in a file, in the XML or the compact syntax.

        Raises `SchemaError` when the file, or one that it includes, is missing or not correct.
        """
        return cls(Path(path).as_posix(), Library())

    @classmethod
    def from_string(
        cls, text: str | bytes, path: str = "schema", read: Read = read_file
    ) -> "Schema":
        """The schema in `text`; `path` is its name in errors, and where relative names start.

        `read` gives the bytes of the files that it includes, by their addresses; what it raises of
        `OSError`, `LookupError` and `SchemaError` makes the schema incorrect.
        """
        data = _encoded(text) if isinstance(text, str) else text
        return cls(path, Library(read, {path: data}))

    def __reduce__(self) -> tuple[Callable[..., "Schema"], tuple[str, dict[str, bytes]]]:
        return _restored, (self._address, self._library.files)

    def validate(self, document: Document, *, check_ids: bool = True) -> list[ValidationError]:
        """All that is wrong with a document, in the order of its lines; empty when it is valid.

        A document is a path, the bytes of a file, a file open for bytes, or a tree or element of
        lxml. It need not be well-formed: that is an error like others, and the last. With
        `check_ids`, identifiers (ID) are unique and references to them (IDREF) resolve, as DTDs had
        it. Raises `OSError` when a file cannot be read.
        """
        found = list(self.iter_errors(document, check_ids=check_ids))
        return sorted(found, key=lambda error: (error.line, error.column))

    def is_valid(self, document: Document, *, check_ids: bool = True) -> bool:
        """Whether nothing is wrong with a document; it is read up to the first error."""
        return next(self.iter_errors(document, check_ids=check_ids), None) is None

    def iter_errors(
        self, document: Document, *, check_ids: bool = True
    ) -> Iterator[ValidationError]:
        """As `validate`, but each error as it is found, while the document is read."""
        found = errors(self._automaton, pieces(document), ids=check_ids)
        return in_tree(found, document) if is_tree(document) else found


def _encoded(text: str) -> bytes:
    """A string has no encoding any more, whatever it declares; places stay where they are."""
    return re.sub(
        r"""\A(<\?xml\b[^>]*?)(\sencoding\s*=\s*["'][^"'>]*["'])""",
        lambda declaration: declaration[1] + " " * len(declaration[2]),
        text,
        count=1,
    ).encode()


def _restored(address: str, files: dict[str, bytes]) -> Schema:
    return Schema(address, Library(files=files), known=True)
