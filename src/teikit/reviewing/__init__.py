"""What an editor should look at: all that is less than certain in TEI, and every open question.

from pathlib import Path
from teikit.reviewing import review

for row in review([Path("corpus/tei")]):
    print(row.document, row.where, row.words, row.decided, row.why)
"""

from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from teikit.errors import TeikitError
from teikit.reviewing.document import rows
from teikit.reviewing.formats import FORMATS
from teikit.reviewing.pages import Pages
from teikit.reviewing.row import Row
from teikit.runtime.watching import Watch, unwatched
from teikit.tei.collecting import parts
from teikit.tei.documents import Document, Report, raise_error
from teikit.tei.header import number

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["FORMATS", "Row", "review"]


def review(  # noqa: PLR0913  (the options of the command)
    paths: Iterable[Path],
    raw: Path | None = None,
    *,
    only: Collection[str] = (),
    report: Report | None = None,
    jobs: int = 1,
    watch: Watch = unwatched,
    executor: "Executor | None" = None,
) -> Iterator[Row]:
    """The rows of the documents in `paths`, files and folders of TEI, in their order.

    Within a document the facts of the header come first, then the rest by its place in the raw
    page. Raw pages are looked for in `raw`, or in the folder `raw` beside the folder of each file;
    without the page, a row has no line and column. `only` names documents, by id or number. One
    document is in memory at a time; with `jobs`, so many processes read them (0 for one on each
    core), and the rows are the same; where there is an `executor`, its workers do so, if they see
    the same files by the same names. `watch` sees each file when it is done.

    A file or page that cannot be read is told to `report`, which may raise; without it, the first
    raises `TeikitError`. So does a path or folder that does not exist, and, at the end, a name in
    `only` that is no document's.
    """
    from teikit.xml.folders import find  # noqa: PLC0415 (it brings lxml with it)

    report = report or raise_error
    asked = [*paths]
    find(asked)
    Pages(raw, report)  # whether there is such a folder
    asking = partial(_Asking, raw, frozenset(only))
    found = parts(asked, asking, report, jobs=jobs, watch=watch, executor=executor)
    return _rows(found, only, report)


def _rows(
    found: "Generator[_Reviewed, None, None]", only: Collection[str], report: Report
) -> Iterator[Row]:
    missing = dict.fromkeys(only)
    seen: set[str] = set()
    with closing(found) as reviewed:
        for document in reviewed:
            for error in document.unreadable:
                if str(error) not in seen:
                    seen.add(str(error))
                    report(error)
            yield from document.rows
            for name in document.names:
                missing.pop(name, None)
    if missing:
        raise TeikitError(f"no document {', '.join(missing)} here; name it by its id or number")


class _Reviewed(NamedTuple):
    """What there is to look at in a document, and which raw pages could not be read for it."""

    names: frozenset[str]
    rows: tuple[Row, ...] = ()
    unreadable: tuple[TeikitError, ...] = ()


class _Asking:
    """Reviews each document; there is one in each process."""

    def __init__(self, raw: Path | None, only: frozenset[str]) -> None:
        self._unreadable: list[TeikitError] = []
        self._pages = Pages(raw, self._unreadable.append)
        self._only = only

    def __call__(self, document: Document, _: Report) -> _Reviewed:
        names = frozenset({document.id, number(document)})
        if self._only and not names & self._only:
            return _Reviewed(names)
        found = tuple(rows(document, self._pages))
        unreadable = tuple(self._unreadable)
        self._unreadable.clear()
        return _Reviewed(names, found, unreadable)
