"""Strings: values of attributes, and texts that are all that an element holds."""

import re
from collections.abc import Callable, Hashable, Iterator

from teikit.relaxng.datatypes import Datatype, Namespaces
from teikit.relaxng.patterns.builder import PatternBuilder
from teikit.relaxng.patterns.names import SPACE
from teikit.relaxng.patterns.patterns import (
    CONTEXTUAL,
    DATA,
    EMPTY_PATTERN,
    NOT_ALLOWED,
    VALUE,
    Attribute,
    Choice,
    Data,
    Empty,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Text,
    Value,
    parts,
)

_WORDS = re.compile(r"[^ \t\r\n]+")

_PLAIN = DATA | VALUE | CONTEXTUAL  # choices of these share nothing that would be tried twice
MAX_VALUES = 4096  # remembered of one attribute
MAX_VALUE = 256  # characters of a value that is remembered


class Strings:
    """Whether strings match the patterns of one schema."""

    def __init__(self, patterns: PatternBuilder) -> None:
        self._patterns = patterns
        self._last_value: tuple[Datatype | None, str, Hashable] = (None, "", None)

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
        if isinstance(pattern, List):
            return self._list(pattern, text, namespaces)
        if pattern.nullable and not text.strip(SPACE):
            return True
        if isinstance(pattern, Choice) and not pattern.contents & ~_PLAIN:
            return any(self.matches(member, text, namespaces) for member in pattern.members)
        known: dict[Pattern, bool] = {}

        def takes(part: Pattern) -> bool:
            if part not in known:
                known[part] = self._string(part, text, namespaces, takes)
            return known[part]

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
            return any(takes(member) for member in pattern.members)
        if isinstance(pattern, (Data, Value)):
            return self._word(pattern, text, namespaces)
        if isinstance(pattern, List):
            return self._list(pattern, text, namespaces)
        if isinstance(pattern, OneOrMore):
            return takes(pattern.once)
        if isinstance(pattern, (Group, Interleave)):
            # One string is one piece: a part takes it, and the others do without.
            pieces = parts(pattern)
            wanting = [piece for piece in pieces if not piece.nullable]
            return len(wanting) < 2 and any(map(takes, wanting or pieces))
        return isinstance(pattern, Empty) and not text.strip(SPACE)

    def _list(self, pattern: List, text: str, namespaces: Namespaces) -> bool:
        wanted = pattern.words
        if isinstance(wanted, OneOrMore) and isinstance(wanted.once, (Data, Value)):
            found, item = words(text), wanted.once
            return bool(found) and all(self._word(item, word, namespaces) for word in found)
        steps: dict[tuple[Pattern, str], Pattern] = {}  # words come again, and so do the patterns
        for word in words(text):
            step = wanted, word
            if step not in steps:
                steps[step] = self._by_word(wanted, word, namespaces, {})
            wanted = steps[step]
        return wanted.nullable

    def _word(self, pattern: Data | Value, text: str, namespaces: Namespaces) -> bool:
        if isinstance(pattern, Value):
            return pattern.value == self._value(pattern.datatype, text, namespaces)
        if not pattern.datatype.allows(text, namespaces):
            return False
        return pattern.except_ is None or not self.matches(pattern.except_, text, namespaces)

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
                pattern, word, namespaces, lambda part: self._by_word(part, word, namespaces, known)
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
        if isinstance(pattern, OneOrMore):
            more = self._patterns.optional(pattern)
            return self._patterns.group(after(pattern.once), more)
        # Choices share the ends of their sequences, which are gone through once, or
        # `("a"?, "a"?, "a"?, ...)` would cost the square of its length at each word.
        seen: set[Pattern] = set()
        return self._patterns.choice(
            way
            for member in (pattern.members if isinstance(pattern, Choice) else (pattern,))
            for way in self._ways(member, after, seen)
        )

    def _ways(
        self, pattern: Pattern, after: Callable[[Pattern], Pattern], seen: set[Pattern]
    ) -> Iterator[Pattern]:
        """What a sequence can want after a word, by the part that takes it."""
        while isinstance(pattern, Group) and pattern not in seen:
            seen.add(pattern)
            yield self._patterns.group(after(pattern.head), pattern.tail)
            if not pattern.head.nullable:
                return
            pattern = pattern.tail
        if isinstance(pattern, (Data, Value, Choice, OneOrMore)):
            yield after(pattern)


def words(text: str) -> list[str]:
    """The words of a list: what white space parts."""
    return _WORDS.findall(text)
