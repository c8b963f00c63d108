"""What is wrong with a document, in words for the person who fixes it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from teikit.relaxng.automaton.automaton import DocumentFault, State
from teikit.relaxng.automaton.expectations import missing_elements, next_elements, takes_text
from teikit.relaxng.errors import Kind
from teikit.relaxng.messages.reasons import right_values
from teikit.relaxng.messages.scene import Scene, Wording
from teikit.relaxng.messages.sentences import FEW, ROOM, clip, listed, listing, quoted
from teikit.relaxng.messages.tag_wording import OF_ATTRIBUTES, wrong_value
from teikit.relaxng.patterns.names import local_of, namespace_of
from teikit.relaxng.patterns.patterns import NOT_ALLOWED, TEXT, Element, Pattern
from teikit.xml.spelling import nearest, nearest_namespace

NEEDS = 4  # required elements that are told
SEVERAL = 20  # elements that may come, of which it is worth telling some
MOST = 60  # parents of an element, of which it is worth telling some
MANY = 8  # elements that are told in the order of the schema


def worded(fault: DocumentFault, scene: Scene) -> Wording:
    """A fault where it was met, in words."""
    if fault.step is not None:
        return OF_ATTRIBUTES[fault.kind](fault, fault.step, scene)
    assert fault.state is not None
    return _OF_CONTENT[fault.kind](fault, fault.state, scene)


def _unknown(fault: DocumentFault, state: State, scene: Scene) -> Wording:
    in_namespace = _in_wrong_namespace(fault, state, scene)
    if in_namespace:
        return in_namespace
    expected = _expected(state, scene)
    name = scene.names.tag(fault.name)
    guess = None
    if not scene.brief:
        guess = _guess(fault.name, _next(state)) or _guess(fault.name, scene.automaton.elements)
    message = scene.say(
        f"the schema has no element {name}",
        lambda: f"did you mean {_suggested(guess, fault, scene)}?" if guess else "",
        lambda: _expecting(state, scene),
    )
    return Wording(name, expected, message, frozenset((guess,) if guess else ()))


def _suggested(name: str, fault: DocumentFault, scene: Scene) -> str:
    """An element that may be meant, with its namespace if that must be changed, too."""
    names = scene.names
    if names.home is None:
        names = names._replace(home=namespace_of(fault.name))
    return names.tag(name)


def _in_wrong_namespace(fault: DocumentFault, state: State, scene: Scene) -> Wording | None:
    """That an element would be known, were it in another namespace; None where that is no matter.

    A schema may take names of any namespace somewhere: an element that it only takes there is as
    unknown as others, if its namespace is a slip of one that the schema has, or forgotten.
    """
    own, local = namespace_of(fault.name), local_of(fault.name)
    elsewhere = scene.automaton.namespaces(local)
    if not elsewhere or own in elsewhere:
        return None
    home = scene.names.home
    likely = home if home in elsewhere else elsewhere[0]
    meant = nearest_namespace(own, elsewhere) or ("" if own else likely)
    unknown = fault.kind is Kind.ELEMENT_UNKNOWN or not scene.around
    if not meant and not unknown:
        return None
    address = clip(meant or elsewhere[0], 60)
    where = f"the namespace {quoted(own, 60)}" if own else "no namespace"
    start = f"<{clip(local, 40)}> is in {where}"
    prefix = next((prefix for prefix, uri in scene.declared if own and uri == own), "")
    declaration = f'xmlns:{prefix}="{address}"' if prefix else f'xmlns="{address}"'
    hint = f"did you mean {declaration}?"
    if not meant:
        hint = f"the schema has it in another: {declaration}"
    message = scene.say(start, lambda: hint)
    return Wording(scene.names.tag(fault.name), _expected(state, scene), message)


def _guess(name: str, elements: Iterable[Element]) -> str | None:
    by_local = {
        local_of(other): other for element in elements for other in element.name_class.names or ()
    }
    local = local_of(name)
    meant = local if local in by_local else nearest(local, by_local)
    return by_local[meant] if meant else None


def _misplaced(fault: DocumentFault, state: State, scene: Scene) -> Wording:
    in_namespace = _in_wrong_namespace(fault, state, scene)
    if in_namespace:
        return in_namespace
    expected = _expected(state, scene)
    name = scene.names.tag(fault.name)
    if not scene.around:
        start = f"a document cannot begin with {name}"
        guess = None if scene.brief else _guess(fault.name, _next(state))
        message = scene.say(
            start,
            lambda: f"did you mean {_suggested(guess, fault, scene)}?" if guess else "",
            lambda: _expecting(state, scene),
        )
        return Wording(name, expected, message)
    may_hold = scene.automaton.may_hold
    elsewhere = any(may_hold(parent, fault.name) for parent in scene.automaton.named(scene.name))
    after = f" after {scene.names.tag(scene.last)}" if scene.last and elsewhere else ""
    message = scene.say(
        f"{name} is not allowed in {scene.tag}{after}",
        lambda: _comes_before(fault, scene),
        lambda: _allowed_outside(fault, state, scene),
        lambda: _allowed_inside(fault, state, scene),
        lambda: _still_needed(state, scene),
        lambda: _stands_in(fault, state, scene),
        lambda: _expecting(state, scene),
    )
    return Wording(name, expected, message)


def _still_needed(state: State, scene: Scene) -> str:
    """What the parent needs here, if that is little."""
    if state.done or len(_expected(state, scene)) <= FEW:
        return "" if state.done else _expecting(state, scene)
    need = next((need for pattern in state.patterns for need in missing_elements(pattern)), ())
    names = scene.names.tags(need)
    return f"{scene.tag} needs {listed(names, 'or')}" if 0 < len(names) <= FEW else ""


def _comes_before(fault: DocumentFault, scene: Scene) -> str:
    """Whether the element could have stood earlier in its parent, and before what."""
    state = scene.around[-1][1].state
    for sibling in scene.before:
        if state[sibling].fault:
            return ""
        after = scene.automaton.after(state, sibling)
        if not state[fault.name].fault and after[fault.name].fault:
            other = scene.names.tag(sibling)
            if sibling == fault.name:
                return f"there is one already, and {scene.tag} takes no second {other}"
            return f"it must come before {other}"
        state = after
    return ""


def _allowed_outside(fault: DocumentFault, state: State, scene: Scene) -> str:
    """Whether the element could stand after its parent."""
    if len(scene.around) < 2:
        return ""
    if state.done == ():
        return ""  # what the parent still needs comes first
    outside = scene.around[-1][1].returns[state.done or state.alive]
    if outside[fault.name].fault:
        return ""
    parent = scene.names.tag(scene.around[-2][0])
    return f"it is allowed in {parent} after {scene.names.end_tag(scene.name)}"


def _allowed_inside(fault: DocumentFault, state: State, scene: Scene) -> str:
    """Elements that may stand here and take the element."""
    may_hold = scene.automaton.may_hold
    here = _likely(
        (candidate for candidate in _next(state) if may_hold(candidate, fault.name)), scene
    )
    names = scene.names.tags(here)
    return f"it is allowed in {listed(names, 'or', 3)}" if names else ""


def _stands_in(fault: DocumentFault, state: State, scene: Scene) -> str:
    """The parents that the schema gives to the element, where they are fewer than what may come."""
    names = scene.names.tags(_likely(scene.automaton.holders(fault.name), scene))
    few = FEW if len(_expected(state, scene)) <= SEVERAL else MOST
    return f"it stands in {listed(names, 'or')}" if 0 < len(names) <= few else ""


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


def _too_early(fault: DocumentFault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)
    name = scene.names.tag(fault.name)

    def missing() -> str:
        # What lets the element follow at once, or else the first of what is required before it.
        needs = (need for pattern in state.patterns for need in missing_elements(pattern))
        first = next(needs, ())
        by_element = scene.automaton.derivatives.by_element
        leading: Iterable[Element] = ()
        if len(first) <= MANY:
            leading = _leading(state, scene, lambda left: by_element(left, fault.name))
        names = scene.names.tags(_likely(leading or first, scene))
        return f"it needs {listed(names, 'or')} before it" if names else ""

    where = f" in {scene.tag}" if scene.around else ""
    message = scene.say(f"{name} comes too early{where}", missing, lambda: _expecting(state, scene))
    return Wording(name, expected, message)


def _leading(state: State, scene: Scene, lets: Callable[[Pattern], object]) -> dict[Element, None]:
    """The elements that may come next, and after which the pattern that is left `lets` follow."""
    by_element = scene.automaton.derivatives.by_element
    return dict.fromkeys(
        element
        for pattern in state.patterns
        for element in next_elements(pattern)
        for child_name in element.name_class.names or ()
        if lets(by_element(pattern, child_name).get(element, NOT_ALLOWED))
    )


def _incomplete(_: DocumentFault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)

    def needs() -> str:
        if not state.alive:
            return ""
        pattern = state.patterns[state.alive[0]]
        found = [*islice(missing_elements(pattern), NEEDS)]
        at_once = {*next_elements(pattern)}
        # What could come at once, although something else is missing, need not come after that.
        free = [need for need in found if not at_once.isdisjoint(need)]
        if len(free) > 1:
            items = [listed(scene.names.tags(_likely(need, scene)), "or") for need in free]
            joint = ", and " if any(len(need) > 1 for need in free) else " and "
            return f"it needs {joint.join(items)}, in any order"
        items = [listed(scene.names.tags(_likely(need, scene)), "or") for need in found[:2]]
        return f"it needs {', then '.join(items)}" if items else ""

    message = scene.say(f"{scene.tag} is not complete", needs, lambda: _expecting(state, scene))
    return Wording("end tag", expected, message)


def _text(_: DocumentFault, state: State, scene: Scene) -> Wording:
    expected = _expected(state, scene)
    following = list(_next(state))
    takers = [element for element in following if element.content.contents & TEXT]

    def needs() -> str:
        leading = scene.names.tags(_leading(state, scene, takes_text))
        return f"it needs {listed(leading, 'or')} before it" if leading else ""

    def put() -> str:
        names = scene.names.tags(_likely(takers, scene))
        return f"put it in {listed(names, 'or')}" if names else ""

    def nothing() -> str:
        if following:
            return ""
        return (
            f"nothing can follow {scene.names.tag(scene.last)}"
            if scene.last
            else "it is always empty"
        )

    start = f"text cannot stand directly in {scene.tag}: {quoted(scene.value)}"
    message = scene.say(start, needs, put, nothing, lambda: _expecting(state, scene))
    meant = frozenset(name for taker in takers for name in taker.name_class.names or ())
    return Wording(clip(scene.value, 60), expected, message, meant)


def _value(_: DocumentFault, state: State, scene: Scene) -> Wording:
    return wrong_value(scene.tag, state.patterns, scene)


def _next(state: State) -> Iterator[Element]:
    for pattern in state.patterns:
        yield from next_elements(pattern)


def _expected(state: State, scene: Scene) -> tuple[str, ...]:
    """All that may come: elements, sorted; values; text; the end tag."""

    def all_of_it() -> tuple[str, ...]:
        elements = sorted(scene.names.tags(_next(state)))
        text = ["text"] if any(map(takes_text, state.patterns)) else []
        ends = scene.around and any(pattern.nullable for pattern in state.patterns)
        return (*elements, *right_values(state.patterns), *text, *(["end tag"] if ends else []))

    key = ("content", state.patterns, scene.names)
    return scene.automaton.recall(key, all_of_it)


def _expecting(state: State, scene: Scene) -> str:
    """All that may stand here, the likeliest first; some of it, where it is much."""
    expected = _expected(state, scene)
    likely = scene.names.tags(_likely(_next(state), scene))
    return listing("expected:", tuple(dict.fromkeys((*likely, *expected))), ROOM)


_OF_CONTENT: Mapping[Kind, Callable[[DocumentFault, State, Scene], Wording]] = {
    Kind.CONTENT_INCOMPLETE: _incomplete,
    Kind.ELEMENT_MISSING: _too_early,
    Kind.ELEMENT_NOT_ALLOWED: _misplaced,
    Kind.ELEMENT_UNKNOWN: _unknown,
    Kind.TEXT_NOT_ALLOWED: _text,
    Kind.VALUE_INVALID: _value,
}
