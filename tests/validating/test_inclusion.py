"""Files that include others: what is followed, and what is not."""

from pathlib import Path

import pytest

from teikit import validate
from teikit.validating import Settings
from teikit.validating.engine.runner import Run

HEAD = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"'
RNC = """\
default namespace = "http://www.tei-c.org/ns/1.0"
start = corpus | letter
corpus = element teiCorpus { element teiHeader { empty }, letter+ }
letter = element TEI { text }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "in/all.xml": f"<teiCorpus {HEAD}><teiHeader/>"
        '<xi:include href="part/b%20c.xml"/></teiCorpus>',
        "in/part/b c.xml": f'<TEI {HEAD}><xi:include href="../all.xml"/></TEI>',
        "in/a.xml": f'<TEI {HEAD}><xi:include href="../out/d.xml"/></TEI>',
        "out/d.xml": f"<TEI {HEAD}/>",
        "letters.rnc": RNC,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def names(folder: Path, *paths: str) -> list[str]:
    run = Run(Settings(), [folder / path for path in paths])
    return [path.relative_to(folder).as_posix() for path in run.files]


def test_what_a_file_includes_is_checked_too(folder: Path) -> None:
    assert names(folder, "in/all.xml") == ["in/all.xml", "in/part/b c.xml"]


def test_files_that_include_each_other_are_checked_once(folder: Path) -> None:
    assert names(folder, "in") == ["in/a.xml", "in/all.xml", "in/part/b c.xml"]


def test_outside_of_the_folders_nothing_is_followed(folder: Path) -> None:
    assert names(folder, "in/a.xml") == ["in/a.xml"]
    findings = list(validate([folder / "in/a.xml"], settings=Settings(select=("X",))))
    assert [(finding.rule.code, finding.message) for finding in findings] == [
        ("X004", "../out/d.xml lies outside of the folders that are checked")
    ]
    assert names(folder, "in/a.xml", "out") == ["in/a.xml", "out/d.xml"]


def test_a_schema_without_inclusion_takes_the_corpus_file(folder: Path) -> None:
    def found() -> list[str]:
        settings = Settings(select=("S",))
        schemas = [folder / "letters.rnc"]
        return [
            finding.message
            for finding in validate([folder / "in/all.xml"], schemas=schemas, settings=settings)
        ]

    corpus = folder / "in/all.xml"
    assert found() == []
    corpus.write_text(corpus.read_text(encoding="utf-8").replace("<teiHeader/>", ""), "utf-8")
    assert len(found()) == 0, "what is missing may be included"
    corpus.write_text(f"<teiCorpus {HEAD}><teiHeader/></teiCorpus>", "utf-8")
    assert len(found()) == 1
