"""The register of archives: repositories, their collections, shelf marks, and the letters there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from teikit.publishing.edition import SiteEdition, SiteLetter, folded
from teikit.publishing.labels import Labels
from teikit.publishing.languages import only_language

_FIGURES = re.compile(r"\d+")


_Marks = dict[str, list[SiteLetter]]
"""The letters of a collection by their shelf marks."""


def archives(found: SiteEdition, labels: Labels) -> Mapping[str, Any]:
    """What the template is filled with."""
    repositories: dict[str, dict[str, _Marks]] = {}
    missing = 0
    for letter in found.letters:
        missing += letter.record.is_letter and not letter.keeping
        for keeping in letter.keeping:
            collections = repositories.setdefault(keeping.repository, {})
            marks = collections.setdefault(keeping.collection, {})
            marks.setdefault(keeping.shelfmark, []).append(letter)
    groups = [
        {
            "name": repository or labels["pictures_no_archive"],
            "anchor": f"archive-{place}",
            "count": _count(collections),
            "collections": [
                {"name": name, "marks": [*_marks(collections[name])]}
                for name in sorted(collections, key=_natural)
            ],
        }
        for place, (repository, collections) in enumerate(
            sorted(repositories.items(), key=lambda item: (not item[0], folded(item[0]))), 1
        )
    ]
    return {
        "groups": groups,
        "missing": labels["pictures_not_kept"].format(count=missing) if missing else "",
    }


def _count(collections: Mapping[str, _Marks]) -> int:
    names = {
        letter.name
        for marks in collections.values()
        for letters in marks.values()
        for letter in letters
    }
    return len(names)


def _marks(found: _Marks) -> Iterator[Mapping[str, Any]]:
    for shelfmark in sorted(found, key=_natural):
        yield {
            "shelfmark": shelfmark,
            "letters": [
                {
                    "address": f"letters/{letter.name}.html",
                    "text": letter.record.title or letter.record.id,
                    "date": letter.day,
                    "language": only_language(letter.record.languages),
                }
                for letter in found[shelfmark]
            ],
        }


def _natural(words: str) -> str:
    """Words so that 9 stands before 10."""
    return _FIGURES.sub(lambda match: match[0].zfill(12), folded(words))
