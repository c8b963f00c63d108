"""Names in the code: a variable has the noun that it holds, and no class name means two things."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import teikit

FOLDER = Path(teikit.__file__).parent
ALONE = ("relaxng", "schematron")
"""Packages that could be taken out: each has the words of its standard."""
EMPTY = {"one", "told", "said", "kept", "whole"}
"""Words that do not say what is meant."""


class Words(NamedTuple):
    """The names in a module."""

    bound: list[tuple[str, int]]
    """Functions, parameters, variables and attributes, with their lines."""
    classes: list[str]


@cache
def words() -> Mapping[str, Words]:
    """The names in each module, by its path; the trees are too large to be held."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        bound = [name for node in nodes for name in _names(node)]
        classes = [node.name for node in nodes if isinstance(node, ast.ClassDef)]
        found[path.relative_to(FOLDER).as_posix()] = Words(bound, classes)
    return found


def _names(node: ast.AST) -> Iterator[tuple[str, int]]:
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
    assert "__init__.py" in words()
    assert [
        f"{path}:{line}: {name}"
        for path, found in words().items()
        for name, line in found.bound
        if name.strip("_") in EMPTY
    ] == []


def _language(path: str) -> str:
    package = path.partition("/")[0]
    return package if package in ALONE else ""


@pytest.mark.parametrize("language", [*ALONE, ""])
def test_no_class_name_means_two_things(language: str) -> None:
    counts = Counter(
        name
        for path, found in words().items()
        if _language(path) == language
        for name in found.classes
        if not name.startswith("_")
    )
    assert [name for name, count in counts.items() if count > 1] == []
