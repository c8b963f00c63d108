"""How much a pattern can ask for at once: how many of its parts a string can be inside of.

That is what the time for one character grows with. Where a part begins in one place only, its
counter has one value at a time. Where it can begin in many, the counter has many; those that follow
each other are kept as one, unless counters inside of it differ.
"""

from teikit.relaxng.datatypes.regex.terms import Alternatives, Chars, Concatenation, Repeat, Term


def width(term: Term, fixed: bool = True) -> int:
    """About the terms needed at once; `fixed` where this one begins in one place only."""
    if isinstance(term, Alternatives):
        return sum(width(option, fixed) for option in term.options)
    if isinstance(term, Repeat):
        steady = fixed and _length(term.body) is not None
        return width(term.body, steady) * (1 if steady else _values(term))
    if not isinstance(term, Concatenation):
        return 1
    widest = total = 0
    while isinstance(term, Concatenation):
        this = width(term.head, fixed)
        widest, total = (max(widest, this), total) if fixed else (widest, total + this)
        fixed = fixed and _length(term.head) is not None
        term = term.tail
    return max(widest, width(term, True)) if fixed else widest + total + width(term, False)


def _values(term: Repeat) -> int:
    """How many values of a counter can be apart from each other."""
    if _has_counter(term.body):
        return max(term.least, term.most or 1)
    return 1 if term.most is None else term.least // (term.most - term.least + 2) + 2


def _has_counter(term: Term) -> bool:
    """Whether a part of a term is counted further than to one."""
    while isinstance(term, Concatenation):
        if _has_counter(term.head):
            return True
        term = term.tail
    if isinstance(term, Alternatives):
        return any(map(_has_counter, term.options))
    if isinstance(term, Repeat):
        return max(term.least, term.most or 0) > 1 or _has_counter(term.body)
    return False


def _length(term: Term) -> int | None:
    """How long all strings are that a term matches, where they are of one length."""
    total = 0
    while isinstance(term, Concatenation):
        head = _length(term.head)
        if head is None:
            return None
        total += head
        term = term.tail
    last = _last_length(term)
    return None if last is None else total + last


def _last_length(term: Term) -> int | None:
    if isinstance(term, Chars):
        return 1
    if isinstance(term, Alternatives):
        lengths = {_length(option) for option in term.options}
        return lengths.pop() if len(lengths) == 1 else None
    if isinstance(term, Repeat):
        body = _length(term.body)
        return None if body is None or term.least != term.most else body * term.least
    return 0
