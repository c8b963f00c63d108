"""What is missing for an archive: which rules are on, what is told once, and what counts."""

from pathlib import Path

import pytest

from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.profiles.publication import Publication
from teikit.validating import Settings, validate
from teikit.validating.archives.checking import is_orcid
from teikit.validating.schemas.bounds import LIMIT
from teikit.validating.settings import load

LETTER = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}" xml:lang="de">
  <teiHeader>
    <fileDesc>
      <titleStmt><title>To Max</title><editor>Ann Roe</editor></titleStmt>
      <publicationStmt><publisher>Town Press</publisher>{published}</publicationStmt>
      <sourceDesc><p/></sourceDesc>
    </fileDesc>
    <profileDesc><correspDesc>
      <correspAction type="sent"><persName{person}>Ann</persName><date when="1900-05-04"/>
      </correspAction>
      <correspAction type="received"><persName>Max</persName></correspAction>
    </correspDesc></profileDesc>
  </teiHeader>
  <text><body><div type="letter"><p>Dear Max</p></div></body></text>
</TEI>
"""
BY = '<availability><licence target="https://creativecommons.org/licenses/by/4.0/"/></availability>'


def letter(name: str = "a", published: str = "", person: str = "") -> str:
    return LETTER.format(id=name, published=published, person=person)


def found(
    folder: Path, *archives: str, select: tuple[str, ...] = ("A",), **publication: object
) -> list[Diagnostic]:
    settings = Settings(
        select=select,
        schema=(),
        for_=archives,
        publication=Publication(**publication),  # type: ignore[arg-type]
    )
    return list(validate([folder], settings=settings))


def codes(findings: list[Diagnostic]) -> list[str]:
    return [finding.rule.code for finding in findings]


def test_without_an_archive_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    findings = validate([tmp_path], settings=Settings(schema=()))
    assert not [code for code in codes(list(findings)) if code.startswith("A")]


def test_an_archive_asks_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    assert codes(found(tmp_path, "europeana")) == ["A404", "A406"]


def test_several_archives_ask_together(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    families = {code[:2] for code in codes(found(tmp_path, "europeana", "zenodo", "arche"))}
    assert families == {"A4", "A5", "A6"}


def test_correspsearch_asks_all_that_cmif_does(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    assert {code[:2] for code in codes(found(tmp_path, "correspsearch"))} == {"A1", "A2"}


def test_what_is_the_same_in_all_files_is_told_once(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.xml").write_text(letter(name), encoding="utf-8")
    findings = found(tmp_path, "zenodo")
    assert sorted(codes(findings)) == ["A501", "A503", "A504", "A505"]
    assert all(finding.message.endswith("(in 3 files)") for finding in findings)
    assert {Path(finding.location.path).name for finding in findings} == {"a.xml"}


def test_what_is_the_same_is_told_once_by_several_processes(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.xml").write_text(letter(f"x{number}"), encoding="utf-8")
    settings = Settings(select=("A",), schema=(), for_=("europeana",))
    with validate([tmp_path], settings=settings, jobs=2) as findings:
        messages = [finding.message for finding in findings]
    assert messages == [
        "no licence is named with its address (in 30 files)",
        "it is not said where the document is on the web (in 30 files)",
    ]


def test_what_a_file_asks_not_to_be_told_does_not_count(tmp_path: Path) -> None:
    ignore = '<?teikit ignore A404 "it is said elsewhere"?>'
    (tmp_path / "a.xml").write_text(letter("a"), encoding="utf-8")
    (tmp_path / "b.xml").write_text(
        letter("b").replace("<text>", f"{ignore}<text>"), encoding="utf-8"
    )
    (finding,) = found(tmp_path, "europeana", select=("A404",))
    assert finding.message == "no licence is named with its address"


def test_the_settings_answer_what_the_deposit_tells(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    answered = found(
        tmp_path,
        "europeana",
        licence="https://creativecommons.org/licenses/by/4.0/",
        address="https://example.org/{id}",
    )
    assert answered == []


def test_a_corpus_header_answers_for_its_parts(tmp_path: Path) -> None:
    head = letter(published=BY).partition("<teiHeader>")[2].partition("</teiHeader>")[0]
    corpus = (
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">'
        f"<teiHeader>{head}</teiHeader>{letter()}</teiCorpus>"
    )
    (tmp_path / "a.xml").write_text(corpus, encoding="utf-8")
    assert codes(found(tmp_path, "arche", select=("A606",))) == []


def test_a_register_of_persons_is_no_document(tmp_path: Path) -> None:
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><listPerson>'
        '<person xml:id="ann"><persName>Ann</persName></person></listPerson></body></text></TEI>'
    )
    (tmp_path / "persons.xml").write_text(text, encoding="utf-8")
    assert found(tmp_path, "dtabf", "zenodo", "cmif") == []


def test_the_authority_file_tells_identifiers(tmp_path: Path) -> None:
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "persons.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><listPerson>'
        '<person xml:id="ann"><persName>Ann</persName><idno type="GND">118540238</idno></person>'
        "</listPerson></body></text></TEI>",
        encoding="utf-8",
    )
    (tmp_path / "tei").mkdir()
    ref = ' ref="../authority/persons.xml#ann"'
    (tmp_path / "tei" / "a.xml").write_text(letter(person=ref), encoding="utf-8")
    (finding,) = found(tmp_path / "tei", "correspsearch", select=("A204",))
    assert finding.message == "'Max' has no identifier of GND, VIAF, BnF, LC or NDL"


def test_what_one_letter_tells_of_a_person_others_need_not(tmp_path: Path) -> None:
    entry = (
        '<standOff><listPerson><person xml:id="ann"><persName>Ann</persName>'
        '<idno type="GND">118540238</idno></person></listPerson></standOff>'
    )
    told = letter("a", person=' ref="#ann"').replace("<text>", f"{entry}<text>")
    (tmp_path / "b.xml").write_text(told, encoding="utf-8")
    (tmp_path / "a.xml").write_text(letter("b", person=' ref="#ann"'), encoding="utf-8")
    (finding,) = found(tmp_path, "correspsearch", select=("A204",))
    assert finding.message.startswith("'Max'")


@pytest.mark.parametrize(
    ("licence", "is_free"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("http://creativecommons.org/licenses/by/4.0/deed.de", True),
        ("https://creativecommons.org/publicdomain/zero/1.0/", True),
        ("https://creativecommons.org/licenses/by-sa/4.0/", False),
        ("https://creativecommons.org/licenses/by/null/", False),
    ],
)
def test_correspsearch_takes_two_licences(licence: str, is_free: bool, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    findings = found(tmp_path, "correspsearch", select=("A201",), licence=licence)
    assert (findings == []) == is_free


def test_correspsearch_wants_an_email(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    without = found(tmp_path, "correspsearch", select=("A202",), editors=("Ann Roe",))
    assert codes(without) == ["A202"]
    editors = ("Ann Roe", "Max Roe <max@example.org>")
    assert found(tmp_path, "correspsearch", select=("A202",), editors=editors) == []


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [("letter_1-a.xml", True), ("letter 1.xml", False), ("brief-größe.xml", False)],
)
def test_arche_takes_plain_names_of_files(name: str, is_taken: bool, tmp_path: Path) -> None:
    (tmp_path / name).write_text(letter(published=BY), encoding="utf-8")
    assert (found(tmp_path, "arche", select=("A608",)) == []) == is_taken


@pytest.mark.parametrize(
    ("encoding", "is_taken"), [("utf-8", True), ("utf-8-sig", False), ("utf-16", False)]
)
def test_arche_takes_utf_8(encoding: str, is_taken: bool, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(published=BY), encoding=encoding)
    assert (found(tmp_path, "arche", select=("A609",)) == []) == is_taken


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0002-1694-233X", True),
        ("0000-0002-1825-0079", False),
        ("0000000218250097", False),
        ("0000-0002-1694-233x", False),
        ("", False),
    ],
)
def test_check_digits_of_orcid(text: str, is_one: bool) -> None:
    assert is_orcid(text) == is_one


def test_a_volume_is_as_many_letters(tmp_path: Path) -> None:
    described = (
        "<correspDesc corresp='#l{n}'><correspAction type='sent'><persName>Ann</persName>"
        "{date}</correspAction><correspAction type='received'><persName>Max</persName>"
        "</correspAction></correspDesc>"
    )
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc>'
        + described.format(n=1, date="<date when='1900'/>")
        + described.format(n=2, date="")
        + "</profileDesc></teiHeader><text><body>"
        + "".join(f"<div type='letter' xml:id='l{n}'><p>Dear Max</p></div>" for n in (1, 2))
        + "</body></text></TEI>"
    )
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    assert codes(found(tmp_path, "cmif", select=("A118",))) == ["A118"]


def test_an_unknown_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    with pytest.raises(TeikitError) as raised:
        found(tmp_path, "zenodoo")
    assert str(raised.value) == (
        "no archive is called 'zenodoo'; known are"
        " cmif, correspsearch, dtabf, europeana, zenodo, arche"
    )


def test_rules_of_an_archive_that_was_not_named_cannot_be_selected(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(letter(), encoding="utf-8")
    with pytest.raises(TeikitError, match=r"'A301' cannot be selected: .* add --for dtabf"):
        found(tmp_path, "zenodo", select=("A301",))


def test_settings_name_archives(tmp_path: Path) -> None:
    file = tmp_path / "teikit.toml"
    file.write_text('for = ["dtabf", "zenodo"]', encoding="utf-8")
    assert load(file).for_ == ("dtabf", "zenodo")
    file.write_text('for = "arche"', encoding="utf-8")
    assert load(file).for_ == ("arche",)
    assert load(file).with_options(archives=["cmif,zenodo"]).for_ == ("cmif", "zenodo")


def test_of_very_many_findings_the_first_are_shown(tmp_path: Path) -> None:
    letters = "".join(
        f'<correspDesc><correspAction type="kind{n}"><persName>A</persName></correspAction>'
        "</correspDesc>"
        for n in range(LIMIT + 5)
    )
    text = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc>{letters}'
        "</profileDesc></teiHeader><text><body><p/></body></text></TEI>"
    )
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    findings = found(tmp_path, "cmif", select=("A108", "S"))
    assert codes(findings).count("A108") == LIMIT
    assert any("only the first" in finding.message for finding in findings)


def test_many_documents_in_one_file_take_no_more_time_each(tmp_path: Path) -> None:
    documents = "".join(letter(f"x{n}", published="<x/>") for n in range(300))
    (tmp_path / "a.xml").write_text(
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{documents}</teiCorpus>', encoding="utf-8"
    )
    findings = found(tmp_path, "dtabf", select=("A325",))
    assert [finding.message for finding in findings if "<x>" in finding.message] == [
        "DTABf has no element <x>"
    ]
