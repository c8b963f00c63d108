"""The formulas that open and close a letter: salutations, greetings, signatures.

They are read by the words of their language alone. What is not understood as a whole is no
formula: a line of prose that begins with "Dear" or "Yours" stays one.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from teikit.converting.forms.persons import folded, is_name, stripped
from teikit.converting.source import Span
from teikit.profiles.profile import LetterWords, Profile, Words

_WORD = re.compile(r"[^\W\d_](?:(?:[^\W_]|['’-])|\.(?=[^\W\d_]))*\.?|&c?\.?")
_BETWEEN = " \t\n\r,;:.-–—_*()[]!“”\"„«»'’…\xa0"
_DASH = re.compile(r"[-–—]")
_MARK = re.compile(r"\s*(?:\{\d+[a-z]?\}|\[\d+\]|\*+|\d{1,3})\s*$")
_INITIAL = re.compile(r"[^\W\d_]\.")
_CALLED_ON = re.compile(
    r"\s*(?:[^\W\d_][\w'’-]*\s+){0,2}(?P<last>[^\W\d_][\w'’-]*)"
    r"(?P<end>\s*(?:[!:]|[,.]?\s?(?:--|[—–])|[,.](?=\s*$)))"
)
"""What goes on behind the comma of a salutation, in a few words: ", most beloved uncle!"."""
_LONGEST_SALUTATION = 12
_LONGEST_CLOSING = 30


@dataclass(frozen=True, slots=True)
class Salutation:
    """The words to the receiver at the start of a text, and the name among them, if there is."""

    span: Span
    name: Span | None
    alone: bool
    """Whether nothing but white space follows."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What closes a letter: up to where its formula goes, and the names behind it."""

    greeting: int
    names: tuple[Span, ...]


@cache
def _by_first_word(phrases: Words) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for phrase in sorted((each.lower() for each in phrases), key=len, reverse=True):
        if word := _WORD.match(phrase):
            found.setdefault(word.group().rstrip("."), []).append(phrase)
    return {word: tuple(group) for word, group in found.items()}


def phrase_end(text: str, position: int, phrases: Words) -> int:
    """Where the longest of the phrases ends that begins at a place; 0 where none does."""
    word = _WORD.match(text, position)
    if word is None:
        return 0
    for phrase in _by_first_word(phrases).get(word.group().lower().rstrip("."), ()):
        end = position
        for piece in phrase.split():
            while end < len(text) and end > position and text[end] in " \t\n\xa0_":
                end += 1
            if text[end : end + len(piece)].lower() != piece:
                break
            end += len(piece)
        else:
            if not text[end : end + 1].isalnum():
                return end
    return 0


def salutation(text: str, words: LetterWords) -> Salutation | None:
    """The salutation that a text begins with."""
    start = len(text) - len(text.lstrip(' \t\n_[(“"«*'))
    position = phrase_end(text, start, words.salutation)
    if not position:
        return None
    allowed = _small(words)
    names: list[Span] = []
    for _ in range(_LONGEST_SALUTATION):
        end = _salutation_end(text, position, allowed)
        if end is not None:
            name = _salutation_name(text, names, words)
            if name is None and text[position : position + 1] == ",":
                end = _called_on(text, end, words) or end
            rest = text[end:].strip()
            if rest and text[position:end].strip() in {",", ".", ""} and not _may_begin(rest, name):
                return None
            return Salutation(Span(start, end), name, alone=not rest)
        while position < len(text) and text[position] in " \t\n,._\xa0-’'":
            position += 1
        if further := phrase_end(text, position, words.salutation):
            position = further
            continue
        word = _WORD.match(text, position)
        if word is None:
            return None
        bare = word.group().lower().rstrip(".")
        if not word.group()[0].isupper() and bare not in allowed:
            return None
        if bare not in folded(words.relation) or (names and word.group()[0].isupper()):
            names.append(Span(word.start(), word.end()))
        position = word.end() - (word.group().endswith(".") and not _is_short(bare, words))
    return None


def _called_on(text: str, position: int, words: LetterWords) -> int:
    """Where a salutation ends that goes on behind its comma, with what somebody is; or 0."""
    further = _CALLED_ON.match(text, position)
    if further is None:
        return 0
    known = folded(words.relation) | folded(words.titles)
    return further.end() if further["last"].lower() in known else 0


def _is_initial(word: re.Match[str]) -> bool:
    """Whether a word is an initial, though it might be a small word: "И.", "A."."""
    return _INITIAL.fullmatch(word.group()) is not None and word.group()[0].isupper()


@lru_cache(maxsize=8)
def _small(words: LetterWords) -> frozenset[str]:
    """Words in small letters that a salutation may have."""
    return folded(words.relation) | folded(words.particles) | folded(words.titles)


def _is_short(bare: str, words: LetterWords) -> bool:
    """Whether the full stop behind a word is that of an abbreviation."""
    known = (words.titles, words.abbreviations)
    return len(bare) == 1 or any(bare in folded(each) for each in known)


def _may_begin(rest: str, name: Span | None) -> bool:
    """Whether a letter's text may begin so behind a comma: in small letters only without a name."""
    first = rest.lstrip("“\"«(_'‘„")[:1]
    return first.isupper() or first in ".…" or (first.islower() and name is None) or not first


def _salutation_end(text: str, position: int, allowed: frozenset[str]) -> int | None:
    """Where the salutation ends, if it ends here, signs and all; nothing where it goes on."""
    match = _ENDS.match(text, position)
    if match is None:
        return position if not text[position:].strip(" _\n]") else None
    signs, end = match.group(), match.end()
    if any(each in signs for each in "!:;?") or _DASH.search(signs):
        return end
    following = _WORD.match(text, _next(text, end))
    if following is None:
        return end
    if signs.startswith("."):
        return end
    bare = following.group().lower().rstrip(".")
    if (
        following.group()[0].islower()
        and bare in allowed
        and "\n" not in text[end : following.start()]
    ):
        return None  # "My dear, dear friend,"
    return end


_ENDS = re.compile(
    r"[_”\"»\])]*[,.!:;?][_”\"»\])]*(?:\s?(?:-{1,3}|[–—]+))?|\s*(?:-{2,3}|[–—]+)|(?=\s*\n\s*\n)"
)


def _next(text: str, position: int) -> int:
    while position < len(text) and not text[position].isalnum():
        position += 1
    return position


def _salutation_name(text: str, words_of_name: list[Span], words: LetterWords) -> Span | None:
    """The name in a salutation; nothing where it names nobody."""
    if not words_of_name:
        return None
    span = Span(words_of_name[0].start, words_of_name[-1].end)
    own = _no_names(words)
    if all(text[each.start : each.end].lower().rstrip(".") in own for each in words_of_name):
        return None
    return span if is_name(stripped(text[span.start : span.end]), words) else None


@lru_cache(maxsize=8)
def _no_names(words: LetterWords) -> frozenset[str]:
    """The words of salutations that name nobody."""
    salutation = {each for phrase in words.salutation for each in phrase.lower().split()}
    return folded(words.relation) | salutation


def greeting_end(text: str, words: LetterWords, position: int = 0) -> int:
    """Where the formula ends that a text begins with; the place itself where there is none."""
    start, end = position, position
    relation = folded(words.relation)
    while True:
        while position < len(text) and text[position] in _BETWEEN:
            position += 1
        found = phrase_end(text, position, words.greeting)
        if not found and end > start and (found := phrase_end(text, position, words.salutation)):
            found = _called_end(text, found, words)
        if not found and end > start and (word := _WORD.match(text, position)):
            if _is_initial(word):
                return end  # "Ваш И. Тургенев": no "and"
            found = word.end() if word.group().lower().rstrip(".") in relation else 0
        if not found:
            return end
        position = end = found


def _called_end(text: str, position: int, words: LetterWords) -> int:
    """Where the name ends that a closing formula calls: "believe me, dear Mr. Carlyle, yours".

    A name with which the text ends is a signature.
    """
    relation = folded(words.relation)
    end = position
    while word := _WORD.match(text, _spaces_end(text, end)):
        bare = word.group().lower().rstrip(".")
        if not word.group()[0].isupper() and bare not in relation:
            break
        end = word.end()
    return end if text[end : end + 1] == "," else position


def _spaces_end(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\n\xa0":
        position += 1
    return position


def closing(text: str, profile: Profile) -> Closing | None:
    """What a line is that closes a letter: a formula, names, or both; nothing for prose."""
    if len(text.split()) > _LONGEST_CLOSING:
        return None
    words = profile.letter
    mark = _MARK.search(text)
    limit = mark.start() if mark else len(text)
    start = greeting_end(text[:limit], words)
    names: list[Span] = []
    position = start
    for piece in [*_border(profile.heading.conjunction).finditer(text, start, limit), None]:
        stop = piece.start() if piece else limit
        found = _signer(text, Span(position, stop), profile, named=bool(names))
        if found is None:
            return None
        if found and (not names or _is_further(text, names, found)):
            names.append(found)
        position = piece.end() if piece else limit
    if (not names and start == 0) or (names and text[:limit].rstrip()[-1:] in {"?", "!", ":"}):
        return None
    return Closing(start, tuple(names))


@cache
def _border(conjunctions: Words) -> re.Pattern[str]:
    joined = "|".join(re.escape(each) for each in conjunctions) or "&"
    return re.compile(rf"[,;]\s*|\s+(?:{joined})\s+|\n\s*", re.I)


def _is_further(text: str, names: list[Span], span: Span) -> bool:
    """Whether a further name is a signer, and not the place behind one: "T. Roe, London"."""
    if len(text[span.start : span.end].split()) > 1 or "," not in text[names[-1].end : span.start]:
        return True
    return len(text[names[0].start : names[0].end].split()) == 1


def _signer(text: str, span: Span, profile: Profile, *, named: bool) -> Span | None:
    """The name in one part of a signature; an empty span for an office, nothing for prose."""
    words, nothing = profile.letter, Span(span.start, span.start)
    piece = text[span.start : span.end]
    bare = stripped(piece)
    if not bare:
        return nothing
    start = span.start + piece.find(bare)
    tokens = list(re.finditer(r"\S+", bare))
    if not tokens:
        return nothing
    plain = [each.group().lower().strip(".,:") for each in tokens]
    beside = _beside(words)
    first = 0
    while first < len(tokens) and plain[first] in beside and not _is_initial(tokens[first]):
        first += 1
    in_office = any(each in folded(words.office) for each in plain[:first])
    is_title = len(plain[0]) <= _LONGEST_TITLE and plain[0] in folded(words.titles)
    if first == len(tokens) or (named and (in_office or (is_title and len(tokens) == 1))):
        return nothing
    if set(plain[:first]) & folded(profile.heading.receiver) - folded(words.office):
        return None  # "Give Moscow to Stalin": names the receiver
    if any(is_imperative(each, words) for each in plain):
        return None
    if is_name(bare, words) and not in_office:
        return Span(start, start + len(bare))
    if first and is_name(bare[tokens[first].start() :], words):
        return Span(start + tokens[first].start(), start + len(bare))
    # "Johanna Fichte, g. Rahn": what is added in small letters
    return nothing if named and bare[0].islower() and len(tokens) <= _LONGEST_ADDITION else None


@lru_cache(maxsize=8)
def _beside(words: LetterWords) -> frozenset[str]:
    """Words before a name in a signature: what somebody is."""
    return folded(words.office) | folded(words.particles) | folded(words.relation)


def is_imperative(word: str, words: LetterWords) -> bool:
    """Whether a word is a verb with what a hyphen ties to it: "Répondez-moi", not "Jean-Paul"."""
    verb, _, tied = word.rpartition("-")
    return bool(verb) and tied in folded(words.enclitic)


_LONGEST_TITLE = 5
_LONGEST_ADDITION = 3
