"""Which part of the program may use which: the layers, held by reading the imports."""

from pathlib import Path

import pytest

import teikit.relaxng
from structure import imports, modules, within

CONVERSION = [
    "teikit.converting.letter",
    "teikit.converting.reading",
    "teikit.converting.recognise",
]

# Modules, what none of them imports, and the exceptions; a name stands for all below it too.
NEVER = [
    ("teikit.converting.source", ["teikit", "lxml"], ["teikit.converting.letter", "teikit.errors"]),
    ("teikit.converting.letter", ["teikit", "lxml"], ["teikit.converting.source", "teikit.errors"]),
    ("teikit.profiles.profile", ["lxml"], []),
    ("teikit.converting.reading", ["lxml"], []),
    ("teikit.converting.recognise", ["lxml", "teikit.converting.reading"], []),
    ("teikit.xml.markup", ["teikit", "lxml"], ["teikit.xml.entities"]),
    (
        "teikit.relaxng",
        ["teikit", "click", "lxml", "rich", "xmlschema"],
        ["teikit.relaxng", "teikit.xml"],
    ),
    (
        "teikit.schematron",
        ["teikit", "click", "rich", "xmlschema"],
        ["teikit.schematron", "teikit.xml"],
    ),
    ("teikit.validating", CONVERSION, []),
    ("teikit.exporting", CONVERSION, []),
    ("teikit.reporting", CONVERSION, []),
    ("teikit.reviewing", CONVERSION, []),
]

# Libraries, and the only modules that import them.
ONLY = [
    ("click", ["teikit.cli"]),
    ("rich", ["teikit.cli"]),
    ("xmlschema", ["teikit.validating"]),
    ("elementpath", ["teikit.schematron.xpath"]),
]


@pytest.mark.parametrize(("package", "forbidden", "allowed"), NEVER)
def test_never_imports(package: str, forbidden: list[str], allowed: list[str]) -> None:
    wrong = [
        f"{module} imports {name}"
        for module, path in modules().items()
        if within(module, package)
        for name in imports(path)
        if any(within(name, package) for package in forbidden)
        and not any(within(name, package) for package in allowed)
    ]
    assert not wrong


def test_relaxng_is_used_by_its_public_names(root: Path) -> None:
    """What is public stands in `teikit.relaxng`; its own tests may look inside."""
    users = [
        *(path for module, path in modules().items() if not within(module, "teikit.relaxng")),
        *(root / "bench").rglob("*.py"),
        *(path for path in (root / "tests").rglob("*.py") if path.parent.name != "relaxng"),
    ]
    public = {f"teikit.relaxng.{name}" for name in teikit.relaxng.__all__}
    wrong = [
        f"{path.relative_to(root)} imports {name}"
        for path in users
        for name in imports(path)
        if name.startswith("teikit.relaxng.") and name not in public
    ]
    assert not wrong


def test_the_public_names_of_relaxng_are_there() -> None:
    assert {*teikit.relaxng.__all__} <= {*dir(teikit.relaxng)}
    assert all(hasattr(teikit.relaxng, name) for name in teikit.relaxng.__all__)


@pytest.mark.parametrize(("library", "users"), ONLY)
def test_only_these_import(library: str, users: list[str]) -> None:
    importers = [
        module
        for module, path in modules().items()
        if any(within(name, library) for name in imports(path))
    ]
    assert importers, f"nothing imports {library}"
    assert [
        importer for importer in importers if not any(within(importer, user) for user in users)
    ] == []


def test_the_packages_that_are_held_exist() -> None:
    assert {package for package, *_ in NEVER} <= {*modules()}
