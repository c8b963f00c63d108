"""The events of the one walker of text: what every consumer of them may rely on."""

from functools import cache
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tei_texts import document, tei
from teikit.tei.apparatus import apparatus
from teikit.tei.elements import TEI
from teikit.tei.text.events import (
    Break,
    Characters,
    Closed,
    Hidden,
    NoteMark,
    Opened,
    Symbol,
    TextEvent,
)
from teikit.tei.text.layers import BARE, LAYERS, Gap
from teikit.tei.text.plain import paragraphs, plain
from teikit.tei.text.walker import events, openings

NAMES = [
    "add",
    "anchor",
    "app",
    "c",
    "cell",
    "choice",
    "closer",
    "corr",
    "date",
    "del",
    "delSpan",
    "div",
    "ellipsis",
    "ex",
    "fw",
    "gap",
    "head",
    "hi",
    "item",
    "label",
    "lb",
    "listPerson",
    "note",
    "opener",
    "p",
    "pb",
    "persName",
    "ref",
    "seg",
    "sic",
    "signed",
    "supplied",
    "surplus",
]
WORDS = st.text(alphabet="abé-,[ \n", max_size=5)


@st.composite
def elements(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    """Any nesting of elements: also such as TEI does not allow."""
    element = etree.Element(TEI + draw(st.sampled_from(NAMES)))
    element.text = draw(WORDS)
    if element.tag == f"{TEI}delSpan":
        element.set("spanTo", "#end")
    elif element.tag == f"{TEI}anchor":
        element.set("{http://www.w3.org/XML/1998/namespace}id", "end")
    elif element.tag in {f"{TEI}lb", f"{TEI}pb"} and draw(st.booleans()):
        element.set("break", "no")
    elif element.tag == f"{TEI}ref" and draw(st.booleans()):
        element.set("type", "noteMark")
    if depth:
        for child in draw(_below(depth)):
            child.tail = draw(WORDS)
            element.append(child)
    return element


@cache  # to make such a thing takes longer than to draw from it
def _below(depth: int) -> st.SearchStrategy[list[etree._Element]]:
    return st.lists(elements(depth=depth - 1), max_size=3)


def walked(
    element: etree._Element, layer: str, *, notes: bool = True, skipped: bool = True
) -> list[TextEvent]:
    return list(
        events(
            element,
            LAYERS[layer],
            apparatus(element),
            with_notes=notes,
            with_skipped=skipped,
        )
    )


MODES = [(layer, notes) for layer in LAYERS for notes in (True, False)]


# To make an element takes longer than to walk it, so each is walked in all ways.


@given(element=elements())
@settings(max_examples=80, deadline=None)
def test_every_element_opens_and_closes_in_its_place(element: etree._Element) -> None:
    for layer, notes in MODES:
        stack: list[Opened] = []
        opened: list[etree._Element] = []
        for event in walked(element, layer, notes=notes):
            if isinstance(event, Opened):
                stack.append(event)
                opened.append(event.element)
            elif isinstance(event, Closed):
                assert stack.pop() is event.opened
        assert stack == [], (layer, notes)
        assert opened == list(element.iter("*")), (layer, notes)


@given(element=elements())
@settings(max_examples=80, deadline=None)
def test_text_is_all_the_text_of_the_element(element: etree._Element) -> None:
    for layer, notes in MODES:
        found = walked(element, layer, notes=notes)
        words = [event.text for event in found if isinstance(event, Characters)]
        assert all(words), (layer, notes)
        assert "".join(words) == "".join(map(str, element.itertext())), (layer, notes)


@given(element=elements())
@settings(max_examples=80, deadline=None)
def test_what_is_skipped_is_hidden_and_no_more(element: etree._Element) -> None:
    def shown(found: list[TextEvent]) -> list[TextEvent]:
        return [
            event
            for event in found
            if not isinstance(event, (Opened, Closed))
            and not (isinstance(event, Characters) and event.hidden)
        ]

    for layer in LAYERS:
        everything = walked(element, layer)
        without = walked(element, layer, skipped=False)
        assert shown(everything) == shown(without), layer
        assert len(without) <= len(everything), layer


@given(element=elements())
@settings(max_examples=80, deadline=None)
def test_what_stands_in_hidden_elements_is_hidden(element: etree._Element) -> None:
    for span in list(element.iter(f"{TEI}delSpan")):
        span.tag = f"{TEI}seg"  # what it hides ends anywhere
    for layer in LAYERS:
        stack: list[Opened] = []
        for event in walked(element, layer):
            if isinstance(event, Opened):
                inherited = bool(stack) and stack[-1].hidden and event.apart is None
                assert event.hidden or not inherited, layer
                stack.append(event)
            elif isinstance(event, Closed):
                stack.pop()
            elif isinstance(event, Characters):
                assert event.hidden or not stack[-1].hidden, layer
            elif isinstance(event, Break):
                assert event.gap is not Gap.FOLD, layer


@given(element=elements(), names=st.frozensets(st.sampled_from(NAMES), min_size=1))
@settings(max_examples=80, deadline=None)
def test_openings_are_those_of_the_walk(element: etree._Element, names: frozenset[str]) -> None:
    notes = apparatus(element)
    for layer in LAYERS.values():
        around: list[Opened] = []
        expected: list[tuple[Opened, ...]] = []
        for event in events(element, layer, notes, behind=notes.outside):
            if isinstance(event, Opened):
                around.append(event)
                if event.name in names:
                    expected.append(tuple(around))
            elif isinstance(event, Closed):
                around.pop()
        assert [*openings(element, layer, notes, names, behind=notes.outside)] == expected


@given(element=elements())
@settings(max_examples=80, deadline=None)
def test_plain_words_are_those_of_the_walk(element: etree._Element) -> None:
    notes = apparatus(element)
    for layer in (*LAYERS.values(), BARE):
        for part in (each for each in element.iter(etree.Element) if len(each)):
            words = " ".join(paragraphs(part, layer, notes).split())
            assert plain(part, layer, notes) == words, (layer, part)


def test_the_events_of_a_note_and_a_deletion() -> None:
    text = document(tei("<p>a <del>b</del> c<note>d</note></p>")).text[0][0]
    found = walked(text, "reading")
    paragraph, deletion, note = (event for event in found if isinstance(event, Opened))
    assert (paragraph.name, paragraph.hidden, paragraph.apart) == ("p", False, None)
    assert (deletion.name, deletion.hidden, deletion.apart) == ("del", True, None)
    assert (note.name, note.hidden, note.apart) == ("note", False, "1")
    assert [event for event in found if event not in {paragraph, deletion, note}] == [
        Break(Gap.PARAGRAPH),
        Characters("a ", hidden=False),
        Characters("b", hidden=True),
        Closed(deletion),
        Hidden(),
        Characters(" c", hidden=False),
        NoteMark("1", apparatus(text).notes[0]),
        Characters("d", hidden=False),
        Closed(note),
        Closed(paragraph),
        Break(Gap.PARAGRAPH),
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_depth_costs_no_stack_and_no_more_than_its_length(layer: str) -> None:
    root = innermost = etree.Element(f"{TEI}seg")
    for _ in range(20_000):
        innermost = etree.SubElement(innermost, f"{TEI}hi")
    innermost.text = "x"
    found = walked(root, layer)
    assert len(found) == 2 * 20_001 + 1


# --- events suffice for HTML ---


def html(element: etree._Element, layer: str) -> str:
    """A page made of the events alone: the text, and behind it the notes, which nest."""
    page: list[list[str]] = [[]]
    notes: list[list[str]] = []
    for event in walked(element, layer, skipped=False):
        match event:
            case Opened(_, name, hidden, apart):
                if apart is not None:
                    notes.append([])
                    page.append(notes[-1])
                number = f"{escape(apart)}. " if apart else ""
                page[-1].append(f'<span class="{name}{" hidden" * hidden}">{number}')
            case Closed(opened):
                page[-1].append("</span>")
                if opened.apart is not None:
                    page.pop()
            case Characters(text, hidden):
                page[-1].append(f"<s>{escape(text)}</s>" if hidden else escape(text))
            case Symbol(text):
                page[-1].append(f"<i>{escape(text)}</i>")
            case Break(Gap.JOIN):
                page[-1].append("<wbr/>")
            case Break():
                page[-1].append("<br/>")
            case NoteMark(number):
                page[-1].append(f"<sup>{escape(number)}</sup>")
            case Hidden():
                pass
    return f"<body>{''.join(page[0])}<hr/>{''.join(map(''.join, notes))}</body>"


def test_html_of_a_letter() -> None:
    text = document(tei("<p>a &amp; <del>b</del><note>d <gap/></note></p>")).text[0][0]
    assert html(text, "reading") == (
        '<body><br/><span class="p">a &amp; <span class="del hidden"><s>b</s></span>'
        '<sup>1</sup></span><br/><hr/><span class="note">1. d '
        '<span class="gap hidden"><i>[…]</i></span></span></body>'
    )
    assert '<span class="del"><i>⟦</i>b<i>⟧</i></span>' in html(text, "diplomatic")


@given(element=elements())
@settings(max_examples=80, deadline=None)
def test_html_is_well_formed_and_holds_the_words(element: etree._Element) -> None:
    for layer in LAYERS:
        page = etree.fromstring(html(element, layer))
        expected = [event.text for event in walked(element, layer, skipped=False) if shown(event)]
        found = ["".join(map(str, found.itertext())) for found in page.iter("i")]
        symbols = sum(isinstance(event, Symbol) for event in walked(element, layer))
        assert len(found) == symbols, layer
        written = "".join(map(str, page.itertext()))
        assert all(words in written for words in expected), layer


def shown(event: TextEvent) -> bool:
    return isinstance(event, Characters) and not event.hidden


def test_long_texts_come_in_their_order() -> None:
    """Events are handed over many at a time: none is lost, and none comes twice."""
    numbers = [f"{number} " for number in range(3000)]
    text = etree.fromstring(tei("".join(f"<p><hi>{number}</hi></p>" for number in numbers)))
    walk = [*events(text, LAYERS["reading"])]
    assert [event.text for event in walk if isinstance(event, Characters)] == numbers
    opened = [event.element for event in walk if isinstance(event, Opened)]
    assert opened == [*text.iter("*")]
