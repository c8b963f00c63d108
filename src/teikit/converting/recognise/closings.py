"""A formula and a signature at the end of the last paragraph; a salutation at its first."""

import re
from collections.abc import Iterator

from teikit.converting.forms import formulas, persons
from teikit.converting.letter import Letter
from teikit.converting.recognise.context import Context
from teikit.converting.recognise.datelines import closing_name, last_paragraph
from teikit.converting.source import Mark, Span

_LONGEST = 180
"""Characters of a formula with its signature."""
_LONGEST_NAME = 4
_BEGINNINGS = re.compile(r"(?:[.!?;:,”\"]|\s[–—-]+|--|—)\s*")


def run_in_formulas(letter: Letter, context: Context) -> Iterator[Mark]:
    """Mark a salutation that begins the first paragraph, and a signature that ends the last."""
    if letter.is_essay:
        return
    first = next(iter(letter.of_kind("p")), None)
    if first and not letter.of_kind("salute"):
        found = formulas.salutation(letter.text(first), context.profile.letter)
        if found and not found.alone:
            start = first.span.start
            yield Mark(
                Span(start + found.span.start, start + found.span.end), "seg", {"type": "salute"}
            )
    closing = closing_formula(letter, context)
    for name in closing.names if closing else ():
        yield Mark(name, "seg", {"type": "signature"})


def closing_formula(letter: Letter, context: Context) -> formulas.Closing | None:
    """The signature that ends the last paragraph, where the letter has no other; in its page.

    A formula stands before the name ("yours truly, T. CARLYLE"), or the name is that of a
    correspondent, or printed in capitals behind a sentence ("Adieu. FÉDÉRIC.").
    """
    last = last_paragraph(letter)
    if last is None or letter.of_kind("signed") or closing_name(letter, last, context):
        return None
    text = letter.text(last)
    tail = max(0, len(text) - _LONGEST)
    for beginning in _BEGINNINGS.finditer(text, tail):
        start = beginning.end()
        found = formulas.closing(text[start:], context.profile)
        if found is None or not found.names:
            continue
        names = tuple(Span(name.start + start, name.end + start) for name in found.names)
        printed = [text[name.start : name.end] for name in names]
        ends_sentence = text[: beginning.start() + 1].rstrip()[-1:] in '.!?”"—-'
        if found.greeting or (ends_sentence and _stands_for_signer(printed, letter, context)):
            moved = [Span(s.start + last.span.start, s.end + last.span.start) for s in names]
            return formulas.Closing(found.greeting, tuple(moved))
    return None


def _stands_for_signer(names: list[str], letter: Letter, context: Context) -> bool:
    words = context.profile.letter
    known = persons.signers(letter.heading, context.profile.edition)
    return all(
        any(persons.same(name, other, words) for other in known)
        or (name.upper() == name and len(name.split()) <= _LONGEST_NAME and len(name) > 3)
        for name in names
    )
