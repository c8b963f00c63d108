"""From pages to the values of a profile, each with its reason."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from teikit.converting.source import Source
from teikit.suggesting import edition, notes
from teikit.suggesting.edition import TitleNames
from teikit.suggesting.headings import Headings, ShapeStatistics, headings, openings, shapes_of
from teikit.suggesting.shapes import Shape
from teikit.suggesting.suggestion import SuggestedKey, SuggestedValue, Suggestion
from teikit.suggesting.traces import Trace, traces
from teikit.suggesting.units import Unit, units
from teikit.suggesting.vocabulary import (
    LanguageGuess,
    Vocabulary,
    folded,
    guess_language,
    vocabulary,
)

_ENOUGH_COVERED, _FEW_COVERED, _OPENED = 0.5, 0.3, 0.9
"""Shares of openings behind headings, from which letters begin with headings; and of headings."""
_FEW_NAMES = 3
_MOST_EXAMPLE = 48


def suggest(sources: Sequence[Source], titles: Sequence[str] = ()) -> Suggestion:
    """Suggest a profile for pages.

    Args:
        sources: the pages; in the order of their names, if they are one edition.
        titles: what else tells the title of the collection, as the title of a web page.
    """
    guess = guess_language(source.text for source in sources)
    words = vocabulary(guess.language)
    found = units(sources)
    seen = traces(found, words)
    shapes = shapes_of(found, seen, words)
    begun = openings(found, seen)
    headed = headings(found, seen, shapes, begun)
    beginning = _beginning(sources, found, headed, begun, shapes)
    starts = _starts(beginning, found, headed, begun)
    before = [unit.text for unit in found[: starts[0] if starts else 40][:60] if unit.is_short]
    title = edition.title_names([*titles, *before], words)
    signed = edition.signatures(starts, found, seen, words)
    doubts: list[str] = []
    keys = [
        *_edition(sources, guess, words, title, found, seen, begun, signed, headed, shapes, doubts),
        *_page(beginning, headed, found, shapes, seen, begun, words, signed, title, doubts),
        *notes.suggested(found, seen, starts, words),
    ]
    return Suggestion(tuple(key for key in keys if key.values), tuple(doubts), len(sources))


# How a letter begins


def _beginning(
    sources: Sequence[Source],
    found: Sequence[Unit],
    headed: Headings,
    begun: Sequence[int],
    shapes: Sequence[Shape | None],
) -> SuggestedValue:
    """`page.begins`, with its reason."""
    per_file = [0] * len(sources)
    for index in headed.starts or begun:
        per_file[found[index].source] += 1
    if (
        len(sources) > 2
        and median(per_file) <= 1
        and sum(n > 1 for n in per_file) * 5 <= len(sources)
    ):
        alone = sum(number <= 1 for number in per_file)
        return SuggestedValue(
            "file", f"{alone} of {len(sources)} files hold one letter", alone == len(sources)
        )
    count = len(headed.starts)
    strong = [each for each in headed.accepted if each.opened >= _OPENED and each.kind != "name"]
    enough = _FEW_COVERED if strong and count > 1 else _ENOUGH_COVERED
    if count and headed.covered >= enough:
        reason = f"{count} headings; {headed.covered:.0%} of the openings stand behind one"
        return SuggestedValue("heading", reason, headed.covered >= 0.8)
    dated = [index for index in begun if shapes[index] and shapes[index].kind == "dateline"]  # type: ignore[union-attr]
    if len(dated) >= max(2, len(begun) // 3):
        reason = f"{len(dated)} datelines with a letter behind, and no headings that repeat"
        return SuggestedValue("dateline", reason, len(dated) * 4 >= len(begun) * 3)
    if len(begun) > 1:
        reason = f"{len(begun)} salutations, neither headings nor datelines"
        return SuggestedValue("salutation", reason, sure=False)
    if count:
        return SuggestedValue("heading", f"{count} headings", sure=False)
    return SuggestedValue("heading", "nothing was seen that repeats", sure=False)


def _starts(
    beginning: SuggestedValue, found: Sequence[Unit], headed: Headings, begun: Sequence[int]
) -> list[int]:
    if beginning.value == "heading":
        return list(headed.starts)
    if beginning.value == "file":
        return [
            index
            for index, unit in enumerate(found)
            if index == 0 or found[index - 1].source != unit.source
        ]
    return list(begun)


# [edition]


def _edition(
    sources: Sequence[Source],
    guess: LanguageGuess,
    words: Vocabulary,
    title: TitleNames | None,
    found: Sequence[Unit],
    seen: Sequence[Trace],
    begun: Sequence[int],
    signed: Sequence[str],
    headed: Headings,
    shapes: Sequence[Shape | None],
    doubts: list[str],
) -> list[SuggestedKey]:
    sender = _sender(headed, signed, title)
    greeted = [unit.text for unit, trace in zip(found, seen, strict=True) if trace in _GREETINGS]
    receiver = _receiver(headed, title, greeted)
    path = Path(sources[0].path)
    fallback = path.stem if path.stem not in _NO_NAMES else path.resolve().parent.name
    named = title.title if title else ""
    who = sender.value if sender else ""
    keys = [
        _single("edition", "id", _id(str(who), fallback), "begins the names of the files"),
        _single(
            "edition",
            "title",
            named or re.sub(r"[-_]+", " ", fallback).strip().capitalize(),
            "printed at the start" if named else "(from the file's name) write the edition's title",
            bool(named),
        ),
        _single(
            "edition",
            "language",
            guess.language,
            f"{guess.share:.0%} of the small words; {guess.second_share:.0%} would be {guess.second}",
            guess.share > 1.5 * guess.second_share,
        ),
        _single("edition", "language_name", words.name, ""),
    ]
    first, last, count = edition.years(begun, found, seen)
    if count:
        reason = f"years in {count} lines with a date; a date outside is not believed"
        keys.append(_single("edition", "first_year", first, reason, count > 2))
        keys.append(_single("edition", "last_year", last, "", count > 2))
    else:
        doubts.append("No line with a year was seen: fill in edition.first_year and last_year.")
    if sender:
        keys.append(SuggestedKey("edition", "sender", (sender,)))
    elif not _says(headed, "sender"):
        reason = "who wrote all letters, if one person did: nothing in the pages tells"
        keys.append(SuggestedKey("edition", "sender", (SuggestedValue("", reason, True, False),)))
    if receiver:
        keys.append(SuggestedKey("edition", "receiver", (receiver,)))
    if guess.share <= 1.5 * guess.second_share:
        doubts.append(f"The language may also be {guess.second}: edition.language.")
    return keys


_GREETINGS = {Trace.SALUTE, Trace.RUN_IN}
_NO_NAMES = {"raw", "page", "index", "text", "letters", "pages", "document"}


def _single(table: str, key: str, value: str | int, reason: str, sure: bool = True) -> SuggestedKey:
    return SuggestedKey(table, key, (SuggestedValue(value, reason, sure),))


def _id(sender: str, fallback: str) -> str:
    """A short name that can begin an identifier: of a person the surname, else of the file."""
    plain = (unicodedata.normalize("NFKD", folded(text)) for text in (sender, fallback))
    named, words = (
        re.findall(r"[a-z]{2,}", re.sub(r"[\u0300-\u036f]", "", each)) for each in plain
    )
    if named:
        return named[-1]
    return "-".join(words[:2]) or "letters"


def _says(headed: Headings, side: str) -> bool:
    return any(f"{{{side}}}" in each.template for each in headed.accepted)


def _sender(
    headed: Headings, signed: Sequence[str], title: TitleNames | None
) -> SuggestedValue | None:
    if _says(headed, "sender") and all(
        each.kind in {"both", "of", "number"} for each in headed.accepted
    ):
        return None
    party = edition.common_sender(signed, title)
    if party is None:
        return None
    only_initials = len(re.sub(r"[\W_]", "", party.name)) <= len(party.name.split()) + 1
    if only_initials:
        return SuggestedValue(f"{party.name}.", f"{party.reason}: who is it?", False, False)
    return SuggestedValue(party.name, party.reason, party.sure)


def _receiver(
    headed: Headings, title: TitleNames | None, greeted: Sequence[str]
) -> SuggestedValue | None:
    if _says(headed, "receiver") or not title or not title.receiver:
        return None
    name = edition.surname(title.receiver)
    agree = sum(name in folded(text[:60]) for text in greeted)
    reason = f"the title says “{title.title}”"
    if agree:
        reason += f"; {agree} of {len(greeted)} salutations agree"
    return SuggestedValue(title.receiver, reason, agree * 3 >= len(greeted) > 0)


# [page]


def _page(
    beginning: SuggestedValue,
    headed: Headings,
    found: Sequence[Unit],
    shapes: Sequence[Shape | None],
    seen: Sequence[Trace],
    begun: Sequence[int],
    words: Vocabulary,
    signed: Sequence[str],
    title: TitleNames | None,
    doubts: list[str],
) -> list[SuggestedKey]:
    keys = [SuggestedKey("page", "begins", (beginning,))]
    uncovered = round(len(begun) * (1 - headed.covered))
    entries: list[SuggestedValue] = []
    accepted = headed.accepted if beginning.value in {"heading", "file"} else ()
    for each in accepted:
        entries += _entries(each, found, shapes, seen, headed, words)
    known = {entry.value for entry in entries}
    for each in (*headed.doubtful, *(each for each in headed.accepted if not accepted)):
        if each.template not in known and _is_template(each.template):
            reason = f"{_counted(each, found)}; behind {each.opened:.0%} a letter seems to begin"
            entries.append(SuggestedValue(each.template, reason, sure=False, active=False))
    if any(entry.active for entry in entries):
        keys.append(SuggestedKey("page", "headings", tuple(entries), is_list=True))
    elif entries:
        listed = tuple(entries)
        keys.append(SuggestedKey("page", "headings", listed, is_list=True))
    if accepted and uncovered and beginning.value == "heading":
        doubts.append(
            f"{uncovered} of {len(begun)} openings of letters stand behind no heading: they stay in"
            " the letter before, unless you give them one."
        )
    for before, after in pairwise(headed.starts):
        if after - before > 12 * max(4, median(_lengths(headed.starts))) and accepted:
            doubts.append(
                f"The document that begins with “{found[before].text[:_MOST_EXAMPLE]}” is much"
                " longer than the others: a heading may be missing in it."
            )
    if beginning.value in {"dateline", "salutation"} and not begun:
        doubts.append("Nothing was seen with which letters begin: write page.headings yourself.")
    return keys


def _lengths(starts: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise(starts)] or [1]


def _entries(
    each: ShapeStatistics,
    found: Sequence[Unit],
    shapes: Sequence[Shape | None],
    seen: Sequence[Trace],
    headed: Headings,
    words: Vocabulary,
) -> list[SuggestedValue]:
    """The templates of a shape: also the one for a receiver with his place behind."""
    template = each.template
    if not _is_template(template):
        return []
    reason = f"{_counted(each, found)}; behind {each.opened:.0%} a letter begins"
    if each.kind == "number":
        reason = f"{_counted(each, found)}; {each.rising:.0%} of the numbers rise"
    sure = each.opened >= 0.6 or each.rising >= 0.9
    if each.kind == "name":
        side, why = _side(each, found, shapes, seen, headed)
        other = "sender" if side == "receiver" else "receiver"
        return [
            SuggestedValue(template.replace("receiver", side), f"{reason}; {why}", sure=False),
            SuggestedValue(
                template.replace("receiver", other), "if the names are the other side", False, False
            ),
        ]
    entries = [SuggestedValue(template, reason, sure)]
    names = [shape.receiver for index in each.places if (shape := shapes[index])]
    behind = re.compile(
        rf",\s+(?P<lead>{'|'.join(map(re.escape, words.to))})\s+[^\W\d_]", re.IGNORECASE
    )
    placed = [match for name in names if (match := behind.search(name))]
    if placed and len(placed) * 4 >= len(names) and template.endswith("{receiver}"):
        lead = placed[0]["lead"]
        reason = f"{len(placed)} of {len(names)} name the receiver's place"
        entries.insert(0, SuggestedValue(f"{template}, {lead} *", reason))
    return entries


def _is_template(template: str) -> bool:
    """Whether something stands beside the pieces that take any text, as a profile asks."""
    return bool(re.sub(r"\{(?!number|roman|year)\w+\}|[\s*.]", "", template))


def _counted(each: ShapeStatistics, found: Sequence[Unit]) -> str:
    example = found[each.places[len(each.places) // 2]].text[:_MOST_EXAMPLE]
    return f"{each.count} {'line' if each.count == 1 else 'lines'}, e.g. “{example}”"


def _side(
    each: ShapeStatistics,
    found: Sequence[Unit],
    shapes: Sequence[Shape | None],
    seen: Sequence[Trace],
    headed: Headings,
) -> tuple[str, str]:
    """Whether names alone in headings are the senders or the receivers, and why."""
    ends = dict(edition.letters_of(headed.starts, len(found)))
    sent = received = 0
    for index in each.places:
        shape = shapes[index]
        name = edition.surname(shape.receiver) if shape else ""
        end = ends.get(index, index + 1)
        for place in range(index + 1, end):
            named = name in folded(found[place].text) if name else False
            if seen[place] in {Trace.SALUTE, Trace.RUN_IN} and place < index + 5:
                received += name in folded(found[place].text[:60])
            elif seen[place] in {Trace.NAME, Trace.CLOSE} and place > end - 8:
                sent += named
    if received > sent:
        return "receiver", f"{received} are greeted by this name"
    if sent:
        return "sender", f"{sent} are signed with this name"
    names = {shape.receiver for index in each.places if (shape := shapes[index])}
    if len(names) <= _FEW_NAMES and len(each.places) > 2 * len(names):
        return "sender", f"{len(names)} names in {each.count} headings"
    return "receiver", f"{len(names)} names in {each.count} headings"
