"""The tutorial, followed from its first line to its last in an empty folder."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from teikit.cli import main
from teikit.converting.source import collapse

FENCE = re.compile(r"^```(\w+)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what it is said to print."""
    return [
        (command, output)
        for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]


def run(command: str) -> str:
    """What a command prints; `> FILE` writes it to a file."""
    words, _, target = command.partition(" > ")
    program, *arguments = shlex.split(words)
    assert program == "teikit"
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    if target:
        Path(target).write_text(result.stdout, encoding="utf-8")
        return ""
    return result.output


def changed(text: str, diff: str) -> str:
    """A text with the lines of a diff changed, which may be parts of longer lines.

    One line may become several.
    """
    lines = diff.splitlines()
    old = [line[1:] for line in lines if line.startswith("-")]
    new = [line[1:] for line in lines if line.startswith("+")]
    if len(old) == 1:
        new = ["\n".join(new)]
    for before, after in zip(old, new, strict=True):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def assert_shown(expected: str, text: str) -> None:
    """All of a text is shown, but for what `…` leaves out."""
    pattern = r".*".join(re.escape(collapse(part)) for part in expected.split("…"))
    assert re.fullmatch(pattern, collapse(text), re.DOTALL), text


def test_every_step_does_what_it_says(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = FENCE.findall((root / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    assert len(steps) > 10
    for language, name, content in steps:
        file = Path(name)
        if language == "console":
            for command, output in commands(content):
                assert_shown(output, run(command))
        elif language == "diff":
            text = changed(file.read_text(encoding="utf-8"), content)
            file.write_text(text, encoding="utf-8")
        elif file.exists():
            assert collapse(content) in collapse(file.read_text(encoding="utf-8"))
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
