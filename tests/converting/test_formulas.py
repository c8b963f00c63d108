"""Salutations, greetings and signatures, read by the words of their language alone."""

from functools import cache

import pytest

from teikit.converting.forms import formulas
from teikit.profiles.profile import Profile, parse


@cache
def profile(language: str) -> Profile:
    """The words of a language, as a profile of a few lines has them."""
    return parse(f'extends = "plain-letters"\n[edition]\nlanguage = "{language}"\n', "own.toml")


@pytest.mark.parametrize(
    ("language", "text", "salutation", "name"),
    [
        ("en", "My dear Cassandra,—Your letter came", "My dear Cassandra,—", "Cassandra"),
        ("en", "DEAR SIR,", "DEAR SIR,", ""),
        ("en", "Dear Madam, — Having understood", "Dear Madam, —", ""),
        ("en", "MY DEAR SIR:--Sending a note", "MY DEAR SIR:--", ""),
        ("en", "Dear Mr. Smith, I have it", "Dear Mr. Smith,", "Mr. Smith"),
        ("en", "Dear Carl", "Dear Carl", "Carl"),
        ("en", "My dear, dear Friend,--", "My dear, dear Friend,--", ""),
        ("en", "_Dear Anna_,\nI am well", "Dear Anna_,", "Anna"),
        ("en", "DEAREST, MOST BELOVED UNCLE,--I", "DEAREST, MOST BELOVED UNCLE,--", ""),
        ("ru", "Здравствуйте, милейшая графиня! Вчера", "Здравствуйте, милейшая графиня!", ""),
        ("ru", "Мой милый, несравненный друг!", "Мой милый, несравненный друг!", ""),
        ("de", "Lieber Engels!", "Lieber Engels!", "Engels"),
        ("de", "Lieber, theurer Bruder! Dein Brief", "Lieber, theurer Bruder!", ""),
        ("de", "Hochverehrter Herr Professor!", "Hochverehrter Herr Professor!", ""),
        ("fr", "Monsieur, on m'a dit", "Monsieur,", ""),
        ("fr", "Mon cher ami, je vous", "Mon cher ami,", ""),
        ("ru", "Дорогой Антон Павлович!", "Дорогой Антон Павлович!", "Антон Павлович"),
        ("it", "Carissimo Papà. Ho scritto", "Carissimo Papà.", ""),
        ("es", "Mi querido amigo: He recibido", "Mi querido amigo:", ""),
    ],
)
def test_salutations(language: str, text: str, salutation: str, name: str) -> None:
    found = formulas.salutation(text, profile(language).letter)
    assert found
    assert text[found.span.start : found.span.end] == salutation
    assert (text[found.name.start : found.name.end] if found.name else "") == name


@pytest.mark.parametrize(
    "text",
    ["Dear me, how odd it was", "Brother Jones, the pastor here, died", "The dear boy,", "Dearth,"],
)
def test_what_is_no_salutation(text: str) -> None:
    assert formulas.salutation(text, profile("en").letter) is None


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Yours affectionately,\n R. Waldo Emerson", ["R. Waldo Emerson"]),
        ("en", "A. LINCOLN.", ["A. LINCOLN"]),
        ("ru", "Ваш И. Тургенев.", ["И. Тургенев"]),
        ("ru", "Н. ф.-Мекк.", ["Н. ф.-Мекк"]),
        ("de", "Eurer Heiligkeit Diener Anna Roth", ["Anna Roth"]),
        ("de", "Eurer Heiligkeit Diener", []),
        ("en", "J. A.", ["J. A."]),
        ("en", "--R.W. Emerson.", ["R.W. Emerson"]),
        ("en", "Head of the orchard LENIN.", ["LENIN"]),
        ("en", "A. Roe, President of the Society of Boats.", ["A. Roe"]),
        ("en", "T. JEFFERSON, Monticello", ["T. JEFFERSON"]),
        ("en", "Trotsky, Chicherin", ["Trotsky", "Chicherin"]),
        ("en", "Anna and Beth Roe", ["Anna", "Beth Roe"]),
        ("en", "I remain, dear Sir, your most obedient servant, T. CARLYLE.", ["T. CARLYLE"]),
        ("en", "Believe me, my dear Thompson, ever yours, E. F. G.", ["E. F. G."]),
        ("en", "Yours ever,", []),
        ("en", "Your loving brother,", []),
        ("de", "Ihre Fichtin.", ["Fichtin"]),
        ("de", "Dein treuer Bruder\n Fichte.", ["Fichte"]),
        ("de", "Johanna Fichte, g. Rahn", ["Johanna Fichte"]),
        ("fr", "Je vous embrasse.\nGUSTAVE FLAUBERT", ["GUSTAVE FLAUBERT"]),
        ("ru", "Жму руку. Ваш А. Чехов", ["А. Чехов"]),
        ("es", "Su afmo. amigo q. b. s. m., Juan Valera", ["Juan Valera"]),
    ],
)
def test_closings(language: str, text: str, names: list[str]) -> None:
    found = formulas.closing(text, profile(language))
    assert found
    assert [text[name.start : name.end] for name in found.names] == names


@pytest.mark.parametrize(
    "text",
    [
        "Give Moscow to Stalin.",
        "Best love to Charles.",
        "I agree.",
        "I am going home.",
        "Farewell for the present.",
        "Foetus?",
        "The boats came",
        "",
        "…",
    ],
)
def test_prose_is_no_closing(text: str) -> None:
    found = formulas.closing(text, profile("en"))
    assert found is None or not found.names
