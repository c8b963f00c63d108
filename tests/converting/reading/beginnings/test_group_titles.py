"""What titles of several letters give to each of them."""

from teikit.converting.letter import Heading, NameGroup
from teikit.converting.reading.beginnings.group_titles import under_group_titles
from teikit.converting.reading.beginnings.start import Start
from teikit.converting.reading.layout import Line, PageLayout
from teikit.converting.reading.lined_page import LinedPage
from teikit.converting.source import Source, Span
from teikit.profiles.profile import load


def lined(text: str) -> LinedPage:
    """A page whose lines are those of its text."""
    page = Source("page.txt", text)
    lines = tuple(Line(span, gap=1) for span in page.lines(Span(0, len(text))))
    return LinedPage(page, load("plain-letters"), PageLayout(lines))


def to(name: str, template: str = "Letters to {receiver}") -> Heading:
    return Heading("letter", (NameGroup("", (name,), "receiver"),), template=template)


def sides(start: Start) -> list[tuple[str, tuple[str, ...], bool]]:
    groups = start.heading.groups if start.heading else ()
    return [(group.side, group.names, group.inherited) for group in groups]


def test_a_title_names_the_receiver_of_the_letters_below() -> None:
    page = lined("Letters to Roe\nI.\nText.\nII.\nText.\n")
    title = Start(0, titles=(0,), heading=to("Roe"))
    found = under_group_titles(page, [title, Start(1, 1, "I"), Start(3, 3, "II")])
    assert [start.line for start in found] == [0, 3]
    assert found[0].above == (0,)
    assert [sides(start) for start in found] == [[("receiver", ("Roe",), True)]] * 2


def test_a_title_and_headings_name_both_sides() -> None:
    page = lined("Letters to Roe\nFrom Doe\nText.\nFrom Poe\nText.\n")
    names = [
        Heading("letter", (NameGroup("", (name,), "sender"),), template="From {sender}")
        for name in ("Doe", "Poe")
    ]
    starts = [
        Start(0, titles=(0,), heading=to("Roe")),
        Start(1, titles=(1,), heading=names[0]),
        Start(3, titles=(3,), heading=names[1]),
    ]
    assert [sides(start) for start in under_group_titles(page, starts)] == [
        [("sender", ("Doe",), False), ("receiver", ("Roe",), True)],
        [("sender", ("Poe",), False), ("receiver", ("Roe",), True)],
    ]


def test_the_number_behind_that_of_a_group_ends_it() -> None:
    page = lined("IV. Letters to Roe\nI.\nText.\nII.\nText.\nV.\nText.\n")
    title = Start(0, 0, "IV", titles=(0,), heading=to("Roe"))
    numbers = [Start(1, 1, "I"), Start(3, 3, "II"), Start(5, 5, "V")]
    found = under_group_titles(page, [title, *numbers])
    assert [len(sides(start)) for start in found] == [1, 1, 0]


def test_a_heading_with_text_below_is_its_letters_own() -> None:
    page = lined("To Roe\nText.\nII.\nText.\n")
    starts = [Start(0, titles=(0,), heading=to("Roe", "To {receiver}")), Start(2, 2, "II")]
    found = under_group_titles(page, starts)
    assert [sides(start) for start in found] == [[("receiver", ("Roe",), False)], []]
