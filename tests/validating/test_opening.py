"""What is opened because a document or a schema names it, and what is not."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from teikit import validate
from teikit.relaxng import SchemaError
from teikit.validating import Settings
from teikit.validating.schemas.allowed import is_common, project_of
from teikit.validating.schemas.resolving import Remote, Resolver, Unresolved

RNG = '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'
SECRET = "start = secret-word-of-mine"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an edition in it, and what others have beside it."""
    home = tmp_path / "home" / "me"
    for name in ("home/me/edition/tei", "home/me/edition/schema", "home/you", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "s.rng").write_text(RNG, encoding="utf-8")
    (tmp_path / "home" / "you" / "secret.rnc").write_text(SECRET, encoding="utf-8")
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.chdir(home / "edition" / "tei")
    return home


def resolver(home: Path) -> Resolver:
    return Resolver((home / "edition" / "tei",), {})


def named(home: Path, address: str) -> Path:
    return resolver(home).named(address, home / "edition" / "tei" / "a.xml")


def test_a_document_may_name_a_schema_above(home: Path) -> None:
    for address in ("s.rng", "../schema/s.rng", "../../edition/schema/s.rng"):
        assert named(home, address).is_file()
    (home / "s.rng").write_text(RNG, encoding="utf-8")
    assert named(home, "../../s.rng").is_file()


@pytest.mark.parametrize(
    "address",
    [
        "../../../you/s.rng",
        "../../../../elsewhere/s.rng",
        "../../../../../../../../../../../etc/passwd",
        "%2e%2e/../../you/s.rng",
        "{home}/edition/schema/s.rng",
        "file://{home}/edition/schema/s.rng",
        "FILE:{home}/edition/schema/s.rng",
        "/etc/passwd",
        "file:///dev/zero",
        "link.rng",
        "folder/s.rng",
        "/absent.rng",
        "../../.secret/s.rng",
    ],
)
def test_what_lies_elsewhere_is_not_opened(home: Path, address: str) -> None:
    tei = home / "edition" / "tei"
    (home / ".secret").mkdir()
    (home / ".secret" / "s.rng").write_text(RNG, encoding="utf-8")
    (tei / "link.rng").symlink_to("/etc/passwd")
    (tei / "folder").symlink_to(home.parent / "you")
    with pytest.raises(Unresolved, match="lies outside of the folders that are checked"):
        named(home, address.format(home=home))


@pytest.mark.parametrize("mark", ["teikit.toml", "pyproject.toml", ".git/"])
def test_a_project_may_be_opened_by_any_path(home: Path, mark: str) -> None:
    address = f"file://{home}/edition/schema/s.rng"
    if mark.endswith("/"):
        (home / "edition" / mark).mkdir()
    else:
        (home / "edition" / mark).write_text("", encoding="utf-8")
    assert named(home, address).is_file()
    (home / ".git").mkdir()
    with pytest.raises(Unresolved):
        named(home, f"file://{home}/s.rng")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("absent.rng", "the schema absent.rng is not there"),
        ("a%00.rng", "is not there"),
        ("file:///a%00", "this is not the name of a file"),
        ("x" * 5000 + ".rng", "File name too long"),
        ("http://[", "is on the web; `teikit schemas add 'http://['` brings it"),
        ("http://h/a'b;c", "`teikit schemas add 'http://h/a'\"'\"'b;c'` brings it"),
        ("file://host/s.rng", "is not on this machine"),
        ("ftp://h/s.rng", "is not in the store"),
        ("urn:x:y", "is not in the store"),
        (".", "is not a file"),
        ("pipe.rng", "is not a file"),
        ("/dev/null", "lies outside"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(home: Path, address: str, words: str) -> None:
    os.mkfifo(home / "edition" / "tei" / "pipe.rng")
    with pytest.raises(Unresolved) as caught:
        named(home, address)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 400
    assert isinstance(caught.value, Remote) == address.startswith("http:")


INCLUDES = (
    "../../../you/secret.rnc",
    "/etc/passwd",
    "file:///etc/passwd",
    "../../../../../../../../../../etc/passwd",
    "link.rnc",
)


@pytest.mark.parametrize("address", INCLUDES)
def test_a_schema_includes_nothing_from_elsewhere(
    home: Path, address: str, opened: list[str]
) -> None:
    tei = home / "edition" / "tei"
    (tei / "link.rnc").symlink_to(home.parent / "you" / "secret.rnc")
    (tei / "b.rng").write_text(
        f'<externalRef href="{address}" xmlns="http://relaxng.org/ns/structure/1.0"/>'
    )
    (tei / "b.xml").write_text('<?xml-model href="b.rng"?><a/>')
    opened.clear()
    found = list(validate([tei / "b.xml"], settings=Settings(select=("S",))))
    assert len(found) == 1
    assert "secret-word" not in found[0].message
    assert not [name for name in opened if "secret" in name or "passwd" in name]
    with pytest.raises(SchemaError, match="lies outside of the folders that are checked"):
        resolver(home).read(resolver(home).located(address, f"{tei}/b.rng"))


def test_what_a_schema_above_includes_lies_beside_it(home: Path) -> None:
    schema = home / "edition" / "schema"
    (schema / "parts").mkdir()
    (schema / "parts" / "s.rng").write_text(RNG)
    (schema / "b.rng").write_text(
        '<externalRef href="parts/s.rng" xmlns="http://relaxng.org/ns/structure/1.0"/>'
    )
    (home / "edition" / "tei" / "b.xml").write_text('<?xml-model href="../schema/b.rng"?><b/>')
    found = validate([home / "edition" / "tei" / "b.xml"], settings=Settings(select=("S",)))
    assert [finding.rule.code for finding in found] == ["S001"]


def test_only_files_are_read(home: Path) -> None:
    known = resolver(home)
    folder = home / "edition" / "tei" / "x"
    folder.mkdir()
    os.mkfifo(folder / "pipe.rng")
    for path in (folder, folder / "pipe.rng"):
        with pytest.raises(SchemaError, match="not a file"):
            known.read(str(path))


def test_folders_that_are_nobodys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
    for name in ("/", "/home", "/tmp", "/etc", "/data"):
        assert is_common(Path(name)), name
    for name in ("/home/me", "/tmp/x", "/data/edition"):
        assert not is_common(Path(name)), name
    assert project_of(tmp_path / "absent") is None


OPENED: list[list[str]] = []
HOOKED: list[bool] = []


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The names of the files that are opened during a test."""

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if OPENED and event == "open":
            OPENED[-1].append(str(arguments[0]))

    if not HOOKED:  # a hook cannot be taken away again
        HOOKED.append(True)
        sys.addaudithook(heard)
    OPENED.append([])
    yield OPENED[-1]
    OPENED.pop()
