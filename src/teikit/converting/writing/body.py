"""The `text` of a document: blocks to `body` and `back`."""

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby, takewhile

from teikit.converting.forms.prose import endorsement_kind, is_textual
from teikit.converting.letter import CONVERTER, EDITORS, Block, Letter
from teikit.converting.reading.layout import furniture_type
from teikit.converting.recognise.given import authors, comment_author
from teikit.converting.source import Mark
from teikit.converting.writing.inline import MarkWriter
from teikit.converting.writing.nesting import Nested, NestedMark
from teikit.converting.writing.tree import ID, Element, add
from teikit.profiles.profile import Profile

OPENING = frozenset(
    {"edition-date", "dateline", "address", "salute", "transmission", "classification", "unread"}
)
CLOSING = frozenset({"closing-salute", "closing-dateline", "closing-address", "signed"})


class BodyBuilder:
    """Builds the `text` of one letter."""

    def __init__(
        self, letter: Letter, nested: Nested, marks: Sequence[Mark], profile: Profile
    ) -> None:
        self.letter = letter
        self.profile = profile
        self.writer = MarkWriter(letter.source, letter.id)
        self.nested = nested
        self.gaps = [mark for mark in marks if mark.kind == "gap"]
        self.targets: dict[str, str] = {}
        for mark in marks:
            if mark.attributes.get("type") == "noteMark":
                key = mark.attributes["target"].removeprefix("#n")
                self.targets.setdefault(key, mark.attributes["id"])
        self.signature_hand = ""

    def build(self, root: Element, hand: str = "") -> Element:
        """Append the `text`; `hand` is the id of the hand that signed, where it is known."""
        self.signature_hand = hand
        text = add(root, "text")
        blocks = list(enumerate(self.letter.blocks))
        for item in blocks:
            if item[1].kind == "header":
                self._write(add(text, "fw", type="header"), item)
        self._body(add(text, "body"), blocks)
        self._back(text, blocks)
        for item in blocks:
            if item[1].kind == "footer":
                self._write(add(text, "fw", type="footer"), item)
        return text

    def _write(self, element: Element, item: tuple[int, Block]) -> Element:
        index, block = item
        self.writer.write(element, block.span, self.nested.forests[index])
        return element

    # body

    def _body(self, body: Element, blocks: Sequence[tuple[int, Block]]) -> None:
        letter = self.letter
        number = letter.number or letter.section
        inferred = {"resp": self.writer.full("resp", CONVERTER), "cert": letter.genre_cert}
        attributes = inferred if letter.genre_cert else {}
        div = add(body, "div", type=letter.genre, n=number, attributes=attributes)
        div.set(ID, f"{letter.id}-text")
        self._division(div, [item for item in blocks if not item[1].enclosed])
        enclosed = [item for item in blocks if item[1].enclosed]
        if enclosed:
            div = add(body, "div", type="enclosure")
            self._division(div, enclosed)
        for gap in self.gaps:
            self.writer.write(div, gap.span, [NestedMark(gap)])

    def _division(self, div: Element, blocks: Sequence[tuple[int, Block]]) -> None:
        """Heads, opener, paragraphs and closers of one document."""
        for item in blocks:
            if item[1].kind in {"number", "heading"}:
                self._write(add(div, "head"), item)
        summary = [item for item in blocks if item[1].kind == "summary"]
        argument = add(div, "argument") if summary else div
        for item in summary:
            self._write(add(argument, "p"), item)
        rest = [item for item in blocks if self._is_of_body(item[1])]
        while rest and rest[0][1].kind in _NOTE:
            rest = self._note_in_text(div, rest)
        opening = list(takewhile(lambda item: item[1].kind in _MAY_OPEN, rest))
        while opening and opening[-1][1].kind in _BESIDE:
            opening.pop()
        if opening:
            self._opener(add(div, "opener"), opening)
        self._rest(div, rest[len(opening) :])

    def _opener(self, opener: Element, items: Sequence[tuple[int, Block]]) -> None:
        for kind, run in groupby(items, key=lambda item: _KIND.get(item[1].kind, item[1].kind)):
            if kind == "address":
                address = add(opener, "address")
                for item in run:
                    self._write(add(address, "addrLine"), item)
                continue
            left = list(run)
            while left and kind == "note":
                left = self._note_in_text(opener, left)
            for item in left:
                self._write(self._opening_element(opener, item[1]), item)

    def _opening_element(self, opener: Element, block: Block) -> Element:
        match block.kind:
            case "edition-date":
                return add(opener, "dateline", resp=self.writer.full("resp", EDITORS))
            case "endorsement":
                return self._endorsement(opener, block)
            case "furniture":
                return self._furniture(opener, block)
            case "dateline" | "salute":
                return add(opener, block.kind)
            case "unread":
                return add(opener, "dateline")
            case _:
                return add(opener, "seg", type=block.kind)

    def _endorsement(self, parent: Element, block: Block) -> Element:
        kind = endorsement_kind(self.letter.text(block), self.profile.letter.endorsement)
        return add(parent, "note", type="endorsement", subtype=kind)

    def _is_of_body(self, block: Block) -> bool:
        """Whether a block stands in the body; page furniture does where the notes do not."""
        if block.kind != "furniture":
            return block.kind in _BODY_KINDS or _is_at_foot(block)
        return self._notes_begin is None or block.span.start < self._notes_begin

    @cached_property
    def _notes_begin(self) -> int | None:
        notes = (b for b in self.letter.blocks if b.kind in _OF_NOTES and not _is_at_foot(b))
        return next((block.span.start for block in notes), None)

    def _furniture(self, parent: Element, block: Block) -> Element:
        return add(parent, "fw", type=furniture_type(self.letter.text(block)))

    def _rest(self, div: Element, items: Sequence[tuple[int, Block]]) -> None:
        """Paragraphs, closers, postscripts. What closes a postscript stands in it."""
        place = div
        closer: Element | None = None
        verses: Element | None = None
        left = list(items)
        while left:
            item, block = left[0], left[0][1]
            if block.kind in _NOTE:
                place, closer, verses = div, None, None
                left = self._note_in_text(div, left)
                continue
            left = left[1:]
            if block.kind != "verse":
                verses = None
            if place is not div and place is not div.children[-1]:
                place, closer = div, None  # something stands behind the postscript already
            if block.kind in CLOSING:
                closer = add(place, "closer") if closer is None else closer
                self._write(self._closing_element(closer, block), item)
                continue
            closer = None
            if block.kind == "postscript":
                if place is div or place.children[-1].name == "closer":
                    place = add(div, "postscript")
                self._write(add(place, "p"), item)
            elif block.kind == "endorsement":
                self._write(self._endorsement(div, block), item)
            elif block.kind == "furniture":
                self._write(self._furniture(place, block), item)
            elif block.kind == "verse":
                verses = add(div, "lg") if verses is None else verses
                self._write(add(verses, "l"), item)
            else:
                self._write(add(div, "p"), item)

    def _note_in_text(
        self, parent: Element, items: list[tuple[int, Block]]
    ) -> list[tuple[int, Block]]:
        """Write the note that comes first, at the foot of a printed page; what is left."""
        end = 1
        while end < len(items) and items[end][1].kind == "note-more":
            end += 1
        self._write_note(parent, items[:end])
        return items[end:]

    def _closing_element(self, closer: Element, block: Block) -> Element:
        if block.kind == "signed":
            hand, self.signature_hand = (
                self.signature_hand,
                "",
            )  # the first signature is the sender's
            return add(closer, "signed", hand=hand)
        if block.kind == "closing-address":
            last = closer.children[-1] if closer.children else closer
            address = last if last.name == "address" else add(closer, "address")
            return add(address, "addrLine")
        return add(closer, block.kind.removeprefix("closing-"))

    # back

    def _back(self, text: Element, blocks: Sequence[tuple[int, Block]]) -> None:
        sources = [item for item in blocks if item[1].kind == "source"]
        notes = [
            item
            for item in blocks
            if _is_behind(item[1])
            or (item[1].kind == "furniture" and not self._is_of_body(item[1]))
        ]
        comments = [item for item in blocks if item[1].kind == "commentary"]
        if not sources and not notes and not comments:
            return
        back = add(text, "back")
        for name, items in (("source", sources), ("commentary", comments)):
            div = add(back, "div", type=name) if items else back
            for item in items:
                self._write(add(div, "p"), item)
        if notes:
            self._notes(add(back, "div", type="notes"), notes)

    def _notes(self, div: Element, items: Sequence[tuple[int, Block]]) -> None:
        groups: list[list[tuple[int, Block]]] = []
        for item in items:
            if item[1].kind in {"note-more", "furniture"} and groups:
                groups[-1].append(item)
            else:
                groups.append([item])
        for group in groups:
            block = group[0][1]
            if block.kind == "notes":
                self._write(add(div, "head"), group[0])
            elif block.kind == "note-more":
                self._write(add(div, "p"), group[0])
            else:
                end = len(group)
                while group[end - 1][1].kind == "furniture":
                    end -= 1
                self._write_note(div, group[:end])
                for item in group[end:]:
                    self._write(self._furniture(div, item[1]), item)
            for item in group[1:] if block.kind != "note" else ():
                self._write(self._part_of_note(div, item, alone=False), item)

    def _part_of_note(self, note: Element, item: tuple[int, Block], *, alone: bool) -> Element:
        """The element for a paragraph of a note, or for furniture, which stands in one."""
        if item[1].kind == "furniture":
            last = note.children[-1] if note.children else note
            parent = last if last.name == "p" else note
            _end_line(parent)
            return self._furniture(parent, item[1])
        return note if alone else add(note, "p")

    def _write_note(self, parent: Element, group: Sequence[tuple[int, Block]]) -> None:
        """A note with its paragraphs."""
        note = self._note(parent, group[0][1])
        for item in group:
            self._write(self._part_of_note(note, item, alone=len(group) == 1), item)

    def _author(self, block: Block) -> str:
        """Who wrote a note: of a comment its author, else the editors."""
        author = comment_author(self.letter, block)
        return f"#rev{authors(self.letter).index(author) + 1}" if author else EDITORS

    def _note(self, div: Element, block: Block) -> Element:
        number = block.key
        textual = is_textual(self.letter.text(block), self.profile.notes.textual)
        target = f"#{self.letter.id}-{self.targets[number]}" if number in self.targets else ""
        inferred = next((m for m in block.marks if m.kind == "label-lost"), None)
        note = add(
            div,
            "note",
            cert=inferred.attributes["cert"] if inferred else "",
            n=block.attributes["n"],
            type="textConst" if textual else "commentary",
            place="bottom" if block.attributes.get("place") == "bottom" else "end",
            target=target,
            resp=self.writer.full("resp", self._author(block)),
        )
        note.set(ID, f"{self.letter.id}-n{number}")
        return note


def _is_at_foot(block: Block) -> bool:
    """Whether a block is a note that stands in the text, at the foot of a printed page."""
    return block.kind in _NOTE and block.attributes.get("place") == "bottom"


def _is_behind(block: Block) -> bool:
    """Whether a block stands among the notes behind the text."""
    return block.kind == "notes" or (block.kind in _NOTE and not _is_at_foot(block))


_KIND = {"note-more": "note"}
_NOTE = frozenset({"note", "note-more"})
_BESIDE = _NOTE | {"furniture"}
"""What stands between the lines of a letter and is none of them."""
_OF_NOTES = frozenset({"notes", "note", "note-more"})
_MAY_OPEN = OPENING | _BESIDE | {"endorsement"}


def _end_line(element: Element) -> None:
    """End the line of what stands in an element: what follows stands on a line of its own."""
    if element.children:
        element.children[-1].tail += "\n"
    else:
        element.text += "\n"


_BODY_KINDS = OPENING | CLOSING | {"p", "verse", "postscript", "endorsement"}
