"""Reads the annotations of a compact schema, which mean nothing to a validator, and drops them.

They are checked all the same: a schema with a broken one is not correct.
"""

from dataclasses import dataclass, field

from teikit.relaxng.compile.compact.cursor import IDENTIFIER_OR_KEYWORD, Cursor
from teikit.relaxng.compile.compact.declarations import Declarations
from teikit.relaxng.compile.compact.tokens import DOCUMENTATION, LITERAL, PREFIXED

_RELAXNG = "http://relaxng.org/ns/structure/1.0"
_XMLNS = "http://www.w3.org/2000/xmlns"
_NAMES = IDENTIFIER_OR_KEYWORD | {PREFIXED}

_Name = tuple[str, str]
"""A namespace and a local name."""


@dataclass(slots=True)
class _Bracket:
    """A '[' that is open: where, whether it belongs to an element, and what was in it."""

    opener: int
    of_element: bool
    attributes: set[_Name] = field(default_factory=set)
    has_content: bool = False


def skip_initial(cursor: Cursor, declarations: Declarations) -> bool:
    """Goes past what stands before a pattern, name or definition; whether there was something.

    Raises:
        SchemaError: if an annotation is wrong.
    """
    start = cursor.at
    while cursor.kind == DOCUMENTATION:
        cursor.at += 1
    if cursor.kind == "[":
        _skip_brackets(cursor, declarations, of_element=False)
    return cursor.at > start


def skip_following(cursor: Cursor, declarations: Declarations) -> bool:
    """Goes past the `>>` annotations after a pattern or name; whether there were some.

    Raises:
        SchemaError: if an annotation is wrong.
    """
    start = cursor.at
    while cursor.kind == ">>":
        cursor.at += 1
        skip_element(cursor, declarations)
    return cursor.at > start


def skip_element(cursor: Cursor, declarations: Declarations) -> None:
    """Goes past an element of an annotation.

    Raises:
        SchemaError: if it is wrong.
    """
    name = _name(cursor, declarations, "the element of an annotation")
    _check_foreign(name, cursor)
    _skip_brackets(cursor, declarations, of_element=True)


def _skip_brackets(cursor: Cursor, declarations: Declarations, *, of_element: bool) -> None:
    cursor.sign("[", "the name of an annotation")
    stack = [_Bracket(cursor.at - 1, of_element)]
    while stack:
        bracket = stack[-1]
        if cursor.kind == "]":
            cursor.at += 1
            stack.pop()
        elif cursor.kind == LITERAL and bracket.of_element:
            cursor.literal("'['")
            bracket.has_content = True
        elif cursor.kind in _NAMES and cursor.following == "=":
            _attribute(cursor, declarations, bracket)
        else:
            start = bracket.opener
            name = _name(
                cursor, declarations, f"']' for the '[' of line {cursor.location(start)[0]}"
            )
            if not bracket.of_element:
                _check_foreign(name, cursor)
            bracket.has_content = True
            cursor.sign("[", "the name of an annotation")
            stack.append(_Bracket(cursor.at - 1, of_element=True))


def _attribute(cursor: Cursor, declarations: Declarations, bracket: _Bracket) -> None:
    """Goes past an attribute."""
    start = cursor.at
    name = _name(cursor, declarations, "the attribute of an annotation")
    if bracket.has_content:
        reason = "the attributes of an annotation stand before its elements; move this one"
        raise cursor.fault(reason, start)
    if name[0] == _XMLNS:
        raise cursor.fault("an annotation cannot declare a namespace; do it at the top", start)
    if not bracket.of_element:
        _check_foreign(name, cursor)
        if not name[0]:
            reason = "an attribute that annotates a pattern needs a prefix with a namespace"
            raise cursor.fault(reason, start)
    if name in bracket.attributes:
        raise cursor.fault("this attribute stands twice in an annotation; remove one", start)
    bracket.attributes.add(name)
    cursor.sign("=", "the attribute")
    cursor.literal("'='")


def _name(cursor: Cursor, declarations: Declarations, what: str) -> _Name:
    """The name of an element or attribute; goes past it."""
    start = cursor.at
    value = cursor.take(_NAMES, f"{what} is missing before {cursor.shown()}")
    if cursor.kinds[start] != PREFIXED:
        return "", value
    prefix, _, local = value.partition(":")
    declarations.ns_of(prefix, cursor, start)
    namespace = declarations.namespaces[prefix]
    if namespace is None:
        reason = f"an annotation cannot have the prefix '{prefix}', for its namespace is inherited"
        raise cursor.fault(reason, start)
    return namespace, local


def _check_foreign(name: _Name, cursor: Cursor) -> None:
    """Refuses the namespace of RELAX NG itself; the cursor stands behind the name."""
    if name[0] == _RELAXNG:
        raise cursor.fault("an annotation cannot be in the namespace of RELAX NG", cursor.at - 1)
