"""Files are held against Schematron, wherever it stands and however it is named."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from teikit import validate
from teikit.cli import main
from teikit.diagnostic import Diagnostic, Severity
from teikit.schematron.evaluating import compiling
from teikit.schematron.evaluating.program import Program
from teikit.schematron.model import Definition
from teikit.validating import Settings

NAMESPACES = 'xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"'
TYPES = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
RULES = """
<ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
<pattern id="titles"><rule context="tei:title">
  <assert id="title-begins" test="starts-with(., 'B')">A title begins with B,
    and not with "<value-of select="substring(., 1, 1)"/>".</assert>
  <report test="@type" role="warning">A title has no type.</report>
</rule></pattern>
<pattern id="paragraphs"><rule context="tei:p">
  <assert id="p.words" test="normalize-space()" role="information">A paragraph has words.</assert>
</rule></pattern>"""
SCH = f"<schema {NAMESPACES}>{RULES}</schema>"
RNC = """default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI { element title { attribute type { text }?, text }*, element p { text }* }"""
RNG = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"
    xmlns:sch="http://purl.oclc.org/dsdl/schematron" ns="http://www.tei-c.org/ns/1.0"><start>
  <sch:ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <element name="TEI"><zeroOrMore><element name="title"><text/>
    <sch:pattern><sch:rule context="tei:title">
      <sch:assert id="title-short" test="string-length(.) &lt; 5">A title is short.</sch:assert>
    </sch:rule></sch:pattern>
  </element></zeroOrMore></element>
</start></grammar>"""
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n{}</TEI>'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("rules.sch", SCH)
    write("tei.rnc", RNC)
    write("tei.rng", RNG)
    return tmp_path


def write(name: str, text: str) -> Path:
    Path(name).write_text(text, encoding="utf-8")
    return Path(name)


def letter(body: str, *models: str, name: str = "a.xml") -> Path:
    return write(name, "".join(f"<?xml-model {each}?>" for each in models) + TEI.format(body))


def found(settings: Settings | None = None, jobs: int = 1) -> list[Diagnostic]:
    chosen = settings or Settings(select=("X", "S", "T09"))
    with validate([Path()], settings=chosen, jobs=jobs) as findings:
        return [*findings]


def codes(settings: Settings | None = None) -> list[str]:
    return [finding.rule.code for finding in found(settings)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments])


BAD = '<title type="a">An abbey</title><p> </p>'


@pytest.mark.parametrize(
    "model",
    [
        'href="rules.sch"',
        f'href="rules.sch" {TYPES}',
        'href="rules.sch" type="application/schematron+xml"',
    ],
)
def test_a_schematron_that_a_file_names_is_applied(model: str) -> None:
    letter(BAD, 'href="tei.rnc"', model)
    first, second, third = found()
    assert first.rule.code == "S100"
    assert first.message == "A title has no type."
    by_code = {finding.rule.code: finding for finding in (first, second, third)}
    title = by_code["title-begins"]
    assert title.message == 'A title begins with B, and not with "A".'
    assert (title.location.line, title.location.column) == (2, 1)
    assert title.rule.severity == Severity.ERROR
    assert by_code["S100"].rule.severity == Severity.WARNING
    assert by_code["p.words"].rule.severity == Severity.INFO


def test_oxygens_instruction_and_the_command_line() -> None:
    write("a.xml", '<?oxygen SCHSchema="rules.sch"?>' + TEI.format(BAD))
    assert "title-begins" in codes()
    letter(BAD)
    for option in ("--schema", "--schematron"):
        result = run("a.xml", option, "rules.sch", "--select", "S")
        assert result.exit_code == 1
        assert "title-begins" in result.output
        assert "1 against rules.sch" in result.output


def test_rules_within_a_grammar_are_applied_where_that_is_asked_for() -> None:
    letter("<title>Bridges</title>", 'href="tei.rng"')
    assert codes() == []
    letter("<title>Bridges</title><p/>", 'href="tei.rng"', f'href="tei.rng" {TYPES}')
    assert codes() == ["title-short", "S001"]
    result = run("a.xml")
    assert "1 against tei.rng" in result.output
    assert "1 against tei.rng (Schematron)" in result.output
    letter("<title>Bridges</title>")
    assert "title-short" in run("a.xml", "--schema", "tei.rng", "--schematron", "tei.rng").output


def test_a_schema_without_rules_is_not_taken_for_a_check() -> None:
    letter("", 'href="tei.rnc"', f'href="tei.rnc" {TYPES}')
    assert codes() == ["S006"]
    letter("", f'href="tei.rnc" {TYPES}')
    assert codes() == ["S004"]


def test_a_finding_of_a_grammar_and_an_assertion_about_one_place_are_both_told() -> None:
    letter('<title type="a" n="1">Bo</title>', 'href="tei.rnc"', 'href="rules.sch"')
    assert sorted(codes()) == ["S001", "S100"]


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        (("S",), {"S100", "title-begins", "p.words"}),
        (("S1",), {"S100", "title-begins", "p.words"}),
        (("schematron",), {"S100", "title-begins", "p.words"}),
        (("p.words",), {"p.words"}),
        (("S001", "title-begins"), {"title-begins"}),
        (("T",), set()),
    ],
)
def test_assertions_are_selected(select: tuple[str, ...], expected: set[str]) -> None:
    letter(BAD, 'href="rules.sch"')
    assert {code for code in codes(Settings(select=select)) if code[0] != "T"} == expected
    left = {"S100", "title-begins", "p.words"} - expected
    assert set(codes(Settings(select=("S",), ignore=select))) == left


def test_a_word_that_means_no_rule_is_told_at_the_end() -> None:
    letter(BAD, 'href="rules.sch"')
    result = run("a.xml", "--ignore", "title-beginns")
    assert result.exit_code == 2
    assert "no rule is called 'title-beginns'" in result.output
    assert run("a.xml", "--ignore", "title-begins,S100,p.words,T").exit_code == 0


def test_assertions_are_graded() -> None:
    letter("<title>An</title>", 'href="rules.sch"')
    settings = Settings(select=("S",), severity={"title-begins": "info"})
    (finding,) = found(settings)
    assert finding.rule.severity == Severity.INFO


def test_a_file_asks_not_to_be_told() -> None:
    ignoring = '<?teikit ignore {} "it is printed so"?>'
    write("a.xml", ignoring.format("title-begins p.words") + TEI.format(BAD))
    settings = Settings(select=("S", "T09"), schema=("rules.sch",))
    assert codes(settings) == ["S100"]
    write("a.xml", ignoring.format("title-ends") + TEI.format(BAD))
    assert "T091" in codes(settings)
    write("a.xml", ignoring.format("title-begins") + TEI.format("<title>B</title>"))
    assert codes(settings) == ["T090"]


def test_phases() -> None:
    phases = '<phase id="brief"><active pattern="paragraphs"/></phase>'
    write("rules.sch", f"<schema {NAMESPACES}>{phases}{RULES}</schema>")
    letter(BAD, 'href="rules.sch" phase="brief"')
    assert codes() == ["p.words"]
    letter(BAD, 'href="rules.sch"')
    assert len(codes()) == 3
    assert codes(Settings(select=("S",), phase="brief")) == ["p.words"]
    assert "S102" in codes(Settings(select=("S",), phase="long"))
    result = run("a.xml", "--schema", "rules.sch", "--phase", "long")
    assert result.exit_code == 2
    assert "brief" in result.output


def test_a_schema_is_made_ready_once_for_the_phase_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phases = '<phase id="brief"><active pattern="paragraphs"/></phase>'
    write("rules.sch", f"<schema {NAMESPACES}>{phases}{RULES}</schema>")
    letter(BAD, 'href="rules.sch" phase="brief"')
    made: list[str] = []
    compiled = compiling.compiled

    def counting(definition: Definition, phase: str = "") -> Program:
        made.append(phase)
        return compiled(definition, phase)

    monkeypatch.setattr(compiling, "compiled", counting)
    assert codes() == ["p.words"]
    assert made == ["brief"]


def test_a_document_on_standard_input() -> None:
    text = letter(BAD, 'href="rules.sch"').read_text(encoding="utf-8")
    for options in ((), ("--schema", "rules.sch")):
        result = CliRunner().invoke(main, ["validate", "-", "--select", "S", *options], input=text)
        assert result.exit_code == 1
        assert "<stdin>:2:1: error title-begins" in result.output
        assert "1 against rules.sch" in result.output


def test_reports_for_services_have_the_severity_and_the_words_of_rules() -> None:
    letter(BAD, 'href="rules.sch"')
    options = ("--select", "S", "--format", "junit=a.junit", "--format", "gitlab=a.gitlab")
    run("a.xml", *options)
    cases = {
        case.get("name", ""): case for case in etree.parse("a.junit").getroot().iter("testcase")
    }
    failure = cases["title-begins schematron"].find("failure")
    assert failure is not None
    assert failure.get("message") == 'A title begins with B, and not with "A".'
    assert cases["S100 schematron"].find("failure") is None  # a warning
    found_ = json.loads(Path("a.gitlab").read_text(encoding="utf-8"))
    assert {each["description"].split()[0]: each["severity"] for each in found_} == {
        "title-begins": "major",
        "S100": "minor",
        "p.words": "info",
    }
    assert len({each["fingerprint"] for each in found_}) == 3


def test_a_rule_that_cannot_be_evaluated_is_told_once_and_the_others_are_followed() -> None:
    wrong = '<pattern><rule context="tei:p"><assert test="unknown(.)">x</assert></rule></pattern>'
    write("rules.sch", SCH.replace("</schema>", f"{wrong}</schema>"))
    for name in ("a.xml", "b.xml", "c.xml"):
        letter("<title>A</title>", 'href="rules.sch"', name=name)
    findings = found()
    assert sorted(each.rule.code for each in findings) == ["S101", *["title-begins"] * 3]
    (unevaluated,) = (each for each in findings if each.rule.code == "S101")
    assert "rules.sch:" in unevaluated.message
    assert "(in 3 files)" in unevaluated.message


def test_a_rule_that_cannot_be_evaluated_at_a_node_is_told_there() -> None:
    dates = '<pattern><rule context="tei:title[year-from-date(@type) lt 1900]">'
    old = '<assert id="old" test="false()">Old.</assert></rule></pattern>'
    write("rules.sch", f"{SCH.removesuffix('</schema>')}{dates}{old}</schema>")
    for name in ("a.xml", "b.xml"):
        titles = '<title type="1890-01-01">B</title>\n <title type="?">B</title>'
        letter(f'{titles}\n<title type="1891-02-30">B</title>', 'href="rules.sch"', name=name)
    findings = found(Settings(select=("S101", "old")))
    assert [(each.rule.code, each.location.path, each.location.line) for each in findings] == [
        ("old", "a.xml", 2),
        ("old", "b.xml", 2),
        ("S101", "a.xml", 3),
    ]
    words = findings[2].message
    assert words.startswith("the rule at rules.sch:10 cannot be followed here: “tei:title[year")
    assert words.endswith("cannot be evaluated: “?” is no xs:date. (in 2 files)")


def test_diagnostics_stand_behind_the_message_as_sentences() -> None:
    content = """<pattern><rule context="tei:title">
      <assert test="false()" diagnostics="a b">One</assert>
      <assert test="false()" diagnostics="a b">Two.</assert></rule></pattern>
      <diagnostics><diagnostic id="a">It is {.}.</diagnostic><diagnostic id="b">Mend it</diagnostic>
      </diagnostics>""".replace("{.}", '<value-of select="."/>')
    names = '<ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>'
    write("rules.sch", f"<schema {NAMESPACES}>{names}{content}</schema>")
    letter("<title>B</title>", 'href="rules.sch"')
    assert [each.message for each in found()] == ["One; It is B. Mend it", "Two. It is B. Mend it"]


def test_a_missing_part_of_a_schematron_is_named_once() -> None:
    write("rules.sch", SCH.replace("</schema>", "<include href='none.sch'/></schema>"))
    letter("<title>B</title>", 'href="rules.sch"')
    (finding,) = (each for each in found() if each.rule.code == "S004")
    assert finding.message.count("none.sch") == 1


def test_a_broken_schematron_is_not_used() -> None:
    write("rules.sch", f"<schema {NAMESPACES}><pattern><rule/></pattern></schema>")
    letter("", 'href="tei.rnc"', 'href="rules.sch"')
    assert codes() == ["S004"]
    assert run("a.xml", "--schema", "rules.sch").exit_code == 2


def test_several_processes_and_many_files_say_the_same() -> None:
    for number in range(40):
        letter(BAD, 'href="rules.sch"', name=f"{number:02}.xml")
    assert found(jobs=2) == found(jobs=1)
    assert len(found()) == 120


def test_every_format_has_them() -> None:
    letter(BAD, 'href="rules.sch"')
    for name in ("text", "concise", "json", "jsonl", "junit", "github", "gitlab", "csv"):
        assert "title-begins" in run("a.xml", "--format", name).output, name
    run("a.xml", "--select", "S", "--format", "sarif=a.json")
    log = json.loads(Path("a.json").read_text(encoding="utf-8"))["runs"][0]
    rules = {rule["id"]: rule for rule in log["tool"]["driver"]["rules"]}
    assert rules["title-begins"]["shortDescription"]["text"].startswith("A title begins with B")
    assert {result["ruleId"] for result in log["results"]} == {"S100", "title-begins", "p.words"}


def test_statistics_say_how_long_each_schema_took() -> None:
    letter(BAD, 'href="tei.rnc"', 'href="rules.sch"')
    output = run("a.xml", "--statistics", "--select", "S").output
    assert "s rules.sch" in output
    assert "s tei.rnc" in output


def test_another_document_is_opened_only_within_the_folders(tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.xml"
    outside.write_text("<list><name>Anna</name></list>", encoding="utf-8")
    write("names.xml", "<list><name>Anna</name></list>")
    rule = """<pattern><rule context="tei:p">
      <assert id="known" test="doc('{}')//name = .">?</assert></rule></pattern>"""
    start = f'<schema {NAMESPACES}><ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>'
    write("rules.sch", f"{start}{rule.format('names.xml')}</schema>")
    letter("<p>Anna</p><p>Berta</p>", 'href="rules.sch"')
    settings = Settings(select=("S1",))
    assert codes(settings) == ["known"]
    write("rules.sch", f"{start}{rule.format(outside.as_posix())}</schema>")
    assert codes(settings) == ["S101"]


def test_a_rule_is_explained_as_it_is_written() -> None:
    explain = ["explain", "title-begins"]
    result = CliRunner().invoke(main, [*explain, "--schema", "rules.sch"])
    assert result.exit_code == 0
    assert "title-begins schematron (error)" in result.output
    assert "tei:title" in result.output
    assert "starts-with(., 'B')" in result.output
    assert "rules.sch:4" in result.output
    assert CliRunner().invoke(main, explain).exit_code == 2
    write("teikit.toml", 'schematron = "rules.sch"')
    assert "starts-with" in CliRunner().invoke(main, explain).output
    listed = CliRunner().invoke(main, ["explain", "--schema", "rules.sch"]).output
    assert [line.split()[0] for line in listed.splitlines()] == ["title-begins", "S100", "p.words"]
    assert CliRunner().invoke(main, ["explain", "--schema", "tei.rnc"]).exit_code == 2


INCLUDING = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">
<title>B</title><xi:include href="part.xml"/></TEI>"""
PLACED = f"""<schema {NAMESPACES}><ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
<pattern><rule context="tei:p"><assert id="inside" test="ancestor::tei:TEI">?</assert>
  <assert id="named" test="@n">A paragraph has a number.</assert></rule>
  <rule context="tei:TEI"><assert id="has-p" test="tei:p">?</assert></rule>
</pattern></schema>"""


def test_a_document_of_several_files_is_one_document() -> None:
    write("rules.sch", PLACED)
    write("a.xml", INCLUDING)
    write("part.xml", '<p xmlns="http://www.tei-c.org/ns/1.0">words</p>')
    (finding,) = found(Settings(select=("S",), schema=("rules.sch",)))
    assert finding.rule.code == "named"
    assert (finding.location.path, finding.location.line) == ("part.xml", 1)


def rules(body: str) -> None:
    write("rules.sch", f"<schema {NAMESPACES}>{body}</schema>")


def rule(test: str, *, lets: str = "", attributes: str = "") -> str:
    return (
        f'<pattern><rule context="/*">{lets}<assert test="{test}" {attributes}>m</assert></rule>'
        "</pattern>"
    )


def test_an_id_with_spaces_is_a_code_without() -> None:
    rules(rule("false()", attributes='id=" a&#10;b,&#9; c "'))
    letter("", 'href="rules.sch"')
    assert codes(Settings(select=("a_b_c",))) == ["a_b_c"]


@pytest.mark.parametrize(
    ("first", "next_", "test"),
    [
        ("'aaaaaaaaaaaaaaaa'", "concat($a{0}, $a{0})", "string-length($a59) = 1"),
        ("'aaaaaaaaaaaaaaaa'", "string-join(($a{0}, $a{0}), '')", "string-length($a59) = 1"),
        ("(1, 2)", "($a{0}, $a{0})", "count($a59) = 1"),
    ],
)
def test_variables_that_double_are_stopped(first: str, next_: str, test: str) -> None:
    lets = f'<let name="a0" value="{first}"/>'
    for number in range(1, 60):
        lets += f'<let name="a{number}" value="{next_.format(number - 1)}"/>'
    rules(rule(test, lets=lets) + rule("false()", attributes='id="other"'))
    letter("", 'href="rules.sch"')
    other, finding = sorted(
        found(Settings(select=("S",))), key=lambda each: each.rule.code != "other"
    )
    assert (other.rule.code, finding.rule.code) == ("other", "S101")
    assert "is too large; let it hold less" in finding.message


def test_rules_see_nothing_outside() -> None:
    tests = [
        "doc('file:///etc/passwd')",
        "document('http://example.org/x.xml')",
        "unparsed-text('/etc/passwd')",
        "collection('/etc')",
        "environment-variable('HOME')",
        "json-doc('/etc/passwd')",
    ]
    rules("".join(map(rule, tests)) + rule("false()", attributes='id="other"'))
    letter("", 'href="rules.sch"')
    assert codes(Settings(select=("S",))).count("other") == 1
    assert set(codes(Settings(select=("S",)))) == {"other", "S101"}


def test_a_large_file_is_told_that_schematron_needs_a_tree() -> None:
    write("a.xml", "<a>" + "<b/>" * 400_000 + "</a>")
    output = run("a.xml", "--schema", "rules.sch").output
    assert "the file is too large to be held against Schematron" in output
    output = run("a.xml", "--schema", "tei.rnc", "--schematron", "rules.sch").output
    assert "too large for Schematron and for teikit's own rules" in output


def test_an_odd_that_is_given_as_a_schema_is_told_of_the_option_for_its_rules() -> None:
    write("my.odd", TEI.format("<schemaSpec ident='x'/>"))
    letter("")
    assert "name it with --schematron" in run("a.xml", "--schema", "my.odd").output


def test_ids_with_umlauts_dots_and_colons_are_selected_and_ignored() -> None:
    rules(rule("false()", attributes='id="ä.b:c-1"'))
    letter("", 'href="rules.sch"')
    assert codes(Settings(select=("ä.b:c-1",))) == ["ä.b:c-1"]
    letter('<?teikit ignore ä.b:c-1 "it is so"?>', 'href="rules.sch"')
    assert codes() == []


def test_each_rule_on_a_line_that_cannot_be_evaluated_is_told() -> None:
    rules(rule("doc('a')") + rule("doc('b')"))
    letter("", 'href="rules.sch"')
    assert codes() == ["S101", "S101"]
