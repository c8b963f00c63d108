"""Variables whose value is written in XSLT, as texts and conditions."""

import pytest

from schematron_checked import found

XSL = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
RULE = f"""<pattern {XSL}><rule context="a"><let name="v">{{}}</let>
  <report test="true()">[<value-of select="$v"/>]</report></rule></pattern>"""
CHOOSE = """<xsl:choose>
  <xsl:when test="@n = '1'">one</xsl:when>
  <xsl:when test="@n"><xsl:value-of select="@n"/>, it's more</xsl:when>
  <xsl:otherwise><xsl:text>none</xsl:text></xsl:otherwise></xsl:choose>"""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CHOOSE, ["[one]", "[2, it's more]", "[none]"]),
        ("<xsl:value-of select='b'/>", ["[x y]", "[]", "[]"]),
        ("<xsl:value-of select='b' separator='-'/>", ["[x-y]", "[]", "[]"]),
        (
            "n<xsl:if test='@n'>o. <xsl:value-of select='@n'/></xsl:if>",
            ["[no. 1]", "[no. 2]", "[n]"],
        ),
        ("  <xsl:choose><xsl:when test='@n'/></xsl:choose> ", ["[]", "[]", "[]"]),
    ],
)
def test_texts_and_conditions(content: str, expected: list[str]) -> None:
    document = "<r><a n='1'><b>x</b><b>y</b></a><a n='2'/><a/></r>"
    assert [words for _, words in found(RULE.format(content), document)] == expected


def test_values_in_xpath_1() -> None:
    content = "<xsl:text>it's </xsl:text><xsl:value-of select='b'/>"
    assert found(RULE.format(content), "<a><b>x</b><b>y</b></a>", "xslt") == [("a", "[it's x]")]


@pytest.mark.parametrize(
    "content",
    [
        "<b/>",
        "<xsl:for-each select='b'><xsl:value-of select='.'/></xsl:for-each>",
        "<xsl:variable name='w' select='1'/><xsl:value-of select='$w'/>",
        "<xsl:copy-of select='b'/>",
        "<xsl:value-of>x</xsl:value-of>",
        "<xsl:choose><xsl:when>x</xsl:when></xsl:choose>",
    ],
)
def test_programs_and_trees_are_no_texts(content: str) -> None:
    [(place, message)] = found(RULE.format(content), "<a/>")[:1]
    assert place == "unevaluated"
    assert message.startswith("There is no variable $v that is an expression")


def test_a_condition_needs_xpath_2() -> None:
    assert found(RULE.format(CHOOSE), "<a/>", "xslt")[0][0] == "unevaluated"
