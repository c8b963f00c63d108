"""Other documents, that expressions name by their addresses."""

from collections.abc import Callable, Iterator

from lxml import etree

from teikit.xml.references import resolve

Tree = etree._ElementTree
GiveDocument = Callable[[str], Tree | None]
"""Gives the document at an address, or None; it may raise `OSError`, `LookupError`, `ValueError`,
or `etree.XMLSyntaxError` instead."""


class Opening:
    """Opens documents, each once, and only those that are given.

    Addresses are relative to that of the schema, as XSLT has it; what is not found there is looked
    for beside the document.
    """

    def __init__(self, give: GiveDocument | None, *bases: str) -> None:
        self._give = give
        self._bases = bases
        self._known: dict[str, Tree | None] = {}

    def __call__(self, address: str) -> Tree | None:
        """The document at an address; None where there is none."""
        return next(filter(None, map(self._open, self._addresses(address))), None)

    def _addresses(self, address: str) -> Iterator[str]:
        known = [resolve(base, address) if base else address for base in self._bases]
        yield from dict.fromkeys(known)

    def _open(self, address: str) -> Tree | None:
        if address not in self._known:
            try:
                found = self._give(address) if self._give else None
            except (OSError, LookupError, ValueError, etree.XMLSyntaxError):
                found = None
            self._known[address] = found
        return self._known[address]
