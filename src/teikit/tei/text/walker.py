"""The one walk over an element and its words, in the layers that `layers` describes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikit.tei.apparatus import NO_APPARATUS, Apparatus, Note
from teikit.tei.elements import TEI, XML_ID, is_empty, name_of, name_of_tag, words_of
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
from teikit.tei.text.layers import (
    AFTER_LABEL,
    ALTERNATIVES,
    BREAKS,
    CLOSING,
    ELEMENTS_ONLY,
    HIDDEN,
    PLAIN,
    PROSE,
    RUNNING_ON,
    SKIPPED,
    SPANS,
    Content,
    Gap,
    Layer,
    Shape,
    break_around,
)
from teikit.tei.text.words import LastWords

if TYPE_CHECKING:
    from lxml import etree

_STRUCTURE = frozenset({*BREAKS, *ELEMENTS_ONLY, *PROSE, *SPANS, "seg"})
"""Elements that do more than hold words; `break_around` has nothing to say of others."""

_NOTED = frozenset({"head", "label"})
"""Elements that may be of the list of notes, and have no tie to a note themselves."""

_MANY = 1000
"""Events that are handed over together: to go to and fro for each of them takes longer."""

# Members of an enumeration are looked up in no time only where they have names of their own.
_SHOWN, _HIDDEN, _SKIPPED = Content.SHOWN, Content.HIDDEN, Content.SKIPPED
_FOLD, _LINE = Gap.FOLD, Gap.LINE


def events(
    root: "etree._Element",
    layer: Layer,
    notes: Apparatus = NO_APPARATUS,
    *,
    with_notes: bool = True,
    with_skipped: bool = False,
    behind: "Iterable[etree._Element]" = (),
) -> Iterator[TextEvent]:
    """What `teikit.tei.text.events` describes, of an element and all that is in it.

    `notes` are those of the document, as `apparatus` finds them; without them, a `note` is an
    element like others. Without `with_notes`, notes and their marks are skipped. An element that is
    skipped has its `Opened` and `Closed`; its content comes `with_skipped` alone, hidden. The
    elements `behind` stand elsewhere, and are walked after it.
    """
    from lxml import etree  # noqa: PLC0415 (slow to load; not needed to list the layers)

    walker = _Walker(root, layer, notes, with_notes)
    happened, frames, mended = walker.events, walker.frames, layer.mended
    for walked in (root, *behind):
        walk = etree.iterwalk(walked, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start":
                frame = walker.start(node)
                text = node.text
                if frame.skipped and not with_skipped:
                    walk.skip_subtree()
                    text = None
            else:
                if event == "end":
                    walker.end(node)
                frame = frames[-1]
                text = node.tail if node is not walked else None
            if text:
                hidden = frame.elements_only or frame.hidden or walker.is_hidden(frame)
                if mended and not hidden:
                    walker.words.add(text, frame.opened)
                happened.append(Characters(text, hidden))
            if len(happened) > _MANY:
                yield from happened
                happened.clear()
    yield from happened


def words_alone(element: "etree._Element", layer: Layer, notes: Apparatus) -> bool:
    """Whether an element is written as the text in it, without a walk, but for its white space.

    So it is with most names and titles: nothing in them adds, hides or breaks words. Breaks around
    the element itself are left out of account.
    """
    name = name_of(element)
    signs, binding = layer.signs, (notes.of_mark, notes.at, notes.of_element, notes.without_words)
    if name in signs or name in ELEMENTS_ONLY or name in SPANS:
        return False
    for part in element.iterdescendants("*"):
        name = name_of(part)
        if name in signs or name in _STRUCTURE or name == "label":
            return False
        if notes.notes and any(part in table for table in binding):
            return False
    return element not in notes.at


def openings(
    root: "etree._Element",
    layer: Layer,
    notes: Apparatus,
    names: frozenset[str],
    *,
    behind: "Iterable[etree._Element]" = (),
) -> Iterator[tuple[Opened, ...]]:
    """Each element so named as a walk opens it, behind all that are open around it, the root first.

    They are those of `events`, which says what the arguments are. What stands between them is not
    walked: of most letters, that is nearly all.
    """
    walker = _Walker(root, layer, notes, with_notes=True)
    if walker.has_spans:  # then what is hidden is not known without a walk
        yield from _openings_of_walk(events(root, layer, notes, behind=behind), names)
        return
    tags = [TEI + name for name in names]
    for walked in (root, *behind):
        open_at: dict[etree._Element | None, tuple[_Frame, tuple[Opened, ...]]] = {
            walked.getparent(): (walker.frames[0], ())
        }
        for found in walked.iter(*tags):
            waiting = []
            element: etree._Element | None = found
            while element not in open_at:
                assert element is not None
                waiting.append(element)
                element = element.getparent()
            frame, around = open_at[element]
            while waiting and not frame.skipped:
                element = waiting.pop()
                frame = walker.start_in(element, frame)
                assert frame.opened is not None
                around = (*around, frame.opened)
                open_at[element] = (frame, around)
            if around and around[-1].element is found:
                yield around
        walker.events.clear()


def _openings_of_walk(
    walk: Iterable[TextEvent], names: frozenset[str]
) -> Iterator[tuple[Opened, ...]]:
    around: list[Opened] = []
    for event in walk:
        if isinstance(event, Opened):
            around.append(event)
            if event.name in names:
                yield tuple(around)
        elif isinstance(event, Closed):
            around.pop()


@dataclass(slots=True)
class _Frame:
    """An element that is open, and what holds for its content.

    `hidden` says that its words are left out, `skipped` that all that belongs to them is, `in_note`
    that it is in the list of notes, `prose` that what has a line of its own elsewhere runs on.
    Marks of notes on an alternative that is not written are `waiting` for the end of the `chosen`
    one, which comes after it. The frame around the root has no `opened`.
    """

    opened: Opened | None = None
    shape: Shape = PLAIN
    hidden: bool = False
    skipped: bool = False
    in_note: bool = False
    prose: bool = False
    ending: Gap | None = None
    elements_only: bool = False
    chosen: "etree._Element | None" = None
    waiting: list[Note] | None = None


class _Walker:
    """The elements that are open, and the `events` since they were last taken away."""

    def __init__(
        self, root: "etree._Element", layer: Layer, notes: Apparatus, with_notes: bool
    ) -> None:
        self.events: list[TextEvent] = []
        self.frames = [_Frame()]
        self._root = root
        self._layer = layer
        self._signs = layer.signs
        self._notes = notes
        self._with_notes = with_notes
        tied = (notes.of_element, notes.without_words, notes.of_mark) if layer.apart else ()
        self._tied = frozenset(node for nodes in tied for node in nodes)
        # Spans from an element to an anchor: those that end, the shapes of those that are open by
        # the id of their anchor, and how many of them hide the words of the text now.
        self._ended = _spans_that_end(root)
        self._spans: dict[str, list[Shape]] = {}
        self._hiding = 0
        self.words = LastWords(root, layer)

    def start(self, node: "etree._Element") -> _Frame:
        """An element begins."""
        around = self.frames[-1]
        name = name_of_tag(node.tag)
        if around.skipped:
            frame = self._open(node, name, around, SKIPPED)
        elif around.chosen is not None and node is not around.chosen and name != "note":
            frame = self._open(node, name, around, self._passed_over(node))
            frame.waiting = around.waiting
        else:
            if self._spans:
                self._end_spans(node, around)
            may_be_noted = node in self._tied or name in _NOTED
            noted = self._noted(node, name, around) if may_be_noted else None
            frame = noted or self._plain(node, name, around)
        self.frames.append(frame)
        return frame

    def start_in(self, node: "etree._Element", around: _Frame) -> _Frame:
        """An element begins in another that may have ended since."""
        self.frames = [around]
        return self.start(node)

    @property
    def has_spans(self) -> bool:
        """Whether what is hidden depends on where spans begin and end."""
        return bool(self._ended)

    def end(self, node: "etree._Element") -> None:
        """An element ends."""
        frame = self.frames.pop()
        around, shape, opened = self.frames[-1], frame.shape, frame.opened
        assert opened is not None
        if opened.name == "w":
            self.words.end_word(node)
        elif opened.apart is not None:
            self.words.end_note()
        if shape.after:
            self._symbol(shape.after, around)
        self.events.append(Closed(opened))
        apart = self._layer.apart
        if apart and shape.content is _HIDDEN and not shape.before:
            self.events.append(Hidden())
        if around.chosen is node and around.waiting is not None:
            for note in around.waiting:
                self._mark(note.number, note)
            around.waiting = None
        if frame.ending is not None:
            self._break(frame.ending, around)
        if apart and self._notes.at and not around.skipped:
            for note in self._notes.at.get(node, ()):
                self._mark(note.number, note)

    def is_hidden(self, frame: _Frame) -> bool:
        """Whether words are left out that stand in an element."""
        return frame.hidden or (self._hiding > 0 and not frame.in_note)

    # --- elements ---

    def _plain(self, node: "etree._Element", name: str, around: _Frame) -> _Frame:
        """Opens an element that is neither a note nor part of the printing of one."""
        rule = self._signs.get(name, PLAIN)
        shape = rule if isinstance(rule, Shape) else rule(node)
        if name not in _STRUCTURE:
            if shape.gap is not None and (gap := self.words.gap(node, shape.gap)) is not None:
                self._break(gap, around)
            if name == "w":
                self.words.begin_word()
            return self._open(node, name, around, shape)
        gap = break_around(node, name, around.prose)
        if gap is not None:
            self._before(node, name, gap, around)
        frame = self._open(node, name, around, shape)
        if name in SPANS and node in self._ended:
            self._begin_span(node, name, around)
        if name in PROSE:
            frame.prose = True
        if gap is not None and (name not in RUNNING_ON or self._ends_line(node)):
            frame.ending = gap
        if name in ELEMENTS_ONLY:
            frame.elements_only = True
            if name in ALTERNATIVES:
                frame.chosen = _chosen(node, self._layer)
                frame.waiting = None if frame.chosen is None else []
        return frame

    def _open(
        self,
        node: "etree._Element",
        name: str,
        around: _Frame,
        shape: Shape = PLAIN,
    ) -> _Frame:
        content = shape.content
        left_out = content is not _SHOWN
        hidden = around.hidden or self.is_hidden(around)
        opened = Opened(node, name, left_out or hidden, None)
        self.events.append(opened)
        if shape.before and not hidden:
            self.words.add(shape.before)
            self.events.append(Symbol(shape.before))
        return _Frame(
            opened,
            shape,
            left_out or around.hidden,
            around.skipped or content is _SKIPPED,
            around.in_note,
            around.prose,
            waiting=None if around.chosen is node else around.waiting,
        )

    def _passed_over(self, node: "etree._Element") -> Shape:
        """An alternative that is not written; notes in it are in the list of notes."""
        of_element = self._notes.of_element
        noted = of_element and any(note in of_element for note in node.iter(f"{TEI}note"))
        return HIDDEN if noted else SKIPPED

    # --- what happens ---

    def _symbol(self, text: str, frame: _Frame) -> None:
        if text and not self.is_hidden(frame):
            self.words.add(text)
            self.events.append(Symbol(text))

    def _break(self, gap: Gap, frame: _Frame) -> None:
        if gap is _FOLD and frame.prose:
            self._symbol(" ", frame)
        elif not self.is_hidden(frame):
            self.events.append(Break(_LINE if gap is _FOLD else gap))

    def _mark(self, number: str, note: Note | None) -> None:
        """A mark, which stands also where words are hidden, as the list of notes has its note."""
        self.events.append(NoteMark(number, note) if self._with_notes else Hidden())

    # --- notes that stand apart ---

    def _noted(self, node: "etree._Element", name: str, around: _Frame) -> _Frame | None:
        """Opens a note, its label, its mark, or the heading of the notes; no other element."""
        if node in self._tied:
            return None if node is self._root else self._tied_to_note(node, name, around)
        if self._layer.apart and node is not self._root:
            return self._heading_or_label(node, name, around)
        return None

    def _tied_to_note(self, node: "etree._Element", name: str, around: _Frame) -> _Frame:
        note = self._notes.of_element.get(node)
        if note is not None:
            if note.in_place and around.waiting is not None:
                around.waiting.append(note)
            elif note.in_place:
                self._mark(note.number, note)
            printed = not self._layer.numbered and _label(node) is not None
            return self._apart(node, name, around, "" if printed else note.number)
        if node in self._notes.without_words:
            return self._open(node, name, around, SKIPPED)
        return self._marked(node, name, around)

    def _heading_or_label(self, node: "etree._Element", name: str, around: _Frame) -> _Frame | None:
        if name == "head" and _heads_notes(node, self._notes):
            return self._apart(node, name, around, "")
        if name == "label" and _is_label(node, self._notes):
            shape = SKIPPED if self._layer.numbered else Shape(after=" ")
            frame = self._open(node, name, around, shape)
            frame.prose = True
            return frame
        return None

    def _apart(self, node: "etree._Element", name: str, around: _Frame, number: str) -> _Frame:
        if not self._with_notes:
            return self._open(node, name, around, SKIPPED)
        opened = Opened(node, name, hidden=False, apart=number)
        self.events.append(opened)
        self.words.begin_note()
        return _Frame(opened, in_note=True, prose=True)

    def _marked(self, node: "etree._Element", name: str, around: _Frame) -> _Frame:
        if self._with_notes and not self._layer.numbered and not is_empty(node):
            return self._open(node, name, around)
        notes: dict[str, Note] = {}
        for note in self._notes.of_mark[node]:
            notes.setdefault(note.number, note)
        for number, note in notes.items():
            self._mark(number, note)
        if not notes:
            self._mark(words_of(node) or node.get("n", "*"), None)
        return self._open(node, name, around, SKIPPED)

    # --- spans and breaks ---

    def _begin_span(self, node: "etree._Element", name: str, around: _Frame) -> None:
        rule = self._signs.get(SPANS[name], PLAIN)
        shape = rule if isinstance(rule, Shape) else rule(node)
        self._symbol(shape.before, around)
        self._hiding += shape.content is _HIDDEN
        self._spans.setdefault(node.get("spanTo", "").removeprefix("#"), []).append(shape)

    def _end_spans(self, node: "etree._Element", around: _Frame) -> None:
        for shape in reversed(self._spans.pop(node.get(XML_ID, ""), [])):
            self._hiding -= shape.content is _HIDDEN
            self._symbol(shape.after, around)

    def _before(self, node: "etree._Element", name: str, gap: Gap, around: _Frame) -> None:
        """The break before an element. The source layer must not part what the page does not."""
        if name in AFTER_LABEL and name_of(node.getprevious()) == "label":
            self._symbol(" ", around)
        elif self._layer.apart or name not in RUNNING_ON or _follows_break(node, around):
            self._break(gap, around)

    def _ends_line(self, node: "etree._Element") -> bool:
        """Whether what runs on ends a line behind it: not where a comma follows."""
        return self._layer.apart and not (node.tail or "").lstrip().startswith(CLOSING)


def _follows_break(node: "etree._Element", around: _Frame) -> bool:
    """Whether what stands before an element ends its line."""
    before = node.getprevious()
    return (
        before is not None
        and not (before.tail or "").strip()
        and break_around(before, name_of(before), around.prose) is not None
    )


def _chosen(node: "etree._Element", layer: Layer) -> "etree._Element | None":
    alternatives = [child for child in node.iterchildren("*") if name_of(child) != "note"]
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
