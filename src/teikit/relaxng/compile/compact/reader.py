"""Puts operands and operators together: the part that patterns and name classes have in common.

It reads without recursion, so that no depth of a schema is too much for Python. Each step of the
reading returns the next one; what is still open lies on two stacks, of levels (patterns and name
classes) and of bodies (grammars and their parts).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from teikit.relaxng.compile.compact import annotations
from teikit.relaxng.compile.compact.cursor import Cursor
from teikit.relaxng.compile.compact.declarations import NO_NAMESPACE, Declarations
from teikit.relaxng.compile.compact.tokens import DOCUMENTATION, END, KEYWORDS
from teikit.relaxng.compile.node import SchemaNode, hold_to_limits
from teikit.relaxng.errors import SchemaError

DEEPEST = 200
"""Levels and bodies that can be open at once. Schemas that people write stay below 20."""

ANYTHING = "anything"
"""The `close` of a level that ends before any token that cannot continue it."""

ASSIGNMENTS = ("=", "|=", "&=")

NO_ATTRIBUTES: Mapping[str, str] = {}

NextStep = Callable[[], "NextStep | None"]
Then = Callable[[SchemaNode], NextStep | None]
Operand = Callable[["Reader"], NextStep | None]


@dataclass(frozen=True, slots=True)
class Language:
    """What a level is written in: patterns, or name classes.

    `operands` reads an operand by the kind of its first token; `operators` and `repeats` have
    the element that an operator or a repetition becomes; `subtrahend` says what '-' can follow.
    """

    noun: str
    operands: Mapping[str, Operand]
    operators: Mapping[str, str]
    repeats: Mapping[str, str]
    subtrahend: str


@dataclass(slots=True)
class Level:
    """A pattern or name class that is being read, up to the token `close`.

    `then` is told the result. `opener` is the token that made the level necessary, and `after`
    its name in messages, if it has one. Of what was read, there are the operands, the operator
    between them, the first token of the last operand, and whether '-' can follow it.
    `is_outermost` tells that no element or grammar is around the level.
    """

    language: Language
    close: str
    then: Then
    opener: int
    after: str
    is_outermost: bool = False
    items: list[SchemaNode] = field(default_factory=list)
    operator: str = ""
    start: int = 0
    is_bare: bool = False


@dataclass(slots=True)
class GrammarBody:
    """A grammar, div or include that is being read, up to the token `close`."""

    node: SchemaNode
    close: str
    then: Then
    opener: int
    is_include: bool = False


class Reader:
    """What is read so far, and the steps that are the same for patterns and name classes."""

    def __init__(
        self, cursor: Cursor, declarations: Declarations, base: str, member: Operand
    ) -> None:
        self.cursor = cursor
        self.declarations = declarations
        self.levels: list[Level] = []
        self.bodies: list[GrammarBody] = []
        self.member = partial(member, self)
        self._base = base
        self._path = cursor.text.path
        self._namespaces = declarations.bound()
        self.count = 0

    def node(
        self, name: str, token: int, attributes: Mapping[str, str] = NO_ATTRIBUTES, text: str = ""
    ) -> SchemaNode:
        """An element of the XML syntax that begins at a token."""
        location = self.cursor.location(token)
        self.count += 1
        hold_to_limits(self.count, self._namespaces, self._path, *location)
        return SchemaNode(
            name, attributes, self._namespaces, self._base, self._path, *location, text=text
        )

    def ns(self, prefix: str, token: int) -> Mapping[str, str]:
        """The attributes that a prefix gives to a name, or to a reference to another schema.

        A namespace that is inherited is that of the including schema, never that of an include or
        a `prefix:*` around the name. Where one of these has an `ns` that would be taken instead,
        there is no way to say so in the XML syntax, and the name is in no namespace.
        """
        found = self.declarations.ns_of(prefix, self.cursor, token)
        return NO_NAMESPACE if not found and self._is_in_namespace() else found

    def _is_in_namespace(self) -> bool:
        excepted = (level.items[0] for level in self.levels if level.operator == "-")
        included = (body.node for body in self.bodies)
        return any("ns" in node.attributes for node in (*excepted, *included))

    def open(self, level: Level) -> NextStep:
        """Begins a pattern or name class."""
        self._check_depth()
        self.levels.append(level)
        return self._operand

    def enter(self, body: GrammarBody) -> NextStep:
        """Begins the members of a grammar, div or include."""
        self._check_depth()
        self.bodies.append(body)
        return self.member

    def have(self, node: SchemaNode, *, is_bare: bool = False) -> NextStep:
        """Ends an operand."""
        level = self.levels[-1]
        level.items.append(node)
        level.is_bare = is_bare
        return self._after_operand

    def parenthesis(self) -> NextStep:
        """Begins what is in parentheses."""
        level = self.levels[-1]
        opener = self.cursor.at
        self.cursor.at += 1
        return self.open(
            Level(level.language, ")", self.have, opener, "'('", is_outermost=level.is_outermost)
        )

    def missing_closer(self, close: str, opener: int) -> SchemaError:
        """The error that a bracket is not closed where the next definition or nothing begins."""
        bracket = self.cursor.values[opener]
        line = self.cursor.location(opener)[0]
        return self.cursor.fault(f"'{close}' is missing for the '{bracket}' of line {line}")

    def _check_depth(self) -> None:
        if len(self.levels) + len(self.bodies) >= DEEPEST:
            raise self.cursor.fault(
                f"this is nested too deeply: more than {DEEPEST} patterns and brackets are open; "
                "move a part of it into a definition"
            )

    def _operand(self) -> NextStep | None:
        level = self.levels[-1]
        annotations.skip_initial(self.cursor, self.declarations)
        read = level.language.operands.get(self.cursor.kind)
        if read is None:
            after = f"'{level.operator}'" if level.items else level.after
            reason = f"a {level.language.noun} is missing{after and f' after {after},'} before"
            raise self.cursor.fault(f"{reason} {self.cursor.shown()}{self._advice()}")
        level.start = self.cursor.at
        return read(self)

    def _advice(self) -> str:
        """What to write in the place of a token that is no operand."""
        kind = self.cursor.kind
        level = self.levels[-1]
        if kind == level.close == "}":
            return "; write empty for no content"
        if kind in level.language.repeats:
            return "; repetitions stand behind what they repeat"
        if kind in KEYWORDS:
            return f"; this is a keyword, write \\{kind} for a definition of this name"
        return ""

    def _after_operand(self) -> NextStep | None:
        level = self.levels[-1]
        language = level.language
        cursor = self.cursor
        kind = cursor.kind
        if kind == ">>":
            self._follow(level)
            kind = cursor.kind
        if kind in language.repeats and level.operator != "-":
            repeated = self.node(language.repeats[kind], level.start)
            repeated.children.append(level.items[-1])
            level.items[-1] = repeated
            level.is_bare = False
            cursor.at += 1
            self._follow(level)
            kind = cursor.kind
        if kind in language.operators:
            return self._join(level, kind)
        if kind == "-":
            return self._subtract(level)
        if kind in language.repeats:
            raise cursor.fault(f"'{kind}' cannot stand here; put what it repeats in parentheses")
        if level.close not in (kind, ANYTHING):
            raise self._unfinished(level)
        if level.close != ANYTHING:
            cursor.at += 1
        self.levels.pop()
        return level.then(self._joined(level))

    def _follow(self, level: Level) -> None:
        start = self.cursor.at
        if annotations.skip_following(self.cursor, self.declarations):
            level.is_bare = False
            if level.is_outermost:
                reason = "an annotation cannot follow the pattern that is the whole schema"
                raise self.cursor.fault(f"{reason}; put it first", start)

    def _join(self, level: Level, operator: str) -> NextStep:
        if level.operator not in ("", operator):
            raise self._mixed(level.operator, operator)
        level.operator = operator
        self.cursor.at += 1
        return self._operand

    def _subtract(self, level: Level) -> NextStep:
        if level.operator:
            raise self._mixed(level.operator, "-")
        if not level.is_bare:
            raise self.cursor.fault(f"'-' can only follow {level.language.subtrahend}")
        level.items[-1].children.append(self.node("except", self.cursor.at))
        return self._join(level, "-")

    def _mixed(self, first: str, second: str) -> SchemaError:
        return self.cursor.fault(
            f"'{first}' and '{second}' are mixed here; put one of them in parentheses"
            if first != second
            else f"two '{first}' stand here; put one of them in parentheses"
        )

    def _joined(self, level: Level) -> SchemaNode:
        """The operands of a level as one element; it begins where the first of them does."""
        first = level.items[0]
        if not level.operator:
            return first
        if level.operator == "-":
            first.children[-1].children.append(level.items[1])
            return first
        name = level.language.operators[level.operator]
        location = first.line, first.column
        return SchemaNode(
            name, NO_ATTRIBUTES, self._namespaces, self._base, self._path, *location, level.items
        )

    def _unfinished(self, level: Level) -> SchemaError:
        """The error that something stands where an operator or the end of a level should."""
        cursor = self.cursor
        shown = cursor.shown()
        is_bracketed = level.close in ("}", ")")
        if is_bracketed and (cursor.kind == END or cursor.following in ASSIGNMENTS):
            return self.missing_closer(level.close, level.opener)
        if is_bracketed and cursor.kind in level.language.operands:
            return cursor.fault(f"an operator like '|' is missing before {shown}")
        if cursor.kind in (DOCUMENTATION, "["):
            return cursor.fault("an annotation stands before what it annotates; move it there")
        if level.close == END:
            return cursor.fault(f"{shown} cannot follow the pattern that is the whole schema")
        return cursor.fault(f"'{level.close}' is missing before {shown}")
