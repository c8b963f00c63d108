"""Schemas as tables: pickled, kept in a folder, and read again as far as they are needed."""

import hashlib
import hmac
import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teikit.relaxng import Schema, SchemaError
from teikit.relaxng.compile.cache import recall, user_folder
from teikit.relaxng.compile.table import PatternTable, table
from teikit.xml.cache import KEPT

EVERYTHING = """
default namespace = "urn:d"
namespace p = "urn:p"
start = a | b
a = element a {
  attribute id { xsd:ID }?, attribute p:* - p:x { text }*, attribute n { xsd:int - "7" }?,
  attribute q { xsd:QName "p:name" }?,
  (element c { list { ("x" | xsd:decimal { minInclusive = "0" })+ } } & element d { text })?,
  mixed { (a | b)* }, element (* - (p:* | a | b)) { empty }?, element never { notAllowed }?
}
b = element b { string "two  words" | xsd:token { pattern = "[a-z]+" } }
"""

DOCUMENTS = (
    '<a xmlns="urn:d" id="i"><a id="j" n="6"/>text<b>word</b></a>',
    '<a xmlns="urn:d" n="7"/>',
    '<a xmlns="urn:d" xmlns:o="urn:p" q="o:name" o:y=""><d>x</d><c>x 1 x</c></a>',
    '<a xmlns="urn:d" xmlns:o="urn:p" q="p:name" o:x=""><c>-1</c><d/></a>',
    '<b xmlns="urn:d">two  words</b>',
    '<b xmlns="urn:d">two words</b>',
    "<a><never/></a>",
    '<a xmlns="urn:d"><x xmlns=""/></a>',
    '<a xmlns="urn:d"><never/></a>',
)


def summaries(schema: Schema) -> list[list[str]]:
    return [list(map(str, schema.validate(document.encode()))) for document in DOCUMENTS]


def test_a_table_says_what_its_schema_says() -> None:
    schema = Schema.from_string(EVERYTHING)
    expected = summaries(schema)
    assert [bool(errors) for errors in expected] == [0, 1, 0, 1, 0, 1, 1, 0, 0]
    assert summaries(pickle.loads(pickle.dumps(schema))) == expected


def test_a_table_is_plain_and_comes_back_the_same() -> None:
    rows = Schema.from_string(EVERYTHING).__reduce__()[1][0]
    again = PatternTable(json.loads(json.dumps(rows)))
    assert table(again.start, dict(again.prefixes)) == rows
    assert {row[0] for row in rows} == {
        *("attribute", "choice", "data", "element", "empty", "group", "interleave", "list"),
        *("notAllowed", "oneOrMore", "prefixes", "text", "value"),
    }


def test_long_sequences_are_no_deep_tables() -> None:
    names = [f"e{number}" for number in range(5000)]
    schema = Schema.from_string(
        ", ".join(f"element {name} {{empty}}" for name in names).join(("element r {", "}"))
    )
    again = pickle.loads(pickle.dumps(schema))
    assert again.is_valid(f"<r>{''.join(f'<{name}/>' for name in names)}</r>".encode())


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    (tmp_path / "inner.rnc").write_text("c = element c { empty }", encoding="utf-8")
    path = tmp_path / "outer.rnc"
    path.write_text('include "inner.rnc"\nstart = element r { c }', encoding="utf-8")
    return path


def is_kept(folder: Path, schema: Path) -> bool:
    return recall(folder, schema.as_posix()) is not None


def test_a_schema_is_kept_until_a_file_changes(tmp_path: Path, schema: Path) -> None:
    folder = tmp_path / "cache" / "schemas"
    assert not is_kept(folder, schema)
    for name in ("inner.rnc", "outer.rnc"):
        assert Schema.from_file(schema, cache=folder).is_valid(b"<r><c/></r>")
        assert is_kept(folder, schema)
        assert Schema.from_file(schema, cache=folder).is_valid(b"<r><c/></r>")
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("\n# another line")
        assert not is_kept(folder, schema)
    (tmp_path / "inner.rnc").write_text("c = element d { empty }", encoding="utf-8")
    assert Schema.from_file(schema, cache=folder).is_valid(b"<r><d/></r>")
    (tmp_path / "inner.rnc").unlink()
    with pytest.raises(SchemaError, match="cannot be read"):
        Schema.from_file(schema, cache=folder)


def test_a_broken_schema_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.rnc"
    path.write_text("start = element r { missing }", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(SchemaError, match="missing"):
            Schema.from_file(path, cache=tmp_path / "cache")
    assert not is_kept(tmp_path / "cache", path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"not JSON\n[]",
        lambda _: b"{}\n[]",
        lambda _: b"[1]\n[]",
        lambda data: data[:-10],
        lambda data: data.replace(b"element", b"elephant"),
        lambda data: data.replace(b'"files":{', b'"files":{"absent.rnc":"0",'),
    ],
)
def test_what_is_damaged_is_compiled_again(tmp_path: Path, schema: Path, damage: object) -> None:
    folder = tmp_path / "cache"
    Schema.from_file(schema, cache=folder)
    [file] = folder.glob("*.json")
    damaged = damage(file.read_bytes().replace(b'"files": {', b'"files":{'))  # type: ignore[operator]
    file.write_bytes(damaged)
    assert not is_kept(folder, schema)
    assert Schema.from_file(schema, cache=folder).is_valid(b"<r><c/></r>")
    assert is_kept(folder, schema)


def test_a_folder_that_cannot_be_is_no_matter(tmp_path: Path, schema: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    folder = tmp_path / "file" / "cache"
    assert Schema.from_file(schema, cache=folder).is_valid(b"<r><c/></r>")
    assert not is_kept(folder, schema)


def test_the_folder_does_not_grow_for_ever(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        path = tmp_path / f"{number}.rnc"
        path.write_text("start = element r { empty }", encoding="utf-8")
        Schema.from_file(path, cache=tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == KEPT


def test_the_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert user_folder({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "teikit.relaxng"
    assert user_folder({"XDG_CACHE_HOME": "relative"}) is None
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert user_folder({}) == tmp_path / ".cache" / "teikit.relaxng"
    monkeypatch.setattr("sys.platform", "win32")
    assert user_folder({}) is None


@pytest.mark.parametrize(("choice", "files"), [({}, 1), ({"cache": False}, 0)])
def test_the_folder_of_the_user_is_taken(
    schema: Path, monkeypatch: pytest.MonkeyPatch, choice: dict[str, bool], files: int
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(schema.parent))
    Schema.from_file(schema, **choice)
    assert len(list(schema.parent.glob("teikit.relaxng/*.json"))) == files


def sealed(data: bytes, change: Callable[[dict[str, Any], Any], None]) -> bytes:
    """An entry that somebody has changed who knows all but the key."""
    _, head, body = data.split(b"\n")
    entry, rows = json.loads(head), json.loads(body)
    change(entry, rows)
    content = json.dumps(entry).encode() + b"\n" + json.dumps(rows).encode()
    return hmac.new(b"", content, hashlib.sha256).hexdigest().encode() + b"\n" + content


FORGED: dict[str, Callable[[dict[str, Any], Any], None]] = {
    "a row that is none": lambda _, rows: rows.__setitem__(0, 7),
    "a number out of range": lambda _, rows: rows.append(["oneOrMore", 10**9]),
    "a circle": lambda _, rows: rows.__setitem__(0, ["oneOrMore", 0]),
    "anything is valid": lambda _, rows: rows.__setitem__(
        slice(None), [["element", ["anyName", None], 1], ["text"]]
    ),
    "a device": lambda entry, _: entry["files"].update({"/dev/zero": "0"}),
    "no files": lambda entry, _: entry["files"].clear(),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_what_others_have_made_is_not_looked_at(
    tmp_path: Path, schema: Path, change: Callable[[dict[str, Any], Any], None]
) -> None:
    folder = tmp_path / "cache"
    Schema.from_file(schema, cache=folder)
    [file] = folder.glob("*.json")
    file.write_bytes(sealed(file.read_bytes(), change))
    asked: list[str] = []

    def read(address: str) -> bytes:
        asked.append(address)
        return Path(address).read_bytes()

    assert recall(folder, schema.as_posix(), read) is None
    assert asked == []
    assert not Schema.from_file(schema, cache=folder).is_valid(b"<x/>")
    assert is_kept(folder, schema)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_an_entry_that_is_a_pipe_is_not_waited_for(tmp_path: Path, schema: Path) -> None:
    folder = tmp_path / "cache"
    Schema.from_file(schema, cache=folder)
    [file] = folder.glob("*.json")
    file.unlink()
    os.mkfifo(file)
    assert recall(folder, schema.as_posix()) is None
    assert Schema.from_file(schema, cache=folder).is_valid(b"<r><c/></r>")


@pytest.mark.skipif(os.name == "nt", reason="needs permissions of POSIX")
def test_a_key_that_others_can_read_is_none(
    tmp_path: Path, schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "cache"
    Schema.from_file(schema, cache=folder)
    key = tmp_path / "data" / "teikit.relaxng" / "key"
    assert key.stat().st_mode & 0o077 == 0
    assert is_kept(folder, schema)
    key.chmod(0o644)
    assert not is_kept(folder, schema)
    Schema.from_file(schema, cache=folder)  # makes another key
    assert is_kept(folder, schema)
    key.write_bytes(b"")
    assert not is_kept(folder, schema)


def test_another_catalog_is_another_schema(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.rnc").write_text(f"start = element {name} {{ empty }}")
    path = tmp_path / "outer.rnc"
    path.write_text('include "urn:x"')
    for name in ("a", "b", "a"):
        found = (tmp_path / f"{name}.rnc").as_posix()
        schema = Schema.from_file(
            path, cache=tmp_path / "cache", locate=lambda href, base, found=found: found
        )
        assert schema.is_valid(f"<{name}/>".encode())
