"""When it was written, and what happened to it after that."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting import dates
from teikit.converting.forms.prose import any_of, endorsement_kind, is_textual
from teikit.converting.letter import DECIDER, EDITORS, Block, Dating, Evidence, Letter
from teikit.converting.raw_rules import (
    CALENDARS_DISAGREE,
    DATE_OUT_OF_ORDER,
    DATE_PART_UNREAD,
    DATES_DISAGREE,
    WEEKDAY_DISAGREES,
    YEAR_NOT_PRINTED,
)
from teikit.converting.recognise.context import Context, headed_texts
from teikit.converting.recognise.datelines import is_like_dateline
from teikit.converting.source import Span, collapse
from teikit.diagnostic import Rule

_SAID = Evidence("internal", "high")
_HEADED = Evidence("external", "high")
_CONJECTURED = Evidence("conjecture", "medium", resp=EDITORS)
"""The editors put it, or its year, in square brackets."""
_DAY = len("1920-05-24")
_OUTER = 3
"""Paragraphs at each end of a letter, where its date may stand."""
_LONGEST_GAP = 100
"""Years between two letters, within which the year of one between them is looked for."""
_LESS_SURE = {"high": "medium", "medium": "low", "low": "low"}
_ENOUGH = 2
"""Letters that must agree against a date."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the letter: a kind of endorsement, when, and where it says so."""

    kind: str
    date: Dating
    bodies: tuple[str, ...] = ()
    """The bodies that are named between the event and its date."""


@dataclass(frozen=True, slots=True)
class DateTrace:
    """A date that something says of the letter: what, and how it is printed."""

    date: dates.FoundDate
    printed: str
    evidence: str = "internal"
    """`external` where the editors say it."""


@dataclass(frozen=True)
class When:
    """The dates of one letter."""

    letter: Letter
    context: Context

    @cached_property
    def headed(self) -> dates.FoundDate | None:
        """The editors' date under the heading."""
        for block in self.letter.of_kind("edition-date"):
            return next(self._lines(block.span), None)
        return None

    @cached_property
    def own(self) -> list[tuple[dates.FoundDate, str]]:
        """The dates that the document gives itself, as printed."""
        found = [
            (date, self._printed(block, date))
            for block in self.letter.datelines()
            for date in self._lines(block.span)
        ]
        if not found:
            paragraphs = self.letter.of_kind("p")
            inner = range(_OUTER, len(paragraphs) - _OUTER)
            near = [each for place, each in enumerate(paragraphs) if place not in inner]
            found = [
                (date, self._printed(block, date))
                for block in near
                if is_like_dateline(self.letter, block, self.context)
                for date in self._lines(block.span)
            ]
        if not found:
            found = [
                (date, self._printed(block, date))
                for block in self.letter.of_kind("endorsement")
                for date in self._lines(block.span)
                if date.kind == "postmark"
            ]
        return found

    @cached_property
    def outer(self) -> DateTrace | None:
        """The date that a heading, the file's name or a table gives."""
        years = replace(self.context.years(self.letter), given=None)
        for text in headed_texts(self.letter):
            for date in dates.find(text, self.context.profile.dates, years, line=True):
                if date.year and not date.kind:
                    printed = collapse(text[date.span.start : date.span.end])
                    return DateTrace(date, printed, "external")
        return None

    def _printed(self, block: Block, date: dates.FoundDate) -> str:
        return collapse(self.letter.text(block)[date.span.start : date.span.end])

    def _lines(self, span: Span) -> Iterator[dates.FoundDate]:
        """The dates in a line that is made to give one."""
        years = self.context.years(self.letter)
        return dates.find(self.letter.source[span], self.context.profile.dates, years, line=True)

    def _dates(self, span: Span) -> Iterator[dates.FoundDate]:
        """The dates in running text."""
        years = self.context.years(self.letter)
        return dates.find(self.letter.source[span], self.context.profile.dates, years)

    def sent(self) -> tuple[Dating, ...]:
        """The date of sending; where heading and document disagree, the document's own first."""
        if decided := self.context.decision.dating:
            return (Dating(self.context.decision.date, decided, Evidence(resp=DECIDER)),)
        if self.headed is not None:
            return self._headed(self.headed)
        return self._unheaded()

    def _headed(self, headed: dates.FoundDate) -> tuple[Dating, ...]:
        """What follows where the editors put a date under the heading."""
        own = [(date, printed) for date, printed in self.own if not date.kind]
        block = self.letter.of_kind("edition-date")[0]
        printed = self._printed(block, headed)
        agreeing = next((date for date, _ in own if agree(date, headed)), None)
        if own and agreeing is None:
            date, own_printed = own[0]
            basis = replace(_CONJECTURED if headed.conjecture else _HEADED, cert="low")
            return (
                _dating(own_printed, date, Evidence("internal", "medium"), timed=True),
                _dating(printed, headed, basis, timed=True),
            )
        if agreeing and "when" in agreeing.value and "when" not in headed.value:
            own_printed = next(words for date, words in own if date is agreeing)
            cert = "high" if agreeing.year_printed else "medium"
            return (_dating(own_printed, agreeing, Evidence("internal", cert), timed=True),)
        if headed.vague or headed.problem:
            basis = _basis(DateTrace(headed, printed, "external"))
            return (_dating(printed, headed, basis, timed=True),)
        if headed.conjecture and not (agreeing and agreeing.year_printed):
            return (_dating(printed, headed, _CONJECTURED, timed=True),)
        if agreeing is None:
            return (_dating(printed, headed, _HEADED, timed=True),)
        with_time = "T" in agreeing.value.get("when", "") and not headed.old_days
        return (_dating(printed, agreeing if with_time else headed, _SAID, timed=True),)

    def _unheaded(self) -> tuple[Dating, ...]:
        """What heading, datelines, file name and neighbours say together."""
        own, outer = self._chosen, self.outer
        if own and outer:
            if not agree(own.date, outer.date):
                low = [
                    _dating(each.printed, each.date, replace(_basis(each), cert="low"))
                    for each in (own, outer)
                ]
                return tuple(low)
            exact = max((own, outer), key=_exactness)
            basis = _basis(exact)
            sure = own.date.is_full_day and outer.date.is_full_day and not self._contradicted(own)
            if self.second:
                basis = replace(basis, cert="low")
            elif sure and basis.cert == "medium":
                basis = replace(basis, cert="high")
            return (_dating(exact.printed, exact.date, basis),)
        chosen = own or outer
        if chosen is None:
            return self._latest()
        if chosen.date.year is None and (inferred := self.inferred):
            return (inferred,)
        basis = _basis(chosen)
        if self._contradicted(chosen) or self.second:
            basis = replace(basis, cert="low")
        return (_dating(chosen.printed, chosen.date, basis),)

    @cached_property
    def _chosen(self) -> DateTrace | None:
        """The best of the document's own dates: a full day, if there is one."""
        traces = [DateTrace(date, printed) for date, printed in self.own if not date.kind]
        full = [trace for trace in traces if trace.date.is_full_day or trace.date.old_days]
        return max(full or traces, key=_exactness, default=None)

    @cached_property
    def second(self) -> str:
        """Another day that the document gives itself, as printed, if it contradicts."""
        chosen = self._chosen
        is_day = chosen and (_is_day(chosen.date) or chosen.date.old_days)
        for date, printed in self.own if is_day else ():
            sure = _is_day(date) and not date.kind and not date.vague
            if sure and chosen and not agree(date, chosen.date):
                return printed
        return ""

    def _latest(self) -> tuple[Dating, ...]:
        """From a postmark, or from when it came: it was not written later.

        Where the editors put the postmark in brackets instead of a date, they date it so.
        """
        for date, printed in self.own:
            last = date.value.get("when") or date.value.get("to") or date.value.get("notAfter")
            if not date.kind or not last or last.startswith("--"):
                continue
            if date.kind == "postmark" and date.conjecture:  # the editors date it by its postmark
                value = {**_day_alone(date), "precision": "low"}
                return (Dating(printed, value, replace(_CONJECTURED, cert="low")),)
            day = last.partition("T")[0]
            return (Dating(printed, {"notAfter": day}, Evidence("internal", "low")),)
        return ()

    @cached_property
    def inferred(self) -> Dating | None:
        """The date with the year that the letters next to it show, or the day of the week."""
        own = self._chosen
        if own is None or own.date.year is not None or "when" not in own.date.value:
            return None
        if (year := self._year_of(own.date)) is None:
            return None
        agreeing = own.date.weekday is not None
        two_sides = bool(self.letter.before and self.letter.behind)
        sure = (agreeing or two_sides) and not (own.date.vague or self.second)
        cert = "medium" if sure else "low"
        value = {"when": f"{dates.iso_year(year)}{own.date.day[1:]}"}
        found = dates.in_calendar(replace(own.date, value=value), self.context.profile.dates)
        return _dating(own.printed, found, Evidence("conjecture", cert))

    def _year_of(self, date: dates.FoundDate) -> int | None:
        """The year of a day without one: the only one of the edition, or the neighbours'."""
        edition = self.context.profile.edition
        if edition.first_year == edition.last_year:
            return edition.first_year
        before, behind = (next(iter(days), "") for days in (self.letter.before, self.letter.behind))
        if not (before or behind):
            return None
        day = date.day[1:]
        first = dates.year_of(before or behind) - (0 if before else 1)
        last = dates.year_of(behind or before) + (0 if behind else 1)
        years = [
            year
            for year in range(first, min(last, first + _LONGEST_GAP) + 1)
            if (before or "0") <= f"{year:04}{day}" <= (behind or "9999")
        ]
        if date.weekday is not None:
            fitting = [year for year in years if dates.falls_on(f"{year:04}{day}", date.weekday)]
            return fitting[0] if len(fitting) == 1 else None
        if before and behind:
            return years[0] if len(years) == 1 else None
        return next(iter(years if before else years[::-1]), None)

    def _contradicted(self, trace: DateTrace) -> bool:
        """Whether a date is far from those of the letters next to it, which agree."""
        if not trace.date.is_full_day:
            return False
        day, before, behind = trace.date.day, self.letter.before, self.letter.behind
        if len(before) + len(behind) < _ENOUGH:
            return False
        later = bool(behind) and all(dates.far(other, day) for other in behind)
        earlier = bool(before) and all(dates.far(day, other) for other in before)
        if before and behind:
            in_order = before[0] <= behind[0]
            return in_order and (later or earlier)
        return later or earlier

    def findings(self) -> Iterator[tuple[Rule, str]]:
        """What is not certain in the date of sending, in words."""
        if self.context.decision.dating:
            return
        traces = [DateTrace(date, printed) for date, printed in self.own]
        for trace in [*traces, *([self.outer] if self.outer and not self.headed else [])]:
            problem, printed = trace.date.problem, trace.printed
            if problem and (rule := _RULES.get(problem)):
                yield rule, f"“{printed}”: {problem}"
        chosen = self._chosen
        if self.headed or chosen is None or chosen.date.problem is dates.Problem.CENTURY:
            return
        if chosen.date.year is None or not chosen.date.year_printed:
            dated = self.sent()[0].value
            shown = next(iter(dated.values()))
            what = f"taken for {shown}" if not shown.startswith("--") else "the year is not known"
            yield YEAR_NOT_PRINTED, f"“{chosen.printed}” has no year; {what}"
        if self.second:
            yield DATES_DISAGREE, f"dated “{chosen.printed}” and “{self.second}” by itself"
        elif self._contradicted(chosen):
            near = ", ".join((*self.letter.before[:1], *self.letter.behind[:1]))
            yield DATE_OUT_OF_ORDER, f"“{chosen.printed}” stands beside letters of {near}"

    @cached_property
    def undated(self) -> str:
        """The words by which the letter is said to have no date."""
        for block in self.letter.datelines("edition-date"):
            text = self.letter.text(block)
            if dates.is_undated(text, self.context.profile.dates):
                return collapse(text)
        return ""

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


_RULES: Mapping[dates.Problem, Rule] = {
    dates.Problem.CENTURY: DATE_PART_UNREAD,
    dates.Problem.PAIR: CALENDARS_DISAGREE,
    dates.Problem.WEEKDAY: WEEKDAY_DISAGREES,
    dates.Problem.CALENDAR: WEEKDAY_DISAGREES,
}


def _basis(trace: DateTrace) -> Evidence:
    """On what a single trace rests, and how sure it is by itself."""
    date = trace.date
    if date.vague or date.problem or date.doubtful:
        cert = "low"
    elif date.is_full_day and date.confirmed:
        cert = "high"
    else:
        cert = "medium"
    if date.conjecture:
        return replace(_CONJECTURED, cert="low" if cert == "low" else "medium")
    return Evidence(trace.evidence, cert)


def _day_alone(date: dates.FoundDate) -> Mapping[str, str]:
    """The attributes of a date without its hour: it was sent on a day."""
    return {name: value.partition("T")[0] for name, value in date.attributes.items()}


def agree(date: dates.FoundDate, other: dates.FoundDate) -> bool:
    """Whether two dates can be the same day, as far as each is known.

    A day that stands beside both calendars' days may be either of them.
    """
    pairs = ((date, other), (other, date))
    if any(_is_old_day(second, first) for first, second in pairs):
        return True
    if (date.year is None) != (other.year is None):
        days = (date.day.lstrip("-")[-5:], other.day[-5:])
        return days[0] == days[1] or len(date.day) < _DAY > len(other.day)
    shorter = min(len(date.day), len(other.day))
    if "when" in date.value and "when" in other.value:
        return date.day[:shorter] == other.day[:shorter]
    (first, last), (start, end) = _bounds(date), _bounds(other)
    return (start <= first and last <= end) or (first <= start and end <= last)


def _is_day(date: dates.FoundDate) -> bool:
    """Whether it is one day, of a year that is known or not."""
    return "when" in date.value and (date.day.startswith("--") or bool(dates.parsed(date.day)))


def _exactness(trace: DateTrace) -> tuple[bool, bool, int]:
    """What makes one of several dates that agree the best: its day, both calendars, its length."""
    date = trace.date
    return date.is_full_day or bool(date.old_days), bool(date.old_days), len(date.day)


def _dating(printed: str, date: dates.FoundDate, basis: Evidence, *, timed: bool = False) -> Dating:
    """The dating that a date is, with its hour where `timed` says so.

    It is one step less sure where its calendar is not known.
    """
    if date.of_unknown_calendar:
        basis = replace(basis, cert=_LESS_SURE[basis.cert])
    value = date.attributes if timed else _day_alone(date)
    return Dating(printed, value, basis, of_unknown_calendar=date.of_unknown_calendar)


def _is_old_day(date: dates.FoundDate, other: dates.FoundDate) -> bool:
    """Whether a day is the Julian one of another, which is printed in both calendars."""
    if date.old_days or "when" not in date.value:
        return False
    if date.year is None:
        return any(date.day[-5:] == day[-5:] for day in other.old_days)
    return date.day in other.old_days


def _bounds(date: dates.FoundDate) -> tuple[str, str]:
    """The first and the last day that a date can be; what is not known is any day."""
    value = date.value
    when = value.get("when", "")
    first = value.get("from") or value.get("notBefore") or when
    last = value.get("to") or value.get("notAfter") or when or "9999"
    return f"{first[:_DAY]}-00-00"[:_DAY], f"{last[:_DAY]}-99-99"[:_DAY]
