"""Which letters a letter answers, and what notes and inscriptions tell of its way."""

from pathlib import Path

import pytest

from pages import converted, page

REPLY = "//t:correspContext/t:ref[@type='isReplyTo']"


@pytest.mark.parametrize(
    ("note", "label", "when", "cert"),
    [
        ("The letter is a reply to Stalin's telegram of March 20, 1920: “[...] Wait”.",
         "Stalin's telegram of March 20, 1920", ["1920-03-20"], "high"),
        ("Apparently, this letter was a response to a telegram of March 20, 1920 (see above).",
         "a telegram of March 20, 1920", ["1920-03-20"], "medium"),
        ("It is a reply to a lost telegram.", "a lost telegram", [], "medium"),
    ],
)  # fmt: skip
def test_a_note_tells_what_is_answered(
    tmp_path: Path, note: str, label: str, when: list[str], cert: str
) -> None:
    found = converted(tmp_path, page("We wait 1 here.", "Trotsky.", notes=[f"1 {note}"])).only
    assert found.texts(REPLY) == [label]
    assert found.values(f"{REPLY}/t:date/@when") == when
    assert found.values(f"{REPLY}/@cert") == [cert]
    assert found.values(f"{REPLY}/@resp") == ["#bl-0012-conv"]
    assert found.values(f"{REPLY}/@source") == ["#bl-0012-n1"]


def test_the_first_words_point_at_a_note(tmp_path: Path) -> None:
    notes = ["1 A.", "2 On March 20, 1920, Stalin sent a telegram. Maybe it is meant."]
    text = ("In response to your letter 2 : we wait 1 here.", "Trotsky.")
    found = converted(tmp_path, page(*text, notes=notes)).only
    assert found.texts(REPLY) == ["On March 20, 1920, Stalin sent a telegram"]
    assert found.values(f"{REPLY}/t:date/@when") == ["1920-03-20"]
    assert found.values(f"{REPLY}/@cert") == ["low"]


def test_an_answer_without_note_is_no_known_letter(tmp_path: Path) -> None:
    found = converted(tmp_path, page("In response to your letter: we wait.", "Trotsky.")).only
    assert found.texts(REPLY) == []


@pytest.mark.parametrize(
    ("note", "subtype", "when"),
    [
        ("In the upper left corner there is an inscription: “Executed on 23/ПІ”.",
         "execution", "1920-03-23"),
        ("There is a note on the telegram: “Seen. 22/III was sent to T. Lenin.”",
         "dispatch", "1920-03-22"),
    ],
)  # fmt: skip
def test_an_inscription_tells_what_happened(
    tmp_path: Path, note: str, subtype: str, when: str
) -> None:
    found = converted(tmp_path, page("We wait 1 here.", "Trotsky.", notes=[f"1 {note}"])).only
    path = f"//t:correspAction[@type='transmitted'][@subtype='{subtype}']/t:date/@when"
    assert found.values(path) == [when]


def test_a_genre_that_only_the_description_shows(tmp_path: Path) -> None:
    source = "RTSKHIDNI. F. 5. Op. 1. D. 2433. L. 88. Ticker-tape."
    for heading, genre, cert in (
        ("L. D. Trotsky to I. V. Stalin", "conversation", ["low"]),
        ("Telegram of L. D. Trotsky to I. V. Stalin", "telegram", []),
    ):
        found = converted(tmp_path, page("We wait.", "Trotsky.", heading=heading, source=source))
        assert found.only.values("//t:body/t:div/@type") == [genre]
        assert found.only.values("//t:body/t:div/@cert") == cert
        assert ("R044" in found.codes()) == bool(cert)


def test_the_language_of_the_manuscripts(tmp_path: Path) -> None:
    found = converted(tmp_path, page("We wait.", "Trotsky.")).only
    assert found.values("//t:msDesc/t:msContents/t:textLang/@mainLang") == ["ru"]
