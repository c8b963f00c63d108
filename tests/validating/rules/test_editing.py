"""Hands, gaps, supplied words, inferences, corrections, empty elements."""

from pathlib import Path

import pytest

from samples import document
from teikit.validating.finding import Finding
from teikit.validating.index.document import CheckedDocument, load_document
from teikit.validating.rule import FileRule
from teikit.validating.rules.file import editing, emptiness, hands, inference
from teikit.validating.settings import RuleOptions
from teikit.xml.files import parsed
from teikit.xml.names import ID, Element, local


def found(rule: FileRule, sample: str) -> list[Finding[Element]]:
    data = document(sample).encode()
    path = Path("a.xml")
    return list(rule.find(CheckedDocument(path, data, parsed(data, path)), RuleOptions()))


def messages_of(rule: FileRule, sample: str) -> list[str]:
    return [finding.message for finding in found(rule, sample)]


KELLER = "<persName>Keller</persName>"


class TestHandMissing:
    @pytest.mark.parametrize(
        "words",
        [
            f"Crossed out by {KELLER}'s hand.",
            f"Crossed out by {KELLER}’s own hand.",
            f"In the hand of {KELLER}.",
            "Crossed out by Keller's hand.",
            f"Added in {KELLER}'s handwriting.",
            f"Von {KELLER}s Hand gestrichen.",
            "Von Kellers Hand gestrichen.",
            f"Zusatz von der Hand {KELLER}s.",
            f"Biffé de la main de {KELLER}.",
            f"Ajout de la main d’{KELLER}.",
            "Вычеркнуто рукой Келлера.",
            f"Вписано рукою {KELLER}.",
            f"Aggiunto di mano di {KELLER}.",
            f"Añadido de mano de {KELLER}.",
            f"Skreślone ręką {KELLER}.",
            f"Doorgehaald door de hand van {KELLER}.",
            f"Tilføjet med {KELLER}s hånd.",
        ],
    )
    def test_a_note_names_a_hand(self, words: str) -> None:
        sample = f'<p>a <del corresp="#n1">b</del></p><note xml:id="n1">{words}</note>'
        (finding,) = found(hands.hand_missing, sample)
        assert finding.message.endswith("but this 'del' has no @hand")

    @pytest.mark.parametrize(
        "words",
        [
            f"{KELLER} was at hand.",
            "On the other hand, Keller agreed.",
            "Crossed out in an unknown hand.",
            "Another's hand.",
            f"Not by {KELLER}'s hand.",
            f"Crossed out by {KELLER}.",
            "Von fremder Hand gestrichen.",
            "Die Handschrift liegt in Marbach.",
            "It's hand-written.",
            f"The main point of {KELLER}.",
            "В руки Келлера.",
            "Second hand.",
        ],
    )
    def test_a_note_names_none(self, words: str) -> None:
        sample = f'<p>a <del corresp="#n1">b</del></p><note xml:id="n1">{words}</note>'
        assert messages_of(hands.hand_missing, sample) == []

    @pytest.mark.parametrize(
        "sample",
        [
            '<p>a <add source="#n1">b</add></p>{}',
            '<p>a <add xml:id="a1">b</add></p>{target}',
            '<p>a <add>b</add> <ref type="noteMark" target="#n1">1</ref></p>{}',
            '<p>a <subst corresp="#n1"><del>b</del><add>c</add></subst></p>{}',
            '<p>a <hi rend="underline" corresp="#n1">b</hi></p>{}',
        ],
    )
    def test_ways_to_bind_a_note(self, sample: str) -> None:
        note = f'<note type="textConst" xml:id="n1" target="">By {KELLER}\'s hand.</note>'
        target = note.replace('target=""', 'target="#a1"')
        assert len(messages_of(hands.hand_missing, sample.format(note, target=target))) == 1

    @pytest.mark.parametrize(
        "sample",
        [
            '<p>a <del hand="#k" corresp="#n1">b</del></p>{}',
            '<p><subst hand="#k"><del corresp="#n1">b</del><add>c</add></subst></p>{}',
            '<p>a <hi rend="italic" corresp="#n1">b</hi></p>{}',
            '<p>a <hi rend="underline">b</hi> <ref type="noteMark" target="#n1">1</ref></p>{}',
            '<p>a <del>b</del> and <ref type="noteMark" target="#n1">1</ref></p>{}',
            "<p>a <del>b</del></p>{}",
        ],
    )
    def test_is_known_or_another_matter(self, sample: str) -> None:
        note = f'<note type="textConst" xml:id="n1">By {KELLER}\'s hand.</note>'
        assert messages_of(hands.hand_missing, sample.format(note)) == []


class TestGapWithoutReason:
    @pytest.mark.parametrize(
        "sample",
        [
            "<p>and he proposes <gap/></p>",
            "<p>and he proposes <gap/>.</p>",
            "<p>and he proposes</p><gap/>",
            "<p>and he proposes</p>\n<gap><desc>The end is missing.</desc></gap>\n<closer/>",
            '<p>and he <gap/><ref target="#n1">1</ref></p><note xml:id="n1">T</note>',
            "<p>and he <seg>proposes <gap/></seg></p><pb/>",
        ],
    )
    def test_ends_a_text(self, sample: str) -> None:
        (finding,) = found(editing.gap_without_reason, sample)
        assert local(finding.range.node) == "gap"

    @pytest.mark.parametrize(
        "sample",
        [
            '<p>and he proposes <gap reason="lost"/></p>',
            "<p>and he <gap/> proposes</p>",
            "<p>and he proposes <gap/></p><p>Yours</p>",
            "<p>he proposes <quote>to come <gap/></quote></p>",
            "<p>he came<note>He proposes <gap/></note></p>",
            "<closer><signed><gap/></signed></closer>",
            "<p>he came <del><gap/></del></p>",
        ],
    )
    def test_another_matter(self, sample: str) -> None:
        assert messages_of(editing.gap_without_reason, sample) == []


class TestSuppliedWithoutResp:
    def test_is_told_once_for_each_element(self) -> None:
        sample = "<p><supplied>a</supplied> <supplied>b</supplied> M<ex>iste</ex>r</p>"
        messages = messages_of(editing.supplied_without_resp, sample)
        assert [message.split(" ")[0] for message in messages] == ["'supplied'", "'ex'"]
        assert messages[0].endswith("(2 in this file)")

    @pytest.mark.parametrize(
        "sample",
        [
            '<p><supplied resp="#ed">a</supplied></p>',
            '<p><supplied source="#b">a</supplied></p>',
            '<p><expan resp="#ed">M<ex>iste</ex>r</expan></p>',
            '<text resp="#ed"><body><p><supplied>a</supplied></p></body></text>',
            "<sourceDesc><p><supplied>a</supplied></p></sourceDesc>",
        ],
    )
    def test_someone_answers(self, sample: str) -> None:
        assert messages_of(editing.supplied_without_resp, sample) == []


PROGRAM = """<TEI><teiHeader><fileDesc><titleStmt>
<respStmt xml:id="prog"><resp>recognition of names</resp><name>Nomen</name></respStmt>
<respStmt xml:id="ed"><resp>edition</resp><name>Keller</name></respStmt>
</titleStmt></fileDesc><encodingDesc><appInfo>
<application ident="nomen" version="1" xml:id="app"><label>Nomen</label></application>
</appInfo></encodingDesc></teiHeader><text><body><p>{}</p></body></text></TEI>"""


class TestInferenceWithoutBasis:
    @pytest.mark.parametrize("resp", ["#prog", "#app", "#ed #prog"])
    def test_by_a_program(self, resp: str) -> None:
        names = f'<persName resp="{resp}">A</persName> <date resp="{resp}">B</date>'
        (message,) = messages_of(inference.inference_without_basis, PROGRAM.format(names))
        assert message.startswith("this 'persName' was made by a program")
        assert message.endswith("(2 in this file)")

    @pytest.mark.parametrize(
        "inside",
        [
            '<persName resp="#prog" cert="low">A</persName>',
            '<persName resp="#prog" evidence="internal">A</persName>',
            '<persName resp="#prog" source="#n1">A</persName>',
            '<persName resp="#ed">A</persName>',
            '<persName resp="#prog">A<certainty locus="value" degree="0.6"/></persName>',
            '<choice><sic>a</sic><corr resp="#prog">b</corr></choice>',
            '<surplus reason="repeated" resp="#prog">a</surplus>',
        ],
    )
    def test_has_a_basis_or_needs_none(self, inside: str) -> None:
        assert messages_of(inference.inference_without_basis, PROGRAM.format(inside)) == []

    @staticmethod
    def described(inside: str) -> list[str]:
        sent = f'<correspDesc><correspAction type="sent">{inside}</correspAction></correspDesc>'
        return messages_of(inference.inference_without_basis, sent)

    @pytest.mark.parametrize(
        "inside",
        [
            '<date when="1920-05-06">[6 May 1920]</date>',
            '<date when="1920-05-06">6 May [1920]</date>',
            '<date when="1920-05-06">[6 May 1920?]</date>',
            "<placeName>[Lugano]</placeName>",
            "<persName>[Anna Keller]</persName>",
        ],
    )
    def test_brackets(self, inside: str) -> None:
        assert len(self.described(inside)) == 1

    @pytest.mark.parametrize(
        "inside",
        [
            '<date when="1920-05-06" cert="high">[6 May 1920]</date>',
            '<date when="1920-05-06" evidence="external">[6 May 1920]</date>',
            "<date>[undated]</date>",
            "<date>[o. D.]</date>",
            "<date>[s.d.]</date>",
            "<date>[?]</date>",
            "<persName>[unknown]</persName>",
            "<persName>[Unbekannt]</persName>",
            "<persName>Keller, Anna [painter]</persName>",
            "<placeName>Rostov n / D [on]</placeName>",
        ],
    )
    def test_brackets_with_a_basis_or_another_sense(self, inside: str) -> None:
        assert self.described(inside) == []

    def test_brackets_in_the_text_are_another_matter(self) -> None:
        assert messages_of(inference.inference_without_basis, "<p><date>[6 May]</date></p>") == []


class TestSicWithoutCorr:
    def test_each_sort_is_told_once(self) -> None:
        sample = "<p><choice><sic>adn</sic></choice> <sic>teh</sic> <sic>ot</sic></p>"
        assert messages_of(editing.sic_without_corr, sample) == [
            "this choice has a sic and no corr beside it",
            "'teh' is marked as wrong; no corr says what would be right (2 in this file)",
        ]

    @pytest.mark.parametrize(
        "inside",
        [
            "<choice><sic>adn</sic><corr>and</corr></choice>",
            "<choice><sic>adn</sic><corr/></choice>",
            "<choice><sic>adn</sic><reg>and</reg></choice>",
            "<choice><seg><sic>adn</sic></seg><seg><corr>and</corr></seg></choice>",
            "<sic>adn</sic><corr>and</corr>",
            "<app><lem>and</lem><rdg><sic>adn</sic></rdg></app>",
        ],
    )
    def test_is_corrected(self, inside: str) -> None:
        assert messages_of(editing.sic_without_corr, f"<p>{inside}</p>") == []


class TestEmptyElement:
    @pytest.mark.parametrize(
        "name", ["hi", "supplied", "persName", "placeName", "orgName", "name", "date", "title"]
    )
    @pytest.mark.parametrize("inside", ["", " \n ", "<!-- to do -->", "<lb/>"])
    def test_phrases(self, name: str, inside: str) -> None:
        sample = f"<p>a <{name}>{inside}</{name}></p>"
        (finding,) = found(emptiness.empty_element, sample)
        assert local(finding.range.node) == name

    @pytest.mark.parametrize("name", ["p", "head", "ab", "note", "quote", "opener", "closer"])
    @pytest.mark.parametrize("inside", ["", " \n ", "<!-- to do -->"])
    def test_blocks(self, name: str, inside: str) -> None:
        assert len(messages_of(emptiness.empty_element, f"<{name}>{inside}</{name}>")) == 1

    @pytest.mark.parametrize(
        "sample",
        [
            '<hi rend="underline"/>',
            '<supplied reason="omitted" resp="#ed"/>',
            '<note n="1" xml:id="n1" target="#r1" place="end"/>',
            '<p xml:id="p1" n="3"/>',
            '<persName cert="low" evidence="internal"/>',
            '<date calendar="#julian"/>',
            "<closer><signed/></closer>",
            "<opener><dateline> </dateline></opener>",
        ],
    )
    def test_attributes_that_say_nothing(self, sample: str) -> None:
        assert len(messages_of(emptiness.empty_element, sample)) == 1

    @pytest.mark.parametrize(
        "sample",
        [
            '<persName ref="#anna"/>',
            '<name key="anna"/>',
            '<date when="1920-05-06"/>',
            '<p copyOf="#p1"/>',
            '<note sameAs="#n1"/>',
            '<ab facs="#z1"/>',
            '<p rend="rule"/>',
            '<unclear reason="faded" extent="2" unit="chars"/>',
            "<p><gap reason='lost'/></p>",
            "<p><pb/></p>",
            "<p><graphic url='a.png'/></p>",
            "<signed><gap reason='illegible'/></signed>",
            "<hi><space/></hi>",
            "<choice><sic>the</sic><corr/></choice>",
            "<subst><del/><add>a</add></subst>",
            "<p><persName> <forename>Anna</forename></persName></p>",
            "<p><hi><lb/>now</hi></p>",
            "<seg/>",
            "<TEI><text><body><p/></body></text></TEI>",
            "<back><listPerson><person><persName/></person></listPerson></back>",
            "<correspDesc><correspAction type='sent'><persName/></correspAction></correspDesc>",
        ],
    )
    def test_may_be_empty(self, sample: str) -> None:
        assert messages_of(emptiness.empty_element, sample) == []

    def test_the_header(self) -> None:
        assert len(messages_of(emptiness.empty_element, "<titleStmt><title/></titleStmt>")) == 1
        assert len(messages_of(emptiness.empty_element, "<sourceDesc><p> </p></sourceDesc>")) == 1

    def test_what_is_empty_for_one_cause_is_told_once(self) -> None:
        sample = '<p><hi rend="b"/>a<hi rend="b"/></p><head/>'
        assert messages_of(emptiness.empty_element, sample) == [
            "this 'head' is empty: take it out, or put in what it should hold",
            "this 'hi' is empty: take it out, or put in what it should hold (2 in this file)",
        ]


def test_the_place_is_the_first() -> None:
    sample = '<p><supplied resp="#ed">a</supplied><supplied xml:id="s2">b</supplied></p>'
    (finding,) = found(editing.supplied_without_resp, sample)
    assert finding.range.node.get(ID) == "s2"


def test_our_own_letters(root: Path) -> None:
    rules = (
        hands.hand_missing,
        editing.gap_without_reason,
        editing.supplied_without_resp,
        inference.inference_without_basis,
        editing.sic_without_corr,
        emptiness.empty_element,
    )
    for path in sorted((root / "corpus" / "tei").glob("bl-*.xml")):
        own = load_document(path)
        for rule in rules:
            assert [finding.message for finding in rule.find(own, RuleOptions())] == [], path
