"""Transcriptions in PAGE XML: the pages of one document, with regions, lines and tags.

Regions come in their reading order. The lines of a region stay lines; those that only the width of
the page parts are a region `rows`. Tags count in the text of their line.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from teikit.converting.readers import assembly
from teikit.converting.readers.assembly import Extent, Style, TextBuilder
from teikit.converting.readers.package import child, local, safe_root, value
from teikit.converting.readers.page_joints import PLAIN, PageLine, going_on
from teikit.converting.readers.page_tags import NAMES, looks, order, structure, tags
from teikit.converting.source import Source
from teikit.errors import TeikitError

if TYPE_CHECKING:
    from lxml import etree

FORMAT = "transcriptions in PAGE XML"

_FURNITURE = frozenset({"page-number", "header", "footer", "catch-word", "signature-mark"})
_BESIDE = "marginalia"
_HEADINGS = frozenset({"heading"})
_PICTURES = frozenset(
    {"ChartRegion", "GraphicRegion", "ImageRegion", "LineDrawingRegion", "MapRegion"}
)
_FORMULAS = frozenset({"ChemRegion", "MathsRegion", "MusicRegion"})
_POINT = re.compile(r"(-?\d{1,7})(?:\.\d{1,9})?,-?\d")
_SOFT_HYPHEN = "\u00ad"


def read_page_xml(files: Iterable[tuple[str, bytes]], path: str) -> Source:
    """Make a `Source` of the files of a document, each with its name, in their order.

    Raises:
        TeikitError: a file is broken, has a document type, or none holds text.
    """
    reader = _PageReader(path)
    for name, data in files:
        reader.take(name, data)
    return reader.source()


class _PageReader:
    """Reads the pages of one document."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.builder = TextBuilder()
        self.lines: list[PageLine] = []
        self.pictures: list[str] = []
        self.left_out: deque[tuple[int, str, str]] = deque()
        """What is no text: before which line, its kind, and its words."""
        self.regions = 0
        self.missed: Counter[str] = Counter()
        """How often there are tags of a name that TEI has nothing for."""
        self.first: dict[str, int] = {}
        """Which omission tells of the first of them."""

    # Reading

    def take(self, name: str, data: bytes) -> None:
        """Gather the lines of a file."""
        root = safe_root(data)
        if root is None:
            raise TeikitError(
                f"{self.path}: {name} is broken, or has a document type; export it again"
            )
        for page in root.iter("{*}Page"):
            self.pictures.append(Path(value(page, "imageFilename")).name or Path(name).stem)
            self._children(page, _ordered(page))

    def _children(self, parent: "etree._Element", regions: Iterable["etree._Element"]) -> None:
        for region in regions:
            kind = local(region)
            if kind == "TextRegion":
                self._text_region(region)
            elif kind == "TableRegion":
                self._table(region)
            else:
                self._other(region)

    def _text_region(self, region: "etree._Element") -> None:
        self.regions += 1
        kind = structure(value(region, "custom")) or value(region, "type")
        lines = [each for each in region if local(each) == "TextLine"]
        places = [order(value(each, "custom")) for each in lines]
        if len(set(places)) == len(places) and None not in places:
            lines = [line for _, line in sorted(zip(places, lines, strict=True), key=_first)]
        before = len(self.lines)
        for line in lines:
            self._line(line, kind)
        inner = [each for each in region if local(each).endswith("Region")]
        self._children(region, inner)
        if len(self.lines) == before and not inner:  # its text is not divided into lines
            for words in _unicode(region).splitlines():
                self._add(PageLine(words, kind=_known(kind)))

    def _line(self, line: "etree._Element", kind: str) -> None:
        text = _unicode(line) or " ".join(_unicode(each) for each in line if local(each) == "Word")
        own = value(line, "custom")
        left, right = _ends(line)
        style = child(line, "TextStyle")
        look = tuple((str(k), str(v)) for k, v in style.attrib.items()) if style is not None else ()
        self._add(PageLine(text, own, left, right, kind=_known(structure(own) or kind), look=look))

    def _add(self, line: PageLine) -> None:
        if line.text.strip():
            page = len(self.pictures) - 1
            self.lines.append(
                PageLine(
                    line.text,
                    line.custom,
                    line.left,
                    line.right,
                    page,
                    self.regions,
                    line.kind,
                    line.look,
                )
            )

    def _table(self, table: "etree._Element") -> None:
        """A table: its cells in their rows, each a line."""
        self.regions += 1
        rows: dict[int, list[str]] = {}
        for cell in table:
            if local(cell) == "TableCell":
                words = (_unicode(each) for each in cell if local(each) == "TextLine")
                row = value(cell, "row")
                rows.setdefault(int(row) if row.isdecimal() else 0, []).append(" ".join(words))
        for _, cells in sorted(rows.items()):
            self._add(PageLine("\xa0\xa0\xa0".join(cells), kind="table"))
        self._children(table, [each for each in table if local(each).endswith("Region")])

    def _other(self, region: "etree._Element") -> None:
        """A region that is no text; text in it is read."""
        inner = [each for each in region if local(each).endswith("Region")]
        kind = local(region)
        if inner:
            self._children(region, inner)
        elif kind in _PICTURES or kind in _FORMULAS:
            words = structure(value(region, "custom")) or value(region, "type") or kind
            found = "formula" if kind in _FORMULAS else "picture"
            self.left_out.append((len(self.lines), found, f"{words} of {self.pictures[-1]}"))

    # Writing

    def source(self) -> Source:
        """The text of all lines, with what is known of it.

        Raises:
            TeikitError: there is no text.
        """
        builder = self.builder
        joined, heads, tails = self._joints()
        pages: list[Extent] = []
        regions: list[Extent] = []
        rows = outer = Extent("")
        for place, line in enumerate(self.lines):
            before = self.lines[place - 1] if place else None
            same = before is not None and before.part == line.part
            together = same and line.kind in _TOGETHER
            builder.part(assembly.LINE if place in joined or together else assembly.PARAGRAPH)
            self._omit(place)
            for page in range(before.page + 1 if before else 0, line.page + 1):
                pages.append(builder.point("pb", {"n": self.pictures[page]}))
            if not same and line.kind:
                outer = builder.begin(*_region(line.kind))
                if line.kind == _BESIDE:
                    builder.omit("margin", line.text)
            if place in heads:
                rows = builder.begin("rows")
            self._write(line)
            if place in tails:
                builder.end(rows)
                regions.append(rows)
            behind = self.lines[place + 1] if place + 1 < len(self.lines) else None
            if line.kind and not (behind and behind.part == line.part):
                builder.end(outer)
                regions.append(outer)
        self._omit(len(self.lines))
        for name, times in self.missed.items():
            if times > 1:
                first = builder.omissions[self.first[name]]
                words = f"{first.words}, and {times - 1} more"
                builder.omissions[self.first[name]] = replace(first, words=words)
        return builder.source(self.path, pages, regions, form=FORMAT)

    def _joints(self) -> tuple[set[int], set[int], set[int]]:
        """The lines that go on with one before; those that begin, and end, such rows."""
        text = [i for i, line in enumerate(self.lines) if line.kind not in _NO_ROWS]
        on = going_on([self.lines[i] for i in text])
        heads = {text[i - 1] for i in on if i - 1 not in on}
        tails = {text[i] for i in on if i + 1 not in on}
        return {text[i] for i in on}, heads, tails

    def _omit(self, place: int) -> None:
        """Remember what stands before a line and is no text."""
        while self.left_out and self.left_out[0][0] <= place:
            self.builder.omit(*self.left_out.popleft()[1:])

    def _write(self, line: PageLine) -> None:
        """Write the words of a line, divided where its tags begin and end."""
        text = line.text
        if text.rstrip().endswith(_SOFT_HYPHEN):  # it would not be seen
            text = f"{text.rstrip()[:-1]}¬"
        everywhere, unknown = looks(dict(line.look))
        found = tags(line.custom, text)
        for missed in (unknown, *(tag.missed for tag in found)):
            self._miss(missed)
        starts, ends = defaultdict(list), defaultdict(list)
        for tag in found:
            if tag.end > tag.start:
                starts[tag.start].append(tag)
                ends[tag.end].append(tag)
        open_styles: Counter[Style] = Counter(everywhere)
        position = 0
        for place in sorted({*starts, *ends, len(text)}):
            self.builder.write(text[position:place], +open_styles)
            position = place
            for tag in ends[place]:
                open_styles.subtract(tag.styles)
                if not tag.continued:
                    self.builder.stop(style for style in tag.styles if style[0] in NAMES)
            for tag in starts[place]:
                open_styles.update(tag.styles)

    def _miss(self, missed: str) -> None:
        """Tell of a tag that TEI has nothing for: once for all of its name."""
        if not missed:
            return
        name = missed.split(" ", maxsplit=1)[0].rstrip(":")
        self.missed[name] += 1
        if self.missed[name] == 1:
            self.first[name] = len(self.builder.omissions)
            self.builder.omit("tag", missed)


_NO_ROWS = _FURNITURE | {"table"}
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "default": PLAIN,
        "defaultline": PLAIN,
        "headingline": "heading",
        "main": PLAIN,
        "mainzone": PLAIN,
        "margintextzone": "marginalia",
        "numberingzone": "page-number",
        "other": PLAIN,
        "paragraph": PLAIN,
        "quiremarkszone": "signature-mark",
        "runningtitlezone": "header",
        "text": PLAIN,
    }
)
"""Types by other names: those of eScriptorium, and of the vocabulary SegmOnto."""
_TOGETHER = _HEADINGS | {"table"}


def _region(kind: str) -> tuple[str, dict[str, str]]:
    """What the kind of a line says of it."""
    if kind in _HEADINGS:
        return "heading", {"level": "1"}
    if kind in _FURNITURE:
        return "furniture", {}
    return ("table", {}) if kind == "table" else ("style", {"name": kind})


def _known(kind: str) -> str:
    """The type of a region or line; nothing for mere text."""
    name = re.split("[:#]", kind, maxsplit=1)[0].strip().casefold()
    return _KINDS.get(name, name)


def _ordered(page: "etree._Element") -> list["etree._Element"]:
    """The regions of a page in reading order.

    Those that the order does not name follow the one that they stand behind in the file.
    """
    regions = [each for each in page if local(each).endswith("Region")]
    named = {id_: place for place, id_ in enumerate(_references(child(page, "ReadingOrder")))}
    places = [order(value(each, "custom")) for each in regions]
    all_named = all(value(each, "id") in named for each in regions)
    if not all_named and None not in places and len(set(places)) == len(places):
        return [region for _, region in sorted(zip(places, regions, strict=True), key=_first)]
    keys: list[tuple[int, int]] = []
    last = -1
    for at, region in enumerate(regions):
        last = named.get(value(region, "id"), last)
        keys.append((last, at))
    return [region for _, region in sorted(zip(keys, regions, strict=True), key=_first)]


def _first(pair: tuple[Any, object]) -> Any:
    return pair[0]


def _references(group: "etree._Element | None") -> Iterator[str]:
    """The ids of regions in a group of the reading order, and in the groups in it."""
    members = list(group) if group is not None else []
    indices = [value(each, "index") for each in members]
    if all(index.isdecimal() for index in indices):
        members = [
            member for _, member in sorted(zip(map(int, indices), members, strict=True), key=_first)
        ]
    for member in members:
        if reference := value(member, "regionRef"):
            yield reference
        yield from _references(member)


def _unicode(element: "etree._Element") -> str:
    """The text of an element: of several readings the first."""
    readings = [each for each in element if local(each) == "TextEquiv"]
    ranked = sorted(readings, key=lambda each: _rank(value(each, "index")))
    for each in ranked:
        words = child(each, "Unicode")
        if words is not None and (words.text or "").strip():
            return words.text or ""
    return ""


def _rank(index: str) -> int:
    return int(index) if index.isdecimal() else 0


def _ends(line: "etree._Element") -> tuple[float, float]:
    """Where a line begins and ends on the picture; 0, 0 where it does not say so."""
    for name in ("Baseline", "Coords"):
        element = child(line, name)
        places = [float(x) for x in _POINT.findall(value(element, "points"))]
        if not places and element is not None:
            xs = [value(each, "x") for each in element]
            places = [float(x) for x in xs if x.isdecimal()]
        if places and max(places) > min(places):
            return min(places), max(places)
    return 0.0, 0.0
