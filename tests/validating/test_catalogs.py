"""Catalogs of XML: what stands for an address, and what is said of a catalog that is none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from teikit.cli import main
from teikit.errors import TeikitError
from teikit.validating.schemas.addresses import joined, key
from teikit.validating.schemas.catalogs import Catalogs, from_environment

HEAD = (
    '<!DOCTYPE catalog PUBLIC "-//OASIS//DTD Entity Resolution XML Catalog V1.0//EN"'
    ' "http://www.oasis-open.org/committees/entity/release/1.0/catalog.dtd">\n'
    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog" prefer="public">'
)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(entries: str, name: str = "catalog.xml", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{head}{entries}</catalog>", encoding="utf-8")
        return path

    return write


ENTRIES = """
<uri name="http://h/one.rng" uri="local/one.rng"/>
<uri name="urn:x:y" uri="local/urn.rng"/>
<system systemId="https://h/system.rng" uri="local/system.rng"/>
<public publicId="-//X//Y" uri="local/public.dtd"/>
<uriSuffix uriSuffix="all.rng" uri="short.rng"/>
<uriSuffix uriSuffix="tei_all.rng" uri="long.rng"/>
<systemSuffix systemIdSuffix="/tei_lite.rng" uri="lite.rng"/>
<rewriteURI uriStartString="http://www.tei-c.org/" rewritePrefix="tei/"/>
<rewriteURI uriStartString="http://www.tei-c.org/Vault/" rewritePrefix="vault/"/>
<rewriteSystem systemIdStartString="http://old.org/" rewritePrefix="old/"/>
<group xml:base="group/"><uri name="http://h/g.rng" uri="g.rng"/></group>
<uri name="http://h/based.rng" uri="b.rng" xml:base="base/x/"/>
<x:uri xmlns:x="urn:other" name="http://h/none.rng" uri="none.rng"/>
<uri name="http://h/moved.rng" uri="http://elsewhere/moved.rng"/>
"""


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://h/one.rng", "local/one.rng"),
        ("https://H:443/one.rng#a", "local/one.rng"),
        ("http://h/./x/../one.rng", "local/one.rng"),
        ("http://h/one.rng?v=2", None),
        ("urn:x:y", "local/urn.rng"),
        ("URN:X:y", "local/urn.rng"),
        ("http://h/system.rng", "local/system.rng"),
        ("http://any/xall.rng", "short.rng"),
        ("http://any/tei_all.rng", "long.rng"),
        ("http://any/tei_lite.rng", "lite.rng"),
        ("https://www.tei-c.org/a/b%20c.rng", "tei/a/b%20c.rng"),
        ("http://www.TEI-c.org/Vault/4/x.rng", "vault/4/x.rng"),
        ("http://www.tei-c.org/%2e%2e/%2e%2e/etc/passwd", "tei/etc/passwd"),
        ("http://www.tei-c.org/a%2f..%2f..%2f..%2fetc%2fpasswd", None),
        ("http://old.org/x", "old/x"),
        ("http://h/g.rng", "group/g.rng"),
        ("http://h/based.rng", "base/x/b.rng"),
        ("http://h/none.rng", None),
        ("-//X//Y", None),
    ],
)
def test_entries(write: Write, address: str, found: str | None) -> None:
    path = write(ENTRIES)
    base = path.parent.as_uri()
    assert Catalogs([str(path)]).resolved(address) == (found and f"{base}/{found}")
    assert Catalogs([path.as_uri()]).resolved("http://h/moved.rng") == "http://elsewhere/moved.rng"


def test_further_catalogs(write: Write) -> None:
    write('<uri name="http://h/a" uri="a"/><nextCatalog catalog="../catalog.xml"/>', "next/c.xml")
    write('<uri name="http://h/a" uri="b"/><uri name="http://d/a" uri="b"/>', "next/d.xml")
    first = write(
        '<nextCatalog catalog="next/c.xml"/><nextCatalog catalog="next/c.xml"/>'
        '<nextCatalog catalog="http://h/catalog.xml"/><nextCatalog catalog="absent.xml"/>'
        '<delegateURI uriStartString="http://d/" catalog="next/d.xml"/>'
        '<delegateURI uriStartString="http://d/deep/" catalog="next/c.xml"/>'
    )
    known = Catalogs([str(first)])
    next_ = (first.parent / "next").as_uri()
    assert known.resolved("http://h/a") == f"{next_}/a"
    assert known.resolved("http://d/a") == f"{next_}/b"
    assert known.resolved("http://d/x") is None
    assert known.missing == [str(first.parent / "absent.xml")]


def test_catalogs_that_name_each_other_many_times(write: Write) -> None:
    for number in range(60):
        entry = f'<nextCatalog catalog="{number + 1}.xml"/>'
        write(entry * 10, f"{number}.xml")
    first = write("", "60.xml").with_name("0.xml")
    assert Catalogs([str(first)]).resolved("http://h/a") is None


def test_too_many_catalogs(write: Write) -> None:
    for number in range(250):
        write(f'<nextCatalog catalog="{number + 1}.xml"/>', f"{number}.xml")
    first = write("", "250.xml").with_name("0.xml")
    with pytest.raises(TeikitError, match="more than 200 catalogs"):
        Catalogs([str(first)])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<catalog/>", "no catalog of OASIS"),
        ("<catalog", "broken"),
        ("", "broken"),
        ("<html></html>", "no catalog of OASIS"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "declares entities"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "broken"),
    ],
)
def test_what_is_no_catalog_stops_the_work(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "c.xml"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", str(tmp_path), "--catalog", str(path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["absent.xml", "http://h/c.xml", "."])
def test_a_catalog_that_is_not_there_stops_the_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", str(tmp_path), "--catalog", name])
    assert result.exit_code == 2
    assert "catalog" in result.stderr


def test_the_environment(tmp_path: Path) -> None:
    def names(value: str) -> list[str]:
        return from_environment({"XML_CATALOG_FILES": value})

    assert from_environment({}) == []
    assert names("file:///a/c.xml  /b/c.xml") == ["file:///a/c.xml", "/b/c.xml"]
    assert names("/a;/b\n/c") == ["/a", "/b", "/c"]
    assert names("file:///a:/b:file:/c") == ["file:///a", "/b", "file:/c"]
    spaced = tmp_path / "my catalog.xml"
    spaced.write_text("", encoding="utf-8")
    assert names(str(spaced)) == [str(spaced)]
    assert Catalogs(environment=["/absent.xml"]).missing == ["/absent.xml"]


RNG = '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'


@pytest.mark.parametrize("how", ["option", "setting", "environment"])
def test_documents_and_includes_are_looked_up(
    write: Write, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    path = write(
        '<uri name="urn:x:inner" uri="deep/inner.rng"/>'
        '<rewriteURI uriStartString="http://h/" rewritePrefix="deep/"/>',
        "elsewhere/catalog.xml",
    )
    folder = path.parent.parent / "tei"
    folder.mkdir()
    (path.parent / "deep").mkdir()
    (path.parent / "deep" / "inner.rng").write_text(RNG)
    (path.parent / "deep" / "outer.rng").write_text(
        '<externalRef href="urn:x:inner" xmlns="http://relaxng.org/ns/structure/1.0"/>'
    )
    (folder / "outer.rng").write_text(
        '<externalRef href="https://h/outer.rng" xmlns="http://relaxng.org/ns/structure/1.0"/>'
    )
    for number, address in enumerate(("https://h/outer.rng", "http://h/inner.rng", "outer.rng")):
        (folder / f"{number}.xml").write_text(f'<?xml-model href="{address}"?><b/>')
    monkeypatch.chdir(folder)
    arguments = ["validate", ".", "--select", "S", "--format", "concise"]
    if how == "option":
        arguments += ["--catalog", "../elsewhere/catalog.xml"]
    elif how == "setting":
        (folder / "teikit.toml").write_text('catalogs = ["../elsewhere/catalog.xml"]')
    else:
        monkeypatch.setenv("XML_CATALOG_FILES", f"/absent.xml {path.as_uri()}")
    result = CliRunner().invoke(main, arguments)
    assert result.output.count("S001") == 3, result.output
    assert result.exit_code == 1


def test_the_table_of_the_settings_holds_for_includes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner.rng").write_text(RNG)
    (tmp_path / "tei").mkdir()
    (tmp_path / "teikit.toml").write_text('[catalog]\n"urn:X:in" = "inner.rng"')
    (tmp_path / "tei" / "outer.rng").write_text(
        '<externalRef href="URN:x:in" xmlns="http://relaxng.org/ns/structure/1.0"/>'
    )
    (tmp_path / "tei" / "a.xml").write_text('<?xml-model href="outer.rng"?><b/>')
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["validate", "tei", "--select", "S"])
    assert "S001" in result.output


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("HTTPS://H", "http://h/"),
        ("http://h:80/a", "https://h:443/a#b"),
        ("http://h/%7ea%2Fb", "http://h/~a%2fb"),
        ("http://h/a b/é", "http://h/a%20b/%C3%A9"),
        ("http://h/a/../../b/.", "http://h/b/"),
    ],
)
def test_addresses_that_are_the_same(address: str, same: str) -> None:
    assert key(address) == key(same)


def test_addresses_that_are_not() -> None:
    addresses = ["http://h/a", "http://h/A", "http://h/a?x=1", "http://h/a?x=2", "http://h:8/a"]
    assert len({key(address) for address in (*addresses, "http://h/a/", "urn:x:a", "a")}) == 8


def test_relative_addresses() -> None:
    assert joined("/a/b.rng", "../c%20d.rng#x") == "/c d.rng"
    assert joined("http://h/a/b.rng", "../c.rng") == "http://h/c.rng"
    assert joined("http://h/a/b.rng", "//[") == "//["
    assert joined("a/b", "urn:x") == "urn:x"
