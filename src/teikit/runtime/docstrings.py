"""Docstrings that are read by users: of rules, of commands, of formats.

`python -OO` and PYTHONOPTIMIZE=2 take docstrings away; then they are read from the source.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def docstring(documented: object) -> str:
    """The docstring of a function or a class of teikit, without its indentation."""
    if sys.flags.optimize < 2:
        return inspect.getdoc(documented) or ""
    if not isinstance(documented, FunctionType | type):
        return ""
    file = sys.modules[documented.__module__].__file__ or ""
    return _docstrings(Path(file)).get(documented.__qualname__, "")


def documented(function: Function) -> Function:
    """The same function, with its docstring."""
    function.__doc__ = docstring(function)
    return function


@cache
def _docstrings(source: Path) -> Mapping[str, str]:
    """Those of the functions and classes of a module, by their names."""
    try:
        tree = ast.parse(source.read_bytes())
    except (OSError, SyntaxError, ValueError):  # it was installed without its source
        return {}
    return {
        node.name: ast.get_docstring(node) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
