"""Every rule finds what its documentation says, and nothing in what it calls good."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from samples import document, documents
from teikit import strict
from teikit.diagnostic import Diagnostic
from teikit.validating import Settings, validate
from teikit.validating.rule import Checked
from teikit.validating.rules.corpus import CORPUS_RULES
from teikit.validating.rules.file import FILE_RULES
from teikit.validating.settings import RuleOptions

ALL = (*FILE_RULES, *CORPUS_RULES)
RULES = [pytest.param(checked, id=f"{checked.rule.code}-{checked.rule.name}") for checked in ALL]


def found(checked: Checked, sample: str, folder: Path) -> list[Diagnostic]:
    texts: Mapping[str, str] = {"a.xml": document(sample)}
    if checked in CORPUS_RULES:
        texts = documents(sample)
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    options = strict.build(RuleOptions, tomllib.loads(checked.doc.options), "options")
    settings = Settings(select=(checked.rule.code, "X"), schema=(), options=options)
    return list(validate([folder], settings=settings))


@pytest.mark.parametrize("checked", RULES)
def test_the_bad_sample_is_found(checked: Checked, tmp_path: Path) -> None:
    findings = found(checked, checked.doc.bad, tmp_path)
    assert findings
    assert {finding.rule.code for finding in findings} == {checked.rule.code}
    for finding in findings:
        assert finding.location.line > 1, "a place in the sample"
        assert finding.location.column
        assert finding.message[-1] not in ".!"
        assert len(finding.message) <= 160


@pytest.mark.parametrize("checked", RULES)
def test_the_good_sample_is_good(checked: Checked, tmp_path: Path) -> None:
    assert found(checked, checked.doc.good, tmp_path) == []


@pytest.mark.parametrize("checked", RULES)
def test_the_documentation_says_of_fixes_whether_they_are_safe(
    checked: Checked, tmp_path: Path
) -> None:
    fixable = [each for each in found(checked, checked.doc.bad, tmp_path) if each.fixable]
    assert not fixable or checked.doc.fix
    if checked.doc.fix:
        assert re.match(r"(safe|unsafe)\b.*\.$", checked.doc.fix)
    always = checked.doc.fix.startswith(("safe;", "safe."))
    for finding in fixable:
        assert finding.safe == always


@pytest.mark.parametrize("checked", RULES)
def test_a_safe_fix_of_a_sample_changes_tags_alone(checked: Checked, tmp_path: Path) -> None:
    for finding in found(checked, checked.doc.bad, tmp_path):
        for edit in finding.edits if finding.safe else ():
            text = Path(edit.path).read_text(encoding="utf-8")
            assert text.rfind("<", 0, edit.start) > text.rfind(">", 0, edit.start)


@pytest.mark.parametrize("checked", RULES)
def test_the_documentation_is_whole(checked: Checked) -> None:
    doc = checked.doc
    assert doc.summary.endswith(".")
    assert "\n" not in doc.summary
    assert doc.why
    assert doc.remedy.endswith(".")
    assert doc.bad != doc.good


def test_codes_and_names_are_used_once() -> None:
    rules = [checked.rule for checked in ALL]
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    for kind in (FILE_RULES, CORPUS_RULES):
        codes = [checked.rule.code for checked in kind]
        assert codes == sorted(codes)
