"""Who wrote to whom, when and where: read from all the evidence together.

The heading alone misleads, because it is a translation: "Telegram to A B, C" is a telegram *of* A
to B and C. So heading, signatures, address lines, datelines and notes are read each for itself, and
then compared. What agrees is certain; what disagrees gives a finding. What the editor decided is
taken as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting.correspondence.replies import Replies
from teikit.converting.correspondence.when import When
from teikit.converting.correspondence.where import Where
from teikit.converting.correspondence.who import Who
from teikit.converting.forms import persons
from teikit.converting.letter import Agent, CorrespAction, Evidence, Letter, RelatedLetter
from teikit.converting.overrides import NOTHING
from teikit.converting.raw_rules import (
    DATES_DISAGREE,
    DECISION_NEEDLESS,
    NAME_UNKNOWN,
    NO_DATE,
    NO_RECEIVER,
    NO_SENDER,
    OPENING_UNREAD,
    RECEIVER_FROM_SALUTATION,
    SENDER_NOT_OF_EDITION,
    SENDER_REVERSED,
    SIGNATURE_DISAGREES,
    SIGNATURE_NO_NAME,
    SIGNED_BY_RECEIVER,
)
from teikit.converting.recognise.context import Context, finding
from teikit.converting.source import Span, collapse
from teikit.diagnostic import Diagnostic

__all__ = ["Correspondence"]

_PASSED_ON = Evidence("internal", "low")
_SUBTYPES = (
    ("transmission", "dispatch"),
    ("decipherment", "decipherment"),
    ("execution", "execution"),
)
"""For each kind of endorsement the subtype of the action that it tells of."""


@dataclass(frozen=True)
class Correspondence:
    """The evidence of one letter, and what follows from it."""

    letter: Letter
    context: Context

    @cached_property
    def who(self) -> Who:
        """The names."""
        return Who(self.letter, self.context)

    @cached_property
    def actions(self) -> tuple[CorrespAction, ...]:
        """The `correspAction`s: sending, transmission, reception."""
        who, where = self.who, Where(self.letter, self.context)
        when = When(self.letter, self.context)
        events = list(when.events())
        actions = [CorrespAction("sent", "", who.senders, where.sent(), when.sent())]
        actions += [
            CorrespAction("transmitted", "dispatch", (who.agent(name, _PASSED_ON),))
            for name in who.dispatchers
            if not who.any_same([name], [agent.name for agent in who.senders])
        ]
        actions += [
            CorrespAction(
                "transmitted",
                subtype,
                tuple(who.agent(name, event.date.basis) for name in event.bodies),
                dates=(event.date,),
            )
            for kind, subtype in _SUBTYPES
            for event in events
            if event.kind == kind
        ]
        received = tuple(event.date for event in events if event.kind == "reception")
        actions.append(CorrespAction("received", "to", who.receivers, where.received(), received))
        if who.copies:
            actions.append(CorrespAction("received", "copy", who.copies))
        return tuple(actions)

    def reply_to(self) -> list[RelatedLetter]:
        """The documents that this one answers."""
        names = tuple(agent.name for agent in self.who.receivers)
        return Replies(self.letter, self.context, names).found()

    def findings(self) -> Iterator[Diagnostic]:
        """What disagrees, what is missing, who is unknown."""
        letter, decision = self.letter, self.context.decision
        titles = letter.of_kind("heading", "number")
        place = titles[-1].span if titles else letter.blocks[0].span
        sides = self.who.sides
        if sides.misled and not decision.senders:
            message = (
                f"the heading reads as written to {' and '.join(sides.senders)};"
                f" {sides.misled} that it is one to {' and '.join(sides.receivers) or 'another'}"
            )
            yield finding(letter, SENDER_REVERSED, place, message)
        for key in self._needless():
            message = f"the program finds the same {key} without it"
            yield finding(letter, DECISION_NEEDLESS, place, message)
        actions = self.actions
        sent, received = actions[0], [each for each in actions if each.type == "received"]
        if not sent.agents:
            yield finding(letter, NO_SENDER, place, "no sender was found")
        if not any(action.agents for action in received):
            yield finding(letter, NO_RECEIVER, place, "no receiver was found")
        when = When(letter, self.context)
        if not sent.dates:
            undated = f"no date was found; the page says “{when.undated}”"
            message = undated if when.undated else "no date was found"
            yield finding(letter, NO_DATE, place, message)
        for rule, message in when.findings():
            yield finding(letter, rule, place, message)
        if len(sent.dates) > 1:
            own, headed = sent.dates
            message = f"headed “{headed.printed}”, dated “{own.printed}” by itself"
            yield finding(letter, DATES_DISAGREE, place, message)
        if sides.senders and not decision.senders:
            yield from self._second_signers()
        yield from self._by_form(place, sent)
        agents = (agent for action in actions for agent in action.agents)
        places = (each for action in actions for each in action.places if not each.ref)
        unknown = [agent.name for agent in agents if not agent.ref]
        for name in dict.fromkeys([*unknown, *(each.name for each in places)]):
            message = f"“{name}” is in no authority file"
            yield finding(letter, NAME_UNKNOWN, place, message)

    def _by_form(self, place: Span, sent: CorrespAction) -> Iterator[Diagnostic]:
        """What names that are known by their form alone leave open."""
        letter, who = self.letter, self.who
        for block in letter.of_kind("unread"):
            message = f"“{collapse(letter.text(block))}” is neither address nor place nor date"
            yield finding(letter, OPENING_UNREAD, block.span, message)
        if self.context.decision.senders or not who.by_form:
            return
        signed = letter.of_kind("signed")
        words = self.context.profile.letter
        if signed and not who.signers:
            message = f"“{collapse(letter.text(signed[0]))}” names nobody"
            yield finding(letter, SIGNATURE_NO_NAME, signed[0].span, message)
        elif any(agent.basis.cert == "low" for agent in sent.agents):
            names = [a.name for a in sent.agents if persons.is_initials(a.name, words)]
            if names:
                message = f"“{', '.join(names)}”: no known name has these initials"
                yield finding(letter, SIGNATURE_NO_NAME, place, message)
        for name in who.signing_receivers:
            message = f"“{name}” signs and is the receiver"
            yield finding(letter, SIGNED_BY_RECEIVER, place, message)
        edition = self.context.profile.edition
        others = [*persons.several(edition.sender), *persons.several(edition.receiver)]
        if edition.sender and not who.any_same([a.name for a in sent.agents], others):
            names = [agent.name for agent in sent.agents]
            message = f"“{', '.join(names)}” instead of {edition.sender}"
            yield finding(letter, SENDER_NOT_OF_EDITION, place, message)
        if who.is_called_only:
            message = f"“{who.receivers[0].name}” by salutation or address alone"
            yield finding(letter, RECEIVER_FROM_SALUTATION, place, message)

    def _needless(self) -> Iterator[str]:
        """The keys of the editor's decision that say what would be inferred."""
        decision = self.context.decision
        if not decision:
            return
        alone = Correspondence(self.letter, replace(self.context, decision=NOTHING))
        for key in ("senders", "receivers", "copies"):
            decided, inferred = getattr(self.who, key), getattr(alone.who, key)
            if getattr(decision, key) and [_plain(a) for a in decided] == [
                _plain(a) for a in inferred
            ]:
                yield key
        dates = When(self.letter, alone.context).sent()
        if decision.date and [date.value for date in dates] == [decision.dating]:
            yield "date"
        where, without = Where(self.letter, self.context), Where(self.letter, alone.context)
        for key, places, others in (
            ("sent_from", where.sent(), without.sent()),
            ("received_at", where.received(), without.received()),
        ):
            if getattr(decision, key) and [p.ref for p in places] == [p.ref for p in others]:
                yield key

    def _second_signers(self) -> Iterator[Diagnostic]:
        for block in self.letter.of_kind("signed"):
            named = [name for name in self.who.second_signers if name in self.who.names(block.span)]
            passing = [name for name in named if name in self.who.dispatchers]
            signing = [name for name in named if name not in passing]
            for names, role in ((passing, "who passed it on"), (signing, "co-signing")):
                if names:
                    message = f"{', '.join(names)} not in the heading, taken as {role}"
                    yield finding(self.letter, SIGNATURE_DISAGREES, block.span, message)


def _plain(agent: Agent) -> str:
    """What two agents share that are the same, on whatever evidence."""
    return agent.ref or agent.name
