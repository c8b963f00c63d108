"""The three functions of the library, used as their documentation says, without a command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from teikit import encode, export, validate
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


def test_from_a_page_to_text(page: Path, tmp_path: Path) -> None:
    for made in encode([page]):
        for file in made.files:
            (tmp_path / file.name).write_bytes(file.data)
    assert list(validate([tmp_path])) == []
    (part,) = export([tmp_path / "bl-0012.xml"], "text", layer="source")
    assert part.file == "bl-0012.txt"
    assert part.text.split() == PAGE.split()


def test_encode_gives_pages_and_last_the_whole(page: Path) -> None:
    first, whole = encode([page])
    assert first.path == str(page)
    assert [file.name for file in first.files] == ["bl-0012.xml"]
    assert [file.name for file in whole.files] == ["bl.xml"]
    assert whole.files[0].letter is None


def test_encode_writes_nothing(page: Path, tmp_path: Path) -> None:
    list(encode([page]))
    assert list(tmp_path.iterdir()) == [page]


def test_pages_may_be_named_as_text_or_path(page: Path) -> None:
    assert list(encode([page])) == list(encode([str(page)]))


def test_a_page_that_cannot_be_read_is_a_finding(page: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent.txt"
    bad, good, _ = encode([page, absent])
    assert (bad.path, bad.files) == (str(absent), ())
    assert [finding.rule.code for finding in bad.findings] == ["R001"]
    assert good.files


def test_no_page_gives_nothing() -> None:
    assert list(encode([])) == []


def test_a_profile_may_be_named_or_given(page: Path) -> None:
    given = list(encode([page], profile=load("bolshevik-leadership")))
    assert given == list(encode([page], profile="bolshevik-leadership"))


def test_a_wrong_profile_stops_the_work(page: Path) -> None:
    with pytest.raises(TeikitError, match="no profile is called 'absent'"):
        list(encode([page], profile="absent"))


def test_pages_are_made_as_they_are_asked_for(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "z.txt"
    other.write_text(PAGE.replace("No. 12", "No. 13"), encoding="utf-8")
    made = encode([page, other])
    assert next(made).files[0].name == "bl-0012.xml"


def test_nothing_is_printed(page: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = [file for made in encode([page, tmp_path / "absent.txt"]) for file in made.files]
    for file in files:
        (tmp_path / file.name).write_bytes(file.data)
    list(validate([tmp_path]))
    list(export([tmp_path], "csv"))
    assert capfd.readouterr() == ("", "")


def test_without_the_command_line_nothing_of_it_is_loaded(page: Path) -> None:
    script = (
        "import sys\n"
        "from teikit import encode\n"
        f"list(encode([{str(page)!r}]))\n"
        "print(*sorted({'click', 'rich', 'xmlschema'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
