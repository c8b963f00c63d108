"""What came of files, by their names and what they held: the same for all who keep something.

A result holds as long as nothing has changed that counts for it: the file, what else was asked
while it was made (`questions`), and all that is the same for the whole run, of which there is a
mark. It is a row of bytes; its makers know what these mean.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from teikit.keeping.dependency import Dependency
from teikit.keeping.opening import mark, opened
from teikit.keeping.questions import Questions
from teikit.keeping.rows import Rows, UnusableRows
from teikit.keeping.states import States, key_of

LARGEST = 16 * 1024 * 1024
"""Bytes of a file of which something is kept."""
_TOGETHER = 200
"""Files of which is asked together."""
_KEY_SIZE = 20


def results_in(
    folder: Path, still: Callable[[Dependency], bool], *asked: object
) -> "FileResults | None":
    """The results that are kept in the folder of a project, as far as they are of what is asked.

    None where nothing can be kept. `still` says whether an answer is the same now.
    """
    try:
        rows = opened(folder)
    except UnusableRows:
        return None
    return FileResults(rows, mark(*asked), still)


class FileResults:
    """The results of a run and of those before it."""

    def __init__(self, rows: Rows, mark: bytes, still: Callable[[Dependency], bool]) -> None:
        """`mark` is that of the run; `still` says whether an answer is the same now."""
        self._rows = rows
        self._mark = mark
        self._states = States(rows, _no, LARGEST)
        self._questions = Questions(rows, still)

    def digests(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """The digests of what files hold; None where one cannot be read, or is very large."""
        for content in self._states.each(names):
            yield content.digest if content else None

    def known(self, items: Sequence[tuple[str, bytes | None]]) -> Iterator[bytes | None]:
        """For each file, by name and digest, the key of the result that holds for it; or None."""
        for start in range(0, len(items), _TOGETHER):
            keys = [
                self.key(name, digest) if digest else None
                for name, digest in items[start : start + _TOGETHER]
            ]
            self._rows.load(filter(None, keys))
            for key in keys:
                body = self._rows.get(key) if key else None
                holds = body is not None and self._questions.hold(body[:_KEY_SIZE])
                yield key if holds else None

    def bodies(self, keys: Sequence[bytes]) -> Iterator[bytes | None]:
        """The results that have these keys; None where one is not there any more."""
        for start in range(0, len(keys), _TOGETHER):
            some = keys[start : start + _TOGETHER]
            self._rows.load(some)
            for key in some:
                body = self._rows.get(key)
                yield None if body is None else body[_KEY_SIZE:]

    def keep(self, name: str, digest: bytes, questions: Sequence[Dependency], body: bytes) -> None:
        """Keep what came of a file that held what has this digest."""
        self._rows.put(self.key(name, digest), self._questions.keep(questions) + body)

    def key(self, name: str, digest: bytes) -> bytes:
        """That of what comes of a file, by what it holds."""
        return key_of("file result", self._mark, name.encode(errors="surrogateescape"), digest)

    def release(self) -> None:
        """Write what waits, and let go of the database, as processes are going to start."""
        self._rows.flush()
        self._rows.release()

    def close(self) -> None:
        """Write what is to be kept."""
        self._rows.close()


def _no(_: bytes) -> bool:
    return False
