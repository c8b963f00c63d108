"""Which attributes are identifiers, or refer to them (RELAX NG DTD Compatibility, section 5)."""

from collections.abc import Iterable

from teikit.relaxng.patterns import Attribute, Data, Value


def id_type(attributes: Iterable[Attribute]) -> str:
    """ID, IDREF or IDREFS where the values of all these attributes are just that; else empty.

    The attributes are all that one in a document may be. The specification asks more of a schema:
    that the names of an element and an attribute tell the type wherever they stand. What is clear
    where it stands is checked here, too, in schemas that do not have this.
    """
    types = {_id_type(attribute) for attribute in attributes}
    return types.pop() if len(types) == 1 else ""


def _id_type(attribute: Attribute) -> str:
    value = attribute.value
    return value.datatype.id_type if isinstance(value, (Data, Value)) else ""
