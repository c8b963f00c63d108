"""Tests of XPath 1.0, put together; those that are known beforehand are left out."""


def conjunction(*parts: str) -> str:
    """`and` of tests, the empty ones left out."""
    some = [part for part in parts if part and part != "true()"]
    if "false()" in some:
        return "false()"
    if not some:
        return "true()"
    return some[0] if len(some) == 1 else "(" + " and ".join(some) + ")"


def disjunction(*parts: str) -> str:
    """`or` of tests."""
    some = [part for part in parts if part != "false()"]
    if "true()" in some:
        return "true()"
    if not some:
        return "false()"
    return some[0] if len(some) == 1 else "(" + " or ".join(some) + ")"


def negation(test: str) -> str:
    """`not` of a test."""
    return {"true()": "false()", "false()": "true()"}.get(test, f"not({test})")
