"""Notes as editions have them: where they stand, what begins them, which marks lead to them."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pages import ID, Converted, converted, source_layer
from teikit.profiles.profile import Profile, parse

PROFILE = """
extends = "plain-letters"
[edition]
first_year = 1700
last_year = 1900
"""
PROSE = "I have had your letter of the month before, and I am glad that you are all well again."
"""A sentence of text; it ends like one."""


def profile(notes: str = "") -> Profile:
    return parse(f"{PROFILE}\n{notes}", "own.toml")


def letter(*paragraphs: str, heading: str = "Anna Roe to John Roe") -> str:
    lines = [heading, "London, 3 May 1801.", "Dear John,", *paragraphs]
    return "\n\n".join(lines)


def read(folder: Path, text: str, notes: str = "") -> Converted:
    return converted(folder, text, authority=None, profile=profile(notes))


def links(found: Converted, number: int = 0) -> list[tuple[str, str]]:
    """For each mark in a letter what is printed, and how its note begins, without the label."""
    document = found.documents[number]
    notes = {
        note.get("{http://www.w3.org/XML/1998/namespace}id"): note
        for note in document.all("//t:note")
    }
    result = []
    for ref in document.all("//t:ref[@type='noteMark']"):
        note = notes[str(ref.get("target"))[1:]]
        label = note.find(".//{*}label")
        words = " ".join(map(str, note.itertext()))
        printed = "".join(map(str, label.itertext())) if label is not None else ""
        result.append((str(ref.text), words.strip().removeprefix(printed).split()[0].strip(".]")))
    return result


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("[1]", "[1] Alpha."),
        ("[12a]", "[12a] Alpha."),
        ("[A]", "[A] Alpha."),
        ("[*]", "[*] Alpha."),
        ("{75}", "{75} Alpha."),
        ("{79a}", "{79a}  Alpha."),
        ("(1)", "(1) Alpha."),
        ("¹", "¹ Alpha."),
        ("^1", "^1 Alpha."),
        ("*", "* Alpha."),
        ("**", "** Alpha."),
        ("†", "† Alpha."),
        ("1)", "1) Alpha."),
        ("[2]", "[Footnote 2: Alpha.]"),
        ("[2]", "[Note 2: Alpha.]"),
        ("[2]", "Footnote 2: Alpha."),
        ("2", "Footnote 2: Alpha."),
        ("[1204]", "[1204] Alpha."),
        ("1", "1 Alpha."),
    ],
)
def test_labels_and_marks_are_known_by_each_other(tmp_path: Path, mark: str, label: str) -> None:
    found = read(
        tmp_path, letter(f"I met Mr. Smith{mark} there. {PROSE}", PROSE, "Anna Roe", label)
    )
    assert links(found) == [(mark, "Alpha")]
    (note,) = found.only.all("//t:back//t:note")
    assert note.get("place") == "end"
    assert not {"R020", "R022", "R097"} & found.codes()


def test_a_note_at_the_foot_of_a_page_stands_in_the_text(tmp_path: Path) -> None:
    text = letter(
        f"I met Mr. Smith* there. {PROSE}",
        "----------\n* A neighbour. Dear Sir,\nTo John Roe, May 4, 1799\n----------",
        f"{PROSE} And Mrs. Jones* too.",
        "----------\n* Her sister.\n----------",
        PROSE,
        "Anna Roe",
    )
    found = read(tmp_path, text)
    assert links(found) == [("*", "A"), ("*", "Her")]
    assert found.only.values("//t:body//t:note/@place") == ["bottom", "bottom"]
    assert len(found.documents) == 1
    assert found.only.texts("//t:closer/t:signed") == ["Anna Roe"]
    assert len({note.get(ID) for note in found.only.all("//t:note")}) == 2


def test_numbers_begin_again_on_each_page(tmp_path: Path) -> None:
    text = letter(
        f"One[1] and two[2]. {PROSE}",
        "[Footnote 1: First.]",
        "[Footnote 2: Second.]",
        f"Three[1] {PROSE}",
        "[Footnote 1: Third.]",
        "Anna Roe",
    )
    found = read(tmp_path, text)
    assert [words for _, words in links(found)] == ["First", "Second", "Third"]


def test_notes_behind_all_letters_go_to_those_that_have_their_marks(tmp_path: Path) -> None:
    text = "\n\n\n".join(
        [
            letter(f"I met Mr. Smith[1] there. {PROSE}", "Anna Roe"),
            letter(
                f"I met Mr. Jones[2] there. {PROSE}", "John Roe", heading="John Roe to Anna Roe"
            ),
            letter(f"I met nobody. {PROSE}", "Anna Roe"),
            "FOOTNOTES:\n\n[1] First.\n\nIt goes on.\n\n[2] Second.",
        ]
    )
    found = read(tmp_path, text)
    assert [links(found, number) for number in range(3)] == [
        [("[1]", "First")],
        [("[2]", "Second")],
        [],
    ]
    first = found.documents[0].all("//t:back//t:note/t:p")
    assert [
        collapsed.split()[0] for collapsed in ("".join(map(str, p.itertext())) for p in first)
    ] == ["[1]", "It"]
    assert found.documents[2].texts("//t:fw[@type='footer']") == ["FOOTNOTES:"]


def test_rows_of_notes_behind_all_letters_that_begin_again(tmp_path: Path) -> None:
    text = "\n\n\n".join(
        [
            letter(f"One[1] and two[2]. {PROSE}", "Anna Roe"),
            letter(f"Three[1] {PROSE}", "John Roe", heading="John Roe to Anna Roe"),
            letter(f"Four[1] and five[2]. {PROSE}", "Anna Roe"),
            "NOTES\n\n[1] First.\n\n[2] Second.\n\n[1] Third.\n\n[1] Fourth.\n\n[2] Fifth.",
        ]
    )
    found = read(tmp_path, text)
    words = [[words for _, words in links(found, number)] for number in range(3)]
    assert words == [["First", "Second"], ["Third"], ["Fourth", "Fifth"]]


def test_an_unmarked_note_behind_all_letters_is_told(tmp_path: Path) -> None:
    text = "\n\n\n".join(
        [
            letter(f"One[1]. {PROSE}", "Anna Roe"),
            letter(f"Three[3]. {PROSE}", "John Roe", heading="John Roe to Anna Roe"),
            "NOTES\n\n[1] First.\n\n[2] Second.\n\n[3] Third.",
        ]
    )
    found = read(tmp_path, text)
    assert {"R020", "R029"} <= found.codes()
    assert len(found.documents[1].all("//t:note")) == 2


def test_a_note_in_brackets_within_a_paragraph_stands_there(tmp_path: Path) -> None:
    text = letter(f"I met Mr. Smith [Note: a neighbour.] there. {PROSE}", "Anna Roe")
    found = read(tmp_path, text)
    (note,) = found.only.all("//t:body//t:p/t:note")
    assert note.get("place") == "inline"
    assert not found.only.all("//t:supplied")


def test_a_note_in_brackets_goes_on_over_paragraphs(tmp_path: Path) -> None:
    text = letter(
        f"I met Mr. Smith[1] there. {PROSE}",
        "[Footnote 1: He wrote:",
        "John Roe to Anna Roe",
        "and [so] on.]",
        PROSE,
        "Anna Roe",
    )
    found = read(tmp_path, text)
    assert len(found.documents) == 1
    assert len(found.only.all("//t:note/t:p")) == 3


def test_a_bracket_that_is_not_closed_is_told(tmp_path: Path) -> None:
    found = read(
        tmp_path, letter(f"I met Mr. Smith[1]. {PROSE}", "[Footnote 1: Alpha.", "Anna Roe")
    )
    assert "R096" in found.codes()


@pytest.mark.parametrize(
    "paragraph",
    ["1. We agree.", "(1) We agree.", "a) We agree.", "* * * * *", "*Never* do it.", "1 We agree."],
)
def test_paragraphs_that_are_no_notes(tmp_path: Path, paragraph: str) -> None:
    found = read(tmp_path, letter(PROSE, paragraph, PROSE, "Anna Roe"))
    assert not found.only.all("//t:note")


def test_points_that_the_writer_counts_are_no_notes(tmp_path: Path) -> None:
    text = letter(
        f"You ask of (1) and (2) of my list. {PROSE}",
        "(1) The first is done.",
        "(2) The second is not.",
        PROSE,
        "Anna Roe",
    )
    assert not read(tmp_path, text).only.all("//t:note")


LISTS = [
    ["1) A coat.", "2) A hat.", "3) Two books."],
    ["(1) A coat.", "(2) A hat."],
    ["1. A coat.", "2. A hat."],
    ["a) A coat.", "b) A hat."],
    ["1 A coat.", "2 A hat."],
]


@pytest.mark.parametrize("points", LISTS)
@pytest.mark.parametrize(
    "notes", ["", "[notes]\nbracketed = false", '[notes]\nlabels = ["[{number}]"]']
)
def test_lists_in_a_letter_are_text(tmp_path: Path, points: list[str], notes: str) -> None:
    text = "\n\n\n".join(
        [
            letter(f"Mr. Smith[1] and (2) Mr. Jones(2) came[2]. {PROSE}", "Anna Roe"),
            letter("Send me:", *points, PROSE, "John Roe", heading="John Roe to Anna Roe"),
        ]
    )
    found = read(tmp_path, text, notes)
    assert not [note for each in found.documents for note in each.all("//t:note")]
    assert not [ref for each in found.documents for ref in each.all("//t:body//t:ref")]
    assert [p for p in found.documents[1].texts("//t:body//t:p") if p in points] == points


def test_a_list_behind_the_marks_of_another_letter_is_text(tmp_path: Path) -> None:
    text = "\n\n\n".join(
        [
            letter(f"Mr. Smith1) and Mr. Jones2) came. {PROSE}", "Anna Roe"),
            letter(PROSE, "1) A coat.", "2) A hat.", "J. Roe", heading="John Roe to Anna Roe"),
            letter(PROSE, "Anna Roe"),
        ]
    )
    found = read(tmp_path, text)
    assert not [note for each in found.documents for note in each.all("//t:note")]
    assert found.documents[1].texts("//t:body//t:p")[1:] == ["1) A coat.", "2) A hat."]


@pytest.mark.parametrize(
    "body",
    [
        [f"*{PROSE}*"],
        [f"*{PROSE}", f"{PROSE}*"],
        ["*Dear John,", f"{PROSE} {PROSE}*"],
        [f"*{PROSE} {PROSE}", "Anna Roe*"],
    ],
)
def test_a_letter_between_stars_is_no_note(tmp_path: Path, body: list[str]) -> None:
    text = "\n\n\n".join(
        "\n\n".join([f"Anna Roe to John {name}", "London, 3 May 1801.", *body, "Anna Roe"])
        for name in ("Roe", "Doe", "Poe")
    )
    found = read(tmp_path, text)
    assert len(found.documents) == 3
    assert not [note for each in found.documents for note in each.all("//t:note")]
    assert not [ref for each in found.documents for ref in each.all("//t:body//t:ref")]


def test_a_long_note_that_another_letter_leads_to_is_text(tmp_path: Path) -> None:
    text = "\n\n\n".join(
        [
            letter(f"I met Mr. Smith* there. {PROSE}", "Anna Roe"),
            letter(f"* {PROSE} {PROSE} {PROSE}", "J. Roe", heading="John Roe to Anna Roe"),
        ]
    )
    found = read(tmp_path, text)
    assert not [note for each in found.documents for note in each.all("//t:note")]
    assert "R099" in found.codes()


@pytest.mark.parametrize(
    "paragraph",
    [
        "MONSIEUR *** was here.",
        "I saw Madame de ***.",
        "The Comtesse de B***",
        "* * *",
        "*so* it was",
    ],
)
def test_stars_that_are_no_marks_are_not_told(tmp_path: Path, paragraph: str) -> None:
    text = letter(f"I met Mr. Smith* there. {PROSE}", paragraph, PROSE, "Anna Roe", "* Alpha.")
    for notes in ("", "[notes]\nbracketed = false"):
        found = read(tmp_path, text, notes)
        assert not [each for each in found.findings if each.rule.code in {"R022", "R026", "R097"}]


def test_lines_of_dots_are_text_or_furniture(tmp_path: Path) -> None:
    text = letter(PROSE, ". . . . . .", PROSE, ". . .", PROSE, "Anna Roe")
    assert read(tmp_path, text).only.texts("//t:body//t:p")[1::2] == [". . . . . .", ". . ."]
    found = read(tmp_path, text, '[page]\nfurniture = [". . . *"]')
    assert found.only.texts("//t:fw") == [". . . . . .", ". . ."]


def test_a_year_alone_is_no_number_of_a_page(tmp_path: Path) -> None:
    text = "\n\n\n".join(
        [
            letter(PROSE, "Anna Roe"),
            "1802",
            letter(PROSE, "John Roe", heading="John Roe to Anna Roe"),
        ]
    )
    found = read(tmp_path, text)
    assert not [fw for each in found.documents for fw in each.all("//t:fw[@type='pageNum']")]


def test_plain_numbers_in_the_text_are_marks_where_they_stand_as_such(tmp_path: Path) -> None:
    text = letter(
        f"I met Mr. Smith 1 . We saw 2 ships of Mr. Jones 2, and left. {PROSE}",
        "Anna Roe",
        "Notes:",
        "1 Alpha.",
        "2 Beta.",
    )
    found = read(tmp_path, text)
    assert links(found) == [("1", "Alpha"), ("2", "Beta")]


def test_stars_that_stress_words_are_no_marks(tmp_path: Path) -> None:
    text = letter("It was *never* so, and *will not* be.", "*I am* *yours* too.", "Anna Roe")
    assert not read(tmp_path, text).only.all("//t:ref")


@pytest.mark.parametrize(
    ("keys", "mark", "note"),
    [
        ('labels = ["<{number}>"]\nmarks = ["<{number}>"]', "<1>", "<1> Alpha."),
        ('labels = ["[Anm. {number}: *]"]', "[1]", "[Anm. 1: Alpha.]"),
        ('labels = ["{{{{{number}}}}}"]\nmarks = ["{{{{{number}}}}}"]', "{{1}}", "{{1}} Alpha."),
        ('labels = ["{number}."]', "[1]", "1. Alpha."),
    ],
)
def test_labels_that_the_profile_names(tmp_path: Path, keys: str, mark: str, note: str) -> None:
    text = letter(f"I met Mr. Smith{mark} there. {PROSE}", PROSE, "Anna Roe", note)
    assert links(read(tmp_path, text, f"[notes]\n{keys}")) == [(mark, "Alpha")]


def test_brackets_are_notes_where_the_profile_says_so(tmp_path: Path) -> None:
    text = letter(f"I met Mr. Smith [a neighbour of ours] and [his] wife. {PROSE}", "Anna Roe")
    found = read(tmp_path, text, '[notes]\nplace = "text"')
    assert found.only.texts("//t:p/t:note") == ["[a neighbour of ours]"]
    assert found.only.texts("//t:supplied") == ["his"]


def test_a_mark_without_a_note_is_told(tmp_path: Path) -> None:
    text = letter(f"Mr. Smith[1] and Jones[2]. {PROSE}", "Anna Roe", "[1] Alpha.")
    assert "R022" in read(tmp_path, text).codes()


def test_titled_notes_without_any_mark_are_told(tmp_path: Path) -> None:
    text = letter(PROSE, "Anna Roe", "NOTES", "1. Alpha.", "2. Beta.")
    assert "R028" in read(tmp_path, text).codes()


def test_a_note_that_holds_a_letter_is_told(tmp_path: Path) -> None:
    text = letter(
        f"I met Mr. Smith[1]. {PROSE}",
        "[Footnote 1: He wrote then:",
        "London, 3 May 1799.",
        PROSE,
        "Henry Smith]",
        "Anna Roe",
    )
    assert "R027" in read(tmp_path, text).codes()


def test_a_number_in_two_letters_for_one_note_is_told(tmp_path: Path) -> None:
    text = "\n\n\n".join(
        [
            letter(f"One[1] {PROSE}", "Anna Roe"),
            letter(f"Again[1] and two[2]. {PROSE}", "John Roe", heading="John Roe to Anna Roe"),
            "NOTES\n\n[1] First.\n\n[2] Second.",
        ]
    )
    assert "R098" in read(tmp_path, text).codes()


def test_files_are_valid(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    text = "\n\n\n".join(
        [
            letter(
                f"One* [Note: so.] {PROSE}", "-----\n* First.\n\nMore.\n-----", PROSE, "Anna Roe"
            ),
            letter(f"Two[1] {PROSE}", "John Roe", "[1] Second.", heading="John Roe to Anna Roe"),
        ]
    )
    for tree in read(tmp_path, text).trees.values():
        assert relaxng.validate(tree), relaxng.error_log.last_error


_PIECES = (
    "Anna Roe to John Roe",
    "London, 3 May 1801.",
    "Dear John,",
    PROSE,
    f"One[1] and two[2]* {PROSE}",
    "we went on[1] and on, and",
    "[Footnote 1: so",
    "[Footnote 2: so it was.]",
    "and at last came home.",
    "[1] Alpha.",
    "[2] Beta,",
    "* Gamma.",
    "----------",
    "NOTES:",
    "1. Delta.",
    "(1) Epsilon {75}",
    "{75} Zeta",
    "a [Note: b] c] [",
    "1) Eta",
    "2) Theta, which goes on 2), and on*",
    "*Iota, and so on",
    "** Kappa**",
    "MONSIEUR ***, and 3 ships of mine3.",
    "3 Lambda",
    "3-go July",
    "goes on [three words here",
    "Anna Roe",
)


@given(
    st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(["\n ", "\n\n", "\n\n\n\n"]))),
    st.sampled_from(["", "[notes]\nplace = 'book'", "[notes]\nplace = 'text'"]),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_nothing_is_lost_or_written_twice(
    relaxng: etree.RelaxNG, pieces: list[tuple[str, str]], notes: str
) -> None:
    text = "".join(f"{piece}{end}" for piece, end in [(_PIECES[0], "\n\n"), *pieces])
    with tempfile.TemporaryDirectory() as name:
        found = read(Path(name), text, notes)
        letters = [file.name for page in found.pages for file in page.files if file.letter]
        back = source_layer(found.bytes, letters, Path(name))
    assert Counter(back.split()) - Counter(text.split()) == Counter()
    assert Counter(filter(str.isalnum, back)) == Counter(filter(str.isalnum, text))
    for tree in found.trees.values():
        assert relaxng.validate(tree), relaxng.error_log.last_error
        ids = set(tree.xpath("//@xml:id"))
        targets = " ".join(map(str, tree.xpath("//@*[starts-with(., '#')]"))).split()
        assert [each for each in targets if each.startswith("#") and each[1:] not in ids] == []


@pytest.mark.parametrize(
    ("mark", "labels"), [("[{}]", ""), ("({})", 'labels = ["({number})"]'), ("({})", "")]
)
def test_a_note_that_reads_like_a_heading_is_one_by_its_mark(
    mark: str, labels: str, tmp_path: Path
) -> None:
    numbers = range(121, 126)
    text = " ".join(f"The winter{mark.format(n)} was long." for n in numbers)
    notes = "\n\n".join(f"{mark.format(n)} Peter Doe, who went to Lady Anna Roe." for n in numbers)
    own = parse(
        f"{PROFILE}\n[page]\nheadings = ['{{sender}} to {{receiver}}']\n[notes]\n{labels}",
        "own.toml",
    )
    page = f"{letter(text)}\n\n{notes}\n\n{letter(PROSE)}"

    found = converted(tmp_path, page, authority=None, profile=own)

    assert len(found.documents) == 2
    assert [printed for printed, _ in links(found)] == [mark.format(n) for n in numbers]


def test_the_mark_at_a_heading_leads_to_its_note(tmp_path: Path) -> None:
    page = letter(PROSE, heading="Anna Roe to JOHN ROE[168].")
    found = read(tmp_path, f"{page}\n\nFOOTNOTES:\n\n[168] Her brother, who went to Bath.")
    assert links(found) == [("[168]", "Her")]
