"""What a reader could not take over from a file, as findings."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from teikit.converting.raw_rules import (
    BOX_PLACED,
    ENCODING_GUESSED,
    OBJECT_LEFT_OUT,
    PART_LEFT_OUT,
    PICTURE_LEFT_OUT,
    SIGN_LEFT_OUT,
    TAG_LEFT_OUT,
)
from teikit.converting.source import Source
from teikit.diagnostic import Diagnostic, Location, Rule

KINDS: Mapping[str, tuple[Rule, str]] = MappingProxyType(
    {
        "box": (BOX_PLACED, "the text box “{}” is put behind this"),
        "control": (SIGN_LEFT_OUT, "the character {} is left out"),
        "encoding": (ENCODING_GUESSED, "{}"),
        "formula": (OBJECT_LEFT_OUT, "a formula, “{}”, is left out"),
        "hidden": (PART_LEFT_OUT, "hidden words are left out: “{}”"),
        "margin": (BOX_PLACED, "what stands in the margin, “{}”, is put behind this"),
        "object": (OBJECT_LEFT_OUT, "an embedded object, “{}”, is left out"),
        "part": (PART_LEFT_OUT, "{}"),
        "picture": (PICTURE_LEFT_OUT, "a picture, “{}”, is left out"),
        "tag": (TAG_LEFT_OUT, "the transcription has a tag that is left out: {}"),
        "symbol": (SIGN_LEFT_OUT, "a sign of a font of symbols is left out: {}"),
    }
)
"""For each kind of omission its rule, and the message with a place for the words."""

_LONGEST = 120
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def findings(source: Source) -> list[Diagnostic]:
    """What of the file is not in its text: a finding for each, at its place."""
    found = []
    for each in source.omissions:
        rule, message = KINDS[each.kind]
        words = " ".join(each.words.split())
        words = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        place = Location(source.path, *source.position(min(each.offset, len(source.text))))
        found.append(Diagnostic(rule, place, message.format(words)))
    return [*found, *_private(source)]


def _private(source: Source) -> Iterator[Diagnostic]:
    """The characters that mean something in a font alone: each where it first stands."""
    first: dict[str, int] = {}
    times: Counter[str] = Counter()
    for match in _PRIVATE.finditer(source.text):
        first.setdefault(match.group(), match.start())
        times[match.group()] += 1
    for sign, offset in first.items():
        more = f", and {times[sign] - 1} times more" if times[sign] > 1 else ""
        message = f"the character U+{ord(sign):04X} has a meaning in its font alone{more}"
        yield Diagnostic(SIGN_LEFT_OUT, Location(source.path, *source.position(offset)), message)
