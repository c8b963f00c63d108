"""Which files of a folder are pages, and what is said of the others."""

from pathlib import Path

import pytest

import teikit
from office import docx, odt, paragraph
from teikit.converting.inputs import raw_pages
from teikit.converting.outcome import ConvertedPage
from teikit.errors import TeikitError

LETTER = "{0} Roe to John Roe\n\nDear John,\n\nI write.\n\n{0} Roe\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with a letter in each format, all with the same stem, and what is no page."""
    folder = tmp_path / "raw"
    folder.mkdir()
    texts = {ending: LETTER.format(name) for ending, name in zip("thdo", _NAMES, strict=True)}
    (folder / "a.txt").write_text(texts["t"], encoding="utf-8")
    (folder / "a.html").write_text(texts["h"].replace("\n\n", "<p>"), encoding="utf-8")
    (folder / "a.docx").write_bytes(docx("".join(map(paragraph, texts["d"].split("\n\n")))))
    lines = "".join(f"<text:p>{line}</text:p>" for line in texts["o"].split("\n\n"))
    (folder / "a.odt").write_bytes(odt(lines))
    (folder / ".hidden").touch()
    (folder / "~$a.docx").touch()
    (folder / "a_files").mkdir()
    return folder


_NAMES = ("Anna", "Berta", "Clara", "Dora")


def converted(raw: Path) -> list[ConvertedPage]:
    return list(teikit.convert([raw], raw.parent / "tei", profile="plain-letters"))


def test_all_formats_of_a_folder_are_converted_side_by_side(raw: Path) -> None:
    pages = converted(raw)
    files = [file for page in pages for file in page.files if file.letter]
    assert len({file.path for file in files}) == 4
    texts = [file.path.read_text(encoding="utf-8") for file in files]
    for name in _NAMES:
        assert sum(f">{name} Roe</signed>" in text for text in texts) == 1
    assert "R063" not in {each.rule.code for page in pages for each in page.findings}


def test_what_is_no_page_is_told_once(raw: Path) -> None:
    for number in range(12):
        (raw / f"scan-{number:02}.jpg").touch()
    (raw / "old.doc").touch()
    (raw / "more").mkdir()
    (raw / "overrides.toml").touch()
    findings = [each for page in converted(raw) for each in page.findings]
    (finding,) = [each for each in findings if each.rule.code == "R063"]
    assert "more/, old.doc, scan-00.jpg" in finding.message
    assert finding.message.endswith("scan-05.jpg and 6 more")
    assert "overrides" not in finding.message


def test_a_folder_whose_pages_lie_deeper_is_named(tmp_path: Path) -> None:
    (tmp_path / "all" / "letters").mkdir(parents=True)
    (tmp_path / "all" / "letters" / "a.txt").write_text("Dear Carl,\n", "utf-8")
    with pytest.raises(TeikitError, match=r"not entered: name .*letters$"):
        raw_pages([tmp_path / "all"])


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    with pytest.raises(TeikitError, match=r"\*\.txt, \*\.htm"):
        raw_pages([tmp_path])
