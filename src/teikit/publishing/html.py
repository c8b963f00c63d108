"""The text of a document as HTML, in one layer, from the events of the one walker of text.

Everything that TEI says of an element stays: what has no element of HTML is a `span` or a `div`
with the name of TEI as its class. Nothing of a file becomes markup: names, values and words are
escaped, addresses are those of the web or of pages of the site, and languages have their form.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from teikit.tei.apparatus import NO_APPARATUS, Note
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.languages import SHORTER
from teikit.tei.text.events import (
    Break,
    Characters,
    Closed,
    Hidden,
    NoteMark,
    Opened,
    Symbol,
)
from teikit.tei.text.layers import LAYERS, Gap, runs_on
from teikit.tei.text.walker import events

if TYPE_CHECKING:
    from lxml import etree

Link = Callable[["etree._Element"], str]
"""The address within the site that an element leads to; empty where it leads nowhere."""

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
    "div": "section",
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
    "postscript": "section",
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

_BLOCK_TAGS = frozenset({*BLOCKS.values(), "caption"})

INLINE: Mapping[str, str] = {
    "add": "ins",
    "date": "span",
    "del": "del",
    "emph": "em",
    "foreign": "i",
    "mentioned": "i",
    "term": "i",
}
_RENDITIONS: Mapping[str, str] = {
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
_TOLD = ("reason", "unit", "extent", "quantity", "place", "hand", "rend", "cause", "cert", "resp")
"""Attributes that are shown where a pointer rests on what was done to the text."""
_CHANGED = frozenset(
    {"add", "del", "supplied", "surplus", "unclear", "gap", "damage", "corr", "sic", "ex", "am"}
    | {"expan", "abbr", "reg", "orig", "subst", "mod", "restore", "retrace", "metamark", "space"}
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WORD = re.compile(r"[a-z][a-z-]*")
_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_HYPHEN = re.compile("[-\u00ac\u2e17\u00ad\u2010]$")
_CLOSING = frozenset(".,;:!?)]")
_SPACES = re.compile(r"[ \t\r\n]+")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class NoteHtml:
    """A note: its number, its anchor on the page, those of its marks, and its words."""

    number: str
    anchor: str
    marks: tuple[str, ...]
    body: Markup


@dataclass(frozen=True, slots=True)
class TextHtml:
    """The text in one layer, and its notes."""

    layer: str
    body: Markup
    notes: tuple[NoteHtml, ...]


def text_html(document: Document, layer: str, link: Link) -> TextHtml:
    """The text of a document in a layer (`LAYERS`); `link` is asked of names and references."""
    return _Writer(document, layer, link).written()


def language_of(tag: str) -> str:
    """The tag of a language as HTML has it; empty where it has not the form of one."""
    if not _LANGUAGE.fullmatch(tag):
        return ""
    code, hyphen, rest = tag.partition("-")
    return f"{SHORTER.get(code.lower(), code)}{hyphen}{rest}"


class _Buffer:
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
        for number, word in enumerate(_SPACES.split(text)):
            self._space = self._space or bool(number)
            if word:
                self._part(word)
                self._text = len(self._pieces)
                self._pieces.append(str(escape(word)))
                self._at_start = self._marked = False

    def _part(self, word: str = "") -> None:
        """Write what parts the next piece from the last."""
        if self._line and not self._at_start:
            self._pieces.append("<br>")
        elif self._space and not self._at_start:
            closes = self._marked and word[:1] in _CLOSING
            if not closes:
                self._pieces.append(" ")
        self._space = self._line = False

    def markup(self, text: str, *, block: bool = False) -> None:
        """A tag; around those of blocks, neither spaces nor line breaks are needed."""
        if block:
            self._space = self._line = False
            self._at_start = True
        elif not text.startswith("</"):
            self._part()
        self._pieces.append(text)

    def sign(self, text: str) -> None:
        """A mark, which closely follows the word before it."""
        self._pieces.append(text)
        self._marked = True
        self._at_start = False

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
        return Markup("".join(self._pieces))


class _Writer:
    def __init__(self, document: Document, layer: str, link: Link) -> None:
        self._document = document
        self._layer = layer
        self._table = LAYERS[layer]
        self._link = link
        self._buffer = _Buffer()
        self._around: list[_Buffer] = []
        self._with_blocks = _around_blocks(document.text)
        self._open_tags: list[str] = []
        self._noted = NO_APPARATUS
        self._broken = False  # whether a line has just ended
        self._anchors: dict[int, str] = {}
        self._marks: dict[str, list[str]] = {}
        self._notes: list[tuple[str, str, _Buffer]] = []

    def written(self) -> TextHtml:
        found = self._document.notes()
        noted = self._noted = found if self._table.apart else NO_APPARATUS
        for event in events(
            self._document.text, self._table, noted, with_notes=True, behind=found.outside
        ):
            self._add(event)
            self._broken = isinstance(event, Break)
        notes = tuple(
            NoteHtml(number, anchor, tuple(self._marks.get(anchor, ())), buffer.html)
            for number, anchor, buffer in self._notes
        )
        return TextHtml(self._layer, self._buffer.html, notes)

    def _add(self, event: object) -> None:
        match event:
            case Characters(text=text, hidden=False):
                self._buffer.words(text)
            case Symbol(text=text) if text.strip() == "|" and self._open_tags[-1:] == ["td"]:
                pass  # cells have their own borders here
            case Symbol(text=text):
                self._buffer.markup('<span class="sign">')
                self._buffer.words(text)
                self._buffer.markup("</span>")
            case Opened(hidden=True, apart=None) | Closed(opened=Opened(hidden=True, apart=None)):
                pass
            case Opened():
                self._open(event)
            case Closed(opened=opened):
                self._close(opened)
            case Break(gap=gap):
                self._buffer.end_line(gap)
            case NoteMark(number=number, note=note):
                self._mark(number, note)
            case Hidden() | Characters():
                pass

    def _mark(self, number: str, note: Note | None) -> None:
        shown = escape(number)
        if note is None:
            self._buffer.sign(f'<sup class="mark">{shown}</sup>')
            return
        anchor, mark = self._marked(note)
        self._buffer.sign(
            f'<a class="mark" id="{mark}" href="#{anchor}" role="doc-noteref">{shown}</a>'
        )

    def _marked(self, note: Note) -> tuple[str, str]:
        """The anchor of a note, and that of one more mark that leads to it."""
        anchor = self._anchor(note.element)
        marks = self._marks.setdefault(anchor, [])
        marks.append(f"{anchor}-{len(marks) + 1}")
        return anchor, marks[-1]

    def _anchor(self, note: "etree._Element") -> str:
        return self._anchors.setdefault(id(note), f"{self._layer}-n{len(self._anchors) + 1}")

    def _open(self, event: Opened) -> None:
        if event.apart is not None:
            self._around.append(self._buffer)
            self._buffer = _Buffer()
            if event.name == "note":  # else it is the heading of the notes
                self._notes.append((event.apart, self._anchor(event.element), self._buffer))
            return
        tag, attributes = self._tag(event)
        self._open_tags.append(tag)
        self._buffer.markup(f"<{tag}{attributes}>", block=tag in _BLOCK_TAGS)

    def _close(self, opened: Opened) -> None:
        if opened.apart is not None:
            self._buffer = self._around.pop()
            return
        tag = self._open_tags.pop()
        self._buffer.markup(f"</{tag}>", block=tag in _BLOCK_TAGS)

    def _tag(self, event: Opened) -> tuple[str, str]:
        """The element of HTML, and its attributes as markup."""
        element, name = event.element, event.name
        attributes: dict[str, str] = {}
        tag = self._element(element, name)
        classes = [f"tei-{name}"] if _NAME.fullmatch(name) else ["other"]
        classes += [f"type-{word}" for word in _words(element.get("type"))]
        classes += [_RENDITIONS[word] for word in _renditions(element) if word in _RENDITIONS]
        if name in _CHANGED:
            classes.append("changed")
            details = [f"{key}: {value}" for key in _TOLD if (value := element.get(key))]
            if details:
                attributes["title"] = ", ".join(details)
        if language := language_of(element.get(_XML_LANG, "")):
            attributes["lang"] = language
        inner = "a" in self._open_tags  # links do not nest
        if tag == "span" and not inner:
            if notes := self._noted.of_mark.get(element):  # the mark as it is printed
                tag = "a"
                classes.append("mark")
                anchor, attributes["id"] = self._marked(notes[0])
                attributes |= {"href": f"#{anchor}", "role": "doc-noteref"}
            elif address := self._address(element, name):
                tag = "a"
                attributes["href"] = address
        if tag == "td":
            attributes.update(_spans(element))
        attributes["class"] = " ".join(dict.fromkeys(classes))
        written = "".join(f' {key}="{escape(value)}"' for key, value in sorted(attributes.items()))
        return tag, written

    def _element(self, element: "etree._Element", name: str) -> str:
        if name in ("row", "cell") and not _in_table(element):
            return "div"
        if name in ("table", "row", "cell"):
            return BLOCKS[name]
        if element in self._with_blocks:
            return "section" if name == "div" else "div"
        if name in BLOCKS and runs_on(name) and not self._broken:
            return "span"
        if name == "head" and name_of(element.getparent()) in ("table", "row"):
            return "caption"
        return BLOCKS.get(name) or INLINE.get(name, "span")

    def _address(self, element: "etree._Element", name: str) -> str:
        found = self._link(element)
        if not found and name in ("ref", "ptr"):
            target = (element.get("target") or "").split()
            found = target[0] if target and _WEB.fullmatch(target[0]) else ""
        return found


def _around_blocks(text: "etree._Element") -> "frozenset[etree._Element]":
    """The elements in which others stand that have lines of their own."""
    found: set[etree._Element] = set()
    for element in text.iter("*"):
        if name_of(element) in BLOCKS:
            for around in element.iterancestors():
                if around in found:
                    break
                found.add(around)
    return frozenset(found)


def _in_table(element: "etree._Element") -> bool:
    wanted = "table" if name_of(element) == "row" else "row"
    parent = element.getparent()
    if name_of(parent) != wanted or parent is None:
        return False
    return wanted == "table" or _in_table(parent)


def _spans(cell: "etree._Element") -> Iterator[tuple[str, str]]:
    for name, other in (("cols", "colspan"), ("rows", "rowspan")):
        value = cell.get(name, "")
        if value.isdecimal() and 1 < int(value) <= 100:
            yield other, str(int(value))


def _renditions(element: "etree._Element") -> Iterator[str]:
    for value in (element.get("rend"), element.get("rendition")):
        for word in (value or "").lower().replace("#", " ").split():
            yield word.rstrip(";")


def _words(value: str | None) -> Iterator[str]:
    return (word for word in (value or "").lower().split() if _WORD.fullmatch(word))
