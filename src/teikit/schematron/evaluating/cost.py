"""How long libxml2 may take for an expression.

What libxml2 evaluates cannot be stopped, not even by a limit of time. So it is not given what could
take it longer than some seconds: elementpath is slower, and can be stopped.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

BEARABLE = 50_000_000
"""Nodes that libxml2 may look at in a call; it takes about a second for so many."""

AT_A_TIME = 200
"""Nodes that are given to libxml2 at once: it compares each with all before it."""

_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"|'[^']*')
    |(?P<call>[\w\-.]\()
    |(?P<open>[(\[])
    |(?P<close>[)\]])
    |\$(?P<variable>[\w\-.]+)
    |(?P<wide>//|(?:descendant|descendant-or-self|following|following-sibling|preceding
        |preceding-sibling)\s*::|(?:\.\.|(?:parent|ancestor|ancestor-or-self)\s*::[^/\[\]()|,\s]*)
        \s*/(?!\s*@))
    |(?P<between>\||,|\+|[=<>]|\s(?:or|and|div|mod)\s)""",
    re.VERBOSE,
)
"""What is wide leads to nodes as many as the document may have."""


def degree(xpath1: str, sets: Container[str] = ()) -> int:
    """The power of the number of a document's nodes with which the time for one node grows.

    `sets` are the names of variables that may hold many nodes.
    """
    operands = [_Operand()]  # one for each bracket that is open
    brackets: list[str] = []
    for match in _TOKEN.finditer(xpath1):
        kind = match.lastgroup
        if kind in ("open", "call"):
            operands.append(_Operand())
            brackets.append("(" if match[0] == "(" else "")
        elif kind == "close" and brackets:
            inner = operands.pop().most()
            if brackets.pop() == "(":  # a path can go on from there
                operands[-1].steps += inner
            else:
                operands[-1].inner = max(operands[-1].inner, inner)
        elif kind == "wide" or (kind == "variable" and match["variable"] in sets):
            operands[-1].steps += 1
        elif kind == "between":
            operands[-1] = _Operand(before=operands[-1].most())
    return max(operand.most() for operand in operands)


@dataclass
class _Operand:
    """What is known of an operand: its wide steps, those in its brackets, and those before it."""

    steps: int = 0
    inner: int = 0
    before: int = 0

    def most(self) -> int:
        return max(self.steps + self.inner, self.before)
