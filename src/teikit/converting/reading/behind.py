"""What stands behind a letter's signature, and may be the editors' narrative between letters.

It is theirs where it names the writer, as nobody does of himself, or looks otherwise than all
paragraphs of the letter. Else nobody can tell it from a postscript.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.reading.beginnings import Start
from teikit.converting.reading.lined_page import LinedPage
from teikit.converting.reading.signs import plain

_PROSE = 25
"""Words: a paragraph of fewer may be an address, a docket, a note."""
_BODY = 15
"""Words of the first paragraph that is no address, nor a direction how to send it."""
_TEXT = 10
"""Words of a paragraph of the letter."""
_SHORTEST_NAME = 3
_INDENT = 2
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"([^\W\d_]+)[\W\d_]*$")


@dataclass(frozen=True, slots=True)
class Behind:
    """The index of the first paragraph, and whether it is sure that the editors wrote it."""

    line: int
    sure: bool


@dataclass(frozen=True)
class BehindSignature:
    """Looks behind the signature of one document, whose text is `first` up to, without, `end`."""

    page: LinedPage
    start: Start
    first: int
    end: int

    def find(self) -> Behind | None:
        """What stands there, if it is prose and no known postscript."""
        texts = self.page.texts
        signed = self._signature()
        if signed < 0:
            return None
        prose = [i for i in range(signed + 1, self.end) if len(texts[i].split()) >= _PROSE]
        signs = self.page.signs
        behind = texts[signed + 1 : self.end]
        if not prose or any(signs.postscript(plain(text)) for text in behind):
            return None
        opened = any(
            signs.short_salutation(text) or signs.dateline(text) == "year" or signs.closing(text)
            for text in texts[prose[0] : self.end]
        )
        sure = not opened and (self._names_writer(signed, prose) or self._is_apart(signed, prose))
        return Behind(prose[0], sure)

    def _signature(self) -> int:
        """The index of the last signature behind some text; -1 where there is none that is sure.

        What looks like one before the text is an address.
        """
        page = self.page
        lengths = (len(page.texts[i].split()) for i in range(self.first, self.end))
        text = next(
            (i for i, length in enumerate(lengths, self.first) if length >= _BODY), self.end
        )
        for index in range(self.end - 1, text - 1, -1):
            words = page.texts[index]
            if len(words.split()) >= _TEXT:
                if page.signs.ends_with_signature(words):
                    return index
            elif page.signs.signature(words) and (
                page.source.is_right(page.lines[index].span)
                or page.signs.closing(page.texts[index - 1])
                or _surname(plain(words)) in self._writers
            ):
                return index
        return -1

    @cached_property
    def _writers(self) -> frozenset[str]:
        """The last names of those that the heading or the profile says wrote it."""
        groups = self.start.heading.groups if self.start.heading else ()
        names = [name for group in groups if group.side == "sender" for name in group.names]
        found = map(_surname, (*names, self.page.profile.edition.sender))
        return frozenset(filter(None, found))

    def _names_writer(self, signed: int, prose: list[int]) -> bool:
        """Whether the paragraphs name who signed: with no title, which would be somebody else."""
        signature = plain(self.page.texts[signed])
        own = _surname(signature)
        full = len(signature.split()) > 1 or signature.isupper()
        names = self._writers | ({own} if own and full else frozenset())
        titles = {word.strip(".").casefold() for word in self.page.profile.letter.titles}
        for index in prose:
            before = ""
            for word in _WORD.findall(self.page.texts[index]):
                small = word.casefold()
                if small in names and word[:1].isupper() and before not in titles:
                    return True
                before = small
        return False

    def _is_apart(self, signed: int, prose: list[int]) -> bool:
        """Whether the paragraphs look otherwise than all of the letter."""
        body = [i for i in range(self.first, signed) if len(self.page.texts[i].split()) >= _TEXT]
        own, other = {self._look(i) for i in body}, {self._look(i) for i in prose}
        if len(body) < 2 or len(own) != 1 or len(other) != 1:
            return False
        (look, indent), (other_look, other_indent) = *own, *other
        return look != other_look or abs(indent - other_indent) >= _INDENT

    def _look(self, index: int) -> tuple[frozenset[str], int]:
        line = self.page.lines[index]
        indent = 0 if self.page.source.regions else line.indent
        return frozenset(self._styles(index)), indent

    def _styles(self, index: int) -> Iterator[str]:
        for region in self.page.lines[index].regions:
            if region.kind in {"quote", "center", "style"}:
                yield region.attributes.get("name", region.kind)


def _surname(name: str) -> str:
    """The last word of a name, in small letters; nothing where it is too short to know it by."""
    found = _LAST_WORD.search(name)
    word = found[1] if found else ""
    return word.casefold() if len(word) >= _SHORTEST_NAME and word[:1].isupper() else ""
