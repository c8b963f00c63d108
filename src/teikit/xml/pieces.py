"""Documents as bytes in pieces, for a parser that reads them as they come."""

from collections.abc import Callable, Iterable, Iterator

CHUNK = 1 << 16  # bytes
_LONG = 4 * CHUNK
"""Bytes of a tag or a comment that is not at its end."""


def sliced(data: bytes) -> Iterator[bytes]:
    """The pieces of what is there already."""
    return (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))


def growing(pieces: Iterable[bytes], position: Callable[[], int]) -> Iterator[bytes]:
    """The same bytes, in larger pieces while a parser waits for the end of something long.

    Expat looks at a tag or a comment from its beginning again with each piece. `position` tells
    where the last thing begins that the parser has met, in bytes.
    """
    waiting: list[bytes] = []
    size = read = least = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= least:
            read += size
            yield b"".join(waiting) if len(waiting) > 1 else piece
            waiting.clear()
            size = 0
            behind = read - position()
            least = behind if behind > _LONG else 0
    if waiting:
        yield b"".join(waiting)
