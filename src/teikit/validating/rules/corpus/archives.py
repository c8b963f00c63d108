"""The archival items that letters were taken from."""

from collections import defaultdict
from collections.abc import Iterator

from teikit.diagnostic import Severity
from teikit.tei.dates import Period
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus, PackedLetter
from teikit.validating.index.digests import RepeatedNames
from teikit.validating.index.records import Item
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.wording import called, clipped
from teikit.validating.settings import RuleOptions


@rule("C008", "item-with-two-dates", Severity.WARNING)
def item_with_two_dates(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """Two letters are said to be on the same leaf of an archive, and to be of different days.

    One of the signatures may have been copied with the header, or one of the dates is wrong. Only
    signatures that are precise to the leaf are compared, by `idno` of such types as `list`, `folio`
    or `leaf`; many letters are in one folder.

    Remedy: Correct the signature or the date that is wrong.

    Bad:
        --- letter-1.xml
        <teiHeader><fileDesc><sourceDesc><msDesc><msIdentifier><repository>RGASPI</repository>
          <idno n="RGASPI/558/1/20/4">F. 558. Op. 1. D. 20. L. <idno type="list">4</idno></idno>
        </msIdentifier></msDesc></sourceDesc></fileDesc><profileDesc><correspDesc>
          <correspAction type="sent"><date when="1920-05-04"/></correspAction>
        </correspDesc></profileDesc></teiHeader>
        --- letter-2.xml
        <teiHeader><fileDesc><sourceDesc><msDesc><msIdentifier><repository>RGASPI</repository>
          <idno n="RGASPI/558/1/20/4">F. 558. Op. 1. D. 20. L. <idno type="list">4</idno></idno>
        </msIdentifier></msDesc></sourceDesc></fileDesc><profileDesc><correspDesc>
          <correspAction type="sent"><date when="1920-06-11"/></correspAction>
        </correspDesc></profileDesc></teiHeader>

    Good:
        --- letter-1.xml
        <teiHeader><fileDesc><sourceDesc><msDesc><msIdentifier><repository>RGASPI</repository>
          <idno n="RGASPI/558/1/20/4">F. 558. Op. 1. D. 20. L. <idno type="list">4</idno></idno>
        </msIdentifier></msDesc></sourceDesc></fileDesc><profileDesc><correspDesc>
          <correspAction type="sent"><date when="1920-05-04"/></correspAction>
        </correspDesc></profileDesc></teiHeader>
        --- letter-2.xml
        <teiHeader><fileDesc><sourceDesc><msDesc><msIdentifier><repository>RGASPI</repository>
          <idno n="RGASPI/558/1/20/5">F. 558. Op. 1. D. 20. L. <idno type="list">5</idno></idno>
        </msIdentifier></msDesc></sourceDesc></fileDesc><profileDesc><correspDesc>
          <correspAction type="sent"><date when="1920-06-11"/></correspAction>
        </correspDesc></profileDesc></teiHeader>
    """
    repeated = RepeatedNames(item.signature for _, item in _items(corpus))
    known: dict[str, dict[Period, int]] = defaultdict(dict)
    for letter, item in _items(corpus):
        if letter.sent is None or item.signature not in repeated:
            continue
        others = known[item.signature]
        other = next((at for sent, at in others.items() if _apart(sent, letter.sent)), None)
        if other is not None:
            there = called(letter.path, corpus.letter_at(other))
            yield Finding(
                in_file(letter.path, item.number),
                f"{clipped(item.signature)} is also that of {there}, of another date",
            )
        others.setdefault(letter.sent, letter.at)


def _items(corpus: Corpus) -> Iterator[tuple[PackedLetter, Item]]:
    return ((letter, item) for letter in corpus.letters(Item) for item in letter.all(Item))


def _apart(period: Period, other: Period) -> bool:
    return period.latest < other.earliest or other.latest < period.earliest
