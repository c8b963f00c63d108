"""Quotation marks that only the markup has: `q` and its like, where the text has none itself.

Editions either keep the marks of the letter in the text, or take them away and leave the element
to say that they were there. Marks are added only for what is quoted within a line, and only where
no mark stands at either end, inside or outside of the element.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from teikit.tei.elements import TEI, XML_LANG, first_text, last_text, name_of

if TYPE_CHECKING:
    from lxml import etree

QUOTED = frozenset({"q", "quote", "said", "soCalled"})
"""The elements that stand for quotation marks."""

Pair = tuple[str, str]

_ENGLISH: tuple[Pair, Pair] = (("“", "”"), ("‘", "’"))
_GERMAN: tuple[Pair, Pair] = (("„", "“"), ("‚", "‘"))
_ANGLED: tuple[Pair, Pair] = (("«", "»"), ("“", "”"))
_LOW: tuple[Pair, Pair] = (("„", "”"), ("«", "»"))

_MARKS: Mapping[str, tuple[Pair, Pair]] = {
    # The outer and the inner marks that are usual in a language; English for all others.
    "be": (("«", "»"), ("„", "“")),
    "bg": _GERMAN,
    "ca": _ANGLED,
    "cs": _GERMAN,
    "da": (("»", "«"), ("›", "‹")),
    "de": _GERMAN,
    "el": _ANGLED,
    "es": _ANGLED,
    "fi": (("”", "”"), ("’", "’")),
    "fr": (("« ", " »"), ("“", "”")),
    "hr": (("„", "”"), ("‘", "’")),
    "hu": (("„", "”"), ("»", "«")),
    "is": _GERMAN,
    "it": _ANGLED,
    "nb": _ANGLED,
    "nn": _ANGLED,
    "no": _ANGLED,
    "pl": _LOW,
    "pt": _ANGLED,
    "ro": _LOW,
    "ru": (("«", "»"), ("„", "“")),
    "sk": _GERMAN,
    "sl": _GERMAN,
    "sr": _GERMAN,
    "sv": (("”", "”"), ("’", "’")),
    "uk": (("«", "»"), ("„", "“")),
}
_LONG_CODES = {
    "ces": "cs",
    "cze": "cs",
    "ger": "de",
    "pol": "pl",
    "por": "pt",
    "spa": "es",
    "swe": "sv",
}
"""Codes of three letters that do not begin as those of two."""
_SWISS = re.compile(r"(?:de|it|fr|rm)-(?:\w+-)?(?:CH|LI)", re.I)
_SWISS_MARKS: tuple[Pair, Pair] = (("«", "»"), ("‹", "›"))

_DOUBLE = '"“”„‟«»″〝〞「」『』'
_SINGLE = "'‘’‚‛‹›"
_OPENING = re.compile(f"(?:[{_DOUBLE}{_SINGLE}]|[«»‹›„]\\s)\\Z")
_CLOSING = re.compile(f"[{_DOUBLE}{_SINGLE}]|\\s[«»‹›“]")
_BLOCKS = frozenset({"ab", "div", "floatingText", "l", "lg", "list", "p", "sp", "table"})
_IN_LINE = frozenset({"ab", "head", "item", "l", "note", "p", "salute", "signed", "title"})
_SAYS_SO = re.compile("quot|anführ|guillemet|inline|run-?in", re.I)
_GIVEN = re.compile(f"[{_DOUBLE}{_SINGLE}]")


def marks_of(element: "etree._Element") -> Pair:
    """The marks to print before and behind an element of `QUOTED`; empty where there are none."""
    nothing = ("", "")
    ways = " ".join(filter(None, (element.get(name) for name in ("rend", "rendition", "style"))))
    given = _GIVEN.findall(ways)
    if not _is_in_line(element) or (ways and not given and not _SAYS_SO.search(ways)):
        return nothing  # it is printed in another way
    if element.get("direct") == "false" or _says_all_is_in_text(element):
        return nothing
    words = [*filter(None, map(str.strip, map(str, element.itertext())))]
    if not words or _has_marks(element, words[0], words[-1]):
        return nothing
    if len(given) > 1:
        return given[0], given[-1]
    inner = "single" in ways.lower()
    around = sum(name_of(ancestor) in QUOTED for ancestor in element.iterancestors())
    return _of_language(element)[1 if inner else around % 2]


def _is_in_line(element: "etree._Element") -> bool:
    """Whether it is printed in the line, as no block is."""
    if any(name_of(child) in _BLOCKS for child in element):
        return False
    for ancestor in element.iterancestors():
        name = name_of(ancestor)
        if name in _IN_LINE:
            return True
        if name in {"div", "body", "text"}:
            return False
    return True


def _says_all_is_in_text(element: "etree._Element") -> bool:
    """Whether the header says that the marks of the letter stand in the text."""
    path = f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}editorialDecl/{TEI}quotation"
    return any(
        found.get("marks") == "all" for found in element.getroottree().getroot().iterfind(path)
    )


def _has_marks(element: "etree._Element", first: str, last: str) -> bool:
    """Whether the text has the marks, in the element or close to it."""
    if first[0] in _DOUBLE or last[-1] in _DOUBLE:
        return True
    if first[0] in _SINGLE and last[-1] in _SINGLE:
        return True
    previous, around, following = element.getprevious(), element.getparent(), element.getnext()
    if previous is None:
        before = "" if around is None else around.text or ""
    else:
        before = previous.tail or last_text(previous)
    after = element.tail or ("" if following is None else first_text(following))
    return bool(_OPENING.search(before) or _CLOSING.match(after))


def _of_language(element: "etree._Element") -> tuple[Pair, Pair]:
    """The marks of the language of the words; what is said of the text counts before the header."""
    root = element.getroottree().getroot()
    path = f"{TEI}teiHeader/{TEI}profileDesc/{TEI}langUsage/{TEI}language"
    used = [found.get("ident", "") for found in root.iterfind(path)]
    inside = next(
        (
            language
            for holder in (element, *element.iterancestors())
            if holder is not root and (language := holder.get(XML_LANG))
        ),
        "",
    )
    language = inside or (used[0] if len(used) == 1 else root.get(XML_LANG) or "".join(used[:1]))
    if _SWISS.match(language):
        return _SWISS_MARKS
    code = language.lower().partition("-")[0]
    return _MARKS.get(_LONG_CODES.get(code, code[:2]), _ENGLISH)
