"""A file that is checked, in the forms in which checks want it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from teikit.checking.facts import Facts, gather
from teikit.checking.source import Source
from teikit.tei.files import parsed, read


@dataclass(frozen=True, eq=False)
class Document:
    """A well-formed file: where it is, its bytes, and its tree.

    `facts` and `source` are made when they are first asked for: most files are in order, and need
    the second of them not at all.
    """

    path: Path
    data: bytes
    tree: etree._ElementTree

    @cached_property
    def facts(self) -> Facts:
        """What rules look at, gathered in one walk."""
        return gather(self.tree.getroot())

    @cached_property
    def source(self) -> Source:
        """The text of the file, and where in it everything stands."""
        return Source(self.data, self.facts.numbers)


def load_document(path: Path) -> Document:
    """The document in a file. Raises `Unreadable`."""
    data = read(path)
    return Document(path, data, parsed(data, path))
