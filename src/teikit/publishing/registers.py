"""The registers: persons, bodies and places, with their letters."""

from collections.abc import Sequence
from typing import Any

from teikit.publishing.dates import in_words
from teikit.publishing.edition import (
    RegisterEntry,
    SiteEdition,
    SiteLetter,
    folded,
    heading,
    listed_by,
)
from teikit.publishing.labels import Labels
from teikit.tei.life import LifeDate, Lifetime


def register(
    kind: str, held: Sequence[RegisterEntry], found: SiteEdition, labels: Labels
) -> dict[str, Any]:
    """What the template is filled with: the entries of a kind, by the letters they begin with."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in held:
        words = folded(listed_by(entry))
        initial = next((sign for sign in words if sign.isalnum()), "?").upper()
        groups.setdefault(initial, []).append(
            {
                "anchor": entry.anchor,
                "name": heading(entry),
                "life": life_in_words(entry.life, labels, entry.name),
                "spellings": [each for each in entry.spellings if each != entry.name],
                "addresses": [
                    (address.partition("//")[2], address)
                    for address in entry.addresses
                    if address.startswith(("http://", "https://"))
                ],
                "roles": [_role(entry, role, found, labels) for role in entry.letters],
            }
        )
    listed = [
        {"initial": initial, "anchor": f"initial-{number}", "entries": entries}
        for number, (initial, entries) in enumerate(sorted(groups.items()), 1)
    ]
    return {
        "title": labels[f"{kind}s"],
        "groups": listed,
        "initials": [(group["initial"], group["anchor"]) for group in listed],
    }


def _role(entry: RegisterEntry, role: str, found: SiteEdition, labels: Labels) -> dict[str, Any]:
    """The letters in which an entry does something; apart, those of which only words say so."""
    unsure = {*entry.unsure.get(role, ())}
    names = entry.letters[role]
    return {
        "label": labels[f"role_{role}"],
        "letters": [_short(found.by_name[name]) for name in names if name not in unsure],
        "unsure": [_short(found.by_name[name]) for name in names if name in unsure],
    }


def _short(each: SiteLetter) -> dict[str, str]:
    """A letter in a register: its number or date, and its title."""
    title = each.record.title or each.record.id
    text = each.record.key or each.day or (each.record.id if each.record.is_letter else title)
    return {"address": f"letters/{each.name}.html", "text": text, "title": title}


def life_in_words(life: Lifetime, labels: Labels, name: str = "") -> str:
    """The years of a life, as `1870–1924`; empty where none is known, or the name has them."""
    birth, death = (_year(date, labels) for date in life)
    if any(year and year in name for year in (birth, death)):
        return ""
    if birth and death:
        return f"{birth} – {death}" if " " in birth + death else f"{birth}–{death}"
    if birth:
        return labels["born"].format(year=birth)
    return labels["died"].format(year=death) if death else ""


def _year(date: LifeDate, labels: Labels) -> str:
    words = date.words or in_words(dict(date.values), labels)
    return f"{words}?" if words and date.doubtful else words
