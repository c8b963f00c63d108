"""One document, and the corpus, as TEI files."""

from collections.abc import Mapping, Sequence

from teikit.converting.description import Description
from teikit.converting.letter import Letter
from teikit.converting.source import Mark
from teikit.converting.writing.body import BodyBuilder
from teikit.converting.writing.header import (
    HeaderBuilder,
    encoding_description,
    print_statement,
    publication_statement,
    responsible,
    revision,
)
from teikit.converting.writing.nesting import Nested
from teikit.converting.writing.tree import ID, LANG, Element, add, as_value, serialise
from teikit.profiles.profile import Profile
from teikit.tei.names import TEI
from teikit.xml.names import XI


def document(
    letter: Letter,
    description: Description,
    marks: Sequence[Mark],
    nested: Nested,
    profile: Profile,
) -> bytes:
    """The TEI file of a letter; `nested` holds its marks in each other."""
    root = _root("TEI", letter.id, profile)
    header = HeaderBuilder(letter, description, marks, profile)
    header.build(root)
    BodyBuilder(letter, nested, marks, profile).build(root, header.signature_hand)
    drop_dangling(root)
    return serialise(root, _models(profile))


def drop_dangling(root: Element) -> None:
    """Take away the pointers between notes and marks whose other end is not in the file.

    Nesting leaves out marks that cross others, or may not stand in them, and says so; nothing may
    lead to them.
    """
    elements = [*root.walk()]
    ids = {element.attributes.get(ID) for element in elements}
    for element in elements:
        target = element.attributes.get("target", "") if element.name in {"note", "ref"} else ""
        if target.startswith("#") and not ids.issuperset(each[1:] for each in target.split()):
            del element.attributes["target"]


def corpus(files: Sequence[str], profile: Profile) -> bytes:
    """The file of the whole edition: one header, and an inclusion for each file in print order."""
    stem = profile.edition.id
    root = _root("teiCorpus", stem, profile, {"xmlns:xi": XI})
    header = add(root, "teiHeader")
    file = add(header, "fileDesc")
    statement = add(file, "titleStmt")
    add(statement, "title", profile.edition.title, level="s")
    responsible(statement, profile, stem)
    publication_statement(file, profile, stem)
    print_statement(add(file, "sourceDesc"), profile)
    encoding_description(header)
    language = add(add(header, "profileDesc"), "langUsage")
    add(language, "language", profile.edition.language_name, ident=profile.edition.language)
    revision(header, f"#{stem}-conv")
    if not files:
        return serialise(root, _models(profile))
    add(root, "xi:include", href=_EACH)
    written = serialise(root, _models(profile)).decode()
    start = written.rindex("\n", 0, written.index(_EACH)) + 1
    end = written.index("\n", start) + 1
    # One element is written, and its line repeated: thousands of them take much memory.
    before, behind = written[start:end].split(_EACH)
    lines = (f"{before}{as_value(name)}{behind}" for name in files)
    return f"{written[:start]}{''.join(lines)}{written[end:]}".encode()


_EACH = "each-file-of-the-edition"


def _root(
    name: str, id_: str, profile: Profile, namespaces: Mapping[str, str] | None = None
) -> Element:
    own = {ID: id_, LANG: profile.edition.language}
    return Element(name, {"xmlns": TEI, **(namespaces or {}), **own})


def _models(profile: Profile) -> list[tuple[str, str]]:
    kinds = (
        (profile.schemas.relaxng, "http://relaxng.org/ns/structure/1.0"),
        (profile.schemas.xsd, "http://www.w3.org/2001/XMLSchema"),
    )
    return [
        ("xml-model", f'href="{href}" type="application/xml" schematypens="{namespace}"')
        for href, namespace in kinds
    ]
