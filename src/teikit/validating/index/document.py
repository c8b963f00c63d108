"""A file that is checked, in the forms in which checks want it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teikit.validating.index.facts import Facts, gather
from teikit.xml.files import parsed, read
from teikit.xml.markup import Markup
from teikit.xml.paths import ElementPaths
from teikit.xml.positions import Positions, decoded

if TYPE_CHECKING:
    from teikit.validating.index.inclusions import Relatives


@dataclass(frozen=True, eq=False)
class CheckedDocument:
    """A well-formed file: where it is, its bytes, its tree, and its relatives by inclusion.

    The rest is made when it is first asked for.
    """

    path: Path
    data: bytes
    tree: etree._ElementTree
    relatives: "Relatives | None" = None

    @cached_property
    def name(self) -> str:
        """The path as it is shown."""
        return str(self.path)

    @cached_property
    def facts(self) -> Facts:
        """What rules look at, gathered in one walk."""
        return gather(self.tree.getroot(), self.markup)

    @cached_property
    def paths(self) -> ElementPaths:
        """The paths of its elements."""
        return ElementPaths(self.tree.getroot())

    @cached_property
    def markup(self) -> Markup:
        """The text of the file, its markup and its lines."""
        return Markup(decoded(self.data))

    @cached_property
    def positions(self) -> Positions:
        """Where in the text everything stands."""
        return Positions(self.data, self.markup, self.facts.numbers)


def load_document(path: Path) -> CheckedDocument:
    """The document in a file. Raises `Unreadable`."""
    data = read(path)
    return CheckedDocument(path, data, parsed(data, path))
