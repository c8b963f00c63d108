"""Names in a heading: whether words have the form of names, and which names they are.

"George and Thomas Doe" are two of one surname; "Mr. John Murdoch, School-Master, London" is one
person with what he is and where; "A, B and C" are three. What is a sentence is no name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from teikit.converting.forms.prose import any_of
from teikit.converting.source import collapse
from teikit.profiles.profile import HeadingWords, LetterWords

_LONGEST = 14
"""Words in all the names of a side."""
_FEW = 5
"""Words of a side that is named in small letters: "his sister"."""
NOTE_MARK = re.compile(
    r"(?<=\S)\s*(?:\[(?:\d{1,3}(?:\.\d{1,2})?[a-z]?|[a-zA-Z])\]"
    r"|\{\d{1,3}[a-z]?\}|(?<!\*)(?<!\b[^\W\d_])\*{1,3}|[†‡§¹²³⁰-⁹]+"
    r"|\(\d{1,3}\)|(?<=[^\W\d])\d{1,3}$)"
)
"""A note mark behind a word; stars behind an initial hide a name: "L***"."""
_SIGN = re.compile(r"[\[{(*†‡§¹²³⁰-⁹]")
"""The sign that is in each such mark that is no number at the end."""
_NO_NAME = re.compile(r"[!;:\"“”„«»]")
_SENTENCE_END = re.compile(r"(?P<word>[^\W\d_]{2}[^\W\d_]*[a-zа-яё])[.?]\s+\S")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’.-][^\W_]+)*\.?")
_FIRST_NAME = re.compile(r"[^\W\d_]{2,5}\.")
"""A first name that is shortened."""
_INITIAL = re.compile(r"(?:[^\W\d_]\.[\s-]?)+$")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,4}\.\s*)+")
"""First names that are all shortened: "Chr. G."."""
_SHORTENED = re.compile(r"[^\W\d_]{2,4}\.\s+[^\W\d_]\.")
"""A shortened first name with an initial behind it: "Chr. G."."""
_ABBREVIATED = re.compile(r"(?:[^\W\d_]{1,4}\.\s?)+")
"""What is added to a name: "Bart.", "D. D."."""
_DASHES = re.compile(r"[\s–—_*.-]+")
_BROKEN_OFF = ("..", "…")
_MANY_CAPITALS = 4
"""Words with capitals beside which one in small letters is part of an office."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a side. `sure`: they are written as names are, with capitals."""

    names: tuple[str, ...]
    sure: bool = True
    doubtful: bool = False
    """Whether the editors put them with a question mark."""


def note_marks(text: str) -> Iterable[re.Match[str]]:
    """The note marks in a line: most have none, and looking for them is slow."""
    may_be = _SIGN.search(text) or text.rstrip()[-1:].isdecimal()
    return NOTE_MARK.finditer(text) if may_be else ()


def read(text: str, heading: HeadingWords, letter: LetterWords) -> Names | None:
    """The names that a text is, or nothing where it cannot be names."""
    text = collapse(NOTE_MARK.sub("", collapse(text)))
    doubtful = "?" in text and text.count("?") == 1
    bare = text.strip(" ,;:-–—").strip("[]() ").rstrip("?").strip("[]() ,;")
    bare = re.sub(r"[\[\]?]", "", bare)
    if text and _DASHES.fullmatch(text):
        return Names((text,), sure=True)
    if text.endswith(_BROKEN_OFF):
        return None  # "À demain..."
    if not bare or len(bare.split()) > _LONGEST:
        return None
    if any(map(str.isdigit, bare)) or _NO_NAME.search(bare):
        return None
    if _ends_sentence(bare, letter):
        return None
    small_words = _small(heading, letter)
    words = [each for each in _WORD.findall(bare) if each.strip(".")]
    if not words:
        return None
    small = [word for word in words if word[:1].islower()]
    unknown = [word for word in small if word.casefold().rstrip(".") not in small_words]
    particles = {each.casefold() for each in letter.particles}
    begins_small = words[0] in unknown and words[0].casefold() not in particles
    long = sum(len(word) > 3 for word in unknown) + begins_small  # "Compliments to old Molly"
    office = long == 1 and len(words) - len(small) >= _MANY_CAPITALS and words[-1][:1].isupper()
    sure = len(small) < len(words) and (not long or office)  # "Rector of the University N. Roe"
    if not sure and len(words) > _FEW:
        return None
    names = _names(bare, heading, letter) if sure else (bare,)
    return Names(names, sure, doubtful) if names else None


def _ends_sentence(text: str, letter: LetterWords) -> bool:
    """Whether a sentence ends in a text, and not an abbreviation: "Mrs. Roe" is a name."""
    words = text.split()
    if len(words) <= _FEW and all(word[:1].isupper() for word in words):
        while len(words) > 1 and _FIRST_NAME.fullmatch(words[0]):
            words.pop(0)  # "Phil. Erasmus Reich"
        text = " ".join(words)
    known = _shortened(letter)
    return any(
        found["word"].casefold() not in known
        for found in _SENTENCE_END.finditer(text)
        if not _SHORTENED.match(text, found.start())
    )


@lru_cache(maxsize=8)
def titles(letter: LetterWords) -> frozenset[str]:
    """Titles in small letters, without full stops at their ends."""
    return frozenset(word.casefold().rstrip(".") for word in letter.titles)


@lru_cache(maxsize=8)
def _shortened(letter: LetterWords) -> frozenset[str]:
    """The same and abbreviations: a full stop behind them ends no sentence."""
    return titles(letter) | {word.casefold().rstrip(".") for word in letter.abbreviations}


@lru_cache(maxsize=8)
def _small(heading: HeadingWords, letter: LetterWords) -> frozenset[str]:
    """Words in small letters that names may have."""
    phrases = (*heading.conjunction, *letter.titles, *letter.address, *letter.office)
    words = {word.casefold().rstrip(".") for phrase in phrases for word in phrase.split()}
    return frozenset(words - {word.casefold() for word in heading.receiver})


@lru_cache(maxsize=8)
def _conjunction(heading: HeadingWords) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_of(heading.conjunction)}|&)\s+", re.I)


def _names(text: str, heading: HeadingWords, letter: LetterWords) -> tuple[str, ...]:
    """The persons and bodies of a text, each without what is added behind a comma."""
    groups = [piece.strip(" ,;") for piece in _conjunction(heading).split(text)]
    parts = [part for group in groups for part in _by_commas(group, letter, many=len(groups) > 1)]
    if len(groups) == 2 and len(parts) == 2 and _is_body(text, heading, letter):
        return (text.strip(" ,;"),)
    return tuple(_surname_shared(parts, letter))


def _by_commas(group: str, letter: LetterWords, *, many: bool) -> list[str]:
    """The names between commas; a title, an office or a place behind one belongs to its name."""
    pieces = [piece.strip() for piece in group.split(",") if piece.strip(" .")]
    names: list[str] = []
    for piece in pieces:
        if names and not _begins_name(piece, names[-1], letter, many=many):
            continue
        names.append(piece)
    return names


def _begins_name(piece: str, before: str, letter: LetterWords, *, many: bool) -> bool:
    """Whether what stands behind a comma is a person of its own."""
    words = piece.split()
    small = {word.casefold() for word in letter.address}
    if piece[:1].islower() or not words or _ABBREVIATED.fullmatch(piece):
        return False
    if any(word.casefold() in small for word in words[1:]):
        return False  # "Lieutenant Governor of the Tower"
    if _is_title(words[0], letter) and len(words) > 1:
        small = {word.casefold() for word in letter.address}
        return not any(word.casefold() in small for word in words[1:])  # "Governor of the Tower"
    if _INITIAL.match(words[0]) and len(words) > 1:
        return True
    if _is_title(before.split(maxsplit=1)[0], letter):
        return False
    if many:  # "A, B and C"
        return len(words) <= 3
    plain = all(word[:1].isupper() and not word.endswith(".") for word in words)
    return plain and len(words) in {2, 3} and len(before.split()) in {2, 3}


def _is_title(word: str, letter: LetterWords) -> bool:
    return word.casefold().rstrip(".") in {each.casefold() for each in letter.titles}


def _is_body(text: str, heading: HeadingWords, letter: LetterWords) -> bool:
    """Whether an "and" stands within the name of a body: "Council of Labor and Defense"."""
    joining = {word.casefold() for word in heading.conjunction}
    small = {word.casefold() for word in letter.address} - joining
    first = text.partition(",")[0].split()
    return len(first) > 3 and any(word in small for word in first[1:-2] if word.islower())


def _surname_shared(parts: Sequence[str], letter: LetterWords) -> list[str]:
    """The names, a first name alone or a title alone with the surname of the name behind it."""
    names: list[str] = []
    for place, part in enumerate(parts):
        words = part.split()
        following = parts[place + 1].split() if place + 1 < len(parts) else []
        title = len(words) == 1 and _is_title(words[0], letter)
        first = len(words) == 1 and len(following) == 2 and not _is_title(following[0], letter)
        initials = bool(following) and _INITIALS.fullmatch(part) and len(following[-1]) > 2
        if following and (title or ((first or initials) and len(parts) == 2)):
            names.append(f"{part} {following[-1]}")
        else:
            names.append(part)
    return names
