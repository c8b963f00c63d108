"""Which documents a file holds: exports, review and rules have one answer."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from teikit.errors import TeikitError
from teikit.exporting import export
from teikit.reviewing import review
from teikit.tei.documents import Document, documents, raise_error
from teikit.validating.index.document import load_document
from teikit.validating.index.records import LetterSummary
from teikit.validating.index.summary import summarise
from teikit.validating.settings import RuleOptions


def sent(day: str, attributes: str = "") -> str:
    date = f'<date when="1851-01-{day}" cert="low"/>'
    return (
        f'<correspDesc {attributes}><correspAction type="sent">{date}</correspAction></correspDesc>'
    )


def volume(text: str, *descriptions: str, more: str = "", name: str = "v") -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}"><teiHeader><fileDesc>'
        f"<titleStmt><title>Volume</title></titleStmt><sourceDesc><p/></sourceDesc></fileDesc>"
        f"<profileDesc>{''.join(descriptions)}</profileDesc></teiHeader>{more}{text}</TEI>"
    )


def body(*divisions: str, back: str = "") -> str:
    return f"<text><body>{''.join(divisions)}</body>{back and f'<back>{back}</back>'}</text>"


def div(words: str, attributes: str = 'type="letter"') -> str:
    return f"<div {attributes}><p>{words}</p></div>"


def written(folder: Path, source: str) -> Path:
    path = folder / "v.xml"
    path.write_text(source, encoding="utf-8")
    return path


def found(path: Path) -> list[Document]:
    reports: list[TeikitError] = []
    held = list(documents([path], reports.append))
    assert not reports
    return held


def summed(path: Path) -> tuple[LetterSummary, ...]:
    return summarise(load_document(path), RuleOptions()).letters


def rows(path: Path, table: str) -> list[dict[str, str]]:
    text = "".join(part.text for part in export([path], "csv", table=table))
    return list(csv.DictReader(StringIO(text, newline="")))


def texts(path: Path, **options: object) -> dict[str, str]:
    parts = export([path], "text", report=lambda _: None, **options)
    return {part.document: part.text for part in parts}


A, B = div("One."), div("Two.")
TWO = (sent("01"), sent("02"))
C1, C2 = sent("01", 'xml:id="c1"'), sent("02", 'xml:id="c2"')

SEVERAL = {
    "by-corresp": (
        volume(body(div("One.", 'corresp="#c2"'), div("Two.", 'corresp="#c1"')), C1, C2),
        {"c2": ("One.", "1851-01-02"), "c1": ("Two.", "1851-01-01")},
    ),
    "by-decls": (
        volume(body(div("One.", 'decls="#c1"'), div("Two.", 'decls="#x #c2"')), C1, C2),
        {"c1": ("One.", "1851-01-01"), "c2": ("Two.", "1851-01-02")},
    ),
    "by-target-of-description": (
        volume(
            body(div("One.", 'xml:id="a"'), div("Two.", 'xml:id="b"')),
            sent("01", 'corresp="#b"'),
            sent("02", 'corresp="#a"'),
        ),
        {"a": ("One.", "1851-01-02"), "b": ("Two.", "1851-01-01")},
    ),
    "by-key": (
        volume(
            body(div("One.", 'xml:id="a"'), div("Two.", 'xml:id="b"')),
            sent("01", 'key="b"'),
            sent("02", 'key="a"'),
        ),
        {"a": ("One.", "1851-01-02"), "b": ("Two.", "1851-01-01")},
    ),
    "in-order": (
        volume(body(A, B), *TWO),
        {"v-1": ("One.", "1851-01-01"), "v-2": ("Two.", "1851-01-02")},
    ),
    "in-order-of-other-words": (
        volume(body(div("One.", 'type="Brief"'), div("Two.", 'type="lettre"')), *TWO),
        {"v-1": ("One.", "1851-01-01"), "v-2": ("Two.", "1851-01-02")},
    ),
    "in-order-alike": (
        volume(body("<head/><pb/>", div("One.", 'type="x"'), div("Two.", 'type="x"')), *TWO),
        {"v-1": ("One.", "1851-01-01"), "v-2": ("Two.", "1851-01-02")},
    ),
    "in-order-of-a-group": (
        volume(
            "<text><group><text><body><p>One.</p></body></text><text><body><p>Two.</p></body>"
            "</text></group></text>",
            *TWO,
        ),
        {"v-1": ("One.", "1851-01-01"), "v-2": ("Two.", "1851-01-02")},
    ),
    "keys": (
        volume(body(A, B), sent("01", 'key="L1"'), sent("02", 'key="7"')),
        {"L1": ("One.", "1851-01-01"), "v-7": ("Two.", "1851-01-02")},
    ),
    "same-key-twice": (
        volume(body(A, B), sent("01", 'key="L1"'), sent("02", 'key="L1"')),
        {"L1": ("One.", "1851-01-01"), "v-2": ("Two.", "1851-01-02")},
    ),
    "in-chapters": (
        volume(body(f"<div type='chapter'><head>I</head>{A}</div>", f"<div>{B}</div>")),
        {"v-1": ("One.", ""), "v-2": ("Two.", "")},
    ),
    "datelines": (
        volume(
            body(
                "<div type='document' xml:id='d1'><opener><dateline><date when='1917-10-05'/>"
                "</dateline></opener><p>One.</p></div>",
                B,
            )
        ),
        {"d1": ("One.", "1917-10-05"), "v-2": ("Two.", "")},
    ),
    "group": (
        volume(
            "<text><group><text><body><opener><salute>One.</salute></opener></body></text>"
            "<text type='letter'><body><p>Two.</p></body></text></group></text>"
        ),
        {"v-1": ("One.", ""), "v-2": ("Two.", "")},
    ),
    "enclosure": (
        volume(
            body(
                '<div type="letter"><p>One.</p><div type="enclosure"><opener><dateline>'
                '<date when="1800-01-01"/></dateline></opener><p>In it.</p></div></div>',
                B,
            )
        ),
        {"v-1": ("One.\n\nIn it.", ""), "v-2": ("Two.", "")},
    ),
    "enclosure-described": (
        volume(
            body(
                '<div type="letter" corresp="#c1"><p>One.</p>'
                '<div type="enclosure" corresp="#c2"><p>In it.</p></div></div>'
            ),
            C1,
            C2,
        ),
        {"c1": ("One.\n\nIn it.", "1851-01-01"), "c2": ("In it.", "1851-01-02")},
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_letters(tmp_path: Path, name: str) -> None:
    source, expected = SEVERAL[name]
    path = written(tmp_path, source)
    assert [document.id for document in found(path)] == list(expected)
    assert {id_: text.strip() for id_, text in texts(path).items()} == {
        id_: text for id_, (text, _) in expected.items()
    }
    assert {row["id"]: row["date"].rstrip("?") for row in rows(path, "documents")} == {
        id_: date for id_, (_, date) in expected.items()
    }
    described = [letter for letter in summed(path) if letter.sent]
    assert [letter.id for letter in summed(path)] == list(expected)
    assert [letter.sent.earliest for letter in described if letter.sent] == [
        date for _, date in expected.values() if date.startswith("1851")
    ]
    dated = [date for _, date in expected.values() if date.startswith("1851")]
    assert [row.decided for row in review([path])] == [f"when={date}" for date in dated]


ONE = {
    "plain": volume(body(A)),
    "described": volume(body(A, B), C1),
    "fewer-divisions": volume(body(A), *TWO),
    "more-divisions": volume(body(A, B, A), *TWO),
    "unknown-types": volume(body(div("One.", 'type="x"'), div("Two.", 'type="x"'))),
    "parts": volume(body(div("One.", 'type="part"'), div("Two.", 'type="part"')), *TWO),
    "unlike": volume(body(div("One.", 'type="x"'), div("Two.", 'type="y"')), *TWO),
    "with-more": volume(body("<p>Zero.</p>", div("One.", ""), div("Two.", "")), *TWO),
    "in-back": volume(body(A, back=B)),
    "in-enclosure": volume(body(f'<div type="letter"><p/><div type="enclosure">{A}</div></div>')),
    "nested": volume(body(f'<div type="letter"><p/>{A}{B}</div>')),
    "anthology": volume("<text><group><text><body/></text><text><body/></text></group></text>"),
}


@pytest.mark.parametrize("name", ONE)
def test_one_document(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, ONE[name])
    assert [document.id for document in found(path)] == ["v"]
    assert [letter.id for letter in summed(path)] == ["v"]


@pytest.mark.parametrize("text", ["<text><body><p/></body></text>", "<standOff/>"])
def test_listed_letters(tmp_path: Path, text: str) -> None:
    """Each has its rows, none a text, which is reported once."""
    path = written(tmp_path, volume(text, sent("01", 'key="1"'), sent("02", 'xml:id="b"')))
    assert [row["id"] for row in rows(path, "documents")] == ["v-1", "b"]
    assert [row["document"] for row in rows(path, "actions")] == ["v-1", "b"]
    assert [letter.id for letter in summed(path)] == ["v-1", "b"]
    reports: list[TeikitError] = []
    assert not list(export([path], "text", report=reports.append))
    assert [str(report) for report in reports] == [
        f"{path}: lists letters without their texts, the first of them 'v-1'; "
        "they are in the tables alone"
    ]


NOTES = (
    '<note xml:id="n1" n="1">First.</note><note xml:id="n2" n="2">Second.</note>'
    '<note xml:id="n3" n="3">Of none.</note>'
)
MARKED = (
    div('One<ref type="noteMark" target="#n1">1</ref>.'),
    div('Two<ref type="noteMark" target="#n2">2</ref> <note xml:id="n4">Here.</note>.'),
)


@pytest.mark.parametrize("where", ["back", "standOff"])
def test_notes_of_each_letter(tmp_path: Path, where: str) -> None:
    """A note is of the letter in which its mark stands."""
    back = f'<div type="notes"><head>Notes</head>{NOTES}</div>'
    source = (
        volume(body(*MARKED, back=back))
        if where == "back"
        else volume(body(*MARKED), more=f"<standOff>{NOTES}</standOff>")
    )
    path = written(tmp_path, source)
    assert {(row["document"], row["note"], row["linked"]) for row in rows(path, "notes")} == {
        ("v-1", "n1", "yes"),
        ("v-2", "n2", "yes"),
        ("v-2", "n4", "yes"),
    }
    assert texts(path) == {
        "v-1": "One[1].\n\n[1] First.\n",
        "v-2": "Two[2][1].\n\n[1] Here.\n\n[2] Second.\n",
    }
    assert texts(path, notes=False) == {"v-1": "One.\n", "v-2": "Two.\n"}
    assert texts(path, layer="source")["v-1"] == "One1.\nFirst.\n"


def test_manuscripts_of_each_letter(tmp_path: Path) -> None:
    """Those that letters name; where there are others, they are not all the letter's."""
    held = "".join(
        f'<msDesc xml:id="m{name}"><msIdentifier><idno>{name}</idno></msIdentifier></msDesc>'
        for name in "abc"
    )
    source = volume(body(div("One.", 'type="letter" decls="#mb"'), B)).replace(
        "<sourceDesc><p/>", f"<sourceDesc>{held}"
    )
    path = written(tmp_path, source)
    assert [row["shelfmark"] for row in rows(path, "documents")] == ["b", ""]


def test_only_of_a_review_names_letters(tmp_path: Path) -> None:
    path = written(tmp_path, volume(body(A, B), C1, C2))
    assert [row.document for row in review([path], only=["c2"])] == ["c2"]


def test_a_document_is_asked_once(tmp_path: Path) -> None:
    """Several want to know the same of it; another document answers for itself."""
    asked: list[str] = []

    def name_of(document: Document) -> str:
        asked.append(document.id)
        return document.id

    path = written(tmp_path, volume(body(A, B), C1, C2))
    first, second = documents([path], raise_error)
    assert [first.once(name_of), first.once(name_of)] == [first.id, first.id]
    assert second.once(name_of) == second.id
    assert replace(first, id="other").once(name_of) == "other"
    assert asked == [first.id, second.id, "other"]
