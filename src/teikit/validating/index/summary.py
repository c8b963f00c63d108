"""Summing up a file: what of it other files may have to do with."""

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from teikit.tei.inclusion import has_fallback, included
from teikit.tei.names import TEI, tags, tei
from teikit.tei.volume import letters
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import Facts
from teikit.validating.index.inclusions import includes
from teikit.validating.index.letters import OF_LETTERS, Named, letter
from teikit.validating.index.links import Addresses
from teikit.validating.index.records import FileSummary, Id, Include, Key, LetterSummary, Link, Part
from teikit.validating.index.registers import entries, inner, is_register
from teikit.validating.settings import RuleOptions
from teikit.xml.names import ID, Element, local

# fmt: off
NAMES = frozenset((
    "addName", "author", "country", "district", "editor", "geogName", "name", "orgName",
    "persName", "placeName", "region", "repository", "rs", "settlement",
))
# fmt: on
"""Elements that name an entry of an authority file."""

_OF_DESCRIPTIONS = tags("correspAction", "correspContext")
_ADDRESS = re.compile("[.:/]")

Numbers = Mapping[Element, int]


def summarise(document: CheckedDocument, _: RuleOptions) -> FileSummary:
    """What is to be kept of a document."""
    facts = document.facts
    numbers = facts.numbers
    authority = is_register(facts)
    return FileSummary(
        document.path,
        local(facts.root),
        numbers[facts.root],
        authority,
        tuple(
            Id(name, local(element), numbers[element]) for name, (element, *_) in facts.ids.items()
        ),
        *_links(document, numbers),
        includes=tuple(_includes(document, numbers)),
        parts=tuple(_parts(facts, numbers)),
        entries=tuple(entries(facts, numbers)) if authority else (),
        inner=tuple(inner(facts)) if authority else (),
        letters=() if authority else tuple(_letters(document, numbers)),
    )


def _links(document: CheckedDocument, numbers: Numbers) -> tuple[tuple[Link, ...], tuple[Key, ...]]:
    """The pointers into other files, and the keys of names, each once."""
    facts = document.facts
    addresses = Addresses(document)
    links: dict[tuple[str, str, str], list[Element]] = {}
    keys: dict[tuple[str, str, str], list[Element]] = {}
    for (name, attribute, address), elements in facts.links.items():
        # Facsimiles are often left out on purpose. A mere word is no address, but can be a key.
        if attribute == "facs" or not (attribute == "ref" or _ADDRESS.search(address)):
            continue
        for base, pointing in addresses.by_base(address, elements):
            if file := addresses.of_file(address, base):
                links.setdefault((file, name, attribute), []).extend(pointing)
            elif attribute == "ref" and name in NAMES and "/" not in address and "#" not in address:
                keys.setdefault((address, name, attribute), []).extend(pointing)
    for element, value in facts.keys.items():
        if (name := _name(element.tag)) in NAMES and (key := value.strip()):
            keys.setdefault((key, name, "key"), []).append(element)
    return (
        tuple(
            Link(address, name, attribute, numbers[elements[0]], len(elements))
            for (address, name, attribute), elements in links.items()
        ),
        tuple(
            Key(key, name, attribute, numbers[elements[0]], len(elements))
            for (key, name, attribute), elements in keys.items()
        ),
    )


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    """The local name of an element of TEI; nothing for others, such as those of examples."""
    home, _, name = tag.partition("}")
    return name if home == f"{{{TEI}" else ""


def _includes(document: CheckedDocument, numbers: Numbers) -> Iterator[Include]:
    for element in includes(document):
        if there := included(element, document.path):
            address = quote(os.path.abspath(there))  # noqa: PTH100  # with the links in it
            is_pointed = bool(element.get("xpointer"))
            yield Include(address, numbers[element], has_fallback(element), is_pointed)


def _parts(facts: Facts, numbers: Numbers) -> Iterator[Part]:
    found = [element for element, name, _ in facts.pointers if name in ("prev", "next")]
    for element in dict.fromkeys(found):
        if name := _name(str(element.tag)):
            before, after = (
                next(iter((element.get(attribute) or "").split()), "")
                for attribute in ("prev", "next")
            )
            yield Part(element.get(ID) or "", name, numbers[element], before, after)


def _letters(document: CheckedDocument, numbers: Numbers) -> Iterator[LetterSummary]:
    facts = document.facts
    if facts.root.tag == tei("TEI"):
        yield from _in_tei(facts.root, facts.named, document.path, numbers)
    else:
        for root in facts.named.get("TEI", ()):
            named = {name: [*root.iter(tei(name))] for name in OF_LETTERS}
            yield from _in_tei(root, named, document.path, numbers)


def _in_tei(root: Element, named: Named, path: Path, numbers: Numbers) -> Iterator[LetterSummary]:
    """The letters in a `TEI` element: one, or several as `tei.volume` tells them apart."""
    id_ = root.get(ID) or ""
    found = letters(root, id_ or path.stem)
    if not found:
        yield letter(root, id_, named, path, numbers)
    for part in found:
        description = () if part.description is None else part.description.iter(*_OF_DESCRIPTIONS)
        own: dict[str, list[Element]] = {"body": [] if part.division is None else [part.division]}
        for element in description:
            own.setdefault(local(element), []).append(element)
        place = part.description if part.division is None else part.division
        assert place is not None
        yield letter(place, part.id, own, path, numbers)
