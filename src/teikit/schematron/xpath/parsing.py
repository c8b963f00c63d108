"""Expressions into elementpath's syntax trees.

elementpath takes half a second to import; this module is imported where an expression is analysed
or evaluated by it, and nowhere else.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from elementpath import (
    ElementPathError,
    XPath2Parser,
    XPathToken,
)
from elementpath.xpath3 import XPath3Parser
from elementpath.xpath30 import XPath30Parser
from elementpath.xpath_tokens import XPathArray

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath.corrections import corrected
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.limits import check_size, shown
from teikit.schematron.xpath.wording import sentence
from teikit.schematron.xpath.xpath1_operators import of_xpath1
from teikit.schematron.xpath.xslt_functions import FUNCTIONS

_BASES: Mapping[QueryBinding, type[XPath2Parser]] = {
    QueryBinding.XPATH: XPath2Parser,
    QueryBinding.XSLT: XPath2Parser,
    QueryBinding.XPATH2: XPath2Parser,
    QueryBinding.XSLT2: XPath2Parser,
    QueryBinding.XPATH3: XPath3Parser,
    QueryBinding.XSLT3: XPath3Parser,
}

_LATER = {QueryBinding.XPATH2: QueryBinding.XPATH3, QueryBinding.XSLT2: QueryBinding.XSLT3}

XPATH1 = frozenset({QueryBinding.XPATH, QueryBinding.XSLT})
"""The bindings whose expressions are XPath 1.0.

elementpath's own parser of XPath 1.0 has no paths that begin at a function, as `current()/@n`; its
parser of XPath 2.0 evaluates them in the mode of compatibility with 1.0 that the standard has.
"""

_XPATH1_FUNCTIONS = frozenset(
    re.findall(
        r"\S+",
        """
    boolean ceiling comment concat contains count current document element-available false floor
    format-number function-available generate-id id key lang last local-name name namespace-uri
    node normalize-space not number position processing-instruction round starts-with string
    string-length substring substring-after substring-before sum system-property text translate
    true unparsed-entity-uri
    """,
    )
)

_REFUSED = (
    "collection",
    "environment-variable",
    "available-environment-variables",
    "format-number",
    "json-doc",
    "load-xquery-module",
    "parse-xml",
    "parse-xml-fragment",
    "system-property",
    "trace",
    "transform",
    "unparsed-entity-uri",
    "unparsed-text",
    "unparsed-text-available",
    "unparsed-text-lines",
    "uri-collection",
)
"""Functions that reach outside of the document, or that only XSLT has."""


def _no_context(token: Any, _context: Any = None) -> Any:
    raise token.missing_context()


@cache
def _parser_class(binding: QueryBinding) -> type[XPath2Parser]:
    base = _BASES[binding]
    metaclass: Any = type(base)
    made = metaclass(
        f"{binding.value.title()}Parser",
        (base,),
        {"__module__": __name__, "function_signatures": base.function_signatures.copy()},
    )
    made.function("current", nargs=0, sequence_types=("item()",))
    made.function("document", nargs=(1, 2), sequence_types=("item()*", "node()?", "node()*"))
    made.function("key", nargs=(2, 3), sequence_types=("xs:string", "item()*", "node()", "node()*"))
    if not issubclass(base, XPath30Parser):
        made.function("generate-id", nargs=(0, 1), sequence_types=("node()?", "xs:string"))
    for name, token_class in [*made.symbol_table.items()]:
        methods = corrected(name, token_class)
        if name in FUNCTIONS:
            methods = {"evaluate": FUNCTIONS[name]}
        if binding in XPATH1:
            methods = {**methods, **of_xpath1(name, token_class)}
        if methods:
            made.symbol_table[name] = type(token_class)(
                token_class.__name__, (token_class,), {**methods}
            )
    result: type[XPath2Parser] = made
    return result


def function_name(token: XPathToken) -> str:
    """The name of the function that a token calls, without `fn:`, or empty."""
    return token.symbol if "function" in str(token.label) else ""


@lru_cache(maxsize=4096)
def _parse(
    expression: str, binding: QueryBinding, namespaces: tuple[tuple[str, str], ...]
) -> XPathToken:
    check_size(expression)
    try:
        return _parsed(expression, binding, namespaces)
    except ExpressionError:
        if binding not in _LATER:
            raise
        # Expressions in XPath 3 are common where a schema speaks of XPath 2: processors take them.
        try:
            return _parsed(expression, _LATER[binding], namespaces)
        except ExpressionError:
            pass
        raise


def _parsed(
    expression: str, binding: QueryBinding, namespaces: tuple[tuple[str, str], ...]
) -> XPathToken:
    names = dict(namespaces)
    options: dict[str, Any] = {}
    parser_class = _parser_class(binding)
    default = names.pop("", None)
    if binding in XPATH1:
        options["compatibility_mode"] = True
        default = None
    parser = parser_class(
        namespaces=names,
        default_collation="http://www.w3.org/2005/xpath-functions/collation/codepoint",
        default_namespace=default,
        **options,
    )
    try:
        token = parser.parse(expression)
    except ElementPathError as error:
        raise ExpressionError(sentence(error, expression)) from None
    except (RecursionError, ArithmeticError, ValueError, TypeError, AttributeError) as error:
        raise ExpressionError(f"“{shown(expression)}” is not an expression: {error}.") from None
    if any(isinstance(part, XPathArray) for part in token.iter("[")):
        raise ExpressionError(f"“{shown(expression)}” has an array, which is not followed here.")
    return token


def parse(expression: str, binding: QueryBinding, namespaces: Mapping[str, str]) -> XPathToken:
    """The syntax tree of an expression.

    Raises:
        ExpressionError: it is not an expression of its language.
    """
    token = _parse(expression, binding, tuple(sorted(namespaces.items())))
    for part in token.iter():
        name = function_name(part)
        if name and binding in XPATH1 and name not in _XPATH1_FUNCTIONS:
            raise ExpressionError(
                f"“{shown(expression)}” calls {name}(), which XPath 1.0 does not have; the schema"
                f" says queryBinding “{binding.value}”."
            )
        if name in _REFUSED:
            raise ExpressionError(
                f"“{shown(expression)}” calls {name}(), which teikit does not evaluate;"
                " write the rule without it."
            )
    return token
