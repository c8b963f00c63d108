"""Pointers that by a project's convention lead to what is not in the file."""

from collections.abc import Iterator, Mapping

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, at
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import Facts
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import ID, INCLUDE, Element

_CODES = {
    "facs": ("facsimile", "graphic", "media", "sourceDoc", "surface", "surfaceGrp", "zone"),
    "rendition": ("rendition",),
}
"""Attributes whose values are often codes of a project, and the elements that would be meant."""
_REGISTERS = frozenset(("ana", "decls", "hand", "ref", "resp"))
"""Attributes whose values are often entries of a register that the whole edition has."""
_CONVENTIONAL = frozenset((*_CODES, *_REGISTERS))
_MOST = 3
"""Entries that are named from which on it is no slip that none is in the file."""


def elsewhere(document: CheckedDocument) -> Mapping[str, list[tuple[Element, str]]]:
    """Attributes that name nothing in the file: where the name of each thing first stands.

    They follow a convention, as the file has nothing of the kind at all. Where something of what an
    attribute names is there, what is not is a fault.
    """
    facts = document.facts
    named: dict[str, dict[str, Element]] = {}
    ids, plain_ids = facts.ids, facts.plain_ids
    possible = set(_CONVENTIONAL)
    for element, attribute, address in facts.pointers:
        if attribute in possible and address[0] == "#":
            name = address[1:]
            if name in ids or name in plain_ids:
                possible.discard(attribute)
            elif name and "(" not in name:
                named.setdefault(attribute, {}).setdefault(name, element)
    return {
        attribute: [(element, name) for name, element in names.items()]
        for attribute, names in named.items()
        if attribute in possible and _is_convention(attribute, len(names), facts)
    }


def _is_convention(attribute: str, count: int, facts: Facts) -> bool:
    if attribute in _CODES:
        return not any(element.get(ID) for element in facts.all(*_CODES[attribute]))
    return count >= _MOST


@rule("T009", "pointers-elsewhere", Severity.INFO)
def pointers_elsewhere(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """What an attribute names is by a convention of the project, and not in the file.

    Many editions write `rendition="#aq"` or `facs="#f0001"`, and keep what these mean, or the
    register of all persons, in another place. A reader who has the file alone cannot follow such
    pointers: `#` says that the target is in the same file. It is told once for an attribute. Where
    some of its targets are in the file, those that are not are errors (T002).

    Remedy: Write the address of the other file before the #, declare a prefix (prefixDef), or put
    what is meant into the file.

    Bad:
        <pb facs="#f0001"/>
        <p>A word in <hi rendition="#aq">Latin</hi> type</p>

    Good:
        <pb facs="images/f0001.jpg"/>
        <p>A word in <hi rend="antiqua">Latin</hi> type</p>
    """
    if document.relatives is not None:
        return
    if any(element.tag == INCLUDE for element in document.facts.others):
        return
    for attribute, places in document.once(elsewhere).items():
        shown = ", ".join(f"'#{clipped(name, 30)}'" for _, name in places[:2])
        more = f", … ({len(places)} in all)" if places[2:] else ""
        message = f"nothing that @{attribute} names is in this file: {shown}{more}"
        yield at(places[0][0], message, attribute=attribute)
