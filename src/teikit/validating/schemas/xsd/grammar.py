"""An XSD schema as a grammar of RELAX NG that allows no more than it: what takes little time.

The grammar is made of what the engine of XSD has read, so that both are of one mind about names,
groups, derived types and redefinitions. What a grammar cannot say, or what the two engines may see
otherwise, it does not allow: such a document is held against XSD itself. Not allowed are

- what only a wildcard lets in, and what is abstract;
- elements with keys, or with a fixed value;
- `xsi:type` and `xsi:nil` in a document;
- types that `values` does not know, and occurrences of more than `MOST_COPIES`.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from lxml import etree
from xmlschema import XsdElement
from xmlschema.validators import XsdGroup, XsdSimpleType

from teikit.relaxng import Schema, SchemaError
from teikit.validating.schemas.xsd.values import (
    add,
    has_identifiers,
    is_free,
    put_fixed,
    put_value,
)
from teikit.xml.names import Element

_LIBRARY = "http://www.w3.org/2001/XMLSchema-datatypes"
_XS = "http://www.w3.org/2001/XMLSchema"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATIONS = ("schemaLocation", "noNamespaceSchemaLocation")

MOST_COPIES = 20
"""Copies of what may or must stand so many times."""
MOST = 300_000
"""Elements of a grammar; that of all TEI has about 25,000."""


class _LargeGrammarError(Exception):
    """A grammar would be too large to be of use."""


def fast(validator: Any) -> Schema | None:
    """What allows a part of the documents that a schema of XSD 1.0 allows, and no other.

    None where that cannot be said in a grammar.
    """
    try:
        return Schema.from_string(etree.tostring(GrammarWriter().of(validator)), "xsd")
    except (SchemaError, _LargeGrammarError):
        return None


class GrammarWriter:
    """A grammar in the making."""

    def __init__(self) -> None:
        self._root = etree.Element(
            "grammar",
            {"datatypeLibrary": _LIBRARY},
            nsmap={None: "http://relaxng.org/ns/structure/1.0"},  # type: ignore[dict-item]
        )
        self._names: dict[tuple[str, int], str] = {}
        self._about: list[object] = []
        """What has a name; while it lives, nothing else has its identity."""
        self._waiting: list[tuple[Element, Callable[[Element], None]]] = []
        self._size = 0

    def of(self, validator: Any) -> Element:
        """The grammar. Raises `_LargeGrammarError`."""
        start = self._add(self._add(self._root, "start"), "choice")
        self._add(start, "notAllowed")
        for element in validator.maps.elements.values():
            if not _is_beyond(element) and etree.QName(element.name).namespace != _XS:
                self._refer(start, "root", element, partial(self._element, element, is_root=True))
        while self._waiting:
            define, fill = self._waiting.pop()
            fill(define)
        return etree.fromstring(etree.tostring(self._root))

    def _add(self, parent: Element, pattern: str, text: str = "", /, **attributes: str) -> Element:
        self._size += 1
        if self._size > MOST:
            raise _LargeGrammarError
        return add(parent, pattern, text, **attributes)

    def _refer(
        self, parent: Element, kind: str, about: object, fill: Callable[[Element], None]
    ) -> None:
        """A reference to the definition of something, which is made once, by `fill`."""
        key = kind, id(about)
        if key not in self._names:
            self._names[key] = f"{kind}-{len(self._names)}"
            self._about.append(about)
            define = self._add(self._root, "define", name=self._names[key])
            self._waiting.append((define, fill))
        self._add(parent, "ref", name=self._names[key])

    def _element(self, element: Any, define: Element, *, is_root: bool = False) -> None:
        pattern = self._add(define, "element")
        self._name(pattern, element.name)
        for name in _LOCATIONS if is_root else ():
            self._refer_attribute(pattern, element.maps.attributes[f"{{{_XSI}}}{name}"])
        kind = element.type
        if isinstance(kind, XsdSimpleType):
            self._text(pattern, kind)
        else:
            self._refer(pattern, "type", kind, partial(self._type, kind))

    def _name(self, parent: Element, name: str) -> None:
        found = etree.QName(name)
        self._add(parent, "name", found.localname, ns=found.namespace or "")

    def _text(self, parent: Element, kind: Any) -> None:
        """The text of an element; identifiers are looked for in attributes alone."""
        if has_identifiers(kind):
            self._add(parent, "notAllowed")
        else:
            self._value(parent, kind)

    def _value(self, parent: Element, kind: Any) -> None:
        """A text of a simple type; of an identifier, the attribute is to know."""
        if has_identifiers(kind):
            put_value(parent, kind, self._value)
        else:
            self._refer(parent, "value", kind, lambda define: put_value(define, kind, self._value))

    def _type(self, kind: Any, define: Element) -> None:
        """The attributes and the content of elements of a type."""
        if kind.abstract:
            self._add(define, "notAllowed")
            return
        for name, attribute in kind.attributes.items():
            if name is None or attribute.use == "prohibited":  # the wildcard has no name
                continue
            if etree.QName(name).namespace == _XSI:  # it would mean more than it says
                self._add(define, "notAllowed")
            else:
                self._refer_attribute(define, attribute)
        content = kind.content
        if isinstance(content, XsdSimpleType):
            self._text(define, content)
        elif kind.is_empty():
            put_fixed(define, "")  # the engine wants not even spaces there
        elif kind.mixed or content.mixed:
            self._particle(self._add(define, "mixed"), content)
        else:
            self._particle(define, content)

    def _refer_attribute(self, parent: Element, attribute: Any) -> None:
        self._refer(parent, "attribute", attribute, partial(self._attribute, attribute))

    def _attribute(self, attribute: Any, parent: Element) -> None:
        # The engine holds a value that is not written against its type, too.
        value = attribute.default if attribute.fixed is None else attribute.fixed
        if value is not None and not is_free(attribute.type):
            self._add(parent, "notAllowed")
            return
        if attribute.use != "required":
            parent = self._add(parent, "optional")
        pattern = self._add(parent, "attribute")
        self._name(pattern, attribute.name)
        if attribute.fixed is None:
            self._value(pattern, attribute.type)
        else:
            put_fixed(pattern, attribute.fixed)

    def _particle(self, parent: Element, particle: Any) -> None:
        """A particle, as often as it may stand."""
        least, most = particle.min_occurs, particle.max_occurs
        if least > MOST_COPIES or (most is not None and most > MOST_COPIES):
            self._add(parent, "notAllowed" if least else "empty")
        elif (least, most) == (1, 1):
            self._once(parent, particle)
        elif most is None:
            row = self._add(parent, "group") if least > 1 else parent
            for _ in range(least - 1):
                self._once(row, particle)
            self._once(self._add(row, "oneOrMore" if least else "zeroOrMore"), particle)
        else:
            row = self._add(parent, "group")
            self._add(row, "empty")
            for _ in range(least):
                self._once(row, particle)
            for _ in range(most - least):
                row = self._add(self._add(row, "optional"), "group")
                self._once(row, particle)

    def _once(self, parent: Element, particle: Any) -> None:
        if isinstance(particle, XsdGroup):
            group = particle if particle.ref is None else particle.ref
            self._refer(parent, "group", group, partial(self._group, group))
        elif isinstance(particle, XsdElement):
            self._choice(parent, particle)
        else:
            self._add(parent, "notAllowed")

    def _group(self, group: Any, define: Element) -> None:
        """What stands in a group, if it is not repeated."""
        names = {"choice": "choice", "all": "interleave"}
        inside = self._add(define, names.get(group.model, "group"))
        # A choice of nothing allows nothing, and a sequence of nothing is empty.
        self._add(inside, "notAllowed" if group.model == "choice" else "empty")
        for particle in group:
            self._particle(inside, particle)

    def _choice(self, parent: Element, particle: Any) -> None:
        """An element, or those that may stand in its place."""
        declared = particle if particle.ref is None else particle.ref
        found = {id(declared): declared}
        if not declared.block:
            found |= {
                id(each): each
                for each in particle.iter_substitutes()
                if each.name in particle.substitutes and not each.type.is_blocked(declared)
            }
        allowed = [each for each in found.values() if not _is_beyond(each)]
        choice = self._add(parent, "choice") if len(allowed) > 1 else parent
        for each in allowed:
            self._refer(choice, "element", each, partial(self._element, each))
        if not allowed:
            self._add(parent, "notAllowed")


def _is_beyond(element: Any) -> bool:
    """Whether a declaration asks what a grammar does not."""
    return bool(element.abstract or element.identities or element.fixed is not None)
