"""Regular expressions that are written out in the calls of functions, for those of `native`."""

import re
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.native import literal
from teikit.schematron.xpath.regex import translated


def literal_argument(token: Any, index: int) -> str | None:
    """A string that is written in the expression; empty where there is none of that number."""
    if len(token) <= index:
        return ""
    return str(token[index].value) if token[index].symbol == "(string)" else None


def pattern_arguments(token: Any, flags_at: int, *, is_searched: bool = False) -> str:
    """The pattern and the flags of a call, as arguments.

    `is_searched` is as for `translated`.

    Raises:
        UntranslatableError: they are not written out.
    """
    pattern, flags = literal_argument(token, 1), literal_argument(token, flags_at)
    if pattern is None or flags is None:
        raise UntranslatableError("a regular expression that is not written out")
    return ", ".join(map(literal, translated(pattern, flags, is_searched=is_searched)))


def splitting_pattern(token: Any, flags_at: int = 2) -> str:
    """The same of a pattern that cannot match nothing, for `tokenize()` and `replace()`."""
    arguments = pattern_arguments(token, flags_at)
    if compiled_literal(token).search(""):
        raise UntranslatableError("a pattern that matches nothing")
    return arguments


def compiled_literal(token: Any) -> re.Pattern[str]:
    """The pattern of a call, without flags."""
    return re.compile(translated(str(token[1].value), "")[0])
