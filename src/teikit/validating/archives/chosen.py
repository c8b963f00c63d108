"""Which archives files are held against, as the settings have it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from teikit.errors import TeikitError
from teikit.tei.entries import Entries
from teikit.validating.archives.requirement import Archive
from teikit.validating.archives.tables import ARCHIVES
from teikit.validating.index.document import CheckedDocument
from teikit.validating.settings import RuleSelection, Settings

if TYPE_CHECKING:
    from teikit.validating.archives.checking import ArchiveChecks, ArchiveFindings


class ChosenArchives:
    """The archives of a run; what looks at documents is loaded with the first of these."""

    def __init__(
        self,
        archives: Iterable[Archive],
        settings: Settings,
        codes: frozenset[str],
        entries: Callable[[], Entries],
    ) -> None:
        self._entries = entries
        self._archives = tuple(archives)
        self._settings = settings
        self._codes = codes
        self._checks: ArchiveChecks | None = None

    def findings(self, document: CheckedDocument) -> "ArchiveFindings":
        """What archives miss in a document."""
        if self._checks is None:
            from teikit.validating.archives.checking import ArchiveChecks  # noqa: PLC0415

            entries = self._entries()
            self._checks = ArchiveChecks(self._archives, self._settings.publication, entries)
        return self._checks.findings(document, self._codes)


def chosen(names: Iterable[str]) -> list[Archive]:
    """The archives of these names, and those of which they ask all, too.

    Raises `TeikitError` for a name that is not known.
    """
    wanted = [*names]
    for name in wanted:
        if name not in ARCHIVES:
            known = ", ".join(ARCHIVES)
            raise TeikitError(f"no archive is called {name!r}; known are {known}")
        if ARCHIVES[name].takes:
            wanted.append(ARCHIVES[name].takes)
    return [archive for name, archive in ARCHIVES.items() if name in wanted]


def archives_of(
    settings: Settings,
    selection: RuleSelection,
    entries: Callable[[], Entries] = Entries,
) -> ChosenArchives | None:
    """The archives that documents are held against; None where no rule of theirs is selected.

    `entries` makes what looks up the entries of authority files.
    """
    archives = chosen(settings.for_)
    selected = frozenset(
        each.code for archive in archives for each in archive.requirements if each.rule in selection
    )
    return ChosenArchives(archives, settings, selected, entries) if selected else None


def rules_off(names: Iterable[str]) -> Mapping[str, str]:
    """The codes of the rules of all other archives, and what turns them on."""
    on = chosen(names)
    return {
        requirement.code: f"it is asked by {archive.title} alone; add --for {archive.name}"
        for archive in ARCHIVES.values()
        if archive not in on
        for requirement in archive.requirements
    }
