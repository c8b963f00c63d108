r"""Regular expressions of XPath as those of Python, refused where they could stop the program.

elementpath translates them; what it leaves to Python where Python means something else (`\s` and
`\w` outside of brackets, the flags `x` and `q`) is written out first.
"""

import re
from functools import lru_cache

from elementpath import RegexError, translate_pattern

from teikit.schematron.xpath.ambiguity import is_explosive
from teikit.schematron.xpath.automaton import Automaton
from teikit.schematron.xpath.errors import ExpressionError

_LONGEST = 10_000
"""Of a pattern, in characters."""

_WRITTEN_OUT = {"s": r"[\s]", "S": r"[^\s]", "w": r"[\w]", "W": r"[^\w]"}


@lru_cache(maxsize=1024)
def translated(pattern: str, flags: str, *, is_searched: bool = False) -> tuple[str, str]:
    """A pattern and its flags (`s`, `m`, `i`, `x`, `q`) in Python's way: pattern, and `SMI`.

    Args:
        pattern: the pattern.
        flags: its flags.
        is_searched: whether it is only asked whether there is a match: then what could take endless
            time is for `Automaton`, and has the flag `A`, too.

    Raises:
        ExpressionError: it is none, or it could take more time than there is.
    """
    for flag in flags:
        if flag not in "smixq":
            raise ExpressionError(f"“{flag}” is no flag of a regular expression.")
    if len(pattern) > _LONGEST:
        raise ExpressionError(f"A regular expression of {len(pattern)} characters is not read.")
    letters = "".join(sorted({flag.upper() for flag in flags if flag in "smi"}))
    if "q" in flags:
        return re.escape(pattern), letters.replace("S", "").replace("M", "")
    plain = _plain(pattern, free="x" in flags)
    options = sum((getattr(re, letter) for letter in letters), re.RegexFlag(0))
    try:
        python = translate_pattern(plain, options)
        re.compile(python, options)
    except (RegexError, re.error, ValueError, IndexError, OverflowError, RecursionError) as error:
        raise ExpressionError(f"“{pattern}” is no regular expression: {error}.") from None
    if is_explosive(python, options):
        if is_searched and _is_for_automaton(python, int(options)):
            return python, f"{letters}A"
        raise ExpressionError(
            f"The regular expression “{pattern}” can take endless time on a text that it does not"
            " match; write it so that no repeated part can match the same text in two ways."
        )
    return python, letters


def _is_for_automaton(pattern: str, flags: int) -> bool:
    try:
        Automaton(pattern, flags).search("")
    except ValueError:
        return False
    return True


def _plain(pattern: str, *, free: bool) -> str:
    """A pattern without what Python understands otherwise.

    Args:
        pattern: the pattern.
        free: whether white space outside of brackets is only for the eye.
    """
    parts = []
    depth = index = 0
    while index < len(pattern):
        character = pattern[index]
        if character == "\\" and index + 1 < len(pattern):
            following = pattern[index + 1]
            pair = character + following
            parts.append(pair if depth else _WRITTEN_OUT.get(following, pair))
            index += 2
            continue
        if character == "[":
            depth += 1
        elif character == "]" and depth:
            depth -= 1
        if not (free and not depth and character in " \t\r\n"):
            parts.append(character)
        index += 1
    return "".join(parts)
