"""Which start tags elements have that the rules of a schema may be about.

A document has few sets of names in its start tags, and few of these are names of which a schema
speaks. So it is found out for each set, and not for each element.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from teikit.schematron.evaluating.libxml import Libxml
from teikit.schematron.evaluating.program import TagTest
from teikit.xml.names import Element
from teikit.xml.tag_names import TagNames

_MOST = 16384
"""Sets of names of which it is known what they pass, before one more document."""
_NAME = r"(?:[^\W\d][\w.\-]*:)?(?:[^\W\d][\w.\-]*|\*)(?![\w.\-:(])"
_OPERAND = rf"(?:boolean\(|not\(|\()*(?:(?:@|self::){_NAME}|true\(\)|false\(\))[)\]]*"
_OF_NAMES = re.compile(rf"{_OPERAND}(?:(?: and | or | \| |\[){_OPERAND})*")


class TagTests:
    """The tests of a schema, and which of them are passed; that is asked once for the same names.

    Attributes:
        names: those of all elements that can pass; None where these can have any.
        ask_attributes: whether those of the attributes matter.
    """

    def __init__(self, tests: Iterable[TagTest], libxml: Libxml) -> None:
        different = [*dict.fromkeys(tests)]
        self._libxml = libxml
        self._by_name: dict[str | None, list[TagTest]] = defaultdict(list)
        for test in different:
            self._by_name[test.name].append(test)
        self._of_any = self._by_name.pop(None, [])
        self._known: dict[TagNames, Set[TagTest]] = {}
        self.names = None if self._of_any else frozenset(self._by_name)
        self.ask_attributes = any(test.attributes or test.predicates for test in different)

    def passed(self, samples: Mapping[TagNames, Element]) -> Mapping[TagNames, Set[TagTest]]:
        """The tests that start tags with these names pass; those with none are left out.

        The samples are elements that have such a tag.
        """
        known = self._known
        if len(known) > _MOST:
            known.clear()
        for names in samples.keys() - known.keys():
            tests = [*self._of_any, *self._by_name.get(names.element, ())]
            known[names] = frozenset(
                test for test in tests if self._is_passed(test, names, samples[names])
            )
        return {names: found for names in samples if (found := known[names])}

    def _is_passed(self, test: TagTest, names: TagNames, element: Element) -> bool:
        if not all(attribute in names.attributes for attribute in test.attributes):
            return False
        if not test.predicates:
            return True
        return bool(self._libxml.compiled(f"boolean(self::*{test.predicates})")(element))


def asks_names_alone(xpath1: str) -> bool:
    """Whether it depends on the names in the start tag of an element alone if a test is true."""
    return bool(_OF_NAMES.fullmatch(xpath1))
