"""Records of CSV (RFC 4180) that a spreadsheet reads as they are meant."""

import csv
import re
from collections.abc import Iterable
from typing import Any

# A spreadsheet takes a cell that begins so for a formula; a leading apostrophe is for our own sign.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r']")


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet might run it as a formula.

    A cell that begins with an apostrophe gets one too, so that the way back is without doubt: take
    away one apostrophe from every cell that begins with one.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def meant(cell: str) -> str:
    """What a cell says that `harmless` has written; one that it would not write so is as it is."""
    rest = cell.removeprefix("'")
    return rest if rest != cell and _FORMULA.match(rest) else cell


def line(cells: Iterable[str]) -> str:
    """One record of CSV, with its line end; cells with commas, quotes or line ends are quoted."""
    # Most cells are empty, or begin with a letter or a figure, and are not looked at.
    safe = [harmless(cell) if cell and not cell[0].isalnum() else cell for cell in cells]
    record: str = _RECORDS.writerow(safe)
    return record


class _Returned:
    """A file that gives back what is written to it; a writer of CSV returns what its file does."""

    def write(self, record: str) -> str:
        return record


_RECORDS: Any = csv.writer(_Returned(), lineterminator="\r\n")  # the stubs want a number returned
