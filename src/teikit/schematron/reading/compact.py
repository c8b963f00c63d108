"""Annotations in the compact syntax of RELAX NG, as far as they are of Schematron.

Only they are read, with the declarations of namespaces and the names of other files: what else
stands in the file is for others to judge.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Place
from teikit.schematron.reading.subjects import ContextStep, Subject
from teikit.schematron.reading.tree import ASCC, ISO, NAMESPACES, SQF, XML, XSLT, SchemaNode
from teikit.xml.encoding import decoded

MAX_DEPTH = 100
"""Annotations in each other."""

MAX_CHARACTERS = 8_000_000
"""Characters of a file; TEI's has a million."""

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<literal>\"{3}.*?\"{3}|'{3}.*?'{3}|"[^"\r\n]*"|'[^'\r\n]*')
    | (?P<name>\\?[\w.\-]+(?::[\w.\-]+)?)
    | (?P<sign>>>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\x+\{([0-9A-Fa-f]{1,6})\}")
_CLOSING = {"[": "]", "{": "}", "(": ")"}


class CompactToken(NamedTuple):
    """A name, a literal (its characters) or a sign, with its line."""

    kind: str
    text: str
    line: int


class FileReference(NamedTuple):
    """Another file of the same schema."""

    href: str
    place: Place


class Annotation(NamedTuple):
    """Elements that stand together, and what is declared there."""

    nodes: tuple[SchemaNode, ...]
    subject: Subject
    is_old: bool


def is_compact(data: bytes) -> bool:
    """Whether a file is not XML, by how it begins."""
    beginning = data[:1024].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n")
    return not beginning.startswith(b"<")


def annotations(
    data: bytes, address: str, count: Callable[[SchemaNode], None]
) -> Iterator[Annotation | FileReference]:
    """What a file holds of Schematron, and the files that it names; `count` is called for elements.

    Raises `SchemaError`.
    """
    text = decoded(data)
    if len(text) > MAX_CHARACTERS:
        words = f"the file has more than {MAX_CHARACTERS:,} characters; split it"
        raise SchemaError(words, Place(address, 1))
    return _Scan(list(_tokens(text)), address, count).annotations()


def _tokens(text: str) -> Iterator[CompactToken]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind, found = str(match.lastgroup), match[0]
        if kind == "literal":
            marks = 3 if found.startswith(('"""', "'''")) else 1
            yield CompactToken(kind, _ESCAPE.sub(_character, found[marks:-marks]), line)
        elif kind != "space":
            yield CompactToken(kind, found.removeprefix("\\"), line)
        line += found.count("\n")


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


@dataclass(slots=True)
class _Frame:
    """An open bracket, and the Schematron in it."""

    sign: str
    name: str = ""
    element: str = ""
    nodes: list[SchemaNode] = field(default_factory=list)
    is_old: bool = False


class _Scan:
    def __init__(
        self, tokens: list[CompactToken], address: str, count: Callable[[SchemaNode], None]
    ) -> None:
        end = CompactToken("end", "", tokens[-1].line if tokens else 1)
        self._tokens = [*tokens, end, end, end]
        self._at = 0
        self._address = address
        self._count = count
        self._prefixes: dict[str, str] = {"xml": XML}
        self._default = ""
        self._declare()

    def _declare(self) -> None:
        """Read all declarations of namespaces."""
        words = [token.text for token in self._tokens]
        for at, token in enumerate(self._tokens):
            if token.kind != "name" or token.text != "namespace":
                continue
            is_default = at > 0 and words[at - 1] == "default"
            has_prefix = self._tokens[at + 1].kind == "name"
            value = at + 2 + has_prefix
            if value >= len(words) or words[value - 1] != "=":
                continue
            uri = self._literal_from(value)[0]
            if has_prefix:
                self._prefixes[words[at + 1]] = uri
            if is_default:
                self._default = uri

    def _literal_from(self, at: int) -> tuple[str, int]:
        """A literal in one or more pieces, and where the next token is."""
        parts = []
        while self._tokens[at].kind == "literal":
            parts.append(self._tokens[at].text)
            at += 1
            if self._tokens[at].text == "~" and self._tokens[at + 1].kind == "literal":
                at += 1
            else:
                break
        return "".join(parts), at

    def annotations(self) -> Iterator[Annotation | FileReference]:
        """All that there is of Schematron, and other files, in the order in which they end."""
        frames = [_Frame("")]
        element = name = ""
        while (token := self._tokens[self._at]).kind != "end":
            following, third = self._tokens[self._at + 1 : self._at + 3]
            if self._is_ours(token, following):
                frames[-1].is_old |= self._namespace(token.text) == ASCC
                frames[-1].nodes.append(self._element(0))
                continue
            if token.kind == "name" and following.kind == "literal":
                if token.text in ("include", "external"):
                    href = self._literal_from(self._at + 1)[0]
                    yield FileReference(href, Place(self._address, token.line))
            elif token.kind == "name" and token.text == "element" and following.kind == "name":
                element = following.text
            elif (
                token.kind == "name"
                and following.text in ("=", "|", "&")
                and third.kind != "literal"
            ):
                name = token.text
            elif token.kind == "sign" and token.text in _CLOSING:
                frames.append(_Frame(token.text, name, element or frames[-1].element))
                element = ""
            elif token.kind == "sign" and len(frames) > 1 and token.text in _CLOSING.values():
                frame = frames.pop()
                if frame.nodes:
                    self._at += 1
                    yield self._annotation(frame)
                    continue
            self._at += 1
        for frame in reversed(frames):
            if frame.nodes:
                yield self._annotation(frame)

    def _annotation(self, frame: _Frame) -> Annotation:
        """What stood in a bracket that has just been closed."""
        token, following = self._tokens[self._at : self._at + 2]
        element = frame.element
        if frame.sign == "[" and token.text == "element" and following.kind == "name":
            element = following.text
        steps = []
        if element:
            prefix, _, local = element.rpartition(":")
            namespace = self._prefixes.get(prefix, "") if prefix else self._default
            steps.append((ContextStep(local, namespace),))
        return Annotation(tuple(frame.nodes), Subject(frame.name or element, steps), frame.is_old)

    def _is_ours(self, token: CompactToken, following: CompactToken) -> bool:
        """Whether an annotation begins with a token that belongs to a schema."""
        begins = token.kind == "name" and (following.kind, following.text) == ("sign", "[")
        return begins and self._namespace(token.text) in (*NAMESPACES, SQF, XSLT)

    def _namespace(self, name: str) -> str:
        prefix, _, _ = name.rpartition(":")
        return self._prefixes.get(prefix, "") if prefix else ""

    def _element(self, depth: int) -> SchemaNode:
        """The annotation that begins here: a name and brackets."""
        name = self._tokens[self._at]
        place = Place(self._address, name.line)
        if depth > MAX_DEPTH:
            words = f"more than {MAX_DEPTH} annotations are in each other; take some out"
            raise SchemaError(words, place)
        self._at += 2
        attributes: dict[str, str] = {}
        children: list[SchemaNode | str] = []
        while (token := self._tokens[self._at]).text != "]" or token.kind != "sign":
            following = self._tokens[self._at + 1]
            if token.kind == "literal":
                text, self._at = self._literal_from(self._at)
                children.append(text)
            elif token.kind == "name" and following.text == "[":
                children.append(self._element(depth + 1))
            elif token.kind == "name" and following.text == "=":
                value, self._at = self._literal_from(self._at + 2)
                attributes[self._attribute(token.text)] = value
            elif token.kind == "end":
                words = f"the annotation {name.text} is not closed; write ] at its end"
                raise SchemaError(words, place)
            else:
                self._at += 1
        self._at += 1
        namespace = self._namespace(name.text)
        prefix, _, local = name.text.rpartition(":")
        language = attributes.get(f"{{{XML}}}lang", "")
        node = SchemaNode(
            ISO if namespace == ASCC else namespace,
            local,
            attributes,
            tuple(children),
            place,
            prefix,
            self._prefixes,
            language,
        )
        self._count(node)
        return node

    def _attribute(self, name: str) -> str:
        namespace = self._namespace(name)
        return f"{{{namespace}}}{name.rpartition(':')[2]}" if namespace else name
