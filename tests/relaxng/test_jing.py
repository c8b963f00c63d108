"""Agreement with Jing, the reference implementation, on faulty documents and random schemas."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from relaxng_jing import Jing, Tally, compare, missing
from relaxng_mutations import mutated
from relaxng_schemas import Case, case, cases
from teikit.relaxng import Schema, SchemaError

LETTERS = 60
SCHEMAS = 60
PER_SCHEMA = 6
EXAMPLES = 30
ROUNDS = 2
"""How often the corpus is gone through, each time with other faults."""
LEAST = 99.5
"""The share of lines with errors, in percent, on which both engines have to find one."""

Documents = Iterable[tuple[str, bytes]]


@pytest.fixture(scope="module")
def jing() -> Iterator[Jing]:
    """Jing, running."""
    if reason := missing():
        pytest.skip(reason)
    with Jing() as running:
        yield running


def faulty(paths: list[Path], count: int) -> Documents:
    """Documents with faults, again from the first when there are no more."""
    for seed in range(count):
        path = paths[seed % len(paths)]
        yield f"{path.name}, seed {seed}", mutated(path.read_bytes(), seed)


def tally(
    jing: Jing, schema: Schema, documents: Documents, path: Path, check_ids: bool = False
) -> Tally:
    """Compare the engines on documents, with the same schema loaded into Jing."""
    counted = Tally()
    for title, data in documents:
        path.write_bytes(data)
        ours = schema.validate(data, check_ids=check_ids)
        compared = compare(data, ours, jing.validate(path).complaints)
        assert compared.same_verdict, f"{title}: {compared}\n{data.decode()}"
        counted.add(compared)
    return counted


def assert_lines_agree(counted: Tally) -> None:
    """Nearly all lines on which one engine finds errors, the other does too."""
    assert counted.jings > counted.documents / 3
    assert min(counted.agreement) >= LEAST, counted


CHECKED_ONCE = re.compile("(an attribute|a list|the <except> of <data>) cannot contain an element")
"""Section 7.1 forbids these. Jing checks a definition where it meets it first, and only there."""


def test_letters_with_faults(jing: Jing, shared: Path, tmp_path: Path) -> None:
    path = shared / "tei" / "tei_all.rng"
    assert jing.load(path).right
    documents = faulty(sorted((shared / "letters").glob("*.xml")), LETTERS)
    assert_lines_agree(tally(jing, Schema.from_file(path), documents, tmp_path / "letter.xml"))


@pytest.mark.parametrize("check_ids", [False, True])
def test_the_corpus_with_faults(jing: Jing, root: Path, tmp_path: Path, check_ids: bool) -> None:
    path = root / "schema" / "teikit.rng"
    assert jing.load(path, check_ids).right
    paths = sorted((root / "corpus" / "tei").glob("*.xml"))
    documents = faulty(paths, ROUNDS * len(paths))
    schema = Schema.from_file(path)
    assert_lines_agree(tally(jing, schema, documents, tmp_path / "letter.xml", check_ids))


def test_random_schemas(jing: Jing, tmp_path: Path) -> None:
    path, document = tmp_path / "schema.rng", tmp_path / "document.xml"
    counted = Tally()
    for seed in range(SCHEMAS):
        random = case(Random(seed), PER_SCHEMA)
        path.write_text(random.schema, encoding="utf-8")
        schema = loaded(path, jing.load(path).right, f"seed {seed}\n{random.schema}")
        if schema is not None:
            titled = ((f"seed {seed}\n{random.schema}", data) for data in random.documents)
            counted = counted + tally(jing, schema, titled, document)
    assert 0 < counted.valid < counted.documents
    assert_lines_agree(counted)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # bench/agreement.py makes examples small, and much faster
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(example=cases(PER_SCHEMA // 2))
def test_verdicts_agree(
    jing: Jing, tmp_path_factory: pytest.TempPathFactory, example: Case
) -> None:
    """The same without lines; hypothesis finds odder examples than chance does."""
    folder = tmp_path_factory.getbasetemp()
    path, document = folder / "schema.rng", folder / "document.xml"
    path.write_text(example.schema, encoding="utf-8")
    schema = loaded(path, jing.load(path).right, example.schema)
    for data in example.documents if schema else ():
        document.write_bytes(data)
        assert schema is not None
        assert schema.is_valid(data, check_ids=False) is jing.validate(document).right, example


def loaded(path: Path, right: bool, source: str) -> Schema | None:
    """A schema; None if it is refused, which it must be where it is not `right` for Jing."""
    try:
        schema = Schema.from_file(path)
    except SchemaError as error:
        reason = error.reason
    else:
        assert right, source
        return schema
    assert not right or CHECKED_ONCE.fullmatch(reason), f"{reason}\n{source}"
    return None
