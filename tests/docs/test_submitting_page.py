"""The page on handing in has what the tables of the archives have."""

import shlex

from click.testing import CliRunner

from archives_page import PAGE, page
from teikit.cli import main

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_sections_are_made_from_the_tables() -> None:
    assert page(TEXT) == TEXT, "make it again: python tests/support/archives_page.py"


def test_the_findings_are_what_is_found() -> None:
    command, shown = (part.partition("\n```")[0] for part in TEXT.split("```")[1:4:2])
    arguments = shlex.split(command.partition("$ teikit ")[2])
    printed = CliRunner().invoke(main, arguments).stdout
    for piece in shown.removeprefix("text\n").split("…\n"):
        assert piece.rstrip("\n") in printed
