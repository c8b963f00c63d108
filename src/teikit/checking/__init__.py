"""Checking TEI files, however they were made: well-formed, and valid against schemas.

`check` is the whole of it. `schema_checks` and `check_file` are its two halves, for callers that
show progress or check one file after another.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from teikit.checking.document import Document
from teikit.checking.schemas import SchemaCheck, one_voice, packaged, schema_checks
from teikit.checking.wellformed import RULE_OF
from teikit.diagnostic import Diagnostic, Location, in_order
from teikit.tei.files import Unreadable, find, parsed, read

__all__ = ["check", "check_file", "packaged", "schema_checks"]


def check(paths: Iterable[Path], *, schemas: Iterable[Path] | None = None) -> Iterator[Diagnostic]:
    """What is wrong with the files that `paths` stand for, in order, found as it is asked for.

    `schemas` are RELAX NG (`.rng`, `.rnc`) and XSD (`.xsd`) files; without them, teikit's own are
    used. A folder stands for every XML file in it. A broken file is a finding, and the files after
    it are checked. Raises `TeikitError` for a missing path, a folder without XML, a broken schema.
    """
    files = find(paths)
    checks = schema_checks(packaged() if schemas is None else schemas)
    return (finding for file in files for finding in check_file(file, checks))


def check_file(path: Path, checks: Sequence[SchemaCheck]) -> list[Diagnostic]:
    """What is wrong with one file, in order."""
    try:
        data = read(path)
        document = Document(path, data, parsed(data, path))
    except Unreadable as error:
        place = Location(str(path), error.line, error.column)
        return [Diagnostic(RULE_OF[type(error)], place, error.reason)]
    return in_order(one_voice((schema(document) for schema in checks), path))
