"""Which files of a run include which, and what of the others must be known to check one of them.

A document of several files is checked file by file, each in its place. For that, of the files that
include it and of those that it includes little is needed: their schemas, their outermost elements,
their identifiers. They are read for it when it is first asked for.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from teikit.tei.inclusion import has_fallback, is_inside, is_text, pointed, target
from teikit.validating.index.document import CheckedDocument, document_of
from teikit.xml.files import Unreadable, is_file, parsed, read, real
from teikit.xml.names import ID, INCLUDE, Element, is_element

_AT_HAND = 64
"""Files that include others and are held in memory."""
_NAMES = 100_000
"""Files of which the name of an element is kept."""
_AROUND = 16
"""Files around a file whose schemas are asked for."""
_DEEP = 64
"""Files around a file that are told apart by those around them."""

File = str
"""A file by its path without links in it."""
Onward = Callable[[File], Iterable[File]]


class Standing(NamedTuple):
    """What stands for an include: an element of a name; a text; or its fallback.

    If it is none of these, what stands there is not known. The element is the outermost of the
    `file`; there is none where it is another one of a file.
    """

    element: str = ""
    file: File = ""
    text: str = ""
    fallback: bool = False


class _Found(NamedTuple):
    name: str
    is_root: bool


class Inclusion(NamedTuple):
    """That a file includes another; `kind` is the same where that cannot make a difference.

    It holds the schemas that the file names, and the elements around the include.
    """

    file: File
    included: File
    kind: tuple[str, ...]


class Inclusions:
    """The files of a run that include others, or are included; it is sent to other processes."""

    def __init__(
        self,
        inclusions: Iterable[Inclusion] = (),
        files: Mapping[File, bool] | None = None,
        folders: Collection[Path] = (),
        given: Mapping[File, bytes] | None = None,
        beside: Mapping[File, Sequence[str]] | None = None,
    ) -> None:
        """`files` are those that have includes, and whether all of these can be followed.

        `folders` are those within which includes are followed; `given` is what files hold that are
        being edited. What files include `beside` others is text, missing, or not followed.
        """
        self._all = (*inclusions,)
        self._files = files or {}
        self._folders = folders
        self._given = given or {}
        self._beside = beside or {}
        self._included: dict[File, dict[File, None]] = defaultdict(dict)
        self._including: dict[File, dict[File, None]] = defaultdict(dict)
        self._kinds: dict[File, dict[tuple[File, tuple[str, ...]], None]] = defaultdict(dict)
        for file, included, kind in self._all:
            self._included[file][included] = None
            self._including[included][file] = None
            self._kinds[included][file, kind] = None
        self._ids: dict[File, array[int]] = {}
        self.load = lru_cache(_AT_HAND)(self._load)
        self._element_of = lru_cache(_NAMES)(self._find_element)
        self._kind_of = lru_cache(_NAMES)(self._find_kind)

    def __reduce__(self) -> tuple[type["Inclusions"], tuple[object, ...]]:
        return Inclusions, (self._all, self._files, self._folders, self._given, self._beside)

    def related(self, document: CheckedDocument) -> CheckedDocument:
        """A document of the run, which now knows its relatives where it has some."""
        if not self._files:
            return document
        return replace(document, relatives=self.relatives(str(real(document.path))))

    def relatives(self, file: File) -> "Relatives | None":
        """What a file has to do with others; None where that is nothing."""
        if file in self._files or file in self._including:
            return Relatives(self, file)
        return None

    def included(self, file: File) -> Iterable[File]:
        """The files that a file includes and that are there."""
        return self._included.get(file, ())

    def including(self, file: File) -> Iterable[File]:
        """The files that include a file."""
        return self._including.get(file, ())

    def beside(self, file: File) -> Sequence[str]:
        """The whole paths of what a file includes that is text, missing, or not followed."""
        return self._beside.get(file, ())

    def kinds(self, file: File) -> Sequence[tuple[File, tuple[str, ...]]]:
        """The files that include a file, and in which ways."""
        return [*self._kinds.get(file, ())]

    def is_unknown(self, file: File) -> bool:
        """Whether a file includes what is not known."""
        return not self._files.get(file, True)

    def circle(self, file: File, included: File) -> bool:
        """Whether a file that another includes leads back to it."""
        return file == included or file in _reached([included], self.included)

    def distinct(self, file: File) -> Sequence[File]:
        """Of the files that include a file, one for each way in which that makes a difference."""
        found: dict[object, File] = {}
        for including, kind in self._kinds.get(file, ()):
            found.setdefault((kind, self._kind_of(including, 0)), including)
        return [*dict.fromkeys(found.values())]

    def ids(self, file: File) -> "array[int]":
        """The hashes of the identifiers in a file, sorted."""
        known = self._ids.get(file)
        if known is None:
            try:
                root = parsed(self._data(file), Path(file)).getroot()
            except Unreadable:
                root = etree.Element("nothing")
            names = {element.get(ID) for element in root.iter("*")} - {None}
            known = self._ids[file] = array("q", sorted(map(hash, names)))
        return known

    def standing(self, include: Element, path: Path) -> Standing:
        """What stands for an `xi:include` of the file at `path`."""
        there, id_ = target(include, path), pointed(include)
        if there is None or id_ is None or not is_inside(known := real(there), self._folders):
            return Standing()
        instead = Standing(fallback=has_fallback(include))
        if not is_file(there) and str(known) not in self._given:
            return instead
        if is_text(include):
            try:
                encoding = include.get("encoding") or "utf-8"
                return Standing(text=self._data(str(known)).decode(encoding))
            except (Unreadable, LookupError, ValueError):
                return Standing()
        if not id_ and self.circle(str(real(path)), str(known)):
            return Standing()
        element = self._element_of(str(known), id_)
        if element is None:
            return instead if id_ else Standing()
        return Standing(element.name, str(known) if element.is_root else "")

    def _find_element(self, file: File, id_: str) -> "_Found | None":
        """The element of a file that has an identifier; without one, the outermost."""
        if id_:
            document = self.load(file)
            found = document.facts.ids.get(id_) if document else None
            return _Found(str(found[0].tag), found[0].getparent() is None) if found else None
        try:
            # The beginning is enough, and is there even where the rest is broken.
            events = etree.iterparse(
                BytesIO(self._data(file)),
                events=("start",),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
            )
            return _Found(str(next(iter(events))[1].tag), is_root=True)
        except (Unreadable, etree.XMLSyntaxError, StopIteration):
            return None

    def _find_kind(self, file: File, depth: int) -> object:
        """What files around a file say of it, as far as that can make a difference."""
        if depth > _DEEP:
            return None
        return frozenset(
            (kind, self._kind_of(including, depth + 1))
            for including, kind in self._kinds.get(file, ())
        )

    def _load(self, file: File) -> CheckedDocument | None:
        """The document in a file; None where it cannot be read."""
        path = Path(file)
        try:
            data = self._data(file)
            return replace(document_of(path, data), relatives=self.relatives(file))
        except Unreadable:
            return None

    def _data(self, file: File) -> bytes:
        data = self._given.get(file)
        return read(Path(file)) if data is None else data


class Relatives:
    """What a file has to do with others: those that include it, and those that it includes."""

    def __init__(self, inclusions: Inclusions, file: File) -> None:
        self._inclusions = inclusions
        self.file = file

    @property
    def is_part(self) -> bool:
        """Whether another file of the run includes it."""
        return any(True for _ in self._inclusions.including(self.file))

    def including(self) -> Iterator[CheckedDocument]:
        """The documents that include it: one for each way in which that can make a difference."""
        for file in self._inclusions.distinct(self.file):
            if document := self._inclusions.load(file):
                yield document

    def around(self) -> Iterator[CheckedDocument]:
        """The same with those that include these, and so on; the nearest, if they are many."""
        for file in islice(_reached([self.file], self._inclusions.distinct), _AROUND):
            if document := self._inclusions.load(file):
                yield document

    def standing(self, include: Element, path: Path) -> Standing:
        """What stands for an `xi:include` of the file, which is at `path`."""
        return self._inclusions.standing(include, path)

    def document(self, file: File) -> CheckedDocument | None:
        """The document in a file of the run; None where it cannot be read."""
        return self._inclusions.load(file)

    def leads_back(self, included: Path) -> bool:
        """Whether a file that it includes includes it, directly or not."""
        return self._inclusions.circle(self.file, str(real(included)))

    @property
    def are_known(self) -> bool:
        """Whether all that is included in the documents that it is a part of is known."""
        return not any(map(self._inclusions.is_unknown, self._connected()))

    def missing(self, names: Collection[str]) -> Collection[str]:
        """Those of several identifiers that none of the documents has that it is a part of."""
        remaining = {*names}
        for file in self._connected() if remaining else ():
            ids = self._inclusions.ids(file)
            remaining -= {name for name in remaining if _holds(ids, hash(name))}
            if not remaining:
                break
        return remaining

    def _connected(self) -> Iterator[File]:
        """The file, those that include it, directly or not, and all that these include."""
        above = [self.file, *_reached([self.file], self._inclusions.including)]
        yield from above
        yield from _reached(above, self._inclusions.included)


def includes(document: CheckedDocument) -> Sequence[Element]:
    """The elements `xi:include` of a document, in their order."""
    return [element for element in document.facts.others if element.tag == INCLUDE]


def kind_of(include: Element) -> tuple[str, ...]:
    """The `kind` of an `Inclusion`: what names schemas, and the elements around the include."""
    root = include.getroottree().getroot()
    before = [node for node in root.itersiblings(preceding=True) if not is_element(node)]
    names = [str(node.text) for node in before if isinstance(node, etree._ProcessingInstruction)]
    names += [str(value) for name, value in root.items() if "chemaLocation" in str(name)]
    # Addresses of schemas are relative to the folder.
    folder = [str(Path(str(root.base or "")).parent)] if names else []
    return (*names, *folder, *(str(element.tag) for element in include.iterancestors()))


def _reached(start: Iterable[File], onward: Onward) -> Iterator[File]:
    """The files that others lead to, each once, without those that they start from."""
    known = {*start}
    waiting = deque(known)
    while waiting:
        for file in onward(waiting.popleft()):
            if file not in known:
                known.add(file)
                waiting.append(file)
                yield file


def _holds(values: "array[int]", value: int) -> bool:
    at = bisect_left(values, value)
    return at < len(values) and values[at] == value
