"""What the page of exports for archives shows is what is written and said."""

import re
from pathlib import Path

import pytest

from teikit.errors import TeikitError
from teikit.exporting import export
from teikit.profiles.publication import settled

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "archives.md").read_text(encoding="utf-8")
CORPUS = Path("corpus/tei")


def block(name: str) -> str:
    (found,) = re.findall(rf"^```\w+ {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "teikit.toml"
    path.write_text(block("publication"), encoding="utf-8")
    return path


def test_the_settings_are_settings(config: Path) -> None:
    assert settled(config).publisher == "Town Press"


def test_the_refusal(config: Path) -> None:
    lines = [line for line in block("publication").splitlines() if "editors" not in line]
    config.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(TeikitError) as raised:
        list(export([CORPUS], "cmif", config=str(config)))
    assert f"teikit: {raised.value}\n" == block("refusal")


def test_the_notices(config: Path) -> None:
    notices: list[TeikitError] = []
    list(export([CORPUS], "cmif", config=str(config), report=notices.append))
    assert "".join(f"teikit: {words}\n" for words in notices) == block("notices")
