"""XSD schemas of strangers: they end in time, open nothing but what they may, and are explained."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import xmlschema

from teikit import validate
from teikit.validating import Settings
from teikit.validating.schemas import bounds
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.xsd.documents import documents
from teikit.validating.schemas.xsd.patterns import LinearSchema10, LinearSchema11

XS = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
ROOT = '<xs:element name="r" type="xs:string"/>'


def schema(content: str, attributes: str = "") -> str:
    return f"{XS} {attributes}>{content}</xs:schema>"


def restricted(*patterns: str, white_space: str = "") -> str:
    facets = "".join(f'<xs:pattern value="{pattern}"/>' for pattern in patterns)
    if white_space:
        facets += f'<xs:whiteSpace value="{white_space}"/>'
    return schema(
        '<xs:element name="r"><xs:simpleType><xs:restriction base="xs:string">'
        f"{facets}</xs:restriction></xs:simpleType></xs:element>"
    )


def found(
    folder: Path, document: str, *, beside: Mapping[str, str] | None = None, **of: str
) -> str:
    """The findings on a document that names `a.xsd`; `of` are schemas by their names."""
    for name, text in [*of.items(), *(beside or {}).items()]:
        path = folder / (name if "." in name else f"{name}.xsd")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    path = folder / "a.xml"
    path.write_text(f'<?xml-model href="a.xsd"?>\n{document}', encoding="utf-8")
    findings = validate([path], settings=Settings(select=("S",)))
    return "\n".join(
        f"{finding.rule.code} {finding.location.line} {finding.message}" for finding in findings
    ).replace(str(folder), "")


# Patterns


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(.*)*b", "((a*)*)*b", "(a?){30}a{30}b"])
def test_a_pattern_that_would_never_end_does(tmp_path: Path, pattern: str) -> None:
    words = 'S002 2 <r xmlns="">: the value does not have the form that is asked for'
    assert found(tmp_path, f"<r>{'a' * 60}!</r>", a=restricted(pattern)) == words
    assert found(tmp_path, f"<r>{'a' * 60}b</r>", a=restricted(pattern)) == ""


PATTERNS = [
    r"[A-Z]{2}\d{3,5}",
    r"\i\c*",
    r"[\i-[:]][\c-[:]]*",
    r"\p{Lu}\p{Ll}*( \p{Lu}\p{Ll}*)*",
    r"[^\s/]+/[^\s/]+",
    r"(\+|-)?\d+(\.\d+)?",
    r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?",
    r".*",
    r"",
    r"a|b|",
    r"^a$",
    r"[a\-z]",
    r"\w+@\w+\.\w{2,}",
    r"\p{IsCyrillic}+",
    r"(ab){2}c?",
    r"[\w\.\-]+",
    r"\S+",
]
VALUES = [
    *(
        "",
        "a",
        "b",
        "ab",
        "abab",
        "ababc",
        "AB123",
        "AB123456",
        "A B",
        "Anna Maria",
        "anna",
        "1816",
    ),
    *(
        "1816-02",
        "1816-13",
        "1816-02-29",
        "-1.5",
        "+7",
        "7.",
        "x:y",
        "xy",
        "_x",
        "1x",
        "a/b",
        "a/b/c",
    ),
    *(
        "^a$",
        "-",
        "z",
        "a@b.cd",
        "a@b.c",
        "Москва",
        "Moskva",
        " a ",
        "a\tb",
        "a\nb",
        "a.b-c",
        "é",
        "𝔸",
    ),
]


@pytest.mark.parametrize("white_space", ["preserve", "collapse"])
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(
    ("linear", "plain"),
    [(LinearSchema10, xmlschema.XMLSchema10), (LinearSchema11, xmlschema.XMLSchema11)],
)
def test_ordinary_patterns_mean_the_same(
    linear: type[xmlschema.XMLSchema10],
    plain: type[xmlschema.XMLSchema10],
    pattern: str,
    white_space: str,
) -> None:
    text = restricted(pattern, white_space=white_space)
    ours, theirs = linear(text), plain(text)
    for value in VALUES:
        document = f"<r>{value}</r>"
        assert ours.is_valid(document) == theirs.is_valid(document), (pattern, value)


def test_one_of_several_patterns_is_enough(tmp_path: Path) -> None:
    assert found(tmp_path, "<r>b</r>", a=restricted("a+", "b+")) == ""


# Documents of a schema


def test_the_documents_of_a_schema_are_found(tmp_path: Path) -> None:
    assert not found(
        tmp_path,
        '<r xmlns="urn:r"><b>x</b></r>',
        a=schema(
            '<xs:include schemaLocation="parts/b.xsd"/>'
            '<xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="b"/></xs:sequence>'
            "</xs:complexType></xs:element>",
            'targetNamespace="urn:r" xmlns="urn:r"',
        ),
        beside={
            "parts/b.xsd": schema('<xs:include schemaLocation="../c d.xsd"/>'),
            "c d.xsd": schema('<xs:element name="b" type="xs:string"/>'),
        },
    )


@pytest.mark.parametrize("verb", ["include", "redefine"])
def test_documents_may_go_round(tmp_path: Path, verb: str) -> None:
    again = schema('<xs:include schemaLocation="a.xsd"/>')
    first = schema(f'<xs:{verb} schemaLocation="b.xsd"/>{ROOT}')
    assert found(tmp_path, "<r/>", a=first, b=again) == ""


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ('<xs:include schemaLocation="gone.xsd"/>', "include of gone.xsd in line 1 of a.xsd"),
        ('<xs:redefine schemaLocation="gone.xsd"/>', "redefine of gone.xsd in line 1 of a.xsd"),
        (
            '<xs:import namespace="urn:x" schemaLocation="gone.xsd"/>',
            "import of gone.xsd in line 1",
        ),
        ('<xs:include schemaLocation="http://127.0.0.1:9/a.xsd"/>', "http://127.0.0.1:9/a.xsd"),
        ('<xs:import namespace="urn:x" schemaLocation="http://127.0.0.1:9/a.xsd"/>', "import of"),
        ('<xs:include schemaLocation="ftp://127.0.0.1:9/a.xsd"/>', "ftp://127.0.0.1:9/a.xsd"),
        ('<xs:include schemaLocation="broken.xsd"/>', "it is broken in line 1"),
        ('<xs:include schemaLocation="other.xsd"/>', "it is no XSD schema"),
        ('<xs:include schemaLocation="."/>', "lies outside of the folders"),
        ('<xs:include schemaLocation="a%00b.xsd"/>', "this is not the name of a file"),
        ('<xs:include schemaLocation="http://[x"/>', "which is no address"),
        (f'<xs:include schemaLocation="{"a" * 5000}.xsd"/>', "include of aaaa"),
    ],
)
def test_a_document_that_is_not_there_is_told(tmp_path: Path, statement: str, words: str) -> None:
    beside = {"broken.xsd": "<a>", "other.xsd": "<a/>"}
    message = found(tmp_path, "<r/>", a=schema(statement + ROOT), beside=beside)
    assert message.startswith("S004")
    assert words in message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
def test_nothing_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xsd")
    message = found(tmp_path, "<r/>", a=schema(f'<xs:include schemaLocation="pipe.xsd"/>{ROOT}'))
    assert "include of pipe.xsd" in message
    assert "this is not a file" in message


@pytest.mark.parametrize(
    "address",
    ["http://www.w3.org/2001/xml.xsd", "https://www.w3.org/2009/01/xml.xsd", "gone.xsd"],
)
def test_what_the_engine_knows_need_not_be_there(tmp_path: Path, address: str) -> None:
    text = schema(
        f'<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="{address}"/>'
        '<xs:element name="r"><xs:complexType><xs:attribute ref="xml:id"/></xs:complexType>'
        "</xs:element>"
    )
    assert found(tmp_path, '<r xml:id="a"/>', a=text) == ""
    assert "S002" in found(tmp_path, '<r xml:id="1"/>', a=text)


def test_a_copy_of_what_the_engine_knows_counts(tmp_path: Path) -> None:
    own = schema(
        '<xs:attribute name="id" type="xs:string"/>',
        'targetNamespace="http://www.w3.org/1999/xlink"',
    )
    text = schema(
        '<xs:import namespace="http://www.w3.org/1999/xlink" schemaLocation="b.xsd"/>'
        '<xs:element name="r"><xs:complexType><xs:attribute ref="l:id"/></xs:complexType>'
        "</xs:element>",
        'xmlns:l="http://www.w3.org/1999/xlink"',
    )
    assert (
        found(tmp_path, '<r l:id="" xmlns:l="http://www.w3.org/1999/xlink"/>', a=text, b=own) == ""
    )


def test_the_engine_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not what a document says, either."""
    hints = "http://www.w3.org/2001/XMLSchema-instance"
    (tmp_path / "q.xsd").write_text(schema("", 'targetNamespace="urn:q"'), encoding="utf-8")
    address = (tmp_path / "q.xsd").as_uri()
    monkeypatch.setattr("urllib.request.urlopen", pytest.fail)
    monkeypatch.setattr("xmlschema.resources.xml_resource.urlopen", pytest.fail)
    text = schema(
        '<xs:element name="r"><xs:complexType><xs:sequence>'
        '<xs:any processContents="lax"/></xs:sequence></xs:complexType></xs:element>'
    )
    document = (
        f'<r xmlns:xsi="{hints}" ><q xmlns="urn:q" xsi:schemaLocation="urn:q {address}"/></r>'
    )
    assert found(tmp_path, document, a=text) == ""


def test_they_are_not_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[documents.__module__], "MOST", 5)
    beside = {
        f"{number}.xsd": schema(f'<xs:include schemaLocation="{number + 1}.xsd"/>')
        for number in range(9)
    }
    message = found(
        tmp_path, "<r/>", a=schema(f'<xs:include schemaLocation="0.xsd"/>{ROOT}'), beside=beside
    )
    assert "made of more than 5 documents" in message


def test_documents_are_read_once(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        statements = "".join(f'<xs:include schemaLocation="./{to}.xsd"/>' for to in "abc")
        (tmp_path / f"{name}.xsd").write_text(schema(statements), encoding="utf-8")
    resolver = Resolver((tmp_path,), {})
    read = documents(tmp_path / "a.xsd", resolver, ())
    assert len(read.roots) == len(read.addresses) == 3


# What would take too long, or too much


def test_a_schema_that_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    deep = f"{'<xs:sequence>' * 240}{'</xs:sequence>' * 240}"
    text = schema(f'<xs:element name="r"><xs:complexType>{deep}</xs:complexType></xs:element>')
    message = found(tmp_path, "<r/>", a=text)
    assert message.startswith("S004")
    assert "it is nested too deeply" in message


def test_a_document_may_be_as_deep_as_any(tmp_path: Path) -> None:
    text = schema(
        '<xs:element name="r" type="t"/><xs:complexType name="t"><xs:sequence>'
        '<xs:element name="r" type="t" minOccurs="0"/></xs:sequence></xs:complexType>'
    )
    limit = sys.getrecursionlimit()
    assert found(tmp_path, "<r>" * 250 + "</r>" * 250, a=text) == ""
    assert "S002" in found(tmp_path, "<r>" * 250 + "<q/>" + "</r>" * 250, a=text)
    assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize(
    "content",
    [
        '<xs:group name="g"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group>'
        '<xs:element name="r"><xs:complexType><xs:group ref="g"/></xs:complexType></xs:element>',
        '<xs:element name="r" substitutionGroup="s"/><xs:element name="s" substitutionGroup="r"/>',
        '<xs:simpleType name="t"><xs:union memberTypes="t"/></xs:simpleType>'
        '<xs:element name="r" type="t"/>',
        '<xs:element name="r" type="nowhere"/>',
    ],
)
def test_a_schema_that_means_nothing_is_told(tmp_path: Path, content: str) -> None:
    message = found(tmp_path, "<r/>", a=schema(content))
    assert message.startswith("S004 1 the schema /a.xsd is broken: ")


def test_what_may_be_repeated_often_is_not_counted_out(tmp_path: Path) -> None:
    often = 'minOccurs="0" maxOccurs="1000000000"'
    text = schema(
        f'<xs:element name="r"><xs:complexType><xs:sequence {often}><xs:element name="a" {often}/>'
        "</xs:sequence></xs:complexType></xs:element>"
    )
    assert found(tmp_path, f"<r>{'<a/>' * 100}</r>", a=text) == ""


def asserting(test: str) -> str:
    return schema(
        '<xs:element name="r"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">'
        f'<xs:assert test="{test}"/></xs:extension></xs:simpleContent></xs:complexType>'
        "</xs:element>"
    )


def test_a_check_that_takes_too_long_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "CHECKING", 1)
    text = asserting("matches($value, '^(a+)+b$')")
    message = found(tmp_path, f"<r>{'a' * 60}!</r>", a=text)
    assert message.startswith("S009 0 the check against a.xsd was stopped after 1 second;")


def test_a_schema_that_takes_too_long_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "READING", 0.01)
    many = "".join(f'<xs:element name="e{number}" type="xs:string"/>' for number in range(2000))
    message = found(tmp_path, "<r/>", a=schema(many))
    assert message.startswith("S004")
    assert "reading it took more than 0.01 seconds" in message


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a limit")
def test_a_schema_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    message = found(
        tmp_path, "<r/>", a=asserting("count(for $i in 1 to 1000000000 return $i) gt 3")
    )
    assert message.startswith("S004")
    assert "MB of memory" in message


def test_an_engine_that_fails_is_told(tmp_path: Path) -> None:
    text = schema('<xs:element name="r" type="xs:date"/>')
    message = found(tmp_path, "<r>999999999999999999-01-01</r>", a=text)
    assert message.startswith("S009 0 the check against a.xsd failed (OverflowError: ")


# Words


def test_a_reference_without_its_aim_is_told_where_it_is(tmp_path: Path) -> None:
    text = schema(
        '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a"><xs:complexType>'
        '<xs:attribute name="to" type="xs:IDREFS"/></xs:complexType></xs:element></xs:sequence>'
        '<xs:attribute name="id" type="xs:ID"/></xs:complexType></xs:element>'
    )
    assert found(tmp_path, '<r id="x">\n<a to="x y"/></r>', a=text) == (
        "S002 3 <a xmlns=\"\">: to points to 'y', and no element has this id"
    )


def test_a_test_of_a_schema_is_quoted(tmp_path: Path) -> None:
    message = found(tmp_path, "<r>1</r>", a=asserting("$value = '2'"))
    assert message == "S002 2 <r xmlns=\"\">: the schema asks for $value = '2'"


def test_what_only_xsd_1_1_has_is_seen_in_all_documents(tmp_path: Path) -> None:
    text = schema('<xs:include schemaLocation="b.xsd"/>')
    assert "asks for $value = '2'" in found(tmp_path, "<r/>", a=text, b=asserting("$value = '2'"))


def test_a_type_that_a_document_makes_up_is_told(tmp_path: Path) -> None:
    document = '<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="made-up"/>'
    assert "the schema has no type made-up" in found(tmp_path, document, a=schema(ROOT))
