"""The names of TEI."""

TEI = "http://www.tei-c.org/ns/1.0"


def tei(name: str) -> str:
    """The name with TEI's namespace, as lxml writes it."""
    return f"{{{TEI}}}{name}"


def tags(*names: str) -> frozenset[str]:
    """The names with TEI's namespace."""
    return frozenset(map(tei, names))
