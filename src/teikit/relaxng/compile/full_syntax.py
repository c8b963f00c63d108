"""What the full syntax allows (section 3), and what a tree says by its place (4.2, 4.3, 4.8, 4.9).

`checked` holds a tree to the syntax, and gives its nodes the namespace (`ns`) and the datatype
library that they inherit.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from teikit.relaxng.compile.node import SchemaNode
from teikit.relaxng.datatypes.names import is_ncname
from teikit.relaxng.errors import SchemaError
from teikit.relaxng.patterns.names import SPACE

PATTERNS = frozenset(
    (
        *("attribute", "choice", "data", "element", "empty", "externalRef", "grammar", "group"),
        *("interleave", "list", "mixed", "notAllowed", "oneOrMore", "optional", "parentRef"),
        *("ref", "text", "value", "zeroOrMore"),
    )
)
NAME_CLASSES = frozenset(("name", "anyName", "nsName", "choice"))
NONE: frozenset[str] = frozenset()

COMPONENTS = frozenset(("start", "define", "div", "include"))


@dataclass(frozen=True, slots=True)
class ElementForm:
    """What an element may hold.

    `first` are the elements that may begin its content, and `rest` those that may follow; `least`
    and `most` number the children; `needs` and `takes` are attributes.
    """

    first: frozenset[str] = NONE
    rest: frozenset[str] = NONE
    least: int = 0
    most: int | None = None
    needs: frozenset[str] = NONE
    takes: frozenset[str] = NONE


def _form(
    first: frozenset[str] = NONE,
    rest: frozenset[str] | None = None,
    *,
    least: int = 0,
    most: int | None = None,
    needs: str = "",
    takes: str = "",
) -> ElementForm:
    attributes = frozenset(needs.split()), frozenset(takes.split())
    return ElementForm(first, first if rest is None else rest, least, most, *attributes)


_SOME = _form(PATTERNS, least=1)
_NOTHING = _form(most=0)

ELEMENT_FORMS: Mapping[str, ElementForm] = {
    "attribute": _form(NAME_CLASSES, PATTERNS, least=1, most=2),
    "choice": _SOME,
    "data": _form(frozenset(("param", "except")), needs="type"),
    "define": _form(PATTERNS, least=1, needs="name", takes="combine"),
    "div": _form(COMPONENTS),
    "element": _form(NAME_CLASSES, PATTERNS, least=2),
    "empty": _NOTHING,
    "except": _SOME,
    "externalRef": _form(most=0, needs="href"),
    "grammar": _form(COMPONENTS),
    "group": _SOME,
    "include": _form(COMPONENTS - {"include"}, needs="href"),
    "interleave": _SOME,
    "list": _SOME,
    "mixed": _SOME,
    "notAllowed": _NOTHING,
    "oneOrMore": _SOME,
    "optional": _SOME,
    "param": _form(most=0, needs="name"),
    "parentRef": _form(most=0, needs="name"),
    "ref": _form(most=0, needs="name"),
    "start": _form(PATTERNS, least=1, most=1, takes="combine"),
    "text": _NOTHING,
    "value": _form(most=0, takes="type"),
    "zeroOrMore": _SOME,
}

NAME_CLASS_FORMS: Mapping[str, ElementForm] = {
    "anyName": _form(frozenset(("except",)), most=1),
    "choice": _form(NAME_CLASSES, least=1),
    "except": _form(NAME_CLASSES, least=1),
    "name": _NOTHING,
    "nsName": _form(frozenset(("except",)), most=1),
}

# What overrides the definitions of an included grammar includes nothing itself.
INCLUDE_FORMS: Mapping[str, ElementForm] = {**ELEMENT_FORMS, "div": _form(COMPONENTS - {"include"})}

# `name` as an attribute stands for a `name` element (section 4.8); these two may have it.
_NAMED = frozenset(("element", "attribute"))
_COMMON = frozenset(("ns", "datatypeLibrary"))
_COMBINATIONS = ("choice", "interleave")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def fail(node: SchemaNode, reason: str) -> SchemaError:
    """The error that `node` is wrong for `reason`."""
    return SchemaError(reason, node.path, node.line, node.column)


def checked(root: SchemaNode, ns: str = "") -> SchemaNode:
    """`root`, held to the syntax; `ns` is the namespace that it inherits from an including file.

    Raises `SchemaError` at the first node that breaks the syntax.
    """
    if root.name not in PATTERNS:
        raise fail(root, f"a schema cannot begin with <{root.name}>; it begins with a pattern")
    shapes: set[Hashable] = set()  # of nodes that were found to be right; there are few
    # Each node with what it inherits, and the table that says what it may hold.
    waiting: list[tuple[SchemaNode, str, str, Mapping[str, ElementForm]]] = [
        (root, ns, "", ELEMENT_FORMS)
    ]
    while waiting:
        node, ns, library, forms = waiting.pop()
        attributes = node.attributes
        if attributes:
            node.ns = attributes.get("ns", ns)
            node.library = _library(node, library)
            _values(node)
            if "name" in attributes and node.name in _NAMED:
                _name_as_child(node)
                attributes = node.attributes
        else:
            node.ns, node.library = ns, library
        children = node.children
        shape = (id(forms), node.name, *attributes, "", *(child.name for child in children))
        if shape not in shapes:
            _attributes(node, forms[node.name])
            _children(node, forms[node.name])
            shapes.add(shape)
        for index, child in enumerate(children):
            waiting.append((child, node.ns, node.library, _table(node, index, forms)))
    return root


def _table(
    node: SchemaNode, index: int, forms: Mapping[str, ElementForm]
) -> Mapping[str, ElementForm]:
    """The table for the child of `node` at `index`, where `forms` is that of `node`."""
    if forms is NAME_CLASS_FORMS or (node.name in _NAMED and index == 0):
        return NAME_CLASS_FORMS
    if node.name == "include" or (node.name == "div" and forms is INCLUDE_FORMS):
        return INCLUDE_FORMS
    return ELEMENT_FORMS


def _library(node: SchemaNode, inherited: str) -> str:
    library = node.attributes.get("datatypeLibrary")
    if library is None:
        return inherited
    if library and not _SCHEME.match(library):
        raise fail(node, f"the datatypeLibrary '{library}' must be an absolute URI")
    if "#" in library:
        raise fail(node, f"the datatypeLibrary '{library}' must be a URI without '#'")
    if _BAD_ESCAPE.search(library) or library.endswith(":"):
        raise fail(node, f"the datatypeLibrary '{library}' is no URI")
    return library


def _name_as_child(node: SchemaNode) -> None:
    """Section 4.8; an attribute's name has no namespace, unless `ns` stands beside it."""
    name = SchemaNode("name", {}, node.namespaces, node.base, node.path, node.line, node.column)
    name.text = node.attributes["name"]
    if node.name == "attribute":
        name.attributes = {"ns": node.attributes.get("ns", "")}
    node.children.insert(0, name)
    node.attributes = {key: value for key, value in node.attributes.items() if key != "name"}


def _attributes(node: SchemaNode, form: ElementForm) -> None:
    """Which attributes there are."""
    for name in node.attributes:
        if name not in form.needs and name not in form.takes and name not in _COMMON:
            raise fail(node, f"<{node.name}> takes no attribute '{name}'")
    for name in form.needs:
        if name not in node.attributes:
            raise fail(node, f"<{node.name}> needs the attribute '{name}'")


def _values(node: SchemaNode) -> None:
    """What the attributes say."""
    for name, value in node.attributes.items():
        is_right = _VALUES.get(name)
        if is_right and not is_right(value.strip(SPACE)):
            if name == "name" and node.name in _NAMED:
                continue  # it may have a prefix, and is read with the other names
            raise fail(node, f'{name}="{value}" of <{node.name}> is not {_WORDS[name]}')


_VALUES: Mapping[str, Callable[[str], bool]] = {
    "name": is_ncname,
    "type": is_ncname,
    "combine": _COMBINATIONS.__contains__,
    "href": lambda href: "#" not in href and not _BAD_ESCAPE.search(href),
}
_WORDS = {
    "name": "a name",
    "type": "a name",
    "combine": "'choice' or 'interleave'",
    "href": "a file or URI (without '#')",
}


def _children(node: SchemaNode, form: ElementForm) -> None:
    count = len(node.children)
    for index, child in enumerate(node.children):
        if child.name not in (form.rest if index else form.first):
            if node.name in _NAMED and not index and child.name in PATTERNS:
                raise fail(node, f"<{node.name}> has no name")
            raise fail(child, f"<{child.name}> cannot stand here in <{node.name}>")
    if count < form.least:
        raise fail(node, f"<{node.name}> is not complete: {_missing(node)}")
    if form.most is not None and count > form.most:
        extra = node.children[form.most]
        raise fail(extra, f"<{extra.name}> is one too many in <{node.name}>")
    if node.name == "data":
        _data(node)


def _missing(node: SchemaNode) -> str:
    if node.name in _NAMED and not node.children:
        return "it has no name"
    return "it is empty; write <empty/> in it if that is meant"


def _data(node: SchemaNode) -> None:
    """Parameters come first, and one `except` may come last."""
    for child in node.children[:-1]:
        if child.name != "param":
            raise fail(child, "<except> can stand in <data> only once, and last")
