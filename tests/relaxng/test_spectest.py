"""James Clark's test suite for RELAX NG: every schema is taken or refused as it says.

The suite is the file `spectest.xml`, which comes with the sources of Jing and is not part of this
project. Set the environment variable `TEIKIT_RELAXNG_SUITE` to its path:

    TEIKIT_RELAXNG_SUITE=~/jing-trang/mod/rng-validate/test/spectest.xml pytest tests/relaxng

Without it, the tests are skipped.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from relaxng_jing import Jing, missing
from teikit.relaxng import Schema, SchemaError

VARIABLE = "TEIKIT_RELAXNG_SUITE"
NAMED = os.environ.get(VARIABLE)
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "relaxng" / "spectest.xml"
SUITE = Path(NAMED).expanduser() if NAMED else BESIDE
"""The file of the suite; where none is named, it may lie with other data beside the project."""
ABSENT = "" if NAMED or SUITE.is_file() else f"needs {SUITE.name}; set {VARIABLE} to its path"
"""Why tests are skipped. A file that is named must be there."""

COUNT = 385
BASE = "http://spectest.example/"
"""Where the schema of a case lies, and the files beside it that it names."""
SCHEMA = "schema.rng"
LIBRARIES = frozenset({"http://www.w3.org/2001/XMLSchema-datatypes"})


@dataclass(frozen=True)
class Case:
    """A case of the suite.

    Attributes:
        name: its position, counted from 1, and the section of the specification.
        files: the schema, and what it includes, by relative path.
        correct: whether the schema is.
        instances: documents, each with whether it is valid.
        libraries: datatype libraries that the case needs.
    """

    name: str
    files: Mapping[str, bytes]
    correct: bool
    instances: tuple[tuple[bytes, bool], ...]
    libraries: frozenset[str]

    def read(self, uri: str) -> bytes:
        """The file that the schema names by a reference."""
        return self.files[uri.removeprefix(BASE)]


def document(holder: etree._Element) -> bytes:
    """The one child of an element as a document of its own."""
    [child] = holder
    return etree.tostring(child, encoding="utf-8", xml_declaration=True, with_tail=False)


def resources(holder: etree._Element, folder: str = "") -> Iterator[tuple[str, bytes]]:
    """The files under an element, by relative path."""
    for child in holder.iterchildren("resource"):
        yield folder + child.get("name", ""), document(child)
    for child in holder.iterchildren("dir"):
        yield from resources(child, f"{folder}{child.get('name')}/")


def case(position: int, element: etree._Element) -> Case:
    """Read a `testCase`."""
    schemas = [*element.iterchildren("correct", "incorrect")]
    [schema] = schemas
    sections = [section.text or "" for section in element.iterchildren("section")]
    return Case(
        name=f"{position:03}-{'+'.join(sections) or 'none'}",
        files={SCHEMA: document(schema), **dict(resources(element))},
        correct=schema.tag == "correct",
        instances=tuple(
            (document(child), child.tag == "valid")
            for child in element.iterchildren("valid", "invalid")
        ),
        libraries=frozenset(
            str(child.get("datatypeLibrary")) for child in element.iterchildren("requires")
        ),
    )


def cases(path: Path) -> list[Case]:
    """The cases of a suite."""
    found = etree.parse(path).iter("testCase")
    return [case(position, element) for position, element in enumerate(found, start=1)]


CASES = [] if ABSENT else cases(SUITE)
needs_suite = pytest.mark.skipif(bool(ABSENT), reason=ABSENT)


@needs_suite
def test_every_case_is_collected() -> None:
    assert len(CASES) >= COUNT
    assert len({case.name for case in CASES}) == len(CASES)
    assert frozenset.union(*(case.libraries for case in CASES)) <= LIBRARIES


@needs_suite
@pytest.mark.parametrize("case", CASES or [None], ids=lambda case: case.name if case else "none")
def test_the_suite(case: Case) -> None:
    schema = case.files[SCHEMA]
    if not case.correct:
        with pytest.raises(SchemaError):
            Schema.from_string(schema, path=BASE + SCHEMA, read=case.read)
        return
    loaded = Schema.from_string(schema, path=BASE + SCHEMA, read=case.read)
    for instance, valid in case.instances:
        assert (loaded.validate(instance) == []) is valid, instance.decode()


@needs_suite
def test_jing_passes_the_suite(tmp_path: Path) -> None:
    """What is cut from the suite here is what its author meant."""
    if reason := missing():
        pytest.skip(reason)
    with Jing() as jing:
        wrong = [case.name for case in CASES if not jing_agrees(jing, case, tmp_path / case.name)]
    assert wrong == []


def jing_agrees(jing: Jing, case: Case, folder: Path) -> bool:
    """Whether Jing finds what the case says; its files are written to a folder."""
    documents = {f"{number}.xml": data for number, (data, _) in enumerate(case.instances)}
    for name, data in {**case.files, **documents}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if jing.load(folder / SCHEMA).right is not case.correct:
        return False
    answers = [jing.validate(folder / name).right for name in documents]
    return answers == [valid for _, valid in case.instances]
