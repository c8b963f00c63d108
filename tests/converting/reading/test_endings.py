"""What closes a letter in the last line of its prose: divided off, marked, or left alone."""

from pathlib import Path

import pytest

from pages import Converted, converted, source_layer
from teikit.profiles.profile import parse

PROSE = (
    "I have your letter of last week and the parcel that came with it, for which I thank you, and"
    " we are all well here, as I hope that you are too."
)
BY_ROE = "Anna Roe to Carl Doe"
TO_DOE = "TO CARL DOE"


def letters(folder: Path, *lines: str, edition: str = "", language: str = "en") -> Converted:
    profile = parse(
        f"""extends = "plain-letters"
[edition]
id = "own"
language = "{language}"
first_year = 1700
last_year = 1900
{edition}
[page]
headings = ["{{sender}} to {{receiver}}", "TO {{receiver}}", "{{sender}} an {{receiver}}"]
""",
        "own.toml",
    )
    return converted(folder, "\n\n".join(lines) + "\n", authority=None, profile=profile)


@pytest.mark.parametrize(
    ("heading", "end", "parts"),
    [
        # a formula and a name
        (BY_ROE, "Yours ever, A. Roe.", ["closer/salute Yours ever,", "closer/signed A. Roe."]),
        (
            BY_ROE,
            "I am, dear Sir, yours truly, A. ROE.",
            ["closer/salute I am, dear Sir, yours truly,", "closer/signed A. ROE."],
        ),
        (
            TO_DOE,
            "Believe me, yours sincerely, Anna Roe.",
            ["closer/salute Believe me, yours sincerely,", "closer/signed Anna Roe."],
        ),
        (
            BY_ROE,
            "Adieu. — Yours, A. R.",
            ["closer/salute Adieu. — Yours,", "closer/signed A. R."],
        ),
        # a bare name of one who may have signed, also in another spelling
        (BY_ROE, "Roe.", ["closer/signed Roe."]),
        ("Frédéric II to Carl Doe", "FÉDÉRIC.", ["closer/signed FÉDÉRIC."]),
        (BY_ROE, "A. Roe {3}.", ["closer/signed A. Roe {3}."]),
        # with a date before or behind
        (
            BY_ROE,
            "London, 3 May 1790. Roe.",
            ["closer/dateline London, 3 May 1790.", "closer/signed Roe."],
        ),
        (
            BY_ROE,
            "Yours, Elia. London, 3 May 1790.",
            ["closer/salute Yours,", "closer/signed Elia.", "closer/dateline London, 3 May 1790."],
        ),
        (
            BY_ROE,
            "Yours, A. Roe. London, 3 May 1790.",
            [
                "closer/salute Yours,",
                "closer/signed A. Roe.",
                "closer/dateline London, 3 May 1790.",
            ],
        ),
        (BY_ROE, "3 May 1790 A. Roe", ["closer/dateline 3 May 1790", "closer/signed A. Roe"]),
        (BY_ROE, "London, 3 May 1790.", ["closer/dateline London, 3 May 1790."]),
        # with the office
        (
            BY_ROE,
            "Yours truly, Secretary ROE.",
            ["closer/salute Yours truly,", "closer/signed Secretary ROE."],
        ),
    ],
)
def test_what_is_divided_off(tmp_path: Path, heading: str, end: str, parts: list[str]) -> None:
    found = letters(tmp_path, heading, f"{PROSE} {end}").only
    assert [" ".join(each) for each in found.blocks if each[0] != "head"] == [f"p {PROSE}", *parts]


@pytest.mark.parametrize(
    ("language", "end", "salute", "signed"),
    [
        ("fr", "Votre ami, Anna Roe.", "Votre ami,", "Anna Roe."),
        ("de", "Ihr A. Roe.", "Ihr", "A. Roe."),
        ("de", "Mit herzlichem Gruß Ihre Anna Roe.", "Mit herzlichem Gruß Ihre", "Anna Roe."),
        ("ru", "Ваш А. Роу.", "Ваш", "А. Роу."),
    ],
)
def test_languages(tmp_path: Path, language: str, end: str, salute: str, signed: str) -> None:
    edition = 'sender = "Анна Роу"' if language == "ru" else 'sender = "Anna Roe"'
    found = letters(tmp_path, TO_DOE, f"{PROSE} {end}", edition=edition, language=language).only
    assert found.texts("//t:closer/*") == [salute, signed]
    assert found.senders == ([edition[10:-1]])


@pytest.mark.parametrize(
    ("heading", "end"),
    [
        (BY_ROE, "I have written to Roe."),
        (BY_ROE, "I asked him, and so did Mr. Roe."),
        (BY_ROE, "I gave it to the worthy A. Roe."),
        (BY_ROE, "I am his humble servant Ann. Roe."),
        (TO_DOE, "It stands in a note to the second edition.--ED.]"),
        (BY_ROE, "Farewell, Doe."),
        (TO_DOE, "I give my love to Jane, your sister, and Thomas Poe."),
        (TO_DOE, "Your old friend, Mrs. Poe, is in town."),
        (TO_DOE, "When do you come?"),
        (TO_DOE, "(See the Gazette, January 23, 1804.)"),
        (BY_ROE, "I come at 10 a.m. on 3 May 1790."),
        (BY_ROE, "He said: “I come soon. A. Roe.”"),
        (BY_ROE, "(I come soon. A. Roe.)"),
        (BY_ROE, 'He said: "I come soon. A. Roe."'),
    ],
)
def test_what_is_left_alone(tmp_path: Path, heading: str, end: str) -> None:
    found = letters(tmp_path, heading, f"{PROSE} {end}").only
    assert found.texts("//t:body//t:p") == [f"{PROSE} {end}"]
    assert not found.all("//t:closer")


def test_a_date_with_its_article_alone(tmp_path: Path) -> None:
    found = letters(tmp_path, TO_DOE, f"{PROSE} d. 31 März 1775.", "Anna Roe.", language="de").only
    assert found.texts("//t:closer/*") == ["d. 31 März 1775.", "Anna Roe."]
    end = f"{PROSE} Weimar. d. 31 März 1775."
    found = letters(tmp_path, TO_DOE, end, "Anna Roe.", language="de").only
    assert found.texts("//t:closer/*") == ["Weimar. d. 31 März 1775.", "Anna Roe."]


def test_a_date_behind_a_letter_that_has_one_is_left_alone(tmp_path: Path) -> None:
    end = f"{PROSE} London, 9 May 1790."
    found = letters(tmp_path, BY_ROE, "London, 3 May 1790.", end).only
    assert found.texts("//t:body//t:p") == [end]


def test_what_is_unsure_is_marked_where_it_stands(tmp_path: Path) -> None:
    found = letters(tmp_path, BY_ROE, f"{PROSE} Yours, Elia.").only
    assert found.texts("//t:p/t:seg[@type='signature']") == ["Elia"]
    assert not found.all("//t:closer")


def test_nothing_is_divided_where_no_space_is(tmp_path: Path) -> None:
    found = letters(tmp_path, BY_ROE, f"{PROSE}--Roe.").only
    assert found.texts("//t:p/t:seg[@type='signature']") == ["Roe"]
    assert not found.all("//t:closer")
    assert found.senders == ["Anna Roe"]


def test_a_formula_with_no_space_before_it_stays_before_the_signature(tmp_path: Path) -> None:
    found = letters(tmp_path, BY_ROE, f"{PROSE}--Yours ever, A. Roe.").only
    assert found.texts("//t:p/t:seg[@type='salute']") == ["Yours ever,"]
    assert found.texts("//t:closer/*") == ["A. Roe."]


def test_before_a_signature_in_its_line(tmp_path: Path) -> None:
    found = letters(tmp_path, BY_ROE, f"{PROSE} I am, dear Sir, yours,", "A. Roe.").only
    assert found.texts("//t:closer/*") == ["I am, dear Sir, yours,", "A. Roe."]
    found = letters(tmp_path, BY_ROE, f"{PROSE} London, 3 May 1790.", "A. Roe.").only
    assert found.texts("//t:closer/*") == ["London, 3 May 1790.", "A. Roe."]


def test_a_clause_stays_with_its_sentence(tmp_path: Path) -> None:
    prose = f"{PROSE} With love to Jane, I am, dear Sir, yours,"
    assert letters(tmp_path, BY_ROE, prose, "A. Roe.").only.texts("//t:body//t:p") == [prose]


def test_before_and_in_a_postscript(tmp_path: Path) -> None:
    found = letters(tmp_path, BY_ROE, f"{PROSE} Yours, A. Roe.", f"P.S. {PROSE} Yours, A. R.").only
    assert found.texts("//t:div/t:closer/*") == ["Yours,", "A. Roe."]
    assert found.texts("//t:postscript/t:closer/t:signed") == ["A. R."]


def test_several_signers(tmp_path: Path) -> None:
    heading = "Anna Roe and Beth Poe to Carl Doe"
    found = letters(tmp_path, heading, f"{PROSE} Yours ever, Anna Roe, Beth Poe.").only
    assert found.texts("//t:closer/*") == ["Yours ever,", "Anna Roe,", "Beth Poe."]


def test_the_text_is_the_same(tmp_path: Path) -> None:
    lines = (BY_ROE, f"{PROSE} Yours, A. Roe. London, 3 May 1790.")
    found = letters(tmp_path, *lines)
    names = [file.name for page in found.pages for file in page.files if file.letter]
    layer = source_layer(found.bytes, names, tmp_path)
    assert layer.split() == " ".join(lines).split()
