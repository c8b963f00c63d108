"""Signs that only a font of symbols makes of letters: the usual ones by what they show.

Such a font shows `a` as an alpha. Programs write the letter, or a character of the private area
with the letter's number in it (U+F061).
"""

from collections.abc import Mapping
from types import MappingProxyType

PRIVATE = range(0xE000, 0xF900)
"""Characters that have no meaning but in a font."""
_SHIFTED = range(0xF000, 0xF100)
_LAST = 0xFF

_LARGE = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SMALL = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_AS_THEY_ARE = "!#%&()+,./0123456789:;<=>?[]_{|} "
_SYMBOL: Mapping[int, str] = MappingProxyType(
    {
        **{ord("A") + place: sign for place, sign in enumerate(_LARGE)},
        **{ord("a") + place: sign for place, sign in enumerate(_SMALL)},
        **{ord(sign): sign for sign in _AS_THEY_ARE},
        **dict(zip(b"\"$'*-@\\^~", "∀∃∋∗−≅∴⊥∼", strict=True)),
        **dict(zip(range(0xA7, 0xB0), "♣♦♥♠↔←↑→↓", strict=True)),
        **dict(zip(range(0xB0, 0xB5), "°±″≥×", strict=True)),
        **dict(zip(range(0xB6, 0xBD), "∂•÷≠≡≈…", strict=True)),
        0xA2: "′",
        0xA3: "≤",
        0xA5: "∞",
        0xD0: "∠",
        0xD2: "®",
        0xD3: "©",
        0xD4: "™",
        0xD6: "√",
        0xD7: "⋅",
        0xD8: "¬",
        0xDB: "⇔",
        0xDE: "⇒",
    }
)
_WINGDINGS: Mapping[int, str] = MappingProxyType(
    {
        0x20: " ",
        0x22: "✂",
        0x28: "☎",
        0x2A: "✉",
        0x45: "☜",
        0x46: "☞",
        0x4A: "☺",
        0x4C: "☹",
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x75: "◆",
        0x76: "❖",
        0x9F: "•",
        0xA7: "▪",
        0xA8: "◻",
        0xAB: "★",
        0xD8: "➢",
        0xDF: "←",
        0xE0: "→",
        0xE1: "↑",
        0xE2: "↓",
        0xE8: "➔",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    }
)
_FONTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "symbol": _SYMBOL,
        "webdings": {},
        "wingdings": _WINGDINGS,
        "wingdings 2": {},
        "wingdings 3": {},
    }
)
"""For the name of a font in small letters the signs that are known."""


def symbol_font(names: str) -> str:
    """The font of symbols that a list of fonts begins with; nothing where it is another."""
    first = names.partition(",")[0].strip(" \t\r\n\"'").casefold()
    return first if first in _FONTS else ""


def shown(text: str, font: str) -> tuple[str, list[str]]:
    """A text as a font of symbols shows it, and the characters of which that is not known.

    They are left out, each as `F0C1 of wingdings`.
    """
    known = _FONTS[font]
    pieces: list[str] = []
    unknown: list[str] = []
    for sign in text:
        number = ord(sign)
        number -= 0xF000 if number in _SHIFTED else 0
        if number in known:
            pieces.append(known[number])
        elif sign.isspace() or number > _LAST:
            pieces.append(sign)  # a letter of its own: the font has none for it
        else:
            unknown.append(f"{ord(sign):04X} of {font}")
    return "".join(pieces), unknown
