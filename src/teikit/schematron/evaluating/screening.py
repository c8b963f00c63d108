"""Patterns that find fault with nothing in a document, found out at once.

Most patterns look at some nodes of a document and find no fault with any. To ask libxml2 of each
apart takes longer than what it then does. So it is asked of many together: the patterns whose
answer is "none" need not be looked at. Those that find fault are looked at as if nothing had been
asked, so that this never decides what is found.
"""

from collections.abc import Collection, Sequence
from itertools import compress
from typing import NamedTuple

from teikit.schematron.evaluating.candidates import Candidates
from teikit.schematron.evaluating.cost import AT_A_TIME
from teikit.schematron.evaluating.libxml import Libxml
from teikit.schematron.evaluating.program import Alternative, CompiledPattern, CompiledRule
from teikit.schematron.evaluating.spoken import step_of
from teikit.schematron.evaluating.values import FAILURES
from teikit.schematron.xpath.types import ItemKind

_MOST = 1024
"""Sets of questions that are known, before all are forgotten."""


class _Question(NamedTuple):
    """Whether there is a node that a rule may find fault with.

    Attributes:
        alternative: among the candidates of this one.
        step: that leads from these to such nodes.
    """

    alternative: Alternative
    step: str


class Screening:
    """The questions of the patterns of a schema, and which of them were asked together.

    An expression for several is made when the same are to be asked for the second time: it takes
    as long as it saves in some documents.
    """

    def __init__(self, patterns: Sequence[CompiledPattern], libxml: Libxml) -> None:
        self._libxml = libxml
        self._questions = [_questions(pattern) for pattern in patterns]
        self._together: dict[tuple[tuple[int, int], ...], str] = {}

    def may_find(self, numbers: Collection[int], candidates: Candidates) -> Collection[int]:
        """Those of the patterns of these numbers that may find fault with something, in order."""
        asked: list[tuple[int, int]] = []
        variables = {}
        unknown = []
        for number in numbers:
            questions = self._questions[number]
            if questions is None:
                unknown.append(number)
                continue
            for which, question in enumerate(questions):
                elements = candidates.of(question.alternative)
                if len(elements) > AT_A_TIME:
                    unknown.append(number)
                elif elements:
                    variables[_variable(number, which)] = elements
                    asked.append((number, which))
        if not asked:
            return unknown
        key = tuple(asked)
        expression = self._together.get(key)
        if not expression:
            if len(self._together) >= _MOST:
                self._together.clear()
            # It is worth the while only when the same is asked again.
            self._together[key] = "" if expression is None else self._expression(key)
            return numbers
        try:
            answers = self._libxml.compiled(expression)(candidates.root, **variables)
        except FAILURES:  # each pattern says what is wrong with it
            return numbers
        found = compress([number for number, _ in asked], map(int, answers))
        return sorted({*unknown, *found})

    def _expression(self, asked: Sequence[tuple[int, int]]) -> str:
        """The answers in a row: 1 where there is such a node, 0 where there is none."""
        parts = []
        for number, which in asked:
            questions = self._questions[number]
            assert questions
            parts.append(f"number(boolean(${_variable(number, which)}{questions[which].step}))")
        return f"concat({', '.join(parts)}, '', '')"


def _variable(number: int, which: int) -> str:
    return f"_{number}_{which}"


def _questions(pattern: CompiledPattern) -> list[_Question] | None:
    """What is to be asked for a pattern; None where that cannot be asked so."""
    if pattern.documents is not None or not all(map(_is_simple, pattern.rules)):
        return None
    return [
        _Question(alternative, step_of(alternative, f"[{rule.suspect}]"))
        for rule in pattern.rules
        for alternative in rule.alternatives
    ]


def _is_simple(rule: CompiledRule) -> bool:
    """Whether libxml2 can say of any document, in no time, whether a rule may find fault."""
    if rule.context.fault or rule.context_variables or rule.suspect_variables:
        return False
    if not rule.suspect or rule.suspect_degree:
        return False
    return all(map(_is_at_hand, rule.alternatives))


def _is_at_hand(alternative: Alternative) -> bool:
    kinds = (ItemKind.ELEMENT, ItemKind.ATTRIBUTE)
    return alternative.kind in kinds and alternative.has_test and not alternative.degree
