"""Rules across files: names and the authority files that they refer to."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from samples import document
from teikit.validating import Settings, validate

Check = Callable[..., list[str]]


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """The files, lines and words of what a rule finds in files with these contents."""

    def findings(code: str, files: Mapping[str, str], *only: str) -> list[str]:
        for name, sample in files.items():
            (tmp_path / name).write_text(document(sample), encoding="utf-8")
        paths = [tmp_path / name for name in only] or [tmp_path]
        return [
            f"{Path(finding.location.path).name}:{finding.location.line}: {finding.message}"
            for finding in validate(paths, settings=Settings(select=(code, "X"), schema=()))
        ]

    return findings


def register(*entries: str) -> str:
    """A register; each entry is in a line of its own, the first in line 3."""
    lines = "\n".join(entries)
    return f"<standOff><listPerson>\n{lines}\n</listPerson></standOff>"


def person(name: str, form: str, more: str = "") -> str:
    return f'<person xml:id="{name}"><persName>{form}</persName>{more}</person>'


PEOPLE = register(person("berg", "Anna Berg"), person("falk", "Max Falk"))
PLACES = (
    '<standOff><listPlace><place xml:id="ulm"><placeName>Ulm</placeName></place>'
    '<place xml:id="bern"><placeName>Bern</placeName></place></listPlace></standOff>'
)


def names(*pointers: str) -> str:
    return "".join(f'<p>By <persName ref="{pointer}">her</persName></p>\n' for pointer in pointers)


class TestUnknownAuthority:
    def test_a_missing_entry_is_told_once_for_a_file(self, found: Check) -> None:
        letter = names("people.xml#berg", "people.xml#breg", "people.xml#breg")
        assert found("C", {"a.xml": letter, "people.xml": PEOPLE}, "a.xml") == [
            "a.xml:3: there is no entry 'breg' in people.xml; is 'berg' meant? (and 1 more pointer)"
        ]

    def test_an_identifier_in_an_entry(self, found: Check) -> None:
        entry = '<person xml:id="berg"><persName xml:id="berg-1">Anna Berg</persName></person>'
        files = {"a.xml": names("people.xml#berg-1"), "people.xml": register(entry)}
        assert found("C", files) == []

    def test_a_name_of_another_kind(self, found: Check) -> None:
        files = {"a.xml": names("places.xml#ulm"), "places.xml": PLACES}
        assert found("C004", files) == [
            "a.xml:2: persName refers to 'ulm', which stands for a place"
        ]

    def test_a_body_may_be_a_place(self, found: Check) -> None:
        letter = '<p><orgName ref="places.xml#ulm">the town</orgName></p>'
        assert found("C004", {"a.xml": letter, "places.xml": PLACES}) == []

    def test_what_is_done_often_is_meant(self, found: Check) -> None:
        letter = names("places.xml#ulm", "places.xml#bern")
        assert found("C004", {"a.xml": letter, "places.xml": PLACES}) == []

    def keyed(self, *keys: str) -> str:
        return "".join(f'<p><persName key="{key}">her</persName></p>\n' for key in keys)

    def test_keys_that_nearly_all_lead_to_entries(self, found: Check) -> None:
        known = [f"person{n:03}" for n in range(30)]
        people = register(*(person(name, f"Number {name}") for name in known))
        files = {"a.xml": self.keyed(*known, "person999"), "people.xml": people}
        assert found("C004", files) == ["a.xml:32: no authority file has an entry 'person999'"]

    def test_keys_of_another_system(self, found: Check) -> None:
        letter = self.keyed("118609807", "118540238", "berg")
        assert found("C004", {"a.xml": letter, "people.xml": PEOPLE}) == []

    def test_a_letter_with_a_list_is_no_authority_file(self, found: Check) -> None:
        people = "".join(person(f"p{n}", f"Person {n}") for n in range(30))
        back = f"<back><listPerson>{people}</listPerson></back>"
        letter = f"<text><body><opener/><p>Dear</p></body>{back}</text>"
        files = {"a.xml": letter, "b.xml": names("a.xml#nobody")}
        assert found("C004", files) == []
        assert found("C002", files) == ["b.xml:2: there is no xml:id 'nobody' in a.xml"]


class TestUnusedAuthority:
    def test_one(self, found: Check) -> None:
        files = {"a.xml": names("people.xml#berg"), "people.xml": PEOPLE}
        assert found("C005", files) == ["people.xml:4: nothing refers to 'falk'"]

    def test_a_register_that_nobody_uses(self, found: Check) -> None:
        assert found("C005", {"a.xml": "<p/>", "people.xml": PEOPLE}) == []

    @pytest.mark.parametrize(
        "use",
        [
            '<rs ref="people.xml#falk"/>',
            '<handNote scribeRef="people.xml#falk"/>',
            '<persName key="falk"/>',
            '<persName ref="people:falk"/>',
        ],
    )
    def test_any_use(self, found: Check, use: str) -> None:
        letter = f"{names('people.xml#berg')}{use}"
        assert found("C005", {"a.xml": letter, "people.xml": PEOPLE}) == []

    def test_another_entry_may_refer_to_it(self, found: Check) -> None:
        people = register(
            person("berg", "Anna Berg", '<note>Wife of <ref target="#falk"/></note>'),
            person("falk", "Max Falk"),
        )
        assert found("C005", {"a.xml": names("people.xml#berg"), "people.xml": people}) == []

    def test_a_part_of_an_edition(self, found: Check) -> None:
        people = register(*(person(f"p{n}", f"Person {n}") for n in range(50)))
        assert found("C005", {"a.xml": names("people.xml#p1"), "people.xml": people}) == [
            "people.xml:1: nothing refers to 49 of the 50 entries"
        ]


class TestSameAuthorityTwice:
    def test_a_name(self, found: Check) -> None:
        people = register(
            person("a", "Anna Berg"), person("b", "BERG, Anna"), person("c", "Anna  Berg.")
        )
        assert found("C006", {"people.xml": people}) == ["people.xml:5: 'c' has the name of 'a'"]

    def test_surname_and_forename(self, found: Check) -> None:
        entry = person("a", "<surname>Berg</surname> <forename>Anna</forename>")
        other = person("b", "<forename>Anna</forename> <surname>Berg</surname>")
        assert found("C006", {"people.xml": register(entry, other)}) == [
            "people.xml:4: 'b' has the name of 'a'"
        ]

    @pytest.mark.parametrize(
        ("first", "other"),
        [
            ('<birth when="1860"/>', '<birth when="1893"/>'),
            ("<note>a painter</note>", "<note>his aunt</note>"),
            ('<idno type="GND">118</idno>', '<idno type="GND">119</idno>'),
        ],
    )
    def test_homonyms_that_are_told_apart(self, found: Check, first: str, other: str) -> None:
        people = register(person("a", "Ivanov", first), person("b", "Ivanov", other))
        assert found("C006", {"people.xml": people}) == []

    def test_words_that_are_no_names(self, found: Check) -> None:
        people = register(*(person(f"p{n}", "unknown") for n in range(5)))
        assert found("C006", {"people.xml": people}) == []

    def test_a_variant_is_not_the_name(self, found: Check) -> None:
        other = '<person xml:id="b"><persName type="variant">Berg</persName></person>'
        assert found("C006", {"people.xml": register(person("a", "Berg"), other)}) == []

    @pytest.mark.parametrize(
        ("first", "other"),
        [
            ('<idno type="GND">118</idno>', '<idno type="gnd">118</idno>'),
            (
                '<idno type="url">https://d-nb.info/gnd/118/</idno>',
                '<idno type="GND">http://d-nb.info/gnd/118</idno>',
            ),
            (
                "<idno>https://www.wikidata.org/wiki/Q1</idno>",
                "<idno>http://wikidata.org/entity/Q1</idno>",
            ),
        ],
    )
    def test_a_number(self, found: Check, first: str, other: str) -> None:
        people = register(person("a", "Berg", first), person("b", "Falk", other))
        (finding,) = found("C006", {"people.xml": people})
        assert finding.startswith("people.xml:4: 'b' has the number (")

    def test_numbers_of_other_things(self, found: Check) -> None:
        number = '<idno type="drawer">7</idno>'
        people = register(person("a", "Berg", number), person("b", "Falk", number))
        assert found("C006", {"people.xml": people}) == []

    def test_a_register_and_its_copy(self, found: Check) -> None:
        assert found("C006", {"people.xml": PEOPLE, "copy.xml": PEOPLE}) == []
