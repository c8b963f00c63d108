"""Where a line or a page ends within a word."""

from typing import TYPE_CHECKING

from teikit.tei.elements import TEI
from teikit.tei.text.layers import Gap, Layer

if TYPE_CHECKING:
    from lxml import etree

    from teikit.tei.text.events import Opened

SOFT_HYPHENS = "\u00ad¬⸗"
"""They stand at the end of a line where it breaks a word, and mean nothing else there."""

PLAIN_HYPHENS = "-\u2010="
"""They may also stand in a word of two parts."""

_TAIL = 8
"""Characters of the last words that are looked at, and more."""

_TURNS = (f"{TEI}pb", f"{TEI}cb", f"{TEI}gb")


class LastWords:
    """The words of a layer that were written last, and what they say of a line break behind them.

    Only layers that are `mended` ask. `root` is what is walked.
    """

    def __init__(self, root: "etree._Element", layer: Layer) -> None:
        self._root = root
        self._mended = layer.mended
        self._hyphens = layer.hyphens
        self._last = ""
        self._weak = False  # the last words are a `pc` that parts no words
        self._words = 0  # how many `w` are open
        self._unfinished = False  # a part of a word ended that has another part
        self._joined = False  # the last that was there was a break in a word
        self._turns_part: bool | None = None
        self._around_notes: list[str] = []

    def add(self, text: str, opened: "Opened | None" = None) -> None:
        """Words were written, in an element."""
        words = text.rstrip()
        space = " " if len(words) < len(text) else ""
        self._last = f"{self._last}{words[-_TAIL:]}{space}"[-_TAIL:]
        if not words:
            return
        self._weak = (
            opened is not None and opened.name == "pc" and opened.element.get("force") == "weak"
        )
        self._unfinished = self._joined = False

    def begin_word(self) -> None:
        """A `w` begins."""
        self._words += 1

    def end_word(self, word: "etree._Element") -> None:
        """A `w` ends."""
        self._words -= 1
        self._unfinished = word.get("part") in {"I", "M"}

    def begin_note(self) -> None:
        """A note begins, whose words are not those of the text."""
        self._around_notes.append(self._last)
        self._last = ""

    def end_note(self) -> None:
        """A note ends."""
        self._last = self._around_notes.pop()

    def gap(self, node: "etree._Element", gap: Gap) -> Gap | None:
        """What an element that is a break is, after these words; None where it parts nothing."""
        if not self._mended:
            return gap
        parts = node.get("break") == "yes"
        if gap in {Gap.FOLD, Gap.TURN} and not parts:
            gap = self._in_word(may_tie=node.get("break") == "maybe") or gap
        if gap is Gap.TURN:
            if not (parts or self._do_turns_part()):
                return None
            gap = Gap.FOLD
        self._joined = gap in {Gap.JOIN, Gap.TIE}
        return gap

    def _in_word(self, *, may_tie: bool) -> Gap | None:
        if self._words or self._unfinished or self._joined:
            return Gap.JOIN
        last = self._last.rstrip()
        hyphen, before = last[-1:], last[-2:-1]
        if not before.isalnum():
            return None
        if hyphen in SOFT_HYPHENS or (self._weak and hyphen in PLAIN_HYPHENS):
            return Gap.JOIN
        if hyphen not in PLAIN_HYPHENS:
            return None
        return Gap.TIE if may_tie else Gap.HYPHEN if self._hyphens else None

    def _do_turns_part(self) -> bool:
        """Whether new pages part words where nothing is said: where it is said that some do not."""
        if self._turns_part is None:
            turns = self._root.iter(*_TURNS)
            self._turns_part = any(turn.get("break") == "no" for turn in turns)
        return self._turns_part
