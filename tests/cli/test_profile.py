"""`teikit profile` as a user types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main
from teikit.profiles.profile import load, names, shipped

PAGE = "\n\n".join(
    f"To {name}.\n\nDover, {day} May 1851\n\nMy dear friend,\n\n"
    "I have your letter of last week and the parcel that came with it, for which I thank you, and"
    " for all that you have done in this matter for the good of all of us.\n\nANNA ROE."
    for day, name in enumerate(("John Doe", "Mrs. Doe", "C. Poe"), 1)
)


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "roe.txt").write_text(PAGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def teikit(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["profile", *arguments])


def test_profiles_are_listed_and_shown() -> None:
    assert teikit().output.split() == teikit("list").output.split() == names()
    assert teikit("plain-letters").output == shipped("plain-letters")
    assert teikit("show", "plain-letters").output == shipped("plain-letters")
    assert teikit("plain-leters").exit_code == 2


def test_a_profile_is_suggested_written_and_shown_with_its_cut(work: Path) -> None:
    result = teikit("suggest", "raw", "-o", "my.toml")
    assert result.exit_code == 0, result.output
    assert '"To {receiver}",' in (work / "my.toml").read_text(encoding="utf-8")
    assert "To John Doe." in result.output
    assert "1851-05-01" in result.output
    assert "3 documents" in result.output
    assert "teikit profile try my.toml raw" in result.output


def test_a_profile_is_never_written_over_another_unasked(work: Path) -> None:
    (work / "my.toml").write_text("mine", encoding="utf-8")
    result = teikit("suggest", "raw", "-o", "my.toml")
    assert result.exit_code == 2
    assert "my.toml: there is such a file; name another, or add --force" in result.output
    assert (work / "my.toml").read_text(encoding="utf-8") == "mine"
    assert teikit("suggest", "raw", "-o", "my.toml", "--force").exit_code == 0
    assert (work / "my.toml").read_text(encoding="utf-8") != "mine"


def test_without_a_file_the_profile_is_shown() -> None:
    assert teikit("suggest", "raw").output.startswith("# Suggested by teikit from 1 page.")


def test_a_profile_is_a_toml_file() -> None:
    result = teikit("suggest", "raw", "-o", "my.txt")
    assert result.exit_code == 2
    assert "a profile is a .toml file" in result.output


def test_a_profile_is_tried(work: Path) -> None:
    teikit("suggest", "raw", "-o", "my.toml")
    before = sorted(work.rglob("*"))
    result = teikit("try", "my.toml", "raw")
    assert result.exit_code == 0, result.output
    assert "roe.txt:1  To John Doe." in result.output
    assert "begins page.headings: To {receiver}" in result.output
    assert "teikit convert raw -o tei --profile my.toml" in result.output
    assert sorted(work.rglob("*")) == before
    shown = json.loads(teikit("try", "my.toml", "raw", "--json").output)
    assert shown["documents"][0]["first_line"] == "To John Doe."


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_looked_at(work: Path) -> None:
    (work / "raw" / "bad.txt").write_bytes(b"\0\1\2")
    result = teikit("suggest", "raw", "-o", "my.toml")
    assert result.exit_code == 0
    assert "bad.txt" in result.output
    assert "3 documents" in result.output


def test_no_page_can_be_read(work: Path) -> None:
    (work / "raw" / "roe.txt").write_bytes(b"\0\1\2")
    assert teikit("suggest", "raw", "-o", "my.toml").exit_code == 2
    assert not (work / "my.toml").exists()


def test_pages_in_another_encoding(work: Path) -> None:
    (work / "raw" / "roe.txt").write_bytes(PAGE.replace("parcel", "p\xe4rcel").encode("cp1252"))
    assert "windows-1252" in teikit("suggest", "raw").output
    result = teikit("suggest", "raw", "--encoding", "windows-1252", "-o", "my.toml")
    assert result.exit_code == 0, result.output
    assert "teikit profile try my.toml raw --encoding windows-1252" in result.output
    assert teikit("try", "my.toml", "raw", "--encoding", "windows-1252").exit_code == 0


def test_a_language_is_shown_and_its_words() -> None:
    assert "[letter]" in teikit("show", "de").output
    assert teikit("words", "de", "letter.greeting").output.startswith("[letter]\ngreeting = [")
    assert "[dates]" in teikit("words", "de").output
    result = teikit("words", "de", "letter.greting")
    assert result.exit_code == 2
    assert "nothing is called letter.greting; in letter there are: " in result.output


def test_what_a_profile_amounts_to_is_shown(work: Path) -> None:
    own = 'extends = "plain-letters"\n[letter]\ngreeting = ["...", "ever most"]\n'
    (work / "my.toml").write_text(own, encoding="utf-8")
    assert teikit("show", "my.toml").output == own
    (work / "all.toml").write_text(teikit("show", "my.toml", "--all").output, encoding="utf-8")
    assert load("all.toml") == load("my.toml")
    assert "ever most" in load("all.toml").letter.greeting
    assert '"ever most"' in teikit("words", "my.toml", "letter.greeting").output


def test_what_does_nothing_is_told(work: Path) -> None:
    own = (
        'extends = "plain-letters"\n[page]\nheadings = ["To {receiver}", "Card to {receiver}"]\n'
        'furniture = ["Contents *"]\n[letter]\ngreeting = ["...", "ever most"]\n'
    )
    (work / "my.toml").write_text(own, encoding="utf-8")
    output = teikit("try", "my.toml", "raw").output
    assert "In my.toml:" in output
    assert "- page.headings[2] “Card to {receiver}” fits no line" in output
    assert "- page.furniture[1] “Contents *” fits no line" in output
    assert "- letter.greeting: “ever most” stands nowhere in the pages" in output
    assert "headings[1]" not in output


def test_the_authority_files_count_in_a_trial(work: Path) -> None:
    teikit("suggest", "raw", "-o", "my.toml")
    (work / "names").mkdir()
    (work / "names" / "persons.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson>'
        '<person xml:id="doe"><persName>John Doe</persName></person>'
        "</listPerson></standOff></TEI>",
        encoding="utf-8",
    )
    assert teikit("try", "my.toml", "raw", "--authority", "names").exit_code == 0
    result = teikit("try", "my.toml", "raw", "--authority", "absent")
    assert result.exit_code == 2
    assert "absent: there is no such folder of authority files" in result.output


def test_no_finding_is_hidden(work: Path) -> None:
    notes = "\n\n".join(f"[{number}] A note of no mark." for number in range(1, 9))
    (work / "raw" / "roe.txt").write_text(
        f"To John Doe.\n\nAll are well.\n\n{notes}\n", encoding="utf-8"
    )
    own = 'extends = "plain-letters"\n[page]\nheadings = ["To {receiver}"]\n'
    (work / "my.toml").write_text(own, encoding="utf-8")
    found = json.loads(teikit("try", "my.toml", "raw", "--json").output)["documents"][0]["findings"]
    verbose = teikit("try", "my.toml", "raw", "--verbose").output
    assert all(each["message"] in verbose for each in found)
    output = teikit("try", "my.toml", "raw").output
    assert len(found) > 5
    assert "more; --verbose shows them" in output
    assert all(each["code"] in output for each in found)


def test_a_misspelt_path_is_one_line() -> None:
    for command in (["try", "plain-letters", "rwa"], ["suggest", "rwa"]):
        result = teikit(*command)
        assert result.exit_code == 2
        lines = result.output.strip().splitlines()
        assert lines == ["teikit: rwa: there is no such page or folder; is it spelt right?"]


def test_a_page_without_documents_is_no_success(work: Path) -> None:
    (work / "raw" / "roe.txt").write_text("\n", encoding="utf-8")
    result = teikit("try", "plain-letters", "raw")
    assert result.exit_code == 2
    assert "0 documents" not in result.output


def test_the_text_of_a_page_is_shown_as_findings_count_it(work: Path) -> None:
    page = work / "page.html"
    page.write_text("<title>x</title><p>To John Doe.</p>\n\n\n<p>All are well.</p>", "utf-8")
    assert teikit("text", "page.html").output.splitlines()[0] == "    1  To John Doe."
    assert teikit("text", "page.html", "-o", "page.txt").exit_code == 0
    assert (work / "page.txt").read_text("utf-8") == teikit("text", "page.html").output
    assert teikit("text", "page.html", "-o", "page.txt").exit_code == 2
