"""What editors do to a text: gaps, supplied words, corrections."""

from collections.abc import Iterator

from teikit.diagnostic import Severity
from teikit.tei.names import tags, tei
from teikit.validating.finding import Finding, at, once
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.texts import words
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import Element

_TEXT = tei("text")
_UNITS = tags("div", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "body", "text")
_CORRECTIONS = tags("corr", "reg")
_RUNNING = tags("p", "ab", "l", "lg", "s", "seg", "hi")
_AFTER_THE_END = tags(
    "closer", "note", "noteGrp", "ref", "ptr", "anchor", "fw", "pb", "lb", "cb", "milestone"
)


@rule("T021", "gap-without-reason", Severity.WARNING)
def gap_without_reason(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A text ends in a gap that has no @reason.

    Whether the end of a letter is lost, cannot be read, or was left out by the editors makes all
    the difference to those who cite it.

    Remedy: Give the gap a @reason, such as lost, illegible, or sampling.

    Bad:
        <p>and he proposes <gap extent="unknown"/></p>

    Good:
        <p>and he proposes <gap reason="lost" extent="unknown"/></p>
    """
    for gap in document.facts.all("gap"):
        if not gap.get("reason") and _ends_its_unit(gap):
            yield at(
                gap, "the text ends in this gap without a @reason: is its end lost, or left out?"
            )


def _ends_its_unit(element: Element) -> bool:
    """Whether nothing but a closer and notes follow up to the end of a division."""
    while element.tag not in _UNITS:
        if _has_word(element.tail):
            return False
        for after in element.itersiblings():
            if (isinstance(after.tag, str) and after.tag not in _AFTER_THE_END) or _has_word(
                after.tail
            ):
                return False
        parent = element.getparent()
        if parent is None or parent.tag not in _UNITS | _RUNNING:
            return False
        element = parent
    return True


def _has_word(text: str | None) -> bool:
    return bool(text) and any(character.isalnum() for character in text or "")


@rule("T022", "supplied-without-resp", Severity.INFO)
def supplied_without_resp(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """Words are supplied, and nothing says by whom.

    Of words that the original does not have, a reader wants to know who put them there: the editors
    of the print, those of this edition, a program. It is told once for a file.

    Remedy: Give @resp, or @source, to the element or to one around it.

    Bad:
        <p>I came <supplied reason="omitted">with</supplied> him.</p>

    Good:
        <p>I came <supplied reason="omitted" resp="#ed">with</supplied> him.</p>
    """
    for name in ("supplied", "ex"):
        bare = [
            element
            for element in document.facts.all(name)
            if _in_text(element) and not _answered(element)
        ]
        if bare:
            yield once(
                bare, f"'{name}' has no @resp or @source: who supplies the words is not said"
            )


def _in_text(element: Element) -> bool:
    return next(element.iterancestors(_TEXT), None) is not None


def _answered(element: Element) -> bool:
    """Whether someone answers for an element, by it or by an element around it in the text."""
    for node in (element, *element.iterancestors()):
        if node.get("resp") or node.get("source") or node.get("hand"):
            return True
        if node.tag == _TEXT:
            break
    return False


@rule("T024", "sic-without-corr", Severity.INFO)
def sic_without_corr(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """An error is marked, but what would be right is not said.

    A `sic` by itself is good TEI. It tells that something is wrong, and leaves readers and searches
    with the wrong word. It is told once for a file.

    Remedy: If what is meant is known, set the sic into a choice and a corr beside it.

    Bad:
        <p>He is <sic>adn</sic> stays a friend.</p>

    Good:
        <p>He is <choice><sic>adn</sic><corr>and</corr></choice> stays a friend.</p>
    """
    chosen: list[Element] = []
    lone: list[Element] = []
    for sic in document.facts.all("sic"):
        if not _is_corrected(sic):
            is_chosen = next(sic.iterancestors(tei("choice")), None) is not None
            (chosen if is_chosen else lone).append(sic)
    if chosen:
        yield once(chosen, "this choice has a sic and no corr beside it")
    if lone:
        text = clipped(words(lone[0]), 40)
        what = f"'{text}' is marked as wrong" if text else "something is marked as wrong here"
        yield once(lone, f"{what}; no corr says what would be right")


def _is_corrected(sic: Element) -> bool:
    """Whether a correction belongs to an error: beside it, in its choice, or in its apparatus."""
    if sic.get("corr") or sic.get("corresp"):
        return True
    beside = (sic.getprevious(), sic.getnext())
    if any(neighbour is not None and neighbour.tag in _CORRECTIONS for neighbour in beside):
        return True
    around = next(sic.iterancestors(tei("choice"), tei("app")), None)
    return around is not None and (
        around.tag == tei("app") or next(around.iter(*_CORRECTIONS), None) is not None
    )
