"""What results depend on besides the file that they come of, and whether it is still so.

While something is made of a file, more is asked: where an address leads, what another file holds.
What was made holds as long as the same questions have the same answers.
"""

import marshal
from collections.abc import Callable, Sequence

from teikit.keeping.dependency import Dependency
from teikit.keeping.rows import Rows
from teikit.keeping.states import key_of


class Questions:
    """Questions with their answers, which many results have in common."""

    def __init__(
        self,
        rows: Rows,
        still: Callable[[Dependency], bool],
        note: Callable[[Sequence[Dependency]], object] | None = None,
    ) -> None:
        """`still` says whether an answer is the same now; `note` sees all that is asked or kept."""
        self._rows = rows
        self._still = still
        self._note = note
        self._holding: dict[bytes, bool] = {}

    def keep(self, questions: Sequence[Dependency]) -> bytes:
        """Keep questions that have just been answered; gives their key."""
        body = marshal.dumps([tuple(question) for question in questions])
        asked = key_of("asked", body)
        if asked not in self._holding:
            self._rows.put(asked, body)
            self._holding[asked] = True
            if self._note:
                self._note(questions)
        return asked

    def hold(self, asked: bytes) -> bool:
        """Whether the questions that have this key still have the same answers."""
        holds = self._holding.get(asked)
        if holds is None:
            body = self._rows.get(asked)
            questions = [Dependency(*each) for each in marshal.loads(body)] if body else []
            holds = body is not None and all(map(self._still, questions))
            if self._note:
                self._note(questions)
            self._holding[asked] = holds
        return holds
