"""Parameters of abstract patterns, filled in where they are named."""

import re
from collections.abc import Mapping, Set
from dataclasses import replace

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Place
from teikit.schematron.reading.files import SchemaFiles
from teikit.schematron.reading.tree import SchemaNode

MAX_PARAMETERS = 1000
"""Parameters of an abstract pattern."""
MAX_EXPRESSION = 100_000
"""Characters of an expression with its parameters filled in."""

EXPRESSIONS = frozenset(
    ("context", "test", "select", "path", "value", "documents", "subject")  # of Schematron
) | {"match", "regex", "use", "use-for-each", "use-when"}
"""Attributes in which parameters are filled in."""

_NAME = re.compile(r"\$([\w.\-]*)")


def filled(
    node: SchemaNode, values: Mapping[str, str], variables: Set[str], files: SchemaFiles
) -> SchemaNode:
    """An element with the values of parameters in its expressions, and in its words.

    The longest names come first, so that `$a` takes nothing from `$ab`; and what is the whole name
    of a variable is no parameter. Values may name parameters with shorter names. Raises
    `SchemaError` where what comes of it is too large.
    """
    if len(values) > MAX_PARAMETERS:
        words = f"an abstract pattern has more than {MAX_PARAMETERS:,} parameters; use fewer"
        raise SchemaError(words, node.place)
    return _filled(node, Substitution(values, variables), files)


def _filled(node: SchemaNode, substitution: "Substitution", files: SchemaFiles) -> SchemaNode:
    attributes = {
        name: substitution.into(value, node.place) if name in EXPRESSIONS else value
        for name, value in node.attributes.items()
    }
    children = tuple(
        substitution.into(child, node.place)
        if isinstance(child, str)
        else _filled(child, substitution, files)
        for child in node.children
    )
    made = replace(node, attributes=attributes, children=children)
    files.count(made)
    return made


class Substitution:
    """Values for parameters; `variables` are names that are none."""

    def __init__(self, values: Mapping[str, str], variables: Set[str]) -> None:
        self._values = sorted(values.items(), key=lambda item: -len(item[0]))
        self._variables = variables - values.keys()

    def into(self, text: str, place: Place) -> str:
        """A text with the values in it."""
        if "$" not in text:
            return text
        for name, value in self._values:
            if f"${name}" in text:
                text = self._replaced(text, name, value)
            if len(text) > MAX_EXPRESSION:
                words = (
                    f"with its parameters an expression has more than {MAX_EXPRESSION:,} "
                    f"characters; parameter '{name}' must not name others so often"
                )
                raise SchemaError(words, place)
        return text

    def _replaced(self, text: str, name: str, value: str) -> str:
        def value_or_variable(match: re.Match[str]) -> str:
            found = match[1]
            if not found.startswith(name) or found in self._variables:
                return match[0]
            return value + found[len(name) :]

        # Most texts name a parameter once or twice; the size is looked at before it is made.
        if text.count(f"${name}") * len(value) > MAX_EXPRESSION:
            return " " * (MAX_EXPRESSION + 1)
        return _NAME.sub(value_or_variable, text)
