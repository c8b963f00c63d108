"""Patterns of files, as settings have them: `letters/*.xml`, `drafts/**`, `vol-[1-3]`.

`*` stands for any characters of a name, `?` for one, `[…]` for one of several, and `**`, as a whole
name, for any number of folders. A pattern that means a folder means all that is in it. Paths are
compared as they are written, without following links, in a time that grows with their length.
"""

import glob
import os
import re
from collections.abc import Iterable, Sequence
from fnmatch import translate
from pathlib import Path

_TOKEN = re.compile(r"\[!?\]?[^\]]*\]|.", re.DOTALL)
_ANY = "**"


class PathPatterns:
    """Patterns, relative to the present folder or absolute.

    Attributes:
        written: the patterns, as they are written.
    """

    def __init__(self, written: Iterable[str]) -> None:
        self.written = tuple(written)
        self._patterns = [_PathPattern(pattern) for pattern in self.written]

    def match(self, path: str) -> bool:
        """Whether one of them means a file or folder, or one of the folders above that."""
        names = _names(path) if self._patterns else ()
        return any(pattern.matches(names) for pattern in self._patterns)


class _PathPattern:
    def __init__(self, pattern: str) -> None:
        self._blocks: list[list[_Name]] = [[]]
        for step in _steps(pattern):
            if step == _ANY:
                self._blocks.append([])
            else:
                self._blocks[-1].append(_Name(step))

    def matches(self, names: Sequence[str]) -> bool:
        first, *others = self._blocks
        if not _stand(first, names, 0):
            return False
        at = len(first)
        for block in others:
            last = len(names) - len(block)
            # The first place that there is leaves the most to what follows.
            found = next(
                (start for start in range(at, last + 1) if _stand(block, names, start)), -1
            )
            if found < 0:
                return False
            at = found + len(block)
        return True


class _Name:
    """A pattern of the name of a file or folder.

    It is cut at each `*`, into pieces of a known length, each of which is looked for once.
    """

    def __init__(self, pattern: str) -> None:
        pieces = [""]
        for token in _TOKEN.findall(pattern):
            if token == "*":
                pieces.append("")
            else:
                pieces[-1] += token
        compiled = [translate(piece)[:-2] for piece in pieces]
        self._single = len(pieces) == 1
        self._first = re.compile(compiled[0])
        self._middle = [re.compile(piece) for piece in compiled[1:-1]]
        self._last = re.compile(rf"{compiled[-1]}\Z")

    def matches(self, name: str) -> bool:
        if self._single:
            return self._last.match(name) is not None
        found = self._first.match(name)
        for piece in self._middle:
            found = piece.search(name, found.end()) if found else None
        return found is not None and self._last.search(name, found.end()) is not None


def _stand(block: Sequence[_Name], names: Sequence[str], start: int) -> bool:
    """Whether names match a block of patterns from a place on."""
    here = names[start : start + len(block)]
    return len(here) == len(block) and all(
        pattern.matches(name) for pattern, name in zip(block, here, strict=True)
    )


def _steps(pattern: str) -> list[str]:
    """The names of a pattern, from the root of the disk."""
    start = "" if Path(pattern).is_absolute() else glob.escape(Path.cwd().as_posix())
    steps: list[str] = []
    for step in f"{start}/{pattern.replace(os.sep, '/')}".split("/"):
        if step == ".." and steps and steps[-1] != _ANY:
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return steps


def _names(path: str) -> tuple[str, ...]:
    """The names of a path, from the root of the disk."""
    full = Path(os.path.abspath(path))  # noqa: PTH100  (it leaves links alone)
    return tuple(name for name in full.as_posix().split("/") if name)
