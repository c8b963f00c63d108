"""Variables of patterns that others use as well.

By the standard a variable of a pattern is known in that pattern only. But what runs Schematron as
XSLT knows it everywhere, and schemas have patterns that only declare variables for the others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from teikit.schematron.model import Let, NameOf, Pattern, Text

_REFERENCE = re.compile(r"\$\s*([\w.\-]+(?::[\w.\-]+)?)")


def shared(
    lets: tuple[Let, ...], patterns: tuple[Pattern, ...]
) -> tuple[tuple[Let, ...], tuple[Pattern, ...]]:
    """The variables of a schema, with those of patterns that others use, and the patterns.

    Only what has a name of its own in the schema is moved there.
    """
    declared = Counter(let.name for let in lets)
    # A group of rules is several patterns with the same variables.
    groups = {(pattern.id, pattern.place): _names(pattern) for pattern in patterns}
    declared.update(name for names in groups.values() for name in names)
    used = Counter(name for pattern in patterns for name in _unknown(pattern))
    moved: dict[str, Let] = {}
    changed = []
    for pattern in patterns:
        own = {let.name: let for let in pattern.lets if declared[let.name] == 1}
        if not pattern.documents and any(used[name] for name in own):
            moved |= own
            rest = tuple(let for let in pattern.lets if let.name not in own)
            changed.append(replace(pattern, lets=rest))
        else:
            changed.append(pattern)
    return (*lets, *moved.values()), tuple(changed)


def _names(pattern: Pattern) -> set[str]:
    return {let.name for let in pattern.lets}


def _unknown(pattern: Pattern) -> set[str]:
    """The variables that are named in a pattern and not declared there."""
    own = _names(pattern) | {let.name for rule in pattern.rules for let in rule.lets}
    return {name for text in _expressions(pattern) for name in _REFERENCE.findall(text)} - own


def _expressions(pattern: Pattern) -> Iterator[str]:
    yield pattern.documents
    yield from (let.value for let in pattern.lets)
    for rule in pattern.rules:
        yield rule.context
        yield from (let.value for let in rule.lets)
        for assertion in rule.assertions:
            yield assertion.test
            yield assertion.subject
            yield from _of_text(assertion.message)


def _of_text(text: Text) -> Iterator[str]:
    for part in text:
        if not isinstance(part, str):
            yield part.path if isinstance(part, NameOf) else part.select
