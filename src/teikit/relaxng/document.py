"""Documents, read as a stream and held against an automaton."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from xml.parsers import expat

from teikit.relaxng.automaton import Arrival, Automaton, Fault, Plan, State
from teikit.relaxng.derivatives import MAX_VALUE
from teikit.relaxng.errors import Kind, ValidationError
from teikit.relaxng.names import SEPARATOR, XML, local_of, namespace_of
from teikit.relaxng.sentences import clip
from teikit.relaxng.wording import Place, Wording, worded

SPACE = " \t\r\n"
SIBLINGS = 50  # names of siblings that are looked at for a message
MANY = 300  # errors of one document, after which messages are brief

_NO_FAILURES: frozenset[Any] = frozenset()


class Open(NamedTuple):
    """An open element: how it was arrived at, its name, and its number among those of the name.

    `siblings` counts the children of its parent so far, by their names.
    """

    arrival: Arrival
    name: str
    number: int
    siblings: dict[str, int]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to an identifier, until it is known to be there."""

    target: str
    path: str
    line: int
    column: int
    parent: str


class Reading:
    """One document being read. `errors` are those found and not yet taken."""

    def __init__(self, automaton: Automaton, *, ids: bool) -> None:
        self.errors: list[ValidationError] = []
        self._automaton = automaton
        self._ids: dict[str, int] | None = {} if ids else None
        self._references: list[Reference] = []
        self._told = 0
        # The last text that was wrong: in which element, after how many children.
        self._stray: tuple[dict[str, int], int] = ({}, 0)
        self._state: State = automaton.start
        self._open: list[Open] = []
        self._counts: dict[str, int] = {}  # the children of the innermost element, by name
        self._last = ""  # the last of them
        self._text: list[str] = []
        self._text_place = (0, 0)
        self._scopes: list[dict[str, str]] = [{"xml": XML}]
        # The byte where a tag begins, and the source before each of its attributes.
        self._tag: tuple[int, dict[tuple[str, bool], str]] = (-1, {})
        self._parser = parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ExternalEntityRefHandler = self._external
        parser.SkippedEntityHandler = self._skipped
        parser.StartNamespaceDeclHandler = self._declare
        parser.EndNamespaceDeclHandler = self._undeclare

    def feed(self, data: bytes, *, last: bool = False) -> bool:
        """Read on; False when the document cannot be read further."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            words = f"not well-formed XML: {expat.ErrorString(error.code)}"
            self._broken(words, error.lineno, error.offset + 1)
            return False
        except _StopError as stop:
            self._broken(str(stop), self._parser.CurrentLineNumber, self._column())
            return False
        if last:
            self._unresolved()
        return True

    # What expat reports

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        state = self._state
        if self._text:
            state = self._text_before_child(state)
        plan = state[name][tuple(attributes)]
        arrival = plan.arrival
        counts = self._counts
        number = counts[name] = counts.get(name, 0) + 1
        if arrival is None:
            arrival = self._arrive(plan, name, number, attributes)
        self._open.append(Open(arrival, name, number, counts))
        self._counts = {}
        self._last = ""
        self._state = arrival.state

    def _end(self, _: str) -> None:
        state = self._state
        ways = state.done or self._finish(state)
        closed = self._open.pop()
        self._counts = closed.siblings
        self._last = closed.name
        self._state = closed.arrival.returns[ways]

    def _characters(self, text: str) -> None:
        state = self._state
        if state.mixed:
            return
        if state.typed:
            if not self._text:
                self._text_place = (self._parser.CurrentLineNumber, self._column())
            self._text.append(text)
        elif text.strip(SPACE):
            self._untyped(state, text)

    def _external(self, *_: Any) -> int:
        raise _StopError("a part of the document stands in another file, which is not opened")

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise _StopError(f"the entity &{name}; is not declared in the document")

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._scopes.append({**self._scopes[-1], prefix or "": uri or ""})

    def _undeclare(self, _: str | None) -> None:
        self._scopes.pop()

    # Less common turns

    def _arrive(self, plan: Plan, name: str, number: int, attributes: dict[str, str]) -> Arrival:
        """Through a start tag with values to test, with identifiers, or with faults."""
        wrong = []
        for attribute, key in plan.tests:
            value = attributes[key]
            verdict = attribute.verdicts.get(value)
            if verdict is None:
                allows = self._automaton.derivatives.allows
                verdict = allows(attribute, value, self._scopes[-1])
            if not verdict:
                wrong.append((attribute, key))
        failed = frozenset(wrong) if wrong else _NO_FAILURES
        arrival = plan.arrive(failed)
        if arrival.faults:
            self._tell(arrival.faults, Open(arrival, name, number, self._counts), attributes)
        if plan.ids and self._ids is not None:
            wrong_names = {other for _, other in failed}
            for key, kind in plan.ids:
                if key not in wrong_names:
                    self._identify(kind, key, attributes[key], name, number)
        return arrival

    def _finish(self, state: State) -> tuple[int, ...]:
        """At the end of an element that may not end, or not with any text."""
        text = "".join(self._text)
        self._text.clear()
        ways = state.done
        if state.typed:
            ways = state.done_with(text, self._scopes[-1])
        if ways or not state.patterns:
            return ways or ()
        line, column = self._parser.CurrentLineNumber, self._column()
        if text.strip(SPACE):
            line, column = self._text_place
        wants_value = state.typed and not self._counts
        kind = Kind.VALUE_INVALID if wants_value else Kind.CONTENT_INCOMPLETE
        self._error(Fault(kind, "", state), line, column, value=text)
        return state.alive

    def _text_before_child(self, state: State) -> State:
        """What was read in the hope of a string is text like other text, once a child comes."""
        text = "".join(self._text)
        self._text.clear()
        if text.strip(SPACE):
            self._untyped(state, text, self._text_place)
        return self._state

    def _untyped(self, state: State, text: str, place: tuple[int, int] | None = None) -> None:
        after = state.after_text
        if after is not None:
            self._state = after
            return
        # A text comes in pieces, one for each line at least; it is wrong once.
        text_now = (self._counts, sum(self._counts.values()))
        if self._stray[0] is self._counts and self._stray == text_now:
            return
        self._stray = text_now
        line, column = place or (self._parser.CurrentLineNumber, self._column())
        column += len(text) - len(text.lstrip(SPACE))
        self._error(Fault(Kind.TEXT_NOT_ALLOWED, "", state), line, column, value=text)

    # Identifiers

    def _identify(self, kind: str, key: str, value: str, name: str, number: int) -> None:
        assert self._ids is not None
        if kind != "ID":
            path = self._path((name, number))
            line, column = self._attribute_place(key)
            for target in value.split():
                if target not in self._ids:
                    self._references.append(Reference(target, path, line, column, name))
            return
        value = value.strip(SPACE)
        line, column = self._attribute_place(key) if value in self._ids else (0, 0)
        first = self._ids.setdefault(value, self._parser.CurrentLineNumber)
        if line:
            message = f"the identifier '{clip(value, 60)}' was given already, in line {first}"
            path = self._path((name, number))
            self.errors.append(
                ValidationError(
                    Kind.ID_REPEATED, path, line, column, local_of(name), value, (), message
                )
            )

    def _unresolved(self) -> None:
        for one in self._references:
            if self._ids is not None and one.target not in self._ids:
                message = f"there is no element with the identifier '{clip(one.target, 60)}'"
                self.errors.append(
                    ValidationError(
                        Kind.ID_MISSING,
                        one.path,
                        one.line,
                        one.column,
                        local_of(one.parent),
                        one.target,
                        (),
                        message,
                    )
                )

    # Telling

    def _column(self) -> int:
        return self._parser.CurrentColumnNumber + 1

    def _path(self, *last: tuple[str, int]) -> str:
        steps = [*((one.name, one.number) for one in self._open), *last]
        return "".join(
            f"/{local_of(name)}[{number}]" if depth else f"/{local_of(name)}"
            for depth, (name, number) in enumerate(steps)
        )

    def _broken(self, words: str, line: int, column: int) -> None:
        parent = local_of(self._open[-1].name) if self._open else ""
        self.errors.append(
            ValidationError(Kind.NOT_WELL_FORMED, self._path(), line, column, parent, "", (), words)
        )

    def _tell(self, faults: tuple[Fault, ...], child: Open, attributes: dict[str, str]) -> None:
        """The faults of a start tag."""
        for fault in faults:
            if fault.step is None:
                line, column = self._parser.CurrentLineNumber, self._column()
                self._error(fault, line, column, child=child)
            else:
                line, column = self._attribute_place(fault.name)
                value = attributes.get(fault.name, "")
                self._error(fault, line, column, value=value, child=child)

    def _error(
        self, fault: Fault, line: int, column: int, *, value: str = "", child: Open | None = None
    ) -> None:
        around = [*self._open, child] if child and fault.step else self._open
        before: tuple[str, ...] = ()
        if fault.step is None:
            own = child.name if child and child.number == 1 else ""
            before = tuple(islice((name for name in self._counts if name != own), SIBLINGS))
        place = Place(
            self._automaton,
            tuple((one.name, one.arrival) for one in around[-2:]),
            before,
            self._last,
            value,
            self._scopes[-1],
            self._told > MANY,
        )
        self._told += 1
        wording = self._worded(fault, place)
        path = self._path((child.name, child.number)) if child else self._path()
        parent = local_of(around[-1].name) if around else ""
        self.errors.append(
            ValidationError(
                fault.kind,
                path,
                line,
                column,
                parent,
                wording.found,
                wording.expected,
                wording.message,
            )
        )

    def _worded(self, fault: Fault, place: Place) -> Wording:
        """The words for a fault; one that is met often is worded once."""
        if len(place.value) > MAX_VALUE:
            return worded(fault, place)
        arrivals = tuple(arrival for _, arrival in place.around)
        key = (fault, arrivals, place.before, place.last, place.value, place.brief)
        return self._automaton.recall(key, lambda: worded(fault, place))

    def _attribute_place(self, name: str) -> tuple[int, int]:
        """Where an attribute of the present start tag begins; the tag, if that cannot be told."""
        parser = self._parser
        line, column = parser.CurrentLineNumber, self._column()
        if self._tag[0] != parser.CurrentByteIndex:
            self._tag = (parser.CurrentByteIndex, _attribute_offsets(parser.GetInputContext()))
        before = self._tag[1].get((local_of(name), bool(namespace_of(name))))
        if before is None:
            return line, column
        lines = before.count("\n")
        return line + lines, len(before) - before.rfind("\n") if lines else column + len(before)


class _StopError(Exception):
    """The document cannot be read further, in words for people."""


_START_TAG = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"\s+(?:([^\s=:]+):)?([^\s=:]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def _attribute_offsets(context: bytes | None) -> dict[tuple[str, bool], str]:
    """For each attribute of the tag that `context` begins with, the source before it.

    Attributes are known by local name and by whether they have a prefix. Encodings that do not
    keep ASCII as it is are not read.
    """
    source = (context or b"").decode("utf-8", "replace")
    found: dict[tuple[str, bool], str] = {}
    tag = _START_TAG.match(source)
    place = tag.end() if tag else len(source)
    while match := _ATTRIBUTE.match(source, place):
        start = match.start(1) if match[1] else match.start(2)
        found[match[2], bool(match[1])] = source[:start]
        place = match.end()
    return found


def errors(
    automaton: Automaton, chunks: Iterator[bytes], *, ids: bool
) -> Iterator[ValidationError]:
    """What is wrong with the document that `chunks` make up, as it is found."""
    reading = Reading(automaton, ids=ids)
    for chunk in chunks:
        more = reading.feed(chunk)
        yield from _taken(reading)
        if not more:
            return
    reading.feed(b"", last=True)
    yield from _taken(reading)


def _taken(reading: Reading) -> list[ValidationError]:
    found, reading.errors = reading.errors, []
    return found
