"""What is wrong with the attributes of a start tag, in words for the person who fixes it."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from teikit.relaxng.automaton.automaton import DocumentFault, Step
from teikit.relaxng.errors import Kind
from teikit.relaxng.messages.reasons import reason, right_values
from teikit.relaxng.messages.scene import Scene, Wording
from teikit.relaxng.messages.sentences import ROOM, clip, listed, listing
from teikit.relaxng.patterns.names import local_of
from teikit.relaxng.patterns.patterns import Attribute, Pattern, attributes
from teikit.xml.spelling import nearest

MANY = 8  # attributes that are told by the alphabet


def _extra(fault: DocumentFault, step: Step, scene: Scene) -> Wording:
    expected = _free(step, fault.beside, scene)
    name = scene.names.attribute(fault.name)
    start = f"{name} is not allowed on {scene.tag}"
    if scene.brief:
        return Wording(name, expected, scene.say(start))
    possible = _attributes(step)
    if any(fault.name in candidate.name_class for candidate in possible):
        others = sorted(scene.names.attribute(other) for other in fault.beside)
        return Wording(name, (), scene.say(f"{start} beside this {listed(others, 'and')}"))
    by_local = {
        local_of(full_name): full_name
        for full_name in _names(possible)
        if full_name not in fault.beside
    }
    local = local_of(fault.name)
    near = local if local in by_local else nearest(local.removeprefix("xml"), by_local)
    guess = by_local.get(near or nearest(local, by_local) or "")

    def suggested() -> str:
        if not guess:
            return ""
        declaration = scene.names.declaration(guess)
        more = f", with {declaration}" if declaration else ""
        return f"did you mean {scene.names.attribute(guess)}{more}?"

    def taken() -> str:
        others = sorted(scene.names.attribute(other) for other in fault.beside)
        return f"it takes only {listed(others, 'and')}" if others else "it takes no attributes"

    def there() -> str:
        present = {local_of(other): other for other in sorted(fault.beside) if other != fault.name}
        twin = present.get(local)
        return f"it has {scene.names.attribute(twin)} already" if twin else ""

    message = scene.say(
        start,
        there,
        suggested,
        lambda: listing("expected:", _likely(step, expected, scene), ROOM) if expected else taken(),
    )
    return Wording(name, expected, message, frozenset((guess,) if guess else ()))


def _likely(step: Step, expected: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    """What is expected, in the order in which it is best told.

    Of a few attributes, that is the alphabet. Of many, those go first that few elements have: the
    others are known from elsewhere, and seldom meant.
    """
    if len(expected) <= MANY:
        return expected
    counts = scene.automaton.attribute_counts
    known = {scene.names.attribute(name): counts[name] for name in _names(_attributes(step))}
    return tuple(sorted(expected, key=lambda attribute: (known.get(attribute, 0), attribute)))


def _free(step: Step, beside: frozenset[str], scene: Scene) -> tuple[str, ...]:
    """The attributes that an element may have beside others, sorted."""

    def all_of_them() -> tuple[str, ...]:
        names = {name for name in _names(_attributes(step)) if name not in beside}
        endless = {
            scene.names.attributes(candidate.name_class)
            for candidate in _attributes(step)
            if candidate.name_class.names is None
        }
        return (*sorted(scene.names.attribute(name) for name in names), *sorted(endless))

    key = ("attributes", tuple(element for element, _ in step.ways), beside, scene.names)
    return scene.automaton.recall(key, all_of_them)


def _missing(fault: DocumentFault, step: Step, scene: Scene) -> Wording:
    needs = [
        sorted({scene.names.attributes(candidate.name_class) for candidate in need})
        for need in fault.needs
    ]
    expected = tuple(sorted({name for need in needs for name in need}))
    each = [listed(need, "or") for need in needs]
    return Wording("", expected, scene.say(f"{scene.tag} needs {listed(each, 'and')}"))


def _invalid(fault: DocumentFault, step: Step, scene: Scene) -> Wording:
    own = fault.able or tuple(
        candidate for candidate in _attributes(step) if fault.name in candidate.name_class
    )
    label = f"{scene.names.attribute(fault.name)} of {scene.tag}"
    return wrong_value(label, [candidate.value for candidate in own], scene)


def wrong_value(label: str, patterns: Iterable[Pattern], scene: Scene) -> Wording:
    """A value that none of the patterns takes; `label` is what has it."""
    patterns = tuple(patterns)
    why = reason(scene.value, patterns, scene.automaton.strings, scene.namespaces)
    message = scene.say(f"{label}: {why}")
    return Wording(clip(scene.value, 60), right_values(patterns), message)


def _attributes(step: Step) -> list[Attribute]:
    return [candidate for element, _ in step.ways for candidate in attributes(element.content)]


def _names(found: Iterable[Attribute]) -> Iterator[str]:
    for candidate in found:
        yield from candidate.name_class.names or ()


OF_ATTRIBUTES: Mapping[Kind, Callable[[DocumentFault, Step, Scene], Wording]] = {
    Kind.ATTRIBUTE_INVALID: _invalid,
    Kind.ATTRIBUTE_MISSING: _missing,
    Kind.ATTRIBUTE_NOT_ALLOWED: _extra,
}
