"""Names, and the entries of authority files that they refer to."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

from teikit.checking.corpus import Corpus, CorpusFound, Place, Summary
from teikit.checking.corpus.records import Entry, Key
from teikit.checking.corpus.registers import KINDS
from teikit.checking.corpus.together import whole
from teikit.checking.corpus_rules.links import astray, hint, likely, times
from teikit.checking.corpus_rules.wording import and_more, beside, clipped
from teikit.checking.rule import rule
from teikit.checking.settings import Options
from teikit.diagnostic import Severity
from teikit.tei.names import ID

# A body and its place are often one entry; a person is never either of them.
_NAMED: Mapping[str, frozenset[str]] = {
    "persName": frozenset(("place", "organisation", "work")),
    "placeName": frozenset(("person", "work")),
    "country": frozenset(("person", "work")),
    "region": frozenset(("person", "work")),
    "settlement": frozenset(("person", "work")),
    "geogName": frozenset(("person", "work")),
    "orgName": frozenset(("person", "work")),
}
"""For names the kinds of entries that they cannot refer to."""
_A = {"person": "a person", "place": "a place", "organisation": "an organisation", "work": "a work"}
_MOSTLY = 0.9
"""The share of keys that lead to an entry, where all are meant to."""
_ENOUGH = 5
_MANY = 20
"""Entries, from which on those that are not used are counted only, where they are most."""


class _Wrong(NamedTuple):
    """A name that refers to an entry of another kind."""

    place: Place
    entry: Entry
    times: int


@rule("C004", "unknown-authority", Severity.ERROR)
def unknown_authority(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
    """A name refers to an entry that the authority file does not have, or to one of another kind.

    The name is then missing in the register, or stands under a wrong heading. Authority files are
    those that are mainly lists of persons, places and the like; they need not be among the files
    that are checked. Values of `@key`, and those of `@ref` that are no addresses, are looked at
    where nearly all others lead to an entry of an authority file that is checked.

    Remedy: Correct the reference, or add the entry.

    Bad:
        --- letter.xml
        <p>I saw <persName ref="persons.xml#stalln">him</persName> today.</p>
        --- persons.xml
        <standOff><listPerson>
          <person xml:id="stalin"><persName>J. V. Stalin</persName></person>
        </listPerson></standOff>

    Good:
        --- letter.xml
        <p>I saw <persName ref="persons.xml#stalin">him</persName> today.</p>
        --- persons.xml
        <standOff><listPerson>
          <person xml:id="stalin"><persName>J. V. Stalin</persName></person>
        </listPerson></standOff>
    """
    # Many names want the same entry that is missing.
    meant = cache(lambda file, name: likely(name, corpus.entries(file) or ()))
    for one in astray(corpus):
        if corpus.entries(one.file) is not None:
            there = beside(one.place.path, one.file)
            message = f"there is no entry '{clipped(one.id)}' in {there}"
            near = hint(meant(one.file, one.id))
            yield CorpusFound(one.place, message + near + times(one.times))
    yield from _of_another_kind(corpus)
    yield from _unknown_keys(corpus)


def _of_another_kind(corpus: Corpus) -> Iterator[CorpusFound]:
    """Names that refer to entries of a kind that they are no names of."""
    asked: Counter[str] = Counter()
    found: dict[str, list[_Wrong]] = defaultdict(list)
    for summary in corpus.summaries:
        for link, target in corpus.targets(summary):
            if link.attribute != "ref" or link.element not in _NAMED:
                continue
            if entry := (corpus.entries(target.file) or {}).get(target.id):
                asked[link.element] += 1
                if KINDS[entry.element] in _NAMED[link.element]:
                    place = Place(summary.path, link.number, link.attribute)
                    found[link.element].append(_Wrong(place, entry, link.times))
    for element, wrong in found.items():
        # What is done often is meant.
        if len(wrong) <= max((1 - _MOSTLY) * asked[element], 1):
            for one in wrong:
                yield CorpusFound(
                    one.place,
                    f"{element} refers to '{clipped(one.entry.id)}', which stands for"
                    f" {_A[KINDS[one.entry.element]]}" + and_more(one.times - 1, "time"),
                )


def _unknown_keys(corpus: Corpus) -> Iterator[CorpusFound]:
    """Keys that lead to no entry, where nearly all others do."""
    known = {
        name
        for summary in corpus.summaries
        for entry in summary.entries
        for name in (entry.id, *entry.inner, *entry.keys)
    }
    if not known:
        return
    places: dict[tuple[str, str], dict[str, list[tuple[Summary, Key]]]]
    places = defaultdict(lambda: defaultdict(list))
    for summary in corpus.summaries:
        for one in summary.keys:
            places[one.element, one.attribute][one.key].append((summary, one))
    for keys in places.values():
        unknown = [key for key in keys if known.isdisjoint(forms(key))]
        led = len(keys) - len(unknown)
        if led < _ENOUGH or led < _MOSTLY * len(keys):
            continue
        for key in unknown:
            message = f"no authority file has an entry '{clipped(key)}'{hint(likely(key, known))}"
            for summary, one in keys[key]:
                place = Place(summary.path, one.number, one.attribute)
                yield CorpusFound(place, message + and_more(one.times - 1, "time"))


def forms(key: str) -> Sequence[str]:
    """How an entry may be called that a key leads to: "pmb:50" may be "pmb50" or "50"."""
    prefix, colon, rest = key.partition(":")
    return (key, rest, prefix + rest) if colon else (key,)


@rule("C005", "unused-authority", Severity.INFO)
def unused_authority(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
    """Nothing in the corpus refers to an entry of an authority file.

    It may be there for letters to come, it may be the second entry of someone, or a name in a
    letter has lost its reference. Only authority files are looked at that letters refer to. Where
    most entries of many are not used, that is told once for the file.

    Remedy: Look whether a name should refer to it; else drop the entry.

    Bad:
        --- letter.xml
        <p>I saw <persName ref="persons.xml#anna">her</persName> today.</p>
        --- persons.xml
        <standOff><listPerson>
          <person xml:id="anna"><persName>Anna Berg</persName></person>
          <person xml:id="anna-b"><persName>Anna B.</persName></person>
        </listPerson></standOff>

    Good:
        --- letter.xml
        <p>I saw <persName ref="persons.xml#anna">her</persName> today.</p>
        --- persons.xml
        <standOff><listPerson>
          <person xml:id="anna"><persName>Anna Berg</persName></person>
        </listPerson></standOff>
    """
    registers = [one for one in corpus.summaries if one.entries]
    if not registers:
        return
    asked: set[str] = set()
    used: set[str] = set()
    for summary in corpus.summaries:
        used.update(summary.inner)
        for _link, target in corpus.targets(summary):
            used.add(target.id)
            if not summary.authority:
                asked.add(target.file)
        for one in summary.keys:
            used.update(forms(one.key))
        if not summary.authority:
            # What a letter has an entry of, it means.
            used.update(one.id for one in summary.ids if one.element in KINDS)
    for summary in registers:
        if whole(summary.path) in asked:
            yield from _unused(summary, used)


def _unused(summary: Summary, used: Set[str]) -> Iterator[CorpusFound]:
    total = len(summary.entries)
    unused = [one for one in summary.entries if used.isdisjoint((one.id, *one.inner, *one.keys))]
    if len(unused) > max(_MANY, total / 2):
        # The letters are a part of the edition.
        message = f"nothing refers to {len(unused)} of the {total} entries"
        yield CorpusFound(Place(summary.path, summary.number), message)
        return
    for one in unused:
        message = f"nothing refers to '{clipped(one.id)}'"
        yield CorpusFound(Place(summary.path, one.number, ID), message)


@rule("C006", "same-authority-twice", Severity.WARNING)
def same_authority_twice(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
    """Two entries of authority files have the same name, or the same number.

    Half of the letters of a person are found under the one, half under the other. Numbers are those
    of GND, VIAF, Wikidata, GeoNames and the like. Entries of one name that differ in what else is
    said of them, in the dates of a life, a note, the place on a map, are not told of.

    Remedy: Make one entry of the two; if they are different, say by what, or correct the number.

    Bad:
        --- persons.xml
        <standOff><listPerson>
          <person xml:id="berg"><persName>Anna Berg</persName></person>
          <person xml:id="berg2"><persName>Anna Berg</persName></person>
        </listPerson></standOff>

    Good:
        --- persons.xml
        <standOff><listPerson>
          <person xml:id="berg1"><persName>Anna Berg</persName><birth when="1860"/></person>
          <person xml:id="berg2"><persName>Anna Berg</persName><birth when="1893"/></person>
        </listPerson></standOff>
    """
    told: set[tuple[str, int]] = set()
    for summary, entry, (other, first), what in _twins(corpus):
        here = (str(summary.path), entry.number)
        if here not in told:
            told.add(here)
            where = "" if other.path == summary.path else f" in {beside(summary.path, other.path)}"
            message = f"'{clipped(entry.id)}' has {what} of '{clipped(first.id)}'{where}"
            yield CorpusFound(Place(summary.path, entry.number, ID), message)


_Entered = tuple[Summary, Entry]
_HOMONYMS = 3
"""Entries of one name; what more have is no name, but a word like "unknown"."""


def _twins(corpus: Corpus) -> Iterator[tuple[Summary, Entry, _Entered, str]]:
    by_number: dict[tuple[str, str], _Entered] = {}
    by_name: dict[tuple[str, str], list[_Entered]] = defaultdict(list)
    for summary in corpus.summaries:
        for entry in summary.entries:
            kind = KINDS[entry.element]
            for number in entry.identifiers:
                first = by_number.setdefault((kind, number), (summary, entry))
                if first[1].id != entry.id:
                    yield summary, entry, first, f"the number ({clipped(number)})"
            if kind in ("person", "place", "organisation") and len(entry.name) > 2:
                by_name[kind, entry.name].append((summary, entry))
    for alike in by_name.values():
        for at, (summary, entry) in enumerate(alike if len(alike) <= _HOMONYMS else ()):
            for other in alike[:at]:
                if entry.id != other[1].id and not _differ(entry, other[1]):
                    yield summary, entry, other, "the name"
                    break


def _differ(one: Entry, other: Entry) -> bool:
    """Whether something is said of both, and not the same."""
    said = dict(other.aspects)
    return any(said.get(name, value) != value for name, value in one.aspects)
