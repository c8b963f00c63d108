"""What was found before is not looked for again, and is what would be found without that."""

import os
import pickle
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import teikit
from spoiling import SPOILING, damage
from teikit.cli import main
from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.keeping import rows, states, values
from teikit.keeping.dependency import Dependency
from teikit.validating.engine import checker
from teikit.validating.engine.checker import Checker
from teikit.validating.schemas import resolving
from teikit.validating.schemas.journal import day

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
BASE = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><define name="any">{}</define></grammar>'
)
ANY = """<zeroOrMore><choice><text/><attribute><anyName/></attribute>
<element><anyName/><ref name="any"/></element></choice></zeroOrMore>"""
SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="base.rng"/>
<start><element name="{}" ns="http://www.tei-c.org/ns/1.0"><ref name="any"/></element></start>
</grammar>"""
SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process">
<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
<phase id="one"><active pattern="first"/></phase><phase id="two"><active pattern="second"/></phase>
<include href="first.sch"/>
<pattern id="second"><rule context="t:persName">
<assert test="substring-after(@ref, '#') = document('../register.xml')//@xml:id">Not known</assert>
<report id="named" test="@ref" sqf:fix="without">With a reference</report>
<sqf:fix id="without"><sqf:description><sqf:title>Delete it</sqf:title></sqf:description>
<sqf:delete match="@ref"/></sqf:fix>
</rule></pattern></schema>"""
FIRST = """<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="first"><rule context="t:p">
<assert test="{}">First</assert></rule></pattern>"""
REGISTER = f"""<listPerson {NS}><person xml:id="goethe"><persName>Goethe</persName><idno
type="URI">{{}}</idno></person></listPerson>"""
OPTIONS = [
    ["--for", "correspsearch"],
    [],
    ["--quiet"],
    ["--no-xsd"],
    ["--schematron", "schema/rules.sch"],
    ["--schematron", "schema/rules.sch", "--phase", "two"],
]
FORMATS = ["text", "concise", "json", "jsonl", "sarif", "junit", "github", "gitlab", "csv"]


@pytest.fixture(autouse=True)
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with letters, a schema in two files, a master with its part, and a register."""
    monkeypatch.chdir(tmp_path)
    write = {
        "teikit.toml": "",
        "schema/base.rng": BASE.format(ANY),
        "schema/letters.rng": SCHEMA.format("TEI"),
        "schema/rules.sch": SCHEMATRON,
        "schema/first.sch": FIRST.format("t:persName"),
        "tei/master.xml": f'<TEI {NS} {XI}><xi:include href="part.xml"/>'
        '<note><xi:include href="note.txt" parse="text"/></note></TEI>',
        "tei/part.xml": f'<text {NS}><p xml:id="p1">A</p><p corresp="#x1">B</p></text>',
        "register.xml": f'<listPerson {NS}><person xml:id="goethe"/></listPerson>',
    }
    for name, text in write.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for number in range(6):
        (tmp_path / f"tei/letter-{number}.xml").write_text(letter(number), encoding="utf-8")
    return tmp_path


def letter(number: int, words: str = "Dear friend") -> str:
    return f"""<?xml-model href="../schema/letters.rng"?>
<TEI {NS} xml:id="l{number}"><teiHeader><profileDesc><correspDesc><correspAction type="sent">
<date when="1800-01-{number + 10}"/></correspAction></correspDesc></profileDesc></teiHeader>
<text><body><p>{words} <ref target="letter-{number - 1}.xml#l{number - 1}">my last</ref>
<persName ref="../register.xml#goethe">Goethe</persName>, <date when="1800-13-01"/></p>
</body></text></TEI>
"""


def validate(*options: str) -> tuple[str, str, int]:
    result = CliRunner().invoke(main, ["validate", "tei", "--jobs", "1", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout, result.stderr, result.exit_code


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are checked."""
    names: list[str] = []
    file = Checker.file

    def noted(self: Checker, path: Path) -> object:
        names.append(path.name)
        return file(self, path)

    monkeypatch.setattr(Checker, "file", noted)
    return names


def both(*options: str) -> str:
    """What is found with what is kept; it is the same without."""
    found = validate(*options)
    assert found == validate("--no-cache", *options)
    return found[0]


# What is looked at again


def test_unchanged_files_are_not_checked_again(checked: list[str]) -> None:
    first = validate()
    assert len(checked) == 8
    checked.clear()
    assert validate() == first
    assert validate("--format", "concise")[0]
    assert checked == []
    both("--format", "sarif")  # which says more of a finding, so that it is looked for again
    checked.clear()
    assert validate() == first
    assert checked == []


def test_a_changed_file_is_checked_and_compared_again(edition: Path, checked: list[str]) -> None:
    assert "letter-9" not in both()
    checked.clear()
    (edition / "tei/letter-5.xml").write_text(letter(5).replace("letter-4.xml", "letter-9.xml"))
    assert "letter-9.xml" in validate()[0]
    assert checked == ["letter-5.xml"]
    both()


def test_a_changed_schema_counts(edition: Path, checked: list[str]) -> None:
    both()
    checked.clear()
    (edition / "schema/base.rng").write_text(BASE.format("<empty/>"))
    assert "S001" in validate()[0]
    assert {f"letter-{number}.xml" for number in range(6)} <= {*checked}
    both()


def test_a_part_is_checked_again_with_what_includes_it(edition: Path, checked: list[str]) -> None:
    both()
    checked.clear()
    (edition / "tei/note.txt").write_text("A note")
    validate()
    assert sorted(checked) == ["master.xml", "part.xml"]
    both()


def test_a_file_that_is_pointed_to_counts(edition: Path) -> None:
    both()
    (edition / "register.xml").write_text(f'<listPerson {NS}><person xml:id="g"/></listPerson>')
    assert "goethe" in both()
    (edition / "register.xml").unlink()
    both()


def test_what_a_schematron_reads_counts(edition: Path, checked: list[str]) -> None:
    options = ("--schematron", "schema/rules.sch", "--no-xsd")
    assert "Not known" not in both(*options)
    checked.clear()
    validate(*options)
    assert {*checked} == {"master.xml", "part.xml"}  # whose Schematron is for both together
    (edition / "register.xml").write_text(f'<listPerson {NS}><person xml:id="g"/></listPerson>')
    assert "Not known" in both(*options)
    (edition / "register.xml").unlink()
    both(*options)
    (edition / "schema/first.sch").write_text(FIRST.format("not(.)"))
    assert " First" in both(*options)
    assert "Not known" not in both(*options, "--phase", "one")
    assert " First" not in both(*options, "--phase", "two")
    assert "Delete it" in both(*options, "--format", "sarif")


def test_what_archives_ask_of_authority_files_counts(edition: Path, checked: list[str]) -> None:
    options = ("--for", "correspsearch", "--select", "A", "--verbose")
    for number in range(6):
        text = letter(number).replace("<date", '<persName ref="../register.xml#goethe"/><date', 1)
        (edition / f"tei/letter-{number}.xml").write_text(text)
    before = both(*options)
    checked.clear()
    validate(*options)
    assert checked == []
    (edition / "register.xml").write_text(REGISTER.format("https://d-nb.info/gnd/118540238"))
    assert before.count("goethe") > both(*options).count("goethe")
    (edition / "register.xml").unlink()
    assert both(*options) == before
    (edition / "authority").mkdir()
    (edition / "authority/persons.xml").write_text(REGISTER.format("http://viaf.org/viaf/24602065"))
    assert both(*options) != before


def test_what_asks_the_clock_is_not_kept(edition: Path, checked: list[str]) -> None:
    (edition / "schema/first.sch").write_text(FIRST.format("current-&#x64;ateTime() &lt; @when"))
    for _ in range(2):
        checked.clear()
        validate("--schematron", "schema/rules.sch")
        assert len(checked) == 8


def test_what_asks_the_day_is_kept_for_a_day(
    edition: Path, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (edition / "schema/first.sch").write_text(FIRST.format("current-&#x64;ate() &lt; @when"))
    validate("--schematron", "schema/rules.sch")
    # Nothing is ever kept of the document that is in two files.
    for today, files in ((day(), 2), (Dependency("day", "", "", "1816-02-01"), 8)):
        monkeypatch.setattr(resolving, "day", lambda today=today: today)
        checked.clear()
        validate("--schematron", "schema/rules.sch")
        assert len(checked) == files


def test_what_was_stopped_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("once")

    with monkeypatch.context() as patch:
        patch.setattr(checker, "ignores", fail)
        assert "RuntimeError" in validate()[0]
    assert "RuntimeError" not in both()


def test_nothing_is_kept_if_it_is_not_wanted(edition: Path) -> None:
    validate("--no-cache")
    assert not (edition / ".teikit_cache").exists()
    (edition / "teikit.toml").write_text("cache = false")
    validate()
    CliRunner().invoke(main, ["validate", "-"], input=letter(1))
    assert not (edition / ".teikit_cache").exists()


def test_standard_input_and_fixes_keep_nothing(edition: Path) -> None:
    CliRunner().invoke(
        main, ["validate", "-", "tei", "--stdin-filename", "tei/letter-1.xml"], input="<p>"
    )
    assert "tei/letter-1.xml:1" not in both("--select", "X")
    validate("--fix")
    both()


def test_without_settings_it_is_kept_beside_the_files(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (edition / "teikit.toml").unlink()
    CliRunner().invoke(main, ["validate", "tei/letter-1.xml"])
    assert not list(edition.rglob(".teikit_cache"))
    validate()
    assert (edition / "tei/.teikit_cache/CACHEDIR.TAG").is_file()
    assert (edition / "tei/.teikit_cache/.gitignore").read_text().endswith("*\n")
    assert ".teikit_cache" not in both("--verbose")


# Any changes


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_same_as_without(
    seed: int, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:
        monkeypatch.setattr(
            states, "_FRESH", 0
        )  # or no file is old enough to be known by its state
    chance = random.Random(seed)
    edits = [_change, _add, _delete, _rename, _touch, _swap, _settings, _schema, _around, _break]
    for _ in range(12):
        for edit in chance.sample(edits, chance.choice([0, 1, 1, 2])):
            edit(edition, chance)
        both("--format", chance.choice(FORMATS), *chance.choice(OPTIONS))


def _letters(edition: Path) -> list[Path]:
    return sorted(edition.glob("tei/letter-*.xml"))


def _change(edition: Path, chance: random.Random) -> None:
    words = chance.choice(["Dear friend", "My dear", "<hi/>Sir", "<date when='x'/>"]) + " dear" * 50
    file = chance.choice(_letters(edition))
    file.write_text(letter(chance.randrange(9), words))


def _add(edition: Path, chance: random.Random) -> None:
    number = chance.randrange(12)
    (edition / f"tei/letter-{number}.xml").write_text(letter(number))


def _delete(edition: Path, chance: random.Random) -> None:
    files = _letters(edition)
    if len(files) > 2:
        chance.choice(files).unlink()


def _rename(edition: Path, chance: random.Random) -> None:
    chance.choice(_letters(edition)).rename(edition / f"tei/letter-{chance.randrange(12)}.xml")


def _touch(edition: Path, chance: random.Random) -> None:
    chance.choice(_letters(edition)).touch()


def _swap(edition: Path, chance: random.Random) -> None:
    """Another text, of the same size, at the same time by the clock of the file."""
    file = chance.choice(_letters(edition))
    state = file.stat()
    text = file.read_text()
    file.write_text(text.replace("1800-1", "1900-1") if "1800" in text else text.swapcase())
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def _settings(edition: Path, chance: random.Random) -> None:
    lines = [
        "ignore = ['T']",
        "severity = {C = 'info'}",
        "fail_on = 'info'",
        "options.years = [1790, 1799]",
        "exclude = ['tei/letter-1.xml']",
        "",
    ]
    (edition / "teikit.toml").write_text(chance.choice(lines))


def _schema(edition: Path, chance: random.Random) -> None:
    file, text = chance.choice(
        [
            ("first.sch", FIRST.format("not(t:persName)")),
            ("first.sch", FIRST.format("count(../t:p) = 1")),
            ("rules.sch", SCHEMATRON),
            ("rules.sch", SCHEMATRON.replace("t:persName", "t:ref")),
            ("rules.sch", "<schema/>"),
            ("base.rng", BASE.format(ANY)),
            ("base.rng", BASE.format("<empty/>")),
            ("base.rng", "<grammar"),
            ("letters.rng", SCHEMA.format("TEI")),
            ("letters.rng", SCHEMA.format("text")),
        ]
    )
    (edition / "schema" / file).write_text(text)


def _around(edition: Path, chance: random.Random) -> None:
    file, text = chance.choice(
        [
            ("register.xml", f'<listPerson {NS}><person xml:id="goethe"/></listPerson>'),
            ("register.xml", f'<listPerson {NS}><person xml:id="geothe"/></listPerson>'),
            ("register.xml", REGISTER.format("https://d-nb.info/gnd/118540238")),
            ("tei/note.txt", "A note"),
            ("tei/part.xml", f'<text {NS}><p xml:id="x1">A</p></text>'),
            ("tei/part.xml", f'<div {NS}><p corresp="#x1">A</p></div>'),
            ("tei/master.xml", f'<TEI {NS} {XI}><xi:include href="letter-2.xml"/></TEI>'),
        ]
    )
    (edition / file).write_text(text)


def _break(edition: Path, chance: random.Random) -> None:
    chance.choice(_letters(edition)).write_text(chance.choice(["<p>", "", "\0", "<a>&b;</a>"]))


# What may be wrong with the database


def _database(edition: Path) -> Path:
    return next((edition / ".teikit_cache").glob("*.sqlite"))


@pytest.mark.parametrize("spoil", SPOILING)
def test_a_database_that_is_spoilt_does_no_harm(
    edition: Path, spoil: Callable[[Path], None]
) -> None:
    both()
    spoil(_database(edition))
    both()
    both()


def test_a_damaged_database_is_told_if_asked_for(edition: Path) -> None:
    validate()
    damage(_database(edition))
    assert "teikit: nothing is kept for the next run: the database" in validate("--verbose")[1]
    assert "teikit: nothing is kept" not in validate("--verbose")[1]


def test_a_locked_database_is_passed_over(edition: Path) -> None:
    validate()
    (edition / "tei/letter-1.xml").write_text(letter(1, "Sir"))
    connection = sqlite3.connect(_database(edition), isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    assert "locked" in validate("--verbose")[1]
    connection.close()
    both()


def test_what_others_have_made_is_not_opened(edition: Path, checked: list[str]) -> None:
    validate()
    rows_before = _database(edition)
    os.environ["XDG_DATA_HOME"], mine = str(edition / "other"), os.environ["XDG_DATA_HOME"]
    try:
        checked.clear()
        validate()
    finally:
        os.environ["XDG_DATA_HOME"] = mine
    assert len(checked) == 8
    assert len([*rows_before.parent.glob("*.sqlite")]) == 2


def test_nothing_but_records_is_made_of_bytes() -> None:
    finding = Diagnostic(Rule("X1", "x", Severity.INFO, "", ""), Location("a.xml"), "words")
    simple = [{"a": 1.5}, frozenset({"b"}), date(1800, 1, 1), Path("a.xml")]
    assert values.loaded(values.dumped(simple)) == simple
    assert values.loaded(values.dumped(finding)) == finding
    for hostile in (os.system, print, Path, values.loaded, Checker, subprocess.run):
        with pytest.raises(pickle.UnpicklingError):
            values.loaded(pickle.dumps(hostile))
    with pytest.raises(pickle.UnpicklingError):
        values.loaded(b"cteikit.keeping.values\npickle.loads\n.")


def test_summaries_that_are_gone_are_made_again(edition: Path, checked: list[str]) -> None:
    both()
    with sqlite3.connect(_database(edition)) as connection:
        connection.execute("DELETE FROM rows WHERE length(body) > 1000")
    (edition / "tei/letter-5.xml").write_text(letter(5, "Sir"))
    checked.clear()
    both()
    assert {f"letter-{number}.xml" for number in range(6)} <= {*checked}


def test_two_runs_at_once_do_not_disturb_each_other(edition: Path) -> None:
    expected = validate("--no-cache", "--format", "json")[0]
    command = [sys.executable, "-m", "teikit", "validate", "tei", "--format", "json", "--jobs", "1"]
    for _ in range(2):  # nothing is kept, and all is
        runs = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        assert [run.communicate()[0] for run in runs] == [expected] * 3
    assert both("--format", "json") == expected


def test_the_library_keeps_where_it_is_asked_to(edition: Path, checked: list[str]) -> None:
    found = [*teikit.validate([edition / "tei"])]
    assert not (edition / ".teikit_cache").exists()
    assert [*teikit.validate([edition / "tei"], keep=edition)] == found
    checked.clear()
    assert [*teikit.validate([edition / "tei"], keep=edition)] == found
    assert checked == []


def test_it_does_not_grow_for_ever(tmp_path: Path) -> None:
    limit = 400_000
    for number in range(6):
        database = rows.Rows(tmp_path, b"key", limit)
        for other in range(20):
            database.put(b"%d %d" % (number, other), bytes(5000))
        database.close()
    database = rows.Rows(tmp_path, b"key", limit)
    assert database.get(b"0 0") is None
    assert database.get(b"5 19") == bytes(5000)
    database.close()
    assert _database(tmp_path).stat().st_size < 1.5 * limit
