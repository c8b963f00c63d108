"""Raw pages as TEI in memory."""

import errno
import io
import multiprocessing
import os
import pickle
from pathlib import Path

import pytest

from pages import page
from teikit.converting import readers, reading, waiting
from teikit.converting.encode import encode_pages
from teikit.converting.reading import CutPage
from teikit.converting.source import Source
from teikit.errors import TeikitError
from teikit.profiles.profile import load


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(page("I ask you to answer.", "Trotsky."), encoding="utf-8")
    return path


def test_nothing_is_written(raw: Path, tmp_path: Path) -> None:
    assert list(encode_pages([raw]))
    assert list(tmp_path.iterdir()) == [raw]


def test_pages_may_be_named_as_text_or_path(raw: Path) -> None:
    assert list(encode_pages([raw])) == list(encode_pages([str(raw)]))


def test_a_page_that_cannot_be_read_is_a_finding(raw: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent.txt"
    bad, good, _ = encode_pages([raw, absent])
    assert (bad.path, bad.files) == (str(absent), ())
    assert [finding.rule.code for finding in bad.findings] == ["R001"]
    assert good.files


def test_pages_are_encoded_as_they_are_asked_for(raw: Path, tmp_path: Path) -> None:
    other = tmp_path / "z.txt"
    other.write_text(page("I answer.", "Trotsky.", number="No. 13"), encoding="utf-8")
    assert next(encode_pages([raw, other])).files[0].name == "bl-0012.xml"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that were read, in order."""
    names: list[str] = []
    read = readers.read

    def counting(path: Path, encoding: str, note: readers.Note) -> Source:
        names.append(path.name)
        return read(path, encoding, note)

    monkeypatch.setattr(readers, "read", counting)
    return names


def test_a_page_is_read_once(raw: Path, reads: list[str]) -> None:
    assert list(encode_pages([raw]))
    assert reads == [raw.name]


def test_pages_that_are_long_together_wait_on_the_disk_and_are_encoded_alike(
    raw: Path, tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "z.txt"
    other.write_text(page("I answer.", "Trotsky.", number="No. 13"), encoding="utf-8")
    usual = list(encode_pages([raw, other]))
    reads.clear()
    monkeypatch.setattr(waiting, "_MOST_NEAR", len(raw.read_text(encoding="utf-8")))
    assert list(encode_pages([raw, other])) == usual
    assert reads == [raw.name, other.name]


def test_a_disk_without_room_for_waiting_pages_is_an_error(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_MOST_NEAR", 0)
    monkeypatch.setattr(waiting, "TemporaryFile", FullFile)
    with pytest.raises(TeikitError, match=r"No space left.*TMPDIR"):
        list(encode_pages([raw]))


class FullFile(io.BytesIO):
    """A file on a disk without room."""

    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def many(tmp_path: Path) -> list[Path]:
    """Pages that name each other's letters, one that is no page, and one that is missing."""
    paths = [tmp_path / f"{number}.txt" for number in range(10, 22)]
    for number, path in enumerate(paths, 10):
        text = page(
            f"I ask you (see No. {number + 3}) on May 5.", "Trotsky.", number=f"No. {number}"
        )
        path.write_text(text, encoding="utf-8")
    paths[4].write_text("Nothing.\n", encoding="utf-8")
    return [*paths, tmp_path / "absent.txt"]


@pytest.mark.parametrize("jobs", [2, 3, 50])
def test_processes_make_the_same_in_the_same_order(many: list[Path], jobs: int) -> None:
    assert list(encode_pages(many, jobs=jobs)) == list(encode_pages(many))


def test_processes_end_when_no_more_pages_are_wanted(many: list[Path]) -> None:
    before = len(multiprocessing.active_children())
    pages = encode_pages(many, jobs=2)
    next(pages)
    pages.close()
    assert len(multiprocessing.active_children()) == before


@pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="others do not know what is replaced here"
)
@pytest.mark.parametrize("step", ["cut", "documents"])
def test_a_page_over_which_a_process_dies_is_a_finding_and_the_others_are_encoded(
    many: list[Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    usual = {encoded.path: encoded for encoded in encode_pages(many)}
    deadly = many[6]
    does = getattr(reading, step)

    def dies(page: Source | CutPage, *arguments: object) -> object:
        source = page if isinstance(page, Source) else page.source
        if source.path == str(deadly):
            os._exit(9)
        return does(page, *arguments)

    monkeypatch.setattr(reading, step, dies)
    found = {encoded.path: encoded for encoded in encode_pages(many, jobs=2)}
    (finding,) = found[str(deadly)].findings
    assert (finding.rule.code, found[str(deadly)].files) == ("R001", ())
    assert "the process that converts this page ended with status 9" in finding.message
    assert b"bl-0016.xml" in usual["bl.xml"].files[0].data
    assert b"bl-0016.xml" not in found["bl.xml"].files[0].data
    assert found.keys() == usual.keys()
    assert found[str(many[-2])] == usual[str(many[-2])]


def test_a_profile_and_its_words_go_to_other_processes() -> None:
    profile = load("bolshevik-leadership")
    assert pickle.loads(pickle.dumps(profile)) == profile
