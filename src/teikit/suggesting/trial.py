"""What a profile makes of pages: each document with who, when, where, and what decided that."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from teikit.converting import readers
from teikit.converting.authority import Authority
from teikit.converting.encode import EncodedFile, EncodedPage, encode_pages
from teikit.converting.forms import persons
from teikit.converting.letter import DECIDER, Agent, CorrespAction, Evidence, Letter
from teikit.converting.raw_rules import NAME_UNKNOWN, PAGE_REFUSED
from teikit.converting.source import Source, collapse
from teikit.diagnostic import Diagnostic, Severity
from teikit.errors import TeikitError
from teikit.profiles.profile import Profile
from teikit.runtime.watching import Watching, nobody, watched
from teikit.suggesting.unused import unused
from teikit.suggesting.vocabulary import folded

_LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class TrialValue:
    """Something that was concluded: the words, how sure, and what decided it."""

    text: str
    cert: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class TrialDocument:
    """One document as a profile cuts and reads it."""

    id: str
    page: str
    line: int
    number: str
    first_line: str
    cut_by: str
    """What made it begin: a template of the profile, or a trace."""
    words: int
    senders: tuple[TrialValue, ...]
    receivers: tuple[TrialValue, ...]
    dates: tuple[TrialValue, ...]
    places: tuple[TrialValue, ...]
    notes: int
    linked: int
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a profile makes of pages. `findings` are those that belong to no document."""

    documents: tuple[TrialDocument, ...]
    findings: tuple[Diagnostic, ...]
    refused: tuple[Diagnostic, ...]
    """Pages in which no document was found, or that could not be read."""
    unused: tuple[str, ...] = ()
    """Sentences: what in the profile does nothing for these pages."""

    def without(self, field: str) -> list[TrialDocument]:
        """The documents of which `senders`, `receivers`, `dates` or `places` are not known."""
        return [document for document in self.documents if not getattr(document, field)]


def try_profile(
    pages: Iterable[Path],
    profile: Profile,
    authority: Authority | None = None,
    encoding: str = "",
    own: Mapping[str, Any] | None = None,
    watching: Watching = nobody,
) -> Trial:
    """Read pages with a profile. Nothing is written.

    Args:
        pages: the paths of the raw pages.
        profile: the profile.
        authority: the persons, places and bodies that are known.
        encoding: that of pages which are not in UTF-8 and do not say what they are in.
        own: the tables of the profile's own file: what of them does nothing is told.
        watching: of each step makes what sees each page when it is done.
    """
    pages = list(pages)
    used: set[str] = set()
    documents: list[TrialDocument] = []
    findings: list[Diagnostic] = []
    refused: list[Diagnostic] = []
    encoded = encode_pages(
        pages,
        profile=profile,
        authority=authority,
        encoding=encoding,
        watch=watching("Reading"),
    )
    for page in watched(encoded, pages, watching("Trying")):
        noticed, others = _by_document(page)
        refused += [each for each in others if each.rule is PAGE_REFUSED]
        findings += [each for each in others if each.rule is not PAGE_REFUSED]
        documents += [
            _document(file, found, profile)
            for file, found in zip(page.files, noticed, strict=True)
            if file.letter
        ]
        headings = [file.letter.heading for file in page.files if file.letter]
        used |= {heading.template for heading in headings if heading}
    idle = unused(own, profile, _sources(pages, encoding), used) if own else []
    idle = [*_unnamed(own or {}, documents), *idle]
    return Trial(tuple(documents), tuple(findings), tuple(refused), tuple(idle))


def _unnamed(own: Mapping[str, Any], documents: Sequence[TrialDocument]) -> Iterator[str]:
    """Sentences about persons of the whole edition whom no letter has got."""
    values = [value for document in documents for value in (*document.senders, *document.receivers)]
    found = {folded(value.text) for value in values}
    for side in ("sender", "receiver"):
        name = own.get("edition", {}).get(side)
        if isinstance(name, str) and name and documents:
            names = [folded(each) for each in (name, *persons.several(name))]
            decided = any(f"edition.{side}" in value.decided_by for value in values)
            if not decided and not found & {*names}:
                yield f"edition.{side} has no effect: each letter names somebody itself"


def _sources(pages: Sequence[Path], encoding: str) -> list[Source]:
    """The pages that can be read."""
    sources = []
    for page in pages:
        with suppress(TeikitError):
            sources.append(readers.read(page, encoding))
    return sources


def _by_document(page: EncodedPage) -> tuple[list[list[Diagnostic]], list[Diagnostic]]:
    """The findings of each file, by their lines, and those before the first document."""
    starts = [
        file.letter.source.position(file.letter.span.start)[0] if file.letter else 0
        for file in page.files
    ]
    own: list[list[Diagnostic]] = [[] for _ in page.files]
    others: list[Diagnostic] = []
    for finding in page.findings:
        if finding.rule is not PAGE_REFUSED and (
            finding.rule.severity is Severity.INFO or finding.rule is NAME_UNKNOWN
        ):
            continue  # names are what comes after the profile
        line = finding.location.line or 0
        at = sum(start <= line for start in starts) - 1
        (own[at] if at >= 0 and page.files[at].letter else others).append(finding)
    return own, others


def _document(file: EncodedFile, findings: Sequence[Diagnostic], profile: Profile) -> TrialDocument:
    letter, description = file.letter, file.description
    assert letter is not None
    actions = description.actions if description else ()
    sent = [action for action in actions if action.type == "sent"]
    received = [
        action
        for action in actions
        if action.type == "received" and action.subtype not in {"copy", "cc"}
    ]
    deciding = _Deciding(letter, profile)
    notes, linked = _notes(file)
    first = next(block for block in letter.blocks if block.kind not in {"header", "footer"})
    return TrialDocument(
        id=letter.id,
        page=letter.source.path,
        line=letter.source.position(letter.span.start)[0],
        number=letter.number,
        first_line=_short(letter.text(first)),
        cut_by=_cut_by(letter),
        words=sum(len(letter.text(block).split()) for block in letter.of_kind("p")),
        senders=_agents(sent, deciding, "sender"),
        receivers=_agents(received, deciding, "receiver"),
        dates=tuple(
            TrialValue(
                "/".join(date.value.values()) or date.printed,
                date.basis.cert,
                deciding.by(date.printed, date.basis, "date"),
            )
            for action in sent
            for date in action.dates
        ),
        places=tuple(
            TrialValue(place.name, place.basis.cert, deciding.by(place.name, place.basis, "place"))
            for action in sent
            for place in action.places
        ),
        notes=notes,
        linked=linked,
        findings=tuple(findings),
    )


def _agents(
    actions: Sequence[CorrespAction], deciding: "_Deciding", side: str
) -> tuple[TrialValue, ...]:
    agents: list[Agent] = [agent for action in actions for agent in action.agents]
    return tuple(
        TrialValue(agent.name, agent.basis.cert, deciding.by(agent.name, agent.basis, side))
        for agent in agents
    )


_TRACES = {
    "signed": "signature",
    "closing-salute": "closing formula",
    "salute": "salutation",
    "dateline": "dateline",
    "closing-dateline": "dateline at the end",
    "edition-date": "editors' date",
    "address": "address",
    "number": "number",
    "heading": "heading",
    "p": "text",
    "note": "note",
    "header": "title above",
}
_INTERNAL = ("signed", "address", "salute", "dateline", "closing-dateline", "closing-salute", "p")
_EXTERNAL = ("heading", "number", "edition-date", "note", "header")


@dataclass(frozen=True, slots=True)
class _Deciding:
    """Says in which trace of a letter something stands."""

    letter: Letter
    profile: Profile

    def by(self, text: str, basis: Evidence, key: str) -> str:
        """The part of the letter, the table beside it, or the key of the profile that decided.

        `key` is `sender`, `receiver`, `date` or `place`.
        """
        if basis.resp == DECIDER:
            return "overrides.toml"
        outer = basis.evidence == "external" or not basis.evidence
        given = self._given(text, key)
        if given and outer:
            return given
        kind = self._kind(text, (*_EXTERNAL, *_INTERNAL) if outer else (*_INTERNAL, *_EXTERNAL))
        edition = {"sender": self.profile.edition.sender, "receiver": self.profile.edition.receiver}
        if not kind and _shares_word(text, edition.get(key, "")):
            trace = "signed" if key == "sender" else "salute"
            both = basis.cert == "high" and self.letter.of_kind(trace)
            return f"edition.{key}{f' and {_TRACES[trace]}' if both else ''}"
        if not kind:
            return given or "elsewhere"
        trace = _heading(self.letter) if kind == "heading" else _TRACES[kind]
        return f"{given} and {trace}" if given else trace

    def _kind(self, text: str, order: Sequence[str]) -> str:
        """The kind of block in which a text stands; else one that has all of its words."""
        blocks = [
            (kind, collapse(self.letter.text(block)).casefold())
            for kind in order
            for block in self.letter.of_kind(kind)
        ]
        wanted, words = collapse(text).casefold(), _words(text)
        if not words:
            return ""
        exact = next((kind for kind, found in blocks if wanted in found), "")
        return exact or next((kind for kind, found in blocks if words <= _words(found)), "")

    def _given(self, text: str, key: str) -> str:
        """The table or the name of the file, if what it gives is this."""
        value = self.letter.given.get(key, "")
        if not value or not _words(text) <= _words(value):
            return ""
        page = self.profile.page
        stem = collapse(Path(self.letter.source.path).stem.replace("_", " "))
        named = page.file_name and (not page.metadata or _words(value) <= _words(stem))
        return "page.file_name" if named else page.metadata


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _shares_word(text: str, other: str) -> bool:
    """Whether two names have a word in common that is no initial."""
    return any(len(word) > 1 for word in _words(text) & _words(other))


def _heading(letter: Letter) -> str:
    template = getattr(letter.heading, "template", "")
    return f"page.headings: {template}" if template else "heading"


def _cut_by(letter: Letter) -> str:
    if letter.of_kind("heading"):
        return _heading(letter)
    kinds = [block.kind for block in letter.blocks if block.kind not in {"header", "footer"}]
    return _TRACES.get(kinds[0], kinds[0]) if kinds else ""


def _notes(file: EncodedFile) -> tuple[int, int]:
    """How many notes a document has, and how many of them a mark points at."""
    assert file.letter is not None
    notes = file.letter.of_kind("note")
    return len(notes), file.data.count(b'type="noteMark"')


def _short(text: str) -> str:
    text = collapse(text)
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"
