"""Identifiers and references to them (RELAX NG DTD Compatibility, section 5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from teikit.relaxng.patterns.patterns import Attribute, Data, Value


def id_type(attributes: Iterable[Attribute]) -> str:
    """ID, IDREF or IDREFS where the values of all these attributes are just that; else empty.

    The attributes are all that one in a document may be. The specification asks more of a schema:
    that the names of an element and an attribute tell the type wherever they stand. What is clear
    where it stands is checked here, too, in schemas that do not have this.
    """
    types = {_id_type(attribute) for attribute in attributes}
    return types.pop() if len(types) == 1 else ""


def _id_type(attribute: Attribute) -> str:
    value = attribute.value
    return value.datatype.id_type if isinstance(value, (Data, Value)) else ""


@dataclass(frozen=True, slots=True)
class IdReference:
    """A reference to an identifier, and where it stands."""

    target: str
    path: str
    line: int
    column: int
    parent: str


class Identifiers:
    """Those of one document."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}
        self._references: list[IdReference] = []

    def given(self, identifier: str, line: int) -> int:
        """Note an identifier; the line in which it was given first."""
        return self._lines.setdefault(identifier, line)

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._lines

    def refer(self, reference: IdReference) -> None:
        """Note a reference, the target of which may still come."""
        if reference.target not in self._lines:
            self._references.append(reference)

    def unresolved(self) -> Iterator[IdReference]:
        """The references whose target never came."""
        return (reference for reference in self._references if reference.target not in self._lines)
