"""Line templates: how a profile describes a line without regular expressions.

`No. {number}` matches "No. 86". A template is plain text, in which

- `{number}` is a document's number ("86", "12a", "12/3", "85-86"), `{roman}` a Roman numeral,
  `{year}` four digits,
- `{heading}` is a document's heading behind its number, in the same line; it stands once,
- `*` is any text, also none; `{*}` is a star, `{{` and `}}` are braces,
- a space is any run of white space, and capitals and small letters are the same.

A full stop at the end of the line is never needed. A template has few placeholders, of which two at
most take any text, so that a match takes no time to speak of, whatever the line.

Templates of headings and of file names (`PieceTemplate`) know more: `{sender}`, `{receiver}`,
`{place}`, `{date}` and `{genre}` take any text, and whoever asks judges whether it is what it
should be. Such a line may be cut in several ways; they come one after the other, to an end.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

_NUMBER = r"\d{1,5}[a-z]?(?:/\d{1,4}[a-z]?|[-–]\d{1,5}[a-z]?)?"
_PLACEHOLDERS = {
    "number": rf"(?P<number>{_NUMBER})",
    "roman": r"(?P<roman>[IVXLCDM]++)",
    "year": r"(?P<year>\d{4})",
    "heading": r"(?P<heading>\S.*)",
}
_PIECE = re.compile(
    r"\{(?P<star>\*)\}|(?P<brace>\{\{|\}\})|\{(?P<name>[^{}]*)\}|(?P<any>\*)|(?P<space>\s+)"
    r"|(?P<text>[^{}*\s]+)"
)
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
    for piece in _pieces(template):
        pieces.append(_translate(piece, "".join(pieces)))
    if all(piece in {".*", r"\s++"} for piece in pieces):
        raise TemplateError("is empty: it needs a word or a placeholder")
    if template.count("{heading}") > 1:
        raise TemplateError("has {heading} twice")
    if sum(piece in _FREE for piece in pieces) > _MOST_FREE:
        raise TemplateError(f"has more than {_MOST_FREE} stars; {{heading}} counts as one")
    if sum(piece["name"] is not None for piece in _pieces(template)) > _MOST_PLACEHOLDERS:
        raise TemplateError(f"has more than {_MOST_PLACEHOLDERS} placeholders")
    if pieces[-2:] == [r"\s++", ".*"]:
        pieces[-2:] = [r"(?:\s++.*)?"]  # where any text is none, there is no space before it
    return re.compile("".join(pieces) + r"\s*\.?", re.IGNORECASE)


def _pieces(template: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(template):
        piece = _PIECE.match(template, position)
        if piece is None:
            raise TemplateError(f"has an unbalanced brace at character {position + 1}")
        position = piece.end()
        yield piece


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
    return re.escape(_literal(piece))


def _literal(piece: re.Match[str]) -> str:
    """The text that a piece stands for: `{*}` is a star, `{{` a brace."""
    return piece["star"] or (piece["brace"] or "")[:1] or piece["text"]


def match(templates: tuple[re.Pattern[str], ...], line: str) -> re.Match[str] | None:
    """The first template that fits the whole line."""
    if len(line) > LONGEST_LINE:
        return None
    for pattern in templates:
        if found := pattern.fullmatch(line):
            return found
    return None


def match_paragraph(templates: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """The first template that fits a whole paragraph, however long, if it has one star at most."""
    if len(text) > LONGEST_LINE:
        templates = tuple(each for each in templates if each.pattern.count(".*") < _MOST_FREE)
    return next((found for pattern in templates if (found := pattern.fullmatch(text))), None)


# Templates whose pieces are handed on

FREE_PIECES = ("sender", "receiver", "place", "date", "genre")
"""Placeholders that take any text, beside `*`."""
_FIXED = {name: _PLACEHOLDERS[name] for name in ("number", "roman", "year")}
_AGAIN = {name: form.replace(f"?P<{name}>", "?:") for name, form in _FIXED.items()}
_NAMES_ALONE = (("sender",), ("receiver",))
_MOST_PIECES = 6
_MOST_CUTS = 40
"""Ways to cut a line that are tried."""

Pieces = Mapping[str, tuple[int, int]]
"""For each placeholder where its text begins and ends in the line."""


@dataclass(frozen=True, slots=True)
class PieceTemplate:
    """A template whose pieces are handed on; `text` is what the profile has.

    Between two free pieces stands an anchor: plain text and placeholders of a fixed form. A line is
    cut by finding the anchors one after the other, so that the time is bounded.
    """

    text: str
    anchors: tuple[re.Pattern[str], ...]
    """Before the first free piece, between each two, and behind the last; they may be empty."""
    free: tuple[str, ...]
    """The names of the free pieces; `*` for any text."""

    @classmethod
    def parse(cls, text: str) -> "PieceTemplate":
        """The template of a text.

        Raises:
            TemplateError: it cannot be read, or is nothing but free pieces; a name alone may be.
        """
        anchors, free = _parsed(text.replace("_", ""))
        if free not in _NAMES_ALONE and not any(each not in {"", r"\s+"} for each in anchors):
            raise TemplateError("needs a word, a sign or a number beside its free pieces")
        return cls(text, tuple(re.compile(each, re.IGNORECASE) for each in anchors), free)

    @property
    def is_name(self) -> bool:
        """Whether it is a name and nothing else: what stands around a line must confirm it."""
        return self.free in _NAMES_ALONE and not any(each.pattern for each in self.anchors)

    def fits(self, line: str) -> bool:
        """Whether a line has the form, whatever stands in its free pieces."""
        return next(self.cuts(line), None) is not None

    def cuts(self, line: str) -> Iterator[Pieces]:
        """The ways to cut a line, free pieces that come first as short as can be."""
        line = line.rstrip()
        line = line.removesuffix(".") if not line.endswith("..") else line
        if len(line) > LONGEST_LINE or (first := self.anchors[0].match(line)) is None:
            return
        if not self.free:
            if first.end() == len(line):
                yield _fixed(first)
            return
        yield from islice(self._cuts(line, 0, first.end(), _fixed(first), set()), _MOST_CUTS)

    def _cuts(
        self, line: str, at: int, start: int, before: Pieces, dead: set[tuple[int, int]]
    ) -> Iterator[Pieces]:
        """The ways to cut the line from the free piece `at`, which begins at `start`."""
        if (at, start) in dead:
            return
        name, anchor = self.free[at], self.anchors[at + 1]
        last = at + 1 == len(self.free)
        found = False
        for match in self._ends(line, start + (name != "*"), anchor, last=last):
            pieces = {**before, name: (start, match.start()), **_fixed(match)}
            if last:
                found = True
                yield pieces
                continue
            for cut in self._cuts(line, at + 1, match.end(), pieces, dead):
                found = True
                yield cut
        if not found:
            dead.add((at, start))

    def _ends(
        self, line: str, start: int, anchor: re.Pattern[str], *, last: bool
    ) -> Iterator[re.Match[str]]:
        """The places where a free piece may end: before the anchor behind it."""
        position = start
        while position <= len(line):
            if last and not anchor.pattern:
                position = len(line)
            match = anchor.search(line, position)
            if match is None:
                return
            if not last or match.end() == len(line):
                yield match
            position = match.start() + 1


def _parsed(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The anchors of a template as regular expressions, and its free pieces."""
    anchors, free, names = [""], [], set[str]()
    for piece in _pieces(text):
        name = piece["name"]
        if piece["any"] or name in FREE_PIECES:
            free.append(name or "*")
            anchors.append("")
        elif name is not None and name not in _FIXED:
            known = ", ".join(f"{{{each}}}" for each in (*_FIXED, *FREE_PIECES))
            raise TemplateError(f"has an unknown placeholder {{{name}}}; known are {known}")
        elif name is not None:
            anchors[-1] += _FIXED[name] if name not in names else _AGAIN[name]
        else:
            anchors[-1] += r"\s+" if piece["space"] else re.escape(_literal(piece))
        if name in FREE_PIECES and name in names:
            raise TemplateError(f"has {{{name}}} twice")
        names |= {name} if name else set()
    if len(free) > _MOST_PIECES:
        raise TemplateError(f"has more than {_MOST_PIECES} pieces that take any text")
    if any(anchor == "" for anchor in anchors[1:-1]):
        raise TemplateError("has two pieces of any text with nothing between them")
    anchors[-1] = anchors[-1].removesuffix(r"\.")
    return tuple(anchors), tuple(free)


def _fixed(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    return {name: match.span(name) for name in match.groupdict() if match[name] is not None}


class FileNameTemplate(PieceTemplate):
    """A template of a file's name: "_" is a space, and pieces may be all of it."""

    @classmethod
    def parse(cls, text: str) -> "FileNameTemplate":
        """The template of a text.

        Raises:
            TemplateError: it cannot be read.
        """
        words = " ".join(text.replace("_", " ").split())
        anchors, free = _parsed(words)
        return cls(text, tuple(re.compile(each, re.IGNORECASE) for each in anchors), free)


def fitting(
    templates: Sequence[PieceTemplate], line: str
) -> Iterator[tuple[PieceTemplate, Pieces]]:
    """The templates that fit a line, in their order, each with the ways to cut it."""
    for template in templates:
        for pieces in template.cuts(line):
            yield template, pieces
