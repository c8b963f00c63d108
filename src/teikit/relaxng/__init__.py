"""RELAX NG (ISO/IEC 19757-2): schemas, and what is wrong with documents by them.

    schema = Schema.from_file("letters.rng")
    for error in schema.validate("letter.xml"):
        print(error.line, error.column, error.message)

Both syntaxes, includes and external references, the datatypes of XML Schema, identifiers. Nothing
but the standard library is needed, and nothing is fetched from a network. What the datatypes know
of regular expressions and of dates can be used alone: `Regex`, and `DATE_TYPES` and what follows.

A schema is read by `compile`, which makes `patterns` of it, with the strings that `datatypes`
allow; `documents` follows a document through the `automaton` of these patterns; `messages` says in
words what is wrong. All that is public is named here.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from teikit.relaxng.datatypes import DatatypeError
from teikit.relaxng.documents.inclusion import Include, Included, PartPlace
from teikit.relaxng.errors import Kind, SchemaError, ValidationError
from teikit.relaxng.schema import Schema

if TYPE_CHECKING:
    from teikit.relaxng.datatypes.dates.calendar import day_number, month_length
    from teikit.relaxng.datatypes.dates.faults import why_no_date
    from teikit.relaxng.datatypes.dates.forms import DATE_TYPES, DateType, astronomical_year
    from teikit.relaxng.datatypes.regex.expression import Regex

__all__ = [
    "DATE_TYPES",
    "DatatypeError",
    "DateType",
    "Include",
    "Included",
    "Kind",
    "PartPlace",
    "Regex",
    "Schema",
    "SchemaError",
    "ValidationError",
    "astronomical_year",
    "day_number",
    "month_length",
    "why_no_date",
]

# Loaded when first asked for: many schemas have neither dates nor patterns.
_HOME = {
    "DATE_TYPES": "teikit.relaxng.datatypes.dates.forms",
    "DateType": "teikit.relaxng.datatypes.dates.forms",
    "Regex": "teikit.relaxng.datatypes.regex.expression",
    "astronomical_year": "teikit.relaxng.datatypes.dates.forms",
    "day_number": "teikit.relaxng.datatypes.dates.calendar",
    "month_length": "teikit.relaxng.datatypes.dates.calendar",
    "why_no_date": "teikit.relaxng.datatypes.dates.faults",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'teikit.relaxng' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
