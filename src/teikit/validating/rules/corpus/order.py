"""Letters and parts of letters that follow each other."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus, PackedLetter
from teikit.validating.index.pages import NumberPages, SortedRows
from teikit.validating.index.records import Include, Relation
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.parts import broken_parts
from teikit.validating.rules.corpus.wording import beside, called, clipped
from teikit.validating.settings import RuleOptions

_KINDS = ("prev", "next")
_NEXT = 1
_SOME = 5
"""From so many on, a habit can be told from mistakes."""
_FILE = re.compile(r"[./:]")
"""In an address: it is no bare name. Other rules tell of files that are not there."""
_DATED = 20
_RARELY = 0.02
"""The share of letters that may be out of the order of dates, where it is meant to be that."""


class Claim(NamedTuple):
    """That a letter says which one is the next, or the one before; letters by their numbers."""

    letter: int
    kind: int
    number: int
    mate: int


class Claims:
    """The claims of a scope, in the order of their letters; a corpus has two of each letter."""

    def __init__(self, pages: NumberPages, claims: Iterable[Claim] = ()) -> None:
        """On the `pages`, which are on the disk, are those of other scopes, too."""
        self._pages = pages
        # A letter, twice the number of the element and the kind, and the mate.
        self._rows = SortedRows(pages)
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        """Add one."""
        self._rows.add(claim.letter, claim.number << 1 | claim.kind, claim.mate)

    def not_returned(self) -> "Claims":
        """Those whose mates do not make the opposite one."""
        return Claims(self._pages, (claim for claim in self if not self.is_returned(claim)))

    def mutual(self) -> "Claims":
        """Those of which letter is the next, whose mates say so, too."""
        return Claims(
            self._pages,
            (claim for claim in self if claim.kind == _NEXT and self.is_returned(claim)),
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Claim:
        return _claim(self._rows[index])

    def __iter__(self) -> Iterator[Claim]:
        return map(_claim, self._rows)

    def of(self, letter: int) -> range:
        """The indices of the claims of a letter."""
        return self._rows.of(letter)

    def is_returned(self, claim: Claim) -> bool:
        """Whether the mate of a claim makes the opposite one."""
        rows = self._rows
        for index in rows.of(claim.mate):
            _, number, mate = rows[index]
            if mate == claim.letter and number & 1 != claim.kind:
                return True
        return False


def _claim(row: Sequence[int]) -> Claim:
    letter, number, mate = row
    return Claim(letter, number & 1, number >> 1, mate)


@rule("C003", "broken-chain", Severity.WARNING)
def broken_chain(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """A letter names the next one, which does not name it as the one before; or the order is wrong.

    Readers who turn the pages come out somewhere else than where they started. The same is looked
    for in parts of a text that `@prev` and `@next` hold together, and in the order in which a
    `teiCorpus` includes the letters; where there is none and the letters are in the order of their
    dates, also in the dates. Editions that name the next letters in one direction only, or in
    another sense, are left alone.

    Remedy: Correct the one that is wrong; of a `@prev` or `@next` that is missing altogether,
    `teikit validate --fix` adds it.

    Fix: safe; where no other document claims the same place.

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
    pages = NumberPages("III")
    scopes: dict[str, Claims] = defaultdict(lambda: Claims(pages))
    for letter in corpus.letters(Relation):
        for kind, scope, address, number in letter.all(Relation):
            mate = corpus.letter_number(letter, address) if kind in _KINDS else None
            if mate is not None:
                scopes[scope].add(Claim(letter.at, _KINDS.index(kind), number, mate))
    order = [file.at for file in corpus.files(Include) if file.root == "teiCorpus"]
    broken = {scope: claims.not_returned() for scope, claims in scopes.items()}
    is_habit = _are_many(sum(map(len, broken.values())), sum(map(len, scopes.values())))
    for scope, claims in scopes.items():
        if not is_habit and not _are_many(len(broken[scope]), len(claims)):
            yield from _broken(corpus, scope, claims, broken[scope])
        mutual = claims.mutual()
        yield from _rings(corpus, mutual)
        yield from _by_corpus_file(corpus, mutual, order)
        if not order:
            yield from _by_date(corpus, mutual)
    yield from broken_parts(corpus)


def _are_many(broken: int, claims: int) -> bool:
    """Whether so many claims are not returned that they are not meant to be."""
    return claims >= _SOME and broken > claims / 3


def _broken(
    corpus: Corpus, scope: str, claims: Claims, broken: Claims
) -> Iterator[Finding[NodeNumber]]:
    """Claims that are not returned.

    Of two that contradict each other, the one is told that a third letter contradicts as well.
    """
    claimed = Counter((claim.kind, claim.mate) for claim in broken)
    kinds = {claim.kind for claim in claims}
    contradicting: dict[tuple[int, int], list[Claim]] = {
        (1 - claim.kind, claim.mate): [] for claim in broken
    }
    for claim in claims:
        if (claim.kind, claim.letter) in contradicting:
            contradicting[claim.kind, claim.letter].append(claim)

    def is_outvoted(claim: Claim) -> bool:
        return not claims.is_returned(claim) and claimed[1 - claim.kind, claim.letter] > 0

    for claim in broken:
        back = contradicting[1 - claim.kind, claim.mate]
        if not is_outvoted(claim) and any(map(is_outvoted, back)):
            continue
        letter, mate = corpus.letter_at(claim.letter), corpus.letter_at(claim.mate)
        kind, other = _KINDS[claim.kind], _KINDS[1 - claim.kind]
        away = _elsewhere(corpus, mate, other, scope)
        if not back and (1 - claim.kind not in kinds or _FILE.search(away)):
            continue
        there = called(letter.path, mate)
        if claim.letter == claim.mate:
            message = f"'{kind}' leads to this letter itself"
        elif back:
            third = called(letter.path, corpus.letter_at(back[0].mate))
            message = f"'{kind}' is {there}, whose '{other}' is {third}"
        elif away:
            message = f"'{kind}' is {there}, whose '{other}' is '{clipped(away)}'"
        else:
            message = f"'{kind}' is {there}, which has no '{other}' that leads back"
        yield Finding(in_file(letter.path, claim.number, "target"), message)


def _elsewhere(corpus: Corpus, letter: PackedLetter, kind: str, scope: str) -> str:
    """What a letter claims of one that is not here; the last such claim."""
    claimed = [
        relation.address
        for relation in letter.all(Relation)
        if (relation.kind, relation.scope) == (kind, scope)
        and corpus.letter_number(letter, relation.address) is None
    ]
    return claimed[-1] if claimed else ""


def _rings(corpus: Corpus, claims: Claims) -> Iterator[Finding[NodeNumber]]:
    """Chains that lead back to their beginning, at the claim that closes them."""
    done = bytearray(len(claims))
    for start in claims:
        passed = array("I")
        here = start.letter
        while (following := claims.of(here)) and not done[following[-1]]:
            done[following[-1]] = True
            passed.append(following[-1])
            here = claims[following[-1]].mate
        if following and following[-1] in passed:
            ring = [claims[index] for index in passed[passed.index(following[-1]) :]]
            closing = min(ring, key=lambda claim: corpus.letter_at(claim.mate).file.name)
            path = corpus.letter_at(closing.letter).path
            there = called(path, corpus.letter_at(closing.mate))
            message = f"'next' is {there}, from which 'next' leads back to this letter"
            yield Finding(in_file(path, closing.number, "target"), message)


def _included(corpus: Corpus, at: int) -> Mapping[int, int]:
    """The files that a corpus file includes, in order, and the elements that do so.

    All of them by their numbers.
    """
    summary = corpus.file_at(at)
    return {
        file: include.number
        for include in summary.all(Include)
        if (file := corpus.number(corpus.target(summary, include.address).file)) is not None
    }


def _by_corpus_file(
    corpus: Corpus, claims: Claims, order: Iterable[int]
) -> Iterator[Finding[NodeNumber]]:
    """Letters that a corpus file includes before those that are said to be before them."""
    for at in order:
        places = _included(corpus, at)
        position = {file: index for index, file in enumerate(places)}
        known = 0
        wrong: list[tuple[int, int]] = []
        for first in sorted(position):
            for letter in corpus.letters_in(first):
                for index in claims.of(letter):
                    second = corpus.holder(claims[index].mate)
                    if second in position:
                        known += 1
                        if position[first] > position[second]:
                            wrong.append((first, second))
        if len(wrong) > known / 2:
            continue
        path = corpus.file_at(at).path
        for first, second in wrong:
            message = (
                f"stands before {beside(path, corpus.file_at(first).path)}, but both files say"
                f" that {beside(path, corpus.file_at(second).path)} is the next"
            )
            yield Finding(in_file(path, places[second], "href"), message)


def _by_date(corpus: Corpus, claims: Claims) -> Iterator[Finding[NodeNumber]]:
    """Letters that were sent before those that are said to be before them."""
    dated = 0
    wrong = Claims(NumberPages("III"))
    for claim in claims:
        first, second = corpus.letter_at(claim.letter).sent, corpus.letter_at(claim.mate).sent
        if first and second:
            dated += 1
            if second.latest < first.earliest:
                wrong.add(claim)
    if dated < _DATED or len(wrong) > max(_RARELY * dated, 1):
        return
    for claim in wrong:
        path = corpus.letter_at(claim.letter).path
        there = called(path, corpus.letter_at(claim.mate))
        message = f"'next' is {there}, which was sent before this letter"
        yield Finding(in_file(path, claim.number, "target"), message)
