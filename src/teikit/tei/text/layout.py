"""The last step to plain text: from words, marks and breaks to lines and paragraphs."""

import re

from teikit.tei.text.layers import CLOSING, Gap

_HYPHEN = re.compile("[-\u2010\u00ad¬⸗=]\\Z")


class Layout:
    """A text in the making: what is written to it in turn becomes lines with single spaces.

    Whether a space stands between two words is known only when the second comes, for between them
    may stand a mark (which follows its word closely), a place where words were left out, or a line
    break in a word. `paragraph` is what parts paragraphs, `label` what stands before the text.
    """

    def __init__(self, paragraph: str, label: str = "") -> None:
        self._paragraph = paragraph
        self._label = label
        self._written: list[str] = []
        self._pieces: list[str] = []  # words that are not yet written
        # What stands behind the last word that is written:
        self._gap: Gap | None = None
        self._space = False
        self._joined = False
        self._marked = False
        self._mark_spaced = False  # before or between marks was a space

    def words(self, text: str) -> None:
        """Words, or parts of words, with any white space."""
        self._pieces.append(text)

    def end_line(self, gap: Gap) -> None:
        """The end of a line or of a paragraph, or of a line within a word.

        `Gap.JOIN` takes the hyphen away, `Gap.TIE` leaves it.
        """
        self._write()
        if gap in {Gap.JOIN, Gap.TIE}:
            self._join(hyphen=gap is Gap.TIE)
            return
        if self._gap is not Gap.PARAGRAPH:
            self._gap = gap
        self._space = self._joined = self._marked = self._mark_spaced = False

    def mark(self, sign: str) -> None:
        """A mark, or (without a sign) a place where words were left out.

        It closely follows the word before it; a space on either side of it goes behind it.
        """
        self._write()
        if self._space:
            self._mark_spaced = True
        self._space = self._joined = False
        self._marked = True
        if sign:
            self._write_gap()
            self._written.append("".join(sign.split()))

    def text(self) -> str:
        """The finished text, with no white space around it."""
        self._write()
        return f"{self._label}{''.join(self._written).strip()}".strip()

    def _write(self) -> None:
        """Write the words that are waiting, and before them what parts them from the last."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        words = " ".join(text.split())
        if text[0].isspace() and not self._joined:
            self._space = bool(self._written or self._gap or self._marked)
        if not words:
            return
        if self._gap:
            self._write_gap()
        elif self._marked:
            if (self._space or self._mark_spaced) and not words.startswith(CLOSING):
                self._written.append(" ")
        elif self._space:
            self._written.append(" ")
        self._written.append(words)
        self._space = text[-1].isspace()
        self._joined = self._marked = self._mark_spaced = False

    def _join(self, *, hyphen: bool) -> None:
        """Spaces around the end of the line go away, and the hyphen before it unless it stays."""
        if not hyphen and not (self._joined or self._marked or self._gap) and self._written:
            self._written[-1] = _HYPHEN.sub("", self._written[-1])
        self._space = False
        self._joined = True

    def _write_gap(self) -> None:
        if self._gap and self._written:
            self._written.append(self._paragraph if self._gap is Gap.PARAGRAPH else "\n")
        self._gap = None
