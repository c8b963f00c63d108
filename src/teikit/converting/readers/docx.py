"""Files of Word (.docx): paragraphs with their styles, notes, comments, tracked changes.

What Word shows is read: the numbers that it counts, the styles that build on others. Fields are
read as they were last shown, links as their words. Running titles are told and left out.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teikit.converting.readers import assembly
from teikit.converting.readers.assembly import Style
from teikit.converting.readers.counting import Counter, numeral
from teikit.converting.readers.office import ALIGNED, DEEPEST_STYLE, LONG_CELL, OfficeReader
from teikit.converting.readers.package import Package, child, local, value
from teikit.converting.readers.symbols import shown, symbol_font
from teikit.converting.source import Source
from teikit.errors import TeikitError

if TYPE_CHECKING:
    from lxml import etree

_TOGGLES: Mapping[str, Style] = {
    "b": assembly.BOLD,
    "i": assembly.ITALIC,
    "smallCaps": assembly.SMALL_CAPS,
    "strike": assembly.DELETED,
    "dstrike": assembly.DELETED,
}
"""Properties that are on or off; a style of words turns round that of its paragraph."""

_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_FURNITURE = re.compile(r"toc (?:[1-9]|heading)|header|footer", re.IGNORECASE)
_QUOTATION = re.compile(r"(?:intense )?quote|block ?text", re.IGNORECASE)
_PLAIN = re.compile(r"normal.*|body ?text.*|default.*|list paragraph|no spacing", re.IGNORECASE)
_THROUGH = frozenset(
    {
        "bdo",
        "customXml",
        "dir",
        "fldSimple",
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "hyperlink",
        "rubyBase",
        "ruby",
        "sdt",
        "sdtContent",
        "smartTag",
    }
)
"""What holds runs."""

_SPACED = 15
"""Twentieths of a point between letters from which on they are seen as spaced."""


def read_docx(data: bytes, path: str, encoding: str = "") -> Source:
    """Make a `Source` of the bytes of a file of Word; it says itself what it is encoded in.

    Raises:
        TeikitError: the file is broken, encrypted, beyond the limits, or holds no text.
    """
    del encoding
    package = Package(data, path)
    return _DocumentReader(package, _main_part(package)).read()


def _main_part(package: Package) -> str:
    """The name of the part that holds the text."""
    if package.has("_rels/.rels"):
        for relation in package.xml("_rels/.rels"):
            if value(relation, "Type").endswith("/officeDocument"):
                target = value(relation, "Target").lstrip("/")
                if package.has(target):
                    return target
    if package.has("EncryptedPackage"):
        raise TeikitError(f"{package.path}: is encrypted; save it without a password")
    return "word/document.xml"


# --- styles ---


@dataclass(frozen=True, slots=True)
class OfficeStyle:
    """A style as it is when all that it builds on is taken into account."""

    name: str = ""
    styles: Mapping[str, bool] = field(default_factory=dict)
    """Properties that are on or off."""
    others: frozenset[Style] = frozenset()
    align: str = ""
    level: int = 0
    """The level of a heading; 0 for none."""
    numbering: tuple[str, str] = ("", "")


class _Styles:
    def __init__(self, root: "etree._Element | None") -> None:
        self._elements = {
            value(each, "styleId"): each
            for each in (root if root is not None else ())
            if local(each) == "style"
        }
        self._found: dict[str, OfficeStyle] = {}
        self.default = next(
            (
                id_
                for id_, each in self._elements.items()
                if value(each, "default") in {"1", "true"} and value(each, "type") == "paragraph"
            ),
            "",
        )

    def __getitem__(self, id_: str) -> OfficeStyle:
        if id_ not in self._found:
            chain: list[etree._Element] = []
            following = id_
            while following in self._elements and len(chain) < DEEPEST_STYLE:
                element = self._elements[following]
                chain.append(element)
                following = value(child(element, "basedOn"))
            style = OfficeStyle()
            for element in reversed(chain):
                style = _over(style, element)
            self._found[id_] = style
        return self._found[id_]


def _over(below: OfficeStyle, element: "etree._Element") -> OfficeStyle:
    """A style over the one that it builds on."""
    name = value(child(element, "name"))
    of_words, of_paragraph = child(element, "rPr"), child(element, "pPr")
    heading = _HEADING.fullmatch(name)
    outline = value(child(of_paragraph, "outlineLvl"))
    level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else below.level
    return OfficeStyle(
        name,
        {**below.styles, **_toggled(of_words)},
        _others(of_words, below.others),
        value(child(of_paragraph, "jc")) or below.align,
        int(heading[1]) if heading else 1 if name.casefold() == "title" else level,
        _numbering(of_paragraph) if _numbering(of_paragraph) != ("", "") else below.numbering,
    )


def _toggled(properties: "etree._Element | None") -> dict[str, bool]:
    found = {}
    for each in properties if properties is not None else ():
        if local(each) in {*_TOGGLES, "vanish"}:
            found[local(each)] = value(each) not in {"0", "false", "off"}
    return found


def _others(properties: "etree._Element | None", below: frozenset[Style]) -> frozenset[Style]:
    """The styles of words that are not on or off: lines, height, spacing."""
    styles = set(below)
    for each in properties if properties is not None else ():
        name, set_to = local(each), value(each)
        if name == "u":
            styles -= {assembly.UNDERLINE, assembly.DOUBLE_UNDERLINE}
            if set_to == "double":
                styles.add(assembly.DOUBLE_UNDERLINE)
            elif set_to != "none":
                styles.add(assembly.UNDERLINE)
        elif name == "vertAlign":
            styles -= {assembly.SUPERSCRIPT, assembly.SUBSCRIPT}
            if set_to in {"superscript", "subscript"}:
                raised = set_to == "superscript"
                styles.add(assembly.SUPERSCRIPT if raised else assembly.SUBSCRIPT)
        elif name == "spacing" and re.fullmatch(r"-?\d+", set_to):
            styles.discard(assembly.SPACED)
            if int(set_to) >= _SPACED:
                styles.add(assembly.SPACED)
    return frozenset(styles)


def _numbering(properties: "etree._Element | None") -> tuple[str, str]:
    """The list and the level that a paragraph belongs to."""
    numbers = child(properties, "numPr")
    id_ = value(child(numbers, "numId"))
    return (id_, value(child(numbers, "ilvl")) or "0") if id_ else ("", "")


# --- the document ---


class _DocumentReader(OfficeReader):
    """Reads one file."""

    def __init__(self, package: Package, main: str) -> None:
        super().__init__(package)
        self.folder = main.rpartition("/")[0]
        self.document = package.xml(main)
        self.styles = _Styles(self._part("styles"))
        self.counter = Counter(self._part("numbering"))
        self.bodies = {
            kind: {value(each, "id"): each for each in (root if root is not None else ())}
            for kind, root in (
                ("footnote", self._part("footnotes")),
                ("endnote", self._part("endnotes")),
                ("comment", self._part("comments")),
            )
        }
        self.counted = {"footnote": 0, "endnote": 0, "comment": 0}
        self.number = ""
        """That of the note which is being written."""

    def _part(self, name: str) -> "etree._Element | None":
        file = f"{self.folder}/{name}.xml" if self.folder else f"{name}.xml"
        return self.package.xml(file) if self.package.has(file) else None

    def _body(self) -> Iterable["etree._Element"]:
        body = child(self.document, "body")
        return body if body is not None else ()

    def _running_titles(self) -> Iterator[Iterable[str]]:
        for name in self.package.names():
            if re.fullmatch(rf"{re.escape(self.folder)}/(?:header|footer)\d*\.xml", name):
                yield _texts(self.package.xml(name))

    def _box_texts(self, box: "etree._Element") -> Iterable[str]:
        return _texts(box)

    # Blocks

    def _blocks(self, elements: Iterable["etree._Element"]) -> None:
        for element in _chosen(elements):
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name in {"altChunk", "subDoc"}:
                self.builder.omit("part", "a document inside of the file is left out")
            elif name in _THROUGH or name in {"docPartBody", "body"}:
                self._blocks(element)
            elif name in {"oMathPara", "oMath"}:
                self._formula(element)

    def _table(self, table: "etree._Element") -> None:
        rows = list(table.iter("{*}tr"))
        short = (
            all(
                sum(1 for p in cell.iter("{*}p") if next(p.iter("{*}t"), None) is not None) < 2
                and sum(len(t.text or "") for t in cell.iter("{*}t")) <= LONG_CELL
                for row in rows
                for cell in row
                if local(cell) == "tc"
            )
            and next(table.iterdescendants("{*}tbl"), None) is None
        )
        if not short:
            for row in _chosen(table):
                for cell in _chosen(row):
                    self._blocks(cell)
            return
        with self._framed([("table", {})]):
            for row in rows:
                self.builder.part(assembly.LINE)
                for cell in row:
                    if local(cell) == "tc":
                        self.builder.part(assembly.TAB)
                        for paragraph in cell.iter("{*}p"):
                            self._words(paragraph, OfficeStyle(), frozenset())
                self.builder.part(assembly.LINE)

    def _paragraph(self, paragraph: "etree._Element") -> None:
        properties = child(paragraph, "pPr")
        style = self.styles[value(child(properties, "pStyle")) or self.styles.default]
        new_page = child(properties, "pageBreakBefore") is not None
        with self._framed(_regions(properties, style), new_page=new_page):
            list_, level = _numbering(properties)
            if not list_:
                list_, level = style.numbering
            if number := self.counter.number(list_, level):
                self.builder.write(f"{number} ")
            with self._perhaps_verse(style.name):
                self._words(paragraph, style, frozenset())

    # Words

    def _words(
        self,
        parent: "etree._Element",
        style: OfficeStyle,
        changed: frozenset[Style],
        *,
        link: bool = False,
    ) -> None:
        for element in _chosen(parent):
            name = local(element)
            if name == "r":
                self._run(element, style, changed, link=link)
            elif name in {"oMath", "oMathPara"}:
                self._formula(element)
            elif name in _THROUGH:
                inside = changed | _change(element)
                self._words(element, style, inside, link=link or name == "hyperlink")

    def _run(
        self, run: "etree._Element", style: OfficeStyle, changed: frozenset[Style], *, link: bool
    ) -> None:
        properties = child(run, "rPr")
        own = self.styles[value(child(properties, "rStyle"))]
        linked = link or own.name.casefold() in {"hyperlink", "followedhyperlink"}
        styles = _run_styles(properties, style, own)
        hidden = _toggled(properties).get("vanish", own.styles.get("vanish", False))
        if linked:
            styles -= {assembly.UNDERLINE}
        styles |= changed
        font = symbol_font(value(child(properties, "rFonts"), "ascii"))
        parts = list(_chosen(run))
        for place, element in enumerate(parts):
            if hidden:
                self.hidden.append(element.text or " ")
            elif local(element) in _NOTES:
                rest = parts[place + 1 :]
                if value(element, "customMarkFollows") in {"1", "true", "on"}:
                    self._note(element, "".join(each.text or "" for each in rest))
                    return
                self._note(element, "")
            else:
                self._piece(element, styles, font)

    def _piece(self, element: "etree._Element", styles: frozenset[Style], font: str) -> None:
        """A piece of a run: text, a break, a sign, a picture."""
        builder = self.builder
        match local(element):
            case "t" | "delText":
                self._in_font(element.text or "", font, styles)
            case "tab" | "ptab":
                builder.part(assembly.TAB)
            case "br" if value(element, "type") == "page":
                builder.part(assembly.LINE)
                self.pages.append(builder.point("pb"))
            case "br" | "cr":
                builder.line()
            case "noBreakHyphen":
                builder.write("-", styles)
            case "sym":
                self._symbol(element, styles)
            case "footnoteRef" | "endnoteRef":
                builder.write(f"{self.number} ")
            case "ruby":
                self._words(element, OfficeStyle(), styles)
            case "drawing" | "pict" | "object":
                self._drawing(element)
            case _:
                pass  # what shows nothing

    def _symbol(self, element: "etree._Element", styles: frozenset[Style]) -> None:
        code, font = value(element, "char"), value(element, "font")
        if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
            self._in_font(chr(min(int(code, 16), sys.maxunicode)), symbol_font(font), styles)
        else:
            self.builder.omit("symbol", f"{code} of {font}")

    def _in_font(self, text: str, font: str, styles: frozenset[Style]) -> None:
        """Write text in a font; one of symbols shows other signs than those it is written with."""
        unknown: list[str] = []
        if font:
            text, unknown = shown(text, font)
        self.builder.write(text, styles)
        for sign in unknown:
            self.builder.omit("symbol", sign)

    def _drawing(self, element: "etree._Element") -> None:
        boxes = [each for each in element.iter("{*}txbxContent") if not _is_fallback(each, element)]
        self.boxes += boxes
        if boxes:
            return
        described = next((each for each in element.iter("{*}docPr")), None)
        words = value(described, "descr") or value(described, "name")
        if local(element) == "object":
            program = next((value(each, "ProgID") for each in element.iter("{*}OLEObject")), "")
            formula = program.casefold().startswith("equation")
            self.builder.omit("formula" if formula else "object", program or words or "?")
        elif any(local(each) in {"blip", "imagedata"} for each in element.iter()):
            self.builder.omit("picture", words or "without a description")
        elif any(local(each) in {"chart", "relIds", "wsp", "wgp"} for each in element.iter()):
            self.builder.omit("object", words or "a drawing")

    def _formula(self, element: "etree._Element") -> None:
        words = "".join(each.text or "" for each in element.iter("{*}t"))
        self.builder.omit("formula", words or "without words")

    # Notes

    def _note(self, element: "etree._Element", printed: str) -> None:
        kind = _NOTES[local(element)]
        body = self.bodies[kind].get(value(element, "id"))
        if body is None:
            return
        attributes = {"type": kind}
        number = ""
        if kind == "comment":
            self.counted[kind] += 1
            initials = value(body, "initials") or value(body, "author")[:2].upper()
            printed = f"[{initials}{self.counted[kind]}]"
            for name, found in (("author", value(body, "author")), ("when", value(body, "date"))):
                if found:
                    attributes[name] = found
        elif not printed.strip():
            self.counted[kind] += 1
            number = numeral(self.counted[kind], "lowerRoman" if kind == "endnote" else "decimal")
            printed = number

        def write(body: "etree._Element" = body) -> None:
            self.number = number
            self._blocks(body)

        self.notes.mark(printed.strip(), attributes, write)


_NOTES = {
    "commentReference": "comment",
    "endnoteReference": "endnote",
    "footnoteReference": "footnote",
}


def _chosen(elements: Iterable["etree._Element"]) -> Iterator["etree._Element"]:
    """The elements, of alternatives the first: the others say the same for older programs."""
    for element in elements:
        if local(element) == "AlternateContent":
            choice = child(element, "Choice")
            picked = choice if choice is not None else child(element, "Fallback")
            yield from _chosen(picked if picked is not None else ())
        else:
            yield element


def _texts(element: "etree._Element") -> Iterator[str]:
    return (each.text or "" for each in element.iter("{*}t"))


def _is_fallback(element: "etree._Element", within: "etree._Element") -> bool:
    """Whether it stands in the older of two alternatives, or in another text box."""
    for outer in element.iterancestors():
        if outer is within:
            return False
        if local(outer) in {"Fallback", "txbxContent"}:
            return True
    return False


def _regions(
    properties: "etree._Element | None", style: OfficeStyle
) -> Iterator[tuple[str, dict[str, str]]]:
    """What the format says of a paragraph."""
    outline = value(child(properties, "outlineLvl"))
    level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.level
    if level:
        yield "heading", {"level": str(level)}
    if align := ALIGNED.get(value(child(properties, "jc")) or style.align):
        yield align, {}
    if _FURNITURE.fullmatch(style.name):
        yield "furniture", {}
    if _QUOTATION.fullmatch(style.name):
        yield "quote", {}
    if style.name and not _PLAIN.fullmatch(style.name):
        yield "style", {"name": style.name}


def _run_styles(
    properties: "etree._Element | None", style: OfficeStyle, own: OfficeStyle
) -> frozenset[Style]:
    """How the words of a run look: by themselves, by their style, by that of their paragraph."""
    direct = _toggled(properties)
    found = set(_others(properties, style.others | own.others))
    for name, look in _TOGGLES.items():
        by_style = style.styles.get(name, False) != own.styles.get(name, False)
        if direct.get(name, by_style):
            found.add(look)
    return frozenset(found)


def _change(element: "etree._Element") -> frozenset[Style]:
    """The tracked change that an element stands for."""
    kind = {"ins": "add", "moveTo": "add", "del": "del", "moveFrom": "del"}.get(local(element))
    if kind is None:
        return frozenset()
    change = (("author", value(element, "author")), ("when", value(element, "date")))
    return frozenset({(kind, tuple((name, found) for name, found in change if found) or _UNKNOWN)})


_UNKNOWN = (("author", "unknown"),)
