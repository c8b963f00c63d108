"""Where an element stands, and what to call it, in the words of someone who edits the file."""

from lxml import etree

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


class Paths:
    """The paths of the elements of a document, in steps from the root.

    `/TEI/text[1]/body[1]/div[2]/p[1]`: a name that is not of the root's namespace has its own
    before it, in braces. Among many siblings, each is counted once, for all of their paths.
    """

    def __init__(self, root: etree._Element) -> None:
        namespace, _, name = str(root.tag).rpartition("}")
        self._home = namespace
        self._known = {root: f"/{name}"}
        self._numbers: dict[etree._Element, int] = {}

    def of(self, element: etree._Element) -> str:
        """The path of an element."""
        waiting = []
        while element not in self._known:
            waiting.append(element)
            parent = element.getparent()
            assert parent is not None, "the root is known"
            element = parent
        path = self._known[element]
        while waiting:
            element = waiting.pop()
            path += self._step(element)
            self._known[element] = path
        return path

    def _step(self, element: etree._Element) -> str:
        if element not in self._numbers:
            counts: dict[object, int] = {}
            for sibling in element.getparent().iterchildren("*"):  # type: ignore[union-attr]
                counts[sibling.tag] = self._numbers[sibling] = counts.get(sibling.tag, 0) + 1
        tag = str(element.tag)
        namespace, _, name = tag.rpartition("}")
        if namespace != self._home:
            name = tag if namespace else f"{{}}{tag}"
        return f"/{name}[{self._numbers[element]}]"


def is_element(node: etree._Element) -> bool:
    """Not a comment or an instruction."""
    return isinstance(node.tag, str)


def clipped(text: str, length: int = 200) -> str:
    """`text` on one line, of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
