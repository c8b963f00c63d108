"""Elements that are written, and their bytes: the same tree, the same bytes.

Elements that hold only elements are indented; where text stands, nothing is added.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

ID, LANG = "xml:id", "xml:lang"

_INDENT = "  "
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_NO_SIGNS = ("\ufffe".encode(), "\uffff".encode())
"""What no document of XML may have."""


@dataclass(slots=True, eq=False)
class Element:
    """An element as it will stand in the file: its name, and those of its attributes, as written.

    `text` stands before its children, `tail` behind its own end. Elements are made by `add`, which
    is several times as fast as lxml is, where most have a few words.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    tail: str = ""

    def set(self, name: str, value: str) -> None:
        """Give it an attribute, or another value for one."""
        self.attributes[name] = value

    def walk(self) -> "Iterator[Element]":
        """The element and all that it holds, in the order of the file."""
        todo = [self]
        while todo:
            element = todo.pop()
            yield element
            todo += reversed(element.children)


def add(
    parent: Element,
    name: str,
    text: str = "",
    attributes: Mapping[str, str] | None = None,
    **more: str,
) -> Element:
    """Append an element with its text; attributes that are empty are left out."""
    given = {**attributes, **more} if attributes else more
    element = Element(name, {key: value for key, value in given.items() if value}, text)
    parent.children.append(element)
    return element


def serialise(root: Element, instructions: Iterable[tuple[str, str]] = ()) -> bytes:
    """The document as UTF-8, with processing instructions (target, text) before the root.

    Raises:
        ValueError: it has characters that XML does not allow.
    """
    pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    pieces += [f"<?{target} {text}?>\n" for target, text in instructions]
    _put(root, "\n", pieces.append)
    data = "".join((*pieces, "\n")).encode()
    if len(data.translate(None, _CONTROLS)) < len(data) or any(map(data.__contains__, _NO_SIGNS)):
        raise ValueError("there are characters in the text that XML does not allow")
    return data


def _put(element: Element, before: str, put: Callable[[str], None]) -> None:
    """Put the tags and texts of an element, in order.

    `before` is the line break that would stand before its end tag; none in what stands among text.
    """
    values = [f' {name}="{as_value(value)}"' for name, value in element.attributes.items()]
    opened = f"<{element.name}{''.join(values)}"
    if not element.children:
        text = _as_text(element.text)
        put(f"{opened}>{text}</{element.name}>" if text else f"{opened}/>")
    elif before and _is_element_only(element):
        inside = before + _INDENT
        put(f"{opened}>")
        for child in element.children:
            put(inside)
            _put(child, inside, put)
        put(f"{before}</{element.name}>")
    else:
        put(f"{opened}>{_as_text(element.text)}")
        for child in element.children:
            _put(child, "", put)
            put(_as_text(child.tail))
        put(f"</{element.name}>")


def _as_text(text: str) -> str:
    bare = text.replace("&", "&amp;").replace("<", "&lt;")
    return bare.replace(">", "&gt;").replace("\r", "&#13;")


def as_value(text: str) -> str:
    """A text as the value of an attribute, between double quotation marks."""
    bare = _as_text(text).replace('"', "&quot;")
    return bare.replace("\n", "&#10;").replace("\t", "&#9;")


def _is_element_only(element: Element) -> bool:
    if element.name in _MIXED or element.text.strip():
        return False
    return not any(child.tail.strip() for child in element.children)


_MIXED = frozenset(
    {
        "p",
        "l",
        "head",
        "note",
        "bibl",
        "idno",
        "seg",
        "quote",
        "salute",
        "signed",
        "dateline",
        "addrLine",
        "date",
        "ref",
        "del",
        "add",
        "hi",
        "surplus",
        "supplied",
        "expan",
        "foreign",
        "label",
        "choice",
        "ellipsis",
        "persName",
        "placeName",
        "orgName",
        "fw",
        "desc",
        "title",
        "change",
        "licence",
        "support",
        "condition",
        "handNote",
        "correction",
        "quotation",
        "interpretation",
        "application",
        "language",
    }
)
"""Elements that may hold text: white space in them is text, and never added or changed."""
