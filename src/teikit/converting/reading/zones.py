"""The parts of a letter: what opens it, its paragraphs, what closes it.

Opening lines are read from the top as long as each is one, closing lines from the bottom. A line is
judged by its form alone: a date and a place, a name with "to" or "comrade", a phrase of the
profile. What is not clearly one of these is a paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from teikit.converting.forms.prose import sentences
from teikit.converting.letter import Block
from teikit.converting.reading.endings import Endings
from teikit.converting.reading.lines import LineJudge
from teikit.converting.source import Source, Span
from teikit.profiles.profile import Profile

_RUN_IN = frozenset({"dateline", "salute"})
_NOT_TEXT = frozenset({"address", "transmission", "place"})
_LONGEST_UNREAD = 12
_MOST_BEHIND = 4
"""Paragraphs of a postscript, where no signature stands before it."""
_LETTER = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Zones:
    """Divides the text of one document into blocks; `lines` judges its lines."""

    source: Source
    profile: Profile
    lines: LineJudge

    def blocks(self, lines: Sequence[Span]) -> list[Block]:
        """The blocks of the lines between heading and source line."""
        # The signature of a telegram of one line may look like an address: it opens nothing.
        signed = len(lines) > 1 and self.lines.closing_kind(lines[-1], last=True) == "signed"
        opening_end, opening = self._opening(lines[:-1] if signed else lines)
        rest = list(lines[opening_end:])
        has_text = any(block.kind == "p" for block in opening)
        closing_start, closing = self._closing(rest, text_before=has_text)
        paragraphs = [Block("p", line) for line in rest[:closing_start]]
        if not paragraphs and not has_text:
            # A letter that is all opening or closing still has a text: what comes nearest to it.
            if opening and opening[-1].kind in _NOT_TEXT:
                opening = [*opening[:-1], Block("p", opening[-1].span)]
            elif any(block.kind == "postscript" for block in closing):
                closing = [
                    replace(block, kind="p") if block.kind == "postscript" else block
                    for block in closing
                ]
            elif closing:
                paragraphs = [Block("p", rest[closing_start])]
                closing = [block for block in closing if block.span not in rest[closing_start]]
        blocks = [*self._places_settled(opening), *paragraphs, *closing]
        return Endings(self.source, self.profile, self.lines).divided(blocks)

    def is_signature(self, line: Span) -> bool:
        """Whether a line is a signature and nothing else."""
        return self.lines.closing_kind(line, last=False) == "signed"

    # Opening

    def _opening(self, lines: Sequence[Span]) -> tuple[int, list[Block]]:
        blocks: list[Block] = []
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            pieces = self._opening_pieces(line, following)
            if not pieces and not blocks and self._is_remark(lines[index:]):
                pieces = [Block("summary", line)]
            if not pieces and self._opening_goes_on(lines[index:], blocks):
                pieces = [Block(self._unread_kind(line, lines[index + 1]), line)]
            if not pieces:
                return index, blocks
            blocks.extend(pieces)
            if pieces[-1].kind == "p":
                return index + 1, blocks
        return len(lines), blocks

    def _is_remark(self, lines: Sequence[Span]) -> bool:
        """Whether a paragraph in brackets is the editors', since the letter opens behind it."""
        text = self.source[lines[0]]
        if len(lines) < 3 or not (text.startswith("[") and text.endswith("]")):
            return False
        following = self._opening_pieces(lines[1], lines[2])
        return bool(following) and following[0].kind in {"dateline", "salute"}

    def _opening_goes_on(self, lines: Sequence[Span], blocks: Sequence[Block]) -> bool:
        """Whether a line that is not understood stands before a dateline or a salutation."""
        if len(lines) < 3 or any(block.kind == "salute" for block in blocks):
            return False
        text = self.source[lines[0]]
        words = len(text.split())
        if (
            words > _LONGEST_UNREAD
            or text.rstrip()[-1:] in {"?", "!", "-"}
            or not _LETTER.search(text)
        ):
            return False
        following = self._opening_pieces(lines[1], lines[2])
        return bool(following) and following[0].kind in {"dateline", "salute"}

    def _unread_kind(self, line: Span, following: Span) -> str:
        """What a line is taken for by the next one: before a salutation it is an address."""
        if any(character.isdigit() for character in self.source[line]):
            return "dateline" if any(self.lines.dates(line)) else "unread"
        is_salute = self.lines.opening_kind(following, None) == "salute"
        return "address" if is_salute or self.lines.salutation(following) else "unread"

    def _opening_pieces(self, line: Span, following: Span | None) -> list[Block]:
        """The opening parts of a line; the last may be a paragraph that runs on in it."""
        salutation = self.lines.salutation(line)
        kind = self.lines.opening_kind(line, following)
        if kind in {"salute", "endorsement"}:
            return [Block(kind, line)]
        if salutation and not salutation.alone:
            salute = Span(line.start + salutation.span.start, line.start + salutation.span.end)
            if not self.source.text[salute.end].isspace():
                return [Block("p", line)]  # the parts of a line are divided where it has a space
            rest = self.source.trim(Span(salute.end, line.end))
            return [Block("salute", Span(line.start, salute.end)), Block("p", rest)]
        if address := self.lines.address_before_colon(line):
            rest = self.source.trim(Span(address.end, line.end))
            return [Block("address", address), Block("p", rest)]
        blocks: list[Block] = []
        for piece in self._pieces(line):
            kind_of_piece = self.lines.opening_kind(piece, None)
            if kind_of_piece is None:
                break
            blocks.append(Block(kind_of_piece, piece))
        else:
            if len(blocks) > 1:
                return blocks
        if kind:
            return [Block(kind, line)]
        while blocks and blocks[-1].kind not in _RUN_IN:
            blocks.pop()
        if not blocks:
            return []
        rest = self.source.trim(Span(blocks[-1].span.end, line.end))
        return [*blocks, Block("p", rest)] if rest else blocks

    def _pieces(self, line: Span) -> Iterator[Span]:
        """The sentences of a line; a date that leads into the first one stands alone."""
        pieces = sentences(self.source, line, self.profile.letter.abbreviations)
        first = next(pieces)
        found = next(self.lines.dates(first), None)
        if found and found.span.start == 0:
            date = Span(first.start, first.start + found.span.end)
            rest = self.source.trim(Span(date.end, first.end))
            apart = rest.start > date.end and self.source[rest][:1].isupper()
            if apart and self.lines.opening_kind(rest, None):
                yield date
                first = rest
        if salute := self.lines.salute_before_comma(first):
            yield salute
            first = self.source.trim(Span(salute.end, first.end))
        yield first
        yield from pieces

    def _places_settled(self, opening: Sequence[Block]) -> list[Block]:
        """A place alone belongs to the address that stands next to it, else it is a dateline."""
        settled: list[Block] = []
        for index, block in enumerate(opening):
            if block.kind != "place":
                settled.append(block)
                continue
            behind = opening[index + 1].kind if index + 1 < len(opening) else ""
            settled.append(
                Block("address" if behind in {"address", "place"} else "dateline", block.span)
            )
        return settled

    # Closing

    def _closing(self, lines: Sequence[Span], *, text_before: bool) -> tuple[int, list[Block]]:
        """The index of the first closing line, and the closing blocks."""
        first = 0 if text_before else 1
        postscript = self._postscript_start(lines, len(lines))
        envelope = self._envelope_start(lines)
        formulas = [self.lines.is_formula(line) for line in lines]
        right = [self.source.is_right(line) for line in lines]
        shown = [
            index == envelope - 1
            or (index > 0 and formulas[index - 1])
            or (right[index] and not (index and right[index - 1]) and self.source[line][-1] != ",")
            for index, line in enumerate(lines)
        ]
        kinds = [
            self.lines.closing_kind(
                line, last=shown[index] or index in {len(lines) - 1, postscript - 1}
            )
            for index, line in enumerate(lines)
        ]
        self._addresses_behind(lines, kinds, envelope)
        start = postscript
        while start and kinds[start - 1] and (start > first or kinds[0] == "signed"):
            start -= 1
        # A signature further up, with text behind it: a postscript, or a second signer's words.
        prose = next((i for i, line in enumerate(lines) if self.lines.is_prose(line)), len(lines))
        names = [
            i
            for i in range(max(prose, first), len(lines))
            if kinds[i] == "signed"
            and (
                shown[i] or self.lines.names_correspondent(lines[i]) or self.lines.formula(lines[i])
            )
        ]
        if names:
            start = min(start, names[0])
            while start > first and kinds[start - 1]:
                start -= 1
        if start < first < len(lines) and kinds[0] != "signed":
            start = 1
        blocks: list[Block] = []
        for index in range(start, len(lines)):
            kind = kinds[index]
            if kind is None or (index >= postscript and kind == "salute"):
                blocks.append(Block("postscript", lines[index]))
            else:
                blocks.extend(self._closing_pieces(lines[index], kind))
        return start, blocks

    def _envelope_start(self, lines: Sequence[Span]) -> int:
        """The index of the line with which the address on the outside begins."""
        return next(
            (i for i, line in enumerate(lines) if i and self.lines.is_envelope(line)), len(lines)
        )

    def _addresses_behind(
        self, lines: Sequence[Span], kinds: list[str | None], envelope: int
    ) -> None:
        """Lines behind the word for the envelope, or the last signature, may be the address."""
        for index in range(envelope, len(lines)):
            if len(self.source[lines[index]].split()) > _LONGEST_UNREAD:
                break
            if kinds[index] != "endorsement":
                kinds[index] = "address"
        signed = [i for i, kind in enumerate(kinds) if kind == "signed"]
        for index in range(signed[0] + 1 if signed else len(lines), len(lines)):
            kind, line = kinds[index], lines[index]
            if kind == "signed" and not self.lines.formula(line):
                behind = kinds[index - 1] == "address" or self.lines.begins_with_title(line)
                kinds[index] = "address" if behind else kind
            elif kind == "dateline":
                goes_on = kinds[index - 1] == "address" and not any(self.lines.dates(line))
                kinds[index] = "address" if goes_on else kind
            elif kind is None and self.lines.is_address_behind(line):
                kinds[index] = "address"

    def _postscript_start(self, lines: Sequence[Span], default: int) -> int:
        """The first line with the word for a postscript, behind a closing or near the end."""
        marks = tuple(each.casefold() for each in self.profile.letter.postscript)
        marked = [
            index
            for index, line in enumerate(lines)
            if self.source[line].casefold().startswith(marks)
        ]
        if not marked:
            return default
        signed = [i for i, line in enumerate(lines) if i and self.is_signature(line)]
        last = signed[-1] if signed else 0
        for index in marked:
            closes = index and self.lines.closing_kind(lines[index - 1], last=True)
            is_behind = signed and signed[0] < index
            ends = last < index >= len(lines) - _MOST_BEHIND
            if closes or is_behind or ends:
                return index
        return default

    def _closing_pieces(self, line: Span, kind: str) -> list[Block]:
        """A greeting and a signature in one line are two blocks."""
        if kind != "signed":
            return [Block(f"closing-{kind}" if kind != "endorsement" else kind, line)]
        text = self.source[line]
        length = max(self.lines.greeting(text), self.lines.formula(line))
        while length and text[length : length + 1] in {",", ".", "!"}:
            length += 1
        salute = Span(line.start, line.start + length)
        rest = self.source.trim(Span(salute.end, line.end))
        if not salute or not rest or rest.start == salute.end:
            return self._signed(line)  # the parts of a line are divided where it has a space
        return [Block("closing-salute", salute), *self._signed(rest)]

    def _signed(self, line: Span) -> list[Block]:
        """One block for each signer."""
        return [Block("signed", part) for part in self.lines.signatures(line)]
