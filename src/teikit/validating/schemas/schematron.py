"""Schematron: what documents break of its assertions, as findings.

An assertion is a rule that others have written. Its identifier is the rule's code, if it has one,
and its `role` says how grave it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from teikit.diagnostic import Diagnostic, Edit, Rule, Severity
from teikit.errors import TeikitError
from teikit.relaxng import SchemaError as UnreadableSchema
from teikit.schematron import (
    Assertion,
    NameOf,
    NoPhaseError,
    NoSchematronError,
    OfferedFix,
    Schema,
    SchemaError,
    Text,
    Unevaluated,
    ValueOf,
    Violation,
)
from teikit.validating.finding import Finding, Range
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.inclusions import File
from teikit.validating.schemas.assembling import assembled, roots
from teikit.validating.schemas.bounds import to_an_end
from teikit.validating.schemas.journal import UNSETTLED, day
from teikit.validating.schemas.quick_fixes import edits_of
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.wording import clipped
from teikit.xml.encoding import decoded
from teikit.xml.files import Unreadable, parsed, real
from teikit.xml.names import Element

SCHEMATRON = Rule(
    "S100",
    "schematron",
    Severity.ERROR,
    "The document breaks a rule of a Schematron.",
    "The message is that of the schema's author; the schema says more about what is asked for.",
)

_SEVERITIES: Mapping[str, Severity] = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "nonfatal": Severity.WARNING,
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "caution": Severity.WARNING,
    "info": Severity.INFO,
    "information": Severity.INFO,
    "informational": Severity.INFO,
    "hint": Severity.INFO,
    "note": Severity.INFO,
}
"""How grave an assertion is, by the words that authors write into `role` and `flag`."""
_CLOCK = re.compile("current-(?:dateTime|time)")
_CALENDAR = re.compile("current-date")
_WORDS = re.compile(r"[\W_]+")
_NO_WORD = re.compile(r"[\s,\x00-\x20\x7f-\x9f]+")
"""What no code can have: lists of codes have commas and spaces between them."""
_LONGEST = 500
"""Characters of a message."""
_LONGEST_TITLE = 100
_ROOM = 192 * 1024**2
_ROOM_PER_BYTE = 50
_NOTES = 20
"""What of a schema is not applied is told so many times."""
_AT_HAND = 16
"""Documents of several files of which is kept what was found in each file."""


class NothingApplied(TeikitError):  # noqa: N818 (named for what the user meets)
    """A file that is named as Schematron holds none."""


class Broken(NamedTuple):
    """An assertion that a document breaks, where, and the edits that mend it, if that is sure."""

    rule: Rule
    finding: Finding[Element]
    edits: tuple[Edit, ...] = ()


class NotEvaluated(NamedTuple):
    """A rule that could not be evaluated.

    Attributes:
        target: what it is known by.
        message: why, in words.
        range: the first node at which it could not; `None` where it is not of a node of a file.
    """

    target: str
    message: str
    range: Range[Element] | None = None


class _BrokenPart(NamedTuple):
    """The same in a document of several files: the node by its number in its file."""

    rule: Rule
    number: int
    attribute: str
    part: str
    message: str


_Parts = dict[File, list[_BrokenPart | NotEvaluated]]
"""What is found in the files of a document."""


class SchematronCheck:
    """A check against a Schematron.

    Attributes:
        rules: its assertions that have identifiers, by these.
        phases: the identifiers of its phases.
        missing_phase: the phase that was asked for, where the schema does not have it.
    """

    def __init__(self, schema: Schema, name: str, resolver: Resolver, missing: str = "") -> None:
        self._schema = schema
        self._name = name
        self._resolver = resolver
        self.phases = schema.phases
        self.missing_phase = missing
        self._parts: dict[File, _Parts] = {}
        self._rules = {assertion: rule_of(assertion) for assertion in schema.assertions}
        self.rules = {rule.code: rule for rule in self._rules.values() if rule.family}
        self._passed_over = [*_passed_over(schema)]

    def __call__(self, document: CheckedDocument) -> Iterator[Broken | NotEvaluated | Diagnostic]:
        """What a document breaks, in its order; it comes to an end whatever the schema says."""
        yield from self._passed_over
        yield from to_an_end(self._found, self._name, document, _room(document))

    def _found(self, document: CheckedDocument) -> Iterator[Broken | NotEvaluated]:
        """What is found in a document, or in a part of one where it stands in all of it."""
        relatives = document.relatives
        if relatives is None:
            yield from self._in_tree(document.tree, document.path, document)
            return
        nodes = [*document.tree.getroot().iter()]
        found: dict[Broken | NotEvaluated, None] = {}
        for root in roots(relatives) if relatives.is_part else [document]:
            for each in self._in_parts(root).get(relatives.file, ()):
                if isinstance(each, _BrokenPart):
                    node = Range(nodes[each.number], each.attribute, each.part)
                    found[Broken(each.rule, Finding(node, each.message))] = None
                else:
                    found[each] = None
        yield from found

    def _in_parts(self, root: CheckedDocument) -> "_Parts":
        """What is found in each of the files of a document; it is looked for once."""
        file = str(real(root.path))
        if file not in self._parts:
            if len(self._parts) >= _AT_HAND:
                self._parts.clear()
            self._parts[file] = self._distributed(root, file)
        return self._parts[file]

    def _distributed(self, root: CheckedDocument, file: File) -> "_Parts":
        parts: _Parts = defaultdict(list)
        document = assembled(root)
        if document is None:
            words = "the document of several files is too large to be held against it as a whole"
            parts[file].append(NotEvaluated(f"{self._name}: {file}", words))
            return parts
        for each in self._in_tree(document.tree, root.path):
            if isinstance(each, NotEvaluated):
                parts[file].append(each._replace(range=None))
            elif origin := document.origins.get(each.finding.range.node):
                where = each.finding.range
                found = _BrokenPart(
                    each.rule, origin.number, where.attribute, where.part, each.finding.message
                )
                parts[origin.file].append(found)
        return parts

    def _in_tree(
        self, tree: etree._ElementTree, path: Path, document: CheckedDocument | None = None
    ) -> Iterator[Broken | NotEvaluated]:
        """What is found in a tree, which is that of the `document` if it is of one file."""
        elements = document.facts.elements if document else None
        for found in self._schema.validate(
            tree, base=path.as_posix(), documents=self._opened, elements=elements
        ):
            if isinstance(found, Unevaluated):
                yield _not_evaluated(found)
            elif found.document:
                words = f"in {Path(found.document).name}: {found.message}"
                elsewhere = Finding(Range(tree.getroot()), clipped(words, _LONGEST))
                yield Broken(self._rules[found.assertion], elsewhere)
            else:
                edits = _edits(found.fixes, document) if document else ()
                yield Broken(self._rules[found.assertion], _finding(found, edits), edits)

    def _opened(self, address: str) -> etree._ElementTree:
        """Another document that a rule asks for. Raises `LookupError` where it must not be read."""
        try:
            return parsed(_bytes(self._resolver, address), Path(address))
        except Unreadable as error:
            raise LookupError(error.reason) from None


def schematron(
    path: Path, resolver: Resolver, wanted: str = "", named: str = "", *, cache: bool = True
) -> SchematronCheck:
    """A check against the Schematron in the file `path`, or in a grammar.

    It is that of the phase that is `wanted` of all Schematrons, or else `named` by the document.
    Where the schema has no such phase, that is the check's `missing_phase`. What was compiled is
    kept with `cache`. Raises `TeikitError`; `NothingApplied` where there are no rules.
    """

    def read(phase: str) -> Schema:
        return Schema.from_file(
            path,
            phase=phase,
            cache=cache,
            read=partial(_schema_bytes, resolver),
            locate=resolver.located,
        )

    phase, missing = wanted or named, ""
    try:
        try:
            schema = read(phase)
        except NoPhaseError:
            schema, missing = read(""), phase
    except NoSchematronError as error:
        raise NothingApplied(error.message) from None
    except SchemaError as error:
        raise TeikitError(f"the schema cannot be used: {error}") from None
    return SchematronCheck(schema, path.name, resolver, missing)


def _bytes(resolver: Resolver, address: str) -> bytes:
    """What a file of a schema holds. Raises `LookupError` where it cannot be read."""
    try:
        return resolver.read(address)
    except UnreadableSchema as error:
        raise LookupError(error.reason.removeprefix("the schema cannot be read: ")) from None


def _schema_bytes(resolver: Resolver, address: str) -> bytes:
    """The same of a file that may have expressions; that they ask the time or the day is noted."""
    data = _bytes(resolver, address)
    text = unescape(decoded(data))
    if _CLOCK.search(text):
        resolver.journal.note(UNSETTLED)
    elif _CALENDAR.search(text):
        resolver.journal.note(day())
    return data


def _room(document: CheckedDocument) -> int:
    """The bytes of memory that a check may take: expressions may need another tree of it."""
    return _ROOM + _ROOM_PER_BYTE * document.size


def _passed_over(schema: Schema) -> Iterator[NotEvaluated]:
    """What of a schema is not applied to any document."""
    for place, words in schema.notes[:_NOTES]:
        message = clipped(f"{Path(place.address).name}:{place.line}: {words}", _LONGEST)
        yield NotEvaluated(f"{place}: {words}", message)
    for place, _ in schema.notes[_NOTES : _NOTES + 1]:
        more = len(schema.notes) - _NOTES
        words = f"from line {place.line} on, {more} more of its parts are not applied"
        yield NotEvaluated(f"{place}: more", f"{Path(place.address).name}: {words}")


def rule_of(assertion: Assertion) -> Rule:
    """An assertion as a rule."""
    severity = _severity(assertion)
    code = _NO_WORD.sub("_", assertion.id.strip())
    if not code:
        return Rule(
            SCHEMATRON.code, SCHEMATRON.name, severity, SCHEMATRON.summary, SCHEMATRON.remedy
        )
    return Rule(
        code,
        SCHEMATRON.name,
        severity,
        in_words(assertion.message),
        f"See {assertion.see}" if assertion.see else "",
        SCHEMATRON.code,
    )


def in_words(text: Text) -> str:
    """A message as it is written, with the expressions of what is filled in."""
    parts = [
        f"{{{part.select}}}"
        if isinstance(part, ValueOf)
        else f"{{name({part.path})}}"
        if isinstance(part, NameOf)
        else part
        for part in text
    ]
    return " ".join("".join(parts).split())


def _severity(assertion: Assertion) -> Severity:
    for value in (assertion.role, assertion.flag):
        for word in _WORDS.split(value.lower()):
            if word in _SEVERITIES:
                return _SEVERITIES[word]
    return Severity.ERROR


def _not_evaluated(found: Unevaluated) -> NotEvaluated:
    place = f"{Path(found.place.address).name}:{found.place.line}"
    node = found.node
    is_here = node is not None and node.part != "document"
    cannot = "cannot be followed here" if is_here else "cannot be evaluated"
    words = f"the rule at {place} {cannot}: {found.message}"
    return NotEvaluated(
        f"{found.place}: {found.expression}",
        clipped(words, _LONGEST),
        Range(*node) if node is not None and is_here else None,
    )


def _finding(found: Violation, edits: tuple[Edit, ...]) -> Finding[Element]:
    words = _together((found.message, *found.diagnostics))
    part = "" if found.part == "document" else found.part
    where = Range(found.element, found.attribute, part)
    message = clipped(words or "the document breaks this rule", _LONGEST)
    return Finding(where, message + _mendable(found.fixes, by_hand=not edits))


def _together(parts: Iterable[str]) -> str:
    """What is said, one behind the other; between what are no sentences stands a semicolon."""
    words = ""
    for part in filter(None, parts):
        between = " " if words.endswith((".", "!", "?", ":", ";")) else "; "
        words = f"{words}{between}{part}" if words else part
    return words


def _edits(fixes: Sequence[OfferedFix], document: CheckedDocument) -> tuple[Edit, ...]:
    """What mends a fault; nothing where that can be done in several ways, or not exactly."""
    if len(fixes) != 1 or fixes[0].hindrance:
        return ()
    return edits_of(fixes[0].changes, document)


def _mendable(fixes: Sequence[OfferedFix], *, by_hand: bool) -> str:
    """How a fault could be mended, in the words of the author."""
    if not fixes:
        return ""
    titles = [clipped(fix.title.rstrip(" ."), _LONGEST_TITLE) for fix in fixes]
    words = "; or: ".join(dict.fromkeys(titles))
    return f" (could be mended{' by hand' if by_hand else ''}: {words})"
