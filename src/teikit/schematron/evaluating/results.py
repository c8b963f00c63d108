"""What comes of holding a document against a schema."""

from typing import NamedTuple

from teikit.schematron.model import Assertion, EditKind, Place, QuickFix
from teikit.schematron.xpath.nodes import Node
from teikit.xml.names import Element


class Fragment(NamedTuple):
    """Well-formed markup that declares all namespaces of its names."""

    markup: str


class NewName(NamedTuple):
    """The name of a node that is made: its namespace, a prefix for that, and its local name."""

    namespace: str
    prefix: str
    local: str

    @property
    def full(self) -> str:
        """The name as lxml has it."""
        return f"{{{self.namespace}}}{self.local}" if self.namespace else self.local


class Change(NamedTuple):
    """What a quick fix makes of a node of the document.

    Attributes:
        kind: delete: the node is left out; replace: `content` stands for it; add: `content` stands
            beside it or in it; stringReplace: `content` stands for some of its characters.
        node: an element, comment, instruction, attribute or text.
        position: of what is added: before, after, first-child, last-child.
        content: text, markup, and nodes of the document that are copied, one behind the other.
        element: the name of an element that is made around the content.
        attributes: those of this element; or else those that the node gets, or that stand for it.
        start: the first of the characters, counted from 0; all are up to `end`.
    """

    kind: EditKind
    node: Node
    position: str = ""
    content: tuple[str | Fragment | Node, ...] = ()
    element: NewName | None = None
    attributes: tuple[tuple[NewName, str], ...] = ()
    start: int = 0
    end: int = 0


class OfferedFix(NamedTuple):
    """A quick fix at a node that an assertion finds fault with.

    Attributes:
        title: in the author's words, with what they want filled in.
        changes: what it does, all together.
        hindrance: why it can only be shown, in words; empty where the changes can be made.
    """

    fix: QuickFix
    title: str
    changes: tuple[Change, ...] = ()
    hindrance: str = ""


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
        fixes: what would mend it, by the author; each by itself would.
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
    fixes: tuple[OfferedFix, ...] = ()
    document: str = ""


class Unevaluated(NamedTuple):
    """Something of a schema that was not applied to the document, and why, in a sentence.

    Attributes:
        expression: that which has no value, as it is written.
        node: the first at which it has none; `None` where it is not of a node of the document.
    """

    place: Place
    message: str
    expression: str = ""
    node: Node | None = None
