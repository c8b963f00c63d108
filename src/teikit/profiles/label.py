"""Templates of labels: how a profile describes what stands before a note, and in the text for it.

`[{number}]` is "[1]". A template is plain text, in which

- `{number}` is a number ("12", "79a", "5.1", "155/2"), `{letter}` one letter, `{roman}` a Roman
  numeral,
- `{sign}` is one of the signs `*`, `†`, `‡`, `§`, once or several times,
- `{{` and `}}` are braces: `{{{number}}}` is "{75}",
- a space is any run of white space, also none; capitals and small letters are the same,
- `*` before a closing bracket at the end is the text of the note: `[Footnote {number}: *]`. Then
  the note ends with that bracket, after however many paragraphs. `*` alone is the sign.
"""

import re
from dataclasses import dataclass

from teikit.profiles.template import TemplateError

NUMBER = r"\d{1,4}(?:[./]\d{1,3})?[a-z]?(?!\w)"
LETTER = r"[^\W\d_](?!\w)"
ROMAN = r"[ivxlc]{1,7}(?!\w)"
SIGN = r"[*†‡§]{1,4}"

_VALUES = {"number": NUMBER, "letter": LETTER, "roman": ROMAN, "sign": SIGN}
_PIECE = re.compile(
    r"(?P<open>\{\{)|(?P<close>\}\})|\{(?P<name>[^{}]*)\}|(?P<space>\s+)|(?P<text>[^{}\s]+)"
)
_CLOSING = frozenset("])}")


@dataclass(frozen=True, slots=True)
class LabelTemplate:
    """A template of labels; `text` is what the profile has.

    `pattern` has the group `value`: the number, letter or sign; empty where the label has none.
    """

    text: str
    pattern: re.Pattern[str]
    closed: bool = False
    """Whether the note ends with the bracket that its label opens."""

    @classmethod
    def parse(cls, text: str) -> "LabelTemplate":
        """The template of a text.

        Raises:
            TemplateError: it cannot be read.
        """
        words = text.strip()
        closed = len(words) > 2 and words[-1] in _CLOSING and words[:-1].rstrip().endswith("*")
        if closed:
            words = words[:-1].rstrip()[:-1].rstrip()
        if words == "*":
            words = "{sign}"
        return cls(text, re.compile(_pattern(words), re.IGNORECASE), closed)


def _pattern(words: str) -> str:
    pieces: list[str] = []
    position = 0
    valued = False
    while position < len(words):
        # Of three braces the outer two are meant: "{{{number}}}".
        piece = _PIECE.match(words, position)
        if piece is None:
            raise TemplateError(f"has an unbalanced brace at character {position + 1}")
        position = piece.end()
        name = piece["name"]
        if name is not None:
            if name not in _VALUES:
                known = ", ".join(f"{{{each}}}" for each in _VALUES)
                raise TemplateError(f"has an unknown placeholder {{{name}}}; known are {known}")
            if valued:
                raise TemplateError("has two placeholders")
            valued = True
            pieces.append(f"(?P<value>{_VALUES[name]})")
        elif piece["space"]:
            pieces.append(r"\s*")
        elif piece["open"] or piece["close"]:
            pieces.append(re.escape(piece.group()[0]))
        else:
            pieces.append(re.escape(piece["text"]))
    if not pieces:
        raise TemplateError("is empty: it needs a word, a sign or a placeholder")
    if not valued:
        signs = re.fullmatch(SIGN, words)
        pieces = [f"(?P<value>{re.escape(words)})"] if signs else [*pieces, "(?P<value>)"]
    return "".join(pieces)
