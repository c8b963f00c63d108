"""The words of an element as a stream of events: what every output of text is made from.

`walker.events` walks an element in one layer and gives, in the order of the file:

- `Opened` and `Closed` for every element, properly nested;
- `Characters` for every piece of text, as it stands in the file. Nothing is passed over: put
  together, they are the text of the element, whatever the layer. Words that the layer leaves out
  have `hidden`; an output drops them, or shows that they are there.
- `Symbol` for what the layer adds: brackets, `[…]`, the bar between cells. It is not in the file.
- `Break` for the end of a line or a paragraph, or for a line break within a word, where the word
  behind it may have to show whether it is in a word (`Gap.HYPHEN`). Several may follow each other:
  the strongest counts. Where an element stands on a line of its own, the breaks
  stand around it (before `Opened`, behind `Closed`).
- `NoteMark` where a note belongs, in place of the mark that the file has, or where it has none.
- `Hidden` where words were left out, so that the spaces on both sides can become one.

Notes are encoded where the editor put them. In a layer that sets them apart, the element of a note
(and the heading of the notes) has `apart`: all up to its `Closed` belongs in the list of notes at
the end. Such elements nest, as notes on notes do.

White space is that of the file: an output that is not HTML collapses it.

    def words(element):
        return "".join(
            event.text
            for event in events(element, READING)
            if isinstance(event, Symbol) or (isinstance(event, Characters) and not event.hidden)
        )
"""

from typing import TYPE_CHECKING, NamedTuple

from teikit.tei.text.layers import Gap

if TYPE_CHECKING:
    from lxml import etree

    from teikit.tei.apparatus import Note

# Named tuples, as they are made in half the time that frozen dataclasses take.


class Opened(NamedTuple):
    """An element begins.

    `name` is its TEI name, empty for elements of other namespaces. `hidden` says that its words
    are left out. `apart` is None for an element of the text; for one that belongs in the list of
    notes it is the number to write before it, empty where there is none or where it is printed.
    """

    element: "etree._Element"
    name: str
    hidden: bool
    apart: str | None


class Closed(NamedTuple):
    """An element ends, and what began with its `Opened`."""

    opened: Opened


class Characters(NamedTuple):
    """Text of the file, never empty, with its white space. `hidden`: the layer leaves it out."""

    text: str
    hidden: bool


class Symbol(NamedTuple):
    """What the layer adds to the words."""

    text: str


class Break(NamedTuple):
    """The end of a line or paragraph; within a word it is `JOIN`, `TIE` or `HYPHEN`."""

    gap: Gap


class NoteMark(NamedTuple):
    """The mark of a note, by its number; `note` is None where no note belongs to the mark."""

    number: str
    note: "Note | None"


class Hidden(NamedTuple):
    """A place where words were left out."""


TextEvent = Opened | Closed | Characters | Symbol | Break | NoteMark | Hidden
