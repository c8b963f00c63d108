"""Patterns that find fault with nothing in a document, found out at once.

Most patterns look at some nodes of a document and find no fault with any. To ask libxml2 of each
apart takes longer than what it then does. So it is asked of many together: the patterns whose
answer is "none" need not be looked at. What follows from the names in start tags is not asked. The
patterns that find fault are looked at as if nothing had been asked, so that this never decides what
is found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import Any, NamedTuple

from teikit.schematron.evaluating.candidates import Candidates
from teikit.schematron.evaluating.cost import AT_A_TIME, BEARABLE
from teikit.schematron.evaluating.libxml import Libxml
from teikit.schematron.evaluating.program import (
    Alternative,
    CompiledPattern,
    CompiledRule,
    TagTest,
)
from teikit.schematron.evaluating.spoken import step_of
from teikit.schematron.evaluating.start_tags import TagTests, asks_names_alone
from teikit.schematron.evaluating.values import FAILURES, Values
from teikit.schematron.xpath.types import ItemKind

_MOST = 1024
"""Sets of questions that are known, before all are forgotten."""
_DEAREST = 1
"""The degree of what is asked at most: what finds fault is evaluated once more."""


class _Question(NamedTuple):
    """Whether there is a node that a rule may find fault with.

    Attributes:
        pattern: the number of the rule's pattern.
        test: such nodes are elements that pass this test, or belong to these; None where they can
            be anywhere.
        needed: tests that elements of the document pass, or it has no such node.
        step: that leads from these elements to such nodes; empty where it is not asked whether
            there are any, as there are, or as it cannot be asked so.
        degree: of what the step costs.
    """

    pattern: int
    test: TagTest | None
    needed: tuple[TagTest, ...]
    step: str = ""
    degree: int = 0

    def is_open(self, passed: frozenset[TagTest]) -> bool:
        """Whether there may be such a node where elements pass these tests, and no others."""
        has_candidates = self.test is None or self.test in passed
        return has_candidates and passed.issuperset(self.needed)


class _Inquiry:
    """The questions to documents whose elements pass the same tests.

    Attributes:
        patterns: the numbers of those that may find fault, before anything is asked.
        sure: those of them that may, whatever the answers are.
        asked: the other questions, by their tests.
    """

    def __init__(self, questions: Sequence[_Question], libxml: Libxml) -> None:
        self._libxml = libxml
        self.patterns = sorted({question.pattern for question in questions})
        self.sure = frozenset(question.pattern for question in questions if not question.step)
        self.asked: dict[TagTest, list[_Question]] = defaultdict(list)
        for question in questions:
            if question.test and question.pattern not in self.sure:
                self.asked[question.test].append(question)

    @cached_property
    def ask(self) -> Callable[..., str]:
        """Gives the answers in a row: 1 where there is such a node, 0 where there is none.

        The elements that pass each test are given as `_0`, `_1` and so on.
        """
        parts = [
            f"number(boolean($_{number}{question.step}))"
            for number, questions in enumerate(self.asked.values())
            for question in questions
        ]
        return self._libxml.compiled(f"concat({', '.join(parts)}, '', '')")


class Screening:
    """The questions of the patterns of a schema, and which of them were asked together.

    An expression for several is made when the same are to be asked for the second time: it takes
    as long as it saves in some documents.

    Attributes:
        tests: what start tags must have for any of it.
    """

    def __init__(self, patterns: Sequence[CompiledPattern], libxml: Libxml) -> None:
        self._libxml = libxml
        self._questions = [
            question
            for number, pattern in enumerate(patterns)
            for question in _questions(number, pattern)
        ]
        alternatives = [
            alternative
            for pattern in patterns
            for rule in pattern.rules
            for alternative in rule.alternatives
        ]
        tests = [question.test for question in self._questions]
        for alternative in alternatives:
            tests += (alternative.tag, *alternative.needed)
        self.tests = TagTests(filter(None, tests), libxml)
        self._inquiries: dict[frozenset[TagTest], _Inquiry] = {}

    def may_find(self, candidates: Candidates, values: Values) -> Sequence[int]:
        """The numbers of the patterns that may find fault with something, in order."""
        inquiry = self._inquiries.get(candidates.passed)
        if inquiry is None:
            if len(self._inquiries) >= _MOST:
                self._inquiries.clear()
            questions = [each for each in self._questions if each.is_open(candidates.passed)]
            inquiry = self._inquiries[candidates.passed] = _Inquiry(questions, self._libxml)
            return inquiry.patterns
        found = {*inquiry.sure}
        left = BEARABLE
        variables: dict[str, Sequence[Any]] = {}
        for number, (test, asked) in enumerate(inquiry.asked.items()):
            elements = candidates.that_pass(test)
            cost = len(elements) * values.cost(max(question.degree for question in asked))
            if len(elements) > AT_A_TIME or cost > left:
                found.update(question.pattern for question in asked)
                elements = ()
            else:
                left -= cost
            variables[f"_{number}"] = elements
        if variables:
            try:
                answers = inquiry.ask(candidates.root, **variables)
            except FAILURES:  # each pattern says what is wrong with it
                return inquiry.patterns
            numbers = (each.pattern for each in chain.from_iterable(inquiry.asked.values()))
            found.update(compress(numbers, map(int, answers)))
        return sorted(found)


def _questions(number: int, pattern: CompiledPattern) -> Iterator[_Question]:
    """What is to be asked for a pattern."""
    if pattern.documents is not None:
        yield _Question(number, None, ())
        return
    for rule in pattern.rules:
        for alternative in rule.alternatives:
            yield _question(number, rule, alternative)


def _question(number: int, rule: CompiledRule, alternative: Alternative) -> _Question:
    test = alternative.tag
    question = _Question(number, test, alternative.needed)
    degree = max(rule.suspect_degree, alternative.degree)
    if test is None or not alternative.has_test or not _is_simple(rule) or degree > _DEAREST:
        return question
    step = step_of(alternative, f"[{rule.suspect}]")
    is_element = alternative.kind == ItemKind.ELEMENT
    if is_element and all(map(asks_names_alone, filter(None, (alternative.test, rule.suspect)))):
        return question._replace(test=test._replace(predicates=step))
    return question._replace(step=step, degree=degree)


def _is_simple(rule: CompiledRule) -> bool:
    """Whether libxml2 can say without variables whether a rule may find fault."""
    if rule.context.fault or rule.context_variables or rule.suspect_variables:
        return False
    return bool(rule.suspect)
