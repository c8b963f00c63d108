"""`include`, and `extends` with an address: other files, or parts of them, in their place."""

from collections.abc import Callable
from dataclasses import replace

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Place
from teikit.schematron.reading.files import SchemaFiles
from teikit.schematron.reading.tree import ISO, MAX_DEPTH, NAMESPACES, SchemaNode

MAX_INCLUSIONS = 50
"""Files that include each other."""
_COST = 20
"""Elements that take as long as to look for a file."""

Gather = Callable[[str, Place], SchemaNode]
"""The schema that a file holds, by its address and where it is named."""

Target = tuple[str, str]
"""What is included: the address of a file, and an identifier in it or nothing."""

_HEAD = frozenset(("p", "title"))
"""What a schema says of itself, which is not that of a schema that includes it."""


def resolved(schema: SchemaNode, files: SchemaFiles, gather: Gather) -> SchemaNode:
    """The schema with all that it includes. Raises `SchemaError`."""
    inclusion = _Inclusion(files, gather)
    found = inclusion.within(schema, (), 0)
    return found.with_children((*found.children, *inclusion.namespaces))


class _Inclusion:
    def __init__(self, files: SchemaFiles, gather: Gather) -> None:
        self._files = files
        self._gather = gather
        self.namespaces: list[SchemaNode] = []
        """Declarations for parts of other schemas that are included without them."""

    def within(self, node: SchemaNode, above: tuple[Target, ...], depth: int) -> SchemaNode:
        """An element with what is included in it."""
        if depth > MAX_DEPTH:
            words = f"more than {MAX_DEPTH} elements are in each other; include less"
            raise SchemaError(words, node.place)
        children: list[SchemaNode | str] = []
        for child in node.children:
            if isinstance(child, str) or child.namespace != ISO:
                children.append(child)
            elif child.name == "include":
                children.extend(self._included(child, node, above, depth))
            elif child.name == "extends" and "href" in child.attributes:
                children.extend(self._extended(child, node, above, depth))
            else:
                children.append(self.within(child, above, depth + 1))
        return node.with_children(tuple(children))

    def _included(
        self, node: SchemaNode, parent: SchemaNode, above: tuple[Target, ...], depth: int
    ) -> tuple[SchemaNode | str, ...]:
        target, there = self._target(node, above)
        found = self.within(there, (*above, target), depth + 1)
        if found.name != "schema" or parent.name != "schema":
            return (found,)
        return _content(found)

    def _extended(
        self, node: SchemaNode, parent: SchemaNode, above: tuple[Target, ...], depth: int
    ) -> tuple[SchemaNode | str, ...]:
        target, there = self._target(node, above)
        if there.name != parent.name and (parent.name, there.name) != ("schema", "library"):
            words = (
                f"<extends> in <{parent.name}> leads to <{there.name}> and is passed over; it must "
                f"lead to a <{parent.name}>"
            )
            self._files.notes.append((node.place, words))
            return ()
        return _content(self.within(there, (*above, target), depth))

    def _target(self, node: SchemaNode, above: tuple[Target, ...]) -> tuple[Target, SchemaNode]:
        """What a reference leads to."""
        href = node.get("href")
        if not href:
            words = f"<{node.name}> has no href; name the file in it"
            raise SchemaError(words, node.place)
        address = self._files.address(href, node.place.address)
        fragment = href.partition("#")[2]
        target = address, fragment
        if target in above or (not fragment and address == node.place.address):
            words = f"<{node.name}> of '{href}' goes round in a circle; take it out"
            raise SchemaError(words, node.place)
        if len(above) >= MAX_INCLUSIONS:
            words = f"more than {MAX_INCLUSIONS} files include each other; include less"
            raise SchemaError(words, node.place)
        self._files.count(node, _COST)
        if not fragment:
            return target, self._gather(address, node.place)
        root = self._files.root(address, node.place)
        # A loop, not a path: the identifier is what people write.
        for element in root.iter("*"):
            if fragment in (element.get("id"), element.get(_XML_ID)):
                for uri in NAMESPACES:
                    self.namespaces.extend(
                        self._files.node(each, address) for each in root.iter(f"{{{uri}}}ns")
                    )
                return target, self._files.node(element, address)
        words = f"'{href}' leads nowhere: no element has the identifier '{fragment}'"
        raise SchemaError(words, node.place)


_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def _content(node: SchemaNode) -> tuple[SchemaNode | str, ...]:
    """What is in an element, without what speaks of itself, with its language."""
    return tuple(
        child
        if isinstance(child, str) or child.language
        else replace(child, language=node.language)
        for child in node.children
        if isinstance(child, str) or child.namespace != ISO or child.name not in _HEAD
    )
