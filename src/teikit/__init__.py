"""Encode, validate and export editions of letters in TEI P5.

Each command of `teikit` is a function here, which does the same: `convert`, `validate`, `review`,
`export`, `package`, `site` and `plot`; `tables` gives the rows of what `export csv` writes, `read`
letters that a notebook shows. They are loaded when they are asked for.

    from pathlib import Path
    from teikit import validate

    for diagnostic in validate([Path("corpus/tei")]):
        print(diagnostic.location, diagnostic.rule.code, diagnostic.message)

What is wrong with a document is a `teikit.diagnostic.Diagnostic`; what stops the work is raised as
`teikit.errors.TeikitError`. Nothing is printed.
"""

from importlib import import_module

# This is imported before an interruption is ours to handle: `typing` would take too long.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from teikit.converting.convert import convert
    from teikit.exporting import export
    from teikit.exporting.rows import tables
    from teikit.packaging import package
    from teikit.publishing import plot, read, site
    from teikit.reviewing import review
    from teikit.validating import validate

    __version__: str

__all__ = [
    "__version__",
    "convert",
    "export",
    "package",
    "plot",
    "read",
    "review",
    "site",
    "tables",
    "validate",
]

# Loaded when first asked for: `teikit --help` needs none of them, and they bring lxml with them.
_HOME = {
    "convert": "teikit.converting.convert",
    "export": "teikit.exporting",
    "package": "teikit.packaging",
    "plot": "teikit.publishing",
    "read": "teikit.publishing",
    "review": "teikit.reviewing",
    "site": "teikit.publishing",
    "tables": "teikit.exporting.rows",
    "validate": "teikit.validating",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return import_module("importlib.metadata").version("teikit")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'teikit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
