"""Why a value is wrong, and what values are right."""

from collections.abc import Iterable, Sequence

from teikit.relaxng.automaton.strings import Strings, words
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.messages.corrections import corrections
from teikit.relaxng.messages.sentences import listed, quoted
from teikit.relaxng.patterns.patterns import Data, List, Pattern, Value, strings
from teikit.xml.spelling import nearest

MANY = 6  # values that are listed before "and 17 more"


def right_values(patterns: Iterable[Pattern]) -> tuple[str, ...]:
    """All strings that patterns take: values in quotes, datatypes in words."""
    described: dict[str, None] = {}
    for pattern in patterns:
        for inner in strings(pattern):
            if isinstance(inner, Value):
                described[f"'{inner.literal}'"] = None
            elif isinstance(inner, Data):
                described[inner.datatype.describe()] = None
            else:
                described[f"words, each {' or '.join(right_values((inner.words,)))}"] = None
    return tuple(described)


def reason(
    value: str, patterns: Sequence[Pattern], matcher: Strings, namespaces: Namespaces
) -> str:
    """Why none of the patterns takes the value: a clause that names the value."""

    def right(text: str) -> bool:
        return any(matcher.matches(pattern, text, namespaces) for pattern in patterns)

    kinds = [inner for pattern in patterns for inner in strings(pattern)]
    if not value.strip():
        return f"the value is empty; it needs {listed(_needed(kinds), 'or', MANY)}"
    meant = next(filter(right, corrections(value)), None)
    if meant is not None:
        return f"{quoted(value)} is not right; did you mean {quoted(meant)}?"
    found = words(value)
    lists = [kind for kind in kinds if isinstance(kind, List)]
    if lists and len(lists) == len(kinds):
        return _reason_of_words(value, lists[0], matcher, namespaces)
    if len(found) > 1 and all(map(right, found)):
        return f"{quoted(value)} has spaces; only one value can stand here"
    return _reason_of_kinds(value, kinds, namespaces)


def _reason_of_kinds(
    value: str, kinds: Sequence[Data | Value | List], namespaces: Namespaces
) -> str:
    literals = list(dict.fromkeys(kind.literal for kind in kinds if isinstance(kind, Value)))
    data = [kind for kind in kinds if isinstance(kind, Data)]
    reasons = [kind.datatype.fault(value, namespaces) for kind in data]
    clauses = [clause for clause in reasons if clause is not None]
    meant = nearest(value, literals)
    if meant and len(literals) > 1:
        return f"{quoted(value)} is not right; did you mean '{meant}'?"
    # A reason that names the very fault says more than one that names the type.
    specific = [clause for clause in clauses if ": " in clause and " as in " not in clause]
    if specific and not literals:
        return specific[0]
    if len(clauses) == 1 and not literals:
        return clauses[0]
    if len(clauses) < len(reasons) or not kinds:
        return f"{quoted(value)} is not allowed here"
    if len(literals) == 1 and not data:
        return f"{quoted(value)} is not allowed; it must be '{literals[0]}'"
    described = [kind.datatype.describe().partition(", such as ") for kind in data]
    examples = [example for *_, example in described if example]
    if len(examples) > 2 and not literals:
        return f"{quoted(value)} is not {described[0][0]}, such as {listed(examples, 'or', 3)}"
    names = [f"'{literal}'" for literal in literals] + list(
        dict.fromkeys(entry[0] for entry in described)
    )
    return f"{quoted(value)} is not {listed(names, 'or', MANY)}"


def _needed(kinds: Sequence[Data | Value | List]) -> list[str]:
    needed: list[str] = []
    for kind in kinds:
        needed += right_values((kind.words,) if isinstance(kind, List) else (kind,))
    return [text.partition(", such as")[0] for text in dict.fromkeys(needed)]


def _reason_of_words(value: str, pattern: List, matcher: Strings, namespaces: Namespaces) -> str:
    kinds = list(strings(pattern.words))
    for word in words(value):
        if not any(matcher.matches(kind, word, namespaces) for kind in kinds):
            return reason(word, kinds, matcher, namespaces)
    return f"{quoted(value)} has too few words, or too many"
