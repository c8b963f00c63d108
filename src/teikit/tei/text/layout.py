"""The last step to plain text: from pieces and signs for breaks to lines and paragraphs."""

import re
from dataclasses import dataclass, field

from teikit.tei.text.layers import JOIN, LINE, PARAGRAPH

CLOSING = tuple(",.;:!?)]”")
"""What closely follows a word, whatever stands between."""

# A note mark, or the place of words that are left out, between two signs that XML does not allow:
# the spaces around it are put in order once its neighbours are known.
_OPEN = "\x03"
_SHUT = "\x04"


@dataclass(slots=True)
class Block:
    """A text in the making: the document, or one of its notes. `hidden` counts what hides words."""

    label: str = ""
    pieces: list[str] = field(default_factory=list)
    hidden: int = 0

    def write(self, text: str | None) -> None:
        """Words or a sign, which are lost where words are hidden."""
        if text and not self.hidden:
            self.pieces.append(text)

    def mark(self, sign: str) -> None:
        """A note mark: what hides words does not hide it, as the list of notes holds its note."""
        self.pieces.append(f"{_OPEN}{sign}{_SHUT}")

    def laid_out(self, apart: bool) -> str:
        """The finished text: spaces collapsed, marks set, breaks made lines.

        `apart` says that marks are set to their words, and paragraphs parted by an empty line.
        """
        text = " ".join("".join(self.pieces).split())
        if apart:
            text = _MARKS.sub(_mark_set, _JOINED.sub("", text))
        paragraph = "\n\n" if apart else "\n"
        text = _BREAKS.sub(lambda found: paragraph if PARAGRAPH in found[0] else "\n", text)
        return f"{self.label}{text.strip()}".strip()


_JOINED = re.compile(rf"[-\u2010\u00ad¬⸗=]? ?(?:{JOIN} ?)+")
_MARKS = re.compile(rf" ?((?:{_OPEN}[^{_OPEN}{_SHUT}]*{_SHUT} ?)+)")
_BREAKS = re.compile(rf" ?[{LINE}{PARAGRAPH}][{LINE}{PARAGRAPH} ]*")
_NO_SPACE_BEFORE = (*CLOSING, LINE, PARAGRAPH)
_MARK_SIGNS = str.maketrans("", "", f"{_OPEN}{_SHUT} ")


def _mark_set(match: re.Match[str]) -> str:
    """Note marks follow their word closely; a space on either side of them goes behind them."""
    spaced = match[0].startswith(" ") or " " in match[1]
    ends = match.end() == len(match.string) or match.string.startswith(
        _NO_SPACE_BEFORE, match.end()
    )
    return match[1].translate(_MARK_SIGNS) + (" " if spaced and not ends else "")
