"""Schemas that others have published, counted against what stands in them."""

from pathlib import Path

from lxml import etree

from schematrons import ISO, assertions, rules
from teikit.schematron.model import Definition
from teikit.schematron.reading import contains, read


def definition_of(path: Path) -> Definition:
    return read(str(path), read=lambda address: Path(address).read_bytes())


def counted(path: Path, *names: str) -> int:
    root = etree.parse(path).getroot()
    return sum(1 for name in names for _ in root.iter(f"{{{ISO}}}{name}"))


def test_tei_all(shared: Path) -> None:
    path = shared / "tei" / "tei_all.rng"
    found = definition_of(path)
    assert len(found.patterns) == counted(path, "pattern")
    assert len(rules(found)) == counted(path, "rule") == 95
    assert len(assertions(found)) == counted(path, "assert", "report") == 100
    assert {"tei", "teix", "xs", "rng"} <= found.namespaces.keys()
    assert (found.binding, found.notes) == ("xslt2", ())
    assert len({pattern.id for pattern in found.patterns}) == len(found.patterns)


def test_cmif(shared: Path) -> None:
    for path in sorted((shared / "cmif" / "odd").glob("*.sch")):
        found = definition_of(path)
        assert len(assertions(found)) == counted(path, "assert", "report") > 0
        assert found.notes == ()


def test_what_holds_none_is_known(shared: Path, root: Path) -> None:
    def content(address: str) -> bytes:
        return Path(address).read_bytes()

    assert contains(str(shared / "tei" / "tei_all.rng"), read=content)
    for name in ("teikit.rng", "teikit.rnc", "teikit.xsd"):
        assert not contains(str(root / "schema" / name), read=content)
    assert not contains(str(shared / "cmif" / "odd" / "cmi-customization.odd"), read=content)
