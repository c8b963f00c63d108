"""Names of persons as they are printed: their form, and whether two may be those of one person.

Nothing here knows who anybody is. A name has the form of a name, or it is none: no figures, no
sentence, and not only words such as "brother" or "obedient".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import zip_longest

from teikit.converting.letter import Heading
from teikit.profiles.profile import Edition, LetterWords, Words

_PART = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TOKEN = re.compile(r"(?:[^\W\d_]|[-'’.])+")
_AROUND = ' \t\n,;:.-–—_*()[]{}?!“”"„«»†'
_LONGEST = 8
_LONGEST_CORE = 5
_LONGEST_ABBREVIATION = 4
_SHORT_PARTICLE = re.compile(r"[^\W\d_]{1,2}\.-(?=[^\W\d_])")
"""A particle that is shortened before its name: "ф.-Мекк"."""
_NUMERAL = re.compile(r"[IVX]{2,5}\.?")


@cache
def folded(words: Words) -> frozenset[str]:
    """Words in small letters, without full stops at their ends."""
    return frozenset(word.lower().rstrip(".") for word in words)


def stripped(text: str) -> str:
    """A name without the signs around it; the full stop of a last initial stays."""
    bare = text.strip(_AROUND)
    end = text.find(bare) + len(bare)
    is_initial = re.search(r"(?:^|[\s.])[^\W\d_]$", bare)
    return f"{bare}." if bare and is_initial and text[end : end + 1] == "." else bare


def core(name: str, words: LetterWords) -> list[str]:
    """The parts of a name in small letters and without accents: no titles, no particles."""
    out = _beside(words)
    found = [part.lower() for part in _PART.findall(name)]
    left = [part for part in found if part not in out]
    return [_plain(part) for part in left or found]


@lru_cache(maxsize=8)
def _beside(words: LetterWords) -> frozenset[str]:
    """Titles and particles: what stands beside a name."""
    return folded(words.titles) | folded(words.particles)


@lru_cache(maxsize=8)
def _no_names(words: LetterWords) -> frozenset[str]:
    """The same and what somebody is to another, the latter without accents."""
    return _beside(words) | {_plain(word) for word in folded(words.relation)}


@lru_cache(maxsize=8)
def _offices(words: LetterWords) -> frozenset[str]:
    """All words that say what somebody is."""
    return _beside(words) | folded(words.relation) | folded(words.office)


def _plain(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def is_name(text: str, words: LetterWords) -> bool:
    """Whether a text has the form of a person's name, with or without title."""
    tokens = text.split()
    if not 1 <= len(tokens) <= _LONGEST or not tokens[0].strip(".'’-"):
        return False
    small = _beside(words)
    first, last = tokens[0].lower().rstrip("."), tokens[-1].lower().rstrip(".")
    begins = tokens[0][0].isupper() or first in folded(words.titles) or first[:2] in _ELIDED
    if not begins or (len(tokens) > 1 and last in folded(words.particles) and tokens[-1].islower()):
        return False
    for index, token in enumerate(tokens):
        if not _TOKEN.fullmatch(token) or (index + 1 < len(tokens) and token[-2:] in _GENITIVES):
            return False
        bare = token.lower().rstrip(".")
        small_start = not token[0].isupper() and not _SHORT_PARTICLE.match(token)
        if small_start and bare not in small and token[:2].lower() not in _ELIDED:
            return False
        ends = token.endswith(".") and index + 1 < len(tokens) and bare not in small
        if ends and "." not in bare and not _may_be_short(bare, words):
            return False  # a sentence ends here
    parts = core(text, words)
    return len(parts) <= _LONGEST_CORE and not _no_names(words).issuperset(parts)


def _may_be_short(bare: str, words: LetterWords) -> bool:
    """Whether a word may be abbreviated: "Ivan.", "Chas.", but not "Home."."""
    if len(bare) < _LONGEST_ABBREVIATION or bare in folded(words.abbreviations):
        return True
    return len(bare) == _LONGEST_ABBREVIATION and _plain(bare[-1]) not in _VOWELS


_VOWELS = frozenset("aeiouyаеиоуыэюя")
_GENITIVES = ("'s", "’s", "'S", "’S")
"""Endings within what is no name: "ADJUTANT-GENERAL'S OFFICE"."""
_ELIDED = ("d'", "d’", "l'", "l’")


def is_office(name: str, words: LetterWords) -> bool:
    """Whether a name says only what somebody is: "Sir", "Secretary of War" where war is one."""
    found = [part.lower() for part in _PART.findall(name)]
    return bool(found) and _offices(words).issuperset(found)


def is_initials(name: str, words: LetterWords) -> bool:
    """Whether a name is nothing but initials: "J. A."."""
    return all(len(part) == 1 for part in core(name, words))


def same(name: str, other: str, words: LetterWords) -> bool:
    """Whether two names may be those of one person: "R. W. Emerson", "Ralph Waldo Emerson"."""
    first, second = core(name, words), core(other, words)
    if not first or not second:
        return False
    if (len(first), all(len(part) == 1 for part in second)) > (len(second), False):
        first, second = second, first
    if all(len(part) == 1 for part in first):
        letters = [part[0] for part in second]
        # "J. A." are the initials of Jane Austen, also "J. G. A." of Jane Austen; not "J." alone
        return [*first] == letters or (len(first) > 1 and _within(first, letters))
    if len(first) == 1:
        return first[0] in {second[0], second[-1]}
    if first[-1] == second[-1]:
        return _compatible(first[:-1], second[:-1])
    if first[0] == second[0] and _alike(first[-1], second[-1]):
        return True  # "Gustave F."
    # a first name and a father's name: "Vladimir Ilyich" for "V. I. Lenin"
    pairs = list(zip_longest(first, second[: len(first)], fillvalue=""))
    return len(second) > len(first) and all(map(_alike, *zip(*pairs, strict=True)))


def begins_with(initial: str, name: str, words: LetterWords) -> bool:
    """Whether one initial alone is that of the first name, or of the surname: "R.", "F."."""
    letters, parts = core(initial, words), core(name, words)
    return len(letters) == 1 and bool(parts) and letters[0] in {parts[0][0], parts[-1][0]}


def agree(name: str, other: str, words: LetterWords) -> bool:
    """Whether two names are one by more than a single word: what makes the person certain."""
    shorter = min((core(name, words), core(other, words)), key=len)
    return len(shorter) > 1 and same(name, other, words)


def _within(letters: Sequence[str], others: Sequence[str]) -> bool:
    return letters[0] == others[0] and letters[-1] == others[-1] and len(letters) <= len(others)


def _alike(part: str, other: str) -> bool:
    return part == other or (1 in {len(part), len(other)} and part[:1] == other[:1])


def _compatible(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether forenames agree in their order, where the longer list may have more of them."""
    few, many = sorted((names, others), key=len)
    position = 0
    for name in few:
        while position < len(many) and not _alike(name, many[position]):
            position += 1
        if position == len(many):
            return False
        position += 1
    return True


def standing_for(name: str, known: Iterable[str], words: LetterWords) -> str:
    """The known name that a short form stands for; nothing where there are none or several."""
    found = list(dict.fromkeys(each for each in known if same(name, each, words)))
    exact = [each for each in found if core(each, words) == core(name, words)]
    if len(exact) == 1:
        return exact[0]
    return found[0] if len(found) == 1 else ""


def abbreviates(name: str, full: str, words: LetterWords) -> bool:
    """Whether a signature may be a short form of a name, or the name in another spelling.

    "Sch", "Fr. Sch.", "L. N." for Leo Nikolayevich Tolstoy, "Iv. Tourgueneff".
    """
    short, known = core(name, words), core(full, words)
    if not short or len(short) > len(known) or max(map(len, (*short, *known))) > _LONGEST_WORD:
        return False
    initials = all(len(part) == 1 for part in short)
    short, known = [_respelled(part) for part in short], [_respelled(part) for part in known]
    if initials:
        some, letters = [part[:1] for part in short], [part[:1] for part in known]
        return len(some) > 1 and some[0] == letters[0] and _in_turn(some, letters)
    if len(short) == 1 and _is_beginning(short[0], known[0]):
        return True
    surname = _is_beginning(short[-1], known[-1]) or _is_near(short[-1], known[-1])
    position = 0
    for part in short[:-1]:
        while position < len(known) - 1 and not _is_forename(part, known[position]):
            position += 1
        position += 1
    return surname and position <= len(known) - 1


def _in_turn(letters: Sequence[str], others: Sequence[str]) -> bool:
    """Whether letters stand among others, in their order."""
    left = iter(others)
    return all(letter in left for letter in letters)


def _is_beginning(part: str, other: str) -> bool:
    return 1 < len(part) <= _LONGEST_BEGINNING and other.startswith(part)


def _is_forename(part: str, other: str) -> bool:
    """Whether two forenames may be one: not "Johanna" and "Johann"."""
    return _alike(part, other) or _is_beginning(part, other)


def _is_near(part: str, other: str) -> bool:
    """Whether two surnames differ by the letter or two of another spelling, or by a case."""
    shorter = min(len(part), len(other))
    allowed = (shorter >= _LONG_ENOUGH) + (shorter >= _LONG_ENOUGH + 2)
    return part[:1] == other[:1] and _distance(part, other) <= allowed


def _distance(first: str, second: str) -> int:
    """How many letters must be changed, added or taken away."""
    row = list(range(len(second) + 1))
    for count, letter in enumerate(first, 1):
        previous, row[0] = row[0], count
        for index, other in enumerate(second, 1):
            changed = previous + (letter != other)
            previous, row[index] = row[index], min(changed, row[index] + 1, row[index - 1] + 1)
    return row[-1]


def _respelled(part: str) -> str:
    """A word in the letters that its spellings share: "tourgueneff", "turgenev" become one."""
    text = part.translate(_LATIN)
    for pattern, common in _SPELLINGS:
        text = pattern.sub(common, text)
    return text


_LONGEST_WORD = 40
_LONGEST_BEGINNING = 5
_LONG_ENOUGH = 4
_LATIN = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфхыэіѣё", "abvgdeziklmnoprstufhyeiee", strict=True))
    | {"ж": "zh", "й": "i", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": ""}
    | {"ю": "iu", "я": "ia"}
)
_SPELLINGS = tuple(
    (re.compile(pattern), common)
    for pattern, common in (
        ("ou", "u"),
        ("t?s?ch|tch", "ch"),
        ("kh", "h"),
        ("ph", "f"),
        ("gu(?=[ei])", "g"),
        ("[jy]", "i"),
        ("w", "v"),
        (r"([^\W\d_])\1", r"\1"),
        ("f$", "v"),
    )
)


def signers(heading: Heading | None, edition: Edition) -> tuple[str, ...]:
    """Who may have signed, by heading and profile: nobody whom a template reads as receiver."""
    groups = heading.groups if heading else ()
    headed = [name for group in groups if group.side != "receiver" for name in group.names]
    receiving = {name for group in groups if group.side == "receiver" for name in group.names}
    known = (*headed, *several(edition.sender), *several(edition.receiver))
    return tuple(name for name in dict.fromkeys(known) if name not in receiving)


def several(names: str) -> tuple[str, ...]:
    """The names of a key of the profile or of a table: ";" stands between them."""
    return tuple(filter(None, (name.strip() for name in names.split(";"))))


def in_order(name: str, words: LetterWords) -> str:
    """A name of a table, "Gibbon, Edward", as it is said: "Edward Gibbon"."""
    last, _, first = (each.strip() for each in name.partition(","))
    both = bool(first) and is_name(last, words) and is_name(first, words)
    return f"{first} {last}" if both else name


def joint(name: str, conjunctions: Words, words: LetterWords) -> tuple[str, ...]:
    """The persons of "Anna and Beth Roe": each with the surname that they share."""
    pieces = re.split(rf"\s+(?:{'|'.join(map(re.escape, conjunctions))})\s+", name)
    if len(pieces) == 1 or not all(is_name(piece, words) for piece in pieces):
        return (name,)
    last = pieces[-1].split()
    if len(last) > 1 and all(len(piece.split()) == 1 for piece in pieces[:-1]):
        return (*(f"{piece} {last[-1]}" for piece in pieces[:-1]), pieces[-1])
    return tuple(pieces)


def shown(name: str, words: LetterWords) -> str:
    """A name that is printed in capitals as it is usually written; others as they are.

    Abbreviations and titles may have small letters all the same: "Al. P. CHEKHOV", "Mr. ROE".
    """
    small = folded(words.particles)
    tokens = name.split()
    beside = small | folded(words.titles)
    in_capitals = all(
        token.upper() == token or token.endswith(".") or token.lower().rstrip(".") in beside
        for token in tokens
    )
    if not in_capitals or not any(map(_is_in_capitals, tokens)):
        return name
    return " ".join(
        token.lower() if index and token.lower() in small else _capitalised(token)
        for index, token in enumerate(tokens)
    )


def _is_in_capitals(token: str) -> bool:
    return token.upper() == token and re.search(r"[^\W\d_]{3}", token) is not None


def _capitalised(token: str) -> str:
    """One word: initials and Roman numerals stay as they are."""
    if token.upper() != token or _NUMERAL.fullmatch(token) or "." in token.rstrip("."):
        return token
    return _PART_OF_WORD.sub(lambda match: match[0][0] + match[0][1:].lower(), token)


_PART_OF_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_](?![^\W\d_]))?")
