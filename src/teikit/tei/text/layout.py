"""The last step to plain text: from words, marks and breaks to lines and paragraphs."""

import re

from teikit.tei.text.layers import CLOSING, Gap

_HYPHEN = re.compile("[-\u2010\u00ad¬⸗=]\\Z")
_TYING = frozenset("-\u2010")
_SOFT_HYPHEN = re.compile("\u00ad(?:\\s*\\n\\s*)?|(?<=\\w)[¬⸗][^\\S\\n]*\\n\\s*(?=\\w)")
_LINKING = frozenset(
    [
        "and",
        "bzw",
        "e",
        "en",
        "et",
        "i",
        "och",
        "og",
        "oder",
        "of",
        "ou",
        "u",
        "und",
        "y",
        "и",
        "или",
    ]
)
"""Before these, a hyphen stands for a part of the word behind them: `Vor- und Nachmittag`."""


class Layout:
    """A text in the making: what is written to it in turn becomes lines with single spaces.

    Whether a space stands between two words is known only when the second comes, for between them
    may stand a mark (which follows its word closely), a place where words were left out, or a line
    break in a word. `paragraph` is what parts paragraphs, `label` what stands before the text, and
    `mended` that soft hyphens are no part of words.
    """

    def __init__(self, paragraph: str, label: str = "", *, mended: bool = False) -> None:
        self._paragraph = paragraph
        self._mended = mended
        self._label = label
        self._written: list[str] = []
        self._pieces: list[str] = []  # words that are not yet written
        # What stands behind the last word that is written:
        self._gap: Gap | None = None
        self._space = False
        self._joined = False
        self._end = 0  # where that word is written
        self._hyphened = False  # a line ended there with a plain hyphen
        self._tied = ""  # the hyphen that was taken away there
        self._marked = False
        self._mark_spaced = False  # before or between marks was a space

    def words(self, text: str) -> None:
        """Words, or parts of words, with any white space."""
        self._pieces.append(text)

    def end_line(self, gap: Gap) -> None:
        """The end of a line or of a paragraph, or of a line within a word.

        `Gap.JOIN` takes the hyphen away, `Gap.TIE` leaves it, and at `Gap.HYPHEN` the next word
        tells which of the two it is.
        """
        self._write()
        if gap in {Gap.JOIN, Gap.TIE}:
            self._join(hyphen=gap is Gap.TIE)
            return
        if gap is Gap.HYPHEN:
            self._hyphened = bool(self._written and _HYPHEN.search(self._written[self._end]))
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
        if self._mended and not text.isascii():
            text = _SOFT_HYPHEN.sub("", text)
            if not text:
                return
        words = " ".join(text.split())
        if text[0].isspace() and not self._joined:
            self._space = bool(self._written or self._gap or self._marked)
        if not words:
            return
        if self._hyphened:
            self._meet_hyphen(words)
        if self._tied:
            # A name of two parts has its hyphen wherever the line ends: Alsace-Lorraine.
            if self._joined and not self._gap and words[0].isupper():
                self._written[self._end] += self._tied
            self._tied = ""
        if self._gap:
            self._write_gap()
        elif self._marked:
            if (self._space or self._mark_spaced) and not words.startswith(CLOSING):
                self._written.append(" ")
        elif self._space:
            self._written.append(" ")
        self._end = len(self._written)
        self._written.append(words)
        self._space = text[-1].isspace()
        self._joined = self._marked = self._mark_spaced = False

    def _join(self, *, hyphen: bool) -> None:
        """Spaces around the end of the line go away, and the hyphen before it unless it stays."""
        if not (hyphen or self._joined or self._gap):
            self._drop_hyphen()
        self._space = self._mark_spaced = False
        self._joined = True

    def _meet_hyphen(self, words: str) -> None:
        """A word goes on in small letters, without its hyphen; in others the hyphen stays."""
        self._hyphened = False
        if self._gap:
            return
        follows = words.partition(" ")[0].rstrip(".,")
        self._space = self._mark_spaced = follows in _LINKING
        self._joined = not self._space
        if words[0].islower() and self._joined:
            self._drop_hyphen()

    def _drop_hyphen(self) -> None:
        if self._written:
            last = self._written[self._end]
            bare = self._written[self._end] = _HYPHEN.sub("", last)
            self._tied = last[-1] if last[-1:] in _TYING and bare[-1:].islower() else ""

    def _write_gap(self) -> None:
        if self._gap and self._written:
            self._written.append(self._paragraph if self._gap is Gap.PARAGRAPH else "\n")
        self._gap = None
