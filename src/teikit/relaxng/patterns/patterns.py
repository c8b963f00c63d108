"""The patterns of the simple syntax: immutable, and each exists once.

So patterns are compared by identity, and results about them can be kept with them. What the
restrictions of section 7 ask about a pattern is found when it is made: the kinds of patterns that
stand in it (`contents`, bits) and the type of its content (section 7.2).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce

from teikit.relaxng.datatypes import Datatype, Namespaces, Param, datatype
from teikit.relaxng.patterns.names import NameClass

# What stands in a pattern, elements not entered.
ATTRIBUTE = 1
ELEMENT = 2
TEXT = 4
EMPTY = 8
DATA = 16
VALUE = 32
LIST = 64
GROUP = 128
INTERLEAVE = 256
ONE_OR_MORE = 512
GROUPED_ATTRIBUTE = 1024  # an attribute in a group or an interleave
ENDLESS_ATTRIBUTE = 2048  # an attribute of endless names, in no oneOrMore
CONTEXTUAL = 4096  # a string whose value depends on the namespaces in scope
TYPED = DATA | VALUE | LIST

# The types of content (section 7.2), in their order.
NOTHING, COMPLEX, SIMPLE = 0, 1, 2


class Pattern:
    """A pattern of the simple syntax. `kind` is the word for it in the XML syntax.

    `depth` says how deep patterns are nested in it, those of elements aside.
    """

    __slots__ = ("_attributes", "_elements", "content_type", "contents", "depth", "nullable")

    kind = "notAllowed"

    contents: int
    nullable: bool
    depth: int
    _attributes: "tuple[Attribute, ...]"  # filled when first asked for
    _elements: "tuple[Element, ...]"
    content_type: int | None  # None: strings and structure mixed, which section 7.2 forbids


class _Leaf(Pattern):
    __slots__ = ()

    def __init__(self, contents: int, content_type: int, *, nullable: bool = False) -> None:
        self.contents = contents
        self.content_type = content_type
        self.nullable = nullable
        self.depth = 0


class NotAllowed(_Leaf):
    """What nothing matches."""

    __slots__ = ()


class Empty(_Leaf):
    """Nothing at all."""

    __slots__ = ()
    kind = "empty"


class Text(_Leaf):
    """Any text, none included."""

    __slots__ = ()
    kind = "text"


NOT_ALLOWED = NotAllowed(0, NOTHING)
EMPTY_PATTERN = Empty(EMPTY, NOTHING, nullable=True)
TEXT_PATTERN = Text(TEXT, COMPLEX, nullable=True)


@dataclass(frozen=True, slots=True)
class Type:
    """A datatype as a schema names it: by its library, its name and its parameters."""

    library: str
    name: str
    params: tuple[Param, ...] = ()


@lru_cache(maxsize=1024)
def _datatype(kind: Type) -> Datatype:
    return datatype(kind.library, kind.name, kind.params)


class Data(_Leaf):
    """A string of a datatype, but for those that `except_` matches."""

    __slots__ = ("datatype", "except_", "type")
    kind = "data"

    def __init__(self, kind: Type, except_: Pattern | None) -> None:
        self.type = kind
        self.datatype = _datatype(kind)
        inner = CONTEXTUAL & except_.contents if except_ else 0
        super().__init__(DATA | _context(self.datatype) | inner, SIMPLE)
        self.except_ = except_
        self.depth = except_.depth + 1 if except_ else 0


class Value(_Leaf):
    """A string with the value of `literal`."""

    __slots__ = ("datatype", "literal", "namespaces", "type", "value")
    kind = "value"

    def __init__(self, kind: Type, literal: str, namespaces: Namespaces) -> None:
        self.type = kind
        self.datatype = _datatype(kind)
        super().__init__(VALUE | _context(self.datatype), SIMPLE)
        self.literal = literal
        self.namespaces = namespaces if self.datatype.contextual else {}
        self.value = self.datatype.value(literal, namespaces)


class List(_Leaf):
    """A string of words, parted by white space, that match a pattern one after another."""

    __slots__ = ("words",)
    kind = "list"

    def __init__(self, words: Pattern) -> None:
        super().__init__(LIST | CONTEXTUAL & words.contents, SIMPLE)
        self.words = words
        self.depth = words.depth + 1


def _context(datatype: Datatype) -> int:
    return CONTEXTUAL if datatype.contextual else 0


class Attribute(Pattern):
    """An attribute: its names, and the pattern of its value."""

    __slots__ = ("name_class", "value", "verdicts")
    kind = "attribute"

    def __init__(self, name_class: NameClass, value: Pattern) -> None:
        self.name_class = name_class
        self.value = value
        self.contents = ATTRIBUTE | (ENDLESS_ATTRIBUTE if name_class.names is None else 0)
        self.content_type = None if value.content_type is None else NOTHING
        self.nullable = False
        self.depth = value.depth + 1
        self.verdicts: dict[str, bool] = {}


class Element(Pattern):
    """An element: its names, and its content.

    The content is made by the schema when it is first wanted: elements may contain themselves.
    """

    __slots__ = ("_compile", "_content", "name_class")
    kind = "element"

    def __init__(self, name_class: NameClass, compiled: Callable[[], Pattern]) -> None:
        self.name_class = name_class
        self.contents = ELEMENT
        self.content_type = COMPLEX
        self.nullable = False
        self.depth = 0
        self._compile = compiled
        self._content: Pattern | None = None

    @property
    def content(self) -> Pattern:
        """The pattern of attributes and children."""
        if self._content is None:
            self._content = self._compile()
        return self._content


class Choice(Pattern):
    """One of several patterns, at least two, none of them a choice."""

    __slots__ = ("_by_name", "members")
    kind = "choice"

    def __init__(self, members: tuple[Pattern, ...]) -> None:
        types = [member.content_type for member in members]
        self.members = members
        self.contents = reduce(int.__or__, (member.contents for member in members))
        self.content_type = (
            None
            if None in types
            else max(content_type for content_type in types if content_type is not None)
        )
        self.nullable = any(member.nullable for member in members)
        self.depth = 1 + max(member.depth for member in members)
        self._by_name: tuple[dict[str, list[Element]], list[Pattern]] | None = None

    def starters(self, name: str) -> Iterable[Pattern]:
        """The members that an element of this name may begin; others are sure not to."""
        if self._by_name is None:
            self._by_name = self._indexed()
        named, others = self._by_name
        here = named.get(name)
        return others if here is None else (*here, *others)

    def _indexed(self) -> tuple[dict[str, list[Element]], list[Pattern]]:
        named: dict[str, list[Element]] = {}
        others: list[Pattern] = []
        for member in self.members:
            names = member.name_class.names if isinstance(member, Element) else None
            if isinstance(member, Element) and names is not None:
                for name in names:
                    named.setdefault(name, []).append(member)
            elif member.contents & ELEMENT:
                others.append(member)
        return named, others


class Group(Pattern):
    """One pattern, then another. Sequences nest to the right."""

    __slots__ = ("head", "tail")
    kind = "group"

    def __init__(self, head: Pattern, tail: Pattern) -> None:
        self.head = head
        self.tail = tail
        self.contents = _joined((head, tail), GROUP)
        self.content_type = _grouped(head.content_type, tail.content_type)
        self.nullable = head.nullable and tail.nullable
        self.depth = max(head.depth + 1, tail.depth, 1)


class Interleave(Pattern):
    """Several patterns, at least two, in any order and mixed."""

    __slots__ = ("parts",)
    kind = "interleave"

    def __init__(self, parts: tuple[Pattern, ...]) -> None:
        self.parts = parts
        self.contents = _joined(parts, INTERLEAVE)
        self.content_type = reduce(_grouped, (part.content_type for part in parts))
        self.nullable = all(part.nullable for part in parts)
        self.depth = 1 + max(part.depth for part in parts)


class OneOrMore(Pattern):
    """A pattern, once or several times."""

    __slots__ = ("once",)
    kind = "oneOrMore"

    def __init__(self, once: Pattern) -> None:
        self.once = once
        self.contents = (once.contents | ONE_OR_MORE) & ~ENDLESS_ATTRIBUTE
        self.content_type = _grouped(once.content_type, once.content_type)
        self.nullable = once.nullable
        self.depth = once.depth + 1


def _joined(parts: tuple[Pattern, ...], kind: int) -> int:
    contents = reduce(int.__or__, (part.contents for part in parts)) | kind
    return contents | GROUPED_ATTRIBUTE if contents & ATTRIBUTE else contents


def _grouped(first: int | None, other: int | None) -> int | None:
    if first is None or other is None:
        return None
    if SIMPLE in (first, other) and NOTHING not in (first, other):
        return None
    return max(first, other)


def parts(pattern: Pattern) -> tuple[Pattern, ...]:
    """The patterns directly in one; contents of elements, values and strings are not."""
    if isinstance(pattern, Choice):
        return pattern.members
    if isinstance(pattern, Group):
        return tuple(chain(pattern))
    if isinstance(pattern, Interleave):
        return pattern.parts
    return (pattern.once,) if isinstance(pattern, OneOrMore) else ()


def chain(pattern: Pattern) -> Iterator[Pattern]:
    """The patterns of a sequence, in order."""
    while isinstance(pattern, Group):
        yield pattern.head
        pattern = pattern.tail
    yield pattern


def attributes(pattern: Pattern) -> tuple[Attribute, ...]:
    """The attributes of a pattern, each once and in their order, elements not entered."""
    if not pattern.contents & ATTRIBUTE:
        return ()
    if isinstance(pattern, Attribute):
        return (pattern,)
    try:
        return pattern._attributes
    except AttributeError:
        inner = (attribute for part in parts(pattern) for attribute in attributes(part))
        pattern._attributes = tuple(dict.fromkeys(inner))
        return pattern._attributes


def elements(pattern: Pattern) -> tuple[Element, ...]:
    """The elements of a pattern, each once and in their order, not entered."""
    if not pattern.contents & ELEMENT:
        return ()
    if isinstance(pattern, Element):
        return (pattern,)
    try:
        return pattern._elements
    except AttributeError:
        inner = (element for part in parts(pattern) for element in elements(part))
        pattern._elements = tuple(dict.fromkeys(inner))
        return pattern._elements


def strings(pattern: Pattern) -> Iterator[Data | Value | List]:
    """The data, values and lists of a pattern, each once and in their order."""
    waiting = [pattern]
    seen = set()
    while waiting:
        candidate = waiting.pop()
        if candidate in seen or not candidate.contents & TYPED:
            continue
        seen.add(candidate)
        if isinstance(candidate, (Data, Value, List)):
            yield candidate
        waiting.extend(reversed(parts(candidate)))
