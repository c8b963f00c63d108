"""Messages: words, and what is filled in."""

from collections.abc import Iterator

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import NameOf, Text, ValueOf
from teikit.schematron.reading.tree import ISO, SQF, XSLT, SchemaNode


def text_of(node: SchemaNode) -> Text:
    """The message in an element, spaces as they are written. Raises `SchemaError`.

    Of elements that are not of Schematron, their words count.
    """
    parts: list[str | ValueOf | NameOf] = []
    for part in _parts(node):
        before = parts[-1] if parts else None
        if isinstance(part, str) and isinstance(before, str):
            parts[-1] = before + part
        else:
            parts.append(part)
    return tuple(parts)


def _parts(node: SchemaNode) -> Iterator[str | ValueOf | NameOf]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif (child.namespace, child.name) in _VALUES:
            if not child.get("select"):
                words = f"<{child.name}> has no select; write in it what is to be shown"
                raise SchemaError(words, child.place)
            yield ValueOf(child.get("select"))
        elif (child.namespace, child.name) == (ISO, "name"):
            yield NameOf(child.get("path"))
        elif child.namespace != SQF:
            yield from _parts(child)


_VALUES = ((ISO, "value-of"), (XSLT, "value-of"), (XSLT, "copy-of"), (XSLT, "sequence"))
