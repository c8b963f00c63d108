"""Documents, valid and not: misleading content models, places of faults, recovery, identifiers."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.relaxng import Kind, Schema, SchemaError, ValidationError

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"


@cache
def load(source: str) -> Schema:
    """A schema in the compact syntax; `xsd:` and `p:` are declared where they are used."""
    heads = {
        "xsd:": f'datatypes xsd = "{XSD}"\n',
        "p:": 'namespace p = "urn:p"\n',
        "q:": 'namespace q = "urn:q"\n',
    }
    head = "".join(line for prefix, line in heads.items() if prefix in source)
    return Schema.from_string(head + source)


def check(source: str, document: str | bytes) -> list[ValidationError]:
    """What is wrong with a document by a schema."""
    data = document.encode() if isinstance(document, str) else document
    return load(source).validate(data)


def summaries(errors: Sequence[ValidationError]) -> list[str]:
    """Errors as `line:column kind`."""
    return [f"{error.line}:{error.column} {error.kind.name}" for error in errors]


# ------------------------------------------------------------------------------------------------
# Verdicts
# ------------------------------------------------------------------------------------------------

Verdicts = tuple[str, Sequence[str], Sequence[str]]

P = 'xmlns:p="urn:p"'

# A schema, documents that are valid, and documents that are not.
VERDICTS: Mapping[str, Verdicts] = {
    "same name, different contents": (
        "element r { element a { element b {empty} }, element a { element c {empty} } }",
        ("<r><a><b/></a><a><c/></a></r>",),
        ("<r><a><c/></a><a><b/></a></r>", "<r><a><b/></a><a><b/></a></r>", "<r><a><b/></a></r>"),
    ),
    "same name, what follows depends on the content": (
        "element r { (element a { element b {empty} }, element x {empty})"
        " | (element a { element c {empty} }, element y {empty}) }",
        ("<r><a><b/></a><x/></r>", "<r><a><c/></a><y/></r>"),
        ("<r><a><b/></a><y/></r>", "<r><a><c/></a><x/></r>", "<r><a/><x/></r>"),
    ),
    "same name, what follows depends on the text": (
        'element r { (element a { "1" }, element x {empty}) | (element a { xsd:int }, text) }',
        ("<r><a>1</a><x/></r>", "<r><a>1</a>x</r>", "<r><a>2</a></r>", "<r><a>1</a></r>"),
        ("<r><a>2</a><x/></r>", "<r><a>x</a></r>"),
    ),
    "same name, what follows depends on attributes": (
        "element r { (element a { attribute x {text} }, element x {empty})"
        " | (element a { attribute x {text}?, attribute y {text}? }, element y {empty}) }",
        ('<r><a x=""/><x/></r>', '<r><a x=""/><y/></r>', "<r><a/><y/></r>"),
        ("<r><a/><x/></r>", '<r><a x="" y=""/><x/></r>', '<r><a z=""/><y/></r>'),
    ),
    "same name, what follows depends on a value": (
        'element r { (element a { attribute x {"1"} }, element x {empty})'
        ' | (element a { attribute x {"2"} }, element y {empty}) }',
        ('<r><a x="1"/><x/></r>', '<r><a x="2"/><y/></r>'),
        ('<r><a x="1"/><y/></r>', '<r><a x="2"/><x/></r>', '<r><a x="3"/><x/></r>'),
    ),
    "an attribute's value decides the content": (
        'element r { (attribute t {"a"}, element a {empty}) | (attribute t {"b"}, text) }',
        ('<r t="a"><a/></r>', '<r t="b">x</r>', '<r t="b"/>'),
        ('<r t="a">x</r>', '<r t="b"><a/></r>', "<r><a/></r>", '<r t="a"/>'),
    ),
    "ambiguity several levels deep": (
        "start = element r { (one, element x {empty}) | (two, element y {empty}) }\n"
        "one = element a { element a { element a { element b {empty} } } }\n"
        "two = element a { element a { element a { element c {empty} } } }",
        (
            "<r><a><a><a><b/></a></a></a><x/></r>",
            "<r><a><a><a><c/></a></a></a><y/></r>",
        ),
        (
            "<r><a><a><a><b/></a></a></a><y/></r>",
            "<r><a><a><a/></a></a><x/></r>",
        ),
    ),
    "a tree of even or of odd depth": (
        "start = element r { even | (odd, element x {empty}) }\n"
        "even = element a { odd | empty }\nodd = element a { even }",
        (
            "<r><a><a><a/></a></a></r>",
            "<r><a><a/></a><x/></r>",
            "<r><a><a><a><a/></a></a></a><x/></r>",
        ),
        ("<r><a><a/></a></r>", "<r><a><a><a/></a></a><x/></r>"),
    ),
    "as many as follow": (
        f"start = element r {{ {', '.join(['a?'] * 9 + ['a'] * 9)} }}\na = element a {{empty}}",
        tuple(f"<r>{'<a/>' * count}</r>" for count in (9, 10, 17, 18)),
        tuple(f"<r>{'<a/>' * count}</r>" for count in (0, 1, 8, 19)),
    ),
    "the last but two": (
        "start = element r { (a|b)*, a, (a|b), (a|b) }\n"
        "a = element a {empty}\nb = element b {empty}",
        ("<r><a/><a/><a/></r>", "<r><b/><b/><a/><b/><b/></r>"),
        ("<r><a/><a/></r>", "<r><a/><b/><a/><b/></r>"),
    ),
    "interleave of groups": (
        "start = element r { (a, b) & (c, d) }\na = element a {empty}\nb = element b {empty}\n"
        "c = element c {empty}\nd = element d {empty}",
        ("<r><a/><b/><c/><d/></r>", "<r><c/><a/><d/><b/></r>", "<r><a/><c/><d/><b/></r>"),
        ("<r><b/><a/><c/><d/></r>", "<r><c/><a/><d/></r>", "<r><a/><b/><c/><d/><a/></r>"),
    ),
    "nested interleave": (
        "start = element r { a & (b, (c & d)) & (e | text)? }\na = element a {empty}\n"
        "b = element b {empty}\nc = element c {empty}\nd = element d {empty}\n"
        "e = element e {empty}",
        ("<r><b/><d/><a/>x<c/></r>", "<r>x<b/>y<c/><d/><a/></r>", "<r><e/><b/><c/><d/><a/></r>"),
        ("<r><d/><b/><a/><c/></r>", "<r><e/>x<b/><c/><d/><a/></r>", "<r><b/><c/><d/></r>"),
    ),
    "interleave of a repeated group": (
        "start = element r { (a, b)* & c }\na = element a {empty}\nb = element b {empty}\n"
        "c = element c {empty}",
        ("<r><c/></r>", "<r><a/><c/><b/><a/><b/></r>", "<r><a/><b/><c/></r>"),
        ("<r><a/><c/><a/><b/></r>", "<r><a/><c/></r>", "<r><a/><b/></r>"),
    ),
    "repetition of an interleave": (
        "start = element r { (a & b)+ }\na = element a {empty}\nb = element b {empty}",
        ("<r><a/><b/><b/><a/></r>", "<r><b/><a/></r>"),
        ("<r><a/><a/><b/><b/></r>", "<r><a/><b/><a/></r>", "<r/>"),
    ),
    "an element inside an interleave with ways of its own": (
        "start = element r { ((element a {x}, element b {empty})"
        " | (element a {y}, element c {empty})) & d* }\n"
        "x = element x {empty}\ny = element y {empty}\nd = element d {empty}",
        ("<r><d/><a><x/></a><d/><b/></r>", "<r><a><y/></a><d/><c/></r>"),
        ("<r><a><x/></a><d/><c/></r>", "<r><d/><a><y/></a></r>"),
    ),
    "mixed": (
        "element r { mixed { element a {empty}, element b {empty}? } }",
        ("<r>x<a/>y<b/>z</r>", "<r><a/></r>", "<r>x<a>\n</a></r>"),
        ("<r>x</r>", "<r>x<b/><a/></r>", "<r><a>x</a></r>"),
    ),
    "text in a group": (
        "element r { element a {empty}, text, element b {empty} }",
        ("<r><a/>x<b/></r>", "<r><a/><b/></r>", "<r> <a/><![CDATA[ ]]>&#65;<!-- x -->y<b/> </r>"),
        ("<r>x<a/><b/></r>", "<r><a/><b/>x</r>"),
    ),
    "text in a choice": (
        "element r { text | element a {empty}+ }",
        ("<r>x</r>", "<r><a/> <a/></r>", "<r/>"),
        ("<r>x<a/></r>", "<r><a/>x</r>"),
    ),
    "data or elements": (
        "element r { xsd:int | element a {empty} | (element b {empty}, text) }",
        ("<r>1</r>", "<r> <a/>\n</r>", "<r><b/>x</r>"),
        ("<r>x</r>", "<r/>", "<r>1<a/></r>", "<r><a/>1</r>", "<r> </r>"),
    ),
    "a value or text and elements": (
        'element r { "x" | mixed { element a {empty}+ } }',
        ("<r> x </r>", "<r>x<a/></r>", "<r>y<a/>z</r>"),
        ("<r>y</r>", "<r/>"),
    ),
    "empty": (
        "element r {empty}",
        ("<r/>", "<r></r>", "<r> \n\t</r>", "<r><!-- x --> <?x y?></r>", "<r><![CDATA[]]></r>"),
        ("<r>x</r>", "<r>&#160;</r>", "<r><r/></r>"),
    ),
    "an empty string": (
        'element r { "" }',
        ("<r/>", "<r> </r>"),
        ("<r>x</r>", "<r><r/></r>"),
    ),
    "an empty string of the type string": (
        'element r { string "", attribute a { string "" }? }',
        ("<r/>", '<r a=""/>'),
        # Only what may be left out altogether may be white space instead.
        ("<r> </r>", "<r>x</r>", '<r a="x"/>', '<r a=" "/>'),
    ),
    "white space that counts": (
        'element r { string " " }',
        ("<r> </r>", "<r>&#32;</r>"),
        ("<r/>", "<r>  </r>", "<r>\n</r>"),
    ),
    "data inside elements in an optional place": (
        "element r { xsd:int? , attribute a {text}? }",
        ("<r/>", "<r> </r>", '<r a="">1</r>'),
        ("<r>x</r>",),
    ),
    "text pieces make one value": (
        'element r { string "a<b&c d" }',
        (
            "<r>a&lt;b&amp;c d</r>",
            "<r>a<!-- x -->&#60;b<?x?>&amp;c<![CDATA[ d]]></r>",
            "<r><![CDATA[a<b&c d]]></r>",
        ),
        ("<r>a &lt;b&amp;c d</r>", "<r>a&lt;b&amp;c <!-- x --> d</r>"),
    ),
    "token and string": (
        'element r { "a b" | string " c  d " }',
        ("<r>  a \n b </r>", "<r> c  d </r>"),
        ("<r>c d</r>", "<r>ab</r>", "<r> c d </r>"),
    ),
    "token, string and values of types in attributes": (
        'element r { attribute a { "a b" }?, attribute b { string "a  b" }?,'
        ' attribute c { xsd:integer "1" }?, attribute d { xsd:boolean "true" }?,'
        ' attribute e { xsd:decimal "1.50" }? }',
        (
            '<r a=" a  b "/>',
            '<r b="a  b"/>',
            '<r c="+01 "/>',
            '<r c="1" d="1" e="1.5"/>',
        ),
        ('<r b="a b"/>', '<r c="2"/>', '<r d="false"/>', '<r e="1.51"/>', '<r c="1.0"/>'),
    ),
    "a qualified name": (
        'element r { xsd:QName "p:a" }',
        (f"<r {P}>p:a</r>", '<r xmlns:x="urn:p"> x:a </r>'),
        ("<r>p:a</r>", "<r>a</r>", '<r xmlns:p="urn:q">p:a</r>', f"<r {P}>p:b</r>"),
    ),
    "a qualified name in the default namespace": (
        'default namespace = "urn:d"\nelement r { xsd:QName "a", attribute q { xsd:QName "a" }? }',
        ('<r xmlns="urn:d">a</r>', '<p:r xmlns:p="urn:d" q="p:a">p:a</p:r>'),
        ('<p:r xmlns:p="urn:d">a</p:r>', '<r xmlns="urn:d" xmlns:p="urn:p">p:a</r>'),
    ),
    "any qualified name": (
        "element r { attribute a { xsd:QName }?, text }",
        (f'<r {P} a="p:a"/>', '<r a="b"/>', '<r a="xml:lang"/>'),
        ('<r a="p:a"/>', f'<r {P} a="p:"/>', f'<r {P} a="p:a:b"/>', '<r a=""/>'),
    ),
    "the namespaces of the element that has the value": (
        "element r { element a { xsd:QName }+ }",
        (f"<r><a {P}>p:a</a><a>a</a></r>", f"<r {P}><a>p:a</a><a>p:a</a></r>"),
        (f"<r><a {P}>p:a</a><a>p:a</a></r>", f"<r><a>p:a</a><a {P}>p:a</a></r>"),
    ),
    "data except": (
        'element r { xsd:int - ("1" | xsd:int "2" | xsd:short { minInclusive = "10" }) }',
        ("<r>3</r>", "<r> 9 </r>", "<r>01</r>", "<r>40000</r>"),
        ("<r>1</r>", "<r>02</r>", "<r>10</r>", "<r>x</r>"),
    ),
    "data except data except": (
        'element r { token - (token - ("a" | "b")) }',
        ("<r>a</r>", "<r> b </r>"),
        ("<r>c</r>", "<r/>"),
    ),
    "parameters": (
        'element r { xsd:string { minLength = "2" pattern = "[a-c]*" maxLength = "3" } }',
        ("<r>ab</r>", "<r>abc</r>"),
        ("<r>a</r>", "<r>abca</r>", "<r>xyz</r>", "<r/>"),
    ),
    "lists": (
        'element r { list { "a", ("b" | (xsd:int, xsd:int)), "c"? } }',
        ("<r>a b</r>", "<r> a\n1\t2 c </r>", "<r>a b c</r>"),
        ("<r/>", "<r>a</r>", "<r>a 1 c</r>", "<r>a b 1</r>", "<r>a b c c</r>", "<r>ab</r>"),
    ),
    "lists that repeat": (
        'element r { list { ("a", "b"?)+ | xsd:int* } }',
        ("<r/>", "<r>a a b a</r>", "<r>1 2 3</r>", "<r> </r>"),
        ("<r>b</r>", "<r>a 1</r>", "<r>a b b</r>"),
    ),
    "lists in a choice": (
        'element r { attribute a { list { xsd:int, xsd:int } | "none" | xsd:int } }',
        ('<r a="1 2"/>', '<r a="none"/>', '<r a=" 1"/>'),
        ('<r a="1 2 3"/>', '<r a=""/>', '<r a="none none"/>'),
    ),
    "ambiguous lists": (
        'element r { list { xsd:int*, "1", xsd:int, xsd:token? } }',
        ("<r>1 2</r>", "<r>3 1 1 1</r>", "<r>1 2 x</r>", "<r>2 1 2</r>"),
        ("<r>1</r>", "<r>2 2 2</r>", "<r>2 1 x</r>"),
    ),
    "attributes and wildcards": (
        "element r { attribute a {xsd:int}?, attribute p:* {text}*,"
        ' attribute * - (a | p:*) {"x"}* }',
        ("<r/>", f'<r {P} a="1" p:a="" p:b="y" b="x" c=" x "/>'),
        ('<r a="x"/>', '<r b="y"/>', '<r xmlns:p="urn:q" p:a="y"/>', '<r xml:lang="en"/>'),
    ),
    "wildcards without namespace": (
        'namespace local = ""\nelement r { attribute local:* {text}+ }',
        ('<r a=""/>', '<r a="" b="" c=""/>'),
        ("<r/>", f'<r {P} p:a=""/>', f'<r {P} a="" p:a=""/>', '<r a="" xml:lang="en"/>'),
    ),
    "an attribute or an element": (
        "element r { (attribute a {text} | element a {text}),"
        " (attribute b {text} | element b {text}) }",
        ('<r a="" b=""/>', '<r a=""><b/></r>', '<r b=""><a/></r>', "<r><a/><b/></r>"),
        ("<r/>", '<r a="" b=""><a/></r>', '<r a=""><a/><b/></r>', "<r><b/><a/></r>", '<r b=""/>'),
    ),
    "an attribute or a group of an attribute and an element": (
        "element r { attribute a {text}"
        " | (attribute a {text}, attribute b {text}, element b {empty}) }",
        ('<r a=""/>', '<r b="" a=""><b/></r>'),
        ('<r a="" b=""/>', '<r a=""><b/></r>', '<r b=""/>', "<r/>"),
    ),
    "attributes repeated": (
        "element r { (attribute a {text} | attribute b {xsd:int} | element c {empty})+ }",
        ('<r a=""/>', '<r a="" b="1"/>', '<r b="1"><c/><c/></r>', "<r><c/></r>"),
        ("<r/>", '<r b="x"/>', '<r a="" d=""/>'),
    ),
    "attributes in an interleave and after elements": (
        "element r { element a {empty},"
        " (attribute x {text}? & element b {empty}), attribute y {text} }",
        ('<r y="" x=""><a/><b/></r>', '<r y=""><a/><b/></r>'),
        ('<r x=""><a/><b/></r>', '<r y=""><b/><a/></r>'),
    ),
    "attributes of many names": (
        "element r { attribute a|b|c {text} }",
        ('<r a=""/>', '<r c=""/>'),
        ("<r/>", '<r a="" b=""/>', '<r d=""/>'),
    ),
    "empty attributes": (
        'element r { attribute a {empty}?, attribute b {""}?, attribute c {text}?, '
        "attribute d {xsd:int?}?, attribute e {list {xsd:int*}}? }",
        ('<r a="" b="" c="" d="" e=""/>', '<r a=" " b=" " c=" " d=" " e=" "/>'),
        ('<r a="x"/>', '<r b="x"/>', '<r d="x"/>', '<r e="x"/>'),
    ),
    "attributes of xml": (
        "element r { attribute xml:lang {xsd:language}?, attribute xml:id {xsd:NCName}? }",
        ('<r xml:lang="en" xml:id="a"/>', "<r/>"),
        ('<r lang="en"/>', '<r xml:space="preserve"/>', '<r xml:lang="en us"/>'),
    ),
    "namespaces": (
        'default namespace = "urn:d"\nelement r { attribute a {text}?, element p:a {empty}? }',
        (
            '<r xmlns="urn:d"/>',
            '<x:r xmlns:x="urn:d" a=""><a xmlns="urn:p"/></x:r>',
            f'<r xmlns="urn:d" {P}><p:a/></r>',
        ),
        ("<r/>", '<x:r xmlns:x="urn:d" x:a=""/>', '<r xmlns="urn:d"><a/></r>'),
    ),
    "declarations that come and go": (
        "element r { element p:a { element a {empty}* }* }",
        (
            f"<r><p:a {P}/><a xmlns='urn:p'><a xmlns=''/></a></r>",
            "<r><x:a xmlns:x='urn:p'><a/></x:a><x:a xmlns:x='urn:p'/></r>",
        ),
        (
            "<r><a xmlns='urn:p'><a/></a></r>",
            "<r><x:a xmlns:x='urn:p' xmlns:y='urn:q'><y:a/></x:a></r>",
        ),
    ),
    "elements of any name": (
        "start = any\nany = element * - (p:* | b) { attribute * {text}*, (text & any*) }",
        ("<a x='y'>z<c/></a>", "<x:b xmlns:x='urn:q' xmlns:p='urn:p' p:x=''/>"),
        ("<b/>", f"<p:x {P}/>", "<a><a><b/></a></a>"),
    ),
    "a named element beside any": (
        'element r { (element a {"1"} | element * - a {"2"})* }',
        ("<r><a>1</a><b>2</b><a>1</a></r>",),
        ("<r><a>2</a></r>", "<r><b>1</b></r>"),
    ),
    "names that overlap": (
        'element r { element a|b {"1"}, element * {"2"}, element b {"1"}? }',
        ("<r><a>1</a><b>2</b></r>", "<r><b>1</b><c>2</c><b>1</b></r>"),
        ("<r><b>2</b><b>2</b></r>", "<r><c>2</c></r>"),
    ),
}

VALID = [(name, case[0], document) for name, case in VERDICTS.items() for document in case[1]]
INVALID = [(name, case[0], document) for name, case in VERDICTS.items() for document in case[2]]


@pytest.mark.parametrize(("name", "source", "document"), VALID)
def test_a_document_is_valid(name: str, source: str, document: str) -> None:
    assert check(source, document) == [], name


@pytest.mark.parametrize(("name", "source", "document"), INVALID)
def test_a_document_is_not_valid(name: str, source: str, document: str) -> None:
    errors = check(source, document)
    assert errors != [], name
    assert Kind.NOT_WELL_FORMED not in {error.kind for error in errors}
    assert not load(source).is_valid(document.encode())


# ------------------------------------------------------------------------------------------------
# Positions and recovery
# ------------------------------------------------------------------------------------------------

LETTER = (
    "start = element letter { head, (p | \\list)+, close? }\n"
    "head = element head { attribute date { xsd:gYear }, attribute n { xsd:int }?, title, by* }\n"
    "title = element title { text }\nby = element by { xsd:NCName }\n"
    "p = element p { attribute lang { 'en' | 'ru' }?, (text | b)* }\n"
    "b = element b { attribute x { text }?, text }\n"
    "\\list = element list { item+ }\nitem = element item { text }\n"
    "close = element close { list { xsd:int, xsd:int } }"
)
HEAD = '<head date="1920"><title>T</title></head>'
BY = '<letter><head date="1920"><title>T</title><by>{}</by></head><p/></letter>'

# A document, and all of its errors.
FAULTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "nothing": (f"<letter>{HEAD}<p>x</p></letter>", ()),
    "unknown element": (
        f"<letter>{HEAD}\n  <para>x<b y=''/></para><p/></letter>",
        ["2:3 ELEMENT_UNKNOWN", "2:13 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "unknown element twice": (
        f"<letter>{HEAD}<p><q/>\n<q>x</q></p></letter>",
        ["1:53 ELEMENT_UNKNOWN", "2:1 ELEMENT_UNKNOWN"],
    ),
    "unknown element in place of a required one": (
        "<letter>\n<heed/><p/></letter>",
        ["2:1 ELEMENT_UNKNOWN"],
    ),
    "unknown root": ("\n <lettre><q x=''/>x</lettre>", ["2:2 ELEMENT_UNKNOWN"]),
    "root that is not one": ("<p>x<q/></p>", ["1:1 ELEMENT_NOT_ALLOWED", "1:5 ELEMENT_UNKNOWN"]),
    "element not allowed": (
        f"<letter>{HEAD}<p>\n\t<p>x</p> x</p></letter>",
        ["2:2 ELEMENT_NOT_ALLOWED"],
    ),
    "element not allowed, with a fault in it": (
        f"<letter>{HEAD}<p><list><b/></list></p></letter>",
        ["1:53 ELEMENT_NOT_ALLOWED", "1:59 ELEMENT_NOT_ALLOWED", "1:63 CONTENT_INCOMPLETE"],
    ),
    "element too late": (
        f"<letter>{HEAD}<p/>{HEAD}</letter>",
        ["1:54 ELEMENT_NOT_ALLOWED"],
    ),
    "element after the end": (
        f"<letter>{HEAD}<p/><close>1 2</close><p/><p/></letter>",
        ["1:72 ELEMENT_NOT_ALLOWED", "1:76 ELEMENT_NOT_ALLOWED"],
    ),
    "required element missing": ("<letter>\n\n  <p/></letter>", ["3:3 ELEMENT_MISSING"]),
    "several required elements missing": (
        "<letter> <close>1 2</close></letter>",
        ["1:10 ELEMENT_MISSING"],
    ),
    "content incomplete": ("<letter>\n" + HEAD + "\n</letter>", ["3:1 CONTENT_INCOMPLETE"]),
    "content incomplete, empty tag": (
        "<letter><head date='1920'/><p/></letter>",
        ["1:9 CONTENT_INCOMPLETE"],
    ),
    "nothing at all": ("<letter/>", ["1:1 CONTENT_INCOMPLETE"]),
    "an empty list, twice": (
        f"<letter>{HEAD}<list>\n</list><list></list></letter>",
        ["2:1 CONTENT_INCOMPLETE", "2:14 CONTENT_INCOMPLETE"],
    ),
    "text": (f"<letter>{HEAD}x<p/></letter>", ["1:50 TEXT_NOT_ALLOWED"]),
    "text after white space": (f"<letter>{HEAD}\n \t x<p/></letter>", ["2:4 TEXT_NOT_ALLOWED"]),
    "text of several lines": (f"<letter>{HEAD}x\ny\nz<p/></letter>", ["1:50 TEXT_NOT_ALLOWED"]),
    "text of several pieces": (
        f"<letter>{HEAD}x<!-- -->y&amp;z<![CDATA[x]]><p/></letter>",
        ["1:50 TEXT_NOT_ALLOWED"],
    ),
    "text in several places": (
        f"<letter>x{HEAD}y<p/>z</letter>",
        ["1:9 TEXT_NOT_ALLOWED", "1:51 TEXT_NOT_ALLOWED", "1:56 TEXT_NOT_ALLOWED"],
    ),
    "text in a list": (
        f"<letter>{HEAD}<list>x<item/></list></letter>",
        ["1:56 TEXT_NOT_ALLOWED"],
    ),
    "a character reference": (f"<letter>{HEAD}\n&#160;<p/></letter>", ["2:1 TEXT_NOT_ALLOWED"]),
    "a section of text": (
        f"<letter>{HEAD}\n<![CDATA[  x]]><p/></letter>",
        ["2:12 TEXT_NOT_ALLOWED"],
    ),
    "value": (
        BY.format("a b"),
        ["1:47 VALUE_INVALID"],
    ),
    "value in lines": (
        BY.format("\n\n  a\n  b"),
        ["3:3 VALUE_INVALID"],
    ),
    "no value": (BY.format(""), ["1:47 VALUE_INVALID"]),
    "white space for a value": (
        BY.format("\n "),
        ["2:2 VALUE_INVALID"],
    ),
    "too many words": (f"<letter>{HEAD}<p/><close>1 2 3</close></letter>", ["1:61 VALUE_INVALID"]),
    "an element in a value": (
        BY.format("a<b/>"),
        ["1:48 ELEMENT_NOT_ALLOWED"],
    ),
    "an unknown element in a value": (
        BY.format("a<q/>"),
        ["1:48 ELEMENT_UNKNOWN"],
    ),
    "attribute not allowed": (
        f"<letter>{HEAD}<p x='' lang='en'/></letter>",
        ["1:53 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "attributes not allowed": (
        f"<letter>{HEAD}<p\n x=''\n\ty='' lang='en'><b x='' lang=''/></p></letter>",
        [
            "2:2 ATTRIBUTE_NOT_ALLOWED",
            "3:2 ATTRIBUTE_NOT_ALLOWED",
            "3:25 ATTRIBUTE_NOT_ALLOWED",
        ],
    ),
    "attribute invalid": (
        f"<letter>{HEAD}<p\n\n  lang='de'>x</p></letter>",
        ["3:3 ATTRIBUTE_INVALID"],
    ),
    "attribute missing": (
        "<letter>\n <head><title/></head><p/></letter>",
        ["2:2 ATTRIBUTE_MISSING"],
    ),
    "attribute missing, others wrong": (
        "<letter><head\nn='x'\nm=''><title/></head><p/></letter>",
        ["1:9 ATTRIBUTE_MISSING", "2:1 ATTRIBUTE_INVALID", "3:1 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "attribute misspelt": (
        "<letter><head dat='1920'><title/></head><p/></letter>",
        ["1:15 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "attribute of another namespace": (
        f"<letter>{HEAD}<p xmlns:x='urn:x'\nx:lang='en' lang='en'/></letter>",
        ["2:1 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "many faults": (
        "<letter a=''><head date='x'><by/></head>x<p b=''/><q/><list/></letter>",
        [
            "1:9 ATTRIBUTE_NOT_ALLOWED",
            "1:20 ATTRIBUTE_INVALID",
            "1:29 ELEMENT_MISSING",
            "1:29 VALUE_INVALID",
            "1:41 TEXT_NOT_ALLOWED",
            "1:45 ATTRIBUTE_NOT_ALLOWED",
            "1:51 ELEMENT_UNKNOWN",
            "1:55 CONTENT_INCOMPLETE",
        ],
    ),
    "not well-formed": (f"<letter>{HEAD}\n<p></letter>", ["2:6 NOT_WELL_FORMED"]),
    "not well-formed after a fault": (
        f"<letter>{HEAD}<q/>\n<p>&e;</p></letter>",
        ["1:50 ELEMENT_UNKNOWN", "2:4 NOT_WELL_FORMED"],
    ),
    "cut off": (f"<letter>{HEAD}<p>", ["1:53 NOT_WELL_FORMED"]),
    "after a tab and letters": (
        f"<letter>{HEAD}<p>\té💡<q/>\tЖ<b\tЮ='😀' x=''/></p></letter>",
        ["1:56 ELEMENT_UNKNOWN", "1:65 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "attribute after letters": (
        f"<letter>{HEAD}<p><b x='😀é\t' y=''/></p></letter>",
        ["1:64 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "attribute after what looks like one": (
        f"<letter>{HEAD}<p><b x='> y=\"\" ' y=\"x='1'\"/></p></letter>",
        ["1:68 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "after references": (
        f"<letter>{HEAD}<p>&amp;&#xE9;&#10;<q/></p></letter>",
        ["1:69 ELEMENT_UNKNOWN"],
    ),
    "with a document type": (
        f"<!DOCTYPE letter [\n<!ENTITY e '<q/>'>\n]>\n<letter>{HEAD}<p>xy&e;</p></letter>",
        ["4:55 ELEMENT_UNKNOWN"],
    ),
    "attributes in an entity": (
        f"<!DOCTYPE letter [<!ENTITY e '<b y=\"\"/>'>]>\n<letter>{HEAD}<p\n>xy&e;</p></letter>",
        ["3:4 ATTRIBUTE_NOT_ALLOWED"],
    ),
    "text in an entity": (
        f"<!DOCTYPE letter [<!ENTITY e 'x'>]>\n<letter>{HEAD}\n &e;<p>&e;</p></letter>",
        ["3:2 TEXT_NOT_ALLOWED"],
    ),
    "an attribute by default": (
        f"<!DOCTYPE letter [<!ATTLIST p lang CDATA 'de'>]>\n<letter>{HEAD}<p/></letter>",
        ["2:50 ATTRIBUTE_INVALID"],
    ),
    "a required attribute by default": (
        "<!DOCTYPE letter [<!ATTLIST head date CDATA '1920'>]>\n"
        "<letter><head><title/></head><p/></letter>",
        (),
    ),
}


@pytest.mark.parametrize(("document", "expected"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_told_once_and_in_its_place(document: str, expected: Sequence[str]) -> None:
    assert summaries(check(LETTER, document)) == list(expected)


@pytest.mark.parametrize(("document", "expected"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_change_no_place(document: str, expected: Sequence[str], end: str) -> None:
    assert summaries(check(LETTER, document.replace("\n", end))) == list(expected)


@pytest.mark.parametrize(("document", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_mark_of_the_encoding_changes_no_place(document: str, expected: Sequence[str]) -> None:
    assert summaries(check(LETTER, document.encode("utf-8-sig"))) == list(expected)


@pytest.mark.parametrize(("document", "expected"), FAULTS.values(), ids=FAULTS)
def test_errors_of_wide_encodings(document: str, expected: Sequence[str]) -> None:
    errors = summaries(check(LETTER, document.encode("utf-16")))
    if document.isascii():
        assert errors == list(expected)
    # Characters beyond the 16 bits count twice.
    assert [text.partition(" ")[2] for text in errors] == [
        text.partition(" ")[2] for text in expected
    ]


ENCODINGS: Mapping[str, str] = {
    "ascii": "<p>&#233;</p><p lang='de'/>",
    "iso-8859-1": "<p>éÃ©\xa0</p>é<p lang='é'/>",
    "utf-8": "<p>éЖ\u2028💡</p>é<p lang='é'/>",
    "utf-16": "<p>éЖ\u2028</p>é<p lang='é'/>",
    "windows-1251": "<p>Жы</p>Ж<p lang='Ж'/>",
    "koi8-r": "<p>Жы</p>Ж<p lang='Ж'/>",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(encoding: str) -> None:
    body = ENCODINGS[encoding]
    document = f'<?xml version="1.0" encoding="{encoding}"?>\n<letter>{HEAD}\n{body}</letter>'
    errors = check(LETTER, document.encode(encoding))
    stray = body.index("</p>") + 5
    places = [] if body[stray - 1] == "<" else [f"3:{stray} TEXT_NOT_ALLOWED"]
    column = body.index("<p l") + 4
    assert summaries(errors) == [*places, f"3:{column} ATTRIBUTE_INVALID"]
    assert errors[-1].found == ("de" if encoding == "ascii" else body.split("'")[1])


@pytest.mark.parametrize("column", [1, 8, 16, 17])
def test_columns_after_bytes_that_look_like_utf_8(column: int) -> None:
    """`Ã©` in ISO 8859-1 has the bytes of `é` in UTF-8."""
    value = "Ã©" * column
    document = (
        '<?xml version="1.0" encoding="iso-8859-1"?>'
        f"<letter>{HEAD}\n<p><b x='{value}' y=''/></p></letter>"
    )
    [error] = check(LETTER, document.encode("iso-8859-1"))
    assert (error.line, error.column) == (2, 12 + len(value))


@pytest.mark.parametrize(
    "encoding", ["nonsense", "shift_jis", "utf-32", "base64", "undefined", "idna", "x" * 1000]
)
@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_encoding_that_cannot_be_read(encoding: str, written: str) -> None:
    source = f'<?xml version="1.0" encoding="{encoding}"?>\n<letter>&#233;</letter>'
    [error] = check(LETTER, source.encode(written))
    assert error.kind is Kind.NOT_WELL_FORMED
    assert error.line == 1
    with pytest.raises(SchemaError):
        Schema.from_string(source.encode(written))


def test_a_place_far_into_a_large_tag() -> None:
    """Farther than what is read from a file at once."""
    middle = "\n".join(f"x{number}='{'y' * 50}'" for number in range(3000))
    errors = check("element r { attribute * - z {text}* }", f"<r {middle}\n  z=''></r>")
    assert summaries(errors) == ["3001:3 ATTRIBUTE_NOT_ALLOWED"]


# ------------------------------------------------------------------------------------------------
# Paths, parents and what was found
# ------------------------------------------------------------------------------------------------

# A document; of each error, the path, the parent, and what was found.
PATHS: Mapping[str, tuple[str, Sequence[tuple[str, str, str]]]] = {
    "unknown element": (
        f"<letter>{HEAD}<p/><p>x<b/><q/><q/></p></letter>",
        [
            ("/letter/p[2]/q[1]", "p", "<q>"),
            ("/letter/p[2]/q[2]", "p", "<q>"),
        ],
    ),
    "misplaced": (f"<letter>{HEAD}<p><p/></p></letter>", [("/letter/p[1]/p[1]", "p", "<p>")]),
    "root": ("<p/>", [("/p", "", "<p>")]),
    "too early": ("<letter><p/></letter>", [("/letter/p[1]", "letter", "<p>")]),
    "incomplete": (f"<letter>{HEAD}<p/><list/></letter>", [("/letter/list[1]", "list", "end tag")]),
    "text": (f"<letter>{HEAD} some\n words <p/></letter>", [("/letter", "letter", "some")]),
    "value": (
        f"<letter>{HEAD}<p/><close> 1\n x</close></letter>",
        [("/letter/close[1]", "close", "1 x")],
    ),
    "attributes": (
        f"<letter>{HEAD}<p/><p xml:lang='' lang='\tde'/></letter>",
        [
            ("/letter/p[2]", "p", "@xml:lang"),
            ("/letter/p[2]", "p", "de"),
        ],
    ),
    "attribute missing": (
        "<letter><head><title/></head><p/></letter>",
        [("/letter/head[1]", "head", "")],
    ),
    "namespaces": (
        f"<letter>{HEAD}<p><x:q xmlns:x='urn:x'/></p></letter>",
        [("/letter/p[1]/{urn:x}q[1]", "p", "<x:q>")],
    ),
    "not well-formed": (f"<letter>{HEAD}<p><b></p></letter>", [("/letter/p[1]/b[1]", "b", "")]),
}


@pytest.mark.parametrize(("document", "expected"), PATHS.values(), ids=PATHS)
def test_paths(document: str, expected: Sequence[tuple[str, str, str]]) -> None:
    errors = check(LETTER, document)
    assert [(error.path, error.parent, error.found) for error in errors] == list(expected)


def test_the_errors_of_a_document_are_in_the_order_of_its_lines() -> None:
    many = "".join(f"<p y=''>\n<q/>{number}</p>z" for number in range(50))
    errors = check(LETTER, f"<letter>{HEAD}{many}</letter>")
    assert len(errors) == 150
    assert [(error.line, error.column) for error in errors] == sorted(
        (error.line, error.column) for error in errors
    )


# ------------------------------------------------------------------------------------------------
# Identifiers
# ------------------------------------------------------------------------------------------------

IDS = (
    "element r { attribute to { xsd:IDREFS }?, element a { attribute id { xsd:ID }?,"
    " attribute ref { xsd:IDREF }?, attribute refs { xsd:IDREFS }? }* }"
)

IDENTIFIED: Mapping[str, tuple[str, Sequence[str]]] = {
    "right": ("<r to='b a'><a id='a' ref='b'/><a id=' b ' refs=' a\tb  a '/></r>", ()),
    "repeated": (
        "<r><a id='a'/>\n<a\n id='a'/><a id=' a '/></r>",
        ["3:2 ID_REPEATED", "3:13 ID_REPEATED"],
    ),
    "case counts": ("<r to='A'><a id='a'/></r>", ["1:4 ID_MISSING"]),
    "unresolved": ("<r>\n<a ref='x'/><a id='a' ref='a'/></r>", ["2:4 ID_MISSING"]),
    "unresolved words": (
        "<r><a refs='x a y'/>\n<a id='a'\n refs='y'/></r>",
        ["1:7 ID_MISSING", "1:7 ID_MISSING", "3:2 ID_MISSING"],
    ),
    "not a name": (
        "<r><a id='1'/><a ref='1'/></r>",
        ["1:7 ATTRIBUTE_INVALID", "1:18 ATTRIBUTE_INVALID"],
    ),
    "in an element that is not allowed": (
        "<r><a id='x'><a id='x'/></a></r>",
        ["1:14 ELEMENT_NOT_ALLOWED", "1:17 ID_REPEATED"],
    ),
    "not well-formed": (
        "<r><a ref='x'/><a id='y'/><a id='y'/>",
        ["1:30 ID_REPEATED", "1:38 NOT_WELL_FORMED"],
    ),
}


@pytest.mark.parametrize(("document", "expected"), IDENTIFIED.values(), ids=IDENTIFIED)
def test_identifiers(document: str, expected: Sequence[str]) -> None:
    errors = check(IDS, document)
    assert summaries(errors) == list(expected)
    unchecked = load(IDS).validate(document.encode(), check_ids=False)
    assert unchecked == [error for error in errors if not error.kind.name.startswith("ID_")]
    assert load(IDS).is_valid(document.encode(), check_ids=False) is not unchecked


def test_errors_of_identifiers_say_which() -> None:
    errors = check(IDS, "<r>\n\n<a id='a'/><a id='a' ref='x'/></r>")
    assert [(error.path, error.parent, error.found, error.message) for error in errors] == [
        ("/r/a[2]", "a", "a", "the identifier 'a' was given already, in line 3"),
        ("/r/a[2]", "a", "x", "there is no element with the identifier 'x'"),
    ]


# Attributes of which a schema does not say clearly whether they are references.
UNCLEAR: Mapping[str, tuple[str, str]] = {
    "in content": ("element r { xsd:IDREF }", "<r>b</r>"),
    "in a list": ("element r { attribute a { list { xsd:IDREF } } }", "<r a='b'/>"),
    "in a choice": ("element r { attribute a { xsd:IDREF | 'x' } }", "<r a='b'/>"),
    "of one of two types": ("element r { attribute a { xsd:IDREF | xsd:ID } }", "<r a='b'/>"),
    "of two elements": (
        "start = r | s\nr = element r { attribute a { xsd:IDREF } }\n"
        "s = element r { attribute a { text } }",
        "<r a='b'/>",
    ),
    "of two types in two elements": (
        "start = r | s\nr = element r { attribute a { xsd:IDREF } }\n"
        "s = element r { attribute a { xsd:ID }, element s {empty} }",
        "<r a='b'><s/></r>",
    ),
}


@pytest.mark.parametrize(("source", "document"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_not_clearly_a_reference_is_not_checked(source: str, document: str) -> None:
    assert check(source, document) == []


CLEAR: Mapping[str, str] = {
    "the same type": "element s { element r { attribute a { xsd:IDREF }? } }",
    "another element": "element s { attribute a {text} }",
    "another attribute": "element s { element r { attribute b {text} } }",
    "a wildcard": "element s { element * { attribute * {text}* } }",
    "a namespace": "element s { element p:r { attribute a {text} } }",
    # The specification asks that these be not checked anywhere (DTD compatibility, 5).
    "another type elsewhere": "element s { element r { attribute a {text} } }",
    "an ID elsewhere": "element s { element r { attribute a {xsd:ID} } }",
}


@pytest.mark.parametrize("other", CLEAR.values(), ids=CLEAR)
def test_what_is_clearly_a_reference_is_checked(other: str) -> None:
    source = f"element r {{ attribute a {{ xsd:IDREF }}, {other}? }}"
    assert summaries(check(source, "<r a='b'/>")) == ["1:4 ID_MISSING"]


# ------------------------------------------------------------------------------------------------
# What must not change the verdict
# ------------------------------------------------------------------------------------------------

NOISE = st.sampled_from(("", "", "<!-- x -->", "<?x y?>", "<!-- & < -->", "<![CDATA[]]>"))
BLANK = st.sampled_from(("", "", " ", "\n", "\t<!-- x -->\r\n", " <?x?> ", "&#32;"))
PLAIN = (
    "start = element r { (attribute a {'1'} | attribute b {xsd:int}?), attribute c {text}?,"
    " (x | y)*, (z & x?) }\n"
    "x = element x { xsd:int | ('a', attribute c {text}) }\n"
    "y = element y { attribute a {text}?, attribute b {'1'}?, mixed { x* } }\n"
    "z = element z { list { xsd:int* }, attribute c {'x'}? }"
)
ATTRIBUTES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(("1", "x"))),
    unique_by=lambda pair: pair[0],
    max_size=3,
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> tuple[str, list[tuple[str, str]], list[object]]:
    """An element: its name, attributes, and content, which is texts and elements."""
    name = draw(st.sampled_from("xyz")) if depth else "r"
    word = st.sampled_from(("1", "a", "1 2"))
    content: st.SearchStrategy[list[object]]
    if depth < 2:
        inner = trees(depth=depth + 1)
        content = st.lists(inner if name == "r" else st.one_of(word, inner), max_size=4)
    else:
        content = st.lists(word, max_size=1)
    return name, draw(ATTRIBUTES), draw(content)


def written(tree: object, draw: st.DrawFn | None) -> str:
    """A tree as XML; with what should not matter, if there is something to draw from."""
    if isinstance(tree, str):
        noise = draw(NOISE) if draw else ""
        return tree[:1] + noise + tree[1:]
    name, attributes, content = tree  # type: ignore[misc]
    if draw:
        attributes = draw(st.permutations(attributes))
    # White space is part of the text where there is some.
    gap = BLANK if not any(isinstance(item, str) for item in content) else NOISE
    inside = "".join(written(item, draw) + (draw(gap) if draw else "") for item in content)
    between = draw(st.sampled_from((" ", "\n  "))) if draw else " "
    tag = name + "".join(f"{between}{key}='{value}'" for key, value in attributes)
    return f"<{tag}>{draw(gap) if draw else ''}{inside}</{name}>"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_white_space_comments_and_the_order_of_attributes_do_not_matter(
    data: st.DataObject,
) -> None:
    tree = data.draw(trees())
    plain = check(PLAIN, written(tree, None))
    noisy = check(PLAIN, written(tree, data.draw))
    # Which of two attributes that exclude each other is refused depends on their order.
    assert {error.path for error in plain} == {error.path for error in noisy}
    assert len(plain) == len(noisy)
