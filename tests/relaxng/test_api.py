"""Schemas and documents in all the forms in which callers have them, and how they may be used."""

import gc
import io
import multiprocessing
import pickle
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from teikit.relaxng import Kind, Schema, SchemaError, ValidationError

RNG = "http://relaxng.org/ns/structure/1.0"
XML = (
    f'<grammar xmlns="{RNG}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
    '<start><element name="r"><zeroOrMore><choice><element name="a"><optional>'
    '<attribute name="n"><data type="int"/></attribute></optional><optional>'
    '<attribute name="id"><data type="ID"/></attribute></optional><text/></element>'
    '<element name="b" ns="urn:b"><empty/></element></choice></zeroOrMore></element></start>'
    "</grammar>"
)
COMPACT = (
    'namespace b = "urn:b"\n'
    "start = element r { (element a { attribute n { xsd:int }?, attribute id { xsd:ID }?, text }"
    " | element b:b { empty })* }"
)
DOCUMENT = (
    "<r>\n <a n='1'>é</a>\n <a\n  n='x'/>\n <c/>\n words\n <b xmlns='urn:b'>text</b>\n"
    " <b/>\n <a id='i'/><a id='i'/>\n</r>\n"
).encode()
FAULTS = [
    (Kind.ATTRIBUTE_INVALID, 4, 3, "/r/a[2]"),
    (Kind.ELEMENT_UNKNOWN, 5, 2, "/r/c[1]"),
    (Kind.TEXT_NOT_ALLOWED, 6, 2, "/r"),
    (Kind.TEXT_NOT_ALLOWED, 7, 19, "/r/{urn:b}b[1]"),
    (Kind.ELEMENT_UNKNOWN, 8, 2, "/r/b[1]"),
    (Kind.ID_REPEATED, 9, 16, "/r/a[4]"),
]


@pytest.fixture(scope="module")
def schema() -> Schema:
    """A small schema."""
    return Schema.from_string(XML)


def summaries(errors: list[ValidationError]) -> list[tuple[Kind, int, int, str]]:
    """Kinds, places and paths."""
    return [(error.kind, error.line, error.column, error.path) for error in errors]


# ------------------------------------------------------------------------------------------------
# Forms of schemas
# ------------------------------------------------------------------------------------------------

SOURCES: dict[str, Callable[[Path], Schema]] = {
    "text": lambda _: Schema.from_string(XML),
    "bytes": lambda _: Schema.from_string(XML.encode()),
    "compact text": lambda _: Schema.from_string(COMPACT),
    "compact bytes": lambda _: Schema.from_string(COMPACT.encode()),
    "text with a mark": lambda _: Schema.from_string("\ufeff" + COMPACT),
    "UTF-16": lambda _: Schema.from_string(XML.encode("utf-16")),
    "compact in UTF-16": lambda _: Schema.from_string(COMPACT.encode("utf-16")),
    "text that names another encoding": lambda _: Schema.from_string(
        '<?xml version="1.0" encoding="UTF-16"?>' + XML
    ),
    "path": lambda path: Schema.from_file(saved(path / "s.rng", XML)),
    "name": lambda path: Schema.from_file(str(saved(path / "s.rng", XML))),
    "compact path": lambda path: Schema.from_file(saved(path / "s.rnc", COMPACT)),
    # What a file is, its content says.
    "path of another name": lambda path: Schema.from_file(saved(path / "s.rng", COMPACT)),
    "path with odd characters": lambda path: Schema.from_file(saved(path / "a b%20#ü.rng", XML)),
    "included": lambda path: included(path, "<include href='x%20y.rng'/>", "x y.rng"),
    "included by its address": lambda path: included(
        path, f"<include href='{(path / 'z.rng').as_uri()}'/>", "z.rng"
    ),
    "read by a function": lambda _: Schema.from_string(
        f"<grammar xmlns='{RNG}'><include href='x:y'/></grammar>", "s", {"x:y": XML.encode()}.get
    ),  # type: ignore[arg-type]
}


def saved(path: Path, source: str) -> Path:
    """A file with this text."""
    path.write_text(source, encoding="utf-8")
    return path


def included(folder: Path, include: str, name: str) -> Schema:
    """The schema in a file that includes another."""
    saved(folder / name, XML)
    grammar = f"<grammar xmlns='{RNG}'>{include}</grammar>"
    return Schema.from_file(saved(folder / "main.rng", grammar))


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
def test_forms_of_schemas(make: Callable[[Path], Schema], tmp_path: Path) -> None:
    assert summaries(make(tmp_path).validate(DOCUMENT)) == FAULTS


def test_a_text_has_no_encoding() -> None:
    source = f'<?xml version="1.0" encoding="iso-8859-1"?><element name="é" xmlns="{RNG}"><text/>'
    schema = Schema.from_string(source + "</element>")
    assert schema.validate("<é/>".encode()) == []


def test_a_path_relative_to_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x").mkdir()
    saved(tmp_path / "x" / "main.rnc", 'include "../lib.rnc"')
    saved(tmp_path / "lib.rnc", COMPACT)
    monkeypatch.chdir(tmp_path)
    schema = Schema.from_file("x/main.rnc")
    monkeypatch.chdir(tmp_path.parent)
    assert summaries(schema.validate(DOCUMENT)) == FAULTS


def test_errors_of_schemas_can_be_pickled() -> None:
    with pytest.raises(SchemaError) as caught:
        Schema.from_string("start = a", "x.rnc")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value) == "x.rnc:1:9: there is no definition of 'a'"
    assert (again.path, again.line, again.column) == ("x.rnc", 1, 9)


# ------------------------------------------------------------------------------------------------
# Forms of documents
# ------------------------------------------------------------------------------------------------


class Drops(io.RawIOBase):
    """A file that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int = 1) -> None:
        self.data = io.BytesIO(data)
        self.size = size

    def read(self, _: int = -1) -> bytes:
        return self.data.read(self.size)


def written(folder: Path) -> Path:
    """The document in a file."""
    path = folder / "document.xml"
    path.write_bytes(DOCUMENT)
    return path


DOCUMENTS: dict[str, Callable[[Path], Any]] = {
    "bytes": lambda _: DOCUMENT,
    "path": written,
    "name": lambda path: str(written(path)),
    "file in memory": lambda _: io.BytesIO(DOCUMENT),
    "drops": lambda _: Drops(DOCUMENT),
    "drops of seven": lambda _: Drops(DOCUMENT, 7),
}


@pytest.mark.parametrize("make", DOCUMENTS.values(), ids=DOCUMENTS)
def test_forms_of_documents(schema: Schema, make: Callable[[Path], Any], tmp_path: Path) -> None:
    assert summaries(schema.validate(make(tmp_path))) == FAULTS
    assert summaries(list(schema.iter_errors(make(tmp_path)))) == FAULTS
    assert not schema.is_valid(make(tmp_path))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 50])
def test_errors_do_not_depend_on_the_pieces(schema: Schema, size: int) -> None:
    assert schema.validate(Drops(DOCUMENT, size)) == schema.validate(DOCUMENT)


def test_an_open_file_is_read_and_left_open(schema: Schema, tmp_path: Path) -> None:
    with written(tmp_path).open("rb") as file:
        assert summaries(schema.validate(file)) == FAULTS
        assert not file.closed


TREES: dict[str, Callable[[Path], Any]] = {
    "tree": lambda path: etree.parse(written(path)),
    "root": lambda _: etree.fromstring(DOCUMENT),
    "element in a tree": lambda _: etree.fromstring(b"<x>" + DOCUMENT + b"tail</x>")[0],
}


@pytest.mark.parametrize("make", TREES.values(), ids=TREES)
def test_trees(schema: Schema, make: Callable[[Path], Any], tmp_path: Path) -> None:
    # A tree knows the line of an element only, and of a tag the last one.
    errors = schema.validate(make(tmp_path))
    assert sorted((error.kind, error.path) for error in errors) == sorted(
        (kind, path) for kind, _, _, path in FAULTS
    )
    assert {error.column for error in errors} == {0}
    lines = {error.path: error.line for error in errors}
    assert lines["/r/c[1]"] == 5
    assert lines["/r/{urn:b}b[1]"] == 7
    assert lines["/r/b[1]"] == 8
    assert lines["/r/a[4]"] == 9
    assert not schema.is_valid(make(tmp_path))


def test_namespaces_declared_above_an_element_are_known() -> None:
    schema = Schema.from_string(
        'namespace p = "urn:p"\nelement p:a { attribute q { xsd:QName "p:b" } }'
    )
    tree = etree.fromstring(b'<r xmlns:p="urn:p"><p:a q="p:b"/></r>')
    assert schema.validate(tree[0]) == []


def test_a_tree_that_was_never_in_a_file(schema: Schema) -> None:
    root = etree.Element("r")
    etree.SubElement(root, "c")
    [error] = schema.validate(root)
    assert (error.kind, error.line, error.column) == (Kind.ELEMENT_UNKNOWN, 0, 0)


def test_a_tree_is_left_as_it_was(schema: Schema) -> None:
    tree = etree.fromstring(DOCUMENT)
    before = etree.tostring(tree)
    schema.validate(tree)
    assert etree.tostring(tree) == before


# ------------------------------------------------------------------------------------------------
# What is not well-formed
# ------------------------------------------------------------------------------------------------


UNKNOWN = (Kind.ELEMENT_UNKNOWN, 1, 4, "/r/c[1]")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"", [(Kind.NOT_WELL_FORMED, 1, 1, "")]),
        (b" \n ", [(Kind.NOT_WELL_FORMED, 2, 2, "")]),
        (b"words", [(Kind.NOT_WELL_FORMED, 1, 1, "")]),
        (b"<r><c/>\n<a>", [UNKNOWN, (Kind.NOT_WELL_FORMED, 2, 4, "/r/a[1]")]),
        (b"<r><c/>\n<a></r>", [UNKNOWN, (Kind.NOT_WELL_FORMED, 2, 6, "/r/a[1]")]),
        (b"<r/>\n<r/>", [(Kind.NOT_WELL_FORMED, 2, 1, "")]),
        (b"<r>\xff</r>", [(Kind.NOT_WELL_FORMED, 1, 4, "/r")]),
        (b"<r>\n&e;</r>", [(Kind.NOT_WELL_FORMED, 2, 1, "/r")]),
        (b"<r>\x00</r>", [(Kind.NOT_WELL_FORMED, 1, 4, "/r")]),
    ],
)  # fmt: skip
def test_documents_that_are_not_well_formed(
    schema: Schema, document: bytes, expected: list[tuple[Kind, int, int, str]]
) -> None:
    for form in (document, io.BytesIO(document), Drops(document)):
        assert summaries(schema.validate(form)) == expected
    assert not schema.is_valid(document)


@pytest.mark.parametrize("end", range(1, len(DOCUMENT) - 2, 3))
def test_a_document_cut_off_anywhere(schema: Schema, end: int) -> None:
    *others, last = schema.validate(DOCUMENT[:end])
    assert last.kind is Kind.NOT_WELL_FORMED
    # What was found before the cut is what is found without it.
    assert summaries(others) == FAULTS[: len(others)]


def test_files_that_cannot_be_read(schema: Schema, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.xml", str(tmp_path / "gone.xml"), tmp_path):
        with pytest.raises(OSError, match=r"gone|directory|denied"):
            schema.validate(path)


# ------------------------------------------------------------------------------------------------
# As little as possible, as soon as possible
# ------------------------------------------------------------------------------------------------


class Stream:
    """A document that is made while it is read, and counts how much was asked for."""

    def __init__(self, pieces: Iterator[bytes], most: int | None = None) -> None:
        self.pieces = pieces
        self.most = most
        self.given = 0

    def read(self, _: int = -1) -> bytes:
        piece = next(self.pieces, b"")
        self.given += len(piece)
        if self.most is not None and self.given > self.most:
            raise OSError("too much was read")
        return piece


def endless(first: bytes) -> Iterator[bytes]:
    """The beginning of a document, and paragraphs without end."""
    yield first
    while True:
        yield b"<a n='1'>words</a>\n" * 500


def test_errors_come_while_the_document_is_read(schema: Schema) -> None:
    errors = schema.iter_errors(Stream(endless(b"<r><c/>\n<a n='x'/>"), most=100_000))
    assert summaries([next(errors), next(errors)]) == [
        (Kind.ELEMENT_UNKNOWN, 1, 4, "/r/c[1]"),
        (Kind.ATTRIBUTE_INVALID, 2, 4, "/r/a[1]"),
    ]
    with pytest.raises(OSError, match="too much"):
        next(errors)


def test_nothing_is_read_before_the_first_error_is_asked_for(schema: Schema) -> None:
    stream = Stream(endless(b"<r>"), most=0)
    schema.iter_errors(stream)
    assert stream.given == 0


def test_is_valid_stops_at_the_first_error(schema: Schema) -> None:
    assert not schema.is_valid(Stream(endless(b"<r><c/>"), most=100_000))


def paragraphs(size: int) -> Iterator[bytes]:
    """A document of at least this many bytes."""
    yield b"<r>"
    piece = b"".join(b"<a n='%d'>%s</a>\n" % (number, b"x" * 1000) for number in range(50))
    for _ in range(size // len(piece) + 1):
        yield piece
    yield b"</r>"


def test_memory_is_bounded(schema: Schema) -> None:
    stream = Stream(paragraphs(20 << 20))
    assert schema.is_valid(b"<r/>")
    tracemalloc.start()
    try:
        assert schema.is_valid(stream)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stream.given > 20 << 20
    assert peak < 15 << 20


def names_that_differ(number: int) -> bytes:
    """A document without a name or value in common with others."""
    numbers = range(number * 1000, number * 1000 + 150)
    return b"".join(b"<a%d b%d='%d'>%d</a%d>" % ((n,) * 5) for n in numbers)


def orders_that_differ(number: int) -> bytes:
    """A document with children in orders that others do not have."""
    random = Random(number)
    orders = (random.sample(range(30), 15) for _ in range(12))
    return b"".join(b"<p>%s</p>" % b"".join(b"<a%d/>" % n for n in order) for order in orders)


ANY_ORDER = " & ".join(f"element a{number} {{ empty }}?" for number in range(30))
VARIETY: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "names and values": (
        "element r { element * { attribute * { xsd:int | 'x' }*, xsd:int }* }",
        names_that_differ,
    ),
    "orders": (f"element r {{ element p {{ {ANY_ORDER} }}* }}", orders_that_differ),
}


@pytest.mark.parametrize(("source", "make"), VARIETY.values(), ids=VARIETY)
def test_memory_is_bounded_however_documents_differ(
    source: str, make: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teikit.relaxng.automaton.automaton.MAX_MEMORY", 300)
    schema = Schema.from_string(source)

    def memory_after(number: int) -> int:
        assert schema.is_valid(b"<r>%s</r>" % make(number))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = memory_after(1)
        after = memory_after(2)
    finally:
        tracemalloc.stop()
    assert after - before < 100_000


# ------------------------------------------------------------------------------------------------
# Errors as values
# ------------------------------------------------------------------------------------------------


def test_errors_are_values(schema: Schema) -> None:
    first, other = schema.validate(DOCUMENT), schema.validate(DOCUMENT)
    assert first == other
    assert len({*first, *other}) == len(FAULTS)
    assert pickle.loads(pickle.dumps(first)) == first
    for field in ValidationError._fields:
        with pytest.raises(AttributeError):
            setattr(first[0], field, "other")
    assert [str(error) for error in first] == [
        f"{error.line}:{error.column}: {error.message}" for error in first
    ]


def test_kinds_are_words() -> None:
    assert Kind("text not allowed") is Kind.TEXT_NOT_ALLOWED
    assert f"{Kind.VALUE_INVALID}" == "value invalid"
    assert len(set(Kind)) == 12


# ------------------------------------------------------------------------------------------------
# Copies, processes and threads
# ------------------------------------------------------------------------------------------------


def varied(number: int) -> bytes:
    """A document with a fault or two of its own."""
    faults = (
        b"<c%d/>" % (number % 7),
        b"<a n='%d.'/>" % number,
        b"<a x%d=''/>" % (number % 5),
        b"",
        b"<a id='i%d'/><a id='i%d'/>" % (number, number),
        b"text %d" % number,
        b"<a><a n='%d'/></a>" % number,
    )
    return b"<r><a n='%d'/>\n%s\n%s</r>" % (number, faults[number % 7], faults[number % 5])


VARIED = [varied(number) for number in range(140)]


@pytest.mark.parametrize("used", [False, True])
def test_a_pickled_schema_is_the_same(used: bool) -> None:
    schema = Schema.from_string(COMPACT)
    if used:
        assert summaries(schema.validate(DOCUMENT)) == FAULTS
    copy = pickle.loads(pickle.dumps(schema))
    assert summaries(copy.validate(DOCUMENT)) == FAULTS
    assert [copy.validate(document) for document in VARIED] == [
        schema.validate(document) for document in VARIED
    ]
    assert pickle.loads(pickle.dumps(copy)).validate(DOCUMENT) == copy.validate(DOCUMENT)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_protocols(schema: Schema, protocol: int) -> None:
    copy = pickle.loads(pickle.dumps(schema, protocol))
    assert summaries(copy.validate(DOCUMENT)) == FAULTS


def test_a_pickled_schema_needs_its_files_no_more(tmp_path: Path) -> None:
    schema = included(tmp_path, "<include href='other.rng'/>", "other.rng")
    data = pickle.dumps(schema)
    for path in tmp_path.iterdir():
        path.unlink()
    assert summaries(pickle.loads(data).validate(DOCUMENT)) == FAULTS


def test_a_pickled_schema_needs_no_function() -> None:
    files = {"b": COMPACT.encode()}
    schema = Schema.from_string('include "b"', "a", lambda name: files[name])
    assert summaries(pickle.loads(pickle.dumps(schema)).validate(DOCUMENT)) == FAULTS


def test_the_schema_of_the_project_can_be_pickled(root: Path) -> None:
    schema = Schema.from_file(root / "schema" / "teikit.rng")
    copy = pickle.loads(pickle.dumps(schema))
    letter = (root / "corpus" / "tei" / "bl-0068.xml").read_bytes()
    assert copy.validate(letter) == []
    faulty = letter.replace(b"<title ", b"<titel ", 1).replace(b"</title>", b"</titel>", 1)
    assert copy.validate(faulty) == schema.validate(faulty) != []


def test_processes(schema: Schema) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(schema.validate, VARIED[:20], chunksize=10)
    assert found == [schema.validate(document) for document in VARIED[:20]]


@pytest.mark.parametrize("source", [XML, COMPACT])
def test_threads(source: str) -> None:
    alone = Schema.from_string(source)
    expected = [alone.validate(document) for document in VARIED]
    for _ in range(3):
        fresh = Schema.from_string(source)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(fresh.validate, VARIED)) == expected


def test_threads_on_letters(root: Path) -> None:
    paths = sorted((root / "corpus" / "tei").glob("bl-00*.xml"))[:8]
    letters = [
        path.read_bytes().replace(b"<p>", b"<p n='%d' bogus=''>" % n)
        for n, path in enumerate(paths)
    ]
    alone = Schema.from_file(root / "schema" / "teikit.rng")
    expected = [alone.validate(letter) for letter in letters]
    assert any(expected)
    fresh = pickle.loads(pickle.dumps(alone))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fresh.validate, letters)) == expected


def test_documents_do_not_change_what_is_said_of_others(schema: Schema) -> None:
    first = [schema.validate(document) for document in VARIED]
    assert [schema.validate(document) for document in reversed(VARIED)] == first[::-1]


def test_two_documents_at_once(schema: Schema) -> None:
    first, other = schema.iter_errors(DOCUMENT), schema.iter_errors(Drops(DOCUMENT))
    together = list(zip(first, other, strict=True))
    assert summaries([left for left, _ in together]) == FAULTS
    assert summaries([right for _, right in together]) == FAULTS
