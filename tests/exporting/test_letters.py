"""Two hundred letters by other hands: what must hold for each of them."""

import csv
import re
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from teikit.exporting import LAYERS, TABLES, Document, export
from teikit.tei.documents import documents
from teikit.tei.elements import TEI
from teikit.tei.text.plain import render


@pytest.fixture(scope="module")
def letters(shared: Path) -> Path:
    return shared / "letters"


@cache
def texts(folder: Path, layer: str) -> dict[str, str]:
    return {part.document: part.text for part in export([folder], layer=layer)}


@cache
def tables(folder: Path) -> dict[str, str]:
    written = dict.fromkeys(TABLES, "")
    for part in export([folder], "csv"):
        written[part.file.removesuffix(".csv")] += part.text
    return written


def table(folder: Path, name: str) -> list[dict[str, str]]:
    written = StringIO(tables(folder)[name], newline="")
    return list(csv.DictReader(written, strict=True))


def each(folder: Path) -> list[Document]:
    def refuse(error: Exception) -> None:
        raise error

    return list(documents([folder], refuse))


@pytest.mark.parametrize("layer", LAYERS)
def test_the_form_of_every_text(letters: Path, layer: str) -> None:
    for name, text in texts(letters, layer).items():
        assert len(text.split()) > 5, name
        assert not re.search(r"[ \t]\n|\n{3}|  |\n |[\x00-\x08]", text), name


def test_every_letter_is_read_aloud_but_those_left_out(letters: Path) -> None:
    for document in each(letters):
        texts = document.text.xpath(
            "t:body//text()[not(ancestor::t:del or ancestor::t:gap or ancestor::t:note)]",
            namespaces={"t": TEI[1:-1]},
        )
        assert isinstance(texts, list)
        read = render(document, notes=False)
        assert re.sub(r"\W", "", read) == re.sub(r"\W", "", "".join(map(str, texts))), document.id


def test_deleted_words_are_signed_in_one_layer_and_gone_in_the_other(letters: Path) -> None:
    diplomatic, reading = texts(letters, "diplomatic"), texts(letters, "reading")
    for document in each(letters):
        deleted = sum(1 for _ in document.text.iter(f"{TEI}del"))
        assert diplomatic[document.id].count("⟦") == deleted
        assert "⟦" not in reading[document.id]


def test_every_note_has_a_mark_and_stands_in_the_list(letters: Path) -> None:
    reading = texts(letters, "reading")
    for row in table(letters, "notes"):
        text = reading[row["document"]]
        assert text.count(f"[{row['number']}]") >= 2, row
        assert f"\n\n[{row['number']}] " in text, row
        assert row["linked"] == "yes"


def test_the_tables_are_whole(letters: Path) -> None:
    assert len(table(letters, "documents")) == 200
    for name in TABLES:
        for row in table(letters, name):
            assert tuple(row) == TABLES[name].names
            assert None not in row.values()


def test_what_every_letter_tells(letters: Path) -> None:
    for row in table(letters, "documents"):
        for column in ("title", "senders", "receivers", "date", "language"):
            assert row[column], (row["id"], column)
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}\??|\[.*\.\..*\]|.*/.*", row["date"]), row["date"]
    located = [row for row in table(letters, "documents") if row["archive"] and row["shelfmark"]]
    assert len(located) > 190


def test_the_network(letters: Path) -> None:
    rows = table(letters, "actions")
    for action in ("sent", "received"):
        found = {row["document"] for row in rows if row["action"] == action and row["name"]}
        assert len(found) == 200
    assert {row["kind"] for row in rows if row["name"]} <= {"person", "org"}


def test_the_model_letter(shared: Path) -> None:
    model = [shared / "encoding" / "model-letter.xml"]
    source, diplomatic, reading = (
        next(export(model, layer=layer)).text for layer in ("source", "diplomatic", "reading")
    )
    assert "[Russian]" in source
    assert "\noneThe telegram" in source
    assert re.search(r",⟦with which .* own⟧ 3 ,", diplomatic)
    assert "\n\n[4] On July 14" in diplomatic
    assert "with which" not in reading
    assert "Soviet Russian government" in reading
    assert re.findall(r"^\[(\d)\]", reading, re.MULTILINE) == ["1", "3", "4", "6"]
