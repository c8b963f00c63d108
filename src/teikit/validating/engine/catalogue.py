"""All that a check can find."""

from teikit.diagnostic import Rule
from teikit.validating.engine.ignores import UNCLEAR, UNUSED
from teikit.validating.rules.corpus import CORPUS_RULES
from teikit.validating.rules.file import FILE_RULES
from teikit.validating.schemas import MORE, REMOTE, UNUSABLE
from teikit.validating.schemas.inclusion import FAILING, NOT_FOLLOWED
from teikit.validating.schemas.relaxng import PART, RELAXNG
from teikit.validating.schemas.wellformed import NOT_WELL_FORMED, UNREADABLE, UNSAFE
from teikit.validating.schemas.xsd import XSD

FIXED: tuple[Rule, ...] = (
    NOT_WELL_FORMED,
    UNSAFE,
    UNREADABLE,
    NOT_FOLLOWED,
    FAILING,
    RELAXNG,
    XSD,
    MORE,
    UNUSABLE,
    REMOTE,
    PART,
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
        ),
        key=lambda rule: ("XSTC".index(rule.code[0]), rule.code),
    )
)
"""In the order in which a file is checked."""
