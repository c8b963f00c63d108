"""The names that a letter itself gives, by the form of its lines: signature, salutation, address.

They are what is left where no authority file knows anybody. Nothing is concluded here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.forms import formulas, persons, places
from teikit.converting.forms.prose import any_of
from teikit.converting.letter import Block, Letter
from teikit.converting.recognise.context import Context
from teikit.converting.source import Span, collapse

_ADDRESSES = ("address", "closing-address")
_LONGEST_ADDRESS = 200
_MARK = re.compile(r"\s*(?:\{\d+[a-z]?\}|\[\d+\]|\*+)\s*$")


@dataclass(frozen=True)
class Traces:
    """The names in the lines of one letter."""

    letter: Letter
    context: Context

    def signed(self, span: Span) -> list[str]:
        """The names in a signature; none where it says only what somebody is."""
        text = self.letter.source[span]
        closing = formulas.closing(text, self.context.profile)
        if closing is None:
            return []
        names = [collapse(text[name.start : name.end]) for name in closing.names]
        return list(self._with_surname(names))

    def _with_surname(self, names: list[str]) -> Iterator[str]:
        """The names, a first name alone with the surname of the name behind it."""
        words = self.context.profile.letter
        for index, name in enumerate(names):
            following = names[index + 1].split() if index + 1 < len(names) else []
            alone = len(name.split()) == 1 and not persons.is_initials(name, words)
            yield f"{name} {following[-1]}" if alone and len(following) == 2 else name

    @cached_property
    def run_in(self) -> list[str]:
        """The names of a signature that ends the last paragraph, and is not divided off."""
        marks = (mark for block in self.letter.of_kind("p") for mark in block.marks)
        return [
            collapse(self.letter.source[mark.span])
            for mark in marks
            if mark.attributes.get("type") == "signature"
        ]

    @cached_property
    def saluted(self) -> list[str]:
        """The names in the words to the receiver."""
        words = self.context.profile.letter
        for block in self.letter.of_kind("salute", "p")[:1]:
            text = self.letter.text(block)
            found = formulas.salutation(text, words)
            if found and found.name:
                name = collapse(text[found.name.start : found.name.end])
                return self._divided(persons.stripped(name))
            bare = persons.stripped(text.partition("!")[0])  # "Ilyich! one", with a mark in words
            if block.kind == "salute" and not found and persons.is_name(bare, words):
                return self._divided(bare)
        return []

    @cached_property
    def kin(self) -> str:
        """What the receiver is to the writer, where the salutation says that in place of a name."""
        words = self.context.profile.letter
        for block in self.letter.of_kind("salute", "p")[:1]:
            text = self.letter.text(block)
            found = formulas.salutation(text, words)
            called = text[found.span.start : found.span.end] if found and not found.name else ""
            for word in re.finditer(r"[^\W\d_]+", called):
                if word.group().lower() in words.kin:
                    return word.group().capitalize()
        return ""

    def _divided(self, name: str) -> list[str]:
        profile = self.context.profile
        return list(persons.joint(name, profile.heading.conjunction, profile.letter))

    @cached_property
    def addressed(self) -> list[str]:
        """The names before the first comma of the address, above the letter or on its outside."""
        names = []
        for block, line in self._address_lines():
            name = line.partition(",")[0]
            if block in self._first_lines and persons.is_name(name, self.context.profile.letter):
                names += self._divided(name)
        return names

    @cached_property
    def _first_lines(self) -> list[Block]:
        """The first line with words of each address: the others are streets and places."""
        found: list[Block] = []
        before = ""
        for block in self.letter.blocks:
            has_words = any(line for of, line in self._address_lines() if of is block)
            if block.kind in _ADDRESSES and has_words and before != block.kind:
                found.append(block)
            before = block.kind if has_words or block.kind not in _ADDRESSES else before
        return found

    @cached_property
    def destination(self) -> str:
        """The place behind the name in the address; nothing where it gives none."""
        profile = self.context.profile
        for _, line in self._address_lines():
            name, _, place = line.partition(",")
            place = place.strip(" :,")
            words = place.split()
            if len(name.split()) == 1 or not places.is_place(place, profile):
                continue
            if any(
                known.search(place)
                for known in (self.context.authority.persons, self.context.authority.bodies)
            ):
                continue
            offices = persons.folded(profile.letter.office) | persons.folded(profile.letter.titles)
            is_office = any(word.lower().strip(".,") in offices for word in words)
            if place and not is_office and persons.is_name(name, profile.letter):
                return place
        return ""

    @cached_property
    def copied(self) -> list[str]:
        """The names behind the word for a copy, where no authority file knows one of them."""
        profile = self.context.profile
        words = re.compile(rf"(?<!\w)(?:{any_of(profile.letter.copy)})(?!\w)[\s:]*", re.I)
        names = []
        for block in self.letter.of_kind("address", "salute"):
            pieces = words.split(collapse(self.letter.text(block)))
            for piece in pieces[1:]:
                if self.context.authority.persons.search(piece):
                    continue
                for name in self._names_in(piece):
                    names += self._divided(name)
        return names

    def _names_in(self, piece: str) -> Iterator[str]:
        """The names between commas, without the word that leads to each."""
        profile = self.context.profile
        leads = persons.folded(profile.heading.receiver)
        for part in piece.split(","):
            words = part.strip(" .:;()[]").split()
            while words and words[0].lower() in leads:
                del words[0]
            name = " ".join(words)
            if name and persons.is_name(name, profile.letter):
                yield name

    def _address_lines(self) -> Iterator[tuple[Block, str]]:
        """The lines of the address without what leads them in: "To", "Addressed:"."""
        profile = self.context.profile
        receiver = [re.escape(word) for word in profile.heading.receiver]
        lead = re.compile(rf"(?:{'|'.join(receiver) or '(?!)'})\s+", re.I)
        for block in self.letter.of_kind(*_ADDRESSES):
            text = collapse(_MARK.sub("", self.letter.text(block)))[:_LONGEST_ADDRESS]
            text = text.strip("[]() ")
            end = formulas.phrase_end(text, 0, profile.letter.envelope)
            text = text[end:].lstrip(" :.)]") if end else text
            match = lead.match(text)
            titles = persons.folded(profile.letter.titles)
            titled = text.split(" ", 1)[0].lower().strip(".,:") in titles
            formal = match or titled or text.endswith(":") or block.kind != "address"
            if formal:
                yield block, (text[match.end() :] if match else text).strip(" .:")
