"""Titles that hold for several letters, headings between rules, and what has a name alone."""

import pytest

from teikit.converting import reading
from teikit.converting.authority import Authority
from teikit.converting.letter import Letter
from teikit.converting.readers.html import read_html
from teikit.converting.source import Source
from teikit.profiles.profile import Profile, parse

TEXT = "I have your letter and thank you for it, and for all that you have done in this matter."
PROSE = " ".join([TEXT] * 4)


def profile(page: str) -> Profile:
    return parse(f'extends = "plain-letters"\n[page]\n{page}\n', "my.toml")


def cut(text: str | Source, page: str) -> list[Letter]:
    source = Source("page.txt", text) if isinstance(text, str) else text
    cut_page = reading.cut(source, profile(page))
    return reading.documents(cut_page, profile(page), Authority())[0]


def names(letters: list[Letter]) -> list[tuple[str, ...]]:
    """For each letter its names by side, as "to Doe"."""
    short = {"sender": "by", "receiver": "to"}
    return [
        tuple(
            f"{short.get(group.side, group.lead)} {', '.join(group.names)}"
            for group in (letter.heading.groups if letter.heading else ())
        )
        for letter in letters
    ]


GERMAN = '\n[edition]\nlanguage = "de"'


@pytest.mark.parametrize(
    "title",
    [
        "Goethes Briefe an Breitkopf",
        "GOETHES BRIEFE\n\nAN\n\nBREITKOPF.",
        "Goethes Briefe\n\nan\n\nBreitkopf.",
    ],
)
def test_a_title_holds_for_all_letters_below_it(title: str) -> None:
    other = title.replace("BREITKOPF", "REICH").replace("Breitkopf", "Reich")
    text = f"{title}\n\n1.\n\n{TEXT}\n\n2.\n\n{TEXT}\n\n{other}\n\n3.\n\n{TEXT}\n\n4.\n\n{TEXT}"
    page = f'headings = ["Goethes Briefe an {{receiver}}"]\nnumber = ["{{number}}."]{GERMAN}'
    found = [sides[0].casefold() for sides in names(cut(text, page))]
    assert found == ["to breitkopf", "to breitkopf", "to reich", "to reich"]


def test_between_rules_a_title_heads_the_letters_below() -> None:
    letters = [f"Dear friend, {TEXT}\n\nPray answer soon.\n\nRoe"] * 2
    text = "\n\n* * *\n\n".join(
        ["LETTERS TO MISS MITFORD", *letters, "LETTERS TO MR. DOE", *letters]
    )
    found = cut(text, 'begins = "rule"\nheadings = ["LETTERS TO {receiver}"]')
    assert names(found) == [("to MISS MITFORD",)] * 2 + [("to MR. DOE",)] * 2
    assert not any(block.kind == "postscript" for letter in found for block in letter.blocks)


def test_between_rules_headings_cut_and_name() -> None:
    text = (
        f"Dear friend, {TEXT}\n\nRoe\n\n[A. W. Schlegel]\n\n=An _Schiller_.=\n\n"
        "Jena, 4. Mai 1801.\n\n"
        f"{TEXT}\n\nSchlegel\n\n* * *\n\n{TEXT}\n\nRoe\n\n* * *\n\nAn Tieck.\n\n{TEXT}"
    )
    page = f'begins = "rule"\nheadings = ["An {{receiver}}"]{GERMAN}'
    assert names(cut(text, page)) == [(), ("to Schiller",), (), ("to Tieck",)]


@pytest.mark.parametrize("begins", ["heading", "rule", "dateline", "salutation"])
def test_furniture_works_however_letters_begin(begins: str) -> None:
    head = "To John Doe\n\n" if begins == "heading" else ""
    letter = f"{head}Dover, 4 May 1851\n\nDear John,\n\n{TEXT}\n\nYours,\n\nRoe"
    text = f"READ AND SHARED, 5 May 1851\n\n{letter}\n\n* * *\n\n{letter}"
    page = f'begins = "{begins}"\nfurniture = ["READ AND SHARED*"]\nheadings = ["To {{receiver}}"]'
    found = cut(text, page)
    assert len(found) == 2
    assert found[0].blocks[0].kind == "header"


def test_a_narrative_between_letters_is_a_text_of_the_editors() -> None:
    letter = f"To Mr. Doe\n\nDover, 4 May 1851\n\nDear Doe,\n\n{TEXT}\n\nRoe"
    text = f"{letter}\n\nNARRATIVE.\n\n{PROSE}\n\n{PROSE}\n\n{letter}"
    found = cut(text, 'headings = ["To {receiver}"]\nessay = ["NARRATIVE"]')
    assert [letter.is_essay for letter in found] == [False, True, False]
    assert sum(len(each.of_kind("p")) for each in found if each.is_essay) == 2


@pytest.mark.parametrize(
    ("template", "first", "second"),
    [
        ("{roman}.", "I.[152]", "II.[154]"),
        ("{roman}.", "XI.", "XII.*"),
        ("{number}", "2", "3{75}"),
        ("No. {number}", "No. 4", "No. 5.†"),
    ],
)
def test_a_note_mark_is_no_part_of_a_number(template: str, first: str, second: str) -> None:
    text = f"{first}\n\n{TEXT}\n\n{second}\n\n{TEXT}"
    assert len(cut(text, f'number = ["{template}"]')) == 2


def test_a_star_in_braces_is_a_star() -> None:
    text = f"* 22. To John Doe\n\n{TEXT}\n\n23. To Carl Poe\n\n{TEXT}"
    page = 'headings = ["{*} {number}. To {receiver}", "{number}. To {receiver}"]'
    assert [letter.number for letter in cut(text, page)] == ["22", "23"]


def test_a_title_in_a_template_belongs_to_the_name() -> None:
    found = cut(f"To Mrs. Doe\n\n{TEXT}", 'headings = ["To Mrs. {receiver}"]')
    assert names(found) == [("to Mrs. Doe",)]


def test_a_name_alone_heads_a_letter_where_one_begins_behind_it() -> None:
    letter = f"4 мая 1851 г. Москва\n\n{TEXT}\n\nРоев"
    text = f"А. С. СУВОРИНУ\n\n{letter}\n\nП. ДОЕВУ\n\n{letter}\n\nКОНЕЦ\n\n{TEXT}"
    found = cut(text, 'headings = ["{receiver}"]\n[edition]\nlanguage = "ru"')
    assert names([each for each in found if not each.is_essay]) == [
        ("to А. С. СУВОРИНУ",),
        ("to П. ДОЕВУ",),
    ]


def web(body: str) -> Source:
    return read_html(f"<html><body>{body}</body></html>".encode(), "page.html")


def test_a_heading_of_a_web_page_of_a_higher_level_names_the_receiver_of_all_below() -> None:
    letters = "".join(f"<h3>{number}.</h3><p>{TEXT}</p>" for number in (1, 2))
    body = f"<h2>Briefe Schillers<br>an<br>A. W. Schlegel.</h2>{letters}"
    body += f"<h2>Goethes Briefe<br>an<br>Joh. Phil. Reich.</h2>{letters}"
    body += f"<h2>Briefe aus späterer Zeit</h2>{letters}"
    found = cut(web(body), f'number = ["{{number}}."]{GERMAN}')
    named = [("to A. W. Schlegel",)] * 2 + [("to Joh. Phil. Reich",)] * 2
    assert names(found) == [*named, (), ()]


def test_what_a_title_says_of_many_letters_is_inherited() -> None:
    text = f"Goethes Briefe an Breitkopf\n\n1.\n\n{TEXT}\n\n2.\n\n{TEXT}"
    page = f'headings = ["Goethes Briefe an {{receiver}}"]\nnumber = ["{{number}}."]{GERMAN}'
    below = cut(text, page)[-1]
    assert below.heading is not None
    assert [group.inherited for group in below.heading.groups] == [True]
    (alone,) = cut(f"To Mr. Doe.\n\n{TEXT}", 'headings = ["To {receiver}."]')
    assert alone.heading is not None
    assert [group.inherited for group in alone.heading.groups] == [False]


def test_a_heading_is_one_letter_s_where_the_profile_says_who_had_the_others() -> None:
    letters = [f"Dear friend, {TEXT}\n\nRoe"] * 3
    headed = f"To Tieck.\n\n{letters[0]}"
    text = "\n\n* * *\n\n".join([letters[0], headed, *letters])
    page = 'begins = "rule"\nheadings = ["To {receiver}."]'
    assert names(cut(text, page)) == [(), *[("to Tieck",)] * 4]
    page += '\n[edition]\nreceiver = "A. W. Schlegel"'
    assert names(cut(text, page)) == [(), ("to Tieck",), (), (), ()]


def _greeted(name: str, called: str = "") -> str:
    greeting = f"My dear {called or name.rsplit(maxsplit=1)[-1]},"
    return f"{name}.\n\nDover, 5 May 1851.\n\n{greeting}\n\n{PROSE}\n\nFaithfully yours."


def test_a_name_alone_heads_a_letter_that_greets_it() -> None:
    text = "\n\n".join(
        [_greeted("Mr. Doe"), _greeted("David Poe, R.A", "Poe"), _greeted("The same", "Poe")]
    )
    found = cut(text, 'headings = ["{receiver}"]')
    assert names(found) == [("to Mr. Doe",), ("to David Poe",), ("to David Poe",)]


def test_a_signature_above_a_dateline_heads_none() -> None:
    text = f"{_greeted('Mr. Doe')}\n\nAnna Roe.\n\nDover, 6 May 1851.\n\nMy dear Poe,\n\n{PROSE}"
    found = cut(text, 'headings = ["{receiver}"]')
    assert names(found)[0] == ("to Mr. Doe",)
    assert not any("to Anna Roe" in side for side in names(found))


ARGUMENTS = ["THE KING'S SPEECH--A WEDDING", "OF THE BOOKS THAT WERE READ", "A FAIR--NEWS OF COE"]


def test_arguments_in_capitals_above_headings_close_no_letter() -> None:
    text = "\n\n".join(
        f"{argument}\n\nTo John Doe.\n\nMy dear Doe,\n\n{PROSE}" for argument in ARGUMENTS
    )
    found = cut(text, 'headings = ["To {receiver}"]')
    assert [letter.text(letter.of_kind("summary")[0]) for letter in found] == ARGUMENTS
    assert not any(letter.of_kind("signed") for letter in found)


def test_signatures_in_capitals_stay_below_their_letters() -> None:
    text = "\n\n".join(f"To John Doe.\n\nMy dear Doe,\n\n{PROSE}\n\nANNA ROE." for _ in ARGUMENTS)
    found = cut(text, 'headings = ["To {receiver}"]')
    assert all(letter.of_kind("signed") for letter in found)


def test_a_dateline_nearer_to_the_heading_below_belongs_to_it() -> None:
    text = "\n\n\n\n".join(
        f"GHENT LIBRARY. Dover, {n} May 1851.\n\n{roman}.\n\nTo John Doe.\n\n{PROSE}\n\nANNA ROE."
        for n, roman in enumerate(["I", "II", "III", "IV"], 1)
    )
    found = cut(text, 'number = ["{roman}"]\nheadings = ["To {receiver}"]')
    dates = [
        letter.source[letter.heading.date]
        for letter in found
        if letter.heading and letter.heading.date
    ]
    assert dates == [f"GHENT LIBRARY. Dover, {n} May 1851." for n in range(1, 5)]


def test_a_word_that_reads_as_a_number_far_from_the_others_is_none() -> None:
    numbers = ["XL", "XLI", "XLII", "XLIII", "XLIV", "XLV", "XLVI", "XLVII", "XLVIII"]
    text = "\n\n".join(["LETTERE", "DI", "ANNA ROE", *(f"{n}.\n\n{PROSE}" for n in numbers)])
    found = cut(text, 'number = ["{roman}"]')
    assert [letter.number for letter in found if letter.number] == numbers


def test_between_rules_a_wide_gap_below_a_signature_parts_letters() -> None:
    signed = f"{PROSE}\n\n{' ' * 40}Roe."
    text = f"{signed}\n\n* * *\n\n{signed}\n\n\n{signed}\n\n* * *\n\n{signed}"
    assert len(cut(text, 'begins = "rule"')) == 4


def test_what_is_sent_is_no_sender() -> None:
    heads = [
        "Fragment of a letter to John Doe:",
        "Anna Roe's letter to John Doe:",
        "A. Poe to J. Doe:",
    ]
    text = "\n\n".join(f"{head}\n\nMy dear Doe,\n\n{PROSE}" for head in heads)
    assert names(cut(text, 'headings = ["{sender} to {receiver}:"]')) == [
        ("to John Doe",),
        ("by Anna Roe", "to John Doe"),
        ("by A. Poe", "to J. Doe"),
    ]


def test_a_greeting_to_somebody_is_no_heading() -> None:
    text = (
        f"1\n\nAnna Roe to John Doe\n\nMy dear Doe,\n\n{PROSE}\n\nCompliments to old Molly.\n\n"
        f"2\n\nAnna Roe to Jane Poe\n\nMy dear Poe,\n\n{PROSE}"
    )
    page = 'number = ["{number}"]\nheadings = ["{sender} to {receiver}"]'
    assert len(cut(text, page)) == 2


def test_a_name_in_capitals_is_not_cut_by_a_place() -> None:
    heads = ["I. TO ANNA ROE Paris, 26 May 1868", "II. TO JOHN DOE Paris, 28 May 1868"]
    text = "\n\n".join(f"{head}\n\n{PROSE}" for head in heads)
    found = cut(text, 'headings = ["{roman}. To {receiver} {place}, {date}"]')
    assert names(found) == [("to ANNA ROE",), ("to JOHN DOE",)]
