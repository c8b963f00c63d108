"""Files of a schema by address: read once, and no more of them than a schema can need."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Place
from teikit.schematron.reading.tree import SchemaNode, from_lxml
from teikit.xml.files import Unreadable, parsed
from teikit.xml.references import in_place

MAX_FILES = 1000
MAX_SIZE = 64 << 20
"""Bytes of all files of a schema."""
MAX_ELEMENTS = 200_000
"""Elements of a schema, with all that is included and all abstract patterns filled in."""
MAX_CHARACTERS = 50_000_000
"""Characters in them."""

Read = Callable[[str], bytes]
Locate = Callable[[str, str], str]


class SchemaFiles:
    """The files of a schema, and how much it has become.

    Attributes:
        notes: what of it is not applied, and why, with its place.
        roots: the root elements of files in XML, in lxml, that were read.
    """

    def __init__(self, read: Read, locate: Locate | None) -> None:
        self.notes: list[tuple[Place, str]] = []
        self._read = read
        self._locate = locate or in_place
        self._data: dict[str, bytes] = {}
        self.roots: dict[str, Any] = {}
        self._size = 0
        self._elements = 0
        self._characters = 0

    def address(self, reference: str, base: str) -> str:
        """Where a reference in the file at `base` leads to, without what stands behind `#`."""
        href = reference.partition("#")[0]
        return self._locate(href, base) if href else base

    def data(self, address: str, place: Place) -> bytes:
        """The bytes of a file that is named at `place`. Raises `SchemaError`."""
        if address not in self._data:
            if len(self._data) >= MAX_FILES:
                words = f"the schema is made of more than {MAX_FILES} files; take some out"
                raise SchemaError(words, place)
            try:
                data = self._read(address)
            except (OSError, LookupError, ValueError, Unreadable) as error:
                reason = getattr(error, "strerror", None) or str(error)
                words = f"'{address}' cannot be read: {reason}"
                raise SchemaError(words, place) from None
            self._size += len(data)
            if self._size > MAX_SIZE:
                words = f"the files of the schema are larger than {MAX_SIZE >> 20} MB; split it"
                raise SchemaError(words, place)
            self._data[address] = data
        return self._data[address]

    def root(self, address: str, place: Place) -> Any:
        """The root element of a file in XML, in lxml. Raises `SchemaError`."""
        if address not in self.roots:
            data = self.data(address, place)
            try:
                self.roots[address] = parsed(data, Path(address)).getroot()
            except Unreadable as error:
                raise SchemaError(error.reason, Place(address, error.line or 1)) from None
        return self.roots[address]

    def node(self, element: Any, address: str) -> SchemaNode:
        """The node of an element of the file at `address`."""
        return from_lxml(element, address, self.count)

    def count(self, node: SchemaNode, times: int = 1) -> None:
        """Note that the schema has another element, without what is in it.

        Raises `SchemaError` where it has become too large.
        """
        self._elements += times
        self._characters += sum(map(len, node.attributes.values()))
        self._characters += sum(len(child) for child in node.children if isinstance(child, str))
        if self._elements > MAX_ELEMENTS or self._characters > MAX_CHARACTERS:
            words = (
                f"with all that it includes the schema has more than {MAX_ELEMENTS:,} elements, or "
                f"{MAX_CHARACTERS:,} characters; take out what is included or extended too often"
            )
            raise SchemaError(words, node.place)
