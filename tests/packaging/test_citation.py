"""`CITATION.cff` by the rules of its format (1.2.0), and what people read."""

import re
from datetime import date
from typing import Any

import pytest
import yaml

from teikit.packaging.citation import citation_file, in_words, licence_file
from teikit.profiles.publication import Publication

FULL = Publication(
    title='Letters: "A" to B # 1',
    editors=("Roe, Ann <roe@example.org>", "Mao Zedong", "Mao Zedong"),
    publisher="Town Press: North",
    licence="https://creativecommons.org/licenses/by/4.0/",
    home="https://example.org/",
    date="2026-01-02",
    doi="10.1234/town",
)
LEAST = Publication(title="T", editors=("E",), publisher="P", licence="https://example.org/terms")
KEYS = {
    "abstract",
    "authors",
    "cff-version",
    "date-released",
    "doi",
    "license",
    "license-url",
    "message",
    "preferred-citation",
    "title",
    "type",
    "url",
}
"""Of those that the format knows, the ones that are used."""
REFERENCE = {"authors", "doi", "publisher", "title", "type", "url", "year"}


def read(publication: Publication) -> dict[str, Any]:
    found = yaml.safe_load(citation_file(publication, "two letters"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("publication", [FULL, LEAST])
def test_the_rules_of_the_format(publication: Publication) -> None:
    found = read(publication)
    assert {"authors", "cff-version", "message", "title"} <= {*found} <= KEYS
    assert found["cff-version"] == "1.2.0"
    assert found["type"] in {"dataset", "software"}
    reference = found["preferred-citation"]
    assert {"authors", "title", "type"} <= {*reference} <= REFERENCE
    for authors in (found["authors"], reference["authors"]):
        assert authors
        assert [author for author in authors if authors.count(author) > 1] == []
        for author in authors:
            keys = {*author} - {"email"}
            assert keys in ({"name"}, {"family-names", "given-names"})


def test_what_it_says() -> None:
    found = read(FULL)
    assert found["title"] == FULL.title
    assert found["authors"] == [
        {"family-names": "Roe", "given-names": "Ann", "email": "roe@example.org"},
        {"name": "Mao Zedong"},  # which of these is the family's name, nobody said
    ]
    assert found["date-released"] == date(2026, 1, 2)
    assert (found["doi"], found["license"]) == ("10.1234/town", "CC-BY-4.0")
    assert found["preferred-citation"]["publisher"] == {"name": "Town Press: North"}
    assert found["preferred-citation"]["year"] == 2026


def test_what_the_format_does_not_take_is_left_out() -> None:
    other = Publication(
        title="a\x85b\u2028c \U0001f600\x07",
        editors=("Eva Poe <e@x.y>",),
        publisher="P",
        licence="our own",
        date="2026-02",
        doi="10.1234/\xe4",
    )
    text = citation_file(other, "")
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    found = yaml.safe_load(text)
    assert found["title"] == "a b c \U0001f600\x07"
    assert {"date-released", "doi", "license", "license-url"}.isdisjoint(found)
    assert found["authors"] == [{"name": "Eva Poe"}]  # endings of hosts have two letters


def test_a_licence_that_has_no_short_name() -> None:
    assert read(LEAST)["license-url"] == "https://example.org/terms"
    assert "license" not in read(LEAST)


def test_for_people() -> None:
    assert in_words(FULL) == (
        'Roe, Ann; Mao Zedong (ed.): Letters: "A" to B # 1. Town Press: North, 2026.'
        " https://doi.org/10.1234/town"
    )
    assert in_words(LEAST) == "E (ed.): T. P."
    text = licence_file(LEAST)
    assert re.search("^https://example.org/terms$", text, re.MULTILINE)
