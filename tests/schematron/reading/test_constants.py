"""Variables that hold elements in which nothing is computed, such as lists of codes."""

import pickle

import pytest
from lxml import etree

from schematron_checked import found, schema, short

XSL = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
CODES = """<let name="codes"><list xmlns="urn:m">
  <code n="1">one</code> <!-- - -->
  <code n="2">t<b xmlns="" xml:lang="de"> <c/></b>wo</code></list></let>"""
HEAD = f'<ns prefix="m" uri="urn:m"/><xsl:key {XSL} name="k" match="m:code" use="@n"/>'
DOCUMENT = "<r><a>2</a></r>"


@pytest.mark.parametrize("binding", ["xslt2", "xslt3"])
@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("$codes/m:list/m:code", "one two"),
        ("$codes//m:code[@n = current()]", "two"),
        ("key('k', ., $codes)", "two"),
        (". = $codes//@n", "true"),
        ("$codes instance of document-node()", "true"),
        ("$codes//b/@xml:lang, name($codes/*)", "de list"),
        # white space alone is no text
        ("count($codes//text()), string-length($codes)", "3 6"),
    ],
)
def test_paths_lead_into_the_elements(binding: str, select: str, expected: str) -> None:
    rule = f"""<pattern><rule context="a"><report test="true()"><value-of select="{select}"/>
      </report></rule></pattern>"""
    [(_, words)] = found(HEAD + CODES + rule, DOCUMENT, binding)
    assert words.strip() == expected


def test_a_schema_that_was_pickled_knows_them() -> None:
    rule = """<pattern><rule context="a"><let name="own"><w xmlns="">x</w></let>
      <report test="$codes//@n = . and $own/w = 'x'">so</report></rule></pattern>"""
    again = pickle.loads(pickle.dumps(schema(HEAD + CODES + rule)))
    tree = etree.ElementTree(etree.fromstring(DOCUMENT))
    assert short(again.validate(tree)) == [("a", "so")]


def test_space_is_kept_where_that_is_written() -> None:
    content = """<let name="v"><w xmlns="" xml:space="preserve"> <x/></w></let><pattern>
      <rule context="r"><report test="string($v) = ' '">so</report></rule></pattern>"""
    assert found(content, DOCUMENT, "xslt2") == [("r", "so")]


@pytest.mark.parametrize(
    "content",
    [
        "<w xmlns=''/><w xmlns=''/>",
        "words<w xmlns=''/>",
        "<w xmlns='' n='{1}'/>",
        f"<w xmlns='' {XSL}><xsl:value-of select='1'/></w>",
        f"<w xmlns='' {XSL} xsl:use-attribute-sets='s'/>",
        "<value-of select='1'/>",
    ],
)
def test_what_is_computed_is_no_constant(content: str) -> None:
    text = f"<let name='v'>{content}</let><pattern/>"
    ((_, note),) = schema(text).notes
    assert "the variable 'v' has" in note
