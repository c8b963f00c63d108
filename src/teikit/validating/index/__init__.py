"""What is kept of each file to compare it with the others, and all of it together.

Each file is looked at once, wherever there is a core free for it, and summed up. Summaries are
small and can be sent between processes; rules across files see nothing else. As there can be very
many, they lie on the disk, and a rule keeps of them what it cannot do without.
"""

from teikit.validating.index.packing import PackedFile, PackedLetter, packed
from teikit.validating.index.spill import SpillFile
from teikit.validating.index.summary import summarise
from teikit.validating.index.together import Corpus

__all__ = [
    "Corpus",
    "PackedFile",
    "PackedLetter",
    "SpillFile",
    "packed",
    "summarise",
]
