"""What a pattern wants next, for telling people."""

from collections.abc import Iterator

from teikit.relaxng.patterns.patterns import (
    ELEMENT,
    TEXT,
    Choice,
    Element,
    Group,
    Interleave,
    OneOrMore,
    Pattern,
    Text,
    chain,
    parts,
)


def next_elements(pattern: Pattern) -> Iterator[Element]:
    """The elements that may come next, in the order of the schema."""
    return (following for following in _next(pattern, ELEMENT) if isinstance(following, Element))


def takes_text(pattern: Pattern) -> bool:
    """Whether text may come next."""
    return any(isinstance(following, Text) for following in _next(pattern, TEXT))


def _next(pattern: Pattern, kind: int) -> Iterator[Pattern]:
    """The patterns that may come next and hold what the bit `kind` stands for, inner ones too."""
    seen: set[Pattern] = set()
    waiting = [pattern]
    while waiting:
        candidate = waiting.pop()
        if candidate in seen or not candidate.contents & kind:
            continue
        seen.add(candidate)
        yield candidate
        inner = tuple(_begin(candidate)) if isinstance(candidate, Group) else parts(candidate)
        waiting.extend(reversed(inner))


def _begin(group: Group) -> Iterator[Pattern]:
    """The parts of a sequence that may come first."""
    for part in chain(group):
        yield part
        if not part.nullable:
            return


def missing_elements(pattern: Pattern) -> Iterator[tuple[Element, ...]]:
    """What must still come: for each place, the elements of which one is needed."""
    known: dict[Pattern, tuple[Element, ...]] = {}  # the first of a pattern

    def missing(pattern: Pattern) -> Iterator[tuple[Element, ...]]:
        if pattern.nullable:
            return
        if isinstance(pattern, (Group, Interleave)):
            for part in chain(pattern) if isinstance(pattern, Group) else pattern.parts:
                yield from missing(part)
        elif isinstance(pattern, OneOrMore):
            yield from missing(pattern.once)
        elif isinstance(pattern, Element):
            yield (pattern,)
        elif isinstance(pattern, Choice):
            needs = [first(member) for member in pattern.members]
            if all(needs):
                yield tuple(dict.fromkeys(element for need in needs for element in need))

    def first(pattern: Pattern) -> tuple[Element, ...]:
        if pattern not in known:
            known[pattern] = next(missing(pattern), ())
        return known[pattern]

    return missing(pattern)
