"""Documents that include others by XInclude, read as if what they include stood in them.

What is included is not read here: of an element, the name is enough to go on behind it. What is in
it is held against the schema by itself, from the `PartPlace` where it stands. So what a thousand
documents include is read once for each place, and no document is too large.
"""

from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from teikit.relaxng.automaton.automaton import Arrival, Automaton, DocumentFault, State
from teikit.relaxng.documents.locations import LineColumn
from teikit.relaxng.documents.stream import StreamReader
from teikit.relaxng.documents.validator import Open
from teikit.relaxng.errors import Kind
from teikit.relaxng.patterns.names import name_of

_XI = "http://www.w3.org/2001/XInclude"
_INCLUDE = name_of(_XI, "include")
_FALLBACK = name_of(_XI, "fallback")
_INCOMPLETE = (Kind.ELEMENT_MISSING, Kind.CONTENT_INCOMPLETE)


class PartPlace(NamedTuple):
    """Where in documents an element stands: what it may be there. It belongs to one schema."""

    state: State


class Included(NamedTuple):
    """What stands for an include.

    An element of a name, with its namespace in braces before it; or a text; or what the include has
    as its fallback. If it is none of these, it is not known: then nothing is said to be missing
    around it.
    """

    element: str = ""
    text: str = ""
    fallback: bool = False


Include = Callable[[int, Callable[[str], PartPlace | None]], Included]
"""Says what stands for the include of a number, from 0, among all that a document has.

It can ask where the part stands, by the name of its outermost element: None if the schema knows no
such element.
"""


def place_of(automaton: Automaton, state: State, name: str) -> PartPlace | None:
    """Where an element of a name stands, as a child in a state."""
    elements = [element for element, _ in state[name].ways]
    if not elements:
        return None
    return PartPlace(automaton.state((automaton.patterns.choice([*elements]),)))


def plain_name(name: str) -> str:
    """The name of an element whose namespace is given in braces."""
    namespace, _, local = name.rpartition("}")
    return name_of(namespace[1:], local)


class _Reading(Enum):
    """How an element is read that is an include, or in one."""

    NOT = auto()
    FOR_FALLBACK = auto()
    FALLBACK = auto()
    AS_USUAL = auto()


class InclusionReader(StreamReader):
    """A document whose includes are asked for."""

    def __init__(
        self, automaton: Automaton, include: Include, *, ids: bool, start: State | None = None
    ) -> None:
        super().__init__(automaton, ids=ids, start=start)
        self._include = include
        self._number = -1  # of the last include
        self._inside: list[_Reading] = []  # the elements that are open from an include on
        # Open elements of which not all is known, by the numbers of their children.
        self._unknown: list[dict[str, int]] = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._number += name == _INCLUDE
        around = self._inside[-1] if self._inside else _Reading.AS_USUAL
        if around is _Reading.FOR_FALLBACK and name == _FALLBACK:
            self._inside.append(_Reading.FALLBACK)
        elif around in (_Reading.NOT, _Reading.FOR_FALLBACK):
            self._inside.append(_Reading.NOT)
        elif name == _INCLUDE and not self._is_in_schema():
            self._inside.append(self._in_place())
        else:
            if self._inside:
                self._inside.append(_Reading.AS_USUAL)
            super()._start(name, attributes)

    def _end(self, name: str) -> None:
        if self._inside and self._inside.pop() is not _Reading.AS_USUAL:
            return
        if self._unknown and self._unknown[-1] is self._counts:
            super()._end(name)
            self._unknown.pop()
        else:
            super()._end(name)

    def _characters(self, text: str) -> None:
        if not self._inside or self._inside[-1] in (_Reading.AS_USUAL, _Reading.FALLBACK):
            super()._characters(text)

    def _is_in_schema(self) -> bool:
        """Whether the schema itself wants the element here, so that it stays what it is."""
        ways = self._state[_INCLUDE].ways
        return any(_INCLUDE in (element.name_class.names or ()) for element, _ in ways) and (
            self._state[_INCLUDE].fault is None
        )

    def _in_place(self) -> _Reading:
        """Go on behind what stands for an include; how that itself is read."""
        included = self._include(self._number, self._place)
        if included.text:
            super()._characters(included.text)
            return _Reading.NOT
        if self._text:
            self._state = self._text_before_child(self._state)
        if included.fallback:
            return _Reading.FOR_FALLBACK
        number = self._counts[_INCLUDE] = self._counts.get(_INCLUDE, 0) + 1
        if included.element:
            self._behind(plain_name(included.element), number)
        elif not any(counts is self._counts for counts in self._unknown):
            self._unknown.append(self._counts)
        return _Reading.NOT

    def _behind(self, name: str, number: int) -> None:
        """Be behind an element of this name, which is not here but in another document."""
        state = self._state
        step = state[name]
        if step.fault:
            nowhere = Arrival(state, {})
            before = len(self._errors)
            self._error(step.fault, self._here(), child=(nowhere, name, number, self._counts))
            path = self._path((_INCLUDE, number))
            self._errors[before:] = [error._replace(path=path) for error in self._errors[before:]]
        self._last = name
        if step.ways:
            self._state = self._automaton.after(state, name)

    def _place(self, name: str) -> PartPlace | None:
        return place_of(self._automaton, self._state, plain_name(name))

    def _error(
        self,
        fault: DocumentFault,
        location: LineColumn,
        *,
        value: str = "",
        child: Open | None = None,
    ) -> frozenset[str]:
        if fault.kind in _INCOMPLETE and any(counts is self._counts for counts in self._unknown):
            return frozenset()
        return super()._error(fault, location, value=value, child=child)
