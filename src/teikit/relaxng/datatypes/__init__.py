"""Datatypes: what a string may be, and when two strings mean the same value.

`interface` says what a datatype can be asked. `library` looks one up: a `builtin` type of `xsd`,
made narrower (`restricted`) by the `facets` that a schema gives. The other modules hold one family
of types each: names, numbers, dates, binary data, URIs. `regex` matches the facet `pattern`.
"""

from teikit.relaxng.datatypes.interface import Datatype, DatatypeError, Namespaces, Param
from teikit.relaxng.datatypes.library import check, datatype

__all__ = ["Datatype", "DatatypeError", "Namespaces", "Param", "check", "datatype"]
