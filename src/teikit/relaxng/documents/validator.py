"""Documents, held against an automaton while they are read, and what is said of their faults."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

from teikit.relaxng.automaton.automaton import Arrival, Automaton, DocumentFault, Plan, State, Ways
from teikit.relaxng.automaton.expectations import missing_elements
from teikit.relaxng.automaton.identifiers import Identifiers, IdReference
from teikit.relaxng.automaton.start_tags import Failed
from teikit.relaxng.automaton.strings import MAX_VALUE
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.documents.locations import LineColumn, moved
from teikit.relaxng.errors import Kind, ValidationError
from teikit.relaxng.messages.naming import declared
from teikit.relaxng.messages.scene import Scene, Wording
from teikit.relaxng.messages.sentences import clip, step
from teikit.relaxng.messages.wording import worded
from teikit.relaxng.patterns.names import SPACE, local_of, namespace_of
from teikit.relaxng.patterns.patterns import ELEMENT, TEXT

SIBLINGS = 50  # names of siblings that are looked at for a message
DEEP = 100  # steps of a path
MANY = 300  # errors of one document, after which messages are brief

_NO_FAILURES: Failed = frozenset()


Open = tuple[Arrival, str, int, dict[str, int]]
"""An open element: how it was arrived at, its name, its number among those of the name, and how
many children its parent has had so far, by their names."""

Ids = tuple[tuple[str, str], ...]
"""Attributes with identifiers, or with references to some, and the types of these."""


class Validator(ABC):
    """One document being read; where in it the reading is, the ways of reading know."""

    def __init__(
        self,
        automaton: Automaton,
        namespaces: Namespaces,
        *,
        ids: bool,
        start: State | None = None,
    ) -> None:
        """`namespaces` are those in scope, wherever the reading is; it begins in a state."""
        self._namespaces = namespaces
        self._automaton = automaton
        self._identifiers = Identifiers() if ids else None
        self._errors: list[ValidationError] = []
        self._reported = 0
        self._state: State = automaton.start if start is None else start
        self._open: list[Open] = []
        self._counts: dict[str, int] = {}  # the children of the innermost element, by name
        self._last = ""  # the last of them
        self._text: list[str] = []  # of an element that may hold a string, since its tag
        self._parent_path: tuple[dict[str, int], str] = ({}, "")
        # The last text that was wrong: in which element, after how many children.
        self._stray: tuple[dict[str, int], int] = ({}, 0)
        # The last element in which names or texts were slips, and what they were meant to be.
        self._slips: tuple[dict[str, int], frozenset[str]] = ({}, frozenset())

    def take_errors(self) -> list[ValidationError]:
        """The errors found since this was last asked."""
        found, self._errors = self._errors, []
        return found

    @abstractmethod
    def _here(self) -> LineColumn:
        """Where the tag or the text begins that is being read."""

    @abstractmethod
    def _text_location(self) -> LineColumn:
        """Where the text began that is in `_text`."""

    @abstractmethod
    def _end_location(self) -> LineColumn:
        """Where the end tag is that is being read, or the tag that is a whole element."""

    @abstractmethod
    def _attribute_location(self, name: str) -> LineColumn:
        """Where an attribute of the present start tag begins; the tag, if that cannot be told."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        state = self._state
        if self._text:
            state = self._text_before_child(state)
        plan = state[name][tuple(attributes)]
        arrival = plan.arrival
        counts = self._counts
        number = counts[name] = counts.get(name, 0) + 1
        if arrival is None:
            arrival, ids = self._reached(plan, attributes)
            self._note(arrival, ids, (name, number), attributes)
        self._open.append((arrival, name, number, counts))
        self._counts = {}
        self._last = ""
        self._state = arrival.state

    # Less common turns

    def _reached(self, plan: Plan, attributes: Mapping[str, str]) -> tuple[Arrival, Ids]:
        """Where a start tag leads, and which of its attributes are to be noted as identifiers."""
        wrong = []
        for test in plan.tests:
            attribute, key = test
            value = attributes[key]
            # A value that was right is so again, wherever the attribute stands.
            if not attribute.verdicts.get(value) and not self._automaton.strings.allows(
                attribute, value, self._namespaces
            ):
                wrong.append(test)
        failed = frozenset(wrong) if wrong else _NO_FAILURES
        arrival = plan.arrive(failed) if wrong or plan.passed is None else plan.passed
        if not plan.ids:
            return arrival, ()
        wrong_names = {other for _, other in failed}
        return arrival, tuple([entry for entry in plan.ids if entry[0] not in wrong_names])

    def _note(
        self, arrival: Arrival, ids: Ids, step: tuple[str, int], attributes: Mapping[str, str]
    ) -> None:
        """What is to be said of a start tag, and to be known of its identifiers."""
        if arrival.faults:
            self._tell(arrival.faults, (arrival, *step, self._counts), attributes)
        for key, kind in ids if self._identifiers is not None else ():
            self._identify(kind, key, attributes[key], step)

    def _finish(self, state: State) -> Ways:
        """At the end of an element that may not end, or not with any text."""
        text = "".join(self._text)
        self._text.clear()
        if state.typed and not self._counts:
            ways = state.done_with(text, self._namespaces)
        else:
            ways = tuple(way for way, pattern in enumerate(state.patterns) if pattern.nullable)
        if ways or not state.patterns:
            return ways
        if not (self._counts and _takes_a_string_only(state)):
            wants_value = state.typed and not self._counts
            kind = Kind.VALUE_INVALID if wants_value else Kind.CONTENT_INCOMPLETE
            location = self._here() if self._counts else self._end_location()
            if text.strip(SPACE):
                location = _first_word(self._text_location(), text)
            self._error(self._automaton.fault(kind, state), location, value=text)
        return state.alive

    def _text_before_child(self, state: State) -> State:
        """What was read in the hope of a string is text like other text, once a child comes."""
        text = "".join(self._text)
        self._text.clear()
        if text.strip(SPACE):
            self._text_beside(state, text, self._text_location())
        return self._state

    def _text_beside(self, state: State, text: str, location: LineColumn | None = None) -> None:
        """Text that stands beside elements, here or at an earlier location."""
        if state.after_text is not None:
            self._state = state.after_text
        elif not _takes_a_string_only(state):
            self._stray_text(state, text, location or self._here())

    def _stray_text(self, state: State, text: str, location: LineColumn) -> None:
        # A text comes in pieces, one for each line at least; it is wrong once.
        text_now = (self._counts, sum(self._counts.values()))
        if self._stray[0] is self._counts and self._stray == text_now:
            return
        self._stray = text_now
        location = _first_word(location, text)
        self._error(self._automaton.fault(Kind.TEXT_NOT_ALLOWED, state), location, value=text)

    def _identify(self, kind: str, key: str, value: str, step: tuple[str, int]) -> None:
        """Note an attribute that is an identifier, or refers to some."""
        identifiers = self._identifiers
        assert identifiers is not None
        if kind != "ID":
            path, location, parent = (
                self._path(step),
                self._attribute_location(key),
                local_of(step[0]),
            )
            for target in value.split():
                identifiers.refer(IdReference(target, path, *location, parent))
            return
        value = value.strip(SPACE)
        repeated = value in identifiers
        first = identifiers.given(value, self._here()[0])
        if repeated:
            parent = local_of(step[0])
            message = f"the identifier '{clip(value, 60)}' was given already, in line {first}"
            self._report(
                Kind.ID_REPEATED,
                self._path(step),
                self._attribute_location(key),
                parent,
                Wording(clip(value, 60), (), message),
            )

    def _unresolved(self) -> None:
        for reference in self._identifiers.unresolved() if self._identifiers is not None else ():
            message = f"there is no element with the identifier '{clip(reference.target, 60)}'"
            wording = Wording(clip(reference.target, 60), (), message)
            self._report(
                Kind.ID_MISSING,
                reference.path,
                (reference.line, reference.column),
                reference.parent,
                wording,
            )

    # Telling

    def _path(self, *last: tuple[str, int]) -> str:
        # Errors come in heaps: the path of their parent is made once.
        if self._parent_path[0] is not self._counts:
            self._parent_path = (self._counts, self._path_of_open())
        path = self._parent_path[1]
        home = namespace_of(self._open[0][1]) if self._open else ""
        for name, number in last:
            path += f"/{_step(name, home)}[{number}]" if path else f"/{local_of(name)}"
        return path

    def _path_of_open(self) -> str:
        steps = [(name, number) for _, name, number, _ in self._open]
        home = namespace_of(steps[0][0]) if steps else ""
        shown = [
            f"/{_step(name, home)}[{number}]" if depth else f"/{_step(name, home)}"
            for depth, (name, number) in enumerate(steps[:DEEP])
        ]
        # The paths of a hundred thousand errors must not be as long as the document is deep.
        rest = [f"/…/{_step(steps[-1][0], home)}[{steps[-1][1]}]"] if steps[DEEP:] else []
        return "".join((*shown, *rest))

    def _report(
        self, kind: Kind, path: str, location: LineColumn, parent: str, wording: Wording
    ) -> None:
        self._reported += 1
        self._errors.append(
            ValidationError(
                kind, path, *location, parent, wording.found, wording.expected, wording.message
            )
        )

    def _tell(
        self, faults: tuple[DocumentFault, ...], child: Open, attributes: Mapping[str, str]
    ) -> None:
        """The faults of a start tag."""
        meant: frozenset[str] = frozenset()
        for fault in faults:
            if fault.step is None:
                self._error(fault, self._here(), child=child)
            elif not _is_slip(fault, meant):
                location = self._attribute_location(fault.name)
                value = attributes.get(fault.name, "")
                meant |= self._error(fault, location, value=value, child=child)

    def _error(
        self,
        fault: DocumentFault,
        location: LineColumn,
        *,
        value: str = "",
        child: Open | None = None,
    ) -> frozenset[str]:
        """Report a fault; what was meant instead, as far as that can be guessed."""
        if self._is_consequence(fault):
            return frozenset()
        in_tag = child is not None and fault.step is not None
        around = self._open[-2:]
        before: tuple[str, ...] = ()
        if child and in_tag:
            around = [*around[-1:], child]
        elif self._counts:
            own = child[1] if child and child[2] == 1 else ""
            names = islice(self._counts, SIBLINGS + 1)
            before = tuple([name for name in names if name != own][:SIBLINGS])
        wording = self._worded(fault, around, before, value)
        path = self._path(child[1:3]) if child else self._path()
        parent = local_of(around[-1][1]) if around else ""
        self._report(fault.kind, path, location, parent, wording)
        if not in_tag and wording.meant:
            earlier = self._slips[1] if self._slips[0] is self._counts else frozenset()
            self._slips = (self._counts, earlier | wording.meant)
        return wording.meant

    def _is_consequence(self, fault: DocumentFault) -> bool:
        """Whether what is missing was meant to stand here, but was misspelt or has no tag."""
        if fault.kind not in (Kind.ELEMENT_MISSING, Kind.CONTENT_INCOMPLETE):
            return False
        if self._slips[0] is not self._counts or fault.state is None:
            return False
        needs = (next(missing_elements(pattern), ()) for pattern in fault.state.patterns)
        return any(
            name in element.name_class
            for need in needs
            for element in need
            for name in self._slips[1]
        )

    def _worded(
        self, fault: DocumentFault, around: list[Open], before: tuple[str, ...], value: str
    ) -> Wording:
        """The words for a fault; one that is met often is worded once."""
        namespaces = tuple(self._namespaces.items())
        brief = self._reported > MANY
        last = self._last

        def make() -> Wording:
            elements = tuple((name, arrival) for arrival, name, *_ in around)
            known = self._namespaces
            scene = Scene(
                self._automaton, elements, before, last, value, known, declared(known), brief
            )
            return worded(fault, scene)

        if len(value) > MAX_VALUE:
            return make()
        arrivals = tuple([arrival for arrival, *_ in around])
        key = (fault, arrivals, before, last, value, namespaces, brief)
        return self._automaton.recall(key, make)


@lru_cache(maxsize=4096)
def _step(name: str, home: str) -> str:
    """The local name; a namespace is told where it is not that of the root."""
    return step(namespace_of(name), local_of(name), home)


def _first_word(location: LineColumn, text: str) -> LineColumn:
    """Where the first word stands of a text that begins at `location`."""
    return moved(location, text[: len(text) - len(text.lstrip(SPACE))])


def _takes_a_string_only(state: State) -> bool:
    """Whether an element can hold no children; one that has some is wrong for that alone."""
    return state.typed and not any(
        pattern.contents & (ELEMENT | TEXT) for pattern in state.patterns
    )


def _is_slip(fault: DocumentFault, meant: frozenset[str]) -> bool:
    """Whether the attributes that are missing are there, but misspelt."""
    return bool(fault.needs) and all(
        any(name in attribute.name_class for attribute in need for name in meant)
        for need in fault.needs
    )
