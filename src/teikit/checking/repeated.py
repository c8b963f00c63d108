"""Findings that have one cause in a file, and are told once."""

from collections.abc import Sequence

from teikit.checking.found import Found, at
from teikit.tei.names import Element, tei


def once(elements: Sequence[Element], message: str) -> Found:
    """One finding for all elements, at the first of them."""
    others = len(elements) - 1
    more = f" (and {others} more such)" if others else ""
    return at(elements[0], message + more)


def tags(*names: str) -> frozenset[str]:
    """The names with TEI's namespace."""
    return frozenset(map(tei, names))
