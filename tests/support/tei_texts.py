"""TEI documents around a text."""

from pathlib import Path

from lxml import etree

from teikit.tei.documents import Document
from teikit.tei.elements import TEI


def tei(body: str, back: str = "", header: str = "", name: str = "x-1") -> str:
    """A TEI document around what is given."""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}">'
        f"<teiHeader>{header}</teiHeader>"
        f"<text><body>{body}</body>{f'<back>{back}</back>' if back else ''}</text></TEI>"
    )


def document(source: str) -> Document:
    root = etree.fromstring(source)
    text = root.find(f"{TEI}text")
    assert text is not None
    return Document(Path("x-1.xml"), "x-1", root, text)
