"""How each element is written: one table for each layer, and one for lines and paragraphs.

A layer maps element names to a `Shape`, or to a function that finds the shape of an element. An
element that a table does not name is written as its content. `walker` reads these tables; nothing
else does.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from teikit.tei.apparatus import MARK_TYPES, looks_like_mark
from teikit.tei.elements import TEI, is_empty, last_text, name_of, words_of
from teikit.tei.text.quotation import QUOTED, marks_of

if TYPE_CHECKING:
    from lxml import etree


class Gap(Enum):
    """What parts what stands before from what stands behind, or joins the two."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    JOIN = "join"
    """A line ends within a word: what stands on both sides is that word."""
    TIE = "tie"
    """A line ends behind a hyphen of its own: no space follows it."""
    FOLD = "fold"
    """A line break that is but a space in prose; the walker says which of the two it is."""
    TURN = "turn"
    """The end of a page or column that says nothing of words; the walker says what it is."""
    HYPHEN = "hyphen"
    """A line ends with a plain hyphen: the word behind it shows whether it is in a word."""


class Content(Enum):
    """What happens to the content of an element."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    """Left out, but notes in it keep their place in the list of notes."""
    SKIPPED = "skipped"
    """Left out with all that is in it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is written before and after the content of an element, and whether this is written.

    `gap` stands before all of it: that of an element which is a break itself, as `lb`.
    """

    before: str = ""
    after: str = ""
    content: Content = Content.SHOWN
    gap: Gap | None = None


Rule = Shape | Callable[["etree._Element"], Shape]

PLAIN = Shape()
HIDDEN = Shape(content=Content.HIDDEN)
SKIPPED = Shape(content=Content.SKIPPED)
SQUARE = Shape("[", "]")
ROUND = Shape("(", ")")
CURLY = Shape("{", "}")
DELETED = Shape("⟦", "⟧")
ADDED = Shape("\\", "/")
OMISSION = Shape("[…]", content=Content.HIDDEN)
LINE = Shape(gap=Gap.LINE)
FOLD = Shape(gap=Gap.FOLD)
TURN = Shape(gap=Gap.TURN)
JOIN = Shape(gap=Gap.JOIN)
PARTING = Shape(before=" ")


@dataclass(frozen=True, slots=True)
class Layer:
    """One way of writing a document.

    `signs` gives shapes by element name. `preferred` names the alternatives that are written, of
    those that `choice` offers; where it names none, the first is. `apart` says that notes stand in
    a list at the end, with marks where they belong, instead of where they are encoded; `numbered`
    that marks and labels are the numbers of the notes, whatever the print has; `mended` that words
    which a line breaks are one word again, and `hyphens` that a plain hyphen breaks words, too.
    """

    signs: Mapping[str, Rule]
    preferred: frozenset[str]
    apart: bool = True
    numbered: bool = False
    mended: bool = False
    hyphens: bool = False


# --- single signs ---

_CHARACTERS = {"#dots": ".", "#kaufmannsund": "&", "#prozent": "%"}


def _character(element: "etree._Element") -> Shape:
    sign = _CHARACTERS.get(element.get("rendition", ""), "")
    times = element.get("n", "")
    return Shape(sign * min(int(times), 99) if times.isdecimal() else sign) if sign else PLAIN


def _supplied_in_source(element: "etree._Element") -> Shape:
    return _SUPPLIED_IN_SOURCE.get(element.get("reason", ""), PLAIN)


_SUPPLIED_IN_SOURCE = {"lost": HIDDEN, "omitted-in-original": SQUARE}


def _authority_list(element: "etree._Element") -> Shape:
    """Lists of works belong to the text unless they stand beside the lists of persons."""
    return SKIPPED if name_of(element.getparent()) == "back" else PLAIN


def _line_in_source(element: "etree._Element") -> Shape:
    return PLAIN if element.get("break") == "no" else LINE


def _page_in_source(element: "etree._Element") -> Shape:
    return PARTING if element.get("break") == "yes" else PLAIN


def _in_pair(shape: Rule, names: frozenset[str], *, first: bool) -> Rule:
    """Hidden where the other of the two closely stands beside it, without a `choice` around them.

    `<abbr>Dr</abbr><expan>Doctor</expan>` is one word, as it is in a `choice`: `first` says that
    the other of these `names` comes before the element.
    """

    def find(element: "etree._Element") -> Shape:
        other = element.getprevious() if first else element.getnext()
        between = None if other is None else other.tail if first else element.tail
        if not between and name_of(other) in names and name_of(element.getparent()) != "choice":
            return HIDDEN
        return shape if isinstance(shape, Shape) else shape(element)

    return find


_WRITTEN = {"abbr": "expan", "orig": "reg", "sic": "corr"}
_OTHERS = {**_WRITTEN, **{other: name for name, other in _WRITTEN.items()}}


def _pairs(hidden: Iterable[str], *, first: bool, **shapes: Rule) -> dict[str, Rule]:
    return {
        name: _in_pair(shapes.get(name, PLAIN), frozenset({_OTHERS[name]}), first=first)
        for name in hidden
    }


def _index(element: "etree._Element") -> Shape:
    """A list of persons and so on is no part of the text, but it is words of a note."""
    return PLAIN if next(element.iterancestors(f"{TEI}note"), None) is not None else SKIPPED


def _line_in_reading(element: "etree._Element") -> Shape:
    return JOIN if _is_in_word(element) else FOLD


def _page_in_reading(element: "etree._Element") -> Shape:
    return JOIN if _is_in_word(element) else TURN


def _is_in_word(element: "etree._Element") -> bool:
    if element.get("break") == "no" or element.get("type") in {"inWord", "inword", "worddiv"}:
        return True
    return element.get("break") != "yes" and _has_hyphen(element)


def _has_hyphen(element: "etree._Element") -> bool:
    return any(element.get(name, "").strip("#") in _HYPHENED for name in ("rend", "rendition"))


_HYPHENED = frozenset({"-", "hyphen", "hyphenated", "hyphenation"})
"""How a break says that the page has a hyphen there, which the text has not."""


def _deletion_in_reading(element: "etree._Element") -> Shape:
    return PLAIN if name_of(element.getparent()) == "restore" else HIDDEN


def _metamark_in_reading(element: "etree._Element") -> Shape:
    return OMISSION if element.get("function") == "ellipsis" else HIDDEN


def _ellipsis_as_encoded(element: "etree._Element") -> Shape:
    return Shape("[...]") if is_empty(element) else PLAIN


def _ellipsis_in_reading(element: "etree._Element") -> Shape:
    return OMISSION if is_empty(element) else PLAIN


def _reference(element: "etree._Element") -> Shape:
    """A reference without words shows what it points at where it stands for a word itself.

    Where it closely follows a word, or points at notes, it is the mark of something elsewhere.
    """
    if not is_empty(element):
        return PLAIN
    target = element.get("target", "").strip()
    if not target or _OF_NOTE.search(target) or _follows_closely(element):
        return HIDDEN
    return Shape(target.removeprefix("#"))


def _reference_in_reading(element: "etree._Element") -> Shape:
    """The mark of a note in another file is in brackets, as other marks are."""
    if (
        element.get("type") in MARK_TYPES
        and (number := words_of(element) or element.get("n", "").strip()).isalnum()
        and len(number) <= _LONGEST_NUMBER
        and looks_like_mark(element)
        and _follows_closely(element)
    ):
        return Shape(f"[{number}]", content=Content.HIDDEN)
    return _reference(element)


_LONGEST_NUMBER = 4


def _follows_closely(element: "etree._Element") -> bool:
    """Whether neither a space nor an opening bracket stands before an element in its line."""
    last = _before(element)
    return bool(last) and not last.isspace() and last not in _OPENING


def _before(element: "etree._Element") -> str:
    """The character before an element in its line; empty where it begins the line."""
    found: etree._Element | None = element
    for _ in range(_NEAR):
        if found is None or name_of(found) in PROSE:
            break
        previous = found.getprevious()
        if previous is not None:
            text = previous.tail or last_text(previous)
            found = previous
        else:
            found = found.getparent()
            text = "" if found is None else found.text or ""
        if text:
            return text[-1]
    return ""


_NEAR = 12
"""So many elements without words are looked at, so that thousands of them take no time."""

_OPENING = "([{«„“‘—–/"
_OF_NOTE = re.compile(
    r"(?:\b|_)(?:fn|ftn|foot|footnote|endnote|edn|note|nota|anm|anmerkung|comm|n)[._-]?\w?\d+\Z",
    re.I,
)


def _furniture(element: "etree._Element") -> Shape:
    """Left out, but notes on it are in the list of notes."""
    return SKIPPED if next(element.iter(f"{TEI}note"), None) is None else HIDDEN


def _furniture_as_printed(element: "etree._Element") -> Shape:
    """What was printed on the paper of the letter is part of it; what an edition prints is not."""
    given = (element.get(name, "") for name in ("type", "subtype", "rend", "rendition", "hand"))
    return PLAIN if _PREPRINTED.search(" ".join(given)) else _furniture(element)


_PREPRINTED = re.compile(
    "letter.?head|pre.?print|printed|form(?!at|ula|e?work)|stationery|logo|stamp"
    "|briefkopf|vordruck|vorgedruckt|formular|en-?t[êe]te|pré.?imprim|intestazione|membrete"
    "|бланк|печатн",
    re.I,
)


def _cell(element: "etree._Element") -> Shape:
    return PLAIN if element.getprevious() is None else Shape(" | ")


def _cell_in_source(element: "etree._Element") -> Shape:
    return PLAIN if element.getprevious() is None else PARTING


def _part_of_subst(element: "etree._Element") -> Shape:
    """What was replaced and what replaced it are two words, but for letters within a word."""
    around = element.getparent()
    if around is None or name_of(around) != "subst" or element.getprevious() is None:
        return PLAIN
    return PLAIN if _before(around).isalnum() else PARTING


def _quoted(element: "etree._Element") -> Shape:
    before, after = marks_of(element)
    return Shape(before, after) if before else PLAIN


_EVERYWHERE: Mapping[str, Rule] = {
    "c": _character,
    "listBibl": _authority_list,
    "listEvent": _index,
    "listObject": _index,
    "listOrg": _index,
    "listPerson": _index,
    "listPlace": _index,
    "listRelation": _index,
    "listTranspose": SKIPPED,
    "space": Shape(" "),
}

SOURCE = Layer(
    {
        **_EVERYWHERE,
        **_pairs(_WRITTEN.values(), first=True),
        "add": _part_of_subst,
        "cb": _page_in_source,
        "cell": _cell_in_source,
        "corr": HIDDEN,
        "del": _part_of_subst,
        "desc": HIDDEN,
        "ex": SQUARE,
        "figDesc": HIDDEN,
        "gb": _page_in_source,
        "lb": _line_in_source,
        "pb": _page_in_source,
        "supplied": _supplied_in_source,
    },
    preferred=frozenset({"abbr", "am", "orig", "sic", "lem"}),
    apart=False,
)

DIPLOMATIC = Layer(
    {
        **_EVERYWHERE,
        **_pairs(_WRITTEN.values(), first=True, corr=SQUARE),
        "add": ADDED,
        "cell": _cell,
        "del": DELETED,
        "desc": HIDDEN,
        "ellipsis": _ellipsis_as_encoded,
        "ex": ROUND,
        "figDesc": SQUARE,
        "fw": _furniture_as_printed,
        "gap": OMISSION,
        "lb": LINE,
        "pb": Shape("|"),
        "ptr": _reference,
        "ref": _reference,
        "secl": CURLY,
        "supplied": SQUARE,
        "surplus": CURLY,
        "unclear": Shape(after="[?]"),
    },
    preferred=frozenset({"abbr", "am", "orig", "sic", "lem"}),
)

READING = Layer(
    {
        **_EVERYWHERE,
        **_pairs(_WRITTEN, first=False),
        **dict.fromkeys(QUOTED, _quoted),
        "cb": _page_in_reading,
        "cell": _cell,
        "del": _deletion_in_reading,
        "desc": HIDDEN,
        "ellipsis": _ellipsis_in_reading,
        "figDesc": SQUARE,
        "fw": _furniture,
        "gap": OMISSION,
        "gb": _page_in_reading,
        "lb": _line_in_reading,
        "metamark": _metamark_in_reading,
        "pb": _page_in_reading,
        "ptr": _reference,
        "ref": _reference_in_reading,
        "secl": HIDDEN,
        "surplus": HIDDEN,
    },
    preferred=frozenset({"corr", "ex", "expan", "reg", "lem"}),
    numbered=True,
    mended=True,
)

BARE = replace(READING, signs={**READING.signs, "note": SKIPPED})
"""The reading of names, dates and titles: a note on them is no part of them."""

LAYERS: Mapping[str, Layer] = {"source": SOURCE, "diplomatic": DIPLOMATIC, "reading": READING}

SPANS: Mapping[str, str] = {"addSpan": "add", "delSpan": "del"}
"""Elements that begin what an anchor elsewhere (`spanTo`) ends, and what they are alike."""


# --- lines and paragraphs ---

ELEMENTS_ONLY = frozenset({"app", "choice", "ellipsis", "rdgGrp", "subst"})
"""Their content is elements alone: white space in them is layout of the file."""

ALTERNATIVES = frozenset({"app", "choice"})
"""Of what stands in them, one is written."""

AFTER_LABEL = frozenset({"item", "p"})
"""They go on in the line of their label: "P. S.", "1."."""

CLOSING = tuple(",.;:!?)]”")
"""What closely follows a word, whatever stands between."""

PROSE = frozenset({"ab", "cell", "figDesc", "head", "item", "l", "note", "p", "trailer"})
"""In these, what else stands on a line of its own runs on: a date or a signature, say."""

_LINE, _PARAGRAPH = Gap.LINE, Gap.PARAGRAPH

BREAKS: Mapping[str, tuple[Gap | None, Gap | None]] = {
    # The break around an element: within prose, and elsewhere.
    "ab": (_PARAGRAPH, _PARAGRAPH),
    "addrLine": (_LINE, _LINE),
    "address": (None, _LINE),
    "argument": (_PARAGRAPH, _PARAGRAPH),
    "back": (_PARAGRAPH, _PARAGRAPH),
    "body": (_PARAGRAPH, _PARAGRAPH),
    "byline": (None, _PARAGRAPH),
    "castList": (_LINE, _PARAGRAPH),
    "cit": (None, _PARAGRAPH),
    "closer": (_PARAGRAPH, _PARAGRAPH),
    "dateline": (None, _LINE),
    "div": (_PARAGRAPH, _PARAGRAPH),
    "div1": (_PARAGRAPH, _PARAGRAPH),
    "div2": (_PARAGRAPH, _PARAGRAPH),
    "div3": (_PARAGRAPH, _PARAGRAPH),
    "docTitle": (_PARAGRAPH, _PARAGRAPH),
    "epigraph": (_PARAGRAPH, _PARAGRAPH),
    "figDesc": (None, _LINE),
    "figure": (None, _PARAGRAPH),
    "floatingText": (_PARAGRAPH, _PARAGRAPH),
    "front": (_PARAGRAPH, _PARAGRAPH),
    "fw": (None, _PARAGRAPH),
    "group": (_PARAGRAPH, _PARAGRAPH),
    "head": (_LINE, _PARAGRAPH),
    "item": (_LINE, _LINE),
    "l": (_LINE, _LINE),
    "lg": (_LINE, _PARAGRAPH),
    "list": (_LINE, _PARAGRAPH),
    "listBibl": (_LINE, _PARAGRAPH),
    "note": (_LINE, _PARAGRAPH),
    "noteGrp": (None, _PARAGRAPH),
    "opener": (_PARAGRAPH, _PARAGRAPH),
    "org": (_LINE, _LINE),
    "p": (_PARAGRAPH, _PARAGRAPH),
    "person": (_LINE, _LINE),
    "place": (_LINE, _LINE),
    "postscript": (_PARAGRAPH, _PARAGRAPH),
    "q": (None, _PARAGRAPH),
    "quote": (None, _PARAGRAPH),
    "row": (_LINE, _LINE),
    "salute": (None, _LINE),
    "signed": (None, _LINE),
    "sp": (_LINE, _PARAGRAPH),
    "speaker": (_LINE, _LINE),
    "stage": (None, _LINE),
    "table": (_LINE, _PARAGRAPH),
    "text": (_PARAGRAPH, _PARAGRAPH),
    "titlePage": (_PARAGRAPH, _PARAGRAPH),
    "titlePart": (_LINE, _LINE),
    "trailer": (_PARAGRAPH, _PARAGRAPH),
}

RUNNING_ON = frozenset({"seg", *(name for name, (within, _) in BREAKS.items() if within is None)})
"""Those that stand in the line, where they stand in prose or between words."""

_LETTER_PARTS = frozenset({"body", "closer", "div", "opener", "postscript"})
_SET_APART = frozenset({"center", "centre", "left", "right"})
_NO_BREAKS = (None, None)


def break_around(element: "etree._Element", name: str, in_prose: bool) -> Gap | None:
    """`PARAGRAPH`, `LINE` or nothing: what parts an element from its neighbours."""
    if name == "seg" and not in_prose:
        apart = name_of(element.getparent()) in _LETTER_PARTS or element.get("rend") in _SET_APART
        return Gap.LINE if apart else None
    within, elsewhere = BREAKS.get(name, _NO_BREAKS)
    return within if in_prose else elsewhere


def runs_on(name: str) -> bool:
    """Whether the element stands in the line, where it stands in prose or between words."""
    return name not in BREAKS or name in RUNNING_ON
