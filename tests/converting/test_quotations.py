"""Quotations and titles between curved and straight marks."""

from pathlib import Path

import pytest

from pages import converted, page


@pytest.mark.parametrize(
    ("words", "quotes", "titles"),
    [
        ('He wrote "give me a place to stand" today.', ['"give me a place to stand"'], []),
        ('Only one slogan: "Down with the landlords."', ['"Down with the landlords."'], []),
        ('They played the "fifth column" there.', [], []),
        ('Against the "liquidators" and "otzovists".', [], []),
        ("Asked “not to worry” again.", ["“not to worry”"], []),
        ("The decision “On Afghanistan” was taken.", [], ["“On Afghanistan”"]),
        ('The question "On Politics in the Caucasus" came.', [], ['"On Politics in the Caucasus"']),
        ('In the newspaper "Pravda" he wrote.', [], ['"Pravda"']),
        ('The decision was: "to wait for peace there".', ['"to wait for peace there"'], []),
        ('A board of 12" by 10" was sent.', [], []),
        ('He said "I shall come and never did.', [], []),
        ('“He said "yes, I shall come" at once.”', ['“He said "yes, I shall come" at once.”'], []),
    ],
)
def test_what_stands_between_marks(
    tmp_path: Path, words: str, quotes: list[str], titles: list[str]
) -> None:
    found = converted(tmp_path, page(words, "Trotsky.")).only
    assert found.texts("//t:body//t:p//t:quote") == quotes
    assert found.texts("//t:body//t:p//t:title") == titles
