"""Which documents are exported: files, corpora, includes, and what cannot be read."""

from pathlib import Path

import pytest

from tei_texts import tei
from teikit.errors import TeikitError
from teikit.exporting import export
from teikit.tei.documents import documents
from teikit.validating import Settings
from teikit.validating.engine.runner import Run

INCLUDE = "http://www.w3.org/2001/XInclude"


def corpus(*children: str) -> str:
    return (
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="{INCLUDE}"><teiHeader/>'
        + "".join(children)
        + "</teiCorpus>"
    )


def include(href: str) -> str:
    return f'<xi:include href="{href}"/>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "edition"
    made.mkdir()
    for name in ("a", "b", "c"):
        (made / f"{name}.xml").write_text(tei(f"<p>{name}</p>", name=name))
    (made / "all.xml").write_text(corpus(*map(include, ("c.xml", "a.xml", "b.xml"))))
    return made


def exported(*paths: Path) -> tuple[list[str], list[str]]:
    faults: list[TeikitError] = []
    found = [document.id for document in documents(paths, faults.append)]
    return found, [str(fault) for fault in faults]


def test_a_corpus_stands_for_what_it_includes_in_its_order(folder: Path) -> None:
    assert exported(folder / "all.xml") == (["c", "a", "b"], [])


def test_a_corpus_adds_nothing_to_its_own_files(folder: Path) -> None:
    assert exported(folder) == (["a", "b", "c"], [])


def test_each_tei_in_a_corpus_is_a_document(folder: Path) -> None:
    inner = corpus(tei("<p>y</p>", name="y"))
    source = corpus(tei("<p>x</p>").replace(' xml:id="x-1"', ""), inner, tei("<p>z</p>", name="z"))
    (folder / "all.xml").write_text(source)
    assert exported(folder / "all.xml") == (["all-1", "y", "z"], [])


def test_a_document_without_a_name_is_called_after_its_file(folder: Path) -> None:
    (folder / "d.xml").write_text(tei("<p>x</p>").replace(' xml:id="x-1"', ""))
    assert exported(folder / "d.xml") == (["d"], [])


@pytest.mark.parametrize(
    "href", ["../outside.xml", "http://example.org/a.xml", "/etc/hosts", "//example.org/a.xml"]
)
def test_includes_do_not_leave_their_folder(folder: Path, href: str) -> None:
    (folder.parent / "outside.xml").write_text(tei("<p>no</p>", name="outside"))
    (folder / "all.xml").write_text(corpus(include(href), include("a.xml")))
    found, faults = exported(folder / "all.xml")
    assert found == ["a"]
    assert "outside of the folders that were named" in "".join(faults)


def test_includes_are_followed_within_the_folders_that_are_named(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / "some.xml").write_text(corpus(include("../b.xml"), include("../d.tei")))
    (folder / "d.tei").write_text(tei("<p>d</p>", name="d"))
    assert exported(folder) == (["a", "b", "c", "d"], [])
    found, faults = exported(folder / "lists")
    assert found == []
    assert len(faults) == 2


def test_an_address_is_relative_to_the_base_around_it(folder: Path) -> None:
    (folder / "parts").mkdir()
    (folder / "parts" / "d.tei").write_text(tei("<p>d</p>", name="d"))
    source = corpus(include("d.tei"), '<xi:include xml:base="../" href="a.xml"/>')
    (folder / "all.xml").write_text(source.replace("<teiCorpus", '<teiCorpus xml:base="parts/"'))
    assert exported(folder / "all.xml") == (["d", "a"], [])
    assert [path.name for path in Run(Settings(), [folder / "all.xml"]).files] == [
        "a.xml",
        "all.xml",
        "d.tei",
    ]


def test_a_base_on_the_web_takes_its_includes_there(folder: Path) -> None:
    source = corpus(include("a.xml"))
    base = 'xml:base="https://example.org/"'
    (folder / "all.xml").write_text(source.replace("<teiCorpus", f"<teiCorpus {base}"))
    assert exported(folder / "all.xml")[0] == []
    assert [path.name for path in Run(Settings(), [folder / "all.xml"]).files] == ["all.xml"]


def test_a_fallback_stands_for_a_missing_file(folder: Path) -> None:
    other = f"<xi:fallback>{include('b.xml')}{tei('<p>e</p>', name='e')}</xi:fallback>"
    missing = f'<xi:include href="gone.xml">{other}</xi:include>'
    text = '<xi:include href="a.xml" parse="text"/>'
    (folder / "all.xml").write_text(corpus(missing, text))
    assert exported(folder / "all.xml") == (["b", "e"], [])


def test_a_link_does_not_leave_the_folder_either(folder: Path) -> None:
    (folder.parent / "outside.xml").write_text(tei("<p>no</p>", name="outside"))
    (folder / "link.xml").symlink_to(folder.parent / "outside.xml")
    (folder / "all.xml").write_text(corpus(include("link.xml")))
    assert exported(folder / "all.xml")[0] == []


def test_corpora_that_include_each_other_end(folder: Path) -> None:
    (folder / "all.xml").write_text(corpus(include("more.xml"), include("all.xml")))
    (folder / "more.xml").write_text(corpus(include("a.xml"), include("all.xml")))
    assert exported(folder / "all.xml") == (["a"], [])


def test_an_include_of_a_missing_file_is_reported(folder: Path) -> None:
    (folder / "all.xml").write_text(corpus(include("gone.xml"), include("a.xml")))
    found, faults = exported(folder / "all.xml")
    assert found == ["a"]
    assert "gone.xml" in faults[0]


def test_what_is_no_letter(folder: Path) -> None:
    (folder / "persons.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff/></TEI>'
    )
    (folder / "other.xml").write_text("<html/>")
    (folder / "broken.xml").write_text("<TEI")
    found, faults = exported(folder)
    assert found == ["a", "b", "c"]
    assert len(faults) == 2
    assert "broken.xml" in faults[0]
    assert "not a TEI P5 document" in faults[1]


def test_two_documents_of_one_name(folder: Path) -> None:
    (folder / "z.xml").write_text(tei("<p>other</p>", name="a"))
    found, faults = exported(folder)
    assert found == ["a", "b", "c"]
    assert "'a'" in faults[0]
    assert "a.xml" in faults[0]
    assert "z.xml" in faults[0]


def test_without_a_report_the_first_fault_is_raised(folder: Path) -> None:
    (folder / "b.xml").write_text("<TEI")
    parts = export([folder])
    assert next(parts).document == "a"
    with pytest.raises(TeikitError, match=r"b\.xml"):
        next(parts)


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no such file"):
        list(export([tmp_path / "gone"]))


def test_names_of_files_stay_in_their_folder(tmp_path: Path) -> None:
    source = tei("<p>x</p>").replace(' xml:id="x-1"', "")
    (tmp_path / "..a b.xml").write_text(source)
    assert [part.file for part in export([tmp_path / "..a b.xml"])] == ["_.a_b.txt"]
