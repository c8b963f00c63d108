"""What all pictures are made of: elements of SVG, how wide words are, and the two forms of one.

Within a page the styles of the page hold. A file has its styles in itself, with colours instead of
variables, as programs for drawing and typesetting know no variables.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from markupsafe import Markup, escape

STYLES = "pictures.css"
"""The styles of pictures, among the static files of a site."""

_COLOURS: Mapping[str, str] = {
    "ground": "#ffffff",
    "card": "#f1eee6",
    "ink": "#1f1d1a",
    "soft": "#5c564d",
    "land": "#ece8de",
    "line": "#cfc8ba",
    "link": "#7a2e1d",
    "sans": "Helvetica, Arial, sans-serif",
}
_VARIABLE = re.compile(r"var\(--(\w+)\)")
_COMMENT = re.compile(r"/\*[^*]*\*/\s*")
_PAGE_ONLY = "/* In pages alone */"
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] -"), frozenset("mwMWЖШЩЮжшщюMŒœ@%…")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, its size in units of its own, what it shows, in words, and its shapes.

    `linked` says that there are links in it.
    """

    name: str
    width: float
    height: float
    title: str
    text: str
    shapes: Markup
    linked: bool = False

    @property
    def within(self) -> Markup:
        """The picture as a part of a page, which has the styles."""
        return self._drawn(Markup())

    @property
    def alone(self) -> str:
        """The picture as a file, on white."""
        ground = element("rect", width=self.width, height=self.height, fill="#ffffff")
        style = Markup("<style>\n{}</style>\n").format(Markup(_styles()))
        return f"{self._drawn(style + ground)}\n"

    def _drawn(self, before: Markup) -> Markup:
        """The parts of a picture with links can be reached; one without is a whole."""
        names = f"{self.name}-title", f"{self.name}-text"
        return element(
            "svg",
            element("title", escape(self.title), id=names[0])
            + element("desc", escape(self.text), id=names[1])
            + before
            + self.shapes,
            xmlns="http://www.w3.org/2000/svg",
            class_=f"picture {self.name}",
            viewBox=f"0 0 {number(self.width)} {number(self.height)}",
            width=self.width,
            height=self.height,
            role="group" if self.linked else "img",
            aria_labelledby=" ".join(names),
        )


def element(name: str, content: Markup | str = "", /, **attributes: str | float | None) -> Markup:
    """An element; `class_` is `class`, `_` in a name `-`; what is None is left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(
            Markup(key.rstrip("_").replace("_", "-")),
            value if isinstance(value, str) else number(value),
        )
        for key, value in attributes.items()
        if value is not None
    )
    if not content:
        return Markup("<{}{}/>").format(Markup(name), written)
    return Markup("<{}{}>{}</{}>").format(Markup(name), written, content, Markup(name))


def text(words: str, x: float, y: float, class_: str = "", **more: str | float | None) -> Markup:
    """Words at a place; `anchor` is where they hang: `start`, `middle` or `end`."""
    anchor = more.pop("anchor", None)
    return element(
        "text", escape(words), x=x, y=y, class_=class_ or None, text_anchor=anchor, **more
    )


def hovering(words: str) -> Markup:
    """What is shown where a pointer rests on the element in which it is."""
    return element("title", escape(words))


def linked(
    shapes: Markup, address: str, words: str, *, written: str = "", by_keys: bool = True
) -> Markup:
    """Shapes that lead to an address; without one, shapes with words.

    What is written in them is a part of what the link is called, so that it can be spoken to. Of
    many small ones a page has another list, which those who use keys alone are better off with.
    """
    if not address:
        return element("g", hovering(words) + shapes)
    return element(
        "a",
        hovering(words) + shapes,
        href=address,
        aria_label=words if written in words else f"{written} ({words})",
        tabindex=None if by_keys else "-1",
    )


def number(value: float) -> str:
    """A number with one decimal at most."""
    rounded = f"{value:.1f}".removesuffix(".0")
    return "0" if rounded == "-0" else rounded


def joined(parts: Iterable[Markup]) -> Markup:
    """Elements one behind the other, each on a line."""
    return Markup("\n").join(parts)


def words_width(words: str, size: float) -> float:
    """About how wide words are in a usual typeface of a size; rather more than less."""
    return sum(map(_width, words)) * size


def _width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1
    if sign in _NARROW:
        return 0.4
    if sign in _WIDE:
        return 0.98
    return 0.74 if sign.isupper() else 0.62


def short(words: str, most: int = 28) -> str:
    """Words cut to so many signs."""
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip(' ,.;')}…"


def level(count: int, most: int) -> int:
    """How strong a count is among others, 1 to 5; 0 for none."""
    if not count:
        return 0
    return next(step for step in range(1, 6) if step == 5 or count * 25 <= most * step * step)


def nice_step(most: int, lines: int) -> int:
    """The step of a scale that has no more than so many lines: 1, 2, 5, 10, 20 and so on."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if most <= step * times * lines:
                return step * times
        step *= 10


def _styles() -> str:
    file = resources.files("teikit.publishing").joinpath("static", STYLES)
    written = file.read_text(encoding="utf-8").partition(_PAGE_ONLY)[0]
    written = _COMMENT.sub("", written)
    return _VARIABLE.sub(lambda match: _COLOURS[match[1]], written)
