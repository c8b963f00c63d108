"""Whether a regular expression can be matched in so many ways that Python would try without end.

Python goes back and tries another way wherever there was a choice. If a repeated part can match the
same text in two ways, the ways double with each character. Such a loop is looked for: in the graph
of the pattern's characters and of what can follow each, a way back to a character that is not the
only one for its text.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

opcodes: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

_SAMPLE = (
    [chr(code) for code in range(9, 14)]
    + [chr(code) for code in range(32, 127)]
    + list("\u00a0\u2003\u2013\u2014\u201eÄßéØĸıΩЖאعअ中あ\u0301٣½²€№\u200d\U0001f600")
)
_MOST_PAIRS = 200_000
_FEW = 8
"""A part that is repeated so often at most is no loop: its ways do not double without end."""


class _Part(NamedTuple):
    nullable: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


_EMPTY = _Part(True, (), ())


class _Graph:
    def __init__(self, flags: int) -> None:
        self.masks: list[int] = []
        self.follow: Counter[tuple[int, int]] = Counter()
        self._flags = flags

    def part(self, items: Iterable[tuple[Any, Any]]) -> _Part:
        found = _EMPTY
        for item in items:
            found = self._joined(found, self._item(*item))
        return found

    def _joined(self, left: _Part, right: _Part) -> _Part:
        for before in left.last:
            for after in right.first:
                self.follow[before, after] += 1
        return _Part(
            left.nullable and right.nullable,
            left.first + right.first if left.nullable else left.first,
            right.last + left.last if right.nullable else right.last,
        )

    def _item(self, code: Any, value: Any) -> _Part:
        if code in (opcodes.LITERAL, opcodes.NOT_LITERAL, opcodes.IN, opcodes.ANY):
            self.masks.append(_mask(code, value, self._flags))
            position = (len(self.masks) - 1,)
            return _Part(False, position, position)
        if code is opcodes.SUBPATTERN:
            return self.part(value[3])
        if code is opcodes.BRANCH:
            parts = [self.part(branch) for branch in value[1]]
            return _Part(
                any(part.nullable for part in parts),
                tuple(place for part in parts for place in part.first),
                tuple(place for part in parts for place in part.last),
            )
        if code in (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT):
            least, most, body = value
            part = self.part(body)
            if most > 1:
                if most is opcodes.MAXREPEAT or most > _FEW:
                    for before in part.last:
                        for after in part.first:
                            self.follow[before, after] += 1
                else:
                    part = self._joined(part, self.part(body))
            return part._replace(nullable=part.nullable or least == 0)
        if code is opcodes.GROUPREF:
            self.masks.append((1 << len(_SAMPLE)) - 1)
            position = (len(self.masks) - 1,)
            return _Part(True, position, position)
        return _EMPTY


def _mask(code: Any, value: Any, flags: int) -> int:
    if code is opcodes.IN:
        value = tuple(value)
    return _mask_of(code, value, flags & int(re.IGNORECASE | re.DOTALL))


@lru_cache(maxsize=2048)
def _mask_of(code: Any, value: Any, flags: int) -> int:
    if code is opcodes.ANY:
        return (1 << len(_SAMPLE)) - 1
    mask = 0
    for index, character in enumerate(_SAMPLE):
        folded = {character}
        if flags & re.IGNORECASE:
            folded |= {character.lower(), character.upper()}
        if any(_has(code, value, ord(each)) for each in folded if len(each) == 1):
            mask |= 1 << index
    if code is opcodes.LITERAL and not mask:
        # Characters that are not in the sample are told apart by bits of their own.
        mask = 1 << (len(_SAMPLE) + value)
    return mask


def _has(code: Any, value: Any, character: int) -> bool:
    if code is opcodes.LITERAL:
        return bool(character == value)
    if code is opcodes.NOT_LITERAL:
        return bool(character != value)
    negated = bool(value) and value[0][0] is opcodes.NEGATE
    found = any(_in_class(kind, item, character) for kind, item in value)
    return found != negated


def _in_class(kind: Any, item: Any, character: int) -> bool:
    if kind is opcodes.LITERAL:
        return bool(item == character)
    if kind is opcodes.RANGE:
        return bool(item[0] <= character <= item[1])
    if kind is opcodes.CATEGORY:
        return chr(character).isdigit() != ("NOT" in str(item))
    return False


def is_explosive(pattern: str, flags: int) -> bool:
    """Whether the time for a text can double with each of its characters.

    Args:
        pattern: a regular expression of Python that can be compiled.
        flags: of it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = parser.parse(pattern, flags)
    graph = _Graph(flags)
    graph.part(tree)
    after: dict[int, list[int]] = {}
    for before, then in graph.follow:
        after.setdefault(before, []).append(then)
    loops = _loops(after)
    for (before, then), count in graph.follow.items():
        if count > 1 and before in loops and loops[before] == loops.get(then):
            return True
    return _has_two_ways(after, loops, graph.masks)


def _loops(after: dict[int, list[int]]) -> dict[int, int]:
    """The strongly connected parts of a graph: a number for each node that is in a loop."""
    numbers: dict[int, int] = {}
    for group, nodes in enumerate(_components(after)):
        if len(nodes) > 1 or nodes[0] in after.get(nodes[0], ()):
            numbers.update((node, group) for node in nodes)
    return numbers


def _components(after: dict[Any, list[Any]]) -> list[list[Any]]:
    before: dict[Any, list[Any]] = {}
    for node, thens in after.items():
        for then in thens:
            before.setdefault(then, []).append(node)
    found: list[list[Any]] = []
    placed: set[Any] = set()
    for node in reversed(_finished(after)):
        if node in placed:
            continue
        group = [node]
        placed.add(node)
        for member in group:
            fresh = [then for then in before.get(member, ()) if then not in placed]
            placed.update(fresh)
            group += dict.fromkeys(fresh)
        found.append(group)
    return found


def _finished(after: dict[Any, list[Any]]) -> list[Any]:
    """The nodes of a graph, each behind all that can be reached from it, loops apart."""
    order: list[Any] = []
    seen: set[Any] = set()
    for start, thens in after.items():
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(thens))]
        while stack:
            node, rest = stack[-1]
            then = next((each for each in rest if each not in seen), None)
            if then is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(then)
                stack.append((then, iter(after.get(then, ()))))
    return order


def _has_two_ways(after: dict[int, list[int]], loops: dict[int, int], masks: list[int]) -> bool:
    """Whether two different ways lead from a character back to it, for the same text."""
    pairs: dict[Any, list[Any]] = {}
    todo = [(node, node) for node in loops]
    seen = set(todo)
    while todo:
        left, right = pair = todo.pop()
        thens = pairs.setdefault(pair, [])
        for first in after.get(left, ()):
            if loops.get(first) != loops[left]:
                continue
            for second in after.get(right, ()):
                if loops.get(second) != loops[right] or not masks[first] & masks[second]:
                    continue
                then = (first, second)
                thens.append(then)
                if then not in seen:
                    seen.add(then)
                    todo.append(then)
        if len(seen) > _MOST_PAIRS:
            return True
    return any(
        any(left == right for left, right in group) and any(left != right for left, right in group)
        for group in _components(pairs)
    )
