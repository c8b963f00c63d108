"""What is done by an executor comes in the order of the items, whatever becomes of its workers."""

from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from teikit.converting.encode import encode_pages
from teikit.errors import TeikitError
from teikit.exporting import export
from teikit.reviewing import review
from teikit.runtime import executors
from teikit.runtime.executors import results

ITEMS = [*range(40)]


def twice(item: int) -> int:
    return 2 * item


def failing(item: int) -> int:
    if item == 7:
        raise TeikitError("seven is too much")
    return item


def lost(item: int, ended: str) -> str:
    return f"{item} {ended}"


class Reading:
    """Reads a file once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.words = ""

    def __call__(self, item: int) -> str:
        self.words = self.words or self.path.read_text(encoding="utf-8")
        return self.words


class Dying(Executor):
    """Does at once what it is given, in a worker that may die over it.

    It dies over some items each time, and over the `first` batches whatever they hold.
    """

    def __init__(self, deadly: tuple[int, ...] = (), first: int = 0) -> None:
        self.deadly = deadly
        self.first = first
        self.sent: list[tuple[int, ...]] = []

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.sent.append(args[0].items)
        if len(self.sent) <= self.first or {*args[0].items} & {*self.deadly}:
            future.set_exception(RuntimeError("it is gone"))
        else:
            future.set_result(fn(*args))
        return future


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    executors._known.mark = ""
    yield
    executors._known.mark = ""


def test_in_order() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert [*results(executor, twice, ITEMS, lost, 3)] == [*map(twice, ITEMS)]


def test_the_action_is_sent_to_a_worker_once() -> None:
    executor = Dying()
    assert [*results(executor, twice, ITEMS, lost, 10)] == [*map(twice, ITEMS)]
    # Nothing is known when the four are sent; then they are sent once more, with the action.
    assert len(executor.sent) == 8


def test_what_an_action_has_read_is_not_kept_for_another_run(tmp_path: Path) -> None:
    path = tmp_path / "words"
    executor = Dying()
    for words in ("old", "new"):
        path.write_text(words, encoding="utf-8")
        assert [*results(executor, Reading(path), [1, 2], lost, 1)] == [words, words]


def test_a_batch_that_is_lost_is_sent_once_more() -> None:
    executor = Dying(first=1)
    assert [*results(executor, twice, ITEMS, lost, 10)] == [*map(twice, ITEMS)]


def test_the_item_over_which_workers_die_is_told_and_the_others_done() -> None:
    found = [*results(Dying(deadly=(17, 31)), twice, ITEMS, lost, 10)]
    expected: list[object] = [*map(twice, ITEMS)]
    expected[17], expected[31] = "17 by RuntimeError", "31 by RuntimeError"
    assert found == expected


def test_where_all_is_lost_it_ends() -> None:
    with pytest.raises(TeikitError, match="the workers of the cluster end over every file"):
        [*results(Dying(deadly=tuple(ITEMS)), twice, ITEMS, lost, 10)]


def test_an_error_of_the_action_is_that_of_the_caller() -> None:
    with pytest.raises(TeikitError, match="seven is too much"):
        [*results(Dying(), failing, ITEMS, lost, 3)]


def test_other_versions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TeikitError, match=r"the workers of the cluster have teikit 0\.1, and here"):
        executors._check_program(("teikit 0.1", *executors.program()[1:]))


def test_an_executor_that_has_ended() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(TeikitError, match="the executor takes no more work"):
        [*results(executor, twice, ITEMS, lost, 3)]


def test_a_cluster_that_has_ended() -> None:
    future: Future[executors.Reply] = Future()
    future.set_exception(CancelledError())
    with pytest.raises(TeikitError, match="the cluster is not there any more"):
        executors._taken(future)


class Silent(Dying):
    """Of the first `silent` batches nothing ever comes."""

    def __init__(self, silent: int) -> None:
        super().__init__()
        self.silent = silent

    def submit(self, fn: Any, /, *args: Any, **more: Any) -> "Future[Any]":
        if len(self.sent) < self.silent:
            self.sent.append(args[0].items)
            return Future()
        return super().submit(fn, *args, **more)


def test_a_batch_that_does_not_come_back_is_given_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 0.01)
    executor = Silent(1)
    assert [*results(executor, twice, ITEMS, lost, 10)] == [*map(twice, ITEMS)]
    assert executor.sent.count(tuple(ITEMS[:10])) == 2


def test_of_an_item_of_which_nothing_ever_comes_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 0.01)
    monkeypatch.setattr(executors, "_LONGEST", 0.02)
    found = [*results(Silent(4), twice, [1], lost, 1)]
    assert found == ["1 without an answer in 0 seconds"]


def test_a_batch_that_is_lost_twice_is_divided() -> None:
    """And not sent item by item: that would take as many answers as there are items."""
    executor = Dying(deadly=(3,))
    found: list[object] = [*results(executor, twice, [*range(16)], lost, 16)]
    assert found == [*map(twice, range(3)), "3 by RuntimeError", *map(twice, range(4, 16))]
    alone = [items for items in executor.sent if len(items) == 1]
    assert {*alone} == {(2,), (3,)}


def test_batches_may_be_empty_and_each_comes_with_what_it_is_about() -> None:
    sending: executors.Sending[int, int] = executors.Sending(Dying(), total)
    pieces = [("a", [1, 2]), ("nothing", []), ("b", [3])]
    assert [*sending.in_order(pieces, first=1)] == [("a", [3, 3]), ("nothing", []), ("b", [3])]
    assert sending.outcomes([4], along=5) == [9]


def total(items: Sequence[int], along: int | None) -> list[int]:
    return [sum(items) + (along or 0)] * len(items)


# The commands, by an executor.


def test_exports_are_the_same(root: Path) -> None:
    paths = sorted((root / "corpus" / "tei").glob("*.xml"))[:30]
    for format in ("text", "csv"):
        with ThreadPoolExecutor(2) as executor:
            found = [*export(paths, format, executor=executor)]
        assert found == [*export(paths, format)]
        assert len(found) > 5


def test_a_review_is_the_same(root: Path) -> None:
    paths = sorted((root / "corpus" / "tei").glob("*.xml"))[:30]
    with ThreadPoolExecutor(2) as executor:
        found = [*review(paths, executor=executor)]
    assert found == [*review(paths)]
    assert found


def test_pages_are_encoded_as_they_are_here(root: Path) -> None:
    paths = sorted((root / "corpus" / "raw").glob("*.txt"))[:4]
    with ThreadPoolExecutor(2) as executor:
        found = [*encode_pages(paths, executor=executor)]
    assert found == [*encode_pages(paths)]
    assert any(page.files for page in found)
