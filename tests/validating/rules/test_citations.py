"""Citations of archives and identifiers: what is found, and what is left alone."""

from pathlib import Path

import pytest
from lxml import etree

from samples import document
from teikit.validating import Settings, validate
from teikit.validating.index.document import CheckedDocument
from teikit.validating.lexicon.identifiers import fault, scheme
from teikit.validating.rules.file import citations
from teikit.validating.settings import RuleOptions

PARTS = ("fond", "opis", "delo", "list")
LABELS = ("F", "Op", "D", "L")


def found(rule, sample: str, **options: object) -> list[str]:
    data = document(sample).encode()
    tree = etree.fromstring(data).getroottree()
    return [
        finding.message
        for finding in rule.find(CheckedDocument(Path("a.xml"), data, tree), RuleOptions(**options))
    ]


def parts(*values: str, types: tuple[str, ...] = PARTS, labels: tuple[str, ...] = LABELS) -> str:
    """The last parts of a citation, as the corpus has them."""
    last = slice(len(types) - len(values), None)
    rows = zip(labels[last], types[last], values, strict=True)
    inner = ". ".join(f'{label}. <idno type="{kind}">{text}</idno>' for label, kind, text in rows)
    return f'<idno type="archival">{inner}</idno>'


def bibl(normal: str, inner: str, more: str = "", before: str = "RGASPI. ") -> str:
    return f'<bibl type="archival" n="{normal}"{more}>{before}{inner}</bibl>'


def wrong(*bibls: str) -> list[str]:
    return found(citations.citation_parts, f"<p>{'; '.join(bibls)}</p>")


@pytest.mark.parametrize(
    ("normal", "values"),
    [
        ("RGASPI/17/3/96/2", ("17", "3", "96", "2")),
        ("RGASPI/85/2/S/4/5-6", ("85", "2 / S", "4", "5–6")),
        ("RGASPI/85/2%2FS/4/5-6", ("85", "2 / S", "4", "5–6")),
        ("RGASPI/17/3/96/8", ("17", "3", "96", "eight")),
        ("RGASPI/17/3/96/2ob.", ("17", "3", "96", "2 ob.")),
        ("RGASPI/17/3/96/2", ("96", "2")),
    ],
)
def test_parts_agree_with_the_normal_form(normal: str, values: tuple[str, ...]) -> None:
    assert wrong(bibl(normal, parts(*values))) == []


@pytest.mark.parametrize(
    ("normal", "values"),
    [
        ("RGASPI/17/3/96/2", ("17", "3", "69", "2")),
        ("RGASPI/17/3/96/2", ("7", "3", "96", "2")),
        ("RGASPI/17/3/96", ("17", "3", "96", "2")),
        ("RGASPI/17/3/2/96", ("17", "3", "96", "2")),
        ("RGASPI/17/3/96/5", ("17", "3", "96", "5-6")),
    ],
)
def test_parts_disagree_with_the_normal_form(normal: str, values: tuple[str, ...]) -> None:
    (message,) = wrong(bibl(normal, parts(*values)))
    assert normal in message
    assert "/".join(values) in message


FIRST = bibl("RGASPI/17/3/86/4", parts("17", "3", "86", "4"), ' xml:id="c1"')


@pytest.mark.parametrize(
    ("normal", "inner", "count"),
    [
        ("RGASPI/17/3/81/2", parts("81", "2"), 0),
        ("RGASPI/17/4/81/2", parts("81", "2"), 1),
        ("RGASPI/2/1/81/2", parts("2", "1", "81", "2"), 0),
        ("GARF/2/1/81/2", parts("2", "1", "81", "2"), 1),
        ("RGASPI/17/3/86/4", "", 0),
        ("RGASPI/17/3/86/5", "", 1),
    ],
)
def test_what_ibid_leaves_out_is_that_of_the_citation_before(
    normal: str, inner: str, count: int
) -> None:
    second = bibl(normal, inner, ' prev="#c1"', "Ibid. ")
    assert len(wrong(FIRST, second)) == count


def test_a_wrong_citation_is_not_held_against_those_that_follow() -> None:
    first = FIRST.replace(">17<", ">71<")
    second = bibl("RGASPI/17/3/81/2", parts("81", "2"), ' prev="#c1"', "Ibid. ")
    assert len(wrong(first, second)) == 1


def test_prev_without_ibid_only_puts_in_order() -> None:
    second = bibl("GARF/2/1/81/2", parts("2", "1", "81", "2"), ' prev="#c1"', "GARF. ")
    assert wrong(FIRST, second) == []


def test_a_label_of_another_type_is_found() -> None:
    types = ("opis", "fond", "delo", "list")
    messages = wrong(bibl("RGASPI/17/3/96/2", parts("17", "3", "96", "2", types=types)))
    assert messages == [
        "the label 'f' is not that of an idno of type 'opis'",
        "the label 'op' is not that of an idno of type 'fond'",
    ]


@pytest.mark.parametrize("labels", [("Ф", "Оп", "Д", "Л"), ("F", "On", "D", "fol"), ("x",) * 4])
def test_labels_of_many_kinds_are_good(labels: tuple[str, ...]) -> None:
    assert wrong(bibl("RGASPI/17/3/96/2", parts("17", "3", "96", "2", labels=labels))) == []


@pytest.mark.parametrize(
    "sample",
    [
        '<bibl n="12/3">Goethe, <idno type="GND">118540238</idno></bibl>',
        '<bibl n="a/b"><idno type="URI">https://example.org/1</idno></bibl>',
        '<bibl n="7">F. <idno type="fond">17</idno></bibl>',
        '<bibl>F. <idno type="signature">17</idno></bibl>',
        '<msDesc><msIdentifier><idno type="shelfmark">B 43</idno></msIdentifier></msDesc>',
    ],
)
def test_other_identifiers_are_no_parts(sample: str) -> None:
    assert found(citations.citation_parts, sample) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ISBN", "978-3-16-148410-0"),
        ("ISBN-13", "9783161484100"),
        ("ISBN", "978‑3‑16‑148410‑0"),
        ("isbn-10", "3-88229-192-3"),
        ("isbn", "0-8044-2957-X"),
        ("isbn", "306406152"),  # as numbers were before ISBN
        ("ISBN", "ISBN 978-3-16-148410-1 (vol. 1)"),  # a remark: not looked at
        ("ISSN", "0378-5955"),
        ("eISSN", "2434-561X"),
        ("DOI", "10.1000/182"),
        ("doi", "https://doi.org/10.1000/182"),
        ("DOI", "doi:10.1000/182"),
        ("handle", "https://hdl.handle.net/20.1000/100"),
        ("handle", "@editor1"),
        ("ORCID", "0000-0002-1825-0097"),
        ("ORCID", "https://orcid.org/0000-0002-1825-0097"),
        ("ISNI", "0000 0001 2281 955X"),
        ("GND", "118540238"),
        ("GND", "11850391X"),
        ("GND", "1055864695"),
        ("GND", "4066009-6"),
        ("gnd", "http://d-nb.info/gnd/118540238/about/html"),
        ("GND", "(DE-588)118540238"),
        ("GND", "https://www.deutsche-biographie.de/pnd118540238.html"),
        ("GND", "unknown"),
        ("VIAF", "24602065"),
        ("VIAF", "https://viaf.org/viaf/24602065/#Goethe"),
        ("GeoNames", "https://www.geonames.org/2761369/vienna.html"),
        ("wikidata", "http://www.wikidata.org/entity/Q5879"),
        ("Wikidata", "https://www.wikidata.org/wiki/Special:EntityPage/Q5879"),
    ],
)
def test_good_identifiers(kind: str, value: str) -> None:
    known = scheme(kind)
    assert known
    assert fault(known, value) == ""


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("ISBN", "978-3-16-148410-1", "check digit"),
        ("ISBN", "978-3-16-14841-0", "no ISBN"),
        ("isbn", "3-88229-192-X", "check digit"),
        ("ISSN", "0378-5954", "check digit"),
        ("ISSN", "0378-595", "no ISSN"),
        ("DOI", "https://doi.org/10.1000", "no DOI"),
        ("DOI", "1000/182", "no DOI"),
        ("handle", "https://hdl.handle.net/20.1000", "no handle"),
        ("ORCID", "0000-0002-1825-0079", "check digit"),
        ("ORCID", "https://orcid.org/0000-0002-1825", "no ORCID"),
        ("GND", "118540283", "check digit"),
        ("GND", "http://d-nb.info/gnd/118540283", "check digit"),
        ("GND", "4066009-9", "check digit"),
        ("GND", "1185402", "no GND"),
        ("VIAF", "2460206S", "no VIAF"),
        ("GeoNames", "https://www.geonames.org/27613G9/vienna.html", "no GeoNames"),
        ("wikidata", "5879", "no Wikidata"),
        ("wikidata", "https://www.wikidata.org/wiki/QS879", "no Wikidata"),
    ],
)
def test_bad_identifiers(kind: str, value: str, reason: str) -> None:
    known = scheme(kind)
    assert known
    assert reason in fault(known, value)


def test_what_is_not_known_has_no_pattern() -> None:
    assert scheme("shelfmark") is None
    assert scheme("") is None


def test_the_subtype_of_an_address_counts() -> None:
    sample = '<bibl><idno type="URL" subtype="{}">https://d-nb.info/gnd/118540283</idno></bibl>'
    assert len(found(citations.idno_pattern, sample.format("gnd"))) == 1
    assert found(citations.idno_pattern, sample.format("link")) == []


def test_an_identifier_is_pointed_at_without_the_spaces_around_it(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(document('<bibl><idno type="GND">\n  118540283\n</idno></bibl>'))
    (finding,) = validate([tmp_path], settings=Settings(select=("T031",), schema=()))
    assert (finding.location.line, finding.location.column) == (3, 3)


ARCHIVES = {"RGASPI": "[0-9]+/[0-9]+/[0-9]+/[0-9]+", "City Library": "Weber, B [0-9]+"}


@pytest.mark.parametrize(
    ("sample", "count"),
    [
        ('<bibl n="RGASPI/17/3/96/2">…</bibl>', 0),
        ('<bibl n="RGASPI/17/3/96">…</bibl>', 1),
        ('<bibl n="GARF/17">…</bibl>', 0),
        ('<bibl n="3">…</bibl>', 0),
        (
            "<msDesc><msIdentifier><repository>RGASPI</repository>"
            f"{parts('17', '3', '96', '2')}</msIdentifier></msDesc>",
            0,
        ),
        (
            "<msDesc><msIdentifier><repository>RGASPI</repository>"
            f"{parts('17', '3', '96', 'S')}</msIdentifier></msDesc>",
            1,
        ),
        (
            "<msDesc><msIdentifier><repository>City Library</repository>"
            "<idno>Weber,\n B 43</idno></msIdentifier></msDesc>",
            0,
        ),
        (
            "<msDesc><msIdentifier><repository>City Library</repository>"
            "<idno>Weber, 43</idno></msIdentifier></msDesc>",
            1,
        ),
        (
            "<msDesc><msIdentifier><repository>City Library</repository>"
            '<idno type="URL">https://example.org/43</idno></msIdentifier></msDesc>',
            0,
        ),
    ],
)
def test_signatures_of_known_archives(sample: str, count: int) -> None:
    assert len(found(citations.idno_pattern, sample, archives=ARCHIVES)) == count
    assert found(citations.idno_pattern, sample) == []


def test_citations_of_the_corpus_and_of_other_hands_are_good(root: Path, shared: Path) -> None:
    settings = Settings(select=("T030", "T031"), schema=())
    assert list(validate([root / "corpus" / "tei"], settings=settings)) == []
    assert list(validate([shared / "letters"], settings=settings)) == []
