"""What the survey of a letter asks of the disk besides its file, so that it can be kept."""

from pathlib import Path

from teikit.keeping.dependency import Dependency
from teikit.publishing.facsimiles import LocalPicture, local_picture
from teikit.tei.noting import EntryJournal

_PICTURE = "picture"


class SurveyJournal:
    """Questions about authority files, and about the files of pictures.

    Attributes:
        entries: takes note of the first.
    """

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.entries = EntryJournal()
        self._pictures: dict[Dependency, None] = {}

    def note_picture(self, path: Path, pointer: str, found: LocalPicture) -> None:
        """Take note of what a pointer in a file was found to name."""
        self._pictures[Dependency(_PICTURE, pointer, str(path), _words(found))] = None

    def taken(self) -> list[Dependency]:
        """What was asked since the last time."""
        found = [*self.entries.taken(), *self._pictures]
        self._pictures = {}
        return found

    def still(self, question: Dependency) -> bool:
        """Whether what was asked has the same answer now."""
        if question.kind != _PICTURE:
            return self.entries.still(question)
        try:
            return _words(local_picture(Path(question.base), question.address)) == question.answer
        except OSError:
            return False


def _words(found: LocalPicture) -> str:
    return f"{found.file or ''}\0{found.left_out}"
