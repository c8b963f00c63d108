"""Which texts share passages, found by key, so that each part of the work sees few of all keys.

The keys of the first step are the leading numbers of MinHashes: what has the same number is a pair.
The keys of the second step are the pairs: what is one often enough may be the same text. Between
the steps, and before them, all lies on the disk; so memory does not grow with the letters of a
corpus, and parts can be done anywhere, in any order.

A number that more than a few letters have belongs to a printed form: only the first of them count,
and which these are is known letter by letter only.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

from teikit.validating.index.parted import Parted
from teikit.validating.lexicon.minhash import SHARED, alike, leading

PARTS = 64
"""A part of the numbers of ten million letters takes some tens of megabytes."""
FEW = 12
"""Letters that may have a number; of more, it is crowded."""
_NEARLY = 0.8
_BITS = 32
_LOW = (1 << _BITS) - 1


class Meetings(NamedTuple):
    """What is found of some numbers.

    Attributes:
        pairs: letters that both have one, `later << 32 | earlier`, once for each.
        crowded: letters with a number that is crowded, `letter << 32 | number`.
    """

    pairs: "array[int]"
    crowded: "array[int]"


class Sharing(NamedTuple):
    """Which letters may have the same text.

    Attributes:
        pairs: `later << 32 | earlier`, in order.
        crowded: letters with numbers that are crowded, `letter << 32 | number`, in order.
    """

    pairs: "array[int]"
    crowded: "array[int]"

    def letters(self) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
        """The letters in their order: each with the earlier ones, and its crowded numbers."""
        pairs, crowded = _by_first(self.pairs), _by_first(self.crowded)
        pair, crowd = next(pairs, None), next(crowded, None)
        while pair or crowd:
            at = min(each[0] for each in (pair, crowd) if each)
            earlier: Sequence[int] = ()
            numbers: Sequence[int] = ()
            if pair and pair[0] == at:
                earlier, pair = pair[1], next(pairs, None)
            if crowd and crowd[0] == at:
                numbers, crowd = crowd[1], next(crowded, None)
            yield at, earlier, numbers


def alike_texts(
    minhashes: Iterable[bytes], minhash: Callable[[int], bytes], parts: int = PARTS
) -> Iterator[tuple[int, Sequence[int]]]:
    """Letters by their numbers from 0, with the earlier ones that have nearly the same text.

    `minhash` gives that of a letter once more. An earlier letter that is itself like others does
    not count.
    """
    in_crowds: dict[int, list[int]] = defaultdict(list)
    copies: set[int] = set()
    for at, earlier, crowded in sharing(minhashes, parts).letters():
        own = minhash(at)
        shared = {
            other: [*({*leading(own)} & {*leading(minhash(other))}).difference(crowded)]
            for other in earlier
        }
        for number in crowded:
            for other in in_crowds[number]:
                shared.setdefault(other, []).append(number)
        near = [
            other
            for _, other in sorted((min(numbers), other) for other, numbers in shared.items())
            if other not in copies
            and len(shared[other]) >= SHARED
            and alike(own, minhash(other), _NEARLY) >= _NEARLY
        ]
        if near:
            copies.add(at)
            yield at, near
        for number in () if near else crowded:
            if len(in_crowds[number]) < FEW:
                in_crowds[number].append(at)


def sharing(minhashes: Iterable[bytes], parts: int = PARTS) -> Sharing:
    """Which of many letters, by their numbers from 0, may have the same text."""
    by_number = Parted(parts, "Q")
    count = 0
    for minhash in minhashes:
        for number in leading(minhash):
            # The leading numbers are the smallest: only their last digits are evenly spread.
            by_number.add(number % parts, number << _BITS | count)
        count += 1
    by_pair = Parted(parts, "Q")
    crowded = array("Q")
    for part in by_number.parts():
        found = meetings(part)
        for pair in found.pairs:
            later = pair >> _BITS
            by_pair.add(later * parts // count, pair)
        crowded.extend(found.crowded)
    crowded = array("Q", sorted(crowded))
    in_crowds = {each >> _BITS for each in crowded}
    pairs = array("Q")
    for part in by_pair.parts():
        pairs.extend(frequent(part, in_crowds))
    return Sharing(pairs, crowded)


def meetings(part: "array[int]") -> Meetings:
    """What is found of a part of all numbers, given as `number << 32 | letter`."""
    pairs, crowded = array("Q"), array("Q")
    for number, letters in _by_first(array("Q", sorted(part))):
        if len(letters) > FEW:
            crowded.extend(letter << _BITS | number for letter in letters)
        else:
            pairs.extend(later << _BITS | earlier for earlier, later in combinations(letters, 2))
    return Meetings(pairs, crowded)


def frequent(part: "array[int]", in_crowds: "set[int]") -> Iterator[int]:
    """The pairs of a part that share enough; what both are in crowds, may share more in these."""
    for pair, each in groupby(sorted(part)):
        enough = sum(1 for _ in each) >= SHARED
        if enough or (pair >> _BITS in in_crowds and pair & _LOW in in_crowds):
            yield pair


def _by_first(pairs: "array[int]") -> Iterator[tuple[int, Sequence[int]]]:
    """Sorted pairs by what is first in them."""
    for first, each in groupby(pairs, lambda pair: pair >> _BITS):
        yield first, [pair & _LOW for pair in each]
