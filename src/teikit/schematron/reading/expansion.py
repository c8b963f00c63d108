"""Abstract patterns and abstract rules, in the places where they are used."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from teikit.schematron.errors import SchemaError
from teikit.schematron.reading.files import SchemaFiles
from teikit.schematron.reading.foreign import listed
from teikit.schematron.reading.parameters import Substitution, filled
from teikit.schematron.reading.tree import ISO, SchemaNode

MAX_EXTENSIONS = 50
"""Abstract rules or patterns that extend each other."""

_INHERITED = ("role", "flag", "severity", "subject")
"""What assertions have from their rule, unless they say it themselves."""


def expanded(schema: SchemaNode, files: SchemaFiles) -> SchemaNode:
    """A schema without anything abstract. Raises `SchemaError`."""
    return _Expansion(schema, files).schema()


def is_abstract(node: SchemaNode) -> bool:
    """Whether a pattern or a rule is only there for others."""
    return node.get("abstract") in ("true", "1")


class _Expansion:
    def __init__(self, schema: SchemaNode, files: SchemaFiles) -> None:
        self._schema = schema
        self._files = files
        self._patterns = self._by_id(
            node for node in schema.elements("pattern", "group") if is_abstract(node)
        )
        self._rules = self._by_id(
            rule
            for node in schema.elements("pattern", "group", "rules")
            for rule in node.elements("rule")
            if is_abstract(rule)
        )
        self._variables = frozenset(
            node.get("name") for node in schema.walk() if node.name == "let"
        )
        self._diagnostics = {
            (node.name, node.get("id")): node
            for parent in schema.elements("diagnostics", "properties")
            for node in parent.elements("diagnostic", "property")
        }
        self._more: dict[str, list[SchemaNode]] = {"diagnostics": [], "properties": []}

    def schema(self) -> SchemaNode:
        """The schema with all in its place."""
        children = [
            part
            for child in self._schema.children
            for part in ([child] if isinstance(child, str) else self._part(child))
        ]
        for name, nodes in self._more.items():
            if nodes:
                children.append(replace(nodes[0], name=name, attributes={}, children=tuple(nodes)))
        return self._schema.with_children(tuple(children))

    def _by_id(self, nodes: Iterable[SchemaNode]) -> dict[str, SchemaNode]:
        found: dict[str, SchemaNode] = {}
        for node in nodes:
            identifier = node.get("id")
            if identifier and identifier in found:
                words = (
                    f"a second abstract {node.name} has the id '{identifier}'; the first is used: "
                    "give each an id of its own"
                )
                self._files.notes.append((node.place, words))
            found.setdefault(identifier, node)
        return found

    def _part(self, node: SchemaNode) -> Iterator[SchemaNode]:
        if node.namespace != ISO or node.name not in ("pattern", "group", "rules"):
            yield node
        elif node.name != "rules" and not is_abstract(node):
            yield self._with_rules(self._instance(node, ()) if "is-a" in node.attributes else node)

    # Patterns

    def _instance(self, node: SchemaNode, above: tuple[str, ...]) -> SchemaNode:
        """A pattern that is filled in from an abstract one."""
        name = node.get("is-a")
        pattern = self._patterns.get(name)
        if pattern is None:
            words = f"there is no abstract pattern '{name}'; {_those(self._patterns)}"
            raise SchemaError(words, node.place)
        if name in above or len(above) >= MAX_EXTENSIONS:
            words = f"the abstract pattern '{name}' is made of itself; take its is-a out"
            raise SchemaError(words, node.place)
        if "is-a" in pattern.attributes:
            pattern = self._instance(pattern, (*above, name))
        values = self._given(node, pattern)
        attributes = {
            **{key: pattern.attributes[key] for key in ("documents",) if key in pattern.attributes},
            **{key: value for key, value in node.attributes.items() if key != "is-a"},
        }
        content = filled(pattern, values, self._variables, self._files)
        if "documents" in content.attributes and "documents" not in node.attributes:
            attributes["documents"] = content.attributes["documents"]
        children = (*node.children, *content.children)
        instance = replace(
            node,
            attributes=attributes,
            children=children,
            language=node.language or content.language,
        )
        return self._with_diagnostics(instance, values)

    def _given(self, node: SchemaNode, pattern: SchemaNode) -> dict[str, str]:
        """The values of the parameters of a pattern that is filled in."""
        values = self._values(pattern) | self._values(node)
        for param in pattern.elements("param"):
            if param.get("name") not in values:
                words = (
                    f"the parameter '{param.get('name')}' of the abstract pattern "
                    f"'{pattern.get('id')}' has no value here; give it one with <param>"
                )
                raise SchemaError(words, node.place)
        return values

    def _values(self, node: SchemaNode) -> dict[str, str]:
        values = {}
        for param in node.elements("param"):
            name = param.get("name")
            if not name:
                raise SchemaError("<param> has no name; give it one", param.place)
            if "value" in param.attributes:
                values[name] = param.attributes["value"]
        return values

    def _with_diagnostics(self, pattern: SchemaNode, values: Mapping[str, str]) -> SchemaNode:
        """The pattern, with diagnostics of its own where they name its parameters."""
        substitution = Substitution(values, self._variables)
        own: dict[tuple[str, str], str] = {}
        for rule in pattern.elements("rule"):
            for node in rule.elements("assert", "report"):
                for attribute, kind in (("diagnostics", "diagnostic"), ("properties", "property")):
                    for identifier in node.get(attribute).split():
                        known = self._diagnostics.get((kind, identifier))
                        if known is None or (attribute, identifier) in own:
                            continue
                        if not any(
                            substitution.into(text, known.place) != text for text in _texts(known)
                        ):
                            continue
                        name = f"{identifier}-{len(self._more[attribute]) + 1}"
                        made = filled(known, values, self._variables, self._files)
                        made = replace(made, attributes={**made.attributes, "id": name})
                        self._more[attribute].append(made)
                        own[attribute, identifier] = name
        return _renamed(pattern, own) if own else pattern

    # Rules

    def _with_rules(self, pattern: SchemaNode) -> SchemaNode:
        """A pattern of whose rules none is abstract."""
        own = {rule.get("id"): rule for rule in pattern.elements("rule") if is_abstract(rule)}
        rules = {**self._rules, **own}
        children: list[SchemaNode | str] = []
        for child in pattern.children:
            if isinstance(child, str) or child.namespace != ISO or child.name != "rule":
                children.append(child)
            elif not is_abstract(child):
                children.append(child.with_children(self._content(child, rules, ())))
        return pattern.with_children(tuple(children))

    def _content(
        self, rule: SchemaNode, rules: Mapping[str, SchemaNode], above: tuple[str, ...]
    ) -> tuple[SchemaNode | str, ...]:
        """What is in a rule, and in those that it extends."""
        children: list[SchemaNode | str] = []
        for child in rule.children:
            if isinstance(child, str) or child.namespace != ISO:
                children.append(child)
                continue
            if child.name != "extends":
                for each in child.walk() if above else ():
                    self._files.count(each)
                children.append(_heir(child, rule))
                continue
            self._files.count(child)
            name = child.get("rule")
            if not name:
                words = "<extends> has neither rule nor href; name what is extended"
                raise SchemaError(words, child.place)
            if name not in rules:
                words = f"there is no abstract rule '{name}'; {_those(rules)}"
                raise SchemaError(words, child.place)
            if name in above or len(above) >= MAX_EXTENSIONS:
                words = f"the abstract rule '{name}' extends itself; take that out"
                raise SchemaError(words, child.place)
            children.extend(self._content(rules[name], rules, (*above, name)))
        return tuple(children)


def _those(known: Iterable[str]) -> str:
    """Those that there are, as far as they can be listed."""
    names = [*known]
    return f"the schema has {listed(names)}" if names else "the schema has none"


def _heir(node: SchemaNode, rule: SchemaNode) -> SchemaNode:
    """What is in an abstract rule, with what that rule says for all that is in it."""
    if node.name not in ("assert", "report") or not is_abstract(rule):
        return node
    inherited = {key: rule.attributes[key] for key in _INHERITED if key in rule.attributes}
    return replace(node, attributes={**inherited, **node.attributes}) if inherited else node


def _texts(node: SchemaNode) -> Iterator[str]:
    for each in node.walk():
        yield from each.attributes.values()
        yield from (child for child in each.children if isinstance(child, str))


def _renamed(pattern: SchemaNode, names: Mapping[tuple[str, str], str]) -> SchemaNode:
    """A pattern whose assertions name diagnostics and properties by other identifiers."""
    children: list[SchemaNode | str] = []
    for child in pattern.children:
        if isinstance(child, SchemaNode) and child.name in ("rule", "assert", "report"):
            changed = {
                key: " ".join(names.get((key, name), name) for name in child.get(key).split())
                for key in ("diagnostics", "properties")
                if key in child.attributes
            }
            children.append(
                replace(_renamed(child, names), attributes={**child.attributes, **changed})
            )
        else:
            children.append(child)
    return pattern.with_children(tuple(children))
