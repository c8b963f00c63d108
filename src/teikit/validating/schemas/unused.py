"""Schemas that documents name and are not held against: what is said of that.

A schema is told once, however many files name it, so these are findings across files: each file has
its own (`Unused`), and the run counts them (`UnusedSchemas`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from teikit.diagnostic import Diagnostic, Rule, Severity
from teikit.validating.schemas.naming import Named, SchemaLanguage, by_ending
from teikit.validating.wording import clipped

UNUSABLE = Rule(
    "S004",
    "unusable-schema",
    Severity.ERROR,
    "Files name a schema that was not used: they were not held against it.",
    "Correct the address, put the schema there, or name another with --schema or in the settings.",
)
REMOTE = Rule(
    "S005",
    "remote-schema",
    Severity.ERROR,
    "Files name a schema on the web of which there is no copy: they were not held against it.",
    "Bring it with the command that is shown, or name a file with --schema or in the settings.",
)
NOT_APPLIED = Rule(
    "S006",
    "schema-not-applied",
    Severity.WARNING,
    "Files name a schema that is recognised and not applied: its language is not read, or it holds"
    " no rules.",
    "Let another program check it, as oXygen and others know NVDL and DTDs; or do not name it.",
)
NOT_EVALUATED = Rule(
    "S101",
    "rule-not-evaluated",
    Severity.ERROR,
    "A rule of a Schematron could not be evaluated: files were not held against it.",
    "Correct the expression in the schema; its other rules were followed.",
)
NO_PHASE = Rule(
    "S102",
    "phase-missing",
    Severity.WARNING,
    "A phase is asked for that a Schematron does not have: all of its rules were followed.",
    "Name one of its phases, or none.",
)
NO_SCHEMA = Rule(
    "S007",
    "no-schema",
    Severity.WARNING,
    "The file names no schema, and none was given: it was held against none.",
    'Name one at its top, <?xml-model href="ADDRESS"?>, or with --schema, or in the settings under'
    " `schemas`.",
)

_ADDRESS = 200
"""Characters of an address that are shown."""
_GRAVEST = (UNUSABLE, REMOTE, NOT_APPLIED, NO_PHASE)


class Unused(NamedTuple):
    """A schema that a document names and is not held against.

    Attributes:
        rule: which of the rules above it is.
        named: where it is named.
        target: what it is known by, whatever each file calls it.
        message: why it was not used, in words.
    """

    rule: Rule
    named: Named
    target: str
    message: str


def shown(address: str) -> str:
    """An address as it stands in messages."""
    return clipped(address, _ADDRESS)


def unusable(named: Named, target: str, reason: str) -> Unused:
    """A schema that is missing, broken or none."""
    return Unused(UNUSABLE, named, target, reason)


def remote(named: Named, reason: str) -> Unused:
    """A schema on the web of which there is no copy; the reason says what brings it."""
    return Unused(REMOTE, named, without_protocol(named.address), reason)


def not_applied(named: Named, target: str, reason: str = "") -> Unused:
    """A schema in a language that no engine reads, for other elements than the first, or empty."""
    if fault := named.fault or reason:
        return Unused(NOT_APPLIED, named, target, f"{shown(named.address)}: {fault}")
    by_name = by_ending(named.address)
    as_what = "is" if by_name in (named.language, SchemaLanguage.UNKNOWN) else "is named as"
    done = "read" if named.language == SchemaLanguage.DTD else "applied"
    words = f"{shown(named.address)} {as_what} {named.language}, which is not {done}"
    return Unused(NOT_APPLIED, named, target, words)


def no_phase(named: Named, path: str, phase: str) -> Unused:
    """A Schematron that has no phase of this name, and was applied as if none had been asked."""
    words = f"{shown(named.address)} has no phase {phase!r}; all of its rules were followed"
    return Unused(NO_PHASE, named, f"{path}#{phase}", words)


def without_protocol(address: str) -> str:
    """What an address of the web is known by: `http` and `https` mean one, and so does a part."""
    address = address.partition("#")[0]
    for protocol in ("http:", "https:"):
        if address.lower().startswith(protocol):
            return address[len(protocol) :]
    return address


def gravest(found: Sequence[Unused], *, held: bool) -> tuple[Unused, ...]:
    """What is to be said of a document: of each schema one thing, the gravest.

    A document that is `held` against nothing else has a graver fault where it names schemas that
    are not applied.
    """
    by_target: dict[str, Unused] = {}
    for each in sorted(found, key=lambda unused: _GRAVEST.index(unused.rule)):
        by_target.setdefault(each.target, each)
    chosen = by_target.values()
    if not held and all(each.rule == NOT_APPLIED for each in chosen):
        words = ", so the file was held against no schema"
        return tuple(each._replace(rule=UNUSABLE, message=each.message + words) for each in chosen)
    return tuple(chosen)


class UnusedSchemas:
    """The schemas that the files of a run name and are not held against, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Diagnostic, int]] = {}

    def add(self, target: str, finding: Diagnostic) -> None:
        """Count what is found in one more file; files come in their order."""
        key = (finding.rule.code, target)
        first, count = self._found.get(key, (finding, 0))
        self._found[key] = (first, count + 1)

    def __iter__(self) -> Iterator[Diagnostic]:
        """A finding for each, at the first file that names it, with the number of all."""
        for finding, count in self._found.values():
            names = finding.rule.code != NOT_EVALUATED.code
            counted = f" ({count} files name it)" if names else f" (in {count} files)"
            words = f"{finding.message}{counted}" if count > 1 else finding.message
            yield finding._replace(message=words)
