"""Line templates: how a profile describes a line without regular expressions.

`No. {number}` matches "No. 86". A template is plain text, in which

- `{number}` is a document's number ("86", "12a"), `{roman}` a Roman numeral, `{year}` four digits,
- `{heading}` is a document's heading behind its number, in the same line; it stands once,
- `*` is any text, also none,
- a space is any run of white space, and capitals and small letters are the same.

A full stop at the end of the line is never needed. A template has few placeholders, of which two at
most take any text, so that a match takes no time to speak of, whatever the line.
"""

import re

_PLACEHOLDERS = {
    "number": r"(?P<number>\d{1,5}[a-z]?)",
    "roman": r"(?P<roman>[IVXLCDM]++)",
    "year": r"(?P<year>\d{4})",
    "heading": r"(?P<heading>\S.*)",
}
_PIECE = re.compile(r"\{(?P<name>[^{}]*)\}|(?P<any>\*)|(?P<space>\s+)|(?P<text>[^{}*\s]+)")
_FREE = (".*", r"(?P<heading>\S.*)")
_MOST_FREE = 2
_MOST_PLACEHOLDERS = 4
LONGEST_LINE = 300
"""Characters. Longer lines are prose, and no template matches them."""


class TemplateError(ValueError):
    """A template that cannot be read; the message says why."""


def compile_template(template: str) -> re.Pattern[str]:
    """The regular expression for a template.

    Raises:
        TemplateError: an unknown placeholder, an unbalanced brace, too many stars, or nothing.
    """
    pieces: list[str] = []
    position = 0
    while position < len(template):
        piece = _PIECE.match(template, position)
        if piece is None:
            raise TemplateError(f"has an unbalanced brace at character {position + 1}")
        position = piece.end()
        pieces.append(_translate(piece, "".join(pieces)))
    if all(piece in {".*", r"\s++"} for piece in pieces):
        raise TemplateError("is empty: it needs a word or a placeholder")
    if template.count("{heading}") > 1:
        raise TemplateError("has {heading} twice")
    if sum(piece in _FREE for piece in pieces) > _MOST_FREE:
        raise TemplateError(f"has more than {_MOST_FREE} stars; {{heading}} counts as one")
    if template.count("{") > _MOST_PLACEHOLDERS:
        raise TemplateError(f"has more than {_MOST_PLACEHOLDERS} placeholders")
    return re.compile("".join(pieces) + r"\s*\.?", re.IGNORECASE)


def _translate(piece: re.Match[str], before: str) -> str:
    name = piece["name"]
    if name is not None:
        if name not in _PLACEHOLDERS:
            known = ", ".join(f"{{{known}}}" for known in _PLACEHOLDERS)
            raise TemplateError(f"has an unknown placeholder {{{name}}}; known are {known}")
        group = f"?P<{name}>"
        return _PLACEHOLDERS[name].replace(group, "?:" if group in before else group)
    if piece["any"]:
        return ".*"
    if piece["space"]:
        return r"\s++"
    return re.escape(piece["text"])


def match(templates: tuple[re.Pattern[str], ...], line: str) -> re.Match[str] | None:
    """The first template that fits the whole line."""
    if len(line) > LONGEST_LINE:
        return None
    return next((found for pattern in templates if (found := pattern.fullmatch(line))), None)
