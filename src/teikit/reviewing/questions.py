"""The open questions of a document: `revisionDesc/change[@type='open']`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikit.converting import raw_rules
from teikit.diagnostic import Rule
from teikit.tei.documents import Document
from teikit.tei.header import elements
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

RULES: Mapping[str, Rule] = {
    rule.code: rule for rule in vars(raw_rules).values() if isinstance(rule, Rule)
}
"""What can be asked about a raw page, by code."""

_NAMES = frozenset({"name", "orgName", "persName", "placeName", "rs"})

ABOUT: Mapping[str, frozenset[str]] = {
    "R014": frozenset({"date"}),
    "R015": _NAMES,
    "R016": _NAMES,
    "R017": _NAMES,
    "R018": frozenset({"date"}),
    "R019": frozenset({"date"}),
    "R021": frozenset({"ref"}),
    "R022": frozenset({"ref"}),
    "R023": frozenset({"choice", "corr", "label"}),
    "R024": frozenset({"label", "note", "supplied"}),
    "R025": frozenset({"ref"}),
    "R026": frozenset({"ref"}),
    "R032": frozenset({"del", "metamark"}),
    "R033": frozenset({"del", "metamark"}),
    "R034": frozenset({"surplus"}),
    "R037": frozenset({"handShift"}),
    "R040": frozenset({"bibl"}),
    "R041": frozenset({"bibl"}),
    "R042": frozenset({"ref"}),
}
"""The elements that the answer to a question is written with, by the code of its rule."""

_PLACE = re.compile(r"#char=([0-9]{1,9})\b")
_QUOTED = re.compile("“([^”]+)”")


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: its rule's code, its words, and its place in the raw page, where known."""

    element: "etree._Element"
    code: str
    text: str
    offset: int | None

    @property
    def quoted(self) -> tuple[str, ...]:
        """The words in question, where it quotes them."""
        return tuple(_QUOTED.findall(self.text))

    @property
    def words(self) -> str:
        """What is asked."""
        rule = RULES.get(self.code)
        return self.text or (rule.summary if rule else "an open question")

    @property
    def why(self) -> str:
        """What is asked, with the code that tells more of it."""
        return f"{self.words} ({self.code})" if self.code else self.words

    @property
    def where(self) -> str:
        """`open question R016 signature-disagrees`."""
        rule = RULES.get(self.code)
        return " ".join(filter(None, ["open question", self.code, rule.name if rule else ""]))

    @property
    def hint(self) -> str:
        """What was done meanwhile, and what an editor should do."""
        rule = RULES.get(self.code)
        return rule.remedy if rule else ""

    def about(self, name: str) -> bool:
        """Whether an element of this name may be the answer to it."""
        return name in ABOUT.get(self.code, ())


def questions(document: Document) -> list[Question]:
    """The open questions in a header, in their order; of a volume, those of its first letter."""
    if not document.is_first:
        return []
    found = elements(document.root, "teiHeader/revisionDesc//change[@type='open']")
    return [_question(change) for change in found]


def _question(change: "etree._Element") -> Question:
    place = _PLACE.search(change.get("source", ""))
    offset = int(place[1]) if place else None
    return Question(change, change.get("n", ""), plain(change), offset)
