"""Quick fixes: what the author of a schema offers to mend what it finds.

A fix that does more than add, delete, replace or edit text by expressions is read with the reason
why it is only shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import EditKind, QuickFix, QuickFixEdit
from teikit.schematron.reading.messages import text_of
from teikit.schematron.reading.tree import ISO, SQF, XML, XSLT, SchemaNode

_KINDS = {kind.value: kind for kind in EditKind}
_SHOWN = frozenset(("description", "title", "p"))
_UNSUPPORTED: Mapping[tuple[str, str], str] = {
    (SQF, "user-entry"): "it asks for a value",
    (SQF, "param"): "it has parameters",
    (SQF, "call-fix"): "it calls another fix",
    (ISO, "let"): "it has variables of its own",
}
_OWN = (ISO, SQF)
_QUOTE = {'"': "&quot;"}
_COMPUTED = "what it puts in is computed"


class QuickFixes(NamedTuple):
    """Fixes by their identifiers, and groups with the identifiers of their fixes."""

    fixes: Mapping[str, QuickFix]
    groups: Mapping[str, Sequence[str]]


def quick_fixes(parent: SchemaNode) -> QuickFixes:
    """The fixes in a schema, a pattern or a rule. Raises `SchemaError`."""
    fixes: dict[str, QuickFix] = {}
    groups: dict[str, list[str]] = {}
    for node, group in _fixes(parent, None):
        fix = _fix(node, group)
        fixes.setdefault(fix.id, fix)
        if group and group.get("id"):
            groups.setdefault(group.get("id"), []).append(fix.id)
    return QuickFixes(fixes, groups)


def named(identifiers: str, scopes: Sequence[QuickFixes]) -> Iterator[tuple[str, QuickFix | None]]:
    """What is named by the identifiers of fixes and groups, innermost scope first."""
    for name in identifiers.split():
        for scope in scopes:
            if name in scope.fixes:
                yield name, scope.fixes[name]
                break
            if name in scope.groups:
                yield from ((each, scope.fixes[each]) for each in scope.groups[name])
                break
        else:
            yield name, None


def _fixes(
    parent: SchemaNode, group: SchemaNode | None
) -> Iterator[tuple[SchemaNode, SchemaNode | None]]:
    for child in parent.children:
        if isinstance(child, str) or child.namespace != SQF:
            continue
        if child.name == "fix":
            yield child, group
        elif child.name == "group":
            yield from _fixes(child, child)
        elif child.name == "fixes":
            yield from _fixes(child, group)


def _fix(node: SchemaNode, group: SchemaNode | None) -> QuickFix:
    identifier = node.get("id")
    if not identifier:
        raise SchemaError("<sqf:fix> has no id; write it", node.place)
    children = [child for child in node.children if isinstance(child, SchemaNode)]
    edits = [child for child in children if child.namespace == SQF and child.name in _KINDS]
    known = {*edits, *(child for child in children if child.name in _SHOWN)}
    conditions = [each.get("use-when") for each in (node, group) if each and each.get("use-when")]
    reasons = [
        _UNSUPPORTED.get((child.namespace, child.name), f"<{child.name}> is not supported")
        for child in children
        if child not in known and child.namespace in (ISO, SQF, XSLT)
    ]
    if any(each.get("use-for-each") for each in (node, group) if each):
        reasons.append("it is offered for each of several things")
    for child in edits:
        reasons.extend(_reasons(child))
    if not edits and not reasons:
        reasons.append("it changes nothing")
    title = next(
        (each for each in node.walk() if each.namespace == SQF and each.name == "title"), None
    )
    return QuickFix(
        id=identifier,
        title=text_of(title) if title else (),
        edits=tuple(map(_edit, edits)),
        place=node.place,
        condition=" and ".join(f"({each})" for each in conditions)
        if len(conditions) > 1
        else "".join(conditions),
        unsupported="; ".join(dict.fromkeys(reasons)),
    )


def _edit(node: SchemaNode) -> QuickFixEdit:
    select = node.get("select")
    copied = _copied(node)
    return QuickFixEdit(
        kind=_KINDS[node.name],
        match=node.get("match") or ".",
        place=node.place,
        condition=node.get("use-when"),
        position=node.get("position"),
        node_type=node.get("node-type"),
        target=node.get("target"),
        namespace=_namespace(node),
        select=select or copied,
        content="" if select or copied else _markup(node),
        regex=node.attributes.get("regex", ""),
        flags=node.get("flags"),
    )


def _namespace(node: SchemaNode) -> str:
    """What the prefix of a target means; none but the default may be that of Schematron."""
    prefix, colon, _ = node.get("target").rpartition(":")
    namespace = node.prefixes.get(prefix, "")
    return "" if not colon and namespace in _OWN else namespace


def _copied(node: SchemaNode) -> str:
    """The expression of a copy that is all that there is in an element."""
    content = [child for child in node.children if isinstance(child, SchemaNode) or child.strip()]
    child = content[0] if len(content) == 1 else ""
    if isinstance(child, str) or child.namespace != SQF or child.name not in ("copy-of", "keep"):
        return ""
    return child.get("select") if set(child.attributes) == {"select"} else ""


def _reasons(edit: SchemaNode) -> Iterator[str]:
    """Why an edit is only shown."""
    if "{" in edit.get("target"):
        yield "the name of what it makes is computed"
    if edit.get("select") or _copied(edit):
        if _markup(edit) and edit.get("select"):
            yield "it has both select and content"
        return
    for child in edit.walk():
        if child is edit:
            continue
        is_computed = any("{" in value for value in child.attributes.values())
        if is_computed or child.namespace in (ISO, SQF, XSLT):
            yield _COMPUTED


def _markup(node: SchemaNode) -> str:
    """What is in an element, as markup with all declarations; nothing where it is only space."""
    return "".join(_written(child, {"xml": XML}) for child in node.children)


def _written(node: str | SchemaNode, declared: Mapping[str, str]) -> str:
    """A node as markup; texts of white space alone are nothing, as in XSLT."""
    if isinstance(node, str):
        return escape(node) if node.strip() else ""
    return _element(node, declared)


def _element(node: SchemaNode, declared: Mapping[str, str]) -> str:
    name = f"{node.prefix}:{node.name}" if node.prefix else node.name
    scope = dict(declared)
    tag = f"<{name}"
    if scope.get(node.prefix, "") != node.namespace:
        scope[node.prefix] = node.namespace
        tag += f' xmlns{":" if node.prefix else ""}{node.prefix}="{escape(node.namespace, _QUOTE)}"'
    for attribute, value in node.attributes.items():
        namespace, _, local = attribute.rpartition("}")
        written = escape(value, _QUOTE)
        if not namespace:
            tag += f' {local}="{written}"'
            continue
        known = (prefix for prefix, uri in node.prefixes.items() if prefix and uri == namespace[1:])
        prefix = "xml" if namespace[1:] == XML else next(known, "ns")
        if scope.get(prefix) != namespace[1:]:
            scope[prefix] = namespace[1:]
            tag += f' xmlns:{prefix}="{escape(namespace[1:], _QUOTE)}"'
        tag += f' {prefix}:{local}="{written}"'
    content = "".join(_written(child, scope) for child in node.children)
    return f"{tag}>{content}</{name}>" if content else f"{tag}/>"
