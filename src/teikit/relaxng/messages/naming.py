"""How names are written in messages: so that they can be typed in the document."""

from collections.abc import Iterable
from typing import NamedTuple

from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.messages.sentences import clip
from teikit.relaxng.patterns.names import XML, NameClass, local_of, namespace_of
from teikit.relaxng.patterns.patterns import Element

LONGEST = 50  # characters of a name
LONGEST_ADDRESS = 60  # characters of a namespace

Declared = tuple[tuple[str, str], ...]
"""Prefixes, and the namespaces that they have."""


class Naming(NamedTuple):
    """How names are written at a place of a document.

    `home` is the namespace whose elements need no prefix, None before the root. `declared` are the
    prefixes that are in scope, `usual` those of the schema.
    """

    home: str | None
    declared: Declared
    usual: Declared

    def tag(self, name: str) -> str:
        """`<p>`, `<m:math>` or, where there is no prefix, `<math xmlns="…">`."""
        namespace, local = namespace_of(name), clip(local_of(name), LONGEST)
        if self.home is None or namespace == self.home:
            return f"<{local}>"
        prefix = _prefix(namespace, self.declared)
        if prefix:
            return f"<{clip(f'{prefix}:{local}', LONGEST)}>"
        return f'<{local} xmlns="{clip(namespace, LONGEST_ADDRESS)}">'

    def end_tag(self, name: str) -> str:
        """`</p>` or `</m:math>`."""
        return f"</{self.tag(name)[1:-1].partition(' ')[0]}>"

    def attribute(self, name: str) -> str:
        """`@when`, `@xml:lang`, `@t:outcome`; without a prefix, the namespace is told."""
        namespace, local = namespace_of(name), local_of(name)
        if not namespace:
            return f"@{clip(local, LONGEST)}"
        if namespace == XML:
            return f"@{clip(f'xml:{local}', LONGEST)}"
        prefix = _prefix(namespace, self.declared) or _prefix(namespace, self.usual)
        if prefix:
            return f"@{clip(f'{prefix}:{local}', LONGEST)}"
        return f"@{clip(local, LONGEST)} of the namespace '{clip(namespace, LONGEST_ADDRESS)}'"

    def declaration(self, name: str) -> str:
        """What must be declared for `attribute`, if it is not: `xmlns:t="urn:t"`."""
        namespace = namespace_of(name)
        if not namespace or namespace == XML or _prefix(namespace, self.declared):
            return ""
        prefix = _prefix(namespace, self.usual)
        return f'xmlns:{prefix}="{clip(namespace, LONGEST_ADDRESS)}"' if prefix else ""

    def attributes(self, names: NameClass) -> str:
        """Attributes whose names are of a class."""
        if names.names is None:
            return f"@{names.describe(lambda name: self.attribute(name)[1:])}"
        return " or ".join(map(self.attribute, sorted(names.names)))

    def tags(self, elements: Iterable[Element]) -> list[str]:
        """Each element once, in order."""
        described: dict[str, None] = {}
        for element in elements:
            names = element.name_class.names
            if names is None:
                words = element.name_class.describe(lambda name: self.tag(name)[1:-1])
                described[f"an element of {words}"] = None
            for name in sorted(names or ()):
                described[self.tag(name)] = None
        return list(described)


def declared(namespaces: Namespaces) -> Declared:
    """The prefixes in scope in a form that can be kept; without the default namespace."""
    return tuple(sorted((prefix, uri) for prefix, uri in namespaces.items() if prefix))


def _prefix(namespace: str, known: Declared) -> str:
    """The shortest prefix that a namespace has."""
    fitting = [prefix for prefix, uri in known if uri == namespace]
    return min(fitting, key=len, default="")
