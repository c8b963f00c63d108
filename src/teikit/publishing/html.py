"""The text of a document as HTML, in one layer, from the events of the one walker of text.

Everything that TEI says of an element stays: what has no element of HTML is a `span` or a `div`
with the name of TEI as its class. Nothing of a file becomes markup: names, values and words are
escaped, addresses are those of the web or of pages of the site, and languages have their form.
Elements of other vocabularies keep their names, too (`data-element`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from teikit.publishing.languages import direction, html_language, is_mixed
from teikit.publishing.looks import BLOCKS, INLINE, Look, joined, look_of, written
from teikit.publishing.markings import (
    IN_RENDITION,
    MARKED,
    LegendLine,
    Seen,
    in_words,
    kind_of_marking,
)
from teikit.publishing.pieces import Pieces, escaped
from teikit.publishing.reasons import Reasons
from teikit.tei.apparatus import NO_APPARATUS, Apparatus, Note
from teikit.tei.documents import Document
from teikit.tei.elements import TEI, XML_LANG, is_empty, name_of
from teikit.tei.header import elements
from teikit.tei.mentions import NAMES
from teikit.tei.text.events import (
    Break,
    Characters,
    Closed,
    Hidden,
    NoteMark,
    Opened,
    Symbol,
    TextEvent,
)
from teikit.tei.text.layers import LAYERS, READING, Rule, Shape, runs_on
from teikit.tei.text.plain import plain, rendered, walked

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


_BLOCK_TAGS = frozenset({*BLOCKS.values(), "caption", "h4", "h5", "h6", "li", "ol", "ul"})
_BLOCK_ELEMENTS = tuple(TEI + name for name in BLOCKS)
_STRICT_TAGS = frozenset({"table", "tr", "ul", "ol"})
"""Tags in which only certain others may stand: what else comes waits for the next of these."""
_WITH_HEADINGS = frozenset({"div", "floatingText", "postscript"})
_LOWEST = 6
_ORDERED = frozenset({"ordered", "numbered"})
_EMPTY = frozenset({"anchor", "cb", "gb", "lb", "milestone", "pb"})
_BARE = _EMPTY | {"c", "w", "pc"}
"""Elements that need no tag, unless they have a look of their own."""
_PARTS_OF = {"list": frozenset({"item"}), "row": frozenset({"cell"}), "table": frozenset({"row"})}
_LEADING = NAMES | {"ptr", "ref"}
"""Elements that may lead somewhere."""
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_NAME_SAMPLE = Markup('<a class="tei-name" href="#main">{}</a>')
_NOTE_SAMPLE = Markup('<span class="mark">1</span>')
_PAGE_SAMPLE = Markup('<span class="page" data-n="2"></span>')
_FIRST_WORD = re.compile(r"(?:\A|>)[^<]*[^<\s]")


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

    @property
    def is_blank(self) -> bool:
        """Whether there are neither words nor pictures in it."""
        return not _FIRST_WORD.search(self.body) and "<img" not in self.body


class LetterTexts(NamedTuple):
    """The text of a document in each of some layers as HTML, and the reading text in plain."""

    layers: tuple[TextHtml, ...]
    plain: str


def texts_html(document: Document, layers: Iterable[str], leads: Leads) -> LetterTexts:
    """The text of a document in layers (`LAYERS`); what these have in common is found once."""
    sheet = _Sheet(document, leads)
    reading = [*walked(document, READING)]
    walks = {layer: walked(document, LAYERS[layer]) for layer in layers if layer != "reading"}
    return LetterTexts(
        tuple(_Writer(sheet, layer).written(walks.get(layer, reading)) for layer in layers),
        rendered(reading, READING),
    )


class _Sheet:
    """What is the same in all layers of a document, each looked for once."""

    def __init__(self, document: Document, leads: Leads) -> None:
        self.document = document
        self.leads = leads
        self.labels = leads.reasons.labels
        self.notes = document.notes()
        self.is_mixed = is_mixed(document.text)
        # What holds thousands is looked at once.
        self.is_table, self.list = cache(_is_table), cache(_list)
        self.has_heading, self.described = cache(_has_heading), cache(_described)
        self._looks: dict[etree._Element, Look] = {}
        self._goals: dict[etree._Element, Goal] = {}
        self._titles: dict[tuple[etree._Element, str], str] = {}
        self._with_blocks: dict[bool, frozenset[etree._Element]] = {}

    def look(self, element: "etree._Element") -> Look:
        """What an element looks like by itself."""
        look = self._looks.get(element)
        if look is None:
            look = self._looks[element] = look_of(element)
        return look

    def goal(self, element: "etree._Element") -> Goal:
        """Where an element leads, in the site or on the web."""
        if element not in self._goals:
            self._goals[element] = self._goal(element)
        return self._goals[element]

    def _goal(self, element: "etree._Element") -> Goal:
        found = self.leads.link(element)
        if not found.address and name_of(element) in ("ref", "ptr"):
            target = (element.get("target") or "").split()
            return Goal(target[0] if target and _WEB.fullmatch(target[0]) else "")
        return found

    def title(self, element: "etree._Element", kind: str) -> str:
        """What was done to the words of an element, in words."""
        if (element, kind) not in self._titles:
            self._titles[element, kind] = in_words(element, kind, self.leads.reasons)
        return self._titles[element, kind]

    def with_blocks(self, *, apart: bool) -> "frozenset[etree._Element]":
        """The elements in which others stand that have lines of their own.

        Where notes stand `apart`, they are not in what they stand in.
        """
        if apart not in self._with_blocks:
            notes = self.notes if apart else NO_APPARATUS
            self._with_blocks[apart] = _around_blocks(self.document.text, notes)
        return self._with_blocks[apart]


class _Writer:
    def __init__(self, sheet: _Sheet, layer: str) -> None:
        self._sheet = sheet
        self._layer = layer
        self._table = LAYERS[layer]
        self._labels = sheet.labels
        self._seen = Seen(self._table, self._labels)
        self._buffer = Pieces()
        self._around: list[Pieces] = []
        self._noted = sheet.notes if self._table.apart else NO_APPARATUS
        self._with_blocks = sheet.with_blocks(apart=self._table.apart)
        self._is_mixed = sheet.is_mixed
        self._open_tags: list[str] = []
        self._in_link = False  # links do not nest
        self._around_notes: list[bool] = []  # whether links are open there: notes stand elsewhere
        self._hidden = 0  # how many of the open elements are hidden
        self._broken = False  # whether a line has just ended
        self._delayed: list[str] = []
        self._title = ""  # the words of a link that has none of its own
        self._anchors: dict[etree._Element, str] = {}
        self._marks: dict[str, list[str]] = {}
        self._notes: list[tuple[str, str, Pieces]] = []

    def written(self, walk: Iterable[TextEvent]) -> TextHtml:
        """The text, whose events are these."""
        write: Mapping[type[TextEvent], Callable[[Any], None]] = {
            Break: self._end_line,
            Characters: self._characters,
            Closed: self._closed,
            Hidden: _nothing,
            NoteMark: self._mark,
            Opened: self._opened,
            Symbol: self._symbol,
        }
        for event in walk:
            kind = type(event)
            write[kind](event)
            self._broken = kind is Break
        self._release()
        notes = tuple(
            NoteHtml(number, anchor, tuple(self._marks.get(anchor, ())), buffer.html)
            for number, anchor, buffer in self._notes
        )
        seen = self._seen
        return TextHtml(
            self._layer, self._buffer.html, notes, seen.legend(), seen.without(), self._anchors
        )

    def _characters(self, event: Characters) -> None:
        if not event.hidden:
            text = event.text
            if self._delayed and not text.isspace():
                self._release()
            self._buffer.words(text)

    def _opened(self, event: Opened) -> None:
        if event.hidden and event.apart is None:
            self._hide(event)
        else:
            self._open(event)

    def _closed(self, event: Closed) -> None:
        opened = event.opened
        if opened.hidden and opened.apart is None:
            self._unhide()
        else:
            self._close(opened)

    def _end_line(self, event: Break) -> None:
        self._buffer.end_line(event.gap)

    def _symbol(self, event: Symbol) -> None:
        """A sign of the layer, or the title of the letter that a reference without words means."""
        text = event.text
        within = self._open_tags[-1] if self._open_tags else ""
        if within == "page" or (within == "td" and text.strip() == "|"):
            return  # they have a look of their own here: the page its number, cells their borders
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

    def _mark(self, event: NoteMark) -> None:
        number, note = event
        shown = escaped(number)
        if note is None:
            self._sign(f'<sup class="mark">{shown}</sup>')
            return
        anchor, mark = self._marked(note)
        self._seen.add("note", _NOTE_SAMPLE)
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
                self._in_link = self._in_link or tag == "a"
            else:
                self._seen.hidden(event.name)
        self._open_tags.append(tag)
        self._hidden += 1

    def _unhide(self) -> None:
        self._hidden -= 1
        if tag := self._open_tags.pop():
            self._in_link = self._in_link and tag != "a"
            self._buffer.markup(f"</{tag}>")

    def _open(self, event: Opened) -> None:
        if event.apart is not None:
            self._around.append(self._buffer)
            self._around_notes.append(self._in_link)
            self._buffer, self._in_link = Pieces(), False
            self._open_tags.append("note")
            if event.name == "note":  # else it is the heading of the notes
                self._notes.append((event.apart, self._anchor(event.element), self._buffer))
            return
        if event.name == "pb":
            self._page(event)
            return
        if event.name == "graphic" and self._picture(event):
            return
        if (
            event.name in _BARE
            and not self._noted.of_mark.get(event.element)
            and not self._sheet.look(event.element).renditions
        ):
            self._open_tags.append("")
            return
        strict = self._is_strict
        tag, attributes = self._tag(event)
        if strict and tag not in ("tr", "td", "li", "caption"):
            self._open_tags.append("")  # it is empty: the parts of tables and lists are known
            return
        self._open_tags.append(tag)
        self._in_link = self._in_link or tag == "a"
        self._buffer.markup(f"<{tag}{attributes}>", block=tag in _BLOCK_TAGS)
        if self._delayed and not self._is_strict:
            self._release()

    def _close(self, opened: Opened) -> None:
        if opened.apart is not None:
            self._open_tags.pop()
            self._buffer = self._around.pop()
            self._in_link = self._around_notes.pop()
            return
        tag = self._open_tags.pop()
        self._in_link = self._in_link and tag != "a"
        if tag not in ("", "page"):
            self._buffer.markup(f"</{tag}>", block=tag in _BLOCK_TAGS)

    def _tag(self, event: Opened) -> tuple[str, str]:
        """The element of HTML, and its attributes as markup."""
        element, name = event.element, event.name
        tag = self._element(element, name)
        look = self._sheet.look(element)
        classes = look.classes
        attributes: dict[str, str] = {}
        if name in MARKED and (kind := kind_of_marking(element, name)):
            attributes["title"] = self._sheet.title(element, kind)
            classes = (*classes, "changed")
            self._seen.shown(kind, element, classes, _inline(tag))
        elif name == "hi":
            for rendition in look.renditions:
                if rendition in IN_RENDITION:
                    self._seen.shown(rendition, element, (rendition,))
        attributes |= self._in_language(element, tag)
        if tag == "span" and not self._in_link:
            if notes := self._noted.of_mark.get(element):  # the mark as it is printed
                tag = "a"
                classes = (*classes, "mark")
                anchor, attributes["id"] = self._marked(notes[0])
                attributes |= {"href": f"#{anchor}", "role": "doc-noteref"}
            elif name in _LEADING and (goal := self._sheet.goal(element)).address:
                tag = "a"
                attributes["href"] = goal.address
                self._title = goal.title if is_empty(element) else ""
                if name not in ("ref", "ptr"):
                    self._seen.add("name", _NAME_SAMPLE)
        if tag == "td":
            attributes.update(_spans(element))
        if not attributes and classes is look.classes:
            return tag, look.written
        return tag, written({**look.attributes, **attributes, "class": joined(classes)})

    def _in_language(self, element: "etree._Element", tag: str) -> dict[str, str]:
        """The language of the words in an element, and the direction in which they are written."""
        given = element.get(XML_LANG)
        language = html_language(given) if given else ""
        if language:
            return (
                {"lang": language, "dir": direction(language)}
                if self._is_mixed
                else ({"lang": language})
            )
        return {"dir": "auto"} if self._is_mixed and tag in ("p", "td", "li") else {}

    def _element(self, element: "etree._Element", name: str) -> str:
        if name not in BLOCKS:
            return "div" if element in self._with_blocks else INLINE.get(name, "span")
        if name in ("row", "cell", "table"):
            return BLOCKS[name] if self._in_table(element, name) else "div"
        if name == "list":
            return self._sheet.list(element)
        if name == "item" and self._sheet.list(element.getparent()) != "div":
            return "li"
        with_blocks = element in self._with_blocks
        if runs_on(name) and not self._broken and not with_blocks:
            return "span"
        if name == "head":
            return self._heading(element)
        if name == "div" and self._sheet.has_heading(element):
            return "section"
        return "div" if with_blocks else BLOCKS[name]

    def _in_table(self, element: "etree._Element", name: str) -> bool:
        """Whether a table, row or cell is, with all around it, as HTML has them."""
        around: etree._Element | None = element
        for wanted in {"cell": ("row", "table"), "row": ("table",)}.get(name, ()):
            around = None if around is None else around.getparent()
            if name_of(around) != wanted:
                return False
        return around is not None and self._sheet.is_table(around)

    def _heading(self, element: "etree._Element") -> str:
        around = element.getparent()
        if name_of(around) == "table" and around is not None and self._in_table(around, "table"):
            return "caption"
        if element in self._with_blocks:
            return "div"
        if name_of(around) not in _WITH_HEADINGS | {"body", "front", "back"}:
            return "p"
        within = sum(
            name_of(each) in _WITH_HEADINGS and self._sheet.has_heading(each)
            for each in element.iterancestors()
        )
        return f"h{min(max(within, 1) + 2, _LOWEST)}"  # below those of the letter and the layer

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
            markup = f"<span{written(attributes)}></span>"
        else:
            label = self._labels["page_picture"].format(page=label)
            attributes |= {"href": picture.address, "aria-label": label}
            markup = "" if self._in_link else f"<a{written(attributes)}></a>"
        self._open_tags.append("page")
        self._seen.add("page", _PAGE_SAMPLE)
        if len(self._open_tags) > 1 and self._open_tags[-2] in _STRICT_TAGS:
            self._delayed.append(markup)
        else:
            self._buffer.aside(markup)

    def _of(self, element: "etree._Element", attribute: str) -> ImageLink | None:
        """The first picture that an attribute names, as far as it can be looked at."""
        for pointer in element.get(attribute, "").split():
            if (picture := self._sheet.leads.picture(pointer)) is not None:
                return picture
        return None

    def _picture(self, event: Opened) -> bool:
        """Write a picture that stands in the text; one that is elsewhere is only linked."""
        picture = self._of(event.element, "url")
        if picture is None or self._is_strict:
            return False
        words = self._sheet.described(event.element.getparent())
        if picture.is_here:
            attributes = {"src": picture.address, "alt": words, "loading": "lazy"}
            self._buffer.aside(f"<img{written(attributes)}>")
        elif not self._in_link:
            link = written({"href": picture.address, "class": "picture"})
            self._buffer.markup(f"<a{link}>")
            self._buffer.words(self._labels["picture"])
            self._buffer.markup("</a>")
        self._open_tags.append("")
        return True


def _nothing(_: Hidden) -> None:
    """Where words were left out, HTML needs nothing."""


def _inline(tag: str) -> str:
    return "span" if tag in _BLOCK_TAGS else tag


def _has_heading(element: "etree._Element") -> bool:
    return next(elements(element, "head"), None) is not None


def _described(figure: "etree._Element | None") -> str:
    """What is on a picture, in the words of the edition."""
    return next(map(plain, elements(figure, "figDesc")), "")


def _has_sign(rule: Rule, element: "etree._Element") -> bool:
    shape = rule if isinstance(rule, Shape) else rule(element)
    return bool(shape.before)


def _around_blocks(text: "etree._Element", notes: Apparatus) -> "frozenset[etree._Element]":
    """The elements in which others stand that have lines of their own.

    Notes that stand apart are not in what they stand in.
    """
    found: set[etree._Element] = set()
    for element in text.iter(*_BLOCK_ELEMENTS):
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
