"""What documents give comes in their order, and is the same from one process and from several."""

import os
import signal
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from teikit.errors import TeikitError
from teikit.tei.collecting import Ask, parts
from teikit.tei.documents import Document, Report
from teikit.xml.files import Unreadable

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{}"><teiHeader/>'
    "<text><body><p>Dear {}</p></body></text></TEI>"
)
CORPUS = (
    '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
    '<teiHeader/><xi:include href="members/m.xml"/></teiCorpus>'
)


class StopError(TeikitError):
    """With more than its words."""

    def __init__(self, document: str) -> None:
        super().__init__(f"no further than {document}")
        self.document = document


def asking(deadly: str = "", stop: str = "") -> Ask[str]:
    def ask(document: Document, report: Report) -> str:
        if document.id == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        if document.id == stop:
            raise StopError(document.id)
        if document.id == "d007":
            raise ValueError("nobody expected it")
        if document.id == "d009":
            report(TeikitError("a word on d009"))
        return document.id

    return ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Letters, one broken, two of the same name; and two lists of another that is not asked for."""
    letters = tmp_path / "letters"
    (letters / "members").mkdir(parents=True)
    for number in range(40):
        name = f"d{number:03}"
        content = "<TEI" if number == 20 else TEI.format("d030" if number == 31 else name, name)
        (letters / f"{name}.xml").write_text(content)
    (letters / "members" / "m.xml").write_text(TEI.format("m", "m"))
    (letters / "a.xml").write_text(CORPUS)
    (letters / "z.xml").write_text(CORPUS)
    return letters


def gathered(
    folder: Path, jobs: int, watch: list[Path], **which: str
) -> tuple[list[str], list[str], list[type[TeikitError]]]:
    reported: list[TeikitError] = []

    def watched(files: Iterator[Path], total: int) -> Iterable[Path]:
        assert total == 42
        for file in files:
            watch.append(file)
            yield file

    asked = sorted(folder.glob("*.xml"))
    given = parts(asked, partial(asking, **which), reported.append, jobs=jobs, watch=watched)
    return [*given], [*map(str, reported)], [*map(type, reported)]


def test_several_processes_give_what_one_does(folder: Path) -> None:
    seen: list[list[Path]] = [[], []]
    by_one, by_two = gathered(folder, 1, seen[0]), gathered(folder, 2, seen[1])
    assert by_one == by_two
    assert seen[0] == seen[1] == sorted(folder.glob("*.xml"))
    found, messages, kinds = by_one
    assert found == ["m", *(f"d{n:03}" for n in range(40) if n not in {7, 20, 31})]
    assert [Path(words.partition(": ")[0]).name for words in messages] == [
        "d007.xml",
        "a word on d009",
        "d020.xml:1:5",
        "d031.xml",
    ]
    assert issubclass(kinds[2], Unreadable)


def test_a_file_over_which_a_process_dies_is_told_and_the_others_are_done(folder: Path) -> None:
    found, messages, _ = gathered(folder, 2, [], deadly="d012")
    assert "d011" in found
    assert "d013" in found
    assert "d012" not in found
    (words,) = [words for words in messages if "d012.xml" in words]
    assert "SIGKILL" in words
    assert "left out" in words


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_stops_the_work_does_so_at_its_place(folder: Path, jobs: int) -> None:
    asked = sorted(folder.glob("d*.xml"))
    given = parts(asked, partial(asking, stop="d010"), lambda _: None, jobs=jobs)
    found: list[str] = []

    def go_on() -> None:
        for part in given:
            found.append(part)

    with pytest.raises(StopError, match="no further than d010") as stopped:
        go_on()
    assert found == [f"d{number:03}" for number in range(10) if number != 7]
    assert stopped.value.document == "d010"


def test_a_report_that_raises_ends_the_work(folder: Path) -> None:
    def refuse(error: TeikitError) -> None:
        raise error

    with pytest.raises(TeikitError, match=r"d007\.xml"):
        list(parts([folder], asking, refuse, jobs=2))
