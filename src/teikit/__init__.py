"""Encode, validate and export editions of letters in TEI P5.

The command `teikit` in three functions, for use without a command line:

    from pathlib import Path
    from teikit import encode, export, validate

    for diagnostic in validate([Path("corpus/tei")]):
        print(diagnostic.location, diagnostic.rule.code, diagnostic.message)

What is wrong with a document is a `teikit.diagnostic.Diagnostic`; what stops the work is raised as
`teikit.errors.TeikitError`. Nothing is printed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teikit.converting.convert import encode
    from teikit.exporting import export
    from teikit.validating import validate

    __version__: str

__all__ = ["__version__", "encode", "export", "validate"]

# Loaded when first asked for: `teikit --help` needs none of them, and they bring lxml with them.
_HOME = {
    "encode": "teikit.converting.convert",
    "export": "teikit.exporting",
    "validate": "teikit.validating",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("teikit")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'teikit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
