"""Small random RELAX NG schemas, and documents that nearly fit them.

The schemas use all that the XML syntax has, in any nesting; ambiguous content above all, where an
engine that decides too early goes wrong. Most are correct; some break the restrictions of section
7, or do not hang together, and engines have to agree on that too. Documents are sampled from the
patterns, and about half are then damaged.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from xml.sax.saxutils import escape

from hypothesis import strategies as st
from lxml import etree

from relaxng_mutations import mutated

RNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
NAMESPACES = {"p": "urn:a", "q": "urn:b"}
ELEMENTS = ("a", "b", "c", "d", "e", "p:a", "p:b", "q:c")
ATTRIBUTES = ("x", "y", "z", "p:x", "q:y")
WILD = "urn:wild"
PREFIXES = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())

LAWLESS = 0.004
"""How often a pattern is taken that does not belong where it stands."""
DEEPEST = 3
"""How many patterns deep a definition is."""


@dataclass(frozen=True)
class Datatype:
    """A datatype of XML Schema: facets that may narrow it, and values that may fit."""

    facets: tuple[tuple[str, str], ...]
    values: tuple[str, ...]


DATATYPES: Mapping[str, Datatype] = {
    "string": Datatype((("length", "3"), ("pattern", "[a-c]*")), ("abc", " a ", "", "red")),
    "token": Datatype((("minLength", "2"), ("maxLength", "4")), ("red", " a  b ", "", "x")),
    "normalizedString": Datatype((("maxLength", "3"),), ("a b", "abcd")),
    "integer": Datatype((("minInclusive", "0"), ("maxExclusive", "9")), ("1", "+7", "-3", "09")),
    "decimal": Datatype((("fractionDigits", "1"), ("totalDigits", "2")), ("1.5", "1.25", "100")),
    "positiveInteger": Datatype((), ("1", "0")),
    "boolean": Datatype((), ("true", "0", " 1 ")),
    "date": Datatype((("minInclusive", "1920-01-01"),), ("1920-07-16", "1919-01-01", "1920-13-05")),
    "gYear": Datatype((), ("1920", "20")),
    "NCName": Datatype((("pattern", "[a-z]+"),), ("red", "a1", "p:a")),
    "NMTOKEN": Datatype((), ("1a", "a:b")),
    "language": Datatype((), ("en", "ru-Latn", "en_US")),
    "anyURI": Datatype((), ("#a", "http://x.example/?a=b")),
    "double": Datatype((("maxInclusive", "10"),), ("1e1", "INF", "1e3")),
    "ID": Datatype((), ("i1", "i2")),
    "IDREF": Datatype((), ("i1", "i9")),
    "NMTOKENS": Datatype((("length", "2"),), ("a b", "a")),
    "hexBinary": Datatype((("length", "1"),), ("0f", "0F1a")),
    "duration": Datatype((), ("P1Y", "1Y")),
    "QName": Datatype((), ("p:a", "a", "n:a")),
}
VALUES: Mapping[str, tuple[str, ...]] = {
    "": ("red", "green", "red", "two  words", ""),
    ' datatypeLibrary="" type="string"': ("red", " red ", ""),
    ' type="token"': ("red", "green", "blue"),
    ' type="integer"': ("1", "07"),
    ' type="boolean"': ("true", "1"),
    ' type="decimal"': ("1.50", "2"),
    ' type="QName"': ("p:a", "q:c"),
    ' type="string"': ("red", " blue"),
}
"""Values that a schema names, by the attributes of the pattern."""
WORDS = ("words", "two words", "red", "1", "more\nlines", "&", "")

# What may stand where, and how often in comparison.
CONTENT: Mapping[str, int] = {
    "element": 12,
    "twins": 6,
    "ref": 8,
    "group": 8,
    "choice": 8,
    "interleave": 5,
    "optional": 5,
    "zero_or_more": 5,
    "one_or_more": 4,
    "attribute": 6,
    "wild_attribute": 1,
    "mixed": 2,
    "text": 3,
    "empty": 2,
    "not_allowed": 1,
    "nested": 1,
    "parent_ref": 1,
}
PARTICLES = {name: weight for name, weight in CONTENT.items() if "attribute" not in name}
WORDLESS = {name: weight for name, weight in PARTICLES.items() if name not in {"text", "mixed"}}
STRINGS = {"data": 6, "value": 6, "list": 2, "choice": 4}
ATTRIBUTE = {"text": 4, "data": 5, "value": 5, "list": 2, "choice": 2, "empty": 1}
TOKENS = {
    **STRINGS,
    "list": 0,
    "group": 3,
    "one_or_more": 3,
    "zero_or_more": 2,
    "optional": 2,
    "empty": 1,
}
EXCEPTED = {"value": 5, "data": 1, "choice": 2}
ANYTHING = dict.fromkeys((*CONTENT, *STRINGS), 1)
LEAVES = frozenset({"ref", "parent_ref", "text", "empty", "data", "value", "not_allowed"})

Place = Mapping[str, int]

NAME_CLASSES = ("name", "choice", "nsName", "anyName")


@dataclass
class Author:
    """Writes one grammar.

    Attributes:
        random: what decides.
        names: the definitions of the grammar that is being written.
        outer: those of the grammar around it.
        first: the first definition that may be named outside of elements, so that none is endless.
        free: names for attributes that the element does not have yet.
        within: the definitions that may stand around what is written.
    """

    random: Random
    names: tuple[str, ...]
    outer: tuple[str, ...] = ()
    first: int = 0
    free: list[str] = field(default_factory=list)
    within: tuple[str, ...] = ()

    def pattern(self, place: Place, depth: int) -> str:
        """A pattern for a place."""
        if self.random.random() < LAWLESS:
            place = ANYTHING
        if depth > DEEPEST:
            leaves = {name: weight for name, weight in place.items() if name in LEAVES}
            place = leaves or place
        names = [*place]
        [name] = self.random.choices(names, [*place.values()])
        return WRITERS[name](self, place, depth + 1)

    def patterns(self, place: Place, depth: int, least: int = 1) -> str:
        """A few patterns."""
        return "".join(
            self.pattern(place, depth) for _ in range(self.random.choice((least, least, 2, 3)))
        )

    def chance(self, probability: float) -> bool:
        """Whether something happens."""
        return self.random.random() < probability

    def maybe(self, probability: float, write: Callable[[], str]) -> str:
        """What is written, or nothing."""
        return write() if self.chance(probability) else ""


def simple(tag: str) -> Callable[[Author, Place, int], str]:
    """A writer of a pattern without content."""
    return lambda author, place, depth: f"<{tag}/>"


def around(tag: str, least: int = 1) -> Callable[[Author, Place, int], str]:
    """A writer of a pattern around others of its own place."""
    return lambda author, place, depth: (
        f"<{tag}>{author.patterns(place, depth, least=least)}</{tag}>"
    )


def narrowing(tag: str, inside: Place) -> Callable[[Author, Place, int], str]:
    """A writer of a pattern in which less may stand than around it."""

    def write(author: Author, place: Place, depth: int) -> str:
        inner = inside if place in (CONTENT, PARTICLES) and author.chance(0.97) else place
        return f"<{tag}>{author.patterns(inner, depth)}</{tag}>"

    return write


def not_allowed(author: Author, place: Place, depth: int) -> str:
    """Nothing that fits, mostly beside something else."""
    if author.chance(0.02):
        return "<notAllowed/>"
    return f"<choice>{author.pattern(place, depth)}<notAllowed/></choice>"


def element(author: Author, place: Place, depth: int) -> str:
    """An element of some name."""
    if author.chance(0.12):
        return f"<element>{name_class(author)}{content(author, depth)}</element>"
    return named_element(author, depth, author.random.choice(ELEMENTS))


def named_element(author: Author, depth: int, name: str) -> str:
    """An element."""
    return f'<element name="{name}"{namespace(author)}>{content(author, depth)}</element>'


def content(author: Author, depth: int) -> str:
    """What stands in an element; attributes have names of their own there."""
    inside = replace(author, first=0, free=author.random.sample(ATTRIBUTES, len(ATTRIBUTES)))
    kind = inside.random.random()
    attributes = "".join(
        attribute(inside, CONTENT, depth) for _ in range(inside.random.choice((0, 0, 0, 1, 2)))
    )
    if kind < 0.1:
        return attributes + inside.random.choice(("<empty/>", "<text/>"))
    return attributes + inside.pattern(STRINGS if kind < 0.3 else CONTENT, depth)


def namespace(author: Author) -> str:
    """Now and then an attribute `ns`."""
    return author.random.choice((' ns="urn:a"', ' ns=""')) if author.chance(0.08) else ""


def name_class(author: Author, kinds: Sequence[str] = NAME_CLASSES) -> str:
    """A class of names for an element, of one of the kinds."""
    kind = author.random.choice(kinds)
    name = f"<name>{author.random.choice(ELEMENTS)}</name>"
    if kind == "name":
        return name
    if kind == "choice":
        return f"<choice>{name}{name_class(author, kinds)}</choice>"
    ns = author.random.choice((' ns="urn:a"', ' ns="urn:b"', ' ns=""', "")) * (kind == "nsName")
    # What is excluded has to be of a lesser kind.
    lesser = NAME_CLASSES if author.chance(LAWLESS) else kinds[: kinds.index(kind)]
    rest = author.maybe(0.5, lambda: f"<except>{name_class(author, lesser)}</except>")
    return f"<{kind}{ns}>{rest}</{kind}>"


def twins(author: Author, place: Place, depth: int) -> str:
    """Elements of one name with different content, which only later events tell apart."""
    tag = author.random.choice(("choice", "choice", "group"))
    name = author.random.choice(ELEMENTS)
    both = (
        named_element(author, depth, name)
        + author.maybe(0.5, lambda: author.pattern(PARTICLES, depth + 1))
        for _ in range(2)
    )
    return f"<{tag}>{''.join(f'<group>{part}</group>' for part in both)}</{tag}>"


def attribute(author: Author, place: Place, depth: int) -> str:
    """An attribute, perhaps an optional one."""
    name = author.free.pop() if author.free else author.random.choice(ATTRIBUTES)
    inside = author.maybe(0.8, lambda: author.pattern(ATTRIBUTE, depth))
    written = f'<attribute name="{name}">{inside}</attribute>'
    return f"<optional>{written}</optional>" if author.chance(0.6) else written


def wild_attribute(author: Author, place: Place, depth: int) -> str:
    """Attributes of many names."""
    names = author.random.choice(
        (
            f'<nsName ns="{WILD}"/>',
            '<anyName><except><nsName ns=""/><nsName ns="urn:a"/><nsName ns="urn:b"/></except>'
            "</anyName>",
            f'<nsName ns="{WILD}"><except><name ns="{WILD}">x</name></except></nsName>',
            "<anyName/>",
        )
    )
    tag = "zeroOrMore" if author.chance(0.9) else "optional"
    return f"<{tag}><attribute>{names}{author.pattern(ATTRIBUTE, DEEPEST)}</attribute></{tag}>"


def interleave(author: Author, place: Place, depth: int) -> str:
    """Branches in any order: elements of different names, or, mostly wrongly, anything."""
    if place not in (CONTENT, PARTICLES, WORDLESS) or author.chance(0.05):
        return f"<interleave>{author.patterns(place, depth, least=2)}</interleave>"
    names = author.random.sample(ELEMENTS, author.random.randint(2, 3))
    branches = [branch(author, depth, name) for name in names] + ["<text/>"] * (
        place is not WORDLESS and author.chance(0.15)
    )
    return f"<interleave>{''.join(branches)}</interleave>"


def branch(author: Author, depth: int, name: str) -> str:
    """A branch of an interleave: elements of one name, or two kinds of them."""
    optional = named_element(author, depth, name)
    return author.random.choice(
        (
            optional,
            f"<optional>{optional}</optional>",
            f"<zeroOrMore>{optional}</zeroOrMore>",
            f"<group>{optional}{named_element(author, depth, name)}</group>",
        )
    )


def ref(author: Author, place: Place, depth: int) -> str:
    """A reference to a definition."""
    names = author.names[author.first :]
    if author.chance(LAWLESS):
        names = ("unknown", *author.names)
    if not names:
        return "<empty/>"
    name = author.random.choice(names)
    written = f'<ref name="{name}"/>'
    # What contains itself without an end fits no document.
    endless = name in author.within and author.chance(0.97)
    return f"<optional>{written}</optional>" if endless else written


def parent_ref(author: Author, place: Place, depth: int) -> str:
    """A reference to a definition of the grammar around; without one, an ordinary reference."""
    if not author.outer and not author.chance(LAWLESS):
        return ref(author, place, depth)
    return f'<parentRef name="{author.random.choice(author.outer or ("unknown",))}"/>'


def nested(author: Author, place: Place, depth: int) -> str:
    """A grammar in the grammar, which sees the definitions in scope around it."""
    free = tuple(name for name in author.names[author.first :] if name not in author.within)
    inner = Author(author.random, ("n0", "d0"), outer=free)
    return f"<grammar>{grammar_content(inner, depth)}</grammar>"


def data(author: Author, place: Place, depth: int) -> str:
    """A datatype, perhaps narrowed."""
    if author.chance(0.1):
        builtin = author.random.choice(("string", "token"))
        return f'<data datatypeLibrary="" type="{builtin}"/>'
    exclude = author.maybe(0.15, lambda: f"<except>{author.pattern(EXCEPTED, depth)}</except>")
    name = author.random.choice([*DATATYPES])
    facets = [facet for facet in DATATYPES[name].facets if author.chance(0.3)]
    if author.chance(LAWLESS):
        facets.append(("minInclusive", "x"))
    params = "".join(f'<param name="{name}">{value}</param>' for name, value in facets)
    return f'<data type="{name}">{params}{exclude}</data>'


def value(author: Author, place: Place, depth: int) -> str:
    """A value."""
    kind = author.random.choice([*VALUES])
    return f"<value{kind}>{escape(author.random.choice(VALUES[kind]))}</value>"


def list_(author: Author, place: Place, depth: int) -> str:
    """A list of tokens."""
    return f"<list>{author.patterns(TOKENS, depth)}</list>"


WRITERS: Mapping[str, Callable[[Author, Place, int], str]] = {
    "element": element,
    "twins": twins,
    "attribute": attribute,
    "wild_attribute": wild_attribute,
    "group": around("group"),
    "choice": around("choice", least=2),
    "interleave": interleave,
    "optional": around("optional"),
    "zero_or_more": narrowing("zeroOrMore", PARTICLES),
    "one_or_more": narrowing("oneOrMore", PARTICLES),
    "mixed": narrowing("mixed", WORDLESS),
    "list": list_,
    "ref": ref,
    "parent_ref": parent_ref,
    "nested": nested,
    "text": simple("text"),
    "empty": simple("empty"),
    "not_allowed": not_allowed,
    "data": data,
    "value": value,
}


def grammar_content(author: Author, depth: int) -> str:
    """The start and the definitions of a grammar."""
    roots = [root(author, depth) for _ in range(author.random.choice((1, 1, 2)))]
    start = "".join(roots) if len(roots) == 1 else f"<choice>{''.join(roots)}</choice>"
    defines = [define(author, number, depth) for number in range(len(author.names))]
    parts = [f"<start>{start}</start>", *defines]
    if author.chance(0.1):
        parts.append(f'<start combine="choice">{root(author, depth)}</start>')
    if author.chance(0.1):
        parts = [f"<div>{part}</div>" for part in parts]
    author.random.shuffle(parts)
    return "".join(parts)


def root(author: Author, depth: int) -> str:
    """What a document may begin with. The last definition is an element."""
    name = author.names[-1] if author.chance(0.97) else author.random.choice(author.names)
    return f'<ref name="{name}"/>' if author.chance(0.4) else element(author, CONTENT, depth)


def define(author: Author, number: int, depth: int) -> str:
    """A definition, or two that are combined. Its attributes have names that no other uses."""
    name = author.names[number]
    here = replace(
        author,
        first=number + 1,
        free=[f"{name}y", f"{name}x"],
        within=author.names[: number + 1],
    )
    last = here.first == len(author.names)  # as a start it may not interleave
    ways = ("choice",) if last else ("choice", "interleave")
    combine = here.random.choice(ways) if here.chance(0.15) else ""
    write = root_definition if last else definition
    bodies = [write(here, depth) for _ in range(1 + bool(combine))]
    attribute = f' combine="{combine}"' if combine else ""
    # One of several definitions may leave out how they are combined.
    return "".join(
        f'<define name="{name}"{attribute if position == 0 or here.chance(0.5) else ""}>{body}'
        "</define>"
        for position, body in enumerate(bodies)
    )


def definition(author: Author, depth: int) -> str:
    """What a definition stands for: mostly an element."""
    if author.chance(0.5):
        return element(author, CONTENT, depth)
    return author.pattern(CONTENT if author.chance(0.3) else PARTICLES, depth)


def root_definition(author: Author, depth: int) -> str:
    """What the last definition stands for."""
    return element(author, CONTENT, depth)


def schema(random: Random) -> str:
    """A schema in the XML syntax."""
    author = Author(random, tuple(f"d{number}" for number in range(random.randint(1, 4))))
    ns = random.choice(("", "", "", ' ns="urn:a"', ' ns="urn:b"'))
    head = f'<grammar xmlns="{RNG}"{PREFIXES} datatypeLibrary="{XSD}"{ns}>'
    return spread(f"{head}{grammar_content(author, 0)}</grammar>")


def spread(text: str) -> str:
    """Put every pattern on a line of its own; the text of values stays as it is."""
    root = etree.fromstring(text)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")


# Documents


Children = list["Node | str"]
ENOUGH = 40
"""How many elements a document has before the rest stay empty."""
LOWEST = 30
"""How many patterns deep a document is sampled."""


@dataclass
class Node:
    """An element in the making."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: Children = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """A grammar's definitions by name, and the grammar around it."""

    defines: Mapping[str, Sequence[etree._Element]]
    outer: "Scope | None" = None


@dataclass
class Reader:
    """Samples documents from a schema, correct or not."""

    random: Random
    elements: int = 0

    def sample(self, pattern: etree._Element, into: Node, scope: Scope, depth: int = 0) -> None:
        """Add to an element what a pattern allows."""
        if depth < LOWEST:
            READERS[etree.QName(pattern).localname](self, pattern, into, scope, depth + 1)

    def all(self, pattern: etree._Element, into: Node, scope: Scope, depth: int) -> None:
        """What all patterns in a pattern allow, one after the other."""
        for part in parts(pattern):
            self.sample(part, into, scope, depth)


def parts(pattern: etree._Element) -> list[etree._Element]:
    """The patterns in a pattern: neither classes of names nor parameters."""
    return [part for part in pattern if etree.QName(part).localname in READERS]


def scope_of(grammar: etree._Element, outer: Scope | None) -> Scope:
    """The definitions of a grammar, the start as "", those in divisions too."""
    found: dict[str, list[etree._Element]] = {}

    def collect(holder: etree._Element) -> None:
        for part in holder:
            if etree.QName(part).localname == "div":
                collect(part)
            else:
                found.setdefault(part.get("name", ""), []).append(part)

    collect(grammar)
    return Scope(found, outer)


def read_definition(
    reader: Reader, scope: Scope | None, name: str | None, into: Node, depth: int
) -> None:
    """Sample a definition: one of several, or all if they interleave."""
    found = [*scope.defines.get(name or "", ())] if scope else []
    if not found or scope is None:
        return
    if any(node.get("combine") == "interleave" for node in found):
        shuffled(reader, found, into, scope, depth)
    else:
        reader.all(reader.random.choice(found), into, scope, depth)


def shuffled(
    reader: Reader, patterns: Sequence[etree._Element], into: Node, scope: Scope, depth: int
) -> None:
    """Sample patterns, and mix what they give, each in its own order."""
    nodes = [Node("") for _ in patterns]
    for pattern, node in zip(patterns, nodes, strict=True):
        if etree.QName(pattern).localname in READERS:
            reader.sample(pattern, node, scope, depth)
        else:
            reader.all(pattern, node, scope, depth)
    turns = [number for number, node in enumerate(nodes) for _ in node.children]
    reader.random.shuffle(turns)
    queues = [iter(node.children) for node in nodes]
    into.children += [next(queues[turn]) for turn in turns]
    for node in nodes:
        into.attributes.update(node.attributes)


def read_element(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int
) -> None:
    node = Node(sampled_name(reader.random, pattern))
    reader.elements += 1
    if reader.elements < ENOUGH:
        reader.all(pattern, node, scope, depth)
    into.children.append(node)


def read_attribute(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int
) -> None:
    node = Node("")
    reader.all(pattern, node, scope, depth)
    if not parts(pattern):
        node.children.append(reader.random.choice(WORDS))
    text = "".join(child for child in node.children if isinstance(child, str))
    into.attributes[sampled_name(reader.random, pattern)] = text


def read_choice(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int
) -> None:
    if options := parts(pattern):
        reader.sample(reader.random.choice(options), into, scope, depth)


def read_interleave(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int
) -> None:
    shuffled(reader, parts(pattern), into, scope, depth)


def read_mixed(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int
) -> None:
    node = Node("")
    reader.all(pattern, node, scope, depth)
    into.attributes.update(node.attributes)
    for child in (*node.children, reader.random.choice(WORDS)):
        if reader.random.random() < 0.5:
            into.children.append(reader.random.choice(WORDS))
        into.children.append(child)


def read_list(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int
) -> None:
    node = Node("")
    reader.all(pattern, node, scope, depth)
    into.children.append(" ".join(child for child in node.children if isinstance(child, str)))


def read_data(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int
) -> None:
    into.children.append(reader.random.choice(DATATYPES[pattern.get("type", "string")].values))


def read_grammar(
    reader: Reader, pattern: etree._Element, into: Node, scope: Scope | None, depth: int
) -> None:
    read_definition(reader, scope_of(pattern, scope), "", into, depth)


def times(*counts: int) -> Callable[[Reader, etree._Element, Node, Scope, int], None]:
    """A reader of a pattern that is sampled so many times."""

    def read(reader: Reader, pattern: etree._Element, into: Node, scope: Scope, depth: int) -> None:
        for _ in range(reader.random.choice(counts)):
            reader.all(pattern, into, scope, depth)

    return read


READERS: Mapping[str, Callable[[Reader, etree._Element, Node, Scope, int], None]] = {
    "element": read_element,
    "attribute": read_attribute,
    "choice": read_choice,
    "group": times(1),
    "interleave": read_interleave,
    "mixed": read_mixed,
    "optional": times(0, 1),
    "zeroOrMore": times(0, 1, 2),
    "oneOrMore": times(1, 1, 2),
    "list": read_list,
    "grammar": read_grammar,
    "ref": lambda reader, pattern, into, scope, depth: read_definition(
        reader, scope, pattern.get("name"), into, depth
    ),
    "parentRef": lambda reader, pattern, into, scope, depth: read_definition(
        reader, scope.outer, pattern.get("name"), into, depth
    ),
    "text": lambda reader, pattern, into, scope, depth: into.children.append(
        reader.random.choice(WORDS)
    ),
    "value": lambda reader, pattern, into, scope, depth: into.children.append(pattern.text or ""),
    "data": read_data,
    "empty": times(0),
    "notAllowed": times(0),
}


def sampled_name(random: Random, pattern: etree._Element) -> str:
    """A name, `{namespace}local`, that an element or attribute may have."""
    if (written := pattern.get("name")) is not None:
        attribute = etree.QName(pattern).localname == "attribute"
        return resolved(pattern, written, pattern.get("ns") if attribute else inherited(pattern))
    return next(iter(names_of(random, pattern[0])), "any")


def names_of(random: Random, names: etree._Element) -> Iterator[str]:
    """A name of a class; what the class excludes is not looked at."""
    kind = etree.QName(names).localname
    if kind == "name":
        yield resolved(names, names.text or "any", inherited(names))
    elif kind == "choice":
        yield from names_of(random, random.choice([*names]))
    else:
        local = random.choice(ELEMENTS).rpartition(":")[2]
        ns = inherited(names) if kind == "nsName" else random.choice(("", "urn:a", WILD))
        yield f"{{{ns}}}{local}" if ns else local


def resolved(place: etree._Element, name: str, ns: str | None) -> str:
    """A name as it is written in a schema, with its namespace."""
    prefix, _, local = name.rpartition(":")
    uri = place.nsmap.get(prefix) if prefix else ns
    return f"{{{uri}}}{local}" if uri else local


def inherited(pattern: etree._Element) -> str:
    """The attribute `ns` that counts for a pattern."""
    return next(
        (
            str(ancestor.get("ns"))
            for ancestor in ancestry(pattern)
            if ancestor.get("ns") is not None
        ),
        "",
    )


def ancestry(pattern: etree._Element) -> Iterator[etree._Element]:
    """A pattern, what it stands in, and so on."""
    yield pattern
    yield from pattern.iterancestors()


def built(node: Node) -> etree._Element:
    """The element, a tag on each line where there is no text."""
    made = etree.Element(node.name, node.attributes, nsmap=NAMESPACES)
    last: etree._Element | None = None
    broken = any(isinstance(child, Node) for child in node.children)
    made.text = "\n" if broken else ""
    for child in node.children:
        if isinstance(child, Node):
            last = built(child)
            last.tail = "\n"
            made.append(last)
        elif last is None:
            made.text += child
        else:
            last.tail = (last.tail or "") + child
    return made


def document(random: Random, grammar: etree._Element) -> bytes:
    """A document that the schema perhaps allows."""
    holder = Node("")
    reader = Reader(random)
    read_grammar(reader, grammar, holder, None, 0)
    roots = [child for child in holder.children if isinstance(child, Node)]
    return etree.tostring(built(roots[0] if roots else Node("a")), encoding="utf-8")


def documents(random: Random, text: str, count: int) -> list[bytes]:
    """Documents for a schema: every other one is damaged."""
    grammar = etree.fromstring(text)
    made = [document(random, grammar) for _ in range(count)]
    return [
        mutated(data, random.randrange(2**32), names=ELEMENTS, most=2) if number % 2 else data
        for number, data in enumerate(made)
    ]


@dataclass(frozen=True)
class Case:
    """A schema, and documents for it."""

    schema: str
    documents: tuple[bytes, ...]


def case(random: Random, count: int) -> Case:
    """A random schema with so many documents."""
    text = schema(random)
    return Case(text, tuple(documents(random, text, count)))


def schemas() -> st.SearchStrategy[str]:
    """Random schemas."""
    return st.randoms(use_true_random=False).map(schema)


def cases(count: int = 4) -> st.SearchStrategy[Case]:
    """Random schemas with documents."""
    return st.randoms(use_true_random=False).map(lambda random: case(random, count))
