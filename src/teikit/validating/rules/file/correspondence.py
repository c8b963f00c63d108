"""Who wrote to whom, and when."""

import re
from collections.abc import Iterator
from functools import lru_cache

from teikit.diagnostic import Severity
from teikit.tei.correspondence import RECEIVED, SENT, STAGES, sendings
from teikit.tei.names import tags, tei
from teikit.validating.finding import Finding, at
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.texts import words
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import Element

_ACTION = tei("correspAction")
_NOTE = tei("note")
_STRUCTURED = tags("correspAction", "correspContext")
_KNOWN = frozenset().union(*STAGES.values())
_PARTIES = tags(
    *("persName", "orgName", "name", "rs", "roleName", "forename", "surname", "addName"),
    *("nameLink", "address", "author", "editor", "person", "personGrp", "org"),
)
_DATES = tags("date", "time", "origDate")
_PROSE = tags("p", "ab", "note", "desc", "list", "linkGrp", "link")
_SAME = ("sameAs", "copyOf", "corresp")


@rule("T013", "corresp-incomplete", Severity.WARNING)
def corresp_incomplete(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A correspDesc lacks the sender, the receiver, or the date of sending.

    Catalogues of letters are made from these three, and a letter that lacks one of them is missing
    in them. A name that is there and empty, or reads [unknown], says that it is not known: that
    is enough.

    Remedy: Add it to the correspAction; where it is not known, say so, as by [unknown].

    Bad:
        <correspDesc>
        <correspAction type="sent"><persName>Anna Keller</persName></correspAction>
        <correspAction type="received"><persName>[unknown]</persName></correspAction>
        </correspDesc>

    Good:
        <correspDesc>
        <correspAction type="sent"><persName>Anna Keller</persName>
        <date when="1920-05-06"/></correspAction>
        <correspAction type="received"><persName>[unknown]</persName></correspAction>
        </correspDesc>
    """
    for description in document.facts.all("correspDesc"):
        if any(description.get(name) for name in _SAME):
            continue
        actions = list(description.iterchildren(_ACTION))
        if not _is_clear(description, actions):
            continue
        sent = [action for action in actions if action.get("type") in STAGES[SENT]]
        received = [action for action in actions if action.get("type") in STAGES[RECEIVED]]
        if not any(map(_names_someone, sent)):
            yield at(
                description, "this correspDesc has no sender: no name in a correspAction 'sent'"
            )
        if not any(map(_names_someone, received)):
            message = "this correspDesc has no receiver: no name in a correspAction 'received'"
            yield at(description, message)
        if not any(map(_tells_a_date, sent)):
            yield at(description, "this correspDesc has no date of sending")


def _is_clear(description: Element, actions: list[Element]) -> bool:
    """Whether all that is said of a letter is said by actions of known types."""
    if any(action.get("type") not in _KNOWN for action in actions):
        return False
    known = _STRUCTURED | {_NOTE} if actions else _STRUCTURED
    return all(child.tag in known for child in description if isinstance(child.tag, str))


def _names_someone(action: Element) -> bool:
    """Whether an action has a name, even an empty one, or words where a name may be."""
    if any(action.get(name) for name in _SAME) or _has_words(action.text):
        return True
    return any(
        part.tag in _PARTIES
        or part.tag in _PROSE
        or (part.getparent() is action and _has_words(part.tail))
        for part in action.iterdescendants()
    )


def _tells_a_date(action: Element) -> bool:
    if any(action.get(name) for name in _SAME):
        return True
    return any(
        part.tag in _PROSE or (part.tag in _DATES and (part.attrib or words(part)))
        for part in action.iterdescendants()
    )


def _has_words(text: str | None) -> bool:
    return bool(text and not text.isspace())


@rule("T014", "sender-not-signer", Severity.WARNING)
def sender_not_signer(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """The sender in the correspDesc is not among those who signed the letter.

    Either the header names the wrong person, or the name in the signature points to someone else.
    It is looked at where both are known by @ref or @key. Bodies do not sign, and are not looked at.

    Remedy: Correct the @ref of one of them.

    Bad:
        <TEI><teiHeader><profileDesc><correspDesc>
        <correspAction type="sent"><persName ref="#anna">Anna</persName></correspAction>
        </correspDesc></profileDesc></teiHeader>
        <text><body><p>Come soon!</p>
        <closer><signed><persName ref="#jakob">Your Jakob</persName></signed></closer>
        </body></text></TEI>

    Good:
        <TEI><teiHeader><profileDesc><correspDesc>
        <correspAction type="sent"><persName ref="#jakob">Jakob</persName></correspAction>
        </correspDesc></profileDesc></teiHeader>
        <text><body><p>Come soon!</p>
        <closer><signed><persName ref="#jakob">Your Jakob</persName></signed></closer>
        </body></text></TEI>
    """
    facts = document.facts
    signatures = [
        signed
        for signed in facts.all("signed")
        if next(signed.iterancestors(*_OF_OTHERS), None) is None
    ]
    descriptions = facts.all("correspDesc")
    if not signatures or len(descriptions) != 1:
        return
    senders = [
        (name, keys)
        for action in sendings(descriptions[0].iterchildren(_ACTION))
        for name in action.iterchildren(*_PERSONS)
        if (keys := _keys(name))
    ]
    signers = [
        keys
        for signed in signatures
        for name in (signed, *signed.iterdescendants(*_PERSONS))
        if (keys := _keys(name))
    ]
    if not senders or not signers:
        return
    known = {value for keys in signers for _, value in keys}
    if any(value in known for _, keys in senders for _, value in keys):
        return
    if len({next(signed.iterancestors(*_UNITS), None) for signed in signatures}) > 1:
        return  # an enclosure, too, is signed
    if any(_FOR.search(words(signed)) for signed in signatures):
        return
    lists = {frozenset(of for of, _ in listed) for listed in signers}
    for name, keys in senders:
        if not any(listed.isdisjoint(of for of, _ in keys) for listed in lists):
            text = clipped(words(name), 60)
            message = f"the sender '{text}' is not among those who signed"
            yield at(name, message, attribute="ref" if name.get("ref") else "key")


_PERSONS = (tei("persName"), tei("name"), tei("rs"))
_OF_OTHERS = (tei("quote"), tei("q"), tei("floatingText"), tei("note"), tei("cit"), tei("group"))
_UNITS = [tei(name) for name in ("div", "div1", "div2", "div3", "div4", "body")]
_FOR = re.compile(
    r"\b(?:for|on behalf|per pro|p\. ?p\.|p\. ?o\.|i\. ?[AV]\.|im Auftrag|in Vertretung|für|pour"
    r"|par ordre|per|por|за|по поручению)(?:\W|$)",
    re.I,
)
"""How one signs for another."""


def _keys(name: Element) -> frozenset[tuple[str, str]]:
    """What identifies a person, each with the list it belongs to; none, if it is no person.

    Two that belong to different lists may be the same person.
    """
    if name.tag != tei("persName") and name.get("type", "person") not in _OF_PERSONS:
        return frozenset()
    refs = (name.get("ref") or "").split()
    key = (name.get("key") or "").strip()
    return frozenset((*map(_identity, refs), *((("key", key),) if key else ())))


_OF_PERSONS = frozenset({"person", "pers", "persName", "personal"})
_ADDRESS = re.compile(r"(?:https?://(?:www\.)?([^/]+)/|(\w+):)(.*?)/?")


@lru_cache(maxsize=1024)
def _identity(ref: str) -> tuple[str, str]:
    """An address as the list it leads into, and what it names there."""
    place, mark, fragment = ref.rpartition("#")
    if mark:
        return place, fragment
    found = _ADDRESS.fullmatch(ref)
    return (found[1] or found[2], found[3]) if found else ("", ref)
