"""Names of files and tables as traces of a letter."""

from pathlib import Path

import pytest

from pages import Converted, plain
from teikit.converting.encode import encode_pages
from teikit.errors import TeikitError

TEXT = "Dear Carl,\n\nAll is well.\n\nYours ever,\n\nA. R.\n"


def made(folder: Path, names: list[str], keys: str, table: str = "") -> Converted:
    for name in names:
        (folder / name).write_text(TEXT, encoding="utf-8")
    if table:
        encoding = "utf-8" if "№" in table else "cp1252"  # as spreadsheets write where they can
        (folder / "letters.csv").write_bytes(table.encode(encoding))
    profile = plain(f'begins = "file"\n{keys}', id="l")
    return Converted(list(encode_pages([folder / name for name in names], profile=profile)))


@pytest.mark.parametrize(
    ("template", "name", "given"),
    [
        ("{date}", "1851_05_05.txt", {"date": "1851-05-05"}),
        (
            "{date} {place}",
            "1917-05 (Ende) Wronke.txt",
            {"date": "1917-05 (Ende)", "place": "Wronke"},
        ),
        (
            "{number}_{sender}_to_{receiver}",
            "12_Roe_to_Doe.txt",
            {"number": "12", "sender": "Roe", "receiver": "Doe"},
        ),
        ("{year}-*", "1851-x.txt", {"date": "1851"}),
        ("{number}_*", "notes.txt", {}),
    ],
)
def test_names_of_files(tmp_path: Path, template: str, name: str, given: dict[str, str]) -> None:
    pages = made(tmp_path, [name], f'file_name = ["{template}"]').pages
    assert pages[0].files[0].letter is not None
    assert pages[0].files[0].letter.given == given


def test_a_running_title_above_the_heading_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Letters of the Does\n\n7. Roe to Doe\n\n{TEXT}", "utf-8")
    profile = plain('begins = "file"\nheadings = ["{number}. {sender} to {receiver}"]', id="l")
    found = Converted(list(encode_pages([tmp_path / "a.txt"], profile=profile)))
    letter = found.pages[0].files[0].letter
    assert letter is not None
    assert letter.heading is not None
    assert letter.number == "7"
    assert [group.names for group in letter.heading.groups] == [("Roe",), ("Doe",)]


def test_a_table(tmp_path: Path) -> None:
    table = (
        "No;file;from;to;date;place;colour\r\n"
        "012;a.txt;Roe, Anna (widow);Poe, Eva; 1851-05-05;Liège;red\r\n"
        "13;b;Roe;Doe;6 May 1851;;\r\n"
        "14;missing.txt;;;;;\r\n"
    )
    found = made(tmp_path, ["a.txt", "b.txt", "c.txt"], 'metadata = "letters.csv"', table)
    letters = [file.letter for page in found.pages for file in page.files if file.letter]
    assert [letter.id for letter in letters] == ["l-0012", "l-0013", "l-undateda"]
    assert letters[0].given["sender"] == "Anna Roe"
    assert letters[0].given["place"] == "Liège"
    told_of = [finding.message for finding in found.findings if finding.rule.code == "R088"]
    assert [message.split(":")[0] for message in sorted(told_of)] == [
        "l-undateda is not in letters.csv",
        "missing.txt",
        "the column “colour” is not understood",
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Nr;Datei;Absender;Empfänger;Datum;Ort",
        "N°;Fichier;Expéditeur;Destinataire;Date;Lieu",
        "№;Файл;Отправитель;Адресат;Дата;Место",
        "Number;Filename;Author;Recipient;Dated;Sent from",
    ],
)
def test_a_table_in_the_language_of_its_editor(tmp_path: Path, header: str) -> None:
    table = f"{header}\n12;a.txt;Anna Roe;Eva Poe;1851-05-05;Liège\n"
    found = made(tmp_path, ["a.txt"], 'metadata = "letters.csv"', table)
    given = next(file.letter for page in found.pages for file in page.files if file.letter).given
    assert given == {
        "number": "12",
        "file": "a.txt",
        "sender": "Anna Roe",
        "receiver": "Eva Poe",
        "date": "1851-05-05",
        "place": "Liège",
    }


def test_titles_of_columns_that_the_profile_names(tmp_path: Path) -> None:
    keys = 'metadata = "letters.csv"\n[page.columns]\nfile = ["source"]\nsender = ["hand"]'
    found = made(tmp_path, ["a.txt"], keys, "source,hand\na.txt,Anna Roe\n")
    given = next(file.letter for page in found.pages for file in page.files if file.letter).given
    assert given == {"file": "a.txt", "sender": "Anna Roe"}


def test_rows_of_one_number_are_taken_in_the_order_of_the_page(tmp_path: Path) -> None:
    letter = "1.\n\nI have your letter and thank you for it.\n\nRoe\n\n"
    (tmp_path / "page.txt").write_text(2 * letter)
    (tmp_path / "metadata.csv").write_text("number,receiver\n1,John Doe\n1,Carl Poe\n")
    profile = plain('number = ["{number}."]\nmetadata = "metadata.csv"', id="l")
    result = Converted(list(encode_pages([tmp_path / "page.txt"], profile=profile)))
    texts = [file.data.decode() for page in result.pages for file in page.files][:2]
    assert ["John Doe" in text for text in texts] == [True, False]
    assert ["Carl Poe" in text for text in texts] == [False, True]


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    assert "R088" in made(tmp_path, ["a.txt"], 'metadata = "letters.csv"').codes()


def test_a_table_without_names_of_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no column `file`"):
        made(tmp_path, ["a.txt"], 'metadata = "letters.csv"', "from,to\nRoe,Doe\n")
