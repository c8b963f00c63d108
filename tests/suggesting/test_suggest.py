"""A suggested profile: its values, their reasons, and that it is one."""

import re
import tomllib
from pathlib import Path

import pytest

from letters import PROSE, page
from teikit.converting.source import Source
from teikit.profiles.profile import Beginning
from teikit.suggesting.pages import titles
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
        ("Letters of Anna Roe Volume I of II", "Anna Roe", ""),
        ("Lettres à Mademoiselle de Volland", "", "Mademoiselle de Volland"),
        ("Roe, Anna. Letters (1851-1854)", "", ""),
        ("The Paston Letters, by James Editor", "", ""),
        ("Letters, edited by Peter Editor", "", ""),
        ("Lettres à une inconnue", "", "une inconnue"),
        ("LETTERS OF ANNA ROE BY JAMES EDITOR", "Anna Roe", ""),
        ("Letters of Anna Roe to Various Friends", "Anna Roe", ""),
        ("Lettres de Mmes. de Roux, de Poix", "", ""),
    ],
)
def test_the_title_names_who_wrote(title: str, sender: str, receiver: str) -> None:
    language = "fr" if title.startswith("Lettres") else "en"
    text = page([f"{n}" for n in (1, 2, 3)], language)
    text = text.replace("ANNA ROE.", "A. R.").replace("ANNE ROUX.", "A. R.")
    edition = written(suggested(text, titles=(title,)))["edition"]
    assert edition.get("sender", "") == (sender or "A. R.")
    assert edition.get("receiver", "") == receiver


def test_signatures_that_are_all_the_same() -> None:
    edition = written(suggested(page(HEADS)))["edition"]
    assert edition["sender"] == "Anna Roe"
    assert "4 of 4 signatures, such as “ANNA ROE”" in suggested(page(HEADS)).toml()


def test_initials_are_taken_with_a_question() -> None:
    suggestion = suggested(page(HEADS).replace("ANNA ROE.", "A. R."))
    (line,) = (row for row in suggestion.toml().splitlines() if row.startswith("sender"))
    assert line.startswith('sender = "A. R."')
    assert "# (?) 4 of 4 signatures" in line
    assert "who is it?" in line


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


def test_names_of_files_that_tell_date_and_place() -> None:
    texts = [page([""]).replace("Dover", place) for place in ("Leipzig", "Wronke", "Breslau")]
    names = ["1851-07-07 Leipzig.txt", "1851-08-24 Wronke.txt", "1851-11-21 Breslau.txt"]
    sources = [Source(name, text) for name, text in zip(names, texts, strict=True)]
    table = written(suggest(sources))["page"]
    assert table["begins"] == "file"
    assert table["file_name"] == ["{date} {place}"]


def test_names_of_files_that_tell_number_and_receiver() -> None:
    texts = [
        page([""]).replace("My dear friend", f"My dear {name}") for name in ("Doe", "Poe", "Coe")
    ]
    names = ["roe_081_doe.txt", "roe_082_poe.txt", "roe_083_coe.txt"]
    sources = [Source(name, text) for name, text in zip(names, texts, strict=True)]
    assert written(suggest(sources))["page"]["file_name"] == ["roe_{number}_{receiver}"]


def test_a_table_beside_the_pages(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file;from;to\n", encoding="utf-8")
    sources = [Source(str(tmp_path / f"{name}.txt"), page([""])) for name in "abc"]
    assert written(suggest(sources))["page"]["metadata"] == "metadata.csv"


def test_a_summary_in_brackets_under_each_heading() -> None:
    summary = "[She tells of the boat, and of what has become of the parcel that he sent.]"
    text = page([f"{head}\n\n{summary}" for head in HEADS])
    assert written(suggested(text))["page"]["summary"] == ["[*]"]


def test_groups_of_letters_by_one_writer() -> None:
    groups = [f"{name}\n1751-1824\n\nTo John Doe" for name in ("ANNA ROE", "CARL POE")]
    text = page([groups[0], "To Mrs. Doe", groups[1], "To C. Coe"])
    assert written(suggested(text))["page"]["headings"][0] == "{sender} {year}-{year}"


def test_the_title_of_a_web_page(tmp_path: Path) -> None:
    web_page = tmp_path / "page.htm"
    head = '<meta charset="windows-1252"><title>Lettres d\'Ren\xe9e &amp; Co</title>'
    web_page.write_bytes(f"<html><head>{head}</head></html>".encode("cp1252"))
    assert titles([web_page, tmp_path / "none.htm", tmp_path / "page.txt"]) == [
        "Lettres d'Renée & Co"
    ]


@pytest.mark.parametrize("word", ["D{x}", "{", "A*B", 'D"E', "D\x7fE", "D\u202eE", "{{number}}"])
def test_whatever_stands_in_pages_the_profile_can_be_read(word: str) -> None:
    heads = [f"{number}e {word}" for number in ("XV", "XVI", "XVII")]
    suggestion = suggested(page(heads, "fr") + f"\n\n[1] {word}", name=f"{word}\udcff.txt")
    assert suggestion.profile().edition.language == "fr"
    assert suggestion.toml().encode("utf-8")


def test_names_of_files_with_braces() -> None:
    sources = [Source(f"{{{name}}} 12 {name}.txt", page([""])) for name in "abc"]
    assert suggest(sources).profile().page.file_name == ()


def test_a_family_name_in_headings_and_signatures() -> None:
    heads = [f"{n}. JOHN ROE." for n in (1, 2, 3, 4)]
    family = page(heads).replace("My dear friend,", "My dear brother,")
    assert '\n  "{number}. {receiver}"' in suggested(family).toml()
    own = family.replace("ANNA ROE.", "J. Roe.")
    assert '\n  "{number}. {sender}"' in suggested(own).toml()


def test_a_file_of_no_name_is_called_as_its_title() -> None:
    unsigned = page(HEADS).replace("ANNA ROE.", "A. R.")
    suggestion = suggest([Source("raw/raw.htm", unsigned)], ("Family papers",))
    assert suggestion.value("edition", "id") == "family-papers"
    assert suggestion.value("edition", "title") == "Family papers"
    text = "The papers of a family\n\n" + page(HEADS)
    suggestion = suggest([Source("raw/raw.txt", text)])
    assert suggestion.value("edition", "title") == "The papers of a family"


def test_lines_that_stand_again_and_again_are_shown_as_furniture() -> None:
    text = suggested(page(HEADS, between="Printed for the club")).toml()
    assert '# furniture = ["Printed for the club"]' in text
    assert "furniture" not in suggested(page(HEADS)).toml()


def test_dates_in_first_paragraphs_beside_headings_of_another_writer() -> None:
    days = ("Oct. 11, Wednesday m(orning)", "Nov. 16", "Dec. 9, at home", "Dec. 28, Ghent")
    letters = [f"(1775,) {day}.--I went there. {PROSE['en']}" for day in days]
    letters.insert(2, f"Carl Poe to John Doe.\n\n1775, December 7.--I went. {PROSE['en']}")
    letters.insert(4, f"Carl Poe to John Doe.\n\n1775, December 12.--I wrote. {PROSE['en']}")
    profile = suggested("\n\n\n".join(letters)).profile()
    assert profile.page.begins is Beginning.DATELINE
    assert [template.text for template in profile.page.headings] == ["{sender} to {receiver}"]
    assert (profile.edition.first_year, profile.edition.last_year) == (1775, 1775)


def test_headings_that_notes_repeat_are_counted_before_the_notes() -> None:
    names = ("John Doe", "Carl Poe", "Dora Moe", "Emma Foe")
    heads = [f"{number}. {name}" for number, name in enumerate(names, 7)]
    note = "Printed from the original, for the first time.\n\n1 A village near London."
    notes = "\n\n".join(f"{head}\n\n{note}" for head in heads)
    suggestion = suggested(f"{page(heads)}\n\nNOTES\n\n{notes}\n")
    tables = written(suggestion)
    assert tables["page"]["headings"] == ["{number}. {receiver}"]
    assert tables["page"]["notes"] == ["NOTES"]
    assert tables["notes"] == {"place": "book"}
    assert "4 headings of letters are repeated above notes" in suggestion.toml()
    (line,) = (row for row in suggestion.toml().splitlines() if '"{number}. {receiver}"' in row)
    assert "4 lines" in line
    assert "(?)" not in line
    assert "4 are signed with another surname" in line


def test_letters_that_are_numbered_again_are_no_notes() -> None:
    heads = [f"{number}. {name}" for number, name in enumerate(("John Doe", "Carl Poe"), 7)]
    suggestion = suggested(f"{page(heads)}\n\nNOTES\n\n{page(heads)}\n")
    assert "place" not in written(suggestion).get("notes", {})


def test_places_and_years_in_brackets_are_no_summaries() -> None:
    texts = page(HEADS)
    for head in HEADS:
        texts = texts.replace(f"{head}\n", f"{head}\n\n[Rome, 1852.]\n", 1)
    assert "summary" not in written(suggested(texts))["page"]


@pytest.mark.parametrize(
    ("lines", "sender", "receiver"),
    [
        ("Briefe Roths\n\nan\n\nKarl Weiss.", "Anna Roth", "Karl Weiss"),
        ("Briefe\n\nan\n\nKarl Weiss.\n\nVon\n\nAnna Roth.", "Anna Roth", "Karl Weiss"),
        ("Anna Roth\n\nBriefe an Karl Weiss", "Anna Roth", "Karl Weiss"),
        ("Roths Briefe an Leipziger Freunde", "Anna Roth", ""),
        ("Briefe an eine Freundin", "Anna Roth", "eine Freundin"),
    ],
)
def test_a_title_goes_on_over_several_lines(lines: str, sender: str, receiver: str) -> None:
    text = page([f"{n}" for n in (1, 2, 3)], "de")
    edition = written(suggested(f"{lines}\n\n\n{text}"))["edition"]
    assert edition["sender"] == sender
    assert edition.get("receiver", "") == receiver


def test_a_title_without_a_signature_is_not_sure() -> None:
    text = page([f"{n}" for n in (1, 2, 3)]).replace("ANNA ROE.\n", "").replace("ANNA ROE.", "")
    lines = suggested(f"Letters of Anna Roe\n\n{text}").toml().splitlines()
    assert "(?)" in next(line for line in lines if line.startswith("sender"))


@pytest.mark.parametrize(
    ("title", "sender"),
    [
        ("Lettres à une inconnue, by Pierre Dumas", "Pierre Dumas"),
        ("Lettres du prince de Roux à la comtesse de Poix", "prince de Roux"),
    ],
)
def test_who_wrote_a_book_of_letters_need_not_sign_them(title: str, sender: str) -> None:
    text = page([f"{n}" for n in (1, 2, 3)], "fr").replace("ANNE ROUX.", "MARS.", 1)
    lines = suggested(text.replace("ANNE ROUX.", ""), titles=(title,)).toml().splitlines()
    assert any(line.startswith(f'sender = "{sender}"') and "(?)" in line for line in lines)


def test_who_signs_in_many_ways_is_named_by_the_usual_one() -> None:
    text = page([f"To {name}." for name in ("John Doe", "Mrs. Doe", "C. Poe", "D. Poe")])
    text = text.replace("ANNA ROE.", "ANNA ROE, M.P., M.A.", 1)
    assert written(suggested(text))["edition"]["sender"] == "Anna Roe"


@pytest.mark.parametrize("lead", ["To ", ""])
def test_two_persons_write_to_each_other(lead: str) -> None:
    heads = [f"{n}. {lead}{name}." for n, name in enumerate(["ANNA ROE", "JOHN DOE"] * 4, 1)]
    text = page(heads).replace("ANNA ROE.\n\n1", "\n\n1")
    edition = written(suggested(text))["edition"]
    assert {edition["sender"], edition["receiver"]} == {"Anna Roe", "John Doe"}


def test_where_few_letters_are_dated_the_title_tells_the_years() -> None:
    text = page([f"{n}" for n in (1, 2, 3)], "de").replace("1852", "52").replace("1853", "53")
    edition = written(suggested(f"Briefe Roths\n\nAus den Jahren 1849 bis 1859.\n\n{text}"))
    assert edition["edition"]["first_year"] == 1849
    assert edition["edition"]["last_year"] == 1859


def test_years_alone_under_headings_are_years_of_the_edition() -> None:
    text = page([f"{n}. To John Doe." for n in range(1, 7)])
    years = sorted({int(year) for year in re.findall(r"18\d\d", text)})
    place = re.search(r"(?m)^.*18\d\d.*$", text)
    assert place is not None
    lone = text[: place.start()] + f"{years[0] - 5}." + text[place.end() :]
    assert written(suggested(lone))["edition"]["first_year"] == years[0] - 5


def test_where_the_julian_calendar_was_used_its_key_is_offered() -> None:
    text = page([f"{n}" for n in (1, 2, 3)])
    assert "julian" not in suggested(text).toml()
    assert '# calendar = "julian"' in suggested(text.replace("185", "170")).toml()
