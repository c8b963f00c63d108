"""Lines as they were meant: joined where the width broke them, and nowhere else."""

from pathlib import Path

import pytest
from lxml import etree

from pages import converted, plain, source_layer
from teikit import export
from teikit.converting.reading.layout import arrange
from teikit.converting.source import Source, collapse
from teikit.profiles.profile import Profile

HARD = """To Anna Roe.

Ghent, 5 May 1851.

Dear Anna,

I have been out on the river all the morning with the two boys, and we have
seen the barges come down from Antwerp with their red sails and their loads
of Lehr- und Schulbücher.  The smaller boy has taken it into his head to be
a bargeman, and talks of nothing else but of ropes and tar and of the cold.

The song he sings is this, which he has from the old man at the lock, for
whom he would do anything in the world if only he were let:

    Down the river in the rain
    Goes the barge to Ghent again,
    Down the river, up the sea,
    Never comes it back to me.

We shall be home on Friday if the weather holds and the coach is mended by
that time, which the smith has promised us on his honour and on his beard.

Yours ever,
            John Roe
            and the boys
"""


def lines(text: str, profile: Profile | None = None) -> list[str]:
    source = Source("page.txt", text)
    return [
        ("~" if line.furniture else "") + collapse(source[line.span])
        for line in arrange(source, profile or plain()).lines
    ]


def test_paragraphs_are_joined_and_other_lines_are_not() -> None:
    found = lines(HARD)
    assert [line.split()[0] for line in found] == [
        *("To", "Ghent,", "Dear", "I", "The", "Down", "Goes", "Down", "Never", "We"),
        *("Yours", "John", "and"),
    ]
    assert found[3].endswith("of the cold.")


def test_a_page_with_a_paragraph_in_each_line_stays_as_it_is() -> None:
    text = "\n".join(" ".join(["word"] * count) for count in (40, 12, 90, 3, 55, 20))
    assert lines(text) == text.split("\n")


def test_the_profile_decides() -> None:
    rows = [row for row in HARD.split("\n") if row.strip()]
    assert len(lines(HARD, plain('wrapped = "no"'))) == len(rows)
    two = "A line that is not very long at all, and\nanother one behind it."
    assert len(lines(two)) == 2
    assert lines(two, plain('wrapped = "yes"')) == [collapse(two)]


def test_lines_that_only_look_broken_are_a_finding() -> None:
    rows = ["and this row is not so long, and it ends here,"] * 5
    source = Source("page.txt", "\n".join([*HARD.split("\n\n")[3].split("\n"), *rows]))
    layout = arrange(source, plain())
    assert not layout.wrapped
    assert layout.perhaps_wrapped is not None


@pytest.mark.parametrize(
    ("before", "behind", "joined"),
    [
        ("the smith has com-", "ing down with coming rain", "no"),
        ("Lehr-", "und Schulbücher", ""),
        ("a well-", "known man, well-known to us", "maybe"),
        ("the great ship-", "yards", "maybe"),
        ("the bag¬", "gage", "no"),
        ("the bag\u00ad", "gage", "no"),
        ("Baden-", "Baden", "maybe"),
    ],
)
def test_hyphens_at_line_ends(before: str, behind: str, joined: str) -> None:
    text = f"{HARD}\nAnd this is a line that goes on until the {before:>29}\n{behind} at last.\n"
    layout = arrange(Source("page.txt", text), plain())
    assert [mark.attributes["break"] for mark in layout.marks] == [joined] * bool(joined)


def test_a_hyphen_that_stays_has_no_space_behind_it(tmp_path: Path) -> None:
    text = HARD.replace("and their loads\nof", "to the old ship-\nyards with")
    made = converted(tmp_path, text, profile=plain('headings = ["To {receiver}"]', id="l"))
    names = [f"{document.id}.xml" for document in made.documents]
    source_layer(made.bytes, names, tmp_path)
    (read,) = export([tmp_path / names[0]], "text", layer="reading")
    assert "the old ship-yards with Lehr- und" in collapse(read.text)


@pytest.mark.parametrize(
    ("furniture", "kept"),
    [
        ("18 LETTERS OF ANNA ROE", True),
        ("[18]", True),
        ("- 18 -", True),
        ("18", True),
        ("In the year 18", False),
    ],
)
def test_furniture_in_a_sentence(furniture: str, kept: bool) -> None:
    head = "LETTERS OF ANNA ROE 17\n\n" if "LETTERS" in furniture else ""
    found = lines(f"{head}The boats are com-\n\n{furniture}\n\ning in at last.\n")
    assert (f"The boats are com- {furniture} ing in at last." in found) == kept


def test_rising_numbers_alone_are_pages_and_years_are_not() -> None:
    text = "One day.\n\n17\n\nAnother day.\n\n18\n\nA third day.\n\n1851\n\nA last day.\n"
    assert [line for line in lines(text) if line[0] in "~1"] == ["~17", "~18", "1851"]


def test_numbers_of_letters_are_not_pages() -> None:
    text = "17\n\nOne day.\n\n18\n\nAnother day.\n"
    assert lines(text, plain('number = ["{number}"]'))[0] == "17"


def test_a_broken_page_comes_back_and_is_valid(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    text = HARD.replace("the cold.", "the com-\n\n[18]\n\ning cold.") + "\n- 19 -\n\nAnd all.\n"
    made = converted(tmp_path, text, profile=plain('headings = ["To {receiver}"]', id="l"))
    for tree in made.trees.values():
        assert relaxng.validate(tree), relaxng.error_log
    names = [f"{document.id}.xml" for document in made.documents]
    assert collapse(source_layer(made.bytes, names, tmp_path)) == collapse(text)
    assert len(made.only.texts("//t:lg/t:l")) == 4
    assert made.only.texts("//t:fw[@type='pageNum']") == ["[18]", "- 19 -"]
    (read,) = export([tmp_path / names[0]], "text", layer="reading")
    assert "of the coming cold" in collapse(read.text)
