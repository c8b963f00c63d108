"""From the tree of a schema to patterns (sections 4.10 to 4.21).

Definitions are compiled when a `ref` first asks for them, the content of an element when a
document first has that element, or when the whole schema is checked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from threading import RLock

from teikit.relaxng.compile.full_syntax import fail
from teikit.relaxng.compile.node import SchemaNode
from teikit.relaxng.datatypes import DatatypeError, Param
from teikit.relaxng.datatypes.names import is_ncname
from teikit.relaxng.patterns.builder import PatternBuilder
from teikit.relaxng.patterns.names import (
    SPACE,
    XMLNS,
    AnyName,
    Name,
    NameChoice,
    NameClass,
    NsName,
    name_of,
    namespace_of,
)
from teikit.relaxng.patterns.patterns import (
    EMPTY_PATTERN,
    NOT_ALLOWED,
    TEXT_PATTERN,
    Element,
    Interleave,
    Pattern,
    Type,
)

MAX_DEPTH = 120  # of patterns and definitions in one another, elements not entered
_COMPARED = 5000
"""Names that are compared with one that is not defined."""
_LONG = 100
MAX_PARTS = 1000
"""Parts of an interleave; a document can take them in any order, and each is asked every time."""
START = ""  # the key of a grammar's start among its definitions; no definition has this name


@dataclass(slots=True, eq=False)
class Definition:
    """A `define` or `start`, all its parts combined."""

    nodes: list[SchemaNode]
    combine: str | None = None
    pattern: Pattern | None = None
    compiling: bool = False


@dataclass(slots=True, eq=False)
class Grammar:
    """A scope of definitions."""

    node: SchemaNode
    parent: "Grammar | None"
    definitions: dict[str, Definition] = field(default_factory=dict)


class Simplifier:
    """Compiles one schema. Raises `SchemaError` with the location of what is wrong.

    `origin` tells of every compiled pattern a node that it was compiled from.
    """

    def __init__(self) -> None:
        self.patterns = PatternBuilder()
        self.origin: dict[Pattern, SchemaNode] = {}
        self.elements: list[Element] = []
        self._grammars: list[Grammar] = []
        self._depth = 0
        self._lenient = False  # in definitions that no document reaches
        self._lock = RLock()

    def start(self, root: SchemaNode) -> Pattern:
        """The pattern of whole documents."""
        return self.pattern(root, None)

    def all_definitions(self) -> None:
        """Compile what no document reaches, too: its names and datatypes must be right."""
        self._lenient = True
        grammars, elements = 0, 0
        while grammars < len(self._grammars) or elements < len(self.elements):
            for grammar in self._grammars[grammars:]:
                for definition in grammar.definitions.values():
                    self._definition(definition, grammar)
                grammars += 1
            for element in self.elements[elements:]:
                _ = element.content
                elements += 1

    def pattern(self, node: SchemaNode, grammar: Grammar | None) -> Pattern:
        """The pattern that a node means in a grammar."""
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                raise fail(node, "the schema is nested too deeply")
            made = _PATTERNS[node.name](self, node, grammar)
            if made.depth > MAX_DEPTH:
                raise fail(node, "the schema is nested too deeply")
        finally:
            self._depth -= 1
        self.origin.setdefault(made, node)
        return made

    def children(self, node: SchemaNode, grammar: Grammar | None, first: int = 0) -> list[Pattern]:
        """The patterns of the children."""
        made = []
        for child in node.children[
            first:
        ]:  # a comprehension would be one more frame for each level
            made.append(self.pattern(child, grammar))
        return made

    def interleave(self, parts: Sequence[Pattern], node: SchemaNode) -> Pattern:
        """All of some parts, in any order (section 4.12)."""
        count = sum(len(part.parts) if isinstance(part, Interleave) else 1 for part in parts)
        if count > MAX_PARTS:
            raise fail(node, f"an interleave has more than {MAX_PARTS} parts")
        return self.patterns.interleave(parts)

    def sequence(self, node: SchemaNode, grammar: Grammar | None, first: int = 0) -> Pattern:
        """The children, one after another (section 4.12)."""
        return self.patterns.sequence(self.children(node, grammar, first))

    def element(self, node: SchemaNode, grammar: Grammar | None) -> Pattern:
        """`element`: its content waits until it is wanted."""

        def content() -> Pattern:
            with self._lock:
                depth, self._depth = self._depth, 0
                try:
                    made = self.sequence(node, grammar, first=1)
                finally:
                    self._depth = depth
                self.origin.setdefault(made, node)
                return made

        made = Element(name_class(node.children[0]), content)
        self.elements.append(made)
        return made

    def attribute(self, node: SchemaNode, grammar: Grammar | None) -> Pattern:
        """`attribute`: any text where nothing is said of its value."""
        names = name_class(node.children[0])
        _check_attribute_names(node.children[0])
        plain = len(node.children) == 1
        return self.patterns.attribute(
            names, TEXT_PATTERN if plain else self.pattern(node.children[1], grammar)
        )

    def data(self, node: SchemaNode, grammar: Grammar | None) -> Pattern:
        """`data`, with its parameters, and the strings that it does not take."""
        params = tuple(
            Param(child.attributes["name"].strip(SPACE), child.text, child.namespaces)
            for child in node.children
            if child.name == "param"
        )
        kind = Type(node.library, node.attributes["type"].strip(SPACE), params)
        except_ = None
        if node.children and node.children[-1].name == "except":
            except_ = self.patterns.choice(self.children(node.children[-1], grammar))
        try:
            return self.patterns.data(kind, except_)
        except DatatypeError as error:
            raise fail(node, str(error)) from None

    def value(self, node: SchemaNode, _: Grammar | None) -> Pattern:
        """`value`; without a type it is a token of the built-in library (section 4.4)."""
        named = node.attributes.get("type")
        kind = Type("", "token") if named is None else Type(node.library, named.strip(SPACE))
        try:
            return self.patterns.value(kind, node.text, {"": node.ns, **node.namespaces})
        except DatatypeError as error:
            raise fail(node, str(error)) from None
        except ValueError as error:
            raise fail(node, f"the value can never stand: {error}") from None

    def parent_ref(self, node: SchemaNode, grammar: Grammar | None) -> Pattern:
        """`parentRef`: the definition in the grammar around this one."""
        if grammar is None or grammar.parent is None:
            raise fail(node, "<parentRef> stands in no inner grammar")
        return self.ref(node, grammar.parent)

    def ref(self, node: SchemaNode, grammar: Grammar | None) -> Pattern:
        """`ref`: the definition in this grammar."""
        name = node.attributes["name"].strip(SPACE)
        definitions = grammar.definitions if grammar else {}
        found = definitions.get(name)
        if grammar is None or found is None:
            near = get_close_matches(name[:_LONG], islice(definitions, _COMPARED), 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise fail(node, f"there is no definition of '{name}'{hint}")
        if found.compiling and self._lenient:
            return NOT_ALLOWED
        if found.compiling:
            raise fail(node, f"the definition of '{name}' contains itself with no element between")
        return self._definition(found, grammar)

    def _definition(self, definition: Definition, grammar: Grammar) -> Pattern:
        if definition.pattern is None:
            definition.compiling = True
            try:
                parts = []
                for node in definition.nodes:
                    parts.append(self.sequence(node, grammar))
            finally:
                definition.compiling = False
            if len(parts) == 1:
                definition.pattern = parts[0]
            elif definition.combine == "interleave":
                definition.pattern = self.interleave(parts, definition.nodes[0])
            else:
                definition.pattern = self.patterns.choice(parts)
            self.origin.setdefault(definition.pattern, definition.nodes[0])
        return definition.pattern

    def grammar(self, node: SchemaNode, parent: Grammar | None) -> Pattern:
        """`grammar`: what its start means."""
        grammar = Grammar(node, parent)
        for component in components(node):
            _define(grammar.definitions, component)
        self._grammars.append(grammar)
        start = grammar.definitions.get(START)
        if start is None:
            raise fail(node, "the grammar has no <start>")
        return self._definition(start, grammar)

    def external(self, node: SchemaNode, grammar: Grammar | None) -> Pattern:
        """`externalRef`: what stands in another file, as if it stood here (section 4.6)."""
        assert node.target is not None  # loaded with the file
        return self.pattern(node.target, grammar)


def _define(definitions: dict[str, Definition], node: SchemaNode) -> None:
    """Add a component to the definitions (section 4.17)."""
    name = _key(node)
    combine = node.attributes.get("combine")
    combine = combine and combine.strip(SPACE)
    there = definitions.setdefault(name, Definition([], combine))
    what = f"definition of '{name}'" if name else "<start>"
    plain = [other for other in there.nodes if "combine" not in other.attributes]
    if plain and combine is None:
        raise fail(node, f"a second {what}: the first is in line {plain[0].line}; use combine")
    if combine and there.combine and combine != there.combine:
        raise fail(node, f"this {what} combines by {combine}, another by {there.combine}")
    there.combine = there.combine or combine
    there.nodes.append(node)


def components(node: SchemaNode) -> Iterator[SchemaNode]:
    """Every `start` and `define` of a grammar, a `div` or an `include`, those included too."""
    waiting = node.children[::-1]
    while waiting:
        child = waiting.pop()
        if child.name == "div":
            waiting.extend(reversed(child.children))
        elif child.name == "include":
            yield from _included(child)
        else:
            yield child


def _included(include: SchemaNode) -> Iterator[SchemaNode]:
    """Section 4.7: what stands in the `include` takes the place of what it names."""
    assert include.target is not None  # loaded with the file
    own = list(components(include))
    there = list(components(include.target))
    names = {_key(component) for component in there}
    for component in own:
        if _key(component) not in names:
            what = f"definition of '{_key(component)}'" if _key(component) else "<start>"
            raise fail(component, f"no {what} in the included grammar, so it cannot be overridden")
    mine = {_key(component) for component in own}
    yield from (component for component in there if _key(component) not in mine)
    yield from own


def _key(node: SchemaNode) -> str:
    return node.attributes["name"].strip(SPACE) if node.name == "define" else START


def name_class(node: SchemaNode) -> NameClass:
    """The name class that a node means."""
    return _NAME_CLASSES[node.name](node)


def _name(node: SchemaNode) -> NameClass:
    text = node.text.strip(SPACE)
    prefix, colon, local = text.rpartition(":")
    if not is_ncname(local) or (colon and not is_ncname(prefix)):
        raise fail(node, f"'{text}' is no name of an element or attribute")
    if not colon:
        return Name(name_of(node.ns, local))
    if prefix not in node.namespaces:
        raise fail(node, f"the namespace prefix '{prefix}' of '{text}' is not declared")
    return Name(name_of(node.namespaces[prefix], local))


def _any_name(node: SchemaNode) -> NameClass:
    return AnyName(_except(node, ("anyName",)))


def _ns_name(node: SchemaNode) -> NameClass:
    return NsName(node.ns, _except(node, ("anyName", "nsName")))


def _except(node: SchemaNode, never: tuple[str, ...]) -> NameClass | None:
    if not node.children:
        return None
    for inner in _inside(node.children[0]):
        if inner.name in never:
            raise fail(inner, f"<{inner.name}> cannot stand in the <except> of <{node.name}>")
    return _name_choice(node.children[0])


def _name_choice(node: SchemaNode) -> NameClass:
    classes = tuple(name_class(child) for child in node.children)
    return classes[0] if len(classes) == 1 else NameChoice(classes)


_NAME_CLASSES: Mapping[str, Callable[[SchemaNode], NameClass]] = {
    "anyName": _any_name,
    "choice": _name_choice,
    "name": _name,
    "nsName": _ns_name,
}


def _inside(node: SchemaNode) -> Iterator[SchemaNode]:
    yield node
    for child in node.children:
        yield from _inside(child)


def _check_attribute_names(names: SchemaNode) -> None:
    """Section 4.16: namespace declarations are no attributes."""
    for node in _inside(names):
        meant = name_class(node) if node.name in ("name", "nsName") else None
        if meant == Name("xmlns"):
            raise fail(node, "no attribute can have the name 'xmlns'")
        namespace = namespace_of(meant.name) if isinstance(meant, Name) else ""
        if XMLNS in (namespace, meant.namespace if isinstance(meant, NsName) else ""):
            raise fail(node, f"no attribute can be of the namespace '{XMLNS}'")


_Compile = Callable[[Simplifier, SchemaNode, Grammar | None], Pattern]

_PATTERNS: Mapping[str, _Compile] = {
    "attribute": Simplifier.attribute,
    "choice": lambda it, node, scope: it.patterns.choice(it.children(node, scope)),
    "data": Simplifier.data,
    "element": Simplifier.element,
    "empty": lambda _it, _node, _scope: EMPTY_PATTERN,
    "externalRef": Simplifier.external,
    "grammar": Simplifier.grammar,
    "group": Simplifier.sequence,
    "interleave": lambda it, node, scope: it.interleave(it.children(node, scope), node),
    "list": lambda it, node, scope: it.patterns.list(it.sequence(node, scope)),
    "mixed": lambda it, node, scope: it.interleave((it.sequence(node, scope), TEXT_PATTERN), node),
    "notAllowed": lambda _it, _node, _scope: NOT_ALLOWED,
    "oneOrMore": lambda it, node, scope: it.patterns.one_or_more(it.sequence(node, scope)),
    "optional": lambda it, node, scope: it.patterns.optional(it.sequence(node, scope)),
    "parentRef": Simplifier.parent_ref,
    "ref": Simplifier.ref,
    "text": lambda _it, _node, _scope: TEXT_PATTERN,
    "value": Simplifier.value,
    "zeroOrMore": lambda it, node, scope: it.patterns.optional(
        it.patterns.one_or_more(it.sequence(node, scope))
    ),
}
