"""Finding the words that an editor's decision names."""

import re

from teikit.converting.letter import Letter
from teikit.converting.recognise.context import TEXT_KINDS
from teikit.converting.source import Span


class PointsNowhereError(Exception):
    """The words of a decision are not in the text, or more than once; the message says so."""


def locate(letter: Letter, words: str) -> Span:
    """The one place of some words in the document's text; white space does not matter.

    Raises:
        PointsNowhereError: they are not there, or not only there.
    """
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = [
        Span(block.span.start + match.start(), block.span.start + match.end())
        for block in letter.blocks
        if block.kind in TEXT_KINDS and words.strip()
        for match in pattern.finditer(letter.text(block))
    ]
    if not found:
        raise PointsNowhereError(f"“{words}” is not in the text")
    if len(found) > 1:
        raise PointsNowhereError(f"“{words}” stands {len(found)} times; give more words")
    return found[0]
