"""Templates are compiled once in a process, and again when they have changed."""

from pathlib import Path

import jinja2
import pytest

from strange_letters import strange_letters
from teikit.publishing import site


def test_templates_are_compiled_once_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compile_template = jinja2.Environment.compile
    monkeypatch.setattr(
        jinja2.Environment,
        "compile",
        lambda self, source, name, filename: (
            compiled.append(name),
            compile_template(self, source, name, filename),
        )[1],
    )
    strange_letters(tmp_path / "tei", 2)
    template = tmp_path / "own" / "templates" / "about.html"
    template.parent.mkdir(parents=True)

    def about(text: str) -> str:
        template.write_text(text, encoding="utf-8")
        compiled.clear()
        site([tmp_path / "tei"], tmp_path / "site", own=tmp_path / "own", jobs=1)
        return (tmp_path / "site" / "about.html").read_text(encoding="utf-8")

    assert about("{{ 1 + 1 }} letters") == "2 letters"
    assert "about.html" in compiled
    assert about("{{ 1 + 2 }} letters") == "3 letters"
    assert compiled == ["about.html"]
    assert about("{{ 1 + 2 }} letters") == "3 letters"
    assert compiled == []
