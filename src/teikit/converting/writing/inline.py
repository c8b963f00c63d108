"""Writing a block's text with its marks into an element.

This is the only place where the text of a page enters TEI, and it enters by span: whatever the
marks are, every character of the block is written once, in order, but for the brackets that a mark
itself says.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from teikit.converting.source import Mark, Source, Span
from teikit.converting.writing.nesting import NestedMark
from teikit.converting.writing.tree import ID, LANG, Element, add

# White space that XML cannot hold, or would change on reading.
_AWKWARD_SPACE = re.compile("[\r\x0b\x0c\x1c-\x1f]")


_XML = {"id": ID, "lang": LANG}
"""Attributes of marks that have another name in XML."""


class MarkWriter:
    """Writes the text of one document; `stem` goes before the ids and pointers in marks."""

    def __init__(self, source: Source, stem: str) -> None:
        self.source = source
        self.stem = stem

    def write(self, parent: Element, span: Span, nodes: Iterable[NestedMark]) -> None:
        """Append the text of a span, with the marks in it, to an element."""
        position = span.start
        for node in nodes:
            mark = node.mark
            self._text(parent, position, mark.span.start)
            inner = BUILDERS.get(mark.kind, _plain)(self, parent, mark)
            if inner is not None:
                self.write(inner, mark.inner or mark.span, node.children)
            position = max(position, mark.span.end)
        self._text(parent, position, span.end)

    def attributes(self, mark: Mark) -> dict[str, str]:
        """The attributes of a mark, with the file's stem before ids and pointers."""
        return {
            _XML.get(name, name): self.full(name, value)
            for name, value in mark.attributes.items()
            if value
        }

    def full(self, name: str, value: str) -> str:
        """An attribute's value with the stem before an id, or before the id in a pointer."""
        if name == "id":
            return f"{self.stem}-{value}"
        if value.startswith("#"):
            return " ".join(f"#{self.stem}-{each[1:]}" for each in value.split())
        return value

    def _text(self, parent: Element, start: int, end: int) -> None:
        if end <= start:
            return
        text = _AWKWARD_SPACE.sub(" ", self.source.text[start:end])
        if parent.children:
            parent.children[-1].tail += text
        else:
            parent.text += text


Builder = Callable[[MarkWriter, Element, Mark], "Element | None"]
"""Appends what a mark becomes; gives the element that takes the marked text, if one does."""


def _plain(writer: MarkWriter, parent: Element, mark: Mark) -> Element:
    return add(parent, mark.kind, attributes=writer.attributes(mark))


def _ellipsis(_writer: MarkWriter, parent: Element, _mark: Mark) -> Element:
    return add(add(parent, "ellipsis"), "metamark", function="ellipsis")


def _archive(writer: MarkWriter, parent: Element, mark: Mark) -> Element:
    return add(parent, "orgName", attributes=writer.attributes(mark))


def _choice(writer: MarkWriter, parent: Element, mark: Mark) -> Element:
    choice = add(parent, "choice")
    sic = add(choice, "sic")
    add(choice, "corr", mark.text, writer.attributes(mark))
    return sic


def _label_repaired(writer: MarkWriter, parent: Element, mark: Mark) -> Element:
    return _choice(writer, add(parent, "label"), mark)


def _label_lost(writer: MarkWriter, parent: Element, mark: Mark) -> None:
    label = add(parent, "label")
    add(label, "supplied", mark.text, {"reason": "lost", **writer.attributes(mark)})


def _gap(writer: MarkWriter, parent: Element, mark: Mark) -> None:
    gap = add(parent, "gap", attributes=writer.attributes(mark))
    add(gap, "desc", mark.text)


BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {
        "archive": _archive,
        "ellipsis": _ellipsis,
        "choice": _choice,
        "label-repaired": _label_repaired,
        "label-lost": _label_lost,
        "gap": _gap,
    }
)
"""Marks that become more than one element of their name."""
