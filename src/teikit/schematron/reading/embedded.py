"""Schematron in files of another kind: in annotations of RELAX NG and XSD, or anywhere else.

What stands alone there gets what it lacks around it: a rule its pattern, an assertion a rule for
the element that is declared where it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from lxml import etree

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Place
from teikit.schematron.reading.library import Library
from teikit.schematron.reading.tree import ISO, NAMESPACES, SQF, XSLT, Node

RELAXNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema"

_REFERENCES = {
    **{f"{{{RELAXNG}}}{name}": "href" for name in ("include", "externalRef")},
    **{
        f"{{{XSD}}}{name}": "schemaLocation"
        for name in ("include", "import", "redefine", "override")
    },
}
"""Elements that name other files of the same schema, and the attribute that does so."""

_LOOSE = frozenset(f"{{{XSLT}}}{name}" for name in ("function", "key")) | {f"{{{SQF}}}fixes"}
"""What belongs to a schema and is not in its namespace."""


class Collection:
    """The Schematron of files of another kind, in the order in which they are read."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._visited: set[str] = set()
        self._parts: list[Node] = []
        self._attributes: dict[str, str] = {}
        self._is_old = True
        self._made: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def schema(self, place: Place) -> Node:
        """All that was found, as a schema; its namespaces come first."""
        binding = "xslt" if self._is_old and self._parts else "xslt2"
        declared = [node for node in self._parts if node.name == "ns"]
        others = [node for node in self._parts if node.name != "ns"]
        made = [
            Node(ISO, "ns", {"prefix": prefix, "uri": uri}, (), place, "", {})
            for uri, prefix in self._made.items()
        ]
        attributes = {"queryBinding": binding, **self._attributes}
        return Node(ISO, "schema", attributes, (*declared, *made, *others), place, "", {})

    def file(self, address: str, place: Place, *, first: bool = False) -> None:
        """Read what a file holds, and those of the same schema that it names.

        Raises `SchemaError` where the first of them cannot be read.
        """
        if address in self._visited:
            return
        self._visited.add(address)
        try:
            root = self._library.root(address, place)
        except SchemaError as error:
            if first:
                raise
            words = f"{error.message}; rules that it may hold are not applied"
            self._library.notes.append((error.place, words))
            return
        self.within(root, address)

    def within(self, root: Any, address: str) -> None:
        """Read what an element holds that is none of Schematron itself."""
        done: set[Any] = set()
        for element in root.iter(*_REFERENCES, *(f"{{{uri}}}*" for uri in NAMESPACES), *_LOOSE):
            if attribute := _REFERENCES.get(element.tag):
                if href := element.get(attribute):
                    place = Place(address, element.sourceline or 0)
                    self.file(self._library.address(href.strip(), address), place)
                continue
            parent = element.getparent()
            if parent is None or parent in done or _is_ours(parent):
                continue
            done.add(parent)
            self.parts_of(parent, address, _declared(parent))

    def parts_of(self, parent: Any, address: str, subject: "Subject") -> None:
        """Take the Schematron that stands in an element, with what it lacks around it."""
        found = [child for child in parent if isinstance(child.tag, str) and _is_ours(child)]
        self._is_old &= not any(child.tag.startswith(f"{{{ISO}}}") for child in found)
        nodes = [self._library.node(child, address) for child in found]
        self._parts.extend(self._in_schema(nodes, subject))

    def _in_schema(self, nodes: list[Node], subject: "Subject") -> Iterator[Node]:
        names = {node.name for node in nodes if node.namespace == ISO}
        loose = [node for node in nodes if node.namespace == ISO and node.name in _IN_RULE]
        if "pattern" in names or not names & {"rule", "assert", "report", "extends"}:
            yield from self._named(nodes, subject)
        elif "rule" in names:
            content = [
                _in_context(node, self._context(subject)) if node.name == "rule" else node
                for node in nodes
                if node.name in ("rule", "let")
            ]
            yield from (node for node in nodes if node.name not in ("rule", "let", *_ASSERTIONS))
            yield from self._named([_around("pattern", content)], subject)
        else:
            yield from (node for node in nodes if node not in loose)
            rule = _in_context(_around("rule", loose), self._context(subject))
            yield from self._named([_around("pattern", [rule])], subject)

    def _named(self, nodes: list[Node], subject: "Subject") -> Iterator[Node]:
        """Parts of a schema; patterns without an identifier get one that stays."""
        for node in nodes:
            if node.namespace == ISO and node.name == "schema":
                self._attributes |= {
                    name: value
                    for name, value in node.attributes.items()
                    if name in ("queryBinding", "defaultPhase")
                }
                yield from self._named([*node.elements()], subject)
            elif node.name == "pattern" and not node.get("id") and not node.get("name"):
                stem = f"{subject.name or 'pattern'}-constraint"
                number = self._counts[stem] = self._counts.get(stem, 0) + 1
                identifier = f"{stem}-{number}"
                yield replace(node, attributes={**node.attributes, "id": identifier})
            else:
                yield node

    def _context(self, subject: "Subject") -> str:
        """The context of a rule that has none."""
        return "/".join(self._step(step) for step in subject.steps) or "*"

    def _step(self, step: "Step") -> str:
        mark = "@" if step.is_attribute else ""
        if not step.namespace:
            return mark + step.name
        for node in self._parts:
            if node.name == "ns" and node.get("uri") == step.namespace:
                return f"{mark}{node.get('prefix')}:{step.name}"
        known = self._made.setdefault(step.namespace, f"ns-{len(self._made) + 1}")
        return f"{mark}{known}:{step.name}"


class Step(NamedTuple):
    """The name of an element or attribute, in a context."""

    name: str
    namespace: str = ""
    is_attribute: bool = False


class Subject(NamedTuple):
    """What Schematron is about that stands in a declaration.

    Attributes:
        name: of the declaration.
        steps: the context of its rules that have none; nothing stands for every element.
    """

    name: str = ""
    steps: Sequence[Step] = ()


_ASSERTIONS = ("assert", "report", "extends")
_IN_RULE = (*_ASSERTIONS, "let")


def _is_ours(element: Any) -> bool:
    return etree.QName(element).namespace in (*NAMESPACES, SQF, XSLT)


def _around(name: str, nodes: list[Node]) -> Node:
    """An element with others in it, where the first of them stands."""
    return Node(ISO, name, {}, tuple(nodes), nodes[0].place, "", {}, nodes[0].language)


def _in_context(rule: Node, context: str) -> Node:
    if "context" in rule.attributes or rule.get("abstract") in ("true", "1"):
        return rule
    return replace(rule, attributes={"context": context, **rule.attributes})


def _declared(element: Any) -> Subject:
    """What is declared where an element stands in a schema."""
    name = ""
    for around in (element, *element.iterancestors()):
        own = around.get("name", "").strip()
        name = name or own
        if not own or around.tag not in _DECLARATIONS:
            continue
        if around.tag.startswith(f"{{{RELAXNG}}}"):
            namespaces = (each.get("ns") for each in (around, *around.iterancestors()))
            namespace = next((uri for uri in namespaces if uri is not None), "")
            prefix, _, local = own.rpartition(":")
            return Subject(name, (Step(local, around.nsmap.get(prefix, namespace)),))
        schema = around.getroottree().getroot()
        return Subject(name, (Step(own, schema.get("targetNamespace", "")),))
    return Subject(name)


_DECLARATIONS = (f"{{{RELAXNG}}}element", f"{{{XSD}}}element")
