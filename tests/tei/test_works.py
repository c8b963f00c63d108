"""Printed works that are cited, in markup and in mere words."""

import pytest
from lxml import etree

from teikit.tei.works import PrintedWork, citation_words, continued, printed_work


def work(content: str) -> PrintedWork:
    return printed_work(
        etree.fromstring(f'<bibl xmlns="http://www.tei-c.org/ns/1.0">{content}</bibl>')
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Roe A. B. Works. T. 51. P. 335", ("Roe A. B.", "Works", "51", "335", "")),
        ("A. Roe, Letters, vol. 3, pp. 12-14", ("A. Roe", "Letters", "3", "12-14", "")),
        ("Reports of the Army. Vol. 2. P. 4", ("", "Reports of the Army", "2", "4", "")),
        (
            "Roe A.B. Years. 1911-1937. M., 1939. P. 80",
            ("Roe A.B.", "Years. 1911-1937", "", "80", "1939"),
        ),
        ("Essays. Baku, 1963. P. 327-328, 330", ("", "Essays", "", "327-328, 330", "1963")),
        ("Briefe, Bd. II, S. 5", ("", "Briefe", "II", "5", "")),
        ("Сочинения. Т. 4. С. 7", ("", "Сочинения", "4", "7", "")),
        ("The Papers", ("", "The Papers", "", "", "")),
        ("Ibid., p. 9", ("", "", "", "9", "")),
        (
            "<author>Ann Roe</author>, <title>Works</title>, <date when='1939-05'>May</date>"
            "<biblScope unit='volume'>Vol. 2</biblScope><citedRange unit='page' from='3' to='5'/>",
            ("Ann Roe", "Works", "2", "3–5", "1939"),
        ),
        ("<title>Works</title>, S. 80", ("", "Works", "", "80", "")),
    ],
)
def test_works(content: str, expected: tuple[str, ...]) -> None:
    assert tuple(work(content)) == expected


def test_ibid_takes_from_the_work_before() -> None:
    before = work("Roe A. B. Works. T. 51. P. 335")
    assert continued(work("Ibid. P. 9"), before) == before._replace(pages="9")
    assert continued(work("Ibid. T. 3"), before) == before._replace(volume="3", pages="")
    assert continued(work("Other. P. 9"), before) == work("Other. P. 9")


def test_a_long_citation_takes_no_time() -> None:
    assert work("A. " * 50_000 + "p. 1 " * 50_000).pages == ""


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "biblStruct",
            "<monogr><author>Roe, A.</author><author>Doe, B.</author><title>Letters</title>"
            "<editor>Poe, C.</editor><imprint><pubPlace>Bern</pubPlace><publisher>Press</publisher>"
            "<date>1956</date><biblScope>58</biblScope></imprint></monogr>",
            "Roe, A.; Doe, B.: Letters. Poe, C. Bern: Press, 1956, 58",
        ),
        (
            "biblStruct",
            "<analytic><title>A Note.</title></analytic><!-- c --><monogr><title>Review</title>"
            '<imprint><date>1901</date><biblScope unit="page" from="3" to="5"/></imprint></monogr>'
            "<note>Signed</note>",
            "A Note. In: Review. 1901, 3–5. Signed",
        ),
        (
            "bibl",
            "<editor>Poe, C.</editor><title>Letters</title><idno>X 1</idno><date>1901</date>",
            "Poe, C.: Letters. 1901. X 1",
        ),
        ("bibl", "<author>Roe</author>, <title>Letters</title>, p. 4", "Roe, Letters, p. 4"),
        ("bibl", "Letters, 1901", "Letters, 1901"),
    ],
)
def test_a_citation_is_written_as_one_would(name: str, content: str, expected: str) -> None:
    made = etree.fromstring(f'<{name} xmlns="http://www.tei-c.org/ns/1.0">{content}</{name}>')
    assert citation_words(made) == expected
