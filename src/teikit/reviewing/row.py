"""One thing for an editor to look at."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Row:
    """One inference that is not certain, one open question, or both where they are about the same.

    All are plain words, empty where there is nothing to say. `line` and `column` count from 1, in
    the raw page; they are `None` where the place is not known.
    """

    document: str
    """The document's id."""
    number: str
    """Its number in the edition."""
    where: str
    """What is in question: `sender`, `note mark 3`, `open question R020 note-without-mark`."""
    words: str
    """The words in question as the page has them; of a lost mark, the words before it."""
    decided: str
    """What the encoding says; of a question without an answer, what to do about it."""
    certainty: str
    """`low`, `medium` …, `not stated` of a conjecture without more, `open` of a mere question."""
    evidence: str
    """`internal`, `external` or `conjecture`, and the note that it rests on."""
    why: str
    """The open question, or a sentence made of the evidence."""
    page: str
    """The file name of the raw page."""
    line: int | None
    column: int | None
    tei: str
    """File and line in the TEI: `corpus/tei/bl-0068.xml:124`."""


COLUMNS = tuple(field.name for field in fields(Row))
"""The columns of a review, in their order."""
