"""Changes of an entry as edits of its file as it is written; all else stays byte for byte."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from teikit.errors import TeikitError
from teikit.suggesting.authorities.entries import AuthorityFile
from teikit.xml.names import Element, local

_BEHIND = {
    "idno": ("note", "bibl", "biblStruct", "listBibl", "ptr", "link", "linkGrp"),
    "note": (),
    "birth": ("death", "idno", "note", "bibl", "listBibl", "linkGrp"),
    "death": ("idno", "note", "bibl", "listBibl", "linkGrp"),
}
"""What stands behind a new element in an entry, so that any schema of TEI takes it there."""
_NESTED = ("person", "place", "org", "listPerson", "listPlace", "listOrg")
_INDENT = re.compile(r"\s*\Z")


class TextEdit(NamedTuple):
    """The characters of a file from `start` up to `end` become `text`."""

    start: int
    end: int
    text: str


class EntryEditor:
    """The edits of one file, as they are gathered."""

    def __init__(self, file: AuthorityFile) -> None:
        self.file = file
        self._edits: list[TextEdit] = []
        self._closings: dict[Element, TextEdit] = {}

    def rewrite(self, element: Element, text: str, attribute: str = "") -> None:
        """The words of an element without others in it, or the value of an attribute, anew."""
        positions = self.file.positions
        if attribute:
            start, end = positions.attribute(element, attribute)
            quote = positions.text[end]
            self._edits.append(TextEdit(start, end, escape(text, {quote: _ENTITY[quote]})))
            return
        written = element.text or ""
        first = len(written) - len(written.lstrip())
        place = positions.characters(element, first, len(written.rstrip()))
        self._edits.append(TextEdit(*place, escape(text)))

    def remove(self, element: Element) -> None:
        """Take an element away, with the space before it."""
        positions = self.file.positions
        start = positions.tag(element).start
        self._edits.append(TextEdit(start - len(self._space(start)), positions.end(element), ""))

    def insert(self, entry: Element, name: str, text: str, **attributes: str) -> None:
        """Put a new element into an entry, behind the last that may stand before it."""
        new = self._element(entry, name, text, attributes)
        before = [
            child
            for child in entry.iterchildren("*")
            if local(child) not in (*_BEHIND.get(name, _AFTER_NAMES), *_NESTED)
        ]
        positions = self.file.positions
        if before:
            space = self._space(positions.tag(before[-1]).start)
            self._add(positions.end(before[-1]), space + new)
            return
        start, end = positions.tag(entry)
        step = self._space(start) + "  " if "\n" in self._space(start) else ""
        if positions.text.startswith("/>", end - 2) and entry not in self._closings:
            tag = positions.text[positions.name(entry).start + 1 : positions.name(entry).end]
            closing = f"{self._space(start) if step else ''}</{tag}>"
            # All that is put into it goes between its two tags.
            self._closings[entry] = TextEdit(end, end, closing)
            self._edits.append(TextEdit(end - 2, end, ">"))
        self._add(end, step + new)

    def add_attribute(self, element: Element, name: str, value: str) -> None:
        """Give an element an attribute that it has not."""
        at = self.file.positions.new_attribute(element)
        self._add(at, f" {name}={quoteattr(value)}")

    def append(self, last: Element, lines: Sequence[str]) -> None:
        """Put a new entry behind another; `lines` are its start tag, its parts, and its end tag."""
        positions = self.file.positions
        space = self._space(positions.tag(last).start)
        within = next((self._space(positions.tag(each).start) for each in last), space + "  ")
        before_end = space if "\n" in within else ""
        first, *parts, end = lines
        text = space + first + "".join(within + part for part in parts) + before_end + end
        self._add(positions.end(last), text)

    def element(self, like: Element, name: str, text: str, **attributes: str) -> str:
        """An element as it is written in the file, with the prefix of another."""
        return self._element(like, name, text, attributes)

    def new_data(self) -> bytes:
        """The bytes of the file with all edits.

        Raises:
            TeikitError: what is new does not fit the encoding of the file.
        """
        positions = self.file.positions
        parts, last = [], 0
        edits = [*self._edits, *self._closings.values()]
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            parts += [positions.text[last : edit.start], edit.text]
            last = max(last, edit.end)
        data = positions.encoded("".join([*parts, positions.text[last:]]))
        if data is None:
            raise TeikitError(
                f"{self.file.path}: a new word does not fit the encoding of the file;"
                " save it as UTF-8"
            )
        return data

    def __bool__(self) -> bool:
        return bool(self._edits)

    def _add(self, at: int, text: str) -> None:
        self._edits.append(TextEdit(at, at, text))

    def _space(self, position: int) -> str:
        """The white space before a position, in the file as it is written."""
        text = self.file.positions.text[max(position - _LONGEST, 0) : position]
        found = _INDENT.search(text[text.rfind(">") + 1 :])
        assert found is not None, "it may be empty"
        return found[0]

    def _element(self, like: Element, name: str, text: str, attributes: dict[str, str]) -> str:
        prefix = f"{like.prefix}:" if like.prefix else ""
        given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items() if value)
        if not text:
            return f"<{prefix}{name}{given}/>"
        return f"<{prefix}{name}{given}>{escape(text)}</{prefix}{name}>"


_LONGEST = 10_000
_ENTITY = {'"': "&quot;", "'": "&apos;"}
_AFTER_NAMES = (
    "idno", "note", "bibl", "biblStruct", "listBibl", "ptr", "link", "linkGrp", "birth", "death",
    "sex", "gender", "age", "occupation", "residence", "location", "country", "desc", "event",
    "state", "trait", "affiliation", "education", "faith", "nationality", "relation", "floruit",
)  # fmt: skip


def attributes_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Attributes as they are written in a start tag."""
    return "".join(f" {key}={quoteattr(value)}" for key, value in pairs if value)
