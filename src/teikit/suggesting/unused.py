"""What in a profile does nothing for pages: templates that fit no line, words that are absent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from teikit.converting.source import Source, collapse
from teikit.profiles.layers import BELOW
from teikit.profiles.profile import Beginning, Profile
from teikit.profiles.template import (
    LONGEST_LINE,
    FileNameTemplate,
    PieceTemplate,
    compile_template,
)
from teikit.suggesting.units import clean

_LINES = {
    "page": ("furniture", "number", "essay", "notes", "summary", "headings"),
    "letter": ("classification", "transmission"),
}
_WORDS = ("heading", "dates", "letter", "archive", "manuscript", "notes")
"""Tables whose lists hold words."""
_NO_WORDS = {"dates.languages", "letter.classification", "letter.transmission"}
_NO_WORDS |= {"notes.labels", "notes.marks"}
_WITHOUT_NUMBERS = (Beginning.DATELINE, Beginning.SALUTATION, Beginning.RULE)
_MOST_LINES = 3
"""Lines that a heading may take."""
_MOST_SHOWN = 4
"""Words of a list that are named."""


def unused(
    own: Mapping[str, Any], profile: Profile, sources: Sequence[Source], used: set[str]
) -> list[str]:
    """Sentences about what in a profile does nothing.

    Args:
        own: the tables of the profile's own file, without what it extends.
        profile: the profile.
        sources: the pages.
        used: the templates of headings that a letter of the pages has.
    """
    return [
        *_without_effect(own, profile.page.begins),
        *_unfitted(own, profile.page.begins, sources, used),
        *_unfitted_names(own, sources),
        *_absent(own, sources),
    ]


def _ineffective(begins: Beginning) -> tuple[str, ...]:
    if begins in _WITHOUT_NUMBERS:
        return ("number",)
    return ("essay",) if begins is Beginning.FILE else ()


def _without_effect(own: Mapping[str, Any], begins: Beginning) -> Iterator[str]:
    for key in _ineffective(begins):
        if own.get("page", {}).get(key):
            yield f'page.{key} has no effect with page.begins = "{begins}"'


def _texts(own: Mapping[str, Any], table: str, key: str) -> list[tuple[str, str]]:
    """The entries of a list, each with its name: `page.headings[2]`."""
    values = own.get(table, {}).get(key, ())
    return [
        (f"{table}.{key}[{place}]", value)
        for place, value in enumerate(values, 1)
        if isinstance(value, str) and value != BELOW
    ]


def _unfitted(
    own: Mapping[str, Any], begins: Beginning, sources: Sequence[Source], used: set[str]
) -> Iterator[str]:
    """Templates of lines that fit none."""
    passed = _ineffective(begins)
    entries = [
        (key, name, text)
        for table, keys in _LINES.items()
        for key in keys
        if not (table == "page" and key in passed)
        for name, text in _texts(own, table, key)
        if not (key == "headings" and text in used)
    ]
    if not entries:
        return
    lines = list(chain.from_iterable(map(_lines, sources)))
    for key, name, text in entries:
        found = [place for place, line in lines if _fits(key, text, line)]
        places = list(dict.fromkeys(found))
        if not places:
            yield f"{name} “{text}” fits no line"
        elif key == "headings":
            count = "a line has" if len(places) == 1 else f"{len(places)} lines have"
            yield f"{name} “{text}” heads no letter, though {count} its form: {places[0]}"


def _fits(key: str, text: str, line: str) -> bool:
    if key == "headings":
        return PieceTemplate.parse(text).fits(line)
    return compile_template(text).fullmatch(line) is not None


def _lines(source: Source) -> Iterator[tuple[str, str]]:
    """Lines, alone and with those that follow without an empty line, each with its place."""
    path = Path(source.path).name
    texts = [collapse(line) for line in source.text.split("\n")]
    for index, text in enumerate(texts):
        joined = ""
        for following in texts[index : index + _MOST_LINES] if text else ():
            joined = f"{joined} {following}".strip()
            if not following or len(joined) > LONGEST_LINE:
                break
            for form in dict.fromkeys((joined, clean(joined), clean(joined.strip("[]")))):
                yield f"{path}:{index + 1}", form


def _unfitted_names(own: Mapping[str, Any], sources: Sequence[Source]) -> Iterator[str]:
    stems = [collapse(Path(source.path).stem.replace("_", " ")) for source in sources]
    for name, text in _texts(own, "page", "file_name"):
        if not any(map(FileNameTemplate.parse(text).fits, stems)):
            yield f"{name} “{text}” fits the name of no file"


def _absent(own: Mapping[str, Any], sources: Sequence[Source]) -> Iterator[str]:
    """Words that stand nowhere in the pages, list by list."""
    lists = [
        (key, words)
        for table in _WORDS
        for key, words in _word_lists(own.get(table, {}), table)
        if key not in _NO_WORDS
    ]
    if not lists:
        return
    text = "\n".join(collapse(source.text).casefold() for source in sources)
    for key, words in lists:
        absent = [word for word in words if not _stands(word, text, ordinal=key == "dates.ordinal")]
        if absent:
            shown = ", ".join(f"“{word}”" for word in absent[:_MOST_SHOWN])
            more = len(absent) - _MOST_SHOWN
            others = f" and {more} more" if more > 0 else ""
            verb = "stands" if len(absent) == 1 else "stand"
            yield f"{key}: {shown}{others} {verb} nowhere in the pages"


def _word_lists(value: object, key: str) -> Iterator[tuple[str, list[str]]]:
    """The lists of words in a table, also those by name and in lists."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _word_lists(each, f"{key}.{name}")
    elif isinstance(value, list):
        words = [word for each in value for word in (each if isinstance(each, list) else [each])]
        yield key, [word for word in words if isinstance(word, str) and word != BELOW]


def _stands(word: str, text: str, *, ordinal: bool) -> bool:
    bare = collapse(word).casefold().rstrip(".")
    if ordinal:
        return re.search(rf"\d\s?{re.escape(bare)}(?!\w)", text) is not None
    return bare in text
