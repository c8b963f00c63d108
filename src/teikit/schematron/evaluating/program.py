"""A schema made ready: what is known of its expressions before any document is seen.

A program is for one phase. All is frozen and small, as it is kept in a folder between runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from teikit.schematron.model import (
    Assertion,
    Key,
    Place,
    QueryBinding,
    QuickFix,
    QuickFixEdit,
)
from teikit.schematron.xpath.types import ItemKind


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, as it is written, and what libxml2 can say of it.

    Attributes:
        native: the same in XPath 1.0, or empty. For a test, its boolean value; for what is put
            into a message, its string; for others its value.
        maybe: of a test: true in XPath 1.0 of every node of which the assertion may speak.
        variables: the names of its variables, and which of the program's each of them is.
        is_local: whether its value depends on what a rule binds for each node.
        is_constant: whether its value is the same at all nodes that it is evaluated at.
        uses_current: whether `native` has `$current`.
        degree: of what `native` costs, with the variables; `cost` says what that is.
        maybe_degree: of what `maybe` costs.
        fault: why it cannot be evaluated, in a sentence; or empty.
    """

    text: str
    place: Place
    native: str = ""
    maybe: str = ""
    variables: tuple[tuple[str, int], ...] = ()
    is_local: bool = False
    is_constant: bool = False
    uses_current: bool = False
    degree: int = 0
    maybe_degree: int = 0
    fault: str = ""


Words = tuple[str | Expression, ...]
"""A message: words, and expressions whose strings are filled in."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A `let`: its value is that of the expression, or else words.

    Attributes:
        is_local: whether its value may differ from node to node.
        holds_nodes: whether its value is certainly nodes, or nothing.
    """

    name: str
    expression: Expression | None
    content: Words
    is_local: bool
    holds_nodes: bool


class TagTest(NamedTuple):
    """What the start tag of an element must have.

    Attributes:
        name: its name, as lxml has it; None where it can be any.
        attributes: the names of attributes.
        predicates: in XPath 1.0, `[…]`; they ask for nothing but names (`asks_names_alone`).
    """

    name: str | None
    attributes: tuple[str, ...] = ()
    predicates: str = ""


class Alternative(NamedTuple):
    """Nodes of a kind that match the context of a rule.

    Attributes:
        kind: of the nodes.
        tag: what the elements pass that match, or that have the attributes that do; None for other
            nodes.
        needed: tests that elements of the document pass, or it has no such node.
        select: an expression in XPath 1.0 for all these nodes.
        test: the same from an element at hand, for itself or its attribute; empty where it is sure
            to match by its name, or where there is no such expression.
        has_test: whether there is one.
        is_exact: whether these are just the nodes that match; else elementpath must be asked.
        degree: of what `test`, or else `select`, costs.
    """

    kind: ItemKind
    tag: TagTest | None
    needed: tuple[TagTest, ...]
    select: str
    test: str
    has_test: bool
    is_exact: bool
    degree: int


OF_KIND = {
    ItemKind.ELEMENT: "//*",
    ItemKind.ATTRIBUTE: "//@*",
    ItemKind.TEXT: "//text()",
    ItemKind.COMMENT: "//comment()",
    ItemKind.INSTRUCTION: "//processing-instruction()",
    ItemKind.DOCUMENT: "/",
}
"""Expressions in XPath 1.0 for all nodes of a kind."""


class CompiledEdit(NamedTuple):
    """An edit of a quick fix: what it changes, whether it does, and what it puts in."""

    edit: QuickFixEdit
    match: Expression
    condition: Expression | None
    select: Expression | None


class CompiledFix(NamedTuple):
    """A quick fix: what it is called, whether it is offered, and what it does."""

    fix: QuickFix
    title: Words
    condition: Expression | None
    edits: tuple[CompiledEdit, ...]


@dataclass(frozen=True, slots=True)
class CompiledAssertion:
    """An assertion with all that is evaluated for it.

    Attributes:
        assertion: with the role, the flag and the subject of its rule where it has none.
    """

    assertion: Assertion
    test: Expression
    message: Words
    subject: Expression | None
    diagnostics: tuple[Words, ...]
    properties: tuple[tuple[str, Words], ...]
    fixes: tuple[CompiledFix, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule.

    Attributes:
        context: as it is written, with its fault and its variables.
        context_variables: those of its variables that libxml2 is given.
        suspect: a predicate in XPath 1.0 that is true of the nodes with which an assertion may find
            fault; or empty, where all must be asked.
        suspect_variables: its variables, all of the whole schema.
        suspect_degree: of what it costs.
    """

    id: str
    context: Expression
    alternatives: tuple[Alternative, ...]
    context_variables: tuple[tuple[str, int], ...]
    suspect: str
    suspect_variables: tuple[tuple[str, int], ...]
    suspect_degree: int
    assertions: tuple[CompiledAssertion, ...]


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern: the first of its rules that matches a node speaks of it."""

    id: str
    rules: tuple[CompiledRule, ...]
    documents: Expression | None


@dataclass(frozen=True, slots=True)
class Program:
    """A schema for one phase.

    Attributes:
        address: of the schema.
        phase: the identifier of the phase, or empty where all patterns are active.
        phases: the identifiers of all phases.
        trees: documents that the schema holds, as they are written, by their addresses.
        notes: what of the schema is not applied, with its place.
    """

    address: str
    title: str
    binding: QueryBinding
    namespaces: Mapping[str, str]
    variables: tuple[Variable, ...]
    patterns: tuple[CompiledPattern, ...]
    keys: tuple[Key, ...]
    phase: str
    phases: tuple[str, ...]
    trees: Mapping[str, str]
    notes: tuple[tuple[Place, str], ...]
