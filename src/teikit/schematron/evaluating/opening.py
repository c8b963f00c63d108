"""Other documents, that expressions name by their addresses."""

from collections.abc import Callable, Mapping

from lxml import etree

from teikit.xml.references import resolve

Tree = etree._ElementTree
GiveDocument = Callable[[str], Tree | None]
"""Gives the document at an address, or None; it may raise `OSError`, `LookupError`, `ValueError`,
or `etree.XMLSyntaxError` instead."""


class Opening:
    """Opens documents, each once, and only those that are given.

    For `doc()`, addresses are relative to that of the schema, as XSLT has it; what is not found
    there is looked for beside the document.
    """

    def __init__(
        self,
        give: GiveDocument | None,
        schema: str,
        document: str,
        trees: Mapping[str, Tree] | None = None,
    ) -> None:
        """`schema` and `document` are their addresses, or empty; `trees` are of the schema."""
        self._give = give
        self._schema = schema
        self.document = document
        self._known: dict[str, Tree | None] = dict(trees or {})

    def __call__(self, address: str) -> Tree | None:
        """The document at an address of an expression; None where there is none."""
        return self._known.get(address) or self._first(address, self._schema, self.document)[1]

    def beside(self, address: str) -> tuple[str, Tree | None]:
        """The document at an address that is relative to the document, and its whole address."""
        return self._first(address, self.document, self._schema)

    def _first(self, address: str, *bases: str) -> tuple[str, Tree | None]:
        wanted = [resolve(base, address) if base else address for base in bases]
        for resolved in dict.fromkeys(wanted):
            if tree := self._open(resolved):
                return resolved, tree
        return wanted[0], None

    def _open(self, address: str) -> Tree | None:
        if address not in self._known:
            try:
                found = self._give(address) if self._give else None
            except (OSError, LookupError, ValueError, etree.XMLSyntaxError):
                found = None
            self._known[address] = found
        return self._known[address]
