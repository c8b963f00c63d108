"""Texts that are nearly the same, found in parts: it is what is found letter by letter."""

import random
from array import array
from collections import Counter, defaultdict
from itertools import chain

import pytest

from teikit.validating.lexicon.minhash import SHARED, alike, leading
from teikit.validating.rules.corpus.sharing import Meetings, alike_texts, meetings, sharing


def letter_by_letter(minhashes: list[bytes]) -> list[tuple[int, list[int]]]:
    """The same with all numbers in one table."""
    counts = Counter(chain.from_iterable(map(leading, minhashes)))
    by_number: dict[int, list[int]] = defaultdict(list)
    found = []
    for at, minhash in enumerate(minhashes):
        numbers = [number for number in leading(minhash) if counts[number] > 1]
        sharing = Counter(chain.from_iterable(by_number[number] for number in numbers))
        near = [
            other
            for other, shared in sharing.items()
            if shared >= SHARED and alike(minhash, minhashes[other], 0.8) >= 0.8
        ]
        if near:
            found.append((at, near))
            continue
        for number in numbers:
            if len(by_number[number]) < 12:
                by_number[number].append(at)
    return found


def letters(seed: int) -> list[bytes]:
    """Texts with copies, changed copies, forms that many share, and some that are too short."""
    order = random.Random(seed)
    form = sorted(order.sample(range(1 << 26), 8))
    numbers: list[list[int]] = []
    for _ in range(order.choice((3, 40, 150))):
        kind = order.random()
        if kind < 0.1:
            numbers.append([])
        elif kind < 0.4 and numbers:
            old = order.choice(numbers)
            new = {*order.sample(old, max(len(old) - order.randrange(9), 0))}
            while len(new) < len(old):
                new.add(order.randrange(1 << 32))
            numbers.append(sorted(new))
        else:
            own = {*order.sample(range(1 << order.choice((8, 20, 32))), 64)}
            own |= {*order.sample(form, order.randrange(9))} if kind < 0.8 else set()
            numbers.append(sorted(own)[:64])
    return [array("I", each).tobytes() for each in numbers]


@pytest.mark.parametrize("seed", range(40))
def test_parts_make_no_difference(seed: int) -> None:
    minhashes = letters(seed)
    expected = letter_by_letter(minhashes)
    for parts in (1, 2, 3, 7, 64):
        assert [*alike_texts(minhashes, minhashes.__getitem__, parts)] == expected


def test_there_is_something_to_find() -> None:
    found = [*chain.from_iterable(letter_by_letter(letters(seed)) for seed in range(40))]
    assert len(found) > 100
    assert any(len(near) > 1 for _, near in found)
    assert any(sharing(letters(seed)).crowded for seed in range(40))


def test_what_does_not_fit_into_memory_is_found_on_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("teikit.validating.index.parted._AT_ONCE", 10)
    minhashes = letters(3) + letters(5)
    expected = letter_by_letter(minhashes)
    assert [*alike_texts(minhashes, minhashes.__getitem__, 3)] == expected


def test_the_parts_of_ordinary_letters_are_about_as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def noted(part: "array[int]") -> Meetings:
        sizes.append(len(part))
        return meetings(part)

    monkeypatch.setattr("teikit.validating.rules.corpus.sharing.meetings", noted)
    order = random.Random(1)
    # The smallest sums of texts, which are therefore all small.
    made = [array("I", sorted(order.sample(range(1 << 30), 300))[:64]) for _ in range(400)]
    sharing([each.tobytes() for each in made], 8)
    assert len(sizes) == 8
    assert max(sizes) < 1.5 * sum(sizes) / 8
