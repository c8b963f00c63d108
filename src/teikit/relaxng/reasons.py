"""Why a value is wrong, and what values are right."""

from collections.abc import Iterable, Sequence

from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.derivatives import Derivatives, words
from teikit.relaxng.patterns import Data, List, Pattern, Value, strings
from teikit.relaxng.sentences import listed, quoted
from teikit.relaxng.spelling import nearest

MANY = 6  # values that are listed before "and 17 more"


def right_values(patterns: Iterable[Pattern]) -> tuple[str, ...]:
    """All strings that patterns take: values in quotes, datatypes in words."""
    told: dict[str, None] = {}
    for pattern in patterns:
        for one in strings(pattern):
            if isinstance(one, Value):
                told[f"'{one.literal}'"] = None
            elif isinstance(one, Data):
                told[one.datatype.describe()] = None
            else:
                told[f"words, each {' or '.join(right_values((one.words,)))}"] = None
    return tuple(told)


def reason(
    value: str, patterns: Sequence[Pattern], derivatives: Derivatives, namespaces: Namespaces
) -> str:
    """Why none of the patterns takes the value: a clause that names the value."""
    kinds = [one for pattern in patterns for one in strings(pattern)]
    lists = [one for one in kinds if isinstance(one, List)]
    if lists and len(lists) == len(kinds):
        return _reason_of_words(value, lists[0], derivatives, namespaces)
    literals = list(dict.fromkeys(one.literal for one in kinds if isinstance(one, Value)))
    data = [one for one in kinds if isinstance(one, Data)]
    reasons = [one.datatype.fault(value, namespaces) for one in data]
    told = [one for one in reasons if one is not None]
    meant = nearest(value, literals)
    if meant and len(literals) > 1:
        return f"{quoted(value)} is not allowed; did you mean '{meant}'?"
    # A reason that names the very fault says more than one that names the type.
    specific = [one for one in told if ": " in one and " as in " not in one]
    if specific:
        return specific[0]
    if len(told) == 1 and not literals:
        return told[0]
    right = [f"'{one}'" for one in literals]
    right += dict.fromkeys(one.datatype.describe().partition(", such as")[0] for one in data)
    if len(told) < len(reasons) or not right:
        return f"{quoted(value)} is not allowed here"
    return f"{quoted(value)} is not {listed(right, 'or', MANY)}"


def _reason_of_words(
    value: str, pattern: List, derivatives: Derivatives, namespaces: Namespaces
) -> str:
    kinds = list(strings(pattern.words))
    found = words(value)
    for word in found:
        if not any(derivatives.matches(one, word, namespaces) for one in kinds):
            return reason(word, kinds, derivatives, namespaces)
    if not found:
        return f"the value is empty; it needs {listed(right_values(kinds), 'or')}"
    return f"{quoted(value)} has too few words, or too many"
