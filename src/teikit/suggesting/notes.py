"""What notes look like in pages, and where they stand."""

from teikit.suggesting.observation import Observation
from teikit.suggesting.suggestion import SuggestedKey


def suggested(seen: Observation) -> list[SuggestedKey]:
    """The keys on notes, where they differ from a plain collection."""
    return []
