"""Plain text, one file for each document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from teikit.errors import TeikitError
from teikit.exporting.exporter import ExportContext, Exported, PartwiseExporter, option
from teikit.tei.documents import Document
from teikit.tei.text.layers import LAYERS
from teikit.tei.text.plain import render


@dataclass(frozen=True, slots=True)
class TextExporter(PartwiseExporter[Exported]):
    """Write the documents as plain text."""

    files: ClassVar[str] = "one .txt file for each document"
    needs_text: ClassVar[bool] = True
    layer: str = option(
        "reading",
        "source: the words of the page, and no more. diplomatic: deletions, additions and "
        "supplied words in signs. reading: what one reads aloud.",
        LAYERS,
    )
    notes: bool = option(True, "Leave out the notes and their marks.")
    join_hyphens: bool = option(
        False,
        "In the reading layer, join words that a plain hyphen breaks at the end of a line, too.",
    )

    def __post_init__(self) -> None:
        if self.layer == "source" and not self.notes:
            raise TeikitError(
                "the source layer is the whole page, with its notes; choose another layer, or "
                "leave the notes in"
            )

    def part(self, document: Document, context: ExportContext) -> Exported:
        """One piece for each document."""
        text = render(document, self.layer, notes=self.notes, hyphens=self.join_hyphens)
        return Exported(document.id, f"{document.name}.txt", text)

    def joined(
        self, parts: Iterable[Exported | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The pieces."""
        return iter(parts)

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """Each text under the name of its document; in the source layer, the pages alone."""
        gap = ""
        for piece in pieces:
            if self.layer == "source":
                yield piece.text
            else:
                yield f"{gap}===== {piece.document} =====\n\n{piece.text}"
                gap = "\n"
