"""Patterns as a table of plain values: what a checked schema is kept as.

A row for each pattern: the word for it, then what it is made of, other patterns by their numbers.
Row 0 is the start; the last row has the prefixes of the schema, for messages. The table is all that
validating needs, and is read as far as it is needed.
"""

from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any

from teikit.relaxng.datatypes import Param
from teikit.relaxng.patterns.builder import PatternBuilder
from teikit.relaxng.patterns.names import AnyName, Name, NameChoice, NameClass, NsName
from teikit.relaxng.patterns.patterns import (
    EMPTY_PATTERN,
    NOT_ALLOWED,
    TEXT_PATTERN,
    Attribute,
    Choice,
    Data,
    Element,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Type,
    Value,
)

Row = list[Any]


_PREFIXES = "prefixes"
"""The word of the last row, which is no pattern: prefixes and their namespaces."""


def table(start: Pattern, prefixes: Mapping[str, str]) -> list[Row]:
    """The rows of all patterns that `start` reaches, and the prefixes that the schema uses."""
    numbers: dict[Pattern, int] = {start: 0}
    waiting = [start]
    rows: list[Row] = []

    def number(pattern: Pattern) -> int:
        if pattern not in numbers:
            numbers[pattern] = len(numbers)
            waiting.append(pattern)
        return numbers[pattern]

    for pattern in waiting:  # grows while it is gone through
        write = _WRITE.get(type(pattern))
        rows.append([pattern.kind, *(write(pattern, number) if write else ())])
    return [*rows, [_PREFIXES, dict(prefixes)]]


_Number = Callable[[Pattern], int]

_WRITE: Mapping[type[Pattern], Callable[[Any, _Number], Row]] = {
    Attribute: lambda it, number: [_names(it.name_class), number(it.value)],
    Choice: lambda it, number: [number(member) for member in it.members],
    Data: lambda it, number: [*_type(it.type), None if it.except_ is None else number(it.except_)],
    Element: lambda it, number: [_names(it.name_class), number(it.content)],
    Group: lambda it, number: [number(it.head), number(it.tail)],
    Interleave: lambda it, number: [number(part) for part in it.parts],
    List: lambda it, number: [number(it.words)],
    OneOrMore: lambda it, number: [number(it.once)],
    Value: lambda it, number: [*_type(it.type), it.literal, dict(it.namespaces)],
}


def _type(kind: Type) -> Row:
    return [kind.library, kind.name, [[param.name, param.value] for param in kind.params]]


def _names(names: NameClass) -> Any:
    if isinstance(names, Name):
        return names.name
    if isinstance(names, NameChoice):
        return ["choice", *map(_names, names.classes)]
    except_ = (
        names.except_ and _names(names.except_) if isinstance(names, (AnyName, NsName)) else None
    )
    return (
        ["nsName", names.namespace, except_] if isinstance(names, NsName) else ["anyName", except_]
    )


class PatternTable:
    """The patterns of a table, each made when it is first wanted."""

    def __init__(self, rows: list[Row]) -> None:
        self.patterns = PatternBuilder()
        self._rows = rows
        self._made: dict[int, Pattern] = {}
        self._lock = RLock()

    @property
    def start(self) -> Pattern:
        """The pattern of whole documents."""
        return self.pattern(0)

    @property
    def prefixes(self) -> tuple[tuple[str, str], ...]:
        """The prefixes that the schema uses, and their namespaces."""
        return tuple(sorted(self._rows[-1][1].items()))

    def elements(self) -> list[Element]:
        """All elements that a document may have."""
        found = (self.pattern(index) for index, row in enumerate(self._rows) if row[0] == "element")
        return [pattern for pattern in found if isinstance(pattern, Element)]

    def pattern(self, number: int) -> Pattern:
        """The pattern of a row."""
        made = self._made.get(number)
        if made is None:
            with self._lock:
                made = self._made[number] = self._read(self._rows[number])
        return made

    def _read(self, row: Row) -> Pattern:
        if row[0] != Group.kind:
            return _READ[row[0]](self, *row[1:])
        heads = []  # a sequence may be as long as a schema, and is gone through here
        while row[0] == Group.kind:
            heads.append(self.pattern(row[1]))
            last = row[2]
            row = self._rows[last]
        return self.patterns.sequence((*heads, self.pattern(last)))

    def all(self, numbers: tuple[int, ...]) -> list[Pattern]:
        """The patterns of several rows."""
        return [self.pattern(number) for number in numbers]

    def data(
        self, library: str, name: str, params: list[list[str]], except_: int | None
    ) -> Pattern:
        """A row of `data`."""
        kind = _kind(library, name, params)
        return self.patterns.data(kind, None if except_ is None else self.pattern(except_))

    def value(
        self,
        library: str,
        name: str,
        params: list[list[str]],
        literal: str,
        namespaces: dict[str, str],
    ) -> Pattern:
        """A row of `value`."""
        return self.patterns.value(_kind(library, name, params), literal, namespaces)

    def element(self, names: Any, content: int) -> Pattern:
        """A row of `element`: its content waits until it is wanted."""
        return Element(_name_class(names), lambda: self.pattern(content))


_READ: Mapping[str, Callable[..., Pattern]] = {
    "attribute": lambda it, names, value: it.patterns.attribute(
        _name_class(names), it.pattern(value)
    ),
    "choice": lambda it, *numbers: it.patterns.choice(it.all(numbers)),
    "data": PatternTable.data,
    "element": PatternTable.element,
    "empty": lambda _: EMPTY_PATTERN,
    "interleave": lambda it, *numbers: it.patterns.interleave(it.all(numbers)),
    "list": lambda it, words: it.patterns.list(it.pattern(words)),
    "notAllowed": lambda _: NOT_ALLOWED,
    "oneOrMore": lambda it, once: it.patterns.one_or_more(it.pattern(once)),
    "text": lambda _: TEXT_PATTERN,
    "value": PatternTable.value,
}


def _kind(library: str, name: str, params: list[list[str]]) -> Type:
    return Type(library, name, tuple(Param(name, value, {}) for name, value in params))


def _name_class(names: Any) -> NameClass:
    if isinstance(names, str):
        return Name(names)
    kind, *parts = names
    if kind == "choice":
        return NameChoice(tuple(map(_name_class, parts)))
    except_ = None if parts[-1] is None else _name_class(parts[-1])
    return NsName(parts[0], except_) if kind == "nsName" else AnyName(except_)
