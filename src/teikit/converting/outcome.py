"""What becomes of a page and of its files."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from teikit.converting.letter import Letter
from teikit.converting.raw_rules import OF_THE_CUT
from teikit.diagnostic import Diagnostic


class Outcome(StrEnum):
    """What became of a file. The value of each says it in words."""

    WRITTEN = "is written"
    UNCHANGED = "is up to date"
    WOULD_BE_NEW = "does not exist"
    """Only with `check`, as the next."""
    WOULD_CHANGE = "is not what would be written"
    NO_DRAFT = "is no draft any more and is left as it is"
    """An editor has taken it in hand."""

    @property
    def changes(self) -> bool:
        """Whether the file was not as it should be."""
        return self in {Outcome.WRITTEN, Outcome.WOULD_BE_NEW, Outcome.WOULD_CHANGE}


@dataclass(frozen=True, slots=True)
class ConvertedFile:
    """A TEI file and what became of it. The file of the whole edition has no letter, nor notes.

    Nor has a file its letter whose page had not changed since a run before (`keep`).
    """

    path: Path
    outcome: Outcome
    letter: Letter | None = None
    notes: int | None = None
    """The number of its notes."""


@dataclass(frozen=True, slots=True)
class ConvertedPage:
    """A raw page, its TEI files in order, and what an editor should look at.

    The last of a conversion stands for the whole edition. A page that could not be read has no
    files, and one finding that says why. The file of overrides is a page too where it has
    decisions on documents that are not there.
    """

    path: str
    files: tuple[ConvertedFile, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def doubts(self) -> int:
        """How many findings say that the page may not be cut into its letters rightly."""
        return sum(finding.rule in OF_THE_CUT for finding in self.findings)
