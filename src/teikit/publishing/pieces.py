"""HTML in the making, piece by piece: words with single spaces, tags, and what stands between."""

import re
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from teikit.tei.text.layers import Gap

_HYPHEN = re.compile("[-\u00ac\u2e17\u00ad\u2010]$")
_CLOSING = frozenset(".,;:!?)]")
_SPACES = re.compile(r"[ \t\r\n]+")


class Pieces:
    """Pieces of HTML; of white space between words, one space stays."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._text = -1  # which of them has the last words
        self._at_start = True  # of a block or a line, where no space is needed
        self._space = False
        self._line = False
        self._marked = False

    def words(self, text: str) -> None:
        """Words, or parts of words, with any white space."""
        html, before, behind = _words(text)
        if before:
            self._space = True
        if html:
            if self._space or self._line:
                self._part(html)
            self._text = len(self._pieces)
            self._pieces.append(html)
            self._at_start = self._marked = False
            self._space = behind

    def _part(self, words: str = "") -> None:
        """Write what parts the next piece from the last."""
        if self._line and not self._at_start:
            self._pieces.append("<br>")
            self._at_start = True
        elif self._space and not self._at_start:
            closes = self._marked and words[:1] in _CLOSING
            if not closes:
                self._pieces.append(" ")
        self._space = self._line = False

    def markup(self, text: str, *, block: bool = False) -> None:
        """A tag; around those of blocks, neither spaces nor line breaks are needed."""
        if block:
            self._space = self._line = False
            self._at_start = True
        elif (self._space or self._line) and not text.startswith("</"):
            self._part()
        self._pieces.append(text)

    def sign(self, text: str) -> None:
        """A mark, which closely follows the word before it."""
        self._pieces.append(text)
        self._marked = True
        self._at_start = False

    def aside(self, text: str) -> None:
        """What stands between words or parts of words and is none of them."""
        self._pieces.append(text)

    def end_line(self, gap: Gap) -> None:
        """The end of a line, of a paragraph, or of a line within a word."""
        if gap in (Gap.JOIN, Gap.TIE):
            self._space, self._at_start = False, True
            if gap is Gap.JOIN and self._text >= 0:
                self._pieces[self._text] = _HYPHEN.sub("", self._pieces[self._text])
        elif gap is Gap.LINE:
            self._line = True

    @property
    def html(self) -> Markup:
        """All of it."""
        return Markup("".join(self._pieces))


class _Words(NamedTuple):
    """Words as HTML, empty without any, and whether white space stands before and behind them."""

    html: str
    before: bool
    behind: bool


@lru_cache(maxsize=4096)  # the layers of a letter have the same texts
def _words(text: str) -> _Words:
    spaced = _SPACES.sub(" ", text)
    words = spaced.strip(" ")
    return _Words(escaped(words), spaced[:1] == " ", spaced[-1:] == " ")


@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """A text in which nothing is markup."""
    return str(escape(text))
