"""What notes look like in pages, and where they stand."""

from collections.abc import Sequence

from teikit.suggesting.suggestion import SuggestedKey
from teikit.suggesting.traces import Trace
from teikit.suggesting.units import Unit
from teikit.suggesting.vocabulary import Vocabulary


def suggested(
    found: Sequence[Unit], seen: Sequence[Trace], starts: Sequence[int], words: Vocabulary
) -> list[SuggestedKey]:
    """The keys on notes, where they differ from a plain collection."""
    return []
