"""Names of persons, places and bodies that the authority files know."""

import re
from collections.abc import Iterator

from teikit.diagnostic import Diagnostic
from teikit.letter import Letter, Mark
from teikit.raw_rules import NAME_AMBIGUOUS
from teikit.recognise.context import NOTE_KINDS, TEXT_KINDS, Context, finding
from teikit.source import Span

_ELEMENT = {"person": "persName", "place": "placeName", "org": "orgName"}


def names(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark each spelling that stands for one entry; a name of several entries is a finding.

    The longest spelling wins: "Baku Revolutionary Committee" is a body, not a place.
    """
    pattern = context.authority.anything
    if pattern is None:
        return
    told: set[str] = set()
    for block in letter.blocks:
        if block.kind not in TEXT_KINDS | NOTE_KINDS:
            continue
        for match in pattern.finditer(letter.text(block)):
            span = Span(block.span.start + match.start(), block.span.start + match.end())
            found = context.authority.find(match.group())
            if len(found) == 1:
                entry = found[0]
                yield Mark(span, _ELEMENT[entry.kind], {"ref": context.authority.ref(entry)})
            elif found and match.group() not in told:
                told.add(match.group())
                meant = " or ".join(entry.name for entry in found)
                yield finding(letter, NAME_AMBIGUOUS, span, f"“{_short(match)}” may be {meant}")


def _short(match: re.Match[str]) -> str:
    return " ".join(match.group().split())
