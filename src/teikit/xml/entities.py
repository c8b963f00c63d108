"""The entities of a document, put in place of the references to them, within limits.

No parser expands anything, and no file is opened: what a document would grow to is reckoned before
it grows. The expanded text has no references but those that every document of XML knows. Its lines
are those of the file, so that a parser of it tells the right lines; where in them something stands
in the file, `Origin` knows.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

MAX_ENTITIES = 10_000
"""Entities that a DOCTYPE may declare; all sets of ISO together have about two thousand."""
MAX_DEPTH = 16
"""How deep entities may be in each other."""
MAX_EXPANDED = 1_000_000
"""Characters that all references of a document together may stand for."""

_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NAME = r"[^\s<>&;%#\"'\[\]()|,/?!=]+"
_LITERAL = r"""(?:"[^"]*"|'[^']*')"""
_ENCODING = re.compile(rf"(?<=\s)encoding\s*=\s*{_LITERAL}")
_BEFORE = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(
    rf"<!DOCTYPE\s+[^\s\[>]+\s*"
    rf"(?P<external>SYSTEM\s+(?P<system>{_LITERAL})|"
    rf"PUBLIC\s+(?P<public>{_LITERAL})\s+(?P<system2>{_LITERAL}))?\s*(?P<open>\[)?"
)
_END = re.compile(r"\s*>")
_DECLARATION = re.compile(
    rf"<!--.*?-->|<\?.*?\?>|<!(?:[^>\"']|{_LITERAL})*>|%(?P<parameter>{_NAME});|\s+", re.DOTALL
)
_ENTITY = re.compile(
    rf"<!ENTITY\s+(?P<name>[^\s%]\S*)\s+(?:(?P<literal>{_LITERAL})|"
    rf"(?:SYSTEM|PUBLIC\s+{_LITERAL})\s+(?P<system>{_LITERAL})(?P<data>\s+NDATA\s+\S+)?)\s*>"
)
_DEFAULT = re.compile(rf"<!ATTLIST\s.*{_LITERAL}", re.DOTALL)
_CHARACTER = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_REFERENCE = re.compile(rf"&({_NAME});")
_OWN = re.compile(rf"&(?!(?:amp|lt|gt|quot|apos);)({_NAME});")
# A value holds no "<": a quote that is missing does not make this look further than that.
_TOKEN = re.compile(
    r"(?P<other><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)"
    r"""|(?P<tag><[^!?<>"']*+(?:"[^"<]*+"[^<>"']*+|'[^'<]*+'[^<>"']*+)*+>)"""
    rf"|&(?P<name>{_NAME});",
    re.DOTALL,
)
_BREAK = re.compile(r"\r\n?|\n")
_NOT_SPACE = re.compile(r"[^\r\n]")
_SPACES = re.compile(r"[\t\r\n]")


class ExpansionError(ValueError):
    """A document whose entities cannot be expanded.

    `position` counts characters of the text; `unsafe` says that it is meant to do harm, or could,
    rather than that it is broken.
    """

    def __init__(self, position: int, words: str, *, unsafe: bool = False) -> None:
        super().__init__(words)
        self.position = position
        self.unsafe = unsafe


class MissingEntity(NamedTuple):
    """References to an entity whose content is not known: where the first is, and how many."""

    name: str
    position: int
    times: int
    words: str


class Unread(NamedTuple):
    """What a DOCTYPE names and is not read, a DTD or a parameter entity, and where it does so."""

    words: str
    position: int


class Origin:
    """Where the characters of an expanded text stand in the text of the file."""

    def __init__(self) -> None:
        # For each reference: where in the expanded text its content begins and ends, and where it
        # begins and ends itself.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []

    def add(self, start: int, end: int, first: int, last: int) -> None:
        """The content from `start` up to `end` stands for what is from `first` up to `last`."""
        self._starts.append(start)
        self._ends.append(end)
        self._from.append(first)
        self._to.append(last)

    @property
    def is_file(self) -> bool:
        """Whether nothing is in another place than in the file."""
        return not self._starts

    def start(self, position: int) -> int:
        """Where in the file it begins what begins here: in an entity, where the reference does."""
        at = bisect_right(self._starts, position) - 1
        if at < 0:
            return position
        if position < self._ends[at]:
            return self._from[at]
        return self._to[at] + position - self._ends[at]

    def end(self, position: int) -> int:
        """Where in the file it ends what ends here."""
        at = bisect_left(self._starts, position) - 1
        if at < 0:
            return position
        return self._to[at] + max(position - self._ends[at], 0)

    def is_written(self, start: int, end: int) -> bool:
        """Whether the characters from `start` up to `end` stand so in the file."""
        at = bisect_right(self._starts, start) - 1
        before = at < 0 or self._ends[at] <= start
        return before and (at + 1 == len(self._starts) or end <= self._starts[at + 1])


@dataclass(frozen=True, slots=True)
class Expansion:
    """A document without entities.

    Attributes:
        text: the text; what is left of the DOCTYPE are the defaults of attributes.
        origin: where it stands in the file.
        unread: what the DOCTYPE names and is not read.
        missing: references of which it is not known what they stand for.
    """

    text: str
    origin: Origin
    unread: tuple[Unread, ...]
    missing: tuple[MissingEntity, ...]


def expanded(text: str) -> Expansion | None:
    """A document without its entities; None for one without a DOCTYPE.

    Raises `ExpansionError`.
    """
    if "<!DOCTYPE" not in text:
        return None
    at = 0
    while before := _BEFORE.match(text, at):
        at = before.end()
    if not text.startswith("<!DOCTYPE", at):
        return None
    doctype = _Doctype(text, at)
    return _Expander(text, doctype).expansion()


def character(name: str) -> str:
    """What HTML and the sets of ISO have an entity of this name for; empty where they have none."""
    from html.entities import html5  # noqa: PLC0415  # the table takes time to load

    return html5.get(f"{name};", "")


def in_its_place(name: str) -> str:
    """What to write in place of a reference, as the end of a sentence; empty if that is unknown."""
    known = character(name)
    if not known:
        return ""
    numbers = "".join(f"&#{ord(each)};" for each in known)
    if known.isprintable() and not known.isspace():
        return f"; write the character itself, {known}, or {numbers}"
    return f"; write {numbers}"


class _Begun(Exception):  # noqa: N818 (no error)
    """The DOCTYPE is behind us."""


def _stop(*_: object) -> None:
    raise _Begun


class _Entity(NamedTuple):
    text: str  # what it stands for, with references in it
    system: str  # the address of the file that holds it, where it is no text
    is_data: bool


class _Doctype:
    """The DOCTYPE that begins at `start`: what it declares, and what is left of it."""

    def __init__(self, text: str, start: int) -> None:
        self.start = start
        self.entities: dict[str, _Entity] = {}
        self.unread: list[Unread] = []
        left = []
        head = _DOCTYPE.match(text, start)
        if head is None:
            raise self._broken(text[start:])
        if head["external"]:
            address = (head["system"] or head["system2"])[1:-1].strip() or head["public"][1:-1]
            words = (
                f"the DTD {_clipped(address)} is not read; "
                "what it declares (entities, default attributes) is not known"
            )
            self.unread.append(Unread(words, start))
        at = head.end()
        while head["open"] and not text.startswith("]", at):
            found = _DECLARATION.match(text, at)
            if found is None:
                raise self._broken(text[start:])
            self._declaration(found)
            if _DEFAULT.match(found[0]):
                if _OWN.search(found[0]):
                    words = "a default value of an attribute is not read, as it holds an entity"
                    self.unread.append(Unread(words, found.start()))
                else:
                    left.append(found)
            at = found.end()
        closed = _END.match(text, at + 1 if head["open"] else at)
        if closed is None:
            raise self._broken(text[start:])
        self.end = closed.end()
        self._check(text[start : self.end])
        self.left = self._left(text, head, left)

    def _declaration(self, found: re.Match[str]) -> None:
        if parameter := found["parameter"]:
            words = (
                f"what the parameter entity %{_clipped(parameter)}; stands for is not read; "
                "what it declares (entities, default attributes) is not known"
            )
            self.unread.append(Unread(words, found.start()))
        entity = _ENTITY.fullmatch(found[0])
        if entity is None or entity["name"] in _PREDEFINED or entity["name"] in self.entities:
            return  # the first declaration counts
        if len(self.entities) == MAX_ENTITIES:
            words = f"the DOCTYPE declares more than {MAX_ENTITIES} entities"
            raise ExpansionError(found.start(), words, unsafe=True)
        literal = (entity["literal"] or "''")[1:-1]
        system = (entity["system"] or "''")[1:-1]
        content = _CHARACTER.sub(_by_number, _BREAK.sub("\n", literal))
        self.entities[entity["name"]] = _Entity(content, system, bool(entity["data"]))

    def _check(self, written: str) -> None:
        """Raise `ExpansionError` for a DOCTYPE that a parser does not take."""
        # The parser would put entities into defaults of attributes, however much they stand for.
        written = _OWN.sub(lambda found: "+" * len(found[0]), written)
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = _stop
        try:
            parser.Parse(f"{written}<x/>".encode("utf-8", "replace"), True)
        except _Begun:
            return
        except expat.ExpatError as error:
            before = written.encode("utf-8", "replace")[: max(parser.ErrorByteIndex, 0)]
            at = len(before.decode("utf-8", "ignore"))
            words = f"the DOCTYPE is not well-formed: {expat.ErrorString(error.code)}"
            raise ExpansionError(self.start + at, words) from None

    def _broken(self, written: str) -> ExpansionError:
        try:
            self._check(written)
        except ExpansionError as error:
            return error
        return ExpansionError(self.start, "the DOCTYPE is not well-formed")

    def _left(self, text: str, head: re.Match[str], defaults: list[re.Match[str]]) -> str:
        """The DOCTYPE with nothing but the defaults of attributes, and spaces for the rest."""
        if not defaults:
            return _blanked(text[self.start : self.end])
        parts = []
        at = head.end()
        first = head.start("external") if head["external"] else head.start("open")
        parts = [text[head.start() : first], _blanked(text[first : at - 1]), "["]
        for declaration in defaults:
            parts.append(_blanked(text[at : declaration.start()]))
            parts.append(declaration[0])
            at = declaration.end()
        end = text.rindex("]", at, self.end)
        return "".join([*parts, _blanked(text[at:end]), text[end : self.end]])


class _Expander:
    """Puts the entities of a document in place of its references."""

    def __init__(self, text: str, doctype: _Doctype) -> None:
        self._text = text
        self._doctype = doctype
        self._entities = doctype.entities
        self._sizes: dict[str, tuple[int, int]] = {}
        self._contents: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._missing: dict[str, MissingEntity] = {}
        self._at = 0  # where the reference stands that is being expanded

    def expansion(self) -> Expansion:
        for name in self._entities:
            self._size(name, self._doctype.start)
        text, origin = self._expanded()
        return Expansion(text, origin, tuple(self._doctype.unread), tuple(self._missing.values()))

    def _expanded(self) -> tuple[str, Origin]:
        text, origin, doctype = self._text, Origin(), self._doctype
        # What is expanded is characters, in no encoding any more.
        parts = [_ENCODING.sub(_blank, text[: doctype.start], count=1), doctype.left]
        at = length = doctype.end
        if not _OWN.search(text, at):
            return "".join([*parts, text[at:]]), origin
        size = 0
        for start, end, name, in_value in _references(text, at):
            self._at = start
            size += self._size(name, start)[0]
            if size > MAX_EXPANDED:
                raise self._too_large()
            content = self._value(name) if in_value else self._content(name)
            parts += [text[at:start], content]
            length += start - at
            origin.add(length, length + len(content), start, end)
            length += len(content)
            at = end
        return "".join([*parts, text[at:]]), origin

    def _too_large(self) -> ExpansionError:
        words = f"the entities stand for more than {MAX_EXPANDED} characters; write the text itself"
        return ExpansionError(self._at, words, unsafe=True)

    def _size(self, name: str, position: int, level: int = 1) -> tuple[int, int]:
        """How many characters an entity stands for at most, and how many others are in it."""
        if name in self._sizes:
            size = self._sizes[name]
            if size[0] < 0:
                words = f"the entity &{_clipped(name)}; stands in itself"
                raise ExpansionError(position, words, unsafe=True)
        elif name not in self._entities:
            return 1, 1
        else:
            self._sizes[name] = (-1, 0)
            text = self._entities[name].text
            total, depth = len(text) + 1, 1
            if level <= MAX_DEPTH and "&" in text:
                for found in _OWN.finditer(text):
                    inner, below = self._size(found[1], position, level + 1)
                    total, depth = total + inner, max(depth, below + 1)
                    if total > MAX_EXPANDED:
                        break
            elif level > MAX_DEPTH:
                depth = MAX_DEPTH + 1
            size = self._sizes[name] = (total, depth)
        if size[0] > MAX_EXPANDED:
            self._at = position
            raise self._too_large()
        if level - 1 + size[1] > MAX_DEPTH:
            words = f"entities stand in each other more than {MAX_DEPTH} deep"
            raise ExpansionError(position, words, unsafe=True)
        return size

    def _content(self, name: str) -> str:
        """What an entity stands for between tags."""
        if name not in self._contents:
            if self._entity(name) is None:
                return self._unknown(name)
            content = self._in_content(_on_one_line(self._entities[name].text))
            if "<" in content or "&" in content:
                self._prove(name, f"<x>{content}</x>")
            self._contents[name] = content
        return self._contents[name]

    def _in_content(self, text: str) -> str:
        parts = []
        at = 0
        for start, end, name, in_value in _references(text, 0):
            parts += [text[at:start], self._value(name) if in_value else self._content(name)]
            at = end
        return "".join([*parts, text[at:]])

    def _value(self, name: str) -> str:
        """What an entity stands for in the value of an attribute."""
        if name not in self._values:
            entity = self._entity(name)
            if entity is None:
                return self._unknown(name)
            if entity.system:
                words = f"the entity &{_clipped(name)}; is a file, which no attribute can hold"
                raise ExpansionError(self._at, words)
            if "<" in entity.text:
                words = f"the entity &{_clipped(name)}; holds '<', so that it fits no attribute"
                raise ExpansionError(self._at, words)
            text = _SPACES.sub(" ", entity.text).replace('"', "&quot;").replace("'", "&apos;")
            value = _REFERENCE.sub(self._in_value, text)
            if "&" in value:
                self._prove(name, f'<x x="{value}"/>')
            self._values[name] = value
        return self._values[name]

    def _in_value(self, found: re.Match[str]) -> str:
        return found[0] if found[1] in _PREDEFINED else self._value(found[1])

    def _entity(self, name: str) -> _Entity | None:
        """The entity of this name; None where it is not known what it stands for."""
        entity = self._entities.get(name)
        if entity is None:
            if not self._doctype.unread:
                raise ExpansionError(
                    self._at, f"the entity &{_clipped(name)}; is not declared{in_its_place(name)}"
                )
            words = (
                f"the entity &{_clipped(name)}; is declared nowhere but, perhaps, in the DTD, "
                "which is not read"
            )
            self._miss(name, words + (in_its_place(name) or "; what it stands for was not checked"))
        elif entity.is_data:
            words = f"the entity &{_clipped(name)}; is no text, and nothing can refer to it so"
            raise ExpansionError(self._at, words)
        elif entity.system:
            words = (
                f"the content of &{_clipped(name)}; is missing: it stands in another file, which "
                "is not opened nor checked here; include that as <xi:include "
                f'href="{_clipped(entity.system)}"/>'
            )
            self._miss(name, words)
            return None
        return entity

    def _miss(self, name: str, words: str) -> None:
        found = self._missing.get(name)
        self._missing[name] = (
            found._replace(times=found.times + 1)
            if found
            else MissingEntity(name, self._at, 1, words)
        )

    def _unknown(self, name: str) -> str:
        """What is read in place of what is not known: the character that has this name."""
        if name in self._entities:
            return ""
        return "".join(f"&#{ord(each)};" for each in character(name))

    def _prove(self, name: str, element: str) -> None:
        """Raise `ExpansionError` where an entity is not well-formed by itself."""
        parser = expat.ParserCreate("utf-8")
        try:
            parser.Parse(element.encode("utf-8", "replace"), True)
        except expat.ExpatError as error:
            words = (
                f"the entity &{_clipped(name)}; is not well-formed by itself: "
                f"{expat.ErrorString(error.code)}"
            )
            raise ExpansionError(self._at, words) from None


def _references(text: str, start: int) -> Iterator[tuple[int, int, str, bool]]:
    """The references to entities of a document's own: from, to, the name, whether in a tag."""
    for token in _TOKEN.finditer(text, start):
        name = token["name"]
        if name is not None:
            if name not in _PREDEFINED:
                yield token.start(), token.end(), name, False
        elif token["tag"] is not None and "&" in token[0]:
            for found in _OWN.finditer(text, *token.span()):
                yield found.start(), found.end(), found[1], True


def _on_one_line(text: str) -> str:
    """The text of an entity without line ends, so that the lines of the file stay what they are."""
    if not _SPACES.search(text) and "<![CDATA[" not in text:
        return text
    parts = []
    at = 0
    for token in _TOKEN.finditer(text):
        parts.append(_by_numbers(text[at : token.start()]))
        at = token.end()
        if token["data"] is not None and token[0].endswith("]]>"):
            data = token["data"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            parts.append(_by_numbers(data))
        else:
            parts.append(_SPACES.sub(" ", token[0]))
    return "".join([*parts, _by_numbers(text[at:])])


def _blanked(text: str) -> str:
    return _NOT_SPACE.sub(" ", text)


def _blank(found: re.Match[str]) -> str:
    return _blanked(found[0])


def _by_numbers(text: str) -> str:
    return text.replace("\n", "&#10;").replace("\r", "&#13;")


def _by_number(reference: re.Match[str]) -> str:
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip("0")
    if len(digits) > 7:
        return reference[0]
    number = int(digits or "0", 16 if hexadecimal else 10)
    valid = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return chr(number) if valid else reference[0]


def _clipped(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
