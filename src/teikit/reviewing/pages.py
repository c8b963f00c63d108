"""Finding and reading the raw page that a document was made from."""

import re
from functools import lru_cache
from pathlib import Path

from teikit.converting.readers import read
from teikit.converting.readers.page_files import page_files
from teikit.converting.source import Source, Span
from teikit.errors import TeikitError
from teikit.reviewing.printed import Printed, Stretch
from teikit.tei.documents import Document, Report
from teikit.tei.header import elements
from teikit.tei.text.plain import plain


class Pages:
    """The raw pages of documents, a few in memory at a time.

    `folder` holds them; without it, they are looked for in the folder `raw` beside the folder of
    each TEI file. A page that is there and cannot be read is told to `report`.
    """

    def __init__(self, folder: Path | None, report: Report) -> None:
        if folder is not None and not folder.is_dir():
            raise TeikitError(f"{folder}: there is no such folder; name the folder of raw pages")
        self._folder = folder
        self._report = report
        self._read = lru_cache(maxsize=4)(self._load)

    def stretch(self, document: Document, printed: Printed) -> Stretch | None:
        """The document's part of its page; nothing where the page or the part is not known."""
        name = page_name(document)
        scope = next(elements(document.root, f"{_PAGE}/biblScope[@unit='char']"), None)
        ends = ("", "") if scope is None else (scope.get("from", ""), scope.get("to", ""))
        if not all(_OFFSET.fullmatch(end) for end in ends):
            return None
        folder = self._folder or document.path.resolve().parent.parent / "raw"
        encoding = next((plain(note) for note in elements(document.root, _ENCODING)), "")
        page = (
            self._read(_inside(folder, name), encoding)
            if name and name == Path(name).name
            else None
        )
        return Stretch(page, Span(*map(int, ends)), printed.solid) if page else None

    def _load(self, path: Path, encoding: str) -> Source | None:
        try:
            return read(path, encoding) if path.is_file() or page_files(path) else None
        except TeikitError as error:
            self._report(error)
        except OSError:  # a name that no file can have
            pass
        return None


def _inside(folder: Path, name: str) -> Path:
    """The page of a name in a folder; or the folder itself, if it is a page in several files."""
    path = folder / name
    return folder if folder.name == name and not path.exists() else path


_OFFSET = re.compile("[0-9]{1,9}")
_PAGE = "teiHeader/fileDesc/sourceDesc/bibl[@type='page']"


_ENCODING = f"{_PAGE}/note[@type='encoding']"


def page_name(document: Document) -> str:
    """The file name of the raw page, as the header gives it; empty where it gives none."""
    names = elements(document.root, f"{_PAGE}/idno[@type='filename']")
    return next((plain(name) for name in names), "")
