"""The `teiHeader` of a document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

from teikit.converting.description import Description, Hand, Manuscript
from teikit.converting.letter import Agent, CorrespAction, Evidence, Letter, RelatedLetter
from teikit.converting.recognise.given import authors, revisions
from teikit.converting.recognise.manuscript import UNKNOWN_HAND
from teikit.converting.source import Mark
from teikit.converting.writing.tree import ID, Element, add
from teikit.profiles.profile import Profile
from teikit.profiles.publication import address_of, named_editor

_ELEMENT = {"person": "persName", "org": "orgName"}


class HeaderBuilder:
    """Builds the header of one letter."""

    def __init__(
        self, letter: Letter, description: Description, marks: Sequence[Mark], profile: Profile
    ) -> None:
        self.letter = letter
        self.profile = profile
        self.description = description
        self.marks = marks
        self.gaps = [mark for mark in marks if mark.kind == "gap"]
        self.hands = self._hands(marks)

    @property
    def signature_hand(self) -> str:
        """A pointer to the hand that signed, where it is known."""
        hands = self.description.manuscript.hands
        return f"#{self.letter.id}-{hands[0].id}" if hands else ""

    def _hands(self, marks: Sequence[Mark]) -> list[Hand]:
        """The hands of the description, and those that marks in the text name besides."""
        described = list(self.description.manuscript.hands)
        pointers = [mark.attributes.get("hand") or mark.attributes.get("new") for mark in marks]
        named = dict.fromkeys(pointer.removeprefix("#") for pointer in pointers if pointer)
        persons = {
            agent.ref.rpartition("#")[2]: agent.ref
            for action in self.description.actions
            for agent in action.agents
        }
        known = {hand.id for hand in described}
        more = [
            Hand(
                id_,
                "minor",
                persons.get(id_.removeprefix("h-"), ""),
                "An unknown person" if id_ == UNKNOWN_HAND else "Named in a note",
            )
            for id_ in named
            if id_ not in known
        ]
        if more:
            described = [
                replace(hand, scope="major") if hand.scope == "sole" else hand for hand in described
            ]
        return described + more

    def build(self, root: Element) -> None:
        """Append the `teiHeader`."""
        header = add(root, "teiHeader")
        self._file(add(header, "fileDesc"))
        encoding_description(header)
        self._profile(add(header, "profileDesc"))
        history = revision(header, f"#{self.letter.id}-conv", self._format)
        self._tracked(history)
        self._questions(history)

    @cached_property
    def _format(self) -> str:
        """What the page is, in words."""
        source = self.letter.source
        return source.form or FORMATS.get(Path(source.name).suffix.lower(), PLAIN)

    def _tracked(self, history: Element) -> None:
        """The changes that a word processor tracked in the file before it was converted."""
        by_author = {author: place for place, author in enumerate(authors(self.letter), 1)}
        for place, each in enumerate(revisions(self.letter), 1):
            change = add(history, "change", "Changes that the file itself tracks.", when=each.day)
            change.set("who", f"#{self.letter.id}-rev{by_author[each.author]}")
            change.set(ID, f"{self.letter.id}-ch{place}")

    def _questions(self, history: Element) -> None:
        """What is left to an editor, with the place in the raw page (RFC 5147)."""
        who = f"#{self.letter.id}-conv"
        for question in self.description.questions:
            place = f"{quote(self.letter.source.name)}#char={question.offset}"
            attributes = {"type": "open", "n": question.code, "who": who, "source": place}
            add(history, "change", question.text, attributes)

    # fileDesc

    def _file(self, file: Element) -> None:
        profile = self.profile
        statement = add(file, "titleStmt")
        add(statement, "title", self.description.title, level="a")
        add(statement, "title", profile.edition.title, level="s")
        for action in self.description.actions:
            for agent in action.agents if action.type == "sent" else ():
                add(statement, "author", agent.name, ref=agent.ref)
        responsible(statement, profile, self.letter.id, self._format)
        for place, author in enumerate(authors(self.letter), 1):
            reviser = add(statement, "respStmt")
            reviser.set(ID, f"{self.letter.id}-rev{place}")
            add(reviser, "resp", "changes and comments in the file")
            add(reviser, "name", author or "unknown")
        if self.description.decided_by:
            editor = add(statement, "respStmt")
            editor.set(ID, f"{self.letter.id}-editor")
            add(editor, "resp", "decisions on the encoding")
            add(editor, "name", self.description.decided_by)
        publication_statement(file, profile, self.letter.id)
        source = add(file, "sourceDesc")
        if not self.letter.is_essay:
            self._manuscript(source, self.description.manuscript)
        printed = print_statement(source, profile)
        printed.set(ID, f"{self.letter.id}-printed")
        if self.letter.number:
            printed.children[-1].tail = ", "
            add(
                printed,
                "biblScope",
                f"{profile.edition.number} {self.letter.number}",
                unit="document",
            )
        elif self.letter.section:
            printed.children[-1].tail = ", "
            add(printed, "biblScope", f"Section {self.letter.section}", unit="section")
        page = add(source, "bibl", type="page")
        add(page, "idno", self.letter.source.name, type="filename")
        span = self.letter.span
        add(
            page,
            "biblScope",
            attributes={"unit": "char", "from": str(span.start), "to": str(span.end)},
        )
        if self.letter.source.encoding:
            add(page, "note", self.letter.source.encoding, type="encoding")

    def _manuscript(self, source: Element, manuscript: Manuscript) -> None:
        description = add(source, "msDesc")
        description.set(ID, f"{self.letter.id}-w1")
        self._identifier(add(description, "msIdentifier"), manuscript)
        edition, publication = self.profile.edition, self.profile.publication
        if original := edition.original_language or publication.original_language:
            add(add(description, "msContents"), "textLang", mainLang=original)
        physical = add(description, "physDesc")
        support = add(add(physical, "objectDesc", form=self.letter.genre), "supportDesc")
        add(add(support, "support"), "p", manuscript.text or "Not described.")
        for gap in self.gaps:
            add(add(support, "condition"), "p", gap.text)
        if self.hands:
            hands = add(physical, "handDesc", hands=str(len(self.hands)))
            for hand in self.hands:
                note = add(hands, "handNote", scope=hand.scope, scribeRef=hand.ref)
                note.set(ID, f"{self.letter.id}-{hand.id}")
                add(note, "p", hand.text)
        if manuscript.typewritten:
            add(add(physical, "typeDesc"), "p", "Typewritten")

    def _identifier(self, identifier: Element, manuscript: Manuscript) -> None:
        item = manuscript.citation
        if item is None or item.archival is None:
            add(identifier, "idno", "not given", type="archival")
            return
        words = self.profile.archive
        add(identifier, "country", words.country)
        add(identifier, "settlement", words.settlement)
        citation, text = item.archival, self.letter.source.text
        add(identifier, "repository", item.archive or citation.archive, ref=manuscript.repository)
        number = add(identifier, "idno", type="archival", n=item.normal)
        position = item.start + citation.span.start
        last: Element | None = None
        for part, span in citation.parts.items():
            between = " ".join(text[position : item.start + span.start].split())
            if last is None:
                number.text = f"{between} "
            else:
                last.tail = f"{between} " if between[:1] in {".", ",", ";"} else f" {between} "
            last = add(
                number, "idno", text[item.start + span.start : item.start + span.end], type=part
            )
            position = item.start + span.end

    # profileDesc

    def _profile(self, parent: Element) -> None:
        edition = self.profile.edition
        if self._is_julian():
            calendar = add(add(parent, "calendarDesc"), "calendar")
            calendar.set(ID, f"{self.letter.id}-julian")
            add(calendar, "p", "Julian calendar")
        if not self.letter.is_essay:
            self._correspondence(add(parent, "correspDesc", key=self.letter.number))
        add(add(parent, "langUsage"), "language", edition.language_name, ident=edition.language)

    def _is_julian(self) -> bool:
        """Whether any date of the letter is by the Julian calendar."""
        dated = [date.value for action in self.description.actions for date in action.dates]
        values = [*dated, *(mark.attributes for mark in self.marks if mark.kind == "date")]
        return any("#julian" in value.values() for value in values)

    def _correspondence(self, parent: Element) -> None:
        for number, action in enumerate(self.description.actions, 1):
            self._action(parent, action, number)
        if self.description.references:
            context = add(parent, "correspContext")
            for reference in self.description.references:
                self._related(context, reference)

    def _related(self, context: Element, reference: RelatedLetter) -> None:
        label, dated = reference.label, reference.dated
        named = {"type": reference.type, "target": reference.target}
        ref = add(context, "ref", label[: dated.start] if dated else label, named)
        self._basis(ref, reference.basis)
        if dated:
            printed = label[dated.start : dated.end]
            add(ref, "date", printed, reference.date).tail = label[dated.end :]

    def _action(self, parent: Element, action: CorrespAction, number: int) -> None:
        element = add(parent, "correspAction", type=action.type, subtype=action.subtype)
        element.set(ID, f"{self.letter.id}-act{number}")
        for agent in action.agents:
            self._agent(element, agent)
        for place in action.places:
            self._basis(add(element, "placeName", place.name, ref=place.ref), place.basis)
        for date in action.dates:
            value = {name: self._pointer(text) for name, text in date.value.items()}
            self._basis(add(element, "date", date.printed, value), date.basis)
        if not element.children:
            add(element, "note", "not known")

    def _agent(self, parent: Element, agent: Agent) -> None:
        self._basis(add(parent, _ELEMENT[agent.kind], agent.name, ref=agent.ref), agent.basis)

    def _basis(self, element: Element, basis: Evidence) -> None:
        """What an inference rests on, and who inferred it."""
        if basis != Evidence():
            element.set("resp", self._full(basis.resp))
        if basis.evidence:
            element.set("evidence", basis.evidence)
        if basis.cert:
            element.set("cert", basis.cert)
        if basis.source:
            element.set("source", self._full(basis.source))

    def _pointer(self, value: str) -> str:
        return self._full(value) if value.startswith("#") else value

    def _full(self, pointer: str) -> str:
        return f"#{self.letter.id}-{pointer[1:]}" if pointer else ""


PLAIN = "plain text"
FORMATS: Mapping[str, str] = {
    ".htm": "a web page",
    ".html": "a web page",
    ".xhtml": "a web page",
    ".docx": "a file of a word processor",
    ".odt": "a file of a word processor",
}
"""What a page is, by the end of its name."""


def responsible(statement: Element, profile: Profile, stem: str, origin: str = PLAIN) -> None:
    """Who answers for what: the targets of `@resp`."""
    editor = add(statement, "editor", profile.edition.editors)
    editor.set(ID, f"{stem}-ed")
    for named in profile.publication.editors:
        add(statement, "editor", named_editor(named)[0])
    for funder in profile.publication.funders:
        add(statement, "funder", funder)
    if profile.edition.translation:
        translation = add(statement, "respStmt")
        translation.set(ID, f"{stem}-mt")
        add(translation, "resp", profile.edition.translation)
        add(translation, "name", "unknown")
    program = add(statement, "respStmt")
    program.set(ID, f"{stem}-conv")
    add(program, "resp", f"automatic conversion from {origin}")
    add(program, "name", "teikit")


def publication_statement(file: Element, profile: Profile, stem: str) -> None:
    """The publication statement: what the profile says, and nothing else."""
    publication = profile.publication
    statement = add(file, "publicationStmt")
    add(statement, "publisher", publication.publisher)
    if publication.date:
        add(statement, "date", publication.date, when=publication.date)
    if pattern := publication.identifier or publication.address:
        add(statement, "idno", address_of(pattern, stem), type="URI")
    availability = add(statement, "availability")
    if publication.licence:
        add(availability, "licence", publication.availability, target=publication.licence)
    else:
        add(availability, "p", publication.availability)


@cache
def _version() -> str:
    """The version of teikit: looking for it takes longer than all else that the header says."""
    return metadata.version("teikit")


def print_statement(source: Element, profile: Profile) -> Element:
    """The printed edition: its title, and when it appeared, if the profile says so."""
    printed = add(source, "bibl", type="print")
    title = add(printed, "title", profile.edition.title, level="m")
    first, _, last = profile.edition.published.partition("/")
    if first:
        title.tail = ", "
        attributes = {"from": first, "to": last} if last else {"when": first}
        add(printed, "date", f"{first}–{last}" if last else first, attributes)
    return printed


def encoding_description(header: Element) -> None:
    """What was done to the text, and by which program."""
    description = add(header, "encodingDesc")
    declaration = add(description, "editorialDecl")
    for name, attributes, text in _DECLARATIONS:
        add(add(declaration, name, attributes=attributes), "p", text)
    application = add(
        add(description, "appInfo"),
        "application",
        ident="teikit",
        version=_version(),
    )
    add(application, "label", "teikit convert")


_DECLARATIONS: Sequence[tuple[str, dict[str, str], str]] = (
    (
        "correction",
        {"method": "markup", "status": "low"},
        "Errors are marked with sic and corr, never silently changed.",
    ),
    ("quotation", {"marks": "all"}, "Quotation marks are kept as text."),
    (
        "interpretation",
        {},
        "Senders, receivers, places and dates are inferred by program from heading, signature,"
        " address and notes; @resp, @evidence and @cert say so where they stand. Names in the text"
        " are tagged where a spelling belongs to one entry of the authority files alone.",
    ),
)


def revision(header: Element, who: str, origin: str = PLAIN) -> Element:
    """The state of the file. No date: the same page gives the same bytes on every day."""
    history = add(header, "revisionDesc", status="draft")
    add(history, "change", f"Converted from {origin}.", who=who)
    return history
