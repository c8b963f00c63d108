"""What an editor should look at: all that is less than certain in TEI, and every open question.

from pathlib import Path
from teikit.reviewing import review

for row in review([Path("corpus/tei")]):
    print(row.document, row.where, row.words, row.decided, row.why)
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from teikit.errors import TeikitError, Unfinished
from teikit.reviewing.document import rows
from teikit.reviewing.formats import FORMATS
from teikit.reviewing.pages import Pages
from teikit.reviewing.row import Row
from teikit.tei.documents import Report, documents
from teikit.tei.header import number

__all__ = ["FORMATS", "Row", "review"]


def review(
    paths: Iterable[Path],
    raw: Path | None = None,
    *,
    only: Collection[str] = (),
    report: Report | None = None,
) -> Iterator[Row]:
    """The rows of the documents in `paths`, files and folders of TEI, in their order.

    Within a document the facts of the header come first, then the rest by its place in the raw
    page. Raw pages are looked for in `raw`, or in the folder `raw` beside the folder of each file;
    without the page, a row has no line and column. `only` names documents, by id or number. One
    document is in memory at a time.

    A file or page that cannot be read is told to `report`, which may raise; without it, the first
    raises `TeikitError`. So does a path or folder that does not exist, and, at the end, a name in
    `only` that is no document's.
    """
    from teikit.xml.folders import find  # noqa: PLC0415 (it brings lxml with it)

    report = report or _raise
    asked = [*paths]
    find(asked)
    return _rows(asked, Pages(raw, report), only, report)


def _rows(
    paths: Iterable[Path], pages: Pages, only: Collection[str], report: Report
) -> Iterator[Row]:
    missing = dict.fromkeys(only)
    for document in documents(paths, report):
        names = {document.id, number(document)}
        if not only or names & set(only):
            try:
                found = [*rows(document, pages)]
            except TeikitError:
                raise
            except Exception as error:  # the next document has nothing to do with it
                report(Unfinished(document.path, error))
            else:
                yield from found
        for name in names:
            missing.pop(name, None)
    if missing:
        raise TeikitError(f"no document {', '.join(missing)} here; name it by its id or number")


def _raise(error: TeikitError) -> None:
    raise error
