"""Schemas of XSD, each of one construct, with documents for it; and documents with slips."""

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XML = "http://www.w3.org/XML/1998/namespace"


def schema(content: str, attributes: str = "") -> str:
    """A schema without a namespace."""
    return (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {attributes}>{content}</xs:schema>'
    )


def of_content(content: str, more: str = "") -> str:
    """A schema of an element `r` with a content."""
    return schema(
        f'<xs:element name="r"><xs:complexType>{content}</xs:complexType></xs:element>{more}'
    )


def of_type(content: str, more: str = "") -> str:
    """A schema of an element `r` with an attribute `a` of a simple type."""
    inside = f'<xs:attribute name="a"><xs:simpleType>{content}</xs:simpleType></xs:attribute>'
    return of_content(inside, more)


def of_types(*alternatives: tuple[str, str]) -> str:
    """A schema of an element `r` whose type depends on it: pairs of a test and a content."""
    made = "".join(
        f"<xs:alternative{test}><xs:complexType><xs:complexContent>"
        f'<xs:restriction base="xs:anyType">{content}</xs:restriction></xs:complexContent>'
        "</xs:complexType></xs:alternative>"
        for test, content in (
            (test and f' test="{test}"', content) for test, content in alternatives
        )
    )
    return schema(f'<xs:element name="r">{made}</xs:element>')


def restricted(base: str, *facets: str) -> str:
    """A restriction of a type; a facet is written `name=value`."""
    made = "".join(
        '<xs:{} value="{}"/>'.format(*facet.split("=", 1))  # it is split
        for facet in facets
    )
    return f'<xs:restriction base="{base}">{made}</xs:restriction>'


class Case(NamedTuple):
    """A schema, of XSD 1.1 or not, and valid documents."""

    name: str
    schema: str
    documents: tuple[str, ...]
    is_newer: bool = False


_A = '<xs:element name="a" type="xs:string"/>'
_B = '<xs:element name="b" type="xs:string"/>'

ORDINARY = (
    Case("sequence", of_content(f"<xs:sequence>{_A}{_B}</xs:sequence>"), ("<r><a/><b/></r>",)),
    Case(
        "choice",
        of_content(f'<xs:choice maxOccurs="unbounded">{_A}{_B}</xs:choice>'),
        ("<r><a/></r>", "<r><b/><a/><b/></r>"),
    ),
    Case("all", of_content(f"<xs:all>{_A}{_B}</xs:all>"), ("<r><b/><a/></r>", "<r><a/><b/></r>")),
    Case(
        "occurrences",
        of_content(
            '<xs:sequence><xs:element name="a" minOccurs="2" maxOccurs="4" type="xs:string"/>'
            '<xs:element name="b" minOccurs="3" maxOccurs="unbounded" type="xs:int"/></xs:sequence>'
        ),
        ("<r><a/><a/><b>1</b><b>2</b><b>3</b></r>",),
    ),
    Case("no content", of_content(""), ("<r/>", "<r></r>")),
    Case(
        "mixed",
        schema(
            '<xs:element name="r"><xs:complexType mixed="true"><xs:sequence>'
            '<xs:element name="a" minOccurs="0" type="xs:string"/></xs:sequence></xs:complexType>'
            "</xs:element>"
        ),
        ("<r>x<a>y</a>z</r>", "<r>x</r>", "<r/>"),
    ),
    Case(
        "attributes",
        of_content(
            '<xs:attribute name="a" use="required" type="xs:token"/>'
            '<xs:attribute name="b" type="xs:date"/>'
            '<xs:attribute name="c" type="xs:int" default="1"/>'
            '<xs:attribute name="d" type="xs:string" fixed="1.0"/>'
        ),
        ('<r a=" x "/>', '<r a="" b="1816-02-01" d="1.0"/>', '<r a="" c="5"/>'),
    ),
    Case(
        "identifiers",
        of_content(
            '<xs:sequence><xs:element name="p" maxOccurs="9" minOccurs="0"><xs:complexType>'
            '<xs:attribute name="id" type="xs:ID"/><xs:attribute name="to" type="xs:IDREFS"/>'
            "</xs:complexType></xs:element></xs:sequence>"
        ),
        ('<r><p id="x"/><p id="y" to="x y"/></r>',),
    ),
    Case(
        "extension",
        schema(
            '<xs:complexType name="t"><xs:sequence><xs:element name="a" type="xs:string"/>'
            '</xs:sequence><xs:attribute name="n" type="xs:int"/></xs:complexType>'
            '<xs:element name="r"><xs:complexType><xs:complexContent><xs:extension base="t">'
            '<xs:sequence><xs:element name="b" type="xs:string"/></xs:sequence>'
            '<xs:attribute name="m" type="xs:int"/></xs:extension></xs:complexContent>'
            "</xs:complexType></xs:element>"
        ),
        ('<r n="1" m="2"><a/><b/></r>',),
    ),
    Case(
        "restriction of a content",
        schema(
            '<xs:complexType name="t"><xs:sequence><xs:element name="a" minOccurs="0" '
            'type="xs:string"/></xs:sequence><xs:attribute name="n" type="xs:int"/>'
            '<xs:attribute name="m" type="xs:int"/></xs:complexType>'
            '<xs:element name="r"><xs:complexType><xs:complexContent><xs:restriction base="t">'
            '<xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence>'
            '<xs:attribute name="n" use="prohibited"/></xs:restriction></xs:complexContent>'
            "</xs:complexType></xs:element>"
        ),
        ('<r m="1"><a/></r>',),
    ),
    Case(
        "substitution",
        schema(
            '<xs:element name="head" abstract="true" type="xs:string"/>'
            '<xs:element name="a" substitutionGroup="head"/>'
            '<xs:element name="b" substitutionGroup="a"/>'
            '<xs:element name="r"><xs:complexType><xs:sequence>'
            '<xs:element ref="head" maxOccurs="unbounded"/></xs:sequence></xs:complexType>'
            "</xs:element>"
        ),
        ("<r><a/><b>x</b></r>",),
    ),
    Case(
        "groups",
        of_content(
            '<xs:sequence><xs:group ref="g" maxOccurs="unbounded"/></xs:sequence>'
            '<xs:attributeGroup ref="h"/>',
            f'<xs:group name="g"><xs:choice>{_A}{_B}</xs:choice></xs:group>'
            '<xs:attributeGroup name="h"><xs:attribute name="n" type="xs:boolean"/>'
            "</xs:attributeGroup>",
        ),
        ('<r n="true"><a/><b/></r>',),
    ),
    Case(
        "a simple content",
        schema(
            '<xs:element name="r"><xs:complexType><xs:simpleContent>'
            '<xs:extension base="xs:decimal"><xs:attribute name="unit" type="xs:NMTOKEN"/>'
            "</xs:extension></xs:simpleContent></xs:complexType></xs:element>"
        ),
        ('<r unit="kg"> 1.50 </r>',),
    ),
    Case(
        "words",
        of_type(restricted("xs:token", "enumeration=in ink", "enumeration=typed")),
        ('<r a="in  ink "/>', '<r a="typed"/>'),
    ),
    Case(
        "patterns",
        of_type(restricted("xs:token", r"pattern=\S+", "pattern=a b", "maxLength=5")),
        ('<r a=" abc "/>', '<r a="a b"/>'),
    ),
    Case(
        "limits",
        of_type(restricted("xs:decimal", "minInclusive=-1.5", "maxExclusive=2")),
        ('<r a="-1.50"/>', '<r a="1.99"/>'),
    ),
    Case(
        "a union",
        of_type('<xs:union memberTypes="xs:date xs:gYear xs:gYearMonth"/>'),
        ('<r a="1816"/>', '<r a="1816-02"/>', '<r a="1816-02-29"/>'),
    ),
    Case(
        "a list",
        of_type(
            '<xs:restriction><xs:simpleType><xs:list itemType="xs:NCName"/></xs:simpleType>'
            '<xs:minLength value="2"/><xs:maxLength value="3"/></xs:restriction>'
        ),
        ('<r a=" x  y "/>', '<r a="x y z"/>'),
    ),
    Case(
        "unique attributes",
        schema(
            '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="p" maxOccurs="9">'
            '<xs:complexType><xs:attribute name="n" type="xs:NCName"/></xs:complexType>'
            "</xs:element></xs:sequence></xs:complexType>"
            '<xs:unique name="u"><xs:selector xpath=".//p"/><xs:field xpath="@n"/></xs:unique>'
            "</xs:element>"
        ),
        ('<r><p n="a"/><p/><p n="b"/></r>', "<r><p/><p/></r>"),
    ),
    Case(
        "a key",
        schema(
            '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="p" maxOccurs="9">'
            '<xs:complexType><xs:attribute name="n" type="xs:string"/></xs:complexType>'
            "</xs:element></xs:sequence></xs:complexType>"
            '<xs:key name="k"><xs:selector xpath="p"/><xs:field xpath="@n"/></xs:key>'
            "</xs:element>"
        ),
        ('<r><p n="a"/><p n="b"/></r>',),
    ),
    Case(
        "all, some of them often",
        of_content(
            '<xs:all><xs:element name="a" type="xs:string" maxOccurs="unbounded"/>'
            '<xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="2"/></xs:all>'
        ),
        ("<r><a/><b/><a/><b/></r>", "<r><b/><a/></r>"),
        is_newer=True,
    ),
    Case(
        "types by attributes",
        of_types(
            (
                "@n = ('a', 'x') and not(@m)",
                '<xs:attribute name="n" type="xs:token" use="required"/>',
            ),
            (
                "@n",
                f'<xs:sequence>{_A}</xs:sequence><xs:attribute name="n" type="xs:string"/>'
                '<xs:attribute name="m" type="xs:int"/>',
            ),
            ("@m != '1'", '<xs:attribute name="m" type="xs:string"/>'),
            ("", f"<xs:sequence>{_B}</xs:sequence>"),
        ),
        (
            *('<r n="a"/>', '<r n="x"/>', '<r n="a" m="1"><a/></r>', '<r n="y"><a/></r>'),
            *('<r m="2"/>', "<r><b/></r>"),
        ),
        is_newer=True,
    ),
    Case(
        "types by children",
        of_types(
            ("child::a", f'<xs:sequence minOccurs="0">{_B}{_A}</xs:sequence>'),
            ("b", f'<xs:choice maxOccurs="unbounded">{_A}{_B}</xs:choice>'),
            ("not(*)", '<xs:attribute name="n" type="xs:int" use="required"/>'),
        ),
        ("<r><b/><a/></r>", "<r><b/><b/></r>", '<r n="1"/>'),
        is_newer=True,
    ),
    Case(
        "a type that allows nothing",
        schema(
            '<xs:element name="r"><xs:alternative test="@n" type="xs:error"/></xs:element>'
            '<xs:element name="p" type="xs:string"><xs:alternative test="@n" type="xs:error"/>'
            "</xs:element>"
        ),
        ("<p>x</p>",),
        is_newer=True,
    ),
    Case(
        "where schemas are",
        of_content(""),
        (f'<r xmlns:i="{XSI}" i:noNamespaceSchemaLocation="a.xsd" i:schemaLocation="u v"/>',),
    ),
)
"""Constructs that the grammar has."""

EXTRAORDINARY = (
    Case(
        "wildcard",
        of_content('<xs:sequence><xs:any processContents="lax"/></xs:sequence>'),
        ("<r><q/></r>",),
    ),
    Case("attributes of any name", of_content("<xs:anyAttribute/>"), ('<r xml:lang="en"/>',)),
    Case("any content", schema('<xs:element name="r"/>'), ("<r><q/></r>",)),
    Case(
        "keys",
        schema(
            '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="p" maxOccurs="9">'
            '<xs:complexType><xs:attribute name="n"/></xs:complexType></xs:element></xs:sequence>'
            '</xs:complexType><xs:unique name="u"><xs:selector xpath="p"/><xs:field xpath="@n"/>'
            "</xs:unique></xs:element>"
        ),
        ('<r><p n="1"/><p n="2"/></r>',),
    ),
    Case(
        "keys that are numbers",
        schema(
            '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="p" maxOccurs="9">'
            '<xs:complexType><xs:attribute name="n" type="xs:int"/></xs:complexType>'
            "</xs:element></xs:sequence></xs:complexType>"
            '<xs:key name="k"><xs:selector xpath="p"/><xs:field xpath="@n"/></xs:key>'
            "</xs:element>"
        ),
        ('<r><p n="1"/><p n="2"/></r>',),
    ),
    Case(
        "assertions",
        of_content('<xs:attribute name="n" type="xs:int"/><xs:assert test="@n"/>'),
        ('<r n="1"/>',),
        is_newer=True,
    ),
    Case(
        "tests of numbers",
        of_types(("@n = 1", '<xs:attribute name="n"/>'), ("", "<xs:sequence/>")),
        ('<r n="1"/>', "<r/>"),
        is_newer=True,
    ),
    Case(
        "tests of what is inherited",
        schema(
            '<xs:element name="r"><xs:complexType><xs:sequence>'
            '<xs:element name="p" type="xs:token"><xs:alternative test="@n" type="xs:NCName"/>'
            "</xs:element></xs:sequence>"
            '<xs:attribute name="n" type="xs:token" inheritable="true"/></xs:complexType>'
            "</xs:element>"
        ),
        ("<r><p>a b</p></r>", '<r n="x"><p>a</p></r>'),
        is_newer=True,
    ),
    Case(
        "nothing",
        schema('<xs:element name="r" nillable="true" type="xs:int"/>'),
        (f'<r xmlns:i="{XSI}" i:nil="true"/>',),
    ),
    Case(
        "a type in a document",
        schema('<xs:element name="r" type="xs:decimal"/>'),
        (f'<r xmlns:i="{XSI}" xmlns:xs="http://www.w3.org/2001/XMLSchema" i:type="xs:int">1</r>',),
    ),
    Case(
        "a fixed content",
        schema('<xs:element name="r" type="xs:string" fixed="x"/>'),
        ("<r>x</r>", "<r/>"),
    ),
    Case(
        "names with a prefix",
        of_content('<xs:attribute name="a" type="xs:QName"/>'),
        ('<r a="x"/>', '<r xmlns:p="urn:p" a="p:x"/>'),
    ),
    Case(
        "a name with a prefix by default",
        of_content('<xs:attribute name="a" type="xs:QName" default="xs:int"/>'),
        ('<r xmlns:xs="urn:xs"/>',),
    ),
    Case(
        "a fixed name with a prefix",
        of_content('<xs:attribute name="a" type="xs:QName" fixed="xs:int"/>'),
        ('<r xmlns:xs="urn:xs" a="xs:int"/>',),
    ),
    Case("octets", of_content('<xs:attribute name="a" type="xs:hexBinary"/>'), ('<r a="0F"/>',)),
    Case(
        "an identifier as content",
        schema('<xs:element name="r" type="xs:ID"/>'),
        ("<r>x</r>",),
    ),
    Case(
        "identifiers in a union",
        of_type('<xs:union memberTypes="xs:ID xs:int"/>'),
        ('<r a="x"/>',),
    ),
    Case(
        "very often",
        of_content(
            '<xs:sequence><xs:element name="a" maxOccurs="1000" type="xs:int"/></xs:sequence>'
        ),
        ("<r><a>1</a></r>",),
    ),
    Case(
        "a restriction of a union",
        schema(
            '<xs:simpleType name="u"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>'
            '<xs:element name="r"><xs:complexType><xs:attribute name="a"><xs:simpleType>'
            '<xs:restriction base="u"><xs:pattern value="1.*"/></xs:restriction></xs:simpleType>'
            "</xs:attribute></xs:complexType></xs:element>"
        ),
        ('<r a="17"/>',),
    ),
)
"""Constructs that it leaves to XSD, with valid documents that only XSD tells."""


_NAMES = ("r", "a", "b", "p", "q", "head")
_ATTRIBUTES = ("a", "b", "c", "d", "n", "m", "id", "to", "unit", f"{{{_XML}}}id", f"{{{_XML}}}lang")
_IN_DOCUMENTS = tuple(
    f"{{{XSI}}}{name}" for name in ("type", "nil", "schemaLocation", "noNamespaceSchemaLocation")
)
VALUES = (
    *("", " ", "a", "x", "x y", " x  y z ", "\xa0", "a\xa0b", "1", "-1", "+01", "1.50", "2", "1E5"),
    *("1816", "1816-02-01", "1816-02-30", "0000", "-0044", "99999-01-01", "1816-02-01+14:00"),
    *("true", "in ink", "typed", "en", "en_GB", "xs:int", "p:x", "http://a b", "#a", "0F", "١"),
)
"""What stands in attributes and texts."""


def slips(document: str, seed: int) -> Iterator[etree._ElementTree]:
    """A document with some slips, again and again."""
    chance = random.Random(seed)
    start = etree.fromstring(document)
    while True:
        root = deepcopy(start)
        for _ in range(chance.choice((1, 1, 2, 3))):
            _slip(root, chance)
        # Comments and texts as they are once the document is written and read.
        parser = etree.XMLParser(collect_ids=False)
        yield etree.fromstring(etree.tostring(root), parser).getroottree()


def _slip(root: etree._Element, chance: random.Random) -> None:
    element = chance.choice([*root.iter("*")])
    parent = element.getparent()
    kind = chance.randrange(9)
    if kind == 0 and parent is not None:
        parent.remove(element)
    elif kind == 1 and parent is not None:
        parent.insert(parent.index(element), deepcopy(element))
    elif kind == 2:
        element.tag = chance.choice(_NAMES)
    elif kind == 3:
        element.set(chance.choice(_ATTRIBUTES), chance.choice(VALUES))
    elif kind == 4 and element.attrib:
        name = chance.choice([*map(str, element.attrib)])
        if chance.random() < 0.3:
            del element.attrib[name]
        else:
            element.set(name, chance.choice(VALUES))
    elif kind == 5:
        element.text = chance.choice(VALUES)
    elif kind == 6:
        made = (etree.Element(chance.choice(_NAMES)), etree.Comment("c"), etree.PI("p"))
        element.insert(chance.randrange(len(element) + 1), chance.choice(made))
    elif kind == 7 and len(element):
        element.append(element[0])
    else:
        element.set(chance.choice(_IN_DOCUMENTS), chance.choice(("true", "xs:int", "a b")))
