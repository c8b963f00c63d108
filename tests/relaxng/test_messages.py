"""What people read when a document is not valid: sentences, and the lists that they are made of."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.relaxng import Kind, Schema, ValidationError

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
LENGTH = 160

# ------------------------------------------------------------------------------------------------
# The schema of the project
# ------------------------------------------------------------------------------------------------

LETTER = "bl-0068.xml"

# What is replaced in a letter (at its first place), by what, and the sentences that come of it.
LETTER_FAULTS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "an element misspelt": (
        "</encodingDesc>",
        "<refDecl/></encodingDesc>",
        ("the schema has no element <refDecl>",),
    ),
    "capital letters": (
        "<name>teikit</name>",
        "<Name>teikit</Name>",
        ("the schema has no element <Name>; did you mean <name>?",),
    ),
    "an attribute misspelt": (
        '<title level="a">',
        '<title levle="a">',
        ("@levle is not allowed on <title>; did you mean @level?",),
    ),
    "a value that is not in the list": (
        '<title level="a">',
        '<title level="z">',
        ("@level of <title>: 'z' is not 'a', 'm', 's' or 'j'",),
    ),
    "a level that is not there": (
        'cert="high"',
        'cert="very"',
        ("@cert of <persName>: 'very' is not 'high', 'medium' or 'low'",),
    ),
    "a month": (
        'when="1996"',
        'when="1996-13"',
        ("@when of <date>: '1996-13' is not a year and month: month 13",),
    ),
    "an element that is missing": (
        "<publisher>not yet published</publisher>",
        "",
        ("<availability> comes too early in <publicationStmt>; it needs <publisher> before it",),
    ),
    "the end of an element": (
        "<name>teikit</name>",
        "",
        ("<respStmt> is not complete; it needs <name>",),
    ),
    "text": (
        "<sourceDesc>\n",
        "<sourceDesc>words\n",
        ("text cannot stand directly in <sourceDesc>: 'words'; put it in ",),
    ),
    "an identifier that is no name": (
        'xml:id="bl-0068-mt"',
        'xml:id="1"',
        ("@xml:id of <respStmt>: '1' is not an XML name: it begins with a digit",),
    ),
    "an identifier given twice": (
        'xml:id="bl-0068-mt"',
        'xml:id="bl-0068-ed"',
        ("the identifier 'bl-0068-ed' was given already, in line 11",),
    ),
    "a number": (
        'from="234"',
        'from="two"',
        ("@from of <biblScope>: 'two' is not a whole number of at least 0",),
    ),
    "an element in its place": (
        '<correspDesc key="68">',
        '<correspDesc key="68"><p>x</p>',
        ("<p> is not allowed in <correspDesc>; expected: <correspAction> or <correspContext>",),
    ),
    "an element that stands elsewhere": (
        "</fileDesc>",
        '<language ident="en"/></fileDesc>',
        ("<language> is not allowed in <fileDesc>",),
    ),
}


@pytest.fixture(scope="module")
def tei(root: Path) -> Schema:
    """The schema of the project."""
    return Schema.from_file(root / "schema" / "teikit.rng")


@pytest.mark.parametrize(("old", "new", "beginnings"), LETTER_FAULTS.values(), ids=LETTER_FAULTS)
def test_messages_about_letters(
    tei: Schema, root: Path, old: str, new: str, beginnings: tuple[str, ...]
) -> None:
    source = (root / "corpus" / "tei" / LETTER).read_text(encoding="utf-8")
    assert old in source
    # Only what is wrong in itself: what refers to a lost identifier is another matter.
    errors = tei.validate(source.replace(old, new, 1).encode())
    messages = [error.message for error in errors if error.kind is not Kind.ID_MISSING]
    assert len(messages) == len(beginnings)
    for message, beginning in zip(messages, beginnings, strict=True):
        assert message.startswith(beginning)
    for error in errors:
        assert_well_told(error)


def test_the_letters_themselves_are_right(tei: Schema, root: Path) -> None:
    paths = sorted((root / "corpus" / "tei").glob("bl-00*.xml"))[:5]
    assert paths
    for path in paths:
        assert tei.validate(path) == []


# ------------------------------------------------------------------------------------------------
# Small schemas
# ------------------------------------------------------------------------------------------------

SMALL: Mapping[str, tuple[str, str, str, tuple[str, ...]]] = {
    "misspelt": (
        "element r { element title {empty}?, element text {empty}? }",
        "<r><titel/></r>",
        "the schema has no element <titel>; did you mean <title>?",
        ("<text>", "<title>", "end tag"),
    ),
    "unlike anything": (
        "element r { element c {empty}?, (element b {empty} | element a {empty}*) }",
        "<r><zzzzz/></r>",
        "the schema has no element <zzzzz>; expected: <c>, <b>, <a> or end tag",
        ("<a>", "<b>", "<c>", "end tag"),
    ),
    "order": (
        "element r { element a {empty}?, element b {empty}? }",
        "<r><b/><a/></r>",
        "<a> is not allowed in <r> after <b>; it must come before <b>",
        ("end tag",),
    ),
    "missing before": (
        "element r { element a {empty}, element b {empty} }",
        "<r><b/></r>",
        "<b> comes too early in <r>; it needs <a> before it",
        ("<a>",),
    ),
    "one of two missing before": (
        "element r { (element a {empty} | element c {empty}), element b {empty} }",
        "<r><b/></r>",
        "<b> comes too early in <r>; it needs <a> or <c> before it",
        ("<a>", "<c>"),
    ),
    "incomplete": (
        "element r { element a {empty}, element b {empty} }",
        "<r/>",
        "<r> is not complete; it needs <a>, then <b>",
        ("<a>",),
    ),
    "incomplete after some": (
        "element r { element a {empty}+, (element b {empty} | element c {text}) }",
        "<r><a/></r>",
        "<r> is not complete; it needs <b> or <c>",
        ("<a>", "<b>", "<c>"),
    ),
    "stands elsewhere": (
        "element r { element p { element b {text}? }*, element d { element b {text}? }* }",
        "<r><b/></r>",
        "<b> is not allowed in <r>; it is allowed in <p> or <d>",
        ("<d>", "<p>", "end tag"),
    ),
    "text": (
        "element r { element p { text }* }",
        "<r>some  words\n of several lines</r>",
        "text cannot stand directly in <r>: 'some words'; put it in <p>",
        ("<p>", "end tag"),
    ),
    "an attribute misspelt": (
        "element r { attribute date {text}?, attribute when {text}? }",
        "<r dates=''/>",
        "@dates is not allowed on <r>; did you mean @date?",
        ("@date", "@when"),
    ),
    "an attribute unlike any": (
        "element r { attribute when {text}?, attribute date {text}? }",
        "<r xyz=''/>",
        "@xyz is not allowed on <r>; expected: @date or @when",
        ("@date", "@when"),
    ),
    "an attribute that there is already": (
        "element r { attribute when {text}?, attribute date {text}? }",
        "<r date='' xyz=''/>",
        "@xyz is not allowed on <r>; expected: @when",
        ("@when",),
    ),
    "no attributes": (
        "element r { empty }",
        "<r x=''/>",
        "@x is not allowed on <r>; it takes no attributes",
        (),
    ),
    "an attribute missing": (
        "element r { attribute date {text} }",
        "<r/>",
        "<r> needs @date",
        ("@date",),
    ),
    "attributes missing": (
        "element r { attribute when {text}, attribute date {text} }",
        "<r/>",
        "<r> needs @when and @date",
        ("@date", "@when"),
    ),
    "one of two attributes missing": (
        "element r { attribute when {text} | attribute date {text} }",
        "<r/>",
        "<r> needs @date or @when",
        ("@date", "@when"),
    ),
    "attributes that exclude each other": (
        "element r { attribute date {text} | attribute when {text} }",
        "<r date='' when=''/>",
        "@when is not allowed on <r> beside this @date",
        (),
    ),
    "values": (
        "element r { attribute d { 'a' | 'b' } }",
        "<r d='c'/>",
        "@d of <r>: 'c' is not 'a' or 'b'",
        ("'a'", "'b'"),
    ),
    "a value misspelt": (
        "element r { attribute d { 'letter' | 'note' | 'card' } }",
        "<r d='leter'/>",
        "@d of <r>: 'leter' is not right; did you mean 'letter'?",
        ("'letter'", "'note'", "'card'"),
    ),
    "one value": (
        "element r { attribute d { 'a' } }",
        "<r d='c'/>",
        "@d of <r>: 'c' is not allowed; it must be 'a'",
        ("'a'",),
    ),
    "a date": (
        "element r { attribute d { xsd:date } }",
        "<r d='1920-13-01'/>",
        "@d of <r>: '1920-13-01' is not a date: month 13",
        ("a date",),
    ),
    "a word of a list": (
        "element r { attribute d { list { ('a' | 'b')+ } } }",
        "<r d='a c'/>",
        "@d of <r>: 'c' is not 'a' or 'b'",
        ("words, each 'a' or 'b'",),
    ),
    "no word of a list": (
        "element r { attribute d { list { ('a' | 'b')+ } } }",
        "<r d=''/>",
        "@d of <r>: the value is empty; it needs 'a' or 'b'",
        ("words, each 'a' or 'b'",),
    ),
    "the length of a string": (
        "element r { attribute d { xsd:string { maxLength = '2' } } }",
        "<r d='abc'/>",
        "@d of <r>: 'abc' has 3 characters, not at most 2 characters",
        ("a string of at most 2 characters",),
    ),
    "content": (
        "element r { 'yes' | 'no' }",
        "<r>maybe</r>",
        "<r>: 'maybe' is not 'yes' or 'no'",
        ("'yes'", "'no'"),
    ),
    "the root": (
        "element r { empty } | element q { empty }",
        "<t/>",
        "the schema has no element <t>; expected: <r> or <q>",
        ("<q>", "<r>"),
    ),
    "a root that is no root": (
        "element r { element p { empty } }",
        "<p/>",
        "a document cannot begin with <p>; expected: <r>",
        ("<r>",),
    ),
    "a forgotten namespace": (
        "default namespace = 'urn:d'\nelement r { empty }",
        "<r/>",
        '<r> is in no namespace; did you mean xmlns="urn:d"?',
        ("<r>",),
    ),
    "a misspelt namespace": (
        "default namespace = 'http://www.tei-c.org/ns/1.0'\nelement r { empty }",
        "<r xmlns='https://www.tei-c.org/ns/1.0'/>",
        "<r> is in the namespace 'https://www.tei-c.org/ns/1.0'; did you mean"
        ' xmlns="http://www.tei-c.org/ns/1.0"?',
        ("<r>",),
    ),
    "a misspelt namespace with a prefix": (
        "default namespace = 'http://www.tei-c.org/ns/1.0'\nelement r { empty }",
        "<t:r xmlns:t='http://www.tei-c.org/ns/1.0/'/>",
        "<r> is in the namespace 'http://www.tei-c.org/ns/1.0/'; did you mean"
        ' xmlns:t="http://www.tei-c.org/ns/1.0"?',
        ("<r>",),
    ),
    "a namespace unlike any other": (
        "default namespace = 'urn:example:d'\nelement r { empty }",
        "<r xmlns='http://e.org/'/>",
        "<r> is in the namespace 'http://e.org/'; the schema has it in another:"
        ' xmlns="urn:example:d"',
        ("<r>",),
    ),
    "a forgotten namespace, where all are taken somewhere": (
        "default namespace d = 'urn:d'\n"
        "start = element r { element x { any* }? }\n"
        "any = element * - d:* { any* }",
        "<r><r/></r>",
        '<r> is in no namespace; did you mean xmlns="urn:d"?',
        ("<r>",),
    ),
    "a root in other letters": (
        "default namespace d = 'urn:d'\n"
        "start = element TEI { element x { any* }? }\n"
        "any = element * - d:* { any* }",
        "<tei/>",
        'a document cannot begin with <tei>; did you mean <TEI xmlns="urn:d">?',
        ("<TEI>",),
    ),
    "an element of another namespace": (
        "default namespace = 'urn:d'\nnamespace m = 'urn:m'\n"
        "element r { element f { element m:math { empty } }, element g { empty } }",
        "<r xmlns='urn:d'><f/><g/></r>",
        '<f> is not complete; it needs <math xmlns="urn:m">',
        ('<math xmlns="urn:m">',),
    ),
    "an element of another namespace, whose prefix the document has": (
        "default namespace = 'urn:d'\nnamespace m = 'urn:m'\n"
        "element r { element f { element m:math { empty } }, element g { empty } }",
        "<r xmlns='urn:d' xmlns:x='urn:m'><f/><g/></r>",
        "<f> is not complete; it needs <x:math>",
        ("<x:math>",),
    ),
    "an attribute whose prefix was forgotten": (
        "namespace t = 'urn:t'\nelement r { attribute t:outcome { text } }",
        "<r outcome='x'/>",
        '@outcome is not allowed on <r>; did you mean @t:outcome, with xmlns:t="urn:t"?',
        ("@t:outcome",),
    ),
    "an attribute whose prefix was forgotten, though it is declared": (
        "namespace t = 'urn:t'\nelement r { attribute t:outcome { text } }",
        "<r outcome='x' xmlns:o='urn:t'/>",
        "@outcome is not allowed on <r>; did you mean @o:outcome?",
        ("@o:outcome",),
    ),
    "an attribute of a namespace that nobody gives a prefix": (
        '<element name="r" xmlns="http://relaxng.org/ns/structure/1.0">'
        '<attribute name="outcome" ns="urn:t"/></element>',
        "<r/>",
        "<r> needs @outcome of the namespace 'urn:t'",
        ("@outcome of the namespace 'urn:t'",),
    ),
    "an attribute beside all that there are": (
        "element r { attribute a { text }?, attribute xml:lang { text }? }",
        "<r a='' xml:lang='' zz=''/>",
        "@zz is not allowed on <r>; it takes only @a and @xml:lang",
        (),
    ),
    "an attribute of which the right one is there": (
        "element r { attribute xml:id { text }, attribute n { text }? }",
        "<r id='a' xml:id='a'/>",
        "@id is not allowed on <r>; it has @xml:id already",
        ("@n",),
    ),
    "of many attributes those of few elements first": (
        "start = element r { all, attribute zz { text }?, element s { all } }\n"
        "all = attribute a { text }?, attribute b { text }?, attribute c { text }?,"
        " attribute d { text }?, attribute e { text }?, attribute f { text }?,"
        " attribute g { text }?, attribute h { text }?",
        "<r unlike=''><s/></r>",
        "@unlike is not allowed on <r>; expected: @zz, @a, @b, @c, @d, @e, @f, @g or @h",
        ("@a", "@b", "@c", "@d", "@e", "@f", "@g", "@h", "@zz"),
    ),
    "an empty value where any word can stand": (
        'element r { attribute a { xsd:anyURI { pattern = "\\S+" } } }',
        "<r a=''/>",
        "@a of <r>: the value is empty; it needs a URI without spaces",
        ("a URI without spaces",),
    ),
    "an attribute where there are none": (
        "element r { empty }",
        "<r zz=''/>",
        "@zz is not allowed on <r>; it takes no attributes",
        (),
    ),
    "what is missing in any order": (
        "element r { (element a { empty } | element b { empty }) & element c { empty } }",
        "<r></r>",
        "<r> is not complete; it needs <a> or <b>, and <c>, in any order",
        ("<a>", "<b>", "<c>"),
    ),
    "what is missing in order": (
        "element r { element a { empty }, element b { empty } }",
        "<r></r>",
        "<r> is not complete; it needs <a>, then <b>",
        ("<a>",),
    ),
    "an element of the parent, where the element lacks its own": (
        "element r { element a { element x { empty } }, element b { empty }* }",
        "<r><a><b/><x/></a></r>",
        "<b> is not allowed in <a>; expected: <x>",
        ("<x>",),
    ),
    "a forgotten prefix": (
        "element r { attribute xml:lang { text }? }",
        "<r lang=''/>",
        "@lang is not allowed on <r>; did you mean @xml:lang?",
        ("@xml:lang",),
    ),
    "everything that may come": (
        "element r { (text & element b {empty}* & element a {empty}?) | xsd:int | 'x' }",
        "<r><c/></r>",
        "the schema has no element <c>; expected: ",
        ("<a>", "<b>", "a whole number from -2147483648 to 2147483647", "'x'", "text", "end tag"),
    ),
    "a character that must be written otherwise": (
        "element r { text }",
        "<r>a & b</r>",
        "not well-formed XML: & stands alone; write &amp; for the character",
        (),
    ),
    "a file cut off": (
        "element r { text }",
        "<r>a",
        "not well-formed XML: the file ends, but <r> is not closed",
        (),
    ),
}


@cache
def load(source: str) -> Schema:
    """A schema in the compact syntax."""
    head = f'datatypes xsd = "{XSD}"\n' if "xsd:" in source else ""
    return Schema.from_string(head + source)


@pytest.mark.parametrize(("source", "document", "message", "expected"), SMALL.values(), ids=SMALL)
def test_messages(source: str, document: str, message: str, expected: tuple[str, ...]) -> None:
    [error] = load(source).validate(document.encode())
    assert error.message.startswith(message)
    assert message.endswith(": ") or error.message == message
    assert error.expected == expected
    assert_well_told(error)


def test_an_element_that_is_wrong_may_stand_after_its_parent() -> None:
    source = "element r { element a { element b {empty}? }, element c {empty} }"
    errors = load(source).validate(b"<r><a><b/><c/></a></r>")
    assert errors[0].message.startswith("<c> is not allowed in <a>")
    assert "it is allowed in <r> after </a>" in errors[0].message


def test_errors_are_written_with_their_place() -> None:
    [error] = load("element r { empty }").validate(b"\n <r x=''/>")
    assert str(error) == "2:5: @x is not allowed on <r>; it takes no attributes"


# ------------------------------------------------------------------------------------------------
# Length, whatever the names and values
# ------------------------------------------------------------------------------------------------


def assert_well_told(error: ValidationError) -> None:
    """A message is one line of a bounded length, and nothing shows how names are kept."""
    assert 0 < len(error.message) <= LENGTH
    assert "  " not in error.message
    for text in (error.message, error.path, error.parent, error.found, *error.expected):
        assert "Cc" not in set(map(category, text))


HUGE = "n" * (1 << 18)
MANY = [f"{name}{number}" for number in range(250) for name in ("some", "longer.name")]
CHOICE = " | ".join(f"element {name} {{ empty }}" for name in MANY)
VALUES = " | ".join(f'"{name}"' for name in MANY)
OPTIONS = ", ".join(f"attribute {name} {{ text }}?" for name in MANY)

# Schemas and documents; `N` is a name or a value of any length.
TEMPLATES: Mapping[str, tuple[str, str]] = {
    "unknown element": ("element r { empty }", "<r><N/></r>"),
    "unknown root": ("element r { empty }", "<N/>"),
    "unknown element in another namespace": ("element r { empty }", '<r><a xmlns="N"/></r>'),
    "unknown attribute": ("element r { empty }", '<r N=""/>'),
    "unknown attribute in another namespace": (
        "element r { empty }",
        '<r xmlns:p="N" p:a=""/>',
    ),
    "unknown prefix": ("element r { empty }", "<r><N:a/></r>"),
    "misplaced": ("element r { element N { element r {empty}? }? }", "<N><N/></N>"),
    "too early": ("element r { element N {empty}, element s {empty} }", "<r><s/></r>"),
    "after": ("element r { element N {empty} }", "<r><N/><N/></r>"),
    "incomplete": ("element N { element N {empty} }", "<N/>"),
    "text": ("element N { element N { text }? }", "<N>N</N>"),
    "value": ("element r { 'a' }", "<r>N</r>"),
    "values": ("element N { 'N' }", "<N>N.</N>"),
    "attribute": ("element N { attribute N { 'N' | 'NN' } }", '<N N="N."/>'),
    "attribute missing": ("element N { attribute N { text } }", "<N/>"),
    "attributes that exclude": (
        "element N { attribute N { text } | attribute a { text } }",
        "<N a='' N=''/>",
    ),
    "list": ("element r { list { 'N'+ } }", "<r>N a N</r>"),
    "pattern": ("element r { xsd:string { pattern = 'a+' } }", "<r>N</r>"),
    "identifier": (
        "element r { element a { attribute i { xsd:ID } }* }",
        "<r><a i='N'/><a i='N'/></r>",
    ),
    "reference": ("element r { attribute i { xsd:IDREF } }", "<r i='N'/>"),
    "entity": ("element r { text }", "<r>&N;</r>"),
    "entity of a document type": ("element r { text }", '<!DOCTYPE r SYSTEM "x"><r>&N;</r>'),
    "closing tag": ("element N { text }", "<N></NN>"),
    "file cut off": ("element N { text }", "<N>"),
    "namespace": ("namespace p = 'N'\nelement r { element p:* {empty} }", "<r><a/></r>"),
    "namespace of an attribute": (
        "namespace p = 'N'\nelement r { attribute p:* {text}+ }",
        "<r a=''/>",
    ),
    "namespace of all": ("default namespace = 'N'\nelement r { empty }", "<r/>"),
    "many elements": (f"element r {{ {CHOICE} }}", "<r><N/></r>"),
    "many elements, one of them needed": (f"element r {{ {CHOICE} }}", "<r/>"),
    "many elements before": (
        f"element r {{ ({CHOICE}), element N.. {{empty}} }}",
        "<r><N../></r>",
    ),
    "many values": (f"element r {{ {VALUES} }}", "<r>N</r>"),
    "many attributes": (f"element r {{ {OPTIONS} }}", "<r N=''/>"),
    "many holders": (
        f"start = element r {{ ({CHOICE.replace('empty', 'inner')})* }}\n"
        "inner = element N.. { empty }",
        "<r><N../></r>",
    ),
    "many holders of text": (f"element r {{ ({CHOICE.replace('empty', 'text')})* }}", "<r>N</r>"),
}


def filled(template: str, name: str) -> list[ValidationError]:
    """What is wrong with the document of a template."""
    source, document = TEMPLATES[template]
    schema = load(source.replace("N", name).replace("NCNAME", "NCName"))
    return schema.validate(document.replace("N", name).encode())


@pytest.mark.parametrize("template", TEMPLATES)
def test_messages_about_names_of_very_many_letters(template: str) -> None:
    errors = filled(template, HUGE)
    assert errors
    for error in errors:
        assert_well_told(error)


# What may stand in names, namespaces, values, and strings of a schema alike.
LETTERS = st.text("abü中.-_0", max_size=300).map(lambda rest: f"q{rest}")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(TEMPLATES)), LETTERS)
def test_messages_about_any_names(template: str, name: str) -> None:
    errors = filled(template, name)
    for error in errors:
        assert_well_told(error)


ODD = st.text(st.characters(exclude_categories=["Cs"], min_codepoint=9), max_size=200)


@settings(max_examples=100, deadline=None)
@given(ODD)
def test_messages_about_any_values(text: str) -> None:
    value = "".join(f"&#{ord(character)};" for character in text)
    document = f'<r a="{value}" xmlns:p="x{value}" p:b=""><p:c/>{value}</r>'
    for error in load("element r { attribute a { 'a' | xsd:date }, 'b' }").validate(
        document.encode()
    ):
        assert_well_told(error)


def test_what_was_expected_is_complete() -> None:
    error = filled("many elements", "zzz")[0]
    assert error.expected == tuple(sorted(f"<{name}>" for name in MANY))
    [error] = filled("many values", "zzz")
    assert error.expected == tuple(f"'{name}'" for name in MANY)
    [error] = filled("many attributes", "zzz")
    assert error.expected == tuple(sorted(f"@{name}" for name in MANY))
