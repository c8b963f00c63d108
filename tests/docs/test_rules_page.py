"""The documentation of the findings is what the program says of them."""

from pathlib import Path

from click.testing import CliRunner

from teikit.cli import main
from teikit.validating.engine.catalogue import RULES
from teikit.validating.schemas.voices import LIMIT
from teikit.xml.files import MAX_BYTES


def test_the_page_of_the_rules_is_made_from_them(root: Path) -> None:
    page = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    made = CliRunner().invoke(main, ["explain", "--markdown"]).stdout
    assert made == page, "make it again: teikit explain --markdown > docs/rules.md"
    assert all(f"### {rule.code} `{rule.name}`" in page for rule in RULES)


def test_every_rule_is_explained() -> None:
    for rule in RULES:
        text = CliRunner().invoke(main, ["explain", rule.code]).stdout
        assert text.startswith(f"{rule.code} {rule.name} ({rule.severity})\n")
        assert rule.summary in text
        assert CliRunner().invoke(main, ["explain", rule.name]).stdout == text
    overview = CliRunner().invoke(main, ["explain"]).stdout
    assert all(f"  {rule.code}  " in overview for rule in RULES)


def test_what_is_no_rule_is_refused() -> None:
    result = CliRunner().invoke(main, ["explain", "T999"])
    assert result.exit_code == 2
    assert "no rule is called 'T999'" in result.stderr


def test_the_limits_are_told(root: Path) -> None:
    text = (root / "docs" / "validation.md").read_text(encoding="utf-8")
    assert f"over {MAX_BYTES // 1024**2} MB" in text
    assert f"no more than {LIMIT} findings" in text
