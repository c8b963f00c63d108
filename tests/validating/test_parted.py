"""Very many numbers in parts: each part has its own, in the order in which they came."""

import random

import pytest

from teikit.validating.index import parted
from teikit.validating.index.digests import Numbers, RepeatedNames
from teikit.validating.index.parted import Parted


@pytest.mark.parametrize("at_once", [1, 7, 10_000])
@pytest.mark.parametrize(("kind", "limit"), [("I", 1 << 32), ("Q", 1 << 64)])
def test_parts(monkeypatch: pytest.MonkeyPatch, at_once: int, kind: str, limit: int) -> None:
    monkeypatch.setattr(parted, "_AT_ONCE", at_once)
    order = random.Random(at_once)
    numbers = [order.randrange(limit) for _ in range(200)]
    found = Parted(5, kind)  # type: ignore[arg-type]
    for number in numbers:
        found.add(number % 5, number)
    assert [[*part] for part in found.parts()] == [
        [number for number in numbers if number % 5 == part] for part in range(5)
    ]


def test_names_whose_sums_are_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parted, "_AT_ONCE", 50)
    names = [f"letter-{number % 900}" for number in range(1000)]
    repeated = RepeatedNames(names)
    assert [number for number in range(900) if f"letter-{number}" in repeated] == [*range(100)]
    assert repeated.others == 800


def test_the_last_of_many_names_that_are_the_same() -> None:
    order = random.Random(1)
    names = [f"letter-{order.randrange(4000)}" for _ in range(10_000)]
    numbers = Numbers(names)
    known = {name: number for number, name in enumerate(names)}
    assert {name: numbers.get(name) for name in names} == known
    assert numbers.get("letter-4000") is None
