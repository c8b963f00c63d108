"""A salutation that runs into the first paragraph, with no space between them."""

from collections.abc import Iterator

from teikit.converting.forms import formulas
from teikit.converting.letter import Letter
from teikit.converting.recognise.context import Context
from teikit.converting.source import Mark, Span


def run_in_salutation(letter: Letter, context: Context) -> Iterator[Mark]:
    """Mark a salutation that begins the first paragraph, and is not divided off."""
    first = next(iter(letter.of_kind("p")), None)
    if first is None or letter.is_essay or letter.of_kind("salute"):
        return
    found = formulas.salutation(letter.text(first), context.profile.letter)
    if found and not found.alone:
        start = first.span.start
        yield Mark(
            Span(start + found.span.start, start + found.span.end), "seg", {"type": "salute"}
        )
