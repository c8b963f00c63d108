"""Schematron in files of another kind: RELAX NG, XSD, ODD, or anything else.

What stands alone there gets what it lacks around it: a rule its pattern, an assertion a rule for
what is declared where it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Place
from teikit.schematron.reading import compact
from teikit.schematron.reading.files import SchemaFiles
from teikit.schematron.reading.subjects import (
    RELAXNG,
    TEI,
    XSD,
    ContextStep,
    Subject,
    Subjects,
)
from teikit.schematron.reading.tree import ASCC, ISO, NAMESPACES, SQF, XSLT, SchemaNode

_REFERENCES = {
    **{f"{{{RELAXNG}}}{name}": "href" for name in ("include", "externalRef")},
    **{
        f"{{{XSD}}}{name}": "schemaLocation"
        for name in ("include", "import", "redefine", "override")
    },
    f"{{{TEI}}}moduleRef": "url",
    f"{{{TEI}}}specGrpRef": "target",
    "{http://www.w3.org/2001/XInclude}include": "href",
}
"""Elements that name other files of the same schema, and the attribute that does so."""

_LOOSE = frozenset(f"{{{XSLT}}}{name}" for name in ("function", "key")) | {f"{{{SQF}}}fixes"}
"""What belongs to a schema and is not in its namespace."""

_DECLARATION = f"{{{TEI}}}constraintDecl"
_ASSERTIONS = ("assert", "report", "extends")


class Collection:
    """The Schematron of files of another kind, in the order in which they are read."""

    def __init__(self, files: SchemaFiles) -> None:
        self._files = files
        self._visited: set[str] = set()
        self._parts: list[SchemaNode] = []
        self._attributes: dict[str, str] = {}
        self._is_old = True
        self._prefixes: dict[str, str] = {}  # as they are declared, by their namespaces
        self._made: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def schema(self, place: Place) -> SchemaNode:
        """All that was found, as a schema; its namespaces come first."""
        binding = "xslt" if self._is_old and self._parts else "xslt2"
        declared = [node for node in self._parts if node.name == "ns"]
        others = [node for node in self._parts if node.name != "ns"]
        made = [
            SchemaNode(ISO, "ns", {"prefix": prefix, "uri": uri}, (), place, "", {})
            for uri, prefix in self._made.items()
        ]
        attributes = {"queryBinding": binding, **self._attributes}
        return SchemaNode(ISO, "schema", attributes, (*declared, *made, *others), place, "", {})

    def file(self, address: str, place: Place, *, first: bool = False) -> None:
        """Read what a file holds, and those of the same schema that it names.

        Raises `SchemaError` where the first of them cannot be read.
        """
        if address in self._visited:
            return
        self._visited.add(address)
        try:
            if compact.is_compact(self._files.data(address, place)):
                self._compact(address, place)
            else:
                self._within(self._files.root(address, place), address)
        except SchemaError as error:
            if first or address in self._files.roots:
                raise
            words = f"{error.message}; rules that it may hold are not applied"
            self._files.notes.append((error.place, words))

    def _within(self, root: Any, address: str) -> None:
        """Read what is in a file."""
        done: set[Any] = set()
        subjects = Subjects(root)
        if root.tag.startswith(f"{{{TEI}}}"):
            self._made.setdefault(TEI, "tei")
        for element in root.iter(*(f"{{{uri}}}ns" for uri in NAMESPACES)):
            self._prefixes.setdefault(element.get("uri", ""), element.get("prefix", ""))
        wanted = (*_REFERENCES, _DECLARATION, *(f"{{{uri}}}*" for uri in NAMESPACES), *_LOOSE)
        for element in root.iter(*wanted):
            if element.tag in _REFERENCES:
                self._refer(element, address, subjects)
            elif element.tag == _DECLARATION:
                if binding := element.get("queryBinding"):
                    self._attributes.setdefault("queryBinding", binding)
            else:
                parent = element.getparent()
                if parent is None or parent in done or _is_ours(parent):
                    continue
                done.add(parent)
                self._note_scheme(parent, address)
                if (subject := subjects.of(parent)) is not None:
                    self._take(parent, address, subject)

    def _note_scheme(self, element: Any, address: str) -> None:
        """Say where ODD has Schematron that is not marked as such."""
        around = element.getparent()
        if around is None or around.tag != f"{{{TEI}}}constraintSpec" or around.get("scheme"):
            return
        words = (
            "<constraintSpec> has no scheme, so its rules are not applied; write "
            'scheme="schematron" in it'
        )
        self._files.notes.append((Place(address, around.sourceline or 0), words))

    def _refer(self, element: Any, address: str, subjects: Subjects) -> None:
        """Read the file that an element names."""
        href = element.get(_REFERENCES[element.tag], "").strip()
        is_example = element.tag not in _SCHEMA_REFERENCES and subjects.of(element) is None
        if href and not href.startswith("#") and not is_example and element.get("parse") != "text":
            place = Place(address, element.sourceline or 0)
            self.file(self._files.address(href, address), place)

    def _compact(self, address: str, place: Place) -> None:
        """Read the annotations of a file in the compact syntax."""
        found = compact.annotations(self._files.data(address, place), address, self._files.count)
        for part in found:
            if isinstance(part, compact.FileReference):
                self.file(self._files.address(part.href, address), part.place)
            else:
                self._is_old &= part.is_old
                self._prefixes |= {
                    node.get("uri"): node.get("prefix") for node in part.nodes if node.name == "ns"
                }
                self._add(part.nodes, part.subject)

    def _take(self, parent: Any, address: str, subject: Subject) -> None:
        found = [child for child in parent if isinstance(child.tag, str) and _is_ours(child)]
        self._is_old &= any(child.tag.startswith(f"{{{ASCC}}}") for child in found)
        self._add([self._files.node(child, address) for child in found], subject)

    def _add(self, nodes: Sequence[SchemaNode], subject: Subject) -> None:
        """Take the Schematron that stands together, with what it lacks around it."""
        rules, assertions = _of(nodes, "rule"), _of(nodes, *_ASSERTIONS)
        is_whole = bool(_of(nodes, "pattern", "schema")) or not (rules or assertions)
        lets = [] if is_whole else _of(nodes, "let")
        taken = {*rules, *assertions, *lets}
        parts = [node for node in nodes if node not in taken]
        context = self._context(subject) if taken else ""
        if rules:
            rules = [_in_context(rule, context) for rule in rules]
            parts.append(_around("pattern", [*lets, *rules]))
            lets = []
        if assertions:
            rule = _in_context(_around("rule", [*lets, *assertions]), context)
            rules = [*rules, rule]
            parts.append(_around("pattern", [rule]))
        for rule in rules:
            self._files.count(rule)
        self._parts.extend(self._identified(parts, subject))

    def _identified(self, nodes: Iterable[SchemaNode], subject: Subject) -> Iterator[SchemaNode]:
        """Parts of a schema; patterns without an identifier get one that stays."""
        for node in nodes:
            if node.namespace == ISO and node.name == "schema":
                self._attributes |= {
                    name: value
                    for name, value in node.attributes.items()
                    if name in ("queryBinding", "defaultPhase")
                }
                yield from self._identified(node.elements(), subject)
            elif node.name == "pattern" and not node.get("id") and not node.get("name"):
                stem = f"{subject.name or 'pattern'}-constraint"
                number = self._counts[stem] = self._counts.get(stem, 0) + 1
                identifier = f"{stem}-{number}"
                yield replace(node, attributes={**node.attributes, "id": identifier})
            else:
                yield node

    def _context(self, subject: Subject) -> str:
        """The context of a rule that has none."""
        paths = ("/".join(map(self._step, steps)) or "/" for steps in subject.contexts)
        return " | ".join(paths) or "*"

    def _step(self, step: ContextStep) -> str:
        mark = "@" if step.is_attribute else ""
        if not step.namespace:
            return mark + step.name
        if prefix := self._prefixes.get(step.namespace):
            return f"{mark}{prefix}:{step.name}"
        made = "tei" if step.namespace == TEI else f"ns-{len(self._made) + 1}"
        return f"{mark}{self._made.setdefault(step.namespace, made)}:{step.name}"


_SCHEMA_REFERENCES = frozenset(
    tag for tag in _REFERENCES if tag.startswith((f"{{{RELAXNG}}}", f"{{{XSD}}}"))
)


def _is_ours(element: Any) -> bool:
    return etree.QName(element).namespace in (*NAMESPACES, SQF, XSLT)


def _of(nodes: Iterable[SchemaNode], *names: str) -> list[SchemaNode]:
    return [node for node in nodes if node.namespace == ISO and node.name in names]


def _around(name: str, nodes: Sequence[SchemaNode]) -> SchemaNode:
    """An element with others in it, where the first of them stands."""
    return SchemaNode(ISO, name, {}, tuple(nodes), nodes[0].place, "", {}, nodes[0].language)


def _in_context(rule: SchemaNode, context: str) -> SchemaNode:
    if "context" in rule.attributes or rule.get("abstract") in ("true", "1"):
        return rule
    return replace(rule, attributes={"context": context, **rule.attributes})
