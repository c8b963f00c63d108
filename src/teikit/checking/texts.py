"""The texts of a document: their characters, their places, and signs of plain-text editing."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from teikit.checking.facts import POINTERS
from teikit.checking.found import Spot
from teikit.tei.names import ID, TEI, Element

ENCODED = "\ufffc"
"""In a flow, what stands in place of the words of an element that is not read."""
_BREAK = "\u2029"
"""In a flow, the end of a line, as a paragraph is one."""

_ASCII = bytes(range(128))
_BY_NUMBER = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_LAST = 0x10FFFF
_HOME = f"{{{TEI}}}"
_NO_BRACKETS = re.compile(r"[^\[\]]+")


@lru_cache(maxsize=1)
def characters(text: str) -> frozenset[str]:
    """The characters in the text of a file that are not ASCII, or are written by their number.

    Most rules on characters need to see no more of a file than this, so it is made to be fast:
    in UTF-8, nothing of a character beyond ASCII looks like ASCII.
    """
    found = set(text.encode("utf-8", "replace").translate(None, _ASCII).decode())
    if "&#" in text:
        numbers = (int(one, 16) if one else int(two) for one, two in _BY_NUMBER.findall(text))
        found.update(chr(number) for number in numbers if number <= _LAST)
    if "\x7f" in text:
        found.add("\x7f")
    return frozenset(found)


class TextPart(NamedTuple):
    """The text or the tail of a node, or the value of one of its attributes."""

    node: Element
    attribute: str
    part: str
    text: str

    def spot(self, start: int, end: int) -> Spot:
        """The place of some of its characters."""
        return Spot(self.node, self.attribute, self.part, start, end)

    @property
    def is_address(self) -> bool:
        """Whether others find something by these very characters: an identifier, a pointer."""
        return self.attribute in POINTERS or self.attribute in (ID, "url")


def text_parts(root: Element) -> Iterator[TextPart]:
    """All texts under an element, and all values of attributes, in the order of the document."""
    for node in root.iter():
        if isinstance(node.tag, str):
            for name, value in node.items():
                yield TextPart(node, str(name), "", str(value))
            if node.text:
                yield TextPart(node, "", "text", node.text)
        if node.tail and node is not root:
            yield TextPart(node, "", "tail", node.tail)


def content(element: Element) -> str:
    """All that stands in an element as text, comments left out."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def words(element: Element) -> str:
    """The same with single spaces, on one line."""
    return " ".join(content(element).split())


# fmt: off
_OTHER = frozenset((
    "abbr", "am", "back", "bibl", "biblFull", "biblStruct", "c", "castList", "code", "date",
    "desc", "egXML", "ellipsis", "ex", "expan", "figDesc", "figure", "formula", "front", "fw",
    "g", "gap", "graphic", "head", "ident", "idno", "index", "label", "listBibl", "listEvent",
    "listOrg", "listPerson", "listPlace", "listObject", "locus", "measure", "metamark", "milestone",
    "notatedMusic", "note", "noteGrp", "num", "orig", "pc", "ptr", "ref", "secl", "sic", "space",
    "supplied", "surplus", "teiHeader", "time", "title", "unclear", "undo", "val",
))
"""Elements that are not read: their signs are encoded, or are words of editors."""
_INLINE = frozenset((
    "add", "addName", "choice", "corr", "country", "damage", "del", "district",
    "emph", "foreign", "forename", "genName", "geogName", "hi", "mod", "name", "nameLink",
    "objectName", "offset", "orgName", "persName", "placeName", "q", "reg", "region",
    "roleName", "restore", "rs", "s", "said", "seg", "settlement", "soCalled", "subst", "surname",
    "term", "w",
))
"""Elements that stand in a line."""
# fmt: on


class Flow:
    """What an element reads like from its beginning to its end, in one string.

    An element that does not stand in a line has its own. One that is not read is there as a mark
    of that and the brackets in it, as they may be the partners of others.
    """

    def __init__(self, element: Element) -> None:
        self._starts: list[int] = []
        self._places: list[tuple[Element, str] | None] = []
        self._parts: list[str] = []
        self._length = 0
        self._read(element)
        self.text = "".join(self._parts)

    def spot(self, start: int, end: int) -> Spot | None:
        """The place of these characters, or of the first; None where it is not read."""
        number = bisect_right(self._starts, start) - 1
        place = self._places[number]
        if place is None:
            return None
        first = self._starts[number]
        within = end <= first + len(self._parts[number])
        return Spot(*place[:1], "", place[1], start - first, (end if within else start + 1) - first)

    def _read(self, element: Element) -> None:
        self._add(element.text, (element, "text"))
        for child in element:
            if isinstance(child.tag, str):
                name = child.tag[len(_HOME) :] if child.tag.startswith(_HOME) else ""
                if not name or name in _OTHER:
                    self._add(ENCODED + _NO_BRACKETS.sub(ENCODED, content(child)), None)
                elif name in _INLINE:
                    self._read(child)
                else:
                    self._add(_BREAK, None)
                    self._read(child)
                    self._add(_BREAK, None)
            self._add(child.tail, (child, "tail"))

    def _add(self, text: str | None, place: tuple[Element, str] | None) -> None:
        if text:
            self._starts.append(self._length)
            self._places.append(place)
            self._parts.append(text)
            self._length += len(text)


class Sign(NamedTuple):
    """A sign that editors set into a plain text: its place in that, its kind, and words on it."""

    start: int
    end: int
    kind: str
    message: str


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


MAYBE_SIGNS = re.compile(
    r"[\[\]*0-9](?:(?<=[\[\]*])|(?<=[^\W\d_][0-9])|(?<=[^\W\d_] [0-9])(?=[0-9]? \.))"
)
"""What is in every text that has such signs."""

_OMISSION = re.compile(r"[ .…–—-]+")
_BRACKET = re.compile(r"[\[\]]")
_SHOWN = 40
"""Characters of what stands in brackets that are shown."""
_STAR = re.compile(
    r"(?<![*\w])\*{1,2}(?=\w)[^*\u2029]*[^*\s]\*{1,2}(?![*\w])"  # *so*, as Markdown has it
    r"|(?<=[\w.,;:!?)»«”“’\"'])(?<!\b\w)\*(?=\)?(?:[\s.,;:!?)»”]|\Z))(?!\s*\*)"
    r"|(?<=\w )\*(?=\)?[.,;:!?)])"
    r"|(?<=[^\W\d_A-Z] )\*(?= [^\W\d_A-Z])"
)
# A number glued to a word, and one before a spaced stop.
_GLUED = re.compile(r"[1-9](?<=[^\W\d_][1-9])[0-9]?(?=[.,;:!?)»”\"…]*(?:\s|\Z))")
_SPACED = re.compile(r"[1-9](?<=[^\W\d_] [1-9])[0-9]?(?= \.(?:\s|\Z))")
_WORD_BEFORE = re.compile(r"(?<![^\s(\[\"'“„»«‘’—–-])(?P<word>[^\W\d_]+) ?\Z")
_NEXT = re.compile(r" \.\s+(?P<word>\w+)")
_LONGEST = 40
"""Letters of a word before a number that are looked at."""
_HIGHEST = 49
"""The highest number of a note; what is higher may be a year."""
_MONTH = re.compile(
    r"jan|jän|fe[bv]|fév|m[aä]r|a[pv]r|ma[iyg]|ju[inl]|ao[uû]|aug|ago|sep|set|o[ckt]t|nov|de[cz]"
    r"|déc|gen|gi?u|lug|dic",
    re.IGNORECASE,
)
# Words before a number that counts: such as are glued to it, and others.
_ABBREVIATIONS = _table(
    """
    abb abt anm art bde cap cod col fasc fig fol gen hft kap ldt lfg lib lit nro num pag pars taf
    tab tom vgl vol zif
    """
)
_COUNTING = _table(
    """
    about after another article avec band before blatt chapter chapitre circa class classe dans
    depuis document each entre etwa every fast figure first folio from gegen heft hour into item
    jahr kapitel last least letter lettre ligne line moins most nach nearly next nummer number
    numero numéro only over page pages paragraph part partie plus point pour room seite section
    series strophe table teil than these those tome under unter until vers verse volume vorigen
    letzten nächsten with zeile zimmer über
    """
)


def signs(text: str) -> Iterator[Sign]:
    """The signs of plain-text editing in what is read of a letter."""
    yield from _brackets(text)
    if "*" in text:
        for found in _STAR.finditer(text):
            message = "'*' is plain text: if it marks a note, encode it as ref or ptr"
            yield Sign(found.start(), found.end(), "star", message)
    spaced = list(_SPACED.finditer(text))
    # Who writes "the 4 ." at all, as German does, does not write the marks of notes so.
    for found in (*_GLUED.finditer(text), *(spaced if all(map(_ends_sentence, spaced)) else ())):
        word = _word_before(found)
        if word[-3:].islower() and word.lower() not in _ABBREVIATIONS and int(found[0]) <= _HIGHEST:
            message = f"'{found[0]}' behind '{word}' looks like the mark of a note"
            yield Sign(found.start(), found.end(), "mark", f"{message}: encode it as ref or ptr")


def _word_before(number: re.Match[str]) -> str:
    """The word before a number, if it is one of three letters or more."""
    start = number.start()
    found = _WORD_BEFORE.search(number.string, max(start - _LONGEST, 0), start)
    return found["word"] if found and len(found["word"]) >= len("the") else ""


def _ends_sentence(number: re.Match[str]) -> bool:
    """Whether a number with a spaced stop counts nothing, and ends a sentence."""
    word = _word_before(number)
    following = _NEXT.match(number.string, number.end())
    return (
        len(word) > len("the")
        and word.lower() not in _COUNTING
        and (
            not following
            or (following["word"][0].isupper() and not _MONTH.match(following["word"]))
        )
    )


def _brackets(text: str) -> Iterator[Sign]:
    """Brackets in pairs, first of all within a line, and those that have no partner."""
    left: list[int] = []
    pairs: list[tuple[int, int]] = []
    first = 0
    for line in text.split(_BREAK):
        left += _paired([first + one.start() for one in _BRACKET.finditer(line)], text, pairs)
        first += len(line) + 1
    for at in _paired(left, text, pairs):
        said = "'[' is never closed" if text[at] == "[" else "']' is never opened"
        yield Sign(at, at + 1, f"bracket {at}", f"the bracket {said}: something is lost, or stray")
    for start, end in sorted(pairs):
        within = " ".join(text[start + 1 : end].split())
        # Around what is encoded, a bracket only repeats that.
        if within.strip(f"{ENCODED}[] "):
            shown = within.replace(ENCODED, "…")
            shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
            yield Sign(start, end + 1, *_kind(within, f"'[{shown}]'"))


def _paired(places: list[int], text: str, pairs: list[tuple[int, int]]) -> list[int]:
    """Add the pairs of brackets at these places to `pairs`; those that are left are returned."""
    left: list[int] = []
    for at in places:
        if text[at] == "]" and left and text[left[-1]] == "[":
            pairs.append((left.pop(), at))
        else:
            left.append(at)
    return left


def _kind(within: str, shown: str) -> tuple[str, str]:
    if _OMISSION.fullmatch(within):
        return "omission", f"{shown} is plain text: encode what is left out as gap or ellipsis"
    if within.isdecimal():
        return "number", f"{shown} is plain text: encode the mark of a note as ref, a page as pb"
    means = "if editors set them, encode what they mean (supplied, ex, unclear, gap)"
    return "brackets", f"{shown} has plain brackets: {means}"
