"""The language of words as HTML has it, and the direction in which they are written."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from teikit.tei.elements import words_of
from teikit.tei.languages import SHORTER

if TYPE_CHECKING:
    from lxml import etree

_TWO_LETTERS = frozenset(SHORTER.values())
_FORM = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_FROM_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps"}) | frozenset(
    {"sd", "syc", "syr", "ug", "ur", "yi"}
)
_SCRIPTS = re.compile(r"-(?:(arab|hebr|syrc|thaa|nkoo|mand|samr|aran)|[a-z]{4})(?:-|\Z)", re.I)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def html_language(tag: str) -> str:
    """A tag of a language that browsers know; `deu` is `de`. Empty for what is none."""
    tag = tag.strip()
    if not _FORM.fullmatch(tag):
        return ""
    code, hyphen, rest = tag.partition("-")
    shorter = SHORTER.get(code.lower(), code)
    known = len(shorter) == 3 or shorter.lower() in _TWO_LETTERS
    return f"{shorter}{hyphen}{rest}" if known else ""


def only_language(tags: Iterable[str]) -> str:
    """The tag of the language as browsers know it, where there is but one."""
    known = [*filter(None, map(html_language, tags))]
    return known[0] if len(known) == 1 else ""


def direction(language: str) -> str:
    """`rtl` for languages, or scripts, that are written from right to left, else `ltr`."""
    if script := _SCRIPTS.search(language):
        return "rtl" if script[1] else "ltr"
    return "rtl" if language.partition("-")[0].lower() in _FROM_RIGHT else "ltr"


def is_mixed(text: "etree._Element") -> bool:
    """Whether any words of a text are written from right to left."""
    return _RIGHT_TO_LEFT.search(words_of(text)) is not None
