"""`README.md` of a package: what a person finds who opens it in ten years.

It says nothing of the machine or the hour, so that the same edition has the same text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill

from teikit.exporting.datacite import EditionInNumbers
from teikit.exporting.tables import TABLES
from teikit.packaging.citation import in_words
from teikit.packaging.schemas import CATALOG, SchemaRow
from teikit.profiles.publication import Publication, named_editor
from teikit.tei.entries import AUTHORITY


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What a package holds, and how it came about.

    Attributes:
        publication: the settings.
        edition: the letters in numbers.
        files: how many files each folder of the payload holds, and each file in it, by their names.
        schemas: the schemas that the files name.
        checked: what came of the validation, in sentences.
        missing: what could not be made, or is left out, in sentences.
        beside: what stood beside the TEI and was not taken.
        renamed: files that have another name than they had, by their old names.
        version: of teikit.
    """

    publication: Publication
    edition: EditionInNumbers
    files: Mapping[str, int]
    schemas: Sequence[SchemaRow] = ()
    checked: Sequence[str] = ()
    missing: Sequence[str] = ()
    beside: Sequence[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    version: str = ""


_FOLDERS: Mapping[str, str] = {
    "tei": "The edition itself: text, notes and metadata in TEI P5 (XML), byte for byte as its"
    " editors left it. All else is made from it.",
    AUTHORITY: "Persons, places and bodies, to which `ref` in the TEI leads.",
    "schema": "The schemas that the files of TEI name, with all that these include.",
    "text": "Each document as plain text (UTF-8), as one reads it aloud; notes at its end.",
    "tables": "Tables (CSV, UTF-8, with commas), for spreadsheets and statistics; see below.",
    "metadata": "The edition as a whole for DataCite (`datacite.json`), and a record of Dublin Core"
    " for each document (`dublin-core/`).",
    "cmif.xml": "Who wrote to whom, when and where, in the Correspondence Metadata Interchange"
    " Format, for catalogues of letters.",
}


def readme(contents: PackageContents) -> str:
    """The text, in Markdown."""
    makers = (_head, _folders, _schemas, _tables, _made)
    sections = ["".join(f"{line}\n" for line in make(contents)) for make in makers]
    return "\n".join([*filter(None, sections), _UNDAMAGED])


def _head(contents: PackageContents) -> Iterator[str]:
    publication, edition = contents.publication, contents.edition
    yield f"# {_line(publication.title)}"
    yield ""
    yield from _filled(
        f"{edition.in_words} This package has {_some(edition.documents, 'document')} in all."
    )
    yield ""
    yield "| | |"
    yield "| --- | --- |"
    facts = (
        (
            "Editors",
            "; ".join(dict.fromkeys(named_editor(each)[0] for each in publication.editors)),
        ),
        ("Publisher", " ".join(filter(None, (publication.publisher, publication.publisher_home)))),
        ("Published", publication.date),
        ("Edition on the web", publication.home),
        ("DOI", publication.doi_address),
        ("Licence", " ".join(filter(None, (publication.availability, publication.licence)))),
        ("Funders", "; ".join(publication.funders)),
        ("Languages", ", ".join(edition.languages)),
    )
    yield from (f"| {name} | {_cell(value)} |" for name, value in facts if value)
    yield ""
    yield "## How to cite"
    yield ""
    yield _line(in_words(publication))
    yield ""
    yield from _filled(
        "`CITATION.cff` says the same for programs. `LICENSE` says on which terms all of this may"
        " be used."
    )


def _folders(contents: PackageContents) -> Iterator[str]:
    yield "## What is where"
    yield ""
    yield "| in `data/` | files | what |"
    yield "| --- | --- | --- |"
    others = [name for name in contents.files if name not in _FOLDERS]
    for name in (*_FOLDERS, *others):
        if name in contents.files:
            shown = name if name.endswith(".xml") else f"{name}/"
            words = _FOLDERS.get(name, _FOLDERS[AUTHORITY])
            yield f"| {_code(shown)} | {contents.files[name]} | {words} |"
    yield ""
    yield from _filled(
        "To find a letter, open `data/tables/documents.csv`: a row for each document, with sender,"
        " receiver, date and title. Its column `file` is the name of the file in `data/tei/`, where"
        " a file may hold several documents, or only join others. Its column `id` is the name of"
        " the file in `data/text/` and in `data/metadata/dublin-core/` (there, `_` stands for signs"
        " other than letters, digits, `.`, `-` and `_`)."
    )
    if contents.renamed:
        yield ""
        yield "These files have other names here, since not all systems could hold theirs:"
        yield ""
        yield "| was | is |"
        yield "| --- | --- |"
        for old, new in contents.renamed.items():
            yield f"| {_code(old)} | {_code(new)} |"


def _schemas(contents: PackageContents) -> Iterator[str]:
    if not contents.schemas:
        return
    yield "## Schemas"
    yield ""
    yield "What the files name as their schemas, and where that is here:"
    yield ""
    yield "| address | language | named by | file |"
    yield "| --- | --- | --- | --- |"
    for row in contents.schemas:
        by = _some(row.documents, "file") if row.documents else "the settings"
        file = _code(f"data/{row.file}") if row.file else "not in this package"
        yield f"| {_code(row.address)} | {row.language} | {by} | {file} |"
    if any(row.file and row.documents for row in contents.schemas):
        yield ""
        yield from _filled(
            f"Addresses in the files are as they were. `data/{CATALOG}` (an XML Catalog, OASIS)"
            " tells programs which file here is meant by each: `teikit validate --catalog"
            f" data/{CATALOG} data/tei`, for example."
        )


def _tables(contents: PackageContents) -> Iterator[str]:
    yield "## The tables"
    yield ""
    yield from _filled(
        "`document` in a table is `id` in `documents.csv`: by it they are joined. What is not known"
        " is left empty. A day is written as 1920-07-13."
    )
    for name, table in TABLES.items():
        yield ""
        yield f"### {name}.csv"
        yield ""
        yield from _filled(table.meaning)
        yield ""
        yield "| column | holds | meaning |"
        yield "| --- | --- | --- |"
        for column in table.columns:
            yield f"| `{column.name}` | {column.type.value} | {_cell(column.meaning)} |"


def _made(contents: PackageContents) -> Iterator[str]:
    yield "## How it was made"
    yield ""
    yield from _filled(
        f"`teikit package` (teikit {contents.version}) made all but the TEI, the schemas and the"
        " authority files, which were copied."
    )
    yield ""
    for words in contents.checked:
        yield f"- {_line(words)}"
    if contents.beside:
        listed = ", ".join(_code(name) for name in contents.beside)
        yield f"- Not taken, though it stood beside the TEI: {listed}."
    if contents.missing:
        yield ""
        yield "### What is missing"
        yield ""
        for words in dict.fromkeys(contents.missing):
            yield f"- {_line(words).rstrip('.')}."


_UNDAMAGED = """\
## Whether it is undamaged

This is a bag (BagIt 1.0, RFC 8493): `manifest-sha256.txt` and `manifest-sha512.txt` have the
checksum of each file in `data/`, `tagmanifest-….txt` those of the files beside it. Any of these
says whether a file was changed, or is missing:

- `teikit package --check .`
- `sha256sum --check manifest-sha256.txt`
- any other program for BagIt
"""


def _filled(text: str) -> list[str]:
    return fill(_line(text), 100, break_long_words=False, break_on_hyphens=False).splitlines()


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _line(text).replace("|", r"\|")


def _code(text: str) -> str:
    """Words as they are, between marks that they do not hold."""
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    runs = re.findall("`+", shown)
    marks = "`" * (max(map(len, runs), default=0) + 1)
    space = " " if runs else ""
    return f"{marks}{space}{_cell(shown)}{space}{marks}"


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
