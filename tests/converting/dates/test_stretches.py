"""Stretches of a text that are not read for dates hold none."""

import random
import sys

import pytest

from teikit.converting import dates
from teikit.converting.dates import FoundDate, Years
from teikit.profiles.profile import DateWords, load

PIECES = (
    *("1", "5", "12", "31", "51", "111", "1851", "1920", "558", "7bre", "1-e", "5th", "18[51]"),
    *(".", ",", "/", "-", "–", "—", "(", ")", "[", "]", "?", ":", "'", "’", "_", "№", "“", "”"),
    *("May", "may", "Maya", "mars", "März", "мая", "Januar", "january", "Sept.", "l'Ascension"),
    *("I", "VI", "XII", "xii", "Т", "П", "MDCCCLI", "civil", "Kal.", "Idus", "brumaire", "an"),
    *("of", "the", "le", "den", "and", "or", "to", "not later than", "circa", "spring", "Noël"),
    *("Whit Monday", "B.C.", "old style", "F.", "Op.", "D.", "L.", "word", "Straße", "année"),
)
DATES = (
    *("May 5, 1851", "5 May 1851", "5/VI-1920", "5.5.1851", "[1918]", "5. 5. 51", "27./3 1903"),
    *("January 12/25, 1899", "20.IX/2.X 1920", "14. VII 1920", "[not later than May 1851]"),
    *("Whit Monday 1851", "5 мая 1920 г.", "25 января (7 февраля) 1918 г.", "spring 1851"),
    *("March - April 1922", "5 [May, 1851]", "[MDCCCLI]", "5/5/51", "Kal. Jun. 1520", "6-VI 1920"),
)
YEARS = Years(1800, 1930, given=1851)


@pytest.mark.parametrize("profile", ["bolshevik-leadership", "bolshevik-leadership-ru"])
@pytest.mark.parametrize("line", [False, True])
def test_what_is_not_read_holds_no_date(
    monkeypatch: pytest.MonkeyPatch, profile: str, line: bool
) -> None:
    """All that is found where every stretch is read is found where only some are."""
    words = load(profile).dates
    texts = [_made(random.Random(seed)) for seed in range(500)]
    found = [_found(text, words, line=line) for text in texts]
    monkeypatch.setattr(sys.modules[dates.find.__module__], "_may_hold", lambda *_, line: True)
    assert found == [_found(text, words, line=line) for text in texts]
    assert sum(map(bool, found)) > 100


def _made(chance: random.Random) -> str:
    """A text of dates and pieces of them, of words that are none, and of signs between them."""
    kinds = (PIECES, PIECES, PIECES, DATES)
    pieces = (chance.choice(chance.choice(kinds)) for _ in range(chance.randrange(2, 14)))
    return "".join(piece + chance.choice(("", " ", " ")) for piece in pieces)


def _found(text: str, words: DateWords, *, line: bool) -> list[FoundDate]:
    """The dates of a text, as if it was never asked for."""
    module = sys.modules[dates.find.__module__]
    module._all.cache_clear()
    module._readers.cache_clear()
    return list(dates.find(text, words, YEARS, line=line))
