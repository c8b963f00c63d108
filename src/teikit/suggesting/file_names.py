"""What the names of files tell of the letters in them, and which tables stand beside the files."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from teikit.suggesting.observation import Observation
from teikit.suggesting.suggestion import SuggestedKey, SuggestedValue
from teikit.suggesting.traces import Appearance
from teikit.suggesting.vocabulary import folded

_FEWEST = 3
"""Files whose names show a pattern."""
_MOST = 0.6
"""The share of files that should have it."""
_PIECE = re.compile(
    r"(?P<date>(?<!\d)(?:1[4-9]|20)\d\d(?:[-._]?[01]\d(?:[-._]?[0-3]\d)?)?(?!\d))"
    r"|(?P<number>\d{1,5}[a-z]?(?![^\W_]))|(?P<words>[^\W\d_][^\W_]*(?:[ .,_-]+[^\W\d_][^\W_]*)*)"
    r"|(?P<sign>[\W_]+)"
)
_TABLES = ("*.csv", "*.tsv")


def suggested(seen: Observation) -> list[SuggestedKey]:
    """`page.file_name` and `page.metadata`, where there is something to read."""
    keys = []
    if pattern := _pattern([Path(path).stem for path in seen.paths], seen):
        keys.append(SuggestedKey("page", "file_name", pattern, is_list=True))
    if tables := _tables(seen.paths):
        first, *others = tables
        reason = "stands beside the pages; its columns: file or number, from, to, date, place"
        values = [SuggestedValue(first, reason, not others)]
        values += [SuggestedValue(name, "or this one", False, False) for name in others]
        keys.append(SuggestedKey("page", "metadata", tuple(values)))
    return keys


def _tables(paths: Sequence[str]) -> list[str]:
    """The names of tables in the folder of the pages."""
    folder = Path(paths[0]).parent
    try:
        found = sorted(table.name for form in _TABLES for table in folder.glob(form))
    except OSError:
        return []
    return sorted(found, key=lambda name: (not name.startswith("metadata"), name))


def _pattern(stems: Sequence[str], seen: Observation) -> tuple[SuggestedValue, ...]:
    """The template that most names of files have."""
    if len(stems) < _FEWEST:
        return ()
    cuts = [list(_PIECE.finditer(stem)) for stem in stems]
    kinds = [tuple(piece.lastgroup or "" for piece in cut) for cut in cuts]
    shape, count = Counter(kinds).most_common(1)[0]
    telling = set(shape) & {"date", "number"} or shape.count("words") > 1
    if count < _FEWEST or count < _MOST * len(stems) or not telling:
        return ()
    fitting = [(page, cut) for page, cut in enumerate(cuts) if kinds[page] == shape]
    pieces, sure = [], True
    taken: set[str] = set()
    for place, kind in enumerate(shape):
        values = [cut[place][0] for _, cut in fitting]
        if kind == "sign" or (kind == "words" and len(set(values)) == 1):
            pieces.append(values[0] if len(set(values)) == 1 else " ")
        elif kind != "words":
            pieces.append("*" if kind in taken else f"{{{kind}}}")
            taken.add(kind)
        else:
            pages = [page for page, _ in fitting]
            name, certain = _meaning(values, pages, seen)
            pieces.append("*" if name in taken else f"{{{name}}}")
            taken.add(name)
            sure = sure and certain
    template = "".join(pieces)
    if re.search(r"[{}]", re.sub(r"\{\w+\}", "", template)):
        return ()
    reason = f"{count} of {len(stems)} names of files, e.g. “{stems[fitting[0][0]]}”"
    return (SuggestedValue(template, reason, sure),)


def _meaning(values: Sequence[str], pages: Sequence[int], seen: Observation) -> tuple[str, bool]:
    """What words of files' names are: they stand in the datelines, salutations, signatures."""
    named = dict(zip(pages, (folded(value) for value in values), strict=True))
    counts: Counter[str] = Counter()
    for unit, trace in zip(seen.units, seen.traces, strict=True):
        words = named.get(unit.source)
        if words is None or not unit.is_short:
            continue
        text = folded(unit.text)
        if not any(word in text for word in re.split(r"[\W_]+", words) if len(word) > 2):
            continue
        if trace is Appearance.DATELINE:
            counts["place"] += 1
        elif trace in {Appearance.NAME, Appearance.CLOSE}:
            counts["sender"] += 1
        else:
            counts["receiver"] += 1
    if not counts:
        return "receiver", False
    name, count = counts.most_common(1)[0]
    return name, count * 2 >= len(values)
