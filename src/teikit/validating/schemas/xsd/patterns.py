"""XSD schemas whose patterns are matched in one pass however they are written.

The engine would match them by Python's `re`, which takes a time for some that never ends.
"""

import re
from typing import Any, cast

from xmlschema.validators import (
    XMLSchema10,
    XMLSchema11,
    XsdPatternFacets,
)
from xmlschema.validators.builders import XsdBuilders

from teikit.relaxng import DatatypeError, Regex


class _Linear:
    """A pattern as the engine asks for it: `match` is of all of a text, and says only whether."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._matches = Regex(pattern).matches

    def __reduce__(self) -> tuple[type["_Linear"], tuple[str]]:
        return _Linear, (self._pattern,)

    def match(self, text: str) -> "_Linear | None":
        return self if self._matches(text) else None


class _LinearPatterns(XsdPatternFacets):
    def _parse_value(self, elem: Any) -> re.Pattern[str]:
        """The pattern of an element; what is not written as XSD says is left to the engine."""
        try:
            return cast("re.Pattern[str]", _Linear(elem.attrib["value"]))
        except (KeyError, DatatypeError):
            return super()._parse_value(elem)


class LinearSchema10(XMLSchema10):
    """A schema of XSD 1.0."""

    builders = XsdBuilders("1.0", _LinearPatterns)


class LinearSchema11(XMLSchema11):
    """A schema of XSD 1.1."""

    builders = XsdBuilders("1.1", _LinearPatterns)
