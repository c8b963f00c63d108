"""`teikit convert` as a user types it: what is written, what is printed, and the exit status."""

import errno
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main
from teikit.xml.folders import KEPT

PAGE = "1920-03-nos-068-069.txt"
OTHER = "1920-07-16-ordzhonikidze-to-lenin.txt"
CONVERT = [sys.executable, "-m", "teikit", "convert"]


@pytest.fixture
def work(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two raw pages in `raw`, as the current folder."""
    (tmp_path / "raw").mkdir()
    for name in (PAGE, OTHER):
        shutil.copy(root / "corpus" / "raw" / name, tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def convert(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["convert", *arguments])


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below a folder, hidden ones too, with its bytes; but for the cache."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if KEPT not in path.parts
    }


def stops(result: Result, *words: str, lines: int = 1) -> None:
    """Assert exit status 2, and one line on standard error for each fault."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    printed = result.stderr.splitlines()
    assert len(printed) == lines, printed
    assert all(line.startswith("teikit: ") for line in printed)
    assert "Traceback" not in result.output
    for word in words:
        assert word in result.stderr


# --- it works ---


def test_several_processes_write_and_print_the_same(work: Path) -> None:
    one, two = (convert("raw", "-o", "tei", "-v", "--jobs", jobs) for jobs in ("1", "2"))
    assert (one.exit_code, two.exit_code) == (0, 0)
    assert two.stdout == one.stdout.replace("4 files written, 0", "0 files written, 4")
    written = contents(work / "tei")
    again = convert("raw", "-o", "again", "-v", "--jobs", "2")
    assert (again.exit_code, contents(work / "again")) == (0, written)


def test_pages_become_files(work: Path) -> None:
    result = convert("raw", "-o", "tei")
    assert result.exit_code == 0
    assert result.stderr == ""
    names = sorted(path.name for path in (work / "tei").iterdir())
    assert names == ["bl-0068.xml", "bl-0069.xml", "bl-1920-07-16a.xml", "bl.xml"]
    assert "3 documents, 9 notes; 4 files written, 0 already up to date in tei" in result.output


def test_the_table_counts_for_each_page(work: Path) -> None:
    output = convert("raw", "-o", "tei").output
    row = next(line for line in output.splitlines() if line.startswith(PAGE))
    assert row.split()[1:4] == ["2", "sure", "6"]


def test_how_sure_the_cut_of_a_page_is(work: Path) -> None:
    letter = (
        "Ghent, {} May 1851.\n\nDear Carl,\n\nThe boats came in.\n\nYours ever,\n\nAnna Roe\n\n"
    )
    page = f"Anna Roe to Carl Doe\n\n{letter.format(5)}{letter.format(9)}"
    (work / "raw" / "letters.txt").write_text(page, encoding="utf-8")
    output = convert("raw/letters.txt", "-o", "tei", "--profile", "plain-letters").output
    row = next(line for line in output.splitlines() if line.startswith("letters.txt "))
    assert row.split()[1:4] == ["2", "1", "doubt"]
    reviewed = CliRunner().invoke(main, ["review", "tei"]).output
    assert "letters.txt: 1 doubt about where its letters begin and end" in reviewed.splitlines()


def test_findings_have_file_line_and_column(work: Path) -> None:
    output = convert(f"raw/{PAGE}", "-o", "tei").output
    assert re.search(rf"^raw/{re.escape(PAGE)}:47:\d+: warning R\d+ No\. 68: ", output, re.M) or (
        re.search(rf"^raw/{re.escape(PAGE)}:\d+:\d+: warning R\d+ ", output, re.M)
    )


def test_notices_are_shown_when_asked_for(work: Path) -> None:
    quiet, wordy = convert("raw", "-o", "a").output, convert("raw", "-o", "b", "-v").output
    assert " info R" not in quiet
    assert " info R" in wordy
    assert "notices are not shown; --verbose shows them" in quiet


def test_a_second_run_writes_nothing(work: Path) -> None:
    convert("raw", "-o", "tei")
    before = contents(work)
    times = {path: path.stat().st_mtime_ns for path in (work / "tei").iterdir()}
    result = convert("raw", "-o", "tei")
    assert result.exit_code == 0
    assert "0 files written, 4 already up to date" in result.output
    assert contents(work) == before
    assert {path: path.stat().st_mtime_ns for path in (work / "tei").iterdir()} == times


def test_the_order_of_the_arguments_is_nothing(work: Path) -> None:
    convert(f"raw/{PAGE}", f"raw/{OTHER}", "-o", "one")
    convert(f"raw/{OTHER}", f"raw/{PAGE}", f"raw/{PAGE}", "-o", "two")
    assert contents(work / "one") == contents(work / "two")


def test_authority_files_beside_the_output_are_used(work: Path, root: Path) -> None:
    shutil.copytree(root / "corpus" / "authority", work / "authority")
    convert("raw", "-o", "tei")
    assert b'ref="../authority/persons.xml#' in (work / "tei" / "bl-0069.xml").read_bytes()


def test_authority_files_can_be_named(work: Path, root: Path) -> None:
    shutil.copytree(root / "corpus" / "authority", work / "lists" / "known")
    convert("raw", "-o", "tei", "--authority", "lists/known")
    assert b'ref="../lists/known/persons.xml#' in (work / "tei" / "bl-0069.xml").read_bytes()


def test_in_a_process_of_its_own(work: Path) -> None:
    done = subprocess.run(
        [*CONVERT, "raw", "-o", "deep/down/tei"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((work / "deep" / "down" / "tei").iterdir())) == 4


# --- --check ---


def test_check_is_content_with_what_convert_wrote(work: Path) -> None:
    convert("raw", "-o", "tei")
    before = contents(work)
    result = convert("raw", "-o", "tei", "--check")
    assert result.exit_code == 0
    assert "0 of 4 files differ" in result.output
    assert contents(work) == before


def test_check_writes_nothing_and_names_what_differs(work: Path) -> None:
    convert("raw", "-o", "tei")
    (work / "tei" / "bl-0068.xml").write_text("old", encoding="utf-8")
    (work / "tei" / "bl.xml").unlink()
    before = contents(work)
    result = convert("raw", "-o", "tei", "--check")
    assert result.exit_code == 1
    assert "tei/bl-0068.xml: is not what would be written" in result.output
    assert "tei/bl.xml: does not exist" in result.output
    assert "2 of 4 files differ" in result.output
    assert contents(work) == before


def test_check_names_an_empty_file_as_different(work: Path) -> None:
    convert("raw", "-o", "tei")
    (work / "tei" / "bl-0068.xml").write_bytes(b"")
    result = convert("raw", "-o", "tei", "--check")
    assert "tei/bl-0068.xml: is not what would be written" in result.output


def test_check_makes_no_folder(work: Path) -> None:
    result = convert("raw", "-o", "tei", "--check")
    assert result.exit_code == 1
    assert not (work / "tei").exists()


# --- a page that cannot be read ---

BAD_PAGES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "white space": (b" \n\t\n", "is empty"),
    "latin-1": ("No. 1\n\nЖ\n".encode("cp1251"), "is not UTF-8; it looks like"),
    "utf-16 without mark": ("No. 1\n\nText\n".encode("utf-16-le"), "looks like utf-16-le"),
    "binary": (b"\x7fELF\x00\x01\x02", "is a binary file"),
    "control characters": (b"No. 1\n\nTele\x08gram\n", ":3:5: the control character U+0008"),
    "not a character": ("No. 1\n\nTele\ufffegram\n".encode(), "U+FFFE"),
    "no document": (b"A recipe\n\nTake two eggs, and beat them.\n", "no document was found"),
    "only furniture": (b"Bolshevik Leaders correspondence\n", "no document was found"),
}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_bad_page_is_one_line(work: Path, name: str) -> None:
    data, words = BAD_PAGES[name]
    (work / "raw" / "bad.txt").write_bytes(data)
    before = contents(work)
    stops(convert("raw/bad.txt", "-o", "tei"), "raw/bad.txt", words)
    assert contents(work) == before


@pytest.mark.parametrize("name", BAD_PAGES)
def test_the_other_pages_are_converted(work: Path, name: str) -> None:
    data, words = BAD_PAGES[name]
    convert("raw", "-o", "tei")
    before = contents(work / "tei")
    (work / "tei" / "bl-0068.xml").unlink()
    (work / "raw" / "bad.txt").write_bytes(data)
    result = convert("raw", "-o", "tei")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert all(line.startswith("teikit: ") for line in lines)
    assert len([line for line in lines if "raw/bad.txt" in line and words in line]) == 1
    assert contents(work / "tei") == before


def test_a_page_of_notes_alone_is_one_line(work: Path) -> None:
    (work / "raw" / "bad.txt").write_text("[Footnote 1: A note.]\n\n[Footnote 2: Another.]\n")
    result = convert("raw/bad.txt", "-o", "tei", "--profile", "plain-letters")
    stops(result, "raw/bad.txt", "no document was found")


def test_a_missing_page_does_not_cost_the_file_of_the_whole(work: Path) -> None:
    result = convert("raw", "absent.txt", "-o", "tei")
    assert result.exit_code == 2
    assert "absent.txt: no such file" in result.stderr
    names = sorted(path.name for path in (work / "tei").iterdir())
    assert names == ["bl-0068.xml", "bl-0069.xml", "bl-1920-07-16a.xml", "bl.xml"]


def test_check_with_a_bad_page_is_status_2(work: Path) -> None:
    convert("raw", "-o", "tei")
    (work / "raw" / "bad.txt").write_bytes(b"\xff")
    before = contents(work)
    assert convert("raw", "-o", "tei", "--check").exit_code == 2
    assert contents(work) == before


def test_a_missing_path(work: Path) -> None:
    before = contents(work)
    stops(convert("absent.txt", "-o", "tei"), "absent.txt: no such file")
    assert contents(work) == before


def test_an_encoding_can_be_named(work: Path) -> None:
    text = "Anna Roe to John Roe\n\nDear John,\n\nDéjà vu.\n\nAnna Roe\n"
    Path("latin.txt").write_bytes(text.encode("cp1252"))
    arguments = ("latin.txt", "-o", "tei", "--profile", "plain-letters")
    stops(convert(*arguments), "latin.txt:5", "looks like windows-1252: give --encoding")
    result = convert(*arguments, "--encoding", "windows-1252")
    assert result.exit_code == 0
    assert "Déjà vu." in next(Path("tei").glob("letters-*.xml")).read_text(encoding="utf-8")
    stops(convert(*arguments, "--encoding", "klingon"), "no encoding is called 'klingon'")


def test_a_folder_without_pages(work: Path) -> None:
    (work / "empty").mkdir()
    stops(convert("empty", "-o", "tei"), "empty: no page (*.txt, *.htm")
    assert not (work / "tei").exists()


def test_a_page_that_is_too_large(work: Path) -> None:
    with (work / "raw" / "large.txt").open("wb") as stream:
        stream.truncate(33 * 1024 * 1024)
    stops(convert("raw/large.txt", "-o", "tei"), "raw/large.txt", "too many for a page")


@pytest.mark.skipif(os.name != "posix", reason="the test wants a named pipe")
def test_a_pipe_is_not_waited_for(work: Path) -> None:
    os.mkfifo(work / "pipe.txt")
    done = subprocess.run(
        [*CONVERT, "pipe.txt", "-o", "tei"], capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("teikit: pipe.txt")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="such names are not allowed elsewhere")
@pytest.mark.parametrize("name", [b"a\x1b[2Jb.txt", b"two\nlines.txt", b"\xff.txt"])
def test_a_name_that_cannot_stand_in_xml(work: Path, name: bytes) -> None:
    shutil.copy(work / "raw" / PAGE, os.fsencode(work) + b"/" + name)
    result = convert(os.fsdecode(name), f"raw/{PAGE}", "-o", "tei")
    assert result.exit_code == 2
    assert "no XML file can name this file" in result.output
    assert result.output.isascii() or "\x1b" not in result.output
    assert (work / "tei" / "bl-0068.xml").exists()


def test_a_name_in_brackets_is_shown(work: Path) -> None:
    shutil.copy(work / "raw" / PAGE, work / "[bold]page.txt")
    assert "[bold]page.txt" in convert("[bold]page.txt", "-o", "tei").output


def test_two_documents_with_one_number_are_both_kept(work: Path) -> None:
    shutil.copy(work / "raw" / PAGE, work / "raw" / "again.txt")
    result = convert("raw", "-o", "tei")
    assert result.exit_code == 0
    names = {path.stem for path in (work / "tei").iterdir()}
    assert {"bl-0068", "bl-0068a", "bl-0069", "bl-0069a"} <= names


def test_two_documents_with_one_number_are_told(work: Path) -> None:
    shutil.copy(work / "raw" / PAGE, work / "raw" / "again.txt")
    output = convert("raw", "-o", "tei", "-v").output
    assert any(
        "68" in line and "again.txt" in line and "number" in line for line in output.splitlines()
    )


# --- a profile that cannot be used ---


def own_profile(change: Callable[[str], str]) -> str:
    """The path of a profile made of teikit's own."""
    text = resources.files("teikit.profiles").joinpath("bolshevik-leadership.toml")
    Path("own.toml").write_text(change(text.read_text(encoding="utf-8")), encoding="utf-8")
    return "own.toml"


BAD_PROFILES: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "unknown key": (
        lambda text: text.replace("[heading]\n", "[heading]\nsendr = []\n"),
        ("own.toml", "unknown key heading.sendr", "known are"),
    ),
    "unknown table": (
        lambda text: text + "\n[extra]\nx = 1\n",
        ("own.toml", "unknown key extra"),
    ),
    "missing key": (
        lambda text: re.sub(r"(?m)^published = .*\n", "", text),
        ("own.toml", "key edition.published is missing"),
    ),
    "unbalanced pattern": (
        lambda text: text.replace('"No. {number}"', '"No. {number"'),
        ("own.toml", "page.number[1]", "unbalanced brace"),
    ),
    "unknown placeholder": (
        lambda text: text.replace('"No. {number}"', '"No. {nummer}"'),
        ("own.toml", "page.number[1]", "{nummer}", "{number}"),
    ),
    "wrong kind": (
        lambda text: text.replace("first_year = 1912", 'first_year = "1912"'),
        ("own.toml", "edition.first_year must be a number"),
    ),
    "not a list": (
        lambda text: text.replace('receiver = ["to"]', 'receiver = "to"'),
        ("own.toml", "heading.receiver must be a list"),
    ),
    "eleven months": (
        lambda text: text.replace('  ["May"],\n', ""),
        ("own.toml", "11 entries, not 12"),
    ),
    "not TOML": (lambda text: text + "\n= nothing", ("own.toml", "is not TOML")),
    "empty": (lambda _: "", ("own.toml", "is missing")),
}


@pytest.mark.parametrize("name", BAD_PROFILES)
def test_a_bad_profile_is_one_line(work: Path, name: str) -> None:
    change, words = BAD_PROFILES[name]
    profile = own_profile(change)
    before = contents(work)
    stops(convert("raw", "-o", "tei", "--profile", profile), *words)
    assert contents(work) == before


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ("bolshevik", "no profile is called 'bolshevik'; known are bolshevik-leadership"),
        ("absent.toml", "absent.toml: "),
        ("../etc", "no profile is called"),
    ],
)
def test_an_unknown_profile(work: Path, profile: str, words: str) -> None:
    before = contents(work)
    stops(convert("raw", "-o", "tei", "--profile", profile), words)
    assert contents(work) == before


def test_a_profile_that_is_not_utf_8(work: Path) -> None:
    (work / "own.toml").write_bytes(b"[edition]\nid = '\xff'\n")
    stops(convert("raw", "-o", "tei", "--profile", "own.toml"), "own.toml")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "../../b l"),
        ("id", "1"),
        ("published", "in 1996"),
        ("language", "not a language"),
    ],
)
def test_a_profile_with_a_value_that_cannot_stand_in_tei(work: Path, key: str, value: str) -> None:
    profile = own_profile(
        lambda text: re.sub(rf"(?m)^{key} = .*", f'{key} = "{value}"', text, count=1)
    )
    stops(convert("raw", "-o", "tei", "--profile", profile), f"edition.{key}")
    assert not (work / "tei").exists()


# --- a folder or disk that cannot be written ---


def test_the_output_is_a_file(work: Path) -> None:
    (work / "tei").write_text("mine", encoding="utf-8")
    before = contents(work)
    stops(convert("raw", "-o", "tei"), "tei")
    assert contents(work) == before


def test_the_output_is_below_a_file(work: Path) -> None:
    (work / "file").write_text("mine", encoding="utf-8")
    before = contents(work)
    stops(convert("raw", "-o", "file/tei"), "file/tei")
    assert contents(work) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_the_output_may_not_be_written(work: Path) -> None:
    (work / "tei").mkdir(mode=0o555)
    stops(convert("raw", "-o", "tei"), "tei", "Permission denied")
    assert list((work / "tei").iterdir()) == []


FULL = [
    (errno.ENOSPC, "the disk is full"),
    (errno.EDQUOT, "quota"),
    (errno.EIO, os.strerror(errno.EIO)),
    (errno.EROFS, "read-only"),
]


@pytest.mark.parametrize(("code", "words"), FULL)
@pytest.mark.parametrize("moment", ["while writing", "at the end"])
def test_the_disk_is_full(
    work: Path, monkeypatch: pytest.MonkeyPatch, moment: str, code: int, words: str
) -> None:
    convert("raw", "-o", "tei")
    (work / "tei" / "bl-0068.xml").write_text("edited by hand", encoding="utf-8")
    before = contents(work)

    def fail(*_: Any) -> NoReturn:
        raise OSError(code, os.strerror(code))

    class Full(io.BytesIO):
        def write(self, data: Any, /) -> NoReturn:
            fail(data)

    def opened(path: Path, mode: str = "r", *more: Any, **others: Any) -> Any:
        if mode != "xb":
            return original(path, mode, *more, **others)
        path.touch()  # something is there by now, and must go again
        return Full()

    original = Path.open
    if moment == "while writing":
        monkeypatch.setattr(Path, "open", opened)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    stops(convert("raw", "-o", "tei"), "tei/bl-0068.xml", words)
    monkeypatch.undo()
    assert contents(work) == before


@pytest.mark.skipif(sys.platform != "linux", reason="the test wants a limit for written files")
def test_a_file_that_may_not_grow(work: Path) -> None:
    import resource  # noqa: PLC0415  (not there on every system)

    (work / "tei").mkdir()
    (work / "tei" / "bl-0068.xml").write_text("edited by hand", encoding="utf-8")
    before = contents(work)
    done = subprocess.run(
        [*CONVERT, "raw", "-o", "tei"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )
    assert done.returncode == 2
    assert done.stderr.startswith("teikit: cannot write tei/bl-0068.xml")
    assert len(done.stderr.splitlines()) == 1
    assert contents(work) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_standard_output_is_full(work: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*CONVERT, "raw", "-o", "tei"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.stderr == b"teikit: cannot go on: No space left on device\n"
    assert done.returncode == 2


def test_a_name_in_the_output_is_a_folder(work: Path) -> None:
    (work / "tei" / "bl-0068.xml").mkdir(parents=True)
    stops(convert("raw", "-o", "tei"), "tei/bl-0068.xml")


def test_a_link_in_the_output_is_not_written_through(work: Path) -> None:
    (work / "mine.xml").write_text("mine", encoding="utf-8")
    (work / "tei").mkdir()
    (work / "tei" / "bl-0068.xml").symlink_to(work / "mine.xml")
    convert("raw", "-o", "tei")
    written = (work / "tei" / "bl-0068.xml").read_bytes()
    assert b"<TEI" in written


# --- authority files that cannot be used ---


def test_authority_files_that_are_not_there(work: Path) -> None:
    before = contents(work)
    stops(convert("raw", "-o", "tei", "--authority", "absent"), "absent")
    assert contents(work) == before


@pytest.mark.parametrize("text", ["", "<TEI", "<!DOCTYPE a [<!ENTITY e '&e;'>]><TEI>&e;</TEI>"])
def test_broken_authority_files(work: Path, text: str) -> None:
    (work / "authority").mkdir()
    (work / "authority" / "persons.xml").write_text(text, encoding="utf-8")
    before = contents(work)
    stops(convert("raw", "-o", "tei"), "authority/persons.xml")
    assert contents(work) == before


# --- asked for in the wrong way ---


@pytest.mark.parametrize("arguments", [(), ("raw",), ("-o", "tei"), ("raw", "-o", "tei", "--no")])
def test_arguments_that_are_missing_or_unknown(work: Path, arguments: tuple[str, ...]) -> None:
    before = contents(work)
    result = convert(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")
    assert contents(work) == before
