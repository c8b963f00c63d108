"""What a Schematron says, when includes, `extends` and all that is abstract have been resolved.

The names are those of ISO/IEC 19757-3. Expressions are strings, as they are written; nothing here
is evaluated. All is frozen, and can be pickled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands in the files of a schema.

    Attributes:
        address: of the file.
        line: from 1.
    """

    address: str
    line: int


class QueryBinding(StrEnum):
    """Which language the expressions of a schema are in."""

    XSLT = "xslt"
    XSLT2 = "xslt2"
    XSLT3 = "xslt3"
    XPATH = "xpath"
    XPATH2 = "xpath2"
    XPATH3 = "xpath3"


class ValueOf(NamedTuple):
    """`value-of`: the value of an expression, in a message."""

    select: str


class NameOf(NamedTuple):
    """`name`: the name of the node, or of the one that `path` selects where it is not empty."""

    path: str


Text = tuple["str | ValueOf | NameOf", ...]
"""A message: words, with spaces as they are written, and what is filled in."""


@dataclass(frozen=True, slots=True)
class Let:
    """`let`: a variable. Its value is an expression, or else what the element holds, as text."""

    name: str
    value: str
    content: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Assertion:
    """`assert` or `report`.

    Attributes:
        is_report: whether it speaks where the test is true, and not where it is false.
        role: in the author's words, as `flag`; `severity` comes before it where there is such an
            attribute. Both are those of the rule where the assertion has none, as `subject` is.
        subject: an expression from the node of the rule to what the message is about, or empty.
        diagnostics: identifiers, as `Definition.diagnostics` has them.
        properties: identifiers, as `Definition.properties` has them.
        fixes: identifiers of quick fixes, as `Rule.fixes` and `Definition.fixes` have them.
        source: the element as it is written, with the parameters of its pattern filled in.
    """

    is_report: bool
    test: str
    message: Text
    place: Place
    id: str = ""
    role: str = ""
    flag: str = ""
    subject: str = ""
    see: str = ""
    diagnostics: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`rule`: what is asserted of the nodes that match `context`, a pattern as XSLT has them."""

    context: str
    lets: tuple[Let, ...]
    assertions: tuple[Assertion, ...]
    place: Place
    id: str = ""
    role: str = ""
    flag: str = ""
    subject: str = ""
    fixes: Mapping[str, "QuickFix"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pattern:
    """`pattern`: of its rules, the first that matches a node speaks of it.

    `documents` is an expression for the addresses of other documents that it is about, or empty.
    """

    rules: tuple[Rule, ...]
    lets: tuple[Let, ...]
    place: Place
    id: str = ""
    title: str = ""
    documents: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """`phase`: which patterns are active."""

    id: str
    active: tuple[str, ...]
    lets: tuple[Let, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Key:
    """`xsl:key`: `key(name, value)` gives the nodes that match, by the values of `use`."""

    name: str
    match: str
    use: str
    place: Place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """`diagnostic` or `property`: more words for an assertion that speaks."""

    id: str
    text: Text
    place: Place
    language: str = ""


class EditKind(StrEnum):
    """What a quick fix does."""

    ADD = "add"
    DELETE = "delete"
    REPLACE = "replace"
    STRING_REPLACE = "stringReplace"


@dataclass(frozen=True, slots=True)
class QuickFixEdit:
    """`sqf:add`, `sqf:delete`, `sqf:replace` or `sqf:stringReplace`.

    Attributes:
        match: an expression from the node of the rule to what is changed.
        condition: `use-when`: an expression, or empty.
        position: before, after, first-child, last-child; of `sqf:add`.
        node_type: element, attribute, comment, pi, keep; empty where none is made.
        target: the name of the node that is made.
        namespace: that of its prefix, where it stands; without a prefix, the default for elements,
            unless that is of Schematron itself.
        select: an expression for what is put in, or empty.
        content: what is put in, as markup; expressions in it are unsupported.
        regex: what is replaced in text, with its flags.
    """

    kind: EditKind
    match: str
    place: Place
    condition: str = ""
    position: str = ""
    node_type: str = ""
    target: str = ""
    namespace: str = ""
    select: str = ""
    content: str = ""
    regex: str = ""
    flags: str = ""


@dataclass(frozen=True, slots=True)
class QuickFix:
    """`sqf:fix`: what would mend what an assertion finds.

    Attributes:
        unsupported: why it is only shown, in words; empty where it can be applied.
    """

    id: str
    title: Text
    edits: tuple[QuickFixEdit, ...]
    place: Place
    condition: str = ""
    unsupported: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A Schematron as a whole.

    Attributes:
        namespaces: URIs by prefix, of the expressions.
        trees: documents, as they are written, by the addresses by which expressions name them.
        notes: what of the schema is not applied, and why, in words, with its place.
    """

    binding: QueryBinding
    namespaces: Mapping[str, str]
    lets: tuple[Let, ...]
    patterns: tuple[Pattern, ...]
    place: Place
    title: str = ""
    phases: Mapping[str, Phase] = field(default_factory=dict)
    default_phase: str = ""
    keys: tuple[Key, ...] = ()
    diagnostics: Mapping[str, Diagnostic] = field(default_factory=dict)
    properties: Mapping[str, Diagnostic] = field(default_factory=dict)
    fixes: Mapping[str, QuickFix] = field(default_factory=dict)
    trees: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[tuple[Place, str], ...] = ()
