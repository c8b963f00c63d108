"""Where an element stands in its document."""

from lxml import etree


class ElementPaths:
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
