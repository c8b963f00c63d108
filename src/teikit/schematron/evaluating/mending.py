"""Quick fixes at a node: what they are called, and what they change.

What a fix does is only told where it is certain; else it says what hinders it, and is only shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml import etree

from teikit.schematron.evaluating.program import CompiledEdit, CompiledFix
from teikit.schematron.evaluating.results import Change, Fragment, NewName, OfferedFix
from teikit.schematron.evaluating.values import EvaluationError, NodeScope, Values
from teikit.schematron.model import EditKind, QuickFixEdit
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.native import compiled_pattern
from teikit.schematron.xpath.nodes import Node
from teikit.xml.markup import unescape_text
from teikit.xml.names import XML

MOST_CHANGES = 1000
"""Places that a fix may change."""
MOST_CONTENT = 200_000
"""Characters that a fix may put in, copies of nodes not counted."""
MOST_COMPUTED = 300
"""Contents that are computed for the fixes of a document."""
_OFFERED = 10
"""Fixes of an assertion that are looked at."""
_NAME = re.compile(r"(?:([^\W\d][\w.\-]*):)?([^\W\d][\w.\-]*)")
_QUANTIFIER = re.compile(r"\{\d+(?:,\d*)?\}")
_GROUP = re.compile(r"\$\d")
_CONSTANT = re.compile(r"""\s*(?:'[^']*'|"[^"]*"|\$[\w.\-]+)\s*""")
_CHILDREN = ("first-child", "last-child")
_BESIDE = ("before", "after")

_Content = tuple["str | Fragment | Node", ...]


class _Hindered(Exception):  # noqa: N818 (it is no error)
    """A fix is only shown. The message says why, in words."""


class Offering:
    """The fixes that are offered for the nodes of a document."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._left = MOST_COMPUTED

    def fixes(self, fixes: Iterable[CompiledFix], scope: NodeScope) -> Iterator[OfferedFix]:
        """The fixes for the node of a scope; what one changes, where it is alone."""
        found = [*self._titled(islice(fixes, _OFFERED), scope)]
        for compiled, fix in found:
            if fix.hindrance:
                yield fix
            elif len(found) > 1:
                yield fix._replace(hindrance="others are offered, too")
            else:
                yield self._with_changes(compiled, fix, scope)

    def _titled(
        self, fixes: Iterable[CompiledFix], scope: NodeScope
    ) -> Iterator[tuple[CompiledFix, OfferedFix]]:
        """The fixes whose conditions are true, and what they are called."""
        values = self._values
        for compiled in fixes:
            try:
                if compiled.condition and not values.test(compiled.condition, scope):
                    continue
                title = values.words(compiled.title, scope) or compiled.fix.id
            except EvaluationError as error:
                yield compiled, OfferedFix(compiled.fix, compiled.fix.id, (), error.message)
            else:
                yield compiled, OfferedFix(compiled.fix, title, (), compiled.fix.unsupported)

    def _with_changes(self, compiled: CompiledFix, fix: OfferedFix, scope: NodeScope) -> OfferedFix:
        try:
            changes = _Fix(scope, self._values, self._spend).changes(compiled.edits)
        except _Hindered as error:
            return fix._replace(hindrance=str(error))
        except EvaluationError as error:
            return fix._replace(hindrance=error.message)
        if not changes:
            return fix._replace(hindrance="it changes nothing here")
        return fix._replace(changes=changes)

    def _spend(self) -> None:
        """One more content is to be computed."""
        if not self._left:
            raise _Hindered("too much has to be computed for all that it is offered for")
        self._left -= 1


class _Fix:
    """A fix for the node of a scope."""

    def __init__(self, scope: NodeScope, values: Values, spend: Callable[[], None]) -> None:
        self._scope = scope
        self._values = values
        self._spend = spend

    def changes(self, edits: Iterable[CompiledEdit]) -> tuple[Change, ...]:
        """What it changes. Raises `_Hindered` and `EvaluationError`."""
        found: list[Change] = []
        size = 0
        for compiled in edits:
            for node in self._nodes(compiled):
                for change in self._at(compiled, self._scope.at(node)):
                    found.append(change)
                    size += _size(change)
                    if len(found) > MOST_CHANGES:
                        raise _Hindered(f"it changes more than {MOST_CHANGES} places")
                    if size > MOST_CONTENT:
                        raise _Hindered("it puts in too much")
        return tuple(found)

    def _nodes(self, compiled: CompiledEdit) -> Iterator[Node]:
        """The nodes that an edit changes."""
        nodes = dict.fromkeys(self._values.nodes(compiled.match, self._scope))
        if len(nodes) > MOST_CHANGES:
            raise _Hindered(f"it changes more than {MOST_CHANGES} places")
        for node in nodes:
            condition = compiled.condition
            if condition:
                wanted = self._values.test(condition, self._scope.at(node))
                if node != self._scope.node and wanted != self._values.test(condition, self._scope):
                    raise _Hindered("it is not certain of which node its condition speaks")
                if not wanted:
                    continue
            yield node

    def _at(self, compiled: CompiledEdit, scope: NodeScope) -> Iterator[Change]:
        node, edit = scope.node, compiled.edit
        if node.part == "document":
            raise _Hindered("it changes the document as a whole")
        if edit.kind == EditKind.STRING_REPLACE:
            yield from self._in_text(compiled, scope)
        elif edit.kind == EditKind.ADD:
            yield self._added(compiled, scope)
        elif not (node.attribute or node.part) and node.element.getparent() is None:
            raise _Hindered("it takes away the outermost element, or what is beside it")
        elif edit.kind == EditKind.DELETE:
            yield Change(edit.kind, node)
        else:
            yield self._replaced(compiled, scope)

    # The kinds of edits

    def _in_text(self, compiled: CompiledEdit, scope: NodeScope) -> Iterator[Change]:
        node, edit = scope.node, compiled.edit
        if not node.part:
            raise _Hindered("it replaces characters in something that is no text")
        if "{" in _QUANTIFIER.sub("", edit.regex):
            raise _Hindered("its regular expression is computed")
        if compiled.select and not _CONSTANT.fullmatch(compiled.select.text):
            raise _Hindered("what it puts in is computed from what it finds")
        if edit.node_type or edit.target:
            raise _Hindered("it makes a node of what it finds")
        content = self._content(compiled, scope)
        if any(_GROUP.search(part if isinstance(part, str) else edit.content) for part in content):
            raise _Hindered("it is not certain what $1 means in what it puts in")
        try:
            pattern = compiled_pattern(edit.regex, edit.flags)
        except ExpressionError as error:
            raise _Hindered(str(error)) from None
        text = (node.element.tail if node.part == "tail" else node.element.text) or ""
        for found in pattern.finditer(text):
            if found.start() == found.end():
                raise _Hindered("its regular expression matches where there is nothing")
            yield Change(edit.kind, node, content=content, start=found.start(), end=found.end())

    def _added(self, compiled: CompiledEdit, scope: NodeScope) -> Change:
        node, edit = scope.node, compiled.edit
        made = self._made(compiled, scope)
        is_element = isinstance(node.element.tag, str) and not (node.attribute or node.part)
        if made.attributes and not made.element:
            if not is_element or edit.position:
                raise _Hindered("it adds an attribute to something that is no element")
            return made
        position = edit.position or "first-child"
        if position not in (*_CHILDREN, *_BESIDE):
            raise _Hindered(f"there is no position “{position}”")
        if position in _CHILDREN and not is_element:
            raise _Hindered("it adds something within a node that is no element")
        if position in _BESIDE and (node.attribute or _is_outermost(node)):
            raise _Hindered("it adds something where nothing can stand")
        return made._replace(position=position)

    def _replaced(self, compiled: CompiledEdit, scope: NodeScope) -> Change:
        node = scope.node
        made = self._made(compiled, scope)
        if bool(node.attribute) != bool(made.attributes and not made.element):
            raise _Hindered("it makes something of an attribute that is none, or the other way")
        return made

    # What is made

    def _made(self, compiled: CompiledEdit, scope: NodeScope) -> Change:
        """What is to stand in or for the node of a scope."""
        edit, node = compiled.edit, scope.node
        content = self._content(compiled, scope)
        change = Change(edit.kind, node)
        kind = edit.node_type
        if kind == "keep":
            if edit.kind != EditKind.REPLACE or node.part or not isinstance(node.element.tag, str):
                raise _Hindered("it is not certain what it makes")
            kind = "attribute" if node.attribute else "element"
        if kind == "attribute":
            return change._replace(attributes=((self._name(edit, scope), _string(content)),))
        if kind == "element":
            attributes, rest = _split(content)
            name = self._name(edit, scope)
            return change._replace(content=rest, element=name, attributes=attributes)
        if kind in ("comment", "pi", "processing-instruction"):
            return change._replace(content=(_unparsed(kind, edit.target, _string(content)),))
        if kind:
            raise _Hindered(f"“{kind}” is no type of node")
        if edit.target:
            raise _Hindered("it is not certain what it makes")
        attributes, rest = _split(content)
        if attributes and rest:
            raise _Hindered("it puts in attributes and other nodes")
        return change._replace(content=rest, attributes=attributes)

    def _content(self, compiled: CompiledEdit, scope: NodeScope) -> _Content:
        if compiled.select is None:
            content = compiled.edit.content
            if "<" in content:
                return (Fragment(content),)
            return (unescape_text(content),) if content else ()
        self._spend()
        items = self._values.items(compiled.select, scope)
        if isinstance(items, str):
            return (items,) if items else ()
        if len(items) > MOST_CHANGES:
            raise _Hindered("it puts in too much")
        for item in items:
            if not isinstance(item.element, etree._Element) or item.part == "document":
                raise _Hindered("it puts in something that is no node of the document")
            if item.element.getroottree().getroot() is not self._values.document.element:
                raise _Hindered("it copies from another document")
        return tuple(items)

    def _name(self, edit: QuickFixEdit, scope: NodeScope) -> NewName:
        """The name of the node that is made."""
        node = scope.node
        if edit.node_type == "keep":
            return _name_of(node.element, node.attribute)
        found = _NAME.fullmatch(edit.target)
        if not found:
            raise _Hindered(f"“{edit.target}” is no name of a node")
        prefix, local = found[1] or "", found[2]
        namespace = edit.namespace
        if prefix:
            known = namespace or self._values.namespaces.get(prefix, "")
            namespace = XML if prefix == "xml" else known
        if prefix and not namespace:
            raise _Hindered(f"the prefix “{prefix}” is not declared")
        if prefix == "xmlns" or (local == "xmlns" and not prefix):
            raise _Hindered("it declares a namespace")
        if edit.node_type == "attribute":
            return NewName(namespace if prefix else "", prefix, local)
        if not prefix and not namespace and etree.QName(node.element).namespace:
            raise _Hindered("the namespace of what it makes is not certain")
        return NewName(namespace, prefix, local)


def _size(change: Change) -> int:
    written = sum(len(part) for _, part in change.attributes)
    for part in change.content:
        if isinstance(part, Fragment):
            written += len(part.markup)
        elif isinstance(part, str):
            written += len(part)
    return written


def _is_outermost(node: Node) -> bool:
    return not node.part and node.element.getparent() is None


def _split(content: _Content) -> tuple[tuple[tuple[NewName, str], ...], _Content]:
    """The attributes at the beginning of a content, and the rest."""
    number = 0
    while number < len(content):
        part = content[number]
        if not (isinstance(part, Node) and part.attribute):
            break
        number += 1
    rest = content[number:]
    if any(isinstance(part, Node) and part.attribute for part in rest):
        raise _Hindered("it puts an attribute behind other nodes")
    copied = [part for part in content[:number] if isinstance(part, Node)]
    attributes = [
        (_name_of(part.element, part.attribute), str(part.element.get(part.attribute) or ""))
        for part in copied
    ]
    return tuple(attributes), rest


def _name_of(element: etree._Element, attribute: str) -> NewName:
    """The name of an element, or of its attribute."""
    if not attribute:
        name = etree.QName(element)
        return NewName(name.namespace or "", element.prefix or "", name.localname)
    name = etree.QName(attribute)
    namespace = name.namespace or ""
    prefixes = (prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace)
    prefix = "xml" if namespace == XML else next(prefixes, "ns")
    return NewName(namespace, prefix if namespace else "", name.localname)


def _string(content: _Content) -> str:
    """The value that a content is, for an attribute or a comment."""
    parts: list[str] = []
    for part in content:
        if isinstance(part, Fragment):
            raise _Hindered("it puts elements where there can be none")
        parts.append(part if isinstance(part, str) else _value(part))
    return " ".join(parts)


def _value(node: Node) -> str:
    """The string value of a node."""
    element = node.element
    if node.attribute:
        return str(element.get(node.attribute) or "")
    if node.part:
        return (element.tail if node.part == "tail" else element.text) or ""
    if not isinstance(element.tag, str):
        return element.text or ""
    return str(element.xpath("string()"))


def _unparsed(kind: str, target: str, text: str) -> Fragment:
    """A comment, or an instruction."""
    if kind == "comment":
        if "--" in text or text.endswith("-"):
            raise _Hindered("it makes a comment that cannot be written")
        return Fragment(f"<!--{text}-->")
    found = _NAME.fullmatch(target)
    if not found or found[1] or target.lower() == "xml" or "?>" in text:
        raise _Hindered("it makes an instruction that cannot be written")
    return Fragment(f"<?{target}{' ' if text else ''}{text.lstrip()}?>")
