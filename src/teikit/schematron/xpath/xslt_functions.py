"""Functions for elementpath: those that XSLT adds to XPath, and those with regular expressions.

elementpath's own `matches()`, `tokenize()` and `replace()` would take any pattern, however long it
takes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from elementpath import XPathNode
from elementpath.datatypes import AnyURI

from teikit.schematron.xpath.corrections import StandardContext
from teikit.schematron.xpath.errors import ExpressionError, TooLongError
from teikit.schematron.xpath.matching import PatternFailure
from teikit.schematron.xpath.native import is_match, replaced, split
from teikit.schematron.xpath.regex import translated
from teikit.xml.references import resolve

if TYPE_CHECKING:
    from teikit.schematron.xpath.evaluation import Evaluator


MOST_STEPS = 1_000_000
"""How many items an expression may look at, at a node."""


class RuleContext(StandardContext):
    """A dynamic context that knows of the node of the rule, and of the document's evaluator.

    Attributes:
        failures: of predicates, where a pattern is evaluated; otherwise `None`.
    """

    evaluator: "Evaluator"
    current: XPathNode
    steps: list[int]
    failures: list[PatternFailure] | None

    def count(self, steps: int = 1) -> None:
        """Take some of the steps that an expression may need.

        Raises:
            TooLongError: there are none left.
        """
        self.steps[0] += steps
        if self.steps[0] > MOST_STEPS:
            raise TooLongError(
                f"An expression needs more than {MOST_STEPS:,} steps at a node; write the rule so"
                " that it looks at less of the document each time."
            )


def _counted(name: str) -> Callable[..., Iterator[Any]]:
    walk = getattr(StandardContext, name)

    def counting(context: RuleContext, *arguments: Any, **options: Any) -> Iterator[Any]:
        for item in walk(context, *arguments, **options):
            context.count()
            yield item

    return counting


# All that elementpath goes through: the axes, and the variables of `for`, `some` and `every`.
for _name in (
    "iter_ancestors",
    "iter_children_or_self",
    "iter_descendants",
    "iter_followings",
    "iter_matching_nodes",
    "iter_preceding",
    "iter_product",
    "iter_siblings",
):
    setattr(RuleContext, _name, _counted(_name))


def _context(token: Any, context: Any) -> RuleContext:
    found = getattr(token, "context", None) or context
    if not isinstance(found, RuleContext):
        raise token.missing_context()
    return found


def _current(token: Any, context: Any = None) -> Any:
    return _context(token, context).current


def _strings(token: Any, context: Any, index: int) -> list[str]:
    return [token.string_value(item) for item in token[index].atomization(context)]


def _document(token: Any, context: Any = None) -> Any:
    there = _context(token, context)
    found: list[Any] = []
    for address in _strings(token, there, 0):
        document = there.evaluator.document(address)
        if document is None:
            raise token.error("FODC0002", f"the document “{address}” cannot be read")
        if document not in found:
            found.append(document)
    return found


def _doc(token: Any, context: Any = None) -> Any:
    there = _context(token, context)
    address = token.get_argument(there)
    if address is None:
        return []
    found = there.evaluator.document(token.string_value(token.data_value(address)))
    if found is None:
        raise token.error("FODC0002", f"the document “{address}” cannot be read")
    return found


def _doc_available(token: Any, context: Any = None) -> Any:
    there = _context(token, context)
    address = token.get_argument(there)
    if address is None:
        return False
    return there.evaluator.document(token.string_value(token.data_value(address))) is not None


def _static_base_uri(token: Any, context: Any = None) -> Any:
    schema = _context(token, context).evaluator.addresses.schema
    return AnyURI(schema) if schema else []


def _resolve_uri(token: Any, context: Any = None) -> Any:
    there = _context(token, context)
    relative = token.get_argument(there, cls=str)
    if relative is None:
        return []
    base = there.evaluator.addresses.schema
    if len(token) > 1:
        base = str(token.get_argument(there, index=1, required=True))
    return AnyURI(resolve(base, relative) if base else relative)


def _key(token: Any, context: Any = None) -> Any:
    there = _context(token, context)
    name = token.string_value(token.get_argument(there, required=True))
    root: Any = token.get_argument(there, index=2) if len(token) > 2 else there.item
    while getattr(root, "parent", None) is not None:
        root = root.parent
    try:
        return there.evaluator.by_key(name, _strings(token, there, 1), root)
    except KeyError:
        raise ExpressionError(f"The schema has no xsl:key “{name}”; write one.") from None


def _generate_id(token: Any, context: Any = None) -> Any:
    there = _context(token, context)
    node = token.get_argument(there, default_to_context=True)
    if node is None:
        return ""
    if not isinstance(node, XPathNode):
        raise token.error("XPTY0004", "the argument of generate-id() is no node")
    return f"ID{id(node)}"


def _pattern(token: Any, context: Any, index: int) -> re.Pattern[str]:
    texts = []
    for place in (1, index):
        texts.append(_argument(token, context, place) if len(token) > place else "")
    pattern, letters = translated(*texts)
    return re.compile(pattern, sum((getattr(re, each) for each in letters), re.RegexFlag(0)))


def _argument(token: Any, context: Any, index: int) -> str:
    return str(token.get_argument(token.context or context, index, default="", cls=str))


def _needed(token: Any, context: Any, index: int) -> str:
    return str(token.get_argument(token.context or context, index, required=True, cls=str))


def _matches(token: Any, context: Any = None) -> bool:
    text = _argument(token, context, 0)
    pattern = _needed(token, context, 1)
    return is_match(pattern, _argument(token, context, 2) if len(token) > 2 else "", text)


def _tokenize(token: Any, context: Any = None) -> list[str]:
    text = _argument(token, context, 0)
    if len(token) == 1:
        return [word for word in re.split("[ \t\r\n]+", text) if word]
    _needed(token, context, 1)
    pattern = _pattern(token, context, 2)
    if pattern.search(""):
        raise token.error("FORX0003", "the pattern of tokenize() matches an empty text")
    return split(pattern, text)


def _replace(token: Any, context: Any = None) -> str:
    text = _argument(token, context, 0)
    _needed(token, context, 1)
    replacement = _needed(token, context, 2)
    pattern = _pattern(token, context, 3)
    if pattern.search(""):
        raise token.error("FORX0003", "the pattern of replace() matches an empty text")
    return replaced(pattern, text, replacement)


def _range(token: Any, context: Any = None) -> Any:
    there = _context(token, context)
    first, last = (token.get_argument(there, place, cls=int) for place in (0, 1))
    if first is None or last is None:
        return []
    there.count(max(0, last - first + 1))
    return list(range(first, last + 1))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "current": _current,
    "document": _document,
    "doc": _doc,
    "doc-available": _doc_available,
    "key": _key,
    "static-base-uri": _static_base_uri,
    "resolve-uri": _resolve_uri,
    "generate-id": _generate_id,
    "to": _range,
    "matches": _matches,
    "tokenize": _tokenize,
    "replace": _replace,
}
