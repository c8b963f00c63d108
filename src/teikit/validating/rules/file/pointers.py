"""Identifiers, and pointers to them within a file."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from teikit.diagnostic import Severity
from teikit.tei.names import tags
from teikit.validating.finding import Finding, Fix, Range, at, grouped
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.inclusions import includes
from teikit.validating.rule import rule
from teikit.validating.rules.file.conventions import elsewhere
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import ID, Element

_TEXT = tags(
    "TEI", "ab", "anchor", "div", "head", "l", "lb", "lg", "note", "p", "pb", "s", "seg", "w"
)
"""What no name and no `rs` refers to by @ref."""
_DOCUMENTS = tags("TEI", "teiCorpus")
_WORD = re.compile(r"\S+")
_MOST = 3
"""Names of one attribute from which on it is told once that they are not in the file."""
_NOTHING = "'#' alone names no xml:id"


@rule("T001", "duplicate-id", Severity.ERROR)
def duplicate_id(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """An xml:id is given to two elements of a file.

    A pointer to it leads to one of them only, and which one depends on the program.

    Remedy: Give one of them another xml:id, and correct the pointers that mean it.

    Bad:
        <p xml:id="p1">one</p>
        <p xml:id="p1">two</p>

    Good:
        <p xml:id="p1">one</p>
        <p xml:id="p2">two</p>
    """
    for name, (first, *others) in document.facts.ids.items():
        for element in others:
            message = f"the xml:id '{name}' is given already, in line {first.sourceline}"
            yield at(element, message, attribute=ID)


@rule("T002", "dangling-pointer", Severity.ERROR)
def dangling_pointer(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A pointer names an xml:id that the file does not have.

    Nothing can be found behind such a pointer: a note, a hand, an editor is lost. What is meant is
    often there under a slightly different name. Of several pointers to the same missing xml:id, the
    first is reported; where most of what an attribute names is not in the file, that is told once
    for the attribute. What is meant then is likely to be in another file, which they do not name.
    Where files include each other by XInclude, what is named may be in any that belong together;
    nothing is said where one of these is not known, nor of what is named by a convention of the
    project (T009).

    Remedy: Correct the pointer, or give the element that is meant its xml:id.

    Bad:
        <p>Yours <ref target="#n1">1</ref></p>
        <note xml:id="n-1">From the draft.</note>

    Good:
        <p>Yours <ref target="#n1">1</ref></p>
        <note xml:id="n1">From the draft.</note>
    """
    if _is_alone(document):
        return  # that is told as T015
    here, missing = _sorted(document)
    if document.relatives is None and (by_convention := document.once(elsewhere)):
        missing = _without(missing, by_convention)
    where = "in this file" if document.relatives is None else "in any file of this document"
    plain = document.facts.plain_ids
    by_attribute: dict[str, list[str]] = defaultdict(list)
    for name, places in missing.items():
        by_attribute[places[0][1]].append(name)
    for attribute, names in by_attribute.items():
        if len(names) >= _MOST and len(names) > len(here[attribute]):
            first = missing[names[0]][0][0]
            shown = f"'{clipped(names[0], 30)}', '{clipped(names[1], 30)}', …"
            message = f"@{attribute} names {len(names)} xml:ids that are not {where}: {shown}"
            instead = " (they are given by @id)" if plain >= {*names} else ""
            yield at(first, message + instead, attribute=attribute)
            continue
        for name in names:
            places = missing[name]
            more = f", to which {len(places)} pointers lead" if places[1:] else ""
            what = f"there is no xml:id '{clipped(name, 60)}' {where}" if name else _NOTHING
            instead = " (it is given by @id)" if name in plain else ""
            yield at(places[0][0], what + more + instead, attribute=attribute)


@rule("T015", "pointer-out-of-part", Severity.INFO)
def pointer_out_of_part(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A part of a document points to an xml:id that it does not have, and was checked alone.

    A file whose outermost element is neither `TEI` nor `teiCorpus` is meant to be included in
    others, where what it points to may be. Without these files, that cannot be known.

    Remedy: Check the file that includes it as well: name it, or the folder with both.

    Bad:
        <div xmlns="http://www.tei-c.org/ns/1.0"><p>Yours <ref target="#n1">1</ref></p></div>

    Good:
        <div xmlns="http://www.tei-c.org/ns/1.0"><p>Yours <ref target="#n1">1</ref></p>
        <note xml:id="n1">From the draft.</note></div>
    """
    if not _is_alone(document):
        return
    missing = _sorted(document)[1]
    if missing:
        name, ((first, attribute), *_others) = next(iter(missing.items()))
        more = f" and {len(missing) - 1} more" if missing.keys() - {name} else ""
        words = f"where the xml:id '{clipped(name, 60)}'{more} may be, is not known"
        yield at(first, f"{words}: name the file that includes this one", attribute=attribute)


def _is_alone(document: CheckedDocument) -> bool:
    """Whether it is but a part of a document, and no file of the run includes it."""
    if document.facts.root.tag in _DOCUMENTS:
        return False
    return document.relatives is None or not document.relatives.is_part


def _without(missing: "Places", attributes: Collection[str]) -> "Places":
    """Places but for those in some attributes."""
    remaining: Places = {}
    for name, places in missing.items():
        if others := [place for place in places if place[1] not in attributes]:
            remaining[name] = others
    return remaining


Places = dict[str, list[tuple[Element, str]]]
"""Elements and their attributes, by the identifiers that these name."""


def _sorted(document: CheckedDocument) -> tuple[dict[str, set[str]], Places]:
    """The identifiers that pointers name: those that are there, by attributes, and the others."""
    ids = document.facts.ids
    here: dict[str, set[str]] = defaultdict(set)
    missing: Places = {}
    for element, attribute, address in document.facts.pointers:
        if address[0] == "#":
            name = address[1:]
            if name in ids:
                here[attribute].add(name)
            elif "(" not in name:  # "#xpath1(…)" and the like are not the names of identifiers
                missing.setdefault(name, []).append((element, attribute))
    relatives = document.relatives
    if missing and relatives is None and includes(document):
        missing.clear()  # nobody says where that is
    if missing and relatives:
        remaining = relatives.missing(missing) if relatives.are_known else ()
        for name in missing.keys() - {*remaining}:
            here[missing.pop(name)[0][1]].add(name)
    return here, missing


@rule("T003", "bare-pointer", Severity.WARNING)
def bare_pointer(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A pointer to an xml:id of the same file lacks its `#`.

    Without `#` it is the address of another file, in the same folder and of that name. Of several
    such pointers to the same xml:id, the first is reported.

    Remedy: Write `#` before the xml:id; `teikit validate --fix` does it.

    Fix: safe.

    Bad:
        <p>By <rs ref="anna">her</rs></p>
        <person xml:id="anna"><persName>Anna</persName></person>

    Good:
        <p>By <rs ref="#anna">her</rs></p>
        <person xml:id="anna"><persName>Anna</persName></person>
    """
    ids = document.facts.ids
    found = []
    bare = [
        (element, attribute)
        for element, attribute, address in document.facts.pointers
        if address in ids and not _is_elsewhere(attribute, ids[address][0])
    ]
    for element, attribute in dict.fromkeys(bare):
        for word in _WORD.finditer(element.get(attribute) or ""):
            if (name := word[0]) in ids:
                spot = Range(element, attribute, "", *word.span())
                message = f"'{name}' is an xml:id of this file: write '#{name}'"
                fix = Fix(spot, f"#{name}")
                found.append(Finding(spot, message, (fix,)))
    yield from grouped(found)


def _is_elsewhere(attribute: str, target: Element) -> bool:
    """Whether a name refers to an entry that only happens to be called like a part of the text."""
    return attribute == "ref" and target.tag in _TEXT
