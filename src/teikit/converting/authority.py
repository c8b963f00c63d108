"""Persons, places and bodies that the edition knows, with every spelling of their names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from teikit.converting.source import collapse

FILES: Mapping[str, str] = {"person": "persons.xml", "place": "places.xml", "org": "orgs.xml"}
"""The authority file of each kind of entry."""

_INITIAL = r"[^\W\d_]\."
PERSON = re.compile(
    rf"(?<!\w)(?P<initials>(?:{_INITIAL}\s?){{1,3}})\s?(?P<surname>[^\W\d_][\w'’]+(?:-[^\W\d_]+)*)"
)
"""A name with initials: "J. V. Stalin", "A.V.Kvashonkin", "V. A. Antonov-Ovseenko"."""


@dataclass(frozen=True, slots=True)
class AuthorityEntry:
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

    entries: tuple[AuthorityEntry, ...] = ()
    base: str = field(default="../authority/")

    def ref(self, entry: AuthorityEntry) -> str:
        """What `@ref` says for an entry."""
        return f"{self.base}{FILES[entry.kind]}#{entry.id}"

    def of_kind(self, *kinds: str) -> list[AuthorityEntry]:
        """The entries of these kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]

    @cached_property
    def _by_spelling(self) -> dict[str, list[AuthorityEntry]]:
        index: dict[str, list[AuthorityEntry]] = {}
        for entry in self.entries:
            for spelling in dict.fromkeys(key(spelling) for spelling in entry.spellings):
                index.setdefault(spelling, []).append(entry)
        return index

    def find(self, name: str, *kinds: str) -> Sequence[AuthorityEntry]:
        """The entries of these kinds that have this spelling; capitals do not matter.

        A person's name with initials that no entry has is looked up once more by surname, and
        counts where the initials do not contradict.
        """
        found: Sequence[AuthorityEntry] = self._by_spelling.get(key(name), ())
        if kinds:
            found = [entry for entry in found if entry.kind in kinds]
        if found or (kinds and "person" not in kinds):
            return found
        if match := PERSON.fullmatch(collapse(name)):
            return [
                entry
                for entry in self._by_spelling.get(key(match["surname"]), ())
                if entry.kind == "person" and _initials_agree(match["initials"], entry.name)
            ]
        return []

    @cached_property
    def archives(self) -> tuple[AuthorityEntry, ...]:
        """The bodies that are archives."""
        return tuple(entry for entry in self.of_kind("org") if entry.type == "archive")

    @cached_property
    def archive_names(self) -> tuple[str, ...]:
        """All spellings of archives."""
        return tuple(name for entry in self.archives for name in entry.spellings)

    @cached_property
    def places(self) -> "Spellings":
        """Any spelling of a place."""
        return self._spellings("place")

    @cached_property
    def bodies(self) -> "Spellings":
        """Any spelling of a body."""
        return self._spellings("org")

    @cached_property
    def persons(self) -> "Spellings":
        """Any spelling of a person."""
        return self._spellings("person")

    @cached_property
    def anything(self) -> "Spellings":
        """Any spelling of anything."""
        return self._spellings(*FILES)

    def _spellings(self, *kinds: str) -> "Spellings":
        entries = self.of_kind(*kinds)
        return Spellings(spelling for entry in entries for spelling in entry.spellings)


@dataclass(frozen=True, slots=True)
class Found:
    """A spelling in a text; it is asked like a match of a regular expression."""

    text: str
    begin: int
    close: int

    def group(self) -> str:
        """The words as the text has them."""
        return self.text[self.begin : self.close]

    def start(self) -> int:
        """Where it begins."""
        return self.begin

    def end(self) -> int:
        """Where it ends."""
        return self.close


class Spellings:
    """Finds spellings in a text: as written or all in capitals, as whole words, the longest first.

    A regular expression of a thousand alternatives tries them all at every character. Here a word
    is looked up first, and only the spellings that begin with it are tried. A space in a spelling
    stands for one white space, or none.
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        by_word: dict[str, dict[tuple[str, ...], str]] = {}
        for spelling in spellings:
            for form in (spelling, spelling.upper()):
                if word := _WORD.search(form):
                    pieces = tuple(form[word.start() :].split())
                    behind = _NEXT.search(form, word.end())
                    by_word.setdefault(word.group(), {})[pieces] = behind.group() if behind else ""
        self._by_word = {word: _by_next(forms) for word, forms in by_word.items()}
        self._words = _words_from({word[0] for word in by_word})

    def match(self, text: str, position: int = 0) -> Found | None:
        """The longest spelling that begins at a position."""
        word = _WORD.match(text, position)
        return self._longest(text, word) if word else None

    def _longest(self, text: str, word: re.Match[str]) -> Found | None:
        forms = self._by_word.get(word[0], {})
        behind = _NEXT.search(text, word.end()) if len(forms) > 1 else None
        for pieces in forms.get(behind[0] if behind else "") or forms.get("", ()):
            if end := _end(text, word.start(), pieces):
                return Found(text, word.start(), end)
        return None

    def finditer(self, text: str) -> Iterator[Found]:
        """The spellings in a text, from left to right, none in another."""
        end = 0
        for word in self._words.finditer(text):
            if word[0] not in self._by_word or word.start() < end:
                continue
            if found := self._longest(text, word):
                end = found.end()
                yield found

    def search(self, text: str) -> Found | None:
        """The first spelling in a text."""
        return next(self.finditer(text), None)

    def without(self, text: str) -> str:
        """The text with a space for each spelling."""
        position, pieces = 0, []
        for found in self.finditer(text):
            pieces += [text[position : found.start()], " "]
            position = found.end()
        return "".join(pieces) + text[position:]


_WORD = re.compile(r"[^\W\d_]+|\d+(?:[^\W\d_]+)?")
"""A word as an index key: "V" of "V. I. Lenin", "11th" of "11th Army"; not the 7 of "Baku7"."""


def _words_from(signs: Iterable[str]) -> re.Pattern[str]:
    """Matches the words, as above, that begin with one of these letters and figures.

    Most words of a text do not, and are passed by at once, as the pattern begins with a set of
    characters; no word begins with "_".
    """
    return re.compile(
        rf"[_{''.join(sorted(signs))}]"
        r"(?:(?<=\d)(?<!\d\d)\d*|(?<=[^\W\d_])(?<![^\W_][^\W\d_]))[^\W\d_]*"
    )


_NEXT = re.compile(r"[^\W_]")
"""The first letter or figure of the next word."""


def _by_next(forms: Mapping[tuple[str, ...], str]) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Spellings by the sign with which their second word begins, the longest first.

    Those of one word, under the empty text, are also among all others. Of "the", say, there are
    dozens, and in a text most words behind it begin with other letters.
    """
    longest_first = sorted(forms, key=lambda pieces: (-sum(map(len, pieces)), pieces))
    return {
        sign: [pieces for pieces in longest_first if forms[pieces] in {"", sign}]
        for sign in {"", *forms.values()}
    }


def _end(text: str, position: int, pieces: Sequence[str]) -> int:
    """Where the pieces end that begin at a position; 0 where they do not stand there.

    A note number may be glued behind a name ("Azerbaijan7"), a letter may not.
    """
    for index, piece in enumerate(pieces):
        if index and text[position : position + 1].isspace():
            position += 1
        if not text.startswith(piece, position):
            return 0
        position += len(piece)
    return 0 if text[position : position + 1].isalpha() else position


def key(name: str) -> str:
    """What two spellings share that differ only in capitals and white space."""
    return "".join(name.casefold().split())


def _initials_agree(initials: str, name: str) -> bool:
    wanted = re.findall(r"[^\W\d_]", initials.casefold())
    known = [word[0] for word in re.findall(r"[^\W\d_]+", name.casefold())[:-1]]
    return all(a == b for a, b in zip(wanted, known, strict=False))
