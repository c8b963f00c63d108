"""The shape of a heading: a line as a template, with what it would tell."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from teikit.suggesting.traces import YEAR, is_dateline
from teikit.suggesting.vocabulary import Vocabulary, begins_with, folded

_LONGEST = 16
"""Words of a heading."""
_FEW = 3
"""Words in small letters that a name may have."""
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_NAME_END = re.compile(r"[,.:;]*$")
_LABELLED = re.compile(r"(?P<label>[^\W\d_]{1,12}:)\s+(?P<rest>.+)")
_APPOSITION = re.compile(r",\s+[^\W\d_]{4,}(?=\s|$)(?<=[a-zà-öø-ÿа-я])")
"""What somebody is, in small letters behind his name."""
STAR = re.compile(r"^\*{1,3}\s?(?=\d{1,4}\.)")
"""Before the number of a letter that is printed for the first time."""
_DATE_BEHIND = re.compile(r"[.,;:]?\s+(?=\S)")


class HeadingShape(NamedTuple):
    """A line as a heading."""

    template: str
    kind: str
    """`number`, `to`, `of`, `both`, `genre`, `name` or `dateline`."""
    number: int = 0
    """The number that it begins with."""
    sender: str = ""
    receiver: str = ""


def shape(text: str, words: Vocabulary) -> HeadingShape | None:
    """The shape that a line has as a heading, or nothing."""
    text = STAR.sub("", text)
    if text.count(" ") >= _LONGEST or not text or folded(text[:1]) in "\"'“„»«":
        return None
    if begins_with(folded(text).strip("[( "), (*words.part, *words.greeting)):
        return None
    opened = text[0] == "[" and text[-1] == "]"
    inner = text[1:-1].strip() if opened else text
    if opened and (label := _LABELLED.match(inner)):
        found = _names(label["rest"], words)
        if found and found.kind != "dateline":
            return found._replace(template=f"[{label['label']} {found.template}]", kind="name")
        return None
    found = _shape(inner, words)
    if found and opened:
        return found._replace(template=f"[{found.template}]")
    return found


def _shape(text: str, words: Vocabulary) -> HeadingShape | None:
    number = words.numbered.match(text)
    if number is None or not _is_number(number, text, words):
        return _names(text, words)
    rest = text[number.end() :].strip()
    value = _value(number)
    sign = "{roman}" if number["roman"] else "{number}"
    word = number["word"] or ""
    glue = " " if re.search(r"\s", number[0][len(word) :][:1]) else ""
    behind = f"{number['ordinal'] or ''}{number['stop']}{(number['dash'] or '').rstrip()}"
    template = f"{word}{glue}{sign}{behind}"
    if not rest.strip(".,:"):
        return HeadingShape(template.rstrip("."), "number", value)
    if number["ordinal"]:
        counted = rest.split(None, 1)[0].strip(".,:") if rest else ""
        if len(rest.split()) < 3 and counted[:1].isupper():
            return HeadingShape(f"{template} {rest.rstrip('. ')}", "number", value)
        return _names(text, words)
    if folded(rest).strip(" .") in {*words.numbers, *words.genres}:
        return HeadingShape(f"{template} {rest.rstrip('. ')}", "number", value)
    inner = _names(rest, words)
    if inner is None or (
        inner.kind == "dateline" and not (word or number["stop"] or number["dash"])
    ):
        return None
    space = " " if text[number.end() : number.end() + 1].isspace() else ""
    return inner._replace(template=f"{template}{space}{inner.template}", number=value or -1)


def _is_number(number: re.Match[str], text: str, words: Vocabulary) -> bool:
    """Whether a line begins with its number, and not with a day, a house or an initial."""
    rest = text[number.end() :]
    if number["roman"] and number["roman"] != number["roman"].upper():
        return False
    if number["ordinal"] and number["ordinal"] != number["ordinal"].lower():
        return False
    if number["word"] or number["ordinal"]:
        return True
    if not rest.strip(" ."):
        return not YEAR.fullmatch(number["value"])
    if is_dateline(text, words) and number["stop"] != ".":
        return False
    if is_dateline(text, words) and not begins_with(folded(rest).strip(), (*words.to, *words.of)):
        # "12. März 1799" is a date, "12. An Körner. Leipzig, 3. März" a heading.
        month = words.months.search(folded(rest))
        if month and month.start() < 3:
            return False
    if number["roman"] and number["stop"] == "." and len(number["roman"]) == 1:
        return bool(begins_with(folded(rest).strip(), (*words.to, *words.of)))  # "C. Roe"
    return bool(number["stop"] or number["dash"]) or bool(
        begins_with(folded(rest).strip(), (*words.to, *words.of))
    )


def _value(number: re.Match[str]) -> int:
    if number["digits"]:
        return int(re.match(r"\d+", number["digits"])[0])  # type: ignore[index]
    total = last = 0
    for letter in reversed(number["roman"].lower()):
        value = _VALUES[letter]
        total += value if value >= last else -value
        last = max(value, last)
    return total


def _names(text: str, words: Vocabulary) -> HeadingShape | None:
    """The shape of what stands behind a number, or alone."""
    if not text or text[-1] in "!?;," or text.endswith(("..", "…")):
        return None
    low = folded(text)
    bare = _NAME_END.sub("", text)
    ending = ":" if text.endswith(":") else ""
    if genre := begins_with(low, (*words.genres, *words.numbers)):
        return _behind_genre(text, len(genre), words)
    if _is_dated_place(text, words):
        return HeadingShape("{place}, {date}" if "," in text else "{date}", "dateline")
    if inner := _led(text, words) or _both(bare, words):
        return inner._replace(template=f"{inner.template}{ending}")
    if is_dateline(text, words):
        return HeadingShape("{place}, {date}" if "," in text else "{date}", "dateline")
    if _is_name(bare) and len(bare) > 2:
        return HeadingShape("{receiver}" + ending, "name", receiver=bare)
    return None


def _behind_genre(text: str, end: int, words: Vocabulary) -> HeadingShape | None:
    """A heading that begins with a genre: "Letter to X", "Telegram of X to Y"."""
    genre, rest = text[:end], text[end:].strip()
    if not rest.strip(".:"):
        return HeadingShape(genre, "genre")
    inner = _led(rest, words) or _both(_NAME_END.sub("", rest), words)
    ending = ":" if text.endswith(":") else ""
    return inner._replace(template=f"{genre} {inner.template}{ending}") if inner else None


def _is_dated_place(text: str, words: Vocabulary) -> bool:
    """Whether a line is a dateline that begins as headings do: "À Berlin, le 29 janvier"."""
    lead = begins_with(folded(text), words.at)
    if not lead or not is_dateline(text, words):
        return False
    if text[: len(lead)].isupper() and _capitals(text[len(lead) :].split()):
        return False  # "DU ROI Potsdam, le 30 octobre 1770"
    before, tail = _with_date(text[len(lead) :].strip(), words)
    return not tail or before.count(" ") < 2


def _capitals(found: Sequence[str]) -> int:
    """How many words at the start are in capitals, where others follow that are not."""
    count = 0
    while count < len(found) and len(found[count]) > 1 and found[count].isupper():
        count += 1
    return count if count < len(found) else 0


def _led(text: str, words: Vocabulary) -> HeadingShape | None:
    """A heading that begins with the word before the receiver or the sender."""
    low = folded(text)
    for kind, leads, key in (("to", words.to, "receiver"), ("of", words.of, "sender")):
        lead = begins_with(low, leads)
        if not lead:
            continue
        shown = text[: len(lead)]
        rest = text[len(lead) :]
        glue = " " if rest[:1].isspace() else ""
        if not glue and shown[-1] not in "'’":
            continue  # "A. R." is a signature
        rest = rest.strip()
        name, tail = _with_date(rest, words)
        name = _NAME_END.sub("", name)
        if kind == "of" and (both := _both(name, words)):
            template = f"{shown}{glue}{both.template}{tail}"
            return both._replace(template=template)
        if _is_name(name, led=True):
            template = f"{shown}{glue}{{{key}}}{tail}"
            return HeadingShape(template, kind, **{key: name})  # type: ignore[arg-type]
    return None


def _both(text: str, words: Vocabulary) -> HeadingShape | None:
    """A heading that names both sides: "A to B", "A — B"."""
    text, tail = _with_date(text, words)
    low = f" {folded(text)} "
    for lead in words.to:
        place = low.find(f" {lead} ")
        if place > 1:
            sender, receiver = text[: place - 1].strip(), text[place + len(lead) + 1 :].strip()
            if _APPOSITION.search(sender):
                continue  # "Brazier, aubergiste à la Châtre"
            if _is_name(sender) and _is_name(receiver, led=True):
                shown = text[place : place + len(lead)].strip()
                template = f"{{sender}} {shown} {{receiver}}{tail}"
                return HeadingShape(template, "both", sender=sender, receiver=receiver)
    sides = re.split(r"\s(--?|–|—)\s", text)
    if len(sides) == 3 and _is_name(sides[0]) and _is_name(sides[2]):
        template = f"{{sender}} {sides[1]} {{receiver}}{tail}"
        return HeadingShape(template, "both", sender=sides[0], receiver=sides[2])
    return None


def _with_date(text: str, words: Vocabulary) -> tuple[str, str]:
    """What stands before the place and date at the end of a line, and their template."""
    if not is_dateline(text, words) and not words.months.search(folded(text)):
        return text, ""
    found = text.split()
    if (count := _capitals(found)) and is_dateline(behind := " ".join(found[count:]), words):
        place = "{place}, {date}" if "," in behind and behind[:1].isalpha() else "{date}"
        return " ".join(found[:count]), f" {place}"
    breaks = list(_DATE_BEHIND.finditer(text))
    dated = [gap for gap in breaks if gap.start() and is_dateline(text[gap.end() :], words)]
    if not dated:
        return text, ""
    strong = [gap for gap in dated if gap[0].strip()]
    gap = strong[0] if strong else dated[-1]
    stop, behind = gap[0].strip(), text[gap.end() :]
    place = "{place}, {date}" if "," in behind and not behind[:1].isdigit() else "{date}"
    return text[: gap.start()], f"{stop} {place}"


def _is_name(text: str, *, led: bool = False) -> bool:
    """Whether a text may be a name, with its titles; behind a lead it may begin small."""
    found = text.split()
    if not found or len(found) > 12 or text[-1] in "!?;":
        return False
    if not led and not found[0][:1].isupper():
        return False
    large = [word for word in found if word.strip("([“\"'")[:1].isupper()]
    small = [word for word in found if word[:1].islower() and len(word) > 3]
    digits = any(character.isdigit() for character in text)
    if digits:
        return False
    if led and not large:
        return len(found) <= _FEW  # "To the same"
    return len(small) < len(large) + led and len(small) <= _FEW
