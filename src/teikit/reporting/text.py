"""Findings for people: each with its place, what was found, and the line at fault."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import IN_BRIEF, Diagnostic, Excerpt, Severity
from teikit.reporting.reporter import Piece, Reporter
from teikit.reporting.visible import visible, width

_MARGIN = "    "
_INDENT = 2 * _MARGIN

_PLAIN = "\x1b[0m"
_BOLD = "\x1b[1m"
_DIM = "\x1b[2m"
_COLOURS = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.INFO: "\x1b[1;36m",
}


class TextReporter(Reporter):
    """`path:line:column: severity CODE message`, the line at fault, and a mark below the place.

    Under the first finding of each rule stands what to do.
    """

    details = IN_BRIEF._replace(excerpts=True)

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """Several lines for each finding."""
        for finding in batch:
            rule = finding.rule
            remedy = f"{_MARGIN}{self._in(_DIM, rule.remedy)}\n" if rule.remedy else ""
            yield Piece(self._lines(finding), rule.code, remedy)

    def _lines(self, finding: Diagnostic) -> str:
        rule, excerpt = finding.rule, finding.excerpt
        colour = _COLOURS[rule.severity]
        place = self._in(_BOLD, visible(str(finding.location)))
        grave = self._in(colour, rule.severity)
        heading = f"{place}: {grave} {rule.code} {visible(finding.message)}\n"
        if not excerpt or not excerpt.text:
            return heading
        source, mark = pointed(excerpt, finding.location.length, self._columns)
        sign = mark.lstrip()
        space = mark[: -len(sign)]
        return f"{heading}{_INDENT}{source}\n{_INDENT}{space}{self._in(colour, sign)}\n"

    @property
    def _columns(self) -> int:
        """Those that a line at fault may take."""
        return self.about.width - len(_INDENT) if self.about.width else 0

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self.about.colour else text


def pointed(excerpt: Excerpt, length: int, columns: int = 0) -> tuple[str, str]:
    """The line of an excerpt, and below it the mark of `length` characters from its place on.

    Where the line takes more than so many columns, it is cut; what the mark points at stays.
    """
    text = visible(excerpt.text)
    start = min(max(excerpt.column - 1, 0), len(text))
    end = min(start + max(length, 1), len(text))
    if text.isascii() and not 0 < columns < len(text):  # a column for each character
        return text, " " * start + "^" * max(end - start, 1)
    widths = [*map(width, text)]
    while start and start < len(text) and not widths[start]:
        start -= 1  # a combining mark stands on the letter before it
    first, last = _window(widths, start, end, columns)
    mark = "^" * max(sum(widths[start : min(end, last)]), 1)
    return text[first:last], " " * sum(widths[first:start]) + mark


def _window(widths: list[int], start: int, end: int, columns: int) -> tuple[int, int]:
    """Which characters are shown: from the one up to the other."""
    first, last = 0, len(widths)
    over = sum(widths) - columns if columns > 0 else 0
    while over > 0 and (first < start or last > start + 1):
        # What is cut is farthest from the place.
        if start - first > max(last - end, 0):
            over -= widths[first]
            first += 1
        else:
            last -= 1
            over -= widths[last]
    while first < start and not widths[first]:
        first += 1  # a combining mark without its letter
    return first, last
