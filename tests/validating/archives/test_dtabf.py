"""A letter that is encoded as DTABf asks has no findings."""

from pathlib import Path

from teikit.validating import Settings, validate

LETTER = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title type="main">Ann Roe an Max Roe</title>
        <title type="sub">4. Mai 1900</title>
        <author><persName ref="https://d-nb.info/gnd/118540238"><surname>Roe</surname>
          <forename>Ann</forename></persName></author>
        <editor corresp="#DTACorpusPublisher"><persName ref="nognd"><surname>Doe</surname>
          <forename>Eva</forename></persName></editor>
        <respStmt><orgName>Town Archive</orgName>
          <resp><note type="remarkResponsibility">Transcription</note></resp></respStmt>
      </titleStmt>
      <editionStmt><edition>Complete digital edition</edition></editionStmt>
      <extent><measure type="tokens">2</measure><measure type="images">1</measure></extent>
      <publicationStmt>
        <publisher xml:id="DTACorpusPublisher"><orgName>Town Press</orgName>
          <email>press@example.org</email></publisher>
        <pubPlace>Berlin</pubPlace>
        <date type="publication">2026</date>
        <availability><licence target="https://creativecommons.org/licenses/by/4.0/">
          <p>CC BY 4.0</p></licence></availability>
        <idno><idno type="URLWeb">https://example.org/1</idno></idno>
      </publicationStmt>
      <sourceDesc>
        <bibl type="MAN">Roe, Ann: Brief an Max Roe. 1900</bibl>
        <msDesc>
          <msIdentifier><repository>Town Archive</repository>
            <idno><idno type="shelfmark">A 1</idno></idno></msIdentifier>
          <physDesc><handDesc><handNote xml:id="ann"><p>Ann</p></handNote></handDesc></physDesc>
        </msDesc>
      </sourceDesc>
    </fileDesc>
    <encodingDesc><editorialDecl><p>Letter by letter.</p></editorialDecl></encodingDesc>
    <profileDesc>
      <langUsage><language ident="deu">German</language></langUsage>
      <textClass><classCode scheme="https://example.org/classes">Brief</classCode></textClass>
    </profileDesc>
  </teiHeader>
  <text><body><div type="letter" n="1"><pb facs="#f0001" n="1"/>
    <opener><dateline>Gent, 4. Mai 1900</dateline><salute>Lieber Max!</salute></opener>
    <p>Komm <choice><sic>bladl</sic><corr>bald</corr></choice>.<note place="foot">Oft.</note></p>
    <closer><signed>Ann</signed></closer>
  </div></body></text>
</TEI>
"""


def test_a_letter_as_the_format_has_it_is_clean(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(LETTER, encoding="utf-8")
    settings = Settings(select=("A", "X"), schema=(), for_=("dtabf",))
    assert list(validate([tmp_path], settings=settings)) == []


def test_what_stands_in_an_element_that_is_not_known_goes_with_it(tmp_path: Path) -> None:
    described = (
        '<correspDesc><correspAction type="sent"><persName>Ann</persName></correspAction>'
        "</correspDesc></profileDesc>"
    )
    text = LETTER.replace("</profileDesc>", described)
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    settings = Settings(select=("A325",), schema=(), for_=("dtabf",))
    (finding,) = validate([tmp_path], settings=settings)
    assert finding.message.startswith("DTABf has no element <correspDesc>")
