"""The table `[publication]`: read from settings and profiles, refused where wrong, written."""

from pathlib import Path

import pytest
from lxml import etree

from pages import page
from teikit import convert
from teikit.errors import TeikitError
from teikit.profiles.publication import Publication, address_of, named_editor, settled
from teikit.validating.settings import load

T = {"t": "http://www.tei-c.org/ns/1.0"}
FULL = """
[publication]
publisher = "Town Press"
availability = "CC BY 4.0"
licence = "https://creativecommons.org/licenses/by/4.0/"
address = "https://example.org/letters/{id}.html"
identifier = "https://purl.example.org/{id}"
editors = ["Ann Roe <roe@example.org>", "Bob Doe"]
funders = ["Science Fund"]
original_language = "nl"
"""


def written(folder: Path, settings: str) -> etree._Element:
    """The header of a letter that was converted in a project with these settings."""
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(page("I ask you.", "Trotsky."), encoding="utf-8")
    (folder / "teikit.toml").write_text(settings, encoding="utf-8")
    assert convert([folder / "raw"], folder / "tei").grade() == 0
    return etree.parse(folder / "tei" / "bl-0012.xml").getroot()


def test_what_the_settings_say_is_written_into_the_header(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    letter = written(tmp_path, FULL)

    def values(path: str) -> object:
        return letter.xpath(path, namespaces=T)

    assert values("//t:publicationStmt/t:publisher/text()") == ["Town Press"]
    assert values("//t:licence/@target") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values("//t:licence/text()") == ["CC BY 4.0"]
    assert values("//t:publicationStmt/t:idno[@type='URI']/text()") == [
        "https://purl.example.org/bl-0012"
    ]
    assert values("//t:titleStmt/t:editor[not(@xml:id)]/text()") == ["Ann Roe", "Bob Doe"]
    assert values("//t:titleStmt/t:funder/text()") == ["Science Fund"]
    assert values("//t:textLang/@mainLang") == ["ru"]  # that of the edition counts first
    etree.RelaxNG(etree.parse(root / "schema" / "teikit.rng")).assertValid(letter)


def test_nothing_is_written_of_what_nobody_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    letter = written(tmp_path, "")
    path = "//t:funder | //t:licence | //t:publicationStmt/t:idno | //t:editor[not(@xml:id)]"
    assert letter.xpath(path, namespaces=T) == []


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("https://example.org/{id}.html", "https://example.org/a%20b.html"),
        ("https://example.org/", "https://example.org/a%20b"),
        ("https://example.org/{id}/{id}", "https://example.org/a%20b/a%20b"),
    ],
)
def test_addresses(pattern: str, address: str) -> None:
    assert address_of(pattern, "a b") == address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Roe <roe@example.org>", ("Ann Roe", "roe@example.org")),
        ("Ann Roe", ("Ann Roe", "")),
    ],
)
def test_editors(text: str, found: tuple[str, str]) -> None:
    assert named_editor(text) == found


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('publsher = "x"', r"unknown key publication\.publsher; known are publisher"),
        ("publisher = 3", r"publication\.publisher must be a text"),
        ('editors = "Ann"', r"publication\.editors must be a list"),
        ('editors = ["Ann", "<x@y>"]', r"publication\.editors\[2\]: '<x@y>' is not a name"),
        ('licence = "CC BY"', r"publication\.licence: 'CC BY' is not an address"),
        ('cmif = "cmif.xml"', r"publication\.cmif: 'cmif\.xml' is not an address that begins"),
        ('date = "May"', r"publication\.date: 'May' is not a year or a date"),
    ],
)
def test_what_is_wrong_is_one_clear_line(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "teikit.toml"
    path.write_text(f"[publication]\n{line}\n", encoding="utf-8")
    for reads in (settled, load):
        with pytest.raises(TeikitError, match=rf"teikit\.toml: {words}") as raised:
            reads(path)
        assert "\n" not in str(raised.value)


def test_settings_count_before_the_profile_that_they_name(tmp_path: Path) -> None:
    profile = '[publication]\npublisher = "A"\navailability = "B"\n'
    (tmp_path / "own.toml").write_text(profile, encoding="utf-8")
    settings = 'profile = "own.toml"\n[publication]\npublisher = "C"\n'
    (tmp_path / "teikit.toml").write_text(settings, encoding="utf-8")
    found = settled(tmp_path / "teikit.toml")
    assert (found.publisher, found.availability) == ("C", "B")


def test_the_words_of_a_profile_that_comes_with_teikit_are_nobodys(tmp_path: Path) -> None:
    path = tmp_path / "teikit.toml"
    path.write_text('profile = "plain-letters"\n', encoding="utf-8")
    assert settled(path) == Publication()


def test_the_publication_of_settings_is_what_headers_are_checked_for(tmp_path: Path) -> None:
    path = tmp_path / "teikit.toml"
    path.write_text(FULL, encoding="utf-8")
    options = load(path).options
    assert options.publisher == "Town Press"
    assert options.licence == "https://creativecommons.org/licenses/by/4.0/"
