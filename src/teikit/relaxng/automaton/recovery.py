"""Start tags whose attributes do not fit: which of them are at fault, and what is missing."""

from bisect import bisect_left
from typing import NamedTuple

from teikit.relaxng.automaton.start_tags import Failed, StartTags
from teikit.relaxng.errors import Kind
from teikit.relaxng.patterns.patterns import NOT_ALLOWED, Attribute, Pattern, attributes

MAX_CONFLICTS = 50  # attributes of one tag that are told to exclude each other


class AttributeFault(NamedTuple):
    """What is wrong in a start tag.

    `name` is that of the attribute at fault, empty where some are missing. `beside` are attributes
    that are right, and exclude the one at fault. `able` are the attributes of the schema that it
    could be, were its value another. `needs` are those that are missing: of each group, one.
    """

    kind: Kind
    name: str
    beside: frozenset[str] = frozenset()
    able: tuple[Attribute, ...] = ()
    needs: tuple[tuple[Attribute, ...], ...] = ()


class AttributeRecovery:
    """The attributes `names` of a start tag, by the contents of the elements that it may be.

    `failed` are the attributes that cannot have the values they have.
    """

    def __init__(
        self,
        start_tags: StartTags,
        contents: list[Pattern],
        names: tuple[str, ...],
        failed: Failed,
    ) -> None:
        self._start_tags = start_tags
        self._patterns = contents
        known = [attribute for content in contents for attribute in attributes(content)]
        self._able = {
            name: tuple(
                dict.fromkeys(attribute for attribute in known if name in attribute.name_class)
            )
            for name in names
        }
        self._failed = failed
        self.faults: list[AttributeFault] = []

    def recovered(self) -> list[Pattern]:
        """What is left of each content without the attributes at fault, which go to `faults`."""
        possible = [name for name, able in self._able.items() if able]
        # A value that is wrong wherever it might stand is wrong; the rest has to fit together.
        invalid = [
            name
            for name in possible
            if all((attribute, name) in self._failed for attribute in self._able[name])
        ]
        for name in invalid:
            self._right(name)
        for name in invalid:
            self._invalid(name, frozenset(possible), narrow=len(invalid) <= MAX_CONFLICTS)
        taken = self._without_conflicts(possible)
        for name, able in self._able.items():
            if not able:
                self.faults.append(AttributeFault(Kind.ATTRIBUTE_NOT_ALLOWED, name, taken))
        strict = self._left(taken)
        if any(pattern is not NOT_ALLOWED for pattern in strict):
            return strict
        lenient = self._left(taken, lenient=True)
        for content, left in zip(self._patterns, lenient, strict=True):
            if left is not NOT_ALLOWED:
                needs = self._start_tags.missing_attributes(content, taken, self._failed)
                self.faults.append(AttributeFault(Kind.ATTRIBUTE_MISSING, "", taken, (), needs))
                break
        return lenient

    def _without_conflicts(self, possible: list[str]) -> frozenset[str]:
        """The attributes that can stand together, the earlier ones before the later."""
        remaining = possible
        for _ in range(MAX_CONFLICTS):
            # The more attributes, the less they fit: the first that does not is soon found.
            index = bisect_left(
                range(1, len(remaining) + 1),
                True,
                key=lambda n: not self._fit(frozenset(remaining[:n])),
            )
            if index == len(remaining):
                return frozenset(remaining)
            name, before = remaining[index], frozenset(remaining[:index])
            failed = self._failed
            self._right(name)
            if self._fit(before | {name}):
                self._invalid(name, before | {name}, narrow=True)
                continue
            self._failed = failed
            others = remaining[: min(index, MAX_CONFLICTS)]
            culprits = frozenset(
                other for other in others if self._fit((before | {name}) - {other})
            )
            kind = Kind.ATTRIBUTE_NOT_ALLOWED
            self.faults.append(AttributeFault(kind, name, culprits or before))
            remaining = [other for other in remaining if other != name]
        return before

    def _invalid(self, name: str, taken: frozenset[str], *, narrow: bool) -> None:
        """Tell of a wrong value; with `narrow`, by the attributes that could stand there only."""
        able = self._able[name]
        if narrow and len(able) > 1:
            able = (
                tuple(
                    attribute for attribute in able if self._fit(taken, self._only(name, attribute))
                )
                or able
            )
        self.faults.append(AttributeFault(Kind.ATTRIBUTE_INVALID, name, able=able))

    def _right(self, name: str) -> None:
        """Take the value of an attribute for right, whatever it is."""
        self._failed = frozenset(failure for failure in self._failed if failure[1] != name)

    def _only(self, name: str, able: Attribute) -> Failed:
        return self._failed | {
            (attribute, name) for attribute in self._able[name] if attribute is not able
        }

    def _fit(self, names: frozenset[str], failed: Failed | None = None) -> bool:
        """Whether some element can have these attributes together, perhaps with others."""
        left = self._left(names, failed, lenient=True)
        return any(pattern is not NOT_ALLOWED for pattern in left)

    def _left(
        self, names: frozenset[str], failed: Failed | None = None, *, lenient: bool = False
    ) -> list[Pattern]:
        wrong = self._failed if failed is None else failed
        return [
            self._start_tags.by_attributes(pattern, names, wrong, lenient=lenient)
            for pattern in self._patterns
        ]
