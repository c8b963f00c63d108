"""Web pages: saved by browsers, written by word processors or by hand, of any age.

A page is read as a browser shows it. What stands where is told by its elements, its style sheet and
the names of classes; pictures, scripts and what is hidden are not text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from teikit.converting.readers import assembly, css, encodings
from teikit.converting.readers.anchors import Anchor, BlockNode, WebLink, WebLinks, is_note_name
from teikit.converting.readers.assembly import Extent, Style, TextBuilder
from teikit.converting.readers.symbols import shown, symbol_font
from teikit.converting.source import Source
from teikit.errors import TeikitError

if TYPE_CHECKING:
    from lxml import etree


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _names(
    "base button col colgroup datalist input link map meta noembed noframes noscript option param"
    " script select style template textarea title track xml"
)
"""Elements that show nothing, or nothing that belongs to a text."""

_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header html legend li main menu nav"
    " ol optgroup p pre section summary table tbody td tfoot th thead tr ul"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_VERSE_LINES = frozenset({"div", "p", "span", "li"})

_STYLES: dict[str, tuple[Style, ...]] = {
    "b": (assembly.BOLD,),
    "cite": (assembly.ITALIC,),
    "del": (assembly.DELETED,),
    "dfn": (assembly.ITALIC,),
    "em": (assembly.ITALIC,),
    "i": (assembly.ITALIC,),
    "s": (assembly.DELETED,),
    "strike": (assembly.DELETED,),
    "strong": (assembly.BOLD,),
    "sub": (assembly.SUBSCRIPT,),
    "sup": (assembly.SUPERSCRIPT,),
    "u": (assembly.UNDERLINE,),
    "var": (assembly.ITALIC,),
}
_OBJECTS = {
    "applet": "object",
    "audio": "object",
    "canvas": "picture",
    "embed": "object",
    "iframe": "object",
    "math": "formula",
    "object": "object",
    "svg": "picture",
    "video": "object",
}
_PAGE_CLASS = re.compile(
    r"(?:x-ebookmaker-)?page-?(?:num(?:ber)?s?|no|break)|pb|folio|pagina", re.IGNORECASE
)
_PAGE_NAME = re.compile(
    r"(?:page?|pg|pag|p|s|seite)[_.-]?(\d{1,4}[a-z]?|[ivxlcdm]{1,8})", re.IGNORECASE
)
_PAGE_TEXT = re.compile(
    r"[\[({|]*\s*(?:[^\W\d_]{1,6}(?:\.\s*|\s+|(?=\d)))?(?P<n>\d{1,4}[a-z]?|[ivxlcdm]{1,8})\s*[\])}|]*",
    re.IGNORECASE,
)
_BRACED = re.compile(r"\{(\d{1,4})\}")
_NAVIGATION = re.compile(
    r"nav(?:igation|bar|box)?|menu|breadcrumbs?|toc|printfooter|catlinks|(?:mw-)?editsection"
    r"|(?:mw-)?jump-?\w*|skip-?link",
    re.IGNORECASE,
)
_VERSE = re.compile(r"poem|poetry|poetry-container|verses?|stanza|versblock|linegroup|lg", re.I)
_NOTES = re.compile(r"(?:foot|end)?notes(?:-?(?:list|section|text))?|references|reflist", re.I)
_LONG_CELL = 400
_MOST_CHECKS = 300_000
"""Rules of a style sheet that are held against elements; a book takes some 30,000."""
_FAR = 32
"""Elements around another that a rule may speak of."""
_SPACER = 4
"""Pixels: a picture so small only holds others apart."""


def read_html(data: bytes, path: str, encoding: str = "") -> Source:
    """Make a `Source` of the bytes of a web page.

    Raises:
        TeikitError: the page holds no text, or is not in the encoding that is named.
    """
    from lxml import etree  # noqa: PLC0415  (slow to load)

    text, guessed = _decode(data, path, encoding)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise TeikitError(f"{path}: holds no text; there is nothing to convert")
    reader = _PageReader(root)
    if guessed:
        reader.builder.omit("encoding", guessed)
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise TeikitError(
            f"{path}: its elements are nested too deep to be read; save it as plain text"
        )
    return reader.read(path, encoding)


# --- encoding ---

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD = 8192


def _decode(data: bytes, path: str, encoding: str) -> tuple[str, str]:
    """The text, and in words how the encoding was guessed where the page does not say it."""
    if named := encodings.marked(data) or encoding:
        return encodings.decode(data, path, named), ""
    if encodings.is_utf8(data):
        return encodings.decode(data, path, "utf-8"), ""
    match = _DECLARED.search(data[:_HEAD])
    declared = (match[1] or match[2]).decode("ascii", "replace") if match else ""
    if declared and (name := encodings.known(declared)):
        try:
            return data.decode(name), ""
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        guess = encodings.likely(data)
    says = f"says {declared}, which it is not" if declared else "does not say its encoding"
    # Some bytes stand for nothing: they are written as U+FFFD, which the finding speaks of.
    return data.decode(encodings.known(guess), "replace"), f"the page {says}; it is read as {guess}"


# --- the walk through the page ---


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands on to those in it."""

    styles: frozenset[Style] = frozenset()
    align: str = ""
    language: str = ""
    pre: bool = False
    hidden: bool = False
    verse: bool = False
    stanza: bool = False
    cells: bool = False
    """Whether it stands in a table of short cells: its rows are lines."""
    heading: bool = False
    furniture: bool = False
    raised: bool = False
    font: str = ""
    """The font of symbols that the text is in."""


@dataclass(slots=True)
class _Frame:
    """An element that is being read."""

    look: _Look
    gap: str = assembly.NONE
    """What parts its end from what follows."""
    stretches: list[Extent] = field(default_factory=list)
    block: bool = False


class _PageReader:
    """Reads the tree of one page."""

    def __init__(self, root: "etree._Element") -> None:
        self.root = root
        self.builder = TextBuilder()
        self.sheet = css.StyleSheet(
            "\n".join("".join(map(str, each.itertext())) for each in root.iter("style"))
        )
        self.targets = {
            href.rpartition("#")[2] for each in root.iter("a") if "#" in (href := _href(each))
        }
        self.regions: list[Extent] = []
        self.pages: list[Extent] = []
        self.page = ("", 0)
        self.links = WebLinks()
        self.node = BlockNode(Extent("root"), None)
        self.node.stretch.start = 0
        self.braced = self._braced_pages()
        self.pictures: dict[str, list[int]] = {}
        """For each picture the place of its omission, and how often it stands in the page."""
        self.checked = 0
        self.hidden: list[str] = []

    def read(self, path: str, encoding: str) -> Source:
        from lxml import etree  # noqa: PLC0415

        frames: list[_Frame] = []
        walk = etree.iterwalk(self.root, events=("start", "end"))
        language = self.root.get("lang") or ""
        look = _Look(language=language.lower())
        skipped: object = None
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                outer = frames[-1].look if frames else look
                if self._stands_for(element, outer):
                    walk.skip_subtree()
                    skipped = element
                    frames.append(_Frame(outer))
                    continue
                frame = self._opened(element, outer)
                frames.append(frame)
                self._text(element.text, frame.look)
            else:
                frame = frames.pop()
                if element is skipped:
                    skipped = None
                else:
                    self._closed(frame)
                self._text(element.tail, frames[-1].look if frames else look)
        self.node.stretch.end = self.builder.length
        if words := " ".join("".join(self.hidden).split()):
            self.builder.omit("hidden", words)
        if self.checked > _MOST_CHECKS:
            self.builder.omit("part", "the style sheet is too long; not all of it was followed")
        self._count_pictures()
        text = self.builder.text()
        marks, regions = self.links.resolve(text, self.regions)
        return self.builder.source(path, [*self.pages, *marks], [*self.regions, *regions], encoding)

    # What is no text

    def _stands_for(self, element: "etree._Element", look: _Look) -> bool:
        """Whether an element shows no text of its own; what it stands for is done."""
        tag = _tag(element)
        builder = self.builder
        if tag in _SKIPPED:
            return True
        if tag == "br":
            builder.line()
        elif tag == "hr":
            builder.part(assembly.PARAGRAPH)
            self.regions.append(builder.point("rule"))
        elif tag == "wbr":
            pass
        elif tag == "img":
            self._picture(element, look)
        elif tag in _OBJECTS:
            label = element.get("title") or element.get("aria-label") or element.get("src") or tag
            builder.omit(_OBJECTS[tag], label)
        elif (number := _page_number(element)) is not None:
            if number:
                self._point_to_page(number)
            stretches: list[Extent] = []
            self._anchors(element, look, stretches)
            for stretch in stretches:
                builder.end(stretch)
        else:
            return False
        return True

    def _point_to_page(self, number: str) -> None:
        """A page begins, unless a link to it stood here already."""
        if self.page == (number, self.builder.length):
            return
        self.page = (number, self.builder.length)
        self.pages.append(self.builder.point("pb", {"n": number}))

    def _picture(self, element: "etree._Element", look: _Look) -> None:
        alt = (element.get("alt") or "").strip()
        if len(alt) == 1 and alt.isalpha():
            self.builder.write(alt, look.styles)  # a large first letter
            return
        sizes = [element.get(name, "").removesuffix("px") for name in ("width", "height")]
        if any(size.isdecimal() and int(size) <= _SPACER for size in sizes):
            return
        source = element.get("src") or "?"
        if source in self.pictures:
            self.pictures[source][1] += 1
            return
        self.pictures[source] = [len(self.builder.omissions), 1]
        self.builder.omit("picture", alt or source.rpartition("/")[2])

    def _count_pictures(self) -> None:
        """Tell of a picture that stands in many places how many there are."""
        for place, times in self.pictures.values():
            if times > 1:
                found = self.builder.omissions[place]
                words = f"{found.words}, {times} times"
                self.builder.omissions[place] = replace(found, words=words)

    # Elements

    def _opened(self, element: "etree._Element", outer: _Look) -> _Frame:
        tag = _tag(element)
        classes = frozenset((element.get("class") or "").split())
        declared = self._declared(element, tag, classes)
        block = tag in _BLOCKS
        look = self._look(element, tag, classes, declared, outer)
        gap = self._gap(tag, declared, outer, look)
        if gap:
            self.builder.part(gap)
        frame = _Frame(look, gap, block=block)
        if block:
            base = {style for style in look.styles if style in assembly.OF_PARAGRAPHS}
            if tag not in {"html", "body"}:
                for style in sorted(base - outer.styles):
                    self._region(frame, "style", {"name": assembly.OF_PARAGRAPHS[style]})
            frame.look = replace(look, styles=look.styles - base)
            self.node = BlockNode(self.builder.begin("block"), self.node)
            self._regions_of_block(frame, element, tag, classes, outer)
        elif not outer.furniture and frame.look.furniture:
            self._region(frame, "furniture", {})
        if tag == "q":
            self.builder.write("“", frame.look.styles)
        self._anchors(element, frame.look, frame.stretches, declared, classes)
        return frame

    def _closed(self, frame: _Frame) -> None:
        for stretch in reversed(frame.stretches):
            if stretch.kind == "q":
                self.builder.write("”")
            else:
                self.builder.end(stretch)
        if frame.block:
            self.builder.end(self.node.stretch)
            assert self.node.parent is not None  # the root has no frame
            self.node = self.node.parent
        if frame.gap:
            self.builder.part(frame.gap)

    def _region(self, frame: _Frame, kind: str, attributes: dict[str, str]) -> None:
        stretch = self.builder.begin(kind, attributes)
        self.regions.append(stretch)
        frame.stretches.append(stretch)

    def _regions_of_block(
        self,
        frame: _Frame,
        element: "etree._Element",
        tag: str,
        classes: frozenset[str],
        outer: _Look,
    ) -> None:
        look = frame.look
        if tag in _HEADINGS:
            self._region(frame, "heading", {"level": tag[1]})
        if look.align != outer.align and look.align in {"right", "center"} and tag != "body":
            self._region(frame, look.align, {})
        if tag == "blockquote":
            self._region(frame, "quote", {})
        if tag == "table" and look.cells:
            self._region(frame, "table", {})
        if look.verse and not outer.verse:
            self._region(frame, "verse", {})
        if look.furniture and not outer.furniture:
            self._region(frame, "furniture", {})
        if tag == "pre":
            self._region(frame, "style", {"name": "pre"})
        if any(_NOTES.fullmatch(name) for name in (*classes, element.get("id") or "")):
            self._region(frame, "notes", {})
        for name in sorted(classes):
            if not name.startswith("MsoNormal"):
                self._region(frame, "style", {"name": name})

    def _gap(self, tag: str, declared: css.Declarations, outer: _Look, look: _Look) -> str:
        """What parts an element from what stands before and behind it."""
        if outer.cells and tag not in {"table"}:
            return {"tr": assembly.LINE, "td": assembly.TAB, "th": assembly.TAB}.get(
                tag, assembly.SPACE if tag in _BLOCKS else assembly.NONE
            )
        if outer.verse and tag in _VERSE_LINES and not look.stanza:
            block = tag != "span" or declared.get("display") == "block"
            return assembly.LINE if block else assembly.NONE
        if tag in _BLOCKS:
            return assembly.PARAGRAPH
        return assembly.LINE if declared.get("display") == "block" else assembly.NONE

    def _look(
        self,
        element: "etree._Element",
        tag: str,
        classes: frozenset[str],
        declared: css.Declarations,
        outer: _Look,
    ) -> _Look:
        styles = set(outer.styles)
        styles.update(_STYLES.get(tag, ()))
        if tag == "ins" and not element.get("title") and "correction" not in classes:
            styles.add(assembly.ADDED)
        _declare(styles, declared)
        if "gesperrt" in classes or "spaced" in classes:
            styles.add(assembly.SPACED)
        if classes & {"smcap", "smallcaps", "small-caps", "sc"}:
            styles.add(assembly.SMALL_CAPS)
        language = (
            element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        ).lower()
        if language and tag == "html":
            outer = replace(outer, language=language)
        main, before = language.partition("-")[0], outer.language.partition("-")[0]
        if main and before and main != before and _LANGUAGE.fullmatch(language):
            styles = {style for style in styles if style[0] != "foreign"}
            if main != self._page_language():
                styles.add(assembly.foreign(element.get("lang") or language))
        align = declared.get("text-align") or (element.get("align") or "").lower()
        if tag == "center":
            align = "center"
        if declared.get("float") == "right":
            align = "right"
        names = (*classes, element.get("id") or "")
        fonts = declared.get("font-family") or (tag == "font" and element.get("face")) or ""
        return _Look(
            styles=frozenset(styles),
            align={"end": "right", "middle": "center"}.get(align, align) or outer.align,
            language=language or outer.language,
            pre=outer.pre or tag in {"pre", "listing", "plaintext", "xmp"},
            hidden=outer.hidden
            or declared.get("display") == "none"
            or declared.get("visibility") == "hidden"
            or element.get("hidden") is not None,
            verse=outer.verse or any(_VERSE.fullmatch(name) for name in classes),
            stanza=any(_VERSE.fullmatch(name) for name in classes),
            cells=_has_short_cells(element) if tag == "table" else outer.cells,
            heading=outer.heading or tag in _HEADINGS,
            furniture=outer.furniture
            or tag == "nav"
            or any(_NAVIGATION.fullmatch(name) for name in names),
            raised=outer.raised or tag == "sup" or declared.get("vertical-align") == "super",
            font=symbol_font(fonts) if fonts else outer.font,
        )

    def _page_language(self) -> str:
        return (self.root.get("lang") or "").lower().partition("-")[0]

    def _declared(
        self, element: "etree._Element", tag: str, classes: frozenset[str]
    ) -> dict[str, str]:
        found: dict[str, str] = {}
        for rule in self.sheet.rules(tag, classes, element.get("id") or ""):
            self.checked += 1
            if self.checked > _MOST_CHECKS:
                break
            if not rule.above or _stands_below(element, rule.above):
                found.update(rule.declarations)
        if style := element.get("style"):
            found.update(css.declarations(style))
        return found

    # WebLinks and what they lead to

    def _anchors(
        self,
        element: "etree._Element",
        look: _Look,
        stretches: list[Extent],
        declared: css.Declarations | None = None,
        classes: frozenset[str] = frozenset(),
    ) -> None:
        names = {element.get("id"), element.get("name") if _tag(element) == "a" else None}
        for name in sorted(name for name in names if name and name in self.targets):
            stretch = self.builder.begin("anchor")
            self.links.anchors.setdefault(name, Anchor(stretch, self.node, in_heading=look.heading))
            stretches.append(stretch)
        href = _href(element)
        if _tag(element) != "a" or not href:
            return
        stretch = self.builder.begin("link")
        stretches.append(stretch)
        role = " ".join((*classes, element.get("role") or "", element.get("{*}type") or ""))
        self.links.links.append(
            WebLink(
                stretch,
                href,
                raised=look.raised,
                called_note=is_note_name(role) or "mso-comment-reference" in (declared or {}),
                in_heading=look.heading,
            )
        )

    # Text

    def _text(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        if look.hidden:
            self.hidden.append(f"{text} ")
        elif look.pre:
            for number, line in enumerate(re.split(r"\r\n?|\n", text)):
                if number:
                    self.builder.line()
                self._words(re.sub(" {3,}", "\xa0\xa0\xa0", line), look)
        else:
            self._words(text, look)

    def _words(self, text: str, look: _Look) -> None:
        if look.font:
            text, unknown = shown(text, look.font)
            for sign in unknown:
                self.builder.omit("symbol", sign)
        text = text.translate(_WINDOWS)
        if not self.braced:
            self.builder.write(text, look.styles)
            return
        position = 0
        for match in _BRACED.finditer(text):
            self.builder.write(text[position : match.start()], look.styles)
            self._point_to_page(match[1])
            position = match.end()
        self.builder.write(text[position:], look.styles)

    def _braced_pages(self) -> bool:
        """Whether numbers of printed pages stand in braces: they rise, `{34}`, `{35}`."""
        numbers = [int(n) for text in self.root.itertext() for n in _BRACED.findall(str(text))]
        return len(numbers) > 2 and all(first < second for first, second in pairwise(numbers))


# Signs that Windows has where Unicode has control characters: `&#150;` is a dash.
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")


def _tag(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _href(element: "etree._Element") -> str:
    return (element.get("href") or "").strip()


def _stands_below(element: "etree._Element", above: tuple[css.Compound, ...]) -> bool:
    """Whether elements around it fit, one behind the other."""
    wanted = iter(above)
    compound = next(wanted)
    for outer in islice(element.iterancestors(), _FAR):
        classes = frozenset((outer.get("class") or "").split())
        if compound.fits(_tag(outer), classes, outer.get("id") or ""):
            following = next(wanted, None)
            if following is None:
                return True
            compound = following
    return False


def _declare(styles: set[Style], declared: css.Declarations) -> None:
    """Add to styles, or take from them, what a style sheet says of an element."""
    for style, name, holds in (
        (assembly.ITALIC, "font-style", r"italic|oblique"),
        (assembly.BOLD, "font-weight", r"bold|[6-9]\d\d"),
        (assembly.SMALL_CAPS, "font-variant", r".*small-caps"),
        (assembly.SPACED, "letter-spacing", r"0*\.?0*[1-9]"),
        (assembly.SUPERSCRIPT, "vertical-align", "super"),
        (assembly.SUBSCRIPT, "vertical-align", "sub$"),
    ):
        if value := declared.get(name):
            if re.match(holds, value):
                styles.add(style)
            else:
                styles.discard(style)
    lines = f"{declared.get('text-decoration', '')} {declared.get('text-decoration-line', '')}"
    if "none" in lines:
        styles.difference_update((assembly.UNDERLINE, assembly.ADDED, assembly.DELETED))
    if "line-through" in lines:
        styles.add(assembly.DELETED)
    if "underline" in lines:
        styles.add(assembly.UNDERLINE)


def _page_number(element: "etree._Element") -> str | None:
    """The number of a printed page that an element holds and nothing else; `None` if it does not.

    An element that is made for such a number and has none gives an empty text.
    """
    names = [name for name in (element.get("id"), element.get("name")) if name]
    made = any(_PAGE_CLASS.fullmatch(name) for name in (element.get("class") or "").split())
    named = next(filter(None, map(_PAGE_NAME.fullmatch, names)), None)
    if not made and (named is None or _tag(element) not in {"a", "span"}):
        return None
    text = "".join(map(str, _first_words(element))).strip()
    shown = _PAGE_TEXT.fullmatch(text)
    if made and (shown or not text):
        title = _PAGE_TEXT.fullmatch((element.get("title") or "").strip())
        inner = (name for each in element.iter("a") for name in (each.get("id"), each.get("name")))
        found = named or next(
            (match for name in inner if name and (match := _PAGE_NAME.fullmatch(name))), None
        )
        return shown["n"] if shown else title["n"] if title else found[1] if found else ""
    if named and not _href(element) and (not text or (shown and shown["n"] == named[1])):
        return named[1]
    return None


_LONGEST_PAGE_TEXT = 40


def _first_words(element: "etree._Element") -> Iterator[str]:
    """The text of an element, as long as it may be the number of a page."""
    length = 0
    for text in element.itertext():
        yield str(text)
        length += len(text)
        if length > _LONGEST_PAGE_TEXT and str(text).strip():
            return


def _has_short_cells(table: "etree._Element") -> bool:
    """Whether the cells of a table are words and numbers, and not the columns of a page."""
    cells = 0
    blocks = length = 0
    rows = 0
    for element in table.iterdescendants():
        tag = _tag(element) if isinstance(element.tag, str) else ""
        if tag in {"table", "hr", "blockquote", "ul", "ol", *_HEADINGS}:
            return False
        if tag == "tr":
            rows += 1
        if tag in {"td", "th"}:
            cells += 1
            blocks = length = 0
        if tag in {"p", "div"}:
            blocks += 1
        length += len((element.text or "").strip()) + len((element.tail or "").strip())
        if blocks > 1 or length > _LONG_CELL:
            return False
    return cells > rows
