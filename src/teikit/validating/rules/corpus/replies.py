"""Letters and their answers."""

from collections.abc import Iterator

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus
from teikit.validating.index.records import Relation
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.wording import called
from teikit.validating.settings import RuleOptions


@rule("C009", "reply-before-letter", Severity.WARNING)
def reply_before_letter(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """A letter is said to answer one that was sent later.

    One of the dates is wrong, or another letter is meant. Dates that are ranges are compared only
    where they do not overlap.

    Remedy: Correct the date of one of the letters, or the reference.

    Bad:
        --- letter-1.xml
        <correspDesc>
          <correspAction type="sent"><date when="1871-03-02"/></correspAction>
          <correspContext><ref type="isReplyTo" target="letter-2.xml"/></correspContext>
        </correspDesc>
        --- letter-2.xml
        <correspDesc>
          <correspAction type="sent"><date when="1871-03-20"/></correspAction>
        </correspDesc>

    Good:
        --- letter-1.xml
        <correspDesc>
          <correspAction type="sent"><date when="1871-03-02"/></correspAction>
          <correspContext><ref type="isReplyTo" target="letter-2.xml"/></correspContext>
        </correspDesc>
        --- letter-2.xml
        <correspDesc>
          <correspAction type="sent"><date when="1871-02-20"/></correspAction>
        </correspDesc>
    """
    for letter in corpus.letters(Relation):
        for relation in letter.all(Relation):
            if relation.kind not in ("reply", "replied"):
                continue
            other = corpus.letter(letter, relation.address)
            if other is None or letter.sent is None or other.sent is None:
                continue
            path = letter.path
            there = called(path, other)
            if relation.kind == "reply":
                is_early = other.sent.earliest > letter.sent.latest
                message = f"this answers {there}, which was sent later"
            else:
                is_early = letter.sent.earliest > other.sent.latest
                message = f"{there} answers this, but was sent earlier"
            if is_early:
                yield Finding(in_file(path, relation.number, "target"), message)
