"""Documents that include others, and parts that are read by themselves."""

from collections.abc import Callable

from teikit.relaxng import Included, PartPlace, Schema

SCHEMA = Schema.from_string("""\
start = element a { b, c? }
b = element b { d* }
c = element c { element d { empty } }
d = element d { text }
""")
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def errors(
    document: str, *included: Included, places: list[PartPlace | None] | None = None
) -> list[str]:
    def include(number: int, place: Callable[[str], PartPlace | None]) -> Included:
        if places is not None:
            places.append(place(included[number].element))
        return included[number]

    found = SCHEMA.iter_errors(document.encode(), include=include)
    return [f"{error.path} {error.message}" for error in found]


def test_the_name_is_enough_to_go_on() -> None:
    assert errors(f"<a {XI}><xi:include/></a>", Included("b")) == []
    (found,) = errors(f"<a {XI}><xi:include/><b/></a>", Included("b"))
    assert found.startswith("/a/b[1] <b>")
    (found,) = errors(f"<a {XI}><b/><xi:include/></a>", Included("d"))
    assert found.startswith("/a/{http://www.w3.org/2001/XInclude}include[1] <d>")


def test_a_part_is_read_from_its_place() -> None:
    places: list[PartPlace | None] = []
    written = f"<a {XI}><b><xi:include/></b><c><xi:include/></c></a>"
    assert errors(written, Included("d"), Included("d"), places=places) == []
    texts = [[*SCHEMA.iter_errors(b"<d>x</d>", place=place)] for place in places]
    assert [len(found) for found in texts] == [0, 1]


def test_a_part_of_nobody_knows_what() -> None:
    place = SCHEMA.place("d")
    assert not [*SCHEMA.iter_errors(b"<d>x</d>", place=place)]
    assert [*SCHEMA.iter_errors(b"<d>x<y/></d>", place=place)]
    assert SCHEMA.place("a") is None
    assert SCHEMA.place("y") is not None


def test_includes_in_an_include_are_counted_but_not_asked_for() -> None:
    inner = "<xi:fallback><xi:include/></xi:fallback>"
    written = f"<a {XI}><xi:include>{inner}</xi:include><xi:include/></a>"
    assert errors(written, Included("b"), Included("no"), Included("c")) == []
    assert errors(written, Included(fallback=True), Included("b"), Included("c")) == []


def test_a_schema_may_want_the_element_itself() -> None:
    schema = Schema.from_string(
        'namespace xi = "http://www.w3.org/2001/XInclude"\n'
        "start = element a { element xi:include { attribute href { text } } }"
    )
    written = f'<a {XI}><xi:include href="b.xml"/></a>'.encode()
    assert not [*schema.iter_errors(written, include=lambda *_: Included("b"))]
