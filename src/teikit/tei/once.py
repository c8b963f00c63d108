"""What is asked of a document several times, and found once."""

from collections.abc import Callable
from typing import Any, Self, TypeVar

Answer = TypeVar("Answer")


class Once:
    """A document that remembers its answers; it has a dictionary for them, empty at first."""

    __slots__ = ()
    _answers: dict[Any, Any]

    def once(self, ask: Callable[[Self], Answer]) -> Answer:
        """What a function says of the document; it is asked once, as several want to know it."""
        if ask not in self._answers:
            self._answers[ask] = ask(self)
        answer: Answer = self._answers[ask]
        return answer
