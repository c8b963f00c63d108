"""What elements of TEI are in HTML, and the classes that their names and values give them."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from teikit.publishing.pieces import escaped
from teikit.tei.elements import name_of_tag

if TYPE_CHECKING:
    from lxml import etree

BLOCKS: Mapping[str, str] = {
    "ab": "p",
    "address": "div",
    "addrLine": "div",
    "argument": "div",
    "back": "div",
    "body": "div",
    "byline": "p",
    "closer": "div",
    "dateline": "p",
    "div": "div",
    "docAuthor": "p",
    "epigraph": "blockquote",
    "figDesc": "p",
    "figure": "figure",
    "floatingText": "div",
    "front": "div",
    "group": "div",
    "head": "h3",
    "item": "div",
    "l": "div",
    "lg": "div",
    "list": "div",
    "listBibl": "div",
    "opener": "div",
    "p": "p",
    "postscript": "div",
    "salute": "p",
    "signed": "p",
    "table": "table",
    "row": "tr",
    "cell": "td",
    "text": "div",
    "titlePage": "div",
    "trailer": "p",
}
"""Elements that stand by themselves, and what they are in HTML if nothing in them does."""

INLINE: Mapping[str, str] = {
    "add": "ins",
    "date": "span",
    "del": "del",
    "emph": "em",
    "foreign": "i",
    "mentioned": "i",
    "term": "i",
}
RENDITIONS: Mapping[str, str] = {
    "b": "bold",
    "bold": "bold",
    "c": "centre",
    "center": "centre",
    "centre": "centre",
    "i": "italic",
    "it": "italic",
    "italic": "italic",
    "italics": "italic",
    "k": "small-capitals",
    "r": "right",
    "right": "right",
    "sc": "small-capitals",
    "smallcaps": "small-capitals",
    "spaced": "spaced",
    "g": "spaced",
    "s": "struck",
    "strikethrough": "struck",
    "sub": "sub",
    "subscript": "sub",
    "sup": "sup",
    "super": "sup",
    "superscript": "sup",
    "u": "underlined",
    "underline": "underlined",
    "underlined": "underlined",
}
"""The words of `@rend` and `@rendition` that have a look of their own."""
_WORD = re.compile(r"[a-z][a-z-]*")
_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class Look(NamedTuple):
    """What an element looks like by itself, wherever it stands.

    `classes` are its classes, `renditions` those of them that `@rend` gives; `attributes` are
    others than `class`, and `written` is all of it as markup, where nothing is added.
    """

    classes: tuple[str, ...]
    renditions: tuple[str, ...]
    attributes: Mapping[str, str]
    written: str


def look_of(element: "etree._Element") -> Look:
    """The look of an element by its name, type and rendition."""
    given = element.get
    return _look(str(element.tag), given("type"), given("rend"), given("rendition"))


@lru_cache(maxsize=4096)  # letters have the same ones over and over
def _look(tag: str, kind: str | None, rend: str | None, rendition: str | None) -> Look:
    name = name_of_tag(tag)
    attributes: dict[str, str] = {}
    if not name and _NAME.fullmatch(local := tag.rpartition("}")[2]):
        attributes["data-element"] = local
    renditions = tuple(_renditions(rend, rendition))
    classes = (
        f"tei-{name}" if _NAME.fullmatch(name) else "other",
        *(f"type-{word}" for word in (kind or "").lower().split() if _WORD.fullmatch(word)),
        *renditions,
    )
    return Look(classes, renditions, attributes, written({**attributes, "class": joined(classes)}))


def _renditions(*values: str | None) -> Iterator[str]:
    for value in values:
        for word in (value or "").lower().replace("#", " ").split():
            if found := RENDITIONS.get(word.rstrip(";")):
                yield found


def joined(classes: tuple[str, ...]) -> str:
    """The value of `class`: each once."""
    return " ".join(dict.fromkeys(classes))


def written(attributes: Mapping[str, str]) -> str:
    """Attributes as markup, in the order of their names."""
    return "".join(f' {key}="{escaped(value)}"' for key, value in sorted(attributes.items()))
