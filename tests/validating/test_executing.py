"""Files that are checked elsewhere: the result is that of one process, whatever becomes of it."""

import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import deadly
from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.runtime import executors
from teikit.runtime.executors import Batch, Reply, perform, program
from teikit.validating import Settings, validate
from teikit.validating.engine import executing, remote
from teikit.validating.engine.runner import Run
from teikit.validating.schemas.answers import Inquiry

LETTER = """\
<?xml version="1.0"?>
<?xml-model href="letter.rng" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"?>
<?xml-model href="letter.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>
<?xml-model href="letter.xsd" schematypens="http://www.w3.org/2001/XMLSchema"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}">
<teiHeader><profileDesc><correspDesc><correspContext>
<ref type="next" target="letter-{after:02}.xml"/></correspContext></correspDesc></profileDesc>
</teiHeader>
<text><body><p xml:id="{id}">Dear {number}, see <ref target="{target}">there</ref></p>{more}</body>
</text></TEI>
"""
GRAMMAR = """\
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0">
<start><element name="TEI"><ref name="any"/></element></start>
<include href="parts/any.rng"/>
</grammar>
"""
ANY = """\
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0">
<define name="any"><zeroOrMore><choice>
<attribute><anyName/></attribute><text/>
<element><anyName><except><name>blot</name></except></anyName><ref name="any"/></element>
</choice></zeroOrMore></define>
</grammar>
"""
RULES = """\
<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
<pattern><rule context="t:p"><assert id="short" test="not(contains(., '13'))">Not 13</assert>
<assert id="known" test="exists(doc('names.xml'))">No names</assert></rule></pattern>
</schema>
"""

XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.tei-c.org/ns/1.0"
 targetNamespace="http://www.tei-c.org/ns/1.0" elementFormDefault="qualified">
<xs:include schemaLocation="parts/p.xsd"/>
<xs:element name="TEI"><xs:complexType><xs:sequence><xs:element name="teiHeader"/>
<xs:element name="text"><xs:complexType><xs:sequence><xs:element name="body">
<xs:complexType><xs:choice maxOccurs="unbounded"><xs:element ref="p"/></xs:choice></xs:complexType>
</xs:element></xs:sequence></xs:complexType></xs:element>
</xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element>
</xs:schema>
"""
PARAGRAPH = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.tei-c.org/ns/1.0"><xs:element name="p"/></xs:schema>
"""


def written(folder: Path, count: int = 14) -> Path:
    """A folder of letters with faults of many kinds."""
    (folder / "parts").mkdir(parents=True)
    (folder / "letter.rng").write_text(GRAMMAR)
    (folder / "parts" / "any.rng").write_text(ANY)
    (folder / "letter.sch").write_text(RULES)
    (folder / "letter.xsd").write_text(XSD)
    (folder / "parts" / "p.xsd").write_text(PARAGRAPH)
    (folder / "names.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')
    for number in range(count):
        name = f"letter-{number:02}"
        text = LETTER.format(
            name=name,
            number=number,
            after=(number + 1) % count,
            id="letter-03-p1" if number in (3, 5) else f"{name}-p1",
            target="gone.xml" if number == 8 else f"letter-{number // 2:02}.xml#nothing",
            more="<blot/>" * (number % 7 == 0)
            + "<stray/>" * (number % 7 == 4)
            + '<p>a\u00ad b <date when="1920-7-3"/></p>' * (number % 5 == 0),
        )
        if number == 9:
            text = text.replace("letter.rng", "lost.rng")
        (folder / f"{name}.xml").write_text(text if number != 11 else text[:-20], encoding="utf-8")
    (folder / "book.xml").write_text(
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"'
        ' xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="letter-00.xml"/>'
        '<xi:include href="letter-01.xml"/></teiCorpus>'
    )
    return folder


Done = Callable[[Batch], Reply]


class Elsewhere(Executor):
    """Does at once what it is given; `done` says how."""

    def __init__(self, done: Done = perform) -> None:
        self.done = done
        self.names: list[str] = []

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.names += [file.name for file in args[0].items]
        try:
            future.set_result(self.done(*args))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Of few files; and no process outlives a test."""
    monkeypatch.setattr(executing, "_FILES", 5)
    yield
    if process := getattr(remote._own, "process", None):
        process.end()
        del remote._own.process


class InThisProcess:
    """Stands for the process of a worker, without the time that one takes to start."""

    is_alive = True

    def __init__(self, checking: remote.Checking) -> None:
        self.checking = checking
        self.checker = remote.SentFileChecker(pickle.loads(checking.setup))

    def check(self, *asked: Any) -> Iterator[remote.Outcome]:
        for outcome in self.checker.outcomes(*pickle.loads(pickle.dumps(asked))):
            yield pickle.loads(pickle.dumps(outcome))

    def end(self) -> None:
        """Nothing is left of it."""


@pytest.fixture
def without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_ServingProcess", InThisProcess)


quick = pytest.mark.usefixtures("without_processes")
"""Where it does not matter in which process files are checked."""


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return written(tmp_path / "letters")


def found(paths: Sequence[Path], executor: Executor | None, **more: Any) -> list[Diagnostic]:
    return [*validate(paths, settings=Settings(**more), jobs=1, executor=executor)]


def test_it_is_as_with_one_process_on_a_machine_that_has_none_of_the_files(letters: Path) -> None:
    hidden = letters.with_name("hidden")

    def away(batch: Batch) -> Reply:
        letters.rename(hidden)
        try:
            return perform(batch)
        finally:
            hidden.rename(letters)

    executor = Elsewhere(away)
    expected = found([letters], None)
    assert {"S001", "S002", "short", "S004", "X001", "C001", "C002"} <= {
        each.rule.code for each in expected
    }
    assert found([letters], executor) == expected
    assert len({*executor.names}) > 10


def test_names_are_relative_to_the_folder_of_the_run(
    letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(letters)
    text = (letters / "letter-10.xml").read_text("utf-8")
    (letters / "letter-10.xml").write_text(text.replace("<text>", '<text xml:base="./">'), "utf-8")
    expected = found([Path()], None)

    def away(batch: Batch) -> Reply:
        os.chdir(letters.parent)
        try:
            return perform(batch)
        finally:
            os.chdir(letters)

    assert found([Path()], Elsewhere(away)) == expected


@quick
def test_schemas_of_the_settings_are_sent(letters: Path, root: Path) -> None:
    schemas = (str(letters / "letter.rng"), str(root / "schema" / "teikit.xsd"), "teikit")
    expected = found([letters], None, schema=schemas)
    assert found([letters], Elsewhere(), schema=schemas) == expected


@quick
def test_fixes_are_made_here_and_the_fixed_files_are_sent(letters: Path) -> None:
    before = letters.with_name("before")
    shutil.copytree(letters, before)
    ways = []
    for executor in (None, Elsewhere()):
        shutil.rmtree(letters)
        shutil.copytree(before, letters)
        run = validate([letters], settings=Settings(), executor=executor, fix=True)
        contents = {path.name: path.read_bytes() for path in letters.glob("*.xml")}
        ways.append(([*run], run.fixed, run.not_fixed, contents))
    assert ways[0] == ways[1]
    assert len(ways[0][1]) == 3


@quick
def test_what_is_not_known_yet_is_asked_for(letters: Path) -> None:
    """Each folder has its own schema, of which nothing is known when its first file is sent."""
    for number in range(3):
        folder = letters / str(number)
        written(folder, 3)
        (folder / "book.xml").unlink()
    assert found([letters], Elsewhere()) == found([letters], None)


@quick
def test_what_came_back_is_kept_as_long_as_it_holds(letters: Path) -> None:
    def codes(executor: Executor | None, keep: Path | None) -> list[list[str]]:
        with Run(Settings(), [letters], jobs=1, executor=executor, keep=keep) as run:
            each = [*run.each(deadly.codes, "codes")]
            return [*each, [finding.rule.code for finding in run.across()]]

    keep = letters.parent
    first, second, third = Elsewhere(), Elsewhere(), Elsewhere()
    expected = codes(None, None)
    assert codes(first, keep) == expected
    assert codes(second, keep) == expected
    assert len({*second.names}) <= 1 < len({*first.names})
    any_ = letters / "parts" / "any.rng"
    any_.write_text(any_.read_text().replace("blot", "stray"))
    changed = codes(None, None)
    assert changed != expected
    assert codes(third, keep) == changed


@quick
def test_several_threads(letters: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert found([letters], executor) == found([letters], None)


@quick
def test_a_file_that_is_gone_is_a_finding(letters: Path) -> None:
    path = letters / "letter-10.xml"
    executor = Elsewhere()
    findings = validate([letters], settings=Settings(select=("X",)), executor=executor)
    path.unlink()
    assert [each.location.path for each in findings if "cannot be read" in each.message] == [
        str(path)
    ]
    assert str(path) not in executor.names


def made(folder: Path, make: Callable[[Any], list[str]], executor: Executor) -> list[list[str]]:
    with Run(Settings(select=("T", "S009")), [folder], executor=executor) as run:
        return [*run.each(make)]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_the_file_over_which_a_process_dies_is_told_and_the_others_done(letters: Path) -> None:
    before = made(letters, deadly.codes, Elsewhere())
    shutil.copy(letters / "letter-10.xml", letters / "letter-10-deadly.xml")
    after = made(letters, deadly.codes, Elsewhere())
    assert ["S009"] in after
    after.remove(["S009"])
    assert after == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_file_that_takes_too_long_is_told(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "allowed", lambda file: 1 if "endless" in file.name else 600)
    before = made(letters, deadly.slowly, Elsewhere())
    shutil.copy(letters / "letter-10.xml", letters / "letter-10-endless.xml")
    after = made(letters, deadly.slowly, Elsewhere())
    after.remove(["S009"])
    assert after == before


class Losing(Elsewhere):
    """Is lost over files with a name, and over the first batch whatever it holds."""

    def __init__(self, name: str) -> None:
        super().__init__(self._lose)
        self.name = name
        self.count = 0

    def _lose(self, batch: Batch) -> Reply:
        self.count += 1
        if self.count == 1 or any(self.name in file.name for file in batch.items):
            raise RuntimeError("the worker is lost")
        return perform(batch)


@quick
def test_a_batch_that_is_lost_twice_is_divided(letters: Path) -> None:
    expected = found([letters], None, select=("S", "T"))
    findings = found([letters], Losing("letter-12"), select=("S", "T"))
    (lost,) = [each for each in findings if each.rule.code == "S009"]
    assert lost.location.path == str(letters / "letter-12.xml")
    assert "ended by RuntimeError" in lost.message
    others = [each for each in expected if not each.location.path.endswith("letter-12.xml")]
    assert [each for each in findings if each != lost] == others


@quick
def test_where_all_is_lost_the_run_ends(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_LOST", 3)
    with pytest.raises(TeikitError, match="the workers of the cluster end over every file"):
        found([letters], Losing("letter"))


class Slow(Elsewhere):
    """Never does what it is given first."""

    def submit(self, fn: Any, /, *args: Any, **more: Any) -> "Future[Any]":
        if not self.names:
            self.names += [file.name for file in args[0].items]
            return Future()
        return super().submit(fn, *args, **more)


@quick
def test_a_batch_that_does_not_come_back_is_given_to_another(
    letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 0.01)
    executor = Slow()
    assert found([letters], executor) == found([letters], None)
    assert executor.names.count(executor.names[0]) == 2


def failing(error: BaseException) -> Done:
    def fail(_: Batch) -> Reply:
        raise error

    return fail


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (failing(CancelledError()), "the cluster is not there any more"),
        (failing(ModuleNotFoundError(name="teikit")), "lack a part of teikit .* install teikit 0"),
        (
            lambda _: Reply(("teikit 0.1", *program()[1:])),
            "the workers of the cluster have teikit 0.1, and here is teikit .* install the same",
        ),
    ],
)
def test_what_cannot_be_done_there_is_told_in_a_sentence(
    letters: Path, done: Done, words: str
) -> None:
    with pytest.raises(TeikitError, match=words):
        found([letters], Elsewhere(done))


def test_an_executor_that_takes_nothing(letters: Path) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(TeikitError, match="the executor takes no more work: cannot schedule"):
        found([letters], executor)


NAMING = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}"><teiHeader><fileDesc><titleStmt>
<title>A letter</title></titleStmt></fileDesc><profileDesc><correspDesc>
<correspAction type="sent"><persName ref="{sender}">Somebody</persName>
<placeName ref="lost.xml#x">Lost</placeName><date when="1920-07-{day:02}"/></correspAction>
<correspAction type="received"><persName ref="people/more.xml#max">Max</persName></correspAction>
</correspDesc></profileDesc></teiHeader><text><body><p>Dear Max</p></body></text></TEI>
"""
PERSON = """\
<person xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><persName>{id}</persName>
<idno type="GND">{number}</idno></person>
"""


def with_registers(folder: Path) -> Path:
    """Letters whose persons are in registers: beside them, in another folder, in a broken one."""
    (folder / "authority").mkdir(parents=True)
    (folder / "people").mkdir()
    (folder / "authority" / "anna.xml").write_text(PERSON.format(id="anna", number="118540238"))
    (folder / "authority" / "broken.xml").write_text("<person>")
    (folder / "people" / "more.xml").write_text(PERSON.format(id="max", number="118601121"))
    for number in range(8):
        sender = ("anna", "nobody", "people/more.xml#gone", "authority/broken.xml#a")[number % 4]
        text = NAMING.format(name=f"l{number}", sender=sender, day=number + 1)
        (folder / f"l{number}.xml").write_text(text)
    return folder


def test_what_archives_want_is_looked_up_here_and_sent(tmp_path: Path) -> None:
    letters = with_registers(tmp_path / "edition" / "letters")
    paths = sorted(letters.glob("*.xml"))
    hidden = letters.with_name("hidden")
    asked = []

    def away(batch: Batch) -> Reply:
        letters.rename(hidden)
        try:
            reply = perform(batch)
            asked.extend(each for each in reply.outcomes if isinstance(each, Inquiry))
            return reply
        finally:
            hidden.rename(letters)

    for archive in ("correspsearch", "europeana", "dtabf"):
        expected = found(paths, None, for_=(archive,))
        assert found(paths, Elsewhere(away), for_=(archive,)) == expected
        if archive == "correspsearch":
            nameless = [each for each in expected if each.rule.code == "A204"]
            assert {Path(each.location.path).name for each in nameless} == {
                "l1.xml", "l2.xml", "l3.xml",
            }  # fmt: skip
    assert asked


def test_what_was_found_for_archives_holds_until_a_register_changes(tmp_path: Path) -> None:
    letters = with_registers(tmp_path / "edition" / "letters")
    paths = sorted(letters.glob("*.xml"))

    def codes(executor: Executor | None, keep: Path | None) -> list[list[str]]:
        settings = Settings(for_=("correspsearch",))
        with Run(settings, paths, jobs=1, executor=executor, keep=keep) as run:
            each = [*run.each(deadly.codes, "codes")]
            return [*each, [finding.message for finding in run.across()]]

    keep = letters.parent
    first, second, third = Elsewhere(), Elsewhere(), Elsewhere()
    expected = codes(None, None)
    assert codes(first, keep) == expected
    assert codes(second, keep) == expected
    assert (len({*first.names}), second.names) == (8, [])
    (letters / "authority" / "anna.xml").write_text(PERSON.format(id="nobody", number="118601121"))
    changed = codes(None, None)
    assert changed != expected
    assert codes(third, keep) == changed
