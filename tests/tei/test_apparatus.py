"""What a note is, what its mark, and its number: tables, text, review and rules have one answer."""

import csv
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from tei_texts import tei
from teikit.exporting import export
from teikit.reviewing import review
from teikit.tei.apparatus import figure, is_note, printed_number, sign
from teikit.tei.elements import TEI
from teikit.validating.index.document import load_document
from teikit.validating.rules.file.notes import note_without_mark
from teikit.validating.settings import RuleOptions


class Case(NamedTuple):
    """A letter with one note, or of more the first, and what is right about it.

    `text` is the reading text before the list of notes.
    """

    body: str
    back: str
    text: str
    linked: bool = True
    number: str = "1"


def of_notes(*notes: str) -> str:
    return f'<div type="notes">{"".join(notes)}</div>'


def typed(name: str, kind: str, rest: str) -> str:
    kind = f' type="{kind}"' if kind else ""
    return f"<{name}{kind} {rest}"


TO_NOTE = 'target="#n1"'
AT_PLACE = 'xml:id="r1"'


NOTE = '<note xml:id="n1" n="1">One.</note>'
TWO = '<note xml:id="n2" n="2">Two{}.</note>'
ONE = of_notes(NOTE)
BARE = of_notes('<note xml:id="n1">One.</note>')
PLACED = of_notes('<note n="1" target="#r1">One.</note>')
MARKED_TWO = '<ref type="noteMark" target="#n2">2</ref>'
EXPLICIT = ("noteMark", "noteAnchor", "footnote", "endnote", "note")

CASES = {
    # marks that lead to a note
    **{
        f"number-{kind}": Case(f"<p>a{typed('ref', kind, TO_NOTE)}>1</ref> b</p>", ONE, "a[1] b")
        for kind in (*EXPLICIT, "link", "")
    },
    **{
        f"ptr-{kind}": Case(f"<p>a{typed('ptr', kind, TO_NOTE)}/> b</p>", ONE, "a[1] b")
        for kind in (*EXPLICIT, "")
    },
    "raised": Case(
        '<p>a<ref type="footnote" target="#n1"><hi rend="sup">1</hi></ref> b</p>', ONE, "a[1] b"
    ),
    "two-notes-of-a-mark": Case(
        '<p>a<ref target="#n1 #n2">1</ref> b</p>', of_notes(NOTE, TWO.format("")), "a[1][2] b"
    ),
    "to-a-part-of-the-note": Case(
        '<p>a<ref type="footnote" target="#q">1</ref></p>',
        of_notes('<note n="1"><p xml:id="q">One.</p></note>'),
        "a[1]",
    ),
    "to-a-group": Case(
        '<p>a<ref type="footnote" target="#g">1</ref></p>',
        of_notes(
            '<noteGrp xml:id="g"><note n="1">One.</note><note n="1">Eins.</note></noteGrp>',
        ),
        "a[1]",
    ),
    "corresp-of-a-mark": Case('<p>a<ref type="footnote" corresp="#n1">1</ref></p>', ONE, "a[1]"),
    "in-a-reading": Case(
        '<p>a <app><lem>x<ref target="#n1">1</ref></lem><rdg>y</rdg></app></p>', ONE, "a x[1]"
    ),
    "named-with-the-file": Case('<p>a<ref target="x.xml#n1">1</ref></p>', ONE, "a[1]"),
    "of-another-file": Case(
        '<p>a<ref type="footnote" target="y.xml#n1">1</ref></p>', ONE, "a[1]", linked=False
    ),
    # words that lead to a note stay, and its mark stands behind them
    **{
        f"words-{kind}": Case(
            f"<p>the {typed('ref', kind, TO_NOTE)}>Duma</ref> b</p>", ONE, "the Duma[1] b"
        )
        for kind in ("noteAnchor", "footnote", "note", "")
    },
    "corresp-of-words": Case('<p><seg corresp="#n1">a</seg> b</p>', ONE, "a[1] b"),
    "ref-of-a-name": Case('<p><persName ref="#n1">Ann</persName></p>', ONE, "Ann[1]"),
    "link": Case(
        '<p><seg xml:id="r1">a</seg></p><linkGrp><link target="#r1 #n1"/></linkGrp>', ONE, "a[1]"
    ),
    # notes that name their places
    **{
        f"anchor-{kind}": Case(f"<p>a{typed('anchor', kind, AT_PLACE)}/> b</p>", PLACED, "a[1] b")
        for kind in ("noteMark", "note", "")
    },
    "mark-without-target": Case(
        '<p>a<ref type="noteMark" xml:id="r1">1</ref> b</p>', PLACED, "a[1] b"
    ),
    "two-notes-at-a-place": Case(
        '<p>a<anchor xml:id="r1"/></p>',
        of_notes('<note n="1" target="#r1">One.</note>', '<note n="2" target="#r1">Two.</note>'),
        "a[1][2]",
    ),
    "range": Case(
        '<p>a<anchor xml:id="r1"/>b<anchor xml:id="r2"/></p>',
        of_notes('<note n="1" target="#range(r1,r2)">One.</note>'),
        "a[1]b",
    ),
    "place-of-a-group": Case(
        '<p>a<anchor xml:id="r1"/></p>',
        of_notes('<noteGrp target="#r1"><note n="1">One.</note></noteGrp>'),
        "a[1]",
    ),
    "back-to-the-mark": Case(
        '<p>a<ref xml:id="r1" type="footnote">1</ref></p>',
        of_notes('<note n="1"><ref target="#r1">1</ref> One.</note>'),
        "a[1]",
    ),
    # by number, where no mark has a target
    "by-number": Case('<p>a<ref type="footnote" n="1"/> b</p>', ONE, "a[1] b"),
    "not-by-words": Case('<p>a<ref type="noteMark">1</ref> b</p>', ONE, "a[1] b", linked=False),
    # what only speaks of a note
    "spoken-of-and-marked": Case(
        '<p>a<ref target="#n1">1</ref> (<ref target="#n1">see note 1</ref>)</p>',
        ONE,
        "a[1] (see note 1)",
    ),
    "spoken-of-in-another-note": Case(
        f"<p>a{MARKED_TWO}</p>",
        of_notes(NOTE, TWO.format(', see <ref target="#n1">note 1</ref>')),
        "a[2]",
        linked=False,
    ),
    "marked-in-another-note": Case(
        f"<p>a{MARKED_TWO}</p>", of_notes(NOTE, TWO.format('<ref target="#n1">1</ref>')), "a[2]"
    ),
    "speaks-of-the-letter": Case(
        '<p xml:id="p1">a</p>',
        of_notes('<note n="1">One, see <ref target="#p1">above</ref>.</note>'),
        "a",
        linked=False,
    ),
    "leads-to-itself": Case(
        "<p>a</p>",
        of_notes('<note xml:id="n1" n="1"><ref target="#n1">1</ref> One.</note>'),
        "a",
        linked=False,
    ),
    "doubted": Case(
        "<p>a</p>", of_notes(NOTE, '<certainty target="#n1" locus="value"/>'), "a", linked=False
    ),
    # apart, or in the text
    "apart": Case("<p>a</p>", ONE, "a", linked=False),
    "in-a-list": Case("<p>a</p>", of_notes(f"<list><item>{NOTE}</item></list>"), "a", linked=False),
    "behind-the-text": Case('<p>a</p><note place="end" n="1">One.</note>', "", "a", linked=False),
    "before-the-text": Case("<div><note n='1'>One.</note><p>a</p></div>", "", "[1]\n\na"),
    "in-the-line": Case('<p>a<note place="foot" n="1">One.</note> b</p>', "", "a[1] b"),
    "group-in-the-line": Case("<p>a<noteGrp><note n='1'>One.</note></noteGrp> b</p>", "", "a[1] b"),
    "in-an-enclosure": Case(
        "<p>a</p>", '<div type="enclosure"><p>c<note n="1">One.</note> d</p></div>', "a\n\nc[1] d"
    ),
    # the number
    "label": Case(
        '<p>a<ref target="#n1">5</ref></p>',
        of_notes('<note xml:id="n1"><label>5)</label> One.</note>'),
        "a[5]",
        number="5",
    ),
    "label-in-a-paragraph": Case(
        '<p>a<ref target="#n1">5</ref></p>',
        of_notes('<note xml:id="n1"><p><label>5)</label> One.</p></note>'),
        "a[5]",
        number="5",
    ),
    "number-of-the-mark": Case('<p>a<ref target="#n1">[5]</ref></p>', BARE, "a[5]", number="5"),
    "star": Case('<p>a<ref target="#n1">*</ref></p>', BARE, "a[*]", number="*"),
    "no-number": Case('<p>a<ptr target="#n1"/></p>', BARE, "a[1]"),
}


@pytest.fixture(params=CASES.values(), ids=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    assert isinstance(request.param, Case)
    return request.param


@pytest.fixture
def file(case: Case, tmp_path: Path) -> Path:
    path = tmp_path / "x.xml"
    path.write_text(tei(case.body, case.back), encoding="utf-8")
    return path


def test_the_table_of_notes(case: Case, file: Path) -> None:
    table = "".join(part.text for part in export([file], "csv") if part.file == "notes.csv")
    first = next(csv.DictReader(StringIO(table, newline="")))
    assert (first["linked"], first["number"]) == ("yes" if case.linked else "no", case.number)


def test_the_text(case: Case, file: Path) -> None:
    (part,) = export([file], "text")
    text, _, _ = part.text.partition(f"\n\n[{case.number}] ")
    assert text == case.text


def test_the_rule(case: Case, file: Path) -> None:
    lost = {
        finding.range.node.get("n")
        for finding in note_without_mark.find(load_document(file), RuleOptions())
    }
    assert ("1" in lost) is not case.linked


@pytest.mark.parametrize("kind", ["noteMark", "footnote", ""])
def test_review_names_marks_and_notes_by_the_same_numbers(kind: str, tmp_path: Path) -> None:
    mark = typed("ref", kind, 'target="#n1" cert="low"')
    note = '<note xml:id="n1" cert="low"><label>5</label> One.</note>'
    (tmp_path / "x.xml").write_text(tei(f"<p>a{mark}>5</ref></p>", of_notes(note)))
    assert [row.where for row in review([tmp_path / "x.xml"])] == ["note mark 5", "note 5"]


@pytest.mark.parametrize(
    ("note", "number"),
    [
        ('<note n=" 3 "><label>4</label></note>', "3"),
        ("<note><label>4.</label> words</note>", "4"),
        ("<note><hi>Duma</hi> words</note>", ""),
        ("<note>Words <label>4</label></note>", ""),
        ("<note/>", ""),
    ],
)
def test_printed_number(note: str, number: str) -> None:
    (element,) = etree.fromstring(tei(note)).iter(f"{TEI}note")
    assert printed_number(element) == number


def test_signs_and_figures() -> None:
    assert [sign(text) for text in ("12)", "[a]", "**", "Duma", "")] == ["12", "a", "**", "", ""]
    assert [figure(text) for text in ("12)", "¹²", "a", "")] == [12, 12, None, None]


def test_what_is_no_note_on_the_letter() -> None:
    source = tei(
        '<p><note type="endorsement">Sent.</note></p>',
        "<listPerson><note>A poet.</note></listPerson>",
    )
    assert not any(map(is_note, etree.fromstring(source).iter(f"{TEI}note")))


IN_STANDOFF = {
    # what stands in the text, and whether the note of the standOff is one of the document
    "marked": ('<p>a<ref type="noteMark" target="#n1">1</ref> b</p>', True, "a[1] b"),
    "placed": ('<p>a<anchor xml:id="r1"/> b</p>', True, "a[1] b"),
    "words": ('<p><ref target="#n1">the word</ref> b</p>', True, "the word[1] b"),
    "none": ("<p>a b</p>", False, "a b"),
}


@pytest.mark.parametrize("name", IN_STANDOFF)
@pytest.mark.parametrize("before", [True, False])
def test_notes_in_a_standoff(tmp_path: Path, name: str, before: bool) -> None:
    """A note whose mark or place is in the text is one of the document, for all that ask."""
    body, is_note_of_it, expected = IN_STANDOFF[name]
    target = ' target="#r1"' if name == "placed" else ""
    held = f'<standOff><listAnnotation><note xml:id="n1" cert="low"{target}>One.</note>'
    held += "</listAnnotation></standOff>"
    source = tei(body)
    path = tmp_path / "x-1.xml"
    at = "<text>" if before else "</TEI>"
    path.write_text(source.replace(at, held + at), encoding="utf-8")
    (text,) = (part.text for part in export([path], "text"))
    assert text == f"{expected}\n" + "\n[1] One.\n" * is_note_of_it
    table = "".join(part.text for part in export([path], "csv", table="notes"))
    rows = [*csv.DictReader(StringIO(table, newline=""))]
    assert [(row["note"], row["linked"]) for row in rows] == [("n1", "yes")] * is_note_of_it
    reviewed = [row.where for row in review([path])]
    assert reviewed == ["note 1"] * is_note_of_it
    found = list(note_without_mark.find(load_document(path), RuleOptions()))
    assert not found or not is_note_of_it
