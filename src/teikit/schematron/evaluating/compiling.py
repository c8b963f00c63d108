"""Schemas into programs: every expression is analysed, none is evaluated."""

import re
from collections.abc import Iterable
from dataclasses import replace

from teikit.schematron.errors import NoPhaseError
from teikit.schematron.evaluating.cost import degree
from teikit.schematron.evaluating.program import (
    OF_KIND,
    Alternative,
    CompiledAssertion,
    CompiledEdit,
    CompiledFix,
    CompiledPattern,
    CompiledRule,
    Expression,
    Program,
    TagTest,
    Variable,
    Words,
)
from teikit.schematron.model import (
    Assertion,
    Definition,
    Let,
    NameOf,
    Pattern,
    Phase,
    Place,
    QueryBinding,
    QuickFix,
    QuickFixEdit,
    Rule,
    Text,
    ValueOf,
)
from teikit.schematron.xpath.analysis import Analysis, analyse
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.native import PREFIX
from teikit.schematron.xpath.patterns import PatternAlternative, analyse_pattern
from teikit.schematron.xpath.types import (
    ANY_NODE,
    ANYTHING,
    NODES,
    NUMBERS,
    STRINGS,
    ItemKind,
    StaticType,
)

ALL = "#ALL"
DEFAULT = "#DEFAULT"
_DOCUMENT = StaticType(frozenset({ItemKind.DOCUMENT}), True, True)
_WORDS = StaticType(frozenset({ItemKind.UNTYPED}), True, True)
_BY_NAME = re.compile(r"self::(?:[^\[\]/:*]+:)?[^\[\]/:*]+")
"""A test of an element that is true by its name."""
_NOT_GIVEN = {ItemKind.DOCUMENT, ItemKind.NAMESPACE}
"""Nodes that lxml does not give to functions."""
_AS_STRING = NODES | STRINGS | {ItemKind.BOOLEAN, ItemKind.INTEGER}
"""What is the same string in XPath 1.0 and 2.0."""


def compiled(definition: Definition, phase: str = "") -> Program:
    """The program of a schema, for a phase: an identifier, `#ALL`, or the default.

    Raises `NoPhaseError` where there is no such phase.
    """
    active = _phase(definition, phase)
    compiler = _Compiler(definition)
    compiler.bind(definition.lets, _DOCUMENT)
    if active:
        compiler.bind(active.lets, _DOCUMENT)
    compiled_patterns = tuple(
        compiler.pattern(pattern)
        for pattern in definition.patterns
        if active is None or pattern.id in active.active
    )
    return Program(
        definition.place.address,
        definition.title,
        definition.binding,
        dict(definition.namespaces),
        tuple(compiler.variables),
        compiled_patterns,
        definition.keys,
        active.id if active else "",
        tuple(definition.phases),
        dict(definition.trees),
        definition.notes,
    )


def _phase(definition: Definition, phase: str) -> Phase | None:
    name = definition.default_phase if phase in ("", DEFAULT) else phase
    if name in ("", ALL):
        return None
    if name in definition.phases:
        return definition.phases[name]
    if definition.phases:
        words = f"choose one of: {', '.join(definition.phases)}"
    else:
        words = "it has none, so choose none"
    raise NoPhaseError(f"The schema has no phase “{name}”; {words}.", definition.place)


class _Compiler:
    """Analyses expressions; knows the variables that are in scope."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._has_xslt1 = definition.binding in (QueryBinding.XSLT, QueryBinding.XPATH)
        self._has_documents = False
        self.variables: list[Variable] = []
        self._numbers: dict[str, int] = {}
        self._types: dict[str, StaticType] = {}

    def bind(self, lets: Iterable[Let], context: StaticType, *, is_local: bool = False) -> None:
        """Bring variables in scope, in order."""
        for let in lets:
            expression: Expression | None = None
            content: Words = ()
            known = _WORDS
            if let.value:
                expression, known = self._value(let.value, let.place, context)
            else:
                content = self._words(let.content, let.place, context)
            self._numbers[let.name] = len(self.variables)
            self._types[let.name] = known
            # What is the same at all nodes is bound once.
            varies = is_local and not (expression and expression.is_constant)
            self.variables.append(Variable(let.name, expression, content, varies, known.is_nodes))

    def pattern(self, pattern: Pattern) -> CompiledPattern:
        """A pattern; its variables are in scope in it alone."""
        outer = self._numbers.copy(), self._types.copy()
        self.bind(pattern.lets, _DOCUMENT)
        documents = None
        self._has_documents = bool(pattern.documents)
        if pattern.documents:
            documents, _ = self._value(pattern.documents, pattern.place, _DOCUMENT)
        found = CompiledPattern(
            pattern.id, tuple(self._rule(rule) for rule in pattern.rules), documents
        )
        self._numbers, self._types = outer
        return found

    def _rule(self, rule: Rule) -> CompiledRule:
        outer = self._numbers.copy(), self._types.copy()
        context, alternatives, variables = self._context(rule)
        kinds = frozenset(alternative.kind for alternative in alternatives)
        node = StaticType(kinds, True, True) if kinds else ANY_NODE
        self.bind(rule.lets, node, is_local=True)
        assertions = tuple(self._assertion(each, rule, node) for each in rule.assertions)
        self._numbers, self._types = outer
        return CompiledRule(
            rule.id, context, alternatives, variables, *_suspect(assertions), assertions
        )

    def _context(
        self, rule: Rule
    ) -> tuple[Expression, tuple[Alternative, ...], tuple[tuple[str, int], ...]]:
        """The context of a rule, how its nodes are found, and what libxml2 is given for that."""
        definition = self._definition
        text, place = rule.context, rule.place
        try:
            found = analyse_pattern(text, definition.binding, definition.namespaces, self._types)
        except ExpressionError as error:
            fault = f"{error} The rule and those behind it in its pattern are not applied."
            return Expression(text, place, fault=fault), (), ()
        names = frozenset().union(*(each.variables for each in found.alternatives))
        numbers = tuple((name, self._numbers[name]) for name in sorted(names))
        can_bind = all(_is_native(self.variables[number]) for _, number in numbers)
        bound = max((_degree(self.variables[number]) for _, number in numbers), default=0)
        alternatives = tuple(
            _alternative(each, bound if can_bind else None) for each in found.alternatives
        )
        used = tuple((name, self._numbers[name]) for name in sorted(found.variables))
        context = Expression(text, place, variables=used, uses_current=found.uses_current)
        return context, alternatives, numbers if can_bind else ()

    def _assertion(self, assertion: Assertion, rule: Rule, node: StaticType) -> CompiledAssertion:
        definition, place = self._definition, assertion.place
        inherited = replace(
            assertion,
            role=assertion.role or rule.role,
            flag=assertion.flag or rule.flag,
            subject=assertion.subject or rule.subject,
        )
        subject = None
        if inherited.subject:
            subject = self._nodes(inherited.subject, place, node)
        fixes = (rule.fixes.get(name, definition.fixes.get(name)) for name in assertion.fixes)
        return CompiledAssertion(
            inherited,
            self._test(assertion, node),
            self._words(assertion.message, place, node),
            subject,
            tuple(
                self._words(definition.diagnostics[name].text, place, node)
                for name in assertion.diagnostics
                if name in definition.diagnostics
            ),
            tuple(
                (name, self._words(definition.properties[name].text, place, node))
                for name in assertion.properties
                if name in definition.properties
            ),
            tuple(self._fix(fix, node) for fix in fixes if fix),
        )

    def _fix(self, fix: QuickFix, node: StaticType) -> CompiledFix:
        return CompiledFix(
            fix,
            self._words(fix.title, fix.place, node),
            self._condition(fix.condition, fix.place, node),
            () if fix.unsupported else tuple(self._edit(each, node) for each in fix.edits),
        )

    def _edit(self, edit: QuickFixEdit, node: StaticType) -> CompiledEdit:
        place = edit.place
        return CompiledEdit(
            edit,
            self._nodes(edit.match, place, node),
            self._condition(edit.condition, place, ANY_NODE),
            self._value(edit.select, place, ANY_NODE)[0] if edit.select else None,
        )

    # Expressions

    @property
    def _sets(self) -> list[str]:
        """The variables in scope that may hold many items."""
        return [name for name, known in self._types.items() if not known.single]

    def _test(self, assertion: Assertion, node: StaticType) -> Expression:
        found = self._analysed(assertion.test, assertion.place, node)
        if isinstance(found, Expression):
            return found
        test = self._expression(assertion.test, assertion.place, found, found.test)
        if _is_exact(test):
            return test
        maybe = found.maybe_true if assertion.is_report else found.maybe_false
        if maybe == "true()":
            return test
        return replace(test, maybe=maybe, maybe_degree=degree(maybe))

    def _value(self, text: str, place: Place, node: StaticType) -> tuple[Expression, StaticType]:
        """An expression that is evaluated for its value, and the type of that."""
        found = self._analysed(text, place, node)
        if isinstance(found, Expression):
            return found, ANYTHING
        return self._expression(text, place, found, found.xpath1), found.type

    def _nodes(self, text: str, place: Place, node: StaticType) -> Expression:
        """An expression that is evaluated for the nodes that it selects."""
        found, known = self._value(text, place, node)
        return found if known.kinds <= NODES else replace(found, native="")

    def _condition(self, text: str, place: Place, node: StaticType) -> Expression | None:
        if not text:
            return None
        found = self._analysed(text, place, node)
        if isinstance(found, Expression):
            return found
        return self._expression(text, place, found, found.test)

    def _string(self, text: str, place: Place, node: StaticType) -> Expression:
        found = self._analysed(text, place, node)
        if isinstance(found, Expression):
            return found
        return self._expression(text, place, found, self._as_string(found))

    def _as_string(self, found: Analysis) -> str:
        """A value as a message has it, in XPath 1.0; empty where there is no such expression."""
        value, known = found.xpath1, found.type
        if not value:
            return ""
        if self._has_xslt1:
            return f"{PREFIX}:decimal({value})" if known.kinds & NUMBERS else f"string({value})"
        if known.single:
            return f"string({value})" if known.kinds <= _AS_STRING else ""
        if known.kinds <= NODES - _NOT_GIVEN:
            return f"{PREFIX}:joined({value})"
        return f"{PREFIX}:joined-strings({value})" if known.kinds <= STRINGS else ""

    def _words(self, text: Text, place: Place, node: StaticType) -> Words:
        return tuple(self._part(part, place, node) for part in text)

    def _part(
        self, part: str | ValueOf | NameOf, place: Place, node: StaticType
    ) -> str | Expression:
        if isinstance(part, str):
            return part
        if isinstance(part, ValueOf):
            return self._string(part.select, place, node)
        if part.path and self._gives_names(part.path, place, node):
            return self._string(part.path, place, node)
        return self._string(f"name({part.path})", place, node)

    def _gives_names(self, path: str, place: Place, node: StaticType) -> bool:
        found = self._analysed(path, place, node)
        return not isinstance(found, Expression) and not found.type.kinds & NODES

    def _analysed(self, text: str, place: Place, node: StaticType) -> Analysis | Expression:
        """What is known of an expression, or why it cannot be evaluated."""
        definition = self._definition
        try:
            return analyse(text, definition.binding, definition.namespaces, self._types, node)
        except ExpressionError as error:
            return Expression(text, place, fault=str(error))

    def _expression(self, text: str, place: Place, found: Analysis, native: str) -> Expression:
        numbers = tuple((name, self._numbers[name]) for name in sorted(found.variables))
        variables = [self.variables[number] for _, number in numbers]
        is_native = bool(native) and not found.uses_focus and all(map(_is_native, variables))
        is_local = any(variable.is_local for variable in variables)
        return Expression(
            text,
            place,
            native if is_native else "",
            variables=numbers,
            is_local=is_local,
            is_constant=not (found.uses_node or is_local or self._has_documents),
            uses_current=found.uses_current,
            degree=max((degree(native, self._sets), *map(_degree, variables))),
        )


def _alternative(found: PatternAlternative, bound: int | None) -> Alternative:
    """`bound` is the degree of the variables; None where libxml2 cannot be given them."""
    select, test, is_exact = found.nodes, found.test, found.exact
    if found.variables and bound is None:
        select, test, is_exact = OF_KIND[found.kind], "", False
    has_test = bool(test)
    if found.kind == ItemKind.ELEMENT and _BY_NAME.fullmatch(test) and found.name:
        test = ""
    return Alternative(
        found.kind,
        _tag(found),
        tuple(map(TagTest, sorted(found.elements))),
        select,
        test,
        has_test,
        is_exact,
        max(degree(test if has_test else select), bound or 0),
    )


def _tag(found: PatternAlternative) -> TagTest | None:
    """What elements pass that match, or that have the attributes that do; None for other nodes."""
    if found.kind not in (ItemKind.ELEMENT, ItemKind.ATTRIBUTE):
        return None
    name = found.name if found.kind == ItemKind.ELEMENT else found.owner
    return TagTest(name, () if name else tuple(sorted(found.attributes)))


def _degree(variable: Variable) -> int:
    return variable.expression.degree if variable.expression else 0


def _is_native(variable: Variable) -> bool:
    """Whether libxml2 can be given its value."""
    return variable.expression is None or bool(variable.expression.native)


def _is_exact(test: Expression) -> bool:
    """Whether libxml2 can tell of many nodes at a time whether a test is true."""
    return bool(test.native) and not test.is_local and not test.uses_current


def _suspect(
    assertions: Iterable[CompiledAssertion],
) -> tuple[str, tuple[tuple[str, int], ...], int]:
    """A predicate for the nodes with which assertions may find fault, its variables and cost."""
    parts: list[str] = []
    variables: dict[str, int] = {}
    cost = 0
    for assertion in assertions:
        test = assertion.test
        if _is_exact(test):
            is_report = assertion.assertion.is_report
            parts.append(f"boolean({test.native})" if is_report else f"not({test.native})")
            variables.update(test.variables)
            cost = max(cost, test.degree)
        elif test.maybe:
            parts.append(f"boolean({test.maybe})")
            cost = max(cost, test.maybe_degree)
        else:
            return "", (), 0
    return " or ".join(parts) or "false()", tuple(variables.items()), cost
