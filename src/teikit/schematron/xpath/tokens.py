"""What elementpath read: which construct of XPath a token is, and what it consists of."""

from typing import Any


def is_call(token: Any) -> bool:
    """Whether it is the call of a function, whose name has no prefix."""
    return "function" in str(token.label) and "kind test" not in str(token.label)


def comma_items(token: Any) -> list[Any]:
    """What stands between the commas of a sequence, or the expression itself."""
    while token.symbol == "(" and len(token) == 1:
        if token[0].symbol not in (",", "("):
            break
        token = token[0]
    if token.symbol != ",":
        return [token]
    return [*comma_items(token[0]), *comma_items(token[1])]


def union_items(token: Any) -> list[Any] | None:
    """What a union is of; `None` where an expression is none."""
    if token.symbol in ("|", "union"):
        left = union_items(token[0]) or [token[0]]
        right = union_items(token[1]) or [token[1]]
        return [*left, *right]
    return None


def alternatives(token: Any) -> list[Any]:
    """What a sequence or a union is of, whatever brackets there are; or the expression itself."""
    return [
        part for item in comma_items(token) for part in union_items(_bare(item)) or [_bare(item)]
    ]


def _bare(token: Any) -> Any:
    while token.symbol == "(" and len(token) == 1:
        token = token[0]
    return token


def construct(token: Any) -> str:
    """What a token is: its symbol, or words where the symbol alone does not say it."""
    symbol = str(token.symbol)
    if is_call(token):
        return "call"
    if symbol == ":" and is_call(token[1]):
        return "prefixed call"
    if symbol == "*" and len(token) == 2:
        return "product"
    return "kind test" if str(token.label) == "kind test" else symbol
