"""Hands that notes name, and the text does not."""

import re
from collections.abc import Iterator
from functools import lru_cache

from teikit.diagnostic import Severity
from teikit.tei.names import tei
from teikit.validating.finding import Finding, at
from teikit.validating.index.apparatus import NOTE, marks, named
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import Facts
from teikit.validating.index.texts import words
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import Element, local

_CHANGES = ("del", "add", "subst", "delSpan", "addSpan", "restore", "mod")
"""What a hand does to a text."""
_DRAWN = frozenset({tei("hi"), tei("seg")})
_LINE = re.compile("under|strik|struck|cross|line|unterstr|gestr|soulign|sottolin|подч|зач", re.I)
_ABOUT_TEXT = frozenset({"textConst", "textual", "textcritical", "genetic", "material"})
_NAMES = frozenset(tei(name) for name in ("persName", "name", "rs"))

# Names that are tagged stand between these when the words of a note are read.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BARE = {ord(_OPEN): None, ord(_CLOSE): None}
_TAGGED = f"{_OPEN}[^{_CLOSE}]*{_CLOSE}"
_NAME = rf"(?:{_TAGGED}|[A-ZА-ЯЁ]\w+)"
"""A tagged name or, where nouns have no capitals, a word with one."""

# fmt: off
_NAMED_HAND = re.compile("|".join((
    # English, Dutch, Scandinavian languages: Keller's hand, the hand of Keller, Kellers hånd
    rf"(?!(?:It|Another|Someone|Unknown)\b){_NAME}['’]s? (?:own )?(?:hand|handwriting)\b(?!-)",
    rf"\b(?:hand|handwriting) (?:of|van) {_NAME}",
    rf"{_TAGGED}s? (?:hand|hånd|handstil|håndskrift)\b(?!-)",
    # German: von Kellers Hand, von der Hand Kellers
    rf"\b(?:[Vv]on|[Ii]n|[Mm]it) (?:{_TAGGED}['’]?s?|[A-ZÄÖÜ]\w+s) (?:eigener )?Hand\b(?!-)",
    rf"\bHand (?:von )?{_TAGGED}",
    # Romance languages: de la main de Keller, di mano di Keller, de letra de Keller
    rf"\b(?:main|écriture) (?:de |d['’]){_NAME}",
    rf"\b(?:mano|pugno|grafia|scrittura) (?:di |d['’]){_NAME}",
    rf"\b(?:mano|letra|mão|punho) d[eoa] {_NAME}",
    # Slavonic languages: рукой Келлера, почерком Келлера, ręką Kellera, rukou Kellera
    rf"\b(?:рукой|рукою|почерк|почерком) {_NAME}",
    rf"\b(?:ręką|rukou|rukom) {_NAME}",
    # Latin
    rf"\bmanu {_TAGGED}",
)))
# fmt: on
_HAND = re.compile(
    r"\b(?:hand|hånd|main\b|écriture|man[ou]\b|pugno|grafia|scrittura|letra|mão|punho|рук|почерк|ręk"
    r"|ruko)",
    re.I,
)
"""A quick look whether a note speaks of a hand."""
_NOT = re.compile(r"\b(?:not|nicht|pas|non|no|не|nie|niet)\b", re.I)


@rule("T020", "hand-missing", Severity.WARNING)
def hand_missing(document: CheckedDocument, options: RuleOptions) -> Iterator[Finding[Element]]:
    """A note says by whose hand a change was made, and the change itself does not.

    What is crossed out, added or underlined can only be found by its writer where @hand names the
    hand. The note says it to readers alone. Notes are looked at that name the element or are named
    by it, and of a deletion or an addition also the note whose mark follows.

    Remedy: Give the element a @hand that points to the handNote or person.

    Bad:
        <p>a Russian general <del corresp="#n1">of the old school</del></p>
        <note xml:id="n1">Crossed out by <persName>Keller</persName>'s hand.</note>

    Good:
        <p>a Russian general <del hand="#keller" corresp="#n1">of the old school</del></p>
        <note xml:id="n1">Crossed out by <persName>Keller</persName>'s hand.</note>
    """
    facts = document.facts
    if "note" not in facts.named:
        return
    changes = [
        *facts.all(*_CHANGES),
        *(element for element in facts.all("hi", "seg") if _is_drawn(element)),
    ]
    if not changes:
        return
    naming: dict[Element, list[Element]] = {}
    for note in facts.all("note"):
        if value := f"{note.get('target', '')} {note.get('corresp', '')}".strip():
            for goal in named(value, facts.ids):
                naming.setdefault(goal, []).append(note)
    leading = set(marks(facts, options))
    for change in changes:
        notes = [*_named_notes(change, facts), *naming.get(change, ())]
        if change.tag not in _DRAWN:
            notes += _following_notes(change, facts, leading)
        hand = next(filter(None, map(_hand_in, notes)), "")
        if hand and not _has_hand(change):
            name = local(change)
            yield at(change, f"the note says '{hand}', but this '{name}' has no @hand")


def _is_drawn(element: Element) -> bool:
    """Whether a highlighting is a line drawn by a hand, and not one of the printer's."""
    return _is_line(element.get("rend") or element.get("rendition") or "")


@lru_cache(maxsize=256)
def _is_line(rendering: str) -> bool:
    return bool(_LINE.search(rendering))


def _has_hand(change: Element) -> bool:
    """Whether the hand is known from an element or from one around it."""
    return any(element.get("hand") for element in (change, *change.iterancestors()))


def _named_notes(change: Element, facts: Facts) -> list[Element]:
    value = f"{change.get('corresp', '')} {change.get('source', '')}"
    return [element for element in named(value, facts.ids) if element.tag == NOTE]


def _following_notes(change: Element, facts: Facts, leading: set[Element]) -> list[Element]:
    """The notes about the manuscript that follow an element, or whose marks do."""
    after = change.getnext()
    if after is None or (change.tail or "").strip():
        return []
    notes = named(after.get("target"), facts.ids) if after in leading else [after]
    return [note for note in notes if note.tag == NOTE and note.get("type") in _ABOUT_TEXT]


def _hand_in(note: Element) -> str:
    """The words by which a note names a hand; none if it names none."""
    if not _HAND.search(words(note)):
        return ""
    parts: list[str] = []
    _gather(note, parts)
    text = " ".join("".join(parts).split())
    found = _NAMED_HAND.search(text)
    if not found or _NOT.search(text, 0, found.start()):
        return ""
    return clipped(found[0].translate(_BARE), 60)


def _gather(element: Element, parts: list[str]) -> None:
    """The text of an element, in which each name that is tagged is held together."""
    is_name = element.tag in _NAMES
    parts.append((_OPEN if is_name else "") + (element.text or ""))
    for child in element:
        if isinstance(child.tag, str):
            _gather(child, parts)
        parts.append(child.tail or "")
    if is_name:
        parts.append(_CLOSE)
