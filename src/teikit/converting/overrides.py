"""The editor's decisions: what the next conversion obeys.

`overrides.toml` has a table for each document, by its number or its id. What is decided there is
taken before anything is inferred, and is marked in the TEI as the editor's. A decision that points
nowhere is refused by name; one that the program would make by itself is reported, to be removed.
"""

import datetime
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from teikit import strict
from teikit.errors import TeikitError


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Where the mark of a note stands: behind these words, which the text has once."""

    note: int
    after: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """What the deletion of a note covers: from these words on, to the mark or to other words."""

    note: int
    begins: str
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the editor decided of one document. What is left out is inferred."""

    marks: tuple[MarkPlace, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    senders: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    date: str = ""
    sent_from: str = ""
    received_at: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """For a name as it is spelled, the id in the authority files of who is meant."""

    def __bool__(self) -> bool:
        return self != NOTHING

    @property
    def dating(self) -> dict[str, str]:
        """The date as TEI attributes: a day or month, `a/b`, `a..`, `..b`, `a..b`."""
        if not self.date:
            return {}
        match = _DATE.fullmatch(self.date)
        first, sign, last = match.groups() if match else ("", "", "")
        days = [day for day in (first, last) if day]
        if not days or days != sorted(days) or not all(map(_is_day, days)):
            raise ValueError(self.date)
        if not sign:
            return {"when": first}
        names = ("from", "to") if sign == "/" else ("notBefore", "notAfter")
        return {name: day for name, day in zip(names, (first, last), strict=True) if day}


def _is_day(day: str) -> bool:
    """Whether the calendar has it; a month or a year alone is as the pattern has it."""
    with suppress(ValueError):
        return bool(datetime.date.fromisoformat((day + "-01-01")[:10]))
    return False


NOTHING = Decision()
_DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_DATE = re.compile(rf"({_DAY})?(?:(/|\.\.)({_DAY})?)?")


@dataclass(frozen=True, slots=True)
class Overrides:
    """All decisions; `editor` is who made them, as the TEI will name them."""

    editor: str = "the editor"
    documents: Mapping[str, Decision] = field(default_factory=dict)
    path: str = ""

    def decision(self, number: str, id_: str) -> Decision:
        """The decision on a document; one that decides nothing where there is none."""
        return self.documents.get(number) or self.documents.get(id_) or NOTHING


@dataclass(frozen=True, slots=True)
class _OverridesFile:
    editor: str = "the editor"
    documents: Mapping[str, Decision] = field(default_factory=dict)


def load(path: Path) -> Overrides:
    """Read a file of decisions.

    Raises:
        TeikitError: it cannot be read, a key in it is wrong, or a date is none.
    """
    found = strict.parse(_OverridesFile, strict.read(path), str(path))
    for name, decision in found.documents.items():
        try:
            _ = decision.dating
        except ValueError:
            raise TeikitError(
                f"{path}: documents.{name}.date: {decision.date!r} is no date;"
                " write 1920-05-04, 1920-05, 1920-05-04/1920-05-06, or 1920-05-04.."
            ) from None
    return Overrides(found.editor, found.documents, str(path))
