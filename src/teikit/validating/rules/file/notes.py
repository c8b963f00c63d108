"""Notes, and the marks that lead to them."""

from collections.abc import Iterator, Mapping, Sequence, Set

from teikit.diagnostic import Severity
from teikit.tei.apparatus import apart, figure, in_note, is_note, printed_number
from teikit.validating.finding import Finding, Fix, Range, at
from teikit.validating.index.apparatus import (
    ANCHOR,
    NOTE,
    bound,
    called,
    marks,
    named,
    reading,
    serves_as_note,
)
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import Facts
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.xml.names import ID, LANG, Element, local

_INSTEAD = ("cRef", "corresp", "sameAs", "copyOf")
"""Attributes that a mark may have in place of `@target`."""


@rule("T004", "note-without-mark", Severity.WARNING)
def note_without_mark(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A numbered note stands apart from the text, and nothing in the text leads to it.

    A reader of the letter never meets the note, and a reader of the note cannot know what it is
    about. Often the mark was lost in print, in scanning or in translation. A note that stands at
    its place in the text needs no mark, and one with a @target says itself where it belongs.

    Remedy: Put the mark where it belongs, or let the note's @target name that place.

    Bad:
        <text><body><p>Yours <ref type="noteMark" target="#n1">1</ref></p></body>
        <back><div type="notes">
        <note xml:id="n1" n="1">From the draft.</note>
        <note xml:id="n2" n="2">In the margin: No.</note>
        </div></back></text>

    Good:
        <text><body><p>Yours <ref type="noteMark" target="#n1">1</ref>, as
        always <ref type="noteMark" target="#n2">2</ref></p></body>
        <back><div type="notes">
        <note xml:id="n1" n="1">From the draft.</note>
        <note xml:id="n2" n="2">In the margin: No.</note>
        </div></back></text>
    """
    facts = document.facts
    if "body" not in facts.named:  # the text, and with it the marks, stands in another file
        return
    numbered = [note for note in facts.all("note") if printed_number(note) and is_note(note)]
    notes = [*apart(numbered)] if numbered else []
    if not notes:
        return
    binding = bound(facts)
    tied = (binding.tied() | binding.elsewhere) & frozenset(notes)
    numbered_in: dict[str, set[str]] = {}
    for note in tied:
        numbered_in.setdefault(printed_number(note), set()).add(_language(note))
    lost = [note for note in notes if note not in tied and not _is_translation(note, numbered_in)]
    if len(lost) == len(notes) > 1:
        # Marks are made in another way: by their numbers, or as plain text. Numbers that do not
        # follow each other are those of lines.
        numbers = [figure(printed_number(note)) for note in lost]
        given = {mark.get("n") for mark in facts.all("ref", "ptr", "anchor")}
        by_number = any(note.get("n") in given for note in lost)
        if not by_number and numbers == [*range(1, len(lost) + 1)]:
            message = f"no mark leads to any of the {len(lost)} notes that stand here"
            yield at(lost[0], f"{message}, and none has a @target")
        return
    for note in lost:
        yield at(note, f"no mark leads to {called(note)}, and it has no @target")


def _language(note: Element) -> str:
    return next(
        (lang for element in (note, *note.iterancestors()) if (lang := element.get(LANG))), ""
    )


def _is_translation(note: Element, numbered_in: Mapping[str, Set[str]]) -> bool:
    """Whether a note of the same number in another language has its mark: one is enough."""
    return bool(numbered_in.get(printed_number(note), set()) - {"", _language(note)})


@rule("T005", "mark-without-note", Severity.ERROR)
def mark_without_note(
    document: CheckedDocument, options: RuleOptions
) -> Iterator[Finding[Element]]:
    """A mark of a note leads to no note.

    It has no @target, or one that names something in this file that is no note. (Where it names
    what does not exist, T002 says so.) Marks are known by their @type; its values are those of the
    setting `options.marks`.

    Remedy: Let the mark's @target name the xml:id of its note.

    Fix: safe; where the mark has no @target, and one note alone names the mark.

    Bad:
        <p>Yours <ref type="noteMark">1</ref></p>
        <note xml:id="n1" place="end">From the draft.</note>

    Good:
        <p>Yours <ref type="noteMark" target="#n1">1</ref></p>
        <note xml:id="n1" place="end">From the draft.</note>
    """
    facts = document.facts
    anchors: list[Element] = []
    known = marks(facts, options)
    # In a file where no mark has a target, marks and notes may belong together by their numbers.
    numbers = set()
    if not any(mark.get("target") for mark in known):
        numbers = {number for note in facts.all("note") if (number := note.get("n"))}
    for mark in known:
        target = (mark.get("target") or "").split()
        if in_note(mark):
            continue  # it is the number that begins the note, or leads back
        if not target and (
            mark.get("n") in numbers or any(mark.get(attribute) for attribute in _INSTEAD)
        ):
            continue
        if mark.tag == ANCHOR:
            anchors.append(mark)
        elif not target:
            message = f"the mark{reading(mark)} has no @target, so it leads to no note"
            yield Finding(Range(mark), message, tuple(_only_claim(mark, facts)))
        else:
            goals = named(" ".join(target), facts.ids)
            if len(goals) == len(target) and not any(map(serves_as_note, goals)):
                kind = local(goals[0])
                message = f"the mark{reading(mark)} leads to an element '{kind}', not to a note"
                yield at(mark, message, attribute="target")
    if anchors:
        yield from _lonely(anchors, facts)


def _only_claim(mark: Element, facts: Facts) -> Iterator[Fix[Element]]:
    """The target of a mark that one note alone names as its own."""
    own = f"#{mark.get(ID)}"
    claims = [
        element
        for element, attribute, address in facts.pointers
        if address == own and attribute == "target" and element.tag == NOTE
    ]
    if len(claims) == 1 and claims[0].get(ID):
        yield Fix(Range(mark, "target"), f"#{claims[0].get(ID)}")


def _lonely(anchors: Sequence[Element], facts: Facts) -> Iterator[Finding[Element]]:
    """Anchors that no note names, in a file whose other anchors are named by notes."""
    reached = {address.rpartition("#")[2] for _, _, address in facts.pointers}
    if any(anchor.get(ID) in reached for anchor in anchors):
        for anchor in anchors:
            after = anchor.getnext()
            if anchor.get(ID) not in reached and (after is None or after.tag != NOTE):
                yield at(anchor, "this mark leads to no note, as no note names it")
