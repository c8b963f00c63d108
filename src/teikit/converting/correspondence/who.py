"""Who signs, who is addressed, and what the heading makes of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting.authority import PERSON, AuthorityEntry, Spellings
from teikit.converting.correspondence.traces import Traces
from teikit.converting.forms import persons
from teikit.converting.forms.prose import any_of
from teikit.converting.letter import DECIDER, Agent, Evidence, Letter, NameGroup
from teikit.converting.recognise.context import Context
from teikit.converting.source import Span, collapse

_SAID = Evidence("internal", "high")
_BESIDES = Evidence("internal", "medium")
_GUESSED = Evidence("internal", "low")
_TOLD = Evidence("external", "medium")
"""A heading, a table, the profile alone says so."""
_SUPPOSED = Evidence("external", "low")
_DECIDED = Evidence(resp=DECIDER)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A name in an address line: whether the line gives it only a copy."""

    name: str
    copy: bool


@dataclass(frozen=True, slots=True)
class Sides:
    """The names of the heading by side: how sure that is, and what shows it against the heading."""

    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    cert: str = "high"
    misled: str = ""


@dataclass(frozen=True)
class Who:
    """The names of one letter, from all places that tell them."""

    letter: Letter
    context: Context

    # What the letter says

    @cached_property
    def signers(self) -> list[str]:
        """The names that sign, in order."""
        spans = [
            block.span
            for index, block in enumerate(self.letter.of_kind("signed"))
            if not (index and self.by_form and self.letter.text(block)[:1].islower())
        ]  # "Johanna Fichte" and below it "geb. Rahn"
        names = [name for span in spans for name in self._signing_in(span)]
        if not names:
            names = self.traces.run_in
        # "NARKOMINDEL Georgy Chicherin": where a person signs, the body is the office.
        persons = [name for name in names if not self._is("org", name)]
        return persons or names

    def _signing_in(self, span: Span) -> list[str]:
        known, formed = self.names(span), self.traces.signed(span)
        return (formed or known) if self.by_form else (known or formed)

    @cached_property
    def traces(self) -> Traces:
        """The names by the form of the lines alone."""
        return Traces(self.letter, self.context)

    @cached_property
    def addressees(self) -> list[Addressee]:
        """The names in address and salutation. Once a line says "copy", its later names get one."""
        found = []
        for block in self.letter.of_kind("address", "salute"):
            text = self.letter.text(block)
            copies = re.search(any_of(self.context.profile.letter.copy), text, re.I)
            start = copies.start() if copies else len(text)
            for name, position in self._names_at(block.span):
                found.append(Addressee(name, position - block.span.start > start))
        return found

    @cached_property
    def called(self) -> list[str]:
        """Every name by which the letter calls its receiver: in address and salutation."""
        known = [each.name for each in self.addressees if not each.copy]
        return list(dict.fromkeys([*known, *self.traces.addressed, *self.traces.saluted]))

    def names(self, span: Span) -> list[str]:
        """The persons and bodies named in a span."""
        return [name for name, _ in self._names_at(span)]

    def _names_at(self, span: Span) -> list[tuple[str, int]]:
        """The persons and bodies named in a span, with their places."""
        text = self.letter.source[span]
        known = self.context.authority
        finders: list[re.Pattern[str] | Spellings] = [PERSON, known.persons, known.bodies]
        if headed := self._headed_names:
            finders.append(headed)
        found: dict[int, tuple[int, str]] = {}
        for finder in finders:
            for match in finder.finditer(text):
                if not any(start <= match.start() < end for start, (end, _) in found.items()):
                    found[match.start()] = (match.end(), collapse(match.group()))
        return [(name, span.start + start) for start, (_, name) in sorted(found.items())]

    @cached_property
    def _headed_names(self) -> re.Pattern[str] | None:
        """The surnames and bodies of the heading, as other lines may name them."""
        names = [name for group in self.groups for name in group.names]
        words = [match["surname"] if (match := PERSON.search(name)) else name for name in names]
        return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)", re.I) if words else None

    @cached_property
    def groups(self) -> Sequence[NameGroup]:
        """The groups of names in the heading, without places: "To Anna Roe, at Ghent"."""
        if self.letter.heading is None:
            return ()
        leads = {word.casefold() for word in self.context.profile.heading.receiver}
        return [
            replace(
                group,
                names=tuple(
                    name
                    for index, name in enumerate(group.names)
                    if not (index and name.split() and name.split()[0].casefold() in leads)
                ),
            )
            for group in self.letter.heading.groups
        ]

    # What follows

    @cached_property
    def senders(self) -> tuple[Agent, ...]:
        """Who sent it: by the heading, and who signs besides; else who signs, or the edition's."""
        if self.context.decision.senders:
            return self._decided(self.context.decision.senders)
        if given := self._given("sender", self.signers):
            return given
        headed = self._agents(self.sides.senders, self.signers)
        if not self.sides.senders and self.by_form:
            return self._signing or self._of_edition("sender")
        besides = [
            self.agent(name, _BESIDES)
            for name in self.second_signers
            if name not in self.dispatchers and (self._is("person", name) or not self.by_form)
        ]
        return (*headed, *besides) if headed or besides else self._of_edition("sender")

    @cached_property
    def by_form(self) -> bool:
        """Whether names count by their form: the edition writes them out, or templates head it."""
        heading = self.letter.heading
        by_template = heading is not None and bool(heading.template)
        return by_template or self.context.profile.heading.full_names or heading is None

    @cached_property
    def _signing(self) -> tuple[Agent, ...]:
        """Who sent it by the signature alone, without those to whom it is written."""
        agents: dict[str, Agent] = {}
        for name in dict.fromkeys(self.signers):
            if name not in self.signing_receivers:
                agent = self._standing(name, "sender")
                known = next((a for a in agents if self.any_same([a], [agent.name])), agent.name)
                agents.setdefault(known, agent)
        return tuple(agents.values())

    @cached_property
    def signing_receivers(self) -> list[str]:
        """Signers who are the receivers: a letter to Carl Doe is not signed by him."""
        edition = persons.several(self.context.profile.edition.sender)
        words = self.context.profile.letter
        return [
            name
            for name in dict.fromkeys(self.signers)
            if not self.any_same([name], edition)
            and not self._shortened(name, edition)
            # "Fichte" may write to his brother, "Herrn Fichte"
            and any(
                persons.agree(name, other, words) or name.casefold() == other.casefold()
                for other in (*self.sides.receivers, *self.called)
            )
        ]

    def _standing(self, name: str, key: str) -> Agent:
        """A name in the letter, or the one of the edition that it stands for."""
        words, edition = self.context.profile.letter, self.context.profile.edition
        sides = {"sender": edition.sender, "receiver": edition.receiver}
        own, other = persons.several(sides.pop(key)), persons.several(*sides.values())
        full = persons.standing_for(name, own, words) or persons.standing_for(name, other, words)
        if not full and key == "sender":
            full = self._shortened(name, own) or self._shortened(name, other)
        if full:
            # brothers and sisters have the same initials
            agrees = persons.agree(name, full, words) and not persons.is_initials(name, words)
            return self.agent(full, _SAID if agrees else _BESIDES)
        if persons.is_initials(name, words):
            initial = [each for each in own if persons.begins_with(name, each, words)]
            if key == "sender" and len(own) == len(initial) == 1:
                return self.agent(initial[0], _BESIDES)
            return self.agent(name, _GUESSED)
        return self.agent(persons.shown(name, words), _BESIDES)

    def _shortened(self, name: str, known: Sequence[str]) -> str:
        """The known name of which a signature may be a short form; none where several are."""
        words = self.context.profile.letter
        found = [each for each in known if persons.abbreviates(name, each, words)]
        return found[0] if len(found) == 1 else ""

    def _of_edition(self, key: str) -> tuple[Agent, ...]:
        """Who wrote all letters, or got them, by the profile alone.

        Where both are named, a letter may go either way: who does not write it gets it.
        """
        edition = self.context.profile.edition
        names = persons.several(edition.sender if key == "sender" else edition.receiver)
        if key == "sender":
            other = persons.several(edition.receiver)
            if other and self.any_same(self.sides.receivers, names):
                names = other
        else:
            sent = [agent.name for agent in self.senders]
            own = persons.several(edition.sender)
            if self.any_same(sent, names):
                names = own
            elif (
                own
                and not names
                and not self.any_same(sent, own)
                and all(a.basis.cert != "low" for a in self.senders)
            ):
                # a letter by somebody else in the letters of one person went to that person
                return tuple(self.agent(name, _SUPPOSED) for name in own)
        return tuple(self.agent(name, _TOLD) for name in names)

    def _given(self, key: str, named: Sequence[str]) -> tuple[Agent, ...]:
        """The names that the file's name or a table gives; certain where the letter agrees."""
        given = persons.several(self.letter.given.get(key, ""))
        names = [persons.in_order(name, self.context.profile.letter) for name in given]
        headed = self.sides.senders if key == "sender" else self.sides.receivers
        return tuple(
            self.agent(name, _SAID if self.any_same([*named, *headed], [name]) else _TOLD)
            for name in names
        )

    @cached_property
    def receivers(self) -> tuple[Agent, ...]:
        """To whom it was sent, without those who got a copy."""
        decision = self.context.decision
        if decision.receivers:
            return self._decided(decision.receivers)
        copies = [agent.name for agent in self.copies]
        return tuple(agent for agent in self._receiving if not self.any_same(copies, [agent.name]))

    @cached_property
    def copies(self) -> tuple[Agent, ...]:
        """Who got a copy."""
        if self.context.decision.copies:
            return self._decided(self.context.decision.copies)
        copied = [each.name for each in self.addressees if each.copy]
        known = [agent for agent in self._receiving if self.any_same(copied, [agent.name])]
        names = [agent.name for agent in self._receiving]
        return (
            *known,
            *(
                self.agent(name, _BESIDES)
                for name in dict.fromkeys(self.traces.copied)
                if not self.any_same([name], names)
            ),
        )

    @cached_property
    def _receiving(self) -> list[Agent]:
        addressed = [each.name for each in self.addressees]
        if given := self._given("receiver", self.called):
            return list(given)
        called = self.called if self.by_form else addressed
        receiving = self._agents(self.sides.receivers, called)
        known = [agent.name for agent in (*receiving, *self.senders)]
        receiving += [
            self.agent(name, _BESIDES)
            for name in dict.fromkeys(addressed)
            if self._is("person", name) and not self.any_same([name], known)
        ]
        if receiving or not self.by_form:
            return receiving
        found = self._called_upon or list(self._of_edition("receiver"))
        kin = self.traces.kin
        return found or ([Agent(kin, "person", "", _GUESSED)] if kin else [])

    @property
    def is_called_only(self) -> bool:
        """Whether only the letter's own words to the receiver name the receiver."""
        decided = self.context.decision.receivers or self.sides.receivers
        given = self.letter.given.get("receiver")
        known = decided or given or not self.by_form
        return not known and any(a.basis in {_BESIDES, _GUESSED} for a in self.receivers)

    @cached_property
    def _called_upon(self) -> list[Agent]:
        """Who got it by address and salutation alone; certain where the two agree."""
        copied = [each.name for each in self.addressees if each.copy]
        sent = [agent.name for agent in self.senders]
        found: list[Agent] = []
        for name in self.called:
            if self.any_same([name], copied) or self.any_same([name], sent):
                continue
            same = next((a for a in found if self.any_same([name], [a.name])), None)
            if same is None:
                found.append(self._standing(name, "receiver"))
            elif same.basis == _BESIDES:
                found[found.index(same)] = replace(same, basis=_SAID)
        return found

    @cached_property
    def second_signers(self) -> list[str]:
        """Signers whom the heading does not name."""
        senders = self.sides.senders
        return [name for name in dict.fromkeys(self.signers) if not self.any_same([name], senders)]

    @cached_property
    def dispatchers(self) -> list[str]:
        """Who signs only words behind the letter's own signature: who passed it on."""
        signed = self.letter.of_kind("signed")
        postscripts = self.letter.of_kind("postscript")
        if not signed or not postscripts:
            return []
        behind = [
            block
            for block in signed[1:]
            if block.span.start > postscripts[0].span.start > signed[0].span.start
        ]
        later = {name for block in behind for name in self.names(block.span)}
        return [name for name in self.second_signers if name in later]

    @cached_property
    def sides(self) -> Sides:
        """Who is on which side, by the heading, checked against signature and address."""
        if self.letter.heading and self.letter.heading.template:
            return self._by_template
        first, *others = [group.names for group in self.groups] or [()]
        rest = tuple(name for names in others for name in names)
        signed = self.any_same(self.signers, first)
        addressed = self.any_same([each.name for each in self.addressees], rest)
        receiving = {word.casefold() for word in self.context.profile.heading.receiver}
        led_as_receiver = bool(self.groups) and self.groups[0].lead in receiving
        if rest and not signed and self.any_same(self.signers, rest):
            return Sides(rest, first, misled="the signature shows")
        if not led_as_receiver:
            return Sides(first, rest)
        # "Telegram to A B": the translation took the Russian genitive, "of A", for a dative.
        if not rest and not signed:
            return Sides((), first)
        if signed or addressed:
            return Sides(
                first, rest, misled="the signature shows" if signed else "the address shows"
            )
        return Sides(first, rest, "low", "the order of the names suggests")

    @property
    def _by_template(self) -> Sides:
        """The sides of a heading that the profile's template reads: it does not mislead."""
        names = {
            side: tuple(name for g in self.groups if g.side == side for name in g.names)
            for side in ("sender", "receiver")
        }
        return Sides(names["sender"], names["receiver"])

    def agent(self, name: str, basis: Evidence) -> Agent:
        """A person or body as the TEI names it."""
        entry = self._entry(name)
        if entry is None:
            person = PERSON.search(name) or self.by_form
            form = persons.shown(name, self.context.profile.letter) if self.by_form else name
            return Agent(form, "person" if person else "org", "", basis)
        shown = name if PERSON.search(name) or entry.kind == "org" else entry.name
        return Agent(shown, entry.kind, self.context.authority.ref(entry), basis)

    def _decided(self, names: Sequence[str]) -> tuple[Agent, ...]:
        return tuple(self.agent(name, _DECIDED) for name in names)

    def _agents(self, headed: Sequence[str], named: Sequence[str]) -> list[Agent]:
        """Agents for the heading's names; those that the document itself names are internal."""
        agents = []
        doubted = {name for group in self.groups if group.doubtful for name in group.names}
        inherited = {name for group in self.groups if group.inherited for name in group.names}
        for name in headed:
            cert = "low" if name in doubted else self.sides.cert
            agent = self.agent(name, Evidence("external", cert))
            vague = self.by_form and persons.is_office(name, self.context.profile.letter)
            if self.any_same(named, [name]) and not vague:
                agent = replace(agent, basis=_SAID)
            elif cert == "high" and (name in inherited or (self.by_form and not agent.ref)):
                agent = replace(agent, basis=_TOLD)
            agents.append(agent)
        return agents

    # Names

    def any_same(self, names: Sequence[str], others: Sequence[str]) -> bool:
        """Whether one of the names can be that of one of the others."""
        return any(self._same(name, other) for name in names for other in others)

    def _same(self, name: str, other: str) -> bool:
        first, second = self._entry(name), self._entry(other)
        if first and second:
            return first == second
        if self.by_form:
            return persons.same(name, other, self.context.profile.letter)
        return _surname(name).casefold() == _surname(other).casefold()

    def _is(self, kind: str, name: str) -> bool:
        entries = self.context.authority.find(name, "person", "org")
        return bool(entries) and all(entry.kind == kind for entry in entries)

    def _entry(self, name: str) -> AuthorityEntry | None:
        entries = self.context.authority.find(name, "person", "org")
        return entries[0] if len(entries) == 1 else None


def _surname(name: str) -> str:
    match = PERSON.search(name)
    return match["surname"] if match else name
