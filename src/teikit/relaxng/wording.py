"""What is wrong with a document, in words for the person who mends it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from teikit.relaxng.automaton import Arrival, Automaton, Fault, State
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.derivatives import words
from teikit.relaxng.errors import Kind
from teikit.relaxng.expectations import (
    missing_attributes,
    missing_elements,
    next_elements,
    takes_text,
)
from teikit.relaxng.names import local_of, namespace_of, shown
from teikit.relaxng.patterns import (
    ELEMENT,
    TEXT,
    Attribute,
    Data,
    Element,
    List,
    Pattern,
    Value,
    attributes,
    strings,
)
from teikit.relaxng.spelling import nearest

LENGTH = 160  # characters of a message
FEW = 4  # names that are listed before "and 17 more"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault was met.

    `around` are the names and arrivals of the innermost open elements, two at most; a start tag
    whose attributes are at fault is the last. `before` are the names of the elements that stand
    before the place in the same parent, each once. `value` is the text or the value at fault.
    """

    automaton: Automaton
    around: tuple[tuple[str, Arrival], ...]
    before: tuple[str, ...]
    value: str
    namespaces: Namespaces

    @property
    def name(self) -> str:
        """The name of the innermost open element; empty outside the root."""
        return self.around[-1][0] if self.around else ""

    @property
    def home(self) -> str:
        """The namespace whose names are told without it."""
        return namespace_of(self.name)


@dataclass(frozen=True, slots=True)
class Wording:
    """What was found, all that was expected, and the message."""

    found: str
    expected: tuple[str, ...]
    message: str


def worded(fault: Fault, place: Place) -> Wording:
    """A fault at a place, in words."""
    return _WORDS[fault.kind](fault, place)


# Elements and text


def _unknown(fault: Fault, place: Place) -> Wording:
    expected = _expected(fault, place)
    here = [element for pattern in _patterns(fault) for element in next_elements(pattern)]
    name = _tag(fault.name, place)
    guess = _guess(fault.name, here, place) or _guess(
        fault.name, place.automaton.elements, place
    )
    hint = f"did you mean {guess}?" if guess else _listing("expected", expected)
    sentence = f"{name} is not an element that the schema knows"
    return Wording(name, expected, _said(sentence, hint))


def _guess(name: str, elements: Iterable[Element], place: Place) -> str | None:
    by_local = {
        local_of(other): other for element in elements for other in element.name_class.names or ()
    }
    local = local_of(name)
    meant = local if by_local.get(local, name) != name else nearest(local, by_local)
    return _tag(by_local[meant], place) if meant else None


def _misplaced(fault: Fault, place: Place) -> Wording:
    expected = _expected(fault, place)
    name = _tag(fault.name, place)
    if not place.around:
        return Wording(
            name, expected, _said(f"a document cannot begin with {name}", _listing("expected", expected))
        )
    sentence = f"{name} is not allowed {_where(place)}"
    hints = [_comes_before(fault, place) or _allowed_outside(fault, place)]
    hints += [_allowed_inside(fault, place), _listing("expected", expected)]
    return Wording(name, expected, _said(sentence, *hints))


def _where(place: Place) -> str:
    after = f" after {_tag(place.before[-1], place)}" if place.before else ""
    return f"in {_tag(place.name, place)}{after}"


def _comes_before(fault: Fault, place: Place) -> str:
    """Whether the element could have stood earlier in its parent, and before what."""
    state = place.around[-1][1].state
    for sibling in place.before:
        step = state[sibling]
        if step.fault:
            return ""
        after = place.automaton.after(state, sibling)
        if not state[fault.name].fault and after[fault.name].fault:
            return f"it must come before {_tag(sibling, place)}"
        state = after
    return ""


def _allowed_outside(fault: Fault, place: Place) -> str:
    """Whether the element could stand after its parent."""
    state = fault.state
    assert state is not None
    outside = place.around[-1][1].returns[state.done or state.alive]
    if len(place.around) < 2 or outside[fault.name].fault:
        return ""
    parent = _tag(place.around[-2][0], place)
    return f"it is allowed in {parent}, after </{_tag(place.name, place)[1:]}"


def _allowed_inside(fault: Fault, place: Place) -> str:
    """Elements that may stand here and take the element."""
    state = fault.state
    assert state is not None
    holders = place.automaton.parents(fault.name)
    here = [one for pattern in state.patterns for one in next_elements(pattern) if one in holders]
    tags = _tags(_likely(here, place), place)
    return f"it is allowed in {_some_of(tags, 'or', 3)}" if tags else ""


def _likely(elements: Iterable[Element], place: Place) -> list[Element]:
    """Those that stand in the same parent already go first."""
    return sorted(
        elements, key=lambda one: not any(name in one.name_class for name in place.before)
    )


def _too_early(fault: Fault, place: Place) -> Wording:
    expected = _expected(fault, place)
    state = fault.state
    assert state is not None
    name = _tag(fault.name, place)
    needs = [need for pattern in state.patterns for need in missing_elements(pattern)]
    first = [need for need in needs[:1] if not any(fault.name in one.name_class for one in need)]
    leading = [
        element
        for pattern in state.patterns
        for element, after in _followers(pattern, place)
        if place.automaton.derivatives.by_element(after, fault.name)
    ]
    missing = _tags(leading or [one for need in first for one in need], place)
    where = f" in {_tag(place.name, place)}" if place.around else ""
    what = f"one of {_some_of(missing, 'or')}" if len(missing) > 1 else "".join(missing)
    hint = f"it needs {what} before it" if missing else _listing("expected", expected)
    return Wording(name, expected, _said(f"{name} comes too early{where}", hint))


def _followers(pattern: Pattern, place: Place) -> Iterator[tuple[Element, Pattern]]:
    by_element = place.automaton.derivatives.by_element
    for element in next_elements(pattern):
        for name in element.name_class.names or ():
            yield from by_element(pattern, name).items()


def _incomplete(fault: Fault, place: Place) -> Wording:
    expected = _expected(fault, place)
    name = _tag(place.name, place)
    needs = [
        _tags(need, place)
        for pattern in _patterns(fault)[:1]
        for need in missing_elements(pattern)
    ]
    hint = _listing("expected", expected)
    if needs:
        hint = "it needs " + ", then ".join(
            need[0] if len(need) == 1 else f"one of {_some_of(need, 'or')}" for need in needs[:2]
        )
    return Wording("end tag", expected, _said(f"{name} is not complete", hint))


def _text(fault: Fault, place: Place) -> Wording:
    expected = _expected(fault, place)
    state = fault.state
    assert state is not None
    takers = [
        element
        for pattern in state.patterns
        for element in next_elements(pattern)
        if element.content.contents & TEXT
    ]
    tags = _tags(_likely(takers, place), place)
    text = _clip(" ".join(place.value.split()), 40)
    sentence = f"text cannot stand directly in {_tag(place.name, place)}: '{text}'"
    hint = f"put it in {_some_of(tags, 'or', 3)}" if tags else "only elements can"
    if not any(pattern.contents & ELEMENT for pattern in state.patterns):
        hint = "nothing more can stand in it"
    return Wording(text, expected, _said(sentence, hint))


def _expected(fault: Fault, place: Place) -> tuple[str, ...]:
    """All that may come, sorted: elements, text, the end tag; datatypes where a string is due."""
    key = ("expected", fault.state, place.home)
    return place.automaton.recall(key, lambda: _all_expected(fault, place))


def _all_expected(fault: Fault, place: Place) -> tuple[str, ...]:
    patterns = _patterns(fault)
    elements = [one for pattern in patterns for one in next_elements(pattern)]
    values = _values(patterns)
    text = ["text"] if any(map(takes_text, patterns)) else []
    end = ["end tag"] if place.around and any(one.nullable for one in patterns) else []
    return (*sorted(_tags(elements, place)), *values, *text, *end)


# Attributes


def _extra(fault: Fault, place: Place) -> Wording:
    step = fault.step
    assert step is not None
    possible = [one for element, _ in step.ways for one in attributes(element.content)]
    known = {name: None for one in possible for name in one.name_class.names or ()}
    expected = tuple(sorted(_attribute(name, place) for name in known if name not in fault.beside))
    name = _attribute(fault.name, place)
    sentence = f"{name} is not allowed on {_tag(place.name, place)}"
    if any(fault.name in one.name_class for one in possible):
        others = sorted(_attribute(one, place) for one in fault.beside)
        hint = f"it cannot stand beside {_some_of(others, 'and')}" if others else ""
        return Wording(name, expected, _said(sentence, hint))
    by_local = {local_of(one): one for one in known if one not in fault.beside}
    local = local_of(fault.name)
    meant = local if local in by_local else nearest(local, by_local)
    hint = f"did you mean {_attribute(by_local[meant], place)}?" if meant else ""
    if not known:
        hint = "it takes no attributes"
    return Wording(name, expected, _said(sentence, hint or _listing("expected", expected)))


def _missing(fault: Fault, place: Place) -> Wording:
    step = fault.step
    assert step is not None
    needs = [
        sorted({one.name_class.describe(place.home) for one in need})
        for element, _ in step.ways[:1]
        for need in missing_attributes(element.content, fault.beside)
    ]
    expected = tuple(sorted({f"@{name}" for need in needs for name in need}))
    listed = " and ".join(
        f"@{need[0]}"
        if len(need) == 1
        else f"one of {_some_of([f'@{name}' for name in need], 'or')}"
        for need in needs
    )
    return Wording("", expected, _said(f"{_tag(place.name, place)} needs {listed}"))


def _invalid(fault: Fault, place: Place) -> Wording:
    step = fault.step
    assert step is not None
    values = [
        one.value
        for element, _ in step.ways
        for one in attributes(element.content)
        if fault.name in one.name_class
    ]
    label = f"{_attribute(fault.name, place)} of {_tag(place.name, place)}"
    return _wrong(label, values, place)


# Values


def _value(fault: Fault, place: Place) -> Wording:
    return _wrong(_tag(place.name, place), _patterns(fault), place)


def _wrong(label: str, patterns: Sequence[Pattern], place: Place) -> Wording:
    value = _clip(place.value, 60)
    return Wording(value, _values(patterns), _said(f"{label}: {_why(patterns, place)}"))


def _why(patterns: Sequence[Pattern], place: Place) -> str:
    """Why no pattern takes the value."""
    value = place.value
    kinds = [one for pattern in patterns for one in strings(pattern)]
    lists = [one for one in kinds if isinstance(one, List)]
    if lists and len(lists) == len(kinds):
        return _why_list(lists[0], place)
    literals = list(dict.fromkeys(one.literal for one in kinds if isinstance(one, Value)))
    data = [one for one in kinds if isinstance(one, Data)]
    if literals and not data:
        return _not_one_of(value, literals)
    reasons = [one.datatype.fault(value, place.namespaces) for one in data]
    told = [reason for reason in reasons if reason is not None]
    if not told:
        return f"'{_clip(value, 60)}' is not allowed here"
    # A reason that names the very fault says more than one that names a type.
    best = max(told, key=lambda reason: (": " in reason, -told.index(reason)))
    meant = nearest(value, literals)
    return f"{best}; did you mean '{meant}'?" if meant else best


def _why_list(pattern: List, place: Place) -> str:
    found = words(place.value)
    matches = place.automaton.derivatives.matches
    kinds = list(strings(pattern.words))
    for word in found:
        if not any(matches(one, word, place.namespaces) for one in kinds):
            return _why(kinds, Place(place.automaton, place.around, (), word, place.namespaces))
    if not found:
        return "it is empty"
    return f"'{_clip(place.value, 60)}' has too few words, or too many"


def _not_one_of(value: str, literals: Sequence[str]) -> str:
    quoted = [f"'{_clip(one, 30)}'" for one in literals]
    meant = nearest(value, literals)
    shown_value = _clip(value, 40)
    if len(literals) == 1:
        return f"'{shown_value}' is not {quoted[0]}"
    if meant:
        return f"'{shown_value}' is not one of the {len(quoted)} values; did you mean '{meant}'?"
    return f"'{shown_value}' is not one of {_some_of(quoted, 'or', 6)}"


def _values(patterns: Iterable[Pattern]) -> tuple[str, ...]:
    """All strings that patterns take: values in quotes, datatypes in words."""
    told: dict[str, None] = {}
    for pattern in patterns:
        for one in strings(pattern):
            if isinstance(one, Value):
                told[f"'{one.literal}'"] = None
            elif isinstance(one, Data):
                told[one.datatype.describe()] = None
            elif isinstance(one, List):
                told[f"words, each {' or '.join(_values((one.words,)))}"] = None
    return tuple(told)


# Sentences


def _patterns(fault: Fault) -> tuple[Pattern, ...]:
    assert fault.state is not None
    return fault.state.patterns


def _tag(name: str, place: Place) -> str:
    """`<p>`; a namespace is told where it is not that of the parent."""
    return f"<{_clip(shown(name, place.home or namespace_of(name)), 50)}>"


def _attribute(name: str, place: Place) -> str:
    return f"@{_clip(shown(name, place.home), 50)}"


def _tags(elements: Iterable[Element], place: Place) -> list[str]:
    """Each element once, in order."""
    told: dict[str, None] = {}
    for element in elements:
        names = element.name_class.names
        if names is None:
            told[f"an element of {element.name_class.describe(place.home)}"] = None
        for name in sorted(names or ()):
            told[_tag(name, place)] = None
    return list(told)


def _some_of(items: Sequence[str], link: str, few: int = FEW) -> str:
    """`a, b or c`; `a, b, c, d and 17 more`."""
    if len(items) > few:
        return f"{', '.join(items[:few])} and {len(items) - few} more"
    return f" {link} ".join([", ".join(items[:-1]), items[-1]] if items[1:] else items)


def _listing(label: str, expected: Sequence[str]) -> str:
    return f"{label}: {_some_of(expected, 'or')}" if expected else ""


def _said(sentence: str, *hints: str) -> str:
    """The sentence, and as many hints as there is room for."""
    for hint in hints:
        longer = f"{sentence}; {hint}"
        if hint and len(longer) <= LENGTH:
            sentence = longer
    return _clip(sentence, LENGTH)


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


_WORDS: Mapping[Kind, Callable[[Fault, Place], Wording]] = {
    Kind.ATTRIBUTE_INVALID: _invalid,
    Kind.ATTRIBUTE_MISSING: _missing,
    Kind.ATTRIBUTE_NOT_ALLOWED: _extra,
    Kind.CONTENT_INCOMPLETE: _incomplete,
    Kind.ELEMENT_MISSING: _too_early,
    Kind.ELEMENT_NOT_ALLOWED: _misplaced,
    Kind.ELEMENT_UNKNOWN: _unknown,
    Kind.TEXT_NOT_ALLOWED: _text,
    Kind.VALUE_INVALID: _value,
}
