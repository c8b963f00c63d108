"""The text of a document as HTML, in one layer, from the events of the one walker of text.

Everything that TEI says of an element stays: what has no element of HTML is a `span` or a `div`
with the name of TEI as its class. Nothing of a file becomes markup: names, values and words are
escaped, addresses are those of the web or of pages of the site, and languages have their form.
Elements of other vocabularies keep their names, too (`data-element`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from teikit.publishing.languages import direction, html_language, is_mixed
from teikit.publishing.markings import (
    IN_RENDITION,
    LegendLine,
    Seen,
    in_words,
    kind_of_marking,
)
from teikit.publishing.reasons import Reasons
from teikit.tei.apparatus import NO_APPARATUS, Apparatus, Note
from teikit.tei.documents import Document
from teikit.tei.elements import XML_LANG, is_empty, name_of
from teikit.tei.header import elements
from teikit.tei.text.events import (
    Break,
    Characters,
    Closed,
    Hidden,
    NoteMark,
    Opened,
    Symbol,
)
from teikit.tei.text.layers import LAYERS, Gap, Rule, Shape, runs_on
from teikit.tei.text.plain import plain
from teikit.tei.text.walker import events

if TYPE_CHECKING:
    from lxml import etree


class Goal(NamedTuple):
    """What an element leads to within the site: its address, and the words for it, if any."""

    address: str = ""
    title: str = ""


Link = Callable[["etree._Element"], Goal]


class ImageLink(NamedTuple):
    """A picture of a page or in a text: its address, and whether it is in the site itself."""

    address: str
    is_here: bool


class Leads(NamedTuple):
    """What the elements of a document lead to.

    `link` is asked of names and references, `picture` of the addresses of pictures.
    """

    link: Link
    picture: Callable[[str], ImageLink | None]
    reasons: Reasons


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

_BLOCK_TAGS = frozenset({*BLOCKS.values(), "caption", "h4", "h5", "h6", "li", "ol", "ul"})
_STRICT_TAGS = frozenset({"table", "tr", "ul", "ol"})
"""Tags in which only certain others may stand: what else comes waits for the next of these."""
_WITH_HEADINGS = frozenset({"div", "floatingText", "postscript"})
_LOWEST = 6
_ORDERED = frozenset({"ordered", "numbered"})
_EMPTY = frozenset({"anchor", "cb", "gb", "lb", "milestone", "pb"})
_BARE = _EMPTY | {"c", "w", "pc"}
"""Elements that need no tag, unless they have a look of their own."""
_PARTS_OF = {"list": frozenset({"item"}), "row": frozenset({"cell"}), "table": frozenset({"row"})}

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
_WORD = re.compile(r"[a-z][a-z-]*")
_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_HYPHEN = re.compile("[-\u00ac\u2e17\u00ad\u2010]$")
_CLOSING = frozenset(".,;:!?)]")
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class NoteHtml:
    """A note: its number, its anchor on the page, those of its marks, and its words."""

    number: str
    anchor: str
    marks: tuple[str, ...]
    body: Markup


@dataclass(frozen=True, slots=True)
class TextHtml:
    """The text in one layer, and its notes.

    `legend` explains the signs in it, `left_out` says in words what it leaves out; `anchors` are
    those of notes, by their elements.
    """

    layer: str
    body: Markup
    notes: tuple[NoteHtml, ...]
    legend: tuple[LegendLine, ...]
    left_out: str
    anchors: "Mapping[etree._Element, str]"


def text_html(document: Document, layer: str, leads: Leads) -> TextHtml:
    """The text of a document in a layer (`LAYERS`)."""
    return _Writer(document, layer, leads).written()


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
            self._at_start = True
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
        return Markup("".join(self._pieces))


class _Writer:
    def __init__(self, document: Document, layer: str, leads: Leads) -> None:
        self._document = document
        self._layer = layer
        self._table = LAYERS[layer]
        self._leads = leads
        self._labels = leads.reasons.labels
        self._seen = Seen(self._table, self._labels)
        self._buffer = _Buffer()
        self._around: list[_Buffer] = []
        found = document.notes()
        self._outside = found.outside
        self._noted = found if self._table.apart else NO_APPARATUS
        self._with_blocks = _around_blocks(document.text, self._noted)
        self._is_mixed = is_mixed(document.text)
        # What holds thousands is looked at once.
        self._is_table, self._list = cache(_is_table), cache(_list)
        self._has_heading, self._described = cache(_has_heading), cache(_described)
        self._open_tags: list[str] = []
        self._hidden = 0  # how many of the open elements are hidden
        self._broken = False  # whether a line has just ended
        self._delayed: list[str] = []
        self._title = ""  # the words of a link that has none of its own
        self._anchors: dict[etree._Element, str] = {}
        self._marks: dict[str, list[str]] = {}
        self._notes: list[tuple[str, str, _Buffer]] = []

    def written(self) -> TextHtml:
        for event in events(
            self._document.text, self._table, self._noted, with_notes=True, behind=self._outside
        ):
            self._add(event)
            self._broken = isinstance(event, Break)
        self._release()
        notes = tuple(
            NoteHtml(number, anchor, tuple(self._marks.get(anchor, ())), buffer.html)
            for number, anchor, buffer in self._notes
        )
        seen = self._seen
        return TextHtml(
            self._layer, self._buffer.html, notes, seen.legend(), seen.without(), self._anchors
        )

    def _add(self, event: object) -> None:
        match event:
            case Characters(text=text, hidden=False):
                self._words(text)
            case Symbol(text=text) if text.strip() == "|" and self._open_tags[-1:] == ["td"]:
                pass  # cells have their own borders here
            case Symbol(text=text):
                if self._open_tags[-1:] != ["page"]:
                    self._symbol(text)
            case Opened(hidden=True, apart=None):
                self._hide(event)
            case Closed(opened=Opened(hidden=True, apart=None)):
                self._unhide()
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

    def _words(self, text: str) -> None:
        if self._delayed and not text.isspace():
            self._release()
        self._buffer.words(text)

    def _symbol(self, text: str) -> None:
        """A sign of the layer, or the title of the letter that a reference without words means."""
        if self._title:
            self._buffer.words(self._title)
            self._title = ""
            return
        if text.isspace():
            self._buffer.words(text)
            return
        self._buffer.markup('<span class="sign">')
        self._buffer.words(text)
        self._buffer.markup("</span>")

    # --- marks of notes ---

    def _mark(self, number: str, note: Note | None) -> None:
        shown = escape(number)
        if note is None:
            self._sign(f'<sup class="mark">{shown}</sup>')
            return
        anchor, mark = self._marked(note)
        self._seen.add("note", Markup('<span class="mark">1</span>'))
        self._sign(f'<a class="mark" id="{mark}" href="#{anchor}" role="doc-noteref">{shown}</a>')

    def _sign(self, markup: str) -> None:
        if self._is_strict:
            self._delayed.append(markup)
        else:
            self._buffer.sign(markup)

    def _marked(self, note: Note) -> tuple[str, str]:
        """The anchor of a note, and that of one more mark that leads to it."""
        anchor = self._anchor(note.element)
        marks = self._marks.setdefault(anchor, [])
        marks.append(f"{anchor}-{len(marks) + 1}")
        return anchor, marks[-1]

    def _anchor(self, note: "etree._Element") -> str:
        return self._anchors.setdefault(note, f"{self._layer}-n{len(self._anchors) + 1}")

    # --- elements ---

    @property
    def _is_strict(self) -> bool:
        return bool(self._open_tags) and self._open_tags[-1] in _STRICT_TAGS

    @property
    def _in_link(self) -> bool:
        """Whether a link is open: they do not nest, but a note stands elsewhere."""
        for tag in reversed(self._open_tags):
            if tag in ("a", "note"):
                return tag == "a"
        return False

    def _release(self) -> None:
        """Write what waits for a place where it may stand."""
        for piece in self._delayed:
            self._buffer.aside(piece)
        self._delayed.clear()

    def _hide(self, event: Opened) -> None:
        """An element whose words are left out; a sign may stand in their place."""
        kind = kind_of_marking(event.element, event.name) if not self._hidden else ""
        tag = ""
        if not self._hidden:
            rule = self._table.signs.get(event.name)
            if kind and rule is not None and _has_sign(rule, event.element):
                tag, attributes = self._tag(event)
                self._buffer.markup(f"<{tag}{attributes}>")
            else:
                self._seen.hidden(event.name)
        self._open_tags.append(tag)
        self._hidden += 1

    def _unhide(self) -> None:
        self._hidden -= 1
        if tag := self._open_tags.pop():
            self._buffer.markup(f"</{tag}>")

    def _open(self, event: Opened) -> None:
        if event.apart is not None:
            self._around.append(self._buffer)
            self._buffer = _Buffer()
            self._open_tags.append("note")
            if event.name == "note":  # else it is the heading of the notes
                self._notes.append((event.apart, self._anchor(event.element), self._buffer))
            return
        if event.name == "pb":
            self._page(event)
            return
        if event.name == "graphic" and self._picture(event):
            return
        if event.name in _BARE and not self._noted.of_mark.get(event.element):
            looks = (word for word in _renditions(event.element) if word in _RENDITIONS)
            if next(looks, None) is None:
                self._open_tags.append("")
                return
        strict = self._is_strict
        tag, attributes = self._tag(event)
        if strict and tag not in ("tr", "td", "li", "caption"):
            self._open_tags.append("")  # it is empty: the parts of tables and lists are known
            return
        self._open_tags.append(tag)
        self._buffer.markup(f"<{tag}{attributes}>", block=tag in _BLOCK_TAGS)
        if self._delayed and not self._is_strict:
            self._release()

    def _close(self, opened: Opened) -> None:
        if opened.apart is not None:
            self._open_tags.pop()
            self._buffer = self._around.pop()
            return
        tag = self._open_tags.pop()
        if tag not in ("", "page"):
            self._buffer.markup(f"</{tag}>", block=tag in _BLOCK_TAGS)

    def _tag(self, event: Opened) -> tuple[str, str]:
        """The element of HTML, and its attributes as markup."""
        element, name = event.element, event.name
        attributes: dict[str, str] = {}
        tag = self._element(element, name)
        classes = [f"tei-{name}"] if _NAME.fullmatch(name) else ["other"]
        if not name and _NAME.fullmatch(local := _local(element)):
            attributes["data-element"] = local
        classes += [f"type-{word}" for word in _words(element.get("type"))]
        looks = [_RENDITIONS[word] for word in _renditions(element) if word in _RENDITIONS]
        classes += looks
        if kind := kind_of_marking(element, name):
            attributes["title"] = in_words(element, kind, self._leads.reasons)
            classes.append("changed")
            self._seen.shown(kind, element, " ".join(classes), _inline(tag))
        elif name == "hi":
            for look in looks:
                if look in IN_RENDITION:
                    self._seen.shown(look, element, look)
        attributes |= self._in_language(element, tag)
        if tag == "span" and not self._in_link:
            if notes := self._noted.of_mark.get(element):  # the mark as it is printed
                tag = "a"
                classes.append("mark")
                anchor, attributes["id"] = self._marked(notes[0])
                attributes |= {"href": f"#{anchor}", "role": "doc-noteref"}
            elif (target := self._target(element, name)).address:
                tag = "a"
                attributes["href"] = target.address
                self._title = target.title if is_empty(element) else ""
                if name not in ("ref", "ptr"):
                    self._seen.add("name", Markup('<a class="tei-name" href="#main">{}</a>'))
        if tag == "td":
            attributes.update(_spans(element))
        attributes["class"] = " ".join(dict.fromkeys(classes))
        return tag, _written(attributes)

    def _in_language(self, element: "etree._Element", tag: str) -> dict[str, str]:
        """The language of the words in an element, and the direction in which they are written."""
        language = html_language(element.get(XML_LANG, ""))
        if language:
            return (
                {"lang": language, "dir": direction(language)}
                if self._is_mixed
                else ({"lang": language})
            )
        return {"dir": "auto"} if self._is_mixed and tag in ("p", "td", "li") else {}

    def _element(self, element: "etree._Element", name: str) -> str:
        if name in ("row", "cell", "table"):
            return BLOCKS[name] if self._in_table(element, name) else "div"
        if name == "list":
            return self._list(element)
        if name == "item" and self._list(element.getparent()) != "div":
            return "li"
        with_blocks = element in self._with_blocks
        if name in BLOCKS and runs_on(name) and not self._broken and not with_blocks:
            return "span"
        if name == "head":
            return self._heading(element)
        if name == "div" and self._has_heading(element):
            return "section"
        return "div" if with_blocks else BLOCKS.get(name) or INLINE.get(name, "span")

    def _in_table(self, element: "etree._Element", name: str) -> bool:
        """Whether a table, row or cell is, with all around it, as HTML has them."""
        around: etree._Element | None = element
        for wanted in {"cell": ("row", "table"), "row": ("table",)}.get(name, ()):
            around = None if around is None else around.getparent()
            if name_of(around) != wanted:
                return False
        return around is not None and self._is_table(around)

    def _heading(self, element: "etree._Element") -> str:
        around = element.getparent()
        if name_of(around) == "table" and around is not None and self._in_table(around, "table"):
            return "caption"
        if element in self._with_blocks:
            return "div"
        if name_of(around) not in _WITH_HEADINGS | {"body", "front", "back"}:
            return "p"
        within = sum(
            name_of(each) in _WITH_HEADINGS and self._has_heading(each)
            for each in element.iterancestors()
        )
        return f"h{min(max(within, 1) + 2, _LOWEST)}"  # below those of the letter and the layer

    def _target(self, element: "etree._Element", name: str) -> Goal:
        found = self._leads.link(element)
        if not found.address and name in ("ref", "ptr"):
            target = (element.get("target") or "").split()
            return Goal(target[0] if target and _WEB.fullmatch(target[0]) else "")
        return found

    # --- pages and pictures ---

    def _page(self, event: Opened) -> None:
        """The beginning of a page: its number, and its picture."""
        number = event.element.get("n", "").strip()
        picture = self._of(event.element, "facs")
        if not number and picture is None:
            self._open_tags.append("")
            return
        label = self._labels["page"].format(number=number).strip()
        attributes = {"class": "page", "data-n": number or "…"}
        if picture is None:
            attributes |= {"role": "doc-pagebreak", "aria-label": label}
            markup = f"<span{_written(attributes)}></span>"
        else:
            label = self._labels["page_picture"].format(page=label)
            attributes |= {"href": picture.address, "aria-label": label}
            markup = "" if self._in_link else f"<a{_written(attributes)}></a>"
        self._open_tags.append("page")
        self._seen.add("page", Markup('<span class="page" data-n="2"></span>'))
        if len(self._open_tags) > 1 and self._open_tags[-2] in _STRICT_TAGS:
            self._delayed.append(markup)
        else:
            self._buffer.aside(markup)

    def _of(self, element: "etree._Element", attribute: str) -> ImageLink | None:
        """The first picture that an attribute names, as far as it can be looked at."""
        for pointer in element.get(attribute, "").split():
            if (picture := self._leads.picture(pointer)) is not None:
                return picture
        return None

    def _picture(self, event: Opened) -> bool:
        """Write a picture that stands in the text; one that is elsewhere is only linked."""
        picture = self._of(event.element, "url")
        if picture is None or self._is_strict:
            return False
        words = self._described(event.element.getparent())
        if picture.is_here:
            attributes = {"src": picture.address, "alt": words, "loading": "lazy"}
            self._buffer.aside(f"<img{_written(attributes)}>")
        elif not self._in_link:
            link = _written({"href": picture.address, "class": "picture"})
            self._buffer.markup(f"<a{link}>")
            self._buffer.words(self._labels["picture"])
            self._buffer.markup("</a>")
        self._open_tags.append("")
        return True


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {key}="{escape(value)}"' for key, value in sorted(attributes.items()))


def _inline(tag: str) -> str:
    return "span" if tag in _BLOCK_TAGS else tag


def _has_heading(element: "etree._Element") -> bool:
    return next(elements(element, "head"), None) is not None


def _described(figure: "etree._Element | None") -> str:
    """What is on a picture, in the words of the edition."""
    return next(map(plain, elements(figure, "figDesc")), "")


def _local(element: "etree._Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _has_sign(rule: Rule, element: "etree._Element") -> bool:
    shape = rule if isinstance(rule, Shape) else rule(element)
    return bool(shape.before)


def _around_blocks(text: "etree._Element", notes: Apparatus) -> "frozenset[etree._Element]":
    """The elements in which others stand that have lines of their own.

    Notes that stand apart are not in what they stand in.
    """
    found: set[etree._Element] = set()
    for element in text.iter("*"):
        if name_of(element) in BLOCKS:
            for around in element.iterancestors():
                if around in found:
                    break
                found.add(around)
                if around in notes.of_element:
                    break
    return frozenset(found)


def _is_table(element: "etree._Element") -> bool:
    """Whether a table is one that HTML has, too: rows alone, and in them cells alone."""
    rows = element.iterchildren("{*}row")
    return _has_only(element, _PARTS_OF["table"]) and all(
        _has_only(row, _PARTS_OF["row"]) for row in rows
    )


def _list(element: "etree._Element | None") -> str:
    """The tag for a list: one of HTML where it has items alone."""
    if element is None or name_of(element) != "list" or not _has_only(element, _PARTS_OF["list"]):
        return "div"
    words = {*element.get("type", "").split(), *element.get("rend", "").split()}
    return "ol" if words & _ORDERED else "ul"


def _has_only(element: "etree._Element", names: frozenset[str]) -> bool:
    """Whether these are all that is in an element, but for what has no words.

    A table may begin with a heading.
    """
    first = True
    for child in element.iterchildren("*"):
        name = name_of(child)
        heads = first and name == "head" and name_of(element) == "table"
        if not heads and name not in names and not (name in _EMPTY and is_empty(child)):
            return False
        first = False
    texts = (element.text, *(child.tail for child in element))
    return not any(text and not text.isspace() for text in texts)


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
