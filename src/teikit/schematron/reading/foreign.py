"""What of XSLT a schema may have in it: keys, which are read, and programs, which are not run."""

from collections.abc import Iterator, Sequence

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Key
from teikit.schematron.reading.files import SchemaFiles
from teikit.schematron.reading.tree import ISO, XSLT, SchemaNode

_LISTED = 8
"""The most names in a message."""


def keys(schema: SchemaNode, files: SchemaFiles) -> Iterator[Key]:
    """The keys of a schema, wherever they stand. Raises `SchemaError`.

    Before the standard, Schematron had an element of its own for them, also in a rule: then they
    are for the nodes of that rule.
    """
    rules = [node for node in schema.walk() if (node.namespace, node.name) == (ISO, "rule")]
    contexts = {key: rule.get("context") for rule in rules for key in rule.elements("key")}
    for node in schema.walk():
        if node.name != "key" or node.namespace not in (ISO, XSLT):
            continue
        name, match = node.get("name"), node.get("match") or contexts.get(node, "")
        if not name or not match:
            words = f"<key> has no {'match' if name else 'name'}; write it"
            raise SchemaError(words, node.place)
        if use := node.get("use") or node.get("path") or sequence(node):
            yield Key(name, match, use, node.place)
        else:
            words = (
                f"the key '{name}' has no use; what calls it is not checked: write an expression "
                "in use"
            )
            files.notes.append((node.place, words))


def note_programs(schema: SchemaNode, files: SchemaFiles) -> None:
    """Say what is not run."""
    found: dict[str, list[SchemaNode]] = {}
    for node in schema.children:
        if isinstance(node, SchemaNode) and node.namespace == XSLT and node.name != "key":
            found.setdefault(node.name, []).append(node)
    for name, nodes in found.items():
        names = [each.get("name") or each.get("href") or each.get("match") for each in nodes]
        words = f"<xsl:{name}> ({listed(names)}) is not run; what makes use of it is not checked"
        files.notes.append((nodes[0].place, words))


def listed(names: Sequence[str]) -> str:
    """Names in a message, as far as they can be listed."""
    shown = ", ".join(f"'{name}'" for name in names[:_LISTED])
    return f"{shown} …" if len(names) > _LISTED else shown


def sequence(node: SchemaNode) -> str:
    """The expression of an `xsl:sequence` that is all that there is in an element."""
    content = [child for child in node.children if isinstance(child, SchemaNode) or child.strip()]
    child = content[0] if len(content) == 1 else ""
    if isinstance(child, str) or (child.namespace, child.name) != (XSLT, "sequence"):
        return ""
    return child.get("select")
