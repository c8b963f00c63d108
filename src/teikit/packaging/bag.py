"""A bag (BagIt 1.0, RFC 8493): files, with the lists of their checksums.

What is written are the bytes of files by their names; where they go is the matter of a target.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

ALGORITHMS = ("sha256", "sha512")
PAYLOAD = "data/"
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"

_DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagTarget(Protocol):
    """Takes the files of a bag, one after the other."""

    def write(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """Take a file, whose bytes are `size` in all."""


@dataclass(slots=True)
class BagWriter:
    """Writes a bag, and counts and sums up what it writes."""

    target: BagTarget
    size: int = 0
    """Bytes of the payload."""
    payload: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The checksums of each file of the payload, by its name in the bag."""
    _tags: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many files were written."""
        return len(self.payload) + len(self._tags) + len(ALGORITHMS) * bool(self._tags)

    def add(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """Write a file of the payload; `name` begins with `data/`."""
        self.payload[name] = self._written(name, self._counted(pieces), size)

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            yield piece

    def finish(self, info: Iterable[tuple[str, str]], tags: Mapping[str, str]) -> None:
        """Write what tells of the payload: `tags` are further files, by their names."""
        oxum = ("Payload-Oxum", f"{self.size}.{len(self.payload)}")
        lines = [f"{label}: {' '.join(value.split())}\n" for label, value in (*info, oxum)]
        files = {DECLARATION: _DECLARED, INFO: "".join(lines), **tags}
        files |= _manifests("manifest", self.payload)
        for name, text in sorted(files.items()):
            self._tags[name] = self._text(name, text)
        for name, text in _manifests("tagmanifest", self._tags).items():
            self._text(name, text)

    def _text(self, name: str, text: str) -> tuple[str, ...]:
        data = text.encode(errors="replace")  # names of files need not be UTF-8
        return self._written(name, [data], len(data))

    def _written(self, name: str, pieces: Iterable[bytes], size: int) -> tuple[str, ...]:
        sums = [hashlib.new(algorithm) for algorithm in ALGORITHMS]

        def summed() -> Iterator[bytes]:
            for piece in pieces:
                for each in sums:
                    each.update(piece)
                yield piece

        self.target.write(name, summed(), size)
        return tuple(each.hexdigest() for each in sums)


def _manifests(kind: str, sums: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The lists of checksums, by the names of their files; a line for each file, sorted."""
    names = sorted(sums)
    return {
        f"{kind}-{algorithm}.txt": "".join(
            f"{sums[name][place]}  {encoded_name(name)}\n" for name in names
        )
        for place, algorithm in enumerate(ALGORITHMS)
    }


_ESCAPES: Mapping[str, str] = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def encoded_name(name: str) -> str:
    """A name as it stands in a list: ends of lines and percent signs are escaped, nothing else."""
    return re.sub("[%\r\n]", lambda sign: _ESCAPES[sign[0]], name)


def decoded_name(written: str) -> str:
    """The name that is written in a list."""
    return re.sub("%(25|0D|0A)", lambda found: chr(int(found[1], 16)), written, flags=re.IGNORECASE)
