"""`teikit.plot`: the pictures of an edition alone, for a paper or a notebook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.errors import TeikitError
from teikit.exporting.network import Network
from teikit.exporting.records import Record, identified, record
from teikit.profiles.publication import Publication
from teikit.publishing.labels import Labels, labels
from teikit.publishing.pictures.dating import calendar
from teikit.publishing.pictures.map import maps
from teikit.publishing.pictures.matrix import matrix
from teikit.publishing.pictures.months import months
from teikit.publishing.pictures.network import network
from teikit.publishing.pictures.svg import Picture
from teikit.publishing.pictures.where import localities
from teikit.tei.documents import Report, documents, raise_error
from teikit.tei.entries import Entries
from teikit.xml.files import write_atomically

PICTURES: Mapping[str, str] = {
    "months": "no letter has a date",
    "network": "no letter has a known sender and another known receiver",
    "matrix": "no letter has a known sender and a known receiver",
    "map": "no place of the letters has coordinates (`geo`), in its entry or an authority file",
    "map-near": "there is one map: the letters are not from places that are far apart",
}
"""The pictures by name, and why there is none."""


def plot(
    paths: Iterable[Path],
    what: str = "months",
    *,
    language: str = "en",
    report: Report | None = None,
) -> str:
    """A picture of the letters in files and folders of TEI, as a file of SVG.

    `what` is one of `PICTURES`, `language` that of the words around. A document that cannot be read
    is told to `report`; without it, the first such document raises `TeikitError`. So does what is
    not known, and letters that give no such picture.
    """
    if what not in PICTURES:
        raise TeikitError(f"{what!r} is not known; choose from {', '.join(PICTURES)}")
    for picture in pictures(records(paths, report or raise_error), labels(language), [what]):
        return picture.alone
    raise TeikitError(f"there is nothing to draw as {what!r}: {PICTURES[what]}")


@dataclass(frozen=True, slots=True)
class Plots:
    """Pictures that were written, and for those that were asked for and are none, why."""

    files: tuple[Path, ...]
    missing: tuple[str, ...]


def write_plots(
    paths: Iterable[Path],
    output: Path,
    what: Sequence[str] = (),
    *,
    language: str = "en",
    report: Report | None = None,
) -> Plots:
    """What `teikit plot` does: write pictures into a folder, each as `NAME.svg`.

    Without `what`, all that the letters give. Raises `TeikitError` as `plot` does, also where they
    give none at all.
    """
    words = labels(language)
    found = records(paths, report or raise_error)
    files = []
    drawn = set()
    for picture in pictures(found, words, what or PICTURES):
        file = output / f"{picture.name}.svg"
        write_atomically(file, picture.alone.encode())
        files.append(file)
        drawn.add(picture.name)
    if not files and not what:
        raise TeikitError("there is nothing to draw: no letter has a date, a known sender or place")
    missing = [f"there is no {name}: {PICTURES[name]}" for name in what if name not in drawn]
    return Plots(tuple(files), tuple(missing))


def records(paths: Iterable[Path], report: Report) -> Sequence[Record]:
    """The records of letters, in which places and people have what other letters know of them."""
    entries = Entries()
    found = [
        record(document, Publication(), entries) for document in documents(map(Path, paths), report)
    ]
    return [*identified(found)]


def pictures(
    letters: Sequence[Record], words: Labels, wanted: Iterable[str] = PICTURES
) -> Iterator[Picture]:
    """The pictures that letters give, of those that are wanted."""
    asked = {*wanted}
    drawing: Mapping[str, Callable[[], Picture | None]] = {
        "months": lambda: months(calendar(letters), words),
        "network": lambda: network(Network.of(letters), words),
        "matrix": lambda: matrix(Network.of(letters), words),
    }
    for name, draw in drawing.items():
        if name in asked and (picture := draw()):
            yield picture
    if asked & {"map", "map-near"}:
        yield from (each for each in maps(localities(letters), words) if each.name in asked)
