"""Pages that wait between the survey of the edition and their encoding, cut into documents.

Cutting a page takes a third of its conversion, so it is done once. What does not fit into memory
waits on the disk, in a file that goes away by itself.
"""

import pickle
from pathlib import Path
from tempfile import TemporaryFile

from teikit.converting.reading import CutPage
from teikit.errors import TeikitError

_MOST_NEAR = 256 * 1024
"""Characters of pages that wait in memory, where a short one takes seven times as many bytes."""


class WaitingPages:
    """The pages that wait; each is taken once."""

    def __init__(self) -> None:
        """None yet."""
        self._room = _MOST_NEAR
        self._near: dict[Path, CutPage] = {}
        self._far: dict[Path, tuple[int, int]] = {}
        self._file = TemporaryFile()  # noqa: SIM115  (it is closed when nobody wants it any more)

    def add(self, path: Path, page: CutPage | bytes) -> None:
        """Let a page wait, as it is or packed.

        Raises:
            TeikitError: there is no room on the disk.
        """
        if isinstance(page, CutPage) and len(page.source.text) <= self._room:
            self._room -= len(page.source.text)
            self._near[path] = page
            return
        data = page if isinstance(page, bytes) else packed(page)
        try:
            self._far[path] = (self._file.seek(0, 2), self._file.write(data))
            self._file.flush()
        except OSError as error:
            words = f"the pages that wait cannot be kept in the folder for temporary files: {error}"
            raise TeikitError(f"{words}; make room there, or set TMPDIR to another one") from None

    def __contains__(self, path: Path) -> bool:
        return path in self._near or path in self._far

    def taken(self, path: Path) -> CutPage | bytes:
        """A page that waited, as it is or packed."""
        if path in self._near:
            return self._near.pop(path)
        start, length = self._far.pop(path)
        self._file.seek(start)
        return self._file.read(length)


def packed(page: CutPage) -> bytes:
    """A page for the disk, or for another process."""
    return pickle.dumps(page, pickle.HIGHEST_PROTOCOL)


def unpacked(page: CutPage | bytes) -> CutPage:
    """The page that was packed, or the same."""
    if isinstance(page, CutPage):
        return page
    cut: CutPage = pickle.loads(page)
    return cut
