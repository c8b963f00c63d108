"""Start tags: what a pattern still wants when the attributes are known, all at once.

The restrictions of section 7.3 make this simple: of the parts of a group, only one can take a name.
"""

from collections.abc import Iterable, Set

from teikit.relaxng.patterns.builder import PatternBuilder
from teikit.relaxng.patterns.names import NameClass
from teikit.relaxng.patterns.patterns import (
    ATTRIBUTE,
    EMPTY_PATTERN,
    NOT_ALLOWED,
    Attribute,
    Choice,
    Group,
    OneOrMore,
    Pattern,
    attributes,
    parts,
)

NO_NAMES: frozenset[str] = frozenset()

# An attribute of a pattern, and the name under which its value was found to be wrong.
Failed = frozenset[tuple[Attribute, str]]


class StartTags:
    """What the patterns of one schema want when the attributes of a start tag are known."""

    def __init__(self, patterns: PatternBuilder) -> None:
        self._patterns = patterns
        self._bare: dict[tuple[Pattern, bool], Pattern] = {}
        self._taken: dict[Pattern, tuple[frozenset[str], tuple[NameClass, ...]]] = {}

    def forget(self) -> None:
        """Keep no results."""
        self._bare = {}
        self._taken = {}

    def by_attributes(
        self,
        pattern: Pattern,
        names: frozenset[str],
        failed: Failed = frozenset(),
        *,
        lenient: bool = False,
    ) -> Pattern:
        """What is left of `pattern` when an element has the attributes `names` and no others.

        `failed` are those that cannot have the values they have. With `lenient`, attributes may be
        missing. No attribute is left in the result. The restrictions of section 7.3 make this
        simple: of the parts of a group, only one can take a name, so it must.
        """
        return self._by_attributes(pattern, names, failed, lenient, {})

    def _by_attributes(
        self,
        pattern: Pattern,
        names: frozenset[str],
        failed: Failed,
        lenient: bool,
        known: dict[tuple[Pattern, frozenset[str]], Pattern],
    ) -> Pattern:
        if not pattern.contents & ATTRIBUTE:
            return NOT_ALLOWED if names else pattern
        if not names:
            bare = self._bare.get((pattern, lenient))
            if bare is None:
                bare = self._with_names(pattern, names, failed, lenient, known)
                self._bare[pattern, lenient] = bare
            return bare
        key = (pattern, names)
        if key not in known:
            known[key] = self._with_names(pattern, names, failed, lenient, known)
        return known[key]

    def _with_names(
        self,
        pattern: Pattern,
        names: frozenset[str],
        failed: Failed,
        lenient: bool,
        known: dict[tuple[Pattern, frozenset[str]], Pattern],
    ) -> Pattern:
        def left(part: Pattern, some: frozenset[str]) -> Pattern:
            return self._by_attributes(part, some, failed, lenient, known)

        if isinstance(pattern, Attribute):
            return _one_attribute(pattern, names, failed, lenient)
        if isinstance(pattern, Choice):
            return self._patterns.choice([left(member, names) for member in pattern.members])
        if isinstance(pattern, OneOrMore):
            again = self._patterns.one_or_more(left(pattern.once, NO_NAMES))
            if not names:
                return again
            turns = [left(pattern.once, frozenset((name,))) for name in names]
            return self._patterns.sequence((*turns, self._patterns.optional(again)))
        if names and len(names) > len(self._share(pattern, names)):
            return NOT_ALLOWED
        lefts = []
        for piece, share in self._shares(pattern, names):
            lefts.append(left(piece, share))
            if lefts[-1] is NOT_ALLOWED:
                return NOT_ALLOWED
        if isinstance(pattern, Group):
            return self._patterns.sequence(lefts)
        return self._patterns.interleave(lefts)

    def _shares(
        self, pattern: Pattern, names: frozenset[str]
    ) -> Iterable[tuple[Pattern, frozenset[str]]]:
        """The parts of a group or interleave, each with the names that it must take."""
        rest = set(names)
        for piece in parts(pattern):
            share = self._share(piece, rest) if rest else NO_NAMES
            rest -= share
            yield piece, share

    def missing_attributes(
        self, pattern: Pattern, names: frozenset[str], failed: Failed
    ) -> tuple[tuple[Attribute, ...], ...]:
        """What is needed beside the attributes `names`: of each group, one."""
        known: dict[tuple[Pattern, frozenset[str]], tuple[tuple[Attribute, ...], ...]] = {}

        def missing(pattern: Pattern, names: frozenset[str]) -> tuple[tuple[Attribute, ...], ...]:
            if not pattern.contents & ATTRIBUTE:
                return ()
            if (pattern, names) not in known:
                known[pattern, names] = tuple(dict.fromkeys(of(pattern, names)))
            return known[pattern, names]

        def of(pattern: Pattern, names: frozenset[str]) -> Iterable[tuple[Attribute, ...]]:
            if isinstance(pattern, Attribute):
                return () if names else ((pattern,),)
            if isinstance(pattern, OneOrMore):
                return () if names else missing(pattern.once, names)
            if isinstance(pattern, Choice):
                needs = [
                    missing(member, names)
                    for member in pattern.members
                    if self.by_attributes(member, names, failed, lenient=True) is not NOT_ALLOWED
                ]
                if not needs or not all(needs):
                    return ()
                return (tuple(dict.fromkeys(attribute for need in needs for attribute in need[0])),)
            return [
                need
                for piece, share in self._shares(pattern, names)
                for need in missing(piece, share)
            ]

        return missing(pattern, names)

    def _share(self, pattern: Pattern, names: Set[str]) -> frozenset[str]:
        """Those of `names` that attributes of `pattern` have."""
        if not pattern.contents & ATTRIBUTE:
            return NO_NAMES
        taken = self._taken.get(pattern)
        if taken is None:
            taken = self._taken[pattern] = _names_of(attributes(pattern))
        named, endless = taken
        share = named & names
        if endless:
            share |= {name for name in names if any(name in name_class for name_class in endless)}
        return share


def _one_attribute(
    attribute: Attribute, names: frozenset[str], failed: Failed, lenient: bool
) -> Pattern:
    if not names:
        return EMPTY_PATTERN if lenient else NOT_ALLOWED
    if len(names) > 1:
        return NOT_ALLOWED
    (name,) = names
    fits = name in attribute.name_class and (attribute, name) not in failed
    return EMPTY_PATTERN if fits else NOT_ALLOWED


def _names_of(found: Iterable[Attribute]) -> tuple[frozenset[str], tuple[NameClass, ...]]:
    named: set[str] = set()
    endless = []
    for attribute in found:
        names = attribute.name_class.names
        if names is None:
            endless.append(attribute.name_class)
        else:
            named |= names
    return frozenset(named), tuple(endless)
