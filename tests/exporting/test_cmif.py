"""CMIF: what is written of each letter, what is refused, the schemas and rules of the format."""

import re
from itertools import islice
from pathlib import Path

import pytest
from lxml import etree

from schematron import failures
from tei_texts import tei
from teikit.errors import TeikitError
from teikit.exporting import Notice, export

T = {"t": "http://www.tei-c.org/ns/1.0"}
SETTINGS = """
[publication]
publisher = "Town Press"
availability = "CC BY 4.0"
licence = "https://creativecommons.org/licenses/by/4.0/"
editors = ["Ann Roe <roe@example.org>"]
title = "Letters of a town"
date = "2026-01-01"
address = "https://example.org/letters/{id}.html"
tei_address = "https://example.org/tei/{id}.xml"
cmif = "https://example.org/cmif.xml"
"""
PERSONS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson>
<person xml:id="roe"><persName><surname>Roe</surname><forename>Ann</forename></persName>
<idno type="Wikidata">Q42</idno><idno type="GND">118540238</idno>
<note><idno type="VIAF">1</idno></note></person>
<person xml:id="doe"><persName>Bob Doe</persName><idno type="viaf">59894734</idno></person>
<person xml:id="poe"><persName>Eva Poe</persName><idno type="Wikidata">Q7</idno></person>
</listPerson><listOrg><org xml:id="council"><orgName>The Council</orgName>
<idno type="GND">not a number</idno></org></listOrg>
<listPlace><place xml:id="ghent"><placeName>Ghent</placeName>
<idno type="URL">http://www.geonames.org/2797656/gent.html</idno></place></listPlace>
</standOff></TEI>"""


def action(kind: str, content: str) -> str:
    return f'<correspAction type="{kind}">{content}</correspAction>'


def header(*actions: str, more: str = "") -> str:
    described = f"<correspDesc>{''.join(actions)}</correspDesc>" if actions else ""
    return f"<fileDesc>{more}</fileDesc><profileDesc>{described}</profileDesc>"


RECEIVED = action("received", '<persName ref="../authority/persons.xml#doe"/>')
SENT = action(
    "sent",
    '<persName ref="../authority/persons.xml#roe" evidence="internal" cert="high">Miss Roe'
    '</persName><placeName ref="../authority/persons.xml#ghent">Gent</placeName>'
    '<date when="1920-05-01T10:00:00">1 May</date>',
)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "tei").mkdir()
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "persons.xml").write_text(PERSONS, encoding="utf-8")
    (tmp_path / "teikit.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def written(edition: Path, *sources: str, **options: object) -> str:
    """The CMIF of letters with these sources; what is only good to know is left out."""
    for place, source in enumerate(sources, 1):
        (edition / "tei" / f"{place}.xml").write_text(source, encoding="utf-8")
    given = {"config": str(edition / "teikit.toml"), **options}
    return "".join(part.text for part in export([edition / "tei"], "cmif", **given))


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def letter(edition: Path, *actions: str, **options: object) -> str:
    """The `correspDesc` of a letter with these actions, without its white space."""
    root = parsed(written(edition, tei("<p>x</p>", header=header(*actions)), **options))
    (described,) = root.iterfind(".//t:correspDesc", T)
    text = etree.tostring(described, encoding="unicode", with_tail=False)
    return "".join(
        line.strip() for line in text.replace(' xmlns="' + T["t"] + '"', "").splitlines()
    )


def reported(edition: Path) -> list[str]:
    """What is reported of the letters that were written last."""
    faults: list[TeikitError] = []
    config = str(edition / "teikit.toml")
    list(export([edition / "tei"], "cmif", config=config, report=faults.append))
    assert all(isinstance(fault, Notice) for fault in faults)
    return [str(fault) for fault in faults]


def test_a_letter(edition: Path) -> None:
    found = letter(edition, SENT, RECEIVED)
    source = found.partition('source="')[2].partition('"')[0]
    assert found == (
        f'<correspDesc ref="https://example.org/letters/x-1.html" source="{source}">'
        '<correspAction type="sent">'
        '<persName ref="https://d-nb.info/gnd/118540238">Miss Roe</persName>'
        '<placeName ref="https://www.geonames.org/2797656">Gent</placeName>'
        '<date when="1920-05-01"/></correspAction>'
        '<correspAction type="received">'
        '<persName ref="https://viaf.org/viaf/59894734">Bob Doe</persName></correspAction>'
        "</correspDesc>"
    )


def test_the_file_says_who_publishes_it(edition: Path) -> None:
    text = written(edition, tei("<p>x</p>", header=header(SENT, RECEIVED)))
    lines = [line.strip() for line in text.partition("<sourceDesc>")[0].splitlines()]
    assert "".join(lines) == (
        '<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0">'
        "<teiHeader><fileDesc><titleStmt><title>Letters of a town</title>"
        "<editor>Ann Roe <email>roe@example.org</email></editor></titleStmt>"
        "<publicationStmt><publisher>Town Press</publisher>"
        '<idno type="url">https://example.org/cmif.xml</idno><date when="2026-01-01"/>'
        '<availability><licence target="https://creativecommons.org/licenses/by/4.0/">'
        "CC BY 4.0</licence></availability></publicationStmt>"
    )
    assert '<bibl type="online" xml:id="' in text
    assert ">Letters of a town. Town Press</bibl>" in text


def test_ids_are_the_same_in_every_run_and_on_every_machine(edition: Path) -> None:
    text = written(edition, tei("<p>x</p>", header=header(SENT, RECEIVED)))
    assert text == written(edition)
    assert 'xml:id="de710fe6-a293-562a-b3f4-e500fa2033df"' in text


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ('when="1920"', '<date when="1920"/>'),
        ('when="1920-05" cert="medium"', '<date when="1920-05" cert="low"/>'),
        ('when="1920-05-01" evidence="conjecture"', '<date when="1920-05-01" cert="low"/>'),
        ('when-iso="19200501"', '<date when="1920-05-01"/>'),
        ('from="1920-05-01" to="1920-05-02"', '<date from="1920-05-01" to="1920-05-02"/>'),
        ('notBefore="1920"', '<date notBefore="1920"/>'),
        ('notBefore="1920" notAfter="1921"', '<date notBefore="1920" notAfter="1921"/>'),
        ('when="--05-01"', ""),
        ('when="1920-02-30"', ""),
        ('when="May"', ""),
        ("", ""),
    ],
)
def test_dates(edition: Path, date: str, expected: str) -> None:
    sent = action("sent", f"<persName>A</persName><date {date}>x</date>")
    assert f"</persName>{expected}</correspAction>" in letter(edition, sent, RECEIVED)


def test_of_two_dates_the_first_is_doubtful(edition: Path) -> None:
    two = '<persName>A</persName><date when="1920-05-01"/><date when="1920-05-03"/>'
    assert '<date when="1920-05-01" cert="low"/>' in letter(edition, action("sent", two), RECEIVED)


def test_evidence_is_written_in_full_alone_and_said_to_be_left_out(edition: Path) -> None:
    sent = action(
        "sent",
        '<persName cert="low" ref="../authority/persons.xml#poe">Poe</persName>'
        '<date when="1920" evidence="conjecture"/>',
    )
    found = letter(edition, sent, RECEIVED)
    assert '<persName>Poe</persName><date when="1920" cert="low"/>' in found
    assert any("--full writes them" in words for words in reported(edition))
    found = letter(edition, sent, RECEIVED, full=True)
    address = "https://www.wikidata.org/entity/Q7"
    assert f'<persName ref="{address}" cert="low">Poe</persName>' in found
    assert '<date when="1920" evidence="conjecture"/>' in found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "<persName>Unknown</persName>"),
        ("<persName/>", "<persName>Unknown</persName>"),
        ("<persName>[unbekannt]</persName>", "<persName>Unknown</persName>"),
        ('<persName ref="#nobody"/>', "<persName>nobody</persName>"),
        (
            '<persName key="roe"/>',
            '<persName ref="https://d-nb.info/gnd/118540238">Roe, Ann</persName>',
        ),
        (
            '<rs type="person" ref="gnd:118540238">she</rs>',
            '<persName ref="https://d-nb.info/gnd/118540238">she</persName>',
        ),
        (
            '<persName ref="http://d-nb.info/gnd/118540238/about">R.</persName>',
            '<persName ref="https://d-nb.info/gnd/118540238">R.</persName>',
        ),
        ('<name ref="../authority/persons.xml#council">C.</name>', "<orgName>C.</orgName>"),
        ("<orgName>C.</orgName>", "<orgName>C.</orgName>"),
        ("<persName>A</persName><persName>A</persName>", "<persName>A</persName>"),
        (
            "<persName>A &amp; Sons</persName><persName>B</persName>",
            "<persName>A &amp; Sons</persName><persName>B</persName>",
        ),
    ],
)
def test_names(edition: Path, name: str, expected: str) -> None:
    found = letter(edition, action("sent", name), RECEIVED)
    assert f'<correspAction type="sent">{expected}</correspAction>' in found


def test_two_sendings_are_one_and_forwarding_is_none(edition: Path) -> None:
    found = letter(
        edition,
        action("sent", "<persName>A</persName>"),
        action("sent", "<persName>B</persName>"),
        action("forwarded", "<persName>C</persName>"),
        '<correspAction type="received" subtype="copy"><persName>E</persName></correspAction>',
        action("received", "<persName>D</persName>"),
    )
    names = ["<persName>A</persName><persName>B</persName>"]
    names += ["<persName>D</persName><persName>E</persName>"]
    assert all(each in found for each in names)
    assert ">C<" not in found


def test_prefixes_that_the_header_declares(edition: Path) -> None:
    declared = (
        "<encodingDesc><listPrefixDef>"
        '<prefixDef ident="psn" matchPattern="([a-z]+)" '
        'replacementPattern="../authority/persons.xml#$1"/>'
        '<prefixDef ident="loop" matchPattern="(.+)" replacementPattern="loop:$1"/>'
        "</listPrefixDef></encodingDesc>"
    )
    sent = action("sent", '<persName ref="loop:x psn:roe">R.</persName>')
    source = tei("<p>x</p>", header=header(sent, RECEIVED) + declared)
    assert '<persName ref="https://d-nb.info/gnd/118540238">R.<' in written(edition, source)


def test_files_that_have_nothing_to_do_with_the_letters_are_not_opened(
    edition: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    hidden = edition / ".secret"
    hidden.mkdir()
    (hidden / "persons.xml").write_text(PERSONS, encoding="utf-8")
    sent = action("sent", '<persName ref="../.secret/persons.xml#other">R.</persName>')
    (hidden / "persons.xml").write_text(PERSONS.replace('"roe"', '"other"'), encoding="utf-8")
    assert "<persName>R.</persName>" in letter(edition, sent, RECEIVED)


def test_several_letters_in_one_file(edition: Path) -> None:
    two = "".join(f'<correspDesc key="{key}">{SENT}{RECEIVED}</correspDesc>' for key in ("a", "b"))
    text = written(edition, tei("<p/>", header=f"<profileDesc>{two}</profileDesc>"))
    root = parsed(text)
    assert root.xpath("//t:correspDesc/@key", namespaces=T) == ["a", "b"]


def test_what_a_letter_answers_is_written_in_full_where_it_has_an_address(edition: Path) -> None:
    context = (
        '<correspContext><ref type="prev" target="b-0.xml">No. 0</ref>'
        '<ref type="next" target="https://example.org/b-9">No. 9</ref>'
        '<ref type="inReplyTo" target="#x-1"/><ref type="belongsTo" target="#x-1"/>'
        "<ref>said</ref></correspContext>"
    )
    described = letter(edition, SENT, RECEIVED, context, full=True)
    found = re.findall(r'<ref type="(\w+)" target="([^"]+)">([^<]*)<', described)
    assert found == [
        ("next", "https://example.org/b-9", "https://example.org/b-9"),
        ("replyTo", "https://example.org/letters/x-1.html", "x-1"),
    ]
    assert "correspContext" not in letter(edition, SENT, RECEIVED, context)


def test_a_letter_without_correspondence_is_left_out_and_said_so(edition: Path) -> None:
    essay = tei("<p>x</p>", header=header(), name="essay")
    root = parsed(written(edition, tei("<p/>", header=header(SENT, RECEIVED)), essay))
    assert len(root.findall(".//t:correspDesc", T)) == 1
    assert any("'essay' has no correspDesc" in words for words in reported(edition))


def test_an_author_and_an_address_are_no_letter(edition: Path) -> None:
    author = "<fileDesc><titleStmt><author>Ann</author></titleStmt></fileDesc>"
    address = "<opener><address><addrLine><persName>Bob</persName></addrLine></address></opener>"
    essay = tei(f"{address}<p>x</p>", header=author, name="essay")
    root = parsed(written(edition, tei("<p/>", header=header(SENT, RECEIVED)), essay))
    assert len(root.findall(".//{*}correspDesc")) == 1


LETTER = (
    '<opener><dateline><placeName>Ghent</placeName>, <date when="1920-05-01">1 May</date>'
    "</dateline>{}</opener><p>x</p>"
    "<closer><signed>Yours, <persName>Bob</persName></signed></closer>"
)


def test_what_the_header_leaves_out_may_stand_in_the_letter(edition: Path) -> None:
    salute = '<salute>Dear <persName ref="gnd:118540238">Ann</persName></salute>'
    text = written(edition, tei(LETTER.format(salute), header=header()))
    assert "<persName>Bob</persName>" in text
    assert '<date when="1920-05-01"/>' in text
    assert '<persName ref="https://d-nb.info/gnd/118540238">Ann</persName>' in text


def test_a_preface_is_signed_and_dated_but_no_letter(edition: Path) -> None:
    preface = tei(LETTER.format(""), header=header(), name="preface")
    text = written(edition, tei("<p/>", header=header(SENT, RECEIVED)), preface)
    assert text.count("<correspDesc ") == 1
    assert any("'preface' has no correspDesc" in words for words in reported(edition))


def test_sender_and_receiver_may_stand_in_one_action(edition: Path) -> None:
    both = '<persName type="addressee">B</persName><persName type="sender">A</persName>'
    found = letter(edition, action("sent", both))
    assert '<correspAction type="sent"><persName>A</persName>' in found
    assert '<correspAction type="received"><persName>B</persName>' in found


def test_no_letter_at_all_is_no_file(edition: Path) -> None:
    with pytest.raises(TeikitError, match="no letter was found"):
        written(edition, tei("<p>x</p>", header=header()))


@pytest.mark.parametrize("key", ["publisher", "editors", "licence", "cmif", "title", "date"])
def test_what_is_missing_is_named_and_not_invented(edition: Path, key: str) -> None:
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(f"{key} =")]
    (edition / "teikit.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(TeikitError, match=rf"settings are missing: {key} \(") as raised:
        written(edition, tei("<p>x</p>", header=header(SENT, RECEIVED)))
    assert "teikit.toml under [publication]" in str(raised.value)


def test_title_and_day_may_come_from_the_headers(edition: Path) -> None:
    lines = [line for line in SETTINGS.splitlines() if line[:4] not in {"titl", "date"}]
    (edition / "teikit.toml").write_text("\n".join(lines), encoding="utf-8")
    more = (
        '<titleStmt><title level="s">Series</title></titleStmt>'
        '<publicationStmt><date when="2020-02-01"/></publicationStmt>'
    )
    text = written(edition, tei("<p>x</p>", header=header(SENT, RECEIVED, more=more)))
    assert "<title>Series</title>" in text
    assert '<date when="2020-02-01"/>' in text


def test_the_address_on_the_command_line_counts_first(edition: Path) -> None:
    source = tei("<p>x</p>", header=header(SENT, RECEIVED))
    text = written(edition, source, url="https://example.org/other.xml")
    assert '<idno type="url">https://example.org/other.xml</idno>' in text
    with pytest.raises(TeikitError, match="--url"):
        written(edition, source, url="other.xml")


def test_a_list_of_letters_keeps_its_publications(edition: Path) -> None:
    bibl = "e5055f00-9182-4728-8f81-a0cf016b616b"
    source = (
        f'<fileDesc><sourceDesc><bibl type="print" xml:id="{bibl}">Letters, Ghent 1990</bibl>'
        "</sourceDesc></fileDesc><profileDesc>"
        + "".join(
            f'<correspDesc key="{n}" source="#{bibl}" ref="https://other.example/{n}">'
            f"{SENT}{RECEIVED}</correspDesc>"
            for n in (1, 2)
        )
        + "</profileDesc>"
    )
    root = parsed(written(edition, tei("<p/>", header=source)))
    assert root.xpath("//t:bibl/@xml:id", namespaces=T) == [bibl]
    assert root.xpath("//t:bibl/@type", namespaces=T) == ["print"]
    assert root.xpath("//t:correspDesc/@ref", namespaces=T) == [
        "https://other.example/1",
        "https://other.example/2",
    ]


MENTIONS = (
    '<opener><salute>Dear <persName ref="gnd:118540238">Ann</persName></salute></opener>'
    '<p>Ask <persName ref="../authority/persons.xml#doe">Bob</persName> in <placeName'
    ' ref="../authority/persons.xml#ghent">Gent</placeName>, <rs type="person"'
    ' ref="../authority/persons.xml#doe">him</rs>, <persName ref="#x">X</persName>.<note>'
    '<persName ref="viaf:7">N</persName></note></p>'
)


def test_the_notes_of_the_second_version(edition: Path) -> None:
    language = '<langUsage><language ident="de-AT"/></langUsage>'
    source = tei(
        MENTIONS,
        header=header(SENT, RECEIVED).replace("</correspDesc>", f"</correspDesc>{language}"),
    )
    root = parsed(written(edition, source, cmif2=True))
    notes = [
        (ref.get("type"), ref.get("target"), ref.text)
        for ref in root.iterfind(".//t:correspDesc/t:note/t:ref", T)
    ]
    terms = "https://lod.academy/cmif/vocab/terms#"
    tei_file = "https://example.org/tei/x-1.xml"
    assert notes == [
        ("cmif:mentionsPerson", "https://viaf.org/viaf/59894734", "Bob Doe"),
        ("cmif:mentionsPlace", "https://www.geonames.org/2797656", "Ghent"),
        ("cmif:hasLanguage", "http://id.loc.gov/vocabulary/iso639-1/de", "de-AT"),
        ("cmif:isPublishedWith", f"{terms}transcription", "transcription"),
        ("cmif:isAvailableAsTEIfile", tei_file, tei_file),
    ]


def test_what_a_list_has_of_the_second_version_stays(edition: Path) -> None:
    terms = "https://lod.academy/cmif/vocab/terms#"
    note = (
        '<note><ref type="cmif:mentionsPerson" target="https://example.org/p">Poe</ref>'
        f'<ref type="{terms}hasTextBase" target="cmif:draft"/><ref type="cmif:mentionsPlace"'
        ' target="nowhere"/><ref type="cmif:hasLanguage" target="de"/></note>'
    )
    described = f"<correspDesc>{SENT}{RECEIVED}{note}</correspDesc>"
    source = tei("<p/>", header=f"<profileDesc>{described}</profileDesc>")
    root = parsed(written(edition, source, cmif2=True))
    assert [
        (ref.get("type"), ref.get("target")) for ref in root.iterfind(".//t:note/t:ref", T)
    ] == [
        ("cmif:mentionsPerson", "https://example.org/p"),
        ("cmif:hasTextBase", f"{terms}draft"),
        ("cmif:hasLanguage", "http://id.loc.gov/vocabulary/iso639-1/de"),
        ("cmif:isAvailableAsTEIfile", "https://example.org/tei/x-1.xml"),
    ]


def test_an_authority_file_that_cannot_be_read_is_told(edition: Path) -> None:
    (edition / "authority" / "persons.xml").write_text("<TEI", encoding="utf-8")
    assert "Miss Roe" in letter(edition, SENT, RECEIVED)
    assert any("names are not looked up in it" in words for words in reported(edition))


# --- the schemas and rules of the format, which are no part of the project ---


def faults(file: str, folder: Path, *, rules: bool = True) -> list[str]:
    root = parsed(file)
    found: list[str] = []
    for schema in sorted((folder / "schema").glob("*.rng")):
        relaxng = etree.RelaxNG(etree.parse(schema))
        if not relaxng.validate(root):
            found += [f"{schema.name}: {error.message}" for error in relaxng.error_log]
    for schema in sorted((folder / "odd").glob("*.sch")) if rules else ():
        found += failures(schema, root)
    return found


@pytest.fixture
def rules(shared: Path) -> Path:
    folder = shared / "cmif"
    if not folder.is_dir():
        pytest.skip("needs the schemas of CMIF")
    return folder


def test_all_schemas_and_rules_are_satisfied(edition: Path, rules: Path) -> None:
    uncertain = action(
        "sent",
        '<persName cert="low"/><orgName evidence="conjecture">C.</orgName>'
        '<placeName cert="low">Gent</placeName><date notBefore="1920" cert="low"/>',
    )
    sources = [
        tei(MENTIONS, header=header(sent, received), name=f"l-{place}")
        for place, (sent, received) in enumerate([(SENT, RECEIVED), (uncertain, RECEIVED)])
    ]
    assert faults(written(edition, *sources, cmif2=True), rules) == []


def test_what_a_letter_answers_is_valid_where_the_schema_knows_it(
    edition: Path, rules: Path
) -> None:
    context = '<correspContext><ref type="replyTo" target="l-1"/></correspContext>'
    sources = [tei("", header=header(SENT, RECEIVED, context), name=f"l-{n}") for n in (1, 2)]
    root = parsed(written(edition, *sources, full=True, cmif2=True))
    assert len(root.findall(".//t:correspContext/t:ref", T)) == 2
    for name in ("cmi-customization.rng", "csharvester-2022.rng"):
        assert etree.RelaxNG(etree.parse(rules / "schema" / name)).validate(root), name


def test_letters_of_other_editions(edition: Path, shared: Path, rules: Path) -> None:
    files = list(islice(sorted((shared / "letters").glob("*.xml")), 0, None, 20))
    config = str(edition / "teikit.toml")
    text = "".join(part.text for part in export(files, "cmif", config=config, cmif2=True))
    assert faults(text, rules) == []


def test_our_own_corpus(edition: Path, root: Path, rules: Path) -> None:
    config = str(edition / "teikit.toml")
    corpus = [root / "corpus" / "tei"]
    text = "".join(part.text for part in export(corpus, "cmif", config=config, cmif2=True))
    assert text.count("<correspDesc") == 24
    assert faults(text, rules, rules=False) == []
