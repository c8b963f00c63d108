"""What a profile makes of pages: each value with what decided it."""

import tomllib
from pathlib import Path

from teikit.profiles.profile import load, parse
from teikit.suggesting.trial import TrialDocument, try_profile

PAGES = Path(__file__).parents[1] / "profiles"


def test_each_value_says_what_decided_it() -> None:
    trial = try_profile([PAGES / "plain-letters.txt"], load("plain-letters"))
    first, second = trial.documents
    assert (first.line, first.first_line) == (3, "Anna Roe to John Roe")
    assert first.cut_by == "heading"
    assert [(value.text, value.decided_by) for value in first.receivers] == [
        ("John Roe", "heading")
    ]
    assert [(value.text, value.decided_by) for value in first.dates] == [("1898-05-04", "dateline")]
    assert (first.notes, second.notes) == (2, 1)
    assert not trial.refused


def test_the_line_of_the_profile_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    text = "To John Doe.\n\nDover, 4 May 1851\n\nMy dear Doe,\n\nAll are well.\n\nAnna Roe\n"
    page.write_text(text, encoding="utf-8")
    profile = parse('extends = "plain-letters"\n[page]\nheadings = ["To {receiver}"]\n', "my.toml")
    (document,) = try_profile([page], profile).documents
    assert document.cut_by == "page.headings: To {receiver}"
    assert [value.text for value in document.receivers] == ["John Doe"]
    assert [value.decided_by for value in document.receivers] == ["page.headings: To {receiver}"]


def test_what_is_missing_can_be_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("To John Doe.\n\nAll are well.\n", encoding="utf-8")
    profile = parse('extends = "plain-letters"\n[page]\nheadings = ["To {receiver}"]\n', "my.toml")
    trial = try_profile([page], profile)
    assert len(trial.without("senders")) == 1
    assert not trial.without("receivers")
    assert [finding.rule.code for finding in trial.documents[0].findings] == ["R011", "R013"]


def test_a_page_without_documents_is_refused_and_the_others_are_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Anna Roe to John Roe\n\nAll are well.\n", encoding="utf-8")
    trial = try_profile(sorted(tmp_path.glob("*.txt")), load("plain-letters"))
    assert len(trial.refused) == len(trial.documents) == 1


def _tried(tmp_path: Path, text: str, profile: str) -> TrialDocument:
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    own = parse(f'extends = "plain-letters"\n{profile}', "my.toml")
    (document,) = try_profile([page], own).documents
    return document


def test_the_table_beside_the_pages_is_named(tmp_path: Path) -> None:
    table = "file,sender,receiver,date\npage.txt,Roe; Anna Loe,John Doe,1851-05-04\n"
    (tmp_path / "metadata.csv").write_text(table, encoding="utf-8")
    text = "All of us are well, and we hope to see you here before long.\n"
    document = _tried(tmp_path, text, '[page]\nbegins = "file"\nmetadata = "metadata.csv"\n')
    values = (*document.senders, *document.receivers, *document.dates)
    assert {value.decided_by for value in values} == {"metadata.csv"}


def test_the_name_of_the_file_is_named(tmp_path: Path) -> None:
    page = tmp_path / "Doe_1851-05-04.txt"
    page.write_text("All of us are well, and we hope to see you here.\n", encoding="utf-8")
    text = 'extends = "plain-letters"\n[page]\nbegins = "file"\nfile_name = ["{receiver}_{date}"]\n'
    (document,) = try_profile([page], parse(text, "my.toml")).documents
    values = (*document.receivers, *document.dates)
    assert {value.decided_by for value in values} == {"page.file_name"}


def test_a_name_that_two_share_is_of_the_heading(tmp_path: Path) -> None:
    text = "To Mr. and Mrs. Doe.\n\nDover, 4 May 1851\n\nAll are well.\n\nAnna Roe\n"
    own = '[edition]\nreceiver = "Mr. Poe"\n[page]\nheadings = ["To {receiver}"]\n'
    document = _tried(tmp_path, text, own)
    assert [value.text for value in document.receivers] == ["Mr. Doe", "Mrs. Doe"]
    for value in document.receivers:
        assert value.decided_by == "page.headings: To {receiver}"


def test_a_person_of_the_edition_whom_no_letter_has_got_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    text = (
        "Anna Roe to John Doe.\n\nDover, 4 May 1851\n\nMy dear Doe,\n\nAll are well.\n\nAnna Roe\n"
    )
    page.write_text(text, encoding="utf-8")
    for sender, receiver, sentences in (
        ("Anna Roe", "John Doe", ()),
        (
            "Carl Poe",
            "John Doe",
            ("edition.sender has no effect: each letter names somebody itself",),
        ),
    ):
        written = (
            f'extends = "plain-letters"\n[edition]\nsender = "{sender}"\nreceiver = "{receiver}"\n'
            '[page]\nheadings = ["{sender} to {receiver}"]\n'
        )
        own = tomllib.loads(written)
        assert try_profile([page], parse(written, "my.toml"), own=own).unused == sentences
