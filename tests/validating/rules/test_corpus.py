"""Rules across files: identifiers, links, and the order of letters."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from samples import document
from teikit.diagnostic import Diagnostic
from teikit.validating import Settings, validate

Check = Callable[..., list[Diagnostic]]


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """What a rule finds in files with these contents."""

    def findings(code: str, files: Mapping[str, str], *only: str) -> list[Diagnostic]:
        for name, sample in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document(sample), encoding="utf-8")
        paths = [tmp_path / name for name in only] or [tmp_path]
        return list(validate(paths, settings=Settings(select=(code, "X"), schema=())))

    return findings


def messages(findings: list[Diagnostic]) -> list[str]:
    """The files and the words of findings."""
    return [f"{Path(finding.location.path).name}: {finding.message}" for finding in findings]


def context(*refs: str) -> str:
    """A description with these references, each of the form "type target"."""
    pairs = (ref.split() for ref in refs)
    inner = "".join(f'<ref type="{kind}" target="{target}"/>' for kind, target in pairs)
    return f"<correspDesc><correspContext>{inner}</correspContext></correspDesc>"


INCLUDE = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def including(*names: str) -> str:
    inner = "".join(f'<xi:include href="{name}"/>' for name in names)
    return f"<teiCorpus {INCLUDE}>{inner}</teiCorpus>"


class TestDuplicateIdAcross:
    def test_the_name_of_a_document_is_its_own(self, found: Check) -> None:
        files = {"a.xml": '<TEI xml:id="x"><text/></TEI>', "b.xml": '<TEI xml:id="x"><text/></TEI>'}
        assert messages(found("C001", files)) == [
            "b.xml: the xml:id 'x' is given already, in a.xml"
        ]

    def test_the_file_whose_name_it_holds_keeps_it(self, found: Check) -> None:
        files = {"a001.xml": '<p xml:id="b002-p1"/>', "b002.xml": '<p xml:id="b002-p1"/>'}
        assert messages(found("C001", files)) == [
            "a001.xml: the xml:id 'b002-p1' is given already, in b002.xml"
        ]

    def test_local_names_are_no_fault(self, found: Check) -> None:
        paragraphs = "".join(f'<p xml:id="p{number}"/>' for number in range(9))
        files = {f"{name}.xml": f"<div>{paragraphs}</div>" for name in "abcd"}
        assert found("C001", files) == []

    def test_but_where_a_corpus_brings_them_together(self, found: Check) -> None:
        files = {
            "all.xml": including("a.xml", "b.xml", "c.xml"),
            **{f"{name}.xml": '<p xml:id="p1"/>' for name in "abc"},
        }
        assert messages(found("C011", files)) == [
            "b.xml: the xml:id 'p1' is given already, in a.xml (and 1 more file)"
        ]

    def test_a_copied_entry_is_no_fault(self, found: Check) -> None:
        entry = '<back><listPerson><person xml:id="anna-berg"/></listPerson></back>'
        assert found("C001", {f"{name}.xml": entry for name in "ab"}) == []

    def test_one_among_many_that_are_different(self, found: Check) -> None:
        files = {
            f"{name}.xml": "<div>" + "".join(f'<p xml:id="{name}-part-{n}"/>' for n in range(9))
            + ('<p xml:id="winter"/>' if name in "bd" else "") + "</div>"
            for name in "abcd"
        }  # fmt: skip
        assert messages(found("C001", files)) == [
            "d.xml: the xml:id 'winter' is given already, in b.xml"
        ]

    def test_a_copied_file_is_told_once(self, found: Check) -> None:
        text = '<TEI xml:id="l001"><text>' + "".join(f'<p xml:id="l001-{n}"/>' for n in range(9))
        files = {"copy.xml": f"{text}</text></TEI>", "l001.xml": f"{text}</text></TEI>"}
        assert messages(found("C001", files)) == [
            "copy.xml: the xml:id 'l001' is given already, in l001.xml (and 9 more xml:ids)"
        ]


class TestUnresolvedLink:
    @pytest.mark.parametrize(
        "address",
        [
            "b.xml",
            "./b.xml#n1",
            "../{folder}/b.xml",
            "%62.xml#n1",
            "b.xml#xpath1(//p)",
            "https://example.org/nowhere.xml#n9",
            "pmb:nowhere",
            "nowhere",
            "nowhere.html",
            "scan.jpg",
            "/db/nowhere.xml",
            "nowhere.xml?view=1",
            "urn:nowhere.xml",
        ],
    )
    def test_what_is_there_or_not_of_this_disk(
        self, found: Check, tmp_path: Path, address: str
    ) -> None:
        ref = f'<p><ref target="{address.format(folder=tmp_path.name)}"/></p>'
        assert found("C002", {"a.xml": ref, "b.xml": '<note xml:id="n1"/>'}) == []

    def test_a_missing_file_and_what_may_be_meant(self, found: Check) -> None:
        ref = '<p><ref target="leter.xml"/><ref target="leter.xml"/></p>'
        (finding,) = found("C002", {"a.xml": ref, "letter.xml": "<p/>"})
        assert (
            finding.message
            == "there is no file leter.xml; is 'letter.xml' meant? (and 1 more pointer)"
        )
        assert (finding.location.line, finding.location.column) == (2, 9)

    def test_another_number_is_not_what_is_meant(self, found: Check) -> None:
        files = {"letter-12.xml": '<p><ref target="letter-13.xml"/></p>'}
        assert messages(found("C002", files)) == ["letter-12.xml: there is no file letter-13.xml"]

    def test_a_missing_file_is_told_once_of_a_file(self, found: Check) -> None:
        names = "".join(f'<rs ref="who.xml#{name}">x</rs>' for name in ("anna", "jakob", "anna"))
        assert messages(found("C002", {"a.xml": f"<p>{names}</p>"})) == [
            "a.xml: there is no file who.xml (and 2 more pointers)"
        ]

    @pytest.mark.parametrize(("missing", "count"), [(20, 20), (21, 1)])
    def test_of_a_part_of_an_edition_is_told_once(
        self, found: Check, missing: int, count: int
    ) -> None:
        refs = "".join(f'<ref target="letter-{n}.xml"/>' for n in range(missing))
        findings = found("C002", {"a.xml": f"<p>{refs}</p>"})
        assert len(findings) == count
        if count == 1:
            assert findings[0].message == (
                "there is no file letter-0.xml, and none of 20 others that are pointed to"
            )

    def test_what_is_missing_of_a_whole_edition(self, found: Check) -> None:
        files = {f"there-{n}.xml": "<p/>" for n in range(30)}
        names = [*files, *(f"lost-{n}.xml" for n in range(25))]
        refs = "".join(f'<ref target="{name}"/>' for name in names)
        assert len(found("C002", {**files, "a.xml": f"<p>{refs}</p>"})) == 25

    def test_files_that_are_not_checked_are_read(self, found: Check) -> None:
        files = {"tei/a.xml": '<p><ref target="../b.xml#n2"/></p>', "b.xml": '<p xml:id="n1"/>'}
        assert messages(found("C002", files, "tei")) == [
            "a.xml: there is no xml:id 'n2' in ../b.xml"
        ]

    def test_what_an_included_file_has(self, found: Check) -> None:
        files = {
            "all.xml": including("b.xml"),
            "a.xml": '<p><ref target="all.xml#n1"/></p>',
            "b.xml": '<p xml:id="n1"/>',
        }
        assert found("C002", files) == []

    @pytest.mark.parametrize(
        ("base", "is_found"),
        [("https://example.org/letters/", False), ("deeper/", False), ("other/", True)],
    )
    def test_a_base(self, found: Check, base: str, is_found: bool) -> None:
        files = {"a.xml": f'<p xml:base="{base}"><ref target="b.xml"/></p>', "deeper/b.xml": "<p/>"}
        assert bool(found("C002", files)) is is_found

    def test_a_prefix(self, found: Check) -> None:
        prefix = '<prefixDef ident="n" matchPattern="(\\d+)" replacementPattern="b.xml#n$1"/>'
        header = f"<encodingDesc><listPrefixDef>{prefix}</listPrefixDef></encodingDesc>"
        sample = f'<TEI><teiHeader>{header}</teiHeader><text><ref target="n:1 n:2"/></text></TEI>'
        files = {"a.xml": sample, "b.xml": '<p xml:id="n1"/>'}
        assert messages(found("C002", files)) == ["a.xml: there is no xml:id 'n2' in b.xml"]

    def test_what_many_files_miss_is_told_once(self, found: Check) -> None:
        files = {f"{n:02}.xml": '<p><ref target="../who.xml#x"/></p>' for n in range(30)}
        assert messages(found("C002", files)) == [
            "00.xml: there is no file ../who.xml; 30 files point to it"
        ]

    def test_an_include(self, found: Check) -> None:
        assert messages(
            found("C002", {"all.xml": including("a.xml", "b.xml"), "a.xml": "<p/>"})
        ) == ["all.xml: there is no file b.xml to be included"]

    def test_an_include_that_may_fail(self, found: Check) -> None:
        include = '<xi:include href="b.xml"><xi:fallback/></xi:include>'
        assert found("C002", {"all.xml": f"<teiCorpus {INCLUDE}>{include}</teiCorpus>"}) == []

    def test_an_example_is_no_pointer(self, found: Check) -> None:
        example = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><ref target="no.xml"/></egXML>'
        assert found("C002", {"a.xml": f"<p>{example}</p>"}) == []


class TestBrokenChain:
    def chain(self, count: int, **changed: str) -> dict[str, str]:
        files = {}
        for number in range(count):
            refs = [f"prev l{number - 1}.xml"] if number else []
            refs += [f"next l{number + 1}.xml"] if number < count - 1 else []
            files[f"l{number}.xml"] = context(*refs)
        return {**files, **{f"{name}.xml": text for name, text in changed.items()}}

    def test_a_whole_one(self, found: Check) -> None:
        assert found("C003", self.chain(6)) == []

    def test_a_wrong_next_is_told_where_it_stands(self, found: Check) -> None:
        files = self.chain(8, l3=context("prev l2.xml", "next l6.xml"))
        assert messages(found("C003", files)) == [
            "l3.xml: 'next' is l6.xml, whose 'prev' is l5.xml"
        ]

    def test_a_wrong_prev_is_told_where_it_stands(self, found: Check) -> None:
        files = self.chain(8, l3=context("prev l6.xml", "next l4.xml"))
        assert messages(found("C003", files)) == [
            "l3.xml: 'prev' is l6.xml, whose 'next' is l7.xml"
        ]

    def test_a_missing_next(self, found: Check) -> None:
        files = self.chain(8, l3=context("prev l2.xml"))
        assert messages(found("C003", files)) == [
            "l4.xml: 'prev' is l3.xml, which has no 'next' that leads back"
        ]

    def test_itself(self, found: Check) -> None:
        files = self.chain(8, l3=context("prev l2.xml", "next l3.xml"))
        assert messages(found("C003", files)) == ["l3.xml: 'next' leads to this letter itself"]

    def test_only_one_direction_is_a_habit(self, found: Check) -> None:
        files = {f"l{n}.xml": context(f"next l{n + 1}.xml") for n in range(8)}
        assert found("C003", files) == []

    def test_another_meaning_is_a_habit(self, found: Check) -> None:
        files = {f"l{n}.xml": context("prev l0.xml", f"next l{n + 1}.xml") for n in range(9)}
        assert found("C003", files) == []

    def test_other_words_and_bare_names(self, found: Check) -> None:
        def refs(before: str, after: str) -> str:
            return (
                "<correspDesc><correspContext>"
                f'<ref type="inCollection" subtype="previous_letter" target="{before}"/>'
                f'<ref type="inCollection" subtype="next_letter" target="{after}"/>'
                "</correspContext></correspDesc>"
            )

        files = {f"l{n}.xml": refs(f"l{n - 1}", f"#l{n + 1}") for n in range(8)}
        assert found("C003", files) == []
        files["l3.xml"] = refs("l2", "l6")
        assert messages(found("C003", files)) == [
            "l3.xml: 'next' is l6.xml, whose 'prev' is l5.xml"
        ]

    def test_a_ring(self, found: Check) -> None:
        first, last = context("prev l4.xml", "next l1.xml"), context("prev l3.xml", "next l0.xml")
        files = self.chain(5, l0=first, l4=last)
        assert messages(found("C003", files)) == [
            "l4.xml: 'next' is l0.xml, from which 'next' leads back to this letter"
        ]

    def test_a_corpus_file_in_another_order(self, found: Check) -> None:
        names = [f"l{n}.xml" for n in (0, 1, 3, 2, 4, 5)]
        files = {**self.chain(6), "all.xml": including(*names)}
        assert messages(found("C003", files)) == [
            "all.xml: stands before l2.xml, but both files say that l3.xml is the next"
        ]

    def test_dates(self, found: Check) -> None:
        def dated(number: int, day: int) -> str:
            action = f'<correspAction type="sent"><date when="1871-03-{day:02}"/></correspAction>'
            chain = self.chain(26)[f"l{number}.xml"]
            return chain.replace("<correspContext>", f"{action}<correspContext>")

        files = {f"l{n}.xml": dated(n, n + 1) for n in range(26)}
        assert found("C003", files) == []
        files["l20.xml"] = dated(20, 2)
        assert messages(found("C003", files)) == [
            "l19.xml: 'next' is l20.xml, which was sent before this letter"
        ]


class TestBrokenParts:
    def test_a_missing_prev_is_added(self, found: Check) -> None:
        (finding,) = found("C003", {"a.xml": '<q xml:id="a" next="#b">I</q>\n<q xml:id="b">am</q>'})
        assert finding.message == "next leads to '#b', which has no prev"
        assert [edit.text for edit in finding.edits] == [' prev="#a"']

    def test_in_another_file(self, found: Check) -> None:
        files = {"a.xml": '<q xml:id="a" next="b/b.xml#b"/>', "b/b.xml": '<q xml:id="b"/>'}
        (finding,) = found("C003", files)
        (edit,) = finding.edits
        assert (Path(edit.path).name, edit.text) == ("b.xml", ' prev="../a.xml#a"')

    def test_one_that_leads_elsewhere_is_not_fixed(self, found: Check) -> None:
        parts = '<q xml:id="a" next="#b"/><q xml:id="b" prev="#c"/><q xml:id="c"/>'
        (finding,) = found("C003", {"a.xml": f"<p>{parts}</p>"})
        assert finding.message == "next leads to '#b', whose prev is '#c', not this"
        assert finding.edits == ()

    def test_citations_take_from_the_one_before(self, found: Check) -> None:
        assert found("C003", {"a.xml": '<p><bibl xml:id="a"/><bibl prev="#a"/></p>'}) == []

    def test_one_direction_only_is_a_habit(self, found: Check) -> None:
        parts = "".join(f'<s xml:id="s{n}" next="#s{n + 1}"/>' for n in range(5))
        assert found("C003", {"a.xml": f'<p>{parts}<s xml:id="s5"/></p>'}) == []


class TestHostileFiles:
    @pytest.mark.parametrize(
        "sample",
        [
            f'<p><ref target="{"a" * 300}.xml#n"/></p>',
            '<p><ref target="%00.xml a%00b/c.xml#%ff"/></p>',
            '<p xml:base="file://[x/"><ref target="b.xml"/></p>',
            '<p xml:base="%00/"><ref target="[b].xml#x" prev="#" next="##"/></p>',
            context("next #", "prev ##", "isReplyTo .xml"),
            "<p><persName key=' ' ref='a:b:c'/></p>",
            '<msDesc><msIdentifier><msName><idno type="leaf">1</idno></msName></msIdentifier>'
            "</msDesc>",
            '<standOff><listPerson><person xml:id="a"/><!-- b --><?c d?></listPerson></standOff>',
            "<teiCorpus><TEI/><TEI><text/></TEI></teiCorpus>",
        ],
    )
    def test_none_stops_the_check(self, found: Check, sample: str) -> None:
        for finding in found("C", {"a.xml": sample, "b.xml": "<p/>"}):
            assert finding.rule.code in ("C002", "C004")

    def test_a_pattern_that_would_take_for_ever(self, found: Check) -> None:
        prefix = '<prefixDef ident="n" matchPattern="(a+)+b" replacementPattern="$1.xml"/>'
        sample = (
            f'<TEI><teiHeader>{prefix}</teiHeader><text><ref target="n:{"a" * 60}"/></text></TEI>'
        )
        assert found("C", {"a.xml": sample}) == []
