"""When it was written, and what happened to it after that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting import dates
from teikit.converting.letter import DECIDER, EDITORS, Block, Dating, Evidence, Letter
from teikit.converting.prose import any_of, endorsement_kind, is_textual
from teikit.converting.recognise.context import Context
from teikit.converting.recognise.datelines import closing_dates, last_paragraph
from teikit.converting.source import Span, collapse

_SAID = Evidence("internal", "high")
_HEADED = Evidence("external", "high")
_CONJECTURED = Evidence("conjecture", "medium", resp=EDITORS)
"""The editors put it, or its year, in square brackets."""
_DAY = len("1920-05-24")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the letter: a kind of endorsement, when, and where it says so."""

    kind: str
    date: Dating
    bodies: tuple[str, ...] = ()
    """The bodies that are named between the event and its date."""


@dataclass(frozen=True)
class When:
    """The dates of one letter."""

    letter: Letter
    context: Context

    @cached_property
    def headed(self) -> dates.FoundDate | None:
        """The editors' date under the heading."""
        for block in self.letter.of_kind("edition-date"):
            return next(self._dates(block.span), None)
        return None

    @cached_property
    def own(self) -> list[tuple[dates.FoundDate, str]]:
        """The dates that the document gives itself, as printed."""
        found = [
            (date, self._printed(block, date))
            for block in self.letter.of_kind("dateline", "closing-dateline")
            for date in self._dates(block.span)
        ]
        if (last := last_paragraph(self.letter)) is not None:
            found += [
                (date, self._printed(last, date))
                for date in closing_dates(self.letter, last, self.context)
            ]
        return found

    def _printed(self, block: Block, date: dates.FoundDate) -> str:
        return collapse(self.letter.text(block)[date.span.start : date.span.end])

    def _dates(self, span: Span) -> Iterator[dates.FoundDate]:
        years = self.context.years(self.letter)
        return dates.find(self.letter.source[span], self.context.profile.dates, years)

    def sent(self) -> tuple[Dating, ...]:
        """The date of sending; where heading and document disagree, the document's own first."""
        headed, own = self.headed, self.own
        if decided := self.context.decision.dating:
            return (Dating(self.context.decision.date, decided, Evidence(resp=DECIDER)),)
        if headed is None:
            return tuple(Dating(printed, date.value, _SAID) for date, printed in own[:1])
        block = self.letter.of_kind("edition-date")[0]
        printed = self._printed(block, headed)
        agreeing = next((date for date, _ in own if agree(date, headed)), None)
        if own and agreeing is None:
            date, own_printed = own[0]
            basis = replace(_CONJECTURED if headed.conjecture else _HEADED, cert="low")
            return (
                Dating(own_printed, date.value, Evidence("internal", "medium")),
                Dating(printed, headed.value, basis),
            )
        if agreeing and "when" in agreeing.value and "when" not in headed.value:
            own_printed = next(words for date, words in own if date is agreeing)
            cert = "high" if agreeing.year_printed else "medium"
            return (Dating(own_printed, agreeing.value, Evidence("internal", cert)),)
        if headed.conjecture and not (agreeing and agreeing.year_printed):
            return (Dating(printed, headed.value, _CONJECTURED),)
        if agreeing is None:
            return (Dating(printed, headed.value, _HEADED),)
        with_time = len(agreeing.value.get("when", "")) > _DAY
        return (Dating(printed, agreeing.value if with_time else headed.value, _SAID),)

    # What happened to it

    def events(self) -> Iterator[Event]:
        """Endorsements with a date: in lines of their own, and in what notes tell."""
        letter = self.context.profile.letter
        for block in self.letter.of_kind("endorsement"):
            kind = endorsement_kind(self.letter.text(block), letter.endorsement)
            for date in self._dates(block.span):
                if self._is_later(date):
                    yield Event(kind, Dating(self._printed(block, date), date.value, _SAID))
        for note in self.letter.of_kind("note"):
            yield from self._noted_events(note)

    def _noted_events(self, note: Block) -> Iterator[Event]:
        text = self.letter.text(note)
        if not is_textual(text, self.context.profile.notes.textual):
            return
        yield from self._noted_sendings(note)
        events = [
            (match.start(), match.end(), kind)
            for kind, words in self.context.profile.notes.events.items()
            for match in re.finditer(rf"(?<!\w)(?:{any_of(words)})(?!\w)", text)
        ]
        events.sort()
        for index, (_, end, kind) in enumerate(events):
            limit = events[index + 1][0] if index + 1 < len(events) else len(text)
            stop = text.find("”", end)
            limit = min(limit, stop if stop >= 0 else limit)
            date = next(self._dates(Span(note.span.start + end, note.span.start + limit)), None)
            if date and self._is_later(date):
                printed = collapse(text[end + date.span.start : end + date.span.end])
                basis = Evidence("external", "medium" if date.doubtful else "high", f"#n{note.key}")
                between = text[end : end + date.span.start]
                bodies = self.context.authority.bodies.finditer(between)
                names = tuple(collapse(body.group()) for body in bodies)
                yield Event(kind, Dating(printed, date.value, basis), names)

    def _noted_sendings(self, note: Block) -> Iterator[Event]:
        """What an inscription tells with the date first: "4/V was sent to T. Lenin"."""
        text = self.letter.text(note)
        sent = re.compile(rf"\s+(?:{any_of(self.context.profile.notes.sent)})(?!\w)", re.I)
        for date in self._dates(note.span):
            inscribed = text.rfind("“", 0, date.span.start) > text.rfind("”", 0, date.span.start)
            if inscribed and sent.match(text, date.span.end) and self._is_later(date):
                printed = collapse(text[date.span.start : date.span.end])
                basis = Evidence("external", "high", f"#n{note.key}")
                yield Event("transmission", Dating(printed, date.value, basis))

    def _is_later(self, date: dates.FoundDate) -> bool:
        """Whether a date can be that of an event after writing: not before the letter itself."""
        known = [each for each, _ in self.own] + ([self.headed] if self.headed else [])
        return not known or date.day >= min(each.day for each in known)


def agree(date: dates.FoundDate, other: dates.FoundDate) -> bool:
    """Whether two dates can be the same day, as far as each is known."""
    shorter = min(len(date.day), len(other.day))
    if "when" in date.value and "when" in other.value:
        return date.day[:shorter] == other.day[:shorter]
    first, last = _bounds(other)
    return first <= date.day <= last if "when" in date.value else _bounds(date) == (first, last)


def _bounds(date: dates.FoundDate) -> tuple[str, str]:
    value = date.value
    when = value.get("when", "")
    return (
        value.get("from") or value.get("notBefore") or when,
        value.get("to") or value.get("notAfter") or when or "9999",
    )
