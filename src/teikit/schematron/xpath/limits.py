"""How much of an expression is read, and how it is shown."""

from teikit.schematron.xpath.errors import ExpressionError

MAXIMUM_LENGTH = 50_000
"""Of an expression, in characters: a longer one was not written by hand."""

MAXIMUM_DEPTH = 120
"""Of brackets within brackets in an expression."""


def check_size(expression: str) -> None:
    """Refuse what is too large to be read; raises `ExpressionError`."""
    if len(expression) > MAXIMUM_LENGTH:
        raise ExpressionError(
            f"An expression of {len(expression)} characters is longer than the"
            f" {MAXIMUM_LENGTH} that are read; shorten it."
        )
    depth = 0
    for character in expression:
        if character in "([{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise ExpressionError(
                    f"An expression with more than {MAXIMUM_DEPTH} brackets within brackets is not"
                    f" read: “{shown(expression)}”."
                )
        elif character in ")]}":
            depth -= 1


def shown(expression: str) -> str:
    """An expression as a message has it: on a line, and not too long."""
    line = " ".join(expression.split())
    return line if len(line) <= 100 else line[:99] + "…"
