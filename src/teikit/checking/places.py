"""Where an element stands, and what to call it, in the words of someone who edits the file."""

from pathlib import Path
from typing import Any

from lxml import etree

from teikit.diagnostic import Location

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"


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
    before = next((one for one in element.itersiblings(preceding=True) if is_element(one)), None)
    where = f"first in {tag(parent)}" if before is None else f"in {tag(parent)} after {tag(before)}"
    return f"{tag(element)} is not allowed here, {where}"


def location(path: Path, element: etree._Element) -> Location:
    """The place of an element; columns of elements are not known."""
    line: Any = element.sourceline
    return Location(str(path), line or 0, 0, xpath(element))


def xpath(element: etree._Element) -> str:
    """The steps from the root: `/TEI/text[1]/body[1]/div[2]/p[1]`.

    A name that is not of the root's namespace has its own before it, in braces.
    """
    steps = [element, *element.iterancestors()]
    root = str(steps.pop().tag)
    home = root.rpartition("}")[0]
    path = [f"/{root.rpartition('}')[2]}"]
    for one in reversed(steps):
        tag = str(one.tag)
        namespace, _, name = tag.rpartition("}")
        if namespace != home:
            name = tag if namespace else f"{{}}{tag}"
        number = 1 + sum(1 for _ in one.itersiblings(tag, preceding=True))
        path.append(f"/{name}[{number}]")
    return "".join(path)


def is_element(node: etree._Element) -> bool:
    """Not a comment or an instruction."""
    return isinstance(node.tag, str)


def clipped(text: str, length: int = 200) -> str:
    """`text` on one line, of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
