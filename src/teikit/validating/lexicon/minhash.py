"""MinHashes of texts: few numbers, by which texts that are nearly the same are known.

A MinHash holds the smallest of the sums of all triples of words of a text. The share of two texts'
triples that both have is estimated by the share of the smallest numbers that both have
(A. Broder, "On the resemblance and containment of documents", 1997).
"""

import re
from array import array
from collections.abc import Iterator, Set
from zlib import crc32

LEAST = 40
"""The words that a text must have: shorter ones are alike too easily."""
_SIZE = 64
"""Numbers in a MinHash."""
_LEADING = 12
SHARED = 4
"""How many of their leading numbers texts share that are nearly the same.

Of those that share four fifths of their triples, one pair in 10,000 shares fewer of the twelve.
"""
_BETWEEN_WORDS = re.compile(r"[^\x00-\x7f\w]+")
"""What is beyond ASCII and of no word; ..."""
_SPACED = bytes(
    byte if byte > 0x7F or re.match(r"\w", chr(byte)) else 0x20 for byte in range(0x100)
)
"""... and in UTF-8, a space for each byte that is ASCII and of no word."""


def minhash(text: str) -> bytes:
    """The MinHash of a text; empty where the text is too short."""
    words = _BETWEEN_WORDS.sub(" ", text.lower()).encode().translate(_SPACED).split()
    if len(words) < LEAST:
        return b""
    triples = map(b" ".join, zip(words, words[1:], words[2:], strict=False))
    return array("I", _smallest(set(map(crc32, triples)))).tobytes()


def _smallest(sums: Set[int]) -> list[int]:
    """The numbers of a MinHash. As sums are spread evenly, only the low ones need be sorted."""
    twice = (2 * _SIZE << 32) // len(sums)
    few = [number for number in sums if number < twice]
    return sorted(few if len(few) >= _SIZE else sums)[:_SIZE]


def leading(hashes: bytes) -> Iterator[int]:
    """The numbers by which to look for texts that are nearly the same."""
    return iter(_numbers(hashes)[:_LEADING])


def alike(hashes: bytes, other: bytes, least: float = 0) -> float:
    """How much of two texts is the same, from 0 to 1; or 0 where it is certainly below `least`."""
    first, second = set(_numbers(hashes)), set(_numbers(other))
    both = first & second
    if len(both) < least * max(len(first), len(second)):
        return 0
    smallest = sorted(first | second)[:_SIZE]
    return len(both.intersection(smallest)) / len(smallest)


def _numbers(hashes: bytes) -> "array[int]":
    return array("I", hashes)
