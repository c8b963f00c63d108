"""Notes behind all letters in groups that are headed like these."""

from pathlib import Path

import pytest

from pages import Converted, converted, source_layer
from teikit.profiles.profile import Profile, parse

PROFILE = """
extends = "plain-letters"
[edition]
first_year = 1840
last_year = 1860
sender = "Anna Roe"
[page]
"""
NAMES = ("Ben Doe", "Carl Poe", "Dora Moe")
NUMBERED = 'headings = ["{number}. To {receiver}"]'
TEXT = "I have had your letter1 of the month before, and I am glad that all are well2 again."


def profile(page: str = NUMBERED, notes: str = "", language: str = "en") -> Profile:
    edition = PROFILE.replace("[edition]", f'[edition]\nlanguage = "{language}"')
    return parse(f"{edition}{page}\n{notes}", "own.toml")


def letters(*headings: str, text: str = TEXT) -> str:
    return "\n\n".join(
        f"{heading}\n\nLondon, {day} May 1850.\n\nMy dear friend,\n\n{text}\n\nAnna Roe"
        for day, heading in enumerate(headings, 3)
    )


def headings(first: int = 11) -> list[str]:
    return [f"{number}. To {name}" for number, name in enumerate(NAMES, first)]


def groups(*heads: str, title: str = "NOTES") -> str:
    notes = "\n\n".join(
        f"{head}\n\nPrinted from the original {letter}.\n\n1 Alpha {letter}.\n\n2 Beta {letter}."
        for letter, head in enumerate(heads, 1)
    )
    return f"{title}\n\n{notes}" if title else notes


def read(folder: Path, text: str, own: Profile | None = None) -> Converted:
    return converted(folder, text, authority=None, profile=own or profile())


def messages(found: Converted, code: str) -> list[str]:
    return [each.message for each in found.findings if each.rule.code == code]


def notes(found: Converted) -> list[list[tuple[str, str, bool]]]:
    """For each document, its notes: number, last words, and whether a mark leads there."""
    return [
        [
            (
                str(n.get("n", "")),
                " ".join("".join(n.itertext()).split()[-2:]),
                "target" in n.attrib,
            )
            for n in document.all("//t:note[@place]")
        ]
        for document in found.documents
    ]


def expected(count: int = 3) -> list[list[tuple[str, str, bool]]]:
    return [
        [
            ("", f"original {letter}.", False),
            ("1", f"Alpha {letter}.", True),
            ("2", f"Beta {letter}.", True),
        ]
        for letter in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    "form",
    [
        "{number}. To {name}",
        "{number}. TO {name}",
        "{number}",
        "{number}.",
        "Letter {number}",
        "Letter {number}.",
        "Zu Nr. {number}",
        "К письму {number}",
        "No. {number} / p. 34",
        "{number} (p. 34)",
        "To {name}",
        "{number}. {name}",
        "{number}. To {name}, 3 May 1850",
    ],
)
def test_groups_go_to_the_letters_that_they_are_headed_like(tmp_path: Path, form: str) -> None:
    heads = [form.format(number=n, name=name) for n, name in enumerate(NAMES, 11)]

    found = read(tmp_path, f"{letters(*headings())}\n\n{groups(*heads)}\n")

    assert len(found.documents) == len(NAMES)
    assert notes(found) == expected()
    assert [d.texts("//t:back//t:head") for d in found.documents] == [[head] for head in heads]
    assert not found.codes() & {"R020", "R022", "R028", "R029", "R047", "R048"}


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("NOTES", "en"),
        ("Notes to the letters", "en"),
        ("Commentary", "en"),
        ("Anmerkungen zu den Briefen", "de"),
        ("Zu den Briefen", "de"),
        ("ПРИМЕЧАНИЯ", "ru"),
        ("Примечания к письмам", "ru"),
        ("Notes sur les lettres", "fr"),
    ],
)
def test_titles_of_notes_are_known(tmp_path: Path, title: str, language: str) -> None:
    page = f"{letters(*headings())}\n\n{groups(*headings(), title=title)}\n"

    found = read(tmp_path, page, profile(language=language))

    assert notes(found) == expected()
    assert "R048" not in found.codes()


def test_repeated_headings_are_seen_without_a_title(tmp_path: Path) -> None:
    page = f"{letters(*headings())}\n\n{groups(*headings(), title='APPARATUS')}\n"

    found = read(tmp_path, page)

    assert notes(found) == expected()
    assert "R048" in found.codes()


def test_numbers_alone_begin_letters_again_where_no_title_says_that_they_do_not(
    tmp_path: Path,
) -> None:
    part = "\n\n".join(
        f"{number}.\n\nThe winter was long, and nobody came over the hills to see us at all."
        for number in range(1, 4)
    )

    found = read(
        tmp_path, f"{part}\n\nTHE SECOND BOOK\n\n{part}\n", profile('number = ["{number}."]')
    )

    assert len(found.documents) == 6


def test_letters_whose_headings_come_again_are_letters(tmp_path: Path) -> None:
    page = f"{letters(*headings())}\n\nNOTES\n\n{letters(*headings())}\n"

    found = read(tmp_path, page)

    assert len(found.documents) == 6


def test_a_group_of_no_letter_is_a_finding(tmp_path: Path) -> None:
    heads = [*headings(), "19. To Emma Foe"]

    found = read(tmp_path, f"{letters(*headings())}\n\n{groups(*heads)}\n")

    assert len(found.documents) == 3
    (message,) = messages(found, "R047")
    assert "19. To Emma Foe" in message


def test_a_mark_that_finds_no_note_in_its_group_is_a_finding(tmp_path: Path) -> None:
    text = f"{TEXT} The garden3 is green."

    found = read(tmp_path, f"{letters(*headings(), text=text)}\n\n{groups(*headings())}\n")

    assert notes(found) == expected()
    assert len(messages(found, "R022")) == 3


def test_a_note_without_a_mark_is_a_finding(tmp_path: Path) -> None:
    page = f"{letters(*headings())}\n\n{groups(*headings())}\n\n3 Gamma.\n"

    found = read(tmp_path, page)

    assert len(messages(found, "R020")) == 1


def test_notes_stand_under_each_other(tmp_path: Path) -> None:
    note = "Printed from the original 1.\n1 Alpha 1.\n2 Beta 1."
    page = f"{letters(headings()[0])}\n\nNOTES\n\n{headings()[0]}\n\n{note}\n"

    assert notes(read(tmp_path, page)) == expected(1)


def test_the_editors_text_below_the_title_is_a_document(tmp_path: Path) -> None:
    prose = "These notes say where each letter is kept and what it is about. " * 5
    page = f"{letters(*headings())}\n\nNOTES\n\n{prose}\n\n{groups(*headings(), title='')}\n"

    found = read(tmp_path, page)

    assert notes(found) == [*expected(), []]
    assert found.documents[3].all("//t:div[@type='essay']")


def test_the_foot_of_the_page_is_no_note(tmp_path: Path) -> None:
    note = "1 Alpha.\n2 Beta."
    heads = "\n\n".join(f"{head}\n\n{note}" for head in headings())
    page = f"{letters(*headings())}\n\nNOTES\n\n{heads}\n\nLast change: Thursday\n"

    found = read(tmp_path, page)

    assert "R002" in found.codes()
    assert not any("Thursday" in text for d in found.documents for text in d.texts("//t:note"))


def test_nothing_is_lost_or_written_twice(tmp_path: Path) -> None:
    page = f"{letters(*headings())}\n\n{groups(*headings(), '19. To Emma Foe')}\n"

    found = read(tmp_path, page)

    names = [file.name for each in found.pages for file in each.files if file.letter]
    written = source_layer(found.bytes, names, tmp_path)
    assert sorted(written.split()) == sorted(page.split())


def test_a_number_that_comes_again_behind_notes_is_a_letter(tmp_path: Path) -> None:
    numbered = profile('number = ["No. {number}"]')
    letter = "London, 3 May 1850.\n\nWe come.\n\nAnna Roe"
    page = f"No. 12\n\n{letter}\n\nNotes:\n\n1. Alpha.\n\nNo. 12\n\nWe stay.\n\nAnna Roe\n"
    assert len(read(tmp_path, page, numbered).documents) == 2
