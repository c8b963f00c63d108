"""What is wrong with a document, in words for the person who mends it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from teikit.relaxng.automaton import Arrival, Automaton, Fault, State, Step
from teikit.relaxng.datatypes import Namespaces
from teikit.relaxng.errors import Kind
from teikit.relaxng.expectations import missing_elements, next_elements, takes_text
from teikit.relaxng.names import local_of, namespace_of, shown
from teikit.relaxng.patterns import TEXT, Attribute, Element, Pattern, attributes
from teikit.relaxng.reasons import reason, right_values
from teikit.relaxng.sentences import (
    FEW,
    attribute,
    clip,
    listed,
    listing,
    quoted,
    sentence,
    tag,
    tags,
)
from teikit.relaxng.spelling import nearest

MANY = 8  # elements that are told in the order of the schema
ROOM = 100  # characters for a list of what is expected


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fault was met.

    `around` are the names and arrivals of the innermost open elements, two at most; a start tag
    whose attributes are at fault is the last. `before` are the names of the elements that stand
    before the place in the same parent, each once, and `last` is the closest. `value` is the text
    or the value at fault. `prefix` is what the document writes before the name at fault, where that
    has a namespace of its own. Of a scene that is `brief`, no suggestions are made, which take
    time.
    """

    automaton: Automaton
    around: tuple[tuple[str, Arrival], ...]
    before: tuple[str, ...]
    last: str
    value: str
    namespaces: Namespaces
    prefix: str
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

    def written(self, name: str) -> str:
        """The name at fault, as the document has it."""
        if self.prefix:
            return clip(f"{self.prefix}:{local_of(name)}", 50)
        return clip(shown(name, self.home or namespace_of(name)), 50)

    def say(self, start: str, *hints: Callable[[], str]) -> str:
        """A message."""
        return sentence(start) if self.brief else sentence(start, *hints)


@dataclass(frozen=True, slots=True)
class Wording:
    """What was found, all that was expected, and the message.

    `meant` are names of what was meant to stand here, as far as that can be guessed.
    """

    found: str
    expected: tuple[str, ...]
    message: str
    meant: frozenset[str] = frozenset()


def worded(fault: Fault, scene: Scene) -> Wording:
    """A fault where it was met, in words."""
    if fault.step is not None:
        return _OF_ATTRIBUTES[fault.kind](fault, fault.step, scene)
    assert fault.state is not None
    return _OF_CONTENT[fault.kind](fault, fault.state, scene)


# Elements and text


def _unknown(fault: Fault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)
    name = f"<{scene.written(fault.name)}>"
    elsewhere = scene.automaton.namespaces(local_of(fault.name))
    if elsewhere:
        own = namespace_of(fault.name)
        where = f"the namespace {quoted(own, 50)}" if own else "no namespace"
        start = f"<{clip(local_of(fault.name), 40)}> is in {where}"
        hint = f'the schema has it in another: xmlns="{clip(elsewhere[0], 60)}"'
        return Wording(name, expected, scene.say(start, lambda: hint))

    guess = None
    if not scene.brief:
        guess = _guess(fault.name, _next(state)) or _guess(fault.name, scene.automaton.elements)
    message = scene.say(
        f"the schema has no element {name}",
        lambda: f"did you mean {tag(guess, scene.home)}?" if guess else "",
        lambda: _expecting(state, scene),
    )
    return Wording(name, expected, message, frozenset((guess,) if guess else ()))


def _guess(name: str, elements: Iterable[Element]) -> str | None:
    by_local = {
        local_of(other): other for element in elements for other in element.name_class.names or ()
    }
    local = local_of(name)
    meant = local if local in by_local else nearest(local, by_local)
    return by_local[meant] if meant else None


def _misplaced(fault: Fault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)
    name = f"<{scene.written(fault.name)}>"
    if not scene.around:
        start = f"a document cannot begin with {name}"
        return Wording(name, expected, scene.say(start, lambda: _expecting(state, scene)))
    may_hold = scene.automaton.may_hold
    elsewhere = any(may_hold(one, fault.name) for one in scene.automaton.named(scene.name))
    after = f" after {tag(scene.last, scene.home)}" if scene.last and elsewhere else ""
    message = scene.say(
        f"{name} is not allowed in {scene.tag}{after}",
        lambda: _comes_before(fault, scene),
        lambda: _allowed_outside(fault, state, scene),
        lambda: _allowed_inside(fault, state, scene),
        lambda: _stands_in(fault, scene),
        lambda: _expecting(state, scene),
    )
    return Wording(name, expected, message)


def _comes_before(fault: Fault, scene: Scene) -> str:
    """Whether the element could have stood earlier in its parent, and before what."""
    state = scene.around[-1][1].state
    for sibling in scene.before:
        if state[sibling].fault:
            return ""
        after = scene.automaton.after(state, sibling)
        if not state[fault.name].fault and after[fault.name].fault:
            other = tag(sibling, scene.home)
            if sibling == fault.name:
                return f"there is one already, and {scene.tag} takes no second {other}"
            return f"it must come before {other}"
        state = after
    return ""


def _allowed_outside(fault: Fault, state: State, scene: Scene) -> str:
    """Whether the element could stand after its parent."""
    if len(scene.around) < 2:
        return ""
    outside = scene.around[-1][1].returns[state.done or state.alive]
    if outside[fault.name].fault:
        return ""
    parent = tag(scene.around[-2][0], scene.home)
    return f"it is allowed in {parent} after </{scene.tag[1:]}"


def _allowed_inside(fault: Fault, state: State, scene: Scene) -> str:
    """Elements that may stand here and take the element."""
    may_hold = scene.automaton.may_hold
    here = _likely((one for one in _next(state) if may_hold(one, fault.name)), scene)
    names = tags(here, scene.home)
    return f"it is allowed in {listed(names, 'or', 3)}" if names else ""


def _stands_in(fault: Fault, scene: Scene) -> str:
    """The parents that the schema gives to the element, where they are few."""
    names = tags(scene.automaton.holders(fault.name), scene.home)
    return f"it stands in {listed(names, 'or')}" if 0 < len(names) <= FEW else ""


def _likely(elements: Iterable[Element], scene: Scene) -> list[Element]:
    """Elements in the order in which it is best to tell of them.

    Of a few, that is the schema's. Of many, those that stand in the same parent already go first,
    then short names: what is used much has a short name, in markup as in language.
    """
    elements = list(elements)
    if len(elements) <= MANY:
        return elements

    def rank(element: Element) -> tuple[bool, int]:
        lengths = [len(local_of(name)) for name in element.name_class.names or ()]
        known = any(name in element.name_class for name in scene.before)
        return not known, min(lengths, default=100)

    return sorted(elements, key=rank)


def _too_early(fault: Fault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)
    name = tag(fault.name, scene.home)

    def missing() -> str:
        # What lets the element follow at once, or else the first of what is required before it.
        leading = list(dict.fromkeys(_leading(fault.name, state, scene)))
        needs = (need for one in state.patterns for need in missing_elements(one))
        names = tags(_likely(leading or next(needs, ()), scene), scene.home)
        return f"it needs {listed(names, 'or')} before it" if names else ""

    where = f" in {scene.tag}" if scene.around else ""
    message = scene.say(f"{name} comes too early{where}", missing, lambda: _expecting(state, scene))
    return Wording(name, expected, message)


def _leading(name: str, state: State, scene: Scene) -> Iterator[Element]:
    by_element = scene.automaton.derivatives.by_element
    for pattern in state.patterns:
        for element in next_elements(pattern):
            for one in element.name_class.names or ():
                after = by_element(pattern, one).get(element)
                if after is not None and by_element(after, name):
                    yield element
                    break


def _incomplete(_: Fault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)

    def needs() -> str:
        found = [
            listed(tags(_likely(need, scene), scene.home), "or")
            for way in state.alive[:1]
            for need in islice(missing_elements(state.patterns[way]), 2)
        ]
        return f"it needs {', then '.join(found)}" if found else ""

    message = scene.say(f"{scene.tag} is not complete", needs, lambda: _expecting(state, scene))
    return Wording("end tag", expected, message)


def _text(_: Fault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)
    following = list(_next(state))
    takers = [one for one in following if one.content.contents & TEXT]

    def needs() -> str:
        leading = tags(_leading_text(state, scene), scene.home)
        return f"it needs {listed(leading, 'or')} before it" if leading else ""

    def put() -> str:
        names = tags(_likely(takers, scene), scene.home)
        return f"put it in {listed(names, 'or')}" if names else ""

    def nothing() -> str:
        if following:
            return ""
        return (
            f"nothing can follow {tag(scene.last, scene.home)}"
            if scene.last
            else "it is always empty"
        )

    start = f"text cannot stand directly in {scene.tag}: {quoted(scene.value)}"
    message = scene.say(start, needs, put, nothing, lambda: _expecting(state, scene))
    meant = frozenset(name for one in takers for name in one.name_class.names or ())
    return Wording(clip(scene.value, 60), expected, message, meant)


def _leading_text(state: State, scene: Scene) -> Iterator[Element]:
    """The elements after which text may stand."""
    by_element = scene.automaton.derivatives.by_element
    for pattern in state.patterns:
        for element in next_elements(pattern):
            for one in element.name_class.names or ():
                after = by_element(pattern, one).get(element)
                if after is not None and takes_text(after):
                    yield element
                    break


def _value(_: Fault, state: State, scene: Scene) -> Wording:
    return _wrong(scene.tag, state.patterns, scene)


def _next(state: State) -> Iterator[Element]:
    for pattern in state.patterns:
        yield from next_elements(pattern)


def _expected(state: State, scene: Scene) -> tuple[str, ...]:
    """All that may come: elements, sorted; values; text; the end tag."""

    def all_of_it() -> tuple[str, ...]:
        elements = sorted(tags(_next(state), scene.home))
        text = ["text"] if any(map(takes_text, state.patterns)) else []
        ends = scene.around and any(one.nullable for one in state.patterns)
        return (*elements, *right_values(state.patterns), *text, *(["end tag"] if ends else []))

    key = ("content", state.patterns, scene.home, bool(scene.around))
    return scene.automaton.recall(key, all_of_it)


def _expecting(state: State, scene: Scene) -> str:
    """All that may stand here, the likeliest first; some of it, where it is much."""
    expected = _expected(state, scene)
    likely = tags(_likely(_next(state), scene), scene.home)
    return listing("expected:", tuple(dict.fromkeys((*likely, *expected))), ROOM)


# Attributes


def _extra(fault: Fault, step: Step, scene: Scene) -> Wording:
    expected = _free(step, fault.beside, scene)
    name = f"@{scene.written(fault.name)}"
    start = f"{name} is not allowed on {scene.tag}"
    if scene.brief:
        return Wording(name, expected, scene.say(start))
    possible = _attributes(step)
    if any(fault.name in one.name_class for one in possible):
        others = sorted(attribute(one, scene.home) for one in fault.beside)
        return Wording(name, (), scene.say(f"{start} beside this {listed(others, 'and')}"))
    by_local = {local_of(one): one for one in _names(possible) if one not in fault.beside}
    local = local_of(fault.name)
    near = local if local in by_local else nearest(local.removeprefix("xml"), by_local)
    guess = by_local.get(near or nearest(local, by_local) or "")
    message = scene.say(
        start,
        lambda: f"did you mean {attribute(guess, scene.home)}?" if guess else "",
        lambda: listing("expected:", expected, ROOM) or "it takes no attributes",
    )
    return Wording(name, expected, message, frozenset((guess,) if guess else ()))


def _free(step: Step, beside: frozenset[str], scene: Scene) -> tuple[str, ...]:
    """The attributes that an element may have beside others, sorted."""

    def all_of_them() -> tuple[str, ...]:
        names = {name for name in _names(_attributes(step)) if name not in beside}
        endless = {
            f"@{one.name_class.describe(scene.home)}"
            for one in _attributes(step)
            if one.name_class.names is None
        }
        return (*sorted(attribute(name, scene.home) for name in names), *sorted(endless))

    key = ("attributes", tuple(element for element, _ in step.ways), beside, scene.home)
    return scene.automaton.recall(key, all_of_them)


def _missing(fault: Fault, step: Step, scene: Scene) -> Wording:
    needs = [
        sorted({f"@{one.name_class.describe(scene.home)}" for one in need}) for need in fault.needs
    ]
    expected = tuple(sorted({name for need in needs for name in need}))
    each = [listed(need, "or") for need in needs]
    return Wording("", expected, scene.say(f"{scene.tag} needs {listed(each, 'and')}"))


def _invalid(fault: Fault, step: Step, scene: Scene) -> Wording:
    own = fault.able or tuple(one for one in _attributes(step) if fault.name in one.name_class)
    label = f"{attribute(fault.name, scene.home)} of {scene.tag}"
    return _wrong(label, [one.value for one in own], scene)


def _wrong(label: str, patterns: Iterable[Pattern], scene: Scene) -> Wording:
    patterns = tuple(patterns)
    why = reason(scene.value, patterns, scene.automaton.strings, scene.namespaces)
    message = scene.say(f"{label}: {why}")
    return Wording(clip(scene.value, 60), right_values(patterns), message)


def _attributes(step: Step) -> list[Attribute]:
    return [one for element, _ in step.ways for one in attributes(element.content)]


def _names(found: Iterable[Attribute]) -> Iterator[str]:
    for one in found:
        yield from one.name_class.names or ()


_OF_CONTENT: Mapping[Kind, Callable[[Fault, State, Scene], Wording]] = {
    Kind.CONTENT_INCOMPLETE: _incomplete,
    Kind.ELEMENT_MISSING: _too_early,
    Kind.ELEMENT_NOT_ALLOWED: _misplaced,
    Kind.ELEMENT_UNKNOWN: _unknown,
    Kind.TEXT_NOT_ALLOWED: _text,
    Kind.VALUE_INVALID: _value,
}
_OF_ATTRIBUTES: Mapping[Kind, Callable[[Fault, Step, Scene], Wording]] = {
    Kind.ATTRIBUTE_INVALID: _invalid,
    Kind.ATTRIBUTE_MISSING: _missing,
    Kind.ATTRIBUTE_NOT_ALLOWED: _extra,
}
