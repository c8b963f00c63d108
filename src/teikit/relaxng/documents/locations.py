"""Where in the source of a document the things stand that expat gives no location of."""

import re
from collections.abc import Mapping

_START_TAG = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"\s+(?:([^\s=:]+):)?([^\s=:]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")

LineColumn = tuple[int, int]
"""A line and a column, from 1; columns are counted in characters."""


def attribute_offsets(source: str) -> Mapping[tuple[str, bool], int]:
    """Where the attributes begin of the start tag that `source` begins with.

    Attributes are known by their local name and by whether they have a prefix.
    """
    found: dict[tuple[str, bool], int] = {}
    start = _START_TAG.match(source)
    end = start.end() if start else len(source)
    while match := _ATTRIBUTE.match(source, end):
        found[match[2], bool(match[1])] = match.start(1) if match[1] else match.start(2)
        end = match.end()
    return found


def moved(location: LineColumn, over: str) -> LineColumn:
    """The location after `over`, which begins at `location`."""
    line, column = location
    over = over.replace("\r\n", "\n").replace("\r", "\n")
    lines = over.count("\n")
    if lines:
        return line + lines, len(over) - over.rfind("\n")
    return line, column + len(over)


def tag_before(location: LineColumn, source: bytes, end: int, encoding: str) -> LineColumn:
    """Where the empty-element tag begins that ends at byte `end` of `source`, which is `location`.

    That is `location` itself where no such tag ends there, or where it begins before `source`.
    """
    begin = source.rfind("<".encode(encoding), 0, end)
    if not source.endswith("/>".encode(encoding), 0, end) or begin < 0:
        return location
    line, column = location
    tag = source[begin:end].decode(encoding, "replace")
    lines = moved((0, 0), tag)[0]
    if not lines:
        return line, column - len(tag)
    before = source[:begin].decode(encoding, "replace")
    return line - lines, moved((1, 1), before)[1]
