"""Square brackets: words supplied, abbreviations filled up, ellipses; those without partner."""

from pathlib import Path

import pytest
from lxml import etree

from pages import Converted, converted, page, plain

NAMES = "self::t:supplied or self::t:expan or self::t:ellipsis"


def text(folder: Path, words: str) -> Converted:
    return converted(folder, page(f"We say: {words} and so on.", "Trotsky."))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wait [with] peace", [("supplied", "with")]),
        ("peace [with] Armenia [and] Persia", [("supplied", "with"), ("supplied", "and")]),
        ("South[o]-Western", [("supplied", "o")]),
        ("11 [th] army", [("supplied", "th")]),
        ("11[th] army", [("supplied", "th")]),
        ("T[ovari]sch", [("expan", "Tovarisch")]),
        ("d[om]", [("expan", "dom")]),
        ("Rostov n/D[on]", [("expan", "Don")]),
        ("3[inaida]", [("expan", "3inaida")]),
        ("Т[оварищ]", [("expan", "Товарищ")]),
        ("[Our armored trains were there]", [("supplied", "Our armored trains were there")]),
        ("[...]", [("ellipsis", "[...]")]),
        ("[. . .]", [("ellipsis", "[. . .]")]),
        ("[…]", [("ellipsis", "[…]")]),
        ("[... ]", [("ellipsis", "[... ]")]),
        ("thousand [thousand]", [("supplied", "thousand")]),
        ("so [?]", [("supplied", "?")]),
        ("...", []),
        ("(b)", []),
        ("[]", []),
        ("[ ]", []),
    ],
)
def test_pairs(tmp_path: Path, words: str, expected: list[tuple[str, str]]) -> None:
    found = text(tmp_path, words)
    elements = found.only.all(f"//t:body//t:p//*[{NAMES}]")
    names = [str(each.tag).rpartition("}")[2] for each in elements]
    texts = found.only.texts(f"//t:body//t:p//*[{NAMES}]")
    assert list(zip(names, texts, strict=True)) == expected
    assert "R030" not in found.codes()


@pytest.mark.parametrize("words", ["d[om]", "Rostov n/D[on]", "3[inaida]"])
def test_expansions_say_what_was_filled_up(tmp_path: Path, words: str) -> None:
    found = text(tmp_path, words).only
    assert found.texts("//t:ex") == [words.partition("[")[2].rstrip("]")]


@pytest.mark.parametrize(
    ("words", "supplied"),
    [
        ("the comrades] and more", []),
        ("the [comrades and more", []),
        ("] first, then [", []),
        ("the [comrades and [with] peace", ["with"]),
        ("the comrades] and [with] peace", ["with"]),
        ("the [a [b] c] d", ["b"]),
    ],
)
def test_a_bracket_without_partner_is_text_and_told(
    tmp_path: Path, words: str, supplied: list[str]
) -> None:
    found = text(tmp_path, words)
    assert found.only.texts("//t:body//t:supplied") == supplied
    assert "R030" in found.codes()


def test_brackets_do_not_reach_over_paragraphs(tmp_path: Path) -> None:
    found = converted(tmp_path, page("We say [this", "and that] too.", "Trotsky."))
    assert found.only.texts("//t:body//t:supplied") == []


def test_what_is_supplied_is_the_editors(tmp_path: Path) -> None:
    found = text(tmp_path, "[with] and d[om]").only
    assert found.values("//t:supplied/@reason") == ["omitted-in-original"]
    assert found.values("//t:supplied/@resp | //t:ex/@resp") == ["#bl-0012-ed"] * 2


def test_a_note_mark_inside_brackets_is_still_a_mark(tmp_path: Path) -> None:
    found = converted(tmp_path, page("We [wait 1 ] here.", "Trotsky.", notes=["1 A."])).only
    assert found.texts("//t:supplied/t:ref[@type='noteMark']") == ["1"]


def test_a_note_mark_behind_a_filled_up_word_is_no_part_of_it(tmp_path: Path) -> None:
    found = converted(tmp_path, page("We saw Greg[orovich]1 here.", "Trotsky.", notes=["1 A."]))
    assert found.only.texts("//t:expan") == ["Gregorovich"]
    assert list(found.only.marks) == [1]
    assert "R031" not in found.codes()


def test_a_figure_for_a_letter_is_no_note_mark(tmp_path: Path) -> None:
    notes = ["1 A.", "2 B.", "3 C."]
    found = converted(
        tmp_path, page("We 1 ask 2 with Comrade 3[inaida] here.", "Trotsky.", notes=notes)
    ).only
    assert list(found.marks) == [1, 2]


def test_a_number_glued_to_brackets_in_a_note(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    for label in ("1", "1 ", "one", "one ", "one. "):
        found = converted(tmp_path, page("We wait 1 .", "Trotsky.", notes=[f"{label}[In] it was."]))
        assert relaxng.validate(found.only.root)
        assert found.only.notes == [1]


@pytest.mark.parametrize(
    ("words", "surplus"),
    [
        ("he went [c]to London, to stay", ["[c]"]),
        ("[t]he peace and the war", []),
        ("to [s]peak, and he will speak", []),
        ("to [s]ing for once", []),
        ("South[o]-Western, to the south", []),
    ],
)
def test_a_letter_that_the_translation_left(tmp_path: Path, words: str, surplus: list[str]) -> None:
    found = text(tmp_path, words)
    assert found.only.texts("//t:surplus[@reason='left-over']") == surplus
    assert ("R043" in found.codes()) == bool(surplus)


def test_an_abbreviation_with_a_space_before_its_bracket(tmp_path: Path) -> None:
    found = text(tmp_path, "in Rostov n / D [on] today")
    assert found.only.texts("//t:expan") == ["D on"]
    assert found.only.texts("//t:ex") == ["on"]


@pytest.mark.parametrize(
    "note",
    [
        "a word[Footnote: “well” [dialect]] of the people",
        "a word.\n\n[Footnote:\n\n“Dear brother,\n\n“It is [very] good.”]",
    ],
)
def test_brackets_of_a_note_have_partners(tmp_path: Path, note: str) -> None:
    letter = f"Ghent, 5 May 1851.\n\nDear Carl,\n\nThis is {note}\n\nAnna Roe\n"
    profile = plain('headings = ["To {receiver}"]', id="l", language="en")
    found = converted(tmp_path, f"To Carl Doe\n\n{letter}", profile=profile)
    assert "R030" not in found.codes()
    assert found.only.all("//t:note[@type='commentary']")


def test_a_bracket_without_partner_beside_a_note(tmp_path: Path) -> None:
    letter = "Dear Carl,\n\nThis is [it.[Footnote: a word]\n\nSo it is.] And more.\n\nAnna Roe\n"
    profile = plain('headings = ["To {receiver}"]', id="l", language="en")
    found = converted(tmp_path, f"To Carl Doe\n\n{letter}", profile=profile)
    assert [each.rule.code for each in found.findings].count("R030") == 2
