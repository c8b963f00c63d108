"""What is known of the value of an expression before it is evaluated."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class ItemKind(StrEnum):
    """The kinds of items in a sequence, as far as XPath 1.0 and 2.0 tell them apart."""

    ELEMENT = "element"
    ATTRIBUTE = "attribute"
    TEXT = "text"
    COMMENT = "comment"
    INSTRUCTION = "processing-instruction"
    DOCUMENT = "document"
    NAMESPACE = "namespace"
    STRING = "string"
    UNTYPED = "untyped"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    OTHER = "other"


NODES = frozenset(
    {
        ItemKind.ELEMENT,
        ItemKind.ATTRIBUTE,
        ItemKind.TEXT,
        ItemKind.COMMENT,
        ItemKind.INSTRUCTION,
        ItemKind.DOCUMENT,
        ItemKind.NAMESPACE,
    }
)
"""All that are nodes."""

STRINGS = frozenset({ItemKind.STRING, ItemKind.UNTYPED})
"""All that are compared as strings."""

NUMBERS = frozenset({ItemKind.INTEGER, ItemKind.DECIMAL, ItemKind.DOUBLE})
"""All that are numbers."""


BOOLEAN = frozenset({ItemKind.BOOLEAN})
STRING = frozenset({ItemKind.STRING})
INTEGER = frozenset({ItemKind.INTEGER})
DOUBLE = frozenset({ItemKind.DOUBLE})
DECIMAL = frozenset({ItemKind.DECIMAL})
ELEMENT = frozenset({ItemKind.ELEMENT})


class StaticType(NamedTuple):
    """Of which kinds the items of a value can be, and how many there can be.

    Attributes:
        kinds: all that are possible.
        required: whether there is at least one item.
        single: whether there is at most one item.
    """

    kinds: frozenset[ItemKind]
    required: bool
    single: bool

    @property
    def is_nodes(self) -> bool:
        """Whether all items are nodes."""
        return self.kinds <= NODES


ANYTHING = StaticType(frozenset(ItemKind), False, False)
"""Of which nothing is known."""

ANY_NODE = StaticType(NODES - {ItemKind.NAMESPACE}, True, True)
"""A node."""

AN_ELEMENT = StaticType(frozenset({ItemKind.ELEMENT}), True, True)
"""An element."""


def exactly(kind: ItemKind) -> StaticType:
    """The type of just one item of a kind."""
    return StaticType(frozenset({kind}), True, True)


def optional(kind: StaticType) -> StaticType:
    """The type of the same items, or of none."""
    return kind._replace(required=False)


def kinds_of(types: Iterable[StaticType]) -> frozenset[ItemKind]:
    """The kinds of the items of several values together."""
    return frozenset[ItemKind]().union(*(kind.kinds for kind in types))


def atomized(kinds: frozenset[ItemKind]) -> frozenset[ItemKind]:
    """The kinds of the values of items."""
    untyped = {ItemKind.ELEMENT, ItemKind.ATTRIBUTE, ItemKind.TEXT, ItemKind.DOCUMENT}
    strings = {ItemKind.COMMENT, ItemKind.INSTRUCTION, ItemKind.NAMESPACE}
    found = set(kinds - NODES)
    if kinds & untyped:
        found.add(ItemKind.UNTYPED)
    if kinds & strings:
        found.add(ItemKind.STRING)
    return frozenset(found)
