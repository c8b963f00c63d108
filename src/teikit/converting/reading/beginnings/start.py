"""The beginning of a document, as it is found in a page."""

from dataclasses import dataclass

from teikit.converting.letter import Heading


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a document: the lines of its number and heading, and what they say."""

    line: int
    number_line: int | None = None
    number: str = ""
    titles: tuple[int, ...] = ()
    heading: Heading | None = None
    behind_number: int = 0
    """Where the heading begins in the number's own line: how many words stand before it."""
    is_essay: bool = False
    above: tuple[int, ...] = ()
    """The lines of a title that heads this document and others behind it."""
    between: tuple[int, ...] = ()
    """The lines between the number and the heading further down: the editors' summary."""
    supposed: str = ""
    """By what signs it was found, where the profile does not say so."""

    @property
    def end(self) -> int:
        """The index behind its last line."""
        taken = [self.number_line, *self.titles, *self.between]
        return max((each + 1 for each in taken if each is not None), default=self.line)


def in_order(starts: list[Start], more: list[Start]) -> list[Start]:
    """The beginnings with more of them, in the order of the page."""
    return sorted([*starts, *more], key=lambda start: start.line)
