"""Many pieces of bytes, of which only the places are in memory."""

from array import array
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

from teikit.errors import TeikitError

_FEW = 1024 * 1024
"""Bytes that stay in memory; more go to a temporary file, which has no name and ends with us."""


class SpillFile:
    """Pieces of bytes, by their numbers from 0.

    Raises `TeikitError` where the disk takes no more, or has no place for temporary files.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = BytesIO()
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    @property
    def size(self) -> int:
        """The bytes of all pieces."""
        return self._ends[-1]

    def add(self, piece: bytes) -> None:
        """Put a piece behind the others."""
        end = self._ends[-1]
        try:
            if isinstance(self._file, BytesIO) and end + len(piece) > _FEW:
                self._file = _on_disk(self._file.getvalue())
            self._file.seek(end)
            self._file.write(piece)
        except OSError as error:
            raise _trouble(error) from None
        self._ends.append(end + len(piece))

    def __getitem__(self, number: int) -> bytes:
        start = self._ends[number]
        try:
            self._file.seek(start)
            return self._file.read(self._ends[number + 1] - start)
        except OSError as error:
            raise _trouble(error) from None

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Give back what it takes of the disk; nothing can be read any more."""
        with suppress(OSError):  # of a full disk has been told
            self._file.close()


def _on_disk(data: bytes) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115  # the shelf closes it
    file.write(data)
    return file


def _trouble(error: OSError) -> TeikitError:
    return TeikitError(
        f"the temporary file of a run cannot be used: {error.strerror or error};"
        " free some space, or set TMPDIR to a folder that has more"
    )
