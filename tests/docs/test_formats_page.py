"""The examples in docs/formats.md are what the formats give."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from reported import found
from teikit.diagnostic import Diagnostic, Edit, Excerpt, LineColumn, Location
from teikit.reporting import REPORTERS, About, ReportWriter, Summary
from teikit.reporting.github import step_summary
from teikit.validating.rules.file.pointers import bare_pointer
from teikit.xml.markup import Lines

PATH = "letters/1920-07.xml"
LINE = '  <p>By <rs ref="anna">her</rs></p>'
TEXT = Lines("\n" * 30 + LINE)
START = TEXT.text.index("anna")
FINDING = Diagnostic(
    bare_pointer.rule,
    Location(PATH, 31, LINE.index("anna") + 1, "/TEI/text[1]/body[1]/p[2]/rs[1]", 4),
    "'anna' is an xml:id of this file: write '#anna'",
    Excerpt(*TEXT.excerpt(START)),
    (
        Edit(
            PATH,
            START,
            START + 4,
            "#anna",
            LineColumn(*TEXT.line_and_column(START)),
            LineColumn(*TEXT.line_and_column(START + 4)),
        ),
    ),
)
SUMMARY = Summary([PATH] * 25, Counter([FINDING.rule]), 1)


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "formats.md").read_text(encoding="utf-8")


def example(page: str, label: str) -> str:
    block = re.search(rf"^```\w+ {label}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert block, label
    return block[1]


def report(name: str) -> str:
    reporter = REPORTERS[name](About("0.1.0", (FINDING.rule,)))
    writer = ReportWriter(reporter)
    return writer.add(reporter.pieces([FINDING])) + writer.end(SUMMARY)


@pytest.mark.parametrize("name", REPORTERS)
def test_examples(page: str, name: str) -> None:
    """What stands between the `…`, which leave something out, stands in the report."""
    written, shown = " ".join(report(name).split()), example(page, name)
    if "…" not in shown:
        assert shown.split() == written.split()
    at = 0
    for piece in shown.split("…"):
        words = " ".join(piece.split())
        found_at = written.find(words, at)
        assert found_at >= 0, words
        at = found_at + len(words)


def test_the_summary_of_a_job(page: str) -> None:
    assert step_summary(SUMMARY) == example(page, "step-summary")


def test_every_format_is_listed(page: str) -> None:
    assert re.findall(r"^\| \[`(\w+)`\]", page, re.MULTILINE) == list(REPORTERS)


def test_keys_of_json(page: str) -> None:
    table = page.split("| key |")[1].split("\n\n", maxsplit=1)[0]
    assert re.findall(r"`(\w+)`(?=[^|]*\|[^|]*\|$)", table, re.MULTILINE) == list(
        json.loads(report("json"))[0]
    )


def test_vs_code_reads_concise_lines(page: str) -> None:
    (task,) = json.loads(example(page, "vscode"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]

    def read(finding: Diagnostic) -> dict[str, str | None]:
        (piece,) = REPORTERS["concise"](About()).pieces([finding])
        match = re.fullmatch(pattern["regexp"], piece.text.rstrip("\n"))
        assert match
        return {name: match[group] for name, group in pattern.items() if name != "regexp"}

    assert read(FINDING) == {
        "file": PATH,
        "line": "31",
        "column": "18",
        "severity": "warning",
        "code": "T003",
        "message": FINDING.message,
    }
    odd = read(found("at 12:30: 5: no", path="C:\\a b:1.xml", column=0))
    assert (odd["file"], odd["line"], odd["column"]) == ("C:\\a b:1.xml", "3", None)
    assert odd["message"] == "at 12:30: 5: no"
