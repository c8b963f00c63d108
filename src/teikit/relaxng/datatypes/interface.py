"""What a datatype can be asked, and the parameters that make one narrower."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

Namespaces = Mapping[str, str]
"""Prefixes and the namespace names they stand for; `""` is the default namespace."""


class DatatypeError(Exception):
    """A datatype that a schema cannot use: unknown, or with a wrong parameter.

    `str` of it is a clause of plain words, without a capital and a full stop.
    """


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter as the schema has it; `namespaces` are those in scope where it stands."""

    name: str
    value: str
    namespaces: Namespaces = field(compare=False)


class Datatype(ABC):
    """A set of strings, each of which stands for a value."""

    name: str
    """For people: "date", "token"."""
    id_type: str
    """"ID", "IDREF" or "IDREFS" for those types and what is built on them, else empty."""
    contextual: bool
    """Whether the answers depend on the namespaces in scope."""

    @abstractmethod
    def allows(self, text: str, namespaces: Namespaces) -> bool:
        """Whether a string belongs to the datatype."""

    @abstractmethod
    def fault(self, text: str, namespaces: Namespaces) -> str | None:
        """Why a string does not belong to the datatype, as a sentence without its full stop."""

    @abstractmethod
    def value(self, text: str, namespaces: Namespaces) -> Hashable:
        """The value that a string stands for: equal values are equal objects.

        Raises:
            ValueError: The string does not belong to the datatype.
        """

    @abstractmethod
    def describe(self) -> str:
        """What must stand there, for people: "a date", "a whole number of at least 1"."""
