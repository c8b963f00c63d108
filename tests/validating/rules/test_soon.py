"""Rules take their time by the length of a document, whatever stands in it a thousand times."""

import time
from pathlib import Path

import pytest

from samples import document
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.summary import summarise
from teikit.validating.rules.file import FILE_RULES
from teikit.validating.settings import RuleOptions
from teikit.xml.files import parsed

MANY = 5_000
NUMBERS = range(MANY)


def mark(number: int, target: str) -> str:
    return f'<ref type="noteMark" xml:id="r{number}" target="{target}">{number}</ref>'


def note(number: int, target: str = "") -> str:
    where = f' target="{target}"' if target else ""
    return f'<note xml:id="n{number}" n="{number}"{where}>A town.</note>'


NOTES = "".join(map(note, NUMBERS))
TO_NOTES = " ".join(f"#n{number}" for number in NUMBERS)
TO_MARKS = " ".join(f"#r{number}" for number in NUMBERS)
LETTER = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Yours</p></body></text></TEI>'
SENDERS = "".join(f'<persName ref="#a{number}">A</persName>' for number in NUMBERS)
SIGNED = '<closer><signed><persName ref="#b">B</persName></signed></closer>'
SAMPLES = {
    "brackets in brackets": "<p>" + "[" * MANY + "x" + "]" * MANY + "</p>",
    "brackets on many lines": "<p>[a</p><p>b]</p>" * MANY,
    "accents on one letter": "<p>e" + "\u0301" * 10 * MANY + "</p>",
    "one accent in a long text": "<p>e\u0301" + "a" * 200 * MANY + "</p>",
    "a long word of two scripts": "<p>" + "VI\u0406" * 10 * MANY + "</p>",
    "notes in a division": f"<back><div>{NOTES}</div></back>",
    "notes in a paragraph": f"<back><p>{NOTES}</p></back>",
    "notes in a list": f"<back><list>{NOTES.replace('<note', '<item/><note')}</list></back>",
    "a note with many marks": (
        "<p>" + "".join(mark(number, "#n0") for number in NUMBERS) + note(0, TO_MARKS) + "</p>"
    ),
    "a mark with many notes": (
        "<p>" + mark(0, TO_NOTES) + "".join(note(number, "#r0") for number in NUMBERS) + "</p>"
    ),
    "errors": "<p>" + "<sic>a</sic>b<choice><sic>a</sic></choice>" * MANY + "</p>",
    "empty paragraphs": "<body>" + "<p/>" * 2 * MANY + "</body>",
    "senders and signatures": (
        "<TEI><teiHeader><profileDesc><correspDesc><correspAction type='sent'>"
        f"{SENDERS}</correspAction></correspDesc></profileDesc></teiHeader>"
        f"<text><body>{SIGNED * MANY}</body></text></TEI>"
    ),
    "letters of a corpus": f"<teiCorpus><teiHeader/>{LETTER * MANY}</teiCorpus>",
}


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_a_document_of_many_pieces_is_checked_soon(sample: str) -> None:
    path = Path("a.xml")
    data = document(sample).encode()
    subject = CheckedDocument(path, data, parsed(data, path))
    assert subject.facts
    began = time.process_time()
    for rule in FILE_RULES:
        list(rule.find(subject, RuleOptions()))
    summarise(subject, RuleOptions())
    assert time.process_time() - began < 2.5
