"""The rules that others have written, in Schematron, as `teikit explain` shows them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from teikit.diagnostic import Rule
from teikit.errors import TeikitError
from teikit.schematron import Schema, SchemaError
from teikit.validating.schemas.schematron import rule_of
from teikit.validating.settings import AUTO, OWN, Settings, matches, no_rule


class ForeignRule(NamedTuple):
    """An assertion of a Schematron.

    Attributes:
        rule: what findings have.
        place: the file and the line where it stands.
        context: which nodes it is about, as an expression.
        source: as it is written.
    """

    rule: Rule
    place: str
    context: str
    source: str


def of_settings(settings: Settings) -> list[Path]:
    """The files that settings name and that may hold Schematron."""
    names = [*settings.schema, *settings.schematron]
    names += [name for each in settings.schemas for name in (*each.schema, *each.schematron)]
    return [*map(Path, dict.fromkeys(name for name in names if name not in (AUTO, OWN)))]


def rules_in(files: Iterable[Path], *, all_must: bool) -> Iterator[ForeignRule]:
    """The assertions of the Schematrons in files, in their order.

    Raises `TeikitError` for a file that holds none, if `all_must`.
    """
    for path in files:
        try:
            schema = Schema.from_file(path, phase="#ALL")
        except (SchemaError, OSError) as error:
            if all_must:
                raise TeikitError(f"{path} cannot be used as Schematron: {error}") from None
            continue
        for context, assertion in schema.asserted:
            place = f"{assertion.place.address}:{assertion.place.line}"
            yield ForeignRule(rule_of(assertion), place, context, assertion.source)


def meant_in(files: Iterable[Path], words: Iterable[str], *, all_must: bool) -> list[ForeignRule]:
    """The assertions that words mean. Raises `TeikitError` for a word that means none."""
    known = [*rules_in(files, all_must=all_must)]
    found = []
    for word in words:
        meant = [each for each in known if matches(each.rule, word)]
        if not meant:
            more = "" if known else "; with --schema name the Schematron that has it"
            raise TeikitError(f"{no_rule(word)}{more}")
        found += meant
    return [*dict.fromkeys(found)]


def listed(rules: Iterable[ForeignRule]) -> Iterator[str]:
    """A line for each rule."""
    for each in rules:
        yield f"  {each.rule.code}  {each.rule.severity:8} {each.rule.summary}  ({each.place})"


def written(foreign: ForeignRule) -> Iterator[str]:
    """All about a rule, for the terminal."""
    rule = foreign.rule
    yield f"{rule.code} {rule.name} ({rule.severity})"
    yield ""
    yield rule.summary
    if rule.remedy:
        yield ""
        yield rule.remedy
    yield ""
    yield f"{foreign.place}, of what matches {foreign.context}:"
    yield ""
    yield from (f"    {line}".rstrip() for line in foreign.source.splitlines())
