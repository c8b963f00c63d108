"""Parts of texts that `@prev` and `@next` hold together."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from teikit.validating.finding import Finding, Fix, NodeNumber, Range, in_file
from teikit.validating.index import Corpus, PackedFile
from teikit.validating.index.records import Part
from teikit.validating.index.together import absolute
from teikit.validating.rules.corpus.wording import clipped, relative

_OTHER = {"prev": "next", "next": "prev"}
# A citation may take what it lacks ("ibid.") from the one before, which need not know of that.
_CITATIONS = frozenset(("bibl", "biblFull", "biblStruct", "cit"))
_SOME = 3
"""From so many on, what is never returned is not meant to be."""


class _Claim(NamedTuple):
    """That the part at a place names the next one, or the one before, whose place is `mate`.

    `back` is what that one says.
    """

    part: Part
    range: Range[NodeNumber]
    mate: Range[NodeNumber]
    back: str
    is_returned: bool


def broken_parts(corpus: Corpus) -> Iterator[Finding[NodeNumber]]:
    """Parts that name another one, which does not name them."""
    found: Counter[str] = Counter()
    returned: Counter[str] = Counter()
    for claim in _claims(corpus):
        found[claim.part.element] += 1
        returned[claim.part.element] += claim.is_returned
    if found == returned:
        return
    two_sided = {
        element
        for element, count in found.items()
        if returned[element] or not (element in _CITATIONS or count >= _SOME)
    }
    broken = [
        claim
        for claim in _claims(corpus)
        if not claim.is_returned and claim.part.element in two_sided
    ]
    ranges = {range_ for claim in broken for range_ in (claim.range, claim.mate)}
    wanted = Counter(claim.mate for claim in _claims(corpus) if claim.mate in ranges)
    for claim in broken:
        # Where another one claims this place, it is told there that this leads elsewhere.
        if not wanted[claim.range]:
            yield _found(claim, is_sole=wanted[claim.mate] == 1)


def _claims(corpus: Corpus) -> Iterator[_Claim]:
    for summary in corpus.files(Part):
        for part in summary.all(Part):
            for kind, address in (("prev", part.prev), ("next", part.next)):
                if address and (claim := _claim(corpus, summary, part, kind, address)):
                    yield claim


def _claim(
    corpus: Corpus, summary: PackedFile, part: Part, kind: str, address: str
) -> _Claim | None:
    """What a part claims; None if there is no such other part."""
    here = absolute(summary.name)
    file, name = (here, address[1:]) if address[0] == "#" else corpus.target(summary, address)
    at = corpus.number(file)
    number = None if at is None else corpus.elements(at).get(name)
    if at is None or number is None:
        return None
    mate = corpus.file_at(at)
    other = _OTHER[kind]
    known = corpus.parts(at).get(number)
    back = getattr(known, other) if known else ""
    leads = (file, back[1:]) if back[:1] == "#" else corpus.target(mate, back)
    return _Claim(
        part,
        in_file(summary.path, part.number, kind),
        in_file(mate.path, number, other),
        back,
        bool(part.id) and leads == (here, part.id),
    )


def _found(claim: _Claim, *, is_sole: bool) -> Finding[NodeNumber]:
    path, kind = claim.range.node.path, claim.range.attribute
    leads = getattr(claim.part, kind)
    if claim.back:
        back = f"whose {claim.mate.attribute} is '{clipped(claim.back)}'"
        return Finding(claim.range, f"{kind} leads to '{clipped(leads)}', {back}, not this")
    message = f"{kind} leads to '{clipped(leads)}', which has no {claim.mate.attribute}"
    if not claim.part.id or not is_sole:
        return Finding(claim.range, message)
    file = "" if claim.mate.node.path == path else relative(claim.mate.node.path, path)
    return Finding(claim.range, message, (Fix(claim.mate, f"{file}#{claim.part.id}"),))
