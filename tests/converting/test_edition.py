"""The order of an edition: names of files, neighbours, duplicates, references between documents."""

from pathlib import Path

import pytest

from pages import Converted, converted, page, plain

PROSE = "we consider it necessary to send the army there, and we ask you to answer soon."


def numbers(folder: Path, *given: str) -> Converted:
    return converted(folder, *(page(f"{each}: {PROSE}", number=each) for each in given))


def context(found: Converted, stem: str, kind: str) -> list[str]:
    return found[stem].values(f"//t:correspContext/t:ref[@type='{kind}']/@target")


def included(found: Converted) -> list[str]:
    return [str(each.get("href")) for each in found.trees["bl.xml"] if each.get("href")]


def test_neighbours_follow_the_numbers(tmp_path: Path) -> None:
    found = numbers(tmp_path, "No. 9", "No. 70", "No. 10", "No. 10a")
    assert included(found) == ["bl-0009.xml", "bl-0010.xml", "bl-0010a.xml", "bl-0070.xml"]
    assert context(found, "bl-0009", "prev") == []
    assert context(found, "bl-0009", "next") == ["bl-0010.xml"]
    assert context(found, "bl-0010a", "prev") == ["bl-0010.xml"]
    assert context(found, "bl-0070", "next") == []


def test_a_neighbour_whose_page_is_missing_is_not_the_neighbour(tmp_path: Path) -> None:
    assert context(numbers(tmp_path, "No. 9", "No. 70"), "bl-0009", "next") == []


def test_an_introduction_comes_first(tmp_path: Path) -> None:
    essay = "Section II 1921 - 1927\n\n" + "The documents of this section are many. " * 12
    found = converted(tmp_path, page(PROSE), essay)
    assert included(found) == ["bl-section-2.xml", "bl-0012.xml"]
    assert found["bl-section-2"].genre == "essay"
    assert found["bl-section-2"].all("//t:correspDesc") == []


@pytest.mark.parametrize(
    ("date", "stem"),
    [
        ("July 16, 1920", "bl-1920-07-16a"),
        ("July 1920", "bl-1920-07a"),
        ("[1918]", "bl-1918a"),
        ("[later May 4, 1920]", "bl-1920-05-04a"),
        ("", "bl-undateda"),
    ],
)
def test_documents_without_number_are_called_by_their_date(
    tmp_path: Path, date: str, stem: str
) -> None:
    assert converted(tmp_path, page(PROSE, date=date, number="")).only.id == stem


def test_two_of_one_day_have_two_letters(tmp_path: Path) -> None:
    first, second = page(f"One: {PROSE}", number=""), page(f"Two: {PROSE}", number="")
    found = converted(tmp_path, first, second)
    assert [document.id for document in found.documents] == ["bl-1920-03-21a", "bl-1920-03-21b"]


@pytest.mark.parametrize("first", ["numbered", "copy"])
def test_a_second_copy_is_the_one_without_number(tmp_path: Path, first: str) -> None:
    texts = [page(PROSE), page(PROSE, number="")]
    found = converted(tmp_path, *(texts if first == "numbered" else texts[::-1]))
    assert context(found, "bl-1920-03-21a", "duplicateOf") == ["bl-0012.xml"]
    assert context(found, "bl-0012", "duplicateOf") == []
    assert included(found) == ["bl-0012.xml", "bl-1920-03-21a.xml"]


def test_a_copy_with_other_white_space_is_a_copy(tmp_path: Path) -> None:
    found = converted(tmp_path, page(PROSE), page(PROSE.replace(" ", "\xa0 "), number=""))
    assert context(found, "bl-1920-03-21a", "duplicateOf") == ["bl-0012.xml"]


def test_another_text_of_the_same_day_is_no_copy(tmp_path: Path) -> None:
    found = converted(tmp_path, page(PROSE), page(f"Now {PROSE}", number=""))
    assert context(found, "bl-1920-03-21a", "duplicateOf") == []


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("See note 1 to document No. 13.", "bl-0013.xml#bl-0013-n1"),
        ("See Note 2 to Document No. 13.", "bl-0013.xml#bl-0013-n2"),
        ("See Document No. 13.", "bl-0013.xml"),
        ("It was so (See document No. 13).", "bl-0013.xml"),
        ("See documents No. 13-14.", "bl-0013.xml bl-0014.xml"),
        ("See documents No. 13, 14.", "bl-0013.xml|bl-0014.xml"),
        ("See note 9 to document No. 13.", "bl-0013.xml"),
        ("See document No. 99.", ""),
        ("See note 1 to document No. 99.", ""),
        ("He was given house No. 13.", None),
        ("RTSKHIDNI. F. 5. Op. 2. D. 13. L. 14", None),
    ],
)
def test_references(tmp_path: Path, words: str, target: str | None) -> None:
    others = [
        page(f"We ask 1 , and you 2 . {PROSE}", number=f"No. {n}", notes=["1 A.", "2 B."])
        for n in (13, 14)
    ]
    found = converted(tmp_path, page(f"We ask 1 . {PROSE}", notes=[f"1 {words}"]), *others)
    refs = found["bl-0012"].all("//t:back//t:ref[@type='document']")
    if target is None:
        assert refs == []
    else:
        assert "|".join(each.get("target", "") for each in refs) == target
    assert ("R042" in found.codes()) == ("99" in words or "note 9" in words)


def test_every_id_is_there_once_and_begins_with_the_file_s_name(tmp_path: Path) -> None:
    notes = ["1 A (GARF. F. 5. Op. 1. D. 2. L. 3), b (Ibid. L. 5).", "1 B.", "2 C."]
    found = numbers(tmp_path, "No. 1", "No. 2")
    found = converted(
        tmp_path, page(f"We ask 1 and 2 . {PROSE}", notes=notes), page(PROSE, number="No. 1")
    )
    everywhere = []
    for document in found.documents:
        ids = document.values("//@xml:id")
        assert all(each == document.id or each.startswith(f"{document.id}-") for each in ids)
        everywhere += ids
    assert len(everywhere) == len(set(everywhere))


def test_every_pointer_inside_a_file_points_at_something(tmp_path: Path) -> None:
    notes = ["1 A (GARF. F. 5. Op. 1. D. 2. L. 3), b (Ibid. L. 5).", "2 Text crossed out by Lenin."]
    found = converted(tmp_path, page(f"We ask 1 and,you 2 . {PROSE}", "Trotsky.", notes=notes)).only
    ids = {f"#{each}" for each in found.values("//@xml:id")}
    pointers = [
        pointer
        for value in found.values(
            "//@target | //@corresp | //@prev | //@next | //@source | //@hand | //@resp | //@spanTo"
        )
        for pointer in value.split()
        if pointer.startswith("#") and not pointer.startswith("#char=")
    ]
    assert pointers
    assert set(pointers) <= ids


@pytest.mark.parametrize(
    ("published", "text", "attributes"),
    [
        ("", "The Does", {}),
        ("1996", "The Does, 1996", {"when": "1996"}),
        ("1982/1990", "The Does, 1982–1990", {"from": "1982", "to": "1990"}),
    ],
)
def test_when_the_print_appeared(
    tmp_path: Path, published: str, text: str, attributes: dict[str, str]
) -> None:
    profile = plain('headings = ["To {receiver}"]', id="l", title="The Does", published=published)
    found = converted(tmp_path, "To Carl Doe\n\nDear Carl,\n\nAll is well.\n", profile=profile)
    assert found.only.texts("//t:bibl[@type='print']") == [text]
    dates = found.only.all("//t:bibl[@type='print']/t:date")
    assert [dict(date.attrib) for date in dates] == ([attributes] if attributes else [])
