"""A text as words, numbers and signs, and the words of dates found among them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from teikit.profiles.profile import DateWords

# Signs of italics and of raised letters in plain text are none; "d'avril" is two words.
_TOKEN = re.compile(
    r"\d+|[^\W\d_]++(?!['’])"
    r"|[^\W\d_]{1,4}['’](?=[^\W\d_]{2})|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s_^*]"
)
_ASCII_TOKEN = re.compile(_TOKEN.pattern, re.ASCII)
"""The same for texts of ASCII: three times as fast."""
NO_TOKENS = "_^*"
"""Signs that are no tokens."""


class Token(NamedTuple):
    """A word, a number or a sign: as printed, folded, and where."""

    text: str
    folded: str
    start: int
    end: int
    glued: bool
    """Whether no white space stands between it and the token before it."""

    @property
    def is_number(self) -> bool:
        """Whether it is of figures."""
        return self.text.isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it is of letters."""
        return self.text[0].isalpha()


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of a text; white space is between them."""
    found, last = [], start
    for match in (_ASCII_TOKEN if text.isascii() else _TOKEN).finditer(text, start, end):
        begun, behind = match.span()
        word = match.group()
        glued = begun > start and (last == begun or not text[last:begun].strip(NO_TOKENS))
        folded = word.lower() if word.isascii() else fold(word)
        found.append(Token(word, folded, begun, behind, glued))
        last = behind
    return found


def fold(text: str) -> str:
    """A text without capitals and accents, so that spellings compare."""
    return text.lower() if text.isascii() else _without_accents(text)


@lru_cache(maxsize=4096)  # words come again and again
def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


class Phrase(NamedTuple):
    """A word, or several, of the profile: which of its kind it is."""

    rest: tuple[str, ...]
    """Its words behind the first one, folded."""
    value: int | str
    stopped: bool
    """Whether its full stop belongs to it."""
    capital: bool
    """Whether it begins with a capital letter."""


class FoundPhrase(NamedTuple):
    """A phrase in a text: what it means, and the index of the token behind it."""

    value: int | str
    next: int
    capital: bool


Phrases = Mapping[str, Sequence[Phrase]]
"""Phrases by their kind, the longest first."""
Lexicon = Mapping[str, Phrases]
"""The phrases by their first word, folded."""
NO_PHRASES: Phrases = MappingProxyType({})

_PLAIN = (
    *("after", "before", "early", "middle", "late", "circa", "range", "alternative", "ordinal"),
    *("article", "of", "hour", "minute", "before_noon", "after_noon", "year", "old_style"),
    *("new_style", "undated", "postmark", "received", "eve", "republican_year", "around"),
    *("also", "before_christ"),
)
_NUMBERED = ("months", "days", "weekdays", "seasons", "kalends", "republican")


@cache
def lexicon(words: DateWords) -> Lexicon:
    """All words of dates."""
    found: dict[str, dict[str, list[Phrase]]] = {}
    for kind, value, phrase in _phrases(words):
        elided = phrase.endswith(("'", "’"))  # "d'" stands before another word
        text = f"{phrase}aa" if elided else phrase
        parts = [token for token in tokens(text, 0, len(text)) if token.text != "."]
        parts = parts[:-1] if elided else parts
        if parts:
            first, *rest = (part.folded for part in parts)
            capital = parts[0].text[:1].isupper()
            entry = Phrase(tuple(rest), value, phrase.endswith("."), capital)
            found.setdefault(first, {}).setdefault(kind, []).append(entry)
    for kinds in found.values():
        for entries in kinds.values():
            entries.sort(key=lambda entry: (-len(entry.rest), not entry.stopped))
    return found


def _phrases(words: DateWords) -> Iterator[tuple[str, int | str, str]]:
    for kind in _PLAIN:
        for phrase in getattr(words, kind):
            yield kind, 0, phrase
    for kind in _NUMBERED:
        for number, group in enumerate(getattr(words, kind)):
            for phrase in group:
                yield kind, number, phrase
    for feast in words.feasts:
        for phrase in feast.words:
            yield "feasts", feast.day, phrase


def lookup(known: Lexicon, row: Sequence[Token], index: int, kind: str) -> FoundPhrase | None:
    """The longest phrase of a kind that begins with a token."""
    token = row[index]
    return longest(known.get(token.folded, NO_PHRASES).get(kind, ()), row, index)


def longest(phrases: Sequence[Phrase], row: Sequence[Token], index: int) -> FoundPhrase | None:
    """The first of these phrases that begins with a token: all begin with its word."""
    token = row[index]
    for phrase in phrases:
        if not phrase.rest and not _has_case(token, phrase):
            continue
        position = index + 1
        for word in phrase.rest:
            if position < len(row) and row[position].text == "." and word != ".":
                position += 1
            if position >= len(row) or row[position].folded != word:
                break
            position += 1
        else:
            if phrase.stopped and position < len(row) and row[position].text == ".":
                position += 1
            return FoundPhrase(
                phrase.value, position, token.text[:1].isupper() or not phrase.capital
            )
    return None


def _has_case(token: Token, phrase: Phrase) -> bool:
    """Whether a short word has its capital or small letter: "so" is no Sunday, "C." no "c."."""
    if len(token.text) == 1:
        return token.text.isupper() is phrase.capital or not token.is_word
    return len(token.text) > 2 or not (phrase.capital and token.text.islower())
