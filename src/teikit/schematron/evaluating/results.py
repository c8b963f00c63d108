"""What comes of holding a document against a schema."""

from typing import NamedTuple

from teikit.schematron.model import Assertion, Place, QuickFix
from teikit.xml.names import Element


class Violation(NamedTuple):
    """An assertion that is false of a node, or a report that is true.

    Attributes:
        assertion: with the role, the flag and the subject of its rule where it has none.
        pattern_id: of its pattern, or empty.
        rule_id: of its rule, or empty.
        element: what the message is about: an element, comment or instruction, or what holds it.
        attribute: the name, as lxml has it, of the attribute that it is about; or empty.
        part: `text` or `tail` of the element where it is about that, `document` where about all.
        message: in the author's words, with what they want filled in.
        diagnostics: further words.
        properties: further facts, as identifier and words.
        fixes: what would mend it, by the author.
        document: the address of the document where that is another than was asked for; or empty.
    """

    assertion: Assertion
    pattern_id: str
    rule_id: str
    element: Element
    attribute: str
    part: str
    message: str
    diagnostics: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    fixes: tuple[QuickFix, ...] = ()
    document: str = ""


class Unevaluated(NamedTuple):
    """Something of a schema that was not applied to the document, and why, in a sentence."""

    place: Place
    message: str
