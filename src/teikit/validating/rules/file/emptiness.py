"""Elements that hold nothing."""

from collections.abc import Iterator

from lxml import etree

from teikit.diagnostic import Severity
from teikit.tei.names import tags, tei
from teikit.validating.finding import Finding, once
from teikit.validating.index.document import CheckedDocument
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.xml.names import ID, LANG, XML, Element, local

# fmt: off
_BLOCKS = (
    "p", "ab", "head", "note", "quote", "q", "opener", "closer", "salute", "signed", "dateline",
    "address", "addrLine", "postscript", "trailer",
)
_PHRASES = (
    "hi", "supplied", "add", "foreign", "emph", "title", "unclear", "abbr", "expan", "ex",
    "persName", "placeName", "orgName", "geogName", "name", "rs", "date", "time", "num", "term",
)
# fmt: on
_PHRASE_TAGS = tags(*_PHRASES)
_HEADER = tei("teiHeader")
_BODY = tei("body")
_IN_HEADER = tags("p", "title", "note")
"""What must not be empty in a header either; names and dates there are for other rules."""
_RECORDS = tags(
    "listPerson", "listPlace", "listOrg", "listBibl", "listEvent", "listObject", "standOff"
)
"""Tables, more than text: what is not known is left empty in them."""
_HOLD_BREAKS = tags("p", "ab", "opener", "closer", "quote", "q", "note")
"""What may hold a page or a line on which nothing is written."""
_BREAKS = tags("pb", "lb", "cb", "gb", "milestone", "anchor")
_SAY_NOTHING = frozenset(
    {
        *("type", "subtype", "place", "rend", "rendition", "style", "resp", "cert", "hand", "n"),
        *("evidence", "level", "role", "calendar", "part", "org", "sample", "status", "anchored"),
        *(ID, LANG, f"{{{XML}}}space"),
    }
)
"""Attributes that tell nothing where there is no content; any other may carry the meaning."""
_NOR_OF = {tei("note"): frozenset({"target", "targetEnd"}), tei("supplied"): frozenset({"reason"})}
"""Those that do so in one element and not in others."""
_SPACES = tags("p", "ab", "q")
_DRAWN = frozenset({"rend", "rendition", "style", "type"})
"""Attributes by which a paragraph may be a line, a rule or a blank space."""


@rule("T025", "empty-element", Severity.WARNING)
def empty_element(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """An element that should hold words is empty.

    It is left over from editing, or its words were lost. Exporters and indexes make empty lines and
    empty entries of it. Elements whose attributes carry their meaning (@ref, @when, @corresp, …)
    may be empty.

    Remedy: Take the element out, or put in what it should hold.

    Bad:
        <p>With greetings to <persName/></p>

    Good:
        <p>With greetings to <persName ref="#anna"/></p>
    """
    empty: dict[tuple[str | None, ...], list[Element]] = {}
    for element in document.facts.all(*_BLOCKS, *_PHRASES):
        text = element.text
        if text and not text.isspace():
            continue
        if _is_empty(element) and _must_hold_words(element):
            parent = element.getparent()
            around = parent.tag if parent is not None else None
            empty.setdefault((element.tag, element.get("type"), around), []).append(element)
    for elements in empty.values():
        name = local(elements[0])
        yield once(elements, f"this '{name}' is empty: take it out, or put in what it should hold")


def _is_empty(element: Element) -> bool:
    """Whether there is neither text in an element nor anything else that counts."""
    for child in element:
        if isinstance(child.tag, str) and (element.tag in _HOLD_BREAKS or child.tag not in _BREAKS):
            return False
        if child.tag is etree.Entity or (child.tail and not child.tail.isspace()):
            return False
    return True


def _must_hold_words(element: Element) -> bool:
    """Whether an empty element means nothing where it stands."""
    parent = element.getparent()
    alone = element.getprevious() is None and element.getnext() is None
    if alone and parent is not None and parent.tag == _BODY:
        return False  # schemas want something in a body, also where a file is a header only
    attributes = {name for name, value in element.items() if value}
    if attributes - _SAY_NOTHING - _NOR_OF.get(element.tag, frozenset()):
        return False
    if element.tag in _SPACES and attributes & _DRAWN:
        return False
    around = {ancestor.tag for ancestor in element.iterancestors()}
    if _HEADER in around:
        return element.tag in _IN_HEADER and not around & _RECORDS
    return element.tag not in _PHRASE_TAGS or not around & _RECORDS
