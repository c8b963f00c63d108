"""What to call an element and its place, in the words of someone who edits the file."""

from lxml import etree

from teikit.tei.names import TEI
from teikit.xml.names import is_element


def tag(element: etree._Element) -> str:
    """`<p>`; with its namespace where that is not TEI's, as then it may be the fault."""
    name = etree.QName(element)
    if name.namespace == TEI:
        return f"<{name.localname}>"
    return f'<{name.localname} xmlns="{name.namespace or ""}">'


def misplaced(element: etree._Element) -> str:
    """`<p> is not allowed here, in <div> after <head>`: where among its siblings it stands."""
    parent = element.getparent()
    if parent is None:
        return f"a document cannot begin with {tag(element)}"
    before = next(
        (sibling for sibling in element.itersiblings(preceding=True) if is_element(sibling)), None
    )
    where = f"first in {tag(parent)}" if before is None else f"in {tag(parent)} after {tag(before)}"
    return f"{tag(element)} is not allowed here, {where}"


def clipped(text: str, length: int = 200) -> str:
    """`text` on one line, of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
