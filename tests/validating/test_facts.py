"""What is gathered of a document is the same, however much of it is known already."""

from pathlib import Path

from hypothesis import given, settings
from lxml import etree

from tei_documents import Made, documents
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import gather
from teikit.xml.encoding import decoded
from teikit.xml.files import parsed
from teikit.xml.markup import Markup
from teikit.xml.paths import ElementPaths

PATH = Path("letter.xml")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(documents())
def test_markup_only_saves_time(made: Made) -> None:
    root = parsed(made.data, PATH).getroot()
    plain = gather(root)
    for _ in range(2):  # now and when its tags are known
        assert gather(root, Markup(decoded(made.data))) == plain


def test_a_tag_says_something_else_where_its_prefix_does() -> None:
    tei = 'xmlns="http://www.tei-c.org/ns/1.0"'
    letters = [
        f'<TEI {tei}><x:p xmlns:x="urn:x" ref="#a"/><p ref="#a"/></TEI>',
        f'<TEI {tei} xmlns:x="urn:y"><x:p ref="#a"/><p ref="#a"/></TEI>',
        f'<TEI {tei} xmlns:x="http://www.tei-c.org/ns/1.0"><x:p ref="#a"/><p ref="#a"/></TEI>',
        f'<TEI {tei}><egXML xmlns="urn:z"><p ref="#a"/></egXML><p ref="#a"/></TEI>',
    ]
    found = []
    for letter in (*letters, *letters):
        data = letter.encode()
        facts = CheckedDocument(PATH, data, parsed(data, PATH)).facts
        assert facts == gather(facts.root)
        found.append((len(facts.named["p"]), len(facts.pointers), len(facts.others)))
    assert found == 2 * [(1, 1, 1), (1, 1, 1), (2, 2, 0), (1, 1, 2)]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(documents())
def test_a_path_leads_to_its_element(made: Made) -> None:
    tree = parsed(made.data, PATH)
    root = tree.getroot()
    home = etree.QName(root).namespace or ""
    paths = ElementPaths(root)
    found = [paths.of(element) for element in root.iter("*")]
    assert len(set(found)) == len(found)
    for element, path in zip(root.iter("*"), found, strict=True):
        first, *steps = path.removeprefix("/").replace("/", "\0").split("\0")
        assert first == etree.QName(root).localname
        reached = root
        for step in steps if "{" not in path else ():
            name, _, number = step.rstrip("]").rpartition("[")
            same = list(reached.iterchildren(f"{{{home}}}{name}" if home else name))
            reached = same[int(number) - 1]
        assert "{" in path or reached is element


def test_an_idno_says_the_same_with_and_without_markup() -> None:
    tei = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:t="http://www.tei-c.org/ns/1.0"'
    plain = [
        '<idno type="GND">1 &amp; 2</idno>',
        "<idno subtype='x'>1\r\n2&#13;</idno>",
        "<t:idno>3</t:idno>",
        '<idno type="a"/> behind it',
        "<idno></idno> behind it",
    ]
    others = [
        "<idno>4<!-- a remark --></idno>",
        "<idno>F. <idno>5</idno></idno>",
        "<note>6</note>",
    ]
    for sections in ("", "<idno><![CDATA[7 & 8]]></idno>"):
        data = f"<TEI {tei}>{''.join(plain + others)}{sections}</TEI>".encode()
        for _ in range(2):
            facts = CheckedDocument(PATH, data, parsed(data, PATH)).facts
            assert facts == gather(facts.root)
        written = [("GND", "", "1 & 2"), ("", "x", "1\n2\r"), ("", "", "3"), ("a", "", "")]
        written += [("", "", ""), ("", "", "5"), *([("", "", "7 & 8")] if sections else ())]
        assert list(facts.idnos.values()) == written
