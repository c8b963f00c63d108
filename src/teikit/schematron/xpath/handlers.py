"""All constructs of XPath 2.0 and 3.1 that have counterparts in XPath 1.0."""

from collections.abc import Mapping

from teikit.schematron.xpath.arithmetic import ARITHMETIC
from teikit.schematron.xpath.calls import CALLS
from teikit.schematron.xpath.casts import CASTS
from teikit.schematron.xpath.combining import COMBINING
from teikit.schematron.xpath.comparisons import COMPARISONS
from teikit.schematron.xpath.conditions import CONDITIONS
from teikit.schematron.xpath.filters import FILTERS
from teikit.schematron.xpath.identity import IDENTITY
from teikit.schematron.xpath.paths import PATHS
from teikit.schematron.xpath.primaries import PRIMARIES
from teikit.schematron.xpath.steps import STEPS
from teikit.schematron.xpath.translation import Handler

HANDLERS: Mapping[str, Handler] = {
    **PRIMARIES,
    **PATHS,
    **STEPS,
    **FILTERS,
    **CALLS,
    **COMPARISONS,
    **IDENTITY,
    **ARITHMETIC,
    **CONDITIONS,
    **COMBINING,
    **CASTS,
}
"""How each is translated, by its construct."""
