"""Archival citations in their parts, and what an "Ibid." stands for."""

from pathlib import Path

import pytest

from pages import KNOWN, converted, page
from teikit.converting.forms import citations
from teikit.profiles.profile import load

PROFILE = load()


def parts(text: str) -> list[tuple[str, ...]]:
    found = citations.find(text, PROFILE.archive, PROFILE.notes.numerals, KNOWN)
    return [
        (each.archive, *(each.values.get(level.name, "") for level in PROFILE.archive.levels))
        for each in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "RTSKHIDNI. F. 5. Op. 2. D. 314. L. 15-16. Typewritten text.",
            ("RTSKHIDNI", "5", "2", "314", "15-16"),
        ),
        ("RTSKHIDNI. F. 558. On. 1. D. 5481. L. 4-7.", ("RTSKHIDNI", "558", "1", "5481", "4-7")),
        ("RTsKHIDNI. F 85. Inv. 13. D. 14. L. 1-6", ("RTsKHIDNI", "85", "13", "14", "1-6")),
        ("RTSKHIDNI, F. 558. On. 1. D. 1818, fol. 1", ("RTSKHIDNI", "558", "1", "1818", "1")),
        ("RTSKHIDNI. F. 17. List 3. D. 96. L. 2", ("RTSKHIDNI", "17", "3", "96", "2")),
        ("RTSKHIDNI. F. 85. Op. 5 / S. D. 1. L. 1-3", ("RTSKHIDNI", "85", "5/S", "1", "1-3")),
        ("RTSKHIDNI. F. 85. Op. 2/S. D. 4. L. 4.", ("RTSKHIDNI", "85", "2/S", "4", "4")),
        (
            "RTSKHIDNI. F. 558. On. 1. D., 5547. L. 2. Autograph",
            ("RTSKHIDNI", "558", "1", "5547", "2"),
        ),
        ("RTSHIDNI; F. 2. Op. 1. D 13. L. 1-1ob", ("RTSHIDNI", "2", "1", "13", "1-1ob")),
        ("RTSKHIDNI. F. 85 Op. 13. D. 17. L. 2-3.", ("RTSKHIDNI", "85", "13", "17", "2-3")),
        ("RTSKHIDNI. F. 5 On. 1. D. 2436. L. 33", ("RTSKHIDNI", "5", "1", "2436", "33")),
        ("RTSKHIDNI. F. 5. On. 1 D. 2528. L. 32", ("RTSKHIDNI", "5", "1", "2528", "32")),
        ("RTSKHIDNI. F. 17. Op. 3. D. 92. L . eight", ("RTSKHIDNI", "17", "3", "92", "8")),
        ("RTSKHIDNI. F. 17. Op. 3. D. 83. L. 1 )", ("RTSKHIDNI", "17", "3", "83", "1")),
        ("GARF. F. 1235. Op. 93. D. 2. L. 1, 3-5.", ("GARF", "1235", "93", "2", "1,3-5")),
        ("TsPA. F. 1. Op. 2. D. 3. L. 4", ("TsPA", "1", "2", "3", "4")),
        ("Ibid. D. 18. L. 1-3", ("", "", "", "18", "1-3")),
        ("3Ibid. L. 6-8", ("", "", "", "", "6-8")),
        ("Ibid. L .6-8", ("", "", "", "", "6-8")),
        ("Ibid., L. 2", ("", "", "", "", "2")),
        ("Ibid. F. 85. Op. 6/S. D. 15. L. 5; The Trotsky papers.", ("", "85", "6/S", "15", "5")),
        ("RTSKHIDNI. F. 5. Op. 2. D. 314. L. 1 and 3", ("RTSKHIDNI", "5", "2", "314", "1")),
        ("RTSKHIDNI. F. 5. Op. 2. D. 314a. L. 15v", ("RTSKHIDNI", "5", "2", "314a", "15v")),
    ],
)
def test_parts(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Lenin V. I. PSS. T. 51. P. 335",
        "The Trotsky papers. Vol. 2. P. 80",
        "Ibid., p. 365",
        "See ibid.",
        "F. Dzerzhinsky",
        "Hello F. Dzerzhinsky.",
        "RSFSR. REVOLUTIONARY COUNCIL OF THE REPUBLIC.",
        "L. D. Trotsky",
        "RTSKHIDNI",
        "",
    ],
)
def test_what_is_no_archival_citation(text: str) -> None:
    assert parts(text) == []


def test_several_in_one_text() -> None:
    text = "(RTSKHIDNI. F. 5. Op. 1. D. 2. L. 3; Ibid. D. 4. L. 5; GARF. F. 6. Op. 7. D. 8. L. 9)"
    assert [each[3] for each in parts(text)] == ["2", "4", "8"]


def normals(
    folder: Path, *notes: str, source: str = "RTSKHIDNI. F. 1. Op. 2. D. 3. L. 4."
) -> list[str]:
    found = converted(folder, page("We ask 1 .", source=source, notes=notes))
    return found.only.values("//t:text//t:bibl[@type='archival']/@n")


def test_ibid_takes_what_it_lacks_from_the_citation_before(tmp_path: Path) -> None:
    note = (
        "1 One (RTsKHIDNI. F. 17. Op. 3. D. 83. L. 1), two (Ibid. L. 5), three (Ibid. D. 84. L. 6),"
        " four (Ibid. Op. 4. D. 1. L. 1), five (Ibid. F. 5. Op. 1. D. 2. L. 3)."
    )
    assert normals(tmp_path, note) == [
        "RTSKHIDNI/1/2/3/4",
        "RTSKHIDNI/17/3/83/1",
        "RTSKHIDNI/17/3/83/5",
        "RTSKHIDNI/17/3/84/6",
        "RTSKHIDNI/17/4/1/1",
        "RTSKHIDNI/5/1/2/3",
    ]


def test_ibid_names_the_citation_that_it_takes_from(tmp_path: Path) -> None:
    found = converted(
        tmp_path, page("We ask 1 .", notes=["1 A (GARF. F. 5. Op. 1. D. 2. L. 3), b (Ibid. L. 5)."])
    )
    (previous,) = found.only.values("//t:bibl[@prev]/@prev")
    (first,) = found.only.values("//t:bibl[@n='GARF/5/1/2/3']/@xml:id")
    assert previous == f"#{first}"


def test_ibid_goes_over_to_the_next_note(tmp_path: Path) -> None:
    notes = ["1 A (GARF. F. 5. Op. 1. D. 2. L. 3).", "2 B (Ibid. D. 7. L. 1)."]
    assert normals(tmp_path, *notes)[-1] == "GARF/5/1/7/1"


def test_ibid_behind_a_printed_work_takes_nothing_from_an_archive(tmp_path: Path) -> None:
    notes = [
        "1 A (GARF. F. 5. Op. 1. D. 2. L. 3), b (Lenin V. I. PSS. T. 51. P. 335; Ibid., p. 7)."
    ]
    assert normals(tmp_path, *notes)[1:] == ["GARF/5/1/2/3"]


def test_the_print_is_not_touched(tmp_path: Path) -> None:
    source = "RTSHIDNI; F. 2 Op. 1. D., 13. L . eight. Autograph."
    found = converted(tmp_path, page("We ask.", source=source))
    assert found.only.texts("//t:div[@type='source']/t:p") == [source]
    assert found.only.values("//t:div[@type='source']//t:bibl/@n") == ["RTSKHIDNI/2/1/13/8"]
    assert "R040" in found.codes()


def test_a_citation_that_lacks_a_part_is_told(tmp_path: Path) -> None:
    found = converted(tmp_path, page("We ask.", source="RTSKHIDNI. F. 2. L. 8. Autograph."))
    assert "R041" in found.codes()


def test_an_ibid_without_anything_before_it_invents_nothing(tmp_path: Path) -> None:
    found = converted(tmp_path, page("We ask 1 .", source="", notes=["1 A (Ibid. D. 7. L. 1)."]))
    assert "R041" in found.codes()
    assert "RTSKHIDNI" not in "".join(found.only.values("//t:bibl/@n"))


@pytest.mark.parametrize(
    ("note", "works"),
    [
        ("1 A (Lenin V. I. PSS. T. 51. P. 335).", ["Lenin V. I. PSS. T. 51. P. 335"]),
        (
            "1 A (Ibid. F. 85. Op. 6/S. D. 15. L. 5; The Trotsky papers. Vol. 2. P. 80).",
            ["The Trotsky papers. Vol. 2. P. 80"],
        ),
        ("1 Lenin V.I. PSS. T. 51. S. 141-142.", ["Lenin V.I. PSS. T. 51. S. 141-142"]),
        ("1 A (out of 130 deputies, 109 were Mensheviks).", []),
        ("1 A (See note 2 to document No. 77).", []),
    ],
)
def test_printed_works(tmp_path: Path, note: str, works: list[str]) -> None:
    found = converted(tmp_path, page("We ask 1 .", notes=[note]))
    assert found.only.texts("//t:back//t:bibl[@type='print']") == works


def test_a_printed_source_in_place_of_an_archive(tmp_path: Path) -> None:
    source = "Lenin V. I. PSS. T. 51. P. 335."
    found = converted(tmp_path, page("We ask you.", "Trotsky.", source=source))
    assert found.only.texts("//t:div[@type='source']/t:p") == [source]
    assert found.only.senders == ["L. D. Trotsky"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[_Lat. orig. autogr._—Library of Ghent. Vol. 106.]", True),
        ("[Fr. copy—Archives of Ghent. No. 1203.]", True),
        ("[The rest of the letter is lost—it was torn off.]", False),
        ("[Anna Roe to Carl Doe]", False),
        ("[Ghent—May]", False),
        ("Fr. copy—Archives of Ghent.", False),
    ],
)
def test_a_line_in_brackets_says_where_the_manuscript_is(text: str, found: bool) -> None:
    assert citations.is_bracketed_source(text) is found
