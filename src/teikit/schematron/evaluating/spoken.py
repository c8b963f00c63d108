"""Of which nodes the rules of a pattern speak.

A node is spoken of by the first rule whose context it matches. Which rule that is, is asked only of
nodes that an assertion finds fault with: most rules match many nodes, and find fault with none.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from teikit.schematron.evaluating.candidates import Candidates
from teikit.schematron.evaluating.libxml import Libxml, nodes_of
from teikit.schematron.evaluating.program import (
    OF_KIND,
    Alternative,
    CompiledPattern,
    CompiledRule,
)
from teikit.schematron.evaluating.values import FAILURES, EvaluationError, Values, sentence
from teikit.schematron.xpath.nodes import Node
from teikit.schematron.xpath.types import ItemKind
from teikit.xml.names import Element


class SpokenOf:
    """The nodes of a document that match the rules of a pattern."""

    def __init__(
        self,
        pattern: CompiledPattern,
        tree: "etree._ElementTree",
        candidates: Candidates,
        values: Values,
        libxml: Libxml,
        note: Callable[[EvaluationError], None],
    ) -> None:
        """`note` takes contexts that cannot be evaluated at a node, which then does not match."""
        self._pattern = pattern
        self._tree = tree
        self._candidates = candidates
        self._values = values
        self._libxml = libxml
        self._note = note
        self._matching: dict[int, list[Node]] = {}

    def suspects(self, number: int) -> list[Node]:
        """The nodes of which the rule of that number speaks, and may find fault with.

        Raises `EvaluationError` where it cannot be known.
        """
        rule = self._pattern.rules[number]
        try:
            found = self._found(rule, rule.suspect, rule.suspect_variables)
        except (*FAILURES, EvaluationError):
            found = self._found(rule, "", ())  # each assertion says what is wrong with it
        if found and number:
            taken = {node for earlier in range(number) for node in self._matched(earlier)}
            found = [node for node in found if node not in taken]
        return found

    def _matched(self, number: int) -> list[Node]:
        if number not in self._matching:
            self._matching[number] = self._found(self._pattern.rules[number], "", ())
        return self._matching[number]

    def _found(
        self, rule: CompiledRule, suspect: str, variables: tuple[tuple[str, int], ...]
    ) -> list[Node]:
        """The nodes that match a rule, and of which the predicate is true, if there is one."""
        if rule.context.fault:
            raise EvaluationError(rule.context, rule.context.fault)
        values = self._values
        cost = rule.suspect_degree if suspect else 0
        if not values.is_bearable(cost):
            suspect, variables, cost = "", (), 0
        bound: Mapping[str, Any] | None = None
        found: list[Node] = []
        for alternative in rule.alternatives:
            elements = self._candidates.of(alternative)
            if not elements:
                continue
            if not values.is_bearable(alternative.degree):
                found += self._asked(rule, self._of_kind(alternative, elements))
                continue
            if bound is None:
                bound = values.bound((*rule.context_variables, *variables))
            most = values.at_a_time(max(cost, alternative.degree))
            predicate = f"[{suspect}]" if suspect else ""
            try:
                nodes = self._matches(alternative, elements, predicate, bound, most)
            except FAILURES:
                if suspect:
                    raise
                if not alternative.has_test:
                    found += self._asked(rule, self._of_kind(alternative, elements))
                    continue
                nodes = self._each(rule, alternative, elements, bound)
            found += nodes if alternative.is_exact else self._asked(rule, nodes)
        return found if len(rule.alternatives) == 1 else [*dict.fromkeys(found)]

    def _matches(
        self,
        alternative: Alternative,
        elements: Sequence[Element],
        suspect: str,
        variables: Mapping[str, Any],
        most: int,
    ) -> list[Node]:
        """The nodes that match, or may match, and of which the predicate is true."""
        if alternative.kind == ItemKind.DOCUMENT:
            return [Node(self._tree.getroot(), part="document")]
        if not alternative.has_test:
            expression = f"({alternative.select}){suspect}"
            return nodes_of(self._libxml.found(expression, self._tree, variables))
        step = step_of(alternative, suspect)
        if alternative.kind == ItemKind.ATTRIBUTE:
            return nodes_of(self._libxml.filtered(elements, step, variables, most))
        if step:
            elements = [*self._libxml.filtered(elements, step, variables, most)]
        return [Node(element) for element in elements]

    def _each(
        self,
        rule: CompiledRule,
        alternative: Alternative,
        elements: Sequence[Element],
        variables: Mapping[str, Any],
    ) -> list[Node]:
        """The same, where an expression fails at a node: that does not match, as in XSLT."""
        found: list[Node] = []
        for element in elements:
            try:
                found += self._matches(alternative, [element], "", variables, 1)
            except FAILURES as error:
                words = sentence(error, rule.context)
                self._note(EvaluationError(rule.context, words, Node(element)))
        return found

    def _of_kind(self, alternative: Alternative, elements: Sequence[Element]) -> list[Node]:
        """The nodes that may match, by their kind and name alone."""
        if alternative.kind == ItemKind.ELEMENT:
            return [Node(element) for element in elements]
        return nodes_of(self._libxml.compiled(OF_KIND[alternative.kind])(self._tree))

    def _asked(self, rule: CompiledRule, nodes: list[Node]) -> list[Node]:
        """Those of some nodes that elementpath says match."""
        if not nodes:
            return nodes
        return self._values.matching(rule.context, nodes, self._tree, self._note)


def step_of(alternative: Alternative, suspect: str) -> str:
    """What leads from the candidates to the nodes that match, and of which the predicate is true.

    The alternative has a test. Nothing is needed where all candidates are such nodes.
    """
    if alternative.kind == ItemKind.ATTRIBUTE:
        return f"/{alternative.test}{suspect}"
    return f"[{alternative.test}]{suspect}" if alternative.test else suspect
