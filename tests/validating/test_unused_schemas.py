"""A schema that is named and not used is told once, and no file looks checked that is not."""

import gc
import json
import weakref
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit import validate
from teikit.cli import main
from teikit.diagnostic import Diagnostic
from teikit.reporting import REPORTERS
from teikit.validating import Settings
from teikit.validating.index.document import load_document
from teikit.validating.schemas import SchemaSet
from teikit.validating.schemas.resolving import Resolver

RNC = """default namespace = "http://www.tei-c.org/ns/1.0"
element TEI { attribute n { text }?, empty }"""
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"{}/>'
WEB = "http://x.org/tei.rng"
SCHEMATRON = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:'
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
targetNamespace="http://www.tei-c.org/ns/1.0"><xs:element name="TEI"/></xs:schema>"""


SCH = """<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern>
<rule context="/*"><assert test="true()">?</assert></rule></pattern></schema>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tei.rnc").write_text(RNC, encoding="utf-8")
    (tmp_path / "tei.xsd").write_text(XSD, encoding="utf-8")
    (tmp_path / "rules.sch").write_text(SCH, encoding="utf-8")
    return tmp_path


def write(name: str, *models: str, attributes: str = "", ignoring: str = "") -> None:
    """A file that names schemas."""
    instructions = "".join(f"<?xml-model {model}?>\n" for model in models)
    if ignoring:
        instructions = f'<?teikit ignore {ignoring} "it is known"?>\n{instructions}'
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(instructions + TEI.format(attributes), encoding="utf-8")


def found(settings: Settings | None = None, jobs: int = 1) -> list[Diagnostic]:
    chosen = settings or Settings(select=("X", "S", "T09"))
    with validate([Path()], settings=chosen, jobs=jobs) as findings:
        return [*findings]


def codes(settings: Settings | None = None) -> list[str]:
    return [finding.rule.code for finding in found(settings)]


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments], input=stdin)


# What is said of one document

DOCUMENTS: dict[str, tuple[tuple[str, ...], str, str, str]] = {
    "used": (('href="tei.rnc"',), "", "", ""),
    "missing": (('href="gone.rng"',), "", "S004", "gone.rng is not there"),
    "no address": (("href=gone.rng",), "", "S004", "an instruction names a schema wrongly"),
    "on the web": ((f'href="{WEB}"',), "", "S005", f"`teikit schemas add {WEB}`"),
    "on the web, for a shell": (
        ('href="http://x.org/a?b&amp;c"',), "", "S005", "`teikit schemas add 'http://x.org/a?b&c'`",
    ),
    "the usual pair": ((f'href="{WEB}"', f'href="{WEB}" {SCHEMATRON}'), "", "S005", "on the web"),
    "the pair by two protocols": (
        (f'href="{WEB}"', f'href="https://x.org/tei.rng" {SCHEMATRON}'), "", "S005", "on the web",
    ),
    "a grammar without rules, too": (
        ('href="tei.rnc"', f'href="tei.rnc" {SCHEMATRON}'), "", "S006",
        "tei.rnc: the file holds no Schematron",
    ),
    "a grammar without rules": (
        (f'href="tei.rnc" {SCHEMATRON}',), "", "S004", "held against no schema",
    ),
    "Schematron alone": (('href="rules.sch"',), "", "", ""),
    "Schematron, too": (('href="tei.rnc"', 'href="rules.sch"'), "", "", ""),
    "Schematron that is missing": (('href="tei.rnc"', 'href="no.sch"'), "", "S004", "not there"),
    "Schematron on the web": (
        ('href="tei.rnc"', f'href="{WEB}" {SCHEMATRON}'), "", "S005", "on the web",
    ),
    "a DTD": (('href="tei.dtd"',), "", "S004", "is a DTD, which is not read, so"),
    "backslashes": (('href=".\\tei.rnc"',), "", "S004", "write it as ./tei.rnc"),
    "capitals": (('href="TEI.RNC"',), "", "S004", "write it as tei.rnc"),
    "a wrong language": (
        ('href="tei.xsd" schematypens="http://relaxng.org/ns/structure/1.0"',), "", "S004",
        "it is XML Schema, and named as RELAX NG",
    ),
    "null characters": (('href="%00.rng"',), "", "S004", ""),
    "a very long address": ((f'href="{"x" * 5000}.rng"',), "", "S004", ""),
    "XSD": ((), f'{XSI}schemaLocation="http://www.tei-c.org/ns/1.0 tei.xsd"', "", ""),
    "XSD of another namespace": (
        (), f'{XSI}schemaLocation="urn:x tei.xsd"', "S004", "not that of the first element",
    ),
    "XSD without a namespace": ((), f'{XSI}schemaLocation="tei.xsd"', "S004", "has no partner"),
    "XSD that is missing": ((), f'{XSI}noNamespaceSchemaLocation="a.xsd"', "S004", "not there"),
    "nothing": ((), "", "S007", "the file names no schema, and none was given"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document(name: str) -> None:
    models, attributes, code, words = DOCUMENTS[name]
    write("a.xml", *models, attributes=attributes)
    findings = found()
    assert [finding.rule.code for finding in findings] == ([code] if code else [])
    for finding in findings:
        assert words in finding.message
        assert len(finding.message) < 600
        assert finding.location.line
        assert finding.location.column
        assert finding.location.length


CONTENTS = {
    "empty": (b"", "it is empty"),
    "white space": (b"\xef\xbb\xbf \n", "it is empty"),
    "a web page": (b"<!-- a --><!doctype HTML>\n<html/>", "it is a web page, not a schema"),
    "XHTML": (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>', "a web page"),
    "Git LFS": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
        "run `git lfs pull`",
    ),
    "cut off": (b"<grammar xmlns='http://relaxng.org/ns/structure/1.0'>", "cannot be used"),
    "an ODD": (TEI.encode(), "cannot be used"),
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("schema", ["a.rng", "a.rnc", "a.xsd"])
def test_what_is_no_schema(name: str, schema: str) -> None:
    data, words = CONTENTS[name]
    Path(schema).write_bytes(data)
    write("a.xml", f'href="{schema}"')
    (finding,) = found()
    assert finding.rule.code == "S004"
    if data[:1] not in b"<" or "html" in data.decode():
        assert words in finding.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (RNC, ""),
        (XSD, ""),
        ("<grammar xmlns='http://relaxng.org/ns/structure/1.0'/>", "S004"),
        ("<schema xmlns='http://purl.oclc.org/dsdl/schematron'/>", "S004"),
        (SCH, ""),
        ("<!-- a DTD -->\n<!ELEMENT TEI ANY>", "S004"),
        ("Dear Anna,", "S004"),
    ],
)
def test_the_content_tells_the_language_where_nothing_else_does(text: str, code: str) -> None:
    Path("schema").write_text(text, encoding="utf-8")
    write("a.xml", 'href="schema"')
    assert codes() == ([code] if code else [])


def test_an_instruction_behind_the_beginning_is_not_read_and_that_is_said() -> None:
    text = TEI.format("") + '<?xml-model href="tei.rnc"?>'
    Path("a.xml").write_text(text, encoding="utf-8")
    (finding,) = found()
    assert finding.rule.code == "S007"
    assert "move it to the top" in finding.message


def test_a_file_with_too_many_schemas() -> None:
    write("a.xml", *[f'href="{number}.sch"' for number in range(5000)])
    findings = found()
    assert len(findings) == 101
    assert "more than 100 schemas" in findings[-1].message


def test_xsd_that_is_left_out_is_no_error_but_nothing_is_checked() -> None:
    write("a.xml", attributes=f'{XSI}noNamespaceSchemaLocation="http://x.org/a.xsd"')
    (finding,) = found(Settings(select=("S",), xsd=False))
    assert (finding.rule.code, finding.rule.severity) == ("S007", "warning")
    assert "--no-xsd" in finding.message


# Many files


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_schema_is_told_once_with_the_number_of_files(jobs: int) -> None:
    for number in range(40):
        write(f"{number:02}.xml", f'href="{WEB}"', f'href="{WEB}" {SCHEMATRON}')
    write("x/a.xml", 'href="../gone.rng"')
    write("b.xml", 'href="gone.rng"')
    write("00.xml", f'href="{WEB}"', ignoring="S005")
    findings = found(jobs=jobs)
    assert [(str(each.location), each.rule.code) for each in findings] == [
        ("01.xml:1:1", "S005"),
        ("b.xml:1:1", "S004"),
    ]
    assert [each.message.rpartition(" (")[2] for each in findings] == [
        "39 files name it)",
        "2 files name it)",
    ]


def test_an_ignored_schema_is_no_ignore_in_vain() -> None:
    write("a.xml", f'href="{WEB}"', ignoring="S005")
    write("b.xml", 'href="tei.rnc"', ignoring="remote-schema")
    assert [(str(each.location.path), each.rule.code) for each in found()] == [("b.xml", "T090")]


def test_rules_are_chosen_and_graded_as_others() -> None:
    write("a.xml", f'href="{WEB}"')
    write("b.xml")
    assert codes(Settings(ignore=("S005", "no-schema"))) == []
    assert codes(Settings(select=("S005",))) == ["S005"]
    graded = found(Settings(select=("S",), severity={"remote-schema": "info", "S007": "error"}))
    assert {each.rule.code: each.rule.severity for each in graded} == {
        "S005": "info",
        "S007": "error",
    }


@pytest.mark.parametrize("by_settings", [False, True])
def test_a_schema_can_be_required(by_settings: bool) -> None:
    write("a.xml")
    assert run("a.xml").exit_code == 0
    Path("teikit.toml").write_text("require_schema = true" if by_settings else "", encoding="utf-8")
    options = [] if by_settings else ["--require-schema"]
    result = run("a.xml", *options, "--ignore", "S007", "--format", "concise")
    assert "a.xml:1:2: error S007" in result.stdout
    assert result.exit_code == 1
    assert run("a.xml", *options, "--schema", "tei.rnc").exit_code == 0


@pytest.mark.parametrize("options", [(), ("--quiet",), ("--fail-on", "never")])
def test_junit_never_shows_a_pass_for_a_file_that_was_not_held_against_a_schema(
    options: tuple[str, ...],
) -> None:
    write("a.xml", f'href="{WEB}"')
    write("b.xml", f'href="{WEB}"')
    write("c.xml")
    write("d.xml", 'href="tei.rnc"')
    suites = ET.fromstring(run(".", "--format", "junit", *options).stdout)
    cases = {name: [] for name in ("a.xml", "b.xml", "c.xml", "d.xml")}
    for case in suites.iter("testcase"):
        cases[case.get("classname", "")] += [child.tag for child in case] or ["passed"]
    assert "skipped" in cases["a.xml"]
    assert cases["b.xml"] == cases["c.xml"] == ["skipped"]
    assert cases["d.xml"] == ["passed"]


@pytest.mark.parametrize("format_", REPORTERS)
def test_every_format_tells_it(format_: str) -> None:
    write("a.xml", f'href="{WEB}"')
    write("b.xml")
    result = run(".", "--format", format_)
    assert result.exit_code == 1
    assert "teikit schemas add http://x.org/tei.rng" in result.stdout
    assert "none was given" in result.stdout
    assert "2 files checked, 2 against no schema" in result.output


def test_standard_input() -> None:
    write("a.xml", 'href="tei.rnc"')
    text = Path("a.xml").read_text(encoding="utf-8")
    assert "1 file checked, 1 against tei.rnc: no findings" in run("-", stdin=text).output
    result = run("-", "--stdin-filename", "x/b.xml", "--format", "concise", stdin=text)
    assert "x/b.xml:1:1: error S004" in result.stdout


def test_the_last_line_says_what_files_were_held_against() -> None:
    for number in range(5):
        Path(f"s{number}.rnc").write_text(RNC, encoding="utf-8")
        for file in range(number + 1):
            write(f"{number}{file}.xml", f'href="s{number}.rnc"')
    write("none.xml")
    assert run("none.xml").output.endswith(
        "1 file checked, 1 against no schema: 1 warning in 1 file\n"
    )
    assert run(".", "--ignore", "S007").output == (
        "16 files checked, 5 against s4.rnc, 4 against s3.rnc, 3 against s2.rnc, and 2 others,"
        " 1 against no schema: no findings\n"
    )
    log = json.loads(run(".", "--format", "sarif").stdout)
    assert log["runs"][0]["properties"] == {
        "files": 16,
        "schemas": {"s0.rnc": 1, "s1.rnc": 2, "s2.rnc": 3, "s3.rnc": 4, "s4.rnc": 5},
        "withoutSchema": 1,
    }


def test_two_schemas_of_one_name_are_told_apart() -> None:
    for name in ("x", "y"):
        write(f"{name}/a.xml", 'href="s.rnc"')
        Path(name, "s.rnc").write_text(RNC, encoding="utf-8")
    line = run("x", "y").output
    assert (
        f"1 against {Path('x', 's.rnc').absolute()}, 1 against {Path('y', 's.rnc').absolute()}"
        in line
    )


# Settings by patterns


SETTINGS = """
exclude = ["drafts", "**/old-*.xml"]
[[schemas]]
files = "letters/*.xml"
schema = "other.rnc"
[[schemas]]
files = ["letters/**", "notes"]
schema = ["auto"]
[[schemas]]
files = "none/*"
schema = "teikit"
"""


def test_schemas_by_patterns_of_files() -> None:
    Path("teikit.toml").write_text(SETTINGS, encoding="utf-8")
    Path("other.rnc").write_text(
        RNC.replace("attribute n { text }?", "attribute q { text }"), "utf-8"
    )
    write("letters/a.xml", 'href="../tei.rnc"')
    write("letters/old-a.xml")
    write("letters/x.tei", 'href="../tei.rnc"')
    write("notes/a.odd", 'href="../tei.rnc"')
    write("drafts/a.xml")
    write("b.xml", 'href="tei.rnc"')
    Path("letters/c.jpg").touch()
    Path(".hidden.xml").touch()
    result = run(".", "-v", "--format", "concise")
    assert result.stdout == "letters/a.xml:2:1: error S001 <TEI> needs @q\n"
    assert result.stderr.splitlines() == [
        "teikit: left out (excluded): 2: drafts, letters/old-a.xml",
        "teikit: left out (hidden): 1: .hidden.xml",
        "teikit: left out (other endings): 6: .rnc (2), .jpg (1), .sch (1) and 2 more",
        f"teikit: the pattern {Path('none/*').absolute()} of the settings means none of the files",
        "4 files checked, 3 against tei.rnc, 1 against other.rnc: 1 error in 1 file",
    ]
    assert run(".", "--format", "concise").stderr.count("\n") == 1
    assert "4 against tei.rnc: no findings" in run(".", "--schema", "tei.rnc").output


def test_a_file_that_is_named_by_itself_is_checked_though_it_is_excluded() -> None:
    write("drafts/a.xml")
    assert run("drafts/a.xml", "--exclude", "drafts").output.startswith("drafts/a.xml:1:2: warning")
    assert run("drafts", "--exclude", "drafts").exit_code == 2
    assert "are excluded" in run("drafts/*.xml", "--exclude", "drafts").output


def test_what_is_included_is_left_out_where_it_is_excluded() -> None:
    write("drafts/a.xml")
    Path("b.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="drafts/a.xml"/></TEI>',
        encoding="utf-8",
    )
    assert "2 files checked" in run(".").output
    assert "1 file checked" in run("b.xml", "--exclude", "drafts/*").output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[schemas]]\nfiles = "a"', "schemas[1].schema is missing"),
        ('[[schemas]]\nfiles = "a"\nschema = "gone.rng"', "no such schema"),
        ('[[schemas]]\nfiles = "a"\nschema = "tei.dtd"', "is a DTD, which is not applied"),
        ('schemas = "a"', "schemas must be a list"),
        ('endings = ["xml"]', "'xml' is none; write it as '.xml'"),
        (f'exclude = "{"*a" * 1000}"', "longer than 1000"),
        ("exclude = 1", "exclude must be a list"),
    ],
)
def test_settings_that_are_wrong(text: str, words: str) -> None:
    Path("teikit.toml").write_text(text, encoding="utf-8")
    Path("tei.dtd").write_text("<!ELEMENT TEI ANY>", encoding="utf-8")
    write("a.xml")
    result = run("a.xml")
    assert result.exit_code == 2
    assert words in result.output


def test_endings() -> None:
    for name in ("a.xml", "b.TEI", "c.odd", "d.xml.bak"):
        write(name)
    assert "3 files checked" in run(".").output
    Path("teikit.toml").write_text('endings = ".bak"', encoding="utf-8")
    assert "1 file checked" in run(".").output


@pytest.mark.parametrize("options", [("--no-xsd",), ("--no-xsd", "--schema", "tei.xsd")])
def test_xsd_is_left_out_however_it_is_named(options: tuple[str, ...]) -> None:
    Path("schema").write_text(XSD, encoding="utf-8")
    write("a.xml", 'href="tei.xsd"')
    write("b.xml", 'href="schema"')
    result = run(".", *options)
    assert "S002" not in result.output
    assert "2 files checked, 2 against no schema" in result.output


def test_fixing_uses_no_schema() -> None:
    Path("teikit.toml").write_text('[[schemas]]\nfiles = "*"\nschema = "tei.rnc"', encoding="utf-8")
    write("a.xml")
    assert run("a.xml", "--diff").exit_code == 0
    assert "1 against tei.rnc" in run("a.xml", "--fix").output


def test_a_broken_schema_keeps_no_documents() -> None:
    Path("a.rng").write_text("<grammar/>", encoding="utf-8")
    schemas = SchemaSet(Settings(), Resolver([Path()], {}))
    known = []
    for number in range(5):
        write(f"{number}.xml", 'href="a.rng"')
        document = load_document(Path(f"{number}.xml"))
        assert schemas.choose(document).unused
        known.append(weakref.ref(document))
    del document
    gc.collect()
    assert sum(reference() is not None for reference in known) <= 2
