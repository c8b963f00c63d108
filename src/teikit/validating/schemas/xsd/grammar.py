"""An XSD schema as a grammar of RELAX NG that allows no more than it: what takes little time.

The grammar is made of what the engine of XSD has read, so that both are of one mind about names,
groups, derived types and redefinitions. What a grammar cannot say, or what the two engines may see
otherwise, it does not allow: such a document is held against XSD itself. Not allowed are

- what only a wildcard lets in, and what is abstract;
- types with assertions, and alternatives that ask for more than attributes and children;
- elements with a fixed value, with references to keys, or with keys of more than one attribute;
- `xsi:type` and `xsi:nil` in a document;
- types that `values` does not know, and occurrences of more than `MOST_COPIES`.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any

from lxml import etree
from xmlschema import XsdElement
from xmlschema.names import XSD_ERROR
from xmlschema.validators import XsdAttribute, XsdGroup, XsdSimpleType

from teikit.relaxng import Schema, SchemaError
from teikit.validating.schemas.xsd.alternatives import (
    ANY_CHILDREN,
    Attribute,
    Case,
    Children,
    cases,
    covers,
)
from teikit.validating.schemas.xsd.keys import Keys
from teikit.validating.schemas.xsd.sufficient import Sufficient
from teikit.validating.schemas.xsd.values import (
    add,
    has_identifiers,
    is_free,
    put_fixed,
    put_unlike,
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


def sufficient(validator: Any) -> Sufficient | None:
    """What allows a part of the documents that a schema allows, and no other.

    None where that cannot be said in a grammar.
    """
    writer = GrammarWriter(validator)
    try:
        grammar = Schema.from_string(etree.tostring(writer.written()), "xsd")
    except (SchemaError, _LargeGrammarError):
        return None
    return Sufficient(grammar, writer.keys.unique)


class GrammarWriter:
    """A grammar in the making."""

    def __init__(self, validator: Any) -> None:
        self.keys = Keys(validator)
        self._validator = validator
        self._root = etree.Element(
            "grammar",
            {"datatypeLibrary": _LIBRARY},
            nsmap={None: "http://relaxng.org/ns/structure/1.0"},  # type: ignore[dict-item]
        )
        self._names: dict[tuple[object, ...], str] = {}
        self._about: list[object] = []
        """What has a name; while it lives, nothing else has its identity."""
        self._waiting: list[tuple[Element, Callable[[Element], None]]] = []
        self._size = 0

    def written(self) -> Element:
        """The grammar. Raises `_LargeGrammarError`."""
        start = self._add(self._add(self._root, "start"), "choice")
        self._add(start, "notAllowed")
        for element in self._validator.maps.elements.values():
            if not self._is_beyond(element) and etree.QName(element.name).namespace != _XS:
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
        self,
        parent: Element,
        kind: str,
        about: object,
        fill: Callable[[Element], None],
        children: Children = ANY_CHILDREN,
    ) -> None:
        """A reference to the definition of something, which is made once, by `fill`."""
        key = kind, id(about), children
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
        ways = self._add(pattern, "choice")
        self._add(ways, "notAllowed")
        for case in cases(element):
            if case.kind.name != XSD_ERROR and len(case.children.needed) <= 1:
                self._case(ways, case)

    def _case(self, parent: Element, case: Case) -> None:
        """The attributes and the content of an element in one of the ways in which it may be."""
        if isinstance(case.kind, XsdSimpleType):
            if not any(case.attributes.values()) and not case.children.needed:
                self._text(parent, case.kind)
        elif case.attributes or case.children != ANY_CHILDREN:
            self._type(case, self._add(parent, "group"))
        else:
            self._refer(parent, "type", case.kind, partial(self._type, case))

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

    def _type(self, case: Case, define: Element) -> None:
        kind, children = case.kind, case.children
        if kind.abstract or any(each.assertions for each in _bases(kind)):
            self._add(define, "notAllowed")
            return
        self._attributes(define, kind, case.attributes)
        content = kind.content
        if kind.is_empty() and not _is_choice(content):
            # The engine wants not even spaces there.
            put_fixed(define, "")
        elif isinstance(content, XsdSimpleType):
            self._text(define, content)
        elif kind.mixed or content.mixed:
            self._particle(self._add(define, "mixed"), content, children)
            return
        else:
            self._particle(define, content, children)
            return
        if children.needed:
            self._add(define, "notAllowed")

    def _attributes(
        self, parent: Element, kind: Any, asked: Mapping[str, Attribute | None]
    ) -> None:
        """The attributes of a type, and what else is asked of them."""
        names = {name for name, about in asked.items() if about}
        for name, attribute in kind.attributes.items():
            if name is None or attribute.use == "prohibited":  # the wildcard has no name
                continue
            names.discard(name)
            if etree.QName(name).namespace == _XSI:  # it would mean more than it says
                self._add(parent, "notAllowed")
            elif name in asked:
                self._asked_attribute(parent, attribute, asked[name])
            else:
                self._refer_attribute(parent, attribute)
        if names:  # the type does not have them
            self._add(parent, "notAllowed")

    def _asked_attribute(self, parent: Element, attribute: Any, asked: Attribute | None) -> None:
        """An attribute that must or must not be there, or have a value."""
        if asked is None:
            if attribute.use == "required":
                self._add(parent, "notAllowed")
            return
        fixed = attribute.fixed
        pattern = self._add(parent, "attribute")
        self._name(pattern, attribute.name)
        if has_identifiers(attribute.type) and (asked.written is not None or asked.unlike):
            self._add(pattern, "notAllowed")
        elif asked.written is not None:
            if fixed not in {None, asked.written} or not attribute.type.is_valid(asked.written):
                self._add(pattern, "notAllowed")
            put_fixed(pattern, asked.written)
        elif fixed is not None:
            if fixed in asked.unlike:
                self._add(pattern, "notAllowed")
            put_fixed(pattern, fixed)
        elif asked.unlike:
            put_unlike(pattern, attribute.type, asked.unlike)
        else:
            self._value(pattern, attribute.type)

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

    def _particle(self, parent: Element, particle: Any, children: Children) -> None:
        """A particle, as often as it may stand."""
        least, most = particle.min_occurs, particle.max_occurs
        if not children.needed:
            self._repeated(parent, particle, children, least, most)
            return
        # Where what is needed stands in a later one, and there is an end, it is not allowed.
        bare = Children(children.without)
        row = self._add(parent, "group")
        if most is None:
            self._once(self._add(row, "zeroOrMore"), particle, bare)
        elif not most:
            self._add(row, "notAllowed")
            return
        self._once(row, particle, children)
        self._repeated(row, particle, bare, max(least - 1, 0), None if most is None else most - 1)

    def _repeated(
        self, parent: Element, particle: Any, children: Children, least: int, most: int | None
    ) -> None:
        if least > MOST_COPIES or (most is not None and most > MOST_COPIES):
            self._add(parent, "notAllowed" if least else "empty")
        elif (least, most) == (1, 1):
            self._once(parent, particle, children)
        elif most is None:
            row = self._add(parent, "group") if least > 1 else parent
            for _ in range(least - 1):
                self._once(row, particle, children)
            self._once(self._add(row, "oneOrMore" if least else "zeroOrMore"), particle, children)
        else:
            row = self._add(parent, "group")
            self._add(row, "empty")
            for _ in range(least):
                self._once(row, particle, children)
            for _ in range(most - least):
                row = self._add(self._add(row, "optional"), "group")
                self._once(row, particle, children)

    def _once(self, parent: Element, particle: Any, children: Children) -> None:
        if isinstance(particle, XsdGroup):
            group = particle if particle.ref is None else particle.ref
            fill = partial(self._group, group, children)
            self._refer(parent, "group", group, fill, children)
        elif isinstance(particle, XsdElement):
            self._choice(parent, particle, children)
        else:
            self._add(parent, "notAllowed")

    def _group(self, group: Any, children: Children, define: Element) -> None:
        """What stands in a group, if it is not repeated."""
        names = {"choice": "choice", "all": "interleave"}
        kind = names.get(group.model, "group")
        if not children.needed:
            inside = self._add(define, kind)
            # A choice of nothing allows nothing, and a sequence of nothing is empty.
            self._add(inside, "notAllowed" if kind == "choice" else "empty")
            for particle in group:
                self._particle(inside, particle, children)
            return
        # What is needed stands in one of its parts.
        ways = self._add(define, "choice")
        self._add(ways, "notAllowed")
        bare = Children(children.without)
        for each in group:
            if kind == "choice":
                self._particle(ways, each, children)
            else:
                inside = self._add(ways, kind)
                for particle in group:
                    self._particle(inside, particle, children if particle is each else bare)

    def _choice(self, parent: Element, particle: Any, children: Children) -> None:
        """An element, or those that may stand in its place."""
        declared = particle if particle.ref is None else particle.ref
        found = {id(declared): declared}
        if not declared.block:
            found |= {
                id(each): each
                for each in particle.iter_substitutes()
                if each.name in particle.substitutes and not each.type.is_blocked(declared)
            }
        allowed = [
            each
            for each in found.values()
            if not self._is_beyond(each)
            and children.allow(each.name)
            and all(covers(needed, each.name) for needed in children.needed)
        ]
        choice = self._add(parent, "choice") if len(allowed) > 1 else parent
        for each in allowed:
            self._refer(choice, "element", each, partial(self._element, each))
        if not allowed:
            self._add(parent, "notAllowed")

    def _is_beyond(self, element: Any) -> bool:
        """Whether a declaration asks what a grammar does not."""
        return bool(
            element.abstract
            or element.fixed is not None
            or not self.keys.can_tell(element)
            or (element.alternatives and self._inherits)
        )

    @cached_property
    def _inherits(self) -> bool:
        """Whether tests may ask for attributes of what is around an element."""
        attributes = self._validator.maps.iter_components(XsdAttribute)
        return any(attribute.inheritable for attribute in attributes)


def _is_choice(content: Any) -> bool:
    """Whether a content is a choice: one of nothing is no empty content in XSD 1.1."""
    return isinstance(content, XsdGroup) and content.model == "choice"


def _bases(kind: Any) -> Iterator[Any]:
    """A complex type, and those from which it is derived."""
    while kind is not None and not isinstance(kind, XsdSimpleType):
        yield kind
        kind = kind.base_type
