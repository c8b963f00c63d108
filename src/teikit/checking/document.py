"""A file that is checked, in the forms in which checks want it."""

from dataclasses import dataclass
from pathlib import Path

from lxml import etree


@dataclass(frozen=True, slots=True)
class Document:
    """A well-formed file: where it is, its bytes, and its tree."""

    path: Path
    data: bytes
    tree: etree._ElementTree
