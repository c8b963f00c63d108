"""What teikit wrote into the folder of a site, and what each page was made of.

It is kept in the folder itself, and nothing in it is believed that a look at the folder does not
bear out: it may be old, or anybody's.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from teikit.xml.files import is_file, real, write_if_changed

NAME = ".teikit-site.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class LetterFiles:
    """The files of a letter with their digests, what they were made of, and what was asked."""

    source: str
    files: Mapping[str, str]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeFiles:
    """Files that all letters make together, with their digests, and what they were made of."""

    source: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Digests: of all that is the same for every page, of answers, of letters, of other files.

    `pages` are those of all letters together, `search` the index of them.
    """

    settings: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, LetterFiles] = field(default_factory=dict)
    pages: MadeFiles = MadeFiles()
    search: MadeFiles = MadeFiles()
    others: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, str]]:
        """All files, each with its digest."""
        for letter in self.letters.values():
            yield from letter.files.items()
        for made in (self.pages, self.search):
            yield from made.files.items()
        yield from self.others.items()


def read(folder: Path) -> Ledger:
    """The ledger of a folder; an empty one where there is none, or none that can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        written = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if written["version"] == _VERSION:
            return _ledger(written)
    return Ledger()


def _ledger(written: Any) -> Ledger:
    questions = [str(question) for question, _ in written["answers"]]
    return Ledger(
        str(written["settings"]),
        {str(question): str(answer) for question, answer in written["answers"]},
        {
            str(name): LetterFiles(
                str(each["source"]),
                _texts(each["files"]),
                tuple(questions[int(number)] for number in each["questions"]),
            )
            for name, each in written["letters"].items()
        },
        _made(written.get("pages")),
        _made(written.get("search")),
        _texts(written["others"]),
    )


def _made(written: Any) -> MadeFiles:
    """Files that letters make together; older ledgers have them among the others."""
    if not written:
        return MadeFiles()
    return MadeFiles(str(written["source"]), _texts(written["files"]))


def _texts(table: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in table.items()}


def write(folder: Path, ledger: Ledger) -> None:
    """Put a ledger into its folder. Raises `TeikitError`."""
    asked = sorted({question for each in ledger.letters.values() for question in each.questions})
    numbers = {question: number for number, question in enumerate(asked)}
    written = {
        "version": _VERSION,
        "settings": ledger.settings,
        "answers": [[question, ledger.answers.get(question, "")] for question in asked],
        "letters": {
            name: {
                "source": each.source,
                "files": dict(sorted(each.files.items())),
                "questions": sorted(numbers[question] for question in each.questions),
            }
            for name, each in sorted(ledger.letters.items())
        },
        **{
            name: {"source": made.source, "files": dict(sorted(made.files.items()))}
            for name, made in (("pages", ledger.pages), ("search", ledger.search))
        },
        "others": dict(sorted(ledger.others.items())),
    }
    data = json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
    write_if_changed(folder / NAME, data, synced=False)


def digest(data: bytes) -> str:
    """The digest of what is in a file."""
    return sha256(data).hexdigest()


class SiteFolder:
    """The folder of a site, in which files are looked for by their names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._real = real(path)
        self._within: dict[str, bool] = {}  # whether folders in it are, which links may not be

    def is_there(self, name: str, wanted: str) -> bool:
        """Whether a file has the digest that it should have."""
        path = self.file(name)
        try:
            return path is not None and is_file(path) and digest(path.read_bytes()) == wanted
        except OSError:
            return False

    def file(self, name: str) -> Path | None:
        """The path of a file within the folder; None where it would be outside of it."""
        parts = name.split("/")
        if not {"", ".", ".."}.isdisjoint(parts) or "\\" in name or "\0" in name:
            return None
        path = self.path / name
        around = "/".join(parts[:-1])
        if around not in self._within:
            self._within[around] = real(path.parent).is_relative_to(self._real)
        return path if self._within[around] else None


def remove(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Take away files that are as teikit wrote them, and folders that are empty then."""
    site = SiteFolder(folder)
    for name, wanted in files:
        path = site.file(name)
        if path is not None and not path.is_symlink() and site.is_there(name, wanted):
            with suppress(OSError):
                path.unlink()
                if path.parent != folder:
                    path.parent.rmdir()
