"""What PAGE XML says of a line in the attribute `custom`: `name {offset:0; length:4; …}`.

Offsets count in the text of the line as Java counts: a character beyond U+FFFF is two.
"""

import datetime
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from teikit.converting.readers import assembly
from teikit.converting.readers.assembly import Style

_GROUP = re.compile(r"([\w.-]{1,60})\s*\{([^{}]*)\}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_MOST = 200
"""Tags of a line that are looked at."""

LOOKS: Mapping[str, Style] = MappingProxyType(
    {
        "bold": assembly.BOLD,
        "italic": assembly.ITALIC,
        "letterspaced": assembly.SPACED,
        "smallcaps": assembly.SMALL_CAPS,
        "strikethrough": assembly.DELETED,
        "subscript": assembly.SUBSCRIPT,
        "superscript": assembly.SUPERSCRIPT,
        "underlined": assembly.UNDERLINE,
    }
)
"""The properties of `textStyle`, and of the element `TextStyle`, in small letters."""

_TAGS: Mapping[str, Style] = MappingProxyType(
    {
        "add": assembly.ADDED,
        "addition": assembly.ADDED,
        "del": assembly.DELETED,
        "deletion": assembly.DELETED,
        "organization": ("orgName", ()),
        "organisation": ("orgName", ()),
        "person": ("persName", ()),
        "place": ("placeName", ()),
        "strikethrough": assembly.DELETED,
        "unclear": ("unclear", (("reason", "illegible"),)),
    }
)
"""For a tag's name in small letters what TEI has for it."""

_OF_FONTS = frozenset(
    {
        "fontfamily",
        "fontsize",
        "kerning",
        "bgcolour",
        "textcolour",
        "serif",
        "monospace",
        "xheight",
        "reversevideo",
        "underlinestyle",
        "textcolourrgb",
        "bgcolourrgb",
    }
)
"""Properties that say nothing that TEI would keep."""
_NO_TEXT = frozenset({"readingorder", "structure"})
NAMES = frozenset({"persName", "placeName", "orgName", "date"})
"""Marks that are one thing each, however near they stand to each other."""


@dataclass(frozen=True, slots=True)
class PageTag:
    """A tag of a line: characters `start` up to, and without, `end`.

    `missed` says in words what of it is not in `styles`; it is empty where nothing is.
    """

    start: int
    end: int
    styles: tuple[Style, ...]
    missed: str = ""
    continued: bool = False


def groups(custom: str) -> list[tuple[str, dict[str, str]]]:
    """The names in the attribute `custom`, with their values."""
    found = []
    for match in _GROUP.finditer(custom):
        values = {}
        for pair in match[2].split(";"):
            key, colon, value = pair.partition(":")
            if colon:
                values[key.strip()] = _unescaped(value.strip())
        found.append((match[1], values))
    return found


def structure(custom: str) -> str:
    """The type that `structure {type:…}` gives; nothing where there is none."""
    types = (values.get("type", "") for name, values in groups(custom) if name == "structure")
    return next(types, "")


def order(custom: str) -> int | None:
    """The place in `readingOrder {index:…}`."""
    for name, values in groups(custom):
        if name == "readingOrder" and values.get("index", "").isdecimal():
            return int(values["index"])
    return None


def tags(custom: str, text: str) -> list[PageTag]:
    """The tags of a line with this text."""
    places = _Places(text)
    found = []
    for name, values in groups(custom)[:_MOST]:
        if name.casefold() in _NO_TEXT:
            continue
        offset, length = values.pop("offset", ""), values.pop("length", "")
        if not offset.isdecimal() or not length.isdecimal():
            start, end = 0, len(text)
        else:
            start = places(int(offset))
            end = places(int(offset) + int(length))
        continued = values.pop("continued", "") == "true"
        styles, missed = _styles(name, values)
        words = text[start:end].strip()
        if missed and words:
            missed += f": “{words}”"
        found.append(PageTag(start, end, styles, missed, continued))
    return found


def _styles(name: str, values: Mapping[str, str]) -> tuple[tuple[Style, ...], str]:
    """What TEI has for a tag, and what of it is missing there, in words."""
    kind = name.casefold()
    if kind == "textstyle":
        return looks(values)
    if kind == "date":
        when = _day(values)
        return ((("date", (("when", when),)),), "") if when else ((), name)
    if kind in _TAGS:
        return (_TAGS[kind],), ""
    words = [value for key, value in values.items() if value and value not in {"true", "false"}]
    return (), f"{name} ({', '.join(words)})" if words else name


def looks(values: Mapping[str, str]) -> tuple[tuple[Style, ...], str]:
    """The styles that the properties of `textStyle` stand for, and which of them have none."""
    on = [key for key, value in values.items() if value == "true"]
    known = tuple(LOOKS[key.casefold()] for key in on if key.casefold() in LOOKS)
    unknown = [k for k in on if k.casefold() not in LOOKS and k.casefold() not in _OF_FONTS]
    return known, f"textStyle {', '.join(unknown)}" if unknown else ""


def _day(values: Mapping[str, str]) -> str:
    """The day, month or year of a tag `date`; nothing where it has none that can be."""
    parts = [values.get(name, "") for name in ("year", "month", "day")]
    year, month, day = (int(part) if part.isdecimal() else 0 for part in parts)
    if not 0 < year < 10_000:
        return ""
    if not 0 < month < 13:
        return f"{year:04}"
    if not 0 < day < 32:
        return f"{year:04}-{month:02}"
    return _real(year, month, day)


def _real(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}"


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)


class _Places:
    """From the offsets of PAGE XML to those of a text."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        wide = [place for place, sign in enumerate(text) if ord(sign) > 0xFFFF]
        self._wide = [place + before for before, place in enumerate(wide)]

    def __call__(self, offset: int) -> int:
        return min(offset - bisect_left(self._wide, offset), self._length)
