"""Names of persons as printed: their form, and whether two may be one person's."""

import pytest

from teikit.converting.forms import persons
from teikit.profiles.profile import load

WORDS = load("plain-letters").letter


@pytest.mark.parametrize(
    "text",
    ["Anna Roe", "A. LINCOLN", "U.S. Grant", "Mrs. Roe", "General N. P. Banks", "D'Alembert"],
)
def test_names(text: str) -> None:
    assert persons.is_name(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "1789",
        "[P.S. ON",
        "Your loving brother",
        "dear Sir",
        "of Boston",
        "the boats came home",
        "Adieu. Anna",
        "Home. Good Humour",
        "Anna Roe 5",
        "",
        "—",
    ],
)
def test_what_has_not_the_form_of_a_name(text: str) -> None:
    assert not persons.is_name(text, WORDS)


@pytest.mark.parametrize(
    ("name", "other", "same", "agree"),
    [
        ("R. W. Emerson", "Ralph Waldo Emerson", True, True),
        ("R. Waldo Emerson", "Ralph Waldo Emerson", True, True),
        ("A. LINCOLN", "Abraham Lincoln", True, True),
        ("J. A.", "Jane Austen", True, True),
        ("J.", "Jane Austen", False, False),
        ("Cassandra", "Cassandra Austen", True, False),
        ("Byron", "Lord Byron", True, False),
        ("Gustave F.", "Gustave Flaubert", True, True),
        ("General Hurlbut", "MAJOR-GENERAL HURLBUT", True, False),
        ("Vladimir Ilyich", "V. I. Lenin", True, True),
        ("Mary Lincoln", "Abraham Lincoln", False, False),
        ("B. Roe", "Anna Roe", False, False),
    ],
)
def test_whether_two_names_may_be_one(name: str, other: str, same: bool, agree: bool) -> None:
    assert persons.same(name, other, WORDS) is same
    assert persons.same(other, name, WORDS) is same
    assert persons.agree(name, other, WORDS) is agree


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("GENERAL HURLBUT", "General Hurlbut"),
        ("A. LINCOLN", "A. Lincoln"),
        ("U.S. GRANT", "U.S. Grant"),
        ("MILITARY COMMANDER AT POINT LOOKOUT", "Military Commander at Point Lookout"),
        ("D'ALEMBERT", "D'Alembert"),
        ("Anna McRoe", "Anna McRoe"),
        ("E. G.", "E. G."),
    ],
)
def test_how_a_name_in_capitals_is_shown(printed: str, shown: str) -> None:
    assert persons.shown(printed, WORDS) == shown


def test_names_of_several_and_of_tables() -> None:
    assert persons.joint("Anna and Beth Roe", ("and",), WORDS) == ("Anna Roe", "Beth Roe")
    assert persons.joint("Anna Roe", ("and",), WORDS) == ("Anna Roe",)
    assert persons.several("Anna Roe; Beth Poe;") == ("Anna Roe", "Beth Poe")
    assert persons.in_order("Gibbon, Edward", WORDS) == "Edward Gibbon"
    assert persons.in_order("Edward Gibbon", WORDS) == "Edward Gibbon"


def test_a_short_form_stands_for_one_known_name_alone() -> None:
    known = ("Anna Roe", "Beth Roe")
    assert persons.standing_for("A. Roe", known, WORDS) == "Anna Roe"
    assert persons.standing_for("Roe", known, WORDS) == ""
    assert persons.standing_for("Carl Doe", known, WORDS) == ""


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Sch", "Friedrich Schiller"),
        ("Fr. Sch.", "Friedrich Schiller"),
        ("Iv.", "Ivan Turgenev"),
        ("IV. Tourgueneff", "Ivan Turgenev"),
        ("IVAN. TOURGUENEFF.", "Иван Сергеевич Тургенев"),
        ("P. Tschaikowsky", "Peter Tchaikovsky"),
        ("Л. Н.", "Лев Николаевич Толстой"),
        ("Л. Т.", "Лев Николаевич Толстой"),
        ("L. T.", "Лев Николаевич Толстой"),
        ("Л. Толстого", "Лев Николаевич Толстой"),
        ("А. Чехову", "Антон Чехов"),
    ],
)
def test_a_signature_in_short(short: str, full: str) -> None:
    assert persons.abbreviates(short, full, WORDS)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Johanna Fichte", "Johann Gottlieb Fichte"),
        ("М. Чехова", "Антон Чехов"),
        ("A. Schiller", "Friedrich Schiller"),
        ("Beth Poe", "Anna Roe"),
        ("T. L.", "Leo Tolstoy"),
        ("Anna Maria Roe", "Anna Roe"),
        ("Doe", "Carl Poe"),
        ("", "Anna Roe"),
    ],
)
def test_another_signs(short: str, full: str) -> None:
    assert not persons.abbreviates(short, full, WORDS)


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("Ал. П. ЧЕХОВУ", "Ал. П. Чехову"),
        ("Mr. CARL DOE", "Mr. Carl Doe"),
        ("A. de MUSSET", "A. de Musset"),
        ("LOUIS XIV", "Louis XIV"),
        ("J. S. Roe", "J. S. Roe"),
        ("NDiaye", "NDiaye"),
    ],
)
def test_names_in_capitals(printed: str, usual: str) -> None:
    assert persons.shown(printed, WORDS) == usual
