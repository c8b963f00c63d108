"""Types that depend on what an element is like (`xs:alternative`), told apart in advance.

Where the tests ask for nothing but attributes, their values, and children, there are only so many
ways for an element to be, and for each of them one type.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

_ANY = "*"
"""The name of any child; `{namespace}*` is that of any in a namespace."""
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MOST_CASES = 100
_OTHER = object()
"""A value that is none of those that the tests name."""


@dataclass(frozen=True)
class Attribute:
    """That an attribute is there: with the value `written`, or without one of `unlike`."""

    written: str | None = None
    unlike: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Children:
    """Which children are there.

    Attributes:
        without: names of which there is none; `*` and `{namespace}*` stand for many.
        needed: names of each of which there is at least one, likewise.
    """

    without: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    def allow(self, name: str) -> bool:
        """Whether there may be a child of this name."""
        return not any(covers(each, name) for each in self.without)


ANY_CHILDREN = Children()


@dataclass(frozen=True)
class Case:
    """One way for an element to be.

    Attributes:
        kind: its type then, as the engine of XSD has it.
        attributes: what is asked of attributes, by their names; None where there is none.
        children: what is asked of its children.
    """

    kind: Any
    attributes: Mapping[str, Attribute | None] = field(default_factory=dict)
    children: Children = ANY_CHILDREN


def cases(element: Any) -> Sequence[Case]:
    """All ways for an element to be that its declaration tells apart.

    There are none where a test asks what cannot be told in advance.
    """
    if not element.alternatives:
        return [Case(element.type)]
    asked = _Asked()
    try:
        tests = [
            (each.type, asked.condition(each.token, each) if each.path is not None else _always)
            for each in element.alternatives
        ]
        return [*asked.cases([*tests, (element.type, _always)])]
    except _Unknown:
        return []


class _Unknown(Exception):  # noqa: N818
    """A test asks what cannot be told in advance."""


@dataclass(frozen=True)
class _Facts:
    """What an element is like: the values of attributes, and which children there are."""

    attributes: Mapping[str, object]
    children: Mapping[str, bool]


_Condition = Callable[[_Facts], bool]
_Tests = Sequence[tuple[Any, _Condition]]
"""Types, each with its test; that of the last is always true."""


def covers(name: str, other: str) -> bool:
    """Whether whatever has the other name has this name, too, which may stand for many."""
    return name in {other, _ANY} or (name.endswith("}*") and other.startswith(name[:-1]))


def _always(_: _Facts) -> bool:
    return True


class _Asked:
    """What tests ask for."""

    def __init__(self) -> None:
        self._values: dict[str, set[str]] = {}
        self._children: list[str] = []

    def condition(self, token: Any, about: Any) -> _Condition:
        """A test. Raises `_Unknown`."""
        parts = [*token]
        match token.symbol:
            case "and" | "or" as word:
                first, second = (self.condition(part, about) for part in parts)
                if word == "and":
                    return lambda facts: first(facts) and second(facts)
                return lambda facts: first(facts) or second(facts)
            case "not":
                inner = self.condition(parts[0], about)
                return lambda facts: not inner(facts)
            case "(" if len(parts) == 1:
                return self.condition(parts[0], about)
            case "=" | "!=" as sign:
                return self._compared(*parts, is_alike=sign == "=")
            case "@" | "attribute":
                return self._attribute(parts[0])
            case "child":
                return self._child(parts[0], about)
            case "(name)" | ":" | "*":
                return self._child(token, about)
        raise _Unknown

    def _attribute(self, name: Any) -> _Condition:
        found = _attribute_name(name)
        self._values.setdefault(found, set())
        return lambda facts: facts.attributes[found] is not None

    def _child(self, name: Any, about: Any) -> _Condition:
        found = _name(name, about.xpath_default_namespace)
        if found not in self._children:
            self._children.append(found)
        return lambda facts: facts.children[found]

    def _compared(self, left: Any, right: Any, *, is_alike: bool) -> _Condition:
        """Whether an attribute has one of some values; or another than one."""
        if left.symbol not in {"@", "attribute"}:
            left, right = right, left
        if left.symbol not in {"@", "attribute"}:
            raise _Unknown
        found = _attribute_name(left[0])
        words = {*_words(right)}
        self._values.setdefault(found, set()).update(words)
        if is_alike:
            return lambda facts: facts.attributes[found] in words
        if len(words) > 1:
            raise _Unknown
        return lambda facts: facts.attributes[found] not in {None, *words}

    def cases(self, tests: _Tests) -> Iterator[Case]:
        """The type for each way to be. Raises `_Unknown`."""
        values = {name: [None, *sorted(words), _OTHER] for name, words in self._values.items()}
        size = 2 ** len(self._children)
        for choices in values.values():
            size *= len(choices)
        if size > _MOST_CASES:
            raise _Unknown
        for found in product(*values.values()):
            attributes = dict(zip(values, found, strict=True))
            for kind, children in _by_children(tests, attributes, self._children, {}):
                yield Case(kind, self._attributes(attributes), _needed(children))

    def _attributes(self, values: Mapping[str, object]) -> Mapping[str, Attribute | None]:
        made: dict[str, Attribute | None] = {}
        for name, value in values.items():
            if value is None:
                made[name] = None
            elif isinstance(value, str):
                made[name] = Attribute(value)
            else:
                made[name] = Attribute(unlike=frozenset(self._values[name]))
        return made


def _by_children(
    tests: _Tests,
    attributes: Mapping[str, object],
    names: Sequence[str],
    known: Mapping[str, bool],
) -> Iterator[tuple[Any, Mapping[str, bool]]]:
    """The types that there may be where some children are known.

    With each comes what is to be known for it to be the type.
    """
    kinds = {}
    for there in product((True, False), repeat=len(names)):
        children = {**known, **dict(zip(names, there, strict=True))}
        if not any(covers(*pair) for pair in product(*_split(children))):
            facts = _Facts(attributes, children)
            kind = next(kind for kind, test in tests if test(facts))
            kinds[id(kind)] = kind
    if len(kinds) > 1:
        first, *others = names
        for is_there in (True, False):
            yield from _by_children(tests, attributes, others, {**known, first: is_there})
    else:
        yield from ((kind, known) for kind in kinds.values())


def _split(children: Mapping[str, bool]) -> tuple[Sequence[str], Sequence[str]]:
    """The names of which there is no child, and those of which there is one."""
    there = [name for name, is_there in children.items() if is_there]
    return [name for name in children if name not in there], there


def _needed(children: Mapping[str, bool]) -> Children:
    without, there = _split(children)
    others = product(there, there)
    more = {name for name, other in others if name != other and covers(name, other)}
    return Children(frozenset(without), frozenset(there) - more)


def _attribute_name(token: Any) -> str:
    """Raises `_Unknown`."""
    name = _name(token, "")
    if name.endswith("*"):
        raise _Unknown
    return name


def _name(token: Any, default_namespace: str) -> str:
    """The name that a token means. Raises `_Unknown`."""
    if token.symbol == "(name)":
        return f"{{{default_namespace}}}{token.value}" if default_namespace else str(token.value)
    if token.symbol == "*" and not [*token]:
        return _ANY
    if token.symbol == ":":
        prefix, local = token
        namespace = token.parser.namespaces.get(prefix.value)
        if namespace and namespace != _XSI and local.symbol in {"(name)", "*"}:
            return f"{{{namespace}}}{local.value if local.symbol == '(name)' else _ANY}"
    raise _Unknown


def _words(token: Any) -> Iterator[str]:
    """The texts that a token stands for. Raises `_Unknown`."""
    if token.symbol == "(string)":
        yield token.value
    elif token.symbol in {",", "("}:
        for part in token:
            yield from _words(part)
    else:
        raise _Unknown
