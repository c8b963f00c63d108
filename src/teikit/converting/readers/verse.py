"""Whether a paragraph of a word processor is verse: by its style, or by its lines."""

import re

_STYLE = re.compile(r"(?:poem|poetry|stanza|verses?|vers|linegroup)\b.*", re.IGNORECASE)
_FEWEST = 4
_FULL = 4
"""Words of a line that is more than a name or a formula."""
_LONGEST = 80
_BEFORE = "\"'“‘«„([—–-… "


def is_verse(style: str, text: str) -> bool:
    """Whether a paragraph with a style of this name, and with this text, is verse.

    Lines that only the width of a page parts begin with small letters, too; addresses and
    signatures are short, or have numbers.
    """
    if _STYLE.fullmatch(style):
        return True
    lines = text.split("\n")
    counts = [len(line.split()) for line in lines]
    if len(lines) < _FEWEST or min(counts) < 2 or max(map(len, lines)) >= _LONGEST:
        return False
    full = sum(count >= _FULL for count in counts)
    begun = sum(line.lstrip(_BEFORE)[:1].isupper() for line in lines)
    numbered = any(map(str.isdigit, text))
    return full * 2 >= len(lines) and begun >= 0.9 * len(lines) and not numbered
