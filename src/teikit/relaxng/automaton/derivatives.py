"""Derivatives: what a pattern still wants when a child or a text has been seen.

Clark's algorithm derives by events, and so must carry what follows an open element along. Here a
pattern is derived by a child element as a whole, whose own content is matched apart; so patterns of
contents stay small and few, and results can be kept.
"""

from collections.abc import Iterable

from teikit.relaxng.patterns.builder import PatternBuilder
from teikit.relaxng.patterns.patterns import (
    ELEMENT,
    EMPTY_PATTERN,
    NOT_ALLOWED,
    TEXT,
    TEXT_PATTERN,
    Choice,
    Element,
    Group,
    Interleave,
    OneOrMore,
    Pattern,
    Text,
)

_Known = dict[Pattern, dict[Element, Pattern]]


class Derivatives:
    """The derivatives of one schema's patterns."""

    def __init__(self, patterns: PatternBuilder) -> None:
        self._patterns = patterns
        self._after_text: dict[Pattern, Pattern] = {}

    def forget(self) -> None:
        """Keep no results."""
        self._after_text = {}

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
                (element, self._replaced(pattern, index, after))
                for index, part in enumerate(pattern.parts)
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

    def _replaced(self, pattern: Interleave, index: int, part: Pattern) -> Pattern:
        return self._patterns.interleave(
            (*pattern.parts[:index], part, *pattern.parts[index + 1 :])
        )

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
                self._replaced(pattern, index, self.by_text(part))
                for index, part in enumerate(pattern.parts)
                if part.contents & TEXT
            )
        rests = []
        while isinstance(pattern, Group):
            rests.append(self._patterns.group(self.by_text(pattern.head), pattern.tail))
            if not pattern.head.nullable:
                return self._patterns.choice(rests)
            pattern = pattern.tail
        return self._patterns.choice((*rests, self.by_text(pattern)))
