"""Notes and comments of a word processor's file, put behind its text with their marks in it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from teikit.converting.readers.assembly import PARAGRAPH, Extent, TextBuilder


@dataclass(slots=True)
class CollectedNotes:
    """The notes whose marks were met, in their order."""

    builder: TextBuilder
    marks: list[Extent] = field(default_factory=list)
    regions: list[Extent] = field(default_factory=list)
    _later: list[tuple[Extent, Callable[[], None]]] = field(default_factory=list)

    def mark(self, printed: str, attributes: dict[str, str], body: Callable[[], None]) -> None:
        """Write a mark; `body` writes its note, when the text is at its end."""
        id_ = f"note{len(self.marks) + 1}"
        extent = self.builder.begin("ref", {"type": "noteMark", "target": id_})
        self.builder.write(printed)
        self.builder.end(extent)
        self.marks.append(extent)
        self._later.append((Extent("note", {"id": id_, **attributes}), body))

    def write(self) -> None:
        """Write the notes; those that have notes themselves have these behind them."""
        if not self._later:
            return
        self.builder.part(PARAGRAPH)
        place = self.builder.begin("notes")
        position = 0
        while position < len(self._later):
            note, body = self._later[position]
            position += 1
            extent = self.builder.begin(note.kind, note.attributes)
            body()
            self.builder.end(extent)
            self.regions.append(extent)
            self.builder.part(PARAGRAPH)
        self.builder.end(place)
        self.regions.append(place)
