"""Showing findings: a table of formats, one file for each.

A reporter turns findings, as they come, into lines for standard output.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from teikit.diagnostic import Diagnostic
from teikit.reporting.json_lines import json_lines
from teikit.reporting.text import text

__all__ = ["REPORTERS", "Reporter"]

Reporter = Callable[[Iterable[Diagnostic]], Iterator[str]]

REPORTERS: Mapping[str, Reporter] = {"text": text, "json": json_lines}
