"""Expressions: read, translated into XPath 1.0 for libxml2 where that is certain, and evaluated.

`analysis` says what an expression is and what stands for it in libxml2 (`translation`,
`handlers`, `approximation`), `patterns` the same of the patterns of XSLT; both need elementpath,
for it reads the expressions (`parsing`). `native` evaluates by libxml2 and needs nothing else;
`evaluation` evaluates by elementpath. What is named here is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.native import bound, compiled
from teikit.schematron.xpath.nodes import Node
from teikit.schematron.xpath.types import AN_ELEMENT, ANY_NODE, ANYTHING, ItemKind, StaticType

if TYPE_CHECKING:
    from teikit.schematron.xpath.analysis import Analysis, analyse
    from teikit.schematron.xpath.evaluation import Evaluator, Value
    from teikit.schematron.xpath.patterns import (
        PatternAlternative,
        PatternAnalysis,
        analyse_pattern,
    )

__all__ = [
    "ANYTHING",
    "ANY_NODE",
    "AN_ELEMENT",
    "Analysis",
    "Evaluator",
    "ExpressionError",
    "ItemKind",
    "Node",
    "PatternAlternative",
    "PatternAnalysis",
    "StaticType",
    "Value",
    "analyse",
    "analyse_pattern",
    "bound",
    "compiled",
]

_HOME = {
    "Analysis": "analysis",
    "analyse": "analysis",
    "Evaluator": "evaluation",
    "Value": "evaluation",
    "PatternAlternative": "patterns",
    "PatternAnalysis": "patterns",
    "analyse_pattern": "patterns",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
