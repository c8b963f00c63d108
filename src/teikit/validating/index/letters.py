"""Summing up a letter: its name, when it was sent, what it belongs to, where it is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from teikit.tei.correspondence import dates, sendings
from teikit.tei.dates import Period, period
from teikit.tei.header import attributes
from teikit.tei.names import tei
from teikit.validating.index.records import Item, LetterSummary, Relation
from teikit.validating.index.texts import content
from teikit.validating.lexicon.minhash import minhash
from teikit.xml.names import Element

_KINDS = MappingProxyType(
    {
        word: kind
        for kind, words in (
            ("prev", "prev previous preceding vorige voriger vorheriger précédent precedent"),
            ("next", "next following nächste nächster naechster folgender suivant"),
            ("reply", "isreplyto inreplyto replyto replyof isresponseto inresponseto"),
            ("reply", "responseto isanswerto answerto answers isantworton antwortauf"),
            ("replied", "isrepliedby repliedby hasreply isansweredby answeredby hasanswer"),
        )
        for word in words.split()
    }
)
# "previous_letter", "prevDocument"
_THING = re.compile(r"(?:letter|document|doc|item|brief|lettre)$")
# fmt: off
_LEAVES = frozenset((
    "bl", "blatt", "blätter", "f", "feuillet", "fol", "foglio", "folia", "folio", "leaf", "leaves",
    "list", "listy", "л", "лист", "листы",
))
# fmt: on

Named = Mapping[str, Sequence[Element]]

OF_LETTERS = ("body", "correspAction", "correspContext", "msIdentifier")
"""The elements by which letters are summed up."""


def letter(
    root: Element, id_: str, named: Named, path: Path, numbers: Mapping[Element, int]
) -> LetterSummary:
    """The summary of a document.

    `root` is its `TEI` element, or of several letters in one its division or its `correspDesc`;
    `named` are the elements that speak of it by their names (`OF_LETTERS`).
    """
    bodies = named.get("body", ())
    text = bodies[0] if bodies else root
    return LetterSummary(
        path,
        id_,
        numbers[root],
        numbers[next(text.iterchildren("*"), text)],
        _sent(named),
        tuple(_relations(named, numbers)),
        tuple(_items(named, numbers)),
        minhash(" ".join(map(content, bodies))),
    )


def _sent(named: Named) -> Period | None:
    """The time in which all dates of sending are."""
    actions = named.get("correspAction", ())
    spans = [
        span
        for action in sendings(actions)
        for date in dates(action)
        if (span := period(attributes(date)))
    ]
    if not spans:
        return None
    return Period(min(span.earliest for span in spans), max(span.latest for span in spans))


def _relations(named: Named, numbers: Mapping[Element, int]) -> Iterator[Relation]:
    for context in named.get("correspContext", ()):
        for ref in context.iter(tei("ref"), tei("ptr")):
            address = next(iter((ref.get("target") or "").split()), "")
            if not address:
                continue
            words = [value for word in ("type", "subtype") if (value := ref.get(word))]
            meant = next((word for word in words if _kind(word)), "")
            scope = [word for word in words if word != meant]
            if "#" not in (source := ref.get("source") or "#"):
                scope.append(source)
            yield Relation(_kind(meant), " ".join(scope), address, numbers[ref])


@lru_cache(256)
def _kind(word: str) -> str:
    plain = re.sub(r"[\W_]", "", word.lower())
    return _KINDS.get(plain) or _KINDS.get(_THING.sub("", plain), "")


def _items(named: Named, numbers: Mapping[Element, int]) -> Iterator[Item]:
    for identifier in named.get("msIdentifier", ()):
        parent = identifier.getparent()
        if parent is None or parent.tag != tei("msDesc"):
            continue
        parts = [*identifier.iter(tei("idno"))]
        if any(
            (part.get("type") or "").lower() in _LEAVES and content(part).strip() for part in parts
        ):
            idno = next(identifier.iterchildren(tei("idno")), parts[0])
            yield Item(idno.get("n") or _signature(identifier), numbers[idno])


def _signature(identifier: Element) -> str:
    """All that identifies an item, without the places where the archive is."""
    named = ("institution", "repository", "collection", "idno")
    parts = (content(element) for name in named for element in identifier.iterchildren(tei(name)))
    return " ".join(" ".join(parts).split())
