"""Where in the source of a document the things stand that expat tells no place of."""

import re

_START_TAG = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"\s+(?:([^\s=:]+):)?([^\s=:]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")

Place = tuple[int, int]
"""A line and a column, from 1; columns are counted in characters."""


def attribute_offsets(tag: bytes) -> dict[tuple[str, bool], str]:
    """For each attribute of the start tag that `tag` begins with, the source before it.

    Attributes are known by their local name and by whether they have a prefix. Nothing is found in
    encodings that do not keep ASCII as it is.
    """
    source = tag.decode("utf-8", "replace")
    found: dict[tuple[str, bool], str] = {}
    start = _START_TAG.match(source)
    place = start.end() if start else len(source)
    while match := _ATTRIBUTE.match(source, place):
        begin = match.start(1) if match[1] else match.start(2)
        found[match[2], bool(match[1])] = source[:begin]
        place = match.end()
    return found


def moved(place: Place, over: str) -> Place:
    """The place after `over`, which begins at `place`."""
    line, column = place
    lines = over.count("\n")
    if lines:
        return line + lines, len(over) - over.rfind("\n")
    return line, column + len(over)


def tag_before(place: Place, source: bytes, end: int) -> Place:
    """Where the empty-element tag begins that ends at byte `end` of `source`, which is `place`.

    An end tag that begins at `end` is what is meant, if there is one; and `place` is all that can
    be said where the tag begins before `source`.
    """
    begin = source.rfind(b"<", 0, end)
    if source.startswith(b"</", end) or begin < 0 or b"\0" in source[begin:end]:
        return place
    tag = source[begin:end].decode("utf-8", "replace")
    line, column = place
    lines = tag.count("\n")
    if not lines:
        return line, column - len(tag)
    before = source.rfind(b"\n", 0, begin)
    return line - lines, len(source[before + 1 : begin].decode("utf-8", "replace")) + 1
