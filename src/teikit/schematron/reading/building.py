"""A schema in which nothing is abstract, as a `Definition`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import (
    Assertion,
    Definition,
    Diagnostic,
    Let,
    Pattern,
    Phase,
    QueryBinding,
    Rule,
)
from teikit.schematron.reading.constants import constant_tree
from teikit.schematron.reading.contents import text_expression
from teikit.schematron.reading.files import SchemaFiles
from teikit.schematron.reading.foreign import keys, note_programs, sequence
from teikit.schematron.reading.messages import text_of
from teikit.schematron.reading.quick_fixes import QuickFixes, named, quick_fixes
from teikit.schematron.reading.tree import SQF, SchemaNode, written
from teikit.schematron.reading.variables import shared

_BINDINGS: Mapping[str, QueryBinding] = {
    "": QueryBinding.XSLT,
    **{binding.value: binding for binding in QueryBinding},
    "xslt1": QueryBinding.XSLT,
    "xslt1.0": QueryBinding.XSLT,
    "xslt1.1": QueryBinding.XSLT,
    "exslt": QueryBinding.XSLT,
    "xslt2.0": QueryBinding.XSLT2,
    "xslt3.0": QueryBinding.XSLT3,
    "xpath1": QueryBinding.XPATH,
    "xpath31": QueryBinding.XPATH3,
}

_ALL = "#ALL"
_TREE = "urn:teikit:schematron:tree:"
"""What the addresses of trees that variables hold begin with."""
_SILENT = frozenset(("p", "title", "param", "ns", "key"))
"""What is read elsewhere, or says nothing to a program."""

_Item = TypeVar("_Item", Phase, Diagnostic)


def definition(schema: SchemaNode, files: SchemaFiles) -> Definition:
    """What a schema says. Raises `SchemaError`."""
    return _Builder(files).definition(schema)


class _Builder:
    def __init__(self, files: SchemaFiles) -> None:
        self._files = files
        self._has_xpath1 = False
        self._trees: dict[str, str] = {}

    def definition(self, schema: SchemaNode) -> Definition:
        """The schema as a whole."""
        binding = self._binding(schema)
        self._has_xpath1 = binding in (QueryBinding.XSLT, QueryBinding.XPATH)
        fixes = quick_fixes(schema)
        patterns = tuple(self._patterns(schema, fixes))
        phases = self._by_id(self._phase(node) for node in schema.elements("phase"))
        self._check_phases(phases, patterns)
        default = schema.get("defaultPhase")
        if default and default not in (_ALL, *phases):
            known = ", ".join(f"'{phase}'" for phase in phases) or "none"
            words = f"defaultPhase '{default}' is no phase of the schema; it has {known}"
            raise SchemaError(words, schema.place)
        diagnostics, properties = (
            self._by_id(
                self._diagnostic(node)
                for parent in schema.elements(plural)
                for node in parent.elements(singular)
            )
            for plural, singular in (("diagnostics", "diagnostic"), ("properties", "property"))
        )
        self._check_references(patterns, diagnostics, properties)
        note_programs(schema, self._files)
        self._known(schema, *_IN_SCHEMA)
        declared = (*self._parameters(schema), *self._lets(schema))
        lets, patterns = shared(declared, patterns)
        return Definition(
            binding=binding,
            namespaces=self._namespaces(schema),
            lets=lets,
            patterns=patterns,
            place=schema.place,
            title=next((_plain(node.text()) for node in schema.elements("title")), ""),
            phases=phases,
            default_phase=default,
            keys=tuple(keys(schema, self._files)),
            diagnostics=diagnostics,
            properties=properties,
            fixes=fixes.fixes,
            trees={address: tree for tree, address in self._trees.items()},
            notes=tuple(dict.fromkeys(self._files.notes)),
        )

    def _binding(self, schema: SchemaNode) -> QueryBinding:
        name = schema.get("queryBinding")
        known = _BINDINGS.get(name.lower())
        if known is None:
            names = ", ".join(binding.value for binding in QueryBinding)
            words = f"the queryBinding '{name}' is not known; known are {names}"
            raise SchemaError(words, schema.place)
        return known

    def _namespaces(self, schema: SchemaNode) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in schema.elements("ns"):
            prefix, uri = self._needed(node, "prefix"), self._needed(node, "uri")
            if found.setdefault(prefix, uri) != uri:
                words = (
                    f"the prefix '{prefix}' stands for '{found[prefix]}' already; this is passed "
                    "over: choose another prefix"
                )
                self._note(node, words)
        return found

    # Patterns, rules, assertions

    def _patterns(self, schema: SchemaNode, fixes: QuickFixes) -> Iterator[Pattern]:
        taken = {node.get("id") for node in schema.elements("pattern", "group")}
        number = 0
        for node in schema.elements("pattern", "group"):
            number += 1
            identifier = node.get("id")
            if not identifier:
                while f"pattern-{number}" in taken:
                    number += 1
                identifier = f"pattern-{number}"
            self._known(node, "rule", "let", "diagnostics", "properties")
            scopes = (quick_fixes(node), fixes)
            rules = tuple(self._rule(rule, scopes) for rule in node.elements("rule"))
            for together in [rules] if node.name == "pattern" else [(rule,) for rule in rules]:
                yield Pattern(
                    rules=together,
                    lets=tuple(self._lets(node)),
                    place=node.place,
                    id=identifier,
                    title=_title(node),
                    documents=node.get("documents"),
                )

    def _rule(self, node: SchemaNode, scopes: Sequence[QuickFixes]) -> Rule:
        self._known(node, "assert", "report", "let")
        own = quick_fixes(node)
        scopes = (own, *scopes)
        assertions = tuple(
            self._assertion(child, node, scopes) for child in node.elements("assert", "report")
        )
        of_pattern = {
            name: scopes[1].fixes[name]
            for assertion in assertions
            for name in assertion.fixes
            if name in scopes[1].fixes
        }
        if expression := node.get("visit-each"):
            words = f"visit-each ('{expression}') is not supported; what it is for is not checked"
            self._note(node, words)
            assertions = ()
        return Rule(
            context=self._needed(node, "context"),
            lets=tuple(self._lets(node)),
            assertions=assertions,
            place=node.place,
            id=node.get("id"),
            role=_role(node),
            flag=node.get("flag"),
            subject=node.get("subject"),
            fixes={**of_pattern, **own.fixes},
        )

    def _assertion(
        self, node: SchemaNode, rule: SchemaNode, scopes: Sequence[QuickFixes]
    ) -> Assertion:
        fixes = dict(named(node.attributes.get(_FIX, ""), scopes))
        for name, fix in fixes.items():
            if fix is None:
                self._note(node, f"there is no quick fix '{name}', which is named here")
        return Assertion(
            is_report=node.name == "report",
            test=self._needed(node, "test"),
            message=text_of(node),
            place=node.place,
            id=node.get("id"),
            role=_role(node) or _role(rule),
            flag=node.get("flag") or rule.get("flag"),
            subject=node.get("subject") or rule.get("subject"),
            see=node.get("see") or rule.get("see"),
            diagnostics=tuple(node.get("diagnostics").split()),
            properties=tuple(node.get("properties").split()),
            fixes=tuple(name for name, fix in fixes.items() if fix),
            language=node.language,
            source=written(node),
        )

    def _parameters(self, schema: SchemaNode) -> Iterator[Let]:
        """The parameters of a schema, with the values that they have unless others are given."""
        for node in schema.elements("param"):
            name = self._needed(node, "name")
            if node.get("value"):
                yield Let(name, _typed(node), (), node.place)
            else:
                words = f"the parameter '{name}' has no value; what names it is not checked"
                self._note(node, words)

    def _lets(self, parent: SchemaNode) -> Iterator[Let]:
        for node in parent.elements("let"):
            name = self._needed(node, "name").removeprefix("$")
            if "value" in node.attributes:
                self._needed(node, "value")
                yield Let(name, _typed(node), (), node.place)
            elif expression := sequence(node):
                yield Let(name, expression, (), node.place)
            elif any(isinstance(child, SchemaNode) for child in node.children):
                if expression := text_expression(node, has_xpath1=self._has_xpath1):
                    yield Let(name, expression, (), node.place)
                    continue
                if expression := self._constant(node):
                    yield Let(name, expression, (), node.place)
                    continue
                words = (
                    f"the variable '{name}' has a program or several elements as its value, which "
                    "is not supported; what names it is not checked: write an expression in value"
                )
                self._note(node, words)
            else:
                yield Let(name, "", text_of(node), node.place)

    def _constant(self, node: SchemaNode) -> str:
        """The expression for the tree of elements that a variable holds; empty if there is none.

        In XPath 1 it would be a fragment, into which no path leads.
        """
        if self._has_xpath1 or node.get("as") or not (tree := constant_tree(node)):
            return ""
        address = self._trees.setdefault(tree, f"{_TREE}{len(self._trees) + 1}")
        return f"doc('{address}')"

    # The rest of a schema

    def _phase(self, node: SchemaNode) -> Phase:
        if start := node.get("from"):
            words = f"that the phase begins at '{start}' is not supported; all is checked in it"
            self._note(node, words)
        if condition := node.get("when"):
            words = f"the phase is chosen by its id only, not by when ('{condition}')"
            self._note(node, words)
        return Phase(
            id=self._needed(node, "id"),
            active=tuple(self._needed(each, "pattern") for each in node.elements("active")),
            lets=tuple(self._lets(node)),
            place=node.place,
        )

    def _check_phases(self, phases: Mapping[str, Phase], patterns: Iterable[Pattern]) -> None:
        known = {pattern.id for pattern in patterns}
        for phase in phases.values():
            for name in phase.active:
                if name not in known:
                    words = f"phase '{phase.id}' wants the pattern '{name}', which there is not"
                    self._files.notes.append((phase.place, words))

    def _diagnostic(self, node: SchemaNode) -> Diagnostic:
        return Diagnostic(self._needed(node, "id"), text_of(node), node.place, node.language)

    def _check_references(
        self,
        patterns: Iterable[Pattern],
        diagnostics: Mapping[str, Diagnostic],
        properties: Mapping[str, Diagnostic],
    ) -> None:
        for pattern in patterns:
            for rule in pattern.rules:
                for assertion in rule.assertions:
                    for kind, names, known in (
                        ("diagnostic", assertion.diagnostics, diagnostics),
                        ("property", assertion.properties, properties),
                    ):
                        for name in names:
                            if name not in known:
                                words = f"there is no {kind} '{name}', which is named here"
                                self._files.notes.append((assertion.place, words))

    def _known(self, parent: SchemaNode, *names: str) -> None:
        """Say what elements are passed over."""
        for node in parent.elements():
            if node.name not in names and node.name not in _SILENT:
                words = f"<{node.name}> is not known in <{parent.name}>, and is passed over"
                self._note(node, words)

    def _needed(self, node: SchemaNode, name: str) -> str:
        value = node.get(name)
        if not value:
            words = f"<{node.name}> has no {name}; write it"
            raise SchemaError(words, node.place)
        return value

    def _by_id(self, items: Iterable[_Item]) -> dict[str, _Item]:
        found: dict[str, _Item] = {}
        for item in items:
            if item.id in found:
                words = f"the id '{item.id}' is used twice; the first is taken"
                self._files.notes.append((item.place, words))
            found.setdefault(item.id, item)
        return found

    def _note(self, node: SchemaNode, words: str) -> None:
        self._files.notes.append((node.place, words))


_FIX = f"{{{SQF}}}fix"
_IN_SCHEMA = ["let", "phase", "pattern", "group", "rules", "diagnostics", "properties"]


def _role(node: SchemaNode) -> str:
    """How severe it is: `severity` is for that alone, where the edition of the standard has it."""
    return node.get("severity") or node.get("role")


def _title(pattern: SchemaNode) -> str:
    title = next((_plain(node.text()) for node in pattern.elements("title")), "")
    return title or pattern.get("name")


def _typed(node: SchemaNode) -> str:
    """The expression of a variable; where its type is a simple one, values become of that type."""
    value, kind = node.get("value"), node.get("as").rstrip("?*+ ")
    if not kind or "(" in kind:
        return value
    return (
        f"for $untyped in data(({value})) return "
        f"if ($untyped instance of xs:untypedAtomic) then {kind}($untyped) else $untyped"
    )


def _plain(text: str) -> str:
    return " ".join(text.split())
