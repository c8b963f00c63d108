"""The identifiers in the elements `idno` of a document: whose they are, and how they are written.

The same persons and places stand in many letters, so that what an `idno` says is known by its types
and its text.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from teikit.tei.identifiers import Registry, public, registered
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import WrittenIdno
from teikit.validating.lexicon.identifiers import fault, registry, registry_name, scheme
from teikit.xml.names import Element

_WITHDRAWN = re.compile(r"deprecat|obsolet|old|former|redirect|withdrawn|alt", re.IGNORECASE)
_WIKIPEDIA = re.compile(r"https?://[\w.-]+\.wikipedia\.org/", re.IGNORECASE)


class Idno(NamedTuple):
    """What an `idno` says that holds nothing but text.

    Attributes:
        text: the identifier, as it is written.
        is_typed: whether its types say of which kind it is.
        fault: why it is certainly none of that kind, or of that which its address tells.
        meant: what the registry is called that its types name, and `leads` that of its address.
        registry: that of which it has the `number`, where it is not said to be an old one.
    """

    text: str
    is_typed: bool
    fault: str
    meant: str
    leads: str
    registry: Registry | None
    number: str


def idnos(document: CheckedDocument) -> Mapping[Element, Idno]:
    """What each `idno` of a document says that holds no elements."""
    return {element: _idno(written) for element, written in document.facts.idnos.items()}


@lru_cache(maxsize=8192)
def _idno(written: WrittenIdno) -> Idno:
    kind, subtype, text = written
    by_type, by_address = scheme(kind, subtype), registry(text)
    meant = by_type or (by_address[1] if by_address else None)
    leads = "Wikipedia" if _WIKIPEDIA.match(text.strip()) else by_address[0] if by_address else ""
    lasting = ""
    if not is_withdrawn(kind, subtype):
        lasting = public(text, kind) or public(text, subtype)
    return Idno(
        text,
        by_type is not None,
        fault(meant, text) if meant and text.strip() else "",
        registry_name(by_type) if by_type else "",
        leads,
        *registered(lasting),
    )


@lru_cache(maxsize=256)
def is_withdrawn(kind: str, subtype: str) -> bool:
    """Whether one of these types calls an identifier an old one."""
    return bool(_WITHDRAWN.search(kind) or _WITHDRAWN.search(subtype))
