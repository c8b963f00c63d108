"""Which lines head letters: repeated shapes, judged by what stands around them."""

import pytest

from letters import PROSE, page
from teikit.converting.source import Source
from teikit.profiles.profile import Beginning
from teikit.suggesting.observation import Observation, observe
from teikit.suggesting.shapes import shape
from teikit.suggesting.vocabulary import vocabulary


def observed(text: str, *more: str) -> Observation:
    return observe([Source(f"{n}.txt", each) for n, each in enumerate((text, *more))])


def templates(seen: Observation) -> set[str]:
    return {each.template for each in seen.headings.accepted}


@pytest.mark.parametrize(
    ("language", "heads", "expected"),
    [
        ("en", ["To John Doe.", "To Mrs. Doe.", "To the same."], {"To {receiver}"}),
        (
            "en",
            ["TELEGRAM TO J. DOE.", "TO MRS. DOE.", "TELEGRAM TO A. POE", "TO C. POE"],
            {"Telegram to {receiver}", "To {receiver}"},
        ),
        (
            "en",
            ["I. Roe to Doe", "II. Doe to Roe", "III. Roe to Doe"],
            {"{roman}. {sender} to {receiver}"},
        ),
        ("en", ["12 — To John Doe", "13 — To Jane Poe"], {"{number} — To {receiver}"}),
        ("en", ["LETTER 7", "LETTER 8", "LETTER 9"], {"Letter {number}"}),
        (
            "en",
            ["[Sidenote: Mr. Doe.]", "[Sidenote: Mrs. Poe.]", "[Sidenote: The Hon. C. Coe.]"],
            {"[Sidenote: {receiver}]"},
        ),
        ("de", ["13.", "14.", "15."], {"{number}"}),
        (
            "de",
            ["1.\n\nAn Karl Roth.", "2.\n\nAn die Mutter.", "3.\n\nAn Karl Roth."],
            {"{number}", "An {receiver}"},
        ),
        (
            "fr",
            ["XII\n\nA M. ROUX, A PARIS", "XIII\n\nA MADAME ROUX, A LYON", "XIV\n\nAU MÊME"],
            {"{roman}", "A {receiver}", "Au {receiver}"},
        ),
        ("fr", ["DU ROI", "DE M. ROUX", "DU ROI", "DE M. ROUX"], {"Du {sender}", "De {sender}"}),
        ("fr", ["XVe DÉPESCHE", "XVIe DÉPESCHE", "XVIIe DÉPESCHE"], {"{roman}e dépesche"}),
        ("ru", ["РОЕВА -- ДОЕВУ", "ДОЕВ -- РОЕВОЙ", "РОЕВА -- ДОЕВУ"], {"{sender} -- {receiver}"}),
        (
            "ru",
            ["223. П. А. ДОЕВУ", "338. Н. Н. РОЕВОЙ", "339. П. А. ДОЕВУ"],
            {"{number}. {receiver}"},
        ),
    ],
)
def test_shapes_that_repeat(language: str, heads: list[str], expected: set[str]) -> None:
    seen = observed(page(heads, language))
    assert seen.guess.language == language
    assert templates(seen) == expected
    assert seen.beginnings.kind is Beginning.HEADING
    assert len(seen.beginnings.starts) == len(heads)
    assert seen.headings.covered == 1


def test_a_lone_year_is_no_number() -> None:
    seen = observed(page(["1851\n\nTo John Doe.", "To Mrs. Doe.", "1853\n\nTo John Doe."]))
    assert templates(seen) == {"To {receiver}"}


def test_a_signature_is_no_heading() -> None:
    seen = observed(page(["To John Doe.", "To Mrs. Doe.", "To John Doe."]))
    assert "{receiver}" not in templates(seen)


def test_a_number_with_an_initial_is_one_with_a_numeral_among_others() -> None:
    heads = ["IX. Roe to Doe", "X. Doe to Roe", "XI. Roe to Doe"]
    seen = observed(page(heads))
    assert templates(seen) == {"{roman}. {sender} to {receiver}"}
    assert len(seen.beginnings.starts) == 3


def test_place_and_date_at_the_end_of_a_heading() -> None:
    heads = [f"{n}. To John Doe. Down, {n} May 1862" for n in (5, 6, 7)]
    text = "\n\n".join(f"{head}\n\n{PROSE['en']}\n\n{PROSE['en']}" for head in heads)
    assert templates(observed(text)) == {"{number}. To {receiver}. {place}, {date}"}


def test_an_address_below_the_heading_is_no_heading() -> None:
    heads = [f"{n}\n\nAnna Roe to John Doe\n\nTo my good friend John Doe." for n in (1, 2, 3, 4)]
    assert templates(observed(page(heads))) == {"{number}", "{sender} to {receiver}"}


def test_letters_without_headings_begin_with_their_datelines() -> None:
    seen = observed(page(["", "", ""]))
    assert seen.beginnings.kind is Beginning.DATELINE
    assert len(seen.beginnings.starts) == 3


def test_letters_between_rules() -> None:
    text = "\n\n* * * * *\n\n".join(
        f"{PROSE['de']}\n\nJena, den {n}. Mai 1798\n\nRoth" for n in (2, 3, 4, 5)
    )
    seen = observed(text)
    assert seen.beginnings.kind is Beginning.RULE
    assert len(seen.beginnings.starts) == 4


def test_a_file_a_letter() -> None:
    seen = observed(page([""]), page([""]), page([""]))
    assert seen.beginnings.kind is Beginning.FILE


def test_lines_that_are_broken_at_a_width() -> None:
    def broken(text: str) -> str:
        words, lines = text.split(), [""]
        for word in words:
            if len(lines[-1]) + len(word) > 64:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        return "\n".join(lines)

    text = page(["_To John Doe_.", "_To Mrs. Doe_. {75}", "_To John Doe_."])
    text = text.replace(PROSE["en"], broken(f"{PROSE['en']} {PROSE['en']}"))
    assert templates(observed(text)) == {"To {receiver}"}


@pytest.mark.parametrize(
    "line",
    ["À Berlin, le 29 janvier 1771.", "De Remusberg, le 7 avril 1737.", "Le 13 novembre 1757."],
)
def test_a_dateline_that_begins_as_headings_do(line: str) -> None:
    found = shape(line, vocabulary("fr"))
    assert found is not None
    assert found.kind == "dateline"


@pytest.mark.parametrize("line", ["Chapter IV.", "“To be or not”", "C. Roe", "1, Regent Street,"])
def test_lines_that_have_no_number_and_no_lead(line: str) -> None:
    found = shape(line, vocabulary("en"))
    assert found is None or found.kind == "name"


def test_a_table_of_contents_counts_for_nothing() -> None:
    heads = ["To John Doe.", "To Mrs. Doe.", "To C. Poe.", "To John Doe."]
    contents = "\n\n".join(heads * 4)
    seen = observed(f"Contents\n\n{contents}\n\n{page(heads)}")
    (accepted,) = seen.headings.accepted
    assert (accepted.template, accepted.count, accepted.opened) == ("To {receiver}", 4, 1)


def test_page_numbers_are_no_numbers_of_letters() -> None:
    both = f"{PROSE['en']}\n\n{PROSE['en']}"
    text, *rest = page(["To John Doe.", "To Mrs. Doe.", "To C. Poe."]).split(both)
    for number, part in enumerate(rest, 7):
        text += f"{PROSE['en']}\n\n{number}\n\n{PROSE['en']}{part}"
    assert templates(observed(text)) == {"To {receiver}"}


def test_a_number_glued_to_its_heading() -> None:
    heads = ["VII.—To the Church of Geneva.", "VIII.—To Farel.", "IX.—To Farel."]
    assert templates(observed(page(heads))) == {"{roman}.—To {receiver}"}


def test_note_marks_glued_to_a_heading() -> None:
    heads = ["1\n\nANNA ROE TO J. DOE164.1", "2\n\nJ. DOE TO ANNA ROE165.1", "3\n\nROE TO DOE165.2"]
    assert templates(observed(page(heads))) == {"{number}", "{sender} to {receiver}"}


@pytest.mark.parametrize("text", ["Tout à vous", "Brazier, aubergiste à la Châtre"])
def test_a_formula_or_what_somebody_is_heads_no_letter(text: str) -> None:
    assert shape(text, vocabulary("fr")) is None or shape(text, vocabulary("fr")).kind == "name"  # type: ignore[union-attr]


def test_a_note_mark_glued_to_a_number_is_no_shape_of_its_own() -> None:
    heads = ["I.[152]", "II.", "III.", "IV.[9]", "V."]
    (found,) = observed(page(heads)).headings.accepted
    assert (found.template, found.count) == ("{roman}", 5)


def test_titles_among_many_headings_are_none() -> None:
    heads = [f"{number}. Anna Roe to John Doe" for number in range(1, 81)]
    heads[20] = "Life to Come\n\n" + PROSE["en"] + "\n\n" + PROSE["en"] + "\n\n" + heads[20]
    assert templates(observed(page(heads))) == {"{number}. {sender} to {receiver}"}


def _greeting(names: list[str], signed: str = "Faithfully yours.") -> str:
    return "\n\n".join(
        f"Mr. {name}.\n\nDover, {day} May 1851.\n\nMy dear {name},\n\n{PROSE['en']}\n\n{signed}"
        for day, name in enumerate(names, 1)
    )


def test_names_alone_that_are_greeted_head_letters() -> None:
    seen = observed(_greeting(["Doe", "Poe", "Coe", "Low"]))
    assert templates(seen) == {"{receiver}"}
    assert len(seen.beginnings.starts) == 4


def test_signatures_above_datelines_head_none() -> None:
    text = _greeting(["Doe", "Poe", "Coe", "Low"]).replace("Mr. Poe.", "Anna Roe.")
    text = text.replace("Mr. Coe.", "John Roe.").replace("Mr. Low.", "Jane Roe.")
    assert "{receiver}" not in templates(observed(text))


def test_a_word_that_stands_above_some_headings_is_no_name() -> None:
    heads = [f"{n}\n\nABSTRACT\n\nROE TO DOE" if n % 2 else f"{n}\n\nROE TO DOE" for n in range(9)]
    assert "{receiver}" not in templates(observed(page(heads)))


def test_a_star_before_the_number_is_part_of_no_name() -> None:
    heads = ["12. To John Doe.", "* 13. To Jane Poe.", "14. To C. Coe.", "*15. To D. Low."]
    seen = observed(page(heads))
    assert templates(seen) == {"{number}. To {receiver}"}
    assert len(seen.beginnings.starts) == 4


def test_numbers_in_a_row_head_letters_that_nothing_opens() -> None:
    text = "\n\n".join(
        f"GHENT LIBRARY. Dover, {n} May 1851.\n\n{roman}.\n\n{PROSE['en']}\n\nANNA ROE."
        for n, roman in enumerate(["I", "II", "III", "IV", "V", "VI", "VII"], 1)
    )
    seen = observed(text)
    assert seen.beginnings.kind is Beginning.HEADING
    assert templates(seen) == {"{roman}"}


def test_letters_that_are_counted_may_have_many_datelines() -> None:
    part = f"Dover, 4 May 1851.\n\nMy dear friend,\n\n{PROSE['en']}"
    text = "\n\n".join(f"No. {n}\n\n" + "\n\n".join([part] * 6) for n in range(3, 9))
    seen = observed(text)
    assert seen.beginnings.kind is Beginning.HEADING
    assert len(seen.beginnings.starts) == 6


def test_remarks_in_brackets_below_headings_are_no_headings() -> None:
    heads = [
        f"To J. Doe\n\n[Autograph in the Library of {place}]" for place in ("Ghent", "Ulm", "Jena")
    ]
    assert templates(observed(page(heads))) == {"To {receiver}"}


@pytest.mark.parametrize("ending", ["...", "…"])
def test_words_that_break_off_are_no_name(ending: str) -> None:
    assert shape(f"À demain{ending}", vocabulary("fr")) is None
