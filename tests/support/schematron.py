"""ISO Schematron of few words, for tests: assertions in XPath 2, by elementpath."""

import re
from collections.abc import Iterator
from pathlib import Path

from elementpath import XPath2Parser, select
from lxml import etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"


def failures(schema: Path, document: etree._Element) -> list[str]:
    """The words of each assertion that fails, once for each node of which it does."""
    return list(_failures(etree.parse(schema).getroot(), document))


def _failures(schema: etree._Element, document: etree._Element) -> Iterator[str]:
    spaces = {found.get("prefix"): found.get("uri") for found in schema.iter(f"{SCH}ns")}
    variables = {
        found.get("name"): select(document, found.get("value"), spaces)
        for found in schema.iterfind(f"{SCH}let")
    }
    for pattern in schema.iter(f"{SCH}pattern"):
        seen: set[int] = set()
        for rule in pattern.iter(f"{SCH}rule"):
            steps = (step.strip() for step in rule.get("context").split("|"))
            path = " | ".join(step if step.startswith("/") else f"//{step}" for step in steps)
            for attribute in re.findall(r"/@([\w:]+)$", path):
                # A value of an attribute is no node to go on from: its element stands for it.
                path = path.removesuffix(f"/@{attribute}") + f"[@{attribute}]"
            for node in select(document, path, spaces):
                if id(node) not in seen:
                    seen.add(id(node))
                    yield from _asserted(rule, node, document, spaces, variables)


def _asserted(rule, node, document, spaces, variables) -> Iterator[str]:  # type: ignore[no-untyped-def]
    attribute = re.search(r"/@([\w:]+)$", rule.get("context"))
    for assertion in rule.iter(f"{SCH}assert"):
        test = assertion.get("test")
        if attribute:
            test = re.sub(r"(?<=\()\.(?=,)", f"@{attribute[1]}", test)
        holds = select(document, test, spaces, parser=XPath2Parser, item=node, variables=variables)
        if not _effective(holds):
            where = etree.tostring(node, encoding="unicode")[:200]
            yield f"{' '.join(assertion.itertext()).strip()}: {where}"


def _effective(value: object) -> bool:
    return bool(value) if not isinstance(value, list) else any(each is not False for each in value)
