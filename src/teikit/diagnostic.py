"""Findings: what is wrong, or not sure, in a document.

One type serves every stage. The first letter of a rule's code names the stage: `R` raw text,
`X` well-formedness, `S` schema, `T` rules on one file, `C` rules across files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """What can be found: `code` is stable and unique, `hint` says how to mend it."""

    code: str
    name: str
    severity: Severity
    summary: str
    hint: str = ""


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 stands for "not known"."""

    path: str
    line: int = 0
    column: int = 0
    xpath: str = ""
    length: int = 0
    """Characters from there on that are at fault, all on the line; 0 where that is not known."""

    def __str__(self) -> str:
        """`path:line:column`, as far as it is known: what terminals and editors make a link of."""
        path, line, column = self[:3]
        if not line:
            return path
        return f"{path}:{line}:{column}" if column else f"{path}:{line}"


class Point(NamedTuple):
    """A line and a column, both from 1; 0 stands for "not known"."""

    line: int = 0
    column: int = 0


NOWHERE = Point()


class Edit(NamedTuple):
    """A repair: the characters of a file from `start` up to `end`, from 0, become `text`.

    `first` and `last` say the same of both in lines and columns.
    """

    path: str
    start: int
    end: int
    text: str
    first: Point = NOWHERE
    last: Point = NOWHERE


class Excerpt(NamedTuple):
    """The line at fault, or as much of it as is worth showing; `column` is that of the place."""

    text: str
    column: int


class Details(NamedTuple):
    """What findings are to have beside their place and words: each of these takes a while to make.

    Attributes:
        excerpts: the lines at fault.
        paths: where in the tree the elements at fault stand.
        edits: what repairs them.
    """

    excerpts: bool = True
    paths: bool = True
    edits: bool = True


IN_FULL = Details()
IN_BRIEF = Details(excerpts=False, paths=False, edits=False)


class Diagnostic(NamedTuple):
    """One finding: a rule, a place, and what was found there, in a sentence.

    It is `repairable` where there is exactly one right repair: all `edits`, made together.
    """

    rule: Rule
    location: Location
    message: str
    excerpt: Excerpt | None = None
    edits: tuple[Edit, ...] = ()
    repairable: bool = False

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, code: the order of every report."""
        place = self.location
        return (place.path, place.line, place.column, self.rule.code, self.message)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics sorted as every report shows them."""
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)
