"""ISO Schematron (ISO/IEC 19757-3): schemas, and what documents break of them.

    schema = Schema.from_file("letters.sch")
    for found in schema.validate(lxml.etree.parse("letter.xml")):
        if isinstance(found, Violation):
            print(found.element.sourceline, found.message)

Schematron is read from files of its own, and from RELAX NG, XML Schema and ODD that hold it. A
schema is read by `reading`, which makes a `Definition` of it (`model`); `evaluating` compiles this,
and holds documents against it; `xpath` is for one expression. Most expressions are evaluated by
libxml2; elementpath, which is slow, is loaded only for what libxml2 cannot say with certainty.
Nothing is fetched from a network. All that is public is named here.
"""

from teikit.schematron.errors import NoSchematronError, SchemaError
from teikit.schematron.evaluating.results import (
    Change,
    Fragment,
    NewName,
    OfferedFix,
    Unevaluated,
    Violation,
)
from teikit.schematron.model import (
    Assertion,
    EditKind,
    NameOf,
    Place,
    QuickFix,
    QuickFixEdit,
    Text,
    ValueOf,
)
from teikit.schematron.schema import Schema
from teikit.schematron.xpath.nodes import Node

__all__ = [
    "Assertion",
    "Change",
    "EditKind",
    "Fragment",
    "NameOf",
    "NewName",
    "NoSchematronError",
    "Node",
    "OfferedFix",
    "Place",
    "QuickFix",
    "QuickFixEdit",
    "Schema",
    "SchemaError",
    "Text",
    "Unevaluated",
    "ValueOf",
    "Violation",
]
