"""Patterns of XSLT: which nodes a rule is about.

A pattern is split as text, at `|`, `/` and the brackets of predicates; the predicates are
expressions, and are analysed as such.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath.analysis import analyse, calls_current, check
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.native import DEFAULT_PREFIX, compiled
from teikit.schematron.xpath.parsing import XPATH1
from teikit.schematron.xpath.types import ANY_NODE, NUMBERS, ItemKind, StaticType

_MOST_ALTERNATIVES = 256
_DOCUMENT_STEP = re.compile(r"document-node\s*\(")
"""A step whose axis is `self`, where it is not said (XSLT 2.0, 5.5.3)."""
_MAYBE_DOCUMENT = re.compile(rf"{_DOCUMENT_STEP.pattern}|^\s*\.")
"""In a pattern that is no plain path: that it may match the document."""
_NAME = r"[^\W\d][\w.\-·]*"
_TEST = re.compile(
    rf"(?P<axis>@|(?:child|attribute|self|descendant|descendant-or-self)\s*::\s*)?\s*"
    rf"(?:(?P<kind>node|text|comment|processing-instruction|element|attribute|document-node)"
    rf"\s*\(\s*(?P<argument>[^()]*?)\s*\)"
    rf"|(?:(?P<prefix>{_NAME}|\*)\s*:\s*)?(?P<name>{_NAME}|\*))"
)
_TOKEN = re.compile(r"\(:|:\)|'[^']*'|\"[^\"]*\"|[()\[\]{}]|//|/|\||[^\W\d][\w.\-]*|.", re.DOTALL)
_ELEMENT = frozenset({ItemKind.ELEMENT})
_KINDS = {
    "text": ItemKind.TEXT,
    "comment": ItemKind.COMMENT,
    "processing-instruction": ItemKind.INSTRUCTION,
    "element": ItemKind.ELEMENT,
    "attribute": ItemKind.ATTRIBUTE,
}


class PatternAlternative(NamedTuple):
    """Nodes of a kind that a pattern matches.

    Attributes:
        kind: of the nodes.
        name: the Clark name of elements or attributes; `None` where it can be any.
        owner: of attributes, the Clark name of their elements; `None` where it can be any.
        attributes: Clark names of attributes that the element must have (of an attribute
            alternative: that its element must have, the attribute itself among them).
        elements: Clark names of elements without which the document has no such node.
        nodes: an expression of XPath 1.0 for all these nodes, from any node of the document.
        test: an expression of XPath 1.0 for the same nodes from a node at hand: the element
            itself, or its attribute from the element that has it; empty where there is none.
        exact: whether `nodes` and `test` are just the nodes; else there can be too many, and
            `Evaluator.matching` says which they are.
        variables, may_fail: as `Analysis` has them.
    """

    kind: ItemKind
    name: str | None
    owner: str | None
    attributes: frozenset[str]
    elements: frozenset[str]
    nodes: str
    test: str
    exact: bool
    variables: frozenset[str]
    may_fail: bool


class PatternAnalysis(NamedTuple):
    """A pattern.

    Attributes:
        alternatives: the nodes that it matches are those of any of them.
        type: of such a node.
        expression: the same nodes, as an expression in the language of the schema.
        variables: those that `expression` uses.
        uses_current: whether `expression` has `current()`, which is the node that may match: then
            it has to be evaluated for each node.
    """

    alternatives: tuple[PatternAlternative, ...]
    type: StaticType
    expression: str
    variables: frozenset[str]
    uses_current: bool


class _Predicate(NamedTuple):
    text: str
    positional: bool
    exact: bool
    variables: frozenset[str]
    may_fail: bool
    attributes: frozenset[str]


class _Step(NamedTuple):
    separator: str
    axis: str
    kind: ItemKind | None
    name: str | None
    test: str
    predicates: tuple[_Predicate, ...]


class _RefusedError(Exception):
    """A pattern that is no plain path."""


def analyse_pattern(
    pattern: str,
    binding: QueryBinding,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
) -> PatternAnalysis:
    """What is known of a pattern.

    Raises:
        ExpressionError: it is not a pattern, or not one of its language.
    """
    expression = pattern_expression(pattern, binding)
    used = check(expression, binding, namespaces, variables)
    reader = _Reader(binding, namespaces, variables)
    found: list[PatternAlternative] = []
    try:
        texts = [*_expanded(_without_comments(pattern), reader.is_condition)]
    except _RefusedError:
        texts = [_without_comments(pattern)]
    for alternative in texts:
        try:
            found += reader.alternatives(alternative)
        except _RefusedError:
            found.append(_unknown())
            if _MAYBE_DOCUMENT.search(alternative):
                found.append(_document(is_exact=False))
    names = tuple(sorted(namespaces.items()))
    for item in found:
        compiled(item.nodes, names)
        if item.test:
            compiled(item.test, names)
    kinds = frozenset(item.kind for item in found)
    return PatternAnalysis(
        tuple(found),
        StaticType(kinds, True, True),
        expression,
        used,
        calls_current(expression, binding, namespaces),
    )


def pattern_expression(pattern: str, binding: QueryBinding = QueryBinding.XSLT2) -> str:
    """An expression for all nodes that match a pattern, from the document or a node of it."""
    if not pattern.strip():
        raise ExpressionError("A rule has an empty context; say which nodes it is about.")
    parts = []
    for part in _split(_without_comments(pattern), {"|"}):
        text = part.strip()
        if not text:
            raise ExpressionError(f"“{pattern.strip()}” is no pattern: an alternative is empty.")
        if text == "/":
            parts.append("/.")
        elif _DOCUMENT_STEP.match(text) and binding not in XPATH1:
            parts.append(f"/self::{text}")
        elif _is_absolute(text):
            parts.append(text)
        elif text.startswith("(") and binding not in XPATH1:
            parts.append(f"/descendant-or-self::node()/({text})")
        elif text.startswith("."):
            parts.append(f"/descendant-or-self::node()/(. | @*)/{text}")
        else:
            parts.append(f"//{text}")
    return " | ".join(parts)


def _is_document(text: str, binding: QueryBinding) -> bool:
    """Whether a pattern is `document-node()`, which is another word for `/`."""
    return binding not in XPATH1 and bool(re.fullmatch(r"document-node\s*\(\s*\)", text.strip()))


def _is_absolute(text: str) -> bool:
    """Whether the nodes of a pattern are the same from wherever it begins."""
    if not text.startswith("("):
        return bool(re.match(r"/|(id|key|doc|root)\s*\(", text))
    depth, inner = 0, ""
    for match in _TOKEN.finditer(text):
        depth += (match[0] == "(") - (match[0] == ")")
        if not depth:
            break
        inner += match[0]
    return all(_is_absolute(part.strip()) for part in _split(inner[1:], {"|"}))


class _Reader:
    def __init__(
        self,
        binding: QueryBinding,
        namespaces: Mapping[str, str],
        variables: Mapping[str, StaticType],
    ) -> None:
        self._binding = binding
        self._namespaces = namespaces
        self._variables = variables

    def alternatives(self, text: str) -> Iterator[PatternAlternative]:
        """The kinds of nodes of a pattern without `|`."""
        if text == "/" or _is_document(text, self._binding):
            yield _document(is_exact=True)
            return
        yield from self._alternatives(list(self._steps(text)))

    def is_condition(self, text: str) -> bool:
        """Whether a predicate is true or false of a node, whatever its place."""
        analysis = analyse(
            text, self._binding, self._namespaces, self._variables, ANY_NODE, is_predicate=True
        )
        return not analysis.uses_focus and analysis.type.kinds.isdisjoint(NUMBERS)

    def _alternatives(self, steps: list[_Step]) -> Iterator[PatternAlternative]:
        last = steps[-1]
        kinds = (
            (ItemKind.ELEMENT, ItemKind.TEXT, ItemKind.COMMENT, ItemKind.INSTRUCTION)
            if last.kind is None
            else (last.kind,)
        )
        nodes = "".join(step.separator + step.test + _bracketed(step) for step in steps)
        predicates = [item for step in steps for item in step.predicates]
        plain = not any(item.positional for item in predicates)
        owner = steps[-2].name if len(steps) > 1 and last.separator == "/" else None
        attributes = frozenset(name for item in last.predicates for name in item.attributes)
        if last.kind == ItemKind.ATTRIBUTE:
            attributes = frozenset() if last.name is None else frozenset({last.name})
            if len(steps) > 1 and last.separator == "/":
                attributes |= {name for item in steps[-2].predicates for name in item.attributes}
        if last.kind is None and plain:
            for kind in kinds:
                test = {ItemKind.ELEMENT: "*", ItemKind.INSTRUCTION: "processing-instruction()"}
                chosen = last._replace(kind=kind, test=test.get(kind, f"{kind.value}()"))
                yield from self._alternatives([*steps[:-1], chosen])
            return
        for kind in kinds:
            yield PatternAlternative(
                kind,
                last.name,
                owner if kind == ItemKind.ATTRIBUTE else None,
                attributes,
                frozenset(step.name for step in steps[:-1] if step.name is not None),
                nodes,
                _node_test(steps) if plain and kind in _TESTED else "",
                all(item.exact for item in predicates),
                frozenset[str]().union(*(item.variables for item in predicates)),
                any(item.may_fail for item in predicates),
            )

    def _steps(self, text: str) -> Iterator[_Step]:
        parts = _split(text, {"/", "//"}, with_separators=True)
        parts = ["//", *parts] if parts[0].strip() else parts[1:]
        for index in range(0, len(parts), 2):
            separator, step = parts[index], parts[index + 1].strip()
            yield self._step(separator, step, is_last=index + 2 == len(parts))

    def _step(self, separator: str, text: str, *, is_last: bool) -> _Step:
        match = _TEST.match(text)
        if match is None:
            raise _RefusedError
        axis = (match["axis"] or "child").replace("::", "").strip().replace("@", "attribute")
        kind: ItemKind | None
        name: str | None = None
        if match["kind"]:
            kind, name, test = self._kind_test(match, axis)
            if kind == ItemKind.ATTRIBUTE:
                axis = "attribute"
        else:
            kind = ItemKind.ATTRIBUTE if axis == "attribute" else ItemKind.ELEMENT
            name, test = self._name_test(match, axis)
        if axis not in ("child", "attribute"):
            raise _RefusedError
        kinds = frozenset({kind}) if kind is not None else frozenset({*_KINDS.values()})
        predicates = tuple(
            self._predicate(item, StaticType(kinds, True, True), is_last=is_last)
            for item in _predicates(text[match.end() :])
        )
        return _Step(separator, axis, kind, name, test, predicates)

    def _kind_test(
        self, match: re.Match[str], axis: str
    ) -> tuple[ItemKind | None, str | None, str]:
        kind, argument = match["kind"], match["argument"]
        if kind == "node":
            if axis == "attribute":
                return ItemKind.ATTRIBUTE, None, "@*"
            return None, None, "node()"
        if kind not in _KINDS or (argument and kind in ("text", "comment")):
            raise _RefusedError
        if kind in ("element", "attribute"):
            inner = _TEST.fullmatch(argument or "*")
            if inner is None or inner["axis"] or inner["kind"]:
                raise _RefusedError
            name, test = self._name_test(inner, kind.replace("element", "child"))
            return _KINDS[kind], name, test
        if argument and argument[0] not in "'\"":
            argument = f"'{argument}'"
        return _KINDS[kind], None, f"{kind}({argument})"

    def _name_test(self, match: re.Match[str], axis: str) -> tuple[str | None, str]:
        prefix, name = match["prefix"], match["name"]
        head = "@" if axis == "attribute" else ""
        if prefix == "*":
            return None, f"{head}*[local-name()='{name}']"
        if prefix:
            uri = self._namespaces.get(prefix)
            if prefix == "xml":
                uri = "http://www.w3.org/XML/1998/namespace"
            if uri is None:
                raise ExpressionError(
                    f"The prefix “{prefix}” is not declared; declare it by sch:ns."
                )
            return (None if name == "*" else f"{{{uri}}}{name}"), f"{head}{prefix}:{name}"
        if name == "*":
            return None, f"{head}*"
        default = self._namespaces.get("")
        if default and not head and self._binding not in XPATH1:
            return f"{{{default}}}{name}", f"{DEFAULT_PREFIX}:{name}"
        return name, f"{head}{name}"

    def _predicate(self, text: str, kind: StaticType, *, is_last: bool) -> _Predicate:
        analysis = analyse(
            text, self._binding, self._namespaces, self._variables, kind, is_predicate=True
        )
        outside = analysis.uses_current or (not is_last and "current" in text)
        number = bool(analysis.type.kinds & NUMBERS)
        if not outside and analysis.xpath1 and number and analysis.type.kinds <= NUMBERS:
            return _Predicate(
                analysis.xpath1, True, True, analysis.variables, analysis.may_fail, frozenset()
            )
        if not outside and analysis.test and (not number or not analysis.xpath1):
            return _Predicate(
                analysis.test,
                analysis.uses_focus,
                True,
                analysis.variables,
                analysis.may_fail,
                analysis.attributes,
            )
        maybe = "true()" if outside or number else analysis.maybe_true
        return _Predicate(
            maybe, analysis.uses_focus, False, frozenset(), False, analysis.attributes
        )


_TESTED = frozenset({ItemKind.ELEMENT, ItemKind.ATTRIBUTE})


def _document(*, is_exact: bool) -> PatternAlternative:
    none = frozenset[str]()
    return PatternAlternative(
        ItemKind.DOCUMENT, None, None, none, none, "/", "", is_exact, none, False
    )


def _unknown() -> PatternAlternative:
    nodes = "//node() | //@* | /"
    return PatternAlternative(
        ItemKind.ELEMENT, None, None, frozenset(), frozenset(), nodes, "", False, frozenset(), False
    )


def _node_test(steps: list[_Step]) -> str:
    """The nodes of a path, from the element at hand."""
    last = steps[-1]
    if last.axis != "attribute":
        return f"self::{last.test}{_conditions(steps)}"
    attribute = last.test + _bracketed(last)
    if len(steps) == 1:
        return attribute if last.separator == "//" else ""
    owner = f"{steps[-2].test}{_conditions(steps[:-1])}"
    if last.separator == "/":
        return f"self::{owner}/{attribute}"
    return f"self::*[ancestor-or-self::{owner}]/{attribute}"


def _bracketed(step: _Step) -> str:
    return "".join(f"[{item.text}]" for item in step.predicates if item.text != "true()")


def _conditions(steps: list[_Step]) -> str:
    """What must hold of a node for the last of some steps to be it, in brackets."""
    step = steps[-1]
    predicates = _bracketed(step)
    if len(steps) == 1:
        return predicates + ("" if step.separator == "//" else "[not(parent::*)]")
    axis = "parent" if step.separator == "/" else "ancestor"
    return f"{predicates}[{axis}::{steps[-2].test}{_conditions(steps[:-1])}]"


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """The tokens of a text, each with how many brackets it is in."""
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in ")]}":
            depth -= 1
        yield token, depth
        if token in "([{":
            depth += 1


def _split(text: str, separators: set[str], *, with_separators: bool = False) -> list[str]:
    """A text split where a separator is in no brackets; `union` is a way to write `|`."""
    parts = [""]
    for token, depth in _tokens(text):
        if depth == 0 and (token in separators or (token == "union" and "|" in separators)):
            parts += [token, ""] if with_separators else [""]
        else:
            parts[-1] += token
    return parts


def _without_comments(text: str) -> str:
    parts = []
    depth = 0
    for match in _TOKEN.finditer(text):
        if match[0] == "(:":
            depth += 1
        elif match[0] == ":)" and depth:
            depth -= 1
        elif not depth:
            parts.append(match[0])
    return "".join(parts).strip()


def _predicates(text: str) -> Iterator[str]:
    """The expressions in the brackets that follow a step."""
    rest = text.strip()
    while rest:
        if not rest.startswith("["):
            raise _RefusedError
        size = 0
        for token, depth in _tokens(rest):
            size += len(token)
            if token == "]" and depth == 0:
                break
        else:
            raise _RefusedError
        yield rest[1 : size - 1]
        rest = rest[size:].strip()


def _expanded(pattern: str, is_condition: Callable[[str], bool]) -> Iterator[str]:
    """The alternatives of a pattern, those in brackets within paths included.

    `is_condition` says of what is in square brackets that it is true or false of a node, whatever
    its place.
    """
    for part in _split(pattern, {"|"}):
        yield from _spread(part.strip(), is_condition)


def _spread(text: str, is_condition: Callable[[str], bool]) -> list[str]:
    steps = _split(text, {"/", "//"}, with_separators=True)
    choices: list[list[str]] = []
    count = 1
    for number, step in enumerate(steps):
        bare = step.strip()
        choice = [step]
        if bare.startswith("("):
            size = 0
            for token, depth in _tokens(bare):
                size += len(token)
                if token == ")" and depth == 0:
                    break
            predicates = bare[size:].strip()
            if not all(map(is_condition, _predicates(predicates))):
                return [text]
            choice = [
                f"{item.strip()}{predicates}"
                for item in _expanded(bare[1 : size - 1], is_condition)
            ]
            is_first = number == 0 or not "".join(steps[:number]).strip()
            if not is_first and any(item.startswith("/") for item in choice):
                return [text]
        choices.append(choice)
        count *= len(choice)
        if count > _MOST_ALTERNATIVES:
            return [text]
    return ["".join(parts) for parts in product(*choices)]
