"""What a variable holds where that is written in XSLT: as an expression, where there is one.

Texts, `xsl:text`, `xsl:value-of`, `xsl:if` and `xsl:choose` make a text, and so does an expression.
All else makes trees, or is a program, which is not run.
"""

from collections.abc import Iterator

from teikit.schematron.reading.tree import XSLT, SchemaNode


class _ProgramError(Exception):
    """There is no such expression."""


def text_expression(node: SchemaNode, *, has_xpath1: bool) -> str:
    """The expression for the text that the content of an element makes; empty if there is none."""
    try:
        return _text(node, has_xpath1=has_xpath1)
    except _ProgramError:
        return ""


def _text(node: SchemaNode, *, has_xpath1: bool) -> str:
    parts = [*_parts(node, has_xpath1=has_xpath1)]
    if len(parts) < 2:
        return parts[0] if parts else "''"
    return f"concat({', '.join(parts)})"


def _parts(node: SchemaNode, *, has_xpath1: bool) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            if child.strip():  # white space alone is none of XSLT's
                yield _literal(child, has_xpath1=has_xpath1)
        elif child.namespace != XSLT:
            raise _ProgramError
        elif child.name == "text":
            yield _literal(child.text(), has_xpath1=has_xpath1)
        elif child.name == "value-of":
            yield _value(child, has_xpath1=has_xpath1)
        elif has_xpath1:  # which has no conditions
            raise _ProgramError
        else:
            yield _choice(child)


def _value(node: SchemaNode, *, has_xpath1: bool) -> str:
    select, separator = node.get("select"), node.attributes.get("separator", " ")
    if not select or "{" in separator:
        raise _ProgramError
    if has_xpath1:
        return f"string({select})"
    between = _literal(separator, has_xpath1=False)
    return f"string-join(for $item in ({select}) return string($item), {between})"


def _choice(node: SchemaNode) -> str:
    otherwise = "''"
    if node.name == "if":
        cases = [node]
    elif node.name == "choose":
        cases = [*_named(node, "when")]
        for each in _named(node, "otherwise"):
            otherwise = _text(each, has_xpath1=False)
    else:
        raise _ProgramError
    for case in reversed(cases):
        condition = case.get("test")
        if not condition:
            raise _ProgramError
        otherwise = f"(if ({condition}) then {_text(case, has_xpath1=False)} else {otherwise})"
    return otherwise


def _named(node: SchemaNode, name: str) -> Iterator[SchemaNode]:
    for child in node.children:
        if isinstance(child, SchemaNode) and (child.namespace, child.name) == (XSLT, name):
            yield child


def _literal(text: str, *, has_xpath1: bool) -> str:
    if "'" not in text:
        return f"'{text}'"
    if not has_xpath1:
        return "'" + text.replace("'", "''") + "'"
    if '"' in text:
        raise _ProgramError
    return f'"{text}"'
