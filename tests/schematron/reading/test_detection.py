"""Whether a file holds Schematron."""

import pytest

from schematrons import ISO, schema
from teikit.schematron.reading import contains

RNG = "http://relaxng.org/ns/structure/1.0"


def found(files: dict[str, str | bytes]) -> bool:
    def content(address: str) -> bytes:
        data = files[address]
        return data.encode() if isinstance(data, str) else data

    return contains(next(iter(files)), read=content)


@pytest.mark.parametrize(
    "content",
    [
        schema("<pattern/>"),
        f'<grammar xmlns="{RNG}" xmlns:s="{ISO}"><s:ns/></grammar>',
        f"<grammar xmlns=\"{RNG}\"><pattern xmlns='{ISO}'/></grammar>",
        f'namespace s = "{ISO}"\nstart = empty >> s:pattern [ ]',
        f'<a xmlns:s="{ISO}"><s:b/></a>'.encode("utf-16"),
        '<s:schema xmlns:s="http://www.ascc.net/xml/schematron"/>',
    ],
)
def test_schematron_is_found_in_any_kind_of_file(content: str | bytes) -> None:
    assert found({"a": content})


@pytest.mark.parametrize(
    "content",
    [
        f'<grammar xmlns="{RNG}"/>',
        f'<grammar xmlns="{RNG}" xmlns:sch="{ISO}"><start/></grammar>',
        f'namespace sch = "{ISO}"\nstart = element my-sch:a {{ empty }}',
        "",
        "\x00<",
    ],
)
def test_a_declaration_alone_is_none(content: str) -> None:
    assert not found({"a": content})


def test_files_of_the_same_schema_are_looked_at() -> None:
    files: dict[str, str | bytes] = {
        "a/main.rng": f'<grammar xmlns="{RNG}"><include\n href="../b.rnc"/></grammar>',
        "b.rnc": "start = external 'c.xsd' \"x\" include 'a/main.rng' include 'none.rng'",
        "c.xsd": '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xs:import namespace="x" schemaLocation="d.xsd"/></xs:schema>',
        "d.xsd": schema(""),
    }
    assert found(files)
    assert not found({**files, "d.xsd": "<a/>"})


def test_a_long_file_without_ends_takes_no_long_time() -> None:
    assert not found({"a": "<include " * 100_000})
