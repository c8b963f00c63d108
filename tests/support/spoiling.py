"""What may be wrong with a database of results, by its path."""

import shutil
import sqlite3
from pathlib import Path


def damage(database: Path) -> None:
    """Put something else in its place."""
    database.write_bytes(b"no database at all" * 1000)


def cut(database: Path) -> None:
    """Take its second half away."""
    data = database.read_bytes()
    database.write_bytes(data[: len(data) // 2])


def forge(database: Path) -> None:
    """Put other results behind its seals."""
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE rows SET body = substr(body, 1, 40) || x'80049563'")


def empty(database: Path) -> None:
    """Take the longer results away."""
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM rows WHERE length(body) > 200")


def replace(database: Path) -> None:
    """Put a file in the place of its folder."""
    shutil.rmtree(database.parent)
    database.parent.write_text("mine")


SPOILING = (damage, cut, forge, empty, replace)
"""All of these."""
