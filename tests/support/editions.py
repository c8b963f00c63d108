"""Small editions in folders, to be packed."""

from pathlib import Path

from tei_texts import tei

SETTINGS = """\
[publication]
title = "Letters of a town"
publisher = "Town Press"
editors = ["Roe, Ann <roe@example.org>", "Eva Poe"]
licence = "https://creativecommons.org/licenses/by/4.0/"
availability = "CC BY 4.0"
home = "https://example.org/"
date = "2026-01-02"
doi = "10.1234/town"
cmif = "https://example.org/cmif.xml"
address = "https://example.org/{id}"
"""
HEADER = """<fileDesc><titleStmt><title>Roe to Doe</title></titleStmt>
<publicationStmt><publisher>Town Press</publisher></publicationStmt>
<sourceDesc><p>a letter</p></sourceDesc></fileDesc>
<profileDesc><correspDesc>
<correspAction type="sent"><persName ref="../authority/persons.xml#roe">Roe</persName>
<date when="1920-05-01"/></correspAction>
<correspAction type="received"><persName>Doe</persName></correspAction>
</correspDesc></profileDesc>"""
PERSONS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>Persons</title></titleStmt><publicationStmt><p>x</p></publicationStmt>
<sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader><standOff><listPerson>
<person xml:id="roe"><persName>Roe, Ann</persName><idno type="GND">118540238</idno></person>
</listPerson></standOff></TEI>"""
SCHEMA = """default namespace = "http://www.tei-c.org/ns/1.0"
include "any.rnc" { start = element TEI { any } }
"""
ANY = """namespace xml = "http://www.w3.org/XML/1998/namespace"
start = notAllowed
any = mixed { (attribute * { text } | element * { any })* }
"""


def letter(name: str, schema: str = "") -> str:
    """A letter that names a schema, if one is given."""
    model = f'<?xml-model href="{schema}"?>\n' if schema else ""
    return model + tei(f"<p>Dear {name}, <persName>Doe</persName> is here.</p>", "", HEADER, name)


def edition(folder: Path) -> Path:
    """The folder of a project: two letters, a list of persons, a schema with what it includes."""
    (folder / "schemas").mkdir(parents=True)
    (folder / "schemas" / "letters.rnc").write_text(SCHEMA, encoding="utf-8")
    (folder / "schemas" / "any.rnc").write_text(ANY, encoding="utf-8")
    project = folder / "town"
    for name in ("tei", "authority", "raw"):
        (project / name).mkdir(parents=True)
    (project / "raw" / "page.txt").write_text("a page", encoding="utf-8")
    (project / "teikit.toml").write_text(SETTINGS, encoding="utf-8")
    (project / "authority" / "persons.xml").write_text(PERSONS, encoding="utf-8")
    for name in ("a", "b"):
        text = letter(name, "../../schemas/letters.rnc")
        (project / "tei" / f"{name}.xml").write_text(text, encoding="utf-8")
    return project
