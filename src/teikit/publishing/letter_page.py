"""All that the page of a letter says, for its template."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from teikit.exporting.records import key_in_edition
from teikit.profiles.publication import Publication
from teikit.publishing.citing import citation
from teikit.publishing.edition import REGISTERS, SiteEdition, SiteLetter
from teikit.publishing.facsimiles import Facsimiles
from teikit.publishing.facts import facts, register_of
from teikit.publishing.html import Goal, Leads, LetterTexts, TextHtml, texts_html
from teikit.publishing.labels import Labels
from teikit.publishing.languages import direction, only_language
from teikit.publishing.reasons import Reason, Reasons
from teikit.tei import header
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.header import RELATIONS, SEPARATOR, elements, letter_of, related
from teikit.tei.identifiers import is_address
from teikit.tei.mentions import kind_of_mention
from teikit.tei.text.plain import paragraphs, plain

if TYPE_CHECKING:
    from lxml import etree

LAYERS = ("reading", "diplomatic", "source")
_NEIGHBOURS = frozenset({"next", "prev"})
_ORDER = (
    "replyTo",
    "answeredBy",
    "duplicateOf",
    "cites",
    "citedBy",
    "sameShelfmark",
    "prev",
    "next",
)
_MOST_PAIRS = 3
"""So many correspondences have links to their next and previous letters."""


class LetterLink(NamedTuple):
    """A link, or words without one; the label says what it is to the letter."""

    label: str
    text: str
    address: str = ""
    reasons: tuple[Reason, ...] = ()


class Neighbours(NamedTuple):
    """The letters before and behind, in the edition or in a correspondence."""

    title: str
    before: LetterLink | None
    behind: LetterLink | None


def letter_page(
    document: Document,
    each: SiteLetter,
    edition: SiteEdition,
    publication: Publication,
    labels: Labels,
) -> Mapping[str, Any]:
    """What the template of a letter is given."""
    return _Page(document, each, edition, publication, labels).made()


class _Page:
    def __init__(
        self,
        document: Document,
        each: SiteLetter,
        edition: SiteEdition,
        publication: Publication,
        labels: Labels,
    ) -> None:
        self._document = document
        self._each = each
        self._edition = edition
        self._publication = publication
        self._labels = labels
        self._reasons = Reasons(document, labels)
        self._facsimiles = Facsimiles(document)

    def made(self) -> Mapping[str, Any]:
        record, labels = self._each.record, self._labels
        language = _language(self._document, record.languages)
        texts = self._texts()
        layers = _different(texts.layers)
        reasons = replace(self._reasons, anchors=layers[0].anchors)
        return {
            "name": self._each.name,
            "tei": tei_name(self._document),
            "title": record.title or record.id,
            "number": record.key,
            "language": language,
            "direction": "rtl" if language and direction(language) == "rtl" else "",
            "facts": facts(self._each, self._edition, reasons, labels),
            "summary": self._summary(),
            "layers": [
                {"name": text.layer, "label": labels[text.layer], "text": text} for text in layers
            ],
            "plain": texts.plain,
            "facsimiles": self._facsimiles.of_pages(labels),
            "related": [*dict.fromkeys(self._related(reasons))],
            "neighbours": [*self._neighbours()],
            "citation": citation(record, self._publication),
        }

    def _summary(self) -> list[str]:
        """What the header says the letter is about."""
        document = self._document
        if document.letter is not None:
            return []
        found = elements(document.root, "teiHeader/profileDesc/abstract")
        return [words for each in found for words in paragraphs(each).split("\n\n") if words]

    # --- the text ---

    def _texts(self) -> LetterTexts:
        leads = Leads(self._leads_to, self._facsimiles.picture, self._reasons)
        return texts_html(self._document, LAYERS, leads)

    def _leads_to(self, element: "etree._Element") -> Goal:
        """Where an element leads: a name to its entry, a reference to a letter."""
        if name_of(element) in ("ref", "ptr"):
            other = self._edition.by_id.get(letter_of(element)) if element.get("target") else None
            if other is None or other is self._each:
                return Goal()
            return Goal(f"{other.name}.html", other.record.title)
        kind = kind_of_mention(element)
        if kind not in REGISTERS:
            return Goal()
        anchor = self._edition.entry(kind, key_in_edition(element), plain(element))
        return Goal(f"../{register_of(kind)}#{anchor}" if anchor else "")

    # --- other letters ---

    def _neighbours(self) -> Iterator[Neighbours]:
        before, behind = self._edition.beside[self._each.name]
        if before or behind:
            yield self._between(self._labels["neighbours"], before, behind)
        for pair in self._edition.pairs(self._each)[:_MOST_PAIRS]:
            before, behind = self._edition.between(*pair, self._each)
            if before or behind:
                names = [*map(self._edition.entry_name, pair)]
                title = self._labels["correspondence"].format(first=names[0], second=names[1])
                yield self._between(title, before, behind)

    def _between(
        self, title: str, before: SiteLetter | None, behind: SiteLetter | None
    ) -> Neighbours:
        labels = self._labels
        return Neighbours(
            title,
            _link(labels["before"], before) if before else None,
            _link(labels["behind"], behind) if behind else None,
        )

    def _related(self, reasons: Reasons) -> Iterator[LetterLink]:
        """What the letter has to do with others, and with those that are not here.

        The letters beside it have links of their own.
        """
        shown = {other.name for other in self._edition.beside[self._each.name] if other}
        reasons_of = self._reasons_of(reasons)
        relations = self._edition.relations.get(self._each.name, ())
        for kind, other in sorted(relations, key=lambda each: _ORDER.index(each[0])):
            if kind in _NEIGHBOURS and other.name in shown:
                continue
            because = reasons_of.get((kind, other.record.id), ())
            yield _link(self._labels[f"relation_{kind}"], other, because)
        for kind, references in related(self._document).items():
            for reference in references:
                target = letter_of(reference)
                if kind in RELATIONS and target not in self._edition.by_id:
                    address = target if is_address(target) else ""
                    if words := plain(reference) or address:
                        label = self._labels[f"relation_{kind}"]
                        because = () if kind in _NEIGHBOURS else reasons.of(reference)
                        yield LetterLink(label, words, address, because)

    def _reasons_of(self, reasons: Reasons) -> Mapping[tuple[str, str], tuple[Reason, ...]]:
        """Why the header says so of its references to letters."""
        return {
            (kind, letter_of(reference)): reasons.of(reference)
            for kind, references in related(self._document).items()
            for reference in references
        }


def _different(layers: Iterable[TextHtml]) -> list[TextHtml]:
    """The layers of a text; those that would look the same as one before them are left out."""
    found: dict[str, TextHtml] = {}
    for text in layers:
        found.setdefault(_alike(text), text)
    return [*found.values()]


def _alike(text: TextHtml) -> str:
    """The text without what only tells its anchors apart."""
    return str(text.body).replace(f'"{text.layer}-n', '"').replace(f'"#{text.layer}-n', '"#')


def _link(label: str, other: SiteLetter, reasons: tuple[Reason, ...] = ()) -> LetterLink:
    title = other.record.title or other.record.id
    day = other.day if other.day and not any(sign.isdigit() for sign in title) else ""
    return LetterLink(label, f"{title}, {day}" if day else title, f"{other.name}.html", reasons)


def tei_name(document: Document) -> str:
    """The name of the file of TEI that a letter comes with: several of one volume have the same."""
    volume = document.volume
    if volume is None:
        return f"{document.name}.xml"
    first = replace(document, id=volume.letters[0].id)
    return f"{first.name}.xml"


def _language(document: Document, written: Iterable[str]) -> str:
    """The language of the words on the page; that in which the letter was `written` may differ."""
    return only_language(header.language(document).split(SEPARATOR)) or only_language(written)
