"""What is kept of the files of a run: it comes back as it was, and takes little memory."""

import gc
import tempfile
import tracemalloc
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from samples import document
from teikit.cli import main
from teikit.tei.dates import Period
from teikit.validating import Settings
from teikit.validating.engine.runner import Run
from teikit.validating.index import PackedFile, SpillFile, facts, packed, spill, together
from teikit.validating.index.digests import Numbers, RepeatedNames
from teikit.validating.index.packing import INNER
from teikit.validating.index.records import (
    Entry,
    FileSummary,
    Id,
    Include,
    Item,
    Key,
    LetterSummary,
    Link,
    Part,
    Relation,
)


def some(kind: type) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.builds(kind), max_size=3).map(tuple)


LETTERS = st.builds(
    LetterSummary,
    path=st.just(Path("a.xml")),
    sent=st.none() | st.builds(Period),
    relations=some(Relation),
    items=some(Item),
)
SUMMARIES = st.builds(
    FileSummary,
    path=st.builds(Path, st.text("abc/. й\udcff")),
    authority=st.booleans(),
    ids=some(Id),
    links=some(Link),
    keys=some(Key),
    includes=some(Include),
    parts=some(Part),
    entries=some(Entry),
    inner=st.lists(st.text(), max_size=3).map(tuple),
    letters=st.lists(LETTERS, max_size=3).map(tuple),
)


class TestKept:
    @given(SUMMARIES)
    def test_a_file_comes_back_as_it_was(self, summary: FileSummary) -> None:
        file = PackedFile(packed(summary))
        assert file.path == summary.path
        assert (file.root, file.number, file.authority) == (
            summary.root,
            summary.number,
            summary.authority,
        )
        for kind, records in (
            (Id, summary.ids),
            (Link, summary.links),
            (Key, summary.keys),
            (Include, summary.includes),
            (Part, summary.parts),
            (Entry, summary.entries),
        ):
            assert tuple(file.all(kind)) == records
            assert all(isinstance(record, kind) for record in file.all(kind))
            assert (kind in file.kinds) == bool(records)
        assert tuple(file.rows(INNER)) == summary.inner

    @given(SUMMARIES)
    def test_letters_come_back_as_they_were(self, summary: FileSummary) -> None:
        file = PackedFile(packed(summary), first=7)
        assert [letter.at for letter in file.letters] == [*range(7, 7 + len(summary.letters))]
        for unpacked, letter in zip(file.letters, summary.letters, strict=True):
            assert unpacked.path == summary.path
            assert (
                unpacked.id,
                unpacked.number,
                unpacked.text,
                unpacked.sent,
                unpacked.minhash,
            ) == (
                letter.id,
                letter.number,
                letter.text,
                letter.sent,
                letter.minhash,
            )
            assert tuple(unpacked.all(Relation)) == letter.relations
            assert tuple(unpacked.all(Item)) == letter.items

    @given(SUMMARIES)
    def test_the_name_without_its_ending(self, summary: FileSummary) -> None:
        assume(summary.path.name)
        assert PackedFile(packed(summary)).stem == summary.path.stem


FULL = Path("/dev/full")
"""A disk that takes nothing, on Linux."""


class TestShelf:
    @given(st.lists(st.binary(max_size=400)), st.randoms(use_true_random=False))
    def test_it_gives_back_what_was_put_there(self, pieces: list[bytes], chance: Random) -> None:
        with patch.object(spill, "_FEW", 500):
            shelf = SpillFile()
            for number, piece in enumerate(pieces):
                shelf.add(piece)
                at = chance.randint(0, number)
                assert shelf[at] == pieces[at]
            assert len(shelf) == len(pieces)
            assert [*shelf] == pieces
            shelf.close()

    @pytest.mark.skipif(not FULL.exists(), reason="no disk is full here")
    def test_a_full_disk_is_told(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(spill, "TemporaryFile", lambda: FULL.open("w+b"))
        result = self.run(monkeypatch, tmp_path)
        assert result.startswith("teikit: ")
        assert "temporary file" in result
        assert "No space left on device; free some space" in result

    def test_no_place_for_temporary_files_is_told(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
        assert "No such file or directory; free some space" in self.run(monkeypatch, tmp_path)

    def run(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
        """What is said where the temporary file is at fault."""
        monkeypatch.setattr(spill, "_FEW", 0)
        for number in range(30):
            (folder / f"{number}.xml").write_text(document("<p>A</p>"), encoding="utf-8")
        result = CliRunner().invoke(main, ["validate", str(folder), "--select", "C"])
        assert result.exit_code == 2
        assert isinstance(result.exception, SystemExit)
        return result.stderr


NAMES = st.lists(st.text("ab", max_size=3))


class TestSums:
    @given(NAMES)
    def test_what_is_repeated(self, names: list[str]) -> None:
        repeated = RepeatedNames(names)
        counts = Counter(names)
        assert {name for name in counts if name in repeated} == {
            name for name, count in counts.items() if count > 1
        }
        assert repeated.others == sum(1 for count in counts.values() if count == 1)

    @given(NAMES, st.text("ab", max_size=3))
    def test_numbers(self, names: list[str], name: str) -> None:
        known = {name: number for number, name in enumerate(names)}
        numbers = Numbers(names)
        assert {name: numbers.get(name) for name in names} == known
        assert numbers.get(name) == known.get(name)


PER_FILE = 300
"""Bytes that a run keeps in memory of each file: its name and its place on the shelf ..."""
WHILE_COMPARED = 800
"""... and at most while the files are compared. A summary takes ten times as much, as objects."""

PERSONS = "".join(
    f'<person xml:id="p{number}"><persName>Anna {number}</persName></person>'
    for number in range(20)
)


def letter(number: int) -> str:
    """A letter that has something of all that is kept."""
    words = " ".join(f"word{number * at % 1009}" for at in range(60))
    return f"""\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter-{number}"><teiHeader><fileDesc><sourceDesc>
<msDesc><msIdentifier><repository>Archive</repository>
<idno>B {number} <idno type="folio">1</idno></idno></msIdentifier></msDesc></sourceDesc></fileDesc>
<profileDesc><correspDesc>
<correspAction type="sent"><date when="{1000 + number}-01-01"/></correspAction>
<correspContext><ref type="prev" target="letter-{number - 1}"/>
<ref type="next" target="letter-{number + 1}.xml"/></correspContext></correspDesc></profileDesc>
</teiHeader><text><body>
<p xml:id="l{number}-1">Dear <persName ref="persons.xml#p{number % 20}">Anna</persName>, see
<ref target="letter-{number - 1}.xml#l{number - 1}-2">my last</ref>.</p>
<p xml:id="l{number}-2"><persName key="Max {number % 50}">Max</persName> {words}</p>
</body></text></TEI>"""


@dataclass(frozen=True)
class Taken:
    """The memory that a run takes, in bytes: when all files are checked, and at most after that."""

    remaining: int
    peak: int


def taken(folder: Path, count: int) -> Taken:
    folder.mkdir()
    persons = document(f"<standOff><listPerson>{PERSONS}</listPerson></standOff>")
    (folder / "persons.xml").write_text(persons, encoding="utf-8")
    for number in range(1, count + 1):
        (folder / f"letter-{number}.xml").write_text(letter(number), encoding="utf-8")
    tracemalloc.start()
    with Run(Settings(select=("C",)), [folder], jobs=1) as run:
        assert sum(1 for _ in run.reports()) == count + 1
        gc.collect()
        remaining, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        found = run.across()
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Nothing is before the first, and nothing after the last.
    assert [finding.rule.code for finding in found] == ["C002", "C002"]
    return Taken(remaining, peak)


def test_a_run_keeps_little_of_each_file(tmp_path: Path) -> None:
    with (
        patch.object(spill, "_FEW", 0),
        patch.object(together, "_POINTED_TO", 10),
        patch.object(together, "_ADDRESSES", 10),
        patch.object(facts, "_MOST", 10),
    ):
        few, many = taken(tmp_path / "few", 200), taken(tmp_path / "many", 600)
    assert many.remaining - few.remaining < 400 * PER_FILE
    assert many.peak - few.peak < 400 * WHILE_COMPARED
