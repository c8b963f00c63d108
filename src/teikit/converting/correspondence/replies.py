"""Which letters this one answers, as the editors' notes tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from teikit.converting import dates
from teikit.converting.forms.prose import any_of
from teikit.converting.letter import Block, Evidence, Letter, RelatedLetter
from teikit.converting.recognise.context import Context
from teikit.converting.recognise.note_marks import placed
from teikit.converting.source import Span, collapse

_LONGEST_OPENING = 80
"""Characters: "In response to your telegram of the same day" and its note mark."""
_LEAST, _LONGEST = 3, 160
"""Characters of what names a letter in a note."""
_SENTENCE = re.compile(r"\.\s+[A-ZА-ЯЁ]")
_END = re.compile(r"[:;(\[“\"]")


@dataclass(frozen=True)
class Replies:
    """The letters that one letter answers; `receivers` are the names of those it went to."""

    letter: Letter
    context: Context
    receivers: tuple[str, ...] = ()

    def found(self) -> list[RelatedLetter]:
        """The letters that notes name as answered, and the one that the first words point at."""
        return [*self._noted(), *self._opened()]

    def _noted(self) -> Iterator[RelatedLetter]:
        """In the words of a note: "is a response to Lenin's telegram of July 12"."""
        phrases = any_of(self.context.profile.notes.reply)
        pattern = re.compile(rf"(?<!\w)(?:{phrases})\s+", re.I)
        for note in self.letter.of_kind("note"):
            sentence = _SENTENCE.split(self.letter.text(note), maxsplit=1)[0]
            if match := pattern.search(sentence):
                label = _label(sentence[match.end() :])
                doubted = self._is_doubted(sentence[: match.start()])
                sure = "high" if self._names_receiver(label) else "medium"
                if len(label) >= _LEAST:
                    yield self._reply(label, "medium" if doubted else sure, note)

    def _opened(self) -> Iterator[RelatedLetter]:
        """In the letter's first words, whose note tells of what they answer."""
        first = next(iter(self.letter.of_kind("p")), None)
        phrases = self.context.profile.letter.answering
        if first is None or not phrases:
            return
        match = re.match(rf"(?:{any_of(phrases)})(?!\w)", self.letter.text(first), re.I)
        if match is None:
            return
        opening = Span(first.span.start + match.end(), first.span.start + _LONGEST_OPENING)
        marks = {
            mark.start: number
            for number, mark in placed(self.letter, self.context).items()
            if mark in opening
        }
        nearest = marks[min(marks)] if marks else ""
        for note in self.letter.of_kind("note"):
            if note.key == nearest:
                text = self.letter.text(note)[note.marks[0].span.end - note.span.start :]
                cert = "low" if self._is_doubted(text) else "medium"
                yield self._reply(_label(_SENTENCE.split(text, maxsplit=1)[0]), cert, note)

    def _reply(self, label: str, cert: str, note: Block) -> RelatedLetter:
        """A letter answered, with its date where the label has one."""
        basis = Evidence(cert=cert, source=f"#n{note.key}")
        years = self.context.years(self.letter)
        date = next(dates.find(label, self.context.profile.dates, years), None)
        if date is None:
            return RelatedLetter("isReplyTo", label, basis=basis)
        return RelatedLetter("isReplyTo", label, basis=basis, date=date.value, dated=date.span)

    def _is_doubted(self, text: str) -> bool:
        perhaps = any_of(self.context.profile.notes.perhaps)
        # The word may stand glued to the number of the note: "oneApparently".
        return bool(re.search(rf"(?:{perhaps})(?!\w)", text, re.I))

    def _names_receiver(self, label: str) -> bool:
        return any(name.split()[-1] in label for name in self.receivers if name)


def _label(text: str) -> str:
    """The words that name a letter, up to what is said of it."""
    return collapse(_END.split(text[:_LONGEST], maxsplit=1)[0]).rstrip(" .,")
