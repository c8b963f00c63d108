"""The hook for pre-commit and the action for GitHub, installed and run as their users run them.

Each makes an environment of its own and installs teikit there, which takes a while: `make test`
leaves these tests out, and `make test-installs` runs them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.installs

WRONG = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="a">
<text><body><p xml:id="p1" corresp="#absent">Yours <ref target="p1">as ever</ref></p></body></text>
</TEI>
"""


def run(*command: str, cwd: Path, status: int = 0, env: Mapping[str, str] | None = None) -> str:
    """What a command prints; it must end with this status."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def git(folder: Path, *arguments: str) -> str:
    name = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null")
    return run("git", *name, *arguments, cwd=folder)


def repository(folder: Path) -> Path:
    """The folder as a git repository with one commit."""
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "All of it")
    return folder


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a repository of teikit has that is needed to install it, as pre-commit fetches it."""
    folder = tmp_path_factory.mktemp("teikit")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml"):
        shutil.copy(root / name, folder / name)
    for name in ("src", "schema"):
        shutil.copytree(
            root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    return repository(folder)


def test_the_hooks_of_pre_commit(project: Path, tmp_path: Path) -> None:
    revision = git(project, "rev-parse", "HEAD").strip()
    hooks = [{"id": "teikit-fix"}, {"id": "teikit-validate"}]
    config = {"repos": [{"repo": str(project), "rev": revision, "hooks": hooks}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "a letter.xml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no XML", encoding="utf-8")
    repository(tmp_path)
    env = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never")

    first = run(*command, cwd=tmp_path, status=1, env=env)
    assert "a letter.xml:2:28: error T002" in first
    assert "files were modified by this hook" in first
    assert 'target="#p1"' in (tmp_path / "a letter.xml").read_text(encoding="utf-8")

    fixed = WRONG.replace("#absent", "#p1").replace('"p1">as', '"#p1">as')
    (tmp_path / "a letter.xml").write_text(fixed, encoding="utf-8")
    git(tmp_path, "commit", "--quiet", "--all", "--message", "Fix the letter")
    run(*command, cwd=tmp_path, env=env)


def filled(text: str, inputs: Mapping[str, str]) -> str:
    """A value of the action with its inputs in it, as GitHub fills it."""
    return re.sub(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}", lambda found: inputs[found[1]], text)


def test_the_action(root: Path, project: Path, tmp_path: Path) -> None:
    action = yaml.safe_load((project / "action.yml").read_text(encoding="utf-8"))
    inputs = {name: input_["default"] for name, input_ in action["inputs"].items()}
    inputs |= {"paths": "corpus/*.xml", "python": sys.executable}
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.xml").write_text(WRONG, encoding="utf-8")
    surroundings = {
        "GITHUB_ACTION_PATH": str(project),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    install, check, upload = action["runs"]["steps"]

    def step(action_step: Mapping[str, object], status: int) -> str:
        env = action_step["env"]
        script = action_step["run"]
        assert isinstance(env, dict)
        assert isinstance(script, str)
        assert "${{" not in script, "inputs reach a script through the environment alone"
        values = {name: filled(value, inputs) for name, value in env.items()}
        (tmp_path / "step.sh").write_text(script, encoding="utf-8")
        shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", str(tmp_path / "step.sh"))
        return run(*shell, cwd=tmp_path, status=status, env={**surroundings, **values})

    step(install, 0)
    printed = step(check, 1)
    assert "::error file=corpus/a.xml,line=2,col=28," in printed
    assert "T002" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    sarif = json.loads((tmp_path / inputs["sarif-file"]).read_text(encoding="utf-8"))
    assert "T002" in {result["ruleId"] for result in sarif["runs"][0]["results"]}
    assert filled(upload["with"]["sarif_file"], inputs) == inputs["sarif-file"]
    assert upload["uses"].startswith("github/codeql-action/upload-sarif@")
    inputs["fail-on"] = "never"
    step(check, 0)

    shutil.copytree(root / "corpus", tmp_path / "own" / "corpus")
    shutil.copytree(root / "schema", tmp_path / "own" / "schema")
    inputs |= {"fail-on": "error", "paths": "own/corpus"}
    assert "::error" not in step(check, 0)
