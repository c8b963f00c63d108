"""The records that a summary of a file is made of, and what rules across files find.

Places are kept as the numbers of nodes (`Source.node(number)`), so that a file is looked at again
only when something in it was found.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from teikit.tei.dates import Period


class Id(NamedTuple):
    """An `xml:id`, and the element that has it."""

    id: str
    element: str
    number: int


class Link(NamedTuple):
    """A pointer into another XML file, as it is written, and how often it is.

    The place is that of the first. An `xml:base` is put before the address already.
    """

    address: str
    element: str
    attribute: str
    number: int
    times: int


class Key(NamedTuple):
    """What a name gives as the key of an entry that is no address, and how often it does."""

    key: str
    element: str
    attribute: str
    number: int
    times: int


class Include(NamedTuple):
    """An `xi:include`. With a fallback it may lead nowhere; with a pointer it takes a part only."""

    address: str
    number: int
    fallback: bool
    pointer: bool


class Part(NamedTuple):
    """An element with `@prev` or `@next`, a part of something that is broken up."""

    id: str
    element: str
    number: int
    prev: str
    next: str


class Entry(NamedTuple):
    """An entry of an authority file.

    Attributes:
        id: its own, and `inner` those of elements in it.
        name: the first form, without case and signs.
        keys: all numbers and names of it, as they are written in `idno`.
        identifiers: those of other authorities, such as GND and VIAF.
        aspects: what else is said of it: names of elements, with sums of their texts.
    """

    id: str
    inner: tuple[str, ...]
    element: str
    number: int
    name: str
    keys: tuple[str, ...]
    identifiers: tuple[str, ...]
    aspects: tuple[tuple[str, int], ...]


class Relation(NamedTuple):
    """A `ref` of `correspContext`.

    Attributes:
        kind: `prev`, `next`, `reply` (to the target), `replied` (by the target); empty for others.
        scope: of what the target is the next, where the reference says it.
    """

    kind: str
    scope: str
    address: str
    number: int


class Item(NamedTuple):
    """The archival item that is the source, where that is precise to the leaf."""

    signature: str
    number: int


class LetterSummary(NamedTuple):
    """What is kept of one document: a `TEI` element, or one of several letters in it.

    Attributes:
        number: of the element.
        text: the number of the first element of its body.
        sent: when.
        minhash: that of its words (`teikit.validating.lexicon.minhash`).
    """

    path: Path
    id: str
    number: int
    text: int
    sent: Period | None
    relations: tuple[Relation, ...]
    items: tuple[Item, ...]
    minhash: bytes


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What is kept of a file.

    Attributes:
        root: the name of the outermost element.
        number: of that element.
        authority: whether the file is a register of persons, places and the like; `entries` and
            `inner`, the identifiers that it points to in itself, are kept of such files alone.
        letters: the documents in it, none for a register.
    """

    path: Path
    root: str
    number: int = 0
    authority: bool = False
    ids: tuple[Id, ...] = ()
    links: tuple[Link, ...] = ()
    keys: tuple[Key, ...] = ()
    includes: tuple[Include, ...] = ()
    parts: tuple[Part, ...] = ()
    entries: tuple[Entry, ...] = ()
    inner: tuple[str, ...] = ()
    letters: tuple[LetterSummary, ...] = ()
