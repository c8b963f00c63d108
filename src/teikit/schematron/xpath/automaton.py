"""Regular expressions that could take endless time, searched for in time that is bounded.

Python goes back and tries another way; here all ways are gone at the same time, a character after
the other. It is slower for most patterns, and says only whether there is a match.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from teikit.schematron.xpath.ambiguity import opcodes, parser
from teikit.schematron.xpath.errors import ExpressionError

MOST_STATES = 2_000
"""Of a pattern, with all that it repeats written out."""

MOST_STEPS = 5_000_000
"""States times characters of a text."""


class _State(NamedTuple):
    """A place in a pattern.

    Attributes:
        takes: whether a character leads on; None where there is no character to take.
        holds: whether a place between characters may be passed; None where any may.
        after: the states behind.
    """

    takes: Callable[[str], bool] | None
    holds: Callable[[str, int], bool] | None
    after: tuple[int, ...]


class Automaton:
    """A regular expression of Python without groups that it refers to.

    Raises:
        ValueError: it has something that cannot be done without going back, or it is too large.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(pattern, flags)
        self._flags = flags
        self._pattern = pattern
        self._states: list[_State] = []
        self._end = self._add(None, None, ())
        self._start = self._sequence(tree, self._end)

    def search(self, text: str) -> bool:
        """Whether it matches anywhere in a text; `ExpressionError` where that is too long."""
        if len(self._states) * len(text) > MOST_STEPS:
            raise ExpressionError(
                f"The regular expression “{self._pattern}” would take too long on a text of"
                f" {len(text)} characters."
            )
        current = self._reached([self._start], text, 0)
        for index, character in enumerate(text):
            if self._end in current:
                return True
            taken = [
                state.after[0]
                for state in map(self._states.__getitem__, current)
                if state.takes is not None and state.takes(character)
            ]
            current = self._reached([*taken, self._start], text, index + 1)
        return self._end in current

    def _reached(self, starts: Iterable[int], text: str, index: int) -> set[int]:
        """The states that are reached without a character."""
        reached: set[int] = set()
        todo = list(starts)
        while todo:
            number = todo.pop()
            if number in reached:
                continue
            reached.add(number)
            state = self._states[number]
            if state.takes is None and (state.holds is None or state.holds(text, index)):
                todo += state.after
        return reached

    # The states of a pattern, made from its end to its beginning.

    def _add(
        self,
        takes: Callable[[str], bool] | None,
        holds: Callable[[str, int], bool] | None,
        after: tuple[int, ...],
    ) -> int:
        if len(self._states) >= MOST_STATES:
            raise ValueError("the pattern is too large")
        self._states.append(_State(takes, holds, after))
        return len(self._states) - 1

    def _sequence(self, items: Iterable[tuple[Any, Any]], after: int) -> int:
        for code, value in reversed([*items]):
            after = self._item(code, value, after)
        return after

    def _item(self, code: Any, value: Any, after: int) -> int:
        if code in (opcodes.LITERAL, opcodes.NOT_LITERAL, opcodes.IN, opcodes.ANY):
            return self._add(self._taking(code, value), None, (after,))
        if code is opcodes.SUBPATTERN and not (value[1] or value[2]):
            return self._sequence(value[3], after)
        if code is opcodes.BRANCH:
            ways = tuple(self._sequence(branch, after) for branch in value[1])
            return self._add(None, None, ways)
        if code in (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT):
            least, most, body = value
            return self._repeated(least, most, body, after)
        if code is opcodes.AT and value in _PLACES:
            multiline = bool(self._flags & re.MULTILINE)
            place = _PLACES[value]
            return self._add(None, lambda text, index: place(text, index, multiline), (after,))
        if code is opcodes.ASSERT_NOT and [*value[1]] == _LAST_NEWLINE:
            return self._add(None, lambda text, index: text[index:] != "\n", (after,))
        raise ValueError(f"{code} cannot be done without going back")

    def _repeated(self, least: int, most: Any, body: Any, after: int) -> int:
        if most is opcodes.MAXREPEAT:
            loop = self._add(None, None, ())
            again = self._sequence(body, loop)
            self._states[loop] = _State(None, None, (again, after))
            after = loop
        else:
            for _ in range(most - least):
                after = self._add(None, None, (self._sequence(body, after), after))
        for _ in range(least):
            after = self._sequence(body, after)
        return after

    def _taking(self, code: Any, value: Any) -> Callable[[str], bool]:
        """Whether a character is of those that a part of the pattern takes."""
        flags = self._flags
        known: dict[str, bool] = {}

        def takes(character: str) -> bool:
            if character not in known:
                forms = {character}
                if flags & re.IGNORECASE:
                    forms |= {character.lower(), character.upper()}
                known[character] = any(
                    _has(code, value, ord(form), flags) for form in forms if len(form) == 1
                )
            return known[character]

        return takes


def _has(code: Any, value: Any, character: int, flags: int) -> bool:
    if code is opcodes.ANY:
        return bool(flags & re.DOTALL) or character != ord("\n")
    if code is opcodes.LITERAL:
        return bool(value == character)
    if code is opcodes.NOT_LITERAL:
        return bool(value != character)
    negated = value[0][0] is opcodes.NEGATE
    members = value[1:] if negated else value
    return any(_in_class(kind, item, character) for kind, item in members) != negated


def _in_class(kind: Any, item: Any, character: int) -> bool:
    if kind is opcodes.LITERAL:
        return bool(item == character)
    if kind is opcodes.RANGE:
        return bool(item[0] <= character <= item[1])
    if kind is opcodes.CATEGORY and item in _CATEGORIES:
        return re.match(_CATEGORIES[item], chr(character)) is not None
    raise ValueError(f"{kind} cannot be done without going back")


_CATEGORIES = {
    opcodes.CATEGORY_DIGIT: r"\d",
    opcodes.CATEGORY_NOT_DIGIT: r"\D",
    opcodes.CATEGORY_SPACE: r"\s",
    opcodes.CATEGORY_NOT_SPACE: r"\S",
    opcodes.CATEGORY_WORD: r"\w",
    opcodes.CATEGORY_NOT_WORD: r"\W",
}


def _at_beginning(text: str, index: int, multiline: bool) -> bool:
    return index == 0 or (multiline and text[index - 1] == "\n")


def _at_end(text: str, index: int, multiline: bool) -> bool:
    rest = len(text) - index
    return rest == 0 or (multiline and text[index] == "\n") or (rest == 1 and text[-1] == "\n")


_LAST_NEWLINE = [(opcodes.LITERAL, ord("\n")), (opcodes.AT, opcodes.AT_END_STRING)]
"""What must not come behind `$`: in XPath that is not before a newline at the end."""

_PLACES: dict[Any, Callable[[str, int, bool], bool]] = {
    opcodes.AT_BEGINNING: _at_beginning,
    opcodes.AT_BEGINNING_STRING: lambda _text, index, _multiline: index == 0,
    opcodes.AT_END: _at_end,
    opcodes.AT_END_STRING: lambda text, index, _multiline: index == len(text),
}
