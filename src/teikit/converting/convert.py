"""The conversion of raw pages into a folder of TEI files: what `teikit convert` does.

In the order of the work: `inputs` finds what to work on, `encode` makes TEI of page after page,
`writing.files` writes what is not an editor's, `outcome` says what became of it.
"""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.converting.encode import EncodedFile, EncodedPage, encode_pages
from teikit.converting.inputs import (
    RawFolder,
    find_authority,
    find_overrides,
    folders,
    raw_pages,
)
from teikit.converting.outcome import ConvertedFile, ConvertedPage
from teikit.converting.raw_rules import FILE_NOT_READ, PAGE_REFUSED
from teikit.converting.writing.files import settle
from teikit.converting.writing.inclusions import with_kept
from teikit.diagnostic import Diagnostic, Location, Severity
from teikit.profiles.profile import DEFAULT, Profile, load
from teikit.profiles.publication import settled
from teikit.runtime.watching import Watch, unwatched

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from teikit.converting.results import PageResults

_WRONG, _NOT_READ = 1, 2
"""Grades, as exit statuses."""


def convert(  # noqa: PLR0913  (a run has so many choices)
    raw: Iterable[Path | str],
    output: Path | str,
    *,
    profile: Profile | str = DEFAULT,
    authority: Path | str | None = None,
    overrides: Path | str | None = None,
    encoding: str = "",
    check: bool = False,
    jobs: int = 1,
    executor: "Executor | None" = None,
    watch: Watch = unwatched,
    keep: Path | None = None,
) -> "Conversion":
    """Turn raw pages into TEI files in the folder `output`, page by page, as it is iterated over.

    A file is written if it is new, or a draft that differs. A file that an editor has taken in
    hand is left as it is: its `revisionDesc/@status` is no longer `draft`. While a page cannot be
    read, the file of the whole edition keeps the documents that it had of that page.

    Args:
        raw: raw pages (`.txt`, `.html`, `.docx`, `.odt`, PAGE XML), and folders of them. They are
            taken in the order of their names; the files of PAGE XML of a folder are one page.
        output: the folder of the TEI files; it is made if need be.
        profile: the edition's profile, or its name, or the path of its `.toml` file. What the
            settings of the project say of publication counts before what it says.
        authority: the folder of `persons.xml`, `places.xml` and `orgs.xml`; without it, a folder
            `authority` beside the output folder, or beside the folder of the first raw page.
        overrides: the file of the editor's decisions; without it, `overrides.toml` beside the
            same folders.
        encoding: that of pages which are not in UTF-8 and do not say what they are in.
        check: write nothing, and say of each file whether it is up to date.
        jobs: processes that share the pages, with the same result; 0 for one on each core, where
            the pages are many. With several, a page over which one dies is a finding.
        executor: encodes the pages, if there is one, as that of a cluster does on other machines;
            they are read here and sent to its workers, and the files are written here.
        watch: sees each page when it has been looked at: all are, before the first is converted.
        keep: the folder of a project, where it is kept between runs what came of pages. Those for
            which nothing has changed are not converted again; their files come without letters.

    Raises:
        TeikitError: there is no such folder, a profile, authority file or decision is wrong, or,
            as it is iterated over, a file cannot be written.
    """
    used = profile if isinstance(profile, Profile) else load(profile)
    used = replace(used, publication=settled().over(used.publication))
    named = (used.page.metadata, str(profile), overrides or "overrides.toml", "overrides.toml")
    known = {Path(name).name for name in named}
    given = list(raw)
    folder, pages = Path(output), raw_pages(given)
    encoded = encode_pages(
        pages,
        profile=used,
        authority=find_authority(authority, pages, folder),
        overrides=find_overrides(overrides, pages, folder),
        encoding=encoding,
        jobs=jobs,
        executor=executor,
        watch=watch,
        keep=_results(keep, folder) if keep else None,
    )
    return Conversion(
        chain(_unread(folders(given, known)), encoded), folder, len(pages), check=check
    )


def _results(folder: Path, output: Path) -> "PageResults | None":
    from teikit.converting.results import results  # noqa: PLC0415  (databases are slow to load)

    return results(folder, output)


def _unread(inside: Iterable[RawFolder]) -> Iterator[EncodedPage]:
    """What stands in folders and is not converted."""
    for folder in inside:
        if names := folder.unread:
            shown = ", ".join(names[:_MOST_NAMES])
            more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
            message = f"not read in this folder: {shown}{more}"
            finding = Diagnostic(FILE_NOT_READ, Location(str(folder.path)), message)
            yield EncodedPage(str(folder.path), (), (finding,))


_MOST_NAMES = 8


class Conversion(Iterable[ConvertedPage]):
    """A run of `convert`. Its pages come once, each when its files are written.

    Attributes:
        total: the number of raw pages, known from the beginning.
    """

    def __init__(
        self, encoded: Iterable[EncodedPage], output: Path, total: int, *, check: bool
    ) -> None:
        self.total = total
        self._output = output
        self._check = check
        self._grade = 0
        self._ended = False
        self._encoded = encoded

    def __iter__(self) -> Iterator[ConvertedPage]:
        return self._pages

    def __del__(self) -> None:
        """Say so where nothing was asked for, and so nothing was written."""
        if "_pages" not in vars(self):
            words = "nothing was converted: go through the pages of convert(), or ask its grade()"
            warnings.warn(words, RuntimeWarning, stacklevel=2)

    def grade(self) -> int:
        """The exit status of the command: 0, 1 or 2. Pages that are left are converted first.

        2: a page could not be read, or the work was stopped. 1: `check` found a difference, or a
        finding is an error.
        """
        for _ in self._pages:
            pass
        return self._grade if self._ended else _NOT_READ

    @cached_property
    def _pages(self) -> Iterator[ConvertedPage]:
        """Made when first asked for."""
        return self._convert()

    def _convert(self) -> Iterator[ConvertedPage]:
        for page in self._encoded:
            self._grade = max(self._grade, *map(_grade, page.findings), 0)
            files = tuple(map(self._file, page.files))
            yield ConvertedPage(page.path, files, page.findings)
        self._ended = True

    def _file(self, file: EncodedFile) -> ConvertedFile:
        path = self._output / file.name
        data = file.data
        if file.settled:
            return ConvertedFile(path, file.settled, notes=file.notes)
        if file.notes is None and self._grade == _NOT_READ:
            data = with_kept(data, path)
        outcome = settle(path, data, check=self._check)
        if self._check and outcome.changes:
            self._grade = max(self._grade, _WRONG)
        return ConvertedFile(path, outcome, file.letter, file.notes)


def _grade(finding: Diagnostic) -> int:
    if finding.rule is PAGE_REFUSED:
        return _NOT_READ
    return _WRONG if finding.rule.severity is Severity.ERROR else 0
