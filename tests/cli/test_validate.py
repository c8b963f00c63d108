"""`teikit validate`: what is printed where, what is fixed, and the exit status."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main
from teikit.reporting import REPORTERS

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'
RNG = """\
<element name="p" ns="http://www.tei-c.org/ns/1.0" xmlns="http://relaxng.org/ns/structure/1.0">
 <text/>
</element>"""
GOOD = f"<p {NS}>é</p>"
BAD = f"<p {NS}>\n<q>x</q></p>"
BARE = f'<TEI {NS}>\n<p xml:id="a">A</p>\n<p corresp="a">B</p>\n</TEI>\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tei").mkdir()
    (tmp_path / "p.rng").write_text(RNG, encoding="utf-8")
    for name, text in [("good", GOOD), ("bad", BAD), ("broken", "<p>")]:
        (tmp_path / "tei" / f"{name}.xml").write_text(text, encoding="utf-8")
    return tmp_path


def validate(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments], input=stdin)


# What is printed


def test_all_is_well() -> None:
    result = validate("tei/good.xml", "--schema", "p.rng")
    assert result.output == "1 file checked, 1 against p.rng: no findings\n"
    assert result.exit_code == 0


def test_findings_go_to_standard_output() -> None:
    result = validate("tei", "--schema", "p.rng")
    found = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert found == [
        "tei/bad.xml:2:1: error S001 the schema has no element <q>; expected: text or end tag",
        "tei/broken.xml:1:4: error X001 the file ends before all its elements are closed",
        "3 files checked, 2 against p.rng: 2 errors in 2 files",
    ]
    assert result.stderr == ""
    assert result.exit_code == 1


def test_the_line_at_fault_is_shown() -> None:
    lines = validate("tei/bad.xml", "--schema", "p.rng").stdout.splitlines()
    assert lines[1:3] == ["        <q>x</q></p>", "        ^"]
    assert lines[3].startswith("    Compare the place")


def test_findings_as_json_lines() -> None:
    result = validate("tei", "--schema", "p.rng", "--format", "jsonl")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert {key: first[key] for key in ("path", "line", "column", "xpath", "severity", "code")} == {
        "path": "tei/bad.xml",
        "line": 2,
        "column": 1,
        "xpath": "/p/q[1]",
        "severity": "error",
        "code": "S001",
    }
    assert second["code"] == "X001"
    assert result.stderr == "3 files checked, 2 against p.rng: 2 errors in 2 files\n"
    assert result.exit_code == 1


def test_several_formats_in_one_run() -> None:
    result = validate(
        "tei", "--schema", "p.rng", "--format", "text", "--format", "sarif=out/a.sarif",
        "--format", "junit=out/a.xml",
    )  # fmt: skip
    assert "error X001" in result.stdout
    log = json.loads(Path("out/a.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["S001", "X001"]
    assert "X001" in Path("out/a.xml").read_text(encoding="utf-8")


def test_the_output_file() -> None:
    result = validate("tei", "--schema", "p.rng", "--format", "csv", "-o", "a.csv")
    assert result.stdout == ""
    assert Path("a.csv").read_text(encoding="utf-8").count("\n") == 3
    assert result.exit_code == 1


def test_github_is_told_in_lines_and_in_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    result = validate("tei", "--schema", "p.rng", "--format", "github")
    assert result.stdout.startswith("::error file=tei/bad.xml,line=2,col=1")
    assert "S001" in Path("summary.md").read_text(encoding="utf-8")


def test_quiet_shows_what_fails_alone() -> None:
    Path("tei/bare.xml").write_text(BARE, encoding="utf-8")
    result = validate("tei", "-q", "--format", "concise")
    assert result.stdout == (
        "tei/broken.xml:1:4: error X001 the file ends before all its elements are closed\n"
    )
    assert result.stderr == ""


def test_statistics() -> None:
    result = validate("tei", "--schema", "p.rng", "--statistics")
    assert "       1  S001  error    relax-ng\n       1  X001  error    not-well-" in result.stdout


# What is looked for


def test_without_a_schema_only_rules_are_held_against_a_file() -> None:
    result = validate("tei/bad.xml", "--format", "concise")
    assert result.stdout == (
        "tei/bad.xml:1:2: warning S007 the file names no schema, and none was given, so it was held"
        " against none\n"
    )
    assert result.stderr == "1 file checked, 1 against no schema: 1 warning in 1 file\n"
    assert result.exit_code == 0


def test_the_schemas_that_a_file_names() -> None:
    named = Path("tei/named.xml")
    named.write_text(f'<?xml-model href="../p.rng"?>{BAD}', encoding="utf-8")
    assert " S001 " in validate("tei/named.xml").stdout
    assert "no findings" in validate("tei/named.xml", "--ignore", "S").stdout
    named.write_text(f'<?xml-model href="absent.rng"?>\n{BAD}', encoding="utf-8")
    result = validate("tei/named.xml", "--format", "concise")
    assert result.stdout.startswith("tei/named.xml:1:1: error S004 the schema absent.rng is not")
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("option", "begin"),
    [([], "tei/good.xml:1:1: error S001 "), (["--no-xsd"], "tei/good.xml:1:1: error S001 ")],
)
def test_the_schemas_of_teikit(option: list[str], begin: str) -> None:
    result = validate("tei/good.xml", "--schema", "teikit", *option)
    first = result.stdout.splitlines()[0]
    assert first.startswith(begin)
    assert "a document cannot begin with" in first
    assert result.exit_code == 1


def test_away_from_their_schema_files_of_teikit_take_the_packaged_one(root: Path) -> None:
    shutil.copy(root / "corpus" / "tei" / "bl-0086.xml", "tei/bl-0086.xml")
    result = validate("tei/bl-0086.xml", "--no-xsd", "--select", "X,S")
    assert result.output == "1 file checked, 1 against teikit.rng: no findings\n"


def test_the_catalog_says_where_schemas_are() -> None:
    Path("a.xml").write_text(f'<?xml-model href="http://x.org/p.rng"?>{BAD}', encoding="utf-8")
    assert "error S005" in validate("a.xml").stdout
    Path("teikit.toml").write_text('[catalog]\n"http://x.org/p.rng" = "p.rng"', encoding="utf-8")
    assert "error S001" in validate("a.xml").stdout


def test_a_newer_schema_of_xsd() -> None:
    Path("p.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
        ' targetNamespace="http://www.tei-c.org/ns/1.0"><xs:element name="p"><xs:complexType>'
        '<xs:simpleContent><xs:extension base="xs:string"><xs:assert test="$value != \'no\'"/>'
        "</xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:schema>",
        encoding="utf-8",
    )
    Path("no.xml").write_text(f"<p {NS}>no</p>", encoding="utf-8")
    assert "no findings" in validate("tei/good.xml", "--schema", "p.xsd").stdout
    assert "error S002" in validate("no.xml", "--schema", "p.xsd").stdout


def test_settings_and_options() -> None:
    Path("tei/bare.xml").write_text(BARE, encoding="utf-8")
    Path("teikit.toml").write_text('ignore = ["X"]\nfail_on = "warning"', encoding="utf-8")
    result = validate("tei", "--format", "concise")
    codes = [line.split()[2] for line in result.stdout.splitlines()]
    assert codes == ["S007", "S007", "T003", "S007"]
    assert result.exit_code == 1
    assert validate("tei", "--fail-on", "error").exit_code == 0
    assert validate("tei", "--ignore", "bare-pointer,S007").exit_code == 0
    assert validate("tei", "--select", "T001,T002").exit_code == 0
    Path("other.toml").write_text("", encoding="utf-8")
    assert validate("tei", "--config", "other.toml").exit_code == 1
    assert validate("tei", "--config", "other.toml", "--fail-on", "never").exit_code == 0


def test_patterns() -> None:
    result = validate("tei/b*.xml", "--schema", "p.rng")
    assert result.stdout.endswith("2 files checked, 1 against p.rng: 2 errors in 2 files\n")


@pytest.mark.parametrize("quiet", [(), ("--quiet", "--fail-on", "warning")])
@pytest.mark.parametrize("format_", REPORTERS)
def test_many_files_are_shared_out_with_the_same_result(format_: str, quiet: Sequence[str]) -> None:
    for number in range(70):
        text = BARE.replace("a", f"a{number % 9}")
        Path(f"tei/{number:02}.xml").write_text(text, encoding="utf-8")
    Path("tei/70.xml").write_text(BARE.replace('corresp="a', 'corresp="00.xml#b'), encoding="utf-8")
    arguments = ["tei", "--format", format_, "--format", "text=a.txt", "--statistics", *quiet]
    alone = validate(*arguments, "--jobs", "1")
    lines = Path("a.txt").read_text(encoding="utf-8")
    assert validate(*arguments, "--jobs", "2").output == alone.output
    assert Path("a.txt").read_text(encoding="utf-8") == lines
    assert lines.count("    Write `#` before the xml:id;") == 1
    assert lines.count("warning T003") == 70
    assert "70.xml:3:4: error C002" in lines


# Fixes


def test_a_fix_is_shown_and_made() -> None:
    path = Path("tei/bare.xml")
    path.write_text(BARE, encoding="utf-8")
    shown = validate("tei/bare.xml", "--diff")
    assert '-<p corresp="a">B</p>\n+<p corresp="#a">B</p>\n' in shown.stdout
    assert shown.exit_code == 1
    assert path.read_text(encoding="utf-8") == BARE
    made = validate("tei/bare.xml", "--fix", "--diff")
    assert '+<p corresp="#a">B</p>\n' in made.stdout
    assert "1 finding in 1 file fixed\n" in made.stdout
    assert made.exit_code == 0
    assert path.read_text(encoding="utf-8") == BARE.replace('"a">B', '"#a">B')
    assert validate("tei/bare.xml", "--diff").exit_code == 0


def test_what_is_not_looked_for_is_not_fixed() -> None:
    path = Path("tei/bare.xml")
    path.write_text(BARE, encoding="utf-8")
    validate("tei/bare.xml", "--fix", "--ignore", "T003")
    assert path.read_text(encoding="utf-8") == BARE


# What stops the check


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["absent.xml"], "no such file or folder: absent.xml"),
        (["x" * 5000], "no such file or folder: xxx"),
        (["absent/*.xml"], "no files match absent/*.xml"),
        (["empty"], "no XML files in empty"),
        (["tei", "--schema", "absent.rng"], "no such schema: absent.rng; check the path"),
        (["tei", "--schema", "tei/broken.xml"], "not a schema that can be used"),
        (["tei", "--select", "T999"], "no rule is called 'T999'"),
        (["tei", "--format", "pdf"], "no format is called 'pdf'"),
        (["tei", "--format", "text", "--format", "json"], "two formats cannot both go to standard"),
        (["tei", "--format", "text=a", "--format", "json=a"], "two formats cannot both go to a"),
        (["tei", "--format", "json=tei"], "cannot write tei"),
        (["tei", "--config", "absent.toml"], "absent.toml: cannot be read"),
    ],
)
def test_it_is_one_line_and_status_2(folder: Path, arguments: list[str], words: str) -> None:
    (folder / "empty").mkdir()
    result = validate(*arguments)
    assert result.stdout == ""
    assert result.stderr.startswith("teikit: ")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.exit_code == 2


def test_no_path_is_a_usage_error() -> None:
    assert validate().exit_code == 2


# Fixes that are safe, and others

TEXT = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>VI\u0406</title>
<title>Ko\u0308ln</title></titleStmt></fileDesc></teiHeader>
<text><body><p n="VI\u0406" xml:id="p">On 13/VI\u0406, Ko\u0308ln <ref target="p">x</ref></p>
<p>Ko\u0308ln Ko\u0308ln</p></body></text></TEI>
"""
SAFE = TEXT.replace("<title>VI\u0406", "<title>VII").replace("<title>Ko\u0308", "<title>K\u00f6")
SAFE = SAFE.replace('n="VI\u0406"', 'n="VII"').replace('target="p"', 'target="#p"')
CHARACTERS = ("--select", "T003,T041,T042", "--schema", "teikit", "--no-xsd")


def test_fix_leaves_what_was_transcribed(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(TEXT, encoding="utf-8")
    result = validate(str(file), "--fix", *CHARACTERS)
    assert file.read_text(encoding="utf-8") == SAFE
    assert "can be fixed by --fix --unsafe-fixes" in result.stdout
    assert "4 findings in 1 file fixed" in result.stdout


def test_unsafe_fixes_are_made_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(TEXT, encoding="utf-8")
    validate(str(file), "--fix", "--unsafe-fixes", *CHARACTERS)
    text = file.read_text(encoding="utf-8")
    assert text == SAFE.replace("VI\u0406", "VII").replace("o\u0308", "\u00f6")


def test_fixes_are_counted_by_their_safety(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(TEXT, encoding="utf-8")
    result = validate(str(file), *CHARACTERS)
    assert "; 4 can be fixed by --fix, 3 more by --unsafe-fixes\n" in result.stdout


def test_a_diff_shows_unsafe_fixes_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(TEXT, encoding="utf-8")
    safe = validate(str(file), "--diff", *CHARACTERS)
    assert "+<text>" in safe.stdout
    assert "13/VII" not in safe.stdout
    assert "4 findings in 1 file can be fixed, 3 more with --unsafe-fixes" in safe.stdout
    both = validate(str(file), "--diff", "--unsafe-fixes", *CHARACTERS)
    assert "13/VII" in both.stdout
    assert "7 findings in 1 file can be fixed\n" in both.stdout
    assert file.read_text(encoding="utf-8") == TEXT


def test_unsafe_fixes_alone_are_a_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(TEXT, encoding="utf-8")
    result = validate(str(file), "--unsafe-fixes")
    assert result.exit_code == 2
    assert "--unsafe-fixes needs --fix or --diff beside it" in result.stderr


def test_words_of_a_witness_in_the_header_are_left(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    quoted = SAFE.replace("<title>VII", "<title><quote>VI\u0406</quote>")
    file.write_text(quoted, encoding="utf-8")
    validate(str(file), "--fix", *CHARACTERS)
    assert file.read_text(encoding="utf-8") == quoted


# What archives ask for


EDITION = f"""<TEI {NS}><teiHeader><fileDesc><titleStmt><title>To Max</title></titleStmt>
<publicationStmt><publisher>Press</publisher></publicationStmt></fileDesc></teiHeader>
<text xml:lang="de"><body><div type="letter"><p>Dear Max</p></div></body></text></TEI>"""


def test_what_is_missing_for_an_archive(folder: Path) -> None:
    (folder / "a.xml").write_text(EDITION, encoding="utf-8")
    result = validate("a.xml", "--for", "europeana", "--select", "A")
    assert result.stdout.splitlines()[-1] == (
        "1 file checked, 1 against no schema, and against what Europeana asks: 2 errors in 1 file"
    )
    assert "a.xml:2:1: error A404 no licence is named with its address\n" in result.stdout
    assert "or set `publication.licence`.\n" in result.stdout
    assert result.exit_code == 1


def test_several_archives_are_named_in_the_last_line(folder: Path) -> None:
    (folder / "a.xml").write_text(EDITION, encoding="utf-8")
    result = validate("a.xml", "--for", "zenodo,arche", "--for", "dtabf", "--select", "A")
    last = result.stdout.splitlines()[-1]
    assert "against what the DTA base format (DTABf), Zenodo and ARCHE ask: " in last


def test_settings_name_the_archive_and_answer_it(folder: Path) -> None:
    (folder / "a.xml").write_text(EDITION, encoding="utf-8")
    (folder / "teikit.toml").write_text(
        'for = ["europeana"]\nselect = ["A"]\n[publication]\n'
        'licence = "https://creativecommons.org/licenses/by/4.0/"\n'
        'address = "https://example.org/{id}"\n',
        encoding="utf-8",
    )
    assert validate("a.xml").output == (
        "1 file checked, 1 against no schema, and against what Europeana asks: no findings\n"
    )


def test_an_archive_that_is_not_known_is_refused() -> None:
    result = validate("tei", "--for", "zenodoo")
    assert result.exit_code == 2
    assert result.stderr == (
        "teikit: no archive is called 'zenodoo'; known are"
        " cmif, correspsearch, dtabf, europeana, zenodo, arche\n"
    )


def test_sarif_has_the_source_of_what_an_archive_asks_for(folder: Path) -> None:
    (folder / "a.xml").write_text(EDITION, encoding="utf-8")
    result = validate("a.xml", "--for", "zenodo", "--select", "A", "--format", "sarif")
    rules = json.loads(result.stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"][:2] for rule in rules} == {"A5"}
    assert all(rule["helpUri"].startswith("https://") for rule in rules)


def test_explain_tells_the_source() -> None:
    shown = CliRunner().invoke(main, ["explain", "A301"]).stdout
    assert "\nSource: DTABf, documentation: " in shown
    assert "https://www.deutschestextarchiv.de/doku/basisformat/mdTitleStmtAllg.html\n" in shown
