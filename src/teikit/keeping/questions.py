"""What results depend on besides the file that they come of, and whether it is still so.

While something is made of a file, more is asked: where an address leads, what another file holds.
What was made holds as long as the same questions have the same answers.
"""

import marshal
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from teikit.keeping.rows import Rows
from teikit.keeping.states import key_of

Question = TypeVar("Question", bound=tuple[str, ...])
"""What was asked and what was answered, all in words."""


class Questions(Generic[Question]):
    """Questions with their answers, which many results have in common."""

    def __init__(
        self,
        rows: Rows,
        make: Callable[[Sequence[str]], Question],
        still: Callable[[Question], bool],
        note: Callable[[Sequence[Question]], object] | None = None,
    ) -> None:
        """`make` gives a question of its parts; `still` says whether its answer is the same now.

        `note` sees all questions that are kept, or looked at.
        """
        self._rows = rows
        self._make = make
        self._still = still
        self._note = note
        self._holding: dict[bytes, bool] = {}

    def keep(self, questions: Sequence[Question]) -> bytes:
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
            questions = [self._make(each) for each in marshal.loads(body)] if body else []
            holds = body is not None and all(map(self._still, questions))
            if self._note:
                self._note(questions)
            self._holding[asked] = holds
        return holds
