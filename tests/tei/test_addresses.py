"""Where a letter is on the web."""

import pytest

from tei_texts import document, tei
from teikit.tei.addresses import web_address


def published(idnos: str) -> str:
    statement = f"<fileDesc><publicationStmt>{idnos}</publicationStmt></fileDesc>"
    return web_address(document(tei("<p/>", header=statement)))


@pytest.mark.parametrize(
    ("idnos", "address"),
    [
        ("", ""),
        ("<idno>bl-0086</idno>", ""),
        ('<idno type="URI">https://example.org/1</idno>', "https://example.org/1"),
        (
            '<idno type="url">https://example.org/1</idno><idno type="handle">'
            "https://hdl.handle.net/2/3</idno>",
            "https://hdl.handle.net/2/3",
        ),
        ('<idno type="DOI">10.1234/a.b</idno>', "https://doi.org/10.1234/a.b"),
        ('<idno type="x"><idno>https://example.org/2</idno></idno>', "https://example.org/2"),
    ],
)
def test_the_address_in_the_header(idnos: str, address: str) -> None:
    assert published(idnos) == address


def test_the_address_in_a_list_counts_first() -> None:
    header = (
        '<fileDesc><publicationStmt><idno type="URI">https://example.org/1</idno>'
        "</publicationStmt></fileDesc><profileDesc>"
        '<correspDesc ref="https://example.org/2"><p/></correspDesc></profileDesc>'
    )
    assert web_address(document(tei("<p/>", header=header))) == "https://example.org/2"
