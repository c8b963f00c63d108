"""Names in the code: a variable has the noun that it holds, and no class name means two things."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import teikit

FOLDER = Path(teikit.__file__).parent
TREES = {
    path.relative_to(FOLDER).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.rglob("*.py"))
}
ALONE = ("relaxng", "schematron")
"""Packages that could be taken out: each has the words of its standard."""
EMPTY = {"one", "told", "said", "kept", "whole"}
"""Words that do not say what is meant."""


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The functions, parameters, variables and attributes that a module binds, and their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno


def test_names_say_what_is_meant() -> None:
    assert "__init__.py" in TREES
    assert [
        f"{path}:{line}: {name}"
        for path, tree in TREES.items()
        for name, line in names(tree)
        if name.strip("_") in EMPTY
    ] == []


def _language(path: str) -> str:
    package = path.partition("/")[0]
    return package if package in ALONE else ""


@pytest.mark.parametrize("language", [*ALONE, ""])
def test_no_class_name_means_two_things(language: str) -> None:
    counts = Counter(
        node.name
        for path, tree in TREES.items()
        if _language(path) == language
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in counts.items() if count > 1] == []
