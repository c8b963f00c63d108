"""The rules across files, in the order of their codes."""

from teikit.validating.finding import NodeNumber
from teikit.validating.index import Corpus
from teikit.validating.rule import Checked
from teikit.validating.rules.corpus import (
    archives,
    authorities,
    corpus_file,
    duplicates,
    identifiers,
    links,
    order,
    replies,
)

CorpusRule = Checked[Corpus, NodeNumber]
"""A rule on all files of a run together."""

CORPUS_RULES: tuple[CorpusRule, ...] = (
    identifiers.duplicate_id_across,
    links.unresolved_link,
    order.broken_chain,
    authorities.unknown_authority,
    authorities.unused_authority,
    authorities.same_authority_twice,
    duplicates.same_letter_twice,
    archives.item_with_two_dates,
    replies.reply_before_letter,
    corpus_file.corpus_misses_document,
    identifiers.duplicate_id_in_document,
)
LONGEST = duplicates.same_letter_twice.rule
"""The one that takes about as long as the others together, where there are many letters."""
