"""Quick fixes of Schematrons, as edits of the file: nothing of it is written anew but what changes.

What cannot be done exactly is not done: where entities or CDATA are in the way, where a copy would
mean something else in its new place, and where edits of one fix overlap.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, pairwise

from lxml import etree

from teikit.diagnostic import Edit
from teikit.schematron import Change, EditKind, Fragment, NewName, Node
from teikit.validating.index.document import CheckedDocument
from teikit.validating.writing import edit_at, in_text, in_value
from teikit.xml.names import XML, Element
from teikit.xml.spans import FileSpan

Scope = Mapping[str | None, str]
"""The namespaces of prefixes, as lxml has them."""

_MOST_COPIED = 1_000_000
"""Characters that a fix may copy within a file."""
_CDATA = "<![CDATA["


class _InexactError(Exception):
    """A change cannot be made exactly."""


def edits_of(changes: Sequence[Change], document: CheckedDocument) -> tuple[Edit, ...]:
    """The edits that make changes; nothing where they cannot be made exactly."""
    try:
        edits = [*_Writing(document).edits(changes)]
    except _InexactError:
        return ()
    edits.sort(key=lambda edit: (edit.start, edit.end))
    for before, after in pairwise(edits):
        if before.end > after.start or before == after:
            return ()
    return tuple(edits)


class _Writing:
    def __init__(self, document: CheckedDocument) -> None:
        self._document = document
        self._positions = document.positions
        self._text = document.positions.text
        self._copied = 0

    def edits(self, changes: Iterable[Change]) -> Iterator[Edit]:
        """The edits, in the order of the changes. Raises `_InexactError`."""
        for change in changes:
            start, end, text = self._rewritten(change)
            edit = edit_at(self._document, start, end, text, has_nodes=True)
            if edit is None:
                raise _InexactError
            yield edit

    def _rewritten(self, change: Change) -> tuple[int, int, str]:
        """The characters that a change is about, and what it makes of them."""
        node, kind = change.node, change.kind
        if node.attribute:
            return self._attribute(change)
        if change.attributes and not change.element:
            return self._with_attributes(change)
        if kind == EditKind.STRING_REPLACE:
            start, end = self._characters(node, change.start, change.end)
            return start, end, self._content(change, _within(node))
        start, end = self._span(node)
        if kind == EditKind.DELETE:
            return start, end, ""
        if kind == EditKind.REPLACE:
            return start, end, self._content(change, _around(node))
        if change.position == "before":
            return start, start, self._content(change, _around(node))
        if change.position == "after":
            return end, end, self._content(change, _around(node))
        return self._child(change)

    def _child(self, change: Change) -> tuple[int, int, str]:
        """Content that is put in an element."""
        element = change.node.element
        content = self._content(change, element.nsmap)
        tag, end = self._positions.tag(element), self._positions.end(element)
        if self._text.startswith("/>", tag.end - 2):
            name = self._text[slice(*self._positions.name(element))].removeprefix("<")
            start = self._positions.new_attribute(element)
            return start, tag.end, f">{content}</{name}>"
        at = tag.end if change.position == "first-child" else self._text.rindex("</", tag.end, end)
        return at, at, content

    # Attributes

    def _attribute(self, change: Change) -> tuple[int, int, str]:
        """An attribute that is taken away, or for which another stands."""
        element, attribute, _ = change.node
        if not self._positions.has(element, attribute):
            raise _InexactError  # the DOCTYPE says what it is
        value = self._positions.attribute(element, attribute)
        name = self._positions.attribute_name(element, attribute)
        tag = self._positions.tag(element)
        start = tag.start + len(self._text[tag.start : name].rstrip())
        if change.kind == EditKind.DELETE:
            return start, value.end + 1, ""
        if len(change.attributes) == 1:
            new, text = change.attributes[0]
            if new.full == attribute:
                return value.start, value.end, in_value(text)
        return start, value.end + 1, self._attributes(change, element, {attribute})

    def _with_attributes(self, change: Change) -> tuple[int, int, str]:
        """Attributes that an element gets."""
        element = change.node.element
        if len(change.attributes) == 1:
            new, text = change.attributes[0]
            if self._positions.has(element, new.full):
                start, end = self._positions.attribute(element, new.full)
                return start, end, in_value(text)
        at = self._positions.new_attribute(element)
        return at, at, self._attributes(change, element, set())

    def _attributes(self, change: Change, element: Element, leaving: set[str]) -> str:
        names = [name.full for name, _ in change.attributes]
        present = {*element.keys()} - leaving
        if len({*names}) < len(names) or not present.isdisjoint(names):
            raise _InexactError
        return _attributes(change.attributes, dict(element.nsmap))

    # Places

    def _span(self, node: Node) -> FileSpan:
        """All characters of a node that is no attribute."""
        if node.part:
            return self._characters(node)
        return FileSpan(self._positions.tag(node.element).start, self._positions.end(node.element))

    def _characters(self, node: Node, start: int = 0, end: int | None = None) -> FileSpan:
        """Characters of a text, or all of it."""
        pieces = self._positions.text_pieces(node.element, tail=node.part == "tail")
        if _CDATA in self._text[pieces.start : pieces.end]:
            raise _InexactError
        return pieces.span(start, pieces.length if end is None else end)

    # Content

    def _content(self, change: Change, scope: Scope) -> str:
        """What a change puts in, where these prefixes are declared."""
        if change.element is None:
            return "".join(self._part(part, scope, scope) for part in change.content)
        inner = dict(scope)
        name, declared = _named(change.element, inner)
        tag = f"{name}{declared}{_attributes(change.attributes, inner)}"
        content = "".join(self._part(part, inner, scope) for part in change.content)
        return f"<{tag}>{content}</{name}>" if content else f"<{tag}/>"

    def _part(self, part: str | Fragment | Node, scope: Scope, outer: Scope) -> str:
        if isinstance(part, str):
            return in_text(part)
        if isinstance(part, Fragment):
            return _in_scope(part, scope)
        if part.attribute:
            raise _InexactError
        if not part.part and not (_extends(scope, outer) and _around(part) == outer):
            raise _InexactError  # its names could mean something else
        start, end = self._span(part)
        self._copied += end - start
        markup = self._document.markup
        if self._copied > _MOST_COPIED or not markup.is_written(start, end):
            raise _InexactError
        return self._text[start:end]


def _extends(scope: Scope, outer: Scope) -> bool:
    """Whether all names mean in a scope what they mean around it."""
    return scope.get(None, "") == outer.get(None, "") and all(
        scope.get(prefix) == uri for prefix, uri in outer.items()
    )


def _within(node: Node) -> Scope:
    """The namespaces where a text stands."""
    if node.part == "text":
        return node.element.nsmap
    return _around(node)


def _around(node: Node) -> Scope:
    """The namespaces where a node stands."""
    parent = node.element if node.part == "text" else node.element.getparent()
    if parent is None:
        raise _InexactError
    return parent.nsmap


# Markup that comes from elsewhere


def _in_scope(fragment: Fragment, scope: Scope) -> str:
    """A fragment, with those namespaces declared that are not."""
    try:
        holder = etree.fromstring(f"<x>{fragment.markup}</x>", _PARSER)
    except etree.XMLSyntaxError:
        raise _InexactError from None
    return _inner(holder, scope)


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def _inner(element: Element, scope: Scope) -> str:
    parts = [in_text(element.text or "")]
    for child in element:
        parts += [_element(child, scope), in_text(child.tail or "")]
    return "".join(parts)


def _element(element: Element, outer: Scope) -> str:
    if not isinstance(element.tag, str):
        return etree.tostring(element, encoding="unicode", with_tail=False)
    scope = dict(outer)
    name = etree.QName(element)
    tag, declared = _named(
        NewName(name.namespace or "", element.prefix or "", name.localname), scope
    )
    attributes = [
        (_attribute_name(element, str(attribute)), str(value))
        for attribute, value in element.attrib.items()
    ]
    start = f"{tag}{declared}{_attributes(attributes, scope)}"
    content = _inner(element, scope)
    return f"<{start}>{content}</{tag}>" if content else f"<{start}/>"


def _attribute_name(element: Element, attribute: str) -> NewName:
    name = etree.QName(attribute)
    namespace = name.namespace or ""
    known = (prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace)
    return NewName(namespace, next(known, "ns") if namespace else "", name.localname)


def _named(name: NewName, scope: dict[str | None, str]) -> tuple[str, str]:
    """The name of an element as it is written, and what declares it; then that is in scope."""
    wanted = name.prefix or None
    if (scope.get(wanted) or "") == name.namespace:
        prefix, declared = wanted, ""
    elif name.namespace and name.namespace in scope.values():
        known = [each for each, uri in scope.items() if uri == name.namespace]
        prefix, declared = (None if None in known else known[0]), ""
    else:
        prefix = wanted if name.namespace else None
        scope[prefix] = name.namespace
        declared = f' xmlns{":" if prefix else ""}{prefix or ""}="{in_value(name.namespace)}"'
    return f"{prefix}:{name.local}" if prefix else name.local, declared


def _attributes(attributes: Iterable[tuple[NewName, str]], scope: dict[str | None, str]) -> str:
    """Attributes as they are written in a tag, with what declares them."""
    parts: list[str] = []
    for name, value in attributes:
        prefix = ""
        if name.namespace == XML:
            prefix = "xml"
        elif name.namespace:
            known = [each for each, uri in scope.items() if each and uri == name.namespace]
            prefix = known[0] if known and name.prefix not in known else name.prefix
            if not known:
                if not prefix or prefix in scope:
                    prefix = next(f"ns{n}" for n in count(1) if f"ns{n}" not in scope)
                scope[prefix] = name.namespace
                parts.append(f' xmlns:{prefix}="{in_value(name.namespace)}"')
        shown = f"{prefix}:{name.local}" if prefix else name.local
        parts.append(f' {shown}="{in_value(value)}"')
    return "".join(parts)
