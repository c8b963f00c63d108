"""Small faults put into XML documents, as people make them: equal seeds make equal faults.

A document is changed as text, so that the lines of all that is left alone stay as they are.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from xml.parsers import expat

MOST = 4
"""How many faults a document gets at most."""
ATTEMPTS = 50
"""How many faults are tried for each that fits: not every one leaves the document well-formed."""

PIECE = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>"""
    r"""|<(?:[^<>"']|"[^"]*"|'[^']*')+>|[^<]+""",
    re.DOTALL,
)
"""A piece of a document: a comment, an instruction, a section, a tag, a run of text."""
NAME = re.compile(r"</?([^\s/>]+)")
ATTRIBUTE = re.compile(r"""(\s+)([^\s=<>"'/]+)(\s*=\s*)("[^"]*"|'[^']*')""")

TEI = "http://www.tei-c.org/ns/1.0"
TEI_NAMES = (
    *("ab", "abbr", "add", "address", "author", "availability", "back", "bibl", "body", "cell"),
    *("choice", "closer", "correspAction", "correspDesc", "corr", "date", "dateline", "del"),
    *("div", "expan", "figure", "fileDesc", "foreign", "gap", "graphic", "group", "head", "hi"),
    *("idno", "item", "l", "label", "langUsage", "language", "lb", "lg", "list", "listPerson"),
    *("name", "note", "opener", "org", "p", "pb", "persName", "person", "placeName", "postscript"),
    *("profileDesc", "publisher", "q", "quote", "ref", "respStmt", "row", "rs", "salute", "seg"),
    *("sic", "signed", "sourceDesc", "space", "subst", "supplied", "table", "teiHeader", "term"),
    *("text", "title", "titleStmt", "trailer", "unclear", "xenoData"),
)
"""Elements of TEI that go into TEI documents besides those they have."""
UNKNOWN = ("thing", "Paragraph", "x.1", "nowhere")
FOREIGN = "urn:example:foreign"
ATTRIBUTES = ("n", "type", "when", "ref", "xml:id", "xml:lang", "bogus", "corresp", "rend")
VALUES = (
    *("", " ", "1920-13-05", "1920-02-30", "two words", "x:y:z", "-1", "1.5", "#a #b", "9x"),
    *("yes", "TRUE", "http://[", "a  b", "ü", "P1Y", "12:61:00", "en_US", "&amp;", "1"),
)
WORDS = (
    *("stray words", "x", "1", "&#160;", "two\nlines", "<![CDATA[raw]]>", "&lt;"),
    *("before<!-- a remark -->after", "<?an instruction?>"),
)


@dataclass(frozen=True)
class Element:
    """An element by its tags: the places of two pieces, the same one if the tag is empty."""

    start: int
    end: int
    parent: int | None
    """The place of the parent's start tag."""


@dataclass(frozen=True)
class Scene:
    """A document that is to be changed, and what to draw from."""

    pieces: tuple[str, ...]
    elements: tuple[Element, ...]
    names: tuple[str, ...]
    random: Random

    def any(self) -> Element:
        """An element, perhaps the outermost."""
        return self.random.choice(self.elements)

    def inner(self) -> Element:
        """An element in another, if there is one."""
        return self.random.choice(self.elements[1:] or self.elements)

    def written(self, element: Element) -> str:
        """An element with its content."""
        return "".join(self.pieces[element.start : element.end + 1])

    def name(self, element: Element) -> str:
        """The name in an element's tags."""
        return name_of(self.pieces[element.start])

    def replaced(self, first: int, last: int, *new: str) -> str:
        """The document with other pieces for some."""
        return "".join((*self.pieces[:first], *new, *self.pieces[last + 1 :]))

    def inserted(self, place: int, new: str) -> str:
        """The document with something before one of its pieces."""
        return self.replaced(place, place - 1, new)

    def retagged(self, element: Element, change: Callable[[str], str]) -> str:
        """The document with a changed start tag."""
        return self.replaced(element.start, element.start, change(self.pieces[element.start]))


Fault = Callable[[Scene], str]


def name_of(tag: str) -> str:
    """The name in a tag."""
    found = NAME.match(tag)
    assert found is not None
    return found[1]


def scene(text: str, random: Random, names: Sequence[str]) -> Scene:
    """Take a document apart; `names` are those of elements to draw from."""
    pieces = tuple(PIECE.findall(text))
    elements = []
    open_tags: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.startswith(("<!", "<?")) or not piece.startswith("<"):
            continue
        if piece.startswith("</"):
            start = open_tags.pop()
            elements.append(Element(start, place, open_tags[-1] if open_tags else None))
        elif piece.endswith("/>"):
            elements.append(Element(place, place, open_tags[-1] if open_tags else None))
        else:
            open_tags.append(place)
    elements.sort(key=lambda element: element.start)
    own = sorted({name_of(pieces[element.start]) for element in elements})
    return Scene(pieces, tuple(elements), (*own, *names), random)


def renamed(scene: Scene, name: str) -> str:
    """The document with another name for one of its elements."""
    element = scene.any()
    old = scene.name(element)
    start = scene.pieces[element.start].replace(old, name, 1)
    if element.start == element.end:
        return scene.replaced(element.start, element.end, start)
    content = scene.pieces[element.start + 1 : element.end]
    end = scene.pieces[element.end].replace(old, name, 1)
    return scene.replaced(element.start, element.end, start, *content, end)


def rename_to_known(scene: Scene) -> str:
    """Give an element the name of another."""
    return renamed(scene, scene.random.choice(scene.names))


def rename_to_unknown(scene: Scene) -> str:
    """Give an element a name that no schema has."""
    return renamed(scene, scene.random.choice(UNKNOWN))


def misspell(scene: Scene) -> str:
    """Give an element a name that is almost another's."""
    name = scene.random.choice(scene.names)
    place = scene.random.randrange(len(name))
    wrong = scene.random.choice(
        (name[:place] + name[place] * 2 + name[place + 1 :], name + "s", name.swapcase(), name[:-1])
    )
    return renamed(scene, wrong or "q")


def delete(scene: Scene) -> str:
    """Take an element out, with its content."""
    element = scene.inner()
    return scene.replaced(element.start, element.end)


def unwrap(scene: Scene) -> str:
    """Take an element's tags away, and leave the content."""
    element = scene.inner()
    content = scene.pieces[element.start + 1 : element.end]
    return scene.replaced(element.start, element.end, *content)


def duplicate(scene: Scene) -> str:
    """Repeat an element."""
    element = scene.inner()
    return scene.inserted(element.end + 1, scene.written(element))


def move(scene: Scene) -> str:
    """Put an element somewhere else."""
    element, target = scene.inner(), scene.any()
    place = target.start + 1 if scene.random.random() < 0.5 else target.end
    pieces = [*scene.pieces[: element.start], *scene.pieces[element.end + 1 :]]
    if place > element.end:
        place -= element.end + 1 - element.start
    return "".join((*pieces[:place], scene.written(element), *pieces[place:]))


def swap(scene: Scene) -> str:
    """Exchange an element with the next."""
    first = scene.inner()
    after = [
        element
        for element in scene.elements
        if element.parent == first.parent and element.start > first.end
    ]
    if not after:
        return ""
    second = after[0]
    between = scene.pieces[first.end + 1 : second.start]
    pieces = (scene.written(second), *between, scene.written(first))
    return scene.replaced(first.start, second.end, *pieces)


def wrap(scene: Scene) -> str:
    """Put an element around another."""
    element = scene.any()
    name = scene.random.choice(scene.names)
    return scene.replaced(
        element.start, element.end, f"<{name}>", scene.written(element), f"</{name}>"
    )


def attributes(tag: str) -> list[re.Match[str]]:
    """Where the attributes of a tag stand."""
    return [found for found in ATTRIBUTE.finditer(tag) if not found[2].startswith("xmlns")]


def attribute(scene: Scene, change: Callable[[re.Match[str]], str]) -> str:
    """The document with one of its attributes changed; the declarations of namespaces are none."""
    having = [element for element in scene.elements if attributes(scene.pieces[element.start])]
    if not having:
        return ""
    element = scene.random.choice(having)
    tag = scene.pieces[element.start]
    found = scene.random.choice(attributes(tag))
    changed = tag[: found.start()] + change(found) + tag[found.end() :]
    return scene.replaced(element.start, element.start, changed)


def remove_attribute(scene: Scene) -> str:
    """Take an attribute away."""
    return attribute(scene, lambda found: "")


def rename_attribute(scene: Scene) -> str:
    """Give an attribute another name."""
    return attribute(
        scene, lambda found: f"{found[1]}{scene.random.choice(ATTRIBUTES)}{found[3]}{found[4]}"
    )


def break_value(scene: Scene) -> str:
    """Give an attribute a value that few attributes have."""
    return attribute(
        scene, lambda found: f'{found[1]}{found[2]}{found[3]}"{scene.random.choice(VALUES)}"'
    )


def misspell_value(scene: Scene) -> str:
    """Add a letter to an attribute's value, or take one away."""

    def change(found: re.Match[str]) -> str:
        value = found[4][1:-1]
        value = value[:-1] if value and scene.random.random() < 0.5 else value + "x"
        return f"{found[1]}{found[2]}{found[3]}{found[4][0]}{value}{found[4][0]}"

    return attribute(scene, change)


def add_attribute(scene: Scene) -> str:
    """Add an attribute, of a likely name."""
    new = f' {scene.random.choice(ATTRIBUTES)}="{scene.random.choice(VALUES)}"'
    return scene.retagged(scene.any(), lambda tag: with_attribute(tag, new))


def add_foreign_attribute(scene: Scene) -> str:
    """Add an attribute of another namespace."""
    new = f' xmlns:foreign="{FOREIGN}" foreign:mark="1"'
    return scene.retagged(scene.any(), lambda tag: with_attribute(tag, new))


def with_attribute(tag: str, attribute: str) -> str:
    """A start tag with something before its end."""
    end = 2 if tag.endswith("/>") else 1
    return tag[:-end] + attribute + tag[-end:]


def insert(scene: Scene, new: str) -> str:
    """The document with something more somewhere in an element."""
    having = [element for element in scene.elements if element.end > element.start]
    if not having:
        return ""
    element = scene.random.choice(having)
    return scene.inserted(scene.random.randint(element.start + 1, element.end), new)


def insert_text(scene: Scene) -> str:
    """Write something, mostly where only elements belong."""
    between = [
        place
        for place, piece in enumerate(scene.pieces)
        if piece.isspace() and scene.elements[0].start < place < scene.elements[0].end
    ]
    words = scene.random.choice(WORDS)
    if not between or scene.random.random() < 0.3:
        return insert(scene, words)
    return scene.inserted(scene.random.choice(between), words)


def remove_text(scene: Scene) -> str:
    """Take the words out between two tags."""
    having = [
        place
        for place, piece in enumerate(scene.pieces)
        if not piece.startswith("<") and not piece.isspace()
    ]
    if not having:
        return ""
    place = scene.random.choice(having)
    return scene.replaced(place, place, "\n" * scene.pieces[place].count("\n"))


def insert_known(scene: Scene) -> str:
    """Put in an empty element that the schema may know."""
    return insert(scene, f"<{scene.random.choice(scene.names)}/>")


def insert_foreign(scene: Scene) -> str:
    """Put in an element of another namespace, with content."""
    name = scene.random.choice(scene.names).rpartition(":")[2]
    return insert(scene, f'<{name} xmlns="{FOREIGN}"><x y="1">text</x></{name}>')


def break_tag(scene: Scene) -> str:
    """Spread a start tag over two lines: no fault, but errors have to be placed."""
    return scene.retagged(scene.any(), lambda tag: ATTRIBUTE.sub(r"\n\g<0>", tag, count=1))


FAULTS: tuple[tuple[Fault, int], ...] = (
    (rename_to_known, 3),
    (rename_to_unknown, 2),
    (misspell, 2),
    (delete, 3),
    (unwrap, 3),
    (duplicate, 2),
    (move, 3),
    (swap, 2),
    (wrap, 2),
    (remove_attribute, 2),
    (rename_attribute, 2),
    (break_value, 3),
    (misspell_value, 2),
    (add_attribute, 2),
    (add_foreign_attribute, 1),
    (insert_text, 3),
    (remove_text, 2),
    (insert_known, 2),
    (insert_foreign, 2),
    (break_tag, 1),
)
"""The faults, and how often one is made in comparison to the others."""


def well_formed(text: str) -> bool:
    """Whether a document can be read, its namespaces too."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError:
        return False
    return True


def faulty(text: str, random: Random, names: Sequence[str]) -> str:
    """A document with one fault more; the same document if none of many attempts fits."""
    before = scene(text, random, names)
    faults, weights = zip(*FAULTS, strict=True)
    for fault in random.choices(faults, weights, k=ATTEMPTS):
        after = fault(before)
        if after != text and well_formed(after):
            return after
    return text


def mutated(data: bytes, seed: int, names: Sequence[str] = (), most: int = MOST) -> bytes:
    """A document in UTF-8 with one fault or more, and still well-formed.

    Args:
        data: the document.
        seed: what decides on the faults.
        names: elements to draw from, besides those of the document and, in TEI, some of TEI.
        most: how many faults there are at most.
    """
    random = Random(seed)
    text = data.decode("utf-8-sig")
    more = (*names, *(TEI_NAMES if TEI in text else ()))
    for _ in range(random.randint(1, most)):
        text = faulty(text, random, more)
    return text.encode()
