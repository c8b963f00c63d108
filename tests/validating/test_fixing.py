"""Fixes change what they should and nothing else, or nothing at all."""

import os
import re
import shutil
import stat
import subprocess
import time
import unicodedata
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tei_documents import Made, documents
from teikit.diagnostic import Diagnostic, Edit, Location, Rule, Severity, in_order
from teikit.validating import Settings
from teikit.validating.engine.checker import Checker
from teikit.validating.engine.locating import located
from teikit.validating.finding import Finding, Fix, Range
from teikit.validating.fixes.fixing import FixedFile, diff, fingerprint, fixed_files, write
from teikit.validating.fixes.patch import ByteEdit, edited, patch
from teikit.validating.index.document import CheckedDocument
from teikit.xml.encoding import decoded
from teikit.xml.files import parsed
from teikit.xml.names import Element

RULE = Rule("T999", "planted", Severity.WARNING, "")
BARE = Checker(Settings(select=("T003",), schema=()))
LETTER = '<?xml version="1.0"?>\n<TEI>\n<p n="1">one</p>\n<p>two</p>\n</TEI>\n'


def finding(path: Path, *edits: tuple[int, int, str] | Edit) -> Diagnostic:
    made = [edit if isinstance(edit, Edit) else Edit(str(path), *edit) for edit in edits]
    return Diagnostic(RULE, Location(str(path), 1, 1), "planted", None, tuple(made))


def run(*findings: Diagnostic) -> list[FixedFile]:
    """The fixes of files as they are now."""
    names = {edit.path for finding in findings for edit in finding.edits}
    prints = {name: fingerprint(Path(name).read_bytes()) for name in names}
    return list(fixed_files(findings, prints))


def made_of(path: Path, *edits: tuple[int, int, str]) -> str:
    """What is made of a file whose edits are each of a finding of its own."""
    [fixed] = run(*(finding(path, edit) for edit in edits))
    return fixed.refusal or fixed.new.decode()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.xml"
    path.write_text(LETTER, encoding="utf-8")
    return path


def at(text: str) -> tuple[int, int]:
    start = LETTER.index(text)
    return start, start + len(text)


ONE, TWO = at("one"), at("two")


# Which edits are made


def test_a_text_a_value_and_a_new_attribute(letter: Path) -> None:
    value = at('1">')[0]
    place = LETTER.index(">two")
    made = made_of(
        letter, (value, value + 1, "2"), (*TWO, "&lt;2&gt;"), (place, place, ' n="&amp;"')
    )
    expected = LETTER.replace('n="1"', 'n="2"').replace("<p>two", '<p n="&amp;">&lt;2&gt;')
    assert made == expected


def test_of_overlapping_edits_the_first_is_made(letter: Path) -> None:
    start, end = ONE
    first, second = finding(letter, (start, end, "1")), finding(letter, (start + 1, end, "x"))
    third = finding(letter, (*TWO, "2"))
    for some, chosen, text in [
        ((first, second, third), (first, third), ">1<"),
        ((second, first, third), (second, third), ">ox<"),
    ]:
        [fixed] = run(*some)
        assert fixed.findings == chosen
        assert fixed.new.decode().count(text) == 1


def test_the_edits_of_a_finding_are_made_together_or_not_at_all(letter: Path) -> None:
    first = finding(letter, (*ONE, "1"))
    both = finding(letter, (*TWO, "2"), (*ONE, "one!"))
    [fixed] = run(first, both)
    assert fixed.findings == (first,)
    assert fixed.new.decode() == LETTER.replace("one", "1")
    [fixed] = run(finding(letter, (*TWO, "2"), (*ONE, "1")))
    assert fixed.new.decode() == LETTER.replace("one", "1").replace("two", "2")


def test_a_finding_whose_own_edits_overlap_is_left(letter: Path) -> None:
    assert run(finding(letter, (*ONE, "1"), (ONE[0], ONE[1] - 1, "2"))) == []


def test_the_same_edit_is_made_once(letter: Path) -> None:
    start = ONE[0]
    some = [finding(letter, (start, start, "x")), finding(letter, (start, start, "x"), (*TWO, "2"))]
    [fixed] = run(*some)
    assert fixed.findings == tuple(some)
    assert fixed.new.decode() == LETTER.replace("one", "xone").replace("two", "2")


def test_edits_that_touch_do_not_overlap(letter: Path) -> None:
    start, end = ONE
    edits = [(start, start + 1, "A"), (start + 1, end, "B"), (start, start, "<"), (end, end, ">")]
    escaped = [(*edit[:2], edit[2].replace("<", "&lt;")) for edit in edits]
    for order in (escaped, escaped[::-1]):
        assert made_of(letter, *order) == LETTER.replace("one", "&lt;AB>")
    assert made_of(letter, (start, end, ""), (start + 1, start + 1, "x")) == LETTER.replace(
        "one", ""
    )


def test_what_is_added_at_one_place_keeps_its_order(letter: Path) -> None:
    start = ONE[0]
    edits = [(start, start, letter_) for letter_ in "cab"]
    assert made_of(letter, *edits) == LETTER.replace("one", "cabone")


def test_an_attribute_is_added_only_once(letter: Path) -> None:
    place = LETTER.index(">two")
    some = [
        finding(letter, (place, place, f" {attribute}"))
        for attribute in ('n="1"', 'n="2"', 'm="1"')
    ]
    [fixed] = run(*some)
    assert fixed.findings == (some[0], some[2])
    assert '<p n="1" m="1">two' in fixed.new.decode()


def test_findings_without_edits_are_left_out(letter: Path) -> None:
    assert run(finding(letter)) == []


# Several files


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("b.xml", "a.xml", "c.xml")]
    for path in paths:
        path.write_text(LETTER, encoding="utf-8")
    done = run(*(finding(path, (*ONE, "1")) for path in paths))
    assert [fixed.path for fixed in done] == sorted(paths)


def test_a_finding_across_files_is_fixed_in_all_of_them_or_in_none(tmp_path: Path) -> None:
    good, bad, other = (tmp_path / f"{name}.xml" for name in ("a", "b", "c"))
    for path in (good, bad, other):
        path.write_text(LETTER, encoding="utf-8")
    across = finding(good, Edit(str(good), *ONE, "1"), Edit(str(other), *ONE, "1"))
    done = run(across, finding(good, (*TWO, "2")))
    assert [(fixed.path, fixed.findings) for fixed in done] == [
        (good, (across, finding(good, (*TWO, "2")))),
        (other, (across,)),
    ]
    breaking = finding(bad, (*TWO, "</p>"))
    across = finding(good, Edit(str(good), *ONE, "1"), Edit(str(bad), *ONE, "1"))
    done = run(across, finding(good, (*TWO, "2")), breaking)
    assert [(fixed.path.name, len(fixed.findings), bool(fixed.refusal)) for fixed in done] == [
        ("a.xml", 1, False),
        ("b.xml", 0, True),
    ]
    assert done[0].new.decode() == LETTER.replace("two", "2")


def test_two_names_of_one_file_are_one_file(letter: Path) -> None:
    link = letter.with_name("link.xml")
    link.symlink_to(letter.name)
    some = [finding(path, edit) for edit in ((*ONE, "1"), (*TWO, "2")) for path in (letter, link)]
    [fixed] = run(*in_order(some))
    assert fixed.path == letter
    assert len(fixed.findings) == 4
    assert write(fixed).refusal == ""
    assert letter.read_text("utf-8") == LETTER.replace("one", "1").replace("two", "2")


# What is refused


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ((*ONE, "<b>"), "could not be read any more"),
        ((*ONE, "a & b"), "could not be read any more"),
        ((*ONE, "<b/>"), "line 3 would change more"),
        ((*ONE, "o<!-- -->ne"), "line 3 would change more"),
        ((*at("<p>two</p>"), ""), "line 2 would change more"),
        ((*at('p n="1"'), 'q n="1"'), "could not be read any more"),
        ((*at(' n="1"'), ' m="1"'), "line 3 would change more"),
        ((*at('1">'), '1\n">'), "line 3 would change more"),
        ((*at('1">'), '1" m="2">'), "line 3 would change more"),
        ((*at("\n</TEI>"), "\n<p/></TEI>"), "line 2 would change more"),
        ((*at("</TEI>"), "</TEI><!-- -->"), "line 2 would change more"),
        ((*at("</TEI>"), "</TEI><p/>"), "could not be read any more"),
        ((len(LETTER), len(LETTER), "<!-- -->"), "line 2 would change more"),
        ((*ONE, "\ud800"), "does not fit its encoding"),
    ],
)
def test_a_fix_that_does_more_than_it_should_is_refused(
    letter: Path, edit: tuple[int, int, str], reason: str
) -> None:
    place = LETTER.index(">one")
    [fixed] = run(finding(letter, edit), finding(letter, (place, place, ' good="1"')))
    assert fixed.findings == ()
    assert fixed.new == fixed.old == LETTER.encode()
    assert list(diff(fixed)) == []
    assert write(fixed) is fixed
    assert letter.read_text("utf-8") == LETTER
    assert "\n" not in fixed.refusal
    assert reason in fixed.refusal


@pytest.mark.parametrize(
    ("text", "edited", "new"),
    [
        ("<p>a<![CDATA[b]]></p>", "a<![CDATA[b", "x"),  # of the section, its end is left
        ("<p><![CDATA[ab]]></p>", "b", "&amp;"),  # no reference in a section
        ("<p>a&amp;b</p>", "&am", "x"),
        ("<p>a&amp;b</p>", "p;b", "x"),
        ('<p n="a&amp;b"/>', "amp", "lt"),  # well-formed, and not what was meant
        ("<p><!--a--></p>", "a--", "b--"),
        ("<p><?q a?></p>", "<?q", "<?r"),
    ],
)
def test_characters_are_fixed_as_a_whole(letter: Path, text: str, edited: str, new: str) -> None:
    letter.write_text(text, encoding="utf-8")
    start = text.index(edited)
    [fixed] = run(finding(letter, (start, start + len(edited), new)))
    assert fixed.refusal
    assert fixed.new.decode() == text


def test_a_section_a_comment_and_a_reference_can_be_fixed(letter: Path) -> None:
    text = "<p>a&#x41;<![CDATA[ <b> ]]>&amp;<!-- c --><?p q?>\r\n</p>"
    letter.write_bytes(text.encode())
    edits = {"&#x41;": "A", "<b>": "B", "&amp;": "and", " c ": "d", "q?": "r?", "\r\n": "."}
    assert (
        made_of(
            letter,
            *(
                (text.index(old), text.index(old) + len(old.rstrip("?")), new.rstrip("?"))
                for old, new in edits.items()
            ),
        )
        == "<p>aA<![CDATA[ B ]]>and<!--d--><?p r?>.</p>"
    )


def test_a_file_that_was_changed_meanwhile_is_left(letter: Path) -> None:
    some = [finding(letter, (*ONE, "1"))]
    prints = {str(letter): fingerprint(LETTER.encode())}
    [fixed] = fixed_files(some, prints)
    letter.write_text(LETTER + "\n", encoding="utf-8")
    assert "changed after it was checked" in write(fixed).refusal
    [fixed] = fixed_files(some, prints)
    assert "changed after it was checked" in fixed.refusal
    assert letter.read_text("utf-8") == LETTER + "\n"
    letter.unlink()
    assert "cannot be read" in write(fixed).refusal or write(fixed).refusal == fixed.refusal
    [fixed] = fixed_files(some, prints)
    assert "cannot be read" in fixed.refusal
    assert not letter.exists()


def test_a_file_that_was_not_checked_is_left(letter: Path) -> None:
    [fixed] = fixed_files([finding(letter, (*ONE, "1"))], {})
    assert fixed.refusal


def test_a_character_that_the_encoding_does_not_have_is_refused(letter: Path) -> None:
    text = '<?xml version="1.0" encoding="iso-8859-1"?><p>é1</p>'
    letter.write_bytes(text.encode("latin-1"))
    start = text.index("1<")
    [fixed] = run(finding(letter, (start, start + 1, "Ж")))
    assert "encoding" in fixed.refusal
    [fixed] = run(finding(letter, (start, start + 1, "è")))
    assert fixed.new == text.replace("é1", "éè").encode("latin-1")


# Writing


def test_a_link_stays_a_link_and_permissions_stay(letter: Path) -> None:
    letter.chmod(0o640)
    (letter.parent / "sub").mkdir()
    link = letter.parent / "sub" / "link.xml"
    link.symlink_to(Path("..") / letter.name)
    [fixed] = run(finding(link, (*ONE, "1")))
    assert fixed.path == link
    assert write(fixed) == fixed
    assert link.is_symlink()
    assert letter.read_text("utf-8") == LETTER.replace("one", "1")
    assert stat.S_IMODE(letter.stat().st_mode) == 0o640
    assert sorted(path.name for path in letter.parent.iterdir()) == ["letter.xml", "sub"]


def test_a_file_that_cannot_be_written_does_not_stop_the_others(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.xml", "b.xml")]
    for path in paths:
        path.write_text(LETTER, encoding="utf-8")
    paths[0].chmod(0o444)
    first, second = (write(fixed) for fixed in run(*(finding(path, (*ONE, "1")) for path in paths)))
    assert "read-only" in first.refusal
    assert first.findings == ()
    assert paths[0].read_text("utf-8") == LETTER
    assert second.refusal == ""
    assert paths[1].read_text("utf-8") == LETTER.replace("one", "1")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(letter: Path) -> None:
    [fixed] = run(finding(letter, (*ONE, "1")))
    letter.parent.chmod(0o555)
    try:
        assert "folder" in write(fixed).refusal
    finally:
        letter.parent.chmod(0o755)


def test_an_error_of_the_disk_is_told(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [fixed] = run(finding(letter, (*ONE, "1")))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "the disk is full" in write(fixed).refusal
    assert letter.read_text("utf-8") == LETTER


# The patch


def tool(name: str) -> str:
    return shutil.which(name) or pytest.skip(f"needs {name}")


def applied(command: list[str], folder: Path, lines: list[bytes]) -> None:
    done = subprocess.run(
        command, cwd=folder, input=b"".join(lines), capture_output=True, timeout=20, check=False
    )
    assert done.returncode == 0, done.stderr


APPLY = {"git": ["apply", "-p1", "--whitespace=nowarn"], "patch": ["-p1", "--binary", "--quiet"]}


def check_patch(command: str, name: str, old: bytes, changes: list[ByteEdit]) -> None:
    program = tool(command)
    with TemporaryDirectory() as folder, chdir(folder):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(old)
        lines = list(patch(path, old, changes))
        assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)
        new = edited(old, changes)
        assert bool(lines) == (new != old)
        if lines:
            applied([program, *APPLY[command]], Path(folder), lines)
        assert path.read_bytes() == new


@pytest.mark.parametrize("command", APPLY)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_patch_does_what_the_changes_do(command: str, data: st.DataObject) -> None:
    lines = st.sampled_from([b"a\n", b"b\r\n", b"\n", "é\n".encode(), b"c\rd\n", b"--- x\n"])
    old = b"".join(data.draw(st.lists(lines, min_size=1, max_size=40)))
    old += data.draw(st.sampled_from([b"", b"end", b"end\n"]))
    places = st.lists(st.integers(0, len(old)), max_size=12)
    ends = sorted(data.draw(places))
    texts = st.sampled_from([b"", b"x", b"\n", b"y\nz", b"y\n", b"1\n2\n3\n4\n5\n6\n7\n8\n"])
    changes = [
        ByteEdit(start, end, data.draw(texts))
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    ]
    if edited(old, changes):  # a patch that leaves nothing is one that removes the file
        check_patch(command, "letter.xml", old, changes)


@pytest.mark.parametrize("command", APPLY)
@pytest.mark.parametrize(
    "name", ["a.xml", "with space.xml", "é Ж.xml", "sub/more/a.xml", 'a"b\\c.xml', "tab\t.xml"]
)
def test_patches_name_their_files(command: str, name: str) -> None:
    check_patch(command, name, LETTER.encode(), [ByteEdit(*ONE, b"1")])


def test_a_patch_is_what_git_would_write(letter: Path) -> None:
    with chdir(letter.parent):
        [fixed] = run(finding(Path("letter.xml"), (*TWO, "2")))
        assert b"".join(diff(fixed)).decode() == (
            "--- a/letter.xml\n+++ b/letter.xml\n@@ -1,5 +1,5 @@\n"
            ' <?xml version="1.0"?>\n <TEI>\n <p n="1">one</p>\n-<p>two</p>\n+<p>2</p>\n </TEI>\n'
        )
        [fixed] = run(finding(letter, (*TWO, "2")))  # the same by its whole name
        assert next(iter(diff(fixed))) == b"--- a/letter.xml\n"
    [fixed] = run(finding(letter, (*TWO, "2")))
    assert next(iter(diff(fixed))) == f"--- a{letter.resolve()}\n".encode()


def test_lines_without_an_end_and_far_hunks() -> None:
    old = b"".join(b"%d\n" % number for number in range(30)) + b"end"
    at_end = len(old)
    changes = [ByteEdit(0, 1, b"x"), ByteEdit(14, 14, b"y\n"), ByteEdit(at_end - 3, at_end, b"END")]
    assert b"".join(patch(Path("a"), old, changes)).decode() == (
        "--- a/a\n+++ b/a\n"
        "@@ -1,10 +1,11 @@\n-0\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n+y\n 7\n 8\n 9\n"
        "@@ -28,4 +29,4 @@\n 27\n 28\n 29\n-end\n\\ No newline at end of file\n"
        "+END\n\\ No newline at end of file\n"
    )


# Everything together, on random documents


def texts(document: CheckedDocument) -> Iterator[tuple[Range[Element], str]]:
    """The texts, tails and values of a document, each with its spot."""
    for node in document.tree.getroot().iter():
        if isinstance(node.tag, str):
            yield Range(node, "", "text"), node.text or ""
            for name, value in node.attrib.items():
                yield Range(node, str(name)), str(value)
        if node.getparent() is not None:
            yield Range(node, "", "tail"), node.tail or ""


def planted(path: Path, data: bytes) -> list[Diagnostic]:
    """Findings: of letters with an accent, of a letter to be two, of one with a meaning in XML."""
    document = CheckedDocument(path, data, parsed(data, path))
    found = list(BARE.data(path, data).findings)
    for spot, text in texts(document):
        for match in re.finditer(r"[eAa]\u0301|Ж|ß", text):
            new = {"Ж": "Zh", "ß": "<s & 's'>\""}.get(match[0])
            new = new or unicodedata.normalize("NFC", match[0])
            place = spot._replace(start=match.start(), end=match.end())
            fixable = located(RULE, Finding(place, match[0], (Fix(place, new),)), document)
            written = document.positions.text[: fixable.edits[0].end]
            section = written.rfind("<![CDATA[") > written.rfind("]]>", 0, fixable.edits[0].start)
            if not section:
                found.append(fixable)
    for node in document.tree.getroot().iter(etree.Element):
        if node.get("when") is None:
            spot = Range(node, "when")
            fix = Fix(spot, "'1914' & \"<")
            found.append(located(RULE, Finding(spot, "when", (fix,)), document))
    return in_order(found)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(documents())
def test_after_a_fix_nothing_is_left_and_nothing_else_is_changed(made: Made) -> None:
    with TemporaryDirectory() as folder, chdir(folder):
        path = Path("né w.xml")
        path.write_bytes(made.data)
        findings = planted(path, made.data)
        done = run(*findings)
        assert [(fixed.refusal, len(fixed.findings)) for fixed in done] == (
            [("", len(findings))] if findings else []
        )
        text = made.text
        edits = dict.fromkeys(edit for finding in findings for edit in finding.edits)
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        for fixed in done:
            assert fixed.old == made.data
            assert edited(made.data, fixed.edits) == fixed.new
            assert write(fixed) == fixed
            assert path.read_bytes() == fixed.new
            assert decoded(fixed.new) == text
        assert planted(path, path.read_bytes()) == []
        if done and (program := shutil.which("git")):
            path.write_bytes(made.data)
            applied([program, *APPLY["git"]], Path(folder), list(diff(done[0])))
            assert path.read_bytes() == done[0].new


# Time


def test_many_fixes_in_a_large_file_are_made_soon(letter: Path) -> None:
    text = "<TEI><p>" + "e\u0301x&amp; " * 20_000 + "</p></TEI>"
    letter.write_text(text, encoding="utf-8")
    some = [
        finding(letter, (match.start(), match.end(), "é")) for match in re.finditer("e\u0301", text)
    ]
    began = time.perf_counter()
    [fixed] = run(*some)
    assert sum(map(len, diff(fixed))) > len(fixed.new)
    assert time.perf_counter() - began < 5
    assert fixed.new.decode() == unicodedata.normalize("NFC", text)


def test_many_lines_are_told_apart_soon(letter: Path) -> None:
    text = "<TEI>" + '<p n="1">a</p>\n<p>b</p>\n' * 10_000 + "</TEI>"
    letter.write_text(text, encoding="utf-8")
    some = [finding(letter, (match.start(), match.end(), "2")) for match in re.finditer("1", text)]
    began = time.perf_counter()
    [fixed] = run(*reversed(some))
    assert sum(1 for _ in diff(fixed)) > 20_000
    assert time.perf_counter() - began < 5
    assert fixed.new.decode() == text.replace("1", "2")
