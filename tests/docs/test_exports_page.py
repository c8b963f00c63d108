"""The examples, signs, dates and columns that the documentation shows are what is written."""

import re
from pathlib import Path

import pytest

from tables_page import page
from tei_texts import document, tei
from teikit.tei.dates import edtf
from teikit.tei.text.plain import render

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w+) ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str, str]]:
    """TEI, layer, text: each block of text belongs to the last block of XML before it."""
    found, source = [], ""
    for language, layer, content in FENCED.findall(PAGE):
        if language == "xml":
            source = content
        elif layer:
            found.append((source, layer, content))
    return found


def section(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head; code without its quotes."""
    _, _, text = PAGE.partition(f"### {heading}\n")
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table is not None
    rows = [re.split(r"(?<!\\)\|", row)[1:-1] for row in table[0].splitlines()[2:]]
    return [[cell.strip().strip("`").replace(r"\|", "|") for cell in row] for row in rows]


@pytest.mark.parametrize(("source", "layer", "text"), examples())
def test_examples(source: str, layer: str, text: str) -> None:
    assert render(document(tei(source)), layer) == text


def test_there_is_an_example_of_each_layer() -> None:
    assert {layer for _, layer, _ in examples()} == {"source", "diplomatic", "reading"}


@pytest.mark.parametrize("row", section("Signs"), ids=lambda row: row[0])
def test_signs(row: list[str]) -> None:
    _, content, *texts = row
    found = document(tei(f"<div><p>{content}</p></div>"))
    for layer, text in zip(("source", "diplomatic", "reading"), texts, strict=True):
        assert render(found, layer)[:-1] == text.replace("⏎", "\n"), layer


@pytest.mark.parametrize("row", section("Dates"), ids=lambda row: row[0])
def test_dates(row: list[str]) -> None:
    attributes, expected, _ = row
    assert edtf(dict(re.findall(r'(\w+)="([^"]*)"', attributes))) == expected


def test_the_tables_of_columns_are_made_from_the_tables() -> None:
    assert page(PAGE) == PAGE, "run: python tests/support/tables_page.py"


def test_there_is_something_to_test() -> None:
    assert len(section("Signs")) > 20
    assert len(section("Dates")) > 8
