"""What a reader could not take over from a file, as findings."""

from collections.abc import Mapping
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


def findings(source: Source) -> list[Diagnostic]:
    """What of the file is not in its text: a finding for each, at its place."""
    found = []
    for each in source.omissions:
        rule, message = KINDS[each.kind]
        words = " ".join(each.words.split())
        words = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        place = Location(source.path, *source.position(min(each.offset, len(source.text))))
        found.append(Diagnostic(rule, place, message.format(words)))
    return found
