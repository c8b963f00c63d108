"""Where letters begin, and what a page says besides."""

import contextlib
import time
from pathlib import Path

import pytest

from pages import converted, plain
from teikit.converting.reading.page import Draft, divide
from teikit.converting.reading.signs import LineSigns
from teikit.converting.source import Source, collapse
from teikit.errors import TeikitError
from teikit.profiles.profile import Profile, parse

LETTER = "Ghent, 5 May 1851.\n\nDear Carl,\n\nAll is well{}.\n\nYours ever,\n\nAnna Roe\n\n"


def cut(text: str, profile: Profile) -> tuple[list[Draft], list[str]]:
    drafts, findings = divide(Source("page.txt", text), profile)
    return drafts, [finding.rule.code for finding in findings]


def headed(text: str, *templates: str) -> list[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    """The numbers of the documents, and the names in their headings by side."""
    quoted = ", ".join(f'"{template}"' for template in templates)
    drafts, _ = cut(text, plain(f"headings = [{quoted}]"))
    return [
        (
            draft.number,
            [
                (group.side, group.names)
                for group in (draft.heading.groups if draft.heading else ())
            ],
        )
        for draft in drafts
    ]


@pytest.mark.parametrize(
    ("template", "line", "number", "names"),
    [
        ("To {receiver}", "_To Carl Doe_. {75}", "", [("receiver", ("Carl Doe",))]),
        ("TO {receiver}", "TO GENERAL C. DOE.", "", [("receiver", ("GENERAL C. DOE",))]),
        (
            "{roman}. {sender} to {receiver}",
            "XIV.  Roe to Doe",
            "XIV",
            [("sender", ("Roe",)), ("receiver", ("Doe",))],
        ),
        (
            "{number} {sender} TO {receiver}",
            "12/3 ANNA ROE TO [CARL DOE?][248.3]",
            "12/3",
            [("sender", ("ANNA ROE",)), ("receiver", ("CARL DOE",))],
        ),
        (
            "{sender} to {receiver}",
            "Anna Roe to George and Thomas Doe",
            "",
            [("sender", ("Anna Roe",)), ("receiver", ("George Doe", "Thomas Doe"))],
        ),
        (
            "{sender} to {receiver}",
            "Anna Roe to Mr. John Doe, School-Master, London.",
            "",
            [("sender", ("Anna Roe",)), ("receiver", ("Mr. John Doe",))],
        ),
        (
            "{receiver}. TO {sender}",
            "B. DOE. TO A. ROE",
            "",
            [("sender", ("A. ROE",)), ("receiver", ("B. DOE",))],
        ),
        (
            "LETTER {number}. TO {receiver}. {place}, {date}",
            "LETTER 152. TO J.D. DOE. Down, 12th [December, 1862].",
            "152",
            [("receiver", ("J.D. DOE",))],
        ),
        ("{genre} to {receiver}", "Telegram to Carl Doe", "", [("receiver", ("Carl Doe",))]),
        ("{number}. {receiver}", "851–852. Н. Н. РОЕ", "851–852", [("receiver", ("Н. Н. РОЕ",))]),
    ],
)
def test_headings_by_templates(
    template: str, line: str, number: str, names: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert headed(f"{line}\n\n{LETTER}", template) == [(number, names)]


@pytest.mark.parametrize(
    "line",
    ["To be sure of it, I went home.", "to speak of Carl. He went home.", "To Carl said “no” Doe"],
)
def test_sentences_are_no_headings(line: str) -> None:
    text = f"To Carl Doe\n\n{LETTER}{line}\n\nMore of it.\n"
    assert len(headed(text, "To {receiver}")) == 1


def test_a_heading_over_two_lines_and_its_number_on_a_line_above() -> None:
    text = f"LETTER 7\n\n\nANNA ROE TO THE RIGHT HON. THE EARL OF\nDOE.\n\n{LETTER}"
    drafts, _ = cut(
        text, plain('number = ["LETTER {number}"]\nheadings = ["{sender} TO {receiver}"]')
    )
    assert [(draft.number, len(draft.title_lines)) for draft in drafts] == [("7", 2)]


def test_a_heading_with_several_letters_below_it_gives_them_its_side() -> None:
    text = f"ANNA ROE\n\n1801-1870\n\nTO CARL DOE\n\n{LETTER}TO EVA POE\n\n{LETTER}"
    both = headed(text, "TO {receiver}", "{sender} {year}-{year}")
    assert [names[0] for _, names in both] == [("sender", ("ANNA ROE",))] * 2


def test_a_number_and_a_heading_further_down_are_one_letter() -> None:
    text = f"IV\n\nABSTRACT\n\nTO CARL DOE\n\n{LETTER}V\n\nTO EVA POE\n\n{LETTER}"
    drafts, _ = cut(text, plain('number = ["{roman}"]\nheadings = ["TO {receiver}"]'))
    assert [draft.number for draft in drafts] == ["IV", "V"]
    assert len(drafts[0].summary) == 1


def test_a_lone_year_is_no_number() -> None:
    text = "".join(f"{number}\n\n{LETTER}" for number in (43, 44)) + f"1851\n\n45\n\n{LETTER}"
    drafts, codes = cut(text, plain('number = ["{number}"]'))
    assert [draft.number for draft in drafts] == ["43", "44", "45"]
    assert [len(draft.furniture) for draft in drafts] == [0, 1, 0]
    assert "R008" not in codes


def test_letters_without_headings_begin_at_their_datelines() -> None:
    text = LETTER.format(", said he on Sunday") * 2 + "Paris,\n6 May 1851.\n\nDear Eva,\n\nNo.\n"
    drafts, _ = cut(text, plain('begins = "dateline"'))
    assert [len(draft.text) for draft in drafts] == [5, 5, 4]


def test_a_dateline_below_a_signature_begins_nothing() -> None:
    end = "Dear Carl,\n\nAll is well.\n\nAnna Roe\nGhent, 5 May 1851.\n\n\n"
    drafts, _ = cut(end * 3, plain('begins = "salutation"'))
    assert [len(draft.text) for draft in drafts] == [4, 4, 4]


def test_letters_between_rules() -> None:
    prose = "All of us are well here, and the boys ask after you every day of the week."
    text = f"LETTERS\n\n{prose}\n\nRoe\n\n* * *\n\n{prose}\n\nRoe\n\n**\n*\n\nNo.\n"
    drafts, _ = cut(text, plain('begins = "rule"'))
    assert len(drafts) == 3


def test_a_letter_whose_heading_is_missing_is_cut_off() -> None:
    text = f"To Carl Doe\n\n{LETTER}{LETTER}"
    drafts, codes = cut(text, plain('headings = ["To {receiver}"]'))
    assert len(drafts) == 2
    assert "R080" in codes


def test_a_letter_that_is_quoted_is_not_cut_off() -> None:
    text = f"To Carl Doe\n\nGhent.\n\nDear Carl,\n\nShe writes:\n\n{LETTER}"
    drafts, codes = cut(text, plain('headings = ["To {receiver}"]'))
    assert len(drafts) == 1
    assert "R081" in codes


def test_prose_before_the_first_letter_is_a_document_of_the_editors() -> None:
    text = f"PREFACE\n\n{'These letters were found. ' * 20}\n\nTo Carl Doe\n\n{LETTER}"
    drafts, _ = cut(text, plain('headings = ["To {receiver}"]'))
    assert [draft.is_essay for draft in drafts] == [True, False]


def test_a_page_of_the_editors_does_not_end_the_run(tmp_path: Path) -> None:
    essay = f"PREFACE\n\n{'These letters were found. ' * 20}\n"
    profile = plain('headings = ["To {receiver}"]', id="l")
    made = converted(tmp_path, f"To Carl Doe\n\n{LETTER}", essay, profile=profile)
    assert [document.id for document in made.documents] == ["l-1851-05-05a", "l-essaya"]
    assert "R083" in made.codes()
    assert not made["l-essaya"].all("//t:correspDesc")


def test_a_page_whose_letters_the_profile_does_not_know_is_refused() -> None:
    with pytest.raises(TeikitError, match="no document was found"):
        cut(f"{LETTER}{'More words. ' * 30}", plain('number = ["Nr. {number}"]'))


def test_what_makes_a_cut_doubtful() -> None:
    text = (
        f"1. To Carl Doe\n\n{LETTER}2. To — —\n\n{LETTER}5. To Eva Poe\n\n"
        f"6. To Eva Poe\n\n{LETTER}7. To Eva Poe\n\n{LETTER}To Jan Poe\n\n"
        "6 May 1851.\n\nAll is well.\n"
    )
    _, codes = cut(text, plain('headings = ["{number}. To {receiver}"]'))
    assert {"R007", "R008", "R009", "R085"} <= set(codes)


@pytest.mark.parametrize("run", ["To A ", "Roe, ", "5 May 1851 ", "[18]\n\n", "to to ", "A. "])
def test_templates_take_no_time(run: str) -> None:
    profile = plain(
        'headings = ["{sender}, {receiver}, {place}, {date}", "{sender} to {receiver}"]'
    )
    text = "\n\n".join([run * (280 // len(run))] * 120) + f"\n\nA to B\n\n{LETTER}"
    begun = time.process_time()
    with contextlib.suppress(TeikitError):
        cut(text, profile)
    assert time.process_time() - begun < 4


def test_the_words_of_a_page_are_all_in_its_drafts() -> None:
    text = f"17\n\nTITLE\n\nTo Carl Doe\n\n{LETTER}18\n\nTo Eva Poe\n\n{LETTER}19\n"
    drafts, _ = cut(text, plain('headings = ["To {receiver}"]'))
    spans = sorted(
        span
        for draft in drafts
        for span in (
            *draft.header,
            *draft.title_lines,
            *draft.text,
            *draft.furniture,
            *draft.footer,
        )
    )
    assert collapse(" ".join(text[span.start : span.end] for span in spans)) == collapse(text)


def test_a_dateline_that_the_text_runs_on_behind_begins_a_letter() -> None:
    text = "Ghent, 5 May 1851.--{}\n\nMore of it.\n\nGhent, 6 May 1851.(1)--{}\n"
    words = "I went home, and all was well there with the boys and the cat."
    drafts, _ = cut(text.format(words, words), plain('begins = "dateline"'))
    assert [len(draft.text) for draft in drafts] == [2, 1]


@pytest.mark.parametrize("comment", ["[{}]", "[{}\n\nAnd more of it.]"])
def test_what_the_editors_say_in_brackets_is_no_text_of_the_letter(comment: str) -> None:
    words = comment.format("This letter was found in the attic of the house by the river. " * 2)
    text = f"To Carl Doe\n\n{words}\n\n{LETTER}{words}\n\nTo Eva Poe\n\n{LETTER}"
    drafts, _ = cut(text, plain('headings = ["To {receiver}"]'))
    count = words.count("\n\n") + 1
    assert [(len(d.summary), len(d.text), len(d.commentary)) for d in drafts] == [
        (count, 5, count),
        (0, 5, 0),
    ]


def test_a_comment_before_a_dateline_belongs_to_the_letter_below() -> None:
    words = "[This letter was found in the attic of the house by the river last year.]"
    text = f"{LETTER}\n\n{words}\n\n{LETTER}"
    drafts, _ = cut(text, plain('begins = "dateline"'))
    assert [(len(draft.summary), len(draft.commentary)) for draft in drafts] == [(0, 0), (1, 0)]


def test_a_signature_above_an_address_is_no_heading() -> None:
    text = f"7\n\nANNA ROE TO CARL DOE\n\n{LETTER}C. L.\n\nTo Mr. Doe,\nMr. Poe's,\nGhent.\n"
    drafts, _ = cut(text, plain('number = ["{number}"]\nheadings = ["{sender} TO {receiver}"]'))
    assert len(drafts) == 1


@pytest.mark.parametrize("mark", ["[152]", " [3]", "*", "¹"])
def test_a_note_mark_at_a_number(mark: str) -> None:
    text = "".join(f"{n}.{mark if n != 'II' else ''}\n\n{LETTER}" for n in ("I", "II", "III"))
    drafts, _ = cut(text, plain('number = ["{roman}"]'))
    assert [draft.number for draft in drafts] == ["I", "II", "III"]


PREFACE = "The young cousin is the one of the last chapter, and he never heard of her again."
OPENING = "                         Ghent.\n                         5 May 1851."


@pytest.mark.parametrize(
    ("behind", "summary"),
    [
        (f"{PREFACE}\n\n{OPENING}\n\nDear Carl,", [PREFACE]),
        (f"{PREFACE}\n\n{PREFACE}\n\nGhent, 5 May 1851.\n\nDear Carl,", [PREFACE, PREFACE]),
        (f"{PREFACE}\n\nGhent, 6 May 1851.", []),  # written on, the next day
        (f"Dear Carl,\n\n{PREFACE}\n\n{OPENING}", []),
        (f"Ghent, 4 May 1851.\n\n{PREFACE}\n\n{OPENING}\n\nDear Carl,", []),
    ],
)
def test_prose_of_the_editors_before_the_dateline(behind: str, summary: list[str]) -> None:
    profile = plain('headings = ["To {receiver}"]', language="en")
    text = f"To Carl Doe.\n\n{behind}\n\nAll is well with us, and we wait for you.\n\nAnna Roe\n"
    source = Source("page.txt", text)
    (draft,), findings = divide(source, profile)
    assert [collapse(source[span]) for span in draft.summary] == summary
    assert ("R046" in {finding.rule.code for finding in findings}) == bool(summary)


def test_what_introduces_a_quotation_is_no_heading() -> None:
    text = f"To Carl Doe.\n\n{LETTER}To this he replies:--\n\n{LETTER}"
    assert [names for _, names in headed(text, "To {receiver}")] == [[("receiver", ("Carl Doe",))]]


def test_a_heading_behind_a_number_names_nobody_else() -> None:
    letters = "".join(
        f"{n}.\n\n{'To Carl Doe.' if n == 2 else ''}\n\n{LETTER}" for n in range(1, 9)
    )
    profile = plain('number = ["{number}."]\nheadings = ["To {receiver}"]', language="en")
    drafts, _ = cut(letters, profile)
    assert [draft.number for draft in drafts if draft.heading] == ["2"]


RUN_IN = (
    "(1775,) Oct. 11, Wednesday m(orning).--I went",
    "(1775,) Nov. 16, Thursday night, the Hall of the House of Lords.--I have",
    "(1775,) Dec. 9, Saturday m(orming), at home.--By accident you",
    "December 14, 1775.(1)--I was",
    "1775, December 19, Ghent.—. . . I wrote",
    "[Paris, 4 March 1776.] You ask",
    "Ghent, May 5. — I hope",
)
REST = " to tell you that all is well here, and I hope the same of you and of all your house."


def test_letters_that_begin_with_a_date_in_their_first_paragraph(tmp_path: Path) -> None:
    text = "\n\n\n".join(f"{head}{REST}\n\nMonday morning.--I go on{REST}" for head in RUN_IN)
    profile = parse(
        'extends = "plain-letters"\n[edition]\nfirst_year = 1770\nlast_year = 1780\n'
        '[page]\nbegins = "dateline"\n',
        "own.toml",
    )
    found = converted(tmp_path, text, authority=None, profile=profile)
    assert len(found.documents) == len(RUN_IN)
    sent = "//t:correspAction[@type='sent']/t:date/@when"
    days = [day for document in found.documents for day in document.values(sent)]
    assert days == [
        "1775-10-11", "1775-11-16", "1775-12-09", "1775-12-14", "1775-12-19", "1776-03-04",
        "1776-05-05",
    ]  # fmt: skip
    heads = [document.texts("//t:seg[@type='dateline']") for document in found.documents[:4]]
    assert heads[0] == ["(1775,) Oct. 11, Wednesday m(orning)"]
    assert heads[3] == ["December 14, 1775"]
    places = "//t:correspAction[@type='sent']/t:placeName"
    named = [name for document in found.documents for name in document.texts(places)]
    assert named[1:] == ["Ghent", "Paris", "Ghent"]


@pytest.mark.parametrize(
    "text",
    [
        "In 1775--76 I was at Ghent with them.",
        "I went there on the 5th of May 1775--and saw nobody.",
        "(1775) was a year like others.",
        "(see letter of the king) You ask me what it is.",
        "Monday morning.--I go on.",
        "May 5, 1775.--",
    ],
)
def test_a_paragraph_that_begins_with_no_dateline(text: str) -> None:
    assert not LineSigns(plain("")).run_in_dateline(text)


def test_a_number_a_title_and_the_line_to_the_receiver_are_one_heading(tmp_path: Path) -> None:
    text = "".join(
        f"{number}\n{title}\nAn {name}\n\n{REST.strip()}\n\n\n"
        for number, title, name in (("XI", "Vom Theater", "L***"), ("XII", "Rat", "C. Doe"))
    )
    text += f"XIII\n\nZwei Briefe an A. Roe\n\n\nI.\n\n{REST}\n\n\nII.\n\n{REST}\n\n\n"
    text += f"XIV\nDank\nAn B. Poe\n\n{REST}\n"
    keys = 'number = ["{roman}"]\nheadings = ["An {receiver}", "Zwei Briefe an {receiver}"]'
    found = converted(
        tmp_path, text, authority=None, profile=plain(keys, language="de", language_name="German")
    )
    to = "//t:correspAction[@type='received']/t:persName"
    assert [document.texts(to) for document in found.documents] == [
        ["L***"], ["C. Doe"], ["A. Roe"], ["A. Roe"], ["B. Poe"],
    ]  # fmt: skip
    assert found.documents[0].texts("//t:head") == ["XI", "Vom Theater", "An L***"]


def test_what_is_missed_before_and_among_dates_in_paragraphs() -> None:
    letters = [f"(1775,) Oct. {day}.--I went{REST}" for day in (3, 11, 19)]
    text = "\n\n\n".join([*letters[:2], "Anna Poe to Carl Doe.", letters[2]])
    _, codes = cut(text, plain('begins = "dateline"'))
    assert "R007" in codes
    _, codes = cut(
        "To Carl Doe.\n\n" + "\n\n\n".join(letters), plain('headings = ["To {receiver}"]')
    )
    assert "R081" in codes


def test_an_hour_is_no_part_of_the_place(tmp_path: Path) -> None:
    text = f"To Carl Doe.\n\n(1780,) Sept. 11, Monday morning, 7 o'clock, Ghent.--I went{REST}"
    found = converted(
        tmp_path, text, authority=None, profile=plain('headings = ["To {receiver}"]')
    ).only
    assert found.texts("//t:correspAction[@type='sent']/t:placeName") == ["Ghent"]


def test_the_dateline_behind_what_the_editors_say_begins_no_other_letter() -> None:
    address = "                    9 High Street,\n                    Ghent.\n\n"
    letter = f"{address}5 May 1851.\n\nDear Carl,\n\nAll is well.\n\nA. Roe\n"
    text = f"To Carl Doe.\n\n{PREFACE}\n\n{letter}"
    drafts, findings = cut(text, plain('headings = ["To {receiver}"]', language="en"))
    assert len(drafts) == 1
    assert "R080" not in findings
