"""Entries of authority files suggested from TEI."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from teikit.cli import main
from teikit.converting.authority import Authority, AuthorityEntry
from teikit.converting.writing.authorities import load_authority
from teikit.errors import TeikitError
from teikit.suggesting.authority import suggest_authority, write_authority

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader>
<fileDesc><titleStmt><title>x</title></titleStmt><publicationStmt><p>x</p></publicationStmt>
<sourceDesc><p>x</p></sourceDesc></fileDesc><profileDesc><correspDesc>
<correspAction type="sent"><persName{ref}>{sender}</persName><placeName>{place}</placeName>
</correspAction><correspAction type="received"><persName>{receiver}</persName></correspAction>
</correspDesc><langUsage><language ident="en">English</language></langUsage></profileDesc>
</teiHeader><text><body><div><p>x</p><closer><signed>{signed}</signed></closer></div></body></text>
</TEI>"""


def corpus(folder: Path, *rows: tuple[str, str, str]) -> Path:
    """Letters with sender, receiver and signature each; the last ones at Ghent."""
    folder.mkdir()
    for number, (sender, receiver, signed) in enumerate(rows):
        text = LETTER.format(
            id=f"l{number}", ref="", sender=sender, receiver=receiver, signed=signed, place="Ghent"
        )
        (folder / f"l{number}.xml").write_text(text, encoding="utf-8")
    return folder


def found(folder: Path, known: Authority | None = None) -> dict[str, tuple[str, ...]]:
    errors: list[TeikitError] = []
    entries = suggest_authority([folder], known or Authority(), errors.append)
    assert not errors
    return {f"{entry.kind} {entry.id}": entry.spellings for entry in entries}


def test_spellings_of_one_name_stand_together(tmp_path: Path) -> None:
    folder = corpus(
        tmp_path / "tei",
        ("Ralph Waldo Emerson", "Carlyle", "R. W. EMERSON."),
        ("R. W. Emerson", "Thomas Carlyle", "R. W. E."),
        ("Emerson", "T. Carlyle", "Your friend"),
    )
    entries = found(folder)
    assert entries["person emerson"] == (
        "Ralph Waldo Emerson", "R. W. Emerson", "Emerson",
    )  # fmt: skip
    assert entries["person carlyle"] == ("Thomas Carlyle", "T. Carlyle", "Carlyle")
    assert entries["place ghent"] == ("Ghent",)


def test_what_may_be_two_persons_stays_apart(tmp_path: Path) -> None:
    folder = corpus(
        tmp_path / "tei", ("Anna Roe", "Beth Roe", ""), ("Roe", "Carl Doe", ""), ("A. Roe", "x", "")
    )
    entries = found(folder)
    assert entries["person roe"] == ("Anna Roe", "A. Roe")
    assert {("Beth Roe",), ("Roe",)} <= set(entries.values())


def test_what_has_an_entry_is_not_suggested(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "tei", ("Anna Roe", "Carl Doe", ""), ("A. B. Roe", "Carl Doe", ""))
    known = Authority((AuthorityEntry("roe", "person", "Anna Roe", ("Anna Roe",)),))
    entries = suggest_authority([folder], known, lambda error: None)
    assert [entry.spellings for entry in entries if entry.kind == "person"] == [
        ("Carl Doe",), ("A. B. Roe",),
    ]  # fmt: skip
    assert next(entry for entry in entries if entry.spellings == ("A. B. Roe",)).perhaps == ("roe",)
    assert "person roe" not in {f"{entry.kind} {entry.id}" for entry in entries}


def test_what_is_written_is_valid_and_read_again(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    folder = corpus(tmp_path / "tei", ("Anna Roe", "Карл Доу", ""), ("A. Roe", "3rd Army", ""))
    entries = suggest_authority([folder], Authority(), lambda error: None)
    written = write_authority(tmp_path / "authority", entries)
    for path in written:
        assert relaxng.validate(etree.parse(str(path))), relaxng.error_log
    again = load_authority(tmp_path / "authority")
    assert {entry.id for entry in again.entries} == {entry.id for entry in entries}
    assert found(folder, again) == {}
    with pytest.raises(TeikitError, match="there is such a file"):
        write_authority(tmp_path / "authority", entries)


def test_the_command(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "tei", ("Anna Roe", "Carl Doe", "A. ROE"))
    listed = CliRunner().invoke(main, ["authority", "suggest", str(folder)])
    assert listed.exit_code == 0
    assert "Anna Roe" in listed.output
    assert "3 names without an entry" in listed.output
    place = tmp_path / "authority"
    made = CliRunner().invoke(main, ["authority", "suggest", str(folder), "-o", str(place)])
    assert made.exit_code == 0
    assert sorted(path.name for path in place.iterdir()) == ["persons.xml", "places.xml"]
    after = CliRunner().invoke(main, ["authority", "suggest", str(folder)])
    assert "0 names without an entry" in after.output
