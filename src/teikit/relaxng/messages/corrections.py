"""Values that are nearly right: what they may have been meant to be."""

import re
from collections.abc import Iterator

from teikit.xml.spelling import MAX_LENGTH


def corrections(value: str) -> Iterator[str]:
    """What a value may have been meant to be: the slips that are made most, undone."""
    if not value.strip() or len(value) > MAX_LENGTH:
        return
    plain = " ".join(value.split())
    tries = (
        plain,
        plain.lower(),
        plain.removeprefix("#"),
        re.sub(r"[\s_]+", "-", plain),
        re.sub(r"[\s_]+", "-", plain).lower(),
        re.sub(r"\b[0-9]\b", lambda digit: f"0{digit[0]}", plain),
        plain.replace(",", "."),
        plain.replace(", ", " ").replace(",", " "),
    )
    yield from dict.fromkeys(correction for correction in tries if correction != value)
