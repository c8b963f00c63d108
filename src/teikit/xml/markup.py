"""XML as it is written: its tags, the texts between them, and the lines on which they stand.

Parsers report event by event, and lxml forgets columns. Of a document that a parser has read, so
that it is known to be well-formed, all markup is found at once.
"""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, compress, count, islice

from teikit.xml.entities import Expansion, expanded

_TAG = r"""<[^!?"'>][^"'>]*+(?:"[^"]*"[^"'>]*+|'[^']*'[^"'>]*+)*+>"""
_OTHER = r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
_PARTS = re.compile(rf"({_TAG}|{_OTHER})", re.DOTALL)
_DOCTYPE = r"""<!DOCTYPE[^\["'>]*+(?:"[^"]*"[^\["'>]*+|'[^']*'[^\["'>]*+)*+"""
_DOCTYPE += r"""(?:\[(?:<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|[^\]"'])*+\]\s*)?>"""
_PARTS_WITH_DOCTYPE = re.compile(rf"({_TAG}|{_OTHER}|{_DOCTYPE})", re.DOTALL)
_CUT = re.compile(r"<(?:\?[^>]*(?<!\?)|!(?!--[^>]*-->|\[CDATA\[[^>]*\]\]>)[^>]*)>")
"""The beginning of a comment or the like, up to a bracket that does not end it."""
_CONTROL = "\x01"
"""A character that XML does not allow."""
_DECLARATION = re.compile(r"<\?xml\s")
_BREAK = re.compile(r"\r\n?|\n")
_FEED = re.compile(r"\n")
_SPACE = re.compile(r"\s")
_NEAR = 65536
"""Characters that are looked through for the breaks between two positions."""
_SHOWN = 160
"""Characters of a line that are shown; lines of TEI can be very long."""
_NOT_PLAIN = re.compile(r"[&\t\r\n]")
_BREAK_OR_TAB = re.compile(r"\r\n|[\t\r\n]")
_CARRIAGE_RETURN = re.compile(r"\r\n?")
_REFERENCE = re.compile(r"&(?:\#(?:x([0-9a-fA-F]+)|([0-9]+))|(amp|lt|gt|quot|apos));")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SECTION = re.compile(r"<!(?!--)")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_IS_START = bytes(character not in b"/!?" for character in range(256))
_IS_NODE = bytes(character not in b"/" for character in range(256))
"""Whether a tag is that of an element, or of any node, by its second character."""
_NAMESPACE = "xmlns"
_MOST_NAMESPACES = 1000
"""Declarations of namespaces in a document that is plain: each may stand within all the others."""


class Lines:
    """A text and its lines; positions are counted in characters, from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        # A position that was asked for, its line from 1, and where that begins.
        self._near = (0, 1, 0)

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Both counted from 1, as editors show them."""
        near, line, start = self._near if position >= self._near[2] else (0, 1, 0)
        if position - near > _NEAR or self._has_returns:
            line = bisect_right(self.line_starts, position)
            start = self.line_starts[line - 1]
        elif breaks := self.text.count("\n", near, position):
            line += breaks
            start = self.text.rfind("\n", near, position) + 1
        self._near = (position, line, start)
        return line, position - start + 1

    def position(self, line: int, column: int) -> int:
        """The position of a line and a column, both from 1, or the nearest that there is."""
        start = self.line_starts[min(max(line, 1), len(self.line_starts)) - 1]
        return min(start + max(column, 1) - 1, self.line_end(start))

    def line_end(self, position: int) -> int:
        """Where the line ends on which a position is."""
        if not self._has_returns:
            end = self.text.find("\n", position)
            return len(self.text) if end < 0 else end
        line = bisect_right(self.line_starts, position)
        if line == len(self.line_starts):
            return len(self.text)
        end = self.line_starts[line] - 1
        return end - 1 if self.text.endswith("\r\n", 0, end + 1) else end

    def excerpt(self, position: int) -> tuple[str, int]:
        """The line of a position, a long one cut around it, and the column in what is left."""
        first = max(position - _SHOWN // 2, 0)
        if self._has_returns:
            first = max(first, self.line_starts[bisect_right(self.line_starts, position) - 1])
            end = min(self.line_end(position), first + _SHOWN)
        else:
            first = self.text.rfind("\n", first, position) + 1 or first
            end = self.text.find("\n", position, first + _SHOWN)
        text = self.text[first : first + _SHOWN if end < 0 else end]
        indent = min(len(text) - len(text.lstrip()), position - first)
        line = text[indent:].rstrip()
        # A space is the only white space that can be printed.
        shown = line if line.isprintable() else _SPACE.sub(" ", line)
        return shown, position - first - indent + 1

    @cached_property
    def _has_returns(self) -> bool:
        return "\r" in self.text

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins."""
        pattern = _BREAK if self._has_returns else _FEED
        return [0, *[found.end() for found in pattern.finditer(self.text)]]


class Markup(Lines):
    """The markup of a well-formed document without entities of its own.

    Attributes:
        tags: all markup in order: tags, and comments, instructions and the like.
        texts: the text behind each of them, up to the next.
    """

    def __init__(self, text: str) -> None:
        """`text` has no mark of its encoding at its beginning."""
        super().__init__(text)
        # What is before the first tag, that, the text behind it, the next tag, ...
        self._parts = _split(text) or _found(text)
        self.tags = self._parts[1::2]
        self.texts = self._parts[2::2]

    @property
    def file(self) -> Lines:
        """The file as it is written: another text where that has entities."""
        return self

    def span_in_file(self, start: int, end: int) -> tuple[int, int]:
        """Where in the file the characters stand that are from `start` up to `end` here."""
        return start, end

    def is_written(self, start: int, end: int) -> bool:
        """Whether the characters from `start` up to `end` stand so in the file."""
        return True

    @cached_property
    def starts(self) -> list[int]:
        """Where each tag begins."""
        return [*islice(accumulate(map(len, self._parts)), 0, 2 * len(self.tags), 2)]

    @cached_property
    def nodes(self) -> list[int]:
        """The numbers of the tags with which nodes begin; in a tree, they are in this order.

        Nodes are elements, comments and instructions.
        """
        found = [*compress(count(), self._seconds.translate(_IS_NODE))]
        if self._has_sections:
            found = [at for at in found if self.tags[at][1] != "!" or self.tags[at][2] == "-"]
        return found[1:] if _DECLARATION.match(self.text) else found

    @cached_property
    def start_tags(self) -> list[str]:
        """The start tags, in their order."""
        return [*compress(self.tags, self._are_starts)]

    @cached_property
    def start_texts(self) -> list[str]:
        """The text behind each start tag."""
        return [*compress(self.texts, self._are_starts)]

    @cached_property
    def _are_starts(self) -> bytes:
        """Which tags are start tags: a byte for each, 1 or 0."""
        return self._seconds.translate(_IS_START)

    @cached_property
    def _seconds(self) -> bytes:
        """The second character of each tag, which says what that is; `_` if it is not ASCII."""
        seconds = "".join([tag[1] for tag in self.tags])
        return (seconds if seconds.isascii() else _NOT_ASCII.sub("_", seconds)).encode()

    @cached_property
    def is_plain(self) -> bool:
        """Whether there are only elements, texts, comments, instructions, and a few namespaces."""
        return not self._has_sections and self._namespaces <= _MOST_NAMESPACES

    @property
    def is_in_one_scope(self) -> bool:
        """Whether names mean the same everywhere: no element but the outermost has namespaces."""
        return self._namespaces == self.start_tags[0].count(_NAMESPACE)

    @cached_property
    def _has_sections(self) -> bool:
        """Whether there are sections of characters, or a DOCTYPE."""
        return b"!" in self._seconds and bool(_SECTION.search(self._all_tags))

    @cached_property
    def _namespaces(self) -> int:
        """How many namespaces are declared, or somewhat more."""
        return self._all_tags.count(_NAMESPACE)

    @cached_property
    def _all_tags(self) -> str:
        """Much shorter than the text, if something is to be looked for in all tags."""
        return "".join(self.tags)


class ExpandedMarkup(Markup):
    """The markup of a document whose entities stand in place of their references."""

    def __init__(self, written: str, expansion: Expansion) -> None:
        """`written` is the text of the file."""
        super().__init__(expansion.text)
        self.expansion = expansion
        self._file = Lines(written)

    @property
    def file(self) -> Lines:
        """The file as it is written."""
        return self._file

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Where it is in the file; what an entity holds is where the reference is."""
        return self._file.line_and_column(self.expansion.origin.start(position))

    def span_in_file(self, start: int, end: int) -> tuple[int, int]:
        """Where in the file the characters stand, or the references that they come from."""
        origin = self.expansion.origin
        first = origin.start(start)
        return first, max(origin.end(end), first) if end > start else first

    def is_written(self, start: int, end: int) -> bool:
        """Whether the characters stand so in the file, not in an entity."""
        return self.expansion.origin.is_written(start, end)


def read_markup(text: str) -> Markup:
    """The markup of a well-formed document that is written so. Raises `ExpansionError`."""
    expansion = expanded(text)
    return Markup(text) if expansion is None else ExpandedMarkup(text, expansion)


def _split(text: str) -> list[str]:
    """What is before the first tag, that, what is behind it, and so on.

    Nothing where there is a bracket that is no tag's: that takes longer.
    """
    # No document has such a character; and this takes half as long as a regular expression.
    parts = text.replace("<", f"{_CONTROL}<").replace(">", f">{_CONTROL}").split(_CONTROL)
    tags = parts[1::2]
    count, brackets = len(tags), "".join(tags)
    # All brackets are in tags, then: each has one of both.
    each = brackets.count("<") == brackets.count(">") == count and len(parts) == 2 * count + 1
    return parts if each and not _CUT.search(brackets) else []


def _found(text: str) -> list[str]:
    """The same of any document."""
    return (_PARTS_WITH_DOCTYPE if "<!DOCTYPE" in text else _PARTS).split(text)


def unescape_text(written: str) -> str:
    """The text between tags that is written so (XML, section 2.11); there are no own entities."""
    if "\r" in written:
        written = _CARRIAGE_RETURN.sub("\n", written)
    return _REFERENCE.sub(_character, written) if "&" in written else written


def unescape_value(written: str) -> str:
    """The value of an attribute that is written so (XML, section 3.3.3)."""
    if is_plain_value(written):
        return written
    return _REFERENCE.sub(_character, _BREAK_OR_TAB.sub(" ", written))


def is_plain_value(written: str) -> bool:
    """Whether the value of an attribute, or each in a tag, is as it is written."""
    return not _NOT_PLAIN.search(written)


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _CHARACTERS[name]
    return chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
