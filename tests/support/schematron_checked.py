"""What schemas in tests find, in short."""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from lxml import etree

from teikit.schematron import Schema, Unevaluated, Violation
from teikit.schematron.evaluating.order import numbered
from teikit.schematron.evaluating.program import OF_KIND, Alternative, CompiledRule, Expression
from teikit.xml.tag_names import NamedElements, tag_names

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


def named(tree: "etree._ElementTree") -> NamedElements:
    """The elements of a document, as who has read it may have them at hand."""
    elements = [*tree.getroot().iter("*")]
    names = [tag_names(str(element.tag), tuple(element.attrib)) for element in elements]
    return NamedElements(elements, names, numbered(tree))


def by_elementpath(made: Schema) -> Schema:
    """The same schema, with nothing left to libxml2."""
    return Schema(_without_native(made.__reduce__()[1][0]))


def _without_native(value: Any) -> Any:
    if isinstance(value, Alternative):
        tag = value.tag and value.tag._replace(name=None)
        return value._replace(tag=tag, select=OF_KIND[value.kind], has_test=False, is_exact=False)
    if isinstance(value, Expression):
        return replace(value, native="", maybe="")
    if is_dataclass(value):
        changed = {each.name: _without_native(getattr(value, each.name)) for each in fields(value)}
        if isinstance(value, CompiledRule):
            changed |= {"context_variables": (), "suspect": "", "suspect_variables": ()}
        return replace(value, **changed)
    if type(value) is tuple:
        return tuple(map(_without_native, value))
    return value


def _markup(node: Any) -> str:
    return str(etree.tostring(node, encoding="unicode", with_tail=False))
