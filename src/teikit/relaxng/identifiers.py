"""Which attributes are identifiers, or refer to them (RELAX NG DTD Compatibility, section 5)."""

from collections.abc import Iterable

from teikit.relaxng.names import Name
from teikit.relaxng.patterns import IDENTIFIER, Attribute, Data, Element, Value, attributes


def id_type(attribute: Attribute) -> str:
    """ID, IDREF or IDREFS where the value of the attribute is just that; else empty."""
    value = attribute.value
    return value.datatype.id_type if isinstance(value, (Data, Value)) else ""


def are_clear(all_elements: Iterable[Element]) -> bool:
    """Whether the names of an element and of an attribute always tell the type.

    Where they do not, a schema is not compatible with identifiers, and they are not checked.
    """
    elements = list(all_elements)
    types: dict[str, dict[str, str]] = {}  # by the name of the element, then of the attribute
    for element in elements:
        if element.content.contents & IDENTIFIER:
            return False
        for attribute in attributes(element.content):
            if attribute.value.contents & IDENTIFIER:
                kind, names = id_type(attribute), element.name_class.names
                if not kind or names is None or not isinstance(attribute.name_class, Name):
                    return False
                for name in names:
                    here = types.setdefault(name, {})
                    if here.setdefault(attribute.name_class.name, kind) != kind:
                        return False
    return not any(_conflict(element, types) for element in elements)


def _conflict(element: Element, types: dict[str, dict[str, str]]) -> bool:
    """Whether an attribute of `element` is a plain one where the same names have a type."""
    names = element.name_class.names
    here = types.keys() & names if names is not None else types
    wanted = {attribute for name in here if name in element.name_class for attribute in types[name]}
    return any(
        name in one.name_class
        for one in attributes(element.content)
        if not one.value.contents & IDENTIFIER
        for name in wanted
    )
