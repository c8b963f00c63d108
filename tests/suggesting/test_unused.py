"""What in a profile does nothing for pages."""

import pytest

from teikit.converting.source import Source
from teikit.profiles.profile import parse
from teikit.strict import loads
from teikit.suggesting.unused import unused

PAGE = "[Letter 1]\n\nTO\nJohn Doe.[3]\n\nDover, 4th May 1851\n\nAll are well.\n"


def idle(text: str, page: str = PAGE, used: str = "") -> list[str]:
    text = f'extends = "plain-letters"\n{text}'
    own = loads(text, "my.toml")
    return unused(own, parse(text, "my.toml"), [Source("raw/a_b.txt", page)], {used})


@pytest.mark.parametrize(
    "text",
    [
        '[page]\nnumber = ["...", "Letter {number}"]',
        '[page]\nsummary = ["[*]"]',
        '[page]\nfile_name = ["{sender}_{receiver}"]',
        '[dates]\nordinal = ["th"]',
        '[letter]\ngreeting = ["All are"]',
        '[page]\nwrapped = "yes"',
    ],
)
def test_what_does_something_is_not_told(text: str) -> None:
    assert not idle(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[page]\nnumber = ["No. {number}"]', "page.number[1] “No. {number}” fits no line"),
        (
            '[page]\nfile_name = ["No. {number}"]',
            "page.file_name[1] “No. {number}” fits the name of no file",
        ),
        ('[dates]\nordinal = ["rd"]', "dates.ordinal: “rd” stands nowhere in the pages"),
        (
            '[heading.genres]\nletter = ["Letter", "Billet", "Card"]',
            "heading.genres.letter: “Billet”, “Card” stand nowhere in the pages",
        ),
        (
            '[page]\nbegins = "dateline"\nnumber = ["No. {number}"]',
            'page.number has no effect with page.begins = "dateline"',
        ),
        (
            '[page]\nbegins = "file"\nessay = ["Section {roman}"]',
            'page.essay has no effect with page.begins = "file"',
        ),
    ],
)
def test_what_does_nothing_is_told(text: str, sentence: str) -> None:
    assert idle(text) == [sentence]


def test_a_heading_that_fits_and_heads_nothing() -> None:
    text = '[page]\nheadings = ["To {receiver}"]'
    assert not idle(text, used="To {receiver}")
    assert idle(text) == [
        "page.headings[1] “To {receiver}” heads no letter, though a line has its form: a_b.txt:3"
    ]
