"""Findings for people: one line each, in the form that editors and terminals make a link of."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic


def text(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """`path:line:column: severity CODE message`; under the first of each rule, what to do."""
    explained: set[str] = set()
    for diagnostic in diagnostics:
        rule = diagnostic.rule
        yield f"{diagnostic.location}: {rule.severity} {rule.code} {diagnostic.message}"
        if rule.hint and rule.code not in explained:
            explained.add(rule.code)
            yield f"    {rule.hint}"
