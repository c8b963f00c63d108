"""Making patterns, each of them once.

What cannot match disappears, and what matches nothing (sections 4.20 and 4.21); who asks for the
same again is given the pattern that is there already.
"""

from collections.abc import Hashable, Iterable, Iterator
from functools import reduce
from typing import Any, TypeVar

from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.patterns.names import NameClass
from teikit.relaxng.patterns.patterns import (
    EMPTY_PATTERN,
    NOT_ALLOWED,
    Attribute,
    Choice,
    Data,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Type,
    Value,
)

P = TypeVar("P", bound=Pattern)


class PatternBuilder:
    """The patterns of one schema."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self._made)

    def forget(self) -> None:
        """Make patterns anew from now on; those in use stay right, but are not found again."""
        self._made = {}

    def _intern(self, key: Hashable, kind: type[P], *parts: Any) -> P:
        made = self._made.get(key)
        if made is None:
            # Of two threads that get here at once, both take what the first has put there.
            made = self._made.setdefault(key, kind(*parts))
        found: P = made
        return found

    def choice(self, members: Iterable[Pattern]) -> Pattern:
        """One of `members`, in the order in which they are first met."""
        different = dict.fromkeys(_flat(members))
        different.pop(NOT_ALLOWED, None)
        if len(different) < 2:
            return next(iter(different), NOT_ALLOWED)
        if EMPTY_PATTERN in different and any(
            member.nullable for member in different if member is not EMPTY_PATTERN
        ):
            del different[EMPTY_PATTERN]
            if len(different) == 1:
                return next(iter(different))
        return self._intern((Choice, frozenset(different)), Choice, tuple(different))

    def group(self, head: Pattern, tail: Pattern) -> Pattern:
        """`head`, then `tail`."""
        if head is NOT_ALLOWED or tail is NOT_ALLOWED:
            return NOT_ALLOWED
        if head is EMPTY_PATTERN:
            return tail
        if tail is EMPTY_PATTERN:
            return head
        return self._intern((Group, head, tail), Group, head, tail)

    def sequence(self, parts: Iterable[Pattern]) -> Pattern:
        """All of `parts`, one after another."""
        return reduce(lambda tail, head: self.group(head, tail), reversed(list(parts)))

    def interleave(self, parts: Iterable[Pattern]) -> Pattern:
        """All of `parts`, in any order."""
        flat: list[Pattern] = []
        for part in parts:
            if part is NOT_ALLOWED:
                return NOT_ALLOWED
            if part is not EMPTY_PATTERN:
                flat.extend(part.parts if isinstance(part, Interleave) else (part,))
        if len(flat) < 2:
            return flat[0] if flat else EMPTY_PATTERN
        return self._intern((Interleave, *flat), Interleave, tuple(flat))

    def one_or_more(self, once: Pattern) -> Pattern:
        """`once`, at least once."""
        if once is NOT_ALLOWED or once is EMPTY_PATTERN or isinstance(once, OneOrMore):
            return once
        return self._intern((OneOrMore, once), OneOrMore, once)

    def optional(self, once: Pattern) -> Pattern:
        """`once`, or nothing."""
        return self.choice((once, EMPTY_PATTERN))

    def attribute(self, name_class: NameClass, value: Pattern) -> Pattern:
        """An attribute."""
        if value is NOT_ALLOWED:
            return NOT_ALLOWED
        return self._intern((Attribute, name_class, value), Attribute, name_class, value)

    def data(self, kind: Type, except_: Pattern | None = None) -> Pattern:
        """A string of a datatype. Raises `DatatypeError` where there is no such type."""
        if except_ is NOT_ALLOWED:
            except_ = None
        return self._intern((Data, kind, except_), Data, kind, except_)

    def value(self, kind: Type, literal: str, namespaces: Namespaces) -> Pattern:
        """A string of a value.

        Raises `DatatypeError` where there is no such type, `ValueError` for a literal not of it.
        """
        made = Value(kind, literal, namespaces)
        return self._made.setdefault((Value, kind, made.value), made)  # type: ignore[no-any-return]

    def list(self, words: Pattern) -> Pattern:
        """A string of words."""
        if words is NOT_ALLOWED:
            return NOT_ALLOWED
        return self._intern((List, words), List, words)


def _flat(members: Iterable[Pattern]) -> Iterator[Pattern]:
    for member in members:
        if isinstance(member, Choice):
            yield from member.members
        else:
            yield member
