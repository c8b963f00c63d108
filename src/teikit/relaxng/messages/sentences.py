"""Sentences of a bounded length."""

from collections.abc import Callable, Sequence

from teikit.relaxng.errors import printable

LENGTH = 160  # characters of a message
ROOM = 100  # characters for a list of what is expected
FEW = 4  # names that are listed before "and 17 more"


def sentence(start: str, *hints: Callable[[], str]) -> str:
    """The start, and the first hint that there is and that there is room for."""
    for hint in hints:
        addition = hint()
        if addition and len(start) + len(addition) + 2 <= LENGTH:
            return f"{start}; {addition}"
    return clip(start, LENGTH)


def listed(items: Sequence[str], link: str, few: int = FEW) -> str:
    """`a, b or c`; `a, b, c, d and 17 more`, but never "and 1 more"."""
    if len(items) > few + 1:
        return f"{', '.join(items[:few])} and {len(items) - few} more"
    return f" {link} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def listing(label: str, items: Sequence[str], room: int) -> str:
    """`expected: <a>, <b> or <c>`: as many as there is room for, of many items a few."""
    for few in (len(items), 8, 6, FEW, 3, 2):
        text = f"{label} {listed(items, 'or', few)}"
        if items and len(text) <= room:
            return text
    return ""


def clip(text: str, length: int) -> str:
    """`text` on one line, of at most `length` characters, all of which can be shown."""
    line = printable(text[: 4 * length])
    return line if len(line) <= length else f"{line[: length - 1]}…"


def quoted(text: str, length: int = 40) -> str:
    """A text or a value."""
    return f"'{clip(text, length)}'"


def step(namespace: str, local: str, home: str) -> str:
    """A name in a path: the local name; a namespace is told where it is not `home`."""
    name = clip(local, 200)
    return name if namespace == home else f"{{{clip(namespace, 200)}}}{name}"
