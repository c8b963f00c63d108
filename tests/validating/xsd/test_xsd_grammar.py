"""The grammar that is made of an XSD schema: it allows no document that XSD does not allow."""

from itertools import islice

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.validating.schemas.xsd import grammar as grammars
from teikit.validating.schemas.xsd import is_cut
from teikit.validating.schemas.xsd.grammar import sufficient
from teikit.validating.schemas.xsd.patterns import LinearSchema10, LinearSchema11
from teikit.validating.schemas.xsd.sufficient import Sufficient
from teikit.validating.schemas.xsd.values import KNOWN
from xsd_cases import EXTRAORDINARY, ORDINARY, VALUES, Case, of_content, schema, slips

CASES = {case.name: case for case in (*ORDINARY, *EXTRAORDINARY)}


Validator = LinearSchema10 | LinearSchema11


def read(text: str, *, is_newer: bool = False) -> tuple[Validator, Sufficient]:
    """A schema, and what is enough to be valid by it."""
    validator = LinearSchema11(text) if is_newer else LinearSchema10(text)
    grammar = sufficient(validator)
    assert grammar
    return validator, grammar


def tree(text: str) -> etree._ElementTree:
    return etree.fromstring(text).getroottree()


def allows(grammar: Sufficient, document: etree._ElementTree) -> bool:
    return not is_cut(document) and grammar.allows(document, document)


@pytest.mark.parametrize("case", ORDINARY, ids=lambda case: case.name)
def test_an_ordinary_schema_needs_the_grammar_alone(case: Case) -> None:
    validator, grammar = read(case.schema, is_newer=case.is_newer)
    for text in case.documents:
        assert allows(grammar, tree(text)), text
        assert validator.is_valid(tree(text)), text


@pytest.mark.parametrize("case", EXTRAORDINARY, ids=lambda case: case.name)
def test_what_the_grammar_does_not_say_is_left_to_xsd(case: Case) -> None:
    validator, grammar = read(case.schema, is_newer=case.is_newer)
    for text in case.documents:
        assert not allows(grammar, tree(text)), text
        assert validator.is_valid(tree(text)), text


@pytest.mark.parametrize("name", CASES)
def test_slips_are_no_more_allowed_than_by_xsd(name: str) -> None:
    case = CASES[name]
    validator, grammar = read(case.schema, is_newer=case.is_newer)
    for number, text in enumerate(case.documents):
        for document in islice(slips(text, number), 80):
            if allows(grammar, document):
                assert validator.is_valid(document), etree.tostring(document)


TYPES = {
    name: read(of_content(f'<xs:attribute name="a" type="xs:{name}"/>')) for name in sorted(KNOWN)
}
PIECES = st.sampled_from(
    (
        *VALUES,
        *("-", "+", ".", "E", "INF", "NaN", "T", "Z", ":", "24:00:00", "23:59:60", "12:30:00."),
        *("--02-29", "---31", "--12", "+14:00", "-14:01", "P1Y", "PT1H", "P", ".5S", "2001-02-29"),
        *("1816-02-01T12:30:00", "9" * 40, "1e400", "_", "·", "%zz", "[", "\u2003", "\n"),
    )
)


@pytest.mark.parametrize("name", TYPES)
@settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(pieces=st.lists(PIECES, max_size=4))
@example(pieces=["23:59:60"])
@example(pieces=["1816-02-01T12:30:00."])
@example(pieces=["P1Y2M3DT4H5M6.S"])
def test_values_are_no_more_allowed_than_by_xsd(name: str, pieces: list[str]) -> None:
    validator, grammar = TYPES[name]
    document = etree.Element("r", a="".join(pieces)).getroottree()
    if allows(grammar, document):
        assert validator.is_valid(document)


def test_all_types_are_told_by_the_grammar() -> None:
    values = {
        **dict.fromkeys(KNOWN, "x"),
        **{name: "1" for name in KNOWN if "nteger" in name or "nsigned" in name},
        **dict.fromkeys(("byte", "short", "int", "long", "boolean", "decimal"), "1"),
        "float": "1.5E3",
        "double": "-.5",
        "negativeInteger": "-1",
        "language": "en-GB",
        "nonPositiveInteger": "0",
        "date": "1816-02-01Z",
        "gYear": "1816",
        "dateTime": "1816-02-01T12:30:00.5",
        "time": "12:30:00+01:00",
        "gYearMonth": "1816-02",
        "gMonthDay": "--02-29",
        "gMonth": "--02",
        "gDay": "---29",
        "duration": "P1DT2.5S",
    }
    for name, (_, grammar) in TYPES.items():
        if not name.startswith("IDREF"):  # nothing is there to refer to
            assert allows(grammar, etree.Element("r", a=values[name]).getroottree()), name


def test_a_choice_of_nothing_is_not_nothing() -> None:
    validator, grammar = read(of_content("<xs:choice/>"), is_newer=True)
    assert not allows(grammar, tree("<r/>"))
    assert not validator.is_valid(tree("<r/>"))


@pytest.mark.parametrize(
    "document", ['<r><p n="a"/><p n=" a"/></r>', '<r><p n="a"/><p n="b"/><p n="a"/></r>']
)
def test_what_is_to_be_unique_does_not_come_twice(document: str) -> None:
    for name in ("unique attributes", "a key"):
        _, grammar = read(CASES[name].schema)
        assert not allows(grammar, tree(document))


def test_spaces_in_an_element_without_content() -> None:
    validator, grammar = read(of_content(""))
    assert not allows(grammar, tree("<r> </r>"))
    assert not validator.is_valid(tree("<r> </r>"))


@pytest.mark.parametrize("text", ["<r>1<!--x-->2</r>", "<r><!--x--></r>", "<r>1<?x y?></r>"])
def test_a_text_that_a_comment_cuts_is_left_to_xsd(text: str) -> None:
    assert is_cut(tree(text))


def test_other_comments_are_not() -> None:
    assert not is_cut(tree("<!--x--><r><!--x--><a/><?x y?></r><!--x-->"))


@pytest.mark.parametrize(
    "text",
    [
        # Groups of groups, each twice the size of the one before.
        of_content(
            '<xs:sequence><xs:group ref="g10"/></xs:sequence>',
            '<xs:group name="g0"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>'
            + "".join(
                f'<xs:group name="g{number}"><xs:sequence><xs:group ref="g{number - 1}"/>'
                f'<xs:group ref="g{number - 1}"/></xs:sequence></xs:group>'
                for number in range(1, 11)
            ),
        ),
        # Unions of unions.
        of_content(
            '<xs:attribute name="a" type="u10"/>',
            '<xs:simpleType name="u0"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>'
            + "".join(
                f'<xs:simpleType name="u{number}"><xs:union memberTypes="u{number - 1} '
                f'u{number - 1}"/></xs:simpleType>'
                for number in range(1, 11)
            ),
        ),
    ],
    ids=["groups", "unions"],
)
def test_what_is_made_of_itself_twice_does_not_grow(text: str) -> None:
    grammar = grammars.GrammarWriter(LinearSchema10(text)).written()
    assert len(etree.tostring(grammar)) < 20_000


def test_a_grammar_is_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "MOST", 100)
    many = "".join(f'<xs:element name="e{number}" type="xs:string"/>' for number in range(100))
    assert sufficient(LinearSchema10(schema(many))) is None
