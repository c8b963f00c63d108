"""Derivatives: what a pattern still wants when something has been seen.

Clark's algorithm derives by events, and so must carry what follows an open element along. Here a
pattern is derived by a child element as a whole, whose own content is matched apart; so patterns of
contents stay small and few, and results can be kept.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Set

from teikit.relaxng.datatypes import Datatype, Namespaces
from teikit.relaxng.names import NameClass
from teikit.relaxng.patterns import (
    ATTRIBUTE,
    CONTEXTUAL,
    ELEMENT,
    EMPTY_PATTERN,
    NOT_ALLOWED,
    TEXT,
    TEXT_PATTERN,
    Attribute,
    Choice,
    Data,
    Element,
    Empty,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Patterns,
    Text,
    Value,
    attributes,
    parts,
)

SPACE = " \t\r\n"
_WORDS = re.compile(r"[^ \t\r\n]+")
NO_NAMES: frozenset[str] = frozenset()

# An attribute of a pattern, and the name under which its value was found to be wrong.
Failed = frozenset[tuple[Attribute, str]]

_Known = dict[Pattern, dict[Element, Pattern]]

MAX_VALUES = 4096  # remembered of one attribute
MAX_VALUE = 256  # characters of a value that is remembered


class Derivatives:
    """The derivatives of one schema's patterns."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._bare: dict[tuple[Pattern, bool], Pattern] = {}
        self._after_text: dict[Pattern, Pattern] = {}
        self._last_value: tuple[Datatype | None, str, Hashable] = (None, "", None)
        self._taken: dict[Pattern, tuple[frozenset[str], tuple[NameClass, ...]]] = {}

    def forget(self) -> None:
        """Keep no results that are about patterns of documents."""
        self._after_text = {}
        self._bare = {}
        self._taken = {}

    # Children

    def by_element(
        self, pattern: Pattern, name: str, *, skipping: bool = False
    ) -> dict[Element, Pattern]:
        """The elements of this name that may come next in `pattern`, with what follows each.

        With `skipping`, what is required before them is passed over.
        """
        return self._by_element(pattern, name, skipping, {})

    def _by_element(
        self, pattern: Pattern, name: str, skipping: bool, known: "_Known"
    ) -> dict[Element, Pattern]:
        # Definitions are shared: `known` are the patterns that were met already on the way.
        if pattern not in known:
            found: dict[Element, list[Pattern]] = {}
            for element, after in self._starts(pattern, name, skipping, known, set()):
                found.setdefault(element, []).append(after)
            choice = self._patterns.choice
            known[pattern] = {element: choice(after) for element, after in found.items()}
        return known[pattern]

    def _starts(
        self, pattern: Pattern, name: str, skipping: bool, known: "_Known", seen: set[Pattern]
    ) -> Iterable[tuple[Element, Pattern]]:
        # `seen` are the sequences begun already: choices share their ends, which are gone through
        # once, or `(a?, a?, a?, ...)` would cost the square of its length at each step.
        if isinstance(pattern, Element):
            return ((pattern, EMPTY_PATTERN),) if name in pattern.name_class else ()
        if isinstance(pattern, Choice):
            return [
                start
                for member in pattern.starters(name)
                for start in self._starts(member, name, skipping, known, seen)
            ]
        if not pattern.contents & ELEMENT:
            return ()
        if isinstance(pattern, OneOrMore):
            more = self._patterns.optional(pattern)
            return [
                (element, self._patterns.group(after, more))
                for element, after in self._by_element(pattern.once, name, skipping, known).items()
            ]
        if isinstance(pattern, Interleave):
            # The ways on within a part stay one choice: apart, they would multiply.
            return [
                (element, self._replaced(pattern, place, after))
                for place, part in enumerate(pattern.parts)
                for element, after in self._by_element(part, name, skipping, known).items()
            ]
        starts: list[tuple[Element, Pattern]] = []
        while isinstance(pattern, Group) and pattern not in seen:
            seen.add(pattern)
            for element, after in self._by_element(pattern.head, name, skipping, known).items():
                starts.append((element, self._patterns.group(after, pattern.tail)))
            if not (pattern.head.nullable or skipping):
                return starts
            pattern = pattern.tail
        if not isinstance(pattern, Group):
            starts.extend(self._starts(pattern, name, skipping, known, seen))
        return starts

    def _replaced(self, pattern: Interleave, place: int, part: Pattern) -> Pattern:
        return self._patterns.interleave(
            (*pattern.parts[:place], part, *pattern.parts[place + 1 :])
        )

    # Text

    def by_text(self, pattern: Pattern) -> Pattern:
        """What `pattern` wants after text that stands beside elements."""
        if isinstance(pattern, Text):
            return pattern
        if not pattern.contents & TEXT:
            return NOT_ALLOWED
        found = self._after_text.get(pattern)
        if found is None:
            found = self._after_text[pattern] = self._by_text(pattern)
        return found

    def _by_text(self, pattern: Pattern) -> Pattern:
        if isinstance(pattern, Choice):
            return self._patterns.choice(map(self.by_text, pattern.members))
        if isinstance(pattern, OneOrMore):
            more = self._patterns.optional(pattern)
            after = self.by_text(pattern.once)
            ways = after.members if isinstance(after, Choice) else (after,)
            # More text is more turns, so that mixed content stays what it is.
            return self._patterns.choice(
                more if way is TEXT_PATTERN else self._patterns.group(way, more) for way in ways
            )
        if isinstance(pattern, Interleave):
            return self._patterns.choice(
                self._replaced(pattern, place, self.by_text(part))
                for place, part in enumerate(pattern.parts)
                if part.contents & TEXT
            )
        rests = []
        while isinstance(pattern, Group):
            rests.append(self._patterns.group(self.by_text(pattern.head), pattern.tail))
            if not pattern.head.nullable:
                return self._patterns.choice(rests)
            pattern = pattern.tail
        return self._patterns.choice((*rests, self.by_text(pattern)))

    # Strings

    def allows(self, attribute: Attribute, value: str, namespaces: Namespaces) -> bool:
        """Whether an attribute may have a value."""
        known = attribute.verdicts.get(value)
        if known is not None:
            return known
        verdict = self.matches(attribute.value, value, namespaces)
        if len(value) <= MAX_VALUE and not attribute.value.contents & CONTEXTUAL:
            if len(attribute.verdicts) >= MAX_VALUES:
                attribute.verdicts.clear()
            attribute.verdicts[value] = verdict
        return verdict

    def matches(self, pattern: Pattern, text: str, namespaces: Namespaces) -> bool:
        """Whether `text` is all that `pattern` wants; nothing and white space are the same."""
        if isinstance(pattern, (Data, Value)):
            return self._word(pattern, text, namespaces)
        if pattern.nullable and not text.strip(SPACE):
            return True
        known: dict[Pattern, bool] = {}

        def takes(one: Pattern) -> bool:
            if one not in known:
                known[one] = self._string(one, text, namespaces, takes)
            return known[one]

        return takes(pattern)

    def _string(
        self,
        pattern: Pattern,
        text: str,
        namespaces: Namespaces,
        takes: Callable[[Pattern], bool],
    ) -> bool:
        if isinstance(pattern, Text):
            return True
        if isinstance(pattern, Choice):
            return any(takes(one) for one in pattern.members)
        if isinstance(pattern, (Data, Value)):
            return self._word(pattern, text, namespaces)
        if isinstance(pattern, List):
            wanted = pattern.words
            if isinstance(wanted, OneOrMore) and isinstance(wanted.once, (Data, Value)):
                found, one = words(text), wanted.once
                return bool(found) and all(self._word(one, word, namespaces) for word in found)
            for word in words(text):
                wanted = self._by_word(wanted, word, namespaces, {})
            return wanted.nullable
        if isinstance(pattern, OneOrMore):
            return takes(pattern.once)
        if isinstance(pattern, (Group, Interleave)):
            # One string is one piece: a part takes it, and the others do without.
            pieces = parts(pattern)
            wanting = [piece for piece in pieces if not piece.nullable]
            return len(wanting) < 2 and any(map(takes, wanting or pieces))
        return isinstance(pattern, Empty) and not text.strip(SPACE)

    def _word(self, pattern: Data | Value, text: str, namespaces: Namespaces) -> bool:
        if isinstance(pattern, Value):
            return pattern.value == self._value(pattern.datatype, text, namespaces)
        if not pattern.datatype.allows(text, namespaces):
            return False
        return pattern.but is None or not self.matches(pattern.but, text, namespaces)

    def _value(self, datatype: Datatype, text: str, namespaces: Namespaces) -> Hashable:
        """The value of a string; None where it is none. Of many values, each asks for the same."""
        known = self._last_value
        if known[0] is datatype and known[1] is text and not datatype.contextual:
            return known[2]
        try:
            value: Hashable = datatype.value(text, namespaces)
        except ValueError:
            value = None
        self._last_value = (datatype, text, value)
        return value

    def _by_word(
        self, pattern: Pattern, word: str, namespaces: Namespaces, known: dict[Pattern, Pattern]
    ) -> Pattern:
        """What the pattern of a list wants after a word; `known` are the patterns met before."""
        if pattern not in known:
            known[pattern] = self._after_word(
                pattern, word, namespaces, lambda one: self._by_word(one, word, namespaces, known)
            )
        return known[pattern]

    def _after_word(
        self,
        pattern: Pattern,
        word: str,
        namespaces: Namespaces,
        after: Callable[[Pattern], Pattern],
    ) -> Pattern:
        if isinstance(pattern, (Data, Value)):
            return EMPTY_PATTERN if self._word(pattern, word, namespaces) else NOT_ALLOWED
        if isinstance(pattern, Choice):
            return self._patterns.choice(map(after, pattern.members))
        if isinstance(pattern, OneOrMore):
            more = self._patterns.optional(pattern)
            return self._patterns.group(after(pattern.once), more)
        ways = []
        while isinstance(pattern, Group):
            ways.append(self._patterns.group(after(pattern.head), pattern.tail))
            if not pattern.head.nullable:
                return self._patterns.choice(ways)
            pattern = pattern.tail
            if not isinstance(pattern, Group):
                ways.append(after(pattern))
        return self._patterns.choice(ways)

    # Attributes

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
            return self._patterns.choice([left(one, names) for one in pattern.members])
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
                    missing(one, names)
                    for one in pattern.members
                    if self.by_attributes(one, names, failed, lenient=True) is not NOT_ALLOWED
                ]
                if not needs or not all(needs):
                    return ()
                return (tuple(dict.fromkeys(one for need in needs for one in need[0])),)
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
            share |= {name for name in names if any(name in one for one in endless)}
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


def words(text: str) -> list[str]:
    """The words of a list: what white space parts."""
    return _WORDS.findall(text)
