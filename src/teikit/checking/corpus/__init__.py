"""What is kept of each file to compare it with the others, and all of it together.

Each file is looked at once, wherever there is a core free for it, and summed up. Summaries are
small and can be sent between processes; rules across files see nothing else.
"""

from teikit.checking.corpus.records import CorpusFound, Mend, Place, Summary
from teikit.checking.corpus.summary import summarise
from teikit.checking.corpus.together import Corpus

__all__ = ["Corpus", "CorpusFound", "Mend", "Place", "Summary", "summarise"]
