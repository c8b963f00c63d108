"""The conversion model: a document as blocks of a raw page, with marks on its text.

The text itself stays in the `Source`. Blocks and marks only point into it, so whatever is said
of a letter, nothing of its text can be lost or changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teikit.converting.source import NOWHERE, Mark, Source, Span

CONVERTER = "#conv"
EDITORS = "#ed"
DECIDER = "#editor"
"""Whom `@resp` points at: the program, the editors of the print, the editor of the encoding."""


FAR = "book"
"""The place of notes that stand behind all letters."""

ESSAY = "essay"
"""The genre of what the editors wrote: an introduction, a preface."""


RUN_IN: Mapping[str, str] = {"type": "dateline"}
"""The attributes of the `seg` that a dateline at the start of a paragraph is."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a dateline, a note …: a piece of the page that TEI makes an element of."""

    kind: str
    span: Span
    attributes: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    """What reading the page already found in it: a note's number."""
    enclosed: bool = False
    """Whether it belongs to a document that is enclosed in this one."""

    @property
    def is_near(self) -> bool:
        """Whether it stands in its letter: not page furniture, nor notes behind all letters."""
        return self.kind not in {"header", "footer"} and self.attributes.get("place") != FAR

    @property
    def key(self) -> str:
        """What tells a note from the others of its letter: its number, or a number made for it."""
        return self.attributes.get("key", self.attributes.get("n", ""))


@dataclass(frozen=True, slots=True)
class Evidence:
    """On what something inferred rests: the values of the TEI attributes of that name."""

    evidence: str = ""
    cert: str = ""
    source: str = ""
    resp: str = CONVERTER


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or body that sent or received: `name` as shown, `ref` in the authority files."""

    name: str
    kind: str = "person"
    ref: str = ""
    basis: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was sent from or received."""

    name: str
    ref: str = ""
    basis: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Dating:
    """A date: as printed, and as attributes (`when`, `from`, `to`, `notBefore`, `notAfter`)."""

    printed: str
    value: Mapping[str, str]
    basis: Evidence = Evidence()
    of_unknown_calendar: bool = False
    """Whether nothing says by which of two calendars it is."""


@dataclass(frozen=True, slots=True)
class CorrespAction:
    """One `correspAction`: who did what, where and when."""

    type: str
    subtype: str = ""
    agents: tuple[Agent, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[Dating, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedLetter:
    """An entry of the `correspContext`: `target` is a file of the edition, `label` its name.

    `date` is that of the letter answered, `dated` where it stands in the label.
    """

    type: str
    label: str
    target: str = ""
    basis: Evidence = Evidence()
    date: Mapping[str, str] = field(default_factory=dict)
    dated: Span = NOWHERE


@dataclass(frozen=True, eq=False)
class Letter:
    """One document of a page: a telegram, a letter, an essay.

    `id` is the stem of its file. `blocks` follow the page's order and hold all of its text from
    the document's first line to its last, page furniture included.
    """

    source: Source
    id: str
    genre: str
    blocks: tuple[Block, ...]
    genre_cert: str = ""
    """How sure the genre is, where no heading names it and something shows it."""
    number: str = ""
    section: str = ""
    """The Roman numeral of the section that an essay introduces."""
    heading: "Heading | None" = None
    links: tuple[Mark, ...] = ()
    """The marks of notes that reading the page found."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What the file's name or a table beside the page tells of it, as written there: `number`,
    `sender`, `receiver` (several names with ";" between), `date`, `place`, `title`."""
    year: int | None = None
    """The year that stands above it for several letters, or beside it in the margin."""
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    """The days on which the letters next to it on the page were written, the nearest first."""

    @property
    def is_essay(self) -> bool:
        """Whether it is a text of the editors: nobody sent it."""
        return bool(self.section) or self.genre == ESSAY

    @property
    def span(self) -> Span:
        """From its first character to its last; page furniture does not belong to it.

        Nor do notes from behind all letters.
        """
        own = [block.span for block in self.blocks if block.kind not in {"header", "footer"}]
        near = [block.span for block in self.blocks if block.is_near]
        own = near or own
        return Span(own[0].start, own[-1].end)

    def text(self, block: Block) -> str:
        """The text of a block as the page has it."""
        return self.source[block.span]

    def of_kind(self, *kinds: str) -> list[Block]:
        """The blocks of these kinds, in order; those of an enclosure are not the letter's own."""
        return [block for block in self.blocks if block.kind in kinds and not block.enclosed]

    def datelines(self, *more: str) -> list[Block]:
        """What gives date and place: datelines, also one that runs into a paragraph, in order.

        Args:
            more: further kinds of blocks.
        """
        kinds = {"dateline", "closing-dateline", *more}
        found: list[Block] = []
        for block in self.of_kind("p", *kinds):
            if block.kind in kinds:
                found.append(block)
            found += [
                Block("dateline", mark.span) for mark in block.marks if mark.attributes == RUN_IN
            ]
        return found


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: its genre, if it names one, and the groups of names in it.

    Each group has the word that leads it in.

    "Telegram of A to B, C" is `(("of", ("A",)), ("to", ("B", "C")))`. What the groups are, senders
    or receivers, is decided from all the evidence together.
    """

    genre: str
    groups: tuple["NameGroup", ...] = field(default=())
    template: str = ""
    """The profile's template that the heading fits, as the profile has it: then each group has its
    side. Empty where the words of the heading were read."""
    place: Span | None = None
    """Where the page has the place that the heading tells."""
    date: Span | None = None
    """Where the page has the date that the heading tells."""


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names that a heading joins by commas or "and", with the word before them (or "")."""

    lead: str
    names: tuple[str, ...]
    side: str = ""
    """`sender` or `receiver`, where a template says so."""
    doubtful: bool = False
    """Whether the editors put them with a question mark."""
    inherited: bool = False
    """Whether a title further up names them, for several letters."""
