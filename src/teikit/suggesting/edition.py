"""What the pages tell of their edition: its title, its years, who wrote all of it to whom."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from teikit.converting.forms import run_in
from teikit.profiles.profile import language_tables
from teikit.suggesting.traces import YEAR, Appearance
from teikit.suggesting.units import Unit
from teikit.suggesting.vocabulary import Vocabulary, begins_with, folded, hints

_FIRST = 60
"""Units at the start of a page among which its title is looked for."""
_MOST_NAMES = 20
"""Names that are looked at, of all that sign letters."""
_NEAR = 80
"""Characters behind the word "Letters" within which a title names somebody."""
_MOST_LINES, _LONGEST_LINE = 4, 60
"""Lines of a title behind its first, and characters of each."""
_SHORT_TITLE = 3
"""Words of a title's first line behind which another of one word may stand: "Unpublished"."""
_ARTICLE = 4
"""Characters before the word "letters" that may be an article: "Le lettere"."""
_LONGEST_OWNER = 4
_STEM = 4
"""Letters that a name shares in all its cases."""
_TAIL = 6
"""Units at the end of a letter among which its signature is looked for."""
_SIGNED = {Appearance.NAME, Appearance.CLOSE}
_LABELLED = re.compile(r"(?:title|titel|titre)\s*:\s*", re.I)
_WRAPPED = re.compile(r"^the project gutenberg e\w*(?: of|,)\s+|^project gutenberg'?s\s+", re.I)
_PARTICLES = {
    "de",
    "von",
    "van",
    "der",
    "of",
    "du",
    "des",
    "la",
    "le",
    "d'",
    "di",
    "zu",
    "und",
    "and",
}
_AUTHORS = {"by", "par", "edited", "being"}
"""Words before an author, where a name stands before them: in capitals they look like names."""
_JOINING = {"and", "und", "et", "и", "e", "y", "&"}


_SHORT_YEAR = re.compile(r"\d\s?[/.]\s?(\d\d)(?=\W*$)")
"""A year of two figures: "31/40"."""
_SPAN_OF_YEARS = re.compile(r"(?<!\d)(1[4-9]\d\d)\D{1,6}(1[4-9]\d\d)(?!\d)")
_LONE_YEAR = re.compile(r"\W*(?:1[4-9]\d\d|20[012]\d)\W*")
_FEW_YEARS = 2
_MOST_YEARS = 90
"""Years to either side that a collection spans."""


class Party(NamedTuple):
    """A person who is the same in all letters, and why that is thought."""

    name: str
    reason: str
    sure: bool


class TitleNames(NamedTuple):
    """What a title says: "Letters of A to B"."""

    title: str
    sender: str
    receiver: str
    doubtful: bool = False
    """Whether the sender is only the one by whom the book is, who may be its editor."""
    inflected: bool = False
    """Whether the sender's name has the ending of an owner: "Goethes Briefe"."""


def title_names(texts: Sequence[str], words: Vocabulary) -> TitleNames | None:
    """The title of a collection among the first lines of pages, and whom it names."""
    for index, text in enumerate(texts):
        title = _WRAPPED.sub("", _LABELLED.sub("", text)).strip(" .")
        if title.count(" ") > 24 or _letters_word(title, folded(title), words) is None:
            continue
        title = _with_next_lines(title, texts[index + 1 : index + 1 + _MOST_LINES], words)
        place = _letters_word(title, folded(title), words)
        if place is None:
            continue
        behind = title[place.end() :].strip()
        before = title[: place.start()].strip(" .,")
        sender = _single(_named(_before(behind, words.with_), words.by), behind, words)
        receiver = _named(behind, words.with_) or _some(behind, words)
        if {*folded(receiver).split()} & {*words.several}:
            receiver = ""
        if not sender:
            sender = _owner(before)
        inflected = "" if sender else _inflected(before, _before(behind, words.with_), words)
        author = "" if sender or inflected else _author(behind) or _above(texts[:index], words)
        return TitleNames(
            title,
            _without_part(sender or inflected or author, words),
            receiver,
            bool(author),
            bool(inflected),
        )
    return None


def _single(name: str, text: str, words: Vocabulary) -> str:
    """The name, if no other one follows behind a comma: "de Roe, de Doe" are two."""
    behind = text.partition(name)[2] if name else ""
    other = re.match(r",\s+(\w+)\s+\w", folded(behind))
    return "" if other and other[1] in words.by and other[1] in _PARTICLES else name


def _with_next_lines(title: str, following: Sequence[str], words: Vocabulary) -> str:
    """A title with the lines in which it goes on: "Briefe", "an", "Anna Roe."."""
    leads = {*words.by, *words.with_}
    for text in following:
        first = folded(text).split(None, 1)[0] if text.strip() else ""
        begun = len(title.split()) < _SHORT_TITLE and len(text.split()) == 1
        goes_on = folded(title).split()[-1] in leads or first in leads or begun
        if not goes_on or len(text) > _LONGEST_LINE:
            break
        inner = {*words.with_} & {*folded(title).split()}
        apart = bool(inner) and first in words.by and folded(title).split()[-1] not in leads
        title = f"{title}{',' if apart else ''} {text}".strip(" .")
    return title


def _some(behind: str, words: Vocabulary) -> str:
    """A receiver without a name, of a word or two: "une inconnue" in "à une inconnue"."""
    leads = "|".join(map(re.escape, words.with_)) or "(?!)"
    some = "|".join(map(re.escape, words.some)) or "(?!)"
    found = re.match(
        rf"(?:{leads})\s+((?:{some})(?!\w)(?:\s+\w+)?)(?=\s*(?:$|[.,;:(\[]))", behind, re.IGNORECASE
    )
    return found[1] if found else ""


def _inflected(before: str, behind: str, words: Vocabulary) -> str:
    """The name of an owner beside the word for letters, with its ending."""
    for text in (behind, before):
        name = _name(text)
        if name and len(name.split()) <= _LONGEST_OWNER and folded(name).endswith(words.owner):
            return name
    return ""


def _above(texts: Sequence[str], words: Vocabulary) -> str:
    """The name in the line above a title, as authors stand there."""
    text = texts[-1].strip(" .") if texts else ""
    found = text.split()
    named = _name(text) == text and 1 < len(found) <= _LONGEST_OWNER
    small = {folded(word) for word in hints()[words.language].stop} - _PARTICLES
    return text if named and not any(folded(word) in small for word in found) else ""


def _letters_word(title: str, low: str, words: Vocabulary) -> re.Match[str] | None:
    """The word "Letters" of a title, with its capital."""
    for word in words.letters:
        for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", low):
            if title[found.start()].isupper() or (found.start() <= _ARTICLE and title[0].isupper()):
                return found
    return None


def _before(text: str, leads: Sequence[str]) -> str:
    """What stands before the first of the words: "of Anna Roe" in "of Anna Roe to John Doe"."""
    low = f" {folded(text)}"
    places = [place for lead in leads if (place := low.find(f" {lead} ")) >= 0]
    return text[: min(places)] if places else text


def _without_part(name: str, words: Vocabulary) -> str:
    """The name without what counts the parts of a book: "John Doe Volume I"."""
    parts = {part.rstrip(".") for part in words.part}
    found = name.split()
    end = next((i for i, word in enumerate(found) if folded(word).rstrip(".") in parts), len(found))
    return " ".join(found[:end])


def _owner(before: str) -> str:
    """The name before the word "Letters": "Roe's", or as in a catalogue, "Roe, Anna."."""
    if owner := re.search(r"(\w[\w. ]*?)['’]s$", before):
        return _name(owner[1])
    last = re.split(r"[:/|]\s*", before)[-1].strip()
    return last if 1 < len(last.split()) <= 4 and _name(last) == last else ""


def _author(text: str) -> str:
    """Who is named as the author at the end of a title, and not as its editor."""
    by = re.search(r",\s+(?:by|par|von|di|por)\s+", text)
    return _name(text[by.end() :]) if by else ""


def _named(text: str, leads: Sequence[str]) -> str:
    """The name behind one of the words, if a word of these stands there."""
    low = f" {folded(text)}"
    places = {
        place: place + len(lead) + 1
        for lead in leads
        if 0 <= (place := low.find(f" {lead} ")) < _NEAR
    }
    return _name(text[places[min(places)] :]) if places else ""


def _name(text: str) -> str:
    """The name that a text begins with: capitalised words, particles, titles ("prince de Roux")."""
    small = _PARTICLES | _titles()
    taken: list[str] = []
    for word in text.strip().split():
        bare = word.strip(",;:()[]")
        if taken and folded(bare) in _JOINING:
            return ""  # of two persons neither is the one
        if folded(bare) in _JOINING | _AUTHORS or not (bare[:1].isupper() or folded(bare) in small):
            break
        taken.append(bare)
        if word != bare:
            break
    while taken and not taken[-1][:1].isupper():
        taken.pop()
    name = " ".join(taken)
    name = re.sub(r"(?<=[^\W\d_]{5})\.$", "", name)
    return name if sum(character.isalpha() for character in name) > 2 else ""


@cache
def _titles() -> frozenset[str]:
    """The titles of persons in all languages."""
    tables = [language_tables(code)["letter"] for code in hints()]
    return frozenset(folded(word) for table in tables for word in table.get("titles", ()))


def shown(name: str) -> str:
    """A name with small letters where it is printed in capitals: "A. LINCOLN" is "A. Lincoln"."""
    if name.upper() != name or all(len(word) < 3 for word in re.findall(r"[^\W\d_]+", name)):
        return name
    small = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name).split()
    return " ".join(
        folded(word) if place and folded(word) in _PARTICLES else word
        for place, word in enumerate(small)
    )


def letters_of(starts: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """The units of each letter: its first, and the one behind its last."""
    return pairwise([*starts, count])


def signatures(
    starts: Sequence[int], units: Sequence[Unit], traces: Sequence[Appearance], words: Vocabulary
) -> list[str]:
    """What may be the signature of each letter; empty where there is none."""
    found = []
    for first, end in letters_of(starts, len(units)):
        last = end
        while last - 1 > first and traces[last - 1] in {
            Appearance.LABEL,
            Appearance.RULE,
            Appearance.NOTES,
        }:
            last -= 1
        names = [
            units[index].text
            for index in range(max(first + 1, last - _TAIL), last)
            if traces[index] in {Appearance.NAME, Appearance.CLOSE}
            and _is_person(units[index].text, words)
        ]
        found.append(_without_greeting(names[-1], words) if names else "")
    return found


def _without_greeting(text: str, words: Vocabulary) -> str:
    for _ in range(2):
        text = text[len(begins_with(folded(text), words.greeting)) :].strip(" ,.")
    return text


def _is_person(text: str, words: Vocabulary) -> bool:
    found = _without_greeting(text, words).split()
    if len(found) > 1 and folded(found[0]) in words.to:
        return False  # "An Schiller" below a letter heads the next
    return 0 < len(found) <= 5 and all(
        word[:1].isupper() or folded(word) in _PARTICLES for word in found
    )


def surname(name: str) -> str:
    """The last word of a name, in small letters; of initials all of them."""
    found = [word for word in re.findall(r"[^\W\d_]+", folded(name)) if len(word) > 1]
    return found[-1] if found else re.sub(r"\W", "", folded(name))


def common_sender(signed: Sequence[str], title: TitleNames | None) -> Party | None:
    """Who signed all letters, or wrote them by the title."""
    names = [name for name in signed if name]
    counts = Counter(surname(name) for name in names)
    most, longest, often = _most_signed(names, counts)
    by_title = title.sender if title else ""
    if title and title.inflected:
        by_title = _uninflected(by_title, names)
    if by_title and title:
        agree = sum(count for name, count in counts.items() if _fits(name, by_title))
        against = often >= 3 and often >= 0.6 * len(names) and agree * 2 < often
        # who wrote a book of "Letters to Anna Roe" wrote the letters
        is_writer = not title.doubtful or bool(title.receiver)
        if not against and (agree or not names or is_writer):
            reason = f"the title says “{title.title}”"
            if names:
                reason += f"; {agree} of {len(names)} signatures agree"
            return Party(shown(by_title), reason, agree * 2 >= len(names) and agree > 0)
    if often >= 3 and often >= 0.8 * len(names):
        reason = f"{often} of {len(names)} signatures, such as “{longest}”"
        return Party(shown(longest), reason, len(most) > 3)
    return None


def _uninflected(owner: str, names: Sequence[str]) -> str:
    """The signature that is an owner's name without its ending; nothing where none is."""
    last = surname(owner)
    fitting = [
        name
        for name in names
        if surname(name)[:_STEM] == last[:_STEM]
        and abs(len(surname(name)) - len(last)) <= _STEM - 1
    ]
    return max(fitting, key=len) if fitting else ""


def _most_signed(names: Sequence[str], counts: Counter[str]) -> tuple[str, str, int]:
    """The surname that most signatures have, also by its initials; its longest form; how many."""
    best = ("", "", 0)
    for name, _ in counts.most_common(_MOST_NAMES):
        longest = _usual([each for each in names if surname(each) == name])
        often = sum(count for each, count in counts.items() if each == name or _fits(each, longest))
        if (often, len(longest)) > (best[2], len(best[1])):
            best = (name, longest, often)
    return best


def _usual(names: Sequence[str]) -> str:
    """The form of a name that stands most often, of those that are written out."""
    counts = Counter(name.partition(",")[0].strip() for name in names)
    full = [name for name in counts if _is_written_out(name)] or list(counts)
    return max(full, key=lambda name: (counts[name], len(name)))


def _is_written_out(name: str) -> bool:
    return sum(len(word.strip(".")) > 1 for word in name.split()) > 1


def _fits(signature: str, name: str) -> bool:
    """Whether a signature is a name's surname, another word of it, or its initials."""
    return signature in folded(name).split() or _are_initials(signature, name)


def _are_initials(short: str, name: str) -> bool:
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", folded(name)))
    last_only = len(initials) == 1 and 0 < len(short) <= 3 and short[-1] == initials
    return short == initials or last_only


def years(
    begun: Sequence[int], units: Sequence[Unit], traces: Sequence[Appearance], first: int = 0
) -> tuple[int, int, int]:
    """The first and the last year in datelines, and in how many there is one; 0 without any.

    Years that stand alone count, too; where few datelines have one, also what the lines above the
    `first` letter say.
    """
    near = {index + step for index in begun for step in range(-3, 4)}
    dated = [
        unit.text[: max(run_in.heads(unit.text), default=0)]
        if trace is Appearance.DATED
        else unit.text
        for index, (unit, trace) in enumerate(zip(units, traces, strict=True))
        if trace in {Appearance.DATELINE, Appearance.DATED} and (index in near or not near)
    ]
    found = sorted(int(year) for text in dated for year in YEAR.findall(text))
    if not found:
        dated = [unit.text for unit in units if unit.is_short]
        found = sorted(int(year) for text in dated for year in YEAR.findall(text))
    else:
        alone = [unit.text for unit in units[first:] if _LONE_YEAR.fullmatch(unit.text)]
        found = sorted([*found, *(int(year) for text in alone for year in YEAR.findall(text))])
    if not found:
        return 0, 0, 0
    middle = found[len(found) // 2]
    found += [
        middle // 100 * 100 + int(year) for text in dated for year in _SHORT_YEAR.findall(text)
    ]
    if len(found) <= _FEW_YEARS:
        printed = (_SPAN_OF_YEARS.search(unit.text) for unit in units[:first] if unit.is_short)
        span = next((tuple(map(int, each.groups())) for each in printed if each), (0, 0))
        found += span if span[0] <= middle <= span[1] <= span[0] + _MOST_YEARS else ()
    near_middle = sorted(year for year in found if abs(year - middle) <= _MOST_YEARS)
    return near_middle[0], near_middle[-1], len(near_middle)
