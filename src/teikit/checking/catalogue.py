"""All that a check can find."""

from teikit.checking.corpus_rules import CORPUS_RULES
from teikit.checking.ignores import UNCLEAR, UNUSED
from teikit.checking.inclusion import NOT_FOLLOWED
from teikit.checking.relaxng import RELAXNG
from teikit.checking.rules import FILE_RULES
from teikit.checking.schemas import MORE, REMOTE, UNUSABLE
from teikit.checking.wellformed import NOT_WELL_FORMED, UNREADABLE, UNSAFE
from teikit.checking.xsd import XSD
from teikit.diagnostic import Rule

FIXED: tuple[Rule, ...] = (
    NOT_WELL_FORMED,
    UNSAFE,
    UNREADABLE,
    NOT_FOLLOWED,
    RELAXNG,
    XSD,
    MORE,
    UNUSABLE,
    REMOTE,
    UNUSED,
    UNCLEAR,
)
"""Those that are no functions with samples."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *FIXED,
            *(one.rule for one in FILE_RULES),
            *(one.rule for one in CORPUS_RULES),
        ),
        key=lambda rule: ("XSTC".index(rule.code[0]), rule.code),
    )
)
"""In the order in which a file is checked."""
