"""Datatypes: what a string may be, and when two strings mean the same value."""

from teikit.relaxng.datatypes.interface import Datatype, DatatypeError, Namespaces, Param
from teikit.relaxng.datatypes.library import check, datatype

__all__ = ["Datatype", "DatatypeError", "Namespaces", "Param", "check", "datatype"]
