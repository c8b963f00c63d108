"""What a correct schema does not do (section 7), held against its simplified patterns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from teikit.relaxng.compile.full_syntax import fail
from teikit.relaxng.compile.node import SchemaNode
from teikit.relaxng.errors import SchemaError
from teikit.relaxng.patterns.names import NameClass, overlap, shown
from teikit.relaxng.patterns.patterns import (
    ATTRIBUTE,
    DATA,
    ELEMENT,
    EMPTY,
    ENDLESS_ATTRIBUTE,
    GROUP,
    GROUPED_ATTRIBUTE,
    INTERLEAVE,
    LIST,
    ONE_OR_MORE,
    TEXT,
    VALUE,
    Attribute,
    Choice,
    Data,
    Element,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    attributes,
    elements,
)

# Prohibited paths (section 7.1): what may not stand in what, elements not entered.
_IN_ATTRIBUTE = ATTRIBUTE | ELEMENT
_IN_LIST = ATTRIBUTE | ELEMENT | INTERLEAVE | LIST | TEXT
_IN_EXCEPT = ATTRIBUTE | ELEMENT | EMPTY | GROUP | INTERLEAVE | LIST | ONE_OR_MORE | TEXT
_IN_START = ATTRIBUTE | DATA | EMPTY | GROUP | INTERLEAVE | LIST | ONE_OR_MORE | TEXT | VALUE

MAX_ENDLESS = 100
"""Name classes without end, as `p:*`, that are compared with each other."""

_WORDS = {
    ATTRIBUTE: "an attribute",
    DATA: "data",
    ELEMENT: "an element",
    EMPTY: "<empty/>",
    GROUP: "a group",
    INTERLEAVE: "an interleave",
    LIST: "a list",
    ONE_OR_MORE: "a repetition",
    TEXT: "text",
    VALUE: "a value",
}


def check(start: Pattern, origin: Mapping[Pattern, SchemaNode], root: SchemaNode) -> None:
    """Raise `SchemaError` where a pattern that `start` reaches breaks a restriction.

    `origin` tells where patterns come from; `root` is the node that errors of others name.
    """
    _Check(origin, root).run(start)


class _Check:
    def __init__(self, origin: Mapping[Pattern, SchemaNode], root: SchemaNode) -> None:
        self.origin = origin
        self.node = root  # the closest node that is known for what is being checked
        self.attributes: dict[Pattern, frozenset[NameClass]] = {}
        self.seen: set[Pattern] = set()
        self.waiting: list[Element] = []

    def run(self, start: Pattern) -> None:
        self.never(start, start, _IN_START, "a document is one element: the start of a schema")
        self.visit(start)
        while self.waiting:
            element = self.waiting.pop()
            self.node = self.origin.get(element, self.node)
            content = element.content
            if content.content_type is None:
                raise self.wrong(content, "strings (data, value, list) stand beside other content")
            if content.contents & ENDLESS_ATTRIBUTE:
                reason = "an attribute of endless names must stand in <zeroOrMore> or <oneOrMore>"
                raise self.wrong(content, reason)
            self.visit(content)

    def wrong(self, pattern: Pattern, reason: str) -> SchemaError:
        return fail(self.origin.get(pattern, self.node), reason)

    def never(self, where: Pattern, inner: Pattern, forbidden: int, name: str) -> None:
        found = inner.contents & forbidden
        if found:
            what = next(words for bit, words in _WORDS.items() if bit & found)
            raise fail(self.location(where, inner), f"{name} cannot contain {what}")

    def location(self, where: Pattern, inner: Pattern) -> SchemaNode:
        """Where `inner` stands in `where`; the outer place, if it was written elsewhere, too."""
        outer = self.origin.get(where, self.node)
        found = self.origin.get(inner, outer)
        inside = outer.path == found.path and found in (
            *outer.children,
            *(grandchild for child in outer.children for grandchild in child.children),
        )
        return found if inside else outer

    def visit(self, pattern: Pattern) -> None:
        """Check a pattern and what is in it, once."""
        if pattern in self.seen:
            return
        self.seen.add(pattern)
        self.node = self.origin.get(pattern, self.node)
        _VISIT.get(type(pattern), _Check.leaf)(self, pattern)

    def leaf(self, _: Pattern) -> None:
        pass

    def element(self, pattern: Element) -> None:
        self.waiting.append(pattern)

    def attribute(self, pattern: Attribute) -> None:
        self.never(pattern, pattern.value, _IN_ATTRIBUTE, "an attribute")
        if pattern.content_type is None:
            raise self.wrong(pattern, "strings (data, value, list) of an attribute stand in a row")
        self.visit(pattern.value)

    def data(self, pattern: Data) -> None:
        if pattern.except_ is not None:
            self.never(pattern, pattern.except_, _IN_EXCEPT, "the <except> of <data>")
            self.visit(pattern.except_)

    def list(self, pattern: List) -> None:
        self.never(pattern, pattern.words, _IN_LIST, "a list")
        self.visit(pattern.words)

    def one_or_more(self, pattern: OneOrMore) -> None:
        if pattern.once.contents & GROUPED_ATTRIBUTE:
            raise self.wrong(pattern, "a repetition cannot contain attributes in a group")
        self.visit(pattern.once)

    def choice(self, pattern: Choice) -> None:
        for member in pattern.members:
            self.visit(member)

    def group(self, pattern: Group) -> None:
        heads = []
        rest: Pattern = pattern
        while isinstance(rest, Group):
            self.seen.add(rest)
            heads.append(rest.head)
            rest = rest.tail
        self.once(pattern, [*heads, rest])
        for part in (*heads, rest):
            self.visit(part)

    def interleave(self, pattern: Interleave) -> None:
        self.once(pattern, pattern.parts)
        if sum(bool(part.contents & TEXT) for part in pattern.parts) > 1:
            raise self.wrong(pattern, "text stands in two parts of an interleave")
        name = self.common(
            pattern,
            [frozenset(element.name_class for element in elements(part)) for part in pattern.parts],
        )
        if name is not None:
            reason = f"the element '{shown(name, '')}' stands in two parts of an interleave"
            raise self.wrong(pattern, reason)
        for part in pattern.parts:
            self.visit(part)

    def once(self, pattern: Pattern, parts: Iterable[Pattern]) -> None:
        """No attribute twice (section 7.3)."""
        sets = [self.names(part) for part in parts if part.contents & ATTRIBUTE]
        name = self.common(pattern, sets)
        if name is not None:
            raise self.wrong(pattern, f"the attribute '{shown(name, '')}' is there twice")

    def common(self, pattern: Pattern, sets: Sequence[frozenset[NameClass]]) -> str | None:
        """A name that classes of two sets have, which stand in `pattern`."""
        if sum(each.names is None for classes in sets for each in classes) > MAX_ENDLESS:
            reason = f"more than {MAX_ENDLESS} names without end, as <anyName> and <nsName>"
            raise self.wrong(pattern, f"{reason}, stand beside each other")
        return _common(sets)

    def names(self, pattern: Pattern) -> frozenset[NameClass]:
        """The name classes of the attributes in a pattern."""
        found = self.attributes.get(pattern)
        if found is None:
            found = frozenset(attribute.name_class for attribute in attributes(pattern))
            self.attributes[pattern] = found
        return found


_VISIT: Mapping[type[Pattern], Callable[[_Check, Any], None]] = {
    Attribute: _Check.attribute,
    Choice: _Check.choice,
    Data: _Check.data,
    Element: _Check.element,
    Group: _Check.group,
    Interleave: _Check.interleave,
    List: _Check.list,
    OneOrMore: _Check.one_or_more,
}


def _common(sets: Iterable[frozenset[NameClass]]) -> str | None:
    """A name that classes of two sets have."""
    named: set[str] = set()
    endless: list[NameClass] = []
    for classes in sets:
        here: set[str] = set()
        endless_here = []
        for name_class in classes:
            names = name_class.names
            if names is None:
                endless_here.append(name_class)
            else:
                here |= names
        for name in here:
            if name in named or any(name in name_class for name_class in endless):
                return name
        for name_class in endless_here:
            for name in named:
                if name in name_class:
                    return name
            for other in endless:
                name_of_both = overlap(name_class, other)
                if name_of_both is not None:
                    return name_of_both
        named |= here
        endless += endless_here
    return None
