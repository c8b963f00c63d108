"""From the bytes of files that hold Schematron to a `Definition`.

`files` reads files by address, and `tree` has what is in them; `gathering` finds the schema in a
file of any kind, with `embedded`. Then `inclusion` puts in what is included, `expansion` fills in
what is abstract, with `parameters`, and `building` makes a `Definition` of it, with `messages`.
"""

from teikit.schematron.reading.reading import read

__all__ = ["read"]
