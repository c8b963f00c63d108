"""A RELAX NG grammar cut down to some elements.

libxml2 needs many seconds to compile the whole of TEI, and a moment for the hundred elements of it
that a project uses. For documents that hold no other elements the cut grammar says what the whole
one says: an alternative that needs an absent element can never match, so it can go.
"""

from collections.abc import Collection

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
REPEATED = (f"{RNG}optional", f"{RNG}zeroOrMore")


def narrow(grammar: etree._ElementTree, names: Collection[str]) -> None:
    """Take from a grammar, in place, whatever needs an element that is not among `names`.

    Elements are told by local names. A definition that is left with nothing refuses everything.
    """
    definitions = {node.get("name"): node for node in grammar.iter(f"{RNG}define")}
    impossible: set[str | None] = set()
    known = -1

    def cut(node: etree._Element) -> bool:
        """Whether nothing can match this node, once what cannot match below it is taken out."""
        if node.tag == f"{RNG}ref":
            return node.get("name") in impossible
        if node.tag == f"{RNG}element" and node.get("name") not in names:
            return True
        if node.tag == f"{RNG}except":
            return False
        patterns = [child for child in node if is_pattern(child)]
        refused = [child for child in patterns if cut(child)]
        if node.tag == f"{RNG}choice":
            for child in refused:
                node.remove(child)
            return bool(refused) and len(refused) == len(patterns)
        if refused and node.tag in REPEATED:
            drop(node)
            return False
        return bool(refused) or node.tag == f"{RNG}notAllowed"

    while known != len(impossible):
        known = len(impossible)
        impossible |= {name for name, node in definitions.items() if cut(node)}
    for name in impossible:
        node = definitions[name]
        become(node, "define")
        node.set("name", name or "")
        etree.SubElement(node, f"{RNG}notAllowed")


def is_pattern(node: etree._Element) -> bool:
    """Whether a node of a grammar is part of a pattern, not a comment or documentation."""
    return isinstance(node.tag, str) and node.tag.startswith(RNG)


def drop(node: etree._Element) -> None:
    """Put nothing in the place of a node.

    libxml2 misreads a repeated group that ends in `empty`; so it is only written where it must be.
    """
    parent = node.getparent()
    assert parent is not None
    if parent.tag != f"{RNG}choice" and sum(map(is_pattern, parent)) > 1:
        parent.remove(node)
    else:
        become(node, "empty")


def become(node: etree._Element, kind: str) -> None:
    """Empty a node of a grammar and make it another kind."""
    tail = node.tail
    node.clear()
    node.tag, node.tail = f"{RNG}{kind}", tail
