"""Persons, places and bodies that the edition knows, with every spelling of their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from teikit.source import collapse

FILES: Mapping[str, str] = {"person": "persons.xml", "place": "places.xml", "org": "orgs.xml"}
"""The authority file of each kind of entry."""

_INITIAL = r"[^\W\d_]\."
PERSON = re.compile(
    rf"(?<!\w)(?P<initials>(?:{_INITIAL}\s?){{1,3}})\s?(?P<surname>[^\W\d_][\w'’]*(?:-[^\W\d_]+)*)"
)
"""A name with initials: "J. V. Stalin", "A.V.Kvashonkin", "V. A. Antonov-Ovseenko"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, place or body. `name` is the form to show, `spellings` are all, with it."""

    id: str
    kind: str
    name: str
    spellings: tuple[str, ...]
    type: str = ""

    @property
    def surname(self) -> str:
        """The last word of a person's name."""
        return self.name.split()[-1]


@dataclass(frozen=True)
class Authority:
    """The entries of an edition's authority files; `base` is the way to them from a TEI file."""

    entries: tuple[Entry, ...] = ()
    base: str = field(default="../authority/")

    def ref(self, entry: Entry) -> str:
        """What `@ref` says for an entry."""
        return f"{self.base}{FILES[entry.kind]}#{entry.id}"

    def of_kind(self, *kinds: str) -> list[Entry]:
        """The entries of these kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]

    @cached_property
    def _by_spelling(self) -> dict[str, list[Entry]]:
        index: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for spelling in dict.fromkeys(key(spelling) for spelling in entry.spellings):
                index.setdefault(spelling, []).append(entry)
        return index

    def find(self, name: str, *kinds: str) -> list[Entry]:
        """The entries of these kinds that have this spelling; capitals do not matter.

        A person's name with initials that no entry has is looked up once more by surname, and
        counts where the initials do not contradict.
        """
        found = [
            entry
            for entry in self._by_spelling.get(key(name), ())
            if not kinds or entry.kind in kinds
        ]
        if found or (kinds and "person" not in kinds):
            return found
        if match := PERSON.fullmatch(collapse(name)):
            return [
                entry
                for entry in self._by_spelling.get(key(match["surname"]), ())
                if entry.kind == "person" and _initials_agree(match["initials"], entry.name)
            ]
        return []

    def pattern(self, *kinds: str) -> re.Pattern[str] | None:
        """Matches any spelling of these kinds as whole words; nothing where there is none."""
        return _pattern(spelling for entry in self.of_kind(*kinds) for spelling in entry.spellings)

    @cached_property
    def places(self) -> re.Pattern[str] | None:
        """Any spelling of a place."""
        return self.pattern("place")

    @cached_property
    def bodies(self) -> re.Pattern[str] | None:
        """Any spelling of a body."""
        return self.pattern("org")

    @cached_property
    def anything(self) -> re.Pattern[str] | None:
        """Any spelling of anything."""
        return self.pattern(*FILES)

    @cached_property
    def persons(self) -> re.Pattern[str] | None:
        """Any spelling of a person."""
        return self.pattern("person")


def key(name: str) -> str:
    """What two spellings share that differ only in capitals and white space."""
    return "".join(name.casefold().split())


def _initials_agree(initials: str, name: str) -> bool:
    wanted = re.findall(r"[^\W\d_]", initials.casefold())
    known = [word[0] for word in re.findall(r"[^\W\d_]+", name.casefold())[:-1]]
    return all(a == b for a, b in zip(wanted, known, strict=False))


def _pattern(spellings: Iterable[str]) -> re.Pattern[str] | None:
    forms: set[str] = set()
    for spelling in spellings:
        forms |= {spelling, spelling.upper()}
    if not forms:
        return None
    alternatives = "|".join(
        r"\s?".join(re.escape(piece) for piece in re.split(r"\s+", form))
        for form in sorted(forms, key=lambda form: (-len(form), form))
    )
    # A note number may be glued behind a name ("Azerbaijan7"), a letter may not.
    return re.compile(rf"(?<!\w)(?:{alternatives})(?![^\W\d_])")
