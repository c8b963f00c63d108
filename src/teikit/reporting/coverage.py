"""How many files were held against what, in words."""

from teikit.diagnostic import Summary
from teikit.reporting.visible import visible

_MOST = 3


def against(summary: Summary) -> str:
    """`20 against tei_all.rng, 2 against no schema`: the most frequent schemas, and what has none.

    Empty where nothing was read.
    """
    ranked = sorted(summary.held.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{count} against {visible(name)}" for name, count in ranked[:_MOST]]
    others = ranked[_MOST:]
    if others:
        parts.append(f"and {len(others)} other{'s' if len(others) > 1 else ''}")
    if summary.without_schema:
        parts.append(f"{len(summary.without_schema)} against no schema")
    return ", ".join(parts)
