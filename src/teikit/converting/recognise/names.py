"""Names of persons, places and bodies that the authority files know."""

import re
from collections.abc import Iterator, Sequence

from teikit.converting.authority import PERSON, AuthorityEntry, key
from teikit.converting.letter import DECIDER, Letter
from teikit.converting.raw_rules import DECISION_REFUSED, NAME_AMBIGUOUS
from teikit.converting.recognise.context import NOTE_KINDS, TEXT_KINDS, Context, finding
from teikit.converting.source import Mark, Span, collapse
from teikit.diagnostic import Diagnostic

_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s?){1,3}$")
_LONGEST_INITIALS = 12
_MOST_NAMED = 3
_KINDS = TEXT_KINDS | NOTE_KINDS
_ELEMENT = {"person": "persName", "place": "placeName", "org": "orgName"}


def names(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark each spelling that stands for one entry; a name of several entries is a finding.

    The longest spelling wins: "Baku Revolutionary Committee" is a body, not a place. The editor
    can say whom a spelling means in this document.
    """
    authority = context.authority
    decided = {key(name): id_ for name, id_ in context.decision.names.items()}
    found: set[str] = set()
    for block in letter.blocks:
        if block.kind not in _KINDS:
            continue
        for match in authority.anything.finditer(letter.text(block)):
            name = collapse(match.group())
            if _other_initials(match.text, match.start(), name, context):
                continue
            span = Span(block.span.start + match.start(), block.span.start + match.end())
            meant = decided.get(key(name)) if decided else None
            entries = authority.find(name)
            if meant:
                entries = [entry for entry in authority.entries if entry.id == meant]
            if len(entries) == 1:
                attributes = {"ref": authority.ref(entries[0])}
                if meant:
                    attributes["resp"] = DECIDER
                yield Mark(span, _ELEMENT[entries[0].kind], attributes)
            elif entries and name not in found:
                message = f"“{name}” may be {_either(entries)}"
                yield finding(letter, NAME_AMBIGUOUS, span, message)
            found.add(name)
    yield from _refused(letter, context, found)


def _either(entries: Sequence[AuthorityEntry]) -> str:
    """The entries that a name may mean; of many the first ones."""
    names = [entry.name for entry in entries[:_MOST_NAMED]]
    others = len(entries) - len(names)
    return " or ".join([*names, *([f"one of {others} others"] if others else [])])


def _other_initials(text: str, position: int, name: str, context: Context) -> bool:
    """Whether initials before a bare surname say that another person is meant."""
    match = _INITIALS.search(text, max(0, position - _LONGEST_INITIALS), position)
    if match is None or PERSON.search(name):
        return False
    if match.group().strip(" .").casefold() in context.profile.letter.titles:
        return False  # "T. Lenin": T. for comrade
    return not context.authority.find(f"{match.group()}{name}", "person", "place", "org")


def _refused(letter: Letter, context: Context, found: set[str]) -> Iterator[Diagnostic]:
    """Decisions on names that are not in the text, or name no entry."""
    if not context.decision.names:
        return
    ids = {entry.id for entry in context.authority.entries}
    spelled = {key(name) for name in found}
    for name, id_ in context.decision.names.items():
        if key(name) not in spelled:
            message = f"the name “{name}” is not in the text, or in no authority file"
            yield finding(letter, DECISION_REFUSED, letter.span, message)
        elif id_ not in ids:
            message = f"the name “{name}”: no entry of the authority files has the id {id_}"
            yield finding(letter, DECISION_REFUSED, letter.span, message)
