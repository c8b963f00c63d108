"""What something that was made of a file depends on beside that file."""

from typing import NamedTuple


class Dependency(NamedTuple):
    """A question that was asked: of which kind, about which address, from which file; the answer.

    What was made holds as long as the same question has the same answer.
    """

    kind: str
    address: str
    base: str
    answer: str
