"""Where a letter is on the web, as its TEI tells."""

import re

from teikit.tei.documents import Document
from teikit.tei.header import descriptions, elements
from teikit.tei.identifiers import is_address
from teikit.tei.text.plain import plain

_LASTING = ("URI", "uri", "handle", "doi", "DOI", "PURL", "purl", "ark", "urn", "URL", "url")
_DOI = re.compile(r"(?:doi:)?(10\.\d{4,9}/\S+)")


def web_address(document: Document) -> str:
    """The address of a letter on the web; empty where nothing tells it."""
    return listed_address(document) or published_address(document)


def listed_address(document: Document) -> str:
    """The address that a list of letters has for it (`correspDesc/@ref`)."""
    pointers = (
        pointer
        for description in descriptions(document)
        for pointer in description.get("ref", "").split()
    )
    return next(filter(is_address, pointers), "")


def published_address(document: Document) -> str:
    """The address in the header of its file, a lasting one before others; none of a volume's."""
    if document.letter is not None:
        return ""
    found = {
        idno.get("type", ""): address
        for idno in elements(document.root, "teiHeader/fileDesc/publicationStmt//idno")
        if (address := _address(plain(idno)))
    }
    return next((found[kind] for kind in (*_LASTING, *found) if kind in found), "")


def _address(text: str) -> str:
    if doi := _DOI.fullmatch(text):
        return f"https://doi.org/{doi[1]}"
    return text if is_address(text) else ""
