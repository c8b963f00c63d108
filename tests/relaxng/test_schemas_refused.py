"""Schemas that are not correct: where, and in which words; and some that only seem so."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from teikit.relaxng import Schema, SchemaError

RNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"

Case = tuple[str, str | None, str | None]
"""A schema, the place of its error, and the sentence; None where one is left open."""

IS_EMPTY = " is not complete: it is empty; write <empty/> in it if that is meant"
START = "a document is one element: the start of a schema cannot contain"
EXCEPT = "the <except> of <data> cannot contain"
STRINGS = "strings (data, value, list) stand beside other content"
TWICE = "the attribute 'a' is there twice"
GROUPED = "a repetition cannot contain attributes in a group"
ENDLESS = "an attribute of endless names must stand in <zeroOrMore> or <oneOrMore>"
TWO_TEXTS = "text stands in two parts of an interleave"
TWO_ELEMENTS = "the element 'a' stands in two parts of an interleave"
NO_PARENT = "<parentRef> stands in no inner grammar"
NO_XMLNS = "no attribute can have the name 'xmlns'"
NO_XMLNS_NAMESPACE = "no attribute can be of the namespace 'http://www.w3.org/2000/xmlns'"
RECURSION = "the definition of 'a' contains itself with no element between"
NO_START = "the grammar has no <start>"


def in_element(patterns: str) -> str:
    """A schema of one element; the patterns begin in line 2."""
    return f'<element name="r" xmlns="{RNG}" datatypeLibrary="{XSD}">\n{patterns}\n</element>'


def in_grammar(components: str) -> str:
    """A grammar that defines an element `r`; the components begin in line 3."""
    return (
        f'<grammar xmlns="{RNG}" datatypeLibrary="{XSD}">\n'
        '<define name="r"><element name="r"><text/></element></define>\n'
        f"{components}\n</grammar>"
    )


PATTERNS: Mapping[str, Case] = {
    "unknown element": ("<elephant/>", "2:1", "<elephant> cannot stand here in <element>"),
    "unknown attribute": ('<text name="a"/>', "2:1", "<text> takes no attribute 'name'"),
    "prefixed rng attribute": (
        '<x:ref xmlns:x="http://relaxng.org/ns/structure/1.0" x:name="a"/>',
        "2:1",
        "attributes of <ref> are written without a prefix",
    ),
    "text in group": (
        "<group>words\n<text/></group>",
        None,
        "text stands in <group>, which takes none: 'words'",
    ),
    "text after": (
        "<group><text/>words</group>",
        None,
        "text stands in <group>, which takes none: 'words'",
    ),
    "element in value": (
        "<value>a<text/></value>",
        "2:9",
        "<text> stands in <value>, which takes text only",
    ),
    "foreign in value": (
        '<value>a<x xmlns="urn:x"/></value>',
        "2:9",
        "<x> stands in <value>, which takes text only",
    ),
    "empty group": ("<group/>", "2:1", f"<group>{IS_EMPTY}"),
    "empty choice": ("<choice> </choice>", "2:1", f"<choice>{IS_EMPTY}"),
    "empty optional": ("<optional/>", "2:1", f"<optional>{IS_EMPTY}"),
    "empty list": ("<list/>", "2:1", f"<list>{IS_EMPTY}"),
    "empty element": ('<element name="a"/>', "2:1", f"<element>{IS_EMPTY}"),
    "element without name": ("<element><text/></element>", "2:1", "<element> has no name"),
    "element nothing": ("<element/>", "2:1", "<element> is not complete: it has no name"),
    "attribute without name": (
        "<attribute/>",
        "2:1",
        "<attribute> is not complete: it has no name",
    ),
    "attribute pattern first": (
        "<attribute><text/></attribute>",
        "2:1",
        "<attribute> has no name",
    ),
    "attribute two patterns": (
        '<attribute name="a"><text/><text/></attribute>',
        "2:28",
        "<text> is one too many in <attribute>",
    ),
    "name twice": (
        '<element name="a"><name>b</name><text/></element>',
        "2:19",
        "<name> cannot stand here in <element>",
    ),
    "content in text": ("<text><empty/></text>", "2:7", "<empty> cannot stand here in <text>"),
    "content in ref": (
        '<ref name="a"><empty/></ref>',
        "2:15",
        "<empty> cannot stand here in <ref>",
    ),
    "ref without name": ("<ref/>", "2:1", "<ref> needs the attribute 'name'"),
    "data without type": ("<data/>", "2:1", "<data> needs the attribute 'type'"),
    "param without name": (
        '<data type="string"><param>1</param></data>',
        "2:21",
        "<param> needs the attribute 'name'",
    ),
    "except before param": (
        (
            '<data type="string"><except><value>a</value></except><param '
            'name="length">1</param></data>'
        ),
        "2:21",
        "<except> can stand in <data> only once, and last",
    ),
    "two excepts": (
        (
            '<data type="string"><except><value>a</value></except><except><value>b<'
            "/value></except></data>"
        ),
        "2:21",
        "<except> can stand in <data> only once, and last",
    ),
    "empty except": ('<data type="string"><except/></data>', "2:21", f"<except>{IS_EMPTY}"),
    "externalref without href": (
        "<externalRef/>",
        "2:1",
        "<externalRef> needs the attribute 'href'",
    ),
    "start in pattern": ("<start><text/></start>", "2:1", "<start> cannot stand here in <element>"),
    "name not name": (
        '<element name="1a"><text/></element>',
        "2:1",
        "'1a' is no name of an element or attribute",
    ),
    "name two colons": (
        '<element name="a:b:c"><text/></element>',
        "2:1",
        "'a:b:c' is no name of an element or attribute",
    ),
    "name empty": (
        '<element name=" "><text/></element>',
        "2:1",
        "'' is no name of an element or attribute",
    ),
    "ref not name": ('<ref name="a:b"/>', "2:1", 'name="a:b" of <ref> is not a name'),
    "type not name": (
        '<data type="xsd:string"/>',
        "2:1",
        'type="xsd:string" of <data> is not a name',
    ),
    "prefix undeclared": (
        '<element name="p:a"><text/></element>',
        "2:1",
        "the namespace prefix 'p' of 'p:a' is not declared",
    ),
    "prefix undeclared name": (
        "<element><choice><name>a</name>\n<name> p:b </name></choice><text/></element>",
        "3:1",
        "the namespace prefix 'p' of 'p:b' is not declared",
    ),
    "library relative": (
        '<data type="string" datatypeLibrary="datatypes"/>',
        "2:1",
        "the datatypeLibrary 'datatypes' must be an absolute URI",
    ),
    "library fragment": (
        '<data type="string" datatypeLibrary="urn:a#b"/>',
        "2:1",
        "the datatypeLibrary 'urn:a#b' must be a URI without '#'",
    ),
    "library escape": (
        '<data type="string" datatypeLibrary="urn:a%zz"/>',
        "2:1",
        "the datatypeLibrary 'urn:a%zz' is no URI",
    ),
    "library unknown": (
        '<data type="string" datatypeLibrary="urn:a"/>',
        "2:1",
        "there is no datatype library 'urn:a'",
    ),
    "type unknown": (
        '<data type="strin"/>',
        "2:1",
        (
            "there is no datatype 'strin' in the library "
            "http://www.w3.org/2001/XMLSchema-datatypes; did you mean 'string'?"
        ),
    ),
    "type unknown builtin": (
        '<data type="integer" datatypeLibrary=""/>',
        "2:1",
        (
            "there is no datatype 'integer' in RELAX NG itself; did you mean "
            "'integer' of the library http://www.w3.org/2001/XMLSchema-datatypes?"
        ),
    ),
    "param unknown": (
        '<data type="string"><param name="size">1</param></data>',
        "2:1",
        "there is no parameter 'size'",
    ),
    "param not of type": (
        '<data type="string"><param name="minInclusive">1</param></data>',
        "2:1",
        "values of the datatype 'string' have no order",
    ),
    "param builtin": (
        '<data type="token" datatypeLibrary=""><param name="length">1</param></data>',
        "2:1",
        (
            "the datatype 'token' of RELAX NG itself has no parameters; use that of "
            "the library http://www.w3.org/2001/XMLSchema-datatypes"
        ),
    ),
    "param value": (
        '<data type="string"><param name="length">many</param></data>',
        "2:1",
        "the value of 'length' is a whole number, not 'many'",
    ),
    "param pattern": ('<data type="string"><param name="pattern">(a</param></data>', "2:1", None),
    "value impossible": (
        '<value type="gYear">MCMXX</value>',
        "2:1",
        "the value can never stand: 'MCMXX' is not a year: write it as YYYY, as in 1920",
    ),
    "value qname prefix": (
        '<value type="QName">p:a</value>',
        "2:1",
        (
            "the value can never stand: 'p:a' is not a name whose prefix is "
            "declared: the prefix p stands for no namespace here"
        ),
    ),
    "anyname in anyname": (
        "<element><anyName><except><anyName/></except></anyName><text/></element>",
        "2:27",
        "<anyName> cannot stand in the <except> of <anyName>",
    ),
    "anyname in nsname": (
        (
            "<element><nsName><except><choice><name>a</name><anyName/></choice><"
            "/except></nsName><text/></element>"
        ),
        "2:48",
        "<anyName> cannot stand in the <except> of <nsName>",
    ),
    "nsname in nsname": (
        '<element><nsName><except><nsName ns="urn:a"/></except></nsName><text/></element>',
        "2:26",
        "<nsName> cannot stand in the <except> of <nsName>",
    ),
    "nsname in nested except": (
        (
            '<element><anyName><except><nsName><except><nsName ns=""/></except><'
            "/nsName></except></anyName><text/></element>"
        ),
        "2:43",
        "<nsName> cannot stand in the <except> of <nsName>",
    ),
    "two name excepts": (
        (
            "<element><anyName><except><name>a</name></except><except><name>b</name><"
            "/except></anyName><text/></element>"
        ),
        "2:50",
        "<except> is one too many in <anyName>",
    ),
    "empty name choice": ("<element><choice/><text/></element>", "2:10", f"<choice>{IS_EMPTY}"),
    "pattern in name class": (
        "<element><choice><text/></choice><text/></element>",
        "2:18",
        "<text> cannot stand here in <choice>",
    ),
    "empty in name": (
        "<element><name/><text/></element>",
        "2:10",
        "'' is no name of an element or attribute",
    ),
    "xmlns attribute": ('<attribute name="xmlns"/>', "2:1", NO_XMLNS),
    "xmlns in choice": (
        "<attribute><choice><name>a</name>\n<name>xmlns</name></choice></attribute>",
        "3:1",
        NO_XMLNS,
    ),
    "xmlns namespace": (
        '<attribute name="a" ns="http://www.w3.org/2000/xmlns"/>',
        "2:1",
        NO_XMLNS_NAMESPACE,
    ),
    "xmlns nsname": (
        (
            '<zeroOrMore><attribute><nsName ns="http://www.w3.org/2000/xmlns"/><'
            "/attribute></zeroOrMore>"
        ),
        "2:24",
        NO_XMLNS_NAMESPACE,
    ),
    "xmlns in except": (
        (
            "<zeroOrMore><attribute><anyName><except><name>xmlns</name></except><"
            "/anyName></attribute></zeroOrMore>"
        ),
        "2:41",
        NO_XMLNS,
    ),
    "attribute in attribute": (
        '<attribute name="a"><attribute name="b"/></attribute>',
        "2:21",
        "an attribute cannot contain an attribute",
    ),
    "element in attribute": (
        (
            '<attribute name="a"><choice><text/>\n<element name="b"><text/></element><'
            "/choice></attribute>"
        ),
        "2:21",
        "an attribute cannot contain an element",
    ),
    "ref in attribute": (
        (
            '<attribute name="a"><grammar><start><ref name="b"/></start><define '
            'name="b"><element name="b"><text/></element></define></grammar><'
            "/attribute>"
        ),
        "2:1",
        "an attribute cannot contain an element",
    ),
    "attribute group in repetition": (
        '<oneOrMore><group><attribute name="a"/><attribute name="b"/></group></oneOrMore>',
        "2:1",
        GROUPED,
    ),
    "attribute interleave in repetition": (
        (
            '<zeroOrMore><interleave><attribute name="a"/><element name="b"><text/><'
            "/element></interleave></zeroOrMore>"
        ),
        "2:1",
        GROUPED,
    ),
    "attribute deep in repetition": (
        (
            '<oneOrMore><choice><group><optional><attribute name="a"/></optional><'
            'element name="b"><text/></element></group><empty/></choice></oneOrMore>'
        ),
        "2:1",
        GROUPED,
    ),
    "list in list": (
        "<list><list><value>a</value></list></list>",
        "2:7",
        "a list cannot contain a list",
    ),
    "element in list": (
        '<list><element name="a"><text/></element></list>',
        "2:7",
        "a list cannot contain an element",
    ),
    "attribute in list": (
        '<list><attribute name="a"/></list>',
        "2:7",
        "a list cannot contain an attribute",
    ),
    "text in list": ("<list><text/></list>", "2:7", "a list cannot contain text"),
    "interleave in list": (
        "<list><interleave><value>a</value><value>b</value></interleave></list>",
        "2:7",
        "a list cannot contain an interleave",
    ),
    "mixed in list": (
        "<list><mixed><value>a</value></mixed></list>",
        "2:7",
        "a list cannot contain an interleave",
    ),
    "element in data except": (
        '<data type="string"><except><element name="a"><text/></element></except></data>',
        "2:29",
        f"{EXCEPT} an element",
    ),
    "attribute in data except": (
        '<data type="string"><except><attribute name="a"/></except></data>',
        "2:29",
        f"{EXCEPT} an attribute",
    ),
    "list in data except": (
        '<data type="string"><except><list><value>a</value></list></except></data>',
        "2:29",
        f"{EXCEPT} a list",
    ),
    "text in data except": (
        '<data type="string"><except><text/></except></data>',
        "2:29",
        f"{EXCEPT} text",
    ),
    "empty in data except": (
        '<data type="string"><except><empty/></except></data>',
        "2:29",
        f"{EXCEPT} <empty/>",
    ),
    "group in data except": (
        (
            '<data type="string"><except><group><value>a</value><value>b</value><'
            "/group></except></data>"
        ),
        "2:29",
        f"{EXCEPT} a group",
    ),
    "interleave in data except": (
        (
            '<data type="string"><except><interleave><value>a</value><value>b</value>'
            "</interleave></except></data>"
        ),
        "2:29",
        f"{EXCEPT} an interleave",
    ),
    "repetition in data except": (
        ('<data type="string"><except><oneOrMore><value>a</value></oneOrMore></except></data>'),
        "2:29",
        f"{EXCEPT} a repetition",
    ),
    "optional in data except": (
        '<data type="string"><except><optional><value>a</value></optional></except></data>',
        "2:29",
        f"{EXCEPT} <empty/>",
    ),
    "data beside element": (
        '<data type="string"/>\n<element name="a"><text/></element>',
        None,
        STRINGS,
    ),
    "data beside text": ('<interleave><data type="string"/><text/></interleave>', "2:1", STRINGS),
    "data twice": ('<data type="string"/><data type="string"/>', None, STRINGS),
    "value repeated": ("<oneOrMore><value>a</value></oneOrMore>", "2:1", STRINGS),
    "list beside value": ("<list><value>a</value></list><value>b</value>", None, STRINGS),
    "data mixed": ('<mixed><data type="string"/></mixed>', "2:1", STRINGS),
    "data optional beside element": (
        '<optional><data type="string"/></optional><element name="a"><text/></element>',
        None,
        STRINGS,
    ),
    "data twice in attribute": (
        '<attribute name="a"><group><value>a</value><value>b</value></group></attribute>',
        "2:1",
        STRINGS,
    ),
    "attribute twice": ('<attribute name="a"/>\n<attribute name="a"/>', None, TWICE),
    "attribute twice in interleave": (
        (
            '<interleave><attribute name="a"/><choice><attribute name="a"/><empty/><'
            "/choice></interleave>"
        ),
        "2:1",
        TWICE,
    ),
    "attribute twice deep": (
        (
            '<group><attribute name="b"/><optional><attribute name="a"/></optional><'
            '/group><group><text/><attribute name="a"/></group>'
        ),
        None,
        TWICE,
    ),
    "attribute named and wild": (
        '<attribute name="a"/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore>',
        None,
        TWICE,
    ),
    "attribute namespace and wild": (
        (
            '<zeroOrMore><attribute><nsName ns="urn:a"/></attribute></zeroOrMore><'
            'attribute name="b" ns="urn:a"/>'
        ),
        None,
        "the attribute '{urn:a}b' is there twice",
    ),
    "attribute wild twice": (
        (
            "<zeroOrMore><attribute><anyName/></attribute></zeroOrMore><zeroOrMore><"
            'attribute><nsName ns="urn:a"/></attribute></zeroOrMore>'
        ),
        None,
        None,
    ),
    "attribute xml twice": (
        '<attribute name="xml:lang"/><attribute name="xml:lang"/>',
        None,
        "the attribute 'xml:lang' is there twice",
    ),
    "attribute wild once": ("<attribute><anyName/></attribute>", "2:1", ENDLESS),
    "attribute wild optional": (
        '<optional><attribute><nsName ns="urn:a"/></attribute></optional>',
        "2:1",
        ENDLESS,
    ),
    "attribute wild choice": (
        '<attribute><choice><name>a</name><nsName ns="urn:a"/></choice></attribute>',
        "2:1",
        ENDLESS,
    ),
    "interleave same element": (
        (
            '<interleave><element name="a"><text/></element><element name="a"><'
            "empty/></element></interleave>"
        ),
        "2:1",
        TWO_ELEMENTS,
    ),
    "interleave same deep": (
        (
            '<interleave><group><element name="b"><text/></element><optional><'
            'element name="a"><text/></element></optional></group><zeroOrMore><'
            'element name="a"><text/></element></zeroOrMore></interleave>'
        ),
        "2:1",
        TWO_ELEMENTS,
    ),
    "interleave wild": (
        (
            '<interleave><element name="a"><text/></element><element><anyName/><'
            "text/></element></interleave>"
        ),
        "2:1",
        TWO_ELEMENTS,
    ),
    "interleave namespaces": (
        (
            '<interleave><element><nsName ns="urn:a"/><text/></element><element '
            'name="b" ns="urn:a"><text/></element></interleave>'
        ),
        "2:1",
        "the element '{urn:a}b' stands in two parts of an interleave",
    ),
    "interleave two texts": ("<interleave><text/><text/></interleave>", "2:1", TWO_TEXTS),
    "interleave text deep": (
        (
            '<mixed><group><element name="a"><text/></element><choice><text/><empty/>'
            "</choice></group></mixed>"
        ),
        "2:1",
        TWO_TEXTS,
    ),
    "parentref nowhere": ('<parentRef name="a"/>', "2:1", NO_PARENT),
    "parentref one grammar": (
        '<grammar><start><parentRef name="a"/></start></grammar>',
        "2:17",
        NO_PARENT,
    ),
    "ref nowhere": ('<ref name="a"/>', "2:1", "there is no definition of 'a'"),
    "grammar without start": (
        '<grammar><define name="a"><text/></define></grammar>',
        "2:1",
        NO_START,
    ),
    "grammar empty": ("<grammar/>", "2:1", NO_START),
    "include in pattern": (
        '<include href="a"/>',
        "2:1",
        "<include> cannot stand here in <element>",
    ),
}

COMPONENTS: Mapping[str, Case] = {
    "no start": ('<define name="a"><ref name="r"/></define>', "1:1", NO_START),
    "two starts": (
        '<start><ref name="r"/></start>\n<start><ref name="r"/></start>',
        "4:1",
        "a second <start>: the first is in line 3; use combine",
    ),
    "two defines": (
        (
            '<start><ref name="r"/></start>\n<define name="a"><text/></define>\n\n<'
            'define name="a"><text/></define>'
        ),
        "6:1",
        "a second definition of 'a': the first is in line 4; use combine",
    ),
    "two defines first combines": (
        (
            '<start><ref name="r"/></start>\n<define name="a" combine="choice"><text/>'
            '</define><define name="a"><text/></define><define name="a"><text/><'
            "/define>"
        ),
        "4:84",
        "a second definition of 'a': the first is in line 4; use combine",
    ),
    "two defines in div": (
        (
            '<start><ref name="r"/></start>\n<div><define name="a"><text/></define><'
            '/div><div><div><define name=" a "><text/></define></div></div>'
        ),
        "4:55",
        "a second definition of 'a': the first is in line 4; use combine",
    ),
    "combine differs": (
        (
            '<start><ref name="r"/></start>\n<define name="a" combine="choice"><text/>'
            '</define>\n<define name="a" combine="interleave"><text/></define>'
        ),
        "5:1",
        "this definition of 'a' combines by interleave, another by choice",
    ),
    "combine differs start": (
        (
            '<start combine="choice"><ref name="r"/></start>\n<start '
            'combine="interleave"><ref name="r"/></start>'
        ),
        "4:1",
        "this <start> combines by interleave, another by choice",
    ),
    "combine unknown": (
        '<start combine="group"><ref name="r"/></start>',
        "3:1",
        "combine=\"group\" of <start> is not 'choice' or 'interleave'",
    ),
    "start two patterns": (
        '<start><ref name="r"/><text/></start>',
        "3:23",
        "<text> is one too many in <start>",
    ),
    "start empty": ("<start/>", "3:1", f"<start>{IS_EMPTY}"),
    "start named": (
        '<start name="a"><ref name="r"/></start>',
        "3:1",
        "<start> takes no attribute 'name'",
    ),
    "define without name": (
        '<start><ref name="r"/></start><define><text/></define>',
        "3:31",
        "<define> needs the attribute 'name'",
    ),
    "define empty": (
        '<start><ref name="r"/></start><define name="a"/>',
        "3:31",
        f"<define>{IS_EMPTY}",
    ),
    "pattern in grammar": (
        '<start><ref name="r"/></start>\n<text/>',
        "4:1",
        "<text> cannot stand here in <grammar>",
    ),
    "text in grammar": (
        '<start><ref name="r"/></start>\nwords',
        None,
        "text stands in <grammar>, which takes none: 'words'",
    ),
    "undefined": (
        ('<start><ref name="paragraf"/></start><define name="paragraph"><ref name="r"/></define>'),
        "3:8",
        "there is no definition of 'paragraf'; did you mean 'paragraph'?",
    ),
    "undefined far": ('<start><ref name="a"/></start>', "3:8", "there is no definition of 'a'"),
    "undefined unreachable": (
        '<start><ref name="r"/></start><define name="a"><ref name="zzz"/></define>',
        "3:48",
        "there is no definition of 'zzz'",
    ),
    "undefined in inner": (
        '<start><grammar><start><ref name="r"/></start></grammar></start>',
        "3:24",
        "there is no definition of 'r'",
    ),
    "recursion": (
        (
            '<start><ref name="a"/></start>\n<define name="a"><ref name="r"/>\n<'
            'optional><ref name="a"/></optional></define>'
        ),
        "5:11",
        RECURSION,
    ),
    "recursion two": (
        (
            '<start><ref name="a"/></start>\n<define name="a"><choice><ref name="r"/><'
            'ref name="b"/></choice></define>\n<define name="b"><ref name="a"/><'
            "/define>"
        ),
        "5:18",
        RECURSION,
    ),
    "recursion start": (
        (
            '<start><ref name="a"/></start><define name="a"><grammar><start><'
            'parentRef name="a"/></start></grammar></define>'
        ),
        "3:64",
        RECURSION,
    ),
    "recursion attribute": (
        (
            '<start><element name="s"><ref name="a"/></element></start>\n<define '
            'name="a"><attribute name="b"><ref name="a"/></attribute></define>'
        ),
        "4:38",
        RECURSION,
    ),
    "start of text": ("<start><text/></start>", "3:8", f"{START} text"),
    "start of empty": ("<start><empty/></start>", "3:8", f"{START} <empty/>"),
    "start of attribute": ('<start><attribute name="a"/></start>', "3:8", f"{START} an attribute"),
    "start of data": ('<start><data type="string"/></start>', "3:8", f"{START} data"),
    "start of value": ("<start><value>a</value></start>", "3:8", f"{START} a value"),
    "start of list": ("<start><list><value>a</value></list></start>", "3:8", f"{START} a list"),
    "start of group": (
        '<start><group><ref name="r"/><ref name="r"/></group></start>',
        "3:8",
        f"{START} a group",
    ),
    "start of interleave": (
        (
            '<start><ref name="r"/></start><start combine="interleave"><element '
            'name="q"><text/></element></start>'
        ),
        "3:1",
        f"{START} an interleave",
    ),
    "start of repetition": (
        '<start><oneOrMore><ref name="r"/></oneOrMore></start>',
        "3:8",
        f"{START} a repetition",
    ),
    "start optional": (
        '<start><choice><ref name="r"/>\n<empty/></choice></start>',
        "3:8",
        f"{START} <empty/>",
    ),
    "unreachable bad type": (
        '<start><ref name="r"/></start>\n<define name="a"><data type="strin"/></define>',
        "4:18",
        (
            "there is no datatype 'strin' in the library "
            "http://www.w3.org/2001/XMLSchema-datatypes; did you mean 'string'?"
        ),
    ),
    "unreachable xmlns": (
        ('<start><ref name="r"/></start>\n<define name="a"><attribute name="xmlns"/></define>'),
        "4:18",
        NO_XMLNS,
    ),
    "unreachable parentref": (
        '<start><ref name="r"/></start>\n<define name="a"><parentRef name="b"/></define>',
        "4:18",
        NO_PARENT,
    ),
}

COMPACT: Mapping[str, Case] = {
    "start text": ("start = text", "1:9", f"{START} text"),
    "undefined": (
        "start = element a {\n  tittle\n}\ntitle = element title { text }",
        "2:3",
        "there is no definition of 'tittle'; did you mean 'title'?",
    ),
    "attribute twice": (
        "element r {\n  attribute a { text },\n  attribute a { text }\n}",
        "2:3",
        TWICE,
    ),
    "strings beside": ('element r {\n  element a { text },\n  "x"\n}', "2:3", STRINGS),
    "list text": ("element r {\n  list { text }\n}", "2:10", "a list cannot contain text"),
    "wild once": ("element r {\n  attribute * { text }\n}", "2:3", ENDLESS),
    "interleave": (
        "element r {\n  element a { text }\n  & element a { text }*\n}",
        "2:3",
        TWO_ELEMENTS,
    ),
    "two texts": ("element r {\n  text & mixed { element a { text } }\n}", "2:3", TWO_TEXTS),
    "repetition": (
        "element r {\n  (attribute a { text }, attribute b { text })+\n}",
        "2:3",
        GROUPED,
    ),
    "duplicate": (
        "start = element r { text }\na = text\na = empty",
        "3:1",
        "a second definition of 'a': the first is in line 2; use combine",
    ),
    "combine": (
        "start = element r { text }\na |= text\na &= empty",
        "3:1",
        "this definition of 'a' combines by interleave, another by choice",
    ),
    "recursion": ("start = element r { a }\na = element b { text }\n  | a", "3:5", RECURSION),
    "parent": ("start = element r { parent a }", "1:21", NO_PARENT),
    "except": (
        "element * - * { text }",
        "1:13",
        "<anyName> cannot stand in the <except> of <anyName>",
    ),
    "xmlns": ("element r { attribute xmlns { text } }", "1:23", NO_XMLNS),
    "type": (
        ('datatypes d = "http://www.w3.org/2001/XMLSchema-datatypes"\nelement r {\n  d:strin\n}'),
        "3:3",
        (
            "there is no datatype 'strin' in the library "
            "http://www.w3.org/2001/XMLSchema-datatypes; did you mean 'string'?"
        ),
    ),
    "param": (
        (
            'datatypes d = "http://www.w3.org/2001/XMLSchema-datatypes"\nelement r {\n '
            ' d:string { size = "1" }\n}'
        ),
        "3:3",
        "there is no parameter 'size'",
    ),
    "library": (
        'datatypes d = "urn:d"\nelement r { d:string }',
        "2:13",
        "there is no datatype library 'urn:d'",
    ),
    "value": (
        (
            'datatypes d = "http://www.w3.org/2001/XMLSchema-datatypes"\nelement r {\n '
            ' d:gYear "MCM"\n}'
        ),
        "3:3",
        "the value can never stand: 'MCM' is not a year: write it as YYYY, as in 1920",
    ),
    "prefix": (
        "element p:r { text }",
        "1:9",
        "the namespace prefix 'p' is not declared; write namespace p = \"…\" at the top",
    ),
    "except text": ("element r { string - text }", "1:22", f"{EXCEPT} text"),
}

WHOLE: Mapping[str, Case] = {
    "empty": ("", "1:1", "the schema is empty; write a pattern, or start = and a pattern"),
    "only space": (" \n", "2:1", "the schema is empty; write a pattern, or start = and a pattern"),
    "not well formed": (
        '<grammar xmlns="RNG">\n<start>\n</grammar>',
        "3:3",
        "the schema is not well-formed XML: mismatched tag",
    ),
    "cut": ('<grammar xmlns="RNG">', "1:54", "the schema is not well-formed XML: no element found"),
    "two roots": (
        '<element name="a" xmlns="RNG"><empty/></element>\n<x/>',
        "2:1",
        "the schema is not well-formed XML: junk after document element",
    ),
    "no namespace": (
        "\n<grammar/>",
        "2:1",
        (
            "<grammar> of the namespace '' is no RELAX NG; a schema begins with "
            'xmlns="http://relaxng.org/ns/structure/1.0"'
        ),
    ),
    "wrong namespace": (
        '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>',
        "1:1",
        (
            "<schema> of the namespace 'http://www.w3.org/2001/XMLSchema' is no "
            "RELAX NG; a schema begins with "
            'xmlns="http://relaxng.org/ns/structure/1.0"'
        ),
    ),
    "wrong root": (
        '<start xmlns="RNG"><text/></start>',
        "1:1",
        "a schema cannot begin with <start>; it begins with a pattern",
    ),
    "wrong root unknown": (
        '<schema xmlns="RNG"/>',
        "1:1",
        "a schema cannot begin with <schema>; it begins with a pattern",
    ),
    "root text": ('<text xmlns="RNG"/>', "1:1", f"{START} text"),
    "root ref": ('<ref name="a" xmlns="RNG"/>', "1:1", "there is no definition of 'a'"),
    "root not allowed content": (
        '<element name="a" xmlns="RNG">\n  <b/>\n</element>',
        "2:3",
        "<b> cannot stand here in <element>",
    ),
    "external entity": (
        (
            '<!DOCTYPE element [<!ENTITY e SYSTEM "e.rng">]>\n<element name="a" '
            'xmlns="RNG">&e;</element>'
        ),
        "2:63",
        "an entity stands in another file, which is not opened; write it out here",
    ),
    "undeclared entity": (
        '<element name="a" xmlns="RNG">&e;</element>',
        "1:63",
        "the schema is not well-formed XML: undefined entity",
    ),
}

SCHEMAS: Mapping[str, Case] = {
    **{name: (in_element(case[0]), *case[1:]) for name, case in PATTERNS.items()},
    **{name: (in_grammar(case[0]), *case[1:]) for name, case in COMPONENTS.items()},
    **{f"compact, {name}": case for name, case in COMPACT.items()},
    **{name: (case[0].replace('"RNG"', f'"{RNG}"'), *case[1:]) for name, case in WHOLE.items()},
}


def test_no_table_hides_another() -> None:
    assert len(SCHEMAS) == sum(map(len, (PATTERNS, COMPONENTS, COMPACT, WHOLE)))


@pytest.mark.parametrize(("source", "place", "reason"), SCHEMAS.values(), ids=SCHEMAS)
def test_the_schema_is_refused(source: str, place: str | None, reason: str | None) -> None:
    with pytest.raises(SchemaError) as caught:
        Schema.from_string(source, "some/schema")
    error = caught.value
    assert error.path == "some/schema"
    assert place in {None, f"{error.line}:{error.column}"}
    assert reason in {None, error.reason}
    assert error.line >= 1
    assert error.column >= 1
    assert str(error) == f"some/schema:{error.line}:{error.column}: {error.reason}"
    assert error.reason.isprintable()


QUOTED = {
    "name": '<element name="a&#10;b"><text/></element>',
    "name class": "<element><name>a\nb</name><text/></element>",
    "definition": '<ref name="a&#10;b"/>',
    "type": '<data type="a&#10;b"/>',
    "library": '<data type="a" datatypeLibrary="a&#10;b"/>',
    "value": '<value type="gYear">1&#10;2</value>',
    "parameter": '<data type="string"><param name="length">1&#10;2</param></data>',
    "pattern": '<data type="string"><param name="pattern">(&#10;</param></data>',
    "address": '<externalRef href="a&#10;b"/>',
    "namespace": '<interleave><element name="a" ns="x&#10;y"><text/></element>'
    '<element name="a" ns="x&#10;y"><text/></element></interleave>',
}


@pytest.mark.parametrize("pattern", QUOTED.values(), ids=QUOTED)
def test_an_error_is_one_line_whatever_it_quotes(pattern: str) -> None:
    with pytest.raises(SchemaError) as caught:
        Schema.from_string(in_element(pattern))
    assert str(caught.value).isprintable()


# ------------------------------------------------------------------------------------------------
# Several files
# ------------------------------------------------------------------------------------------------

ELEMENT = f'<element name="r" xmlns="{RNG}"><text/></element>'
GRAMMAR = (
    f'<grammar xmlns="{RNG}">\n<start><ref name="r"/></start>\n'
    '<define name="r">{}</define>\n</grammar>'
)
LIBRARY = GRAMMAR.format('<element name="r"><text/></element>')

Files = Mapping[str, str]


def includes(*names: str, inside: str = "", after: str = "") -> str:
    """A grammar that includes others, one a line from line 2 on."""
    lines = "".join(f'\n<include href="{name}">{inside}</include>' for name in names)
    return f'<grammar xmlns="{RNG}">{lines}{after}\n</grammar>'


def refers(name: str) -> str:
    """An element with the schema of another file in it, in line 2."""
    return f'<element name="q" xmlns="{RNG}">\n  <externalRef href="{name}"/>\n</element>'


FILES: Mapping[str, tuple[Files, str, str]] = {
    "nothing overridden": (
        {"main": includes("b", inside='\n<define name="x"><text/></define>'), "b": LIBRARY},
        "main:3:1",
        "no definition of 'x' in the included grammar, so it cannot be overridden",
    ),
    "no start overridden": (
        {
            "main": includes("b", inside="<start><text/></start>"),
            "b": f'<grammar xmlns="{RNG}"><div/></grammar>',
        },
        "main:2:19",
        "no <start> in the included grammar, so it cannot be overridden",
    ),
    "an inner grammar's definition overridden": (
        {
            "main": includes("b", inside='<define name="x"><text/></define>'),
            "b": GRAMMAR.format(
                '<grammar><start><ref name="x"/></start>'
                '<define name="x"><element name="r"><text/></element></define></grammar>'
            ),
        },
        "main:2:19",
        "no definition of 'x' in the included grammar, so it cannot be overridden",
    ),
    "no grammar included": (
        {"main": includes("b"), "b": ELEMENT},
        "main:2:1",
        "'b' cannot be included: it has no <grammar>",
    ),
    "no grammar included, compact": (
        {"main": 'include "b"', "b": "element r { text }"},
        "main:1:1",
        "'b' cannot be included: it has no <grammar>",
    ),
    "include of itself": (
        {"main": includes("main")},
        "main:2:1",
        "<include> of 'main' goes round in a circle",
    ),
    "include in a circle": (
        {"main": includes("b"), "b": includes("x/c"), "x/c": includes("../main")},
        "x/c:2:1",
        "<include> of 'main' goes round in a circle",
    ),
    "externalRef of itself": (
        {"main": refers("main")},
        "main:2:3",
        "<externalRef> of 'main' goes round in a circle",
    ),
    "externalRef in a circle": (
        {"main": refers("b"), "b": refers("./main")},
        "b:2:3",
        "<externalRef> of 'main' goes round in a circle",
    ),
    "include and externalRef in a circle": (
        {"main": includes("b"), "b": GRAMMAR.format(refers("main").replace("\n", ""))},
        "b:3:82",
        "<externalRef> of 'main' goes round in a circle",
    ),
    "missing": (
        {"main": includes("x/gone.rng")},
        "main:2:1",
        "<include> of 'x/gone.rng' cannot be read: 'x/gone.rng'",
    ),
    "missing in another": (
        {"main": includes("x/b"), "x/b": refers("c")},
        "x/b:2:3",
        "<externalRef> of 'x/c' cannot be read: 'x/c'",
    ),
    "not well-formed": (
        {"main": includes("b"), "b": f'<grammar xmlns="{RNG}">\n</gramma>'},
        "b:2:3",
        "the schema is not well-formed XML: mismatched tag",
    ),
    "wrong root": (
        {"main": includes("b"), "b": f'<define name="a" xmlns="{RNG}"/>'},
        "b:1:1",
        "a schema cannot begin with <define>; it begins with a pattern",
    ),
    "no schema": (
        {"main": includes("b"), "b": "\n<TEI/>"},
        "b:2:1",
        f"<TEI> of the namespace '' is no RELAX NG; a schema begins with xmlns=\"{RNG}\"",
    ),
    "compact, wrong": (
        {"main": includes("b"), "b": "start = element r {\n  tex }"},
        "b:2:3",
        "there is no definition of 'tex'",
    ),
    "twice the same definition": (
        {"main": includes("b", after='\n<define name="r"><text/></define>'), "b": LIBRARY},
        "main:3:1",
        "a second definition of 'r': the first is in line 3; use combine",
    ),
    "included twice": (
        {"main": includes("b", "b"), "b": LIBRARY},
        "b:2:1",
        "a second <start>: the first is in line 2; use combine",
    ),
    "an error by what is included": (
        {"main": includes("b"), "b": LIBRARY.replace("<text/>", '<data type="string"/><text/>')},
        "b:3:18",
        STRINGS,
    ),
    "include in what overrides": (
        {"main": includes("b", inside='<include href="b"/>'), "b": LIBRARY},
        "main:2:19",
        "<include> cannot stand here in <include>",
    ),
    "include in a div of what overrides": (
        {"main": includes("b", inside='<div><include href="b"/></div>'), "b": LIBRARY},
        "main:2:24",
        "<include> cannot stand here in <div>",
    ),
    "pattern in what overrides": (
        {"main": includes("b", inside="<text/>"), "b": LIBRARY},
        "main:2:19",
        "<text> cannot stand here in <include>",
    ),
    "fragment": (
        {"main": includes("b#x"), "b": LIBRARY},
        "main:2:1",
        """href="b#x" of <include> is not a file or URI (without '#')""",
    ),
}


def memory(files: Files) -> Schema:
    """The schema in `main`, of files that are not on a disk."""
    return Schema.from_string(files["main"], "main", lambda name: files[name].encode())


@pytest.mark.parametrize(("files", "place", "reason"), FILES.values(), ids=FILES)
def test_schemas_of_several_files_are_refused(files: Files, place: str, reason: str) -> None:
    with pytest.raises(SchemaError) as caught:
        memory(files)
    assert str(caught.value) == f"{place}: {reason}"


@pytest.mark.parametrize("address", ["http://x.example/a.rng", "https://x", "ftp://x/a", "jar:a"])
@pytest.mark.parametrize("kind", [includes, refers])
def test_network_addresses_are_refused(address: str, kind: object) -> None:
    source = includes(address) if kind is includes else refers(address)
    with pytest.raises(SchemaError) as caught:
        Schema.from_string(source)
    assert caught.value.line == 2
    assert caught.value.reason.endswith(
        f"of '{address}': network addresses are not fetched; save the schema and name the file"
    )


def test_a_network_address_as_the_schema_itself() -> None:
    with pytest.raises(SchemaError, match="network addresses are not fetched"):
        Schema.from_file("http:x.example")


def test_a_base_on_the_network_is_no_place_either() -> None:
    source = includes("a.rng").replace("<grammar", '<grammar xml:base="http://x.example/"')
    with pytest.raises(SchemaError, match=r"'http://x\.example/a\.rng': network"):
        Schema.from_string(source)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    main = tmp_path / "main.rng"
    with pytest.raises(SchemaError) as caught:
        Schema.from_file(main)
    assert str(caught.value) == (
        f"{main.as_posix()}: the schema cannot be read: No such file or directory"
    )
    main.write_text(includes("other.rng"), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        Schema.from_file(main)
    other = (tmp_path / "other.rng").as_posix()
    assert str(caught.value) == (
        f"{main.as_posix()}:2:1: <include> of '{other}': "
        "the schema cannot be read: No such file or directory"
    )


def test_a_folder_and_an_impossible_name(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="the schema cannot be read: "):
        Schema.from_file(tmp_path)
    main = tmp_path / "main.rnc"
    main.write_text('include "x\\x{1}y"', encoding="utf-8")
    with pytest.raises(SchemaError, match=r"main\.rnc:1:"):
        Schema.from_file(main)
    main.write_text(includes("a%00b"), encoding="utf-8")
    with pytest.raises(SchemaError, match="cannot be read: ") as caught:
        Schema.from_file(main)
    assert caught.value.line == 2


@pytest.mark.parametrize("error", [OSError("gone"), KeyError("gone"), SchemaError("gone")])
def test_what_a_reader_raises_names_the_place(error: Exception) -> None:
    def read(_: str) -> bytes:
        raise error

    with pytest.raises(SchemaError, match="gone") as caught:
        Schema.from_string(includes("b"), "main", read)
    assert (caught.value.path, caught.value.line, caught.value.column) == ("main", 2, 1)


# ------------------------------------------------------------------------------------------------
# What only seems wrong
# ------------------------------------------------------------------------------------------------

# Schemas that must be accepted, and documents: `+` a valid one, `-` one that is not.
CORRECT: Mapping[str, tuple[Files, str, str]] = {
    "unreachable restrictions broken": (
        {
            "main": in_grammar(
                '<start><ref name="r"/></start>'
                '<define name="a"><element name="a"><list><text/></list></element></define>'
                '<define name="b"><attribute name="a"/><attribute name="a"/></define>'
                '<define name="c"><interleave><text/><text/></interleave></define>'
                '<define name="d"><attribute><anyName/></attribute></define>'
                '<define name="e"><text/><data type="string"/></define>'
            )
        },
        "<r/>",
        "<a/>",
    ),
    "unreachable recursion": (
        {
            "main": in_grammar(
                '<start><ref name="r"/></start>'
                '<define name="a"><optional><ref name="a"/></optional></define>'
                '<define name="b"><ref name="c"/></define><define name="c"><ref name="b"/></define>'
            )
        },
        "<r/>",
        "<a/>",
    ),
    "recursion through an element": (
        {"main": "start = a\na = element a { a*, b? }\nb = a"},
        "<a><a><a/></a><a/></a>",
        "<a>x</a>",
    ),
    "restrictions broken beside notAllowed": (
        {"main": "element r { (text, (notAllowed, string, list { text })) | element a { empty } }"},
        "<r><a/></r>",
        "<r/>",
    ),
    "attribute twice in what vanishes": (
        {"main": "element r { (attribute a {text}, attribute a {text}, notAllowed) | empty }"},
        "<r/>",
        '<r a=""/>',
    ),
    "attribute of nothing": (
        {"main": "element r { (attribute a { notAllowed } | text), attribute b {text}? }"},
        '<r b="">x</r>',
        '<r a=""/>',
    ),
    "except of nothing": (
        {"main": "element r { string - notAllowed }"},
        "<r>x</r>",
        "<r><a/></r>",
    ),
    "start of notAllowed or an element": (
        {"main": "start = notAllowed | (text, notAllowed) | r\nr = element r { text }"},
        "<r/>",
        "<a/>",
    ),
    "start of groups of one": (
        {"main": "start = empty, (empty & r), (notAllowed | empty)\nr = element r { text }"},
        "<r/>",
        "<a/>",
    ),
    "attributes that exclude each other": (
        {"main": "element r { attribute a { text } | (attribute a { text }, attribute b {text}) }"},
        '<r a="" b=""/>',
        '<r b=""/>',
    ),
    "the same attribute in choices of a repetition": (
        {"main": "element r { (attribute a { text } | attribute b { text })+ }"},
        '<r a="" b=""/>',
        "<r/>",
    ),
    "elements repeated with attributes beside": (
        {"main": "element r { attribute * - x {text}*, attribute x {text}, element r {empty}+ }"},
        '<r x="" y="" z=""><r/><r/></r>',
        '<r y=""><r/></r>',
    ),
    "the same element in a choice of an interleave": (
        {"main": "element r { (element a {empty} | element a {text}) & element b {empty}? }"},
        "<r><b/><a>x</a></r>",
        "<r><a/><a/></r>",
    ),
    "strings and elements in a choice": (
        {"main": 'element r { "a" | string "b" | element a { text } | list { "c", "d" } }'},
        "<r>c  d</r>",
        "<r>a<a/></r>",
    ),
    "xmlns as an element, and in an attribute's namespace": (
        {"main": 'namespace p = "urn:p"\nelement xmlns { attribute p:xmlns { text } }'},
        '<xmlns xmlns:p="urn:p" p:xmlns=""/>',
        "<xmlns/>",
    ),
    "a prefix beside the namespace of declarations": (
        {
            "main": f'<element name="r" xmlns="{RNG}" xmlns:p="urn:p">'
            '<attribute ns="http://www.w3.org/2000/xmlns"><name>p:x</name></attribute></element>'
        },
        '<r xmlns:q="urn:p" q:x=""/>',
        '<r x=""/>',
    ),
    "annotations": (
        {
            "main": f'<!-- a --><grammar xmlns="{RNG}" xmlns:x="urn:x" x:a="1"> <!-- b -->'
            '<x:doc>words <text xmlns="urn:y"/><r:oops xmlns:r="' + RNG + '">more</r:oops></x:doc>'
            '<start x:b=""><x:e/><?pi?><element name="r"><x:e/><x:e>words</x:e><text x:c=""/>'
            '<x:e/></element></start><other xmlns=""><define/></other></grammar>'
        },
        "<r/>",
        "<a/>",
    ),
    "annotations in empty patterns and between": (
        {
            "main": in_element(
                '<attribute name="a"><x xmlns="">words</x><empty><x xmlns="">words</x></empty>'
                '</attribute><x xmlns=""/><data type="string"><x xmlns=""/><param name="length">1'
                '</param><x xmlns=""/></data>'
            )
        },
        '<r a="">x</r>',
        '<r a="y">x</r>',
    ),
    "comments and instructions in values": (
        {"main": in_element('<value type="string">a<!-- b -->c<?d?>e<![CDATA[<]]></value>')},
        "<r>ace&lt;</r>",
        "<r>ac</r>",
    ),
    "white space around names": (
        {
            "main": in_grammar(
                '<start combine=" choice "><ref name=" r "/></start>'
                '<define name=" r2 " combine="\tinterleave"><text/></define>'
                '<define name="r2" combine="interleave"><text/></define>'
            )
        },
        "<r/>",
        "<a/>",
    ),
    "divs": (
        {
            "main": f'<grammar xmlns="{RNG}"><div><div/><div ns="urn:a"><start><ref name="a"/>'
            '</start></div></div><div ns="urn:b"><div><define name="a"><element name="a"><text/>'
            "</element></define></div></div></grammar>"
        },
        '<a xmlns="urn:b"/>',
        '<a xmlns="urn:a"/>',
    ),
    "combined in any order": (
        {
            "main": "a &= element x { empty }?\na &= element y { empty }\na = element z { empty }\n"
            "start = element r { a }"
        },
        "<r><z/><x/><y/></r>",
        "<r><x/><y/></r>",
    ),
    "start combined": (
        {"main": "start |= element a { text }\nstart |= element b { text }"},
        "<b/>",
        "<c/>",
    ),
    "nested grammars": (
        {
            "main": "start = element r { a, grammar { start = a, parent a, grammar { start = a, "
            'parent a\na = element c { "3" } }\na = element b { "2" } } }\na = element a { "1" }'
        },
        "<r><a>1</a><b>2</b><a>1</a><c>3</c><b>2</b></r>",
        "<r><a>1</a><b>2</b><a>1</a><c>3</c><a>1</a></r>",
    ),
    "override": (
        {
            "main": 'include "b" { start = x\n x = element x {y} div { y = element y2 {empty} } }',
            "b": "start = list { text }\nx = undefined\ny = text\nz = element z { y }",
        },
        "<x><y2/></x>",
        "<x/>",
    ),
    "override of what is combined": (
        {
            "main": 'include "b" { a |= "2"\n a |= "3" }\na |= "4"',
            "b": 'start = element r { a }\na = "0"\na |= "1"',
        },
        "<r>4</r>",
        "<r>1</r>",
    ),
    "ns goes into files": (
        {
            "main": f'<grammar xmlns="{RNG}" ns="urn:a"><include href="b"/></grammar>',
            "b": f'<grammar xmlns="{RNG}"><start><element name="r"><attribute name="x"/>'
            '<externalRef href="c" ns="urn:c"/></element></start></grammar>',
            "c": f'<element name="c" xmlns="{RNG}"><element name="d" ns=""><empty/></element>'
            "</element>",
        },
        '<r xmlns="urn:a" x=""><c xmlns="urn:c"><d xmlns=""/></c></r>',
        '<r xmlns="urn:a" x=""><c><d xmlns=""/></c></r>',
    ),
    "compact inherits the namespace": (
        {"main": 'namespace a = "urn:a"\ninclude "b" inherit = a', "b": "start = element r {text}"},
        '<r xmlns="urn:a"/>',
        "<r/>",
    ),
    "a namespace of its own is not overwritten": (
        {
            "main": 'default namespace = "urn:a"\ninclude "b"',
            "b": 'default namespace = "urn:b"\nstart = element r { text }',
        },
        '<r xmlns="urn:b"/>',
        '<r xmlns="urn:a"/>',
    ),
    "datatypeLibrary stays in its file": (
        {
            "main": f'<grammar xmlns="{RNG}" datatypeLibrary="{XSD}"><include href="b"/></grammar>',
            "b": f'<grammar xmlns="{RNG}"><start><element name="r"><data type="token"/>'
            f'<attribute name="n" datatypeLibrary="{XSD}"><data type="int"/></attribute>'
            "</element></start></grammar>",
        },
        '<r n="1"> any </r>',
        '<r n="x"/>',
    ),
    "externalRef of a schema in the other syntax": (
        {"main": 'start = element r { external "x/b" }', "x/b": refers("c"), "x/c": "text"},
        "<r><q>x</q></r>",
        "<r><q><q/></q></r>",
    ),
    "externalRef twice, apart": (
        {"main": 'element r { external "b", external "b" }', "b": "element a { text }"},
        "<r><a/><a/></r>",
        "<r><a/></r>",
    ),
    # 4.6 puts the other schema in the place of the reference, 4.18 looks for definitions later.
    "definitions around an externalRef": (
        {"main": 'start = element r { external "b" }\na = element a { text }', "b": "a"},
        "<r><a/></r>",
        "<r/>",
    ),
    "parentRef out of an externalRef": (
        {
            "main": 'start = element r { external "b" }\na = element a { text }',
            "b": "start = parent a",
        },
        "<r><a/></r>",
        "<r/>",
    ),
    "xml:base": (
        {
            "main": f'<grammar xmlns="{RNG}" xml:base="x/"><include href="b" xml:base="y/z"/>'
            "</grammar>",
            "x/y/b": "start = element r { text }",
        },
        "<r/>",
        "<a/>",
    ),
    "entities declared in the schema": (
        {
            "main": f'<!DOCTYPE element [<!ENTITY ns "{RNG}"><!ENTITY e "<text/>">]>'
            '<element xmlns="&ns;" name="r">&e;</element>'
        },
        "<r>x</r>",
        "<a/>",
    ),
    "names of elements that are words of the syntax": (
        {
            "main": "start = element start { \\list | \\element | text | \\text }\n\\list = text\n"
            "\\element = element element { empty }\n\\text = element text { empty }"
        },
        "<start><element/></start>",
        "<start><list/></start>",
    ),
}


@pytest.mark.parametrize(("files", "right", "wrong"), CORRECT.values(), ids=CORRECT)
def test_the_schema_only_seems_wrong(files: Files, right: str, wrong: str) -> None:
    schema = memory(files)
    assert schema.validate(right.encode()) == []
    assert schema.validate(wrong.encode()) != []
