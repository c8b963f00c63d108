"""Claims of letters are looked up in their place, as they would be in a table of their own."""

import random

import pytest

from teikit.validating.index.pages import NumberPages
from teikit.validating.rules.corpus.order import Claim, Claims


@pytest.mark.parametrize("seed", range(200))
def test_a_claim_is_returned_by_the_opposite_one(seed: int) -> None:
    order = random.Random(seed)
    found = [
        Claim(order.randrange(8), order.randrange(2), order.randrange(90), order.randrange(8))
        for _ in range(order.randrange(13))
    ]
    rows = sorted(found, key=lambda claim: claim.letter)
    claims = Claims(NumberPages("III"), rows)
    known = {(claim.letter, claim.kind, claim.mate) for claim in claims}
    for claim in claims:
        back = (claim.mate, 1 - claim.kind, claim.letter)
        assert claims.is_returned(claim) == (back in known)
    for letter in range(9):
        expected = [at for at, claim in enumerate(claims) if claim.letter == letter]
        assert [*claims.of(letter)] == expected
