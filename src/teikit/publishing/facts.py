"""What a reader wants to know of a letter before reading it, in words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from teikit.exporting.records import key_in_edition
from teikit.publishing.edition import SiteEdition, SiteLetter
from teikit.publishing.labels import Labels
from teikit.tei.correspondence import Action, completed, kind_of, written
from teikit.tei.dates import edtf
from teikit.tei.documents import Document
from teikit.tei.header import attributes
from teikit.tei.text.plain import plain


class Value(NamedTuple):
    """A value: its words, the address of what it leads to, and what is uncertain of it."""

    text: str
    address: str = ""
    doubt: str = ""


class Fact(NamedTuple):
    """What is known, under a label."""

    label: str
    values: tuple[Value, ...]


_STAGES = ("sent", "received", "transmitted", "deciphered")


def facts(
    document: Document, letter: SiteLetter, edition: SiteEdition, labels: Labels
) -> list[Fact]:
    """Who, to whom, when, where, what happened on the way, and where it is kept."""
    found: dict[str, list[Value]] = {}
    for action in completed(document).all:
        stage = action.stage if action.stage in _STAGES else action.kind or "sent"
        names = labels["copy"] if action.subtype == "copy" else labels.get(stage, stage)
        who = [*_names(action, edition, labels)]
        when = [*_dates(action, labels)]
        where = [*_places(action, edition, labels)]
        if stage == "sent":
            found.setdefault(names, []).extend(who)
            found.setdefault(labels["when"], []).extend(when)
            found.setdefault(labels["where"], []).extend(where)
        else:
            found.setdefault(names, []).extend((*who, *where, *when))
        if action.words:
            found.setdefault(names, []).append(Value(action.words))
    found[labels["kept"]] = [Value(mark) for mark in letter.record.shelfmarks]
    if letter.record.genre:
        found[labels["genre"]] = [Value(letter.record.genre)]
    return [
        Fact(label, tuple(dict.fromkeys(values))) for label, values in found.items() if any(values)
    ]


def _names(action: Action, edition: SiteEdition, labels: Labels) -> Iterator[Value]:
    for name in action.names:
        words = written(name)
        kind = kind_of(name) or "person"
        anchor = edition.entry(kind, key_in_edition(name), words)
        address = f"../{register_of(kind)}#{anchor}" if anchor else ""
        if words:
            yield Value(words, address, doubt(name, labels))


def _places(action: Action, edition: SiteEdition, labels: Labels) -> Iterator[Value]:
    for place in action.places:
        words = plain(place)
        anchor = edition.entry("place", key_in_edition(place), words)
        if words:
            yield Value(words, f"../places.html#{anchor}" if anchor else "", doubt(place, labels))


def _dates(action: Action, labels: Labels) -> Iterator[Value]:
    for date in action.dates:
        normal = edtf(attributes(date))
        words = plain(date)
        if not words and not normal:
            continue
        shown = (
            words if not normal or normal == words else f"{words} ({normal})" if words else normal
        )
        yield Value(shown, "", doubt(date, labels))


def doubt(element: object, labels: Labels) -> str:
    """What is uncertain of something, in words; empty where nothing is parts to be."""
    get = element.get  # type: ignore[attr-defined]
    parts = []
    if get("cert") in ("low", "medium", "unknown"):
        parts.append(labels["doubtful"])
    if "conjecture" in (get("evidence") or "").split():
        parts.append(labels["conjecture"])
    return ", ".join(parts)


def register_of(kind: str) -> str:
    """The page of the register that has things of a kind."""
    return {"person": "persons.html", "org": "orgs.html", "place": "places.html"}.get(kind, "")


def joined(values: Sequence[str]) -> str:
    """Names in a cell of a table."""
    return "; ".join(dict.fromkeys(filter(None, values)))
