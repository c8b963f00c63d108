"""Parts of texts that `@prev` and `@next` hold together."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from teikit.checking.corpus import Corpus, CorpusFound, Mend, Place, Summary
from teikit.checking.corpus.records import Part
from teikit.checking.corpus.together import whole
from teikit.checking.corpus_rules.wording import clipped, relative

_OTHER = {"prev": "next", "next": "prev"}
# A citation may take what it lacks ("ibid.") from the one before, which need not know of that.
_CITATIONS = frozenset(("bibl", "biblFull", "biblStruct", "cit"))
_SOME = 3
"""From so many on, what is never returned is not meant to be."""


class _Claim(NamedTuple):
    """That a part names the next one, or the one before; `back` is what that one says."""

    summary: Summary
    part: Part
    kind: str
    mate: Place
    back: str
    is_returned: bool


def broken_parts(corpus: Corpus) -> Iterator[CorpusFound]:
    """Parts that name another one, which does not name them."""
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for summary in corpus.summaries:
        for part in summary.parts:
            for kind, address in (("prev", part.prev), ("next", part.next)):
                if address and (claim := _claim(corpus, summary, part, kind, address)):
                    claims[part.element].append(claim)
    wanted = Counter(one.mate for found in claims.values() for one in found)
    for element, found in claims.items():
        returned = sum(one.is_returned for one in found)
        one_sided = element in _CITATIONS or len(found) >= _SOME
        if one_sided and not returned:
            continue
        for one in found:
            # Where another one claims this place, it is told there that this leads elsewhere.
            place = Place(one.summary.path, one.part.number, one.kind)
            if not one.is_returned and not wanted[place]:
                yield _found(one, place, is_sole=wanted[one.mate] == 1)


def _claim(corpus: Corpus, summary: Summary, part: Part, kind: str, address: str) -> _Claim | None:
    """What a part claims; None if there is no such other part."""
    here = whole(summary.path)
    file, name = (here, address[1:]) if address[0] == "#" else corpus.target(summary.path, address)
    mate, there = corpus.by_path.get(file), (corpus.ids(file) or {}).get(name)
    if mate is None or there is None:
        return None
    other = _OTHER[kind]
    known = {one.number: one for one in mate.parts}.get(there.number)
    back = getattr(known, other) if known else ""
    leads = (file, back[1:]) if back[:1] == "#" else corpus.target(mate.path, back)
    place = Place(mate.path, there.number, other)
    return _Claim(summary, part, kind, place, back, bool(part.id) and leads == (here, part.id))


def _found(one: _Claim, place: Place, *, is_sole: bool) -> CorpusFound:
    path, other = place.path, one.mate.attribute
    leads = one.part.prev if one.kind == "prev" else one.part.next
    if one.back:
        back = f"whose {other} is '{clipped(one.back)}'"
        return CorpusFound(place, f"{one.kind} leads to '{clipped(leads)}', {back}, not this")
    message = f"{one.kind} leads to '{clipped(leads)}', which has no {other}"
    if not one.part.id or not is_sole:
        return CorpusFound(place, message)
    file = "" if one.mate.path == path else relative(one.mate.path, path)
    return CorpusFound(place, message, (Mend(one.mate, f"{file}#{one.part.id}"),))
