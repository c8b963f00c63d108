"""The words by which a page is known before it has a profile."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from teikit import strict
from teikit.profiles.profile import Words, language_tables

_MOST_WORDS = 60_000
"""Words of a collection by which its language is judged: more would say the same."""
_ORDINAL = "e|re|er|me|ème|st|nd|rd|th|ste|ter|-?е|-?я|-?ое|º|ª"
"""What stands behind the number of an ordinal: "XVe", "41st"."""


@dataclass(frozen=True, slots=True)
class LanguageHints:
    """What `words.toml` says of a language; the keys are explained there."""

    name: str
    stop: Words
    to: Words
    of: Words
    number: Words
    notes: Words
    note: Words
    letters: Words
    by: Words
    with_: Words = field(default=())
    part: Words = ()
    at: Words = ()
    some: Words = ()
    several: Words = ()
    owner: Words = ()
    within: Words = ()


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language, as patterns; all compare folded text."""

    language: str
    name: str
    to: Words
    of: Words
    genres: Words
    numbers: Words
    """Words before a letter's number, and behind it."""
    notes: Words
    note: Words
    letters: Words
    by: Words
    with_: Words
    part: Words
    at: Words
    """Words before a place in a dateline."""
    some: Words
    """Words before a receiver whom a title does not name: "to a friend"."""
    several: Words
    """Words for many receivers: "to friends"."""
    within: Words
    """Words before the place of a receiver."""
    owner: Words
    """Endings of a writer's name beside the word for letters."""
    salutation: Words
    greeting: Words
    postscript: Words
    months: re.Pattern[str]
    numbered: re.Pattern[str]
    """A number or a Roman numeral at the start of a line, with the word before it."""


@cache
def hints() -> Mapping[str, LanguageHints]:
    """What is known of each language, by its code."""
    text = resources.files("teikit.suggesting").joinpath("words.toml").read_text(encoding="utf-8")
    tables = strict.loads(text, "words.toml")
    return {
        language: strict.build(LanguageHints, table, f"words.toml: {language}")
        for language, table in tables.items()
    }


def folded(text: str) -> str:
    """The text in small letters, as words are compared; it stays as long as it was."""
    return text.lower()


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language, and those of English where teikit has none of its own."""
    known = hints().get(language, hints()["en"])
    tables: Mapping[str, Any] = language_tables(language) or language_tables("en")
    heading, letter = tables.get("heading", {}), tables.get("letter", {})
    genres = [word for words in heading.get("genres", {}).values() for word in words]
    months = [word for words in tables.get("dates", {}).get("months", ()) for word in words]
    numbers = "|".join(re.escape(folded(word)) for word in sorted(known.number, key=len)[::-1])
    return Vocabulary(
        language,
        known.name,
        to=_longest_first((*known.to, *heading.get("receiver", ()))),
        of=_longest_first((*known.of, *heading.get("sender", ()))),
        genres=_longest_first(genres),
        numbers=_longest_first(known.number),
        notes=_longest_first(known.notes),
        note=_longest_first(known.note),
        letters=_longest_first(known.letters),
        by=_longest_first(known.by),
        with_=_longest_first(known.with_),
        part=_longest_first(known.part),
        at=_longest_first(known.at),
        some=_longest_first(known.some),
        several=_longest_first(known.several),
        owner=_longest_first(known.owner),
        within=_longest_first(known.within),
        salutation=_longest_first(letter.get("salutation", ())),
        greeting=_longest_first(letter.get("greeting", ())),
        postscript=_longest_first(letter.get("postscript", ())),
        months=_any_of(months),
        numbered=re.compile(
            rf"(?:(?P<word>{numbers})\s*)?"
            rf"(?P<value>(?P<digits>\d{{1,4}}[a-z]?(?!\w))|(?P<roman>[IVXLCDM]{{1,9}}))"
            rf"(?P<ordinal>{_ORDINAL})?(?!\w)(?P<stop>[.):]?)"
            r"(?P<dash>\s*(?:--|–|—|-(?=\s)))?",
            re.IGNORECASE,
        ),
    )


def _longest_first(words: Iterable[str]) -> Words:
    return tuple(sorted({folded(word) for word in words}, key=lambda word: (-len(word), word)))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words; a letter may stand neither before it nor, but for a full stop, behind."""
    ordered = "|".join(map(re.escape, _longest_first(words))) or r"(?!)"
    return re.compile(rf"(?<![^\W\d_])(?:{ordered})(?![^\W\d_])")


def begins_with(text: str, phrases: Iterable[str]) -> str:
    """The phrase that a folded text begins with, as a word; or nothing."""
    phrases = tuple(phrases)
    if not text.startswith(phrases):
        return ""
    for phrase in phrases:
        if text.startswith(phrase) and (
            phrase.endswith(("'", "’", ".")) or not text[len(phrase) : len(phrase) + 1].isalnum()
        ):
            return phrase
    return ""


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language of texts: its share of all small words that are known, and the next one."""

    language: str
    share: float
    second: str
    second_share: float
    words: int


def guess_language(texts: Iterable[str]) -> LanguageGuess:
    """The language that texts are in, by their commonest words."""
    counts: Counter[str] = Counter()
    for text in texts:
        left = _MOST_WORDS - counts.total()
        if left <= 0:
            break
        counts.update(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", folded(text[: left * 12]))[:left])
    stops = {language: {folded(word) for word in each.stop} for language, each in hints().items()}
    shared = Counter(word for words in stops.values() for word in words)
    found = {
        language: sum(counts[word] / shared[word] ** 2 for word in words) / len(words)
        for language, words in stops.items()
    }
    ranked = sorted(found, key=lambda language: (-found[language], language))
    total = sum(found.values()) or 1
    first, second = ranked[:2]
    if not found[first]:
        first = "en"
    return LanguageGuess(first, found[first] / total, second, found[second] / total, counts.total())
