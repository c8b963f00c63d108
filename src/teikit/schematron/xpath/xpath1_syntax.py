"""Expressions of XPath 1.0 into syntax trees, by the grammar of the standard.

elementpath has no parser for just this language: that of XPath 2.0, in its mode of compatibility,
computes what is constant while it reads, by the rules of XPath 2.0, and refuses `'x' < 1` and
`substring(., 'x')`, which have values in XPath 1.0.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.limits import check_size, shown

Kind = Literal[
    "operator", "minus", "path", "step", "filter", "group", "call", "variable", "string", "number"
]


class Syntax(NamedTuple):
    """An expression, or a step of a path.

    Attributes:
        kind: what it is.
        value: the operator; the name of the function or the variable; the axis of a step; the
            string or the number as it is written; `/` for a path that begins at the document.
        parts: operands; arguments; predicates, in a filter behind what they filter; the steps of a
            path, behind the expression that it begins at, if there is one.
        start, end: where it stands in the text.
        node_test: of a step, without white space: a name, or `text()` and its like.
    """

    kind: Kind
    value: str
    parts: tuple["Syntax", ...]
    start: int
    end: int
    node_test: str = ""

    def walk(self) -> Iterator["Syntax"]:
        """It and all in it."""
        yield self
        for part in self.parts:
            yield from part.walk()


AXES = frozenset(
    {
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    }
)
NODE_TYPES = frozenset({"comment", "text", "processing-instruction", "node"})

_NAME = r"[^\W\d][\w.\-\u00b7]*"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<string>"[^"]*"|'[^']*')
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |\$\s*(?P<variable>{_NAME}(?::{_NAME})?)
    |(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    |(?P<symbol>\.\.|::|//|<=|>=|!=|[()\[\].@,/|+\-=<>*])
    |(?P<end>\Z))""",
    re.VERBOSE,
)
_PRECEDENCE = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_MINUS = 7
"""The precedence of the minus before an operand: it holds a union, and is held by a product."""

_BEFORE_OPERAND = frozenset({"@", "::", "(", "[", ",", "/", "//", *_PRECEDENCE})
"""Behind these no operator can stand: a name is one of a node, and `*` stands for all names."""


_PRIMARY_KINDS: Mapping[str, Kind] = {
    "string": "string",
    "number": "number",
    "variable": "variable",
}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def parsed(expression: str) -> Syntax:
    """The syntax tree of an expression.

    Raises:
        ExpressionError: it is no expression of XPath 1.0.
    """
    check_size(expression)
    parser = _Parser(expression)
    try:
        tree = parser.expression()
    except RecursionError:
        raise ExpressionError(
            f"“{shown(expression)}” has too many expressions within it."
        ) from None
    parser.expect("")
    return tree


def _tokens(text: str) -> Iterator[_Token]:
    before = None
    index = 0
    while True:
        match = _TOKEN.match(text, index)
        if match is None:
            rest = text[index:].strip()
            raise ExpressionError(
                f"“{shown(text)}” is no expression of XPath 1.0: see “{shown(rest)}”."
            )
        kind = match.lastgroup or "end"
        start, index = match.span(kind)
        if kind == "variable":
            start = text.rindex("$", 0, start)
        token = _Token(kind, match[kind], start, index)
        is_operand = before is None or (
            before.kind in ("symbol", "operator") and before.text in _BEFORE_OPERAND
        )
        if kind == "name" and not is_operand and token.text in _PRECEDENCE:
            token = token._replace(kind="operator")
        elif token.text == "*" and kind == "symbol" and is_operand:
            token = token._replace(kind="name")
        yield token
        if kind == "end":
            return
        before = token


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [*_tokens(text)]
        self._at = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _is(self, *texts: str) -> bool:
        token = self._next
        return token.kind in ("symbol", "operator") and token.text in texts

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _taken(self, text: str) -> bool:
        if self._is(text):
            self._at += 1
            return True
        return False

    @property
    def _last(self) -> int:
        """Where the last token ends."""
        return self._tokens[self._at - 1].end if self._at else 0

    def expect(self, text: str) -> None:
        """Take a token that has to come; nothing stands for the end."""
        if self._next.kind == "end" and not text:
            return
        if not text or not self._taken(text):
            raise self._error()

    def _error(self) -> ExpressionError:
        token = self._next
        where = f"“{token.text}” is not expected there" if token.text else "something is missing"
        return ExpressionError(f"“{shown(self._text)}” is no expression of XPath 1.0: {where}.")

    # Expressions

    def expression(self, least: int = 1) -> Syntax:
        """An expression whose operators have a precedence of at least so much."""
        left = self._operand()
        while self._is(*_PRECEDENCE) and _PRECEDENCE[self._next.text] >= least:
            operator = self._take().text
            right = self.expression(_PRECEDENCE[operator] + 1)
            left = Syntax("operator", operator, (left, right), left.start, right.end)
        return left

    def _operand(self) -> Syntax:
        starts = []
        while self._is("-"):
            starts.append(self._take().start)
        found = self.expression(_MINUS) if starts else self._path()
        for start in reversed(starts):
            found = Syntax("minus", "-", (found,), start, found.end)
        return found

    def _path(self) -> Syntax:
        start = self._next.start
        root = ""
        steps: list[Syntax] = []
        if self._is("/"):
            self._take()
            root = "/"
            if not self._begins_step():
                return Syntax("path", root, (), start, self._last)
        elif self._is("//"):
            steps.append(self._all())
            root = "/"
        elif not self._begins_step():
            found = self._filter()
            if not self._is("/", "//"):
                return found
            steps.append(found)
            if self._is("//"):
                steps.append(self._all())
            else:
                self._take()
        steps.append(self._step())
        while self._is("/", "//"):
            if self._is("//"):
                steps.append(self._all())
            else:
                self._take()
            steps.append(self._step())
        return Syntax("path", root, tuple(steps), start, self._last)

    def _all(self) -> Syntax:
        """The step that `//` is short for."""
        token = self._take()
        return Syntax("step", "descendant-or-self", (), token.start, token.end, "node()")

    def _begins_step(self) -> bool:
        token = self._next
        if token.kind == "name":
            following = self._tokens[self._at + 1]
            is_call = following.kind == "symbol" and following.text == "("
            return not is_call or token.text in NODE_TYPES
        return self._is(".", "..", "@")

    def _step(self) -> Syntax:
        start = self._next.start
        if self._is(".", ".."):
            axis = "self" if self._take().text == "." else "parent"
            return Syntax("step", axis, (), start, self._last, "node()")
        axis = "child"
        if self._taken("@"):
            axis = "attribute"
        elif self._next.kind == "name" and self._tokens[self._at + 1].text == "::":
            if self._next.text not in AXES:
                raise self._error()
            axis = self._take().text
            self._take()
        node_test = self._node_test()
        predicates = tuple(self._predicates())
        return Syntax("step", axis, predicates, start, self._last, node_test)

    def _node_test(self) -> str:
        if self._next.kind != "name":
            raise self._error()
        name = self._take().text
        if not self._taken("("):
            return name
        if name not in NODE_TYPES:
            raise self._error()
        argument = ""
        if name == "processing-instruction" and self._next.kind == "string":
            argument = self._take().text
        self.expect(")")
        return f"{name}({argument})"

    def _predicates(self) -> Iterator[Syntax]:
        while self._taken("["):
            yield self.expression()
            self.expect("]")

    def _filter(self) -> Syntax:
        primary = self._primary()
        predicates = tuple(self._predicates())
        if not predicates:
            return primary
        return Syntax("filter", "", (primary, *predicates), primary.start, self._last)

    def _primary(self) -> Syntax:
        token = self._next
        if token.kind in _PRIMARY_KINDS:
            self._take()
            kind = _PRIMARY_KINDS[token.kind]
            return Syntax(kind, token.text, (), token.start, token.end)
        if self._taken("("):
            inner = self.expression()
            self.expect(")")
            return Syntax("group", "", (inner,), token.start, self._last)
        if token.kind != "name":
            raise self._error()
        self._take()
        self.expect("(")
        arguments: list[Syntax] = []
        while not self._is(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.expression())
        self.expect(")")
        return Syntax("call", token.text, tuple(arguments), token.start, self._last)
