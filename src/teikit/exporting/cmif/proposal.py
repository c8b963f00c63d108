"""What the proposal for version 2 of CMIF adds: notes with references.

Each is a word of the proposal's vocabulary and an address: whom and what a letter mentions, its
language, on what its text rests, where its TEI is.
"""

from collections.abc import Iterator, Mapping

from teikit.exporting.cmif.file import reference
from teikit.exporting.records import Record
from teikit.profiles.publication import Publication, address_of
from teikit.tei.documents import Document
from teikit.tei.header import descriptions, elements
from teikit.tei.identifiers import is_address
from teikit.tei.text.plain import plain

VOCABULARY = "https://lod.academy/cmif/vocab/terms#"
"""What the targets of notes begin with that are words of the format itself."""

_MENTIONS = {
    "person": "cmif:mentionsPerson",
    "org": "cmif:mentionsOrg",
    "place": "cmif:mentionsPlace",
    "bibl": "cmif:mentionsBibl",
    "event": "cmif:mentionsEvent",
    "object": "cmif:mentionsObject",
}

_WORDS = frozenset(
    {
        *(word.removeprefix("cmif:") for word in _MENTIONS.values()),
        "hasLanguage",
        "hasTextBase",
        "isAvailableAsTEIfile",
        "isEditionOf",
        "isPublishedWith",
        "seeAlso",
    }
)


def notes(document: Document, letter: Record, publication: Publication) -> Iterator[str]:
    """What the proposal adds: `ref` elements, each a word of its vocabulary and an address.

    What a list of letters has of them comes first, as it was.
    """
    return iter(dict.fromkeys((*_listed(document), *_found(document, letter, publication))))


def _listed(document: Document) -> Iterator[str]:
    for description in descriptions(document):
        for found in elements(description, "note/ref[@target]"):
            word = found.get("type", "").removeprefix(VOCABULARY).removeprefix("cmif:")
            target = found.get("target", "")
            target = target.replace("cmif:", VOCABULARY, 1) if target[:5] == "cmif:" else target
            if word in _WORDS and is_address(target):
                yield reference(f"cmif:{word}", target, plain(found))
            elif word == "hasLanguage" and target.isalnum():
                yield reference(f"cmif:{word}", *_language(target))


def _found(document: Document, letter: Record, publication: Publication) -> Iterator[str]:
    for each in letter.mentioned:
        yield reference(_MENTIONS[each.kind], each.address, each.name)
    for language in letter.languages:
        yield reference("cmif:hasLanguage", *_language(language))
    if base := _text_base(document):
        yield reference("cmif:hasTextBase", f"{VOCABULARY}{base}", base)
    if document.has_text and plain(document.text):
        yield reference("cmif:isPublishedWith", f"{VOCABULARY}transcription", "transcription")
    if publication.tei_address:
        target = address_of(publication.tei_address, document.id)
        yield reference("cmif:isAvailableAsTEIfile", target, target)


def _language(code: str) -> tuple[str, str]:
    """The address of a language, as ISO 639 has it, and its code."""
    language = code.partition("-")[0].lower()
    part = "iso639-1" if len(language) == 2 else "iso639-2"
    return f"http://id.loc.gov/vocabulary/{part}/{language}", code


_TEXT_BASES: Mapping[str, str] = {
    "abschrift": "copy",
    "autograph": "manuscript",
    "copy": "copy",
    "draft": "draft",
    "entwurf": "draft",
    "konzept": "draft",
    "manuscript": "manuscript",
    "print": "print",
    "transcript": "copy",
}


def _text_base(document: Document) -> str:
    """On what the text rests, where the header says it in a word; empty elsewhere."""
    source = next(elements(document.root, "teiHeader/fileDesc/sourceDesc"), None)
    for described in elements(source, ".//objectDesc[@form]"):
        if base := _TEXT_BASES.get(described.get("form", "").casefold()):
            return base
    hands = next(elements(source, ".//physDesc/handDesc"), None)
    typed = next(elements(source, ".//physDesc/typeDesc"), None)
    return "manuscript" if hands is not None and typed is None else ""
