"""What was left out of a run, in words."""

from collections.abc import Iterable, Iterator, Sequence

from teikit.xml.folders import LeftOut

_FEW = 3
_KINDS = (
    ("excluded", "excluded"),
    ("hidden", "hidden"),
    ("links", "links to folders, which are not followed"),
)


def sentences(left_out: LeftOut, unmatched: Iterable[str]) -> Iterator[str]:
    """A sentence for each reason, with the first names; `unmatched` are patterns of settings."""
    for kind, words in _KINDS:
        if count := left_out.counts[kind]:
            yield f"left out ({words}): {count}: {_listed(sorted(getattr(left_out, kind)), count)}"
    if count := left_out.endings.total():
        ranked = sorted(left_out.endings.items(), key=lambda item: (-item[1], item[0]))
        kinds = [f"{ending or 'none'} ({number})" for ending, number in ranked]
        yield f"left out (other endings): {count}: {_listed(kinds, len(kinds))}"
    for pattern in unmatched:
        yield f"the pattern {pattern} of the settings means none of the files"


def _listed(names: Sequence[str], count: int) -> str:
    more = f" and {count - _FEW} more" if count > _FEW else ""
    return ", ".join(names[:_FEW]) + more
