"""From pages to the values of a profile, each with its reason."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from teikit.converting.source import Source
from teikit.profiles.profile import Beginning, language_tables
from teikit.suggesting import edition, file_names, notes
from teikit.suggesting.headings import GROUP, ShapeStatistics, groups, is_template
from teikit.suggesting.observation import Observation, observe
from teikit.suggesting.suggestion import SuggestedKey, SuggestedValue, Suggestion
from teikit.suggesting.traces import YEAR, Appearance
from teikit.suggesting.vocabulary import folded

_FEW_NAMES = 3
_SURELY = 0.9
"""The share of headings of a shape with a letter behind them."""
_LONGEST_DATE = 5
"""Words of a place and year in brackets, which is no summary."""
_SHORTEST = 3
"""Letters of a surname: fewer are initials."""
_RISING = 0.9
"""The share of numbers that rise, from which headings are surely such."""
_MOST_OF_PAIR, _LEAST_OF_PAIR = 0.9, 0.15
"""The shares of headings that name two persons, and the one of them who is named less."""
_LONGEST_EXAMPLE = 48
_MUCH_LONGER = 12
"""Times the usual length from which a document may hold another one."""
_CLEAR = 1.5
"""Times the share of the next language that a language should have."""
_LAST = 3
"""Units at the end of a letter in which a signature stands."""
_REPEATED, _MOST_REPEATED = 3, 3
"""How often a line stands that may be a running title, and how many of these are shown."""
_NO_NAMES = {"raw", "page", "index", "text", "letters", "pages", "document", "documents", "source"}
"""Names of files that tell nothing."""


def suggest(sources: Sequence[Source], titles: Sequence[str] = ()) -> Suggestion:
    """Suggest a profile for pages.

    Args:
        sources: the pages; in the order of their names, if they are one edition.
        titles: what else tells the title of the collection, as the title of a web page.
    """
    seen = observe(sources, titles)
    keys = [
        *_edition(seen, titles),
        *_page(seen),
        *file_names.suggested(seen),
        *notes.suggested(seen),
    ]
    return Suggestion(tuple(key for key in keys if key.values), _doubts(seen), len(sources))


def _single(table: str, key: str, value: str | int, reason: str, sure: bool = True) -> SuggestedKey:
    return SuggestedKey(table, key, (SuggestedValue(value, reason, sure),))


# [edition]


def _edition(seen: Observation, titles: Sequence[str]) -> list[SuggestedKey]:
    sender, receiver = _sender(seen), _receiver(seen)
    if pair := _pair(seen):
        sender, receiver = pair
    path = Path(seen.paths[0]).resolve()
    places = (path.stem, path.parent.name, path.parent.parent.name)
    fallback = next((name for name in places if folded(name) not in _NO_NAMES), "letters")
    title = seen.title.title if seen.title else ""
    printed = "" if title else _first_title(seen, titles)
    if folded(path.stem) in _NO_NAMES and (title or printed):
        fallback = title or printed
    who = str(sender.value) if sender and sender.active else ""
    keys = [_single("edition", "id", _id(who, fallback), "begins the names of the files")]
    if title:
        keys.append(_single("edition", "title", title, "printed at the start"))
    elif printed:
        reason = "the page's title or first line: is it that of the collection?"
        keys.append(_single("edition", "title", printed, reason, False))
    else:
        from_name = re.sub(r"[-_]+", " ", fallback).strip().capitalize() or "Letters"
        keys.append(
            _single("edition", "title", from_name, "the file's name: write the title here", False)
        )
    reason = "the year of the print"
    keys.append(SuggestedKey("edition", "published", (SuggestedValue("", reason, True, False),)))
    keys += _language(seen)
    first, last, count = edition.years(seen.openings, seen.units, seen.traces, _first(seen))
    if count:
        reason = f"from {count} dates; they decide what “20” means as a year"
        keys.append(_single("edition", "first_year", first, reason, count > 2))
        keys.append(_single("edition", "last_year", last, "", count > 2))
    if sender:
        keys.append(SuggestedKey("edition", "sender", (sender,)))
    elif not _says(seen, "sender"):
        reason = "if one person wrote all letters: nothing in the pages tells who"
        keys.append(SuggestedKey("edition", "sender", (SuggestedValue("", reason, True, False),)))
    if receiver:
        keys.append(SuggestedKey("edition", "receiver", (receiver,)))
    return [*keys, *_calendar(seen, first)]


def _calendar(seen: Observation, first: int) -> list[SuggestedKey]:
    """The key for the calendar, to be uncommented, where the Julian was used in those years."""
    until = language_tables(seen.guess.language).get("dates", {}).get("julian_until", "")
    if not until or not 0 < first <= int(until[:4]):
        return []
    reason = f"if days until {until} are by the Julian calendar; else “gregorian”"
    value = SuggestedValue("julian", reason, True, False)
    return [SuggestedKey("dates", "calendar", (value,))]


def _first(seen: Observation) -> int:
    """The unit with which the first letter begins."""
    return seen.beginnings.starts[0] if seen.beginnings.starts else 0


def _first_title(seen: Observation, titles: Sequence[str]) -> str:
    """The title of a web page, or the first line above the letters that may be one."""
    starts = seen.beginnings.starts
    above = [unit.text for unit in seen.units[: starts[0] if starts else 0] if unit.is_short]
    for text in (*titles, *above[:1]):
        words = _plain_words(text)
        if len(words) > 1 and text[:1].isupper() and not {*words} & _NO_NAMES - {"letters"}:
            return text.strip(" .")
    return ""


def _language(seen: Observation) -> list[SuggestedKey]:
    guess = seen.guess
    reason = f"{guess.share:.0%} of the small words"
    if guess.second_share > 0.05:
        reason += f"; {guess.second_share:.0%} would be {guess.second}"
    sure = guess.share > _CLEAR * guess.second_share
    return [
        _single("edition", "language", guess.language, reason, sure),
        _single("edition", "language_name", seen.words.name, ""),
    ]


def _id(sender: str, fallback: str) -> str:
    """A short name that can begin an identifier: of a person the surname, else of the file."""
    named, words = (_plain_words(text) for text in (sender, fallback))
    return named[-1] if named else "-".join(words[:2]) or "letters"


def _plain_words(text: str) -> list[str]:
    """The words of a text without accents, in small letters."""
    plain = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", folded(text)))
    return re.findall(r"[a-z]{2,}", plain)


def _says(seen: Observation, side: str) -> bool:
    """Whether half of the headings name a side."""
    named = sum(each.count for each in seen.headings.accepted if f"{{{side}}}" in each.template)
    return named > 0 and named * 2 >= len(seen.headings.starts)


def _sender(seen: Observation) -> SuggestedValue | None:
    if _says(seen, "sender") and all(
        each.kind in {"both", "of", "number"} for each in seen.headings.accepted
    ):
        return None
    party = edition.common_sender(seen.signed, seen.title)
    if party is None:
        return None
    letters = re.sub(r"[\W_]", "", party.name)
    if len(letters) <= len(party.name.split()) + 1:
        return SuggestedValue(f"{party.name}.", f"{party.reason}: who is it?", sure=False)
    return SuggestedValue(party.name, party.reason, party.sure)


def _pair(seen: Observation) -> tuple[SuggestedValue, SuggestedValue] | None:
    """Two persons who write to each other, where the headings name one side of each letter."""
    named: Counter[str] = Counter()
    for each in seen.headings.accepted:
        for index in each.places:
            shape = seen.shapes[index]
            if shape and shape.sender and shape.receiver:
                return None
            if shape and (name := shape.sender or shape.receiver):
                named[edition.shown(name.partition(",")[0].strip(" ."))] += 1
    two = named.most_common(2)
    if len(two) < 2 or sum(count for _, count in two) < _MOST_OF_PAIR * named.total():
        return None
    (first, often), (second, seldom) = two
    if seldom < max(_FEW_NAMES, named.total() * _LEAST_OF_PAIR):
        return None
    signed = [edition.surname(name) for name in seen.signed if name]
    known = {*_words(first), *_words(second)}
    title = {*_words(seen.title.title)} if seen.title else set()
    fitting = sum(name in known or len(name) <= _FEW_NAMES for name in signed)
    named_above = title & {edition.surname(first), edition.surname(second)}
    if fitting * 2 < len(signed) or not (fitting or named_above):
        return None  # one person may write to two
    reason = f"{often} and {seldom} headings name these two: who does not get a letter wrote it"
    return (
        SuggestedValue(second, reason, sure=False),
        SuggestedValue(first, "or the other way: of each letter the other one", sure=False),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", folded(text))


def _receiver(seen: Observation) -> SuggestedValue | None:
    title = seen.title
    if _says(seen, "receiver") or not title or not title.receiver:
        return None
    greeted = seen.texts(Appearance.SALUTE, Appearance.RUN_IN)
    name = edition.surname(title.receiver)
    agree = sum(name in folded(text[:60]) for text in greeted)
    reason = f"the title says “{title.title}”"
    if agree:
        reason += f"; {agree} of {len(greeted)} salutations agree"
    return SuggestedValue(edition.shown(title.receiver), reason, agree * 3 >= len(greeted) > 0)


# [page]


def _page(seen: Observation) -> list[SuggestedKey]:
    begins = seen.beginnings
    with_headings = begins.kind in {Beginning.HEADING, Beginning.FILE}
    accepted = tuple(
        each
        for each in seen.headings.accepted
        if with_headings or (begins.kind is Beginning.DATELINE and _heads_beside(each))
    )
    active = {
        key: [value for each in accepted if _key(each) == key for value in _entries(each, seen)]
        for key in ("number", "headings")
    }
    grouped = groups(seen.units, seen.traces, seen.headings.starts if accepted else ())
    if len(grouped) > 1:
        reason = f"{len(grouped)} names above letters, e.g. “{seen.units[grouped[0]].text}”"
        active["headings"].insert(0, SuggestedValue(GROUP, reason))
    known = {value.value for values in active.values() for value in values}
    for each in (*seen.headings.accepted, *seen.headings.doubtful):
        if each.template not in known and each not in accepted:
            reason = f"{_counted(each, seen)}; behind {each.opened:.0%} a letter seems to begin"
            active[_key(each)].append(SuggestedValue(each.template, reason, False, False))
    return [
        _single("page", "begins", str(begins.kind), begins.reason, begins.sure),
        *(SuggestedKey("page", key, tuple(values), is_list=True) for key, values in active.items()),
        *_summary(seen),
        *_furniture(seen),
    ]


def _heads_beside(each: ShapeStatistics) -> bool:
    """Whether a shape heads letters where most have only a dateline: those of somebody else."""
    return each.kind in {"to", "of", "both"} and each.opened >= _SURELY


def _furniture(seen: Observation) -> list[SuggestedKey]:
    """Lines that stand again and again and belong to no letter's form, as comments."""
    shaped = (*seen.headings.accepted, *seen.headings.doubtful)
    headed = {index for each in shaped for index in each.places}
    counts = Counter(
        unit.text
        for index, (unit, trace) in enumerate(zip(seen.units, seen.traces, strict=True))
        if unit.is_short and index not in headed and trace in {Appearance.NAME, Appearance.LINE}
    )
    closing = _closing(seen)
    signed = {folded(name) for name in seen.signed}
    signed |= {text for text, count in closing.items() if count * 2 > counts[text]}
    repeated = [
        SuggestedValue(text, f"{count} times: if it belongs to no letter", False, False)
        for text, count in counts.most_common(_MOST_REPEATED * 4)
        if count >= _REPEATED
        and not {text, folded(text).strip(" ,.")} & signed
        and is_template(text)
    ]
    return [SuggestedKey("page", "furniture", tuple(repeated[:_MOST_REPEATED]), is_list=True)]


def _closing(seen: Observation) -> Counter[str]:
    """How often lines of names stand at the end of a letter, where signatures do."""
    return Counter(
        seen.units[index].text
        for _, end in edition.letters_of(seen.beginnings.starts, len(seen.units))
        for index in range(max(0, end - _LAST), end)
        if seen.traces[index] is Appearance.NAME
    )


def _summary(seen: Observation) -> list[SuggestedKey]:
    """The editors' summaries in brackets, where many letters have them under their headings."""
    starts = seen.beginnings.starts
    headed = set(starts)
    for each in seen.headings.accepted:
        headed |= set(each.places)
    found = []
    for start in starts:
        index = start
        while index < len(seen.units) and index in headed:
            index += 1
        text = seen.units[index].text if index < len(seen.units) else ""
        dated = bool(YEAR.search(text)) and len(text.split()) <= _LONGEST_DATE
        dated = dated or (bool(text) and seen.traces[index] is Appearance.DATELINE)
        if text[:1] == "[" and text[-1] == "]" and not dated:
            found.append(text)
    if len(found) < max(2, len(starts) // 4) or not seen.headings.accepted:
        return []
    reason = f"{len(found)} of {len(starts)} headings, e.g. “{found[0][:_LONGEST_EXAMPLE]}”"
    return [SuggestedKey("page", "summary", (SuggestedValue("[*]", reason),), is_list=True)]


def _key(each: ShapeStatistics) -> str:
    """The key of a shape: a number alone heads the line, or a heading on the next one."""
    return "number" if each.kind == "number" else "headings"


def _entries(each: ShapeStatistics, seen: Observation) -> list[SuggestedValue]:
    """The templates of a shape: also the one for a receiver with his place behind."""
    if each.kind == "number":
        reason = f"{_counted(each, seen)}; {each.rising:.0%} of the numbers rise"
    else:
        reason = f"{_counted(each, seen)}; behind {each.opened:.0%} a letter begins"
    if each.kind == "name":
        signed = _signed_by_others(each, seen)
        side, why = ("receiver", signed) if signed else _side(each, seen)
        other = "sender" if side == "receiver" else "receiver"
        templates = [each.template.replace("receiver", name) for name in (side, other)]
        return [
            SuggestedValue(templates[0], f"{reason}; {why}", sure=bool(signed)),
            SuggestedValue(templates[1], "if the names are the other side", False, False),
        ]
    sure = each.opened >= 0.6 or each.rising >= 0.9
    return [*_placed(each, seen), SuggestedValue(each.template, reason, sure)]


def _placed(each: ShapeStatistics, seen: Observation) -> list[SuggestedValue]:
    """A template for "A M. ROLLINAT, A CHATEAUROUX", where many name the receiver's place."""
    leads = "|".join(map(re.escape, seen.words.to))
    inner = "|".join(map(re.escape, seen.words.within)) or "(?!)"
    behind = re.compile(
        rf"(?:,\s+(?P<lead>{leads})|\s+(?P<inner>{inner}))\s+[^\W\d_]", re.IGNORECASE
    )
    names = [shape.receiver for index in each.places if (shape := seen.shapes[index])]
    placed = [
        f", {match['lead']}" if match["lead"] else f" {match['inner']}"
        for name in names
        if (match := behind.search(name))
    ]
    if len(placed) * 4 < len(names) or not placed or not each.template.endswith("{receiver}"):
        return []
    reason = f"{len(placed)} of {len(names)} name the receiver's place"
    return [SuggestedValue(f"{each.template}{placed[0]} *", reason)]


def _counted(each: ShapeStatistics, seen: Observation) -> str:
    example = seen.units[each.places[len(each.places) // 2]].text[:_LONGEST_EXAMPLE]
    return f"{each.count} {'line' if each.count == 1 else 'lines'}, e.g. “{example}”"


def _signed_by_others(each: ShapeStatistics, seen: Observation) -> str:
    """That most letters are signed with a surname that is in no heading, if this is so."""
    names = [shape.receiver for index in each.places if (shape := seen.shapes[index])]
    signed = Counter(edition.surname(name) for name in seen.signed if name)
    if not signed or each.rising < _RISING:
        return ""
    surname, count = signed.most_common(1)[0]
    named = any(surname in folded(name) for name in names)
    if named or len(surname) < _SHORTEST or 2 * count <= len(names):
        return ""
    return f"{count} are signed with another surname"


def _side(each: ShapeStatistics, seen: Observation) -> tuple[str, str]:
    """Whether names alone in headings are the senders or the receivers, and why."""
    ends = dict(edition.letters_of(seen.headings.starts, len(seen.units)))
    sent = received = exact = 0
    names = {index: shape.receiver for index in each.places if (shape := seen.shapes[index])}
    for index, name in names.items():
        word = edition.surname(name)
        end = ends.get(index, index + 1)
        head = range(index + 1, min(index + 5, end))
        tail = range(max(index + 1, end - 8), end)
        received += any(
            word in folded(seen.units[place].text[:60])
            for place in head
            if seen.traces[place] in {Appearance.SALUTE, Appearance.RUN_IN}
        )
        closers = [
            seen.units[place].text
            for place in tail
            if seen.traces[place] in {Appearance.NAME, Appearance.CLOSE}
        ]
        sent += any(word in folded(text) for text in closers)
        exact += any(_is_name_of(text, name) for text in closers)
    if received > sent:
        return "receiver", f"{received} are greeted by this name"
    family = len({edition.surname(name) for name in names.values()}) == 1
    if family and sent > 0 and exact * 2 <= len(names):
        return "receiver", f"{sent} are signed with this surname, {exact} with this name"
    if sent * 2 > len(names):  # a brother to whom a few are written signs none
        return "sender", f"{sent} are signed with this name"
    count = len(set(names.values()))
    reason = f"{count} names in {each.count} headings"
    few = count <= _FEW_NAMES and len(names) > 2 * count
    return "sender" if few else "receiver", reason


def _is_name_of(signature: str, name: str) -> bool:
    """Whether a signature is a name with all of its words, forenames perhaps as initials."""
    signed, named = (re.findall(r"[^\W\d_]+", folded(text)) for text in (signature, name))
    return len(signed) == len(named) and all(
        word == other or (len(word) == 1 and other.startswith(word))
        for word, other in zip(signed, named, strict=True)
    )


# What to look at


def _doubts(seen: Observation) -> tuple[str, ...]:
    """Sentences about what is not sure."""
    doubts = []
    guess, headed = seen.guess, seen.headings
    if guess.share <= _CLEAR * guess.second_share:
        doubts.append(f"The language may also be {guess.second}: edition.language.")
    if not edition.years(seen.openings, seen.units, seen.traces)[2]:
        doubts.append("No line with a year was seen: write edition.first_year and last_year.")
    if seen.beginnings.kind is Beginning.HEADING:
        open_ = round(len(seen.openings) * (1 - headed.covered))
        if open_:
            doubts.append(
                f"{open_} of {len(seen.openings)} openings of letters stand behind no heading:"
                " they stay in the letter before, unless you give them one."
            )
        doubts += _long_documents(seen)
    if not seen.beginnings.starts:
        doubts.append("Nothing was seen with which letters begin: write page.headings yourself.")
    return tuple(doubts)


def _long_documents(seen: Observation) -> list[str]:
    letters = list(pairwise(seen.headings.starts))
    usual = median([after - before for before, after in letters]) if letters else 0
    return [
        f"The document that begins with “{seen.units[before].text[:_LONGEST_EXAMPLE]}” is much"
        " longer than the others: a heading may be missing in it."
        for before, after in letters
        if after - before > _MUCH_LONGER * max(4, usual)
    ]
