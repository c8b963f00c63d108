"""The heading of a document: genre, and the names in it.

A heading such as "Telegram of L. D. Trotsky to I. V. Stalin" is read into groups of names, each
with the word that leads it in. In a translated heading these words are weak evidence ("Telegram to
A B" stands for "telegram of A to B"), so what a group means is decided later, with the rest of the
evidence.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from teikit.converting.authority import PERSON
from teikit.converting.letter import Heading, NameGroup
from teikit.converting.source import collapse
from teikit.profiles.profile import HeadingWords

_LONGEST_NAME = 5
LONGEST_HEADING = 40
"""Words. A longer line is prose."""


def read(line: str, words: HeadingWords) -> Heading | None:
    """The heading that a line is, or nothing.

    A line counts as a heading when it begins with a word for a genre and holds a name, or when it
    joins two groups of names, the first of them a person's or a body's.
    """
    line = collapse(line).rstrip(".:")
    if len(line.split()) > LONGEST_HEADING:
        return None
    genre, rest = _genre(line, words)
    groups = _groups(rest, words)
    if any(name[:1].islower() and not PERSON.match(name) for g in groups for name in g.names):
        return None  # prose: "Order the commander to attack"
    if genre and groups:
        return Heading(genre, groups)
    names = [name for group in groups for name in group.names]
    if len(groups) == 2 and (any(map(PERSON.search, names)) or _written_out(names, words)):
        return Heading("", groups)
    return None


def _written_out(names: Sequence[str], words: HeadingWords) -> bool:
    """Whether the edition writes names out, and these are such: capitalised words alone."""
    return words.full_names and all(
        1 < len(name.split()) <= _LONGEST_NAME and all(word[:1].isupper() for word in name.split())
        for name in names
    )


def _genre(line: str, words: HeadingWords) -> tuple[str, str]:
    """The genre that a line begins with, and the rest of it."""
    folded = line.casefold()
    found = [
        (phrase, genre)
        for genre, phrases in words.genres.items()
        for phrase in phrases
        if folded.startswith(phrase.casefold()) and not line[len(phrase) :][:1].isalnum()
    ]
    if not found:
        return "", line
    phrase, genre = max(found, key=lambda pair: len(pair[0]))
    return genre, line[len(phrase) :].strip()


@cache
def _lead(sender: tuple[str, ...], receiver: tuple[str, ...]) -> re.Pattern[str]:
    leads = "|".join(map(re.escape, sender + receiver))
    return re.compile(rf"(?:{leads})(?!\w)", re.IGNORECASE)


def _groups(text: str, words: HeadingWords) -> tuple[NameGroup, ...]:
    """The groups of names in what follows the genre."""
    first_lead = ""
    if match := _lead(words.sender, words.receiver).match(text):
        first_lead = match.group().casefold()
        text = text[match.end() :].strip()
    groups: list[NameGroup] = []
    for lead, piece in _divide(text, words):
        if names := tuple(_names(piece, words)):
            groups.append(NameGroup(lead or ("" if groups else first_lead), names))
    return tuple(groups)


def _divide(text: str, words: HeadingWords) -> list[tuple[str, str]]:
    """Pieces between dashes, words for the receiver, and names that follow without a comma."""
    dashes = "|".join(map(re.escape, words.dash))
    receivers = "|".join(map(re.escape, words.receiver))
    senders = "|".join(map(re.escape, words.sender))
    conjunctions = "|".join(map(re.escape, words.conjunction))
    border = re.compile(
        rf"\s+(?P<dash>{dashes})\s+(?:(?:{receivers})\s+)?|\s+(?P<lead>{receivers})\s+", re.I
    )
    pieces: list[tuple[str, str]] = []
    start, lead = 0, ""
    for match in border.finditer(text):
        pieces.append((lead, text[start : match.start()]))
        start, lead = match.end(), (match["lead"] or match["dash"]).casefold()
    pieces.append((lead, text[start:]))
    if len(pieces) > 1:
        return pieces
    # "A. B. Name C. D. Name": the border is where one name follows another without a comma.
    persons = list(PERSON.finditer(text))
    for first, second in pairwise(persons):
        between = text[first.end() : second.start()].strip()
        if not between:
            return [("", text[: first.end()]), ("", text[second.start() :])]
        if re.fullmatch(senders, between, re.I):
            return [("", text[: first.end()]), (between.casefold(), text[second.start() :])]
    joined = re.compile(rf"\s*(?:,|\b(?:{conjunctions})\b)\s*", re.I)
    if persons and (rest := text[persons[-1].end() :].strip()) and not joined.match(rest):
        return [("", text[: persons[-1].end()]), ("", rest)]
    return pieces


def _names(piece: str, words: HeadingWords) -> list[str]:
    """The names of a piece: persons with initials, and bodies, which may hold an "and"."""
    conjunctions = "|".join(map(re.escape, words.conjunction))
    joint = re.compile(rf"\s*,\s*(?:(?:{conjunctions})\s+)?|\s+(?:{conjunctions})\s+", re.I)
    names: list[str] = []
    for part in joint.split(piece):
        name = part.strip(" ,;").removeprefix("the ")
        if not name:
            continue
        # "Council of Labor and Defense" is one body: only a person ends a name at an "and".
        if names and not PERSON.match(name) and not PERSON.match(names[-1]) and "," not in piece:
            names[-1] = f"{names[-1]} {words.conjunction[0]} {name}"
        else:
            names.append(name)
    return names
