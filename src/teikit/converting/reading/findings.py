"""Findings at places of a raw page."""

from teikit.converting.source import Source, Span, collapse
from teikit.diagnostic import Diagnostic, Location, Rule


def finding(source: Source, rule: Rule, span: Span, message: str) -> Diagnostic:
    """A finding at the beginning of a span."""
    place = Location(source.path, *source.position(span.start))
    return Diagnostic(rule, place, collapse(message))
