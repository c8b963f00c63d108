"""The conversion as a function: an editor's work is kept, and it agrees with the command."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages import page
from teikit import convert
from teikit.cli import main
from teikit.converting.outcome import ConvertedFile, Outcome
from teikit.diagnostic import Severity
from teikit.errors import TeikitError
from teikit.xml.folders import KEPT

SECOND = page("Agreed.", "Trotsky.", number="No. 13")
AUTHORITY = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><listPerson>
<person xml:id="trotsky"><persName>L. D. Trotsky</persName></person>
</listPerson></body></text></TEI>
"""


def set_up(folder: Path) -> None:
    """Two raw pages in `raw`."""
    (folder / "raw").mkdir(parents=True)
    first = page("I ask you to answer.", "Trotsky.")
    (folder / "raw" / "a.txt").write_text(first, encoding="utf-8")
    (folder / "raw" / "b.txt").write_text(SECOND, encoding="utf-8")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_up(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outcomes(folder: Path, *, check: bool = False) -> dict[str, Outcome]:
    conversion = convert([folder / "raw"], folder / "tei", check=check)
    return {file.path.name: file.outcome for page in conversion for file in page.files}


def contents(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if KEPT not in path.parts
    }


def edit(path: Path, status: str = 'status="candidate"') -> bytes:
    """Edit a file as an editor does; its new bytes."""
    text = path.read_text(encoding="utf-8")
    assert 'status="draft"' in text
    path.write_text(
        text.replace('status="draft"', status).replace("I ask", "I beg"), encoding="utf-8"
    )
    return path.read_bytes()


def test_files_are_written_and_then_up_to_date(work: Path) -> None:
    names = ("bl-0012.xml", "bl-0013.xml", "bl.xml")
    assert outcomes(work) == dict.fromkeys(names, Outcome.WRITTEN)
    assert outcomes(work) == dict.fromkeys(names, Outcome.UNCHANGED)


@pytest.mark.parametrize(
    "status", ['status="candidate"', "status='approved'", 'status = "final"', 'status="drafted"']
)
def test_the_work_of_an_editor_is_left_as_it_is(work: Path, status: str) -> None:
    outcomes(work)
    edited = edit(work / "tei" / "bl-0012.xml", status)
    assert outcomes(work)["bl-0012.xml"] is Outcome.NO_DRAFT
    assert outcomes(work, check=True)["bl-0012.xml"] is Outcome.NO_DRAFT
    assert (work / "tei" / "bl-0012.xml").read_bytes() == edited


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: re.sub(r"<(/?)(?=[A-Za-z])", r"<\1tei:", text),
        lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=["a prefix", "UTF-16"],
)
def test_however_the_editor_saved_it(work: Path, rewrite: Callable[[str], str | bytes]) -> None:
    outcomes(work)
    path = work / "tei" / "bl-0012.xml"
    edit(path)
    rewritten = rewrite(path.read_text(encoding="utf-8"))
    path.write_bytes(rewritten.encode() if isinstance(rewritten, str) else rewritten)
    assert outcomes(work)["bl-0012.xml"] is Outcome.NO_DRAFT


def test_a_draft_is_written_anew(work: Path) -> None:
    outcomes(work)
    edit(work / "tei" / "bl-0012.xml", "status='draft'")
    assert outcomes(work)["bl-0012.xml"] is Outcome.WRITTEN


def test_check_writes_nothing(work: Path) -> None:
    before = contents(work)
    assert set(outcomes(work, check=True).values()) == {Outcome.WOULD_BE_NEW}
    assert contents(work) == before
    outcomes(work)
    (work / "tei" / "bl-0013.xml").write_text("old", encoding="utf-8")
    before = contents(work)
    assert outcomes(work, check=True) == {
        "bl-0012.xml": Outcome.UNCHANGED,
        "bl-0013.xml": Outcome.WOULD_CHANGE,
        "bl.xml": Outcome.UNCHANGED,
    }
    assert contents(work) == before


def test_the_file_of_the_edition_keeps_what_it_had_of_a_page_that_cannot_be_read(
    work: Path,
) -> None:
    outcomes(work)
    edition = (work / "tei" / "bl.xml").read_bytes()
    (work / "raw" / "b.txt").write_bytes(b"")
    assert outcomes(work)["bl.xml"] is Outcome.UNCHANGED
    assert (work / "tei" / "bl.xml").read_bytes() == edition
    (work / "tei" / "bl-0013.xml").unlink()
    assert outcomes(work)["bl.xml"] is Outcome.WRITTEN


@pytest.mark.parametrize("place", [".", "sources"])
def test_authority_files_are_found_where_they_usually_stand(work: Path, place: str) -> None:
    (work / place / "authority").mkdir(parents=True)
    (work / place / "authority" / "persons.xml").write_text(AUTHORITY, encoding="utf-8")
    (work / "raw").rename(work / place / "raw") if place != "." else None
    convert([work / place / "raw"], work / "deep" / "tei").grade()
    text = (work / "deep" / "tei" / "bl-0012.xml").read_text(encoding="utf-8")
    way = "../.." if place == "." else f"../../{place}"
    assert f'ref="{way}/authority/persons.xml#trotsky"' in text


def test_decisions_are_found_where_they_usually_stand(work: Path) -> None:
    (work / "overrides.toml").write_text('[documents.12]\ndate = "1921-01-01"\n', encoding="utf-8")
    outcomes(work)
    assert 'when="1921-01-01"' in (work / "tei" / "bl-0012.xml").read_text(encoding="utf-8")


def test_what_is_named_must_be_there(work: Path) -> None:
    for inputs in ({"authority": "absent"}, {"overrides": "absent.toml"}):
        with pytest.raises(TeikitError, match="absent"):
            convert(["raw"], "tei", **inputs)


# --- the command and the function agree ---

SITUATIONS: dict[str, Callable[[Path], object]] = {
    "a page that cannot be read": lambda folder: (folder / "raw" / "b.txt").write_bytes(b"\xff"),
    "an edited file": lambda folder: edit(folder / "tei" / "bl-0012.xml"),
    "a file that differs": lambda folder: (folder / "tei" / "bl-0012.xml").write_text("old"),
    "a missing file": lambda folder: (folder / "tei" / "bl-0013.xml").unlink(),
    "no file of the edition": lambda folder: (folder / "tei" / "bl.xml").unlink(),
    "a decision on no document": lambda folder: (folder / "overrides.toml").write_text(
        '[documents.99]\ndate = "1920-01-01"\n'
    ),
    "a decision that points nowhere": lambda folder: (folder / "overrides.toml").write_text(
        '[documents.12]\nmarks = [{note = 9, after = "no such words"}]\n'
    ),
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two raw pages and the files that they became."""
    folder = tmp_path_factory.mktemp("finished")
    set_up(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        convert(["raw"], "tei").grade()
    return folder


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chosen=st.sets(st.sampled_from(sorted(SITUATIONS))), check=st.booleans())
def test_command_and_function_agree(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    finished: Path,
    chosen: set[str],
    check: bool,
) -> None:
    folders = [tmp_path_factory.mktemp(name) for name in ("command", "function")]
    for folder in folders:
        shutil.copytree(finished, folder, dirs_exist_ok=True)
        if {"an edited file", "a file that differs"} <= chosen:
            chosen = chosen - {"a file that differs"}
        for situation in sorted(chosen):
            SITUATIONS[situation](folder)
    before = contents(folders[1])

    monkeypatch.chdir(folders[0])
    options = ["--check"] if check else []
    result = CliRunner().invoke(main, ["convert", "raw", "-o", "tei", *options])
    monkeypatch.chdir(folders[1])
    conversion = convert(["raw"], "tei", check=check)
    files: list[ConvertedFile] = []
    findings = []
    for page_ in conversion:
        files += page_.files
        findings += page_.findings

    assert result.exit_code == conversion.grade()
    assert contents(folders[0]) == contents(folders[1])
    assert not check or contents(folders[1]) == before
    changed = len([file for file in files if file.outcome.changes])
    assert (f"{changed} of " if check else f"{changed} file") in result.output
    for finding in findings:
        assert finding.message in result.output or finding.rule.severity is Severity.INFO


def test_a_conversion_that_nobody_asks_for_says_so(work: Path) -> None:
    with pytest.warns(RuntimeWarning, match="nothing was converted"):
        convert([work / "raw"], work / "tei")
    assert not (work / "tei").exists()
