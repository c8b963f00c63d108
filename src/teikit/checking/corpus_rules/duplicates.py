"""Letters that are in a corpus twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from teikit.checking.corpus import Corpus, CorpusFound, Place
from teikit.checking.corpus.records import Letter
from teikit.checking.corpus.together import whole
from teikit.checking.corpus_rules.wording import called
from teikit.checking.rule import rule
from teikit.checking.settings import Options
from teikit.checking.sketch import SHARED, alike, leading
from teikit.diagnostic import Severity

_NEARLY = 0.8
_KEPT = 12
"""Letters that are kept of those that share a passage; many have the same printed form."""
_ORDER = frozenset(("prev", "next", "reply", "replied"))


@rule("C007", "same-letter-twice", Severity.WARNING)
def same_letter_twice(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
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
    kept: dict[int, list[int]] = defaultdict(list)
    for here, letter in enumerate(corpus.letters):
        if not letter.sketch:
            continue
        sharing = Counter(at for number in leading(letter.sketch) for at in kept.get(number, ()))
        near = [
            corpus.letters[at]
            for at, shared in sharing.items()
            if shared >= SHARED and alike(letter.sketch, corpus.letters[at].sketch) >= _NEARLY
        ]
        silent = [one for one in near if not _is_said(corpus, letter, one)]
        if silent:
            path = letter.path
            there = called(path, silent[0])
            message = f"nearly the same text as in {there}, and neither says so"
            yield CorpusFound(Place(path, letter.text), message)
        if not near:
            for number in leading(letter.sketch):
                if len(kept[number]) < _KEPT:
                    kept[number].append(here)


def _is_said(corpus: Corpus, one: Letter, other: Letter) -> bool:
    return _names(corpus, one, other) or _names(corpus, other, one)


def _names(corpus: Corpus, one: Letter, other: Letter) -> bool:
    """Whether a letter names the other, and not only as the next, or the one it answers."""
    order = {relation.address for relation in one.relations if relation.kind in _ORDER}
    return any(
        target.file == whole(other.path)
        for link, target in corpus.targets(corpus.by_path[whole(one.path)])
        if link.address not in order
    ) or any(
        corpus.letter(one.path, relation.address) is other
        for relation in one.relations
        if relation.kind not in _ORDER
    )
