"""Tags as they are written, and what they say.

Most tags of a document stand in others, too, letter for letter: what one says is found out once,
and known by its characters.
"""

import re
from typing import Any

from teikit.relaxng.patterns.names import XML, name_of

MAX_TAGS = 16384  # of one scope
MAX_TAG = 1024  # characters of a tag that is kept

_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"\s([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NOT_PLAIN = re.compile(r"[&\t\r\n]")
_SPACE = re.compile(r"\r\n|[\t\r\n]")
_REFERENCE = re.compile(r"&(?:\#(?:x([0-9a-fA-F]+)|([0-9]+))|(amp|lt|gt|quot|apos));")
_BREAK = re.compile(r"\r\n?")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

_NONE: dict[Any, Any] = {}
"""What few tags have a dictionary of their own for."""


class Tag:
    """A tag.

    Attributes:
        starts: whether an element begins with it, and `ends`, whether one ends: one tag can be all.
        name: of the element, where it starts one.
        attributes: their values by their names, without those that declare namespaces.
        scope: the namespaces in it, where it declares some.
        before: the state before it where it was met first, and `arrival` where it led from there,
            where nothing else is to be done: most tags are met in one state only.
        arrivals: where it leads from others, by these.
        noted: where it leads otherwise, and which identifiers are to be noted; few tags have it.
    """

    __slots__ = (
        "arrival",
        "arrivals",
        "attributes",
        "before",
        "ends",
        "name",
        "noted",
        "scope",
        "starts",
    )

    def __init__(
        self,
        name: str = "",
        attributes: dict[str, str] | None = None,
        scope: dict[str, str] | None = None,
        *,
        ends: bool,
    ) -> None:
        self.starts = bool(name)
        self.ends = ends
        self.name = name
        self.attributes = attributes or {}
        self.scope = scope
        self.before: Any = None
        self.arrival: Any = None
        self.arrivals: dict[Any, Any] = _NONE
        self.noted: dict[Any, Any] = _NONE

    def leads(self, state: Any, arrival: Any) -> None:
        """Keep where it leads from a state."""
        if self.before is None:
            self.before, self.arrival = state, arrival
        else:
            self.arrivals = self.arrivals or {}
            self.arrivals[state] = arrival

    def notes(self, state: Any, known: Any) -> None:
        """Keep where it leads from a state, and which identifiers are to be noted."""
        self.noted = self.noted or {}
        self.noted[state] = known


END = Tag(ends=True)
"""Any end tag: of which element, is known from its start tag."""
OTHER = Tag(ends=False)
"""Comments and instructions."""


class Scope(dict[str, Tag]):
    """The tags of documents, as they are written, where these namespaces are in scope."""

    __slots__ = ("namespaces",)

    def __init__(self, namespaces: dict[str, str]) -> None:
        self.namespaces = namespaces

    def __missing__(self, written: str) -> Tag:
        if written[1] in "!?":
            return OTHER
        tag = END if written[1] == "/" else start_tag(written, self.namespaces)
        if tag.scope is None and len(written) <= MAX_TAG:
            if len(self) >= MAX_TAGS:
                self.clear()
            self[written] = tag
        return tag


def start_tag(written: str, namespaces: dict[str, str]) -> Tag:
    """What a start tag says where these namespaces are in scope."""
    found = _NAME.match(written)
    assert found, "a parser took it for a tag"
    values = {name: value(one or two) for name, one, two in _ATTRIBUTE.findall(written)}
    scope = None
    if "xmlns" in written:
        declared = {
            name[len("xmlns:") :]: values.pop(name)
            for name in list(values)
            if name == "xmlns" or name.startswith("xmlns:")
        }
        if declared:
            namespaces = scope = {**namespaces, **declared}
    prefix, colon, local = found[1].partition(":")
    name = name_of(namespaces[prefix], local) if colon else name_of(namespaces.get("", ""), prefix)
    return Tag(
        name,
        {_full(one, namespaces) if ":" in one else one: text for one, text in values.items()},
        scope,
        ends=written.endswith("/>"),
    )


def _full(written: str, namespaces: dict[str, str]) -> str:
    prefix, _, local = written.partition(":")
    return name_of(XML if prefix == "xml" else namespaces[prefix], local)


def value(written: str) -> str:
    """The value of an attribute that is written so (XML, section 3.3.3)."""
    if not _NOT_PLAIN.search(written):
        return written
    return _REFERENCE.sub(_character, _SPACE.sub(" ", written))


def content(written: str) -> str:
    """The text that is written so."""
    if "\r" in written:
        written = _BREAK.sub("\n", written)
    return _REFERENCE.sub(_character, written) if "&" in written else written


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _CHARACTERS[name]
    return chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
