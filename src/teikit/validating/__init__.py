"""Checking TEI files, however they were made: well-formed, valid, and by rules of its own.

`validate` is the whole of it; `fix_files` fixes what can be fixed, and says no more.
"""

from teikit.validating.fixes.run import FixRun, fix_files
from teikit.validating.schemas.resolving import packaged
from teikit.validating.settings import RuleOptions, Settings, load
from teikit.validating.validation import Validation, validate

__all__ = [
    "FixRun",
    "RuleOptions",
    "Settings",
    "Validation",
    "fix_files",
    "load",
    "packaged",
    "validate",
]
