"""Letters that are in a corpus twice."""

from collections.abc import Iterator
from functools import lru_cache

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus, PackedLetter
from teikit.validating.index.records import Relation
from teikit.validating.index.together import absolute
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.sharing import alike_texts
from teikit.validating.rules.corpus.wording import called
from teikit.validating.settings import RuleOptions

_AT_HAND = 1000
_ORDER = frozenset(("prev", "next", "reply", "replied"))


@rule("C007", "same-letter-twice", Severity.WARNING)
def same_letter_twice(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """Two documents have nearly the same text, and neither says so.

    A letter that was entered twice is counted twice, and found with two dates and two names. A
    copy, a draft or a second version that is there on purpose is to name the other, by a `ref` in
    `correspContext`, by `@corresp`, `@sameAs` or `@copyOf`. Texts of fewer than 40 words are not
    compared.

    Remedy: Drop one of them, or let one name the other: `<ref type="duplicateOf" target="…"/>`.

    Bad:
        --- letter-1.xml
        <body><div>
        <p>My dear friend, your letter of the third has come this morning, after eleven days on the
        road, and I answer at once. The house is sold. We leave for the coast on Monday with the
        children and what furniture the carter will take.</p></div></body>
        --- letter-2.xml
        <body><div>
        <p>My dear friend, your letter of the third has come this morning, after eleven days on the
        road, and I answer at once. The house is sold! We leave for the coast on Monday, with the
        children and what furniture the carter will take.</p></div></body>

    Good:
        --- letter-1.xml
        <body><div>
        <p>My dear friend, your letter of the third has come this morning, after eleven days on the
        road, and I answer at once. The house is sold. We leave for the coast on Monday with the
        children and what furniture the carter will take.</p></div></body>
        --- letter-2.xml
        <body><div>
        <p corresp="letter-1.xml">My dear friend, your letter of the third has come this morning,
        after eleven days on the road, and I answer at once. The house is sold! We leave for the
        coast on Monday, with the children and what furniture the carter will take.</p></div></body>
    """
    minhash = lru_cache(_AT_HAND)(lambda at: corpus.letter_at(at).minhash)
    for at, others in alike_texts((letter.minhash for letter in corpus.letters()), minhash):
        letter = corpus.letter_at(at)
        near = [corpus.letter_at(other) for other in others]
        silent = [other for other in near if not _is_said(corpus, letter, other)]
        if silent:
            path = letter.path
            there = called(path, silent[0])
            message = f"nearly the same text as in {there}, and neither says so"
            yield Finding(in_file(path, letter.text), message)


def _is_said(corpus: Corpus, letter: PackedLetter, other: PackedLetter) -> bool:
    return _names(corpus, letter, other) or _names(corpus, other, letter)


def _names(corpus: Corpus, letter: PackedLetter, other: PackedLetter) -> bool:
    """Whether a letter names the other, and not only as the next, or the one it answers."""
    relations = letter.all(Relation)
    order = {relation.address for relation in relations if relation.kind in _ORDER}
    there = absolute(other.path)
    if any(
        target.file == there and link.address not in order
        for link, target in corpus.targets(letter.file)
    ):
        return True
    meant = (corpus.letter(letter, each.address) for each in relations if each.kind not in _ORDER)
    return any(named is not None and named.at == other.at for named in meant)
