"""A document read from its markup is told the same of as one that comes as a stream."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from relaxng_mutations import mutated, well_formed
from relaxng_schemas import Case, cases
from tei_documents import Made, documents
from teikit.relaxng import Schema, SchemaError, ValidationError
from teikit.relaxng.documents.tags import END, MAX_TAGS, OTHER, Scope, Tag, start_tag
from teikit.relaxng.patterns.names import SEPARATOR, XML
from teikit.xml.files import parsed
from teikit.xml.markup import Markup, unescape_text

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "corpus" / "tei").glob("*.xml"))
LETTERS = ROOT.parent / "shared" / "letters"
TEI_ALL = ROOT.parent / "shared" / "tei" / "tei_all.rng"


def both(schema: Schema, data: bytes) -> list[ValidationError]:
    """The errors in a document, read in the two ways; first when nothing of it is known."""
    markup = Markup(data.decode("utf-8-sig"))
    assert markup.is_plain
    streamed = list(schema.iter_errors(BytesIO(data)))
    assert list(schema.iter_errors(data)) == streamed
    assert list(schema.iter_errors(markup)) == streamed
    assert list(schema.iter_errors(markup)) == streamed
    return streamed


def is_plain(data: bytes) -> bool:
    return Markup(data.decode()).is_plain


@settings(max_examples=100, deadline=None, derandomize=True)
@given(example=cases())
def test_both_ways_say_the_same_by_any_schema(example: Case) -> None:
    try:
        schema = Schema.from_string(example.schema)
    except SchemaError:
        return
    for data in example.documents:
        if well_formed(data.decode()) and is_plain(data):
            both(schema, data)


@pytest.fixture(scope="module")
def teikit_schema() -> Schema:
    return Schema.from_file(ROOT / "schema" / "teikit.rng", cache=False)


@pytest.mark.parametrize("path", CORPUS[::3], ids=lambda path: path.stem)
def test_both_ways_say_the_same_of_damaged_documents(path: Path, teikit_schema: Schema) -> None:
    assert both(teikit_schema, path.read_bytes()) == []
    for seed in range(12):
        data = mutated(path.read_bytes(), seed)
        if is_plain(data):
            both(teikit_schema, data)
    damaged = mutated(path.read_bytes().replace(b"\n", b"\r\n"), 1, most=9)
    if is_plain(damaged):
        both(teikit_schema, damaged)


@pytest.mark.skipif(not TEI_ALL.exists(), reason="the letters and the schema of TEI are not here")
def test_both_ways_say_the_same_of_letters() -> None:
    schema = Schema.from_file(TEI_ALL)
    assert sum(len(both(schema, path.read_bytes())) for path in sorted(LETTERS.glob("*.xml")))


NAMESPACES = """
    <grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:a"
      datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
      <start><element name="a"><ref name="any"/></element></start>
      <define name="any"><zeroOrMore><choice>
        <element name="b"><optional><attribute name="q"><data type="QName"/></attribute></optional>
          <ref name="any"/></element>
        <element name="b" ns="urn:b"><attribute name="id" ns=""><data type="ID"/></attribute>
          <ref name="any"/></element>
        <element name="c"><data type="integer"/></element>
        <element name="d" ns=""><empty/></element>
      </choice></zeroOrMore></define>
    </grammar>"""


@pytest.mark.parametrize(
    ("document", "faults"),
    [
        ('<a xmlns="urn:a"><b/><b xmlns="urn:b" id="x"/><b/></a>', 0),
        ('<a xmlns="urn:a"><b/><b xmlns="urn:b" id="x"><b/></b><b/></a>', 1),
        ('<x:a xmlns:x="urn:a"><x:b/><x:b xmlns:x="urn:b" id="x"/><b/></x:a>', 1),
        ('<a xmlns="urn:a" xmlns:y="urn:b"><y:b id="x"/><y:b id="x"/><b id="x"/></a>', 2),
        ('<a xmlns="urn:a"><d xmlns=""/><b><d xmlns=""></d><d/></b></a>', 1),
        ('<a xmlns="urn:a"><b q="x:y" xmlns:x="u"/><b q="x:y"/><b q="x:y" xmlns:x="u"/></a>', 1),
        ('<a xmlns="urn:a" xml:lang="en"><c>1<!-- so -->2</c><c>1<?so?>x</c><c> </c><c/></a>', 4),
        (
            '<?xml version="1.0"?>\n<a xmlns="urn:a">a &lt; b\nand more<b/>&#32;\nc</a>\n<!-- -->',
            2,
        ),
        ('<a xmlns="urn:a"\n><b\tr = "a>b"\n s=\'"\'/></a>', 2),
        ("<a><b/>text</a>", 1),
    ],
)
def test_namespaces_texts_and_ends(document: str, faults: int) -> None:
    schema = Schema.from_string(NAMESPACES)
    assert len(both(schema, document.encode())) >= faults
    assert bool(both(schema, document.replace("\n", "\r\n").encode())) == bool(faults)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(made=documents())
def test_tags_say_what_a_parser_reads(made: Made) -> None:
    root = parsed(made.data, Path("letter.xml")).getroot()
    elements = iter(list(root.iter("*")))
    markup = Markup(made.text)
    for written in (markup.tags[number] for number in markup.nodes):
        if written[0] == "<" and written[1] not in "!?":
            element = next(elements)
            namespaces = {prefix or "": uri for prefix, uri in element.nsmap.items()}
            tag = start_tag(written, {"xml": XML, **namespaces})
            assert lxml_name(tag.name) == element.tag
            found = {lxml_name(name): value for name, value in tag.attributes.items()}
            assert found == dict(element.attrib)
            assert list(found) == list(element.attrib)
    assert next(elements, None) is None


def lxml_name(name: str) -> str:
    namespace, separator, local = name.partition(SEPARATOR)
    return f"{{{namespace}}}{local}" if separator else name


@given(st.text(st.sampled_from("ab<&>\"'\r\n\t é😀\x85")))
def test_texts_say_what_a_parser_reads(text: str) -> None:
    element = etree.Element("a")
    element.text = text
    numbered = "".join(
        f"&#{ord(character)};&#x{ord(character):X};{character if character > '@' else ' '}"
        for character in text
    )
    for written in (etree.tostring(element, encoding="unicode")[3:-4], numbered, "a\rb\r\nc"):
        assert unescape_text(written) == (etree.fromstring(f"<a>{written}</a>").text or "")


def test_a_scope_knows_tags_and_forgets_them() -> None:
    scope = Scope({"xml": XML})
    assert scope["</a>"] is END
    assert scope["<!-- a -->"] is scope["<?a b?>"] is OTHER
    assert [tag.starts or tag.ends for tag in (OTHER, END)] == [False, True]
    tag = scope["<a/>"]
    assert scope["<a/>"] is tag
    assert tag.starts
    assert tag.ends
    declaring: Tag = scope['<a xmlns="urn:a">']
    assert declaring.scope == {"xml": XML, "": "urn:a"}
    assert '<a xmlns="urn:a">' not in scope
    for number in range(2 * MAX_TAGS):
        assert scope[f"<a n='{number}'>"].attributes == {"n": str(number)}
    assert len(scope) <= MAX_TAGS
