"""`teikit.read`: letters as Python has them, which a notebook shows as a reader wants them.

What a notebook shows is a few lines of HTML without script, style or link: everything of a file is
escaped, and what is long is cut, with a word on what is left out. The picture is an image, so that
its styles are its own.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import overload

from markupsafe import Markup, escape

from teikit.exporting.records import Identity, Record, identified, record
from teikit.profiles.publication import Publication
from teikit.publishing.labels import labels
from teikit.publishing.pictures.dating import calendar, shown
from teikit.publishing.pictures.months import months
from teikit.tei.documents import Report, documents, raise_error
from teikit.tei.entries import Entries
from teikit.tei.text.plain import render

_ROWS = 50
"""Letters in a table."""
_SIGNS = 12_000
"""Signs of a text."""


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """A letter: where it is from, what is known of it, and its reading text with its notes."""

    path: Path
    record: Record
    text: str

    @property
    def id(self) -> str:
        """Its id."""
        return self.record.id

    @property
    def title(self) -> str:
        """Its title, or its id where it has none."""
        return self.record.title or self.record.id

    def __repr__(self) -> str:
        return f"<letter {self.id}: {self.title}>"

    def _repr_html_(self) -> str:
        """The letter as a notebook shows it."""
        rows = [
            (name, value)
            for name, value in (
                ("From", _names(self.record.sent.agents)),
                ("To", _names(self.record.received.agents)),
                ("When", shown(self.record.sent.date)),
                ("Where", _names(self.record.sent.places)),
                ("Kept", "; ".join(self.record.shelfmarks)),
            )
            if value
        ]
        text, rest = self.text[:_SIGNS], len(self.text) - _SIGNS
        header = Markup("").join(
            Markup("<tr><th>{}</th><td>{}</td></tr>").format(*row) for row in rows
        )
        paragraphs = Markup("").join(
            Markup("<p>{}</p>").format(Markup("<br>").join(map(escape, part.splitlines())))
            for part in text.split("\n\n")
            if part.strip()
        )
        more = Markup("<p><em>… {} more characters</em></p>").format(rest) if rest > 0 else Markup()
        return Markup("<h3>{}</h3><table><tbody>{}</tbody></table>{}{}").format(
            self.title, header, paragraphs, more
        )


class ReadLetters(Sequence[ReadLetter]):
    """Letters in the order of their files; they are found by number, or by id."""

    def __init__(self, letters: Iterable[ReadLetter]) -> None:
        self._letters = tuple(letters)

    @overload
    def __getitem__(self, key: int | str) -> ReadLetter: ...

    @overload
    def __getitem__(self, key: slice) -> "ReadLetters": ...

    def __getitem__(self, key: int | str | slice) -> "ReadLetter | ReadLetters":
        if isinstance(key, str):
            return self._by_id[key]
        if isinstance(key, slice):
            return ReadLetters(self._letters[key])
        return self._letters[key]

    def __len__(self) -> int:
        return len(self._letters)

    def __repr__(self) -> str:
        return f"<{len(self)} letters>"

    @cached_property
    def _by_id(self) -> dict[str, ReadLetter]:
        return {letter.id: letter for letter in self._letters}

    def _repr_html_(self) -> str:
        """The only letter; or else how many were written when, and a table of the first."""
        if len(self) == 1:
            return self[0]._repr_html_()
        rows = Markup("").join(
            Markup(
                "<tr><td nowrap>{}</td><td nowrap>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
            ).format(
                letter.id,
                shown(letter.record.sent.date),
                letter.title,
                _names(letter.record.sent.agents),
                _names(letter.record.received.agents),
            )
            for letter in self._letters[:_ROWS]
        )
        heads = Markup("").join(
            Markup("<th>{}</th>").format(name) for name in ("Id", "Date", "Letter", "From", "To")
        )
        rest = len(self) - _ROWS
        more = Markup("<p><em>… {} more letters</em></p>").format(rest) if rest > 0 else Markup()
        return Markup(
            "<p>{} letters</p>{}<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}"
        ).format(len(self), self._picture(), heads, rows, more)

    def _picture(self) -> Markup:
        picture = months(calendar(letter.record for letter in self._letters), labels("en"))
        if picture is None:
            return Markup()
        data = b64encode(picture.alone.encode()).decode("ascii")
        return Markup('<img alt="{}" width="{}" src="data:image/svg+xml;base64,{}">').format(
            f"{picture.title}: {picture.text}", int(picture.width), data
        )


def read(*paths: Path | str, report: Report | None = None) -> ReadLetters:
    """The letters in files and folders of TEI.

    A notebook shows one letter with its header and its text, several as a table and a picture. A
    document that cannot be read is told to `report`; without it, the first such document raises
    `TeikitError`.
    """
    entries = Entries()
    parts = [
        (document.path, record(document, Publication(), entries), render(document))
        for document in documents(map(Path, paths), report or raise_error)
    ]
    return ReadLetters(_letters(parts))


def _letters(parts: Sequence[tuple[Path, Record, str]]) -> Iterator[ReadLetter]:
    found = identified([known for _, known, _ in parts])
    for (path, _, text), known in zip(parts, found, strict=True):
        yield ReadLetter(path, known, text)


def _names(agents: Iterable[Identity]) -> str:
    return "; ".join(dict.fromkeys(agent.name for agent in agents))
