"""The three functions of the library, used as their documentation says, without a command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from teikit import convert, export, validate
from teikit.converting.convert import Conversion
from teikit.converting.outcome import ConvertedFile, Outcome
from teikit.errors import TeikitError
from teikit.profiles.profile import load

PAGE = """\
No. 12

Telegram of L. D. Trotsky to I. V. Stalin

March 21, 1920

I ask you to answer 1 .

Trotsky.

GARF. F. 5. Op. 1. D. 2433. L. 88. Typewritten text.

Notes:

1 He did not.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def files(conversion: Conversion) -> list[ConvertedFile]:
    return [file for page in conversion for file in page.files]


def test_from_a_page_to_text(page: Path, tmp_path: Path) -> None:
    assert convert([page], tmp_path / "tei").grade() == 0
    assert list(validate([tmp_path / "tei"])) == []
    (part,) = export([tmp_path / "tei" / "bl-0012.xml"], "text", layer="source")
    assert part.file == "bl-0012.txt"
    assert part.text.split() == PAGE.split()


def test_convert_gives_pages_and_last_the_edition(page: Path, tmp_path: Path) -> None:
    first, edition = convert([page], tmp_path / "tei")
    assert first.path == str(page)
    assert [file.path.name for file in first.files] == ["bl-0012.xml"]
    assert [file.path.name for file in edition.files] == ["bl.xml"]
    assert edition.files[0].letter is None


def test_a_page_is_written_when_it_comes(page: Path, tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text(PAGE.replace("No. 12", "No. 13"), encoding="utf-8")
    output = tmp_path / "tei"
    pages = iter(convert([tmp_path], str(output)))
    assert not output.exists()
    next(pages)
    assert [path.name for path in output.iterdir()] == ["bl-0012.xml"]


def test_paths_may_be_text(page: Path, tmp_path: Path) -> None:
    assert convert([str(page)], str(tmp_path / "tei")).grade() == 0
    assert [file.outcome for file in files(convert([page], tmp_path / "tei"))] == [
        Outcome.UNCHANGED,
        Outcome.UNCHANGED,
    ]


def test_no_page_gives_nothing(tmp_path: Path) -> None:
    conversion = convert([], tmp_path / "tei")
    assert (list(conversion), conversion.grade()) == ([], 0)


def test_a_profile_may_be_named_or_given(page: Path, tmp_path: Path) -> None:
    convert([page], tmp_path / "tei", profile=load("bolshevik-leadership")).grade()
    again = convert([page], tmp_path / "tei", profile="bolshevik-leadership", check=True)
    assert again.grade() == 0


def test_a_wrong_profile_stops_the_work(page: Path, tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no profile is called 'absent'"):
        convert([page], tmp_path / "tei", profile="absent")


def test_work_that_was_stopped_has_no_good_grade(page: Path, tmp_path: Path) -> None:
    (tmp_path / "tei").write_text("a file", encoding="utf-8")
    conversion = convert([page], tmp_path / "tei")
    with pytest.raises(TeikitError):
        list(conversion)
    assert conversion.grade() == 2


def test_nothing_is_printed(page: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert convert([page, tmp_path / "absent.txt"], tmp_path / "tei").grade() == 2
    list(validate([tmp_path / "tei"]))
    list(export([tmp_path / "tei"], "csv"))
    assert capfd.readouterr() == ("", "")


def test_without_the_command_line_nothing_of_it_is_loaded(page: Path, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from teikit import convert\n"
        f"convert([{str(page)!r}], {str(tmp_path / 'tei')!r}).grade()\n"
        "print(*sorted({'click', 'rich', 'xmlschema'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
