"""From the bytes of files that hold Schematron to a `Definition`.

`files` reads files by address, and `tree` has what is in them. `gathering` finds the schema in a
file of any kind: `embedded` in schemas of other languages, `compact` in the compact syntax of
RELAX NG, and `subjects` says what is declared where it stands. Then `inclusion` puts in what is
included, `expansion` fills in what is abstract, with `parameters`, and `building` makes a
`Definition` of it, with `messages`, `quick_fixes`, `variables` and `foreign`. `detection` only
tells whether a file holds Schematron.
"""

from teikit.schematron.reading.detection import contains
from teikit.schematron.reading.reading import read

__all__ = ["contains", "read"]
