"""Printed works that are cited, in markup and in mere words."""

import pytest
from lxml import etree

from teikit.tei.works import PrintedWork, continued, printed_work


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
