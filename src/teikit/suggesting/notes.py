"""What notes look like in pages, and where they stand."""

import re
from collections import Counter

from teikit.profiles.profile import NotePlace
from teikit.suggesting.groups import RepeatedHeadings
from teikit.suggesting.observation import Observation
from teikit.suggesting.suggestion import SuggestedKey, SuggestedValue
from teikit.suggesting.traces import Appearance

_LABEL = re.compile(
    r"(?P<open>[\[({]?)\s*(?P<word>[^\W\d_][^\W\d_ .]{1,16}\.?\s+)?"
    r"(?:(?P<number>\d{1,4}(?:\.\d{1,2})?[a-z]?)|(?P<sign>[*†‡§]{1,4})|(?P<letter>[A-Za-z]))"
    r"(?P<close>\s*[\])}.:])?"
)
_FEW = 3
_MOST = 0.6
"""The share of notes from which their place is that of all."""
_FEW_SHARE = 0.3


def suggested(seen: Observation) -> list[SuggestedKey]:
    """The keys on notes, where they differ from a plain collection."""
    if seen.grouped:
        return _grouped(seen.grouped)
    labels = [index for index, trace in enumerate(seen.traces) if trace is Appearance.LABEL]
    if not labels:
        return []
    shapes = Counter(_shape(seen.units[index].text) for index in labels)
    template, count = shapes.most_common(1)[0]
    place, reason = _place(seen, labels)
    sure = len(labels) >= _FEW
    keys = []
    if place is not NotePlace.LETTER:
        keys.append(SuggestedKey("notes", "place", (SuggestedValue(str(place), reason, sure),)))
    if template and count >= _FEW and count >= _MOST * len(labels):
        # The converter knows the usual shapes by itself: an editor may say that there is no other.
        example = seen.units[next(i for i in labels if _shape(seen.units[i].text) == template)].text
        words = f"{count} of {len(labels)} notes, e.g. “{example[:30]}”"
        keys.append(
            SuggestedKey("notes", "labels", (SuggestedValue(template, words, True, False),), True)
        )
    return keys


def _grouped(notes: RepeatedHeadings) -> list[SuggestedKey]:
    """The keys for notes that stand behind all letters, each group headed like its letter."""
    under = f"under “{notes.title}” " if notes.title else ""
    reason = f"{under}{notes.groups} headings of letters are repeated above notes"
    place = SuggestedValue(str(NotePlace.BOOK), reason, notes.known)
    keys = [SuggestedKey("notes", "place", (place,))]
    if notes.title and not re.search(r"[{}*]", notes.title):
        title = SuggestedValue(notes.title, "the title above these notes", notes.known)
        keys.insert(0, SuggestedKey("page", "notes", (title,), is_list=True))
    return keys


def _shape(text: str) -> str:
    """The template of the label with which a note begins."""
    found = _LABEL.match(text)
    if found is None:
        return ""
    value = "{number}" if found["number"] else "{sign}" if found["sign"] else "{letter}"
    word = f"{found['word'].strip()} " if found["word"] else ""
    closing = (found["close"] or "").strip()
    if found["open"] == "{":
        return f"{{{{{word}{value}}}}}"
    if found["open"] == "[" and closing == ":":
        return f"[{word}{value}: *]"
    return f"{found['open']}{word}{value}{closing}"


def _place(seen: Observation, labels: list[int]) -> tuple[NotePlace, str]:
    """Where the notes stand, and why that is thought."""
    starts = seen.beginnings.starts
    last = starts[-1] if starts else 0
    titles = [index for index, trace in enumerate(seen.traces) if trace is Appearance.NOTES]
    behind = [index for index in labels if titles and index > titles[-1] > last]
    if len(starts) > 1 and len(behind) >= _MOST * len(labels):
        title = seen.units[titles[-1]].text
        return NotePlace.BOOK, f"{len(behind)} notes stand under “{title}” behind the last letter"
    begun = set(starts)
    inside = 0
    for index in labels:
        after = index + 1
        while after < len(seen.units) and seen.traces[after] in {Appearance.LABEL, Appearance.RULE}:
            after += 1
        inside += after < len(seen.units) and after not in begun and _is_prose(seen, after)
    if inside >= _FEW and inside >= _FEW_SHARE * len(labels):
        return NotePlace.PAGE, f"behind {inside} of {len(labels)} notes their letter goes on"
    return NotePlace.LETTER, ""


def _is_prose(seen: Observation, index: int) -> bool:
    return seen.traces[index] is Appearance.PROSE
