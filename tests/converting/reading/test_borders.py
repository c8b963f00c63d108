"""Where letters begin: rules between them, numbered headings, signatures above headings."""

import pytest

from teikit.converting.authority import Authority
from teikit.converting.reading import cut, documents
from teikit.converting.source import Source
from teikit.profiles.profile import Profile, parse

TEXT = "I have your letter and thank you for it, and for all that you have done in this matter."


def profile(page: str) -> Profile:
    return parse(f'extends = "plain-letters"\n[page]\n{page}\n', "my.toml")


def firsts(text: str, page: str) -> list[str]:
    letters, _ = documents(cut(Source("page.txt", text), profile(page)), profile(page), Authority())
    return [letter.source[letter.span].split("\n")[0] for letter in letters]


@pytest.mark.parametrize("rule", ["* * * * *", "----------", "**\n*"])
def test_letters_between_rules(rule: str) -> None:
    letters = [f"Dear Doe, {TEXT}\n\nRoe", f"{TEXT}\n\nRoe", f"No, {TEXT}\n\nRoe"]
    text = "Letters of Roe\n\n" + f"\n\n{rule}\n\n".join(letters)
    assert firsts(text, 'begins = "rule"') == [f"Dear Doe, {TEXT}", TEXT, f"No, {TEXT}"]


def test_numbered_headings_to_one_person_are_no_running_heads() -> None:
    heads = ["522. П. А. ДОЕВУ", "550. П. А. ДОЕВУ", "563. П. А. ДОЕВУ"]
    text = "\n\n".join(f"{head}\n\n4 мая 1851 г. Москва\n\n{TEXT}" for head in heads)
    page = 'headings = ["{number}. {receiver}"]\n[edition]\nlanguage = "ru"'
    assert firsts(text, page) == heads


def test_a_number_may_be_a_range() -> None:
    text = f"851–852. To John Doe\n\n{TEXT}\n\n853. To John Doe\n\n{TEXT}"
    page = 'headings = ["{number}. To {receiver}"]'
    assert firsts(text, page) == ["851–852. To John Doe", "853. To John Doe"]


def test_a_signature_is_no_part_of_the_heading_below_it() -> None:
    text = f"I. Anna Roe to John Doe\n\n{TEXT}\n\nAnna Roe\n\nII. John Doe to Anna Roe\n\n{TEXT}"
    page = 'headings = ["{roman}. {sender} to {receiver}", "{sender} to {receiver}"]'
    assert firsts(text, page) == ["I. Anna Roe to John Doe", "II. John Doe to Anna Roe"]


@pytest.mark.parametrize("name", ["Mrs. Poe", "Capt. John Doe", "the Rev. Dr. Doe"])
def test_an_abbreviated_title_does_not_end_a_sentence(name: str) -> None:
    assert firsts(f"To {name}.\n\n{TEXT}", 'headings = ["To {receiver}"]') == [f"To {name}."]


def test_a_sentence_is_no_name() -> None:
    page = 'headings = ["To {receiver}", "{number}"]\nnumber = ["{number}"]'
    assert firsts(f"1\n\n{TEXT}\n\nTo London. Then back again.", page) == ["1"]


def test_a_long_summary_stands_above_the_dateline() -> None:
    summary = f"[{' '.join([TEXT] * 5)}]"
    text = f"To John Doe\n\n{summary}\n\nDover, 4 May 1851\n\nDear Doe,\n\n{TEXT}"
    page = 'headings = ["To {receiver}"]\nsummary = ["[*]"]'
    letters, _ = documents(cut(Source("page.txt", text), profile(page)), profile(page), Authority())
    assert [block.kind for block in letters[0].blocks][:4] == [
        "heading",
        "summary",
        "dateline",
        "salute",
    ]
