"""The tree of a schema as it was written: the full syntax of RELAX NG, in memory.

Both syntaxes become this: the XML syntax element by element, the compact syntax by the translation
that its specification defines. What the tree means is for others to say.
"""

from collections.abc import Mapping, Sized
from dataclasses import dataclass, field

from teikit.relaxng.errors import SchemaError

MAX_NODES = 100_000
"""Elements of a schema, in all its files; TEI's has 15,000, and each takes about a kilobyte."""

MAX_NAMESPACES = 200
"""Namespaces that are declared at a place."""


@dataclass(slots=True, eq=False)
class SchemaNode:
    """An element of the RELAX NG namespace.

    `attributes` has the attributes without a namespace (`name`, `type`, `ns`, ...), untrimmed;
    `text` is the character data of `name`, `value` and `param`; `namespaces` maps the prefixes in
    scope to namespace names, in the compact syntax `""` to the default; `base` is the file or URI
    that relative references start from; `path` is the file, `line` and `column` (from 1) the place
    in it. Annotations are left out. What a node inherits, the namespace `ns` of names and the
    datatype `library`, is filled in when the tree is checked, and so is `target`, the tree of the
    other file that an `externalRef` or `include` names.
    """

    name: str
    attributes: Mapping[str, str]
    namespaces: Mapping[str, str]
    base: str
    path: str
    line: int
    column: int
    children: "list[SchemaNode]" = field(default_factory=list)
    text: str = ""
    ns: str = ""
    library: str = ""
    target: "SchemaNode | None" = None


def hold_to_limits(count: int, namespaces: Sized, path: str, line: int, column: int) -> None:
    """Raise `SchemaError` where a schema has more elements or namespaces than can be meant."""
    if count > MAX_NODES:
        reason = f"the schema is too large: it has more than {MAX_NODES:,} elements"
        raise SchemaError(reason, path, line, column)
    if len(namespaces) > MAX_NAMESPACES:
        reason = f"more than {MAX_NAMESPACES} namespaces are declared"
        raise SchemaError(reason, path, line, column)
