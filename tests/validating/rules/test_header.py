"""Rules on what a header says of the file: edge cases of true and false."""

from pathlib import Path

import pytest

from samples import document
from teikit.diagnostic import Diagnostic
from teikit.validating import Settings, validate
from teikit.validating.settings import RuleOptions

BY = "https://creativecommons.org/licenses/by/4.0/"


def found(
    code: str, text: str, folder: Path, options: RuleOptions | None = None
) -> list[Diagnostic]:
    (folder / "a.xml").write_text(document(text), encoding="utf-8")
    settings = Settings(select=(code, "X"), schema=(), options=options or RuleOptions())
    return list(validate([folder], settings=settings))


def stated(words: str) -> str:
    return f"<publicationStmt>{words}</publicationStmt>"


# Languages


def test_a_tag_is_told_once_and_fixed_everywhere(tmp_path: Path) -> None:
    text = '<p xml:lang="de_AT">Lieber Freund,<seg xml:lang="de_AT">servus</seg></p>'
    (finding,) = found("T050", text, tmp_path)
    assert finding.message == (
        "'de_AT' is no tag of a language: its parts are joined by '-'; write 'de-AT'"
        " (2 in this file)"
    )
    assert [edit.text for edit in finding.edits] == ["de-AT", "de-AT"]
    assert finding.location.line == 2


def test_where_two_can_be_meant_none_is_chosen(tmp_path: Path) -> None:
    (finding,) = found("T050", '<p xml:lang="gr">ἄνδρα μοι</p>', tmp_path)
    assert "'el' or 'grc'" in finding.message
    assert not finding.edits


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<langUsage><language ident="en-UK"/></langUsage>', 1),
        ('<langUsage><language ident="en-GB" usage="100">English</language></langUsage>', 0),
        ('<p><textLang mainLang="deutsch" otherLangs="fr xx la"/></p>', 2),
        ('<p xml:lang="">?</p>', 0),
        ("<p xml:lang='&#100;e'>ja</p>", 0),
        ('<!-- xml:lang="english" --><p>yes</p>', 0),
        ('<p lang="english">not of TEI</p>', 0),
    ],
)
def test_where_tags_stand(text: str, count: int, tmp_path: Path) -> None:
    assert len(found("T050", text, tmp_path)) == count


def test_one_of_several_tags_is_fixed_alone(tmp_path: Path) -> None:
    (finding,) = found("T050", '<p><textLang mainLang="de" otherLangs="fr en_GB"/></p>', tmp_path)
    (edit,) = finding.edits
    assert document('<p><textLang mainLang="de" otherLangs="fr en_GB"/></p>')[
        edit.start : edit.end
    ] == ("en_GB")


# Licence


@pytest.mark.parametrize(
    "words",
    [
        f'<publisher>A</publisher><availability><licence target="{BY}"/></availability>',
        "<publisher>A</publisher><availability><p>All rights reserved.</p></availability>",
        '<publisher>A</publisher><availability status="restricted"><p/></availability>',
        "<p>Printed for the members; do not copy.</p>",
    ],
)
def test_a_statement_that_says_what_may_be_done(words: str, tmp_path: Path) -> None:
    assert found("T051", stated(words), tmp_path) == []


@pytest.mark.parametrize(
    "words",
    [
        "<publisher>A</publisher>",
        "<publisher>A</publisher><availability><p> </p></availability>",
        "<publisher>A</publisher><availability status='unknown'><licence/></availability>",
        "<p/>",
    ],
)
def test_a_statement_that_does_not(words: str, tmp_path: Path) -> None:
    (finding,) = found("T051", stated(words), tmp_path)
    assert finding.location.line == 2


def test_the_availability_of_the_manuscript_is_another_thing(tmp_path: Path) -> None:
    text = """<fileDesc><publicationStmt><publisher>A</publisher></publicationStmt><sourceDesc>
        <msDesc><additional><adminInfo><availability><p>On request.</p></availability></adminInfo>
        </additional></msDesc></sourceDesc></fileDesc>"""
    assert len(found("T051", text, tmp_path)) == 1


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ('<licence target="http://creativecommons.org/licenses/by/4.0"/>', 0),
        ('<licence target="#own https://creativecommons.org/licenses/by/4.0/"/>', 0),
        ("<p>See https://creativecommons.org/licenses/by/4.0/.</p>", 0),
        (f'<p>Under <ref target="{BY}">CC BY</ref></p>', 0),
        ('<licence target="https://creativecommons.org/licenses/by-nc/4.0/"/>', 1),
        ('<licence target="https://creativecommons.org/licenses/by/4.0/deed.de"/>', 1),
        ("<licence>CC BY</licence>", 1),
        ("", 1),
    ],
)
def test_a_licence_that_the_settings_name(words: str, count: int, tmp_path: Path) -> None:
    text = stated(f"<publisher>A</publisher><availability>{words}</availability>")
    findings = found("T051", text, tmp_path, RuleOptions(licence=BY))
    assert len(findings) == count
    assert all(BY in finding.message for finding in findings)


# Publisher


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("<publisher>A</publisher>", 0),
        ("<distributor>A</distributor>", 0),
        ("<authority><orgName>A</orgName></authority>", 0),
        ('<publisher ref="orgs.xml#a"/>', 0),
        ("<p>Published by A.</p>", 0),
        ("<publisher/>", 1),
        ("<publisher><!-- who? --></publisher><date>1999</date>", 1),
        ("<availability><p>Free.</p></availability>", 1),
        ("", 1),
    ],
)
def test_publishers(words: str, count: int, tmp_path: Path) -> None:
    assert len(found("T052", stated(words), tmp_path)) == count


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("<publisher>The  City\n Archive, Vienna</publisher>", 0),
        ("<publisher>Press</publisher><distributor>City Archive</distributor>", 0),
        ("<publisher>City Museum</publisher>", 1),
        ("<date>1999</date>", 1),
    ],
)
def test_a_publisher_that_the_settings_name(words: str, count: int, tmp_path: Path) -> None:
    findings = found("T052", stated(words), tmp_path, RuleOptions(publisher="City Archive"))
    assert len(findings) == count
    assert all("City Archive" in finding.message for finding in findings)


# Corpora


def corpus(of_all: str, of_one: str) -> str:
    head = "<teiHeader><fileDesc>{}</fileDesc></teiHeader>"
    document = f"<TEI>{head.format(of_one)}<text><body><p>Yes.</p></body></text></TEI>"
    return f"<teiCorpus>{head.format(of_all)}\n{document}</teiCorpus>"


WHOLE = stated(f"<publisher>A</publisher><availability><licence target='{BY}'/></availability>")


@pytest.mark.parametrize("code", ["T051", "T052"])
def test_the_header_of_a_corpus_speaks_for_its_parts(code: str, tmp_path: Path) -> None:
    assert found(code, corpus(WHOLE, stated("<date>1999</date>")), tmp_path) == []


@pytest.mark.parametrize("code", ["T051", "T052"])
def test_what_a_corpus_lacks_is_told_once(code: str, tmp_path: Path) -> None:
    (finding,) = found(code, corpus(stated("<date/>"), stated("<date/>")), tmp_path)
    assert finding.location.line == 2


def test_a_part_that_speaks_for_itself_must_be_right(tmp_path: Path) -> None:
    other = stated("<availability><licence target='https://example.org/mine'/></availability>")
    (finding,) = found("T051", corpus(WHOLE, other), tmp_path, RuleOptions(licence=BY))
    assert finding.location.line == 3


def test_a_header_without_a_statement(tmp_path: Path) -> None:
    (finding,) = found("T052", "<teiHeader><fileDesc/></teiHeader>", tmp_path)
    assert finding.location.xpath == "/TEI/teiHeader[1]"
    assert found("T052", "<p>no header at all</p>", tmp_path) == []
