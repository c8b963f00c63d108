"""Tests that are true wherever an expression is, or wherever it is not, and perhaps elsewhere.

An expression that only elementpath can evaluate is evaluated at those few nodes that such a test
leaves. The tests have no variables and cannot fail.
"""

from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import conjunction, disjunction, negation
from teikit.schematron.xpath.tokens import comma_items
from teikit.schematron.xpath.translation import Focus, Translation, Translator, filtered, inner_of
from teikit.schematron.xpath.types import StaticType, kinds_of

_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge"})


class Approximation:
    """Makes such tests, with a pure translator."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def maybe(self, token: Any, scope: Focus, *, wanted: bool) -> str:
        """A test that is true where the effective boolean value is as wanted, or an error."""
        translator = self._translator
        outer, translator.guards = translator.guards, []
        try:
            exact = translator.test(token, scope)
            return disjunction(exact if wanted else negation(exact), *translator.guards)
        except UntranslatableError:
            pass
        finally:
            translator.guards = outer
        try:
            return self._of_parts(token, scope, wanted)
        except UntranslatableError:
            return "true()"

    def _of_parts(self, token: Any, scope: Focus, wanted: bool) -> str:
        symbol = token.symbol
        if symbol in ("and", "or"):
            tests = [self.maybe(part, scope, wanted=wanted) for part in token]
            return conjunction(*tests) if (symbol == "and") == wanted else disjunction(*tests)
        if symbol in ("not", "boolean", "(") and len(token) == 1:
            return self.maybe(token[0], scope, wanted=wanted == (symbol != "not"))
        if symbol == "if":
            return disjunction(
                *(
                    conjunction(
                        self.maybe(token[0], scope, wanted=branch),
                        self.maybe(token[2 - branch], scope, wanted=wanted),
                    )
                    for branch in (True, False)
                )
            )
        if symbol in ("some", "every"):
            return self._quantifier(list(token), scope, symbol, wanted)
        if symbol in ("exists", "empty"):
            return self._existence(token[0], scope, wanted == (symbol == "exists"))
        if symbol in ("[", "/", "//", "|", "union", ","):
            return self._existence(token, scope, wanted)
        if symbol in _COMPARISONS and wanted:
            return conjunction(*(self._existence(part, scope, True) for part in token))
        return "true()"

    def _existence(self, token: Any, scope: Focus, wanted: bool) -> str:
        if not wanted:
            return "true()"
        tests = []
        for item in comma_items(token):
            try:
                part = self.superset(item, scope)
            except UntranslatableError:
                return "true()"
            tests.append(f"boolean({part.text})" if part.form == "nodes" else "true()")
        return disjunction(*tests)

    def superset(self, token: Any, scope: Focus) -> Translation:
        """Nodes of which all those that an expression selects are some."""
        outer, self._translator.guards = self._translator.guards, None
        try:
            return self._translator.value(token, scope)
        except UntranslatableError:
            pass
        finally:
            self._translator.guards = outer
        symbol = token.symbol
        if symbol == "(" and len(token) == 1:
            part = self.superset(token[0], scope)
            return part._replace(text=f"({part.text})")
        if symbol in ("|", "union"):
            parts = [self.superset(child, scope) for child in token]
            kinds = kinds_of(part.type for part in parts)
            text = " | ".join(part.text for part in parts)
            return Translation(f"({text})", StaticType(kinds, False, False), "nodes")
        if symbol in ("except", "intersect"):
            return self.superset(token[0], scope)
        if symbol == "[":
            base = self.superset(token[0], scope)
            if base.form != "nodes":
                raise UntranslatableError("a predicate on something that is no set of nodes")
            test = "true()"
            if _is_test(token[1]):
                inner = inner_of(base.type, self._translator, scope.ranges)
                test = self.maybe(token[1], inner, wanted=True)
            if test == "true()" or "position()" in test or "last()" in test:
                return base
            return base._replace(text=filtered(base.text, f"[{test}]"))
        if symbol in ("/", "//") and len(token) == 2:
            return self._path(token, scope)
        raise UntranslatableError("no set of nodes")

    def _path(self, token: Any, scope: Focus) -> Translation:
        base = self.superset(token[0], scope)
        if base.form != "nodes" or not base.type.is_nodes:
            raise UntranslatableError("a path begins at nodes")
        inner = inner_of(base.type, self._translator, scope.ranges)
        step = self.superset(token[1], inner)
        if step.form != "nodes" or not step.type.is_nodes or step.text.startswith(("(", "/", "$")):
            raise UntranslatableError("no step")
        kind = StaticType(step.type.kinds, False, False)
        return Translation(f"{base.text}{token.symbol}{step.text}", kind, "nodes")

    def _quantifier(self, tokens: list[Any], scope: Focus, symbol: str, wanted: bool) -> str:
        if len(tokens) != 3 or wanted != (symbol == "some"):
            return "true()"
        try:
            base = self.superset(tokens[1], scope)
        except UntranslatableError:
            return "true()"
        if base.form != "nodes":
            return "true()"
        number = self._translator.number()
        item = base.type._replace(required=True, single=True)
        ranges = {**scope.ranges, str(tokens[0][0].value): (number, item)}
        test = self.maybe(tokens[2], Focus(scope.focus, number, scope.type, ranges), wanted=wanted)
        if test == "true()":
            return f"boolean({base.text})"
        return f"boolean({filtered(base.text, f'[{test}]')})"


_TESTS = _COMPARISONS | {"and", "or", "not", "some", "every", "exists", "empty", "matches"}


def _is_test(token: Any) -> bool:
    """Whether a predicate is surely no number."""
    return token.symbol in _TESTS
