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


def in_wrong_namespace(element: etree._Element, meant: str, name: str = "") -> str:
    """That an element, `name` for short, is not in the namespace that is meant."""
    own, found = etree.QName(element).namespace or "", etree.QName(element).localname
    where = f"the namespace '{clipped(own, 60)}'" if own else "no namespace"
    prefix = f":{element.prefix}" if element.prefix else ""
    declaration = f'xmlns{prefix}="{clipped(meant, 60)}"'
    right = f"<{name} {declaration}>" if name and name != found else declaration
    return f"<{clipped(found, 40)}> is in {where}; did you mean {right}?"


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
