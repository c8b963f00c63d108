"""Random Schematrons and documents for them: equal seeds make equal ones.

The expressions are of XPath 2, of a few names that the documents have too, so that they are now
true and now false. None should fail to be evaluated: what may be several items is not given to
what takes a single one.
"""

import re
from dataclasses import dataclass
from random import Random

NAMES = ("a", "b", "c", "n:d")
ATTRIBUTES = ("x", "y", "n:z", "xml:id", "xml:lang")
WORDS = ("", " ", "1", "2", "10", "01", "x", "y", "x y", " x ", "true", "2001-02-03", "i1", "#i2")
NUMBERS = ("0", "1", "2", "3", "10", "1.5", "-1")
SPACE = "urn:example:n"
HEAD = (
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">\n'
    f'<ns prefix="n" uri="{SPACE}"/>\n<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>\n'
)
FORWARD = ("child", "descendant", "descendant-or-self", "following", "following-sibling", "self")
REVERSE = ("ancestor", "ancestor-or-self", "parent", "preceding", "preceding-sibling")
DEPTH = 3
_OF_ATTRIBUTE = re.compile(r"(?<=/)(@[\w:*]+)/@[\w:*]+$")
"""An attribute of an attribute: there is none, but Saxon 13.1 can find the element's."""


@dataclass(frozen=True)
class Case:
    """A schema, and documents to hold against it."""

    schema: str
    documents: tuple[bytes, ...]


def case(seed: int, rules: int = 8, documents: int = 6) -> Case:
    """A random one."""
    random = Random(seed)
    return Case(Writer(random).schema(rules), tuple(document(random) for _ in range(documents)))


class Writer:
    """Writes expressions. `deep` is how many more expressions one may have in it."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._variables: tuple[str, ...] = ()

    def schema(self, rules: int) -> str:
        """A schema of so many rules."""
        lets = self._lets("all", 2)
        patterns = []
        while rules > 0:
            count = min(rules, self._random.choice((1, 1, 2, 3)))
            patterns.append(self._pattern(count))
            rules -= count
        return f"{HEAD}{lets}{''.join(patterns)}</schema>\n"

    def _lets(self, prefix: str, most: int, root: str = "//") -> str:
        made = []
        for number in range(self._random.randint(0, most)):
            kind, value = self._value(root)
            name = f"{prefix}-{kind}-{number}"
            made.append(f'<let name="{name}" value="{escaped(value)}"/>\n')
            self._variables += (name,)
        return "".join(made)

    def _value(self, root: str) -> tuple[str, str]:
        """The kind of a value, and an expression for it."""
        name = self._random.choice((*NAMES, "@x", "@y", "*"))
        return self._random.choice(
            (
                ("nodes", f"{root}{name}"),
                ("number", f"count({root}{name})"),
                ("number", self._random.choice(NUMBERS)),
                ("words", f"{root}{name}/string()"),
                ("words", f"('x', '1', {self._quoted()})"),
                ("words", self._quoted()),
            )
        )

    def _variable(self, kind: str) -> str:
        """A variable of a kind; something else of that kind where there is none."""
        names = [name for name in self._variables if f"-{kind}-" in name]
        if names:
            return f"${self._random.choice(names)}"
        return {"nodes": "..", "words": "('x', '2')", "number": "1"}[kind]

    def _pattern(self, rules: int) -> str:
        before = self._variables
        written = "".join(self._rule() for _ in range(rules))
        self._variables = before
        return f"<pattern>\n{written}</pattern>\n"

    def _rule(self) -> str:
        before = self._variables
        context = escaped(self._context())
        lets = self._lets("local", 2, "./" if self._random.random() < 0.5 else ".//")
        asserted = "".join(self._assertion() for _ in range(self._random.randint(1, 3)))
        self._variables = before
        return f'<rule context="{context}">\n{lets}{asserted}</rule>\n'

    def _assertion(self) -> str:
        kind = self._random.choice(("assert", "report"))
        words = self._any(
            lambda: "It is so.",
            lambda: "<name/> is so.",
            lambda: f'There is <value-of select="{escaped(self._path(1))}"/>.',
            lambda: f'There is <value-of select="{escaped(self._number(1))}"/>.',
            lambda: f'There is <value-of select="{escaped(self._string(1))}"/>.',
        )
        return f'<{kind} test="{escaped(self._truth(DEPTH))}">{words}</{kind}>\n'

    def _context(self) -> str:
        parts = [self._match() for _ in range(self._random.choice((1, 1, 1, 2)))]
        return " | ".join(parts)

    def _match(self) -> str:
        name, outer = self._random.choice((*NAMES, "*", "n:*")), self._random.choice((*NAMES, "*"))
        attribute = self._random.choice((*ATTRIBUTES, "*"))
        bare = self._random.choice(
            (
                *(name, name, name, f"{outer}/{name}", f"{outer}//{name}", f"//{name}"),
                *(f"/{outer}/{name}", f"/{name}", f"@{attribute}", f"{outer}/@{attribute}"),
                *("text()", f"{outer}/text()", "comment()", "processing-instruction()", "/"),
                *(f"*:{NAMES[0]}", f"element({NAMES[1]})", "node()", f"{outer}[@x]/{name}"),
            )
        )
        if bare == "/" or self._random.random() < 0.5:
            return bare
        return bare + self._predicate(1)

    # Expressions

    def _truth(self, deep: int) -> str:
        if deep <= 0:
            return self._any(lambda: self._path(0), lambda: f"exists({self._path(0)})")
        return self._any(
            lambda: self._path(deep),
            lambda: f"not({self._truth(deep - 1)})",
            lambda: f"{self._comparable(deep)} {self._compare()} {self._comparable(deep)}",
            lambda: f"{self._path(deep)} = {self._quoted()}",
            lambda: f"{self._path(deep)} != {self._path(deep)}",
            lambda: f"{self._number(deep)} {self._compare()} {self._number(deep)}",
            lambda: f"{self._string(deep)} {self._random.choice(('eq', 'ne'))} {self._quoted()}",
            lambda: f"{self._truth(deep - 1)} and {self._truth(deep - 1)}",
            lambda: f"({self._truth(deep - 1)} or {self._truth(deep - 1)})",
            lambda: f"{self._random.choice(('exists', 'empty', 'boolean'))}({self._path(deep)})",
            lambda: f"{self._function()}({self._string(deep)}, {self._quoted()})",
            lambda: f"matches({self._string(deep)}, '{self._random.choice(PATTERNS)}')",
            lambda: (
                f"({self._random.choice(('some', 'every'))} $v in {self._path(deep)} "
                f"satisfies $v{self._random.choice(('', '/@x', '/..'))} = {self._quoted()})"
            ),
            lambda: (
                f"(if ({self._truth(deep - 1)}) then {self._truth(deep - 1)} "
                f"else {self._truth(deep - 1)})"
            ),
            lambda: f"{self._string(deep)} castable as xs:{self._random.choice(TYPES)}",
            lambda: f"({self._path(deep)})[1] is ({self._path(deep)})[1]",
            lambda: f"({self._path(deep)})[1] << ({self._path(deep)})[last()]",
            lambda: f"{self._string(deep)} = (for $v in {self._path(deep)} return string($v))",
            lambda: f"deep-equal({self._path(deep)}, {self._path(deep)})",
            lambda: f"self::{self._random.choice(NAMES)}",
            lambda: f"normalize-space({self._string(deep)})",
            lambda: f"{self._path(deep)} = current(){self._random.choice(('', '/@x', '/..'))}",
            lambda: f"tokenize({self._string(deep)}, '\\s+') = {self._quoted()}",
            lambda: f"distinct-values({self._path(deep)}) = {self._quoted()}",
            lambda: f"lang('{self._random.choice(('en', 'de', 'EN'))}', .)",
            lambda: self._number(deep),
            lambda: f"{self._path(deep)} = {self._variable('words')}",
            lambda: f"{self._variable('words')} {self._compare()} {self._comparable(deep)}",
        )

    def _comparable(self, deep: int) -> str:
        return self._any(
            lambda: self._path(deep - 1),
            lambda: self._string(deep - 1),
            lambda: f"string({self._element()})",
        )

    def _number(self, deep: int) -> str:
        return self._any(
            lambda: self._random.choice(NUMBERS),
            lambda: f"count({self._path(deep)})",
            lambda: f"string-length({self._string(deep - 1)})",
            lambda: f"number(({self._path(deep)})[1])",
            lambda: f"count({self._path(deep)}) + {self._random.choice(NUMBERS)}",
            lambda: f"count({self._path(deep)}) mod 2",
            lambda: f"sum(for $v in {self._path(deep)} return string-length($v))",
            lambda: f"count(distinct-values({self._path(deep)}))",
            lambda: f"round(number(({self._path(deep)})[last()]))",
            lambda: self._variable("number"),
            lambda: f"count({self._variable('words')})",
        )

    def _string(self, deep: int) -> str:
        if deep <= 0:
            return self._any(self._quoted, lambda: f"string({self._element()})", lambda: "name()")
        return self._any(
            lambda: "string()",
            lambda: "string(@x)",
            lambda: f"string(({self._path(deep)})[1])",
            lambda: f"name(({self._path(deep)})[1])",
            lambda: f"local-name({self._element()})",
            lambda: f"normalize-space({self._string(deep - 1)})",
            lambda: f"substring({self._string(deep - 1)}, {self._random.choice(NUMBERS)})",
            lambda: f"substring-after({self._string(deep - 1)}, {self._quoted()})",
            lambda: f"substring-before({self._string(deep - 1)}, {self._quoted()})",
            lambda: f"translate({self._string(deep - 1)}, 'xy', 'Y')",
            lambda: f"concat({self._string(deep - 1)}, {self._string(deep - 1)})",
            lambda: f"string-join({self._path(deep)}/string(), '-')",
            lambda: f"lower-case({self._string(deep - 1)})",
            lambda: f"replace({self._string(deep - 1)}, '[0-9]+', '#')",
            lambda: f"string({self._number(0)})",
        )

    def _path(self, deep: int) -> str:
        if self._random.random() < 0.08:
            return self._variable("nodes")
        start = self._random.choice(("", "", "", "", ".//", "//", "/*/", "../", "current()/"))
        steps = [self._step(deep) for _ in range(self._random.choice((1, 1, 2)))]
        path = start + "/".join(steps)
        chance = self._random.random()
        if deep > 1 and chance < 0.15:
            union = self._random.choice(("|", "union", "intersect", "except"))
            return f"({path} {union} {self._path(deep - 2)})"
        if chance < 0.25:
            path = f"{path}/@{self._random.choice((*ATTRIBUTES, '*'))}"
        return _OF_ATTRIBUTE.sub(r"\1", path)

    def _step(self, deep: int) -> str:
        test = self._random.choice((*NAMES, *NAMES, "*", "n:*", "node()", "text()", "*:a"))
        chance = self._random.random()
        if chance < 0.35:
            axis = self._random.choice((*FORWARD, *REVERSE))
            step = f"{axis}::{test}"
        elif chance < 0.5:
            step = f"@{self._random.choice((*ATTRIBUTES, '*'))}"
        else:
            step = test
        return step + self._predicate(deep - 1) if self._random.random() < 0.3 else step

    def _predicate(self, deep: int) -> str:
        inside = self._any(
            lambda: self._random.choice(("1", "2", "last()")),
            lambda: f"position() {self._compare()} {self._random.choice(('1', '2', 'last()'))}",
            lambda: f"@{self._random.choice(ATTRIBUTES)}",
            lambda: f"@{self._random.choice(ATTRIBUTES)} = {self._quoted()}",
            lambda: self._truth(min(deep, 1)),
            lambda: f"not({self._path(0)})",
        )
        return f"[{inside}]"

    def _element(self) -> str:
        return self._random.choice((".", "..", "(.//*)[1]", "(*)[last()]", "(ancestor::*)[1]"))

    def _compare(self) -> str:
        return self._random.choice(("=", "!=", "<", "<=", ">", ">="))

    def _function(self) -> str:
        return self._random.choice(("starts-with", "ends-with", "contains"))

    def _quoted(self) -> str:
        return f"'{self._random.choice(WORDS)}'"

    def _any(self, *makers):  # type: ignore[no-untyped-def]
        return self._random.choice(makers)()


PATTERNS = ("^[0-9]+$", "x", "^\\s", "\\d{4}-\\d\\d", "[a-z]+ [a-z]+", "^$", "\\p{L}")
TYPES = ("integer", "date", "boolean", "decimal", "NCName")


def escaped(expression: str) -> str:
    """An expression as the value of an attribute."""
    return expression.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def document(random: Random) -> bytes:
    """A document of a few dozen nodes."""
    root = _element(random, 0, iter(range(1, 1000)), f' xmlns:n="{SPACE}"')
    return f"<?xml version='1.0'?>\n{root}\n".encode()


def _element(random, depth, numbers, more="") -> str:  # type: ignore[no-untyped-def]
    name = random.choice(NAMES)
    attributes = more
    for attribute in random.sample(ATTRIBUTES, random.choice((0, 0, 1, 1, 2, 3))):
        value = {
            "xml:id": lambda: f"i{next(numbers)}",
            "xml:lang": lambda: random.choice(("en", "de", "en-GB", "")),
        }.get(attribute, lambda: random.choice(WORDS))()
        attributes += f' {attribute}="{value}"'
    content = "".join(
        _inner(random, depth, numbers) for _ in range(random.randint(0 if depth else 2, 4))
    )
    return f"<{name}{attributes}>{content}</{name}>"


def _inner(random, depth, numbers) -> str:  # type: ignore[no-untyped-def]
    chance = random.random()
    if chance < 0.6 and depth < 4:
        return _element(random, depth + 1, numbers)
    if chance < 0.92:
        return random.choice((*WORDS, "\n  "))
    return random.choice(("<!-- x -->", "<?p x?>", "<?q?>"))
