"""What schemas in tests find, in short."""

from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

from teikit.schematron import Schema, Unevaluated, Violation

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="{}">{}</schema>"""


def schema(content: str, binding: str = "xslt2", **options: Any) -> Schema:
    """A schema of the content of `schema`."""
    return Schema.from_string(SCHEMA.format(binding, content), **options)


def short(results: Iterable[Violation | Unevaluated]) -> list[tuple[str, str]]:
    """The place and the message of each, in a few characters."""
    return [
        ("unevaluated", found.message)
        if isinstance(found, Unevaluated)
        else (place(found), found.message)
        for found in results
    ]


def place(found: Violation) -> str:
    """Such as `a`, `a/@x`, `a text`, `<!--c--> tail`."""
    element = found.element
    name = element.tag if isinstance(element.tag, str) else _markup(element)
    return name + (f"/@{found.attribute}" if found.attribute else "") + f" {found.part}".rstrip()


def found(
    content: str,
    document: str,
    binding: str = "xslt2",
    documents: Callable[[str], Any] | None = None,
    **options: Any,
) -> list[tuple[str, str]]:
    """What a schema finds in a document."""
    tree = etree.ElementTree(etree.fromstring(document))
    return short(schema(content, binding, **options).validate(tree, documents=documents))


def _markup(node: Any) -> str:
    return str(etree.tostring(node, encoding="unicode", with_tail=False))
