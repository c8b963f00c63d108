"""What rules across files need for very many letters, of which only the summaries are made.

    python bench/scale.py                         100,000 letters
    python bench/scale.py --letters 10000000      ten million: some gigabytes of disk, and hours
    python bench/scale.py --rules C001 C007       only these rules
    python bench/scale.py --tables 10000000       only what rules look up: paths and claims

Summaries are made of letters that are all different: identifiers of their own, a chain from letter
to letter, names that refer to a register, and MinHashes of random texts; one letter in a thousand
is there twice. Always the same for the same number.
"""

import argparse
import random
import resource
import sys
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

from teikit.tei.dates import Period
from teikit.validating.index import Corpus, SpillFile, packed
from teikit.validating.index.digests import Numbers
from teikit.validating.index.pages import NumberPages
from teikit.validating.index.records import (
    Entry,
    FileSummary,
    Id,
    Item,
    LetterSummary,
    Link,
    Relation,
)
from teikit.validating.rules.corpus import CORPUS_RULES
from teikit.validating.rules.corpus.order import Claim, Claims
from teikit.validating.settings import RuleOptions

PERSONS = 2000
TWICE = 1000


def minhash(order: random.Random) -> bytes:
    """The 64 smallest of the random sums of 256 triples: those in the first quarter, about."""
    return array("I", sorted(each >> 2 for each in array("I", order.randbytes(256)))).tobytes()


def letter(number: int, count: int) -> FileSummary:
    """The summary of a letter; every thousandth has the text of the one before."""
    order = random.Random(number)
    text = random.Random(number - 1 if number % TWICE == TWICE - 1 else number)
    name = f"letter-{number:08}"
    path = Path("letters", f"{number // 1000:05}", f"{name}.xml")
    relations = tuple(
        Relation(kind, "", f"../{other // 1000:05}/letter-{other:08}.xml", 40 + step)
        for step, (kind, other) in enumerate((("prev", number - 1), ("next", number + 1)))
        if 0 <= other < count
    )
    links = tuple(
        Link(f"../persons.xml#p{order.randrange(PERSONS)}", "persName", "ref", 20 + at, 1)
        for at in range(3)
    ) + tuple(Link(each.address, "ref", "target", each.number, 1) for each in relations)
    ids = (Id(name, "TEI", 0), Id(f"{name}-div", "div", 60), Id(f"{name}-n1", "note", 70))
    date = f"{1850 + number * 80 // count}-{1 + order.randrange(12):02}-01"
    day = Period(date, date)
    own = LetterSummary(
        path, name, 0, 60, day, relations, (Item(f"A/{number}/1", 12),), minhash(text)
    )
    return FileSummary(path, "TEI", 0, False, ids, links, letters=(own,))


def register() -> FileSummary:
    """The summary of the register of persons."""
    ids = tuple(Id(f"p{number}", "person", number) for number in range(PERSONS))
    entries = tuple(
        Entry(f"p{number}", (), "person", number, f"person {number}", (), (), ())
        for number in range(PERSONS)
    )
    return FileSummary(Path("letters", "persons.xml"), "TEI", 0, True, ids, entries=entries)


def summaries(count: int) -> Iterator[bytes]:
    """All of them, packed."""
    yield packed(register())
    for number in range(count):
        yield packed(letter(number, count))


def names(count: int) -> Iterator[str]:
    """The paths of files."""
    return (f"/letters/{number // 1000:05}/letter-{number:08}.xml" for number in range(count))


def measure_tables(count: int) -> None:
    """Make what rules look up for so many letters, and look up some of it."""
    start = time.process_time()
    numbers = Numbers(names(count))
    print(f"paths of {count:,} files: {time.process_time() - start:.1f} s, peak {peak():.0f} MB")
    start = time.process_time()
    some = range(0, count, max(count // 100_000, 1))
    chosen = [f"/letters/{number // 1000:05}/letter-{number:08}.xml" for number in some]
    random.Random(1).shuffle(chosen)
    start = time.process_time()
    assert all(numbers.get(name) is not None for name in chosen)
    each = 1e6 * (time.process_time() - start) / len(chosen)
    print(f"looked up in any order: {each:.1f} us each, peak {peak():.0f} MB")
    start = time.process_time()
    claims = Claims(NumberPages("III"))
    for number in range(count):
        if number:
            claims.add(Claim(number, 0, 40, number - 1))
        if number < count - 1:
            claims.add(Claim(number, 1, 41, number + 1))
    print(
        f"{len(claims):,} claims: {time.process_time() - start:.1f} s, peak {peak():.0f} MB",
        flush=True,
    )
    start = time.process_time()
    found = sum(1 for _ in claims.not_returned())
    print(f"returned but for {found}: {time.process_time() - start:.1f} s, peak {peak():.0f} MB")


def peak() -> float:
    """The most memory that this process has taken, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=100_000, help="default: 100,000")
    parser.add_argument("--rules", nargs="*", default=[], help="codes; default: all")
    parser.add_argument("--tables", type=int, default=0, help="letters of which only tables are")
    options = parser.parse_args()
    if options.tables:
        measure_tables(options.tables)
        return
    start = time.process_time()
    shelf = SpillFile()
    for record in summaries(options.letters):
        shelf.add(record)
    each = shelf.size / options.letters
    print(f"{options.letters:,} letters, {each:.0f} bytes each, {shelf.size / 1e9:.2f} GB")
    print(f"{'':34}{'processor s':>12}{'us a letter':>12}{'peak MB':>9}{'findings':>10}")

    def measured(title: str, before: float, found: int) -> None:
        taken = time.process_time() - before
        micro = 1e6 * taken / options.letters
        print(f"{title:34}{taken:12.1f}{micro:12.1f}{peak():9.0f}{found:10}", flush=True)

    measured("summaries made and put on the disk", start, 0)
    start = time.process_time()
    corpus = Corpus(shelf)
    measured("numbered", start, 0)
    for checked in CORPUS_RULES:
        if not options.rules or checked.rule.code in options.rules:
            start = time.process_time()
            found = sum(1 for _ in checked.find(corpus, RuleOptions()))
            measured(f"{checked.rule.code} {checked.rule.name}", start, found)
    shelf.close()


if __name__ == "__main__":
    main()
