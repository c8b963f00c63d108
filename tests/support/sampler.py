"""Random documents from a RELAX NG grammar: all that it allows, not only what writers think of.

The grammar is read from the XML syntax: one `grammar` of `start` and `define`, without wildcards.
Equal seeds give equal documents.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path
from random import Random

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"

WORDS = ("Kharkov", "Баку", "11", "&", "<сic>", "“Wrangel”", "—", "[...]", "T.", "ё", "x" * 40)

TYPES: dict[str, Callable[[Random], str]] = {
    "NCName": lambda random: random.choice(("teikit", "_x.1", "Баку")),
    "anyURI": lambda random: random.choice(
        ("#s1", "a.xml#b", "https://example.org/?a=b&c", "Баку")
    ),
    "date": lambda random: f"19{random.randrange(100):02}-0{random.randint(1, 9)}-{day(random)}",
    "dateTime": lambda random: f"1920-07-{day(random)}T{random.randrange(24):02}:35:00",
    "gMonthDay": lambda random: f"--07-{day(random)}",
    "gYear": lambda random: f"{random.randint(1000, 2999)}",
    "gYearMonth": lambda random: f"1920-{random.randint(1, 12):02}",
    "language": lambda random: random.choice(("en", "ru-Latn", "x-klingon")),
    "nonNegativeInteger": lambda random: str(random.randrange(100)),
    "token": lambda random: random.choice(WORDS),
}
"""Values of the datatypes of XML Schema, where no pattern narrows them."""

PATTERNS: dict[str, tuple[str, ...]] = {
    r"\S+": (
        "#s1",
        "bl-0085.xml",
        "../authority/persons.xml#stalin",
        "https://example.org/%20?a&b",
    ),
    r"[a-z]+(-[a-z]+)*": ("letter", "a", "telegraph-form", "source", "notes", "enclosure"),
    r"\[ ?(…|\.( ?\.)+) ?\]": ("[...]", "[…]", "[... ]", "[ . . .]", "[..]"),
    r"-?[0-9]{1,2}(\.[0-9]+)? -?[0-9]{1,3}(\.[0-9]+)?": ("52.52 13.4", "-0.5 -78", "3 101.69"),
    r"[0-9]+(\.[0-9]+[a-z]*[0-9]*){0,3}": ("0", "0.1", "12.0.3", "1.0rc1", "1.2.3.4"),
}
"""Values that fit a pattern. A pattern that is not here is an error: add words for it."""


def day(random: Random) -> str:
    """A day that every month has, in two digits."""
    return f"{random.randint(1, 28):02}"


@dataclass(eq=False, slots=True)
class Pattern:
    """A node of the grammar.

    Attributes:
        kind: the name of the RELAX NG element it was made from.
        name: `{namespace}name` of an element or attribute; or the name of a definition or datatype,
            or the text of a value.
        regex: the pattern that narrows a datatype, or "".
        excluded: the values that a datatype leaves out.
        height: how many elements deep the lowest tree is that fits; infinite until it is known.
    """

    kind: str
    name: str = ""
    children: list["Pattern"] = field(default_factory=list)
    regex: str = ""
    excluded: frozenset[str] = frozenset()
    height: float = inf


@dataclass(slots=True)
class Draft:
    """An element in the making: what the patterns put into it."""

    attributes: dict[str, str] = field(default_factory=dict)
    content: list[str | etree._Element] = field(default_factory=list)


class Sampler:
    """Makes documents that fit a grammar.

    Every tree is at most `depth` elements deep: an alternative is only taken when its lowest tree
    fits into what is left. Once `size` elements are made, only what is required is added, by the
    shortest way. `reached` holds the names of the definitions that were used so far.
    """

    def __init__(self, grammar: Path, seed: int) -> None:
        """Read the grammar from a file."""
        self.defines = dict(read_grammar(grammar))
        self.random = Random(seed)
        self.reached: set[str] = set()
        self._elements = 0  # made so far in this sample
        self._names = 0  # identifiers given so far; they stay unique over all samples
        self._size = 0
        self._plenty = 0.0
        self._draw: dict[str, Callable[[Pattern, Draft, int], None]] = {
            "element": self._element,
            "attribute": self._attribute,
            "group": self._group,
            "interleave": self._interleave,
            "mixed": self._mixed,
            "choice": self._choice,
            "optional": partial(self._repeat, at_least=0, at_most=1),
            "zeroOrMore": partial(self._repeat, at_least=0),
            "oneOrMore": partial(self._repeat, at_least=1),
            "ref": self._ref,
            "list": self._list,
            "text": self._text,
            "value": self._value,
            "data": self._data,
            "empty": self._group,
        }
        settle_heights(self.defines)

    def sample(self, start: str = "start", *, depth: int = 14, size: int = 100) -> etree._Element:
        """One element that fits the definition `start`.

        Raises:
            ValueError: nothing that fits is so flat.
        """
        pattern = self.defines[start]
        if pattern.height > depth:
            raise ValueError(f"{start} needs {pattern.height} levels, more than {depth}")
        self._elements, self._size = 0, size
        self._plenty = self.random.uniform(0.2, 0.8)
        draft = Draft()
        self._group(pattern, draft, depth)
        [root] = draft.content
        assert not isinstance(root, str)
        return root

    def _group(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        for child in pattern.children:
            self._draw[child.kind](child, draft, depth)

    def _ref(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        self.reached.add(pattern.name)
        self._group(self.defines[pattern.name], draft, depth)

    def _element(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        self._elements += 1
        inner = Draft()
        self._group(pattern, inner, depth - 1)
        element = etree.Element(pattern.name, inner.attributes)
        for item in inner.content:
            append(element, item)
        draft.content.append(element)

    def _attribute(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        value = Draft()
        self._group(pattern, value, depth)
        draft.attributes[pattern.name] = "".join(map(str, value.content))

    def _choice(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        limit = pattern.height if self._full else depth
        child = self.random.choice([child for child in pattern.children if child.height <= limit])
        self._draw[child.kind](child, draft, depth)

    def _repeat(
        self, pattern: Pattern, draft: Draft, depth: int, *, at_least: int, at_most: float = inf
    ) -> None:
        fits = max(child.height for child in pattern.children) <= depth
        times = 0
        while times < at_least or (times < at_most and fits and self._goes_on(times)):
            self._group(pattern, draft, depth)
            times += 1

    def _goes_on(self, times: int) -> bool:
        # ever less likely: long runs find nothing that short ones do not
        return not self._full and self.random.random() < self._plenty ** (times + 1)

    def _interleave(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        strands = []
        for child in pattern.children:
            strand = Draft(draft.attributes)
            self._draw[child.kind](child, strand, depth)
            strands.append(strand.content)
        while strands := [strand for strand in strands if strand]:
            draft.content.append(self.random.choice(strands).pop(0))

    def _mixed(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        inner = Draft(draft.attributes)
        self._group(pattern, inner, depth)
        for item in inner.content:
            self._text(pattern, draft, depth)
            draft.content.append(item)
        self._text(pattern, draft, depth)

    def _list(self, pattern: Pattern, draft: Draft, depth: int) -> None:
        values = Draft()
        self._group(pattern, values, depth)
        draft.content.append(" ".join(map(str, values.content)))

    def _text(self, _pattern: Pattern, draft: Draft, _depth: int) -> None:
        draft.content.append(" ".join(self.random.choices(WORDS, k=self.random.randrange(4))))

    def _value(self, pattern: Pattern, draft: Draft, _depth: int) -> None:
        draft.content.append(pattern.name)

    def _data(self, pattern: Pattern, draft: Draft, _depth: int) -> None:
        if pattern.name == "ID":
            self._names += 1
            draft.content.append(f"s{self._names}")
        elif pattern.regex:
            fitting = [word for word in PATTERNS[pattern.regex] if word not in pattern.excluded]
            draft.content.append(self.random.choice(fitting))
        else:
            draft.content.append(TYPES[pattern.name](self.random))

    @property
    def _full(self) -> bool:
        return self._elements >= self._size


def append(parent: etree._Element, item: str | etree._Element) -> None:
    """Put an element or a piece of text at the end of an element."""
    if not isinstance(item, str):
        parent.append(item)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + item
    else:
        parent.text = (parent.text or "") + item


def read_grammar(path: Path) -> Iterator[tuple[str, Pattern]]:
    """The definitions of a grammar by name, `start` among them."""
    for definition in etree.parse(path).getroot().iterchildren(f"{RNG}start", f"{RNG}define"):
        yield definition.get("name", "start"), read_pattern(definition)


def read_pattern(node: etree._Element) -> Pattern:
    """One node of the grammar with all below it. Annotations in other namespaces are left out."""
    kind = etree.QName(node).localname
    inner = [child for child in node if isinstance(child.tag, str) and child.tag.startswith(RNG)]
    if kind in ("element", "attribute"):
        name = read_name(node, kind)
    else:
        name = node.get("name") or node.get("type") or (node.text or "").strip()
    if kind == "data":
        regexes = [child.text or "" for child in inner if child.get("name") == "pattern"]
        excluded = frozenset(value.text or "" for value in node.iterfind(f".//{RNG}value"))
        return Pattern(kind, name, regex="".join(regexes), excluded=excluded)
    children = [read_pattern(child) for child in inner]
    if kind == "attribute" and not children:
        children = [Pattern("text")]
    return Pattern(kind, name, children)


def read_name(node: etree._Element, kind: str) -> str:
    """The name of an element or attribute as `{namespace}name`."""
    prefix, colon, local = node.get("name", "").rpartition(":")
    if colon:
        namespaces = {"xml": "http://www.w3.org/XML/1998/namespace", **node.nsmap}
        return f"{{{namespaces[prefix]}}}{local}"
    lineage = (node, *node.iterancestors()) if kind == "element" else (node,)
    namespace = next((each.get("ns") for each in lineage if each.get("ns")), "")
    return f"{{{namespace}}}{local}" if namespace else local


def settle_heights(defines: dict[str, Pattern]) -> None:
    """Find the height of every pattern: start from "unknown", and repeat until nothing changes."""

    def height(pattern: Pattern) -> float:
        below = [height(child) for child in pattern.children]
        if pattern.kind == "ref":
            pattern.height = defines[pattern.name].height
        elif pattern.kind == "choice":
            pattern.height = min(below)
        elif pattern.kind in ("optional", "zeroOrMore"):
            pattern.height = 0
        else:
            pattern.height = max(below, default=0) + (pattern.kind == "element")
        return pattern.height

    known: list[float] = []
    while (heights := [height(pattern) for pattern in defines.values()]) != known:
        known = heights
