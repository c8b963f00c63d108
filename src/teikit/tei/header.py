"""What the header of a TEI letter tells of it as a document, and short ways to read elements.

Who, where and when is in `correspondence`, where it is kept in `manuscript`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from teikit.tei.documents import Document
from teikit.tei.elements import TEI, XML_LANG, name_of
from teikit.tei.text.layers import BARE
from teikit.tei.text.plain import plain
from teikit.tei.volume import ENCLOSURES, LETTERS

if TYPE_CHECKING:
    from lxml import etree

SEPARATOR = "; "
"""Stands between several values in one cell."""

# lxml takes None for the prefix of names without one; its stubs do not know it.
_NAMESPACES: Any = {None: TEI[1:-1]}

# Divisions of any letter, which do not say what kind of letter it is.
_NOT_GENRES = ENCLOSURES | {
    *("address", "body", "closer", "dateline", "envelope", "image", "letterBody"),
    *("message", "notes", "opener", "original", "text", "transcription", "translation"),
    *("comment", "commentary", "regest", "summary", "writingSession"),
    *("main", "normalized", "page", "postalData", "print", "salutation", "sheet"),
}
_NOT_MAIN_TITLES = frozenset(
    {"collection", "desc", "edition", "iso-date", "series", "short", "sub", "volume"}
)


def joined(values: Iterable[str]) -> str:
    """All values that are not empty, each once."""
    return SEPARATOR.join(dict.fromkeys(filter(None, values)))


def elements(root: "etree._Element | None", path: str) -> "Iterator[etree._Element]":
    """The elements that a path of TEI names leads to: `a/b`, `.//b`, `a[@type='x']`."""
    return iter(()) if root is None else root.iterfind(path, _NAMESPACES)


def attributes(element: "etree._Element") -> dict[str, str]:
    """All attributes by their names."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def key_of(pointer: str) -> str:
    """What a pointer names: `persons.xml#lenin` and `#lenin` name `lenin`; addresses stay whole."""
    return joined(part if ":" in part else part.rpartition("#")[2] for part in pointer.split())


def ids_of(pointer: str) -> str:
    """The ids or names of documents, without `#`, that a list of pointers holds."""
    return joined(part.removeprefix("#") for part in pointer.split())


def descriptions(document: Document) -> "Iterator[etree._Element]":
    """Each `correspDesc` of a document: those where TEI wants them, or else any in its header."""
    if document.letter is None:
        found = [*elements(document.root, "teiHeader/profileDesc/correspDesc")]
        yield from found or elements(document.root, "teiHeader//correspDesc")
    elif document.letter.description is not None:
        yield document.letter.description


def header_elements(document: Document) -> "Iterator[etree._Element]":
    """All elements that a header has for a document.

    What it has for all letters of a volume comes with the first of them.
    """
    if document.letter is None:
        for header in elements(document.root, "teiHeader"):
            yield from header.iter("*")
        return
    for description in descriptions(document):
        yield from description.iter("*")
    if document.is_first:
        for part in elements(document.root, "teiHeader/*"):
            if name_of(part) != "profileDesc":
                yield from part.iter("*")
        for part in elements(document.root, "teiHeader/profileDesc/*"):
            if name_of(part) != "correspDesc":
                yield from part.iter("*")


def number(document: Document) -> str:
    """The number of the document in its edition."""
    for correspondence in descriptions(document):
        if key := correspondence.get("key"):
            return key
    if document.letter is not None:
        return document.text.get("n", "")
    scopes = elements(document.root, "teiHeader/fileDesc/sourceDesc//biblScope[@unit='document']")
    return next(map(plain, scopes), "")


def genre(document: Document) -> str:
    """`letter`, `telegram` …, from wherever the encoding says it."""
    return next(filter(None, _genres(document)), "")


def _genres(document: Document) -> Iterator[str]:
    kind = document.text.get("type", "")
    yield "" if document.letter is not None and kind == "document" else kind
    kinds = [each.get("type", "") for each in document.text.iterfind(f"{TEI}body/{TEI}div")]
    yield next((kind for kind in kinds if kind.casefold() in LETTERS), "")
    yield from (kind for kind in kinds if kind not in _NOT_GENRES)
    source = next(elements(document.root, "teiHeader/fileDesc/sourceDesc"), None)
    for described in elements(source, ".//objectDesc[@form]"):
        yield described.get("form", "")
    for described in elements(source, ".//objectType"):
        yield plain(described) or ids_of(described.get("key") or described.get("corresp") or "")
    inner = (
        each.get("type", "") for each in document.text.iterfind(f"{TEI}body/{TEI}div//{TEI}div")
    )
    yield next((kind for kind in inner if kind.casefold() in LETTERS), "")
    yield document.root.get("type", "") if document.letter is None else ""


def title(document: Document) -> str:
    """The title of the document itself, not of the edition that it is part of."""
    head = None if document.letter is None else document.text.find(f"{TEI}head")
    if head is not None and (heading := plain(head, notes=document.notes())):
        return heading
    titles = list(elements(document.root, "teiHeader/fileDesc/titleStmt/title"))
    own = [
        found
        for found in titles
        if found.get("level") != "s" and found.get("type") not in _NOT_MAIN_TITLES
    ]
    best = sorted(own, key=lambda found: (found.get("level") != "a", found.get("type") != "main"))
    return next(filter(None, (plain(found, BARE) for found in (*best, *titles))), "")


def language(document: Document) -> str:
    """The codes of the languages of the document."""
    if document.letter is not None and (own := document.text.get(XML_LANG)):
        return own
    used = elements(document.root, "teiHeader/profileDesc/langUsage/language")
    return (
        joined(found.get("ident", "") for found in used)
        or document.text.get(XML_LANG, "")
        or document.root.get(XML_LANG, "")
    )


# --- the letters to which a letter is related, as its `correspContext` names them ---

RELATIONS = {
    "answeredBy": frozenset({"answeredby", "hasreply", "replyfrom", "repliedby"}),
    "duplicateOf": frozenset({"duplicateof"}),
    "next": frozenset(
        {"next", "nextletter", "nextincorresp", "nextcorrespondence", "nextchronologically"}
    ),
    "prev": frozenset(
        {
            *("prev", "previous", "previousletter", "previousincorresp"),
            *("prevcorrespondence", "prevchronologically"),
        }
    ),
    "replyTo": frozenset({"inreplyto", "isreplyto", "answerto", "replyto"}),
}
"""The kinds of relation, and the types that mean them, in small letters alone."""


def related(document: Document) -> "Mapping[str, Sequence[etree._Element]]":
    """The references to letters of each of `RELATIONS`, as `@type` or `@subtype` says it."""
    return document.once(_related)


def _related(document: Document) -> "Mapping[str, Sequence[etree._Element]]":
    found: dict[str, list[etree._Element]] = {kind: [] for kind in RELATIONS}
    for description in descriptions(document):
        for name in ("ref", "ptr"):
            for reference in elements(description, f"correspContext//{name}"):
                words = {_bare(reference.get(word, "")) for word in ("type", "subtype")}
                for kind, meaning in RELATIONS.items():
                    if meaning & words:
                        found[kind].append(reference)
    return found


def letter_of(reference: "etree._Element") -> str:
    """The name of the letter that a reference leads to, or its address on the web."""
    target = reference.get("target", "").strip()
    if "://" in target:
        return target
    file, _, identity = target.partition("#")
    return file.rpartition("/")[2].removesuffix(".xml") or identity


def _bare(word: str) -> str:
    return "".join(filter(str.isalpha, word.casefold()))
