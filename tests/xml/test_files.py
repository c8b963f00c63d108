"""Files are read without harm, and written whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from teikit.errors import TeikitError
from teikit.xml.files import (
    NotWellFormed,
    Unreadable,
    Unsafe,
    atomic_writer,
    load,
    read,
    write_atomically,
)
from teikit.xml.folders import find

LEVELS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE a [<!ENTITY l0 "lol">{LEVELS}]>'
BIG = f'<!DOCTYPE a [<!ENTITY x "{"x" * 100_000}">]>'

UNSAFE = {
    "bomb": f"{BOMB}<a>&l11;</a>",
    "bomb that is not set off": f"{BOMB}<a/>",
    "bomb in an attribute": f'{BOMB}<a b="&l11;"/>',
    "quadratic bomb": f"{BIG}<a>{'&x;' * 10_000}</a>",
    "quadratic bomb in attributes": BIG + "<a>" + "<b c='&x;'/>" * 10_000 + "</a>",
    "entity in itself": '<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]><a>&x;</a>',
    "many empty entities in one": f"<!DOCTYPE a [<!ENTITY x ''><!ENTITY y '{'&x;' * 9999}'>]>"
    f"<a>{'&y;' * 9999}</a>",
    "entities in each other": "<!DOCTYPE a [<!ENTITY x0 ''>"
    + "".join(f"<!ENTITY x{n} '&x{n - 1};'>" for n in range(1, 5000))
    + "]><a/>",
    "many entities": "<!DOCTYPE a ["
    + "".join(f"<!ENTITY x{n} ''>" for n in range(20_000))
    + "]><a/>",
    "deep and open": "<a>" * 100_000,
    "deep and closed": "<a>" * 100_000 + "</a>" * 100_000,
    "long text": f"<a>{'x' * 11_000_000}</a>",
    "long attribute": f'<a b="{"x" * 11_000_000}"/>',
    "many elements": "<a>" + "<b/>" * 3_000_000 + "</a>",
}

BROKEN = {
    "empty": (b"", 1, 1),
    "blank": (b"\n\n", 3, 1),
    "not XML": (b"Dear sir,\n", 1, 1),
    "mismatch": (b"<a>\n<b></a>", 2, 8),
    "cut off": (b"<a><b>x", 1, 8),
    "NUL": (b"<a>\0</a>", 1, 4),
    "control character": (b"<a>\x01</a>", 1, 4),
    "ampersand": (b"<a>\nK & K</a>", 2, 4),
    "less than": (b"<a>3 < 4</a>", 1, 7),
    "unknown entity": (b"<a>&nbsp;</a>", 1, 10),
    "two roots": (b"<a/><b/>", 1, 5),
    "space first": (b' <?xml version="1.0"?><a/>', 1, 7),
    "wrong encoding": ('<?xml version="1.0" encoding="utf-8"?>\n<a>é</a>'.encode("latin-1"), 2, 4),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', 1, 31),
    "codec that is no encoding": (b'<?xml version="1.0" encoding="idna"?><a/>', 1, 31),
    "UTF-8 declared as UTF-16": (b'<?xml version="1.0" encoding="utf-16"?><a/>', 1, 31),
    "mark of UTF-8 before another": (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="latin-1"?><a/>',
        1,
        34,
    ),
    "not in its encoding": (b'<?xml version="1.0" encoding="shift_jis"?>\n<a>\x81', 2, 4),
    "unknown entity where all are declared": (b"<!DOCTYPE a [\n]><a>&b;</a>", 2, 6),
    "DOCTYPE that is none": (b"<!DOCTYPE a [\n<!ELEMENT b (c>]><a/>", 2, 15),
    "tag in an entity and none": (b"<!DOCTYPE a [<!ENTITY b '<c>'>]>\n<a>&b;</c></a>", 2, 4),
    "tag from an entity in an attribute": (
        b"<!DOCTYPE a [<!ENTITY b '<c/>'>]>\n<a d='&b;'/>",
        2,
        7,
    ),
    "behind an entity": (b"<!DOCTYPE a [<!ENTITY b 'ccc'>]>\n<a>&b;&b;</b></a>", 2, 14),
    "no such prefix": (b"<p:a/>", 1, 5),
    "gzip": (bytes.fromhex("1f8b0800000000000003"), 1, 1),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_unsafe_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(UNSAFE[name], encoding="utf-8")
    with pytest.raises(Unsafe) as caught:
        load(path)
    assert caught.value.path == path
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("kind", ["", "% "])
def test_external_entities_are_not_read(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hush", encoding="utf-8")
    used = "" if kind else "&x;"
    path = tmp_path / "a.xml"
    subset = f"<!ENTITY {kind}x SYSTEM '{secret.as_uri()}'>{' %x;' if kind else ''}"
    path.write_text(f"<!DOCTYPE a [{subset}]><a>-{used}-</a>", encoding="utf-8")
    assert load(path).getroot().text == "--"


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE a SYSTEM 'pipe'>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'pipe'>]>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'pipe'> %x;]>",
    ],
)
def test_no_other_file_is_opened(tmp_path: Path, doctype: str) -> None:
    """The other file is a pipe: whoever opens it waits for ever."""
    os.mkfifo(tmp_path / "pipe")
    path = tmp_path / "a.xml"
    path.write_text(f"{doctype}<a/>", encoding="utf-8")
    script = "import sys; from pathlib import Path; from teikit.xml.files import *\n"
    script += "print(load(Path(sys.argv[1])).getroot().tag)\n"
    command = [sys.executable, "-c", script, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert run.stdout == "a\n", run.stderr


@pytest.mark.parametrize("name", BROKEN)
def test_broken_xml_is_located(tmp_path: Path, name: str) -> None:
    data, line, column = BROKEN[name]
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    with pytest.raises(NotWellFormed) as caught:
        load(path)
    found = caught.value
    assert (found.line, found.column) == (line, column)
    assert str(found) == f"{path}:{line}:{column}: {found.reason}"
    assert len(str(found).splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_that_are_declared_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?><a>é</a>'.encode(encoding))
    assert load(path).getroot().text == "é"


def test_ids_twice_and_a_bare_doctype_are_not_broken_xml(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE a><a xml:id="x"><b xml:id="x"/></a>', encoding="utf-8")
    assert load(path).getroot().tag == "a"


def test_files_that_are_too_large_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a>0123456789</a>", encoding="utf-8")
    with pytest.raises(Unsafe, match="larger"):
        read(path, 10)


def test_100_mb_and_a_bomb_need_little_memory(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as stream:
        stream.write(b"<a>")
        stream.truncate(100_000_000)
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(UNSAFE["bomb"], encoding="utf-8")
    script = (
        "import resource, sys; from pathlib import Path; from teikit.xml.files import *\n"
        "limit = 400 * 1024**2; resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))\n"
        "for name in sys.argv[1:]:\n"
        "    try: load(Path(name))\n"
        "    except Unsafe: print('refused')\n"
    )
    command = [sys.executable, "-c", script, str(huge), str(bomb)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert run.stdout.split() == ["refused", "refused"], run.stderr


@pytest.mark.parametrize("name", ["absent.xml", ".", "absent/a.xml"])
def test_what_is_no_file_cannot_be_loaded(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable):
        load(tmp_path / name)


def test_comments_and_instructions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a b é.xml"
    text = "<?p q?><a><!--c--><?r s?></a>"
    path.write_text(text, encoding="utf-8")
    assert etree.tostring(load(path), encoding="unicode") == text


def test_find_takes_files_and_folders(tmp_path: Path) -> None:
    placed = ["b.xml", "a.xml", "sub/c.XML", "sub/.hidden.xml", ".git/d.xml", "notes.txt"]
    for name in placed:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    expected = [tmp_path / name for name in ("a.xml", "b.xml", "sub/c.XML")]
    assert find([tmp_path]) == expected
    assert find([tmp_path / "sub", tmp_path, tmp_path / "a.xml"]) == expected
    assert find([tmp_path / "notes.txt"]) == [tmp_path / "notes.txt"]


def test_find_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no such file or folder"):
        find([tmp_path / "absent"])
    with pytest.raises(TeikitError, match="no XML files"):
        find([tmp_path])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writing_makes_folders_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.txt"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["a.txt"]


def test_permissions_follow_the_umask_and_then_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    before = os.umask(0o027)
    try:
        write_atomically(path, b"")
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o604)
        write_atomically(path, b"")
        assert stat.S_IMODE(path.stat().st_mode) == 0o604
    finally:
        os.umask(before)


def test_text_keeps_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with atomic_writer(path) as stream:
        stream.write("é\r\n\n")
    assert path.read_bytes() == "é\r\n\n".encode()


def test_an_error_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def interrupted() -> None:
        with atomic_writer(path) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """The disk is made full by a limit on the size of files, which fails in the same call."""
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from teikit.errors import TeikitError; from teikit.xml.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_atomically(Path(sys.argv[1]), b'x' * 1_000_000)\n"
        "except TeikitError as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert run.stdout.startswith(f"cannot write {path}: "), run.stderr
    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full; free some space"),
        (errno.EACCES, "there is no permission to write there; choose another folder"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_trouble_is_put_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "a.txt"
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(TeikitError) as caught:
        write_atomically(path, b"x")
    assert str(caught.value) == f"cannot write {path}: {words}"
    assert not names(tmp_path)


def test_places_that_are_no_place_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, words in [
        (tmp_path, "this is a folder"),
        (tmp_path / "file" / "a.txt", "a file stands where a folder is needed"),
        (tmp_path / "file" / "b" / "a.txt", "a file stands where a folder is needed"),
        (tmp_path / ("x" * 300), "the name is too long"),
        (Path("/dev/null"), "not an ordinary file"),
    ]:
        with pytest.raises(TeikitError, match=words):
            write_atomically(path, b"x")
    assert names(tmp_path) == ["file"]
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to(Path("other", "a.txt"))
    for text in (b"new", b"newer"):  # at first it leads nowhere
        write_atomically(link, text)
        assert link.is_symlink()
        assert (tmp_path / "other" / "a.txt").read_bytes() == text
    assert names(tmp_path) == ["link.txt", "other"]
    circle = tmp_path / "circle.txt"
    circle.symlink_to(circle)
    with pytest.raises(TeikitError, match="its links lead in a circle"):
        write_atomically(circle, b"x")
    assert circle.is_symlink()


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    (tmp_path / "link.txt").symlink_to(path)
    for name in ("a.txt", "link.txt"):
        with pytest.raises(TeikitError, match=f"{name}: the file is read-only; make it writable"):
            write_atomically(tmp_path / name, b"new")
    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt", "link.txt"]


def test_what_is_written_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    seen = []

    def note(number: int) -> None:
        seen.append((os.fstat(number).st_size, path.exists()))

    monkeypatch.setattr(os, "fsync", note)
    write_atomically(path, b"x" * 100_000)
    with atomic_writer(tmp_path / "b.txt") as stream:
        stream.write("y")
    assert seen == [(100_000, False), (1, True)]


KILLED = """
import os, signal, sys
from pathlib import Path
from teikit.xml.files import atomic_writer
with atomic_writer(Path(sys.argv[1])) as stream:
    print(os.getpid(), flush=True)
    if sys.argv[2:]:
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not looked up there")
def test_the_next_run_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    killed = [sys.executable, "-c", KILLED, str(tmp_path / "a.txt"), "die"]
    subprocess.run(killed, check=False, capture_output=True)
    (left,) = names(tmp_path)
    assert left.startswith(".teikit-")
    # no name of ours; an older one; that of another machine
    for name in ("notes", "0123456789abcdef", "00000000-1-00000000"):
        (tmp_path / f".teikit-{name}.tmp").touch()
    with subprocess.Popen(
        [*killed[:3], str(tmp_path / "b.txt")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as living:
        assert living.stdout is not None
        living.stdout.readline()
        write_atomically(tmp_path / "c.txt", b"x")
        there = names(tmp_path)
        assert left not in there
        assert len([name for name in there if name.startswith(".teikit-")]) == 4
    assert (tmp_path / "b.txt").exists()
    (tmp_path / ".teikit-fedcba9876543210.tmp").mkdir()  # a folder that was to be one
    (tmp_path / ".teikit-fedcba9876543210.tmp" / "x").touch()
    os.utime(tmp_path / ".teikit-fedcba9876543210.tmp", (0, 0))
    os.utime(tmp_path / ".teikit-0123456789abcdef.tmp", (0, 0))
    os.utime(tmp_path / ".teikit-notes.tmp", (0, 0))
    again = [sys.executable, "-c", KILLED, str(tmp_path / "d.txt")]
    subprocess.run(again, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    left_now = [name for name in names(tmp_path) if name.startswith(".")]
    assert left_now == [".teikit-00000000-1-00000000.tmp", ".teikit-notes.tmp"]
