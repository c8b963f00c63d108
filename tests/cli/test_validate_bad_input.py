"""Whatever a folder holds, `teikit validate` gives findings or one clear line."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samples import document
from teikit.cli import main
from teikit.xml.files import MAX_BYTES

GOOD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>é</p></body></text></TEI>'
UTF16 = GOOD.replace("<TEI", '<?xml version="1.0" encoding="UTF-16"?><TEI', 1)
BAD_POINTER = GOOD.replace("<p>", '<p corresp="#x">')

FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "X001"),
    "white space": (b"  \n", "X001"),
    "no XML": (b"Dear Anna,\n", "X001"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0", "X001"),
    "null bytes": (b"\0" * 100, "X001"),
    "cut off": (GOOD.encode()[:-9], "X001"),
    "UTF-16": (UTF16.encode("utf-16"), ""),
    "UTF-16, big end first": (b"\xfe\xff" + UTF16.encode("utf-16-be"), ""),
    "another encoding than declared": (
        b'<?xml version="1.0" encoding="UTF-8"?>' + GOOD.encode("latin-1"),
        "X001",
    ),
    "an encoding that is none": (
        b'<?xml version="1.0" encoding="UTF-99"?>' + GOOD.encode(),
        "X001",
    ),
    "an external DTD": (b'<!DOCTYPE TEI SYSTEM "/etc/passwd">' + GOOD.encode(), "S004"),
    "an entity": (b"<!DOCTYPE TEI [<!ENTITY e 'x'>]>" + GOOD.encode(), ""),
    "a file for an entity": (
        b"<!DOCTYPE TEI [<!ENTITY e SYSTEM '/etc/passwd'>]>"
        + GOOD.replace("<p>", "<p>&e;").encode(),
        "X011",
    ),
    "an encoding that is no text": (
        b'<?xml version="1.0" encoding="idna"?>' + GOOD.encode(),
        "X001",
    ),
    "UTF-8 declared as UTF-16": (UTF16.encode(), "X001"),
    "UTF-16 declared as UTF-8": (UTF16.replace("UTF-16", "UTF-8").encode("utf-16"), "X001"),
    "a bomb": (
        b"<!DOCTYPE TEI [<!ENTITY a 'aaaaaaaaaa'>"
        + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><TEI>&j;</TEI>",
        "X002",
    ),
    "deep": (b"<p>" * 100_000 + b"</p>" * 100_000, "X002"),
    "one long line": (b"<p>" + b"x" * (11 * 1024 * 1024) + b"</p>", "X013"),
    "too large": (b"<p>" + b"<lb/>" * (MAX_BYTES // 5) + b"</p>", "X002"),
    "many attributes": (
        b"<p " + b" ".join(b'a%d=""' % number for number in range(100_000)) + b"/>",
        "X002",
    ),
    "an instruction that is none": (b"<?teikit?>" + GOOD.encode(), "T091"),
    "a schema that is none": (b'<?xml-model href=""?><?xml-model?>' + GOOD.encode(), "S004"),
    "a schema that is a folder": (b'<?xml-model href="a.rng"?>' + GOOD.encode(), "S004"),
    "a schema on the web": (b'<?xml-model href="http://x.org/a.rng"?>' + GOOD.encode(), "S005"),
}


def validate(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments], input=stdin)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.rng").mkdir()


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_a_finding_and_the_next_is_checked(name: str) -> None:
    data, code = FILES[name]
    Path("1.xml").write_bytes(data)
    Path("2.xml").write_text(BAD_POINTER, encoding="utf-8")
    result = validate(
        ".", "--format", "concise", "--select", "X,S,T00,T09,C001", "--ignore", "S007"
    )
    lines = result.stdout.splitlines()
    assert [line for line in lines if line.startswith("2.xml:") and " T002 " in line]
    found = [line for line in lines if line.startswith("1.xml")]
    assert [line.split()[2] for line in found] == ([code] if code else [])
    assert result.exit_code == 1
    assert all(len(line) < 400 for line in lines)


@pytest.mark.parametrize(
    "name", ["a letter.xml", "Brief an Schröder.xml", "Письмо.xml", "手紙.XML", "-a.xml", "a:b.xml"]
)
def test_names_of_files_are_taken_as_they_are(name: str) -> None:
    Path("letters").mkdir()
    Path("letters", name).write_text(BAD_POINTER, encoding="utf-8")
    line = validate("letters", "--format", "concise", "--select", "T002").stdout.splitlines()[0]
    assert line.startswith(f"{Path('letters', name)}:1:")
    assert validate(f"letters/{name}").exit_code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only there may names be any bytes")
def test_names_that_are_no_text() -> None:
    Path(os.fsdecode(b"a\xff.xml")).write_text(BAD_POINTER, encoding="utf-8")
    for format_ in ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "csv"):
        result = validate(".", "--format", format_)
        assert result.exit_code == 1
        assert b"T002" in result.stdout_bytes
    command = [sys.executable, "-m", "teikit", "validate", "."]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    assert b"T002" in done.stdout


def test_links_that_go_in_circles() -> None:
    Path("letters").mkdir()
    Path("letters", "a.xml").write_text(GOOD, encoding="utf-8")
    Path("letters", "b").symlink_to("..")
    Path("letters", "c.xml").symlink_to("c.xml")
    result = validate("letters", "--format", "concise", "--select", "X")
    assert result.stdout.splitlines()[0].startswith("letters/c.xml: error X003 ")
    assert "2 files checked" in result.stderr


def test_what_is_no_file() -> None:
    os.mkfifo("a.xml")
    result = validate(".", "--format", "concise", "--select", "X")
    assert result.stdout.startswith("a.xml: error X003 this is not a file")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_what_may_not_be_read() -> None:
    Path("shut").mkdir()
    Path("a.xml").write_text("", encoding="utf-8")
    Path("b.xml").write_text(GOOD, encoding="utf-8")
    Path("a.xml").chmod(0)
    Path("shut").chmod(0)
    result = validate(".", "--format", "concise", "--select", "X")
    assert [line.partition(" ")[0] for line in result.stdout.splitlines()] == ["shut:", "a.xml:"]


def test_a_folder_that_cannot_be_read_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("letters/shut").mkdir(parents=True)
    Path("letters/a.xml").write_text(GOOD, encoding="utf-8")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = validate("letters", "--format", "concise", "--select", "X")
    assert result.stdout.splitlines() == [
        "letters/shut: error X003 the folder cannot be read: Permission denied"
    ]
    assert result.exit_code == 1


def test_files_that_vanish_are_findings() -> None:
    for number in range(60):
        Path(f"{number:02}.xml").write_text(GOOD, encoding="utf-8")
    from teikit.validating import Settings  # noqa: PLC0415
    from teikit.validating.engine.runner import Run  # noqa: PLC0415

    run = Run(Settings(select=("X",)), [Path()], jobs=1)
    Path("59.xml").unlink()
    assert [finding.rule.code for report in run.reports() for finding in report.findings] == [
        "X003"
    ]
    assert run.across() == []


def test_standard_input() -> None:
    result = validate("-", "--stdin-filename", "a.xml", "--format", "json", stdin=b"<p>")
    assert '"path": "a.xml"' in result.stdout
    assert result.exit_code == 1
    assert validate("-", stdin=GOOD.encode()).exit_code == 0
    assert validate("-", "--fix", stdin=b"").exit_code == 2
    assert validate(".", "--stdin-filename", "a.xml").exit_code == 2


@pytest.mark.parametrize("name", ["letters/b.xml", "./letters/../letters/b.xml"])
def test_standard_input_stands_for_its_file_in_a_folder(name: str) -> None:
    Path("letters").mkdir()
    before = document("<p>A</p>")
    edited = document('<p xml:id="new">A</p>')
    Path("letters/a.xml").write_text(document('<p><ref target="b.xml#new">B</ref></p>'), "utf-8")
    Path("letters/b.xml").write_text(before, "utf-8")
    options = ("--select", "C", "--format", "concise")
    assert "error C002" in validate("letters", *options).stdout
    found = validate("letters", "-", "--stdin-filename", name, *options, stdin=edited.encode())
    assert found.stdout == ""
    assert found.stderr.startswith("2 files checked")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_an_interruption_ends_the_run_and_its_processes() -> None:
    for number in range(2000):
        Path(f"{number:04}.xml").write_text(BAD_POINTER, encoding="utf-8")
    command = [sys.executable, "-m", "teikit", "validate", ".", "--jobs", "2"]
    with subprocess.Popen(
        [*command, "--format", "concise"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"0000.xml:")
        os.killpg(process.pid, signal.SIGINT)  # as the keyboard does
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == b"teikit: stopped\n"
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
