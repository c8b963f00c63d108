"""The pictures of the pages of letters: those beside the TEI come into the site.

Those on the web are only linked: no page of the site asks for anything elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from teikit.publishing.html import ImageLink
from teikit.publishing.labels import Labels
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.header import elements
from teikit.tei.identifiers import is_address
from teikit.tei.volume import elements_by_id
from teikit.xml.files import beside, is_file, real

if TYPE_CHECKING:
    from lxml import etree

FOLDER = "facsimiles"
LARGEST = 32 * 1024**2
"""Bytes of a picture; larger ones are left out."""

_SHOWN = {
    ".avif": (b"ftypavif", 4),
    ".gif": (b"GIF8", 0),
    ".jpeg": (b"\xff\xd8\xff", 0),
    ".jpg": (b"\xff\xd8\xff", 0),
    ".png": (b"\x89PNG\r\n", 0),
    ".webp": (b"WEBP", 8),
}
"""Pictures that browsers show, and how such files begin: the bytes, and where they stand.

SVG is none: it may hold scripts.
"""
_NOT_SHOWN = frozenset({".bmp", ".jp2", ".jpx", ".pdf", ".svg", ".tif", ".tiff"})
_SHALLOWEST = 3
"""Parts of a path: what is in `/home` or `/tmp` has nothing to do with the edition."""


class PageImage(NamedTuple):
    """A picture of a page: its address, what it is of, and whether the site has it."""

    address: str
    label: str
    is_here: bool


class Facsimiles:
    """The pictures of one document.

    Attributes:
        files: those that come into the site: the file, by its name in the site.
        left_out: why others do not, in words, by what names them.
    """

    def __init__(
        self,
        document: Document,
        note: "Callable[[Path, str, LocalPicture], object] | None" = None,
    ) -> None:
        """`note` takes what is asked of the disk for a file, and what was found there."""
        self._document = document
        self._note = note
        self._found: dict[str, ImageLink | None] = {}
        self._surfaces: dict[etree._Element, ImageLink | None] = {}
        self._names: dict[Path, str] = {}
        self.files: dict[str, Path] = {}
        self.left_out: dict[str, str] = {}
        self._pages = [*_pages(document)]
        self._ids = document.volume.ids if document.volume else {}
        if document.volume is None and any("#" in pointers for pointers, _ in self._pages):
            self._ids = elements_by_id(document.root)
        for pointers, _ in self._pages:  # so that files have their names by this order
            for pointer in pointers.split():
                self.picture(pointer)
        for graphic in document.text.iter("{*}graphic"):
            self.picture(graphic.get("url", ""))

    def picture(self, pointer: str) -> ImageLink | None:
        """What a pointer leads to: a picture in the site or on the web, or nothing to look at."""
        if pointer not in self._found:
            self._found[pointer] = None  # so that what leads to itself leads nowhere
            self._found[pointer] = self._picture(pointer)
        return self._found[pointer]

    def of_pages(self, labels: Labels) -> tuple[PageImage, ...]:
        """The pictures that the text names, in its order; or else all of the `facsimile`."""
        found: dict[str, PageImage] = {}
        for pointers, number in self._pages:
            for pointer in pointers.split():
                picture = self.picture(pointer)
                if picture is not None and picture.address not in found:
                    label = labels["page"].format(number=number or len(found) + 1)
                    found[picture.address] = PageImage(picture.address, label, picture.is_here)
        return tuple(found.values())

    def _picture(self, pointer: str) -> ImageLink | None:
        if is_address(pointer):
            return ImageLink(pointer, is_here=False)
        if pointer.startswith("#"):
            element = self._ids.get(pointer[1:])
            return None if element is None else self._of_surface(element)
        suffix = _suffix(pointer)
        if suffix in _NOT_SHOWN:
            self.left_out[pointer] = f"browsers show no {suffix.removeprefix('.')}"
        if suffix not in _SHOWN:
            return None
        return self._local(pointer)

    def _of_surface(self, element: "etree._Element") -> ImageLink | None:
        """The picture of a surface, or of the one that a zone is on."""
        for around in (element, *element.iterancestors()):
            if around not in self._surfaces:
                self._surfaces[around] = self._on(around)
            if (picture := self._surfaces[around]) is not None:
                return picture
            if name_of(around) in ("surface", "facsimile"):
                break
        return None

    def _on(self, surface: "etree._Element") -> ImageLink | None:
        pictures = (self.picture(each.get("url", "")) for each in _graphics(surface))
        return next((picture for picture in pictures if picture is not None), None)

    def _local(self, pointer: str) -> ImageLink | None:
        file, reason = found = local_picture(self._document.path, pointer)
        if self._note:
            self._note(self._document.path, pointer, found)
        if file is None:
            self.left_out[pointer] = reason
            return None
        name = self._names.get(file, "")
        if not name:
            name = f"{FOLDER}/{self._document.name}-{len(self.files) + 1}{_suffix(pointer)}"
            self._names[file] = name
            self.files[name] = file
        return ImageLink(f"../{name}", is_here=True)


class LocalPicture(NamedTuple):
    """A picture on the disk: its file; or why it does not come into a site."""

    file: Path | None
    left_out: str = ""


def local_picture(path: Path, pointer: str) -> LocalPicture:
    """The picture that a pointer in the file at a path names."""
    found = beside(path, pointer)
    file = None if found is None else real(found)
    if file is None or not _is_near(file, real(path).parent):
        # Whether it is there is not told.
        return LocalPicture(None, "it is neither beside the file nor in a folder next to it")
    if not is_file(file):
        return LocalPicture(None, "it is not there")
    begins, at = _SHOWN[_suffix(pointer)]
    if file.stat().st_size > LARGEST:
        return LocalPicture(None, f"it has more than {LARGEST // 1024**2} MB")
    with file.open("rb") as stream:
        if not stream.read(16)[at:].startswith(begins):
            return LocalPicture(None, "it is not the picture that its name says")
    return LocalPicture(file)


def _suffix(pointer: str) -> str:
    return Path(unquote(pointer)).suffix.lower()


def _pages(document: Document) -> Iterator[tuple[str, str]]:
    """The pointers to pictures of pages, each with the number of its page, if it has one."""
    named = False
    for element in document.text.iter("{*}*"):
        if pointers := element.get("facs", ""):
            named = True
            yield pointers, element.get("n", "") if name_of(element) == "pb" else ""
    if not named and document.letter is None:
        for graphic in elements(document.root, "facsimile//graphic"):
            surface = graphic.getparent()
            yield graphic.get("url", ""), "" if surface is None else surface.get("n", "")


def _graphics(element: "etree._Element") -> "Iterator[etree._Element]":
    if name_of(element) == "graphic":
        yield element
    yield from elements(element, "graphic")


def _is_near(file: Path, folder: Path) -> bool:
    """Whether a picture belongs to the edition: it is below the folder of the TEI, or next to it.

    Others would be made public with the site, if a file only named them.
    """
    around = folder.parent
    try:
        home = Path.home().resolve()
    except (OSError, RuntimeError):
        home = around
    private = around in (home, *home.parents) or len(around.parts) < _SHALLOWEST
    top = folder if private else around
    return top in file.parents and not any(
        part.startswith(".") for part in file.relative_to(top).parts
    )


def left_out(pictures: Sequence[tuple[Path, str, str]]) -> Iterator[str]:
    """What to say of pictures that are not in a site: one sentence for each reason.

    They are the file that names each, what it calls it, and why it is left out.
    """
    reasons = dict.fromkeys(reason for _, _, reason in pictures)
    for reason in reasons:
        path, name, _ = next(each for each in pictures if each[2] == reason)
        others = sum(each[2] == reason for each in pictures) - 1
        more = f", and {others} more with it," if others else ""
        yield f"{path}: the picture {name!r}{more} is left out: {reason}"
