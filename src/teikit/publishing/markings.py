"""What was done to the words of a letter, or to its paper: in words, and as a legend of a page.

The legend explains what occurs in a text, in the signs of its layer, and counts what the layer
leaves out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from teikit.publishing.labels import Labels
from teikit.publishing.reasons import Reasons
from teikit.tei.elements import name_of
from teikit.tei.header import elements
from teikit.tei.text.layers import Content, Layer, Shape

if TYPE_CHECKING:
    from lxml import etree

MARKED = frozenset(
    {"add", "corr", "damage", "del", "ellipsis", "ex", "expan", "gap", "handShift", "metamark"}
    | {"orig", "reg", "restore", "retrace", "secl", "sic", "stamp", "supplied", "surplus"}
    | {"unclear"}
)
"""Elements that say what was done to the text, each with a label of its own."""

IN_RENDITION = ("underlined", "struck", "spaced")
"""Looks of words that the letter has, not the print of its edition."""

_LEFT_OUT = frozenset({"del", "surplus", "secl", "supplied"})
_INSERTED = frozenset({"ellipsis", "gap", "metamark"})
"""In place of them a sign is written."""
_FIRST = {"name": 0, "note": 1, "page": 2}
_OWN_SAMPLE = frozenset({"handShift"})


def kind_of_marking(element: "etree._Element", name: str) -> str:
    """What was done to the words of an element (`MARKED`); empty if nothing was."""
    if name in ("metamark", "ellipsis"):
        omits = name == "ellipsis" or element.get("function") == "ellipsis"
        inner = name_of(element.getparent()) == "ellipsis"
        return "ellipsis" if omits and not inner else ""
    if name == "orig":
        return ""
    if name == "expan":
        alone = next(elements(element, ".//ex"), None) is None
        return "expan" if alone and name_of(element.getparent()) == "choice" else ""
    return name if name in MARKED else ""


class LegendLine(NamedTuple):
    """A line of a legend: how something looks, and what it means."""

    sample: Markup
    meaning: str


@dataclass(slots=True)
class Seen:
    """What has occurred in a text so far."""

    layer: Layer
    labels: Labels
    lines: dict[str, LegendLine] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def shown(
        self, kind: str, element: "etree._Element", classes: Sequence[str], tag: str = "span"
    ) -> None:
        """An element whose words are shown, or a sign in their place."""
        if kind not in self.lines:
            sample = self._sample(kind, element, " ".join(classes), tag)
            self.lines[kind] = LegendLine(sample, self.labels[f"marking_{kind}"])

    def add(self, kind: str, sample: Markup) -> None:
        """Something that always looks the same; `{}` in it stands for words."""
        if kind not in self.lines:
            shown = Markup(sample.replace("{}", escape(self.labels["sample"])))
            self.lines[kind] = LegendLine(shown, self.labels[f"marking_{kind}"])

    def hidden(self, name: str) -> None:
        """An element that the layer leaves out."""
        if name in _LEFT_OUT:
            self.left_out[name] = self.left_out.get(name, 0) + 1

    def _sample(self, kind: str, element: "etree._Element", classes: str, tag: str) -> Markup:
        rule = self.layer.signs.get(name_of(element))
        shape = rule if isinstance(rule, Shape) else rule(element) if rule else Shape()
        inserted = shape.content is not Content.SHOWN or kind in _INSERTED
        words = "" if kind in _OWN_SAMPLE else self.labels["sample"]
        if inserted and shape.before:
            words = ""
        before, after = shape.before.strip(), shape.after.strip()
        inner = f"{escape(before)}{escape(words)}{escape(after)}"
        return Markup(f'<{tag} class="{escape(classes)}">{inner}</{tag}>')

    def legend(self) -> tuple[LegendLine, ...]:
        """The lines, those on names, notes and pages first."""
        order = sorted(self.lines, key=lambda kind: (_FIRST.get(kind, len(_FIRST)), kind))
        return tuple(self.lines[kind] for kind in order)

    def without(self) -> str:
        """`2 deletions, 1 repetition`: what the layer leaves out; empty if that is nothing."""
        counted = (
            self.labels["left_out_count"].format(what=self.labels[f"omitted_{name}"], count=count)
            for name, count in sorted(self.left_out.items())
        )
        return ", ".join(counted)


def in_words(element: "etree._Element", kind: str, reasons: Reasons) -> str:
    """What was done to the words of an element, by whom, why, and how sure that is."""
    labels = reasons.labels
    parts = [labels[f"marking_{kind}"], *_details(element, reasons)]
    why = [reason.text for reason in reasons.of(element)]
    return "; ".join(dict.fromkeys((*filter(None, parts), *why)))


def _details(element: "etree._Element", reasons: Reasons) -> Iterator[str]:
    labels = reasons.labels
    for pointer in (*element.get("hand", "").split(), *element.get("new", "").split()):
        if hand := reasons.hand(pointer):
            yield labels["hand_of"].format(name=hand)
    for attribute in ("place", "rend", "reason", "cause", "agent"):
        for word in element.get(attribute, "").split():
            yield _word(f"{attribute}_{word.casefold()}", word, labels)
    yield _extent(element, labels)


def _word(key: str, word: str, labels: Labels) -> str:
    """A value of an attribute in the language of the site, or as it is."""
    return labels.get(f"value_{key}", word.replace("-", " ").replace("_", " ").lstrip("#"))


def _extent(element: "etree._Element", labels: Labels) -> str:
    """`3 characters`: how much is not there or cannot be read."""
    unit = element.get("unit", "").strip()
    quantity = element.get("quantity", "").strip() or element.get("extent", "").strip()
    if not quantity or quantity == "unknown":
        return ""
    known = labels.get(f"unit_{unit.casefold()}", unit)
    return f"{quantity} {known}".strip()
