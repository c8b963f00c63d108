"""A suggested profile: its values, their reasons, and that it is one."""

import tomllib

import pytest

from letters import PROSE, page
from teikit.converting.source import Source
from teikit.profiles.profile import Beginning
from teikit.suggesting.suggest import suggest
from teikit.suggesting.suggestion import Suggestion

HEADS = ["To John Doe.", "To Mrs. Doe.", "To the same.", "To C. Poe."]


def suggested(*texts: str, titles: tuple[str, ...] = (), name: str = "roe.txt") -> Suggestion:
    return suggest([Source(f"{n}-{name}", text) for n, text in enumerate(texts)], titles)


def written(suggestion: Suggestion) -> dict[str, dict[str, object]]:
    return tomllib.loads(suggestion.toml())


def test_it_is_a_profile_of_ten_lines_with_reasons() -> None:
    suggestion = suggested("Letters of Anna Roe\n\n" + page(HEADS))
    text = suggestion.toml()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) < 18
    assert 'extends = "plain-letters"' in text
    assert '"To {receiver}",' in text
    assert "4 lines, e.g. “To the same.”; behind 100% a letter begins" in text
    profile = suggestion.profile()
    assert profile.edition.sender == "Anna Roe"
    assert profile.edition.id == "roe"
    assert (profile.edition.first_year, profile.edition.last_year) == (1851, 1854)
    assert profile.page.begins is Beginning.HEADING
    assert [template.text for template in profile.page.headings] == ["To {receiver}"]


@pytest.mark.parametrize(
    ("title", "sender", "receiver"),
    [
        ("The Letters of Anna Roe", "Anna Roe", ""),
        ("Letters of Anna Roe to John Robert Doe, 1851-1854", "Anna Roe", "John Robert Doe"),
        ("Lettres à M. Doe, by Anna Roe", "Anna Roe", "M. Doe"),
        ("Roe's Letters and Journals, vol. 1", "Roe", ""),
        ("Correspondence of Anna Roe and John Doe", "", ""),
        ("Letters, edited by Peter Editor", "", ""),
    ],
)
def test_the_title_names_who_wrote(title: str, sender: str, receiver: str) -> None:
    language = "fr" if title.startswith("Lettres") else "en"
    text = page([f"{n}" for n in (1, 2, 3)], language)
    text = text.replace("ANNA ROE.", "A. R.").replace("ANNE ROUX.", "A. R.")
    edition = written(suggested(text, titles=(title,)))["edition"]
    assert edition.get("sender", "") == sender
    assert edition.get("receiver", "") == receiver


def test_signatures_that_are_all_the_same() -> None:
    edition = written(suggested(page(HEADS)))["edition"]
    assert edition["sender"] == "Anna Roe"
    assert "4 of 4 signatures, such as “ANNA ROE”" in suggested(page(HEADS)).toml()


def test_initials_are_asked_for_and_not_taken() -> None:
    suggestion = suggested(page(HEADS).replace("ANNA ROE.", "A. R."))
    assert "sender" not in written(suggestion)["edition"]
    assert '# sender = "A. R."' in suggestion.toml()
    assert "who is it?" in suggestion.toml()


def test_names_alone_are_sender_or_receiver_by_what_the_letters_say() -> None:
    heads = [f"{n}. JOHN DOE." for n in (1, 2, 3)]
    greeted = page(heads).replace("My dear friend,", "My dear Doe,")
    signed = page(heads).replace("ANNA ROE.", "J. Doe.")
    assert '"{number}. {receiver}"' in suggested(greeted).toml()
    text = suggested(signed).toml()
    assert '\n  "{number}. {sender}"' in text
    assert '\n  # "{number}. {receiver}"' in text


def test_the_place_of_the_receiver_is_not_his_name() -> None:
    heads = ["A M. JEAN ROUX, A PARIS", "A MADAME ROUX, A LYON", "A M. CARON, A NOHANT"]
    headings = written(suggested(page(heads, "fr")))["page"]["headings"]
    assert headings == ["A {receiver}, A *", "A {receiver}"]


def test_notes_at_the_end_of_the_book() -> None:
    notes = "\n\n".join(f"{{{n}}} A note of the editor on this." for n in (75, 76, 77))
    text = page(["To John Doe.", "To Mrs. Doe.", "To C. Poe."]) + f"\n\nFootnotes:\n\n{notes}"
    suggestion = suggested(text)
    assert written(suggestion)["notes"]["place"] == "book"
    assert "3 notes stand under “Footnotes:” behind the last letter" in suggestion.toml()


def test_notes_in_the_middle_of_letters() -> None:
    note = "[Footnote 1: A note of the editor on this.]"
    text = page(HEADS).replace(PROSE["en"], f"{PROSE['en']}\n\n{note}\n\n{PROSE['en']}", 9)
    assert written(suggested(text))["notes"]["place"] == "page"


def test_what_is_not_sure_is_said() -> None:
    without = page(["To John Doe.", "", "To Mrs. Doe.", "To C. Poe."])
    assert any("stand behind no heading" in doubt for doubt in suggested(without).doubts)
    nothing = suggested("Some words.\n\nOther words.")
    assert "No line with a year was seen: write edition.first_year and last_year." in nothing.doubts
    assert written(nothing)["page"]["begins"] == "heading"


def test_a_year_of_two_figures() -> None:
    text = page(HEADS).replace("4 May 1852", "_May_. 4/41")
    edition = written(suggested(text.replace("1851", "1841").replace("1853", "1843")))["edition"]
    assert edition["first_year"] == 1841


@pytest.mark.parametrize(
    "text", ["To " * 9000, "[" * 30000, "1.\n\n" * 9000, "I. A to B\n\n" * 3000]
)
def test_hostile_pages_take_no_time_to_speak_of(text: str) -> None:
    assert suggested(text).toml()
