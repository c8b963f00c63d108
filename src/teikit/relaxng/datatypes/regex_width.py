"""How much a pattern can ask for at once: how many of its terms a string can be inside of.

That is what the time for one character grows with. Where a part begins in one place only, its
counters have one value at a time. Where it can begin in many, a counter has many values; those that
follow each other are kept as one, and only a least count that is near the greatest keeps them
apart.
"""

from teikit.relaxng.datatypes.regex_terms import Chars, Choice, Repeat, Sequence, Term


def width(term: Term, fixed: bool = True) -> int:
    """An upper bound of the terms needed at once; `fixed` where the term begins in one place."""
    if isinstance(term, Choice):
        return sum(width(option, fixed) for option in term.options)
    if isinstance(term, Repeat):
        steady = fixed and _length(term.body) is not None
        return width(term.body, steady) * (1 if steady else _values(term))
    if not isinstance(term, Sequence):
        return 1
    total = 0
    while isinstance(term, Sequence):
        total += width(term.head, fixed)
        fixed = fixed and _length(term.head) is not None
        term = term.tail
    return total + width(term, fixed)


def _values(term: Repeat) -> int:
    """How many values of a counter can be apart from each other."""
    if term.most is None:
        return 2
    return term.least // (term.most - term.least + 2) + 2


def _length(term: Term) -> int | None:
    """How long all strings are that a term matches, where they are of one length."""
    total = 0
    while isinstance(term, Sequence):
        head = _length(term.head)
        if head is None:
            return None
        total += head
        term = term.tail
    if isinstance(term, Chars):
        return total + 1
    if isinstance(term, Choice):
        lengths = {_length(option) for option in term.options}
        only = lengths.pop() if len(lengths) == 1 else None
        return None if only is None else total + only
    if isinstance(term, Repeat):
        body = _length(term.body)
        return total + body * term.least if body is not None and term.least == term.most else None
    return total
