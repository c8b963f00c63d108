"""All that a check can find."""

from teikit.diagnostic import Rule
from teikit.validating.archives.tables import REQUIREMENTS
from teikit.validating.engine.ignores import UNCLEAR, UNUSED
from teikit.validating.rules.corpus import CORPUS_RULES
from teikit.validating.rules.file import FILE_RULES
from teikit.validating.schemas.bounds import STOPPED
from teikit.validating.schemas.inclusion import FAILING, NOT_FOLLOWED
from teikit.validating.schemas.older import TEI_P4
from teikit.validating.schemas.relaxng import RELAXNG
from teikit.validating.schemas.schematron import SCHEMATRON
from teikit.validating.schemas.unused import (
    NO_PHASE,
    NO_SCHEMA,
    NOT_APPLIED,
    NOT_EVALUATED,
    REMOTE,
    UNUSABLE,
)
from teikit.validating.schemas.voices import MORE
from teikit.validating.schemas.wellformed import (
    DTD,
    LARGE,
    MISSING,
    NOT_WELL_FORMED,
    UNFINISHED,
    UNREADABLE,
    UNSAFE,
    XSD_ALONE,
)
from teikit.validating.schemas.xsd import XSD

FIXED: tuple[Rule, ...] = (
    NOT_WELL_FORMED,
    UNSAFE,
    UNREADABLE,
    NOT_FOLLOWED,
    TEI_P4,
    DTD,
    MISSING,
    UNFINISHED,
    LARGE,
    XSD_ALONE,
    FAILING,
    RELAXNG,
    XSD,
    MORE,
    UNUSABLE,
    REMOTE,
    NOT_APPLIED,
    NO_SCHEMA,
    STOPPED,
    SCHEMATRON,
    NOT_EVALUATED,
    NO_PHASE,
    UNUSED,
    UNCLEAR,
)
"""Those that are no functions with samples."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *FIXED,
            *(checked.rule for checked in FILE_RULES),
            *(checked.rule for checked in CORPUS_RULES),
            *(requirement.rule for requirement in REQUIREMENTS),
        ),
        key=lambda rule: ("XSTICA".index(rule.code[0]), rule.code),
    )
)
"""In the order in which a file is checked."""
