"""Every way in which a document can name a schema."""

import pytest

from teikit.validating.schemas.naming import SchemaLanguage, named
from teikit.xml.prolog import prolog

RELAXNG = "http://relaxng.org/ns/structure/1.0"
SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
L = SchemaLanguage

MODELS = {
    "href='a.rng'": ("a.rng", L.RELAXNG),
    'href="a.rnc"': ("a.rnc", L.RELAXNG),
    'href = "a.rng"': ("a.rng", L.RELAXNG),
    '\n  schematypens\n="x"\n\thref\n=\n"a.rng"\n': ("a.rng", L.RELAXNG),
    'href=" a.rng "': ("a.rng", L.RELAXNG),
    'href="a.rng"type="application/xml"': ("a.rng", L.RELAXNG),
    'href="a&amp;b.rng"': ("a&b.rng", L.RELAXNG),
    'href="tei&#x5f;all.rng"': ("tei_all.rng", L.RELAXNG),
    'href="tei&#95;all.rng"': ("tei_all.rng", L.RELAXNG),
    'href="a.rng&#99999999999;"': ("a.rng&#99999999999;", L.UNKNOWN),
    'href="tei%5Fall%2Erng"': ("tei%5Fall%2Erng", L.RELAXNG),
    'href="TEI_ALL.RNG"': ("TEI_ALL.RNG", L.RELAXNG),
    'href="http://x.org/get?file=a.rng"': ("http://x.org/get?file=a.rng", L.UNKNOWN),
    'href="http://x.org/a.rng?v=2#TEI"': ("http://x.org/a.rng?v=2#TEI", L.RELAXNG),
    'href="file:///a/b.rng"': ("file:///a/b.rng", L.RELAXNG),
    'href="urn:x:tei" schematypens="http://relaxng.org/ns/structure/1.0"': ("urn:x:tei", L.RELAXNG),
    f'href="schema" schematypens="{RELAXNG}"': ("schema", L.RELAXNG),
    f'href="schema" schematypens="{RELAXNG}/"': ("schema", L.RELAXNG),
    f'href="a.xml" schematypens="{SCHEMATRON}"': ("a.xml", L.SCHEMATRON),
    f'href="a.rng" schematypens="{SCHEMATRON}"': ("a.rng", L.SCHEMATRON),
    'href="a" schematypens="https://www.w3.org/2001/XMLSchema"': ("a", L.XSD),
    'href="a" type="application/relax-ng-compact-syntax"': ("a", L.RELAXNG),
    'href="a" type="application/relax-ng-compact-syntax; charset=UTF-8"': ("a", L.RELAXNG),
    'href="a.rng" type="application/xml"': ("a.rng", L.RELAXNG),
    'href="a.txt" type="application/xml-dtd"': ("a.txt", L.DTD),
    'href="a.dtd"': ("a.dtd", L.DTD),
    'href="a.sch" phase="#ALL"': ("a.sch", L.SCHEMATRON),
    'href="a.nvdl"': ("a.nvdl", L.NVDL),
    'href="a" schematypens="http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0"': ("a", L.NVDL),
    'href="a.odd"': ("a.odd", L.ODD),
    'href="a.xml" schematypens="http://www.tei-c.org/ns/1.0"': ("a.xml", L.ODD),
    'href="a.rng" title="a &gt; b" group="g"': ("a.rng", L.RELAXNG),
    'href="a.rng" href="b.rng"': ("a.rng", L.RELAXNG),
    'title="href=&apos;b.rng&apos;" href="a.rng"': ("a.rng", L.RELAXNG),
    'href="a.rng" schematypens="http://example.org/"': ("a.rng", L.RELAXNG),
    'href="..\\tei_all.rng"': ("..\\tei_all.rng", L.RELAXNG),
    'href="Büro.rng"': ("Büro.rng", L.RELAXNG),
    'href="noending"': ("noending", L.UNKNOWN),
    "href=a.rng": ("", L.UNKNOWN),
    "": ("", L.UNKNOWN),
    'href=""': ("", L.UNKNOWN),
}

OTHERS = {
    '<?oxygen RNGSchema="a.rng" type="xml"?><a/>': [("a.rng", L.RELAXNG)],
    "<?oxygen RNGSchema='http://x.org/a' type='compact'?><a/>": [("http://x.org/a", L.RELAXNG)],
    '<?oxygen SCHSchema="a.sch"?><a/>': [("a.sch", L.SCHEMATRON)],
    '<?oxygen NVDLSchema="a.nvdl"?><a/>': [("a.nvdl", L.NVDL)],
    '<?oxygen RNGSchema="a.rng" SCHSchema="b.sch"?><a/>': [
        ("a.rng", L.RELAXNG),
        ("b.sch", L.SCHEMATRON),
    ],
    '<?xml-stylesheet type="text/xsl" href="a.xsl"?><a/>': [],
    '<!-- <?xml-model href="a.rng"?> --><a/>': [],
    '<a/><?xml-model href="a.rng"?>': [],
    '<a><?xml-model href="a.rng"?></a>': [],
    '<!DOCTYPE a SYSTEM "a.dtd"><?xml-model href="a.rng"?><a/>': [
        ("a.dtd", L.DTD),
        ("a.rng", L.RELAXNG),
    ],
    '<?xml-model href="a.rng"?><!DOCTYPE a PUBLIC "-//X//Y" "a.dtd"><a/>': [
        ("a.rng", L.RELAXNG),
        ("a.dtd", L.DTD),
    ],
    "<!DOCTYPE a><a/>": [],
    "<!DOCTYPE a [<!ELEMENT a ANY>]><a/>": [],
    f'<a {XSI} xsi:noNamespaceSchemaLocation=" a.xsd "/>': [("a.xsd", L.XSD)],
    f'<a xmlns="urn:m" {XSI} xsi:schemaLocation="\n urn:m\n a.xsd\n"/>': [("a.xsd", L.XSD)],
    f"<a xmlns='urn:m' {XSI.replace('xsi', 'i')} i:schemaLocation='urn:m a'/>": [("a", L.XSD)],
    '<a schemaLocation="urn:m a.xsd"/>': [],
}


@pytest.mark.parametrize("words", MODELS)
def test_an_instruction(words: str) -> None:
    (found,) = named(prolog(f'<?xml version="1.0"?>\n <?xml-model {words}?><TEI/>'))
    assert (found.address, found.language) == MODELS[words]
    assert (found.line, found.column) == (2, 2)
    assert bool(found.fault) == (not found.address)


@pytest.mark.parametrize("document", OTHERS)
def test_other_ways(document: str) -> None:
    found = [(each.address, each.language) for each in named(prolog(document))]
    assert found == OTHERS[document]


def test_pairs_of_other_namespaces_and_words_without_a_partner() -> None:
    words = "urn:m a.xsd urn:x x.xsd urn:y"
    found = [*named(prolog(f'<a xmlns="urn:m" {XSI} xsi:schemaLocation="{words}"/>'))]
    assert [each.address for each in found] == ["a.xsd", "x.xsd", "urn:y"]
    assert [bool(each.fault) for each in found] == [False, True, True]


def test_a_very_long_instruction_takes_no_time() -> None:
    for words in ("a" * 200_000, " " * 200_000, "a=" * 100_000, 'a="' + "&" * 200_000):
        assert [each.address for each in named(prolog(f"<?xml-model {words}?><a/>"))] == [""]
