"""What came of the check of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from teikit.diagnostic import Diagnostic
from teikit.keeping.dependency import Dependency
from teikit.validating.archives.once import NO_NEWS, ArchiveReport
from teikit.validating.schemas import Held

UnusedSchema = tuple[str, Diagnostic]
"""What a schema is known by, and the finding, which is told once for all files that name it."""


@dataclass(frozen=True, slots=True)
class Ignoring:
    """A word of an instruction to ignore that may mean a rule across files.

    `unused` is the finding that it ignores nothing, unless it has ignored something already.
    """

    word: str
    unused: Diagnostic | None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in a file, and what is kept of it to be compared with others.

    Attributes:
        path: the file.
        findings: in order.
        summary: as bytes (`packed`), empty where no rule across files is looked for; None where the
            file cannot be read.
        held: the schemas that it was held against, with the seconds that each took.
        unheld: why it was held against none, in words, if schemas are looked for.
        unused: the schemas that it names and that were not used.
        ignoring: what it asks not to be told of rules across files.
        data: what the file held when it was checked.
        for_archives: what archives miss in it, and is told once for all files.
        settled: whether the same comes of it when it is checked again.
        asked: what schemas were looked for, and what was found.
    """

    path: Path
    findings: tuple[Diagnostic, ...]
    summary: bytes | None = None
    held: Mapping[Held, float] = field(default_factory=dict)
    unheld: str = ""
    unused: tuple[UnusedSchema, ...] = ()
    ignoring: tuple[Ignoring, ...] = ()
    data: bytes = b""
    for_archives: ArchiveReport = NO_NEWS
    settled: bool = False
    asked: tuple[Dependency, ...] = ()
