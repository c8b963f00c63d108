"""The members of a grammar: definitions, divisions, includes; and what a schema is as a whole."""

from collections.abc import Mapping
from functools import partial

from teikit.relaxng.compile.compact import annotations
from teikit.relaxng.compile.compact.cursor import Cursor
from teikit.relaxng.compile.compact.declarations import DECLARATIONS, Declarations
from teikit.relaxng.compile.compact.patterns import PATTERNS, reference
from teikit.relaxng.compile.compact.reader import (
    ANYTHING,
    ASSIGNMENTS,
    GrammarBody,
    Level,
    NextStep,
    Operand,
    Reader,
)
from teikit.relaxng.compile.compact.tokens import END, IDENTIFIER, KEYWORDS, PREFIXED
from teikit.relaxng.compile.node import SchemaNode
from teikit.relaxng.errors import SchemaError

_COMBINE: Mapping[str, Mapping[str, str]] = dict(
    zip(ASSIGNMENTS, ({}, {"combine": "choice"}, {"combine": "interleave"}), strict=True)
)


def schema_element(cursor: Cursor, declarations: Declarations, base: str) -> SchemaNode:
    """The element that a schema is, behind its declarations.

    Raises:
        SchemaError: if the schema is wrong.
    """
    reader = Reader(cursor, declarations, base, member)
    root: list[SchemaNode] = []
    start = cursor.at
    step: NextStep | None
    if _begins_pattern(cursor, declarations):
        level = Level(PATTERNS, END, root.append, start, "", is_outermost=True)
        step = reader.open(level)
    elif cursor.kind == END:
        raise cursor.fault("the schema is empty; write a pattern, or start = and a pattern")
    else:
        step = reader.enter(GrammarBody(reader.node("grammar", start), END, root.append, start))
    cursor.at = start
    while step is not None:
        step = step()
    return root[0]


def _begins_pattern(cursor: Cursor, declarations: Declarations) -> bool:
    """Whether the schema is a pattern, not a list of members; goes past its annotations."""
    annotations.skip_initial(cursor, declarations)
    if cursor.following in ASSIGNMENTS or cursor.kind in (END, *DECLARATIONS):
        return False
    if cursor.kind in (IDENTIFIER, PREFIXED):
        return cursor.following != "["
    return cursor.kind not in _MEMBERS


def member(reader: Reader) -> NextStep | None:
    """Reads the next member of the innermost body, or ends the body."""
    cursor = reader.cursor
    body = reader.bodies[-1]
    is_annotated = annotations.skip_initial(cursor, reader.declarations)
    kind = cursor.kind
    is_annotation = kind in (IDENTIFIER, PREFIXED) and cursor.following == "["
    if is_annotated and (is_annotation or kind == body.close):
        reason = "an annotation stands before a pattern or definition; move the one before this"
        raise cursor.fault(reason)
    if is_annotation:
        annotations.skip_element(cursor, reader.declarations)
        return reader.member
    if kind == IDENTIFIER and cursor.following not in ASSIGNMENTS:
        raise _no_member(reader, body)
    if kind == body.close:
        cursor.at += 1
        reader.bodies.pop()
        return body.then(body.node)
    read = _MEMBERS.get(kind)
    if read is None or (kind == "include" and body.is_include):
        raise _no_member(reader, body)
    return read(reader)


def _start(reader: Reader) -> NextStep:
    return _definition(reader, "start", {})


def _define(reader: Reader) -> NextStep:
    return _definition(reader, "define", {"name": reader.cursor.values[reader.cursor.at]})


def _definition(reader: Reader, element: str, attributes: Mapping[str, str]) -> NextStep:
    cursor = reader.cursor
    start = cursor.at
    cursor.at += 1
    name = cursor.values[start]
    sign = cursor.kind
    if sign not in _COMBINE:
        raise cursor.fault(f"'=' is missing after '{name}', before {cursor.shown()}")
    cursor.at += 1
    node = reader.node(element, start, {**attributes, **_COMBINE[sign]})

    def then(pattern: SchemaNode) -> NextStep:
        node.children.append(pattern)
        return _added(reader, node)

    return reader.open(Level(PATTERNS, ANYTHING, then, start, f"'{name} {sign}'"))


def _div(reader: Reader) -> NextStep:
    cursor = reader.cursor
    start = cursor.at
    cursor.at += 1
    cursor.sign("{", "the keyword 'div'")
    return _body(reader, reader.node("div", start), is_include=reader.bodies[-1].is_include)


def _include(reader: Reader) -> NextStep:
    cursor = reader.cursor
    start = cursor.at
    node = reader.node("include", start, reference(reader))
    if cursor.kind != "{":
        return _added(reader, node)
    cursor.at += 1
    return _body(reader, node, is_include=True)


def _body(reader: Reader, node: SchemaNode, *, is_include: bool) -> NextStep:
    """The members of a div or include; the cursor stands behind the brace."""
    then = partial(_added, reader)
    return reader.enter(GrammarBody(node, "}", then, reader.cursor.at - 1, is_include))


def _added(reader: Reader, node: SchemaNode) -> NextStep:
    """Ends a member."""
    reader.bodies[-1].node.children.append(node)
    return reader.member


_MEMBERS: Mapping[str, Operand] = {
    "start": _start,
    "div": _div,
    "include": _include,
    IDENTIFIER: _define,
}


def _no_member(reader: Reader, body: GrammarBody) -> SchemaError:
    """The error that something stands where a member of a grammar should."""
    cursor = reader.cursor
    kind = cursor.kind
    if kind == END and body.close != END:
        return reader.missing_closer(body.close, body.opener)
    advice = (
        _ADVICE.get(kind) or _keyword_advice(cursor) or _operator_advice(reader) or _OTHER_ADVICE
    )
    return cursor.fault(f"{cursor.shown()} cannot stand here; {advice}")


_ADVICE = {
    **dict.fromkeys(DECLARATIONS, "declarations stand at the top, before all annotations"),
    "include": "an include cannot be within an include",
    "}": "there is no '{' for it",
    ")": "there is no '(' for it",
}
_OTHER_ADVICE = "a definition, which is name = pattern, could"


def _keyword_advice(cursor: Cursor) -> str:
    if cursor.kind in KEYWORDS and cursor.following in ASSIGNMENTS:
        return f"this is a keyword; write \\{cursor.kind} for a definition of this name"
    return ""


def _operator_advice(reader: Reader) -> str:
    """What is missing between two patterns."""
    if reader.cursor.kind in PATTERNS.operands and reader.bodies[-1].node.children:
        return "between two patterns belongs ',', '|' or '&', and '=' after a name to be defined"
    return ""
