"""The sections of archives in `docs/submitting.md`, made from the tables of requirements.

Run it after a change of these: `python tests/support/archives_page.py` writes the page.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from teikit.validating.archives.requirement import Archive
from teikit.validating.archives.tables import ARCHIVES

PAGE = Path(__file__).parents[2] / "docs" / "submitting.md"


def section(archive: Archive) -> Iterator[str]:
    """The lines on an archive: its name, a row for each rule with the source, and what is left."""
    yield f"## {archive.name}"
    yield ""
    title = archive.title[0].upper() + archive.title[1:]
    also = f" All that is asked by {archive.takes} is asked, too." if archive.takes else ""
    yield f"[{title}]({archive.home}).{also}"
    yield ""
    yield "| rule | severity | what is found | source |"
    yield "| --- | --- | --- | --- |"
    for row in archive.requirements:
        anchor = f"{row.code}-{row.name}".lower()
        source = f"[{row.source.title}]({row.source.address})"
        cells = (f"[{row.code}](rules.md#{anchor})", row.severity, _cell(row.summary), source)
        yield f"| {' | '.join(cells)} |"
    if archive.besides:
        yield ""
        yield "It asks besides:"
        yield ""
        yield from (f"- {each}" for each in archive.besides)
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def page(text: str) -> str:
    """The page with the sections of all archives as they are now."""
    for archive in ARCHIVES.values():
        found = re.search(rf"^## {archive.name}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        assert found, f"the page has no section {archive.name!r}"
        made = "\n".join(section(archive))
        text = f"{text[: found.start()]}{made}\n{text[found.end() :]}"
    return f"{text.rstrip()}\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
