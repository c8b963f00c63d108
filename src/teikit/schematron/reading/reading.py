"""From an address to what the Schematron there says."""

from teikit.schematron.errors import NoSchematronError, SchemaError
from teikit.schematron.model import Definition, Place
from teikit.schematron.reading.building import definition
from teikit.schematron.reading.expansion import expanded
from teikit.schematron.reading.files import Locate, Read, SchemaFiles
from teikit.schematron.reading.gathering import gathered
from teikit.schematron.reading.inclusion import resolved
from teikit.schematron.reading.tree import SchemaNode


def read(address: str, *, read: Read, locate: Locate | None = None) -> Definition:
    """The Schematron in the file at an address, of whatever kind the file is.

    `read` gives the bytes of files by their addresses; nothing else is opened. `locate` says where
    a reference leads to, from what is written and the address of the file in which it is. Raises
    `SchemaError`; where the file holds no Schematron, that is a `NoSchematronError`.
    """
    files = SchemaFiles(read, locate)
    start = Place(address, 1)

    def gather(other: str, place: Place) -> SchemaNode:
        return gathered(other, place, files)

    schema = resolved(gather(address, start), files, gather)
    if schema.name not in ("schema", "library"):
        words = f"the file is a part of a schema, <{schema.name}>; name the schema that includes it"
        raise SchemaError(words, start)
    if not any(schema.elements("pattern", "group", "phase", "diagnostics")):
        words = "the file holds no Schematron; name one that has <pattern> in it"
        raise NoSchematronError(words, start)
    return definition(expanded(schema, files), files)
