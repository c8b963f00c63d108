"""Settings: where they are found, what they say, and what is refused in them."""

from pathlib import Path

import pytest

from teikit.diagnostic import Severity
from teikit.errors import TeikitError
from teikit.validating.engine.catalogue import RULES
from teikit.validating.settings import RuleOptions, Settings, load, selected


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_all_rules_are_looked_for(tmp_path: Path) -> None:
    assert load(start=tmp_path) == Settings()
    chosen = selected(Settings(), RULES)
    assert all(rule in chosen for rule in RULES)


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    write(tmp_path / "teikit.toml", 'fail_on = "warning"')
    write(tmp_path / "a" / "pyproject.toml", '[tool.teikit]\nfail_on = "info"')
    write(tmp_path / "a" / "b" / "pyproject.toml", "[tool.other]\nx = 1")
    assert load(start=tmp_path).fail_on == "warning"
    assert load(start=tmp_path / "a" / "b").fail_on == "info"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a" / "teikit.toml",
        'schema = ["auto", "teikit", "s/tei.rng"]\n[catalog]\n"http://x.org/y.rng" = "s/y.rng"',
    )
    settings = load(file)
    assert settings.schema == ("auto", "teikit", str(tmp_path / "a" / "s" / "tei.rng"))
    assert settings.catalog == {"http://x.org/y.rng": str(tmp_path / "a" / "s" / "y.rng")}


def test_a_profile_gives_options_that_are_not_given(tmp_path: Path) -> None:
    profile = 'profile = "bolshevik-leadership"'
    assert load(write(tmp_path / "a.toml", profile)).options.years == (1912, 1927)
    given = load(write(tmp_path / "b.toml", f"{profile}\n[options]\nyears = [1800, 1899]"))
    assert given.options.years == (1800, 1899)
    assert given.options.publisher == "not yet published"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("selekt = []", "unknown key selekt"),
        ('select = "T001"', "select must be a list"),
        ('fail_on = "fatal"', "fail_on: 'fatal' is none of error, warning, info, never"),
        ('[severity]\nT001 = "bad"', "severity.T001: 'bad' is none of error, warning, info"),
        ("[options]\nyears = [1927]", "options.years must be two years"),
        ("[options]\nyears = [1927, 1912]", "options.years must be two years"),
        ("[options.archives]\nA = '('", "options.archives.A: "),
        ("x = [", "is not TOML"),
        ('profile = "none"', "no profile is called 'none'"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    file = write(tmp_path / "teikit.toml", text)
    with pytest.raises(TeikitError) as caught:
        load(file)
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="cannot be read"):
        load(tmp_path / "absent.toml")


def test_rules_are_chosen_by_code_name_and_beginning() -> None:
    chosen = selected(Settings(select=("T001", "C", "relax-ng"), ignore=("C002",)), RULES)
    codes = {rule.code for rule in RULES if rule in chosen}
    assert {"T001", "S001", "C001"} <= codes
    assert not {"T002", "C002"} & codes


def test_rules_are_graded_by_code_and_name() -> None:
    chosen = selected(Settings(severity={"T00": "info", "relax-ng": "warning"}), RULES)
    graded = {rule.code: chosen.graded(rule).severity for rule in RULES}
    assert graded["T001"] == graded["T002"] == Severity.INFO
    assert graded["S001"] == Severity.WARNING
    assert graded["X001"] == Severity.ERROR


@pytest.mark.parametrize("key", ["select", "ignore"])
def test_rules_that_are_not_there_are_refused(key: str) -> None:
    with pytest.raises(TeikitError, match="no rule is called 'T999'"):
        selected(Settings(**{key: ("T999",)}), RULES)


def test_options_can_be_sent_to_other_processes() -> None:
    import pickle  # noqa: PLC0415

    settings = Settings(options=RuleOptions(archives={"A": "x"}))
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_severities_that_make_a_run_fail() -> None:
    error, warning, _ = Severity
    assert Settings().failing == {error}
    assert Settings(fail_on="warning").failing == {error, warning}
    assert Settings(fail_on="info").failing == {*Severity}
    assert Settings(fail_on="never").failing == set()


def test_options_of_a_run_take_the_place_of_settings() -> None:
    settings = Settings(select=("T",), ignore=("T001",), fail_on="warning", schema=("a.rng",))
    assert settings.with_options() == settings
    given = settings.with_options(
        schemas=["b.rng"], select=["C,X001 S"], ignore=["T002"], fail_on="info", xsd=False
    )
    assert given.schema == ("b.rng",)
    assert given.select == ("C", "X001", "S")
    assert given.ignore == ("T001", "T002")
    assert given.fail_on == "info"
    assert not given.xsd
