"""Validation as an automaton that is built while documents are read.

A `State` is what may still come in an open element. Where a name fits several elements of the
schema, a state has several patterns, one for each way to read the document so far; all ways are
followed. From a state, the name of a child leads to a `Step`; its attributes' names to a `Plan`;
the values that are wrong, mostly none, to an `Arrival`: the state of the child, and the states to
return to when it ends, by the ways of the child that were completed. All of these are dictionaries
that fill themselves when a key is first asked for, so that a document of known shape is read at the
cost of some look-ups.

What is wrong is part of it: a step, a plan or a state knows the faults that lead through it, and
goes on in the way that makes the fewest further faults.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from teikit.relaxng.automaton.derivatives import Derivatives
from teikit.relaxng.automaton.identifiers import id_type
from teikit.relaxng.automaton.recovery import AttributeRecovery
from teikit.relaxng.automaton.start_tags import NO_NAMES, Failed, StartTags
from teikit.relaxng.automaton.strings import MAX_VALUE, Strings
from teikit.relaxng.compile.table import PatternTable
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.errors import Kind
from teikit.relaxng.patterns.names import distance, local_of, namespace_of
from teikit.relaxng.patterns.patterns import (
    CONTEXTUAL,
    NOT_ALLOWED,
    TEXT_PATTERN,
    TYPED,
    Attribute,
    Element,
    Pattern,
    attributes,
    elements,
)

MAX_MEMORY = 30_000  # states, steps, plans and arrivals, before all is forgotten
MAX_MADE = 10_000  # wordings kept

Names = tuple[str, ...]
Ways = tuple[int, ...]
K = TypeVar("K")
V = TypeVar("V")


class State(dict[str, "Step"]):
    """What may come in an open element: a pattern for each way; steps by the names of children.

    `alive` are the ways that lead on, `done` those in which the element may end here: empty when
    there is none, and None when that depends on the text (`typed`). `after_text` is the state after
    text beside elements, None where none may stand, and `mixed` says that it is this one. The state
    of an element that the schema does not know has no ways: nothing is wrong in it.

    A state is equal to itself alone.
    """

    __slots__ = (
        "_automaton",
        "after_text",
        "alive",
        "done",
        "mixed",
        "patterns",
        "typed",
        "verdicts",
    )

    __eq__ = object.__eq__
    __hash__ = object.__hash__  # type: ignore[assignment]  # dictionaries have none

    def __init__(self, automaton: "Automaton", patterns: tuple[Pattern, ...]) -> None:
        self._automaton = automaton
        self.patterns = patterns
        self.alive = tuple(
            way for way, pattern in enumerate(patterns) if pattern is not NOT_ALLOWED
        )
        self.typed = any(pattern.contents & TYPED for pattern in patterns)
        self.done: Ways | None = (
            None
            if self.typed
            else tuple(way for way, pattern in enumerate(patterns) if pattern.nullable)
        )
        self.verdicts: dict[str, Ways] = {}
        self.after_text = self._with_text()
        self.mixed = not self.typed and self.after_text is self

    def __missing__(self, name: str) -> "Step":
        step = self._automaton.step(self, name)
        return self._automaton.remember(self, name, step, 1 + len(name) // 64)

    def _with_text(self) -> "State | None":
        derivatives = self._automaton.derivatives
        after = tuple(derivatives.by_text(pattern) for pattern in self.patterns)
        if after == self.patterns:
            return self
        if all(pattern is NOT_ALLOWED for pattern in after):
            return None
        return self._automaton.state(after)

    def done_with(self, text: str, namespaces: Namespaces) -> Ways:
        """The ways in which the element may end here when `text` is all that stands in it."""
        known = self.verdicts.get(text)
        if known is not None:
            return known
        matches = self._automaton.strings.matches
        verdict = tuple(
            way for way, pattern in enumerate(self.patterns) if matches(pattern, text, namespaces)
        )
        if len(text) <= MAX_VALUE and not any(
            pattern.contents & CONTEXTUAL for pattern in self.patterns
        ):
            self._automaton.remember(self.verdicts, text, verdict)
        return verdict


class Returns(dict[Ways, State]):
    """The states to go back to when a child ends, by the ways in which it was read."""

    __slots__ = ("_automaton", "_back", "_width")

    def __init__(self, automaton: "Automaton", back: dict[int, dict[int, Pattern]], width: int):
        self._automaton = automaton
        self._back = back  # by the way of the child: by the way of the parent: what it wants then
        self._width = width

    def __missing__(self, ways: Ways) -> State:
        backs = [self._back[way] for way in ways]
        choice = self._automaton.patterns.choice
        patterns = tuple(
            choice([back[way] for back in backs if way in back]) for way in range(self._width)
        )
        return self._automaton.remember(self, ways, self._automaton.state(patterns))


@dataclass(frozen=True, slots=True, eq=False)
class DocumentFault:
    """Something wrong, wherever it is met: by `state` in an element, or by `step` in a start tag.

    `name` is that of the element or attribute at fault. In a start tag, `beside` are the attributes
    that are right, `able` what an attribute of this name could be, and `needs` those that are
    missing: of each of these groups, one.
    """

    kind: Kind
    name: str
    state: State | None = None
    step: "Step | None" = None
    beside: frozenset[str] = frozenset()
    able: tuple[Attribute, ...] = ()
    needs: tuple[tuple[Attribute, ...], ...] = ()


class Arrival:
    """Where a start tag leads: the state of the child, what comes after, and what was wrong.

    `empty` is the state behind the child where that may be empty, `leaf` where it may hold any text
    and nothing else; once it was asked to `look_ahead`.
    """

    __slots__ = ("empty", "faults", "leaf", "returns", "state")

    def __init__(
        self, state: State, returns: dict[Ways, State], faults: tuple[DocumentFault, ...] = ()
    ) -> None:
        self.state = state
        self.returns = returns
        self.faults = faults
        self.empty: State | None = None
        self.leaf: State | None = None

    def look_ahead(self) -> None:
        """Find out what comes behind a child that holds no other elements."""
        if self.state.done:
            self.empty = self.returns[self.state.done]
            self.leaf = self.empty if self.state.mixed else None


class Plan:
    """What is to be done about the attributes of these names.

    `arrival` is where the tag leads when nothing is to be done; else it is None, and `arrive` says
    it, when the attributes that have wrong values, of those in `tests`, are known; with none of
    them that is `passed`, as soon as it is known. `ids` are the names of attributes with
    identifiers or references to them, and the types of these.
    """

    __slots__ = ("_arrivals", "_automaton", "_names", "_step", "arrival", "ids", "passed", "tests")

    def __init__(self, automaton: "Automaton", step: "Step", names: Names) -> None:
        self._automaton = automaton
        self._step = step
        self._names = names
        found = {
            (attribute, name): None
            for element, _ in step.ways
            for attribute in attributes(element.content)
            for name in names
            if name in attribute.name_class
        }
        self.tests = [(attr, name) for attr, name in found if attr.value is not TEXT_PATTERN]
        by_name: dict[str, list[Attribute]] = {}
        for attr, name in found:
            by_name.setdefault(name, []).append(attr)
        types = ((name, id_type(attrs)) for name, attrs in by_name.items())
        self.ids = tuple((name, kind) for name, kind in types if kind)
        self._arrivals: dict[Failed, Arrival] = {}
        self.arrival: Arrival | None = None
        self.passed: Arrival | None = None
        if not self.tests:
            arrival = self.arrive(frozenset())
            self.arrival = None if arrival.faults else arrival

    def arrive(self, failed: Failed) -> Arrival:
        """Where the tag leads when the values of the attributes in `failed` are wrong."""
        arrival = self._arrivals.get(failed)
        if arrival is None:
            arrival = self._automaton.arrival(self._step, self._names, failed)
            self._automaton.remember(self._arrivals, failed, arrival)
            if not failed:
                self.passed = arrival
        return arrival


class Step(dict[Names, Plan]):
    """A child of a name, in a state; plans by the names of its attributes.

    `ways` are the elements of the schema that it may be, and for each what the ways of the parent
    want after it. `fault` says that it must not be there; it is read all the same.
    """

    __slots__ = ("_automaton", "fault", "unknown", "ways")

    def __init__(
        self,
        automaton: "Automaton",
        ways: list[tuple[Element, dict[int, Pattern]]],
        fault: DocumentFault | None = None,
        unknown: State | None = None,
    ) -> None:
        self._automaton = automaton
        self.ways = ways
        self.fault = fault
        self.unknown = unknown  # the state to stay in, when no element of the schema has the name

    def __missing__(self, names: Names) -> Plan:
        plan = Plan(self._automaton, self, names)
        return self._automaton.remember(self, names, plan, 1 + len(names))


class Automaton:
    """The states of one schema, and how they follow from each other.

    `generation` counts how often all was forgotten: who keeps states need not keep older ones.
    """

    def __init__(self, table: PatternTable) -> None:
        self.patterns = table.patterns
        self.derivatives = Derivatives(table.patterns)
        self.start_tags = StartTags(table.patterns)
        self.strings = Strings(table.patterns)
        self.prefixes = table.prefixes
        self._table = table
        self._states: dict[tuple[Pattern, ...], State] = {}
        self._elements: list[Element] | None = None
        self._by_name: tuple[dict[str, list[Element]], list[Element]] | None = None
        self.generation = 0
        self._remembered = 0
        self._made: dict[Hashable, Any] = {}

    @property
    def start(self) -> State:
        """The state before the first tag."""
        return self.state((self._table.start,))

    @property
    def elements(self) -> list[Element]:
        """All elements that a document may have."""
        if self._elements is None:
            self._elements = self._table.elements()
        return self._elements

    def state(self, patterns: tuple[Pattern, ...]) -> State:
        """The state of these patterns."""
        state = self._states.get(patterns)
        if state is None:
            state = self._states.setdefault(patterns, State(self, patterns))
            self._remembered += len(patterns)
        return state

    def remember(self, memory: dict[K, V], key: K, value: V, weight: int = 1) -> V:
        """Keep a result; when too many are kept, forget all. What is in use stays as it is."""
        self._remembered += weight
        if self._remembered > MAX_MEMORY:
            self._remembered = 0
            self.generation += 1
            self.patterns.forget()
            self.derivatives.forget()
            self.start_tags.forget()
            states, self._states = self._states, {}
            for state in list(states.values()):
                state.clear()
                state.verdicts.clear()
        return memory.setdefault(key, value)

    def recall(self, key: Hashable, make: Callable[[], V]) -> V:
        """A result that is made when it is first asked for."""
        found: V | None = self._made.get(key)
        if found is None:
            if len(self._made) >= MAX_MADE:
                self._made = {}
            found = self._made[key] = make()
        return found

    def fault(self, kind: Kind, state: State) -> DocumentFault:
        """What is wrong with what an element holds in a state; each time the same."""
        return self.recall((kind, state), lambda: DocumentFault(kind, "", state))

    def step(self, state: State, name: str) -> Step:
        """The step from a state by a child of this name."""
        ways = self._ways(state, name, skipping=False)
        if ways:
            return Step(self, ways)
        ways = self._ways(state, name, skipping=True)
        if ways:
            return Step(self, ways, DocumentFault(Kind.ELEMENT_MISSING, name, state))
        stay = dict(enumerate(state.patterns))
        ways = [(element, stay) for element in self.named(name)]
        if not stay:  # in an element of which nothing is known, nothing is out of place
            return Step(self, ways, None, state)
        kind = Kind.ELEMENT_NOT_ALLOWED if ways else Kind.ELEMENT_UNKNOWN
        return Step(self, ways, DocumentFault(kind, name, state), state)

    def _ways(
        self, state: State, name: str, *, skipping: bool
    ) -> list[tuple[Element, dict[int, Pattern]]]:
        ways: dict[Element, dict[int, Pattern]] = {}
        for way, pattern in enumerate(state.patterns):
            found = self.derivatives.by_element(pattern, name, skipping=skipping)
            for element, after in found.items():
                if element.content is not NOT_ALLOWED:
                    ways.setdefault(element, {})[way] = after
        return list(ways.items())

    def named(self, name: str) -> list[Element]:
        """The elements of the schema of this name; those that name it closest, if there are any."""
        named, endless = self._index()
        found: dict[int, list[Element]] = {}
        for element in (*named.get(name, ()), *endless):
            how_far = distance(element.name_class, name)
            if how_far is not None and element.content is not NOT_ALLOWED:
                found.setdefault(how_far, []).append(element)
        return found[min(found)] if found else []

    def namespaces(self, local: str) -> tuple[str, ...]:
        """The namespaces in which the schema has elements of a local name."""

        def of_all() -> dict[str, tuple[str, ...]]:
            found: dict[str, tuple[str, ...]] = {}
            for name in self._index()[0]:
                key = local_of(name)
                found[key] = (*found.get(key, ()), namespace_of(name))
            return found

        return self.recall("namespaces", of_all).get(local, ())

    def _index(self) -> tuple[dict[str, list[Element]], list[Element]]:
        """The elements by name, and those of endless names."""
        if self._by_name is None:
            named: dict[str, list[Element]] = {}
            endless = []
            for element in self.elements:
                names = element.name_class.names
                if names is None:
                    endless.append(element)
                for name in names or ():
                    named.setdefault(name, []).append(element)
            self._by_name = named, endless
        return self._by_name

    def holders(self, name: str) -> list[Element]:
        """The elements of the schema that may have a child of this name."""
        return self.recall(
            ("holders", name),
            lambda: [element for element in self.elements if self.may_hold(element, name)],
        )

    @property
    def attribute_counts(self) -> Mapping[str, int]:
        """How many elements of the schema may have an attribute, by its name."""
        return self.recall(
            "attributes",
            lambda: Counter(
                name
                for element in self.elements
                for attribute in dict.fromkeys(attributes(element.content))
                for name in attribute.name_class.names or ()
            ),
        )

    def may_hold(self, element: Element, name: str) -> bool:
        """Whether an element of the schema may have a child of this name, at some place."""
        # Many elements have the same content, attributes aside.
        bare = self.start_tags.by_attributes(element.content, NO_NAMES, lenient=True)
        return name in self.recall(
            ("children", bare),
            lambda: frozenset(
                child_name
                for child in elements(bare)
                for child_name in child.name_class.names or ()
            ),
        )

    def after(self, state: State, name: str) -> State:
        """The state after a child of this name, whatever is in it."""
        afters = [after for _, after in state[name].ways]
        choice = self.patterns.choice
        return self.state(
            tuple(
                choice([after[way] for after in afters if way in after])
                for way in range(len(state.patterns))
            )
        )

    def arrival(self, step: Step, names: Names, failed: Failed) -> Arrival:
        """Where a tag with these attributes leads."""
        if not step.ways:
            assert step.unknown is not None
            return Arrival(self.state(()), {(): step.unknown}, _some(step.fault))
        patterns = [element.content for element, _ in step.ways]
        by_attributes = self.start_tags.by_attributes
        contents = [by_attributes(pattern, frozenset(names), failed) for pattern in patterns]
        if any(content is not NOT_ALLOWED for content in contents):
            return self._arrive(step, contents, _some(step.fault))
        recovery = AttributeRecovery(self.start_tags, patterns, names, failed)
        contents = recovery.recovered()
        faults = [
            DocumentFault(kind, name, None, step, beside, able, needs)
            for kind, name, beside, able, needs in recovery.faults
        ]
        return self._arrive(step, contents, (*_some(step.fault), *faults))

    def _arrive(
        self, step: Step, contents: list[Pattern], faults: tuple[DocumentFault, ...]
    ) -> Arrival:
        backs: dict[Pattern, dict[int, list[Pattern]]] = {}
        width = 0
        for content, (_, after) in zip(contents, step.ways, strict=True):
            if content is NOT_ALLOWED:
                continue
            back = backs.setdefault(content, {})
            for way, pattern in after.items():
                back.setdefault(way, []).append(pattern)
                width = max(width, way + 1)
        choice = self.patterns.choice
        table = {
            index: {way: choice(patterns) for way, patterns in back.items()}
            for index, back in enumerate(backs.values())
        }
        return Arrival(self.state(tuple(backs)), Returns(self, table, width), faults)


def _some(fault: DocumentFault | None) -> tuple[DocumentFault, ...]:
    return () if fault is None else (fault,)
