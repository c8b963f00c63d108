"""Formats for programs and spreadsheets, and what holds for all formats."""

import csv
import json
import pickle
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reported import INFO, RULES, WARNING, batches, found, report
from samples import document
from teikit.diagnostic import IN_FULL, Diagnostic, Edit, LineColumn
from teikit.reporting import REPORTERS, About, ReportWriter, Summary, joined
from teikit.validating.engine.runner import Run
from teikit.validating.settings import Settings

# Every format


@pytest.mark.parametrize("name", REPORTERS)
def test_reports_of_nothing_are_whole(name: str) -> None:
    assert report(name) == report(name, files=[])
    assert report(name).count("\n") <= 4


@pytest.mark.parametrize("name", REPORTERS)
def test_findings_are_written_as_they_come(name: str) -> None:
    reporter = REPORTERS[name](About())
    writer = ReportWriter(reporter)
    first = writer.add(reporter.pieces([found("one")]))
    second = writer.add(reporter.pieces([found("two", path="b.xml")]))
    assert "one" in first
    assert "two" in second
    assert "one" not in second


# It takes longer to make up findings than to write them: each is written in every format.


@given(findings=batches)
def test_any_finding_can_be_written(findings: list[Diagnostic]) -> None:
    for name in REPORTERS:
        text = report(name, findings)
        assert text == report(name, findings), name
        text.encode(errors="surrogateescape")


@given(findings=batches)
def test_pieces_are_made_of_the_findings_alone(findings: list[Diagnostic]) -> None:
    for name in REPORTERS:
        reporter = REPORTERS[name](About("1.2.3", RULES))
        elsewhere = pickle.loads(pickle.dumps(reporter))
        pieces = [*reporter.pieces(findings)]
        assert pieces == [*reporter.pieces(findings)] == [*elsewhere.pieces(findings)], name


@given(several=st.lists(batches, max_size=3))
def test_pieces_can_be_joined(several: list[list[Diagnostic]]) -> None:
    for name in REPORTERS:
        reporter = REPORTERS[name](About())
        piece_by_piece, at_once = ReportWriter(reporter), ReportWriter(reporter)
        for findings in several:
            pieces = [*reporter.pieces(findings)]
            few = [*joined(pieces, reporter.between)]
            assert len(few) <= len({piece.topic for piece in pieces if piece.once}) + 1, name
            singly = "".join(piece_by_piece.add([piece]) for piece in pieces)
            assert at_once.add(few) == singly, name
        assert at_once.end(Summary()) == piece_by_piece.end(Summary()), name


@pytest.mark.parametrize("name", REPORTERS)
def test_a_format_says_which_details_it_shows(name: str, tmp_path: Path) -> None:
    bare = '<p xml:id="p1">A <seg corresp="p1">B</seg></p>'
    for number, others in enumerate((f'next="1.xml#s1">A</seg>{bare}', ">C</seg>")):
        text = document(f'<p><seg xml:id="s{number}" {others}</p>')
        (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")
    reporter = REPORTERS[name](About())
    reports = []
    for details in (reporter.details, IN_FULL):
        settings = Settings(schema=("teikit",), select=("S", "T003", "C003"))
        with Run(settings, [tmp_path], details=details) as run:
            findings = [finding for report in run.reports() for finding in report.findings]
            across = run.across()
        assert {finding.rule.code for finding in findings if finding.fixable} == {"T003"}
        assert {finding.rule.code for finding in across if finding.fixable} == {"C003"}
        assert any(finding.rule.code == "S001" for finding in findings)
        reports.append([[*reporter.pieces(some)] for some in (findings, across)])
    assert reports[0] == reports[1]


@given(findings=batches)
def test_documents_are_utf_8(findings: list[Diagnostic]) -> None:
    for name in ("json", "jsonl", "sarif", "junit", "gitlab"):
        report(name, findings).encode()


def test_libraries_that_are_slow_to_load_are_not_loaded() -> None:
    slow = "{'click', 'lxml', 'rich', 'ssl', 'urllib.request'}"
    program = f"import sys, teikit.reporting; print(sorted({slow} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


# JSON


def test_a_finding_in_json() -> None:
    (row,) = json.loads(report("json", [found(length=2)]))
    assert row == {
        "path": "letters/a.xml",
        "line": 3,
        "column": 5,
        "endColumn": 7,
        "xpath": "/TEI/text/body/p[2]",
        "severity": "error",
        "code": "T901",
        "rule": "loud",
        "message": "it's wrong",
        "remedy": "Write `#` before <it>.",
        "fix": None,
        "safe": None,
    }


def test_what_is_not_known_is_null() -> None:
    (row,) = json.loads(report("json", [found(rule=INFO, line=0, column=0)]))
    assert [name for name, value in row.items() if value is None] == [
        "line",
        "column",
        "endColumn",
        "remedy",
        "fix",
        "safe",
    ]


@pytest.mark.parametrize("safe", [True, False])
def test_whether_a_fix_is_safe_is_told(safe: bool) -> None:
    edits = (Edit("a.xml", 12, 13, "é", LineColumn(2, 9), LineColumn(2, 10)),)
    finding = found(edits=edits)._replace(safe=safe)
    (row,) = json.loads(report("json", [finding]))
    assert row["safe"] is safe
    (record,) = csv.DictReader(StringIO(report("csv", [finding]), newline=""))
    assert record["safe"] == ("yes" if safe else "no")
    log = json.loads(report("sarif", [finding]))
    (fix,) = log["runs"][0]["results"][0]["fixes"]
    assert fix["properties"] == {"safe": safe}
    assert fix["description"]["text"].startswith("Unsafe") != safe


def test_a_fix_is_told_by_lines_and_columns() -> None:
    edits = (
        Edit("a.xml", 12, 13, "é", LineColumn(2, 9), LineColumn(2, 10)),
        Edit("a.xml", 14, 14, " m=''", LineColumn(2, 11), LineColumn(2, 11)),
    )
    (row,) = json.loads(report("json", [found(edits=edits)]))
    assert row["fix"] == [
        {
            "path": "a.xml",
            "start": {"line": 2, "column": 9},
            "end": {"line": 2, "column": 10},
            "text": "é",
        },
        {
            "path": "a.xml",
            "start": {"line": 2, "column": 11},
            "end": {"line": 2, "column": 11},
            "text": " m=''",
        },
    ]


def test_a_fix_is_told_as_a_whole_or_not_at_all() -> None:
    edits = (Edit("a.xml", 0, 1, "", LineColumn(1, 1), LineColumn(1, 2)), Edit("b.xml", 2, 3, ""))
    (row,) = json.loads(report("json", [found(edits=edits)]))
    assert row["fix"] is None


def test_json_lines_are_the_objects_of_json() -> None:
    findings = [found("a\nb\u2028c"), found("ü", rule=WARNING, path="b.xml")]
    lines = report("jsonl", findings).split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == json.loads(report("json", findings))


@given(findings=batches)
def test_json_says_what_was_found(findings: list[Diagnostic]) -> None:
    read = json.loads(report("json", findings))
    assert [(row["path"], row["line"], row["message"]) for row in read] == [
        (finding.location.path, finding.location.line or None, finding.message)
        for finding in findings
    ]


# CSV


@given(findings=batches)
def test_csv_says_what_was_found(findings: list[Diagnostic]) -> None:
    text = report("csv", findings)
    rows = list(csv.DictReader(StringIO(text, newline=""), strict=True))
    assert [(_plain(row["path"]), row["line"], _plain(row["message"])) for row in rows] == [
        (finding.location.path, str(finding.location.line or ""), finding.message)
        for finding in findings
    ]


def _plain(cell: str) -> str:
    """A cell without the sign that keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") else cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r"])
def test_cells_are_no_formulas(start: str) -> None:
    text = report("csv", [found(f"{start}cmd", path=f"{start}a.xml")])
    (row,) = csv.DictReader(StringIO(text, newline=""))
    assert row["path"] == f"'{start}a.xml"
    assert row["message"] == f"'{start}cmd"


def test_the_records_of_csv() -> None:
    text = report("csv", [found("a, b", length=2, edits=(Edit("a.xml", 0, 0, "x"),))])
    assert text == (
        "path,line,column,endColumn,xpath,severity,code,rule,message,remedy,fixable,safe\r\n"
        'letters/a.xml,3,5,7,/TEI/text/body/p[2],error,T901,loud,"a, b",'
        "Write `#` before <it>.,yes,yes\r\n"
    )


# One line each


def test_concise_lines() -> None:
    findings = [
        found(),
        found("two\nlines", rule=WARNING, column=0),
        found("on the whole", rule=INFO, line=0, column=0),
    ]
    assert report("concise", findings).splitlines() == [
        "letters/a.xml:3:5: error T901 it's wrong",
        "letters/a.xml:3: warning T902 two␊lines",
        "letters/a.xml: info T903 on the whole",
    ]


@given(findings=batches)
def test_a_finding_is_a_line(findings: list[Diagnostic]) -> None:
    for name in ("concise", "jsonl", "github"):
        lines = report(name, findings).split("\n")
        assert len(lines) == len(findings) + 1
        assert not any("\r" in line for line in lines)
