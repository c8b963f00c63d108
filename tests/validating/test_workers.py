"""Processes that check files: their results come in order, and a lost one is told in one line."""

import os
from collections.abc import Iterator

import pytest

from teikit.errors import TeikitError
from teikit.validating.engine.workers import Workers

NAMES = [f"{number}.xml" for number in range(100)]


def shout(name: str) -> str:
    return name.upper()


def vanish(name: str) -> str:
    os._exit(1)


@pytest.fixture
def workers() -> Iterator[Workers[str]]:
    some = Workers(shout, NAMES, 2)
    yield some
    some.end()


def test_results_come_in_the_order_of_the_files(workers: Workers[str]) -> None:
    assert [*workers.results()] == [name.upper() for name in NAMES]


def test_they_do_other_things_too(workers: Workers[str]) -> None:
    begun = workers.begin(len, NAMES)
    assert [*workers.each(len, NAMES)] == [len(name) for name in NAMES]
    assert begun() == len(NAMES)


def test_a_lost_process_is_told() -> None:
    workers = Workers(vanish, NAMES, 2)
    stopped = "was stopped, perhaps for want of memory"
    with pytest.raises(TeikitError, match=stopped):
        next(workers.results())
    with pytest.raises(TeikitError, match=stopped):
        workers.begin(len, NAMES)
    with pytest.raises(TeikitError, match=stopped):
        next(workers.each(len, NAMES))
    workers.end()


def test_one_that_is_lost_later_is_told(workers: Workers[str]) -> None:
    begun = workers.begin(vanish, "")
    with pytest.raises(TeikitError, match="try again with --jobs 1"):
        begun()
