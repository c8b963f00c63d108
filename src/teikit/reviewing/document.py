"""The rows of one document."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from teikit.converting.source import Span
from teikit.reviewing import facts
from teikit.reviewing.pages import Pages, page_name
from teikit.reviewing.printed import Printed, shortened
from teikit.reviewing.questions import Question, questions
from teikit.reviewing.row import Row
from teikit.tei.dates import is_doubtful
from teikit.tei.documents import Document
from teikit.tei.elements import TEI, name_of
from teikit.tei.header import attributes, header_elements, number
from teikit.tei.text.layers import SOURCE
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

_NOWHERE = Span(0, 0)
# Where the facts of a header are printed; notes in the body are endorsements.
_FORMULAS = tuple(
    TEI + name
    for name in ("head", "dateline", "opener", "address", "closer", "signed", "seg", "note", "date")
)
# Empty elements that are about the words after them, not those before.
_LEADING = frozenset({"addSpan", "delSpan", "handShift"})


def rows(document: Document, pages: Pages) -> Iterator[Row]:
    """All rows of a document: the facts of its header, then the rest by place in the raw page."""
    return _Review(document, pages).rows()


class _Review:
    def __init__(self, document: Document, pages: Pages) -> None:
        self.document = document
        self.number = number(document)
        self.page = page_name(document)
        self.ids = facts.Ids.of(document)
        self.notes = self.ids.notes.outside
        self.printed = Printed(document.text, self.notes)
        self.stretch = pages.stretch(document, self.printed)
        self.questions = questions(document)
        self.answered: set[int] = set()
        self.at: dict[int, list[int]] = {}
        for place, question in enumerate(self.questions):
            if (count := self._count(question)) is not None:
                self.at.setdefault(count, []).append(place)

    def rows(self) -> Iterator[Row]:
        for element in header_elements(self.document):
            if is_doubtful(attributes(element)):
                yield self._in_header(element)
        yield from self._by_place()

    def _by_place(self) -> Iterable[Row]:
        """What is not in the header; an element without a place stays behind the one before it."""
        found: list[tuple[int, Row]] = []
        last = 0
        for element in chain(
            self.document.text.iter("*"), *(note.iter("*") for note in self.notes)
        ):
            if is_doubtful(attributes(element)):
                offset, row = self._in_text(element)
                last = last if offset is None else offset
                found.append((last, row))
        for place, question in enumerate(self.questions):
            if place not in self.answered:
                found.append((question.offset or 0, self._question(question)))
        return (row for _, row in sorted(found, key=lambda each: each[0]))

    # --- facts of the header ---

    def _in_header(self, element: "etree._Element") -> Row:
        words = plain(element)
        about = [question for question in self.questions if question.about(name_of(element))]
        quoted = [quoted for question in about for quoted in question.quoted]
        basis = self.ids.target(element.get("source", ""))
        span = self._printed_at(element, [words, *filter(words.endswith, quoted)], basis)
        shown = self.printed.words(span) if span else shortened(words)
        asked = self._asked(
            place
            for place, question in enumerate(self.questions)
            if question in about
            and (any(map(words.endswith, question.quoted)) or shown in question.text)
        )
        return self._row(element, shown, self._start(span or self._beginning(basis)), asked)

    def _printed_at(
        self, element: "etree._Element", spellings: Sequence[str], basis: "etree._Element | None"
    ) -> Span:
        """Where a fact is printed, in what it rests on or else in a formula.

        That is where its words stand, or a name with the same reference in another spelling.
        """
        text = self.document.text
        body = text.find(f"{TEI}body") if name_of(text) == "text" else text
        formulas = [] if body is None else list(body.iter(*_FORMULAS))
        if basis is not None:
            formulas.insert(0, basis)
        spans = [self.printed.spans.get(formula, _NOWHERE) for formula in formulas]
        found = [self.printed.find(words, span) for words in spellings for span in spans]
        if reference := element.get("ref"):
            names = (name for formula in formulas for name in formula.iter(element.tag))
            same = (name for name in names if name.get("ref") == reference)
            found += [self.printed.spans.get(name, _NOWHERE) for name in same]
        return next(filter(None, found), _NOWHERE)

    def _beginning(self, basis: "etree._Element | None") -> Span:
        """The first character of what a fact rests on, or of the document."""
        span = self.printed.spans.get(self.document.text if basis is None else basis, _NOWHERE)
        return Span(span.start, span.start + 1) if span else _NOWHERE

    # --- elements of the text ---

    def _in_text(self, element: "etree._Element") -> tuple[int | None, Row]:
        words, start, offset = self._place(element)
        asked = self._asked(
            place
            for place in self.at.get(start, ())
            if self.questions[place].about(name_of(element))
        )
        return offset, self._row(element, words, offset, asked)

    def _place(self, element: "etree._Element") -> tuple[str, int, int | None]:
        """The words in question, where they begin in the TEI's characters, and in the page."""
        parent = element.getparent()
        standing = parent if parent is not None and name_of(parent) == "choice" else element
        span = self.printed.spans.get(standing)
        if span is None:
            return shortened(plain(element, SOURCE)), -1, None
        if span:
            return self.printed.words(span), span.start, self._start(span)
        before, after = Span(span.start - 1, span.start), Span(span.start, span.start + 1)
        leads = name_of(element) in _LEADING or facts.in_label(element)
        if leads and after.end <= len(self.printed.solid):
            return self.printed.words_after(after), span.start, self._start(after)
        if before.start < 0:
            return "", span.start, None
        end = self.stretch.end(before) if self.stretch else None
        return self.printed.words_before(before), span.start, end

    def _start(self, span: Span) -> int | None:
        return self.stretch.start(span) if self.stretch and span else None

    # --- questions ---

    def _asked(self, places: Iterable[int]) -> list[Question]:
        """The questions at these places of the list, which need no row of their own any more."""
        found = list(places)
        self.answered.update(found)
        return [self.questions[place] for place in found]

    def _count(self, question: Question) -> int | None:
        """How many of the TEI's characters stand before the place of a question."""
        if self.stretch is None or question.offset is None:
            return None
        return self.stretch.count(question.offset)

    def _question(self, question: Question) -> Row:
        offset, words = None, next(iter(question.quoted), "")
        if self.stretch and question.offset is not None and self.stretch.has(question.offset):
            offset, words = question.offset, self.stretch.words(question.offset)
        return self._finished(
            question.element,
            offset,
            where=question.where,
            words=words,
            decided=question.hint,
            certainty="open",
            evidence="",
            why=question.words,
        )

    # --- rows ---

    def _row(
        self,
        element: "etree._Element",
        words: str,
        offset: int | None,
        asked: Sequence[Question],
    ) -> Row:
        return self._finished(
            element,
            offset,
            where=facts.where(element, self.ids),
            words=words,
            decided=facts.decided(element, self.ids),
            certainty=element.get("cert", "not stated"),
            evidence=facts.evidence(element, self.ids),
            why="; ".join(question.why for question in asked) or self._reason(element),
        )

    def _reason(self, element: "etree._Element") -> str:
        span = self.printed.spans.get(element, _NOWHERE)
        if name_of(element) != "ref" or not span or not span.start or element.get("evidence"):
            return facts.reason(element, self.ids)
        before = self.printed.words_before(Span(span.start - 1, span.start), 30)
        kind = "note mark" if element in self.ids.notes.of_mark else "reference"
        return f"“{self.printed.words(span)}” after “{before}” is taken for a {kind}"

    def _finished(self, element: "etree._Element", offset: int | None, **columns: str) -> Row:
        position: tuple[int | None, int | None] = (None, None)
        if self.stretch is not None and offset is not None:
            position = self.stretch.position(offset)
        file = os.fsencode(self.document.path).decode(errors="replace")
        return Row(
            document=self.document.id,
            number=self.number,
            page=self.page,
            line=position[0],
            column=position[1],
            tei=f"{file}:{element.sourceline}",
            **columns,
        )
