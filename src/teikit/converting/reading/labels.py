"""Labels before notes and marks in the text, in the shapes that editions print them.

A label is "[12]", "{79a}", "*", "Footnote 3:" at the beginning of a line; a mark is the same
number, letter or sign in the text, in the same shape or in one of those that go with it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from teikit.converting.forms.prose import any_of
from teikit.converting.source import Span
from teikit.profiles.label import LETTER, NUMBER, ROMAN, SIGN, LabelTemplate
from teikit.profiles.profile import NotePlace, NoteWords, Words

_ANY = rf"(?:{NUMBER}|{LETTER}|{ROMAN}|{SIGN})"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "0123456789")
_LONGEST_LABEL = 80

WORD = "word"
"""Labels with a word for note in brackets, or before a number: "[Footnote 1: …]", "Note 1."."""
LOOSE = frozenset({"dot", "bare"})
"""Labels that paragraphs of a text have as well: they count where notes are announced."""

LISTING = frozenset({"round", "paren"})
"""Labels that writers give to their own points."""

_LABELS: Mapping[str, str] = {
    "square": rf"\[(?P<value>{_ANY})\]",
    "brace": rf"\{{(?P<value>{_ANY})\}}",
    "round": rf"\((?P<value>{_ANY})\)",
    "raised": rf"(?P<value>[{_RAISED}]{{1,4}})\)?|\^\{{?(?P<value2>{_ANY})\}}?\)?",
    "paren": rf"(?P<value>\d{{1,4}}[a-z]?|[^\W\d_]|{SIGN})\)",
    "sign": rf"(?P<value>{SIGN})(?=\s|[^\W_]|[\"'“„«(\[_])",
    "dot": r"(?P<value>\d{1,4}[a-z]?)\.(?=\s)",
    "bare": r"(?P<value>\d{1,4}[a-z]?)(?=\s)",
}
# Each begins with the signs that it may begin with, and looks behind afterwards: so a page is gone
# through ten times as fast as where the look behind comes first.
_MARKS: Mapping[str, tuple[str, ...]] = {
    "square": (_LABELS["square"],),
    "brace": (_LABELS["brace"],),
    "round": (
        rf"\((?:(?<=\S.)|(?<=\S\s.)|(?<=\S\s\s.))(?P<value>{_ANY})\)(?=[\s.,;:!?\"'”»’)—–-]|$)",
    ),
    "raised": (rf"(?P<value>[{_RAISED}]{{1,4}})\)?|\^\{{?(?P<value2>{_ANY})\}}?\)?",),
    "paren": (
        r"(?P<value>[\d*†‡§](?<=[^\s(\d].)(?:(?<=\d)\d{0,3}[a-z]?|(?<=\D)[*†‡§]{0,3}))\)",
        r"(?P<value>[a-z])\)(?<=[.,;:!?”\"»]..)",
    ),
    "sign": (
        r"(?P<value>[*†‡§](?<=[^\s*†‡§(\[].)(?:(?<=\*)\*{0,3}|(?<=†)†?|(?<=‡)‡?|(?<=§)§?))"
        r"(?![\w*])",
    ),
    "glued": (
        r"(?P<value>\d(?:(?<=[^\W\d_].)|(?<=[^\W\d_][.,;:!?”\"»)\]].))\d{0,2}[a-z]?)"
        r"(?![\w/%]|[.,]\d)",
    ),
}
_GOES_WITH: Mapping[str, tuple[str, ...]] = {
    WORD: ("square", "raised", "round", "glued", "brace", "sign", "paren"),
    "square": ("square", "raised", "round", "glued", "sign"),
    "brace": ("brace", "square", "raised"),
    "round": ("round", "square", "raised", "glued", "paren"),
    "raised": ("raised", "glued", "round", "square"),
    "paren": ("paren", "raised", "round", "square", "glued", "sign"),
    "sign": ("sign", "square", "round"),
    "dot": ("raised", "square", "round", "glued", "paren", "brace"),
    "bare": ("raised", "square", "round", "glued", "paren", "brace"),
}
"""For each shape of labels the shapes of marks, the likeliest first."""
SURE_MARKS = frozenset({"square", "brace", "raised", "template"})
"""Marks that hardly can be anything else."""
_TEMPLATE = "template"
_PAGED = re.compile(r"\((?P<value>\d{1,4}/\d{1,3})\.\s")
"""A note within a sentence, numbered by its letter: "(155/2. …)"."""
_IN_BRACKETS = re.compile(r"\[(?=[^\[\]\s]+(?:\s+[^\[\]\s]+){2})(?P<value>)")
"""Three words in brackets: fewer are words that the editors supplied."""
# "*A word*" is emphasis; a row of stars is an ornament.
_EMPHASIS = re.compile(r"(?<!\S)[\"'“„«(]?(\*{1,2})[^\s*][^*\n]{0,200}\1")
_ORNAMENT = re.compile(r"(?<!\S)\*(?:[ \t]+\*)+(?!\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the beginning of a line. `closed` is whether the note ends with its bracket."""

    shape: str
    value: str
    span: Span
    closed: bool = False


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A place in the text that has the form of a note's mark."""

    shape: str
    value: str
    span: Span


@dataclass(frozen=True)
class Shapes:
    """The shapes that an edition's labels and marks may have."""

    labels: tuple[tuple[str, re.Pattern[str]], ...]
    """Name and pattern of the labels of other notes, which stand at the beginning of a line."""
    marks: Mapping[str, tuple[re.Pattern[str], ...]]
    openings: tuple[re.Pattern[str], ...]
    """Labels whose notes end with the bracket that they open, wherever they stand."""

    def label(self, text: str, start: int, end: int) -> Label | None:
        """The label that a line, from `start` to `end` in the text, begins with."""
        end = min(end, start + _LONGEST_LABEL)
        if _ORNAMENT.match(text, start, end):
            return None
        for shape, pattern in self.labels:
            found = pattern.match(text, start, end)
            if found is None:
                continue
            if (
                shape == "sign"
                and text.count("*", start, end) > len(value_of(found))
                and (_EMPHASIS.match(text, start))
            ):
                continue
            return Label(shape, value_of(found), Span(start, found.end()))
        return None

    def goes_with(self, shape: str) -> Sequence[str]:
        """The shapes of marks for a shape of labels, the likeliest first."""
        if _TEMPLATE in self.marks:
            return (_TEMPLATE,)
        return _GOES_WITH.get(shape, _GOES_WITH[WORD])

    def found(self, text: str) -> dict[str, list[FoundMark]]:
        """All places that may be marks, by their shape, in order."""
        loud = [Span(*each.span()) for each in _EMPHASIS.finditer(text)]
        loud += [Span(*each.span()) for each in _ORNAMENT.finditer(text)]
        stars = {
            place for span in loud for place in range(span.start, span.end) if text[place] == "*"
        }
        result: dict[str, list[FoundMark]] = {}
        for shape, patterns in self.marks.items():
            marks = []
            for each in (found for pattern in patterns for found in pattern.finditer(text)):
                start = each.end() - len(each.group().lstrip())
                if start not in stars:
                    marks.append(FoundMark(shape, value_of(each), Span(start, each.end())))
            result[shape] = sorted(marks, key=lambda mark: mark.span)
        return result


def value_of(found: re.Match[str]) -> str:
    """The number, letter or sign of a label or mark; a raised one as an ordinary one."""
    groups = found.groupdict()
    value = groups.get("value") or groups.get("value2") or ""
    return value.translate(_LOWERED)


def order_of(value: str) -> float:
    """The place of a number, letter or sign in its row, to tell where a row begins again."""
    if number := re.match(r"\d+", value):
        behind = value[number.end() :]
        if behind[:1] == ".":
            return int(number.group()) + int(re.sub(r"\D", "", behind) or 0) / 100
        return int(number.group()) + (ord(behind[0]) - 96 if behind else 0) / 100
    if not value:
        return 0
    if value[0] in "*†‡§":
        return "*†‡§".index(value[0]) + 1 + 4 * (len(value) - 1) if value[0] != "*" else len(value)
    return ord(value[0].casefold()) if len(value) == 1 else 0


def shapes(words: NoteWords) -> Shapes:
    """The shapes that a profile names; those that it says nothing of are the usual ones."""
    in_brackets = words.place is NotePlace.TEXT and not words.labels
    return _shapes(words.footnote, words.labels, words.marks, in_brackets)


@lru_cache(maxsize=8)
def _shapes(
    footnote: Words,
    templates: tuple[LabelTemplate, ...],
    in_text: tuple[LabelTemplate, ...],
    in_brackets: bool,
) -> Shapes:
    labels: list[tuple[str, re.Pattern[str], bool]]
    if templates:
        labels = [(_shape(each), each.pattern, each.closed) for each in templates]
    else:
        labels = [(name, re.compile(pattern), False) for name, pattern in _LABELS.items()]
    openings: list[re.Pattern[str]] = [each.pattern for each in templates if each.closed]
    if footnote:
        word = any_of(footnote)
        inner = rf"(?:{word})\b\.?(?:\s*(?P<value>{_ANY}))?"
        opening = re.compile(rf"\[\s*{inner}\s*[:.\]—–-]\s*", re.IGNORECASE)
        plain = rf"(?:{word})\.?\s*\[?(?P<value>{NUMBER}|{SIGN})\]?\s*[:.)—–]\s*"
        if not templates:
            openings.append(opening)
            labels.insert(0, (WORD, re.compile(plain, re.IGNORECASE), False))
    numbered = re.compile(rf"\[\s*(?P<value>\d{{1,4}}[a-z]?|{SIGN}):\s")
    if not templates:
        openings += [numbered, _PAGED]
    marks: dict[str, tuple[re.Pattern[str], ...]] = {
        name: tuple(map(re.compile, patterns)) for name, patterns in _MARKS.items()
    }
    if in_text:
        marks = {_TEMPLATE: tuple(template.pattern for template in in_text)}
    labels = [each for each in labels if not each[2]]
    if in_brackets:
        openings.append(_IN_BRACKETS)
    return Shapes(tuple((name, pattern) for name, pattern, _ in labels), marks, tuple(openings))


def _shape(template: LabelTemplate) -> str:
    """The usual shape that a template is of: by it the shapes of its marks are known."""
    if re.search(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", template.text)):
        return WORD
    samples = ("12", "a", "*")
    for name, pattern in _LABELS.items():
        for sample in samples:
            label = re.sub(r"\{(?:number|letter|roman|sign)\}", sample, template.text)
            label = label.replace("{{", "{").replace("}}", "}")
            if re.fullmatch(pattern, label) or re.fullmatch(pattern, f"{label} "):
                return name
    return "bare"


def closings(text: str, afresh: Iterable[int]) -> dict[int, int]:
    """For each bracket that opens, the offset behind the one of its kind that closes it.

    `afresh` are brackets that are in no other: what is still open before one is never closed.
    """
    starts = frozenset(afresh)
    stacks: dict[str, list[int]] = {"]": [], ")": [], "}": []}
    found: dict[int, int] = {}
    for each in re.finditer(r"[\[\](){}]", text):
        sign = each.group()
        if each.start() in starts:
            for stack in stacks.values():
                stack.clear()
        if sign in _OPENED:
            stacks[_OPENED[sign]].append(each.start())
        elif stacks[sign]:
            found[stacks[sign].pop()] = each.end()
    return found


_OPENED = {"[": "]", "(": ")", "{": "}"}
