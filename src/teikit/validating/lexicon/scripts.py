"""How words are written: in letters of which script, and whether composed as Unicode's NFC is."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_letters
from types import MappingProxyType
from typing import NamedTuple

from teikit.xml.combining import normalized

LATIN = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
CYRILLIC = r"\u0400-\u0481\u048a-\u052f\ua640-\ua66d"
GREEK = r"\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03e1\u03f0-\u03ff\u1f00-\u1fff"
_MARKS = r"\u0300-\u036f\u0483-\u0487"

# In UTF-8 the first byte of a letter tells its script, or nearly so; what goes on is left out, and
# with it the marks that stand over letters.
_LATIN_BYTES = bytes((*ascii_letters.encode(), *range(0xC3, 0xCA)))
_GREEK_BYTES = bytes((0xCE, 0xCF))
_CYRILLIC_BYTES = bytes(range(0xD0, 0xD5))
_SCRIPT_OF_BYTE = bytes.maketrans(
    _LATIN_BYTES + _GREEK_BYTES + _CYRILLIC_BYTES,
    b"L" * len(_LATIN_BYTES) + b"G" * len(_GREEK_BYTES) + b"C" * len(_CYRILLIC_BYTES),
)
_GOING_ON = bytes((*range(0x80, 0xC0), 0xCC, 0xCD, 0xE1))
_BORDERS = (b"LC", b"CL", b"LG", b"GL", b"CG", b"GC")

FOREIGN = re.compile(f"[{CYRILLIC}{GREEK}]")
_WORD = re.compile(f"[{LATIN}{CYRILLIC}{GREEK}][{LATIN}{CYRILLIC}{GREEK}{_MARKS}]+")
_SCRIPTS = tuple(
    (name, re.compile(f"[{letters}]"))
    for name, letters in (("Latin", LATIN), ("Cyrillic", CYRILLIC), ("Greek", GREEK))
)

# What looks like a Latin letter, beside that letter.
_CYRILLIC_AS_LATIN = dict(
    zip("АВЕКМНОРСТУХЅІЈҮҺԌаеорсухѕіјһԁԛԝӏ", "ABEKMHOPCTYXSIJYhGaeopcyxsijhdqwl", strict=True)
)
_GREEK_AS_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ", "ABEZHIKMNOPTYXocj", strict=True))
_LIKE = MappingProxyType(_CYRILLIC_AS_LATIN | _GREEK_AS_LATIN)
# A Latin letter in a word of another script is a slip only where it looks like one of that; of
# Cyrillic "S" and the small letters that look alike in some fonts only, the purpose is not known.
_LIKE_LATIN = MappingProxyType(
    {
        "Cyrillic": frozenset("ABEKMHOPCTYXIJaeopcyxij"),
        "Greek": frozenset("ABEZHIKMNOPTYXov"),
    }
)
_RUN = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
"""What can be out of NFC: ASCII changes only together with what follows it."""
_ROMAN = re.compile(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


_GREEK_WORD = 3
"""Letters that a word has at least to be Greek: what is shorter may be of a formula, as "ΔT"."""


class Mixed(NamedTuple):
    """A word in which one letter or more are of another script than they should be.

    Attributes:
        start: where it begins in the text.
        word: the word.
        script: that of the word.
        letter: the first letter that is not of it.
        other: the script of that letter.
        roman: what the word is in Latin letters, if that is a Roman numeral; else "".
    """

    start: int
    word: str
    script: str
    letter: str
    other: str
    roman: str


def may_be_mixed(text: bytes) -> bool:
    """Whether letters of two scripts touch in a text in UTF-8; it may say so in vain, but fast."""
    scripts = text.translate(_SCRIPT_OF_BYTE, _GOING_ON)
    return any(border in scripts for border in _BORDERS)


def mixed(text: str) -> Iterator[Mixed]:
    """The words of a text that mix scripts by letters that look alike.

    A mixture in which every script has letters of its own is meant: "μm", the "dьnь" of linguists.
    """
    for found in _WORD.finditer(text):
        if may_be_mixed(found[0].encode()) and (mixture := _mixed(found.start(), found[0])):
            yield mixture


def _mixed(start: int, word: str) -> Mixed | None:
    by_script: dict[str, dict[str, int]] = {}
    for character, count in Counter(word).items():
        if not unicodedata.combining(character):
            by_script.setdefault(script(character), {})[character] = count
    sizes = {name: sum(counts.values()) for name, counts in by_script.items()}
    # The script of most letters, or else Latin, is that of the word, if the others can be of it.
    for home in sorted(sizes, key=lambda name: (-sizes[name], name != "Latin")):
        others = [
            (name, character)
            for name, all_ in by_script.items()
            if name != home
            for character in all_
        ]
        if not others or sizes[home] < (_GREEK_WORD if home == "Greek" else 1):
            continue
        if all(_could_be(home, name, character) for name, character in others):
            return Mixed(start, word, home, others[0][1], others[0][0], _roman(word))
    return None


def script(letter: str) -> str:
    """The script of a letter: Latin, Cyrillic or Greek."""
    return next(name for name, letters in _SCRIPTS if letters.match(letter))


def _could_be(home: str, other: str, letter: str) -> bool:
    """Whether a letter of one script looks like one of another."""
    base = unicodedata.normalize("NFD", letter)[0]
    latin = base if other == "Latin" else _LIKE.get(base, "")
    return bool(latin) and (home == "Latin" or latin in _LIKE_LATIN[home])


def _roman(word: str) -> str:
    latin = "".join(_LIKE.get(character, character) for character in word)
    return latin if _ROMAN.fullmatch(latin) else ""


@lru_cache(maxsize=1024)
def may_be_composed(character: str) -> bool:
    """Whether this character can be one of a sequence that is not in NFC."""
    return bool(
        unicodedata.combining(character)
        or "\u1100" <= character <= "\u11ff"
        or unicodedata.category(character) == "Mc"
        or not unicodedata.is_normalized("NFC", character)
    )


def not_composed(text: str) -> Iterator[tuple[int, int, str]]:
    """The sequences of a text that are not in Unicode's NFC: start, end, and what is."""
    for run in _RUN.finditer(text):
        start, last = run.span()
        for end in range(start + 1, last + 1):
            if end < last and unicodedata.combining(text[end]):
                continue
            sequence = text[start:end]
            right = normalized("NFC", sequence)
            # A sequence ends before a character that does not change together with it.
            if end < last and normalized("NFC", sequence + text[end]) != right + normalized(
                "NFC", text[end]
            ):
                continue
            if right != sequence:
                yield start, end, right
            start = end
