"""What the page of exports for archives shows is what is written and said."""

import re
from pathlib import Path

import pytest

from teikit import package
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


def test_the_package(config: Path, tmp_path: Path) -> None:
    notices: list[TeikitError] = []
    package(["corpus"], tmp_path / "deposit", config=config, report=notices.append)
    shown = [words for words in map(str, notices) if words.startswith("not taken")]
    assert "".join(f"teikit: {words}\n" for words in shown) == block("package-notices")
    described = re.findall(r"^(\S+)(?:, (\S+))?  ", block("package"), re.MULTILINE)
    names = {name.replace("….txt", "") for pair in described for name in pair if name}
    made = [path for path in (tmp_path / "deposit").iterdir() if path.name != "data"]
    made += (tmp_path / "deposit" / "data").iterdir()
    found = {path.relative_to(tmp_path / "deposit").as_posix() for path in made}
    parts = {re.sub(r"^(?:tag)?manifest-.*", "manifest-", name) for name in found}
    assert parts == names
