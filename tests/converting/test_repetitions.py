"""Passages that the translation repeats word for word."""

import pytest

from teikit.converting.recognise import repetitions

PASSAGE = (
    "This fact, combined with the invasion of the troops in Nakhichevan, served as a pretext"
    " for a new aggravation of the conflict. "
)


def found(text: str) -> list[tuple[str, list[str]]]:
    return [
        (text[each.first.start : each.first.end], [text[c.start : c.end] for c in each.copies])
        for each in repetitions.find(text)
    ]


@pytest.mark.parametrize("copies", [1, 2, 3, 5])
@pytest.mark.parametrize("before", ["", "Before it all, there was peace. "])
@pytest.mark.parametrize("after", ["", "After it came war."])
def test_copies_behind_each_other(copies: int, before: str, after: str) -> None:
    ((first, others),) = found(before + PASSAGE * (copies + 1) + after)
    assert first == PASSAGE.strip()
    assert others == [PASSAGE.strip()] * copies


def test_white_space_makes_no_difference() -> None:
    ((_, others),) = found(PASSAGE + PASSAGE.replace(" ", "  ").replace("fact  ", "fact\xa0"))
    assert len(others) == 1


def test_a_copy_begins_with_a_sentence() -> None:
    text = "It ends here (F. 1). " + (PASSAGE.strip() + " (F. 1). ") * 3
    ((first, others),) = found(text)
    assert first.startswith("This fact")
    assert first.endswith("(F. 1).")
    assert len(others) == 2


def test_two_repetitions_in_one_text() -> None:
    other = PASSAGE.replace("This fact", "Another matter").replace("troops", "ships")
    assert len(found(PASSAGE * 2 + "Then it went on otherwise. " + other * 2)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ask the political controller. Ask the political controller immediately.",
        "by telegraph, by telegraph, by telegraph, by telegraph",
        PASSAGE + "Something else stood here between the two of them. " + PASSAGE,
        PASSAGE + PASSAGE.replace("pretext", "reason"),
        "all the time of the conversation " * 2,
    ],
)
def test_what_is_no_repetition(text: str) -> None:
    assert found(text) == []


def test_long_texts_take_no_long_time() -> None:
    assert len(found("word " * 30_000)) <= 1
    assert found(" ".join(map(str, range(30_000)))) == []
