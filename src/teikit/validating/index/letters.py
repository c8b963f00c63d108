"""Summing up a letter: its name, when it was sent, what it belongs to, where it is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from teikit.tei.names import tei
from teikit.validating.index.records import Dates, Item, Letter, Relation
from teikit.validating.index.texts import content
from teikit.validating.lexicon.minhash import sketch
from teikit.xml.names import ID, Element

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
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FIRST, _LAST = "0000", "9999"

Named = Mapping[str, Sequence[Element]]

OF_LETTERS = ("body", "correspAction", "correspContext", "msIdentifier")
"""The elements by which letters are summed up."""


def letter(root: Element, named: Named, path: Path, numbers: Mapping[Element, int]) -> Letter:
    """The summary of a `TEI` element; `named` are elements in it by their names (`OF_LETTERS`)."""
    bodies = named.get("body", ())
    text = bodies[0] if bodies else root
    return Letter(
        path,
        root.get(ID) or "",
        numbers[root],
        numbers[next(text.iterchildren("*"), text)],
        _sent(named),
        tuple(_relations(named, numbers)),
        tuple(_items(named, numbers)),
        sketch(" ".join(map(content, bodies))),
    )


def _sent(named: Named) -> Dates | None:
    """The time in which all dates of sending are."""
    spans = [
        span
        for action in named.get("correspAction", ())
        if action.get("type") == "sent"
        for date in action.iterchildren(tei("date"))
        if (span := dates(date))
    ]
    if not spans:
        return None
    return Dates(min(one.earliest for one in spans), max(one.latest for one in spans))


def dates(element: Element) -> Dates | None:
    """The days between which a date is, from its attributes; None where they do not tell."""

    def days(*names: str) -> Iterator[str]:
        for name in names:
            value = element.get(name) or element.get(f"{name}-iso") or ""
            if match := _DAY.match(value):
                yield match[0]

    first = next(days("when", "from", "notBefore"), "")
    last = next(days("when", "to", "notAfter"), "")
    if not first and not last:
        return None
    # A month ends before "-99", and an end that is not known may be any day.
    return Dates(f"{first or _FIRST}-00-00"[:10], f"{last or _LAST}-99-99"[:10])


def _relations(named: Named, numbers: Mapping[Element, int]) -> Iterator[Relation]:
    for context in named.get("correspContext", ()):
        for ref in context.iter(tei("ref"), tei("ptr")):
            address = next(iter((ref.get("target") or "").split()), "")
            if not address:
                continue
            said = [value for one in ("type", "subtype") if (value := ref.get(one))]
            meant = next((one for one in said if _kind(one)), "")
            scope = [one for one in said if one != meant]
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
            (one.get("type") or "").lower() in _LEAVES and content(one).strip() for one in parts
        ):
            whole = next(identifier.iterchildren(tei("idno")), parts[0])
            yield Item(whole.get("n") or _signature(identifier), numbers[whole])


def _signature(identifier: Element) -> str:
    """All that identifies an item, without the places where the archive is."""
    named = ("institution", "repository", "collection", "idno")
    parts = (content(one) for name in named for one in identifier.iterchildren(tei(name)))
    return " ".join(" ".join(parts).split())
