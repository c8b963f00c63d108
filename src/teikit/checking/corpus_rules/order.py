"""Letters and parts of letters that follow each other."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from teikit.checking.corpus import Corpus, CorpusFound, Place
from teikit.checking.corpus.records import Letter
from teikit.checking.corpus.together import whole
from teikit.checking.corpus_rules.parts import broken_parts
from teikit.checking.corpus_rules.wording import beside, called, clipped
from teikit.checking.rule import rule
from teikit.checking.settings import Options
from teikit.diagnostic import Severity

_OTHER = {"prev": "next", "next": "prev"}
_SOME = 5
"""From so many on, a habit can be told from mistakes."""
_FILE = re.compile(r"[./:]")
"""In an address: it is no bare name. Other rules tell of files that are not there."""
_DATED = 20
_RARELY = 0.02
"""The share of letters that may be out of the order of dates, where it is meant to be that."""

Key = tuple[object, int]


class Claim(NamedTuple):
    """That a letter says which one is the next, or the one before."""

    letter: Letter
    kind: str
    number: int
    mate: Letter


def _key(letter: Letter) -> Key:
    return letter.path, letter.number


@rule("C003", "broken-chain", Severity.WARNING)
def broken_chain(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
    """A letter names the next one, which does not name it as the one before; or the order is wrong.

    Readers who turn the pages come out somewhere else than where they started. The same is looked
    for in parts of a text that `@prev` and `@next` hold together, and in the order in which a
    `teiCorpus` includes the letters; where there is none and the letters are in the order of their
    dates, also in the dates. Editions that name the next letters in one direction only, or in
    another sense, are left alone.

    Remedy: Correct the one that is wrong; of a `@prev` or `@next` that is missing altogether,
    `teikit validate --fix` adds it.

    Bad:
        --- letter-1.xml
        <correspDesc><correspContext>
          <ref type="next" target="letter-2.xml"/>
        </correspContext></correspDesc>
        --- letter-2.xml
        <correspDesc><correspContext>
          <ref type="prev" target="letter-3.xml"/>
        </correspContext></correspDesc>
        --- letter-3.xml
        <correspDesc><note>no letter before it is known</note></correspDesc>

    Good:
        --- letter-1.xml
        <correspDesc><correspContext>
          <ref type="next" target="letter-2.xml"/>
        </correspContext></correspDesc>
        --- letter-2.xml
        <correspDesc><correspContext>
          <ref type="prev" target="letter-1.xml"/>
        </correspContext></correspDesc>
    """
    scopes: dict[str, list[Claim]] = defaultdict(list)
    elsewhere: dict[str, dict[tuple[str, Key], str]] = defaultdict(dict)
    for letter in corpus.letters:
        for kind, scope, address, number in letter.relations:
            if kind not in _OTHER:
                continue
            if mate := corpus.letter(letter.path, address):
                scopes[scope].append(Claim(letter, kind, number, mate))
            else:
                elsewhere[scope][kind, _key(letter)] = address
    order = _included(corpus)
    mated = {scope: _mates(claims) for scope, claims in scopes.items()}
    broken = {
        scope: [one for one in claims if _key(one.letter) not in _back(one, mated[scope])]
        for scope, claims in scopes.items()
    }
    is_habit = _are_many(sum(map(len, broken.values())), sum(map(len, scopes.values())))
    for scope, claims in scopes.items():
        mates = mated[scope]
        if not is_habit and not _are_many(len(broken[scope]), len(claims)):
            yield from _broken(broken[scope], mates, elsewhere[scope])
        whole_ones = [
            one for one in claims if one.kind == "next" and _key(one.letter) in _back(one, mates)
        ]
        yield from _rings(whole_ones)
        yield from _by_corpus_file(whole_ones, order)
        if not order:
            yield from _by_date(whole_ones)
    yield from broken_parts(corpus)


Mates = Mapping[tuple[str, Key], Mapping[Key, Claim]]


def _are_many(broken: int, claims: int) -> bool:
    """Whether so many claims are not returned that they are not meant to be."""
    return claims >= _SOME and broken > claims / 3


def _mates(claims: Sequence[Claim]) -> Mates:
    """The claims by what they say of which letter, and of which other."""
    found: dict[tuple[str, Key], dict[Key, Claim]] = defaultdict(dict)
    for one in claims:
        found[one.kind, _key(one.letter)][_key(one.mate)] = one
    return found


def _back(claim: Claim, mates: Mates) -> Mapping[Key, Claim]:
    """What the other letter says in the other direction."""
    return mates.get((_OTHER[claim.kind], _key(claim.mate)), {})


def _broken(
    broken: Sequence[Claim], mates: Mates, elsewhere: Mapping[tuple[str, Key], str]
) -> Iterator[CorpusFound]:
    """Claims that are not returned; `elsewhere` is what is claimed of letters that are not here.

    Of two that contradict each other, the one is told that a third letter contradicts as well.
    """
    claimed = Counter((one.kind, _key(one.mate)) for one in broken)
    kinds = {kind for kind, _ in mates}

    def is_outvoted(claim: Claim) -> bool:
        is_broken = _key(claim.letter) not in _back(claim, mates)
        return is_broken and claimed[_OTHER[claim.kind], _key(claim.letter)] > 0

    for one in broken:
        kind, other = one.kind, _OTHER[one.kind]
        back = [*_back(one, mates).values()]
        away = elsewhere.get((other, _key(one.mate)), "")
        if not is_outvoted(one) and any(is_outvoted(each) for each in back):
            continue
        if not back and (other not in kinds or _FILE.search(away)):
            continue
        path = one.letter.path
        there = called(path, one.mate)
        if _key(one.letter) == _key(one.mate):
            message = f"'{kind}' leads to this letter itself"
        elif back:
            message = f"'{kind}' is {there}, whose '{other}' is {called(path, back[0].mate)}"
        elif away:
            message = f"'{kind}' is {there}, whose '{other}' is '{clipped(away)}'"
        else:
            message = f"'{kind}' is {there}, which has no '{other}' that leads back"
        yield CorpusFound(Place(path, one.number, "target"), message)


def _rings(claims: Sequence[Claim]) -> Iterator[CorpusFound]:
    """Chains that lead back to their beginning, at the claim that closes them."""
    following = {_key(one.letter): one for one in claims}
    done: set[Key] = set()
    for start in following:
        ring: list[Claim] = []
        here = start
        while here in following and here not in done:
            done.add(here)
            ring.append(following[here])
            here = _key(following[here].mate)
        passed = [_key(one.letter) for one in ring]
        if here in passed:
            closing = min(ring[passed.index(here) :], key=lambda one: str(one.mate.path))
            path = closing.letter.path
            there = called(path, closing.mate)
            message = f"'next' is {there}, from which 'next' leads back to this letter"
            yield CorpusFound(Place(path, closing.number, "target"), message)


def _included(corpus: Corpus) -> Mapping[str, Mapping[str, Place]]:
    """For each corpus file the files that it includes, in order, and where."""
    return {
        str(summary.path): {
            corpus.target(summary.path, one.address).file: Place(summary.path, one.number, "href")
            for one in summary.includes
        }
        for summary in corpus.summaries
        if summary.root == "teiCorpus" and summary.includes
    }


def _by_corpus_file(
    claims: Sequence[Claim], order: Mapping[str, Mapping[str, Place]]
) -> Iterator[CorpusFound]:
    """Letters that a corpus file includes before those that are said to be before them."""
    for places in order.values():
        numbers = {file: number for number, file in enumerate(places)}
        pairs = [(whole(one.letter.path), whole(one.mate.path)) for one in claims]
        pairs = [(one, two) for one, two in pairs if one in numbers and two in numbers]
        wrong = [(one, two) for one, two in pairs if numbers[one] > numbers[two]]
        if len(wrong) > len(pairs) / 2:
            continue
        for one, two in wrong:
            path = places[two].path
            message = (
                f"stands before {beside(path, one)}, but both files say"
                f" that {beside(path, two)} is the next"
            )
            yield CorpusFound(places[two], message)


def _by_date(claims: Sequence[Claim]) -> Iterator[CorpusFound]:
    """Letters that were sent before those that are said to be before them."""
    dated = [one for one in claims if one.letter.sent and one.mate.sent]
    wrong = [
        one
        for one in dated
        if one.letter.sent and one.mate.sent and one.mate.sent.latest < one.letter.sent.earliest
    ]
    if len(dated) < _DATED or len(wrong) > max(_RARELY * len(dated), 1):
        return
    for one in wrong:
        path = one.letter.path
        message = f"'next' is {called(path, one.mate)}, which was sent before this letter"
        yield CorpusFound(Place(path, one.number, "target"), message)
