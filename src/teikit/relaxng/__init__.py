"""RELAX NG (ISO/IEC 19757-2): schemas, and what is wrong with documents by them.

    schema = Schema.from_file("letters.rng")
    for error in schema.validate("letter.xml"):
        print(error.line, error.column, error.message)

Both syntaxes, includes and external references, the datatypes of XML Schema, identifiers. Nothing
but the standard library is needed, and nothing is fetched from a network.
"""

from teikit.relaxng.errors import Kind, SchemaError, ValidationError
from teikit.relaxng.schema import Schema

__all__ = ["Kind", "Schema", "SchemaError", "ValidationError"]
