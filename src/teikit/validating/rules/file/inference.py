"""Inferences, and what they rest on."""

import re
from collections.abc import Iterator

from teikit.diagnostic import Severity
from teikit.tei.names import tags, tei
from teikit.validating.finding import Finding, once
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import Facts
from teikit.validating.index.texts import content, words
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import ID, Element, local

_ACTION = tei("correspAction")
_TOLD = tuple(tei(name) for name in ("date", "persName", "orgName", "placeName", "name"))
# fmt: off
_INFERRED = tags(
    "correspAction", "persName", "orgName", "placeName", "geogName", "name", "rs", "date", "time",
    "del", "add", "supplied", "ref",
)
# fmt: on
_PRECISIONS = tags("certainty", "precision", "respons")
_WHOLE = re.compile(r"\s*\[[^\[\]]+\]\s*[.?]?\s*")
_WITHIN = re.compile(r"\[[^\]]*\d[^\]]*\]")
# fmt: off
_UNKNOWN = re.compile(
    r"\[\s*(?:[?.…\-–—\s]+|(?:unknown|unbekannt|ohne|o\.|undated|no\b|not\b|n\.|s\.|sans|sine|senza|sin"
    r"|inconnu|sconosciut|desconocid|без|неизв|б\.|nicht|illegible|unleserlich|unidentified|anonym"
    r"|keine?\b|non\b|without|missing|recipient|receiver|sender|empfänger|absender)[^\]]*)\]", re.I,
)
# fmt: on
"""What brackets hold where nothing was inferred: that something is not known."""


@rule("T023", "inference-without-basis", Severity.INFO)
def inference_without_basis(
    document: CheckedDocument, _: RuleOptions
) -> Iterator[Finding[Element]]:
    """What was inferred does not say from what, or how surely.

    A name, date or change that a program is responsible for, and a name or date that brackets in a
    correspDesc call inferred, is taken for a fact unless @evidence, @cert or @source say on what it
    rests. It is told once for a file.

    Remedy: Give @evidence (internal, external, conjecture) and @cert (high, medium, low).

    Bad:
        <correspDesc><correspAction type="sent">
        <persName ref="#keller">Keller</persName> <date when="1920-05-06">[6 May 1920]</date>
        </correspAction></correspDesc>

    Good:
        <correspDesc><correspAction type="sent">
        <persName ref="#keller">Keller</persName>
        <date when="1920-05-06" evidence="external" cert="high">[6 May 1920]</date>
        </correspAction></correspDesc>
    """
    facts = document.facts
    programs = _programs(facts)
    if programs:
        guessed = [
            element
            for element, attribute, address in facts.pointers
            if attribute == "resp"
            and address[0] == "#"
            and address[1:] in programs
            and element.tag in _INFERRED
            and not _has_basis(element)
        ]
        if guessed:
            name = local(guessed[0])
            message = f"this '{name}' was made by a program, and has neither @evidence nor @cert"
            yield once(guessed, message)
    bracketed = [
        element
        for action in facts.all("correspAction")
        if "[" in content(action)
        for element in action.iterdescendants(*_TOLD)
        if _is_bracketed(element) and not _has_basis(element)
    ]
    if bracketed:
        text = clipped(words(bracketed[0]), 40)
        yield once(
            bracketed, f"'{text}' is inferred, by its brackets, and has no @evidence or @cert"
        )


def _programs(facts: Facts) -> set[str]:
    """The identifiers of the programs that a header names, and of those who stand for them."""
    applications = facts.all("application")
    if not applications:
        return set()
    titles = {application.get("ident", "").casefold() for application in applications}
    for application in applications:
        titles.update(words(each).casefold() for each in application.iter(tei("label")))
    titles.discard("")
    answering = [
        statement
        for statement in facts.all("respStmt")
        if any(words(name).casefold() in titles for name in statement)
    ]
    given = (
        named.get(ID)
        for element in (*applications, *answering)
        for named in (element, *element.iterchildren(tei("name"), tei("orgName"), tei("persName")))
    )
    return {name for name in given if name}


def _has_basis(element: Element) -> bool:
    around = (element, *element.iterancestors(_ACTION))
    return any(
        origin.get("evidence") or origin.get("cert") or origin.get("source") for origin in around
    ) or any(child.tag in _PRECISIONS for child in element)


def _is_bracketed(element: Element) -> bool:
    """Whether brackets call a name inferred, or a date or a number in it."""
    text = words(element)
    if "[" not in text or _UNKNOWN.search(text):
        return False
    return bool(_WHOLE.fullmatch(text) or (element.tag == tei("date") and _WITHIN.search(text)))
