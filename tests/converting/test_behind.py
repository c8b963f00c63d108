"""What stands behind a signature, and behind the last letter of a volume."""

from pathlib import Path

import pytest

from pages import Converted, converted, plain
from teikit.converting.encode import encode_pages
from teikit.profiles.profile import Profile

FIRST = """Letter 1.

ANNA ROE TO JOHN LANE.

Ghent, May 5, 1851.

My dear John,

I have been out on the river all the morning, and have seen how the barges came down.

And then I was at the church with the old lady, who told me all that she knew of it.

Yours ever,

ANNA ROE.

{}

Letter 2.

JOHN LANE TO ANNA ROE.

Rome, May 9, 1851.

My dear Anna,

There is nothing new here but that the rain has gone, and the streets are dry again.

Yours truly,

JOHN LANE.
"""
NARRATIVE = (
    "In the summer of that year the Roe family moved to the house at the bridge, in which they"
    " were to live for ten years; and it was there that Miss Lane came to see them, as she told."
)
ADDED = (
    "I had nearly forgotten to tell you of the old man at the lock, who has been ill again for"
    " two weeks, and asks each day whether you will come and see him before the winter."
)


def profile() -> Profile:
    headings = '["{sender} to {receiver}"]'
    return plain(f'number = ["Letter {{number}}"]\nheadings = {headings}', id="l")


def made(folder: Path, text: str) -> Converted:
    return converted(folder, text, profile=profile())


def commentary(found: Converted) -> list[str]:
    return [
        " ".join("".join(div.itertext()).split())
        for tree in found.trees.values()
        for div in tree.iterfind(".//{*}div[@type='commentary']")
    ]


def codes(found: Converted, code: str) -> list[str]:
    return [each.message for each in found.findings if each.rule.code == code]


def test_a_narrative_that_names_the_writer_is_the_editors(tmp_path: Path) -> None:
    found = made(tmp_path, FIRST.format(NARRATIVE))
    assert commentary(found) == [NARRATIVE]
    assert not codes(found, "R067")


def test_a_page_number_may_stand_behind_the_narrative(tmp_path: Path) -> None:
    found = made(tmp_path, FIRST.format(f"{NARRATIVE}\n\n- 18 -"))
    assert commentary(found) == [NARRATIVE]


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        (ADDED, True),
        (f"P.S. {ADDED}", False),
        (f"P.S. {ADDED}\n\n{ADDED}", False),
        ("To Mr. Lane, in Rome.", False),
        (ADDED.replace("the old man", "Mrs. Roe"), True),
        (f"{NARRATIVE}\n\nYours, A. R.", True),
    ],
)
def test_what_is_not_sure_stays_and_is_told(tmp_path: Path, behind: str, told: bool) -> None:
    found = made(tmp_path, FIRST.format(behind))
    assert commentary(found) == []
    message = "text stands behind the signature of No. 1: a postscript, or the editors'"
    assert codes(found, "R067") == [message] * told


def test_what_is_set_in_otherwise_is_the_editors(tmp_path: Path) -> None:
    letters = FIRST.replace("I have been", "    I have been").replace("And then", "    And then")
    found = made(tmp_path, letters.format(ADDED))
    assert commentary(found) == [ADDED]
    assert commentary(made(tmp_path, letters.format(f"    {ADDED}"))) == []


def test_what_is_of_another_class_is_the_editors(tmp_path: Path) -> None:
    rows = FIRST.format("{}").split("\n\n")
    body = "".join(
        f"<blockquote><p>{row}</p></blockquote>" if row != "{}" else f"<p>{ADDED}</p>"
        for row in rows
    )
    page = tmp_path / "page.html"
    page.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    assert commentary(Converted(list(encode_pages([page], profile=profile())))) == [ADDED]


@pytest.mark.parametrize(
    "title",
    [
        "THE END",
        "INDEX",
        "APPENDIX A",
        "Transcriber's Notes",
        "*** END OF THE PROJECT GUTENBERG EBOOK LETTERS ***",
    ],
)
def test_what_stands_behind_the_last_letter_is_no_part_of_it(tmp_path: Path, title: str) -> None:
    text = FIRST.format("").rstrip()
    found = made(tmp_path, f"{text}\n\n{title}\n\nAdams, 17, 29.\n\n{NARRATIVE}\n")
    letters = [tree for tree in found.trees.values() if tree.find(".//{*}correspDesc") is not None]
    assert len(letters) == 2
    assert not any("Adams" in "".join(map(str, tree.itertext())) for tree in letters)
    assert any("Adams" in "".join(map(str, tree.itertext())) for tree in found.trees.values())


def test_a_sentence_of_the_last_letter_ends_nothing(tmp_path: Path) -> None:
    text = FIRST.format("").replace("There is nothing", "Index, my dear!\n\nThe end?\n\nThere is")
    found = made(tmp_path, text)
    assert len(found.documents) == 2
