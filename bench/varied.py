"""Letters that are all different, made of some.

Copies flatter whatever remembers what it has met. Real letters share their vocabulary and most of
their names, and little else: so in each that is made the words of texts stand in another order,
identifiers, dates and numbers are others, some paragraphs, notes and entries are gone or come
twice, and some highlighting is. Who is named follows Zipf's law, as in letters: a few persons in
nearly all, and most in one or two.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lxml import etree

_NUMBERS = re.compile(r"\d+")
_YEAR = re.compile(r"\b1[5-9]\d\d\b(?!-02-29)")
_PERSONS = 5000
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_POINTING = frozenset(("corresp", "facs", "key", "n", "ref", "sameAs", "source", "target"))
_DATING = frozenset(
    name + kind for name in ("from", "notAfter", "notBefore", "to", "when") for kind in ("", "-iso")
)
_FREE = frozenset(
    ("ab", "item", "lb", "note", "p", "person", "place", "ptr", "ref", "row", "seg", "title")
)
"""Elements that can be gone, or come twice, where others of their name stand beside them."""
_PHRASES = frozenset(("add", "del", "emph", "foreign", "hi", "seg", "supplied", "unclear"))
"""Elements of which a text can do without, while their words stay."""
_GONE, _TWICE = 0.1, 0.1
_WORDS = 3
"""Words that a text must have for their order to be changed."""


def varied(root: etree._Element, number: int, name: str) -> bytes:
    """Another letter, made of the one with this root; always the same for the same number."""
    chance = random.Random(number)
    known: dict[str, str] = {}

    def renamed(value: str) -> str:
        """Another value, the same wherever this one stands in the letter."""
        if value not in known:
            known[value] = _NUMBERS.sub(_other_number(chance), value)
        return known[value]

    later = chance.randrange(-30, 31)

    def dated(text: str) -> str:
        """All years of the letter moved by the same."""
        return _YEAR.sub(lambda year: str(int(year[0]) + later), text)

    _without_some(root, chance)
    for element in root.iter("*"):
        _set_values(element, renamed, dated)
        element.text = _mixed(dated(element.text or ""), chance)
        if element.getparent() is not None:
            element.tail = _mixed(dated(element.tail or ""), chance)
    root.set(_XML_ID, name)
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)


def letters(sources: Sequence[Path], folder: Path, count: int) -> int:
    """Write so many letters, made of the files in turn; their size in bytes."""
    contents = [path.read_bytes() for path in sources]
    size = 0
    for number in range(count):
        name = f"letter-{number:05}"
        data = varied(etree.fromstring(contents[number % len(contents)]), number, name)
        (folder / f"{name}.xml").write_bytes(data)
        size += len(data)
    return size


def _other_number(chance: random.Random) -> Callable[[re.Match[str]], str]:
    def other(found: re.Match[str]) -> str:
        length = len(found[0])
        if length < 3:
            return found[0]
        rank = int(_PERSONS ** chance.random())
        return str(int(found[0][0]) * 10 ** (length - 1) + rank % 10 ** (length - 1))

    return other


def _set_values(
    element: etree._Element, renamed: Callable[[str], str], dated: Callable[[str], str]
) -> None:
    values: Mapping[str, str] = dict(element.attrib)
    if _XML_ID in values:
        element.set(_XML_ID, renamed(values[_XML_ID]))
    for name in _POINTING & values.keys():
        words = values[name].split()
        new = [f"#{renamed(word[1:])}" if word[0] == "#" else renamed(word) for word in words]
        element.set(name, " ".join(new))
    for name in _DATING & values.keys():
        element.set(name, dated(values[name]))


def _without_some(root: etree._Element, chance: random.Random) -> None:
    """Take some elements out, and write others twice."""
    for element in list(root.iter("*")):
        parent, name = element.getparent(), etree.QName(element).localname
        if parent is None or element.get(_XML_ID) is not None:
            continue
        if name in _PHRASES and chance.random() < _GONE:
            _unwrapped(element, parent)
        elif name in _FREE and _has_like(element):
            what = chance.random()
            if what < _GONE:
                _removed(element, parent)
            elif what < _GONE + _TWICE and not _has_identifiers(element):
                copy = etree.fromstring(etree.tostring(element, with_tail=False))
                element.addprevious(copy)


def _has_like(element: etree._Element) -> bool:
    """Whether an element of the same name stands beside it."""
    beside = (element.getprevious(), element.getnext())
    return any(other is not None and other.tag == element.tag for other in beside)


def _has_identifiers(element: etree._Element) -> bool:
    return any(each.get(_XML_ID) is not None for each in element.iter("*"))


def _removed(element: etree._Element, parent: etree._Element) -> None:
    """Take an element out; what stands behind it stays."""
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _unwrapped(element: etree._Element, parent: etree._Element) -> None:
    """Put what an element holds in its place, if that is nothing but text."""
    if len(element):
        return
    element.tail = (element.text or "") + (element.tail or "")
    _removed(element, parent)


def _mixed(text: str, chance: random.Random) -> str:
    """The words of a text in another order."""
    words = text.split(" ")
    if len(words) < _WORDS:
        return text
    chance.shuffle(words)
    return " ".join(words)
