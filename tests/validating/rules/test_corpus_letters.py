"""Rules across files: letters that are there twice, their archives, answers, and corpus files."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from samples import document
from teikit.validating import Settings, validate
from teikit.validating.index import summarise
from teikit.validating.index.document import load_document
from teikit.validating.lexicon.minhash import LEAST, alike, minhash
from teikit.validating.settings import RuleOptions

Check = Callable[..., list[str]]


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """The files and words of what a rule finds in files with these contents."""

    def findings(code: str, files: Mapping[str, str]) -> list[str]:
        for name, sample in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(document(sample), encoding="utf-8")
        return [
            f"{Path(finding.location.path).name}: {finding.message}"
            for finding in validate([tmp_path], settings=Settings(select=(code, "X"), schema=()))
        ]

    return findings


def words(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices("aeioulmnrst", k=5)) for _ in range(count)]


def text(*sentences: str) -> str:
    return f"<p>{' '.join(sentences)}</p>"


class TestMinhash:
    def test_a_text_is_like_itself(self) -> None:
        sample = " ".join(words(300))
        assert alike(minhash(sample), minhash(sample.upper().replace(" ", ",\n"))) == 1

    def test_texts_of_which_most_is_the_same(self) -> None:
        first = words(400)
        other = [*first[:380], *words(20, seed=2)]
        assert 0.8 < alike(minhash(" ".join(first)), minhash(" ".join(other))) < 1

    def test_other_texts(self) -> None:
        assert alike(minhash(" ".join(words(300))), minhash(" ".join(words(300, seed=2)))) == 0

    def test_short_texts_have_none(self) -> None:
        assert minhash(" ".join(words(LEAST - 1))) == b""

    def test_it_is_small(self) -> None:
        assert len(minhash(" ".join(words(5000)))) == 256


class TestSameLetterTwice:
    def test_each_further_copy_is_told(self, found: Check) -> None:
        files = {f"{name}.xml": text(*words(60)) for name in "abc"}
        assert found("C007", {**files, "d.xml": text(*words(60, seed=2))}) == [
            "b.xml: nearly the same text as in a.xml, and neither says so",
            "c.xml: nearly the same text as in a.xml, and neither says so",
        ]

    @pytest.mark.parametrize(
        "statement",
        [
            '<correspContext><ref type="duplicateOf" target="a.xml"/></correspContext>',
            '<correspContext><ref type="draft" target="#a"/></correspContext>',
            '<note corresp="a.xml#x">a copy</note>',
        ],
    )
    def test_one_that_says_so(self, found: Check, statement: str) -> None:
        copy = (
            f"<TEI><teiHeader><profileDesc><correspDesc>{statement}</correspDesc></profileDesc>"
            f"</teiHeader><text><body>{text(*words(60))}</body></text></TEI>"
        )
        assert found("C007", {"a.xml": text(*words(60)), "b.xml": copy}) == []

    def test_to_be_the_next_is_not_to_say_so(self, found: Check) -> None:
        statement = '<correspContext><ref type="prev" target="a.xml"/></correspContext>'
        copy = (
            f"<TEI><teiHeader><profileDesc><correspDesc>{statement}</correspDesc></profileDesc>"
            f"</teiHeader><text><body>{text(*words(60))}</body></text></TEI>"
        )
        assert len(found("C007", {"a.xml": text(*words(60)), "b.xml": copy})) == 1

    def test_a_common_form_is_no_copy(self, found: Check) -> None:
        form = words(60)
        files = {f"{n}.xml": text(*form, *words(60, seed=n)) for n in range(2, 9)}
        assert found("C007", files) == []

    def test_two_of_one_file(self, found: Check) -> None:
        letters = "".join(
            f'<TEI xml:id="{name}"><text><body>{text(*words(60))}</body></text></TEI>'
            for name in ("one", "two")
        )
        assert found("C007", {"all.xml": f"<teiCorpus>{letters}</teiCorpus>"}) == [
            "all.xml: nearly the same text as in 'one', and neither says so"
        ]


def held(signature: str, date: str) -> str:
    return (
        "<teiHeader><fileDesc><sourceDesc><msDesc><msIdentifier><repository>State Archive"
        f"</repository>{signature}</msIdentifier></msDesc></sourceDesc></fileDesc>"
        f'<profileDesc><correspDesc><correspAction type="sent"><date {date}/></correspAction>'
        "</correspDesc></profileDesc></teiHeader>"
    )


class TestItemWithTwoDates:
    LEAF = '<idno>B 4, <idno type="folio">12r</idno></idno>'
    FOLDER = "<idno>B 4</idno>"

    def test_a_leaf(self, found: Check) -> None:
        files = {
            "a.xml": held(self.LEAF, 'when="1871-03-02"'),
            "b.xml": held(self.LEAF, 'when="1871-03-20"'),
        }
        assert found("C008", files) == [
            "b.xml: State Archive B 4, 12r is also that of a.xml, of another date"
        ]

    @pytest.mark.parametrize(
        ("signature", "first", "other"),
        [
            (FOLDER, 'when="1871-03-02"', 'when="1871-03-20"'),
            (LEAF, 'when="1871-03-02"', 'when="1871-03-02"'),
            (LEAF, 'when="1871-03"', 'when="1871-03-20"'),
            (LEAF, 'from="1871-03-02" to="1871-03-21"', 'when="1871-03-20T10:00:00"'),
            (LEAF, 'notBefore="1871"', 'when="1899-03-20"'),
            (LEAF, 'when="--03-02"', 'when="1871-03-20"'),
        ],
    )
    def test_what_agrees(self, found: Check, signature: str, first: str, other: str) -> None:
        files = {"a.xml": held(signature, first), "b.xml": held(signature, other)}
        assert found("C008", files) == []


class TestReplyBeforeLetter:
    def letter(self, date: str, ref: str = "") -> str:
        return (
            f'<correspDesc><correspAction type="sent"><date {date}/></correspAction>'
            f"<correspContext>{ref}</correspContext></correspDesc>"
        )

    def test_both_directions(self, found: Check) -> None:
        files = {
            "a.xml": self.letter('when="1871-03"', '<ref type="inReplyTo" target="b.xml"/>'),
            "b.xml": self.letter('notBefore="1871-04-01"', '<ref type="isRepliedBy" target="a"/>'),
        }
        assert found("C009", files) == [
            "a.xml: this answers b.xml, which was sent later",
            "b.xml: a.xml answers this, but was sent earlier",
        ]

    def test_dates_that_may_be_in_order(self, found: Check) -> None:
        files = {
            "a.xml": self.letter('when="1871-03-02"', '<ref type="isReplyTo" target="b.xml"/>'),
            "b.xml": self.letter('when="1871-03"'),
        }
        assert found("C009", files) == []

    def test_a_reply_without_a_date(self, found: Check) -> None:
        files = {
            "a.xml": self.letter("", '<ref type="isReplyTo" target="b.xml"/>'),
            "b.xml": self.letter('when="1871-03"'),
        }
        assert found("C009", files) == []


def including(*names: str) -> str:
    inner = "".join(f'<xi:include href="{name}"/>' for name in names)
    return f'<teiCorpus xmlns:xi="http://www.w3.org/2001/XInclude">{inner}</teiCorpus>'


class TestCorpusMissesDocument:
    def test_in_the_folder_and_below(self, found: Check) -> None:
        files = {
            "all.xml": including("a.xml", "b.xml"),
            **{f"{name}.xml": "<p/>" for name in ("a", "b", "c", "more/d")},
        }
        assert found("C010", files) == [
            "all.xml: c.xml is not included",
            "all.xml: more/d.xml is not included",
        ]

    def test_volumes(self, found: Check) -> None:
        files = {
            "one.xml": including("a.xml", "b.xml"),
            "two.xml": including("c.xml"),
            **{f"{name}.xml": "<p/>" for name in "abc"},
        }
        assert found("C010", files) == []

    def test_a_selection(self, found: Check) -> None:
        files = {"some.xml": including("a.xml"), **{f"{name}.xml": "<p/>" for name in "abcd"}}
        assert found("C010", files) == []

    def test_other_folders_and_registers(self, found: Check) -> None:
        people = '<standOff><listPerson><person xml:id="a"/></listPerson></standOff>'
        files = {
            "all.xml": including("letters/a.xml"),
            "letters/a.xml": "<p/>",
            "letters/people.xml": people,
            "about.xml": "<p/>",
        }
        assert found("C010", files) == []


def test_numbers_count_what_stands_before_the_root(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text('<!-- a --><?b c?><p><!-- d --><q xml:id="x"/></p>', encoding="utf-8")
    read = load_document(file)
    (id_,) = summarise(read, RuleOptions()).ids
    assert read.positions.node(id_.number) is read.facts.ids["x"][0]
