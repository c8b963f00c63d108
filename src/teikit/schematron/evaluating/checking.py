"""A document held against a program."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from teikit.schematron.evaluating.candidates import Candidates
from teikit.schematron.evaluating.libxml import Libxml
from teikit.schematron.evaluating.mending import Offering
from teikit.schematron.evaluating.opening import Opening
from teikit.schematron.evaluating.order import document_order, numbered
from teikit.schematron.evaluating.program import (
    CompiledAssertion,
    CompiledPattern,
    CompiledRule,
    Expression,
    Program,
    Words,
)
from teikit.schematron.evaluating.results import Unevaluated, Violation
from teikit.schematron.evaluating.screening import Screening
from teikit.schematron.evaluating.spoken import SpokenOf
from teikit.schematron.evaluating.values import EvaluationError, NodeScope, Values
from teikit.schematron.model import Place
from teikit.schematron.xpath.nodes import Node
from teikit.xml.tag_names import NamedElements

Tree = etree._ElementTree


class _Fault(NamedTuple):
    """That an assertion finds fault with the node of a scope."""

    pattern: CompiledPattern
    rule: CompiledRule
    assertion: CompiledAssertion
    scope: NodeScope


class CheckPlan:
    """What is the same for all documents that are held against a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.libxml = Libxml(program.namespaces)
        self.screening = Screening(program.patterns, self.libxml)
        self.faults = [expression for expression in _expressions(program) if expression.fault]


class Check:
    """A document held against a program."""

    def __init__(
        self, plan: CheckPlan, tree: Tree, opening: Opening, elements: NamedElements | None = None
    ) -> None:
        """`elements` are those of the tree, if they are at hand."""
        self._plan = plan
        self._tree = tree
        self._elements = elements
        # A text can stand behind each start tag, end tag, comment and instruction.
        most_nodes = 3 * len(elements.numbers) if elements else 0
        self._values = Values(plan.program, tree, plan.libxml, opening, most_nodes)
        self._offering = Offering(self._values)
        self._unevaluated: dict[tuple[Place, str], Unevaluated] = {}
        self._yielded = 0
        for expression in plan.faults:
            self._note(EvaluationError(expression, expression.fault))

    def results(self) -> Iterator[Violation | Unevaluated]:
        """What is found: first what cannot be evaluated, then violations as the nodes stand."""
        here: list[_Fault] = []
        others: dict[str, tuple[Tree, list[_Fault]]] = {}
        plan = self._plan
        tests = plan.screening.tests
        candidates = Candidates(self._tree.getroot(), tests, self._elements)
        for number in plan.screening.may_find(candidates, self._values):
            pattern = plan.program.patterns[number]
            if pattern.documents is None:
                here += self._faults(pattern, self._tree, candidates)
                continue
            for address, tree in self._documents(pattern.documents):
                theirs = Candidates(tree.getroot(), tests)
                known = others.setdefault(address, (tree, []))[1]
                known += self._faults(pattern, tree, theirs)
        yield from self._news()
        yield from self._violations(here, self._tree, "")
        for address, (tree, faults) in others.items():
            yield from self._violations(faults, tree, address)

    def _documents(self, addresses: Expression) -> Iterator[tuple[str, Tree]]:
        try:
            for address in self._values.strings(addresses, NodeScope(self._values.document)):
                resolved, tree = self._values.other_document(address)
                if tree is None:
                    words = f"The document “{resolved}” is not given, so it is not checked."
                    self._note(EvaluationError(addresses, words))
                else:
                    yield resolved, tree
        except EvaluationError as error:
            self._note(error)

    def _faults(
        self, pattern: CompiledPattern, tree: Tree, candidates: Candidates
    ) -> Iterator[_Fault]:
        spoken = SpokenOf(pattern, tree, candidates, self._values, self._plan.libxml, self._note)
        for number, rule in enumerate(pattern.rules):
            try:
                nodes = spoken.suspects(number)
            except EvaluationError as error:
                self._note(error)
                return  # it is not known of which nodes the rules behind it speak
            for node in nodes:
                scope = NodeScope(node)
                for assertion in rule.assertions:
                    if self._finds_fault(rule, assertion, scope):
                        yield _Fault(pattern, rule, assertion, scope)

    def _finds_fault(
        self, rule: CompiledRule, assertion: CompiledAssertion, scope: NodeScope
    ) -> bool:
        test = assertion.test
        # By the only assertion of a rule, all its suspects are suspects already.
        has_others = len(rule.assertions) > 1
        try:
            if has_others and test.maybe and not self._values.may_be(test, scope):
                return False
            return self._values.test(test, scope) is assertion.assertion.is_report
        except EvaluationError as error:
            self._note(error)
            return False

    # In words

    def _violations(
        self, faults: Sequence[_Fault], tree: Tree, document: str
    ) -> Iterator[Violation | Unevaluated]:
        if len(faults) > 1:
            at_hand = self._elements if tree is self._tree else None
            position = document_order(at_hand.numbers if at_hand else numbered(tree))
            faults = sorted(faults, key=lambda fault: position(fault.scope.node))
        for fault in faults:
            yield self._violation(fault, document)
            yield from self._news()

    def _violation(self, fault: _Fault, document: str) -> Violation:
        compiled, scope = fault.assertion, fault.scope
        element, attribute, part = self._subject(compiled.subject, scope)
        return Violation(
            compiled.assertion,
            fault.pattern.id,
            fault.rule.id,
            element,
            attribute,
            part,
            self._words(compiled.message, scope),
            tuple(self._words(words, scope) for words in compiled.diagnostics),
            tuple((name, self._words(words, scope)) for name, words in compiled.properties),
            () if document else tuple(self._offering.fixes(compiled.fixes, scope)),
            document,
        )

    def _subject(self, subject: Expression | None, scope: NodeScope) -> Node:
        if subject is None:
            return scope.node
        try:
            return next(iter(self._values.nodes(subject, scope)), scope.node)
        except EvaluationError as error:
            self._note(error)
            return scope.node

    def _words(self, words: Words, scope: NodeScope) -> str:
        """A message; an expression that cannot be evaluated stands in it as it is written."""
        try:
            return self._values.words(words, scope)
        except EvaluationError as error:
            self._note(error)
            shown = (part if isinstance(part, str) else f"{{{part.text}}}" for part in words)
            return " ".join("".join(shown).split())

    # What cannot be evaluated

    def _note(self, error: EvaluationError) -> None:
        place, text = error.expression.place, error.expression.text
        self._unevaluated.setdefault(
            (place, text), Unevaluated(place, error.message, text, error.node)
        )

    def _news(self) -> Iterator[Unevaluated]:
        """What has not been yielded yet."""
        known = [*self._unevaluated.values()][self._yielded :]
        self._yielded = len(self._unevaluated)
        yield from known


def _expressions(program: Program) -> Iterator[Expression]:
    """All expressions of a program, in the order of the schema where that is known."""
    for variable in program.variables:
        yield from _some(variable.expression, *variable.content)
    for pattern in program.patterns:
        yield from _some(pattern.documents)
        for rule in pattern.rules:
            yield rule.context
            for assertion in rule.assertions:
                yield from _some(assertion.test, assertion.subject, *assertion.message)
                for words in assertion.diagnostics:
                    yield from _some(*words)
                for _, words in assertion.properties:
                    yield from _some(*words)


def _some(*parts: str | Expression | None) -> Iterator[Expression]:
    return (part for part in parts if isinstance(part, Expression))
