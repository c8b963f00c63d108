"""Plain text from the words of an element."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from teikit.tei.apparatus import NO_APPARATUS, Apparatus
from teikit.tei.documents import Document
from teikit.tei.text.events import (
    Break,
    Characters,
    Closed,
    Hidden,
    NoteMark,
    Opened,
    Symbol,
    TextEvent,
)
from teikit.tei.text.layers import LAYERS, READING, Layer
from teikit.tei.text.layout import Layout
from teikit.tei.text.walker import events, words_alone
from teikit.tei.text.words import SOFT_HYPHENS

if TYPE_CHECKING:
    from lxml import etree


def render(
    document: Document, layer: str = "reading", *, notes: bool = True, hyphens: bool = False
) -> str:
    """The text of a document, ending in a line feed.

    `layer` is one of `LAYERS`. Without `notes`, the list of notes and their marks are left out;
    the source layer always holds all. With `hyphens`, the reading layer joins words that a plain
    hyphen breaks at the end of a line, too. Paragraphs are parted by an empty line (in the source
    layer by a line break), no line ends in a space, and every run of white space is one space.
    """
    table = replace(LAYERS[layer], hyphens=hyphens)
    return rendered(walked(document, table, notes=notes), table)


def walked(document: Document, layer: Layer, *, notes: bool = True) -> Iterator[TextEvent]:
    """The events of the text of a document in a layer, those of its notes among them."""
    found = document.notes()
    noted = found if layer.apart else NO_APPARATUS
    return events(document.text, layer, noted, with_notes=notes, behind=found.outside)


def rendered(walk: Iterable[TextEvent], layer: Layer) -> str:
    """The same as `render`, where the events of the text are there already."""
    return "\n\n".join(filter(None, _texts(walk, layer))) + "\n"


def plain(
    element: "etree._Element", layer: Layer = READING, notes: Apparatus = NO_APPARATUS
) -> str:
    """The words of an element on one line, without the notes of the apparatus and their marks."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    if words_alone(element, layer, notes):
        text = "".join(map(str, element.itertext()))
        if text.isascii() or not (layer.mended and _MENDED.search(text)):
            return " ".join(text.split())
    return " ".join(paragraphs(element, layer, notes).split())


_MENDED = re.compile(f"[{SOFT_HYPHENS}]")


def paragraphs(
    element: "etree._Element", layer: Layer = READING, notes: Apparatus = NO_APPARATUS
) -> str:
    """The same as `plain`, with its lines, and its paragraphs parted by an empty line."""
    return _texts(events(element, layer, notes, with_notes=False), layer)[0]


def _texts(walk: Iterable[TextEvent], layer: Layer) -> list[str]:
    """The text itself, then that of each note in it (and one for the heading of the notes)."""
    paragraph = "\n\n" if layer.apart else "\n"
    layout = Layout(paragraph, mended=layer.mended)
    layouts = [layout]
    around: list[Layout] = []
    for event in walk:
        if isinstance(event, Characters):
            if not event.hidden:
                layout.words(event.text)
        elif isinstance(event, Opened):
            if event.apart is not None:
                around.append(layout)
                label = f"[{event.apart}] " if event.apart else ""
                layout = Layout(paragraph, label, mended=layer.mended)
                layouts.append(layout)
        elif isinstance(event, Closed):
            if event.opened.apart is not None:
                layout = around.pop()
        elif isinstance(event, Symbol):
            layout.words(event.text)
        elif isinstance(event, Break):
            layout.end_line(event.gap)
        elif isinstance(event, NoteMark):
            layout.mark(f"[{event.number}]")
        elif isinstance(event, Hidden):
            layout.mark("")
    return [layout.text() for layout in layouts]
