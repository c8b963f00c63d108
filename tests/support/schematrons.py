"""Schematrons of a test's own: files by their names."""

from collections.abc import Mapping

from teikit.schematron.model import Assertion, Definition, Rule, Text
from teikit.schematron.reading import read

ISO = "http://purl.oclc.org/dsdl/schematron"


def schema(content: str, *, attributes: str = 'queryBinding="xslt2"') -> str:
    """A schema with something in it."""
    return f'<schema xmlns="{ISO}" {attributes}>{content}</schema>'


def definition(files: str | Mapping[str, str | bytes], first: str = "") -> Definition:
    """What the first of some files says; a single text is that of `main.sch`."""
    known = {"main.sch": files} if isinstance(files, str) else files

    def content(address: str) -> bytes:
        data = known[address]
        return data.encode() if isinstance(data, str) else data

    return read(first or next(iter(known)), read=content)


def rules(found: Definition) -> list[Rule]:
    """The rules of all patterns."""
    return [rule for pattern in found.patterns for rule in pattern.rules]


def assertions(found: Definition) -> list[Assertion]:
    """The assertions of all rules."""
    return [assertion for rule in rules(found) for assertion in rule.assertions]


def plain(text: Text) -> str:
    """A message with expressions in braces, and single spaces."""
    parts = (
        part if isinstance(part, str) else f"{{{getattr(part, 'select', '') or '.'}}}"
        for part in text
    )
    return " ".join("".join(parts).split())
