"""Which elements of a document can match the contexts of a schema, by their start tags."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Any

from lxml import etree

from teikit.schematron.evaluating.program import Alternative, TagTest
from teikit.schematron.evaluating.start_tags import TagTests
from teikit.xml.names import Element
from teikit.xml.tag_names import NamedElements, TagNames, tag_names

_KEYS: Any = etree._Element.keys
_TAG: Any = etree._Element.tag
_ANY = TagTest(None)


class Candidates:
    """The elements of a document by the tests that their start tags pass.

    Attributes:
        root: the outermost of them all.
        passed: the tests that some of them pass.
    """

    def __init__(self, root: Element, tests: TagTests, known: NamedElements | None = None) -> None:
        """`known` are the elements of the document, if they are at hand."""
        self.root = root
        self._elements, self._names = known[:2] if known else _read(root, tests)
        self._passed = tests.passed(dict(zip(self._names, self._elements, strict=True)))
        self.passed = frozenset[TagTest]().union(*self._passed.values())
        self._found: dict[TagTest, Sequence[Element]] = {}

    def of(self, alternative: Alternative) -> Sequence[Element]:
        """The elements that may match, or have attributes that may.

        Of alternatives of other kinds, the root stands for all.
        """
        if not self.passed.issuperset(alternative.needed):
            return ()
        return self.that_pass(alternative.tag) if alternative.tag else (self.root,)

    def that_pass(self, test: TagTest) -> Sequence[Element]:
        """The elements that pass a test, in their order."""
        if test == _ANY:
            return self._elements
        if test not in self._found:
            places = self._places[test] if test in self.passed else []
            numbers = places[0] if len(places) == 1 else sorted(chain.from_iterable(places))
            self._found[test] = [self._elements[number] for number in numbers]
        return self._found[test]

    @cached_property
    def _places(self) -> dict[TagTest, list[list[int]]]:
        """By test, where the elements are that have each of the sets of names that pass it."""
        by_names: dict[TagNames, list[int]] = {names: [] for names in self._passed}
        for number, places in enumerate(map(by_names.get, self._names)):
            if places is not None:
                places.append(number)
        by_test: dict[TagTest, list[list[int]]] = defaultdict(list)
        for names, places in by_names.items():
            for test in self._passed[names]:
                by_test[test].append(places)
        return by_test


def _read(root: Element, tests: TagTests) -> tuple[Sequence[Element], Sequence[TagNames]]:
    """The elements of a document that can pass some tests, and the names that matter for these."""
    if tests.names is None:
        elements = [*root.iter("*")]
    else:
        elements = [*root.iter(*tests.names)] if tests.names else []
    attributes = map(tuple, map(_KEYS, elements)) if tests.ask_attributes else repeat(())
    return elements, [*map(tag_names, map(_TAG.__get__, elements), attributes)]
