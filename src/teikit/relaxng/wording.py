"""What is wrong with a document, in words for the person who mends it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from teikit.relaxng.automaton import Arrival, Automaton, Fault, State, Step
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.errors import Kind
from teikit.relaxng.expectations import (
    missing_attributes,
    missing_elements,
    next_elements,
    takes_text,
)
from teikit.relaxng.names import local_of, namespace_of
from teikit.relaxng.patterns import TEXT, Attribute, Element, Pattern, attributes
from teikit.relaxng.reasons import reason, right_values
from teikit.relaxng.sentences import attribute, clip, listed, quoted, sentence, tag, tags
from teikit.relaxng.spelling import nearest


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault was met.

    `around` are the names and arrivals of the innermost open elements, two at most; a start tag
    whose attributes are at fault is the last. `before` are the names of the elements that stand
    before the place in the same parent, each once, and `last` is the closest. `value` is the text
    or the value at fault. Of a place that is `brief`, no suggestions are made, which take time.
    """

    automaton: Automaton
    around: tuple[tuple[str, Arrival], ...]
    before: tuple[str, ...]
    last: str
    value: str
    namespaces: Namespaces
    brief: bool

    @property
    def name(self) -> str:
        """The name of the innermost open element; empty outside the root."""
        return self.around[-1][0] if self.around else ""

    @property
    def home(self) -> str:
        """The namespace whose names are told without it."""
        return namespace_of(self.name)

    @property
    def tag(self) -> str:
        """The innermost open element."""
        return tag(self.name, self.home)

    def say(self, start: str, *hints: Callable[[], str]) -> str:
        """A message."""
        return sentence(start) if self.brief else sentence(start, *hints)


@dataclass(frozen=True, slots=True)
class Wording:
    """What was found, all that was expected, and the message."""

    found: str
    expected: tuple[str, ...]
    message: str


def worded(fault: Fault, place: Place) -> Wording:
    """A fault at a place, in words."""
    if fault.step is not None:
        return _OF_ATTRIBUTES[fault.kind](fault, fault.step, place)
    assert fault.state is not None
    return _OF_CONTENT[fault.kind](fault, fault.state, place)


# Elements and text


def _unknown(fault: Fault, state: State, place: Place) -> Wording:
    expected = _expected(state, place)
    name = tag(fault.name, place.home)

    def meant() -> str:
        guess = _guess(fault.name, _next(state), place.home)
        guess = guess or _guess(fault.name, place.automaton.elements, place.home)
        return f"did you mean {guess}?" if guess else _listing(_likeliest(state, place))

    return Wording(name, expected, place.say(f"the schema has no element {name}", meant))


def _guess(name: str, elements: Iterable[Element], home: str) -> str | None:
    by_local = {
        local_of(other): other for element in elements for other in element.name_class.names or ()
    }
    local = local_of(name)
    meant = local if local in by_local else nearest(local, by_local)
    return tag(by_local[meant], home) if meant else None


def _misplaced(fault: Fault, state: State, place: Place) -> Wording:
    expected = _expected(state, place)
    name = tag(fault.name, place.home)
    if not place.around:
        start = f"a document cannot begin with {name}"
        return Wording(name, expected, place.say(start, lambda: _listing(expected)))
    after = f" after {tag(place.last, place.home)}" if place.last else ""
    message = place.say(
        f"{name} is not allowed in {place.tag}{after}",
        lambda: _comes_before(fault, place) or _allowed_outside(fault, state, place),
        lambda: _allowed_inside(fault, state, place),
        lambda: _listing(_likeliest(state, place)),
    )
    return Wording(name, expected, message)


def _comes_before(fault: Fault, place: Place) -> str:
    """Whether the element could have stood earlier in its parent, and before what."""
    state = place.around[-1][1].state
    for sibling in place.before:
        if state[sibling].fault:
            return ""
        after = place.automaton.after(state, sibling)
        if not state[fault.name].fault and after[fault.name].fault:
            return f"it must come before {tag(sibling, place.home)}"
        state = after
    return ""


def _allowed_outside(fault: Fault, state: State, place: Place) -> str:
    """Whether the element could stand after its parent."""
    if len(place.around) < 2:
        return ""
    outside = place.around[-1][1].returns[state.done or state.alive]
    if outside[fault.name].fault:
        return ""
    parent = tag(place.around[-2][0], place.home)
    return f"it is allowed in {parent} after </{place.tag[1:]}"


def _allowed_inside(fault: Fault, state: State, place: Place) -> str:
    """Elements that may stand here and take the element."""
    may_hold = place.automaton.may_hold
    here = _likely((one for one in _next(state) if may_hold(one, fault.name)), place)
    names = tags(here, place.home)
    return f"it is allowed in {listed(names, 'or', 3)}" if names else ""


def _likely(elements: Iterable[Element], place: Place) -> list[Element]:
    """Those that stand in the same parent already go first, then short names.

    What is used much has a short name, in markup as in language.
    """

    def rank(element: Element) -> tuple[bool, int]:
        lengths = [len(local_of(name)) for name in element.name_class.names or ()]
        known = any(name in element.name_class for name in place.before)
        return not known, min(lengths, default=100)

    return sorted(elements, key=rank)


def _too_early(fault: Fault, state: State, place: Place) -> Wording:
    expected = _expected(state, place)
    name = tag(fault.name, place.home)

    def missing() -> str:
        # What lets the element follow at once, or else the first of what is required before it.
        names = tags(_likely(_leading(fault.name, state, place), place), place.home)
        needs = (need for one in state.patterns for need in missing_elements(one))
        names = names or tags(next(needs, ()), place.home)
        what = f"one of {listed(names, 'or')}" if len(names) > 1 else "".join(names)
        return f"it needs {what} before it" if what else _listing(_likeliest(state, place))

    where = f" in {place.tag}" if place.around else ""
    return Wording(name, expected, place.say(f"{name} comes too early{where}", missing))


def _leading(name: str, state: State, place: Place) -> Iterator[Element]:
    by_element = place.automaton.derivatives.by_element
    for pattern in state.patterns:
        for element in next_elements(pattern):
            for one in element.name_class.names or ():
                after = by_element(pattern, one).get(element)
                if after is not None and by_element(after, name):
                    yield element
                    break


def _incomplete(_: Fault, state: State, place: Place) -> Wording:
    expected = _expected(state, place)

    def needs() -> str:
        found = [
            tags(_likely(need, place), place.home)
            for way in state.alive[:1]
            for need in islice(missing_elements(state.patterns[way]), 2)
        ]
        one_by_one = (
            need[0] if len(need) == 1 else f"one of {listed(need, 'or')}" for need in found
        )
        return f"it needs {', then '.join(one_by_one)}" if found else ""

    message = place.say(f"{place.tag} is not complete", needs)
    return Wording("end tag", expected, message)


def _text(_: Fault, state: State, place: Place) -> Wording:
    expected = _expected(state, place)

    def where() -> str:
        following = list(_next(state))
        takers = [one for one in following if one.content.contents & TEXT]
        names = tags(_likely(takers, place), place.home)
        if not following:
            return "nothing more can stand in it"
        return f"put it in {listed(names, 'or', 3)}" if names else ""

    start = f"text cannot stand directly in {place.tag}: {quoted(place.value)}"
    return Wording(clip(place.value, 60), expected, place.say(start, where))


def _value(_: Fault, state: State, place: Place) -> Wording:
    return _wrong(place.tag, state.patterns, place)


def _next(state: State) -> Iterator[Element]:
    for pattern in state.patterns:
        yield from next_elements(pattern)


def _expected(state: State, place: Place) -> tuple[str, ...]:
    """All that may come: elements, sorted; values; text; the end tag."""

    def all_of_it() -> tuple[str, ...]:
        elements = sorted(tags(_next(state), place.home))
        text = ["text"] if any(map(takes_text, state.patterns)) else []
        ends = place.around and any(one.nullable for one in state.patterns)
        return (*elements, *right_values(state.patterns), *text, *(["end tag"] if ends else []))

    key = ("content", state.patterns, place.home, bool(place.around))
    return place.automaton.recall(key, all_of_it)


def _likeliest(state: State, place: Place) -> tuple[str, ...]:
    """As `_expected`, the likeliest first."""
    expected = _expected(state, place)
    return tuple(dict.fromkeys((*tags(_likely(_next(state), place), place.home), *expected)))


def _listing(expected: tuple[str, ...]) -> str:
    return f"expected: {listed(expected, 'or')}" if expected else ""


# Attributes


def _extra(fault: Fault, step: Step, place: Place) -> Wording:
    expected = _free(step, fault.beside, place)
    name = attribute(fault.name, place.home)

    def meant() -> str:
        possible = _attributes(step)
        if any(fault.name in one.name_class for one in possible):
            others = sorted(attribute(one, place.home) for one in fault.beside)
            return f"it cannot stand beside {listed(others, 'and')}" if others else ""
        if not possible:
            return "it takes no attributes"
        by_local = {local_of(one): one for one in _names(possible) if one not in fault.beside}
        local = local_of(fault.name)
        guess = local if local in by_local else nearest(local, by_local)
        return f"did you mean {attribute(by_local[guess], place.home)}?" if guess else ""

    start = f"{name} is not allowed on {place.tag}"
    hint = "" if place.brief else meant()
    return Wording(
        name, expected, place.say(start, lambda: hint, lambda: "" if hint else _listing(expected))
    )


def _free(step: Step, beside: frozenset[str], place: Place) -> tuple[str, ...]:
    """The attributes that an element may have beside others, sorted."""

    def all_of_them() -> tuple[str, ...]:
        names = {name for name in _names(_attributes(step)) if name not in beside}
        endless = {
            f"@{one.name_class.describe(place.home)}"
            for one in _attributes(step)
            if one.name_class.names is None
        }
        return (*sorted(attribute(name, place.home) for name in names), *sorted(endless))

    key = ("attributes", tuple(element for element, _ in step.ways), beside, place.home)
    return place.automaton.recall(key, all_of_them)


def _missing(fault: Fault, step: Step, place: Place) -> Wording:
    needs = [
        sorted({f"@{one.name_class.describe(place.home)}" for one in need})
        for element, _ in step.ways[:1]
        for need in missing_attributes(element.content, fault.beside)
    ]
    expected = tuple(sorted({name for need in needs for name in need}))
    each = [need[0] if len(need) == 1 else f"one of {listed(need, 'or')}" for need in needs]
    return Wording("", expected, place.say(f"{place.tag} needs {listed(each, 'and')}"))


def _invalid(fault: Fault, step: Step, place: Place) -> Wording:
    values = [one.value for one in _attributes(step) if fault.name in one.name_class]
    return _wrong(f"{attribute(fault.name, place.home)} of {place.tag}", values, place)


def _wrong(label: str, patterns: Iterable[Pattern], place: Place) -> Wording:
    patterns = tuple(patterns)
    why = reason(place.value, patterns, place.automaton.derivatives, place.namespaces)
    message = place.say(f"{label}: {why}")
    return Wording(clip(place.value, 60), right_values(patterns), message)


def _attributes(step: Step) -> list[Attribute]:
    return [one for element, _ in step.ways for one in attributes(element.content)]


def _names(found: Iterable[Attribute]) -> Iterator[str]:
    for one in found:
        yield from one.name_class.names or ()


_OF_CONTENT: Mapping[Kind, Callable[[Fault, State, Place], Wording]] = {
    Kind.CONTENT_INCOMPLETE: _incomplete,
    Kind.ELEMENT_MISSING: _too_early,
    Kind.ELEMENT_NOT_ALLOWED: _misplaced,
    Kind.ELEMENT_UNKNOWN: _unknown,
    Kind.TEXT_NOT_ALLOWED: _text,
    Kind.VALUE_INVALID: _value,
}
_OF_ATTRIBUTES: Mapping[Kind, Callable[[Fault, Step, Place], Wording]] = {
    Kind.ATTRIBUTE_INVALID: _invalid,
    Kind.ATTRIBUTE_MISSING: _missing,
    Kind.ATTRIBUTE_NOT_ALLOWED: _extra,
}
