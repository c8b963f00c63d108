"""What the header says of a document besides who wrote to whom: shelfmark and manuscript."""

import re
from dataclasses import dataclass

from teikit.converting.letter import CorrespAction, Letter, RelatedLetter
from teikit.converting.recognise.bibliography import CitedUnit, items
from teikit.converting.recognise.context import Context
from teikit.converting.source import Span, collapse


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand in the manuscript: `id` is that of the `handNote`, `scope` its share."""

    id: str
    scope: str
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The archival item: its citation, and its printed description."""

    citation: CitedUnit | None
    text: str
    typewritten: bool
    hands: tuple[Hand, ...]
    repository: str = ""
    """The archive's reference in the authority files."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that an editor should decide: a finding, and its place in the page (0, 1, …)."""

    code: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Description:
    """All that the header of one document needs."""

    title: str
    actions: tuple[CorrespAction, ...]
    references: tuple[RelatedLetter, ...]
    manuscript: Manuscript
    questions: tuple[OpenQuestion, ...] = ()
    decided_by: str = ""
    """Who decided on something in this document, if anybody did."""


def title(letter: Letter) -> str:
    """The heading and the date as printed; without a heading the number."""
    heading = " ".join(collapse(letter.text(block)) for block in letter.of_kind("heading"))
    date = " ".join(collapse(letter.text(block)) for block in letter.of_kind("edition-date"))
    return ", ".join(filter(None, (heading or f"No. {letter.number}", date)))


def manuscript(letter: Letter, actions: tuple[CorrespAction, ...], context: Context) -> Manuscript:
    """What the source line and the notes say of the archival item."""
    citation = next((item for item in items(letter, context) if item.id.startswith("x")), None)
    words = context.profile.manuscript
    text = ""
    for block in letter.of_kind("source"):
        start = citation.span.end if citation and citation.span in block.span else block.span.start
        text = collapse(letter.source[Span(start, block.span.end)]).lstrip(" .,;")
        break
    senders = [agent for action in actions if action.type == "sent" for agent in action.agents]
    hands = []
    if senders and senders[0].ref:
        key = senders[0].ref.rpartition("#")[2]
        if any(phrase in text for phrase in words.signature):
            hands.append(Hand(f"h-{key}", "minor", senders[0].ref, "Signature"))
        elif re.search(rf"(?:^|\.\s)(?:{'|'.join(words.autograph)})\b", text):
            hands.append(Hand(f"h-{key}", "sole", senders[0].ref, "Autograph"))
    typewritten = any(word.casefold() in text.casefold() for word in words.typewritten)
    archives = context.authority.find(citation.archive, "org") if citation else []
    repository = context.authority.ref(archives[0]) if len(archives) == 1 else ""
    return Manuscript(citation, text, typewritten, tuple(hands), repository)
