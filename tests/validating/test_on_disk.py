"""Rules across files find the same, however much of what they compare lies on the disk."""

import os
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from teikit.tei.dates import Period
from teikit.validating.finding import Finding, NodeNumber
from teikit.validating.index import Corpus, packed, pages, parted
from teikit.validating.index.digests import Numbers
from teikit.validating.index.pages import NumberPages, SortedRows
from teikit.validating.index.records import (
    FileSummary,
    Id,
    Include,
    LetterSummary,
    Link,
    Part,
    Relation,
)
from teikit.validating.rules.corpus import CORPUS_RULES
from teikit.validating.settings import RuleOptions

CODES = ("C002", "C003", "C009", "C010")
FIND = {each.rule.code: each.find for each in CORPUS_RULES}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 512])
def test_rows(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(pages, "_ROWS", size)
    order = random.Random(size)
    for count in (0, 1, 2, 3, 50):
        shared = NumberPages("QI")
        keys = [sorted(order.choices(range(20), k=count)) for _ in range(2)]
        found = [SortedRows(shared) for _ in keys]
        for index in range(count):
            for rows, own in zip(found, keys, strict=True):
                rows.add(own[index], index)
        for rows, own in zip(found, keys, strict=True):
            assert len(rows) == count
            assert [*map(tuple, rows)] == [*zip(own, range(count), strict=True)]
            assert [tuple(rows[index]) for index in range(count)] == [*map(tuple, rows)]
            for key in range(21):
                expected = [*range(bisect_left(own, key), bisect_right(own, key))]
                assert [*rows.of(key)] == expected


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 64])
def test_numbers_of_names(monkeypatch: pytest.MonkeyPatch, parts: int) -> None:
    monkeypatch.setattr(pages, "_ROWS", 5)
    monkeypatch.setattr(parted, "_AT_ONCE", 11)
    order = random.Random(parts)
    names = [f"letter-{order.randrange(100)}" for _ in range(200)]
    numbers = Numbers(names, parts)
    known = {name: number for number, name in enumerate(names)}
    assert {name: numbers.get(name) for name in names} == known
    assert numbers.get("letter-100") is None


def summaries(seed: int) -> list[FileSummary]:
    """Letters in folders, with chains, answers, links and corpus files, many of them wrong."""
    order = random.Random(seed)
    count = order.choice((6, 40, 40))
    disorder = order.choice((0.01, 0.1, 1))
    circle = order.choice((count, 999))
    shown = order.choice((0.6, 1))
    names = [f"{order.choice(('', 'a/', 'a/b/', 'c/'))}{number:03}" for number in range(count)]

    def another(number: int) -> str:
        """Mostly that of this number, or what is not there."""
        if order.random() < disorder:
            number = order.randrange(-9 if disorder < 1 else -99, count + 9)
        return names[number] if 0 <= number < count else f"gone-{order.randrange(90)}"

    def address(folder: str, name: str) -> str:
        path = os.path.relpath(f"letters/{name}.xml", folder)
        return order.choice((path, path, f"{path}#{Path(name).stem}", Path(name).stem))

    found = []
    for number, name in enumerate(names):
        path = Path("letters", f"{name}.xml")
        folder, id_ = str(path.parent), path.stem
        relations = [
            Relation(kind, scope, address(folder, another(other % circle)), order.randrange(40))
            for kind, other in (("prev", number - 1), ("next", number + 1), ("reply", number - 2))
            for scope in ("", "Berlin")
            if order.random() < shown
        ]
        links = [
            Link(
                f"{os.path.relpath(f'letters/{another(order.randrange(count))}.xml', folder)}"
                f"{order.choice(('', '#p1', '#p2'))}",
                "ref",
                "target",
                50 + step,
                order.randrange(1, 3),
            )
            for step in range(order.randrange(4))
        ]
        links += [
            Link(os.path.relpath("letters/everywhere.xml", folder), "ref", "target", 60, 1)
        ] * (order.random() < 0.4)
        parts = [Part(f"p{step}", "seg", 70 + step, "", f"#p{step + 1}") for step in range(1, 3)]
        day = f"19{number * 2:02}-01-01"
        if order.random() < disorder:
            day = "1905-01-01"
        letter = LetterSummary(path, id_, 0, 9, Period(day, day), tuple(relations), (), b"")
        ids = (Id(id_, "TEI", 0), Id("p1", "seg", 71))
        found.append(
            FileSummary(
                path, "TEI", 0, False, ids, tuple(links), parts=tuple(parts), letters=(letter,)
            )
        )
    for number in range(order.randrange(4)):
        folder = order.choice(("letters", "letters/a"))
        share = order.choice((0.3, 0.9))
        chosen = [each for each in found if each.letters and order.random() < share]
        if order.random() < 0.3:
            order.shuffle(chosen)
        includes = tuple(
            Include(str(each.path.absolute()), at, fallback=False, pointer=False)
            for at, each in enumerate(chosen)
        )
        path = Path(folder, f"zz-{number}.xml")
        found.append(FileSummary(path, "teiCorpus", 0, False, (), (), includes=includes))
    return found


def findings(corpus: Corpus) -> list[list[Finding[NodeNumber]]]:
    return [[*FIND[code](corpus, RuleOptions())] for code in CODES]


SEEDS = range(60)


@pytest.mark.parametrize(("rows", "at_once"), [(1, 1), (2, 10), (3, 5), (7, 100)])
def test_it_is_the_same_on_the_disk(
    monkeypatch: pytest.MonkeyPatch, rows: int, at_once: int
) -> None:
    for seed in SEEDS:
        records = [*map(packed, summaries(seed))]
        expected = findings(Corpus(records))
        with monkeypatch.context() as patch:
            patch.setattr(pages, "_ROWS", rows)
            patch.setattr(pages, "_AT_HAND", 2)
            patch.setattr(parted, "_AT_ONCE", at_once)
            patch.setattr("teikit.validating.index.spill._FEW", 64)
            assert findings(Corpus(records)) == expected


def test_there_is_something_to_find() -> None:
    counts = dict.fromkeys(CODES, 0)
    words = ""
    for seed in SEEDS:
        corpus = Corpus([*map(packed, summaries(seed))])
        for code, found in zip(CODES, findings(corpus), strict=True):
            counts[code] += len(found)
            words += "\n".join(each.message for each in found)
    assert min(counts.values()) > 15
    for some in (
        "files point to it", "others that are pointed to", "no xml:id", "leads back to this letter",
        "which has no", "stands before", "which was sent before this letter", "is not included",
    ):  # fmt: skip
        assert some in words


def missed(found: Sequence[FileSummary]) -> Iterator[tuple[str, str]]:
    """What corpus files miss, file by file: their names, and those of the documents."""
    documents = {str(each.path.absolute()): each for each in found}
    corpus_files = [each for each in found if each.root == "teiCorpus"]
    done = {include.address for each in corpus_files for include in each.includes}
    for each in corpus_files:
        folders = {str(Path(include.address).parent) for include in each.includes}
        missing = [
            path
            for path, document in documents.items()
            if document.root == "TEI"
            and path not in done
            and any(path.startswith(f"{folder}/") for folder in folders)
        ]
        if len(missing) <= len(each.includes):
            done |= {*missing}
            yield from ((str(each.path), path) for path in missing)


def test_what_corpus_files_miss() -> None:
    for seed in SEEDS:
        found = summaries(seed)
        expected = [
            (corpus_file, f"{os.path.relpath(path, Path(corpus_file).parent)} is not included")
            for corpus_file, path in missed(found)
        ]
        corpus = Corpus([*map(packed, found)])
        assert [
            (str(each.range.node.path), each.message)
            for each in FIND["C010"](corpus, RuleOptions())
        ] == expected
