"""Entries of authority files suggested from TEI: names of correspondents that none of them has.

The spellings of one name are brought together: initials, capitals, a surname alone where only one
person has it. What may be two persons stays two. Nothing is added that the letters do not say: no
numbers of public authority files, no coordinates, no dates of life.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.converting.authority import FILES, Authority, key
from teikit.converting.forms import persons
from teikit.errors import TeikitError
from teikit.profiles.profile import LetterWords, languages, parse
from teikit.runtime.watching import Watch, unwatched
from teikit.tei.correspondence import actions, kind_of, written
from teikit.tei.documents import Report, documents
from teikit.tei.header import elements, language
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from teikit.tei.documents import Document

_ELEMENT = {"person": "persName", "place": "placeName", "org": "orgName"}
_LIST = {"person": "listPerson", "place": "listPlace", "org": "listOrg"}
_TITLES = {"person": "Persons", "place": "Places", "org": "Bodies"}
_SIGNED = ".//signed"


@dataclass(frozen=True, slots=True)
class SuggestedEntry:
    """A name without an entry: its `spellings`, the one to show first, and in how many letters.

    `perhaps` names the entries of the authority files of which it may be a further spelling.
    """

    kind: str
    id: str
    spellings: tuple[str, ...]
    letters: int
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as some letters have it."""

    kind: str
    text: str
    language: str


def suggest_authority(
    paths: Iterable[Path], known: Authority, report: Report, watch: Watch = unwatched
) -> list[SuggestedEntry]:
    """The names in `correspDesc` that have no `@ref` and no entry, in the order of files and names.

    Args:
        paths: TEI files, or folders of them.
        known: the entries that there are; they are not suggested again.
        report: is told of what cannot be read.
        watch: sees each file when it is done.

    Raises:
        TeikitError: a path does not exist, or a folder holds no XML.
    """
    counted: Counter[_Name] = Counter()
    signed: dict[str, set[str]] = {}
    for document in documents(paths, report, watch):
        names = dict.fromkeys(_names(document))
        counted.update(name for name in names if not known.find(name.text, name.kind))
        for text in _signatures(document):
            signed.setdefault(language(document), set()).add(text)
    found: list[SuggestedEntry] = []
    for kind in FILES:
        of_kind = {name: count for name, count in counted.items() if name.kind == kind}
        found += _grouped(kind, of_kind, signed, known)
    return list(_with_ids(found, {entry.id for entry in known.entries}))


def _names(document: "Document") -> Iterator[_Name]:
    """The names of a document's actions that refer to nothing."""
    tag = language(document)
    for action in actions(document):
        for name in action.names:
            if not name.get("ref") and (text := written(name)):
                yield _Name(kind_of(name) or "person", text, tag)
        for place in action.places:
            if not place.get("ref") and (text := plain(place)):
                yield _Name("place", text, tag)


def _signatures(document: "Document") -> Iterator[str]:
    """The signatures that are a name and nothing else."""
    words = _words(language(document))
    for element in elements(document.text, _SIGNED):
        text = persons.stripped(plain(element))
        if persons.is_name(text, words):
            yield text


@cache
def _words(tag: str) -> LetterWords:
    """The words of letters in a language, or in English where teikit does not know it."""
    code = tag.partition("-")[0].lower()
    used = code if code in languages() else "en"
    text = f'extends = "plain-letters"\n[edition]\nlanguage = "{used}"\n'
    return parse(text, "plain-letters.toml").letter


# Grouping


def _grouped(
    kind: str,
    counted: Mapping[_Name, int],
    signed: Mapping[str, set[str]],
    known: Authority,
) -> Iterator[SuggestedEntry]:
    """The names of a kind, those of one person or place together."""
    groups: dict[str, list[tuple[_Name, int]]] = {}
    for name, count in counted.items():
        groups.setdefault(_plain(name.text), []).append((name, count))
    heads = _heads(kind, groups)
    for head in dict.fromkeys(heads.values()):
        members = [pair for form, of in heads.items() if of == head for pair in groups[form]]
        words = _words(members[0][0].language)
        spellings = _spellings(kind, members, signed, heads, words)
        yield SuggestedEntry(
            kind,
            "",
            spellings,
            sum(count for _, count in members),
            _perhaps(kind, spellings[0], known, words),
        )


def _plain(text: str) -> str:
    """What two forms of a name share that differ in capitals, accents and signs alone."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))


def _heads(kind: str, groups: Mapping[str, Sequence[tuple[_Name, int]]]) -> dict[str, str]:
    """For each form the fullest form of the same person, where that is one alone."""
    heads = {form: form for form in groups}
    if kind != "person":
        return heads
    forms = sorted(groups, key=lambda form: (-_fullness(groups[form][0][0]), form))
    for place, form in enumerate(forms):
        name = groups[form][0][0]
        words = _words(name.language)
        fuller = [
            other
            for other in forms[:place]
            if heads[other] == other and persons.same(name.text, groups[other][0][0].text, words)
        ]
        if len(fuller) == 1:
            heads[form] = fuller[0]
    return {form: heads[form] for form in groups}


def _fullness(name: _Name) -> int:
    """How much of a name is written out: characters of its parts, without titles."""
    return sum(len(part) ** 2 for part in persons.core(name.text, _words(name.language)))


def _spellings(
    kind: str,
    members: Sequence[tuple[_Name, int]],
    signed: Mapping[str, set[str]],
    heads: Mapping[str, str],
    words: LetterWords,
) -> tuple[str, ...]:
    """The spellings of a group, the fullest first; of persons also those that only sign."""
    texts = sorted(
        {name.text for name, _ in members},
        key=lambda text: (-_fullness(_Name(kind, text, members[0][0].language)), text),
    )
    if kind != "person":
        return tuple(texts)
    others = [name for name in heads if _plain(texts[0]) != heads[name]]
    more = [
        text
        for text in sorted(signed.get(members[0][0].language, ()))
        if not persons.is_initials(text, words)
        and any(persons.agree(text, known, words) for known in texts)
        and not any(persons.same(text, other, words) for other in others)
    ]
    unique = {key(text): text for text in reversed([*texts, *more])}
    return tuple(text for text in dict.fromkeys([*texts, *more]) if unique[key(text)] == text)


def _perhaps(kind: str, name: str, known: Authority, words: LetterWords) -> tuple[str, ...]:
    """The entries of which a name may be one more spelling."""
    if kind != "person":
        return ()
    return tuple(
        entry.id for entry in known.of_kind("person") if persons.same(name, entry.name, words)
    )


def _with_ids(found: Iterable[SuggestedEntry], taken: set[str]) -> Iterator[SuggestedEntry]:
    """The entries, each with an id that no other has: the surname, else more of the name."""
    for entry in found:
        parts = _plain(entry.spellings[0]).split() or [entry.kind]
        last = parts[-1] if entry.kind == "person" else parts[0]
        joined = "-".join([last, *parts[:-1]] if entry.kind == "person" else parts)
        number = 2
        id_ = next((each for each in (_id(last), _id(joined)) if each not in taken), "")
        while not id_:
            each = f"{_id(joined)}-{number}"
            id_, number = ("" if each in taken else each), number + 1
        taken.add(id_)
        yield replace(entry, id=id_)


def _id(text: str) -> str:
    """A text as it may stand in an `xml:id`, which no figure may begin."""
    name = re.sub(r"[^\w.-]|_", "-", text).strip("-.")[:_LONGEST_ID]
    return name if name[:1].isalpha() else f"n-{name}"


_LONGEST_ID = 60


# Writing


def write_authority(folder: Path, entries: Sequence[SuggestedEntry]) -> list[Path]:
    """Write the entries as new authority files into a folder; no file is written over.

    Raises:
        TeikitError: one of the files exists, or cannot be written.
    """
    from teikit.xml.files import write_atomically  # noqa: PLC0415  (lxml is slow to load)

    kinds = [kind for kind in FILES if any(entry.kind == kind for entry in entries)]
    for kind in kinds:
        if (folder / FILES[kind]).exists():
            raise TeikitError(
                f"{folder / FILES[kind]}: there is such a file, and what an editor has written"
                " is not changed; name another folder, and copy from it what is right"
            )
    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        data = _file(kind, [entry for entry in entries if entry.kind == kind])
        write_atomically(folder / FILES[kind], data)
    return [folder / FILES[kind] for kind in kinds]


def _file(kind: str, entries: Sequence[SuggestedEntry]) -> bytes:
    from teikit.converting.writing.tree import ID, LANG, Element, add, serialise  # noqa: PLC0415
    from teikit.tei.names import TEI  # noqa: PLC0415

    name = f"suggested-{FILES[kind].removesuffix('.xml')}"
    root = Element("TEI", {"xmlns": TEI, ID: name, LANG: "en"})
    file = add(add(root, "teiHeader"), "fileDesc")
    add(add(file, "titleStmt"), "title", f"{_TITLES[kind]} named in the letters, to be checked")
    statement = add(file, "publicationStmt")
    add(statement, "publisher", "not yet published")
    add(add(statement, "availability"), "p", "No terms of use have been set.")
    add(
        add(file, "sourceDesc"),
        "p",
        "The spellings were collected by teikit from headings, signatures and addresses. An editor"
        " accepts an entry by leaving it here.",
    )
    list_ = add(add(root, "standOff"), _LIST[kind])
    for entry in entries:
        element = add(list_, kind)
        element.set(ID, entry.id)
        for place, spelling in enumerate(entry.spellings):
            add(element, _ELEMENT[kind], spelling, type="variant" if place else "")
        times = "once" if entry.letters == 1 else f"{entry.letters} times"
        maybe = f" Perhaps {' or '.join(entry.perhaps)}." if entry.perhaps else ""
        add(element, "note", f"Suggested: named {times} as correspondent or place.{maybe}")
    return serialise(root)
