"""Style sheets of web pages, as far as they tell what letters look like.

Rules for elements, classes and ids are read, also below another element (`div.letter p.date`).
Selectors of other kinds, and rules for print alone, tell nothing here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST_RULES = 2_000
"""A page's own style sheet has some hundred."""

Declarations = Mapping[str, str]
"""Property to value, both in small letters."""

_TOLD = frozenset(
    {
        "display",
        "float",
        "font-family",
        "font-style",
        "font-variant",
        "font-weight",
        "letter-spacing",
        "mso-comment-reference",
        "mso-element",
        "text-align",
        "text-decoration",
        "text-decoration-line",
        "text-line-through",
        "vertical-align",
        "visibility",
        "white-space",
    }
)
_COMPOUND = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compound:
    """One element of a selector: `p.date`."""

    tag: str
    classes: frozenset[str]
    id: str

    def fits(self, tag: str, classes: frozenset[str], id_: str) -> bool:
        """Whether an element is such a one."""
        return self.tag in {"", tag} and self.classes <= classes and (not self.id or self.id == id_)


@dataclass(frozen=True, slots=True)
class StyleRule:
    """What is said of the elements that the last compound fits, below those of the others."""

    weight: tuple[int, int, int, int]
    """Ids, classes and elements in the selector, and its place: a heavier one wins."""
    last: Compound
    above: tuple[Compound, ...]
    """From the inmost to the outmost."""
    declarations: Declarations


def declarations(text: str) -> dict[str, str]:
    """The declarations of a `style` attribute, or of a rule."""
    found = {}
    for part in text.split(";"):
        name, _, value = part.partition(":")
        name = name.strip().lower()
        if name in _TOLD:
            found[name] = value.replace("!important", "").strip().lower()
    return found


class StyleSheet:
    """The rules of a page, to be asked for those of an element."""

    def __init__(self, text: str) -> None:
        self._by_key: dict[str, list[StyleRule]] = defaultdict(list)
        self._found: dict[tuple[str, frozenset[str], str], list[StyleRule]] = {}
        for rule in _rules(_without_comments(text)):
            key = next(iter(sorted(rule.last.classes)), rule.last.tag)
            self._by_key[f"#{rule.last.id}" if rule.last.id else key].append(rule)

    def rules(self, tag: str, classes: frozenset[str], id_: str) -> list[StyleRule]:
        """The rules whose last compound fits an element, the heaviest last."""
        asked = tag, classes, id_
        if asked in self._found:
            return self._found[asked]
        keys = ("", tag, f"#{id_}", *sorted(classes)) if id_ else ("", tag, *sorted(classes))
        found = [
            rule
            for key in keys
            for rule in self._by_key.get(key, ())
            if rule.last.fits(tag, classes, id_)
        ]
        self._found[asked] = sorted(found, key=lambda rule: rule.weight)
        return self._found[asked]


def _without_comments(text: str) -> str:
    first, *others = text.replace("<!--", " ").replace("-->", " ").split("/*")
    return " ".join((first, *(other.partition("*/")[2] for other in others)))


def _rules(text: str) -> Iterator[StyleRule]:
    place = 0
    for selectors, body in _blocks(text):
        found = declarations(body)
        if not found:
            continue
        for selector in selectors.split(","):
            compounds = [_compound(word) for word in selector.replace(">", " ").split()]
            if not compounds or None in compounds:
                continue
            parts = [each for each in compounds if each]
            place += 1
            if place > MOST_RULES:
                return
            weight = (
                sum(1 for each in parts if each.id),
                sum(len(each.classes) for each in parts),
                sum(1 for each in parts if each.tag),
                place,
            )
            yield StyleRule(weight, parts[-1], tuple(reversed(parts[:-1])), found)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations; of rules for media, those that hold on a screen too."""
    position = 0
    screen: list[bool] = []
    while position < len(text):
        match = _BRACE.search(text, position)
        if match is None:
            return
        before = text[position : match.start()].rpartition(";")[2]
        position = match.end()
        if match.group() == "}":
            if screen:
                screen.pop()
            continue
        if before.lstrip().startswith("@media") or before.lstrip().startswith("@supports"):
            screen.append("print" not in before)
            continue
        end = text.find("}", position)
        end = len(text) if end < 0 else end
        if all(screen) and "@" not in before:
            yield before, text[position:end]
        position = end + 1


_BRACE = re.compile("[{}]")


def _compound(word: str) -> Compound | None:
    match = _COMPOUND.match(word)
    if match is None or not match.group():
        return None
    parts = re.findall(r"([.#])([\w-]+)", match["rest"])
    tag = (match["tag"] or "").lower()
    return Compound(
        "" if tag == "*" else tag,
        frozenset(name for sign, name in parts if sign == "."),
        next((name for sign, name in parts if sign == "#"), ""),
    )
