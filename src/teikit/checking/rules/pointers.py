"""Identifiers, and pointers to them within a file."""

import re
from collections.abc import Iterator

from teikit.checking.document import Document
from teikit.checking.facts import Pointer
from teikit.checking.found import Found, Repair, Spot, at
from teikit.checking.rule import rule
from teikit.checking.settings import Options
from teikit.diagnostic import Severity
from teikit.tei.names import ID

_WORD = re.compile(r"\S+")


@rule("T001", "duplicate-id", Severity.ERROR)
def duplicate_id(document: Document, _: Options) -> Iterator[Found]:
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
        line = first.sourceline
        for one in others:
            yield at(one, f"the xml:id '{name}' is given already, in line {line}", attribute=ID)


@rule("T002", "dangling-pointer", Severity.ERROR)
def dangling_pointer(document: Document, _: Options) -> Iterator[Found]:
    """A pointer names an xml:id that the file does not have.

    Nothing can be found behind such a pointer: a note, a hand, an editor is lost. What is meant is
    often there under a slightly different name. Of several pointers to the same missing xml:id, the
    first is reported.

    Remedy: Correct the pointer, or give the element that is meant its xml:id.

    Bad:
        <p>Yours <ref target="#n1">1</ref></p>
        <note xml:id="n-1">From the draft.</note>

    Good:
        <p>Yours <ref target="#n1">1</ref></p>
        <note xml:id="n1">From the draft.</note>
    """
    ids = document.facts.ids
    missing: dict[str, list[Pointer]] = {}
    for pointer in document.facts.pointers:
        # "#xpath1(…)" and the like are not the names of identifiers.
        if (
            pointer.address[0] == "#"
            and pointer.address[1:] not in ids
            and "(" not in pointer.address
        ):
            missing.setdefault(pointer.address[1:], []).append(pointer)
    for name, (first, *others) in missing.items():
        more = f", to which {len(others) + 1} pointers lead" if others else ""
        message = f"there is no xml:id '{name}' in this file{more}"
        yield at(first.element, message, attribute=first.attribute)


@rule("T003", "bare-pointer", Severity.WARNING)
def bare_pointer(document: Document, _: Options) -> Iterator[Found]:
    """A pointer to an xml:id of the same file lacks its `#`.

    Without `#` it is the address of another file, in the same folder and of that name.

    Remedy: Write `#` before the xml:id; `teikit validate --fix` does it.

    Bad:
        <p>By <rs ref="anna">her</rs></p>
        <person xml:id="anna"><persName>Anna</persName></person>

    Good:
        <p>By <rs ref="#anna">her</rs></p>
        <person xml:id="anna"><persName>Anna</persName></person>
    """
    ids = document.facts.ids
    for element, attribute in dict.fromkeys(
        (one.element, one.attribute) for one in document.facts.pointers if one.address in ids
    ):
        for word in _WORD.finditer(element.get(attribute) or ""):
            if word[0] in ids:
                spot = Spot(element, attribute, "", *word.span())
                message = f"'{word[0]}' is an xml:id of this file: write '#{word[0]}'"
                yield Found(spot, message, (Repair(spot, f"#{word[0]}"),))
