"""Files of LibreOffice and its kin (.odt): paragraphs with their styles, notes, tracked changes.

What the writer shows is read: styles that build on others, numbers of lists, fields as they were
last shown. Running titles are told and left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from teikit.converting.readers import assembly
from teikit.converting.readers.assembly import Style
from teikit.converting.readers.counting import numeral
from teikit.converting.readers.office import ALIGNED, DEEPEST_STYLE, LONG_CELL, OfficeReader
from teikit.converting.readers.package import Package, child, local, value
from teikit.converting.source import Source
from teikit.errors import TeikitError

if TYPE_CHECKING:
    from lxml import etree

_LIST = re.compile("(?:(?:un)?ordered-)?list")
_PLAIN = re.compile(r"standard|default.*|text[ _]?body|body[ _]?text|default paragraph.*", re.I)
_QUOTATION = re.compile(r"quotations?|quote", re.IGNORECASE)
_FURNITURE = re.compile(r"contents.*|header.*|footer.*", re.IGNORECASE)
_CONTAINERS = re.compile(
    "index-body|list-header|list-item|note-body|numbered-paragraph|section|text-box|deletion"
    "|annotation"
)
_ITEM = re.compile("(?:list-)?item")
_INDEXES = frozenset(
    {
        "alphabetical-index",
        "bibliography",
        "illustration-index",
        "object-index",
        "table-index",
        "table-of-content",
        "user-index",
    }
)
_NOTHING = frozenset(
    {
        "annotation-end",
        "bookmark",
        "bookmark-end",
        "bookmark-start",
        "forms",
        "index-title-template",
        "reference-mark",
        "ruby-text",
        "sequence-decls",
        "soft-page-break",
        "tracked-changes",
        "user-field-decls",
        "variable-decls",
    }
)
"""What shows nothing where it stands."""

_NUMERALS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter"}
_NUMERALS["A"] = "upperLetter"


def read_odt(data: bytes, path: str, encoding: str = "") -> Source:
    """Make a `Source` of the bytes of an OpenDocument text; it says itself what it is encoded in.

    Raises:
        TeikitError: the file is broken, encrypted, beyond the limits, or holds no text.
    """
    del encoding
    package = Package(data, path)
    manifest = "META-INF/manifest.xml"
    if package.has(manifest) and b"encryption-data" in package.read(manifest):
        raise TeikitError(f"{path}: is encrypted; save it without a password")
    return _TextReader(package).read()


# --- styles ---


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A style as it is when all that it builds on is taken into account."""

    name: str = ""
    """That of the nearest style which a person named."""
    looks: Mapping[Style, bool] = field(default_factory=dict)
    align: str = ""
    level: int = 0
    new_page: bool = False
    hidden: bool = False

    @property
    def styles(self) -> frozenset[Style]:
        """How its words look."""
        return frozenset(style for style, holds in self.looks.items() if holds)


class _Styles:
    def __init__(self, roots: Iterable["etree._Element"]) -> None:
        self._elements: dict[tuple[str, str], tuple[etree._Element, bool]] = {}
        for root in roots:
            for group in root:
                for each in group if local(group) in {"styles", "automatic-styles"} else ():
                    if local(each) == "style":
                        key = value(each, "family"), value(each, "name")
                        self._elements[key] = (each, local(group) == "styles")
        self._found: dict[tuple[str, str], TextStyle] = {}

    def get(self, family: str, name: str) -> TextStyle:
        """The style of a name; an empty one where there is none."""
        key = family, name
        if key not in self._found:
            chain: list[tuple[etree._Element, bool]] = []
            while key in self._elements and len(chain) < DEEPEST_STYLE:
                chain.append(self._elements[key])
                key = family, value(chain[-1][0], "parent-style-name")
            style = TextStyle()
            for element, named in reversed(chain):
                style = _over(style, element, named=named)
            self._found[family, name] = style
        return self._found[family, name]


def _over(below: TextStyle, element: "etree._Element", *, named: bool) -> TextStyle:
    """A style over the one that it builds on."""
    name = value(element, "display-name") or value(element, "name").replace("_20_", " ")
    paragraph = child(element, "paragraph-properties")
    words = child(element, "text-properties")
    level = value(element, "default-outline-level")
    return replace(
        below,
        name=name if named else below.name,
        looks={**below.looks, **_looks(words)},
        align=value(paragraph, "text-align") or below.align,
        level=int(level) if level.isdecimal() else below.level,
        new_page=(value(paragraph, "break-before") or "auto") == "page",
        hidden=value(words, "display") == "none" or below.hidden,
    )


def _looks(words: "etree._Element | None") -> dict[Style, bool]:
    """What text properties say of italics and their kin."""
    found: dict[Style, bool] = {}
    if words is None:
        return found
    if style := value(words, "font-style"):
        found[assembly.ITALIC] = style in {"italic", "oblique"}
    if weight := value(words, "font-weight"):
        found[assembly.BOLD] = weight == "bold" or (weight.isdecimal() and int(weight) > 500)
    if variant := value(words, "font-variant"):
        found[assembly.SMALL_CAPS] = variant == "small-caps"
    if spacing := value(words, "letter-spacing"):
        found[assembly.SPACED] = bool(re.match(r"0*\.?0*[1-9]", spacing))
    if line := value(words, "text-underline-style") or value(words, "text-underline-type"):
        double = value(words, "text-underline-type") == "double"
        found[assembly.UNDERLINE] = line != "none" and not double
        found[assembly.DOUBLE_UNDERLINE] = line != "none" and double
    if line := value(words, "text-line-through-style") or value(words, "text-line-through-type"):
        found[assembly.DELETED] = line != "none"
    if position := value(words, "text-position"):
        height = position.split()[0]
        down = height == "sub" or height.startswith("-")
        found[assembly.SUBSCRIPT] = down
        found[assembly.SUPERSCRIPT] = not down and height not in {"0", "0%"}
    return found


# --- the document ---


@dataclass(slots=True)
class _List:
    """A list that is being read."""

    style: str
    number: int = 0


class _TextReader(OfficeReader):
    """Reads one file."""

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.content = package.xml("content.xml")
        self.general = package.xml("styles.xml") if package.has("styles.xml") else None
        roots = [self.content] if self.general is None else [self.general, self.content]
        self.styles = _Styles(roots)
        self.list_styles = {
            value(each, "name"): {value(level, "level"): level for level in each}
            for root in roots
            for each in root.iter("{*}list-style")
        }
        self.changes = {value(each, "id"): each for each in self.content.iter("{*}changed-region")}
        self.active: dict[str, Style] = {}
        """Tracked insertions that have begun and not ended."""
        self.lists: list[_List] = []
        self.number = ""
        """Of the list item that is being read, before its first words."""
        self.comments = 0

    def _body(self) -> Iterable["etree._Element"]:
        body = child(child(self.content, "body"), "text")
        return body if body is not None else ()

    def _running_titles(self) -> Iterator[Iterable[str]]:
        for page in self.general.iter("{*}master-page") if self.general is not None else ():
            for each in page:
                if local(each).startswith(("header", "footer")):
                    yield map(str, each.itertext())

    def _box_texts(self, box: "etree._Element") -> Iterable[str]:
        return map(str, box.itertext())

    # Blocks

    def _blocks(
        self, elements: Iterable["etree._Element"], changed: frozenset[Style] = frozenset()
    ) -> None:
        for element in elements:
            name = local(element)
            if name in {"p", "h"}:
                self._paragraph(element, changed)
            elif _LIST.fullmatch(name):
                self._list(element, changed)
            elif name == "table":
                self._table(element)
            elif name in _INDEXES:
                with self._framed([("furniture", {})]):
                    self._blocks(element)
            elif name == "frame":
                self._frame(element)
                self._write_boxes()
            elif _CONTAINERS.fullmatch(name):
                self._blocks(element, changed)
            elif name in {"change", "change-start", "change-end"}:
                self._change(element)

    def _list(self, element: "etree._Element", changed: frozenset[Style]) -> None:
        outer = self.lists[-1].style if self.lists else ""
        self.lists.append(_List(value(element, "style-name") or outer))
        for item in element:
            if _ITEM.fullmatch(local(item)):
                self.lists[-1].number += 1
                if (start := value(item, "start-value")).isdecimal():
                    self.lists[-1].number = int(start)
                self.number = self._item_number()
            self._blocks(item, changed)
        self.lists.pop()
        self.number = ""

    def _item_number(self) -> str:
        """The number of the item at hand, as its list style shows it."""
        levels = self.list_styles.get(self.lists[-1].style, {})
        level = levels.get(str(len(self.lists)))
        form = _NUMERALS.get(value(level, "num-format"))
        if level is None or form is None:
            return ""
        if self.lists[-1].number == 1 and (start := value(level, "start-value")).isdecimal():
            self.lists[-1].number = int(start)
        counted = numeral(self.lists[-1].number, form)
        return f"{value(level, 'num-prefix')}{counted}{value(level, 'num-suffix')}"

    def _table(self, table: "etree._Element") -> None:
        cells = list(table.iter("{*}table-cell"))
        short = next(table.iterdescendants("{*}table"), None) is None and all(
            sum(1 for each in cell if local(each) in {"p", "h"} or _LIST.fullmatch(local(each))) < 2
            and sum(map(len, map(str, cell.itertext()))) <= LONG_CELL
            for cell in cells
        )
        if not short:
            for cell in table.iterchildren():
                self._layout(cell)
            return
        with self._framed([("table", {})]):
            for row in table.iter("{*}table-row"):
                self.builder.part(assembly.LINE)
                for cell in row:
                    self.builder.part(assembly.TAB)
                    for paragraph in cell:
                        self._inline(paragraph, frozenset(), hidden=False)
                self.builder.part(assembly.LINE)

    def _layout(self, element: "etree._Element") -> None:
        """A part of a table that only sets paragraphs beside each other."""
        if local(element) == "table-cell":
            self._blocks(element)
        else:
            for each in element:
                self._layout(each)

    def _paragraph(self, element: "etree._Element", changed: frozenset[Style]) -> None:
        style = self.styles.get("paragraph", value(element, "style-name"))
        with self._framed(_regions(element, style), new_page=style.new_page):
            if self.number:
                self.builder.write(f"{self.number} ")
                self.number = ""
            with self._perhaps_verse(style.name):
                self._inline(element, style.styles | changed, hidden=style.hidden)

    # Words

    def _inline(self, parent: "etree._Element", styles: frozenset[Style], *, hidden: bool) -> None:
        self._text(parent.text, styles, hidden=hidden)
        for element in parent:
            self._piece(element, styles, hidden=hidden)
            self._text(element.tail, styles, hidden=hidden)

    def _text(self, text: str | None, styles: frozenset[Style], *, hidden: bool) -> None:
        if text and hidden:
            self.hidden.append(text)
        elif text:
            self.builder.write(text, styles | frozenset(self.active.values()))

    def _piece(self, element: "etree._Element", styles: frozenset[Style], *, hidden: bool) -> None:
        """A piece of a paragraph: words in a style, a break, a note, a picture."""
        name = local(element)
        match name:
            case "span":
                own = self.styles.get("text", value(element, "style-name"))
                off = {style for style, holds in own.looks.items() if not holds}
                inside = (styles - off) | own.styles
                self._inline(element, inside, hidden=hidden or own.hidden)
            case "s":
                times = value(element, "c")
                wide = times.isdecimal() and int(times) > 2
                self.builder.part(assembly.TAB if wide else assembly.SPACE)
            case "tab":
                self.builder.part(assembly.TAB)
            case "line-break":
                self.builder.line()
            case "note":
                self._note(element)
            case "annotation":
                self._comment(element)
            case "change" | "change-start" | "change-end":
                self._change(element)
            case "frame" | "custom-shape" | "rect" | "g" | "line" | "path":
                self._frame(element)
            case "a":
                inside = styles - {assembly.UNDERLINE}
                self._inline(element, inside, hidden=hidden)
            case _ if name not in _NOTHING and name:
                self._inline(element, styles, hidden=hidden or name == "hidden-text")

    def _frame(self, element: "etree._Element") -> None:
        names = {local(each) for each in element.iter()}
        words = next(
            (each.text for each in element.iter("{*}title", "{*}desc") if each.text),
            value(element, "name"),
        )
        boxes = [each for each in element.iter("{*}text-box") if _outmost(each, element)]
        if boxes:
            self.boxes += boxes
        elif names & {"object", "object-ole"}:
            self.builder.omit("object", words or "without a name")
        elif "image" in names:
            self.builder.omit("picture", words or "without a description")
        elif any(map(str.strip, map(str, element.itertext()))):
            self.boxes.append(element)
        else:
            self.builder.omit("object", words or "a drawing")

    # Notes and changes

    def _note(self, element: "etree._Element") -> None:
        citation, body = child(element, "note-citation"), child(element, "note-body")
        if citation is None or body is None:
            return
        label = value(citation, "label") or "".join(map(str, citation.itertext())).strip()

        def write() -> None:
            self.builder.write(f"{label} ")
            self._note_blocks(body)

        kind = "endnote" if value(element, "note-class") == "endnote" else "footnote"
        self.notes.mark(label or "*", {"type": kind}, write)

    def _note_blocks(self, body: "etree._Element") -> None:
        """The paragraphs of a note, the first behind what is written already."""
        paragraphs = list(body)
        if paragraphs and local(paragraphs[0]) == "p":
            first = paragraphs.pop(0)
            style = self.styles.get("paragraph", value(first, "style-name"))
            self._inline(first, style.styles, hidden=False)
        self._blocks(paragraphs)

    def _comment(self, element: "etree._Element") -> None:
        self.comments += 1
        author = _words(child(element, "creator"))
        names = ("creator-initials", "sender-initials")
        initials = next(filter(None, (_words(child(element, name)) for name in names)), "")
        attributes = {"type": "comment"}
        for name, found in (("author", author), ("when", _words(child(element, "date")))):
            if found:
                attributes[name] = found
        short = initials or "".join(word[0] for word in author.split()) or "C"
        body = [each for each in element if local(each) == "p" or _LIST.fullmatch(local(each))]
        self.notes.mark(f"[{short}{self.comments}]", attributes, lambda: self._blocks(body))

    def _change(self, element: "etree._Element") -> None:
        """Where a tracked change begins or ends, or where something was taken out."""
        id_ = value(element, "change-id")
        if local(element) == "change-end":
            self.active.pop(id_, None)
            return
        region = self.changes.get(id_)
        for each in region if region is not None else ():
            change = _change(each)
            if local(each) == "insertion" and local(element) == "change-start":
                self.active[id_] = ("add", change)
            elif local(each) == "deletion" and local(element) == "change":
                taken: frozenset[Style] = frozenset({("del", change)})
                paragraphs = [part for part in each if local(part) in {"p", "h"}]
                for place, paragraph in enumerate(paragraphs):
                    if place:
                        self.builder.part(assembly.PARAGRAPH)
                    self._inline(paragraph, taken, hidden=False)


def _outmost(element: "etree._Element", within: "etree._Element") -> bool:
    """Whether it stands in no other text box."""
    for outer in element.iterancestors():
        if outer is within:
            return True
        if local(outer) == "text-box":
            return False
    return True


def _change(change: "etree._Element") -> tuple[tuple[str, str], ...]:
    """Who made a tracked change, and when."""
    info = child(change, "change-info")
    made = (("author", _words(child(info, "creator"))), ("when", _words(child(info, "date"))))
    return tuple((name, found) for name, found in made if found) or (("author", "unknown"),)


def _words(element: "etree._Element | None") -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _regions(element: "etree._Element", style: TextStyle) -> Iterator[tuple[str, dict[str, str]]]:
    """What the format says of a paragraph."""
    level = value(element, "outline-level") if local(element) == "h" else ""
    if level or style.level:
        yield "heading", {"level": level or str(style.level)}
    elif local(element) == "h" or style.name.casefold() == "title":
        yield "heading", {"level": "1"}
    if align := ALIGNED.get(style.align):
        yield align, {}
    if _QUOTATION.fullmatch(style.name):
        yield "quote", {}
    if _FURNITURE.fullmatch(style.name):
        yield "furniture", {}
    if style.name and not _PLAIN.fullmatch(style.name):
        yield "style", {"name": style.name}
