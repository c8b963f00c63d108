"""What was asked of authority files, with the answers, so that it is known whether they hold."""

from teikit.errors import TeikitError
from teikit.keeping.dependency import Dependency
from teikit.tei.entries import EntryQuestion, answer


class EntryJournal:
    """Questions as `Entries` ask them. Each is answered once; the files are read once, too."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._answers: dict[EntryQuestion, str] = {}
        self._asked: dict[EntryQuestion, None] = {}

    def note(self, question: EntryQuestion) -> None:
        """Take note of what is asked, before it is answered there."""
        self._answer(question)
        self._asked[question] = None

    def taken(self) -> list[Dependency]:
        """What was asked since the last time, in an order that does not depend on anything."""
        found = [Dependency(*each, self._answers[each]) for each in sorted(self._asked)]
        self._asked = {}
        return found

    def still(self, question: Dependency) -> bool:
        """Whether what was asked has the same answer now."""
        kind, address, base, before = question
        try:
            return self._answer(EntryQuestion(kind, address, base)) == before
        except (TeikitError, OSError, ValueError):
            return False

    def _answer(self, question: EntryQuestion) -> str:
        if question not in self._answers:
            self._answers[question] = answer(question)
        return self._answers[question]
