"""From where and to where: datelines, address lines, and a note that tells it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teikit.converting.authority import AuthorityEntry
from teikit.converting.correspondence.traces import Traces
from teikit.converting.forms import persons
from teikit.converting.forms.prose import any_of
from teikit.converting.letter import DECIDER, Block, Evidence, Letter, Place
from teikit.converting.recognise.context import Context
from teikit.converting.recognise.places import written_at
from teikit.converting.source import collapse

_SAID = Evidence("internal", "high")
_BY_FORM = Evidence("internal", "medium")


@dataclass(frozen=True)
class Where:
    """The places of one letter."""

    letter: Letter
    context: Context

    def sent(self) -> tuple[Place, ...]:
        """From where it was sent."""
        decided = self._decided(self.context.decision.sent_from)
        own = list(self._places(self.letter.datelines()))
        return decided or tuple(own[:1]) or self._written() or tuple(self._noted()[0])

    def received(self) -> tuple[Place, ...]:
        """To where it was sent."""
        decided = self._decided(self.context.decision.received_at)
        known = list(self._places(self.letter.of_kind("address")))[:1]
        named = Traces(self.letter, self.context).destination
        addressed = (Place(named, "", _BY_FORM),) if named and not known else ()
        return decided or tuple(known) or tuple(self._noted()[1]) or addressed

    def _written(self) -> tuple[Place, ...]:
        """Where it was written by dateline, heading and table, as far as they have its form."""
        letter = self.letter
        pieces = [collapse(letter.source[span]) for span in written_at(letter, self.context)]
        dateline = ", ".join(piece.rstrip(",") for piece in pieces)
        heading = letter.heading.place if letter.heading else None
        headed = collapse(letter.source[heading]).strip(" .,;[]()") if heading else ""
        others = [name for name in (headed, letter.given.get("place", "")) if name]
        name = dateline or (others[0] if others else "")
        if not name:
            return ()
        entry = self._entry(name)
        sure = bool(entry) or any(_agree(name, other) for other in others if dateline)
        basis = Evidence("internal" if dateline else "external", "high" if sure else "medium")
        form = persons.shown(name, self.context.profile.letter)
        return (Place(form, self.context.authority.ref(entry) if entry else "", basis),)

    def _decided(self, name: str) -> tuple[Place, ...]:
        if not name:
            return ()
        entry = self._entry(name)
        ref = self.context.authority.ref(entry) if entry else ""
        return (Place(name, ref, Evidence(resp=DECIDER)),)

    def _entry(self, name: str) -> AuthorityEntry | None:
        entries = self.context.authority.find(name, "place")
        return entries[0] if len(entries) == 1 else None

    def _places(self, blocks: Sequence[Block]) -> Iterator[Place]:
        for block in blocks:
            for match in self.context.authority.places.finditer(self.letter.text(block)):
                if entry := self._entry(match.group()):
                    name = collapse(match.group())
                    yield Place(name, self.context.authority.ref(entry), _SAID)

    def _noted(self) -> tuple[list[Place], list[Place]]:
        """From where to where the document was sent, as a note that begins with it tells."""
        words = self.context.profile.notes
        genres = [
            phrase for group in self.context.profile.heading.genres.values() for phrase in group
        ]
        opening = re.compile(
            rf"(?:(?:{any_of(words.articles)})\s+)?(?:{any_of(genres)})\s+(?:{any_of(words.sent)})\b",
            re.I,
        )
        for note in self.letter.of_kind("note"):
            start = note.marks[0].span.end - note.span.start if note.marks else 0
            text = self.letter.text(note)[start:].lstrip()
            if not opening.match(text):
                continue
            sentence = re.split(r"\.\s+[A-ZА-ЯЁ]", text)[0]
            source = f"#n{note.key}"
            found = [
                list(self._after(sentence, leads, source))
                for leads in (words.sent_from, words.sent_to)
            ]
            return found[0][:1], found[1][:1]
        return [], []

    def _after(self, sentence: str, leads: Sequence[str], source: str) -> Iterator[Place]:
        """The known places right behind one of the words that lead to them."""
        places = self.context.authority.places
        perhaps = any_of(self.context.profile.notes.perhaps)
        lead = re.compile(rf"(?P<perhaps>(?:{perhaps}),?\s+)?(?<!\w)(?:{any_of(leads)})\s+", re.I)
        for match in lead.finditer(sentence):
            place = places.match(sentence, match.end())
            entry = self._entry(place.group()) if place else None
            if place and entry:
                basis = Evidence("external", "medium" if match["perhaps"] else "high", source)
                yield Place(collapse(place.group()), self.context.authority.ref(entry), basis)


def _agree(name: str, other: str) -> bool:
    """Whether one place holds the other, as whole words."""
    first, second = (" ".join(["", *_WORD.findall(each.casefold()), ""]) for each in (name, other))
    return first in second or second in first


_WORD = re.compile(r"\w+")
