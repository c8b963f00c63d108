"""Findings for people: each with its place, what was found, and the line at fault."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic, Excerpt, Severity
from teikit.reporting.reporter import About, Summary
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


class Text:
    """`path:line:column: severity CODE message`, the line at fault, and a mark below the place.

    Under the first finding of each rule stands what to do.
    """

    def __init__(self, about: About) -> None:
        self._colour = about.colour
        self._width = about.width - len(_INDENT) if about.width else 0
        self._explained: set[str] = set()

    def findings(self, batch: Iterable[Diagnostic]) -> Iterator[str]:
        """Several lines for each finding."""
        for finding in batch:
            yield "".join(f"{line}\n" for line in self._lines(finding))

    def end(self, _: Summary) -> Iterator[str]:
        """Nothing."""
        return iter(())

    def _lines(self, finding: Diagnostic) -> Iterator[str]:
        rule = finding.rule
        colour = _COLOURS[rule.severity]
        place = self._in(_BOLD, visible(str(finding.location)))
        grave = self._in(colour, rule.severity)
        yield f"{place}: {grave} {rule.code} {visible(finding.message)}"
        if finding.excerpt and finding.excerpt.text:
            source, mark = pointed(finding.excerpt, finding.location.length, self._width)
            yield _INDENT + source
            space = len(mark) - len(mark.lstrip())
            yield _INDENT + mark[:space] + self._in(colour, mark[space:])
        if rule.hint and rule.code not in self._explained:
            self._explained.add(rule.code)
            yield _MARGIN + self._in(_DIM, rule.hint)

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._colour else text


def pointed(excerpt: Excerpt, length: int, columns: int = 0) -> tuple[str, str]:
    """The line of an excerpt, and below it the mark of `length` characters from its place on.

    Where the line takes more than so many columns, it is cut; what the mark points at stays.
    """
    text = visible(excerpt.text)
    widths = [width(one) for one in text]
    start = min(max(excerpt.column - 1, 0), len(text))
    end = min(start + max(length, 1), len(text))
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
