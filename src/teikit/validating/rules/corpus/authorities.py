"""Names, and the entries of authority files that they refer to."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus, PackedFile
from teikit.validating.index.digests import RepeatedNames
from teikit.validating.index.packing import INNER
from teikit.validating.index.records import Entry, Id, Key, Link
from teikit.validating.index.registers import KINDS
from teikit.validating.index.together import absolute
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.links import likely, suggestion, times
from teikit.validating.rules.corpus.wording import and_more, beside, clipped
from teikit.validating.settings import RuleOptions
from teikit.xml.names import ID

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
_SUGGESTIONS = 1000


@rule("C004", "unknown-authority", Severity.ERROR)
def unknown_authority(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
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
    meant = lru_cache(_SUGGESTIONS)(lambda file, name: likely(name, corpus.entries(file) or ()))
    for pointer in corpus.astray:
        if corpus.entries(pointer.file) is not None:
            there = beside(pointer.range.node.path, pointer.file)
            message = f"there is no entry '{clipped(pointer.id)}' in {there}"
            near = suggestion(meant(pointer.file, pointer.id))
            yield Finding(pointer.range, message + near + times(pointer.times))
    yield from _of_another_kind(corpus)
    yield from _unknown_keys(corpus)


def _of_another_kind(corpus: Corpus) -> Iterator[Finding[NodeNumber]]:
    """Names that refer to entries of a kind that they are no names of."""
    asked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for _, link, entry in _entered(corpus):
        asked[link.element] += 1
        wrong[link.element] += KINDS[entry.element] in _NAMED[link.element]
    # What is done often is meant.
    rare = {
        element for element in +wrong if wrong[element] <= max((1 - _MOSTLY) * asked[element], 1)
    }
    for summary, link, entry in _entered(corpus) if rare else ():
        kind = KINDS[entry.element]
        if link.element in rare and kind in _NAMED[link.element]:
            yield Finding(
                in_file(summary.path, link.number, link.attribute),
                f"{link.element} refers to '{clipped(entry.id)}', which stands for"
                f" {_A[kind]}" + and_more(link.times - 1, "time"),
            )


def _entered(corpus: Corpus) -> Iterator[tuple[PackedFile, Link, Entry]]:
    """The names that lead to an entry, and that."""
    for summary in corpus.files(Link):
        for link, target in corpus.targets(summary):
            if link.attribute == "ref" and link.element in _NAMED:
                entry = (corpus.entries(target.file) or {}).get(target.id)
                if entry:
                    yield summary, link, entry


def _unknown_keys(corpus: Corpus) -> Iterator[Finding[NodeNumber]]:
    """Keys that lead to no entry, where nearly all others do."""
    known = _known(corpus)
    if not known:
        return
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for summary in corpus.files(Key):
        for record in summary.all(Key):
            asked[record.element, record.attribute].add(record.key)
    messages: dict[tuple[str, str, str], str] = {}
    for (element, attribute), keys in asked.items():
        unknown = [key for key in keys if known.isdisjoint(forms(key))]
        led = len(keys) - len(unknown)
        if led >= max(_ENOUGH, _MOSTLY * len(keys)):
            for key in unknown:
                message = f"no authority file has an entry '{clipped(key)}'"
                messages[key, element, attribute] = message + suggestion(likely(key, known))
    for summary in corpus.files(Key) if messages else ():
        for record in summary.all(Key):
            if message := messages.get((record.key, record.element, record.attribute), ""):
                place = in_file(summary.path, record.number, record.attribute)
                yield Finding(place, message + and_more(record.times - 1, "time"))


def _entries(corpus: Corpus) -> Iterator[tuple[int, Entry]]:
    """All entries, with the numbers of their files."""
    return ((summary.at, entry) for summary in corpus.files(Entry) for entry in summary.all(Entry))


def _known(corpus: Corpus) -> set[str]:
    """All that entries may be called."""
    return {name for _, entry in _entries(corpus) for name in _names(entry)}


def _names(entry: Entry) -> Sequence[str]:
    """What an entry may be called."""
    return (entry.id, *entry.inner, *entry.keys)


def forms(key: str) -> Sequence[str]:
    """How an entry may be called that a key leads to: "pmb:50" may be "pmb50" or "50"."""
    prefix, colon, rest = key.partition(":")
    return (key, rest, prefix + rest) if colon else (key,)


@rule("C005", "unused-authority", Severity.INFO)
def unused_authority(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
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
    unused = _known(corpus)
    if not unused:
        return
    registers = {absolute(summary.name) for summary in corpus.files(Entry)}
    asked: set[str] = set()
    for summary in corpus.files():
        unused.difference_update(summary.rows(INNER))
        for address, *_ in summary.rows(Link):
            target = corpus.target(summary, address)
            unused.discard(target.id)
            if not summary.authority and target.file in registers:
                asked.add(target.file)
        for key in summary.all(Key):
            unused.difference_update(forms(key.key))
        if not summary.authority:
            # What a letter has an entry of, it means.
            unused.difference_update(id_.id for id_ in summary.all(Id) if id_.element in KINDS)
    for summary in corpus.files(Entry):
        if absolute(summary.name) in asked:
            yield from _unused(summary, unused)


def _unused(summary: PackedFile, names: set[str]) -> Iterator[Finding[NodeNumber]]:
    """The entries of which nothing uses any name."""
    entries = summary.all(Entry)
    unused = [entry for entry in entries if names.issuperset(_names(entry))]
    if len(unused) > max(_MANY, len(entries) / 2):
        # The letters are a part of the edition.
        message = f"nothing refers to {len(unused)} of the {len(entries)} entries"
        yield Finding(in_file(summary.path, summary.number), message)
        return
    for entry in unused:
        message = f"nothing refers to '{clipped(entry.id)}'"
        yield Finding(in_file(summary.path, entry.number, ID), message)


@rule("C006", "same-authority-twice", Severity.WARNING)
def same_authority_twice(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
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
    shown: set[tuple[int, int]] = set()
    for (at, entry), (other, first), what in _twins(corpus):
        if (at, entry.number) not in shown:
            shown.add((at, entry.number))
            path = corpus.file_at(at).path
            where = "" if other == at else f" in {beside(path, corpus.file_at(other).path)}"
            message = f"'{clipped(entry.id)}' has {what} of '{clipped(first.id)}'{where}"
            yield Finding(in_file(path, entry.number, ID), message)


_Entered = tuple[int, Entry]
_HOMONYMS = 3
"""Entries of one name; what more have is no name, but a word like "unknown"."""


def _twins(corpus: Corpus) -> Iterator[tuple[_Entered, _Entered, str]]:
    repeated = RepeatedNames(
        (KINDS[entry.element], word)
        for _, entry in _entries(corpus)
        for word in (*entry.identifiers, entry.name)
    )
    by_number: dict[tuple[str, str], _Entered] = {}
    by_name: dict[tuple[str, str], list[_Entered]] = defaultdict(list)
    for at, entry in _entries(corpus):
        kind = KINDS[entry.element]
        for number in entry.identifiers:
            if (kind, number) in repeated:
                first = by_number.setdefault((kind, number), (at, entry))
                if first[1].id != entry.id:
                    yield (at, entry), first, f"the number ({clipped(number)})"
        named = kind in ("person", "place", "organisation") and len(entry.name) > 2
        if named and (kind, entry.name) in repeated:
            by_name[kind, entry.name].append((at, entry))
    for alike in by_name.values():
        for index, (at, entry) in enumerate(alike if len(alike) <= _HOMONYMS else ()):
            for other in alike[:index]:
                if entry.id != other[1].id and not _differ(entry, other[1]):
                    yield (at, entry), other, "the name"
                    break


def _differ(entry: Entry, other: Entry) -> bool:
    """Whether something is said of both, and not the same."""
    aspects = dict(other.aspects)
    return any(aspects.get(name, value) != value for name, value in entry.aspects)
