"""What the files of all word processors have: paragraphs, tables, text boxes, running titles.

How each format writes them is known to its own reader; here is what becomes of them in the text.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from teikit.converting.readers import assembly
from teikit.converting.readers.assembly import Extent, TextBuilder
from teikit.converting.readers.collected import CollectedNotes
from teikit.converting.readers.package import Package
from teikit.converting.readers.verse import is_verse
from teikit.converting.source import Source

if TYPE_CHECKING:
    from lxml import etree

ALIGNED: Mapping[str, str] = {"right": "right", "end": "right", "center": "center"}
"""The alignments that say something, by the words of either format."""
DEEPEST_STYLE = 20
"""Styles that build on one another; what is deeper goes in a circle."""
LONG_CELL = 400
"""Characters of a cell from which on its table only sets paragraphs beside each other."""


class OfficeReader(ABC):
    """Reads one file of a word processor."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.builder = TextBuilder()
        self.notes = CollectedNotes(self.builder)
        self.regions: list[Extent] = []
        self.pages: list[Extent] = []
        self.boxes: list[etree._Element] = []
        """Text boxes that wait for the end of what they are tied to."""
        self.hidden: list[str] = []

    def read(self) -> Source:
        """Write the text, and then the notes.

        Raises:
            TeikitError: a part of the file is broken or beyond the limits, or there is no text.
        """
        self._blocks(self._body())
        self.notes.write()
        if words := _collapsed(self.hidden):
            self.builder.omit("hidden", words)
        for title in sorted({_collapsed(texts) for texts in self._running_titles()}):
            if title and not title.isdecimal():
                self.builder.omit("part", f"the running title “{title}” is left out")
        return self.builder.source(
            self.package.path,
            [*self.pages, *self.notes.marks],
            [*self.regions, *self.notes.regions],
        )

    @abstractmethod
    def _body(self) -> Iterable["etree._Element"]:
        """The paragraphs, tables … of the text."""

    @abstractmethod
    def _blocks(self, elements: Iterable["etree._Element"]) -> None:
        """Write paragraphs, tables and what holds them."""

    @abstractmethod
    def _running_titles(self) -> Iterator[Iterable[str]]:
        """The texts of each running title, which belongs to no place in the text."""

    @abstractmethod
    def _box_texts(self, box: "etree._Element") -> Iterable[str]:
        """The texts of a text box."""

    @contextmanager
    def _framed(
        self, regions: Iterable[tuple[str, Mapping[str, str]]], *, new_page: bool = False
    ) -> Iterator[None]:
        """Around the words of a paragraph or a table: what the format says of it, its boxes."""
        self.builder.part(assembly.PARAGRAPH)
        if new_page:
            self.pages.append(self.builder.point("pb"))
        extents = [self.builder.begin(kind, attributes) for kind, attributes in regions]
        yield
        for extent in extents:
            self.builder.end(extent)
            self.regions.append(extent)
        self.builder.part(assembly.PARAGRAPH)
        self._write_boxes()

    @contextmanager
    def _perhaps_verse(self, style: str) -> Iterator[None]:
        """Around the words of a paragraph, which are verse by its style or its line breaks."""
        verse = self.builder.begin("verse")
        yield
        self.builder.end(verse)
        if is_verse(style, self.builder.written(verse)):
            self.regions.append(verse)

    def _write_boxes(self) -> None:
        """Write the text boxes that are tied to what was written."""
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            if words := _collapsed(self._box_texts(box)):
                self.builder.omit("box", words)
            self._blocks(box)


def _collapsed(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).split())
