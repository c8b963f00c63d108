"""XML as it is written: its tags, the texts between them, and the lines on which they stand.

Parsers report event by event, and lxml forgets columns. Of a document that a parser has read, so
that it is known to be well-formed, one regular expression finds all markup at once.
"""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, chain

_TAG = r"""<[^!?"'>][^"'>]*+(?:"[^"]*"[^"'>]*+|'[^']*'[^"'>]*+)*+>"""
_OTHER = r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
_PIECES = re.compile(rf"({_TAG}|{_OTHER})([^<]*)", re.DOTALL)
_DOCTYPE = r"""<!DOCTYPE[^\["'>]*+(?:"[^"]*"[^\["'>]*+|'[^']*'[^\["'>]*+)*+"""
_DOCTYPE += r"""(?:\[(?:<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|[^\]"'])*+\]\s*)?>"""
_ENTITY = r"&(?!\#|(?:amp|lt|gt|quot|apos);)"
# Without a DOCTYPE there are no entities but the five of XML.
_PIECES_WITH_ENTITIES = re.compile(
    rf"({_TAG}|{_OTHER}|{_DOCTYPE}|{_ENTITY}[^;]*;)((?:[^<&]|(?!{_ENTITY})&)*)",
    re.DOTALL,
)
_DECLARATION = re.compile(r"<\?xml\s")
_BREAK = re.compile(r"\r\n?|\n")
_FEED = re.compile(r"\n")
_SPACE = re.compile(r"\s")
_SHOWN = 160
"""Characters of a line that are shown; lines of TEI can be very long."""
_NAMESPACES = 1000
"""Declarations of namespaces in a document that is plain: each may stand within all the others."""

Piece = tuple[str, str]
"""Markup, and the text behind it up to the next."""


class Lines:
    """A text and its lines; positions are counted in characters, from 0."""

    def __init__(self, text: str) -> None:
        self.text = text

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Both counted from 1, as editors show them."""
        starts = self.starts_and_ends[0]
        line = bisect_right(starts, position)
        return line, position - starts[line - 1] + 1

    def position(self, line: int, column: int) -> int:
        """The position of a line and a column, both from 1, or the nearest that there is."""
        starts, ends = self.starts_and_ends
        index = min(max(line, 1), len(starts)) - 1
        return min(starts[index] + max(column, 1) - 1, ends[index])

    def line_end(self, position: int) -> int:
        """Where the line ends on which a position is."""
        starts, ends = self.starts_and_ends
        return ends[bisect_right(starts, position) - 1]

    def excerpt(self, position: int) -> tuple[str, int]:
        """The line of a position, a long one cut around it, and the column in what is left."""
        starts, ends = self.starts_and_ends
        line = bisect_right(starts, position) - 1
        first = max(position - _SHOWN // 2, starts[line])
        text = self.text[first : min(ends[line], first + _SHOWN)]
        indent = min(len(text) - len(text.lstrip()), position - first)
        return _SPACE.sub(" ", text[indent:].rstrip()), position - first - indent + 1

    @cached_property
    def starts_and_ends(self) -> tuple[list[int], list[int]]:
        """Where each line begins, and where its break does."""
        text = self.text
        if "\r" not in text:
            ends = [found.start() for found in _FEED.finditer(text)]
            return [0, *[at + 1 for at in ends]], [*ends, len(text)]
        breaks = [found.span() for found in _BREAK.finditer(text)]
        return [0, *[end for _, end in breaks]], [*[start for start, _ in breaks], len(text)]


class Markup(Lines):
    """The markup of a well-formed document.

    Attributes:
        pieces: all markup in order, each with the text behind it. A reference to an entity is
            markup, too, but for those that every document of XML knows.
    """

    def __init__(self, text: str) -> None:
        """`text` has no mark of its encoding at its beginning."""
        super().__init__(text)
        pattern = _PIECES_WITH_ENTITIES if "<!DOCTYPE" in text else _PIECES
        self.pieces: list[Piece] = pattern.findall(text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each piece begins."""
        lengths = [*map(len, chain.from_iterable(self.pieces))]
        first = len(self.text) - sum(lengths)
        return [*accumulate(lengths, initial=first)][:-1:2]

    @cached_property
    def nodes(self) -> list[int]:
        """The numbers of the pieces with which nodes begin; in a tree, they are in this order.

        Nodes are elements, comments, instructions and references to entities.
        """
        found = [
            number
            for number, (markup, _) in enumerate(self.pieces)
            if markup[1] != "/" and (markup[1] != "!" or markup[2] == "-")
        ]
        return found[1:] if _DECLARATION.match(self.text) else found

    @cached_property
    def start_tags(self) -> list[str]:
        """The start tags, in their order."""
        return [one for one, _ in self.pieces if one[1] not in "/!?" and one[0] == "<"]

    @property
    def root_end(self) -> int:
        """Where the start tag of the outermost element ends."""
        return self.text.find(self.start_tags[0]) + len(self.start_tags[0])

    @cached_property
    def is_plain(self) -> bool:
        """Whether there are only elements, texts, comments, instructions, and a few namespaces."""
        text = self.text
        return (
            "<![CDATA[" not in text
            and "<!DOCTYPE" not in text
            and text.count("xmlns") <= _NAMESPACES
        )
