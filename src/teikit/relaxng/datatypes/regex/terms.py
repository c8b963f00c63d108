"""Terms of regular expressions, and what is left of a term once a character has been read.

What is left after a character is a term again (the derivative of Brzozowski), so that a string is
matched by going from term to term, and never by going back. Equal terms are one object, so that
there are few of them and each is dealt with once. Counters stay counters: `a{0,1000}` is one term,
not a thousand, and terms that differ in the count alone become one where their ranges meet.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Term:
    """A term; only `TermBuilder` makes them, and nothing changes them."""

    nullable: bool
    """Whether it matches the empty string."""


@dataclass(slots=True, eq=False)
class Chars(Term):
    """One character of a set, which is told by its number."""

    number: int


@dataclass(slots=True, eq=False)
class Concatenation(Term):
    """One term behind another."""

    head: Term
    tail: Term


@dataclass(slots=True, eq=False)
class Alternatives(Term):
    """One of several terms."""

    options: frozenset[Term]


@dataclass(slots=True, eq=False)
class Repeat(Term):
    """A term several times: from `least` to `most`, or without end."""

    body: Term
    least: int
    most: int | None


NOTHING = Term(False)
"""Matches no string."""
EMPTY = Term(True)
"""Matches the empty string only."""

_KEPT = 100_000
"""How much is remembered before it is forgotten, in terms and their parts."""

_Split = tuple[Hashable, Repeat, Callable[[Term], Term]]
"""What has to be equal, the counter, and how to put another one in its place."""


class TermBuilder:
    """Makes terms, the same object for the same term."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Term] = {}
        self._derived: dict[tuple[Term, int], Term] = {}
        self._size = 0

    def chars(self, number: int) -> Term:
        """One character of the set with a number."""
        return self._intern(("chars", number), lambda: Chars(False, number))

    def sequence(self, head: Term, tail: Term) -> Term:
        """One term behind another."""
        if NOTHING in (head, tail):
            return NOTHING
        if EMPTY in (head, tail):
            return tail if head is EMPTY else head
        first, rest = (tail.head, tail.tail) if isinstance(tail, Concatenation) else (tail, EMPTY)
        if _counted(head) is _counted(first):
            return self.sequence(self._sum(head, first), rest)
        nullable = head.nullable and tail.nullable
        return self._intern((head, tail), lambda: Concatenation(nullable, head, tail))

    def choice(self, options: Iterable[Term]) -> Term:
        """One of several terms."""
        flat: set[Term] = set()
        for option in options:
            flat |= option.options if isinstance(option, Alternatives) else {option}
        flat.discard(NOTHING)
        if EMPTY in flat:
            flat.discard(EMPTY)
            return self.repeat(self.choice(flat), 0, 1) if flat else EMPTY
        for split in (self._leading, self._second):
            if len(flat) > 1:
                flat = self._merged(flat, split)
        if len(flat) < 2:
            return flat.pop() if flat else NOTHING
        members = frozenset(flat)
        nullable = any(option.nullable for option in members)
        return self._intern(members, lambda: Alternatives(nullable, members), len(members))

    def repeat(self, body: Term, least: int, most: int | None) -> Term:
        """A term several times."""
        if body is NOTHING:
            return EMPTY if least == 0 else NOTHING
        if body is EMPTY or most == 0:
            return EMPTY
        if body.nullable:
            least = 0
        if isinstance(body, Repeat) and body.least < 2:
            most = None if body.most is None or most is None else body.most * most
            return self.repeat(body.body, least, most)
        if least == most == 1:
            return body
        nullable = least == 0
        return self._intern((body, least, most), lambda: Repeat(nullable, body, least, most))

    def derivative(self, term: Term, classes: int) -> Term:
        """What is left of a term behind a character.

        The bit of each set of characters is set in `classes` where the character is in that set.
        """
        known = self._derived.get((term, classes))
        if known is None:
            if self._size > _KEPT:
                self._forget()
            known = self._derived[term, classes] = self._derivative(term, classes)
            self._size += 1
        return known

    def _forget(self) -> None:
        """Begin anew with remembering; terms that are in use stay what they are."""
        self._made.clear()
        self._derived.clear()
        self._size = 0

    def _derivative(self, term: Term, classes: int) -> Term:
        if isinstance(term, Chars):
            return EMPTY if classes >> term.number & 1 else NOTHING
        if isinstance(term, Alternatives):
            return self.choice(self.derivative(option, classes) for option in term.options)
        if isinstance(term, Repeat):
            most = None if term.most is None else term.most - 1
            rest = self.repeat(term.body, max(term.least - 1, 0), most)
            return self._behind(self.derivative(term.body, classes), rest)
        left = []
        while isinstance(term, Concatenation):
            left.append(self._behind(self.derivative(term.head, classes), term.tail))
            if not term.head.nullable:
                return self.choice(left)
            term = term.tail
        return self.choice([*left, self.derivative(term, classes)]) if left else NOTHING

    def _behind(self, left: Term, tail: Term) -> Term:
        """What is left of a term and what follows it, as a choice of plain sequences.

        Choices inside of sequences would be different ones in each of them, and too many.
        """
        options: Iterable[Term] = (left,)
        if isinstance(left, Repeat) and (left.least, left.most) == (0, 1):
            inner = left.body.options if isinstance(left.body, Alternatives) else (left.body,)
            options = (*inner, EMPTY)
        elif isinstance(left, Alternatives):
            options = left.options
        return self.choice(self.sequence(option, tail) for option in options)

    def _intern(self, key: Hashable, make: Callable[[], Term], size: int = 1) -> Term:
        term = self._made.get(key)
        if term is None:
            term = self._made[key] = make()
            self._size += size
        return term

    def _sum(self, first: Term, second: Term) -> Term:
        """Two counters of the same body, one behind the other."""
        (least, most), (more, limit) = _counts(first), _counts(second)
        both = None if most is None or limit is None else most + limit
        return self.repeat(_counted(first), least + more, both)

    def _leading(self, term: Term) -> _Split | None:
        """A counter at the beginning of a term."""
        if isinstance(term, Repeat):
            return (None, term.body, EMPTY), term, lambda counter: counter
        if isinstance(term, Concatenation) and isinstance(term.head, Repeat):
            tail = term.tail
            return (
                (None, term.head.body, tail),
                term.head,
                lambda counter: self.sequence(counter, tail),
            )
        return None

    def _second(self, term: Term) -> _Split | None:
        """A counter behind the first part of a term."""
        found = self._leading(term.tail) if isinstance(term, Concatenation) else None
        if not isinstance(term, Concatenation) or found is None:
            return None
        head, (key, counter, replace) = term.head, found
        return (head, key), counter, lambda counter: self.sequence(head, replace(counter))

    def _merged(self, options: set[Term], split: Callable[[Term], _Split | None]) -> set[Term]:
        """The options, those made one that differ in the range of a counter alone."""
        alike: dict[Hashable, list[_Split]] = {}
        result: set[Term] = set()
        for option in options:
            found = split(option)
            if found:
                alike.setdefault(found[0], []).append(found)
            else:
                result.add(option)
        for group in alike.values():
            _, counter, replace = group[0]
            ranges = _joined((repeat.least, repeat.most) for _, repeat, _ in group)
            result |= {replace(self.repeat(counter.body, *ends)) for ends in ranges}
        return result


def _counted(term: Term) -> Term:
    """What a counter counts; other terms are there once."""
    return term.body if isinstance(term, Repeat) else term


def _counts(term: Term) -> tuple[int, int | None]:
    return (term.least, term.most) if isinstance(term, Repeat) else (1, 1)


def _joined(ranges: Iterable[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """Ranges of counts, made one where they meet."""
    joined: list[tuple[int, int | None]] = []
    for least, most in sorted(ranges, key=lambda ends: ends[0]):
        last = joined[-1] if joined else (0, -1)
        if joined and (last[1] is None or least <= last[1] + 1):
            ends = None if last[1] is None or most is None else max(last[1], most)
            joined[-1] = (last[0], ends)
        else:
            joined.append((least, most))
    return joined
