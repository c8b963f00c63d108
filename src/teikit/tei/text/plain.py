"""Plain text from TEI, in the layers that `layers` describes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikit.tei.apparatus import NO_APPARATUS, Apparatus, apparatus
from teikit.tei.documents import TEI, XML_ID, Document
from teikit.tei.text.layers import (
    FOLD,
    LAYERS,
    LINE,
    PLAIN,
    PROSE,
    READING,
    SKIPPED,
    SPANS,
    Content,
    Layer,
    Shape,
    break_around,
    is_empty,
    name_of,
    runs_on,
    words_of,
)
from teikit.tei.text.layout import CLOSING, Block

if TYPE_CHECKING:
    from lxml import etree

# Their content is elements alone: white space in them is layout of the file.
_ELEMENTS_ONLY = frozenset({"app", "choice", "ellipsis", "rdgGrp", "subst"})
_ALTERNATIVES = frozenset({"app", "choice"})
# They go on in the line of their label: "P. S.", "1."
_AFTER_LABEL = frozenset({"item", "p"})


def render(document: Document, layer: str = "reading", *, notes: bool = True) -> str:
    """The text of a document, ending in a line feed.

    `layer` is one of `LAYERS`. Without `notes`, the list of notes and their marks are left out;
    the source layer always holds all. Paragraphs are parted by an empty line (in the source layer
    by a line break), no line ends in a space, and every run of white space is one space.
    """
    writer = _Writer(LAYERS[layer], apparatus(document.text), notes)
    return "\n\n".join(filter(None, writer.write(document.text))) + "\n"


def plain(
    element: "etree._Element", layer: Layer = READING, notes: Apparatus = NO_APPARATUS
) -> str:
    """The words of one element on one line, without the notes of the apparatus and their marks."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    return " ".join(paragraphs(element, layer, notes).split())


def paragraphs(
    element: "etree._Element", layer: Layer = READING, notes: Apparatus = NO_APPARATUS
) -> str:
    """The same as `plain`, with its lines, and its paragraphs parted by an empty line."""
    return _Writer(layer, notes, with_notes=False).write(element)[0]


@dataclass(slots=True)
class _Frame:
    """An element that is open. `outer` takes what stands around it, `inner` its content."""

    shape: Shape
    outer: Block
    inner: Block
    prose: bool = False
    ending: str = ""
    elements_only: bool = False
    chosen: "etree._Element | None" = None


class _Writer:
    """Writes one element, and all in it, in one layer."""

    def __init__(self, layer: Layer, notes: Apparatus, with_notes: bool) -> None:
        self.layer = layer
        self.notes = notes
        self.with_notes = with_notes
        self.blocks = [Block()]
        self.spans: dict[str, list[Shape]] = {}
        self.ended: frozenset[etree._Element] = frozenset()

    def write(self, root: "etree._Element") -> list[str]:
        """The element's own text, then one text for each note in it (and one for their heading)."""
        from lxml import etree  # noqa: PLC0415 (slow to load; not needed to list the layers)

        main = self.blocks[0]
        self.ended = _spans_that_end(root)
        frames = [_Frame(PLAIN, main, main)]
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start":
                frame = self._opened(node, frames[-1], node is root)
                frames.append(frame)
                if frame.shape.content is Content.SKIPPED:
                    walk.skip_subtree()
                elif not frame.elements_only:
                    frame.inner.write(node.text)
                continue
            if event == "end":
                self._close(node, frames.pop())
            if node is not root and not frames[-1].elements_only:
                frames[-1].inner.write(node.tail)
        return [block.laid_out(self.layer.apart) for block in self.blocks]

    def _opened(self, node: "etree._Element", around: _Frame, is_root: bool) -> _Frame:
        outer = around.inner
        if around.chosen is not None and node is not around.chosen:
            return _Frame(SKIPPED, outer, outer)
        name = name_of(node)
        self._end_spans(node, outer)
        if self.layer.apart and not is_root:
            frame = self._noted(node, name, around)
            if frame is not None:
                return frame
        gap = break_around(node, name, around.prose)
        outer.write(self._before(node, name, gap, around))
        shape = self._shape(node, name, around.prose)
        outer.write(shape.before)
        self._begin_span(node, name, outer)
        if shape.content is Content.HIDDEN:
            outer.hidden += 1
        return _Frame(
            shape,
            outer,
            outer,
            prose=around.prose or name in PROSE,
            ending=self._after(node, name, gap),
            elements_only=name in _ELEMENTS_ONLY,
            chosen=_chosen(node, self.layer) if name in _ALTERNATIVES else None,
        )

    def _close(self, node: "etree._Element", frame: _Frame) -> None:
        if frame.shape.content is Content.HIDDEN:
            frame.outer.hidden -= 1
            if self.layer.apart and not frame.shape.before:
                frame.outer.mark("")
        if frame.inner is frame.outer:
            frame.outer.write(frame.shape.after)
            frame.outer.write(frame.ending)
        for note in self.notes.at.get(node, ()) if self.layer.apart else ():
            frame.outer.mark(f"[{note.number}]" if self.with_notes else "")

    # --- notes that stand apart ---

    def _noted(self, node: "etree._Element", name: str, around: _Frame) -> _Frame | None:
        """The frame of a note, its label, its mark, or the heading of the notes."""
        outer = around.inner
        note = self.notes.of_element.get(node)
        if note is not None:
            if note.in_place:
                outer.mark(f"[{note.number}]" if self.with_notes else "")
            printed = self.layer is not READING and _label(node) is not None
            return self._apart("" if printed else f"[{note.number}] ", outer)
        if node in self.notes.of_mark:
            return self._mark(node, around)
        if name == "head" and _heads_notes(node, self.notes):
            return self._apart("", outer)
        if name == "label" and _is_label(node, self.notes):
            shape = SKIPPED if self.layer is READING else Shape(after=" ")
            return _Frame(shape, outer, outer, prose=True)
        return None

    def _apart(self, label: str, outer: Block) -> _Frame:
        if not self.with_notes:
            return _Frame(SKIPPED, outer, outer)
        block = Block(label)
        self.blocks.append(block)
        return _Frame(PLAIN, outer, block, prose=True)

    def _mark(self, node: "etree._Element", around: _Frame) -> _Frame:
        outer = around.inner
        if self.with_notes and self.layer is not READING and not is_empty(node):
            return _Frame(PLAIN, outer, outer, prose=around.prose)
        numbers = dict.fromkeys(note.number for note in self.notes.of_mark[node])
        for number in numbers or [words_of(node) or node.get("n", "*")]:
            outer.mark(f"[{number}]" if self.with_notes else "")
        return _Frame(SKIPPED, outer, outer)

    # --- shapes, spans, breaks ---

    def _shape(self, node: "etree._Element", name: str, in_prose: bool) -> Shape:
        rule = self.layer.signs.get(name, PLAIN)
        shape = rule if isinstance(rule, Shape) else rule(node)
        if shape.before == FOLD:
            return Shape(" " if in_prose else LINE)
        return shape

    def _begin_span(self, node: "etree._Element", name: str, outer: Block) -> None:
        if name in SPANS and node in self.ended:
            shape = self._shape(node, SPANS[name], in_prose=False)
            outer.write(shape.before)
            self.blocks[0].hidden += shape.content is Content.HIDDEN
            self.spans.setdefault(node.get("spanTo", "").removeprefix("#"), []).append(shape)

    def _end_spans(self, node: "etree._Element", outer: Block) -> None:
        if self.spans:
            for shape in reversed(self.spans.pop(node.get(XML_ID, ""), [])):
                self.blocks[0].hidden -= shape.content is Content.HIDDEN
                outer.write(shape.after)

    def _before(self, node: "etree._Element", name: str, gap: str, around: _Frame) -> str:
        """The break before an element. The source layer must not part what the page does not."""
        if not gap:
            return ""
        before = node.getprevious()
        if name in _AFTER_LABEL and name_of(before) == "label":
            return " "
        if self.layer.apart or not runs_on(name):
            return gap
        if before is None or (before.tail or "").strip():
            return ""
        return gap if break_around(before, name_of(before), around.prose) else ""

    def _after(self, node: "etree._Element", name: str, gap: str) -> str:
        if not gap or not runs_on(name):
            return gap
        follows = (node.tail or "").lstrip().startswith(CLOSING)
        return gap if self.layer.apart and not follows else ""


def _chosen(node: "etree._Element", layer: Layer) -> "etree._Element | None":
    alternatives = list(node.iterchildren("*"))
    preferred = (child for child in alternatives if name_of(child) in layer.preferred)
    return next(preferred, alternatives[0] if alternatives else None)


def _spans_that_end(root: "etree._Element") -> "frozenset[etree._Element]":
    """The elements that begin a span whose end comes after them: other spans are not obeyed."""
    if next(root.iter(*(TEI + name for name in SPANS)), None) is None:
        return frozenset()
    open_spans: dict[str, list[etree._Element]] = {}
    ended: list[etree._Element] = []
    for element in root.iter("*"):
        ended.extend(open_spans.pop(element.get(XML_ID, ""), []))
        if name_of(element) in SPANS and element.get("spanTo", "").startswith("#"):
            open_spans.setdefault(element.get("spanTo", "")[1:], []).append(element)
    return frozenset(ended)


def _label(note: "etree._Element") -> "etree._Element | None":
    """The printed number of a note: its first child, or that of its first paragraph."""
    first = next(note.iterchildren("*"), None)
    if first is not None and name_of(first) == "p":
        first = next(first.iterchildren("*"), None)
    return first if name_of(first) == "label" else None


def _is_label(node: "etree._Element", notes: Apparatus) -> bool:
    parent = node.getparent()
    if parent is not None and name_of(parent) == "p":
        parent = parent.getparent()
    return parent is not None and parent in notes.of_element and _label(parent) is node


def _heads_notes(node: "etree._Element", notes: Apparatus) -> bool:
    parent = node.getparent()
    return parent is not None and (
        (name_of(parent) == "div" and parent.get("type") == "notes")
        or node.getnext() in notes.of_element
    )
