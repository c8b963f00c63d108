"""Random documents that look like TEI, and where in them every character was written."""

from dataclasses import dataclass, field
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

TEI = "http://www.tei-c.org/ns/1.0"
PREFIXES = {"xml:": "{http://www.w3.org/XML/1998/namespace}", "x:": "{urn:x}"}
ENCODINGS = ["", "utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"]
PLAIN = [*"aabc  .\t>]/=-'\";", *"éßЖ日𝕬😀\u0301\u0301e\u00a0\u2028\x85"]
IDS = ["a1", "b2", "né"]
BREAKS = ["\n", "\r\n", "\r"]


class Character(NamedTuple):
    """A character as a parser gives it, and where in the file it stands."""

    character: str
    start: int
    end: int


@dataclass
class Node:
    """What was written of a node."""

    start: int
    end: int = 0
    attributes: dict[str, tuple[int, list[Character]]] = field(default_factory=dict)
    """By the names that lxml gives them: where the name begins, and the value."""
    text: list[Character] = field(default_factory=list)
    tail: list[Character] = field(default_factory=list)


@dataclass
class Made:
    """A document: its bytes, its text without a mark, and its nodes in their order."""

    data: bytes
    text: str
    nodes: list[Node]


@st.composite
def documents(draw: DrawFn) -> Made:
    """Documents of a few elements, in many encodings and ways of writing."""
    return _Writer(draw).document()


class _Writer:
    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.encoding = draw(st.sampled_from(ENCODINGS))
        self.text = ""
        self.nodes: list[Node] = []

    def one_of(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def some(self, most: int) -> range:
        return range(self.draw(st.integers(0, most)))

    def space(self) -> str:
        return "".join(self.one_of(" ", "\t", *BREAKS) for _ in self.some(2))

    # Documents

    def document(self) -> Made:
        if self.encoding:
            name = self.encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
            quote = self.one_of('"', "'")
            self.text += f"<?xml version='1.0' encoding={quote}{name}{quote}{self.space()}?>"
        self.around()
        if self.draw(st.booleans()):
            self.text += self.doctype()
            self.around()
        self.element(0)
        self.around()
        mark = "\ufeff" if self.encoding.startswith("utf-16") else ""
        data = (mark + self.text).encode(self.encoding or "utf-8")
        return Made(data, self.text, self.nodes)

    def doctype(self) -> str:
        parts = [
            "<!-- ]>'\" <p> -->",
            '<?q ]>" ?>',
            "<!ELEMENT p ANY>",
            "<!NOTATION n SYSTEM ']>'>",
        ]
        chosen = self.draw(st.lists(st.sampled_from(parts), max_size=3, unique=True))
        subset = "".join(declaration + self.space() for declaration in chosen)
        return f"<!DOCTYPE TEI{self.space()}{self.one_of('', f'[{subset}] ')}>"

    def around(self) -> None:
        """What can stand before and behind the outermost element."""
        self.text += self.space()
        for _ in self.some(2):
            self.remark()
            self.text += self.space()

    # Nodes

    def remark(self) -> Node:
        """A comment or a processing instruction."""
        node = Node(len(self.text))
        self.nodes.append(node)
        before, after = self.draw(
            st.sampled_from([("<!--", "-->"), ("<?xml-model ", "?>"), ("<?p\r\n ", "?>")])
        )
        self.text += before
        for _ in self.some(4):
            piece = self.one_of("&amp;", "<p>", "é", "'", '"', "]]>", "\r\n", "a", "<![CDATA[")
            if not (piece == "\r\n" and not node.text):
                for each in [piece] if piece == "\r\n" else piece:
                    self.character(node.text, "\n" if each == "\r\n" else each, each)
        self.text += after
        node.end = len(self.text)
        return node

    def element(self, depth: int) -> Node:
        node = Node(len(self.text))
        self.nodes.append(node)
        name = self.one_of("p", "persName", "näme", "x:y") if depth else "TEI"
        self.text += f"<{name}" + ("" if depth else f' xmlns="{TEI}" xmlns:x="urn:x"')
        names = ["xml:id", "ref", "n", "x:b", "corresp", "when"]
        for attribute in self.draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
            self.text += self.one_of(" ", "\t", *BREAKS) + self.space()
            self.attribute(node, attribute)
        self.text += self.space()
        if self.draw(st.integers(0, 3)) == 0:
            self.text += "/>"
            node.end = len(self.text)
            return node
        self.text += ">"
        node.end = len(self.text)
        characters = node.text
        for _ in self.some(5 - depth):
            kind = self.one_of("text", "text", "data", "remark", "element", "element")
            if kind == "text":
                self.characters(characters)
            elif kind == "data":
                self.section(characters)
            else:
                child = self.remark() if kind == "remark" else self.element(depth + 1)
                characters = child.tail
        self.text += f"</{name}{self.space()}>"
        return node

    def attribute(self, node: Node, name: str) -> None:
        at = len(self.text)
        quote = self.one_of('"', "'")
        self.text += f"{name}{self.space()}={self.space()}{quote}"
        value: list[Character] = []
        if name == "xml:id" or self.draw(st.booleans()):
            words = [self.one_of(*IDS) for _ in range(1 if name == "xml:id" else 2)]
            for character in self.one_of(" ", " #").join(words):
                self.plain(value, character)
        else:
            for _ in self.some(6):
                self.some_character(value, quote)
        self.text += quote
        prefix = next((prefix for prefix in PREFIXES if name.startswith(prefix)), "")
        node.attributes[PREFIXES.get(prefix, "") + name.removeprefix(prefix)] = (at, value)

    def section(self, into: list[Character]) -> None:
        """A CDATA section."""
        self.text += "<![CDATA["
        for _ in self.some(5):
            piece = self.one_of("<", "&", "&amp;", *PLAIN, *BREAKS)
            if not (piece == ">" and self.text.endswith("]]")) and self.writable(piece):
                for each in [piece] if piece in BREAKS else piece:
                    self.character(into, "\n" if each in BREAKS else each, each)
        if self.text.endswith("\r"):
            self.character(into, " ", " ")
        self.text += "]]>"

    # Characters

    def characters(self, into: list[Character]) -> None:
        for _ in self.some(8):
            self.some_character(into)

    def some_character(self, into: list[Character], quote: str = "") -> None:
        """One character of a text or, with a quote, of a value."""
        kind = self.one_of("plain", "plain", "named", "numbered", "break")
        if kind == "plain":
            self.plain(into, self.one_of(*PLAIN), quote)
        elif kind == "named":
            named = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;")]
            self.character(into, *self.draw(st.sampled_from(named)))
        elif kind == "numbered":
            choice = self.one_of("A", "\n", "\r", "<", "&", "é", "\u0301", "𝕬")
            self.character(into, choice, self.one_of(f"&#{ord(choice)};", f"&#x{ord(choice):0X};"))
        else:
            self.character(into, " " if quote else "\n", self.one_of(*BREAKS))

    def plain(self, into: list[Character], character: str, quote: str = "") -> None:
        if (
            character == quote
            or character in "<&"
            or (character == ">" and self.text.endswith("]]"))
        ):
            self.character(into, character, f"&#{ord(character)};")
        elif not self.writable(character):
            self.character(into, character, f"&#x{ord(character):x};")
        else:
            self.character(into, " " if quote and character == "\t" else character, character)

    def character(self, into: list[Character], character: str, written: str) -> None:
        if self.text.endswith("\r") and written.startswith("\n"):
            return  # both would be one line end
        start = len(self.text)
        self.text += written
        into.append(Character(character, start, len(self.text)))

    def writable(self, text: str) -> bool:
        try:
            text.encode(self.encoding or "utf-8")
        except UnicodeEncodeError:
            return False
        return True
