"""The texts of a document: their characters, their places, and signs of plain-text editing."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from teikit.tei.names import TEI, tags
from teikit.validating.finding import Range
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import POINTERS
from teikit.xml.encoding import mark_and_encoding
from teikit.xml.names import ID, Element

ENCODED = "\ufffc"
"""In a flow, what stands in place of the words of an element that is not read."""
_BREAK = "\u2029"
"""In a flow, the end of a line, as a paragraph is one."""

_PLAIN = bytes(range(0x7F))
_BY_NUMBER = re.compile(rb"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_LAST = 0x10FFFF
_HOME = f"{{{TEI}}}"
_OF_EDITORS = tags("teiHeader", "standOff")
_QUOTED = tags("colophon", "explicit", "finalRubric", "incipit", "q", "quote", "rubric")
"""Elements of the header that hold words of a witness."""
_NO_BRACKETS = re.compile(r"[^\[\]]+")


def in_utf8(document: CheckedDocument) -> bytes:
    """The file in UTF-8, to see quickly whether it has what a rule is about."""
    data, markup = document.data, document.markup
    if mark_and_encoding(data) == (b"", "utf-8") and markup.file is markup:
        return data
    return document.positions.text.encode("utf-8", "replace")


def characters(document: CheckedDocument) -> str:
    """Each character in a file that is not ASCII, or is written by its number, and DEL.

    Most rules on characters need to see no more of a file than this, so it is made to be fast: in
    UTF-8, nothing of a character beyond ASCII looks like ASCII.
    """
    data = document.once(in_utf8)
    found = set(data.translate(None, _PLAIN).decode("utf-8", "replace"))
    if b"&" in data:
        numbers = (
            int(hexadecimal, 16) if hexadecimal else int(decimal)
            for hexadecimal, decimal in _BY_NUMBER.findall(data)
        )
        found.update(chr(number) for number in numbers if number <= _LAST)
    return "".join(found)


class TextPart(NamedTuple):
    """The text or the tail of a node, or the value of one of its attributes."""

    node: Element
    attribute: str
    part: str
    text: str

    def range(self, start: int, end: int) -> Range[Element]:
        """The place of some of its characters."""
        return Range(self.node, self.attribute, self.part, start, end)

    @property
    def is_address(self) -> bool:
        """Whether others find something by these very characters: an identifier, a pointer."""
        return self.attribute in POINTERS or self.attribute in (ID, "url")

    @property
    def is_of_editors(self) -> bool:
        """Whether no witness wrote it: it is an attribute, or stands in the header or in lists."""
        if self.attribute:
            return True
        around = self.node if self.part == "text" else self.node.getparent()
        while around is not None:
            if around.tag in _QUOTED:
                return False
            if around.tag in _OF_EDITORS:
                return True
            around = around.getparent()
        return False


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
    if not len(element):
        return element.text or ""
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


@lru_cache(maxsize=1024)
def _reading(tag: object) -> str:
    """How an element of this name is read: "encoded", "inline" or "block"; comments are not."""
    if not isinstance(tag, str):
        return ""
    name = tag[len(_HOME) :] if tag.startswith(_HOME) else ""
    if not name or name in _OTHER:
        return "encoded"
    return "inline" if name in _INLINE else "block"


_Piece = tuple[str, Element | None, str]


class Flow:
    """What an element reads like from its beginning to its end, in one string.

    An element that does not stand in a line has its own. One that is not read is there as a mark
    of that and the brackets in it, as they may be the partners of others.
    """

    def __init__(self, element: Element) -> None:
        self._pieces: list[_Piece] = []
        self._read(element)
        self.text = "".join([text for text, _, _ in self._pieces])

    def range(self, start: int, end: int) -> Range[Element] | None:
        """The place of these characters, or of the first; None where it is not read."""
        number = bisect_right(self._starts, start) - 1
        text, node, part = self._pieces[number]
        if node is None:
            return None
        first = self._starts[number]
        within = end <= first + len(text)
        return Range(node, "", part, start - first, (end if within else start + 1) - first)

    @cached_property
    def _starts(self) -> list[int]:
        return [*accumulate((len(text) for text, _, _ in self._pieces), initial=0)]

    def _read(self, element: Element) -> None:
        pieces = self._pieces
        if text := element.text:
            pieces.append((text, element, "text"))
        for child in element:
            reading = _reading(child.tag)
            if reading == "encoded":
                pieces.append((ENCODED + _brackets_in(content(child)), None, ""))
            elif reading == "inline":
                self._read(child)
            elif reading == "block":
                pieces.append((_BREAK, None, ""))
                self._read(child)
                pieces.append((_BREAK, None, ""))
            if text := child.tail:
                pieces.append((text, child, "tail"))


def _brackets_in(text: str) -> str:
    """The brackets in a text, with a mark for whatever else stands beside them."""
    if "[" in text or "]" in text:
        return _NO_BRACKETS.sub(ENCODED, text)
    return ENCODED if text else ""


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
_LONG = 1000
"""Characters of it that are looked at: brackets can stand in brackets, thousands of times."""
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
    if "[" in text or "]" in text:
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
        left += _paired(
            [first + bracket.start() for bracket in _BRACKET.finditer(line)], text, pairs
        )
        first += len(line) + 1
    for at in _paired(left, text, pairs):
        fault = "'[' is never closed" if text[at] == "[" else "']' is never opened"
        yield Sign(at, at + 1, f"bracket {at}", f"the bracket {fault}: something is lost, or stray")
    for start, end in sorted(pairs):
        within = " ".join(text[start + 1 : min(end, start + _LONG)].split())
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
