"""Reads the compact syntax of RELAX NG, as the OASIS specification of 21 November 2002 has it.

What a schema means is given by the elements of the XML syntax that the specification translates
it into; these are what `parse` returns. Annotations are left out, and with them the groups and
choices of one member that would only carry them.
"""

from teikit.relaxng.compile.compact import declarations, text
from teikit.relaxng.compile.compact.cursor import Cursor
from teikit.relaxng.compile.compact.members import schema_element
from teikit.relaxng.compile.node import SchemaNode

__all__ = ["parse"]


def parse(data: bytes | str, path: str, base: str | None = None) -> SchemaNode:
    """The tree of a schema in the compact syntax.

    Args:
        data: what the file holds: UTF-8, or UTF-16 with a byte order mark.
        path: the file's name, for messages.
        base: what relative references start from, if it is not `path`.

    Raises:
        SchemaError: if the schema is not correct compact syntax.
    """
    cursor = Cursor(text.read(data, path))
    return schema_element(cursor, declarations.read(cursor), path if base is None else base)
