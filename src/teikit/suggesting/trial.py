"""What a profile makes of pages: each document with who, when, where, and what decided that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.converting.authority import Authority
from teikit.converting.encode import EncodedFile, EncodedPage, encode_pages
from teikit.converting.letter import Agent, CorrespAction, Evidence, Letter
from teikit.converting.raw_rules import NAME_UNKNOWN, PAGE_REFUSED
from teikit.converting.source import collapse
from teikit.diagnostic import Diagnostic, Severity
from teikit.profiles.profile import Profile

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

    def without(self, field: str) -> list[TrialDocument]:
        """The documents of which `senders`, `receivers`, `dates` or `places` are not known."""
        return [document for document in self.documents if not getattr(document, field)]


def try_profile(
    pages: Iterable[Path],
    profile: Profile,
    authority: Authority | None = None,
    encoding: str = "",
) -> Trial:
    """Read pages with a profile. Nothing is written.

    `encoding` is that of pages which are not in UTF-8 and do not say what they are in.
    """
    documents: list[TrialDocument] = []
    findings: list[Diagnostic] = []
    refused: list[Diagnostic] = []
    for page in encode_pages(pages, profile=profile, authority=authority, encoding=encoding):
        own, others = _by_document(page)
        refused += [each for each in others if each.rule is PAGE_REFUSED]
        findings += [each for each in others if each.rule is not PAGE_REFUSED]
        documents += [
            _document(file, found)
            for file, found in zip(page.files, own, strict=True)
            if file.letter
        ]
    return Trial(tuple(documents), tuple(findings), tuple(refused))


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


def _document(file: EncodedFile, findings: Sequence[Diagnostic]) -> TrialDocument:
    letter, description = file.letter, file.description
    assert letter is not None
    actions = description.actions if description else ()
    sent = [action for action in actions if action.type == "sent"]
    received = [
        action
        for action in actions
        if action.type == "received" and action.subtype not in {"copy", "cc"}
    ]
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
        senders=_agents(sent, letter, "sender"),
        receivers=_agents(received, letter, "receiver"),
        dates=tuple(
            TrialValue(
                "/".join(date.value.values()) or date.printed,
                date.basis.cert,
                _decided(date.printed, letter, date.basis, ""),
            )
            for action in sent
            for date in action.dates
        ),
        places=tuple(
            TrialValue(place.name, place.basis.cert, _decided(place.name, letter, place.basis, ""))
            for action in sent
            for place in action.places
        ),
        notes=notes,
        linked=linked,
        findings=tuple(findings),
    )


def _agents(actions: Sequence[CorrespAction], letter: Letter, side: str) -> tuple[TrialValue, ...]:
    agents: list[Agent] = [agent for action in actions for agent in action.agents]
    return tuple(
        TrialValue(agent.name, agent.basis.cert, _decided(agent.name, letter, agent.basis, side))
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


def _decided(text: str, letter: Letter, basis: Evidence, side: str) -> str:
    """The trace in which something stands: the part of the letter, or a key of the profile."""
    order = (
        (*_EXTERNAL, *_INTERNAL)
        if basis.evidence == "external" or not basis.evidence
        else (*_INTERNAL, *_EXTERNAL)
    )
    wanted = collapse(text).casefold()
    for kind in order:
        for block in letter.of_kind(kind):
            if wanted and wanted in collapse(letter.text(block)).casefold():
                return _heading(letter) if kind == "heading" else _TRACES[kind]
    if any(wanted and wanted in collapse(value).casefold() for value in letter.given.values()):
        return "table or file name"
    headed = letter.heading.groups if letter.heading else ()
    if any(wanted == name.casefold() for group in headed for name in group.names):
        return _heading(letter)
    if not side:
        return "elsewhere"
    trace = "signed" if side == "sender" else "salute"
    both = basis.cert == "high" and letter.of_kind(trace)
    return f"edition.{side}{f' and {_TRACES[trace]}' if both else ''}"


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
