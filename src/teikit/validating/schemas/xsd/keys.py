"""The keys of a schema of XSD of which it can be told whether they hold."""

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree
from xmlschema.validators import XsdAttribute, XsdKey, XsdKeyref

from teikit.validating.schemas.xsd.sufficient import Unique
from teikit.validating.schemas.xsd.values import is_text

_FIELD = re.compile(r"\s*(?:\.\s*/)?\s*(?:@|attribute\s*::)\s*((?:[\w.-]+:)?[\w.-]+)\s*")
"""A field that is one attribute."""


class Keys:
    """The keys that are found while a schema is read."""

    def __init__(self, validator: Any) -> None:
        self._validator = validator
        self._found: dict[str, Unique | None] = {}

    @property
    def unique(self) -> Sequence[Unique]:
        """What is to be asked of a document."""
        return [unique for unique in self._found.values() if unique]

    def can_tell(self, element: Any) -> bool:
        """Whether all keys of a declaration can be told."""
        for identity in element.identities:
            if identity.name not in self._found:
                self._found[identity.name] = self._unique(element, identity)
        return all(self._found[identity.name] for identity in element.identities)

    def _unique(self, element: Any, identity: Any) -> Unique | None:
        if isinstance(identity, XsdKeyref) or identity.ref is not None:
            return None
        if identity.selector is None or len(identity.fields) != 1:
            return None
        selector, (field,) = identity.selector, identity.fields
        written = _FIELD.fullmatch(field.path)
        if not written or selector.xpath_default_namespace:
            return None
        prefix, _, name = written[1].rpartition(":")
        spaces = {prefix: space for prefix, space in selector.schema.namespaces.items() if prefix}
        if prefix and prefix not in spaces:
            return None
        name = f"{{{spaces[prefix]}}}{name}" if prefix else name
        if not self._is_text(name):
            return None
        try:
            etree.XPath(selector.path, namespaces=spaces)
        except etree.XPathSyntaxError:
            return None
        is_key = isinstance(identity, XsdKey)
        field_path = f"@{written[1]}"
        return Unique(element.name, selector.path, field_path, (*sorted(spaces.items()),), is_key)

    def _is_text(self, name: str) -> bool:
        """Whether all attributes of a name have texts as values, which are alike if written so."""
        return all(
            is_text(attribute.type) and attribute.default is None and attribute.fixed is None
            for attribute in self._validator.maps.iter_components(XsdAttribute)
            if attribute.name == name
        )
