"""Who wrote to whom, when and where: read from all the evidence together.

The heading alone misleads, because it is a translation: "Telegram to A B, C" is a telegram *of* A
to B and C. So heading, signatures, address lines, datelines and notes are read each for itself, and
then compared. What agrees is certain; what disagrees gives a finding.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from teikit import dates
from teikit.authority import PERSON, Entry
from teikit.diagnostic import Diagnostic
from teikit.letter import (
    Action,
    Agent,
    Block,
    Dating,
    Evidence,
    Letter,
    NameGroup,
    Place,
    Reference,
)
from teikit.raw_rules import (
    DATES_DISAGREE,
    NAME_UNKNOWN,
    NO_DATE,
    NO_RECEIVER,
    NO_SENDER,
    SENDER_REVERSED,
    SIGNATURE_DISAGREES,
)
from teikit.recognise.context import Context, finding
from teikit.recognise.datelines import closing_dates, closing_name, last_paragraph
from teikit.source import Span, collapse

_SAID = Evidence("internal", "high")
"""The document itself says so."""
_HEADED = Evidence("external", "high")
"""The editors' heading says so."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A name in an address line: whether the line gives it only a copy."""

    name: str
    copy: bool


@dataclass(frozen=True, slots=True)
class _Sides:
    """The names of the heading by side: how sure that is, and what shows it against the heading."""

    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    cert: str = "high"
    misled: str = ""


@dataclass(frozen=True)
class Correspondence:
    """The evidence of one letter, and what follows from it."""

    letter: Letter
    context: Context

    # The evidence

    @cached_property
    def signers(self) -> list[str]:
        """The names that sign, in order."""
        spans = [block.span for block in self.letter.of_kind("signed")]
        last = last_paragraph(self.letter)
        if (
            not spans
            and last is not None
            and (name := closing_name(self.letter, last, self.context))
        ):
            spans = [name]
        names = [name for span in spans for name in self._names(span)]
        # "NARKOMINDEL Georgy Chicherin": where a person signs, the body is the office.
        persons = [name for name in names if not self._is_body(name)]
        return persons or names

    @cached_property
    def addressees(self) -> list[Addressee]:
        """The names in address and salutation. Once a line says "copy", its later names get one."""
        found = []
        for block in self.letter.of_kind("address", "salute"):
            text = self.letter.text(block)
            copies = re.search(_any(self.context.profile.letter.copy), text, re.I)
            start = copies.start() if copies else len(text)
            for name, position in self._names_at(block.span):
                found.append(Addressee(name, position - block.span.start > start))
        return found

    def _names(self, span: Span) -> list[str]:
        return [name for name, _ in self._names_at(span)]

    def _names_at(self, span: Span) -> list[tuple[str, int]]:
        """The persons and bodies named in a span, with their places."""
        text = self.letter.source[span]
        known = self.context.authority
        patterns = [PERSON, known.persons, known.bodies, self._headed_names]
        found: dict[int, tuple[int, str]] = {}
        for pattern in filter(None, patterns):
            for match in pattern.finditer(text):
                if not any(start <= match.start() < end for start, (end, _) in found.items()):
                    found[match.start()] = (match.end(), collapse(match.group()))
        return [(name, span.start + start) for start, (_, name) in sorted(found.items())]

    @cached_property
    def _headed_names(self) -> re.Pattern[str] | None:
        """The surnames and bodies of the heading, as other lines may name them."""
        names = [name for group in self.groups for name in group.names]
        words = [match["surname"] if (match := PERSON.search(name)) else name for name in names]
        return re.compile(rf"(?<!\w)(?:{_any(words)})(?!\w)", re.I) if words else None

    @property
    def groups(self) -> Sequence[NameGroup]:
        """The groups of names in the heading."""
        return self.letter.heading.groups if self.letter.heading else ()

    # Who

    def _same(self, name: str, other: str) -> bool:
        """Whether two names can be one person's or body's."""
        first, second = self._entry(name), self._entry(other)
        if first and second:
            return first == second
        return _surname(name).casefold() == _surname(other).casefold()

    def _any_same(self, names: Sequence[str], others: Sequence[str]) -> bool:
        return any(self._same(name, other) for name in names for other in others)

    def _is_body(self, name: str) -> bool:
        entry = self._entry(name)
        return entry is not None and entry.kind == "org"

    def _is_person(self, name: str) -> bool:
        entry = self._entry(name)
        return entry is not None and entry.kind == "person"

    def _entry(self, name: str) -> Entry | None:
        entries = self.context.authority.find(name, "person", "org")
        return entries[0] if len(entries) == 1 else None

    @cached_property
    def _sides(self) -> "_Sides":
        """Who is on which side, by the heading, checked against signature and address."""
        first, *others = [group.names for group in self.groups] or [()]
        rest = tuple(name for names in others for name in names)
        signed = self._any_same(self.signers, first)
        addressed = self._any_same([each.name for each in self.addressees], rest)
        receiving = {word.casefold() for word in self.context.profile.heading.receiver}
        led_as_receiver = bool(self.groups) and self.groups[0].lead in receiving
        if rest and not signed and self._any_same(self.signers, rest):
            return _Sides(rest, first, misled="the signature shows")
        if not led_as_receiver:
            return _Sides(first, rest)
        # "Telegram to A B": the translation took the Russian genitive, "of A", for a dative.
        if not rest and not signed:
            return _Sides((), first)
        if signed or addressed:
            return _Sides(
                first, rest, misled="the signature shows" if signed else "the address shows"
            )
        return _Sides(first, rest, "low", "the order of the names suggests")

    def _agents(self, headed: Sequence[str], named: Sequence[str]) -> list[Agent]:
        """Agents for the heading's names; those that the document itself names are internal."""
        by_heading = Evidence("external", self._sides.cert)
        return [
            self._agent(name, _SAID if self._any_same(named, [name]) else by_heading)
            for name in headed
        ]

    def _agent(self, name: str, basis: Evidence) -> Agent:
        entry = self._entry(name)
        if entry is None:
            return Agent(name, "person" if PERSON.search(name) else "org", "", basis)
        shown = name if PERSON.search(name) or entry.kind == "org" else entry.name
        return Agent(shown, entry.kind, self.context.authority.ref(entry), basis)

    # When and where

    @cached_property
    def _headed_date(self) -> dates.FoundDate | None:
        for block in self.letter.of_kind("edition-date"):
            return next(self._dates(block.span), None)
        return None

    @cached_property
    def _own_dates(self) -> list[tuple[dates.FoundDate, str]]:
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

    def _sent_dates(self) -> tuple[Dating, ...]:
        headed, own = self._headed_date, self._own_dates
        if headed is None:
            return tuple(Dating(printed, date.value, _SAID) for date, printed in own[:1])
        block = self.letter.of_kind("edition-date")[0]
        printed = self._printed(block, headed)
        agreeing = next((date for date, _ in own if agree(date, headed)), None)
        if headed.conjecture and not (agreeing and agreeing.year_printed):
            return (Dating(printed, headed.value, Evidence("conjecture", "medium")),)
        if agreeing:
            value = (
                agreeing.value
                if len(agreeing.value.get("when", "")) > len("1920-05-24")
                else headed.value
            )
            return (Dating(printed, value, _SAID),)
        if not own:
            return (Dating(printed, headed.value, _HEADED),)
        date, own_printed = own[0]
        return (
            Dating(own_printed, date.value, Evidence("internal", "medium")),
            Dating(printed, headed.value, Evidence("external", "low")),
        )

    def _places(self, kinds: Sequence[str]) -> Iterator[Place]:
        pattern = self.context.authority.places
        for block in self.letter.of_kind(*kinds):
            for match in pattern.finditer(self.letter.text(block)) if pattern else ():
                entries = self.context.authority.find(match.group(), "place")
                if len(entries) == 1:
                    yield Place(
                        collapse(match.group()), self.context.authority.ref(entries[0]), _SAID
                    )

    def _noted_places(self) -> tuple[list[Place], list[Place]]:
        """From where to where the document was sent, as a note that begins with it tells."""
        words = self.context.profile.notes
        genres = [
            phrase for group in self.context.profile.heading.genres.values() for phrase in group
        ]
        opening = re.compile(
            rf"(?:(?:{_any(words.articles)})\s+)?(?:{_any(genres)})\s+(?:{_any(words.sent)})\b",
            re.I,
        )
        places = self.context.authority.places
        for note in self.letter.of_kind("note") if places else ():
            start = note.marks[0].span.end - note.span.start if note.marks else 0
            text = self.letter.text(note)[start:].lstrip()
            if not opening.match(text):
                continue
            sentence = re.split(r"\.\s+[A-ZА-ЯЁ]", text)[0]
            source = f"#n{note.attributes['n']}"
            found = [
                list(self._after(sentence, leads, source))
                for leads in (words.sent_from, words.sent_to)
            ]
            return found[0][:1], found[1][:1]
        return [], []

    def _after(self, sentence: str, leads: Sequence[str], source: str) -> Iterator[Place]:
        places = self.context.authority.places
        perhaps = _any(self.context.profile.notes.perhaps)
        lead = re.compile(rf"(?P<perhaps>(?:{perhaps}),?\s+)?(?<!\w)(?:{_any(leads)})\s+", re.I)
        for match in lead.finditer(sentence):
            place = places.match(sentence, match.end()) if places else None
            if place:
                entries = self.context.authority.find(place.group(), "place")
                cert = "medium" if match["perhaps"] else "high"
                if len(entries) == 1:
                    yield Place(
                        collapse(place.group()),
                        self.context.authority.ref(entries[0]),
                        Evidence("external", cert, source),
                    )

    # What happened to it

    def _endorsed(self) -> Iterator[tuple[str, Dating]]:
        """Endorsements with a date: in lines of their own, and in what notes tell."""
        letter = self.context.profile.letter
        for block in self.letter.of_kind("endorsement"):
            kind = endorsement_kind(self.letter.text(block), letter.endorsement)
            for date in self._dates(block.span):
                if self._is_later(date):
                    yield kind, Dating(self._printed(block, date), date.value, _SAID)
        for note in self.letter.of_kind("note"):
            yield from self._noted_events(note)

    def _noted_events(self, note: Block) -> Iterator[tuple[str, Dating]]:
        text = self.letter.text(note)
        if not is_textual(text, self.context.profile.notes.textual):
            return
        events = [
            (match.start(), match.end(), kind)
            for kind, words in self.context.profile.notes.events.items()
            for match in re.finditer(rf"(?<!\w)(?:{_any(words)})(?!\w)", text)
        ]
        events.sort()
        for index, (_, end, kind) in enumerate(events):
            limit = events[index + 1][0] if index + 1 < len(events) else len(text)
            stop = text.find("”", end)
            limit = min(limit, stop if stop >= 0 else limit)
            date = next(self._dates(Span(note.span.start + end, note.span.start + limit)), None)
            if date and self._is_later(date):
                printed = collapse(text[end + date.span.start : end + date.span.end])
                basis = Evidence(
                    "external", "medium" if date.doubtful else "high", f"#n{note.attributes['n']}"
                )
                yield kind, Dating(printed, date.value, basis)

    def _is_later(self, date: dates.FoundDate) -> bool:
        """Whether a date can be that of an event after writing: not before the letter itself."""
        known = [each for each, _ in self._own_dates] + (
            [self._headed_date] if self._headed_date else []
        )
        return not known or date.day >= min(each.day for each in known)

    def reply_to(self) -> list[Reference]:
        """The documents that this one answers, in the words of the note that says so."""
        phrases = _any(self.context.profile.notes.reply)
        pattern = re.compile(rf"(?<!\w)(?:{phrases})\s+(?P<what>[^:;(\[“\"]{{3,160}})", re.I)
        found = []
        for note in self.letter.of_kind("note"):
            sentence = re.split(r"\.\s+[A-ZА-ЯЁ]", self.letter.text(note))[0]
            if match := pattern.search(sentence):
                label = collapse(match["what"]).rstrip(" .,")
                source = f"#n{note.attributes['n']}"
                found.append(Reference("isReplyTo", label, source=source))
        return found

    # The result

    def actions(self) -> tuple[Action, ...]:
        """The `correspAction`s: sending, transmission, reception."""
        sides = self._sides
        addressed = [each.name for each in self.addressees]
        sending = self._agents(sides.senders, self.signers)
        second = self._second_signers()
        sending += [
            self._agent(name, Evidence("internal", "medium"))
            for name in second
            if not self._dispatches(name)
        ]
        from_note, to_note = self._noted_places()
        sent_places = list(self._places(("dateline", "closing-dateline")))[:1] or from_note
        actions = [Action("sent", "", tuple(sending), tuple(sent_places), self._sent_dates())]
        events = list(self._endorsed())
        for name in filter(self._dispatches, second):
            actions.append(
                Action("transmitted", "dispatch", (self._agent(name, Evidence("internal", "low")),))
            )
        subtypes = {
            "transmission": "dispatch",
            "decipherment": "decipherment",
            "execution": "execution",
        }
        for kind, subtype in subtypes.items():
            actions += [
                Action("transmitted", subtype, dates=(dating,))
                for event, dating in events
                if event == kind
            ]
        receiving = self._agents(sides.receivers, addressed)
        known = [agent.name for agent in (*receiving, *sending)]
        receiving += [
            self._agent(name, Evidence("internal", "medium"))
            for name in dict.fromkeys(addressed)
            if self._is_person(name) and not self._any_same([name], known)
        ]
        copied = [each.name for each in self.addressees if each.copy]
        copies = tuple(agent for agent in receiving if self._any_same(copied, [agent.name]))
        direct = tuple(agent for agent in receiving if agent not in copies)
        received_at = tuple(dating for event, dating in events if event == "reception")
        places = tuple(list(self._places(("address",)))[:1] or to_note)
        actions.append(Action("received", "to", direct, places, received_at))
        if copies:
            actions.append(Action("received", "copy", copies))
        return tuple(actions)

    def _second_signers(self) -> list[str]:
        """Signers whom the heading does not name."""
        senders = self._sides.senders
        return [name for name in dict.fromkeys(self.signers) if not self._any_same([name], senders)]

    def _dispatches(self, name: str) -> bool:
        """Whether a name signs only words behind the letter's own signature: who passed it on."""
        postscripts = self.letter.of_kind("postscript")
        signed = [
            block for block in self.letter.of_kind("signed") if name in self._names(block.span)
        ]
        first = self.letter.of_kind("signed")[:1]
        return bool(
            postscripts
            and signed
            and first
            and signed[0] != first[0]
            and signed[0].span.start > postscripts[0].span.start
        )

    def findings(self) -> Iterator[Diagnostic]:
        """What disagrees, what is missing, who is unknown."""
        letter = self.letter
        place = next(
            (b.span for b in letter.of_kind("heading", "number")[::-1]), letter.blocks[0].span
        )
        sides = self._sides
        if sides.misled:
            names = ", ".join(sides.senders)
            yield finding(
                letter, SENDER_REVERSED, place, f"{sides.misled} that the sender is {names}"
            )
        actions = self.actions()
        if not actions[0].agents:
            yield finding(letter, NO_SENDER, place, "no sender was found")
        if not any(action.agents for action in actions if action.type == "received"):
            yield finding(letter, NO_RECEIVER, place, "no receiver was found")
        if not actions[0].dates:
            yield finding(letter, NO_DATE, place, "no date was found")
        if len(actions[0].dates) > 1:
            own, headed = actions[0].dates
            yield finding(
                letter,
                DATES_DISAGREE,
                place,
                f"headed “{headed.printed}”, dated “{own.printed}” by itself",
            )
        for name in self._second_signers() if sides.senders else ():
            yield finding(
                letter, SIGNATURE_DISAGREES, place, f"“{name}” signs, and is not in the heading"
            )
        if self.context.authority.entries:
            for agent in dict.fromkeys(agent for action in actions for agent in action.agents):
                if not agent.ref:
                    yield finding(
                        letter, NAME_UNKNOWN, place, f"“{agent.name}” is in no authority file"
                    )


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


def endorsement_kind(text: str, words: Mapping[str, Sequence[str]]) -> str:
    """Which kind of endorsement a line is, by its first word."""
    start = text.casefold()
    return next(
        (
            kind
            for kind, phrases in words.items()
            if start.startswith(tuple(p.casefold() for p in phrases))
        ),
        "",
    )


def is_textual(text: str, phrases: Sequence[str]) -> bool:
    """Whether a note speaks of the manuscript, not of the matter."""
    folded = collapse(text).casefold()
    return any(phrase.casefold() in folded for phrase in phrases)


def _surname(name: str) -> str:
    match = PERSON.search(name)
    return match["surname"] if match else name


def _any(words: Sequence[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )
