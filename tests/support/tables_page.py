"""The tables of columns in `docs/exports.md`, made from the tables themselves.

Run it after a change of columns: `python tests/support/tables_page.py` writes the page.
"""

import re
from pathlib import Path

from teikit.exporting.tables import TABLES, Table

PAGE = Path(__file__).parents[2] / "docs" / "exports.md"


def section(name: str, table: Table) -> str:
    """The heading of a table, what it is, and a row for each of its columns."""
    rows = [
        f"| `{column.name}` | {column.type.value} | {_cell(column.meaning)} |"
        for column in table.columns
    ]
    head = "| column | holds | meaning |\n| --- | --- | --- |"
    return "\n".join([f"### {name}", "", _filled(table.meaning), "", head, *rows, ""])


def _cell(meaning: str) -> str:
    return meaning.replace("|", r"\|")


def _filled(text: str) -> str:
    """The text in lines of 110 characters."""
    return re.sub(r"(.{1,110})(?:\s+|\Z)", r"\1\n", text).rstrip()


def page(text: str) -> str:
    """The page with the sections of all tables as they are now."""
    for name, table in TABLES.items():
        found = re.search(rf"^### {name}\n.*?(?=^##)", text, re.MULTILINE | re.DOTALL)
        assert found, f"the page has no section {name!r}"
        text = f"{text[: found.start()]}{section(name, table)}\n{text[found.end() :]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
